/* device_input.c - what happens to a device: keys, time without keys, its card, its battery.
 * Layer: board (host). */
#include "device_private.h"

bool kj_device_idle(const kj_device *device) {
    return device->config.image ? !device->image.is_settling : !device->loop.updating;
}

/* The turn under way in an image: false where there is none, since it is dead. */
static bool image_goes_on(const kj_device *device) { return device->image.is_settling; }

/* True: the screen changes; false: the turn has ended. */
static bool go_on(kj_device *device, bool updating) {
    if (!updating) {
        kj_device_end_turn(device);
    }
    return updating;
}

bool kj_device_push(kj_device *device, kj_key key) {
    return device->config.image ? kj_booted_push(&device->image, key)
                                : kj_loop_push(&device->loop, key);
}

bool kj_device_take_keys(kj_device *device) {
    if (device->config.image) {
        kj_booted_begin(&device->image);
        return image_goes_on(device);
    }
    kj_device_begin_turn(device);
    return go_on(device, kj_loop_take_keys(&device->loop, device->model.now_us));
}

bool kj_device_press(kj_device *device, kj_key key) {
    kj_device_push(device, key);
    return kj_device_take_keys(device);
}

bool kj_device_is_sleep_due(const kj_device *device) {
    return !device->config.image && kj_loop_is_sleep_due(&device->loop, device->model.now_us);
}

bool kj_device_sleep(kj_device *device) {
    if (device->config.image) {
        kj_booted_sleep(&device->image);
        return image_goes_on(device);
    }
    kj_device_begin_turn(device);
    return go_on(device, kj_loop_sleep(&device->loop, device->model.now_us));
}

static bool change_card(kj_device *device) {
    kj_device_begin_turn(device);
    return go_on(device, kj_loop_card(&device->loop, device->model.now_us));
}

/* A turn in which nothing changes. */
static bool look(kj_device *device) {
    kj_loop_look(&device->loop);
    kj_device_end_turn(device);
    return false;
}

static bool put_image_card(kj_device *device, bool in) {
    kj_booted_put_card(&device->image, in);
    return image_goes_on(device);
}

bool kj_device_eject(kj_device *device) {
    if (device->config.image) {
        return put_image_card(device, false);
    }
    kj_card_model_remove(&device->slot);
    return change_card(device);
}

bool kj_device_insert(kj_device *device) {
    if (device->config.image) {
        return put_image_card(device, true);
    }
    if (device->config.card && !kj_card_model_present(&device->slot)) {
        kj_card_model_insert(&device->slot, device->config.card);
    }
    return change_card(device);
}

void kj_device_make_battery(kj_device *device, uint8_t percent, bool is_charging) {
    device->battery = (kj_battery){.percent = percent,
                                   .is_charging = is_charging,
                                   .is_low = !is_charging && percent <= KJ_BATTERY_LOW,
                                   .is_empty = !is_charging && percent <= KJ_BATTERY_EMPTY};
}

bool kj_device_set_battery(kj_device *device, uint8_t percent, bool is_charging) {
    const kj_battery before = device->battery, *now = &device->battery;
    device->config.has_battery = true;
    kj_device_make_battery(device, percent, is_charging);
    if (device->config.image) {
        kj_booted_set_battery(&device->image, percent, is_charging);
        return image_goes_on(device);
    }
    const bool tells = before.is_charging != now->is_charging || before.is_low != now->is_low ||
                       before.is_empty != now->is_empty;
    kj_device_begin_turn(device);
    return tells ? go_on(device, kj_loop_battery(&device->loop, device->model.now_us))
                 : look(device);
}

static void pass(kj_device *device, uint64_t us) {
    while (us > 0) {
        const uint32_t step = us < 1000000u ? (uint32_t)us : 1000000u;
        kj_device_advance(device, step);
        us -= step;
    }
}

void kj_device_wait(kj_device *device, uint64_t us) {
    if (device->config.image) {
        kj_booted_begin(&device->image);
        kj_booted_advance(&device->image, us);
        kj_device_take_image_turn(device);
        return;
    }
    const uint64_t until_us = device->model.now_us + us;
    const uint64_t limit_us = kj_loop_sleep_in_us(&device->loop, device->model.now_us);
    kj_device_begin_turn(device);
    device->waited_us = limit_us < us ? limit_us : us;
    pass(device, device->waited_us);
    if (kj_device_is_sleep_due(device)) {
        kj_device_sleep(device);
        kj_device_settle(device);
    } else {
        look(device);
    }
    pass(device, until_us > device->model.now_us ? until_us - device->model.now_us : 0);
    kj_device_account(device, 0);
}

/* --- What a board wires to the reader. */

uint32_t kj_device_erases(const kj_device *device) {
    const kj_flash_model *flash = device->config.flash;
    return flash ? flash->counters.erases - device->erases_before : 0;
}

uint32_t kj_device_programs(const kj_device *device) {
    const kj_flash_model *flash = device->config.flash;
    return flash ? flash->counters.programs - device->programs_before : 0;
}

/* The processor stands still while its flash is written, but the panel goes on. */
static void pass_flash_time(void *context, uint32_t us) {
    kj_panel_model_advance(&((kj_device *)context)->model, us);
}

const kj_hal_flash *kj_device_wire_flash(kj_device *device) {
    kj_flash_model *flash = device->config.flash;
    if (!flash) {
        return NULL;
    }
    flash->config.time_context = device;
    flash->config.advance = pass_flash_time;
    device->erases_before = flash->counters.erases;
    device->programs_before = flash->counters.programs;
    device->flash = kj_flash_model_hal(flash);
    return &device->flash;
}

static bool get_battery(void *context, kj_battery *battery) {
    const kj_device *device = context;
    *battery = device->battery;
    return device->config.has_battery;
}

kj_hal_battery kj_device_wire_battery(kj_device *device) {
    return (kj_hal_battery){.context = device, .get = get_battery};
}
