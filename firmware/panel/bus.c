/* bus.c - frames, rows, reset and bounded waits on a panel's wires. Layer: panel.
 *
 * Reset times: both families ask for a low of well under a millisecond; 2 ms is what boards
 * with a power switch behind the reset line bear (a longer low cuts the panel's supply there),
 * which also want the line high for some milliseconds before. 20 ms after it cover the 10 ms
 * that Solomon's data sheets ask for before the first command. */
#include "panel/bus.h"

#define RESET_BEFORE_US 10000u
#define RESET_LOW_US    2000u
#define RESET_AFTER_US  20000u

static void set(kj_hal_pin pin, bool high) { pin.set(pin.context, high); }

static void pause(const kj_panel *panel, uint32_t us) {
    panel->wiring.clock.sleep_us(panel->wiring.clock.context, us);
}

static kj_status configure(const kj_panel *panel) {
    return panel->wiring.spi.configure(panel->wiring.spi.context, panel->driver->spi_hz);
}

static kj_status send(const kj_panel *panel, const uint8_t *bytes, size_t length) {
    return panel->wiring.spi.transfer(panel->wiring.spi.context, bytes, NULL, length);
}

kj_status kj_bus_frame(const kj_panel *panel, uint8_t command, const uint8_t *data, size_t length) {
    KJ_BUS_TRY(configure(panel));
    set(panel->wiring.data, false);
    set(panel->wiring.select, false);
    kj_status status = send(panel, &command, 1);
    set(panel->wiring.data, true);
    if (status == KJ_OK && length > 0) {
        status = send(panel, data, length);
    }
    set(panel->wiring.select, true);
    return status;
}

kj_status kj_bus_script(const kj_panel *panel, const uint8_t *script, size_t length) {
    for (size_t at = 0; at + 2 <= length; at += 2u + script[at]) {
        KJ_BUS_TRY(kj_bus_frame(panel, script[at + 1], script + at + 2, script[at]));
    }
    return KJ_OK;
}

/* The data line is high since the plane's command; no other frame comes between. */
static kj_status send_row(const kj_panel *panel, const uint8_t *bytes, size_t length) {
    KJ_BUS_TRY(configure(panel));
    set(panel->wiring.select, false);
    kj_status status = send(panel, bytes, length);
    set(panel->wiring.select, true);
    return status;
}

/* Whole words around the bytes first .. first + length: what is beside them is not sent. */
static void flip_words(uint32_t *words, size_t first, size_t length, uint8_t flip) {
    const uint32_t all = flip * 0x01010101u;
    for (size_t i = first / 4u; all && i < (first + length + 3u) / 4u; i++) {
        words[i] ^= all;
    }
}

kj_status kj_bus_plane(const kj_panel *panel, uint8_t command, const kj_panel_rows *rows,
                       unsigned plane, uint8_t flip) {
    uint32_t words[KJ_PANEL_WIDTH_MAX / 32u];
    uint8_t *bits = (uint8_t *)words;
    const kj_rect window = panel->window;
    const size_t first = (size_t)window.x / 8u, length = (size_t)window.width / 8u;
    KJ_BUS_TRY(kj_bus_frame(panel, command, NULL, 0));
    for (int y = window.y; y < window.y + window.height; y++) {
        kj_status status = rows->row(rows->context, plane, (uint16_t)y, bits);
        if (status != KJ_OK) {
            return status > 0 ? KJ_ERR_STATE : status;
        }
        flip_words(words, first, length, flip);
        KJ_BUS_TRY(send_row(panel, bits + first, length));
    }
    return KJ_OK;
}

bool kj_bus_is_busy(const kj_panel *panel) {
    kj_hal_pin busy = panel->wiring.busy;
    return busy.get(busy.context) == panel->driver->busy_level;
}

kj_status kj_bus_wait(const kj_panel *panel) {
    const kj_hal_clock clock = panel->wiring.clock;
    const uint32_t limit = panel->driver->busy_limit_us;
    const uint32_t since = clock.now_us(clock.context);
    pause(panel, KJ_BUS_BUSY_SETTLE_US);
    /* Bound by steps as well as by time, so that a stopped clock cannot hang the reader. */
    for (uint32_t steps = 0; kj_bus_is_busy(panel); steps++) {
        if (clock.now_us(clock.context) - since > limit || steps > limit / KJ_BUS_BUSY_STEP_US) {
            return KJ_ERR_TIMEOUT;
        }
        pause(panel, KJ_BUS_BUSY_STEP_US);
    }
    return KJ_OK;
}

void kj_bus_reset(const kj_panel *panel) {
    set(panel->wiring.select, true);
    set(panel->wiring.reset, true);
    pause(panel, RESET_BEFORE_US);
    set(panel->wiring.reset, false);
    pause(panel, RESET_LOW_US);
    set(panel->wiring.reset, true);
    pause(panel, RESET_AFTER_US);
}

bool kj_bus_is_whole(const kj_panel *panel) {
    return panel->window.width == (int)panel->driver->width_px &&
           panel->window.height == (int)panel->driver->height_px;
}
