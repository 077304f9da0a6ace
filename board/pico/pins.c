/* pins.c - GPIOs as lines of the HAL. A line's context is its number. Layer: board. */
#include "pico.h"

#include "hardware/gpio.h"

static uint number_of(void *context) { return (uint)(uintptr_t)context; }

static void set(void *context, bool high) { gpio_put(number_of(context), high); }

static bool get(void *context) { return gpio_get(number_of(context)); }

kj_hal_pin kj_pico_output(uint8_t pin) {
    gpio_init(pin);
    gpio_put(pin, true);
    gpio_set_dir(pin, GPIO_OUT);
    return (kj_hal_pin){.context = (void *)(uintptr_t)pin, .set = set};
}

kj_hal_pin kj_pico_input(uint8_t pin, bool pulled_up) {
    gpio_init(pin);
    gpio_set_pulls(pin, pulled_up, false);
    return (kj_hal_pin){.context = (void *)(uintptr_t)pin, .get = get};
}

void kj_pico_power(bool on) {
    const uint8_t pin = kj_here->wires->power_pin;
    if (pin != KJ_NO_PIN) {
        gpio_init(pin);
        gpio_put(pin, !on);
        gpio_set_dir(pin, GPIO_OUT);
    }
}

#define LED_PIN  25u
#define FLASH_US 120000u

void kj_pico_blink(unsigned flashes) {
    const kj_hal_clock clock = kj_pico_clock();
    gpio_init(LED_PIN);
    gpio_set_dir(LED_PIN, GPIO_OUT);
    for (unsigned i = 0; i < 2u * flashes; i++) {
        gpio_put(LED_PIN, i % 2u == 0);
        clock.sleep_us(clock.context, FLASH_US);
    }
}
