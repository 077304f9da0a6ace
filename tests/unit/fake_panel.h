/* fake_panel.h - a recording bus for the panel drivers: every byte with its D/C level and time,
 * a BUSY line that follows the commands, and faults at will. For test_panel*.c.
 *
 * A recording reads as text: "rst" a reset pulse, "?" a look at BUSY (repeated looks fold into
 * one), "22=F7" a command with its data, "24[48000]" a long one. */
#ifndef KJ_TEST_FAKE_PANEL_H
#define KJ_TEST_FAKE_PANEL_H

#include "test.h"

#include "panel/panel.h"

#include <stdbool.h>

#define WIDTH       800 /* of the larger panels; rows and planes have room for these */
#define HEIGHT      480
#define STRIDE      (WIDTH / 8)
#define PLANES      6
#define PLANE_BYTES (STRIDE * HEIGHT)
#define LISTED      16 /* longest data that a recording spells out */
#define NEVER       UINT32_MAX

typedef struct fake_bus {
    const kj_panel_driver *driver;
    uint32_t now_us, busy_until_us;
    uint32_t stuck_after; /* command from whose activation on BUSY never ends, or NEVER */
    uint32_t fail_at;     /* transfer that fails, counted from 0, or NEVER */
    uint32_t transfers, reads_while_selected, writes_while_busy, writes_unconfigured;
    uint32_t hz, early_looks, command_us;
    bool selected, data, resetting, frozen;
    uint8_t command;
    size_t length; /* data bytes since the command */
    char text[4096];
    size_t text_length;
    uint8_t planes[PLANES][PLANE_BYTES]; /* the last long data frames, in order */
    size_t plane_count;
} fake_bus;

static fake_bus bus;

static void say(const char *words) {
    size_t length = strlen(words);
    KJ_CHECK(bus.text_length + length + 2 < sizeof bus.text);
    memcpy(bus.text + bus.text_length, words, length + 1);
    bus.text_length += length;
}

static void say_word(const char *word) {
    if (bus.text_length > 0) {
        say(" ");
    }
    say(word);
}

static bool ends_with(const char *word) {
    size_t length = strlen(word);
    return bus.text_length >= length && strcmp(bus.text + bus.text_length - length, word) == 0;
}

/* A long frame's length is known when the next thing happens. */
static void end_frame(void) {
    char words[32];
    if (bus.length > LISTED) {
        snprintf(words, sizeof words, "[%zu]", bus.length);
        say(words);
    }
    bus.length = 0;
}

static bool is_busy(void) { return bus.now_us - bus.busy_until_us > INT32_MAX; }

static bool is_ssd(void) { return bus.driver->busy_level; }

static uint32_t duration_us(uint8_t command) {
    if (is_ssd()) {
        return command == 0x12 ? 5000 : command == 0x20 ? 500000 : 0;
    }
    return command == 0x04 ? 130000 : command == 0x12 ? 440000 : command == 0x02 ? 40000 : 0;
}

static void start_busy(uint8_t command) {
    uint32_t us = duration_us(command);
    if (us > 0) {
        bus.command_us = bus.now_us;
        bus.busy_until_us = bus.now_us + (bus.stuck_after == command ? INT32_MAX : us);
    }
}

static void take_command(uint8_t byte) {
    char words[8];
    end_frame();
    snprintf(words, sizeof words, "%02X", byte);
    say_word(words);
    bus.command = byte;
    start_busy(byte);
}

static void take_data(uint8_t byte) {
    char words[8];
    if (bus.length < LISTED) {
        snprintf(words, sizeof words, "%c%02X", bus.length == 0 ? '=' : ',', byte);
        say(words);
    } else if (bus.length == LISTED) { /* too long to list: take the list back */
        bus.text_length -= 3 * LISTED;
        bus.text[bus.text_length] = '\0';
    }
    bus.length++;
}

static bool writes_plane(uint8_t command) {
    return is_ssd() ? command == 0x24 || command == 0x26 : command == 0x10 || command == 0x13;
}

static void keep_plane(const uint8_t *bytes, size_t length) {
    if (!writes_plane(bus.command) || bus.length > PLANE_BYTES) {
        return;
    }
    bus.plane_count += bus.length == length; /* its first row */
    memcpy(bus.planes[(bus.plane_count - 1) % PLANES] + bus.length - length, bytes, length);
}

static kj_status fake_configure(void *context, uint32_t hz) {
    bus.hz = hz;
    return KJ_OK;
}

static kj_status fake_transfer(void *context, const uint8_t *send, uint8_t *receive,
                               size_t length) {
    if (bus.transfers++ == bus.fail_at) {
        return KJ_ERR_IO;
    }
    bus.writes_while_busy += is_busy();
    bus.writes_unconfigured += !bus.selected || bus.hz != bus.driver->spi_hz;
    for (size_t i = 0; i < length; i++) {
        bus.data ? take_data(send[i]) : take_command(send[i]);
    }
    if (bus.data) {
        keep_plane(send, length);
    }
    bus.now_us += (uint32_t)(length * 8u * 1000000u / bus.driver->spi_hz);
    return KJ_OK;
}

static void set_select(void *context, bool high) { bus.selected = !high; }

static void set_data(void *context, bool high) { bus.data = high; }

static void set_reset(void *context, bool high) {
    if (high && bus.resetting) {
        end_frame();
        say_word("rst");
        bus.busy_until_us = bus.now_us + (bus.stuck_after == 0 ? INT32_MAX : 1000);
        bus.command_us = bus.now_us;
    }
    bus.resetting = !high;
}

static bool get_busy(void *context) {
    bus.early_looks += bus.now_us - bus.command_us < 200;
    end_frame();
    if (!ends_with("?")) {
        say_word("?");
    }
    return is_busy() == bus.driver->busy_level;
}

static uint32_t now_us(void *context) { return bus.now_us; }

static void sleep_us(void *context, uint32_t us) { bus.now_us += bus.frozen ? 0 : us; }

static void set_clock(uint32_t us) {
    bus.now_us = bus.busy_until_us = us;
    bus.command_us = us - 1000;
}

static kj_panel open_panel(const kj_panel_driver *driver) {
    kj_panel panel;
    memset(&bus, 0, sizeof bus);
    bus.driver = driver;
    set_clock(UINT32_MAX - 100000);
    bus.stuck_after = bus.fail_at = NEVER;
    kj_panel_wiring wiring = {
        .spi = {NULL, fake_configure, fake_transfer},
        .select = {NULL, set_select, NULL},
        .data = {NULL, set_data, NULL},
        .reset = {NULL, set_reset, NULL},
        .busy = {NULL, NULL, get_busy},
        .clock = {NULL, now_us, sleep_us},
    };
    kj_panel_init(&panel, driver, &wiring);
    return panel;
}

static void forget_recording(void) {
    end_frame();
    bus.text_length = 0;
    bus.text[0] = '\0';
    bus.plane_count = 0;
    bus.transfers = 0;
}

static const char *recording(void) {
    end_frame();
    return bus.text;
}

/* A picture in which every byte tells its plane, page and place. */
typedef struct fake_picture {
    uint8_t page;
    int fail_at_row; /* -1: never */
    kj_status failure;
} fake_picture;

static uint8_t ink_byte(uint8_t page, unsigned plane, unsigned y, unsigned column) {
    return (uint8_t)(page * 31u + plane * 101u + y * 7u + column * 3u);
}

static kj_status give_row(void *context, unsigned plane, uint16_t y, uint8_t *bits) {
    const fake_picture *picture = context;
    bus.reads_while_selected += bus.selected;
    if ((int)y == picture->fail_at_row) {
        return picture->failure;
    }
    for (unsigned i = 0; i < STRIDE; i++) {
        bits[i] = ink_byte(picture->page, plane, y, i);
    }
    return KJ_OK;
}

static kj_panel_rows rows_of(fake_picture *picture) { return (kj_panel_rows){picture, give_row}; }

static const kj_rect whole = {0, 0, WIDTH, HEIGHT}; /* the smaller panel clips it */
static const kj_rect window = {101, 50, 60, 30};    /* widens to 96..167 */
static const kj_panel_driver *const drivers[] = {&kj_panel_ssd1677, &kj_panel_uc8179,
                                                 &kj_panel_uc8176};

#define FOR_EACH_DRIVER(driver)                                                                    \
    for (size_t kj_i = 0; kj_i < sizeof drivers / sizeof *drivers; kj_i++)                         \
        for (const kj_panel_driver *driver = drivers[kj_i]; driver; driver = NULL)

static kj_panel open_clean(const kj_panel_driver *driver, fake_picture *picture) {
    kj_panel panel = open_panel(driver);
    KJ_CHECK_EQ(kj_panel_update(&panel, whole, KJ_INTENT_CLEAN, rows_of(picture)), KJ_OK);
    forget_recording();
    return panel;
}

/* That the plane sent as number index since the recording began is area of a picture. */
static inline void check_plane(size_t index, uint8_t page, unsigned plane, kj_rect area,
                               uint8_t flip) {
    const uint8_t *sent = bus.planes[index];
    KJ_CHECK(index < bus.plane_count);
    for (unsigned y = 0; y < (unsigned)area.height; y++) {
        for (unsigned i = 0; i < (unsigned)area.width / 8u; i++) {
            uint8_t ink = ink_byte(page, plane, (unsigned)area.y + y, (unsigned)area.x / 8u + i);
            KJ_CHECK_EQ(*sent++, ink ^ flip);
        }
    }
}

static void check_manners(void) {
    KJ_CHECK_EQ(bus.writes_while_busy, 0);
    KJ_CHECK_EQ(bus.writes_unconfigured, 0);
    KJ_CHECK_EQ(bus.reads_while_selected, 0);
    KJ_CHECK_EQ(bus.early_looks, 0);
    KJ_CHECK(!bus.selected);
}

#endif
