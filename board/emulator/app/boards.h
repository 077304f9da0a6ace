/* boards.h - the devices that the emulator can be: a board and the models of what is on it. Layer:
 * board (host). */
#ifndef KJ_EMULATOR_BOARDS_H
#define KJ_EMULATOR_BOARDS_H

#include "board/device/board.h"
#include "models/energy.h"

typedef struct kj_emulated_board {
    const char *name; /* for --board */
    const kj_board *data;
    const kj_panel_driver *driver; /* of its glass */
    const kj_panel_model_type *panel;
    const kj_energy_board *energy;
    uint32_t set_page_us; /* processor time to set and paint a page, for the energy */
} kj_emulated_board;

extern const kj_emulated_board kj_emulated_boards[];
extern const unsigned kj_emulated_board_count;

/* NULL where there is no board of this name. */
const kj_emulated_board *kj_emulated_board_find(const char *name);

#endif
