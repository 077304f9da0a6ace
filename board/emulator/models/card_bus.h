/* card_bus.h - binds a card model to the HAL, in virtual time.
 *
 * A transfer takes its bits' time at the clock that was set, and looking at the clock or at the
 * card-detect pin takes a microsecond, so that a loop that only looks gets somewhere. The time is
 * whosever the model's is: kj_card_time_of_panel where a panel keeps it, kj_card_time_own for a
 * card alone. Where panel and card share one bus, the panel model sees the card's bytes too.
 * Layer: emulator models. */
#ifndef KJ_MODELS_CARD_BUS_H
#define KJ_MODELS_CARD_BUS_H

#include "models/card_model.h"
#include "models/panel_model.h"
#include "storage/sdcard.h"

typedef enum kj_card_line {
    KJ_CARD_LINE_GOOD,
    KJ_CARD_LINE_LOW, /* MISO stuck */
    KJ_CARD_LINE_HIGH
} kj_card_line;

typedef struct kj_card_bus {
    kj_card_model *model;   /* borrowed */
    kj_panel_model *shares; /* a panel on the same wires, or NULL; borrowed */
    kj_card_line line;      /* set at any time */
    uint32_t fail_transfer; /* the transfer that fails, counted from 1; 0: none */
    /* to look at */
    uint32_t transfers;
    uint64_t bytes;
    uint32_t conflicts; /* bytes sent to the panel while the card drove the line too */
    /* private */
    uint32_t hz;
    uint64_t remainder; /* time short of a microsecond, 1 / hz / 1000000 */
} kj_card_bus;

/* Time of its own, counted in *now_us; or that of a panel model. Both borrow. */
kj_card_time kj_card_time_own(uint64_t *now_us);
kj_card_time kj_card_time_of_panel(kj_panel_model *panel);

/* A bus with one slot, at 400 kHz until configured. */
void kj_card_bus_init(kj_card_bus *bus, kj_card_model *model);

/* The wiring the driver takes, up to hz_max; borrows bus. detects: the slot has a pin that tells
 * whether a card is in it. */
kj_sdcard_config kj_card_bus_wiring(kj_card_bus *bus, uint32_t hz_max, bool detects);

#endif
