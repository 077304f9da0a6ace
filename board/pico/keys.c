/* keys.c - buttons by interrupt: debounced, presses and holds, in a ring that the main loop
 * empties.
 *
 * An edge only starts the debounce alarm anew; when the lines have been still for DEBOUNCE_US the
 * alarm looks at their levels. So a press counts also while the processor sets a page, and a bounce
 * never. Holds are the same alarm's. Layer: board. */
#include "pico.h"

#include "board/device/buttons.h"

#include "hardware/gpio.h"
#include "hardware/irq.h"
#include "hardware/sync.h"
#include "hardware/timer.h"

#define ALARM       1u
#define DEBOUNCE_US 5000u
#define HOLD_US     20000u /* between looks at a button that is held */
#define RING        32u    /* a power of two */

static struct {
    kj_buttons buttons;
    uint32_t down; /* a bit for each button */
    kj_key ring[RING];
    volatile unsigned in, out; /* only grow */
    volatile bool is_bouncing, card_moved;
    uint8_t waking_pin; /* whose edges only end a sleep */
} keys = {.waking_pin = KJ_NO_PIN};

static void push(kj_key key) {
    if (key != KJ_KEY_NONE && keys.in - keys.out < RING) {
        keys.ring[keys.in % RING] = key;
        keys.in++;
    }
}

static void arm(uint32_t us) {
    (void)hardware_alarm_set_target(ALARM, from_us_since_boot(time_us_64() + us));
}

static void change(const kj_board_button *button, bool is_down, uint32_t now_ms) {
    kj_key pressed[2];
    if (!is_down) {
        push(kj_buttons_release(&keys.buttons, button->tap));
        return;
    }
    const unsigned count =
        kj_buttons_press_as(&keys.buttons, button->tap, button->hold, now_ms, pressed);
    for (unsigned i = 0; i < count; i++) {
        push(pressed[i]);
    }
}

/* The lines are still, or a button is held. */
static void look(uint alarm) {
    (void)alarm;
    const kj_board_wires *wires = kj_here->wires;
    const uint32_t now_ms = (uint32_t)(time_us_64() / 1000u);
    for (unsigned i = 0; i < wires->button_count; i++) {
        const bool is_down = !gpio_get(wires->buttons[i].pin);
        if (is_down != ((keys.down >> i & 1u) != 0)) {
            keys.down ^= 1u << i;
            change(&wires->buttons[i], is_down, now_ms);
        }
    }
    push(kj_buttons_poll(&keys.buttons, now_ms));
    keys.is_bouncing = false;
    if (keys.buttons.down != KJ_KEY_NONE) {
        arm(HOLD_US);
    }
}

static void edge(uint pin, uint32_t events) {
    (void)events;
    if (pin == kj_here->wires->card.present) {
        keys.card_moved = true;
    } else if (pin != keys.waking_pin) {
        keys.is_bouncing = true;
        arm(DEBOUNCE_US);
    }
}

void kj_pico_keys_init(void) {
    const kj_board_wires *wires = kj_here->wires;
    const uint32_t both = GPIO_IRQ_EDGE_FALL | GPIO_IRQ_EDGE_RISE;
    hardware_alarm_claim(ALARM);
    hardware_alarm_set_callback(ALARM, look);
    gpio_set_irq_callback(edge);
    for (unsigned i = 0; i < wires->button_count; i++) {
        (void)kj_pico_input(wires->buttons[i].pin, true);
        gpio_set_irq_enabled(wires->buttons[i].pin, both, true);
    }
    if (wires->card.present != KJ_NO_PIN) {
        (void)kj_pico_input(wires->card.present, true);
        gpio_set_irq_enabled(wires->card.present, both, true);
    }
    irq_set_enabled(IO_IRQ_BANK0, true);
}

void kj_pico_keys_ignore_held(void) {
    const kj_board_wires *wires = kj_here->wires;
    for (unsigned i = 0; i < wires->button_count; i++) {
        keys.down |= gpio_get(wires->buttons[i].pin) ? 0u : 1u << i;
    }
}

void kj_pico_keys_wake_by(uint8_t pin) {
    keys.waking_pin = pin;
    gpio_set_irq_enabled(pin, GPIO_IRQ_EDGE_FALL | GPIO_IRQ_EDGE_RISE, true);
}

kj_key kj_pico_keys_take(void) {
    if (keys.in == keys.out) {
        return KJ_KEY_NONE;
    }
    const kj_key key = keys.ring[keys.out % RING];
    keys.out++;
    return key;
}

bool kj_pico_keys_busy(void) {
    return keys.is_bouncing || keys.buttons.down != KJ_KEY_NONE || keys.in != keys.out;
}

bool kj_pico_key_is_down(kj_key key) {
    const kj_board_wires *wires = kj_here->wires;
    for (unsigned i = 0; i < wires->button_count; i++) {
        if (wires->buttons[i].tap == key) {
            return !gpio_get(wires->buttons[i].pin);
        }
    }
    return false;
}

bool kj_pico_card_moved(void) {
    const bool moved = keys.card_moved;
    keys.card_moved = false;
    return moved;
}

bool kj_pico_card_is_in(void) { return !gpio_get(kj_here->wires->card.present); }

void kj_pico_keys_arm_dormant(bool on) {
    const kj_board_wires *wires = kj_here->wires;
    for (unsigned i = 0; i < wires->button_count; i++) {
        gpio_set_dormant_irq_enabled(wires->buttons[i].pin, GPIO_IRQ_EDGE_FALL, on);
    }
}
