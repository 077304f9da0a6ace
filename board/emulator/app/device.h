/* device.h - a whole emulated device: reader, card and panel with their drivers and
 * models, refresh policy, energy.
 *
 * What a board's main loop does, cut into steps that never wait, in the model's virtual time: press
 * a key, let time go on, look at the glass. The headless runner lets time fly, the window ties it
 * to the wall clock; the device cannot tell. Or the processor runs the firmware's own image and all
 * this is done on its pins (booted.h): whoever uses a device cannot tell either. Layer: board
 * (host).
 */
#ifndef KJ_EMULATOR_DEVICE_H
#define KJ_EMULATOR_DEVICE_H

#include "board/device/loop.h"
#include "boards.h"
#include "booted.h"
#include "models/card_bus.h"
#include "models/flash_model.h"
#include "models/model_bus.h"
#include "reader/library.h"

typedef struct kj_device_config {
    const kj_emulated_board *board;
    kj_rotation rotation;
    kj_page_style style;
    uint8_t depth;
    kj_refresh_mood mood;
    kj_language language;
    const kj_card_config *card; /* in the slot, borrowed; NULL: shelf is what is read */
    kj_shelf shelf;
    kj_flash_model *flash; /* the reader's state, borrowed; NULL: nothing is kept */
    bool greets;           /* at the first start of that flash */
    bool hides_status_line;
    bool is_service;   /* a key is held at power-on */
    const char *crash; /* the code of why it starts anew; NULL */
    bool has_battery;  /* and tells how full it is */
    uint8_t battery_percent;
    kj_reader_log log;
    const kj_booted_config *image; /* the firmware's image to run; NULL: the reader itself */
} kj_device_config;

/* board as it comes: its rotation, its style, one bit a pixel; without card, flash and battery. */
kj_device_config kj_device_config_of(const kj_emulated_board *board);

/* What one key cost, once the panel is idle. */
typedef struct kj_device_turn {
    const char *refresh;       /* "none", "fast", "menu", "clean", "gray", or "failed" */
    uint32_t busy_us;          /* the ink moved */
    uint32_t total_us;         /* from the key until the panel was idle, transfers included */
    uint32_t microjoules;      /* panel and processor since the turn before */
    uint32_t ghost;            /* of the whole glass, hundredths of a tone of 255 */
    uint8_t ghost_worst;       /* of any pixel, tones */
    uint32_t card_blocks;      /* read from the card since the turn before */
    uint16_t wear;             /* of the most worn cell, KJ_REFRESH_STROKE to one change of all */
    unsigned keys;             /* that were given to the reader at once; 0: it was no key */
    bool sleeps;               /* panel and processor sleep now */
    uint32_t erases, programs; /* of the flash since the turn before */
    uint32_t cycles, set_cycles, cache_cycles; /* of an image, see booted.h; 0: not known */
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
    kj_loop loop;
    kj_energy energy;
    void *model_memory, *reader_memory;
    kj_hal_flash flash;
    uint32_t erases_before, programs_before;   /* of the flash, before power-up */
    uint32_t counted_erases, counted_programs; /* since power-up, in turns that are over */
    kj_battery battery;
    uint64_t pressed_us, pressed_busy_us, counted_us;
    uint64_t waited_us;      /* of this turn: kj_device_wait */
    uint64_t ahead_us;       /* of the idle time, in which the processor was awake */
    uint32_t counted_blocks; /* of the card */
    kj_device_turn turn;
    kj_booted image; /* where config.image is there, instead of all above but turn and battery */
} kj_device;

/* Powers the device up: the first screen is on its way (see kj_device_advance). KJ_OK;
 * ERR_ARGUMENT: the style does not fit the board; ERR_MEMORY. */
KJ_MUST_USE kj_status kj_device_open(kj_device *device, const kj_device_config *config);
void kj_device_close(kj_device *device);

/* Erases and programs of the flash since power-up; 0 without one. */
uint32_t kj_device_erases(const kj_device *device);
uint32_t kj_device_programs(const kj_device *device);

/* Whether a turn can begin: nothing is on its way to the glass. */
bool kj_device_idle(const kj_device *device);

/* A key goes down, at any time: it waits in the queue. False: the queue is full, the key is lost
 * and the log says so. */
bool kj_device_push(kj_device *device, kj_key key);

/* What follows begins a turn, to be called only while idle. True: the screen changes, time must go
 * on until idle again. A sleeping device is awake after it, where the reader wants to be. */

/* Gives the reader all keys of the queue at once; none: nothing changes. */
bool kj_device_take_keys(kj_device *device);

/* kj_device_push and _take_keys. */
bool kj_device_press(kj_device *device, kj_key key);

/* No key for so long that the reader sleeps: kj_device_sleep is due. */
bool kj_device_is_sleep_due(const kj_device *device);
bool kj_device_sleep(kj_device *device);

/* The card leaves the slot, or comes back. A board without a card-detect switch does not notice. */
bool kj_device_eject(kj_device *device);
bool kj_device_insert(kj_device *device);

/* The battery's state from now on; the reader is told when it gets low or empty or is charged. */
bool kj_device_set_battery(kj_device *device, uint8_t percent, bool is_charging);

/* Lets us of time go by without a key, sleeps when it is time to and settles: a turn by itself. */
void kj_device_wait(kj_device *device, uint64_t us);

/* Lets us of the device's time go on, and ends the update when the panel is done. */
void kj_device_advance(kj_device *device, uint32_t us);

/* Lets time go on until idle. */
void kj_device_settle(kj_device *device);

/* What the last turn cost; while idle. */
const kj_device_turn *kj_device_last_turn(const kj_device *device);

/* Keys that wait until the reader takes them. */
unsigned kj_device_queued(const kj_device *device);

/* Whether the power was cut, or an image says nothing any more. */
bool kj_device_is_dead(const kj_device *device);

/* Since power-up: updates that failed, refreshes, microjoules. */
uint32_t kj_device_failures(const kj_device *device);
uint32_t kj_device_refreshes(const kj_device *device);
uint64_t kj_device_total_uj(const kj_device *device);

/* High-water marks into marks; returns how many, at most room. names holds those of an image. */
#define KJ_DEVICE_MARKS KJ_BOOTED_MARKS
unsigned kj_device_marks(kj_device *device, kj_reader_mark *marks, kj_booted_names names,
                         unsigned room);

/* The serial console of an image: a line typed, and five seconds; and what was printed, as a file.
 * ERR_ARGUMENT: the device runs none. */
void kj_device_type(kj_device *device, const char *line);
KJ_MUST_USE kj_status kj_device_write_console(kj_device *device, const char *path);

/* What the firmware did wrong on its wires: each is taken. Returns how many there were. */
unsigned kj_device_errors(kj_device *device, void *context,
                          void (*take)(void *context, const kj_booted_error *error));

/* The reader may have turned its page, or changed its text's size, at any key. */
kj_rotation kj_device_rotation(const kj_device *device);
uint8_t kj_device_size_px(const kj_device *device);
bool kj_device_has_card(kj_device *device);

/* The glass as it looks now, as the reader holds it: page width * height tones, 0 black .. 255
 * white. tones is the caller's. */
uint16_t kj_device_page_width(const kj_device *device);
uint16_t kj_device_page_height(const kj_device *device);
KJ_MUST_USE kj_status kj_device_look(kj_device *device, uint8_t *tones);

#endif
