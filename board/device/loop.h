/* loop.h - what every board's main loop does: keys to the reader, its screen to the panel.
 *
 * A turn begins with what happened (a key, the card, the battery, too long without a key), ends
 * when the panel is idle again, and is followed by work ahead. Steps never wait for the ink, so
 * that a board sleeps between them as it can, and the emulator lets time fly. The refresh policy
 * chooses, a failed update is tried once more from a reset, then the device shows what it shows
 * until the next key. Layer: board, on the host and on devices. */
#ifndef KJ_DEVICE_LOOP_H
#define KJ_DEVICE_LOOP_H

#include "board/device/key_queue.h"
#include "panel/panel.h"
#include "panel/refresh.h"
#include "reader/reader.h"

typedef struct kj_loop_config {
    const kj_panel_driver *driver;
    kj_panel_wiring wiring;
    kj_refresh_mood mood;    /* until the reader's settings say otherwise */
    kj_reader_config reader; /* its log is the loop's too */
    /* The switch of the slot; NULL: the board has none. */
    bool (*card_is_in)(void *context);
    void *card_context;
} kj_loop_config;

/* What the last turn did. */
typedef struct kj_loop_turn {
    const char *refresh;     /* "none", "fast", "menu", "clean", "gray", or "failed" */
    unsigned keys;           /* that were given to the reader at once; 0: it was no key */
    uint16_t wear;           /* of the most worn cell, KJ_REFRESH_STROKE to one change of all */
    bool sleeps;             /* the panel sleeps now, and so may the processor */
    kj_reader_status reader; /* start, end and images: of the page on the glass */
} kj_loop_turn;

/* Fields are private but for looking. Not to be moved. */
typedef struct kj_loop {
    kj_loop_config config;
    kj_panel panel;
    kj_refresh refresh;
    kj_reader reader;
    kj_reader_screen screen;
    kj_key_queue queue;
    uint32_t text_start, text_end;  /* of the page shown, before another was set ahead */
    unsigned images;                /* likewise */
    bool updating, retried, failed; /* failed: this turn's update, twice */
    bool card_was_in;               /* when the reader was last told */
    kj_refresh_mood mood;           /* that the policy has */
    uint32_t failures;              /* updates that failed */
    uint64_t touched_us;            /* the last key, or whatever wakes the reader */
    kj_loop_turn turn;
} kj_loop;

/* Opens the reader and begins the first turn: the first screen is on its way. now_us: the board's
 * time, which the caller counts without wrapping. Statuses of kj_reader_open. */
KJ_MUST_USE kj_status kj_loop_open(kj_loop *loop, const kj_loop_config *config, uint64_t now_us);
void kj_loop_close(kj_loop *loop);

/* A key goes down, at any time: it waits in the queue. False: the queue is full, the key is lost
 * and the log says so. */
bool kj_loop_push(kj_loop *loop, kj_key key);

/* What follows begins a turn, to be called only while no update is on its way. True: the panel is
 * at work, kj_loop_step is to be called until the turn ends; false: it has ended. */

/* Gives the reader all keys of the queue at once. */
bool kj_loop_take_keys(kj_loop *loop, uint64_t now_us);

/* No key for as long as the settings say: kj_loop_sleep is due; and in how many microseconds it is,
 * UINT64_MAX while asleep. */
bool kj_loop_is_sleep_due(const kj_loop *loop, uint64_t now_us);
uint64_t kj_loop_sleep_in_us(const kj_loop *loop, uint64_t now_us);
bool kj_loop_sleep(kj_loop *loop, uint64_t now_us);

/* The card-detect switch may have changed. */
bool kj_loop_card(kj_loop *loop, uint64_t now_us);

/* The battery got low, or empty, or is being charged. */
bool kj_loop_battery(kj_loop *loop, uint64_t now_us);

/* A turn in which nothing happens: the reader's status is taken anew. */
void kj_loop_look(kj_loop *loop);

/* While updating: looks at BUSY and ends the update when the panel is done. KJ_AGAIN: the ink moves
 * (look again after KJ_LOOP_STEP_US); KJ_OK: the turn has ended; KJ_END: no update is on its way.
 */
#define KJ_LOOP_STEP_US 5000u
KJ_MUST_USE kj_status kj_loop_step(kj_loop *loop);

/* One piece of work ahead. KJ_OK: ask again; KJ_END: nothing to do, a key waits, or asleep. */
KJ_MUST_USE kj_status kj_loop_idle(kj_loop *loop);

#endif
