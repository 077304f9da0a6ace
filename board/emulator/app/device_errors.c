/* device_errors.c - what the firmware did wrong on its wires, of each model one after the other.
 * Layer: board (host). */
#include "device_private.h"

#include <stdio.h>

typedef struct error_sink {
    void *context;
    void (*take)(void *context, const kj_booted_error *error);
} error_sink;

static void put(const error_sink *sink, const char *chip, uint64_t time_us, unsigned command,
                const char *text, uint32_t value) {
    kj_booted_error error = {.ms = (double)time_us / 1000.0, .command = command, .value = value};
    snprintf(error.chip, sizeof error.chip, "%s", chip);
    snprintf(error.text, sizeof error.text, "%s", text);
    sink->take(sink->context, &error);
}

static unsigned put_native(const kj_device *device, const error_sink *sink) {
    const kj_panel_model *panel = &device->model;
    const kj_card_model *card = &device->slot;
    for (unsigned i = 0; i < panel->event_count && i < KJ_PANEL_EVENTS; i++) {
        const kj_panel_event *event = &panel->events[i];
        put(sink, "panel", event->time_us, event->command, kj_panel_error_text(event->code),
            event->value);
    }
    for (unsigned i = 0; i < card->event_count && i < KJ_CARD_EVENTS; i++) {
        const kj_card_event *event = &card->events[i];
        put(sink, "card", event->time_us, event->command, kj_card_error_text(event->code),
            event->value);
    }
    return panel->event_count + card->event_count;
}

static unsigned put_image(kj_device *device, const error_sink *sink) {
    const unsigned count = kj_booted_count_errors(&device->image);
    kj_booted_error error;
    for (unsigned i = 0; i < count && kj_booted_next_error(&device->image, &error); i++) {
        sink->take(sink->context, &error);
    }
    return count;
}

unsigned kj_device_errors(kj_device *device, void *context,
                          void (*take)(void *context, const kj_booted_error *error)) {
    const error_sink sink = {context, take};
    unsigned count = device->config.image ? put_image(device, &sink) : put_native(device, &sink);
    const kj_flash_model *flash = device->config.flash;
    for (unsigned i = 0; flash && i < flash->event_count && i < KJ_FLASH_EVENTS; i++) {
        const kj_flash_event *event = &flash->events[i];
        put(&sink, "flash", 0, event->operation & 0xFFu, kj_flash_error_text(event->code),
            event->offset);
    }
    return count + (flash ? flash->event_count : 0);
}
