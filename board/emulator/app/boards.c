/* boards.c - see boards.h. Layer: board (host). */
#include "boards.h"

#include <string.h>

const kj_emulated_board kj_emulated_boards[] = {
    {
        /* 16.25 M cycles a page, cold, with XIP misses estimated, at 125 MHz: measured in a trial,
         * to be replaced by the cycles that the firmware's own run gives. */
        .name = "waveshare-7in5",
        .data = &kj_board_waveshare_7in5,
        .driver = &kj_panel_uc8179,
        .panel = &kj_model_uc8179,
        .energy = &kj_energy_waveshare_7in5,
        .set_page_us = 130000,
    },
    {
        /* Time: an estimate, the Pico's trial scaled to 160 MHz. */
        .name = "xteink-x4",
        .data = &kj_board_xteink_x4,
        .driver = &kj_panel_ssd1677,
        .panel = &kj_model_ssd1677,
        .energy = &kj_energy_xteink_x4,
        .set_page_us = 100000,
    },
    {
        /* Time: an estimate, the Pico's trial by the text on a page, which is 0.55 of that on the
         * 7.5 inch glass. */
        .name = "openbook-c1",
        .data = &kj_board_openbook_c1,
        .driver = &kj_panel_uc8176,
        .panel = &kj_model_uc8176,
        .energy = &kj_energy_openbook_c1,
        .set_page_us = 71500,
    },
    {
        /* With the glass of later ones. */
        .name = "openbook-c1-ssd1683",
        .data = &kj_board_openbook_c1,
        .driver = &kj_panel_ssd1683,
        .panel = &kj_model_ssd1683,
        .energy = &kj_energy_openbook_c1,
        .set_page_us = 71500,
    },
};

const unsigned kj_emulated_board_count = sizeof kj_emulated_boards / sizeof *kj_emulated_boards;

const kj_emulated_board *kj_emulated_board_find(const char *name) {
    for (unsigned i = 0; i < kj_emulated_board_count; i++) {
        if (!strcmp(kj_emulated_boards[i].name, name)) {
            return &kj_emulated_boards[i];
        }
    }
    return NULL;
}
