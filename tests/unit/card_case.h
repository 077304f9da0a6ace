/* card_case.h - a card model in a slot, wired to the driver, with blocks whose bytes tell which
 * block they are of. */
#ifndef KJ_CARD_CASE_H
#define KJ_CARD_CASE_H

#include "test.h"

#include "models/card_bus.h"
#include "storage/sdcard.h"

#define HZ 12000000u

/* The most a call may take, whatever a card does: microseconds of virtual time. */
#define READ_LIMIT_US 2700000u
#define OPEN_LIMIT_US 2700000u

typedef struct card_case {
    uint64_t now_us;
    kj_card_config content;
    kj_card_model model;
    kj_card_bus bus;
    kj_sdcard card;
} card_case;

static uint8_t pattern(uint32_t block, uint32_t at) {
    const uint32_t x = (block + 1) * 2654435761u ^ (at * 40503u + 7) * 2246822519u;
    return (uint8_t)(x >> 13 ^ x >> 24);
}

static kj_status read_pattern(void *context, uint32_t first, uint32_t count, uint8_t *bytes) {
    for (uint32_t i = 0; i < count * KJ_BLOCK_BYTES; i++) {
        bytes[i] = pattern(first + i / KJ_BLOCK_BYTES, i % KJ_BLOCK_BYTES);
    }
    return KJ_OK;
}

static kj_card_config content_of(kj_card_kind kind, uint32_t blocks, uint32_t serial) {
    return (kj_card_config){.kind = kind,
                            .blocks = {.count = blocks, .read = read_pattern},
                            .serial = serial,
                            .timing = kj_card_timing_usual};
}

static void set_up(card_case *slot, kj_card_kind kind, uint32_t blocks) {
    memset(slot, 0, sizeof *slot);
    slot->now_us = 5000;
    const kj_card_time time = kj_card_time_own(&slot->now_us);
    slot->content = content_of(kind, blocks, 0xCAFE0001);
    kj_card_model_init(&slot->model, &time);
    kj_card_model_insert(&slot->model, &slot->content);
    kj_card_bus_init(&slot->bus, &slot->model);
    const kj_sdcard_config wiring = kj_card_bus_wiring(&slot->bus, HZ, false);
    kj_sdcard_init(&slot->card, &wiring);
}

__attribute__((unused)) static void set_up_open(card_case *slot, kj_card_kind kind,
                                                uint32_t blocks) {
    set_up(slot, kind, blocks);
    KJ_CHECK_EQ(kj_sdcard_open(&slot->card), KJ_OK);
}

__attribute__((unused)) static void plan(card_case *slot, kj_card_fault_kind kind, uint32_t at,
                                         uint32_t times) {
    const kj_card_fault fault = {
        .kind = kind, .at = at, .times = times, .away_us = KJ_CARD_FOREVER};
    KJ_CHECK(kj_card_model_plan(&slot->model, &fault));
}

__attribute__((unused)) static kj_status open_in_time(card_case *slot) {
    const uint64_t since = slot->now_us;
    const kj_status status = kj_sdcard_open(&slot->card);
    KJ_CHECK(slot->now_us - since <= OPEN_LIMIT_US);
    return status;
}

/* Reads in bounded time; on KJ_OK the bytes are those of the blocks. */
__attribute__((unused)) static kj_status read_in_time(card_case *slot, uint32_t first,
                                                      uint32_t count) {
    static uint8_t bytes[64 * KJ_BLOCK_BYTES];
    const uint64_t since = slot->now_us;
    const kj_blocks blocks = kj_sdcard_blocks(&slot->card);
    KJ_CHECK(count <= 64);
    memset(bytes, 0xA5, sizeof bytes);
    const kj_status status = blocks.read(blocks.context, first, count, bytes);
    KJ_CHECK(slot->now_us - since <= READ_LIMIT_US);
    for (uint32_t i = 0; status == KJ_OK && i < count * KJ_BLOCK_BYTES; i++) {
        KJ_CHECK_EQ(bytes[i], pattern(first + i / KJ_BLOCK_BYTES, i % KJ_BLOCK_BYTES));
    }
    return status;
}

__attribute__((unused)) static void check_manners(const card_case *slot) {
    for (uint32_t i = 0; i < slot->model.event_count && i < KJ_CARD_EVENTS; i++) {
        const kj_card_event *event = &slot->model.events[i];
        printf("  CMD%u at %" PRIu64 " us: %s (%08" PRIx32 ")\n", event->command, event->time_us,
               kj_card_error_text(event->code), event->value);
    }
    KJ_CHECK_EQ(slot->model.event_count, 0);
    KJ_CHECK_EQ(slot->model.counters.writes_refused, 0);
    KJ_CHECK(!slot->model.selected && !kj_card_model_drives(&slot->model));
}

#endif
