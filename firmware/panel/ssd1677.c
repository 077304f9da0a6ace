/* ssd1677.c - the SSD1677 on the GDEQ0426T82, 800x480: tables of the SSD16xx family's driver.
 * Layer: panel.
 *
 * The glass's gates are wired in reverse: row 0 of the picture is the last gate, and the address
 * counter runs down. */
#include "panel/ssd1677_waveform.h"
#include "panel/ssd16xx.h"
#include "panel/ssd16xx_registers.h"

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

static const kj_ssd_chip gdeq0426t82 = {
    .init = gdeq0426t82_init,
    .init_length = sizeof gdeq0426t82_init,
    .gray = gdeq0426t82_gray,
    .gray_length = sizeof gdeq0426t82_gray,
    .gray_waveform = kj_ssd1677_gray_waveform,
    .gray_waveform_length = KJ_SSD1677_WAVEFORM_BYTES,
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
    .wake = kj_ssd_wake,
    .begin = kj_ssd_begin,
    .finish = kj_ssd_finish,
    .rest = kj_ssd_rest,
    .sleep = kj_ssd_sleep,
};
