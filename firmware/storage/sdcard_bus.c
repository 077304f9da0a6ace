/* sdcard_bus.c - see sdcard_bus.h. Section numbers are those of the SD Physical Layer Simplified
 * Specification 6.00. Layer: storage. */
#include "storage/sdcard_bus.h"

#include "base/crc.h"

/* 100 ms for a block to begin (4.6.2.1) and half of it again, as cards at their end take longer;
 * the same for a card that is busy. */
#define READ_LIMIT_US 150000u

/* No call goes on for longer than this without a block that came in right: an initialisation that
 * takes its second and all retries fit in. It ends what each step by itself would allow. */
#define CALL_LIMIT_US 2500000u

/* A usual access takes half a millisecond, the next block some microseconds: the line is watched
 * closely at first, then at intervals in which the processor sleeps. */
#define WATCH_US      20u
#define PAUSE_US      50u
#define LONG_US       2000u
#define LONG_PAUSE_US 500u

/* The answer comes within eight bytes (N_CR, 7.5.4). Two more are looked at, for cards that count
 * from another bit. */
#define ANSWER_BYTES 10u

#define STOP_TRIES 3u

#define TOKEN_START 0xFEu

static void set_select(const kj_sdcard *card, bool high) {
    card->config.select.set(card->config.select.context, high);
}

static kj_status transfer(kj_sdcard *card, const uint8_t *send, uint8_t *receive, size_t length) {
    const kj_hal_spi spi = card->config.spi;
    return spi.transfer(spi.context, send, receive, length) == KJ_OK ? KJ_OK : KJ_ERR_IO;
}

static kj_status configure(kj_sdcard *card) {
    const kj_hal_spi spi = card->config.spi;
    return spi.configure(spi.context, card->hz) == KJ_OK ? KJ_OK : KJ_ERR_IO;
}

static uint32_t now_us(const kj_sdcard *card) {
    return card->config.clock.now_us(card->config.clock.context);
}

void kj_sdcard_progress(kj_sdcard *card) { card->progress_us = now_us(card); }

static bool is_late(const kj_sdcard *card) {
    return now_us(card) - card->progress_us > CALL_LIMIT_US;
}

/* Clocks bytes in until one is not (until == false) or is (until == true) 0xFF. */
static kj_status wait_for(kj_sdcard *card, bool until, uint8_t *byte) {
    const kj_hal_clock clock = card->config.clock;
    const uint32_t since = now_us(card);
    /* Bound by steps as well as by time, so that a stopped clock cannot hang the reader: no card
     * takes a byte in less than a quarter of a microsecond. */
    for (uint32_t steps = 0; steps < READ_LIMIT_US * 4u; steps++) {
        if (transfer(card, NULL, byte, 1) != KJ_OK) {
            return KJ_ERR_IO;
        }
        if ((*byte == 0xFF) == until) {
            return KJ_OK;
        }
        const uint32_t passed = now_us(card) - since;
        if (passed > READ_LIMIT_US) {
            break;
        }
        if (passed > WATCH_US) {
            clock.sleep_us(clock.context, passed > LONG_US ? LONG_PAUSE_US : PAUSE_US);
        }
    }
    card->stats.timeouts++;
    return KJ_ERR_TIMEOUT;
}

kj_status kj_sdcard_select(kj_sdcard *card) {
    uint8_t byte;
    if (configure(card) != KJ_OK) {
        return KJ_ERR_IO;
    }
    set_select(card, false);
    if (is_late(card)) {
        card->stats.timeouts++;
        return KJ_ERR_TIMEOUT;
    }
    return wait_for(card, true, &byte);
}

void kj_sdcard_release(kj_sdcard *card) {
    set_select(card, true);
    /* What this transaction read is checked already; a bus that fails here fails the next one. */
    (void)transfer(card, NULL, NULL, 1);
}

kj_status kj_sdcard_idle_clocks(kj_sdcard *card, size_t bytes) {
    set_select(card, true);
    if (configure(card) != KJ_OK) {
        return KJ_ERR_IO;
    }
    for (size_t i = 0; i < bytes; i++) {
        if (transfer(card, NULL, NULL, 1) != KJ_OK) {
            return KJ_ERR_IO;
        }
    }
    return KJ_OK;
}

static kj_status send_frame(kj_sdcard *card, uint8_t index, uint32_t argument) {
    uint8_t frame[6] = {(uint8_t)(0x40u | index), (uint8_t)(argument >> 24),
                        (uint8_t)(argument >> 16), (uint8_t)(argument >> 8), (uint8_t)argument};
    frame[5] = (uint8_t)(kj_crc7(frame, 5) << 1 | 1u);
    card->stats.commands++;
    return transfer(card, frame, NULL, sizeof frame);
}

static kj_status receive_r1(kj_sdcard *card, uint8_t *r1) {
    uint8_t byte = KJ_SD_NO_ANSWER;
    for (unsigned i = 0; i < ANSWER_BYTES && byte & 0x80; i++) {
        if (transfer(card, NULL, &byte, 1) != KJ_OK) {
            return KJ_ERR_IO;
        }
    }
    *r1 = byte & 0x80 ? KJ_SD_NO_ANSWER : byte;
    if (*r1 == KJ_SD_NO_ANSWER) {
        card->stats.timeouts++;
    } else if (*r1 & KJ_SD_CRC) {
        card->stats.crc_errors++;
    }
    return KJ_OK;
}

kj_status kj_sdcard_command(kj_sdcard *card, uint8_t index, uint32_t argument, uint8_t *r1) {
    kj_status status = send_frame(card, index, argument);
    return status == KJ_OK ? receive_r1(card, r1) : status;
}

kj_status kj_sdcard_answer(kj_sdcard *card, uint32_t *value) {
    uint8_t bytes[4];
    if (transfer(card, NULL, bytes, sizeof bytes) != KJ_OK) {
        return KJ_ERR_IO;
    }
    *value =
        (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
    return KJ_OK;
}

kj_status kj_sdcard_data(kj_sdcard *card, uint8_t *bytes, size_t length) {
    uint8_t token, sum[2];
    kj_status status = wait_for(card, false, &token);
    if (status != KJ_OK) {
        return status;
    }
    if (token != TOKEN_START) {
        return KJ_ERR_IO; /* an error token (7.3.3.3) or noise */
    }
    if (transfer(card, NULL, bytes, length) != KJ_OK ||
        transfer(card, NULL, sum, sizeof sum) != KJ_OK) {
        return KJ_ERR_IO;
    }
    if (kj_crc16(bytes, length) != (sum[0] << 8 | sum[1])) {
        card->stats.crc_errors++;
        return KJ_ERR_IO;
    }
    return KJ_OK;
}

/* The byte after the frame is what was left of the data, not the answer (7.5.2.2). An answer
 * that speaks of addresses is of the block after the last, which a card may have begun; one that
 * says illegal comes from a card that has stopped by itself. */
kj_status kj_sdcard_stop(kj_sdcard *card) {
    uint8_t byte, r1 = KJ_SD_NO_ANSWER;
    for (unsigned tries = 0; tries < STOP_TRIES; tries++) {
        if (send_frame(card, KJ_SD_STOP, 0) != KJ_OK || transfer(card, NULL, &byte, 1) != KJ_OK ||
            receive_r1(card, &r1) != KJ_OK) {
            return KJ_ERR_IO;
        }
        if (!(r1 & ~(KJ_SD_ILLEGAL | KJ_SD_ADDRESS | KJ_SD_PARAMETER))) {
            return wait_for(card, true, &byte);
        }
    }
    return KJ_ERR_IO;
}
