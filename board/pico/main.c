/* main.c - the firmware: puts the device together and runs its loop.
 *
 * One turn after another (board/device/loop.h), each step short, and sleep between them as deep as
 * what is awaited allows: a doze while ink moves, a sleep at the crystal's clock while a page is
 * read, dormant behind the sleep page. Layer: board. */
#include "pico.h"

#include "board/device/console.h"
#include "board/device/defaults.h"
#include "board/device/trace.h"
#include "memory.h"
#include "panel/detect.h"
#include "storage/sdcard.h"

#include <assert.h>

#define BATTERY_EVERY_US 60000000u
#define BUSY_LOOK_US     50000u     /* should an edge be missed */
#define CARD_SETTLE_US   50000u     /* a card-detect switch bounces */
#define CALM_US          300000000u /* without a crash: the next one is the first again */

#define SERVICE_LOOK_US  1000u
#define CRASHES_IN_A_ROW 3u /* then the service menu comes by itself */

/* What the light says. */
#define FLASHES_PANEL  3u /* the panel does not answer */
#define FLASHES_ENGINE 5u /* the reader does not start: an image that does not fit its board */

static struct {
    kj_loop loop;
    kj_library library;
    kj_sdcard card;
    kj_console console;
    kj_defaults defaults;
    kj_hal_flash flash;
    kj_battery battery; /* as the reader was last told; at the start that all is well */
    kj_pico_crash crash;
    const kj_panel_driver *driver;
    uint64_t battery_due_us, card_due_us;
    bool is_turn_due; /* a turn is over, and not yet traced */
    bool has_card_moved;
    bool is_service;                 /* SELECT was held at power-on, or crashes come in a row */
    char code[KJ_MARKS_CRASH_BYTES]; /* of the crash, for the panel and the journal */
} device;

/* Everything that the reader is given. */
static _Alignas(8) uint8_t kj_arena_reader[KJ_MEMORY_READER_BYTES];

static void log_line(void *context, const char *text) {
    (void)context;
    kj_console_log(&device.console, text);
}

static unsigned take_marks(void *context, kj_reader_mark *marks, unsigned room) {
    (void)context;
    const kj_pico_memory memory = kj_pico_memory_look();
    const kj_reader_mark own[] = {{"stack", memory.stack_bytes, memory.stack_peak_bytes},
                                  {"static", memory.static_bytes, memory.static_bytes},
                                  {"spare", memory.spare_bytes, 0}};
    unsigned count = 0;
    while (count < sizeof own / sizeof *own && count < room) {
        marks[count] = own[count];
        count++;
    }
    return count;
}

/* --- Putting it together. */

static kj_status open_card(void *context, kj_blocks *blocks) {
    (void)context;
    const kj_status status = kj_sdcard_open(&device.card);
    if (status == KJ_OK) {
        *blocks = kj_sdcard_blocks(&device.card);
    }
    return status;
}

static bool card_is_in(void *context) {
    (void)context;
    return kj_pico_card_is_in();
}

static void connect_card(void) {
    const kj_board_wires *wires = kj_here->wires;
    const bool detects = wires->card.present != KJ_NO_PIN;
    const kj_sdcard_config card = {
        .spi = kj_pico_spi(wires->card.spi, wires->card.sck, wires->card.mosi, wires->card.miso),
        .select = kj_pico_output(wires->card.select),
        .present = {.get = detects ? card_is_in : NULL},
        .clock = kj_pico_clock(),
        .hz_max = wires->card.hz_max,
    };
    kj_sdcard_init(&device.card, &card);
    const kj_library_config library = {.open_card = open_card, .log = log_line};
    kj_library_init(&device.library, &library);
}

static kj_panel_wiring connect_panel(void) {
    const kj_board_wires *wires = kj_here->wires;
    return (kj_panel_wiring){
        .spi = kj_pico_spi(wires->panel.spi, wires->panel.sck, wires->panel.mosi, KJ_NO_PIN),
        .select = kj_pico_output(wires->panel.select),
        .data = kj_pico_output(wires->panel.data),
        .reset = kj_pico_output(wires->panel.reset),
        .busy = kj_pico_input(wires->panel.busy, false),
        .clock = kj_pico_clock(),
    };
}

static void read_defaults(void) {
    device.defaults = kj_defaults_of(kj_here);
    const kj_status status = kj_defaults_read(&device.defaults, kj_pico_defaults());
    device.console.traces = device.defaults.traces;
    if (status < 0) {
        kj_console_log(&device.console, "the defaults in flash are damaged: the board's own count");
    }
}

static void configure_reader(kj_reader_config *reader) {
    const kj_panel_driver *driver = device.driver;
    device.flash = kj_pico_flash();
    *reader = (kj_reader_config){
        .stage = {.fonts = kj_font_data_table,
                  .panel_width_px = driver->width_px,
                  .panel_height_px = driver->height_px,
                  .rotation = device.defaults.rotation,
                  .depth = device.defaults.depth <= KJ_MEMORY_DEPTH ? device.defaults.depth : 1u,
                  .bezel = kj_here->bezel,
                  .style = device.defaults.style},
        .memory = kj_arena_reader,
        .memory_bytes = sizeof kj_arena_reader,
        .shelf = kj_library_shelf(&device.library),
        .language = device.defaults.language,
        .flash = &device.flash,
        .battery = kj_pico_battery(),
        .greets = device.defaults.greets,
        .hides_status_line = device.defaults.hides_status_line,
        .is_service = device.is_service,
        .crash = device.crash.start >= KJ_START_PANIC ? device.code : NULL,
        .log = {.line = log_line},
    };
    reader->stage.sizes =
        kj_reader_default_sizes(driver->width_px, driver->height_px, reader->stage.depth);
}

static void look_at_battery(void) {
    const kj_hal_battery battery = kj_pico_battery();
    device.battery_due_us = kj_pico_now_us() + BATTERY_EVERY_US;
    if (battery.get) {
        (void)battery.get(battery.context, &device.battery);
    }
}

static unsigned count_glass(void) {
    unsigned count = 1;
    while (count < KJ_BOARD_GLASS_MAX && kj_here->glass[count]) {
        count++;
    }
    return count;
}

/* Defaults that the engine does not take are left for the board's own. */
static kj_status try_open(kj_loop_config *config) {
    configure_reader(&config->reader);
    const kj_status status = kj_loop_open(&device.loop, config, kj_pico_now_us());
    if (status != KJ_ERR_ARGUMENT) {
        return status;
    }
    kj_console_log(&device.console, "the defaults in flash cannot be used: the board's own count");
    device.defaults = kj_defaults_of(kj_here);
    configure_reader(&config->reader);
    return kj_loop_open(&device.loop, config, kj_pico_now_us());
}

static void open_loop(void) {
    kj_loop_config config = {.wiring = connect_panel(),
                             .mood = device.defaults.mood,
                             .card_is_in =
                                 kj_here->wires->card.present == KJ_NO_PIN ? NULL : card_is_in};
    device.driver = kj_panel_detect(&config.wiring, kj_here->glass, count_glass());
    config.driver = device.driver;
    const kj_status status = try_open(&config);
    if (status != KJ_OK) {
        kj_pico_stop(kj_status_name(status), FLASHES_ENGINE);
    }
    kj_pico_keys_wake_by(kj_here->wires->panel.busy);
    device.console.config.loop = &device.loop;
    device.is_turn_due = !device.loop.updating;
}

/* --- Telling. */

static const char *name_of_start(kj_pico_start start) {
    static const char *const names[] = {[KJ_START_POWER] = "power",
                                        [KJ_START_RESET] = "reset",
                                        [KJ_START_PANIC] = "panic",
                                        [KJ_START_FAULT] = "fault",
                                        [KJ_START_HUNG] = "hung"};
    return names[start];
}

static void tell_start(void) {
    char bytes[KJ_TRACE_BYTES / 4];
    kj_line line;
    kj_line_init(&line, bytes, sizeof bytes);
    kj_line_add(&line, device.console.traces ? "@boot" : "#");
    kj_trace_string(&line, "board", kj_here->name);
    kj_trace_string(&line, "version", KJ_VERSION);
    kj_trace_string(&line, "reason", name_of_start(device.crash.start));
    if (device.crash.start >= KJ_START_PANIC) {
        kj_trace_number(&line, "pc", device.crash.pc);
        kj_trace_number(&line, "lr", device.crash.lr);
        kj_trace_number(&line, "count", device.crash.count);
    }
    kj_line_add(&line, "\n");
    kj_pico_uart_put(NULL, bytes);
}

/* A turn is over: said once its work ahead is done or put off. */
static void tell_turn(void) {
    if (device.is_turn_due) {
        device.is_turn_due = false;
        kj_console_turn(&device.console);
    }
}

/* "H-10012345": the letter of why, and where. */
static void make_code(void) {
    static const char letters[] = {[KJ_START_POWER] = '-',
                                   [KJ_START_RESET] = '-',
                                   [KJ_START_PANIC] = 'P',
                                   [KJ_START_FAULT] = 'F',
                                   [KJ_START_HUNG] = 'H'};
    char *at = device.code;
    *at++ = letters[device.crash.start];
    *at++ = '-';
    for (int shift = 28; shift >= 0; shift -= 4) {
        *at++ = "0123456789ABCDEF"[device.crash.pc >> shift & 15u];
    }
    *at = '\0';
}

static void look_at_start(void) {
    const kj_hal_clock clock = kj_pico_clock();
    clock.sleep_us(clock.context, SERVICE_LOOK_US); /* the pull-ups take their time */
    device.is_service =
        kj_pico_key_is_down(KJ_KEY_SELECT) || device.crash.count >= CRASHES_IN_A_ROW;
    kj_pico_keys_ignore_held();
    make_code();
}

/* --- The loop. */

/* A turn has begun; false: it is over already. */
static void begun(bool updating) { device.is_turn_due = !updating; }

static void hang(void) {
    for (;;) {
        __asm volatile("nop");
    }
}

static void grant(kj_console_wish wish) {
    const uint64_t now_us = kj_pico_now_us();
    switch (wish) {
    case KJ_WISH_NONE: break;
    case KJ_WISH_SLEEP:
        if (!device.loop.updating) {
            begun(kj_loop_sleep(&device.loop, now_us));
        }
        break;
    case KJ_WISH_BATTERY: device.battery_due_us = now_us; break;
    case KJ_WISH_CRASH: assert(!"asked for on the console"); break;
    case KJ_WISH_HANG: hang(); break;
    case KJ_WISH_RESET: kj_pico_die(KJ_START_RESET, 0, 0);
    }
}

static void take_input(void) {
    char byte;
    while (kj_pico_uart_take(&byte)) {
        grant(kj_console_take(&device.console, byte));
    }
    for (kj_key key; (key = kj_pico_keys_take()) != KJ_KEY_NONE;) {
        (void)kj_loop_push(&device.loop, key); /* a full queue is in the log */
    }
    if (kj_pico_card_moved()) {
        device.has_card_moved = true;
        device.card_due_us = kj_pico_now_us() + CARD_SETTLE_US;
    }
}

/* True: the battery's state is one to tell the reader of. */
static bool has_battery_changed(void) {
    const kj_battery before = device.battery;
    look_at_battery();
    return before.is_charging != device.battery.is_charging ||
           before.is_low != device.battery.is_low || before.is_empty != device.battery.is_empty;
}

/* Begins the turn that is due, if one is. */
static bool begin_turn(void) {
    const uint64_t now_us = kj_pico_now_us();
    if (device.loop.queue.count > 0) {
        tell_turn();
        begun(kj_loop_take_keys(&device.loop, now_us));
    } else if (device.has_card_moved && now_us >= device.card_due_us) {
        device.has_card_moved = false;
        begun(kj_loop_card(&device.loop, now_us));
    } else if (now_us >= device.battery_due_us && has_battery_changed()) {
        begun(kj_loop_battery(&device.loop, now_us));
    } else if (kj_loop_is_sleep_due(&device.loop, now_us)) {
        begun(kj_loop_sleep(&device.loop, now_us));
    } else {
        return false;
    }
    return true;
}

/* Nothing is left to do. */
static void rest(void) {
    const uint64_t now_us = kj_pico_now_us();
    if (device.loop.screen.sleeps && !kj_pico_keys_busy()) {
        kj_pico_watchdog_stop();
        kj_pico_dormant();
        kj_pico_watchdog_start();
        device.battery_due_us = 0;
        return;
    }
    if (now_us > CALM_US) {
        kj_pico_crash_forget();
    }
    uint64_t until_us = device.battery_due_us;
    const uint64_t sleep_in_us = kj_loop_sleep_in_us(&device.loop, now_us);
    if (sleep_in_us < UINT64_MAX && now_us + sleep_in_us < until_us) {
        until_us = now_us + sleep_in_us;
    }
    if (kj_pico_keys_busy() || device.has_card_moved) {
        kj_pico_doze(now_us + KJ_LOOP_STEP_US);
        return;
    }
    kj_pico_watchdog_stop();
    kj_pico_sleep(until_us);
    kj_pico_watchdog_start();
}

/* The ink moves: an edge of BUSY ends the sleep. */
static void await_panel(void) {
    if (kj_pico_keys_busy()) {
        kj_pico_doze(kj_pico_now_us() + KJ_LOOP_STEP_US);
    } else {
        kj_pico_sleep(kj_pico_now_us() + BUSY_LOOK_US);
    }
}

static void end_turn(void) {
    device.is_turn_due = true;
    if (device.loop.failed) {
        kj_pico_blink(FLASHES_PANEL);
    }
}

static void step(void) {
    kj_pico_watchdog_feed();
    take_input();
    if (device.loop.updating) {
        const kj_status status = kj_loop_step(&device.loop);
        if (status == KJ_AGAIN) {
            await_panel();
        } else if (status == KJ_OK) {
            end_turn();
        }
        return;
    }
    if (begin_turn() || kj_loop_idle(&device.loop) == KJ_OK) {
        return;
    }
    tell_turn();
    rest();
}

int main(void) {
    kj_pico_memory_paint();
    device.crash = kj_pico_crash_take();
    kj_pico_power(true);
    kj_pico_uart_init();
    kj_console_init(&device.console, &(kj_console_config){.library = &device.library,
                                                          .put = kj_pico_uart_put,
                                                          .marks = take_marks});
    read_defaults();
    tell_start();
    kj_pico_keys_init();
    kj_pico_watchdog_start();
    look_at_start();
    connect_card();
    open_loop();
    for (;;) {
        step();
    }
}
