/* fuzz_sdcard.c - whatever a card answers, the driver ends in bounded time and inside its buffer.
 *
 * The first byte says how: even, the rest is all that the card ever sends (FF after it); odd, the
 * rest is pairs that damage a well-behaved card's answers: how many bytes pass first, and what the
 * next is XORed with. */
#include "models/card_bus.h"
#include "storage/sdcard.h"

#include <stdlib.h>
#include <string.h>

#define HZ       12000000u
#define LIMIT_US 2700000u /* of one block, as sdcard.h says */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct noise {
    const uint8_t *data;
    size_t size, at;
    uint32_t left; /* until the next pair strikes */
    bool only;     /* no card behind it */
    kj_hal_spi spi;
} noise;

static noise wire;

static kj_status configure(void *context, uint32_t hz) { return wire.spi.configure(context, hz); }

static uint8_t spoil(uint8_t byte) {
    if (wire.only) {
        return wire.at < wire.size ? wire.data[wire.at++] : 0xFF;
    }
    if (wire.left > 0) {
        wire.left--;
        return byte;
    }
    if (wire.at + 2 <= wire.size) {
        wire.left = wire.data[wire.at];
        byte ^= wire.data[wire.at + 1];
        wire.at += 2;
    }
    return byte;
}

static kj_status transfer(void *context, const uint8_t *send, uint8_t *receive, size_t length) {
    kj_status status = wire.spi.transfer(context, send, receive, length);
    for (size_t i = 0; receive && status == KJ_OK && i < length; i++) {
        receive[i] = spoil(receive[i]);
    }
    return status;
}

static kj_status read_blocks(void *context, uint32_t first, uint32_t count, uint8_t *bytes) {
    memset(bytes, (int)(first & 0xFF), (size_t)count * KJ_BLOCK_BYTES);
    return KJ_OK;
}

static uint64_t now_us;

static void check_time(uint64_t since, uint32_t blocks) {
    if (now_us - since > (uint64_t)blocks * LIMIT_US) {
        abort();
    }
}

static void read_some(kj_sdcard *card, uint32_t first, uint32_t count) {
    uint8_t *bytes = malloc((size_t)count * KJ_BLOCK_BYTES); /* so that ASan watches its ends */
    const kj_blocks blocks = kj_sdcard_blocks(card);
    const uint64_t since = now_us;
    if (!bytes || blocks.read(blocks.context, first, count, bytes) > 0) {
        abort();
    }
    check_time(since, count);
    free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static kj_card_model model;
    kj_card_bus bus;
    kj_sdcard card;
    if (size == 0) {
        return 0;
    }
    now_us = 0;
    const kj_card_config content = {.kind = (kj_card_kind)(data[0] >> 1 & 3),
                                    .blocks = {.count = 4096, .read = read_blocks},
                                    .timing = {.ready_us = 5000,
                                               .ready_asks = 2,
                                               .access_us = 30,
                                               .next_us = 5,
                                               .register_us = 5,
                                               .stop_us = 5,
                                               .answer_bytes = 1}};
    const kj_card_time time = kj_card_time_own(&now_us);
    kj_card_model_init(&model, &time);
    kj_card_model_insert(&model, &content);
    kj_card_bus_init(&bus, &model);
    kj_sdcard_config wiring = kj_card_bus_wiring(&bus, HZ, false);
    wire = (noise){.data = data + 1, .size = size - 1, .only = !(data[0] & 1), .spi = wiring.spi};
    wiring.spi.configure = configure;
    wiring.spi.transfer = transfer;
    kj_sdcard_init(&card, &wiring);
    const kj_status status = kj_sdcard_open(&card);
    check_time(0, 1);
    if (status > 0 || (status == KJ_OK) != (card.kind != KJ_SDCARD_NONE)) {
        abort();
    }
    read_some(&card, 7, 1);
    read_some(&card, card.block_count / 2, 3);
    read_some(&card, card.block_count - 1, 2);
    return 0;
}
