/* device.h - a whole emulated device: reader, card and panel with their drivers and
 * models, refresh policy, energy.
 *
 * What a board's main loop does, cut into steps that never wait, in the model's virtual time: press
 * a key, let time go on, look at the glass. The headless runner lets time fly, the window ties it
 * to the wall clock; the device cannot tell. Layer: board (host). */
#ifndef KJ_EMULATOR_DEVICE_H
#define KJ_EMULATOR_DEVICE_H

#include "boards.h"
#include "models/card_bus.h"
#include "models/model_bus.h"
#include "panel/refresh.h"
#include "reader/library.h"
#include "reader/reader.h"

typedef struct kj_device_config {
    const kj_board *board;
    kj_rotation rotation;
    kj_page_style style;
    uint8_t depth;
    kj_refresh_mood mood;
    kj_language language;
    const kj_card_config *card; /* in the slot, borrowed; NULL: shelf is what is read */
    kj_shelf shelf;
    kj_reader_log log;
} kj_device_config;

/* What one key cost, once the panel is idle. */
typedef struct kj_device_turn {
    const char *refresh;  /* "none", "fast", "menu", "clean", "gray", or "failed" */
    uint32_t busy_us;     /* the ink moved */
    uint32_t total_us;    /* from the key until the panel was idle, transfers included */
    uint32_t microjoules; /* panel and processor since the turn before */
    uint32_t ghost;       /* of the whole glass, hundredths of a tone of 255 */
    uint8_t ghost_worst;  /* of any pixel, tones */
    uint32_t card_blocks; /* read from the card since the turn before */
    uint16_t wear;        /* of the most worn cell, KJ_REFRESH_STROKE to one change of all */
    kj_reader_status reader;
} kj_device_turn;

/* Fields are private, the model's protocol errors excepted. Not to be moved. */
typedef struct kj_device {
    kj_device_config config;
    kj_panel_model model;
    kj_model_bus bus;
    kj_card_model slot;
    kj_card_bus card_bus;
    kj_sdcard card;
    kj_library library;
    kj_panel panel;
    kj_refresh refresh;
    kj_energy energy;
    kj_reader reader;
    kj_reader_screen screen;
    void *model_memory, *reader_memory;
    uint32_t text_start, text_end;  /* of the page shown, before another was set ahead */
    unsigned images;                /* likewise */
    bool updating, retried, failed; /* failed: this turn's update, twice */
    uint64_t pressed_us, pressed_busy_us, counted_us;
    uint64_t ahead_us;       /* of the idle time, in which the processor was awake */
    uint32_t counted_blocks; /* of the card */
    uint32_t failures;       /* updates that failed, since power-up */
    kj_device_turn turn;
} kj_device;

/* Powers the device up: the first screen is on its way (see kj_device_advance). KJ_OK;
 * ERR_ARGUMENT: the style does not fit the board; ERR_MEMORY. */
KJ_MUST_USE kj_status kj_device_open(kj_device *device, const kj_device_config *config);
void kj_device_close(kj_device *device);

/* Whether a key can be taken: nothing is on its way to the glass. */
bool kj_device_idle(const kj_device *device);

/* Presses a key; only while idle. True: the screen changes, time must go on until idle again.
 * POWER puts the panel to sleep; any later screen wakes it. */
bool kj_device_press(kj_device *device, kj_key key);

/* Lets us of the device's time go on, and ends the update when the panel is done. */
void kj_device_advance(kj_device *device, uint32_t us);

/* Lets time go on until idle. */
void kj_device_settle(kj_device *device);

/* What the last key cost; while idle. */
const kj_device_turn *kj_device_last_turn(const kj_device *device);

/* The glass as it looks now, upright: page width * height tones, 0 black .. 255 white. tones is
 * the caller's. */
uint16_t kj_device_page_width(const kj_device *device);
uint16_t kj_device_page_height(const kj_device *device);
KJ_MUST_USE kj_status kj_device_look(kj_device *device, uint8_t *tones);

#endif
