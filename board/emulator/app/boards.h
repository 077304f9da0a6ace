/* boards.h - the devices that the emulator can be: a page of data each. Layer: board (host). */
#ifndef KJ_EMULATOR_BOARDS_H
#define KJ_EMULATOR_BOARDS_H

#include "models/energy.h"
#include "panel/panel.h"
#include "reader/stage.h"

typedef struct kj_board {
    const char *name;
    const char *title; /* for the window */
    const kj_panel_driver *driver;
    const kj_panel_model_type *panel;
    const kj_energy_board *energy;
    kj_rotation rotation; /* as the device is held */
    kj_insets bezel;      /* glass that the case covers, panel pixels */
    uint16_t dpi;
    uint8_t size_px, margin_px; /* of running text, and around it */
    bool shares_bus;            /* card and panel on the same SPI wires */
    bool detects_card;          /* the slot has a pin that tells whether a card is in it */
    uint32_t set_page_us;       /* processor time to set and paint a page, for the energy */
} kj_board;

extern const kj_board kj_boards[];
extern const unsigned kj_board_count;

/* NULL where there is no board of this name. */
const kj_board *kj_board_find(const char *name);

#endif
