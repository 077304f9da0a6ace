/* uc8176.c - UltraChip UC8176 (also sold as IL0398) on the 4.2 inch glass of 400x300, GDEW042T2.
 * Layer: panel.
 *
 * All waveforms are ours and are loaded before each update: uc8176_waveform.c. The data sheet
 * knows no copy of the new plane to the old one, so finish writes the old one. The sequences with
 * their times: docs/panel.md. */
#include "panel/uc8176_waveform.h"
#include "panel/uc81xx.h"

#include <string.h>

/* Waveforms by register, frames of 10 ms, gates +-16 V, sources +-11 V (the most there is), VCOM
 * -1.0 V: what the glass's OTP holds and published drivers of it set. */
/* clang-format off */
static const uint8_t gdew042t2_init[] = {
    KJ_BUS_ENTRY(UC_POWER_SETTING, 0x03, 0x00, 0x2B, 0x2B, 0x03),
    KJ_BUS_ENTRY(UC_BOOSTER, 0x17, 0x17, 0x17),
    KJ_BUS_ENTRY(UC_PANEL_SETTING, 0x3F),
    KJ_BUS_ENTRY(UC_FRAME_RATE, 0x3A),
    KJ_BUS_ENTRY(UC_RESOLUTION, 0x01, 0x90, 0x01, 0x2C),
    KJ_BUS_ENTRY(UC_VCOM_DC, 0x12),
};
/* clang-format on */

static kj_status uc_wake(kj_panel *panel) {
    KJ_BUS_TRY(kj_bus_script(panel, gdew042t2_init, sizeof gdew042t2_init));
    return kj_uc81xx_power_on(panel);
}

static const kj_uc8176_waveform *waveform_for(const kj_panel *panel) {
    switch (panel->intent) {
    case KJ_INTENT_GRAY: return &kj_uc8176_gray;
    case KJ_INTENT_CLEAN: return panel->old_plane_valid ? &kj_uc8176_clean : &kj_uc8176_full;
    default: return &kj_uc8176_fast;
    }
}

static kj_status load(const kj_panel *panel, const kj_uc8176_waveform *waveform) {
    uint8_t bytes[KJ_UC8176_TRACK_BYTES + 2u] = {0};
    for (unsigned i = 0; i < KJ_UC8176_TRACKS; i++) {
        const size_t length = sizeof bytes - (i == 0 ? 0u : 2u);
        memcpy(bytes, waveform->track[i], sizeof waveform->track[i]);
        KJ_BUS_TRY(kj_bus_frame(panel, (uint8_t)(UC_LUT_VCOM + i), bytes, length));
    }
    return KJ_OK;
}

/* Only a clean update of the whole glass drives the border; else it would get a stroke at
 * every page and, in gray, that of light gray. */
static kj_status set_border(const kj_panel *panel) {
    const bool driven = panel->intent == KJ_INTENT_CLEAN && kj_bus_is_whole(panel);
    const uint8_t border = driven ? UC8176_BORDER_TO_WHITE : UC8176_BORDER_FLOATS;
    return kj_bus_frame(
        panel, UC_INTERVAL,
        KJ_BUS_BYTES((uint8_t)(border | UC8176_ONE_IS_PAPER | UC_INTERVAL_10_LINES)));
}

/* The full waveform looks at the new plane alone; finish makes the old one true. Paper is 1. */
static kj_status write_planes(const kj_panel *panel, const kj_panel_rows *rows) {
    return panel->intent == KJ_INTENT_GRAY ? kj_uc81xx_write_gray(panel, rows)
                                           : kj_bus_plane(panel, UC_WRITE_NEW, rows, 0, 0xFF);
}

static kj_status uc_begin(kj_panel *panel, kj_panel_rows rows) {
    KJ_BUS_TRY(set_border(panel));
    KJ_BUS_TRY(load(panel, waveform_for(panel)));
    KJ_BUS_TRY(kj_uc81xx_power_on(panel));
    KJ_BUS_TRY(kj_uc81xx_enter_window(panel));
    KJ_BUS_TRY(write_planes(panel, &rows));
    return kj_bus_frame(panel, UC_REFRESH, NULL, 0);
}

static kj_status uc_finish(kj_panel *panel, kj_panel_rows rows) {
    if (panel->intent != KJ_INTENT_GRAY) {
        KJ_BUS_TRY(kj_bus_plane(panel, UC_WRITE_OLD, &rows, 0, 0xFF));
    }
    return kj_uc81xx_leave_window(panel);
}

const kj_panel_driver kj_panel_uc8176 = {
    .name = "uc8176",
    .width_px = 400,
    .height_px = 300,
    .busy_level = false,
    .spi_hz = 10000000,       /* data sheet, AC characteristics: 100 ns a write cycle */
    .busy_limit_us = 5000000, /* our longest waveform takes 1.5 s whatever the temperature */
    .wake = uc_wake,
    .begin = uc_begin,
    .finish = uc_finish,
    .rest = kj_uc81xx_rest,
    .sleep = kj_uc81xx_sleep,
};
