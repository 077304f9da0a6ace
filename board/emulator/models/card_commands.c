/* card_commands.c - what each command of the SPI mode does to a card, and its registers.
 *
 * After table 7-3 and chapter 5 of the SD Physical Layer Simplified Specification 6.00. */
#include "models/card_parts.h"

#include <string.h>

#define HIGH_CAPACITY 0x40000000u

static bool is_high(const kj_card_config *config) {
    return config->kind == KJ_CARD_SDHC || config->kind == KJ_CARD_SDXC;
}

/* --- Registers */

#define HIGH_UNIT      1024u         /* blocks; half a megabyte */
#define SDHC_UNITS_MAX (0xFF5Fu + 1) /* 5.3.3 */
#define SDXC_UNITS_MAX (0x3FFEFFu + 1)
#define SDSC_SHIFT_MAX 11u /* C_SIZE_MULT + 2 and READ_BL_LEN - 9 */
#define SDSC_UNITS_MAX 4096u

/* C_SIZE + 1 of a large card. */
static uint32_t high_units(const kj_card_config *config) {
    const bool sdxc = config->kind == KJ_CARD_SDXC;
    const uint32_t least = sdxc ? SDHC_UNITS_MAX + 1 : 1;
    const uint32_t most = sdxc ? SDXC_UNITS_MAX : SDHC_UNITS_MAX;
    const uint32_t units =
        config->blocks.count / HIGH_UNIT + (config->blocks.count % HIGH_UNIT > 0);
    return units < least ? least : units > most ? most : units;
}

/* C_SIZE + 1 of a small one, in units of 1 << *shift blocks. */
static uint32_t small_units(const kj_card_config *config, unsigned *shift) {
    const uint32_t count = config->blocks.count;
    for (*shift = 2; *shift < SDSC_SHIFT_MAX && count > SDSC_UNITS_MAX << *shift;) {
        ++*shift;
    }
    const uint32_t units = (count >> *shift) + ((count & ((1u << *shift) - 1)) > 0);
    return units < 1 ? 1 : units > SDSC_UNITS_MAX ? SDSC_UNITS_MAX : units;
}

uint32_t kj_card_model_capacity(const kj_card_config *config) {
    if (is_high(config)) {
        return high_units(config) * HIGH_UNIT;
    }
    unsigned shift;
    const uint32_t units = small_units(config, &shift);
    return units << shift;
}

void kj_card_csd(const kj_card_config *config, uint8_t csd[16]) {
    static const uint8_t small[16] = {0x00, 0x26, 0x00, 0x32, 0x5B, 0x50, 0x80, 0,
                                      0x1B, 0x6C, 0x7F, 0x80, 0x0A, 0x40, 0x00, 0};
    static const uint8_t high[16] = {0x40, 0x0E, 0x00, 0x32, 0x5B, 0x59, 0x00, 0,
                                     0,    0,    0x7F, 0x80, 0x0A, 0x40, 0x00, 0};
    if (is_high(config)) {
        const uint32_t size = high_units(config) - 1;
        memcpy(csd, high, 16);
        csd[7] = (uint8_t)(size >> 16);
        csd[8] = (uint8_t)(size >> 8);
        csd[9] = (uint8_t)size;
    } else {
        unsigned shift;
        const uint32_t size = small_units(config, &shift) - 1;
        const unsigned mult = shift - 2 < 7 ? shift - 2 : 7, length = 9 + shift - 2 - mult;
        memcpy(csd, small, 16);
        csd[5] |= (uint8_t)length;
        csd[6] |= (uint8_t)(size >> 10);
        csd[7] = (uint8_t)(size >> 2);
        csd[8] |= (uint8_t)(size << 6);
        csd[9] |= (uint8_t)(mult >> 1);
        csd[10] |= (uint8_t)(mult << 7);
    }
    csd[15] = (uint8_t)(kj_card_crc7(csd, 15) << 1 | 1);
}

void kj_card_cid(const kj_card_config *config, uint8_t cid[16]) {
    static const uint8_t base[16] = {0x7F, 'K', 'J', 'K', 'A', 'G',  'O',  'J',
                                     0x10, 0,   0,   0,   0,   0x01, 0xA1, 0};
    memcpy(cid, base, 16);
    for (unsigned i = 0; i < 4; i++) {
        cid[9 + i] = (uint8_t)(config->serial >> (24 - 8 * i));
    }
    cid[15] = (uint8_t)(kj_card_crc7(cid, 15) << 1 | 1);
}

/* --- Commands */

static uint32_t argument_of(const kj_card_model *model) {
    const uint8_t *frame = model->frame;
    return (uint32_t)frame[1] << 24 | (uint32_t)frame[2] << 16 | (uint32_t)frame[3] << 8 | frame[4];
}

static void answer(kj_card_model *model, uint8_t r1) { kj_card_answer(model, r1, NULL, 0); }

static void refuse(kj_card_model *model, kj_card_error code, uint8_t r1) {
    kj_card_report(model, code, argument_of(model));
    answer(model, r1);
}

/* CMD0: everything back to its default (7.2.1). */
static void go_idle(kj_card_model *model) {
    model->state = KJ_CARD_STATE_IDLE;
    model->crc_on = model->if_cond = model->asked = false;
    model->asks = 0;
    model->sending = KJ_CARD_SENDS_NOTHING;
    model->busy_until_us = 0;
    answer(model, 0);
}

/* CMD8 (7.3.1.4): a card of version 1 finds it illegal, which is no fault of the host. */
static void send_if_cond(kj_card_model *model) {
    const uint32_t argument = argument_of(model);
    if (model->config->kind == KJ_CARD_SDSC_1) {
        answer(model, KJ_CARD_R1_ILLEGAL);
        return;
    }
    if (argument >> 12) {
        kj_card_report(model, KJ_CARD_ARGUMENT, argument);
    }
    const bool taken = (argument >> 8 & 15) == 1; /* 2.7 to 3.6 V */
    model->if_cond = taken;
    kj_card_answer(model, 0, (const uint8_t[]){0, 0, taken, (uint8_t)argument}, 4);
}

/* ACMD41: a large card waits for a host that says that it knows such cards (4.2.3). */
static void send_op_cond(kj_card_model *model) {
    const kj_card_timing *timing = &model->config->timing;
    const uint64_t now = kj_card_now(model);
    if (is_high(model->config) && (!model->if_cond || !(argument_of(model) & HIGH_CAPACITY))) {
        refuse(model, KJ_CARD_NO_IF_COND, 0);
        return;
    }
    if (!model->asked) {
        model->asked = true;
        model->ready_from_us = now + timing->ready_us;
    }
    model->asks += model->asks < UINT8_MAX;
    if (model->asks >= timing->ready_asks && now >= model->ready_from_us &&
        !kj_card_strikes(model, KJ_CARD_NEVER_READY, UINT32_MAX)) {
        model->state = KJ_CARD_STATE_READY;
    }
    answer(model, 0);
}

static void read_ocr(kj_card_model *model) {
    const bool ready = model->state == KJ_CARD_STATE_READY;
    const uint8_t top = ready ? (is_high(model->config) ? 0xC0 : 0x80) : 0;
    kj_card_answer(model, 0, (const uint8_t[]){top, 0xFF, 0x80, 0x00}, 4);
}

static void set_block_length(kj_card_model *model) {
    const uint32_t length = argument_of(model);
    if (is_high(model->config)) {
        answer(model, 0); /* always 512 there */
    } else if (length != KJ_BLOCK_BYTES) {
        refuse(model, KJ_CARD_ARGUMENT, KJ_CARD_R1_PARAMETER); /* the model knows no other */
    } else {
        model->block_length = (uint16_t)length;
        answer(model, 0);
    }
}

static void send_register(kj_card_model *model, bool csd) {
    if (csd) {
        kj_card_csd(model->config, model->data + 1);
    } else {
        kj_card_cid(model->config, model->data + 1);
    }
    answer(model, 0);
    kj_card_send(model, KJ_CARD_SENDS_REGISTER, model->config->timing.register_us);
}

static void begin_read(kj_card_model *model, kj_card_sending what) {
    uint32_t block = argument_of(model);
    if (!is_high(model->config)) {
        if (block % KJ_BLOCK_BYTES != 0) {
            refuse(model, KJ_CARD_ARGUMENT, KJ_CARD_R1_ADDRESS);
            return;
        }
        block /= KJ_BLOCK_BYTES;
        if (model->block_length != KJ_BLOCK_BYTES) {
            refuse(model, KJ_CARD_ARGUMENT, KJ_CARD_R1_PARAMETER);
            return;
        }
    }
    if (block >= model->block_count) {
        refuse(model, KJ_CARD_RANGE, KJ_CARD_R1_PARAMETER);
        return;
    }
    model->data_block = block;
    answer(model, 0);
    kj_card_send(model, what, model->config->timing.access_us);
}

static void stop(kj_card_model *model) {
    if (model->sending != KJ_CARD_SENDS_BLOCKS) {
        refuse(model, KJ_CARD_WRONG_STATE, KJ_CARD_R1_ILLEGAL);
        return;
    }
    model->sending = KJ_CARD_SENDS_NOTHING;
    answer(model, 0);
    model->busy_until_us = kj_card_now(model) + model->config->timing.stop_us;
}

/* Everything that writes, erases, protects or locks (table 7-3). */
static bool is_write(uint8_t index) {
    static const uint8_t writes[] = {24, 25, 26, 27, 28, 29, 32, 33, 34, 35, 36, 37, 38, 42, 56};
    return memchr(writes, index, sizeof writes) != NULL;
}

/* 7.2.1: what is taken before the card is ready. */
static bool is_for_idle(uint8_t index) {
    return index == 8 || index == 55 || index == 58 || index == 59;
}

static void ready_command(kj_card_model *model, uint8_t index) {
    switch (index) {
    case 9: send_register(model, true); break;
    case 10: send_register(model, false); break;
    case 12: stop(model); break;
    case 13: kj_card_answer(model, 0, (const uint8_t[]){0}, 1); break;
    case 16: set_block_length(model); break;
    case 17: begin_read(model, KJ_CARD_SENDS_BLOCK); break;
    case 18: begin_read(model, KJ_CARD_SENDS_BLOCKS); break;
    default: refuse(model, KJ_CARD_UNKNOWN_COMMAND, KJ_CARD_R1_ILLEGAL);
    }
}

static void idle_command(kj_card_model *model, uint8_t index) {
    switch (index) {
    case 8: send_if_cond(model); break;
    case 55:
        model->app = true;
        answer(model, 0);
        break;
    case 58: read_ocr(model); break;
    default: model->crc_on = argument_of(model) & 1; answer(model, 0);
    }
}

static void run(kj_card_model *model, uint8_t index, bool app) {
    const bool idle = model->state == KJ_CARD_STATE_IDLE;
    const bool streaming = model->sending == KJ_CARD_SENDS_BLOCKS;
    if (index == 0) {
        go_idle(model);
    } else if (is_write(index)) {
        model->counters.writes_refused++;
        refuse(model, KJ_CARD_WRITE, KJ_CARD_R1_ILLEGAL);
    } else if (streaming && index != 12 && index != 13) {
        refuse(model, KJ_CARD_WRONG_STATE, KJ_CARD_R1_ILLEGAL);
    } else if (app && index == 41) {
        send_op_cond(model);
    } else if (index == 8 && !idle) {
        refuse(model, KJ_CARD_WRONG_STATE, KJ_CARD_R1_ILLEGAL);
    } else if (is_for_idle(index)) {
        idle_command(model, index);
    } else if (idle) {
        refuse(model, KJ_CARD_WRONG_STATE, KJ_CARD_R1_ILLEGAL);
    } else {
        ready_command(model, index);
    }
}

/* Before the first CMD0 the card is in SD mode and answers nothing that the host sees. */
static bool is_awake(kj_card_model *model, uint8_t index) {
    if (model->state != KJ_CARD_STATE_POWERED) {
        return true;
    }
    if (index != 0) {
        kj_card_report(model, KJ_CARD_WRONG_STATE, index);
        return false;
    }
    if (model->power_up_clocks < 74) {
        kj_card_report(model, KJ_CARD_NO_POWER_UP, model->power_up_clocks);
        return false;
    }
    return true;
}

static bool has_right_sum(kj_card_model *model, uint8_t index) {
    if (!(model->frame[5] & 1)) {
        kj_card_report(model, KJ_CARD_FRAME, model->frame[5]);
    }
    const bool checked = model->crc_on || index == 0 || index == 8;
    return !checked || kj_card_crc7(model->frame, 5) == model->frame[5] >> 1;
}

/* Noise over an answer: any bits of it, at least one. */
static void spoil(kj_card_model *model) {
    for (uint8_t i = 0; i < model->answer_length; i++) {
        model->noise = model->noise * 1664525u + 1013904223u;
        model->answer[i] ^= (uint8_t)(model->noise >> 24 | 1);
    }
}

void kj_card_command(kj_card_model *model) {
    const uint8_t index = model->frame[0] & 0x3F;
    const bool app = model->app;
    const uint32_t number = ++model->counters.commands;
    model->app = false;
    if (kj_card_strikes(model, KJ_CARD_SILENT, number) || !is_awake(model, index)) {
        return;
    }
    if (!has_right_sum(model, index)) {
        kj_card_report(model, KJ_CARD_WRONG_CRC, model->frame[5]);
        if (model->state != KJ_CARD_STATE_POWERED) {
            answer(model, KJ_CARD_R1_CRC);
        }
        return;
    }
    if (kj_card_strikes(model, KJ_CARD_ANSWER_FLIPPED, number)) {
        answer(model, KJ_CARD_R1_CRC);
        return;
    }
    run(model, index, app);
    if (kj_card_strikes(model, KJ_CARD_GARBAGE, number)) {
        spoil(model);
    }
    model->stuck = model->stuck || kj_card_strikes(model, KJ_CARD_STUCK_BUSY, number);
}
