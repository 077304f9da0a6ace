/* model_bus.c - a panel model as SPI, pins and clock. See model_bus.h. */
#include "models/model_bus.h"

#include <string.h>

void kj_model_bus_init(kj_model_bus *bus, kj_panel_model *model) {
    memset(bus, 0, sizeof *bus);
    bus->model = model;
    bus->hz = 1000000;
}

static kj_status configure(void *context, uint32_t hz) {
    kj_model_bus *bus = context;
    if (hz == 0) {
        return KJ_ERR_ARGUMENT;
    }
    bus->hz = hz;
    bus->remainder = 0;
    kj_panel_model_clock(bus->model, hz);
    return KJ_OK;
}

static void take_time(kj_model_bus *bus) {
    bus->remainder += UINT64_C(8000000);
    kj_panel_model_advance(bus->model, (uint32_t)(bus->remainder / bus->hz));
    bus->remainder %= bus->hz;
}

static kj_status transfer(void *context, const uint8_t *send, uint8_t *receive, size_t length) {
    kj_model_bus *bus = context;
    if (++bus->transfers == bus->fail_transfer) {
        return KJ_ERR_IO;
    }
    for (size_t i = 0; i < length; i++) {
        uint8_t back = kj_panel_model_exchange(bus->model, send ? send[i] : 0xFF);
        if (receive) {
            receive[i] = back;
        }
        take_time(bus);
    }
    bus->bytes += length;
    return KJ_OK;
}

static void set_select(void *context, bool high) {
    kj_panel_model_select(((kj_model_bus *)context)->model, high);
}

static void set_data(void *context, bool high) {
    kj_panel_model_data(((kj_model_bus *)context)->model, high);
}

static void set_reset(void *context, bool high) {
    kj_panel_model_reset(((kj_model_bus *)context)->model, high);
}

static bool get_busy(void *context) {
    kj_model_bus *bus = context;
    bool level = bus->model->type->busy_level;
    kj_panel_model_advance(bus->model, 1);
    switch (bus->fault) {
    case KJ_BUS_STUCK_BUSY: return level;
    case KJ_BUS_STUCK_IDLE: return !level;
    default: return kj_panel_model_busy_pin(bus->model);
    }
}

static uint32_t now_us(void *context) {
    kj_model_bus *bus = context;
    kj_panel_model_advance(bus->model, 1);
    return (uint32_t)bus->model->now_us;
}

static void sleep_us(void *context, uint32_t us) {
    kj_panel_model_advance(((kj_model_bus *)context)->model, us);
}

kj_panel_wiring kj_model_bus_wiring(kj_model_bus *bus) {
    return (kj_panel_wiring){
        .spi = {.context = bus, .configure = configure, .transfer = transfer},
        .select = {.context = bus, .set = set_select},
        .data = {.context = bus, .set = set_data},
        .reset = {.context = bus, .set = set_reset},
        .busy = {.context = bus, .get = get_busy},
        .clock = {.context = bus, .now_us = now_us, .sleep_us = sleep_us},
    };
}
