/* card_bus.c - a card model as SPI, pins and clock. See card_bus.h. */
#include "models/card_bus.h"

#include <string.h>

static uint64_t own_now(void *context) { return *(uint64_t *)context; }

static void own_advance(void *context, uint32_t us) { *(uint64_t *)context += us; }

kj_card_time kj_card_time_own(uint64_t *now_us) {
    return (kj_card_time){.context = now_us, .now_us = own_now, .advance = own_advance};
}

static uint64_t panel_now(void *context) { return ((kj_panel_model *)context)->now_us; }

static void panel_advance(void *context, uint32_t us) { kj_panel_model_advance(context, us); }

kj_card_time kj_card_time_of_panel(kj_panel_model *panel) {
    return (kj_card_time){.context = panel, .now_us = panel_now, .advance = panel_advance};
}

void kj_card_bus_init(kj_card_bus *bus, kj_card_model *model) {
    memset(bus, 0, sizeof *bus);
    bus->model = model;
    bus->hz = 400000;
}

static void advance(kj_card_bus *bus, uint32_t us) {
    if (us > 0) {
        bus->model->time.advance(bus->model->time.context, us);
    }
}

static kj_status configure(void *context, uint32_t hz) {
    kj_card_bus *bus = context;
    if (hz == 0) {
        return KJ_ERR_ARGUMENT;
    }
    bus->hz = hz;
    bus->remainder = 0;
    kj_card_model_clock(bus->model, hz);
    if (bus->shares) {
        kj_panel_model_clock(bus->shares, hz);
    }
    return KJ_OK;
}

static uint8_t exchange(kj_card_bus *bus, uint8_t send) {
    uint8_t back = kj_card_model_exchange(bus->model, send);
    if (bus->shares) {
        bus->conflicts += bus->shares->selected && kj_card_model_drives(bus->model);
        back &= kj_panel_model_exchange(bus->shares, send);
    }
    bus->remainder += UINT64_C(8000000);
    advance(bus, (uint32_t)(bus->remainder / bus->hz));
    bus->remainder %= bus->hz;
    return bus->line == KJ_CARD_LINE_GOOD ? back : bus->line == KJ_CARD_LINE_LOW ? 0x00 : 0xFF;
}

static kj_status transfer(void *context, const uint8_t *send, uint8_t *receive, size_t length) {
    kj_card_bus *bus = context;
    if (++bus->transfers == bus->fail_transfer) {
        return KJ_ERR_IO;
    }
    for (size_t i = 0; i < length; i++) {
        const uint8_t back = exchange(bus, send ? send[i] : 0xFF);
        if (receive) {
            receive[i] = back;
        }
    }
    bus->bytes += length;
    return KJ_OK;
}

static void set_select(void *context, bool high) {
    kj_card_model_select(((kj_card_bus *)context)->model, high);
}

static bool get_present(void *context) {
    kj_card_bus *bus = context;
    advance(bus, 1);
    return kj_card_model_present(bus->model);
}

static uint32_t now_us(void *context) {
    kj_card_bus *bus = context;
    advance(bus, 1);
    return (uint32_t)bus->model->time.now_us(bus->model->time.context);
}

static void sleep_us(void *context, uint32_t us) { advance(context, us); }

kj_sdcard_config kj_card_bus_wiring(kj_card_bus *bus, uint32_t hz_max, bool detects) {
    return (kj_sdcard_config){
        .spi = {.context = bus, .configure = configure, .transfer = transfer},
        .select = {.context = bus, .set = set_select},
        .present = {.context = bus, .get = detects ? get_present : NULL},
        .clock = {.context = bus, .now_us = now_us, .sleep_us = sleep_us},
        .hz_max = hz_max,
    };
}
