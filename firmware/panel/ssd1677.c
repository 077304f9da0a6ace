/* ssd1677.c - Solomon Systech SSD1677 on the GDEQ0426T82, 800x480. Layer: panel.
 *
 * Two RAMs: "new" (24) and "old" (26), where 1 is paper. The full waveform reads the new one
 * alone; the differential one moves the pixels in which the two differ and does not copy, so
 * finish writes both. The glass's gates are wired in reverse: row 0 of the picture is the last
 * gate, and the address counter runs down. What each step does: ssd1677_registers.h; the
 * sequences with their times: docs/panel.md. */
#include "panel/bus.h"
#include "panel/ssd1677_registers.h"
#include "panel/ssd1677_waveform.h"

/* What differs between members of the family and between glasses. */
typedef struct ssd_chip {
    const uint8_t *init; /* kj_bus_script after the soft reset */
    size_t init_length;
    const uint8_t *gray; /* kj_bus_script: waveform, its voltages, border */
    size_t gray_length;
    uint8_t entry_mode;
} ssd_chip;

enum {
    SEQUENCE_FULL = SSD_STEP_CLOCK_ON | SSD_STEP_ANALOG_ON | SSD_STEP_READ_TEMPERATURE |
                    SSD_STEP_LOAD_WAVEFORM | SSD_STEP_DISPLAY | SSD_STEP_ANALOG_OFF |
                    SSD_STEP_CLOCK_OFF,
    SEQUENCE_DIFFERENTIAL = SSD_STEP_CLOCK_ON | SSD_STEP_ANALOG_ON | SSD_STEP_READ_TEMPERATURE |
                            SSD_STEP_LOAD_WAVEFORM | SSD_STEP_MODE_2 | SSD_STEP_DISPLAY,
    SEQUENCE_OWN_WAVEFORM =
        SSD_STEP_CLOCK_ON | SSD_STEP_ANALOG_ON | SSD_STEP_MODE_2 | SSD_STEP_DISPLAY,
    SEQUENCE_POWER_OFF = SSD_STEP_CLOCK_ON | SSD_STEP_ANALOG_OFF | SSD_STEP_CLOCK_OFF
};

static const ssd_chip *chip_of(const kj_panel *panel) { return panel->driver->chip; }

static kj_status point(const kj_panel *panel) {
    const kj_rect window = panel->window;
    const unsigned left = (unsigned)window.x, right = left + (unsigned)window.width - 1u;
    const unsigned first = panel->driver->height_px - 1u - (unsigned)window.y;
    const unsigned last = first - ((unsigned)window.height - 1u);
    const uint8_t x[4] = {left & 0xFF, (uint8_t)(left >> 8), right & 0xFF, (uint8_t)(right >> 8)};
    const uint8_t y[4] = {first & 0xFF, (uint8_t)(first >> 8), last & 0xFF, (uint8_t)(last >> 8)};
    KJ_BUS_TRY(kj_bus_frame(panel, SSD_DATA_ENTRY, &chip_of(panel)->entry_mode, 1));
    KJ_BUS_TRY(kj_bus_frame(panel, SSD_X_RANGE, x, 4));
    KJ_BUS_TRY(kj_bus_frame(panel, SSD_Y_RANGE, y, 4));
    KJ_BUS_TRY(kj_bus_frame(panel, SSD_X_COUNTER, x, 2));
    return kj_bus_frame(panel, SSD_Y_COUNTER, y, 2);
}

static kj_status write_ram(const kj_panel *panel, uint8_t command, const kj_panel_rows *rows,
                           unsigned plane, uint8_t flip) {
    KJ_BUS_TRY(point(panel));
    return kj_bus_plane(panel, command, rows, plane, flip);
}

static kj_status run(kj_panel *panel, uint8_t sequence) {
    KJ_BUS_TRY(kj_bus_frame(panel, SSD_UPDATE_SEQUENCE, &sequence, 1));
    panel->powered = (sequence & SSD_STEP_ANALOG_OFF) == 0;
    return kj_bus_frame(panel, SSD_ACTIVATE, NULL, 0);
}

static kj_status refresh(kj_panel *panel, uint8_t source, uint8_t sequence) {
    KJ_BUS_TRY(kj_bus_frame(panel, SSD_UPDATE_SOURCE, KJ_BUS_BYTES(source, 0x00)));
    return run(panel, sequence);
}

/* The soft reset is BUSY for itself; panel.c has reset the chip and waited. */
static kj_status ssd_wake(kj_panel *panel) {
    KJ_BUS_TRY(kj_bus_frame(panel, SSD_SOFT_RESET, NULL, 0));
    KJ_BUS_TRY(kj_bus_wait(panel));
    return kj_bus_script(panel, chip_of(panel)->init, chip_of(panel)->init_length);
}

static kj_status begin_full(kj_panel *panel, const kj_panel_rows *rows) {
    KJ_BUS_TRY(write_ram(panel, SSD_WRITE_NEW, rows, 0, 0xFF));
    KJ_BUS_TRY(write_ram(panel, SSD_WRITE_OLD, rows, 0, 0xFF));
    return refresh(panel, SSD_SOURCE_OLD_AS_ZERO, SEQUENCE_FULL);
}

static kj_status begin_differential(kj_panel *panel, const kj_panel_rows *rows) {
    KJ_BUS_TRY(write_ram(panel, SSD_WRITE_NEW, rows, 0, 0xFF));
    return refresh(panel, SSD_SOURCE_BOTH, SEQUENCE_DIFFERENTIAL);
}

/* The full waveform always drives the whole glass. A window is cleaned by two strokes of the
 * differential one, to the negative and back: every pixel then has the same history, none
 * keeps a charge, and the page around does not flash. begin waits for the first (0.5 s). */
static kj_status begin_window_flash(kj_panel *panel, const kj_panel_rows *rows) {
    KJ_BUS_TRY(write_ram(panel, SSD_WRITE_NEW, rows, 0, 0x00));
    KJ_BUS_TRY(refresh(panel, SSD_SOURCE_BOTH, SEQUENCE_DIFFERENTIAL));
    KJ_BUS_TRY(kj_bus_wait(panel));
    KJ_BUS_TRY(write_ram(panel, SSD_WRITE_OLD, rows, 0, 0x00));
    return begin_differential(panel, rows);
}

static kj_status begin_gray(kj_panel *panel, const kj_panel_rows *rows) {
    KJ_BUS_TRY(write_ram(panel, SSD_WRITE_NEW, rows, 0, 0x00));
    KJ_BUS_TRY(write_ram(panel, SSD_WRITE_OLD, rows, 1, 0x00));
    KJ_BUS_TRY(kj_bus_script(panel, chip_of(panel)->gray, chip_of(panel)->gray_length));
    KJ_BUS_TRY(
        kj_bus_frame(panel, SSD_WAVEFORM, kj_ssd1677_gray_waveform, KJ_SSD1677_WAVEFORM_BYTES));
    return refresh(panel, SSD_SOURCE_BOTH, SEQUENCE_OWN_WAVEFORM);
}

static kj_status ssd_begin(kj_panel *panel, kj_panel_rows rows) {
    switch (panel->intent) {
    case KJ_INTENT_GRAY: return begin_gray(panel, &rows);
    case KJ_INTENT_CLEAN:
        return kj_bus_is_whole(panel) ? begin_full(panel, &rows) : begin_window_flash(panel, &rows);
    default: return begin_differential(panel, &rows);
    }
}

static kj_status ssd_rest(kj_panel *panel) {
    KJ_BUS_TRY(run(panel, SEQUENCE_POWER_OFF));
    return kj_bus_wait(panel);
}

/* After gray the voltages are ours and not the OTP's: the next begin starts from a reset. */
static kj_status finish_gray(kj_panel *panel) {
    KJ_BUS_TRY(ssd_rest(panel));
    panel->awake = false;
    return KJ_OK;
}

static kj_status ssd_finish(kj_panel *panel, kj_panel_rows rows) {
    if (panel->intent == KJ_INTENT_GRAY) {
        return finish_gray(panel);
    }
    if (panel->intent == KJ_INTENT_CLEAN && kj_bus_is_whole(panel)) {
        return KJ_OK;
    }
    KJ_BUS_TRY(write_ram(panel, SSD_WRITE_NEW, &rows, 0, 0xFF));
    return write_ram(panel, SSD_WRITE_OLD, &rows, 0, 0xFF);
}

static kj_status ssd_sleep(kj_panel *panel) {
    return kj_bus_frame(panel, SSD_DEEP_SLEEP, KJ_BUS_BYTES(SSD_SLEEP_KEEP_RAM));
}

/* Booster and border as the glass's maker gives them; 01: 480 gates, interlaced. The border
 * follows row 1, which is "paper" in the OTP waveforms. */
/* clang-format off */
static const uint8_t gdeq0426t82_init[] = {
    KJ_BUS_ENTRY(SSD_TEMPERATURE, 0x80),
    KJ_BUS_ENTRY(SSD_SOFT_START, 0xAE, 0xC7, 0xC3, 0xC0, 0x80),
    KJ_BUS_ENTRY(SSD_DRIVER_OUTPUT, 0xDF, 0x01, 0x02),
    KJ_BUS_ENTRY(SSD_BORDER, SSD_BORDER_ROW_1),
};

/* VGH 20 V; VSH1 +15 V, VSH2 +5 V (unused), VSL -15 V; VCOM -1.2 V: what published drivers of
 * this glass set for waveforms of their own. Paper is row 0 here. */
static const uint8_t gdeq0426t82_gray[] = {
    KJ_BUS_ENTRY(SSD_BORDER, SSD_BORDER_ROW_0),
    KJ_BUS_ENTRY(SSD_GATE_VOLTAGE, 0x17),
    KJ_BUS_ENTRY(SSD_SOURCE_VOLTAGE, 0x41, 0xA8, 0x32),
    KJ_BUS_ENTRY(SSD_VCOM, 0x30),
};
/* clang-format on */

static const ssd_chip gdeq0426t82 = {
    .init = gdeq0426t82_init,
    .init_length = sizeof gdeq0426t82_init,
    .gray = gdeq0426t82_gray,
    .gray_length = sizeof gdeq0426t82_gray,
    .entry_mode = SSD_ENTRY_X_UP_Y_DOWN,
};

const kj_panel_driver kj_panel_ssd1677 = {
    .name = "ssd1677",
    .width_px = 800,
    .height_px = 480,
    .busy_level = true,
    .spi_hz = 20000000,        /* data sheet, serial interface, write */
    .busy_limit_us = 10000000, /* full: 1.8 s at 25 degrees, several seconds near 0 */
    .chip = &gdeq0426t82,
    .wake = ssd_wake,
    .begin = ssd_begin,
    .finish = ssd_finish,
    .rest = ssd_rest,
    .sleep = ssd_sleep,
};
