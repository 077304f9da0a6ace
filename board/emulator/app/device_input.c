/* device_input.c - what happens to a device: keys, time without keys, its card, its battery.
 * Layer: board (host). */
#include "device_private.h"

bool kj_device_idle(const kj_device *device) { return !device->updating; }

static void log_line(const kj_device *device, const char *text) {
    const kj_reader_log *log = &device->config.log;
    if (log->line) {
        log->line(log->context, text);
    }
}

/* A turn that the reader answered with device->screen, or with KJ_END. */
static bool answer(kj_device *device, kj_status status) {
    device->touched_us = device->model.now_us;
    if (status == KJ_OK) {
        kj_device_show_screen(device);
        return true;
    }
    kj_device_end_turn(device, "none", false);
    return false;
}

/* The switch of the slot, where there is one: KJ_OK where the reader has something to show. */
static kj_status look_at_slot(kj_device *device) {
    const bool is_in = kj_card_model_present(&device->slot);
    if (!device->config.board->detects_card || is_in == device->card_was_in) {
        return KJ_END;
    }
    device->card_was_in = is_in;
    return kj_reader_card(&device->reader, is_in, &device->screen);
}

bool kj_device_push(kj_device *device, kj_key key) {
    if (kj_key_queue_push(&device->queue, key)) {
        return true;
    }
    log_line(device, "too many keys while the panel is busy: one is dropped");
    return false;
}

bool kj_device_take_keys(kj_device *device) {
    kj_key keys[KJ_KEY_QUEUE_KEYS];
    kj_device_begin_turn(device);
    const unsigned count = kj_key_queue_take(&device->queue, keys);
    if (count == 0) {
        kj_device_end_turn(device, "none", false);
        return false;
    }
    device->turn.keys = count;
    const kj_status slot = look_at_slot(device); /* it may have changed during a read */
    kj_status status = kj_reader_keys(&device->reader, keys, count, &device->screen);
    status = status == KJ_END ? slot : status;
    if (status != KJ_OK && keys[count - 1] == KJ_KEY_POWER) {
        kj_device_sleep_panel(device); /* the reader has no page for it, as without fonts */
    }
    return answer(device, status);
}

bool kj_device_press(kj_device *device, kj_key key) {
    kj_device_push(device, key);
    return kj_device_take_keys(device);
}

bool kj_device_is_sleep_due(const kj_device *device) {
    const uint64_t idle_us = device->model.now_us - device->touched_us;
    return !device->updating && !device->screen.sleeps &&
           idle_us >= 1000ull * kj_reader_idle_limit_ms(&device->reader);
}

bool kj_device_sleep(kj_device *device) {
    kj_device_begin_turn(device);
    return answer(device, kj_reader_sleep(&device->reader, &device->screen));
}

static bool change_card(kj_device *device) {
    kj_device_begin_turn(device);
    return answer(device, look_at_slot(device));
}

bool kj_device_eject(kj_device *device) {
    kj_card_model_remove(&device->slot);
    return change_card(device);
}

bool kj_device_insert(kj_device *device) {
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
    const bool tells = before.is_charging != now->is_charging || before.is_low != now->is_low ||
                       before.is_empty != now->is_empty;
    kj_device_begin_turn(device);
    return answer(device, tells ? kj_reader_battery(&device->reader, &device->screen) : KJ_END);
}

static void pass(kj_device *device, uint64_t us) {
    while (us > 0) {
        const uint32_t step = us < 1000000u ? (uint32_t)us : 1000000u;
        kj_device_advance(device, step);
        us -= step;
    }
}

void kj_device_wait(kj_device *device, uint64_t us) {
    const uint64_t until_us = device->model.now_us + us;
    const uint64_t limit_us =
        device->touched_us + 1000ull * kj_reader_idle_limit_ms(&device->reader);
    const uint64_t stop_us = limit_us < until_us ? limit_us : until_us;
    kj_device_begin_turn(device);
    device->waited_us = stop_us > device->model.now_us ? stop_us - device->model.now_us : 0;
    pass(device, device->waited_us);
    if (kj_device_is_sleep_due(device)) {
        kj_device_sleep(device);
        kj_device_settle(device);
    } else {
        kj_device_end_turn(device, "none", false);
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
