/* model_bus.h - binds a panel model to the HAL, in virtual time.
 *
 * A driver runs as it would on a board: sleeping advances the model's clock, a transfer takes its
 * bits' time at the clock that was set, and looking at the clock or at BUSY takes a
 * microsecond, so that a loop that only looks gets somewhere. Layer: emulator models. */
#ifndef KJ_MODELS_MODEL_BUS_H
#define KJ_MODELS_MODEL_BUS_H

#include "models/panel_model.h"
#include "panel/panel.h"

typedef enum kj_bus_fault {
    KJ_BUS_GOOD,
    KJ_BUS_STUCK_BUSY, /* BUSY never ends */
    KJ_BUS_STUCK_IDLE  /* BUSY never begins */
} kj_bus_fault;

typedef struct kj_model_bus {
    kj_panel_model *model;  /* borrowed */
    kj_bus_fault fault;     /* set at any time */
    uint32_t fail_transfer; /* the transfer that fails, counted from 1; 0: none */
    /* to look at */
    uint32_t transfers;
    uint64_t bytes;
    /* private */
    uint32_t hz;
    uint64_t remainder; /* time short of a microsecond, 1 / hz / 1000000 */
} kj_model_bus;

/* A bus with one panel, at 1 MHz until configured. */
void kj_model_bus_init(kj_model_bus *bus, kj_panel_model *model);

/* The wiring a driver takes; borrows bus. */
kj_panel_wiring kj_model_bus_wiring(kj_model_bus *bus);

#endif
