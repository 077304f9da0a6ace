/* ssd1683.c - the SSD1683 on the GDEY042T81, 400x300, the glass of newer 4.2 inch panels: tables of
 * the SSD16xx family's driver. Layer: panel.
 *
 * X counts bytes, rows run down the glass, and the booster is set up by the controller itself, from
 * its OTP. No waveform of ours makes four tones on it: the layout of its 227 bytes is in no public
 * text that we have, so a gray screen is shown in two. */
#include "panel/ssd16xx.h"
#include "panel/ssd16xx_registers.h"

/* 01: 300 gates. The border follows row 1 of the waveform, which is "paper", at a fixed level. */
/* clang-format off */
static const uint8_t gdey042t81_init[] = {
    KJ_BUS_ENTRY(SSD_TEMPERATURE, 0x80),
    KJ_BUS_ENTRY(SSD_DRIVER_OUTPUT, 0x2B, 0x01, 0x00),
    KJ_BUS_ENTRY(SSD_BORDER, 0x05),
};
/* clang-format on */

static const kj_ssd_chip gdey042t81 = {
    .init = gdey042t81_init,
    .init_length = sizeof gdey042t81_init,
    .entry_mode = SSD_ENTRY_X_UP_Y_UP,
    .x_in_bytes = true,
    .clean_degrees = 0x6E, /* 1.5 s, where its own temperature's takes about 3 */
};

const kj_panel_driver kj_panel_ssd1683 = {
    .name = "ssd1683",
    .width_px = 400,
    .height_px = 300,
    .busy_level = true,
    .spi_hz = 20000000,        /* data sheet, serial interface, write */
    .busy_limit_us = 10000000, /* several seconds near 0 degrees */
    .chip = &gdey042t81,
    .wake = kj_ssd_wake,
    .begin = kj_ssd_begin,
    .finish = kj_ssd_finish,
    .rest = kj_ssd_rest,
    .sleep = kj_ssd_sleep,
};
