/* boards.c - see boards.h. Layer: board (host). */
#include "boards.h"

#include <string.h>

const kj_board kj_boards[] = {
    {
        /* Waveshare Pico-ePaper-7.5 on a Raspberry Pi Pico. 16.25 M cycles a page, cold, with
         * XIP misses estimated, at 125 MHz: measured in a trial, to be replaced by the cycles
         * that the firmware's own run gives. */
        .name = "waveshare-7in5",
        .title = "Waveshare 7.5 inch on a Pico",
        .driver = &kj_panel_uc8179,
        .panel = &kj_model_uc8179,
        .energy = &kj_energy_waveshare_7in5,
        .rotation = KJ_ROTATE_270,
        .dpi = 125,
        .size_px = 26,
        .margin_px = 24,
        .set_page_us = 130000,
    },
    {
        /* Xteink X4. Bezel: 9 pixels at the top and 3 at the other sides of the device as it is
         * held, upright, where the panel's left edge is at the top. Time: an estimate, the Pico's
         * trial scaled to 160 MHz. */
        .name = "xteink-x4",
        .title = "Xteink X4",
        .driver = &kj_panel_ssd1677,
        .panel = &kj_model_ssd1677,
        .energy = &kj_energy_xteink_x4,
        .rotation = KJ_ROTATE_270,
        .bezel = {.top = 3, .right = 3, .bottom = 3, .left = 9},
        .dpi = 217,
        .size_px = 28,
        .margin_px = 20,
        .shares_bus = true,
        .set_page_us = 100000,
    },
    {
        /* Open Book C1, the "Abridged" edition, on a Raspberry Pi Pico. Held upright, the buttons
         * below the glass: its own firmware draws 300x400 and turns it so. Time: an estimate, the
         * Pico's trial by the text on a page, which is 0.55 of that on the 7.5 inch glass. */
        .name = "openbook-c1",
        .title = "Open Book C1",
        .driver = &kj_panel_uc8176,
        .panel = &kj_model_uc8176,
        .energy = &kj_energy_openbook_c1,
        .rotation = KJ_ROTATE_270,
        .dpi = 119,
        .size_px = 20,
        .margin_px = 12,
        .detects_card = true,
        .set_page_us = 71500,
    },
};

const unsigned kj_board_count = sizeof kj_boards / sizeof *kj_boards;

const kj_board *kj_board_find(const char *name) {
    for (unsigned i = 0; i < kj_board_count; i++) {
        if (!strcmp(kj_boards[i].name, name)) {
            return &kj_boards[i];
        }
    }
    return NULL;
}
