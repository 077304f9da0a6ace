/* uc8179.c - UltraChip UC8179 on the 7.5 inch glass of 800x480 (GDEY075T7, Waveshare 7.5" V2).
 * Layer: panel.
 *
 * The controller keeps its waveforms in OTP by temperature, and the maker put other kinds of
 * update where no temperature is: a forced one chooses clean, differential or gray. It copies
 * the new plane to the old one after each refresh, so finish has nothing to send. The
 * sequences with their times: docs/panel.md. */
#include "panel/uc81xx.h"

/* What differs between glasses. */
typedef struct uc_chip {
    const uint8_t *init; /* kj_bus_script */
    size_t init_length;
    uint8_t clean_temperature, fast_temperature, gray_temperature;
} uc_chip;

enum { PAPER_IS_ONE = UC_COPY_NEW_TO_OLD | UC_ONE_IS_PAPER };

static const uc_chip *chip_of(const kj_panel *panel) { return panel->driver->chip; }

static kj_status uc_wake(kj_panel *panel) {
    KJ_BUS_TRY(kj_bus_script(panel, chip_of(panel)->init, chip_of(panel)->init_length));
    return kj_uc81xx_power_on(panel);
}

static uint8_t temperature_for(const kj_panel *panel) {
    switch (panel->intent) {
    case KJ_INTENT_CLEAN: return chip_of(panel)->clean_temperature;
    case KJ_INTENT_GRAY: return chip_of(panel)->gray_temperature;
    default: return chip_of(panel)->fast_temperature;
    }
}

/* Only a clean update of the whole glass drives the border; else it would get a stroke at
 * every page and, in gray, the tone of that waveform row. */
static kj_status prepare(const kj_panel *panel) {
    const bool border = panel->intent == KJ_INTENT_CLEAN && kj_bus_is_whole(panel);
    const uint8_t edge = border ? UC_BORDER_TO_WHITE : UC_BORDER_TO_WHITE | UC_BORDER_FLOATS;
    const uint8_t temperature = temperature_for(panel);
    KJ_BUS_TRY(kj_bus_frame(panel, UC_CASCADE, KJ_BUS_BYTES(UC_CASCADE_TEMPERATURE_FIXED)));
    KJ_BUS_TRY(kj_bus_frame(panel, UC_FORCE_TEMPERATURE, &temperature, 1));
    return kj_bus_frame(panel, UC_INTERVAL,
                        KJ_BUS_BYTES((uint8_t)(edge | PAPER_IS_ONE), UC_INTERVAL_10_LINES));
}

/* The old plane is the negative for a clean update, so that every pixel takes the full stroke
 * whatever the OTP does with those that stay. Paper is 1. */
static kj_status write_planes(const kj_panel *panel, const kj_panel_rows *rows) {
    if (panel->intent == KJ_INTENT_CLEAN) {
        KJ_BUS_TRY(kj_bus_plane(panel, UC_WRITE_OLD, rows, 0, 0x00));
    } else if (panel->intent == KJ_INTENT_GRAY) {
        return kj_uc81xx_write_gray(panel, rows);
    }
    return kj_bus_plane(panel, UC_WRITE_NEW, rows, 0, 0xFF);
}

static kj_status uc_begin(kj_panel *panel, kj_panel_rows rows) {
    KJ_BUS_TRY(prepare(panel));
    KJ_BUS_TRY(kj_uc81xx_power_on(panel));
    KJ_BUS_TRY(kj_uc81xx_enter_window(panel));
    KJ_BUS_TRY(write_planes(panel, &rows));
    return kj_bus_frame(panel, UC_REFRESH, NULL, 0);
}

static kj_status uc_finish(kj_panel *panel, kj_panel_rows rows) {
    return kj_uc81xx_leave_window(panel);
}

/* As the glass's maker gives them: black and white from OTP; gates +-20 V, sources +-15 V. */
/* clang-format off */
static const uint8_t gdey075t7_init[] = {
    KJ_BUS_ENTRY(UC_PANEL_SETTING, 0x1F),
    KJ_BUS_ENTRY(UC_POWER_SETTING, 0x07, 0x07, 0x3F, 0x3F),
    KJ_BUS_ENTRY(UC_BOOSTER, 0x17, 0x17, 0x28, 0x17),
    KJ_BUS_ENTRY(UC_RESOLUTION, 0x03, 0x20, 0x01, 0xE0),
    KJ_BUS_ENTRY(UC_DUAL_SPI, 0x00),
    KJ_BUS_ENTRY(UC_INTERVAL, UC_BORDER_TO_WHITE | PAPER_IS_ONE, UC_INTERVAL_10_LINES),
    KJ_BUS_ENTRY(UC_TCON, 0x22),
    KJ_BUS_ENTRY(UC_POWER_SAVING, 0x22),
};
/* clang-format on */

/* 90, 110 and 95 degrees: slots of the OTP, not temperatures of a room. The gray one is in
 * glasses made from late 2023 on. */
static const uc_chip gdey075t7 = {
    .init = gdey075t7_init,
    .init_length = sizeof gdey075t7_init,
    .clean_temperature = 0x5A,
    .fast_temperature = 0x6E,
    .gray_temperature = 0x5F,
};

const kj_panel_driver kj_panel_uc8179 = {
    .name = "uc8179",
    .width_px = 800,
    .height_px = 480,
    .busy_level = false,
    .spi_hz = 10000000, /* what drivers in use set; the vendor's own takes 4 MHz */
    .busy_limit_us = 10000000,
    .chip = &gdey075t7,
    .wake = uc_wake,
    .begin = uc_begin,
    .finish = uc_finish,
    .rest = kj_uc81xx_rest,
    .sleep = kj_uc81xx_sleep,
};
