/* battery.c - the supply's voltage by the converter, as a share of a full battery. Layer: board. */
#include "pico.h"

#include "hardware/adc.h"
#include "hardware/gpio.h"

#define SAMPLES      16u
#define REFERENCE_MV 3300u
#define STEPS        4096u
#define FIRST_PIN    26u /* of the converter's input 0, on both chips' small packages */

/* The chip's brown-out detector resets at 0.86 V of the core, far below what flash needs to be
 * written: 2.7 V at the chip (W25Q16JV datasheet), which the Pico's converter holds as long as its
 * own supply has 1.8 V. A margin over that. */
#define WRITE_LEAST_MV 1850u

static uint32_t measure_mv(void) {
    static bool is_on;
    const kj_board_wires *wires = kj_here->wires;
    if (!is_on) {
        is_on = true;
        adc_init();
        adc_gpio_init(FIRST_PIN + wires->battery.adc);
    }
    adc_select_input(wires->battery.adc);
    uint32_t sum = 0;
    for (unsigned i = 0; i < SAMPLES; i++) {
        sum += adc_read();
    }
    return sum * REFERENCE_MV * wires->battery.divider / (STEPS * SAMPLES);
}

static bool is_on_cable(void) {
    const uint8_t pin = kj_here->wires->battery.charge_pin;
    static bool is_input;
    if (pin == KJ_NO_PIN) {
        return false;
    }
    if (!is_input) {
        is_input = true;
        (void)kj_pico_input(pin, false);
    }
    return gpio_get(pin);
}

static bool get(void *context, kj_battery *battery) {
    (void)context;
    const uint8_t percent = kj_board_percent(kj_here, measure_mv());
    const bool is_charging = is_on_cable();
    *battery = (kj_battery){.percent = percent,
                            .is_charging = is_charging,
                            .is_low = !is_charging && percent <= KJ_BATTERY_LOW,
                            .is_empty = !is_charging && percent <= KJ_BATTERY_EMPTY};
    return true;
}

kj_hal_battery kj_pico_battery(void) {
    return (kj_hal_battery){.get = kj_here->wires->battery.adc == KJ_NO_PIN ? NULL : get};
}

bool kj_pico_may_write(void) {
    return kj_here->wires->battery.adc == KJ_NO_PIN || measure_mv() >= WRITE_LEAST_MV;
}
