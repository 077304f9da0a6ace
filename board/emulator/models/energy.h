/* energy.h - what a page turn costs: one table of figures, added up by state and time.
 *
 * Each figure stands with its source so that a measured one can replace it. The caller says
 * for how long a load was on; a panel or card model's own states are taken over by difference.
 * Layer: emulator models. */
#ifndef KJ_MODELS_ENERGY_H
#define KJ_MODELS_ENERGY_H

#include "models/card_model.h"
#include "models/panel_model.h"

typedef enum kj_energy_load {
    KJ_LOAD_PANEL_ASLEEP,
    KJ_LOAD_PANEL_STANDBY,
    KJ_LOAD_PANEL_POWERED,
    KJ_LOAD_PANEL_REFRESHING,
    KJ_LOAD_RP2040_ACTIVE,
    KJ_LOAD_RP2040_DORMANT,
    KJ_LOAD_PICO_BOARD_DORMANT, /* the whole Pico: regulator and flash too */
    KJ_LOAD_ESP32C3_ACTIVE,
    KJ_LOAD_ESP32C3_LIGHT_SLEEP,
    KJ_LOAD_CARD_IDLE,
    KJ_LOAD_CARD_READING,
    KJ_LOADS
} kj_energy_load;

typedef struct kj_energy_figure {
    const char *name;
    uint32_t microwatts;
    const char *source;
} kj_energy_figure;

/* The table, by load. */
extern const kj_energy_figure kj_energy_table[KJ_LOADS];

/* A board's processor loads. */
typedef struct kj_energy_board {
    const char *name;
    kj_energy_load active, asleep;
} kj_energy_board;

extern const kj_energy_board kj_energy_openbook_c1, kj_energy_waveshare_7in5, kj_energy_xteink_x4;

typedef struct kj_energy {
    uint64_t picojoules[KJ_LOADS];
    uint64_t reported;                  /* private: total at the last kj_energy_take */
    uint64_t panel_us[KJ_PANEL_STATES]; /* private: the model's times already counted */
    uint64_t card_us[KJ_CARD_POWERS];   /* private: the same */
} kj_energy;

void kj_energy_init(kj_energy *energy);

/* Adds a load that was on for us. */
void kj_energy_spend(kj_energy *energy, kj_energy_load load, uint64_t us);

/* Adds what the panel has used since the last call. */
void kj_energy_spend_panel(kj_energy *energy, const kj_panel_model *model);

/* Adds what the card has used since the last call; an empty slot uses nothing. */
void kj_energy_spend_card(kj_energy *energy, kj_card_model *model);

/* All loads, microjoules. */
uint64_t kj_energy_total_uj(const kj_energy *energy);

/* Microjoules since the last take: a key's share for the report. */
uint64_t kj_energy_take_uj(kj_energy *energy);

#endif
