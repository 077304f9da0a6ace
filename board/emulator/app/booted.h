/* booted.h - a device whose processor runs the firmware's own image, in the image runner: what
 * device.h says, done on its pins. device.c hands over to it. Layer: board (host). */
#ifndef KJ_EMULATOR_BOOTED_H
#define KJ_EMULATOR_BOOTED_H

#include "board/device/defaults.h"
#include "boards.h"
#include "models/flash_model.h"
#include "runner_child.h"

typedef struct kj_booted_config {
    const char *path;   /* of the image: ELF, UF2 or binary */
    const char *runner; /* the script */
    const kj_emulated_board *board;
    const kj_card_config *card; /* in the slot; NULL: none */
    kj_flash_model *flash;
    uint8_t battery_percent;
    kj_defaults defaults;
    kj_key held;         /* at power-on, or KJ_KEY_NONE */
    const char *profile; /* the file for where the cycles went; NULL: none */
    unsigned gdb;        /* the port a debugger may attach to; 0: none */
    bool is_stuck;       /* BUSY never ends */
    bool counts_cache;   /* reckons with the flash's cache, which takes time */
} kj_booted_config;

#define KJ_BOOTED_NAME_BYTES 256u

/* What a turn was, beside the loop's own account of it. */
typedef struct kj_booted_turn {
    char refresh[16];
    char name[KJ_BOOTED_NAME_BYTES]; /* of the article */
    kj_reader_status reader;         /* article_name is name */
    unsigned keys;
    bool sleeps;
    uint16_t wear;
    uint32_t failures, busy_us, total_us, microjoules, ghost, ghost_worst, card_blocks;
    uint32_t erases, programs;
    uint32_t cycles, set_cycles; /* all, and until the ink began to move; processor awake */
    uint32_t cache_cycles;       /* what misses of the flash's cache would add, if counted */
    unsigned rotation;           /* quarter turns */
    uint8_t size_px;
    uint16_t width_px, height_px; /* of the page */
} kj_booted_turn;

/* Fields are private but turn, is_settling, is_cut, is_dead. Not to be moved. */
typedef struct kj_booted {
    kj_booted_config config;
    kj_runner_child child;
    kj_booted_turn turn; /* the last that is over */
    bool is_settling;    /* a turn may be under way */
    bool is_cut;         /* the power, by the flash model's plan */
    bool is_dead;        /* nothing comes from it any more; said why */
    bool has_card;
    uint32_t refreshes;
    uint64_t total_uj;
} kj_booted;

/* Powers it up: the first turn is under way. KJ_OK; ERR_MISSING, ERR_IO, ERR_ARGUMENT, after saying
 * on standard error what is wrong. */
KJ_MUST_USE kj_status kj_booted_open(kj_booted *image, const kj_booted_config *config);
void kj_booted_close(kj_booted *image);

/* A key on its button, now: a turn begins if none is under way. False: there is no such button. */
bool kj_booted_push(kj_booted *image, kj_key key);

/* The turn of keys that were pushed while another was under way. */
void kj_booted_begin(kj_booted *image);

/* What else begins a turn. */
void kj_booted_sleep(kj_booted *image);
void kj_booted_put_card(kj_booted *image, bool in);
void kj_booted_set_battery(kj_booted *image, uint8_t percent, bool is_charging);

/* Lets us go by, at most to the end of a turn, which is taken then. */
void kj_booted_advance(kj_booted *image, uint64_t us);

/* Until the turn under way is over. */
void kj_booted_settle(kj_booted *image);

/* The panel's tones, its own way up: width * height bytes of the driver's. KJ_OK; ERR_IO. */
KJ_MUST_USE kj_status kj_booted_look(kj_booted *image, uint8_t *tones);

/* Types a line on the serial console, and lets us go by. */
void kj_booted_type(kj_booted *image, const char *line, uint64_t us);

/* What the console printed so far, into a file. KJ_OK; ERR_IO. */
KJ_MUST_USE kj_status kj_booted_write_console(kj_booted *image, const char *path);

/* High-water marks into marks, whose names are in names; returns how many, at most room. */
#define KJ_BOOTED_MARKS 16u
typedef char kj_booted_names[KJ_BOOTED_MARKS][16];
unsigned kj_booted_marks(kj_booted *image, kj_reader_mark *marks, kj_booted_names names,
                         unsigned room);

/* Reads totals; then each protocol error in turn, until it returns false. */
typedef struct kj_booted_error {
    char chip[8];
    double ms;
    unsigned command;
    uint32_t value;
    char text[128];
} kj_booted_error;
unsigned kj_booted_count_errors(kj_booted *image);
bool kj_booted_next_error(kj_booted *image, kj_booted_error *error);

#endif
