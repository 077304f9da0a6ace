/* energy.c - the table of figures and its sum. See energy.h. */
#include "models/energy.h"

#include <string.h>

const kj_energy_figure kj_energy_table[KJ_LOADS] = {
    [KJ_LOAD_PANEL_ASLEEP] = {"panel, deep sleep", 3,
                              "SSD1677 rev 1.0 table 11-1: 1 uA typical at 3 V, no clock"},
    [KJ_LOAD_PANEL_STANDBY] = {"panel, awake", 75,
                               "SSD1677 rev 1.0 table 11-1: sleep mode 25 uA typical at 3 V"},
    [KJ_LOAD_PANEL_POWERED] = {"panel, high voltage on", 6000,
                               "SSD1677 rev 1.0 table 11-1: operating 2.0 mA at 3 V, no update"},
    [KJ_LOAD_PANEL_REFRESHING] = {"panel, refreshing", 32000,
                                  "25 to 40 mW for 4 to 8 inch panels (hardware notes), middle"},
    [KJ_LOAD_RP2040_ACTIVE] = {"RP2040, 125 MHz", 82500, "25 mA at 3.3 V (hardware notes)"},
    [KJ_LOAD_RP2040_DORMANT] = {"RP2040, dormant", 660, "0.2 mA at 3.3 V (hardware notes)"},
    [KJ_LOAD_PICO_BOARD_DORMANT] = {"Pico board, dormant", 3465,
                                    "0.8 to 1.3 mA at 3.3 V (hardware notes), middle"},
    [KJ_LOAD_ESP32C3_ACTIVE] = {"ESP32-C3, 160 MHz, radio off", 75900,
                                "23 mA at 3.3 V, maker's data sheet, modem sleep, CPU busy"},
    [KJ_LOAD_ESP32C3_LIGHT_SLEEP] = {"ESP32-C3, light sleep", 429,
                                     "130 uA at 3.3 V, maker's data sheet"},
    [KJ_LOAD_CARD_IDLE] = {"microSD, idle", 660, "0.2 mA at 3.3 V, a common card; an estimate"},
    [KJ_LOAD_CARD_READING] = {"microSD, reading", 82500,
                              "25 mA at 3.3 V over SPI, a common card; an estimate"},
};

const kj_energy_board kj_energy_openbook_c1 = {"openbook-c1", KJ_LOAD_RP2040_ACTIVE,
                                               KJ_LOAD_PICO_BOARD_DORMANT};
const kj_energy_board kj_energy_waveshare_7in5 = {"waveshare-7in5", KJ_LOAD_RP2040_ACTIVE,
                                                  KJ_LOAD_PICO_BOARD_DORMANT};
const kj_energy_board kj_energy_xteink_x4 = {"xteink-x4", KJ_LOAD_ESP32C3_ACTIVE,
                                             KJ_LOAD_ESP32C3_LIGHT_SLEEP};

void kj_energy_init(kj_energy *energy) { memset(energy, 0, sizeof *energy); }

void kj_energy_spend(kj_energy *energy, kj_energy_load load, uint64_t us) {
    energy->picojoules[load] += us * kj_energy_table[load].microwatts;
}

void kj_energy_spend_panel(kj_energy *energy, const kj_panel_model *model) {
    static const kj_energy_load loads[KJ_PANEL_STATES] = {
        [KJ_PANEL_ASLEEP] = KJ_LOAD_PANEL_ASLEEP,
        [KJ_PANEL_STANDBY] = KJ_LOAD_PANEL_STANDBY,
        [KJ_PANEL_POWERED] = KJ_LOAD_PANEL_POWERED,
        [KJ_PANEL_REFRESHING] = KJ_LOAD_PANEL_REFRESHING,
    };
    for (unsigned i = 0; i < KJ_PANEL_STATES; i++) {
        kj_energy_spend(energy, loads[i], model->state_us[i] - energy->panel_us[i]);
        energy->panel_us[i] = model->state_us[i];
    }
}

void kj_energy_spend_card(kj_energy *energy, kj_card_model *model) {
    kj_card_model_account(model);
    for (unsigned i = KJ_CARD_RESTING; i < KJ_CARD_POWERS; i++) {
        kj_energy_spend(energy, i == KJ_CARD_RESTING ? KJ_LOAD_CARD_IDLE : KJ_LOAD_CARD_READING,
                        model->power_us[i] - energy->card_us[i]);
        energy->card_us[i] = model->power_us[i];
    }
}

static uint64_t total(const kj_energy *energy) {
    uint64_t sum = 0;
    for (unsigned i = 0; i < KJ_LOADS; i++) {
        sum += energy->picojoules[i];
    }
    return sum;
}

uint64_t kj_energy_total_uj(const kj_energy *energy) { return total(energy) / 1000000u; }

uint64_t kj_energy_take_uj(kj_energy *energy) {
    uint64_t now = total(energy), before = energy->reported;
    energy->reported = now;
    return now / 1000000u - before / 1000000u;
}
