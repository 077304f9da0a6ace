/* card_model.c - a card's pins, time, faults and data. See card_model.h.
 *
 * Section numbers are those of the SD Physical Layer Simplified Specification 6.00. */
#include "models/card_parts.h"

#include <string.h>

#define IDENTIFICATION_HZ 400000u   /* 4.2.1 */
#define DEFAULT_SPEED_HZ  25000000u /* 4.3.10 */
#define NEVER             UINT64_MAX

#define TOKEN_START      0xFEu
#define TOKEN_ECC_FAILED 0x04u /* 7.3.3.3 */
#define TOKEN_RANGE      0x08u

/* access: 0.6 ms from CMD17 to the data of a Toshiba 4 GB microSD card, whose CSD says 1 ms, and no
 * wait between the blocks of a CMD18, measured by a reader of its wire (cqr113.github.io, 2018);
 * about 1.1 ms for access and transfer on a Kingston 2 GB card through an Arduino at 8 MHz
 * (forum.arduino.cc, thread 169505). next: not zero, so that a driver must look for the token.
 * ready, register, stop: estimates; the specification grants 1 s for ready. */
const kj_card_timing kj_card_timing_usual = {.ready_us = 60000,
                                             .ready_asks = 3,
                                             .access_us = 600,
                                             .next_us = 10,
                                             .register_us = 50,
                                             .stop_us = 20,
                                             .answer_bytes = 1};

uint8_t kj_card_crc7(const uint8_t *bytes, size_t length) {
    unsigned crc = 0;
    for (size_t bit = 0; bit < length * 8; bit++) {
        unsigned in = bytes[bit / 8] >> (7 - bit % 8) & 1u, out = crc >> 6 & 1u;
        crc = (crc << 1 & 0x7F) ^ (in != out ? 0x09u : 0);
    }
    return (uint8_t)crc;
}

uint16_t kj_card_crc16(const uint8_t *bytes, size_t length) {
    unsigned crc = 0;
    for (size_t bit = 0; bit < length * 8; bit++) {
        unsigned in = bytes[bit / 8] >> (7 - bit % 8) & 1u, out = crc >> 15 & 1u;
        crc = (crc << 1 & 0xFFFF) ^ (in != out ? 0x1021u : 0);
    }
    return (uint16_t)crc;
}

uint64_t kj_card_now(const kj_card_model *model) { return model->time.now_us(model->time.context); }

void kj_card_report(kj_card_model *model, kj_card_error code, uint32_t value) {
    if (model->event_count < KJ_CARD_EVENTS) {
        kj_card_event *event = &model->events[model->event_count];
        event->time_us = kj_card_now(model);
        event->code = code;
        event->command = model->frame[0] & 0x3F;
        event->value = value;
    }
    model->event_count++;
}

uint32_t kj_card_model_count(const kj_card_model *model, kj_card_error code) {
    uint32_t kept = model->event_count < KJ_CARD_EVENTS ? model->event_count : KJ_CARD_EVENTS;
    uint32_t count = 0;
    for (uint32_t i = 0; i < kept; i++) {
        count += model->events[i].code == code;
    }
    return count;
}

void kj_card_model_forget(kj_card_model *model) { model->event_count = 0; }

const char *kj_card_error_text(kj_card_error code) {
    switch (code) {
    case KJ_CARD_NO_POWER_UP: return "a command before 74 slow clocks with the card not selected";
    case KJ_CARD_SPI_CLOCK: return "SPI faster than the card takes";
    case KJ_CARD_WRONG_CRC: return "a command with a wrong check sum";
    case KJ_CARD_FRAME: return "a byte that belongs to no command";
    case KJ_CARD_UNKNOWN_COMMAND: return "the card has no such command";
    case KJ_CARD_WRONG_STATE: return "a command that is not taken in this state";
    case KJ_CARD_WRITE: return "a command that would change the card";
    case KJ_CARD_ARGUMENT: return "an argument that the command does not take";
    case KJ_CARD_RANGE: return "a read past the end of the card";
    case KJ_CARD_NO_IF_COND: return "a large card asked to get ready without CMD8 and HCS";
    case KJ_CARD_CUT_SHORT: return "let go within a command or an answer";
    case KJ_CARD_INTERRUPTED: return "a command within an answer";
    case KJ_CARD_BUSY: return "a command while the card is busy";
    case KJ_CARD_NO_GAP: return "no eight clocks between an answer and the next command";
    }
    return "unknown error";
}

/* --- The slot */

void kj_card_model_init(kj_card_model *model, const kj_card_time *time) {
    memset(model, 0, sizeof *model);
    model->time = *time;
    model->hz = IDENTIFICATION_HZ;
    model->noise = 20210713u;
    model->accounted_us = kj_card_now(model);
}

/* A card that is not selected rests: what it may finish within by itself is not counted. */
void kj_card_model_account(kj_card_model *model) {
    const uint64_t now = kj_card_now(model);
    const kj_card_power power = !model->config    ? KJ_CARD_ABSENT
                                : model->selected ? KJ_CARD_WORKING
                                                  : KJ_CARD_RESTING;
    model->power_us[power] += now - model->accounted_us;
    model->accounted_us = now;
}

void kj_card_model_insert(kj_card_model *model, const kj_card_config *config) {
    kj_card_model_account(model);
    model->config = config;
    model->will_come = false;
    model->state = KJ_CARD_STATE_POWERED;
    model->power_up_clocks = 0;
    model->crc_on = model->app = model->if_cond = model->asked = model->stuck = false;
    model->dropping = model->data_ready = false;
    model->asks = model->frame_length = model->answer_length = model->answer_at = 0;
    model->sending = KJ_CARD_SENDS_NOTHING;
    model->busy_until_us = 0;
    model->gap = 1;
    model->block_count = kj_card_model_capacity(config);
    uint8_t csd[16];
    kj_card_csd(config, csd);
    model->block_length = (uint16_t)(1u << (csd[5] & 15));
}

void kj_card_model_remove(kj_card_model *model) {
    kj_card_model_account(model);
    model->config = NULL;
    model->will_come = model->driving = false;
}

static void look_at_slot(kj_card_model *model) {
    if (model->will_come && kj_card_now(model) >= model->coming_us) {
        kj_card_model_insert(model, model->coming);
    }
}

bool kj_card_model_present(kj_card_model *model) {
    look_at_slot(model);
    return model->config != NULL;
}

static void pull(kj_card_model *model, const kj_card_fault *fault) {
    const kj_card_config *next = fault->next ? fault->next : model->config;
    kj_card_model_remove(model);
    model->will_come = fault->away_us != KJ_CARD_FOREVER;
    model->coming = next;
    model->coming_us = kj_card_now(model) + fault->away_us;
}

/* --- Faults */

bool kj_card_model_plan(kj_card_model *model, const kj_card_fault *fault) {
    for (unsigned i = 0; i < KJ_CARD_FAULTS; i++) {
        if (model->faults[i].kind == KJ_CARD_GOOD) {
            model->faults[i] = *fault;
            return true;
        }
    }
    return false;
}

void kj_card_model_heal(kj_card_model *model) {
    memset(model->faults, 0, sizeof model->faults);
    model->stuck = false;
}

static bool is_of_block(kj_card_fault_kind kind) {
    return kind == KJ_CARD_BAD_CRC || kind == KJ_CARD_BAD_BLOCK || kind == KJ_CARD_NO_TOKEN ||
           kind == KJ_CARD_PULLED;
}

const kj_card_fault *kj_card_strikes(kj_card_model *model, kj_card_fault_kind kind, uint32_t at) {
    for (unsigned i = 0; i < KJ_CARD_FAULTS; i++) {
        kj_card_fault *fault = &model->faults[i];
        const bool here = is_of_block(kind) ? at == fault->at : at >= fault->at;
        if (fault->kind == kind && here && fault->times > 0) {
            fault->times -= fault->times != KJ_CARD_FOREVER;
            return fault;
        }
    }
    return NULL;
}

/* --- Pins */

static bool is_answering(const kj_card_model *model) {
    return model->answer_at < model->answer_length;
}

static bool is_busy(const kj_card_model *model) {
    return model->stuck || kj_card_now(model) < model->busy_until_us;
}

/* A multiple read goes on when the card is selected again; only CMD12 ends it. */
static void let_go(kj_card_model *model) {
    if (model->frame_length > 0 || is_answering(model) || model->sending != KJ_CARD_SENDS_NOTHING) {
        kj_card_report(model, KJ_CARD_CUT_SHORT, model->sending);
    }
    model->frame_length = model->answer_length = model->answer_at = 0;
    if (model->sending != KJ_CARD_SENDS_BLOCKS) {
        model->sending = KJ_CARD_SENDS_NOTHING;
    }
}

void kj_card_model_select(kj_card_model *model, bool high) {
    look_at_slot(model);
    if (model->selected == !high) {
        return;
    }
    kj_card_model_account(model);
    model->selected = !high;
    model->driving = model->config != NULL;
    if (high && model->config) {
        let_go(model);
    }
}

bool kj_card_model_drives(const kj_card_model *model) { return model->driving; }

void kj_card_model_clock(kj_card_model *model, uint32_t hz) {
    model->hz = hz;
    model->clock_reported = false;
}

static void check_clock(kj_card_model *model) {
    const uint32_t most =
        model->state == KJ_CARD_STATE_READY ? DEFAULT_SPEED_HZ : IDENTIFICATION_HZ;
    if (model->hz > most && !model->clock_reported) {
        kj_card_report(model, KJ_CARD_SPI_CLOCK, model->hz);
        model->clock_reported = true;
    }
}

/* --- Out: answer, busy, data */

/* The bytes between a command and its answer (N_CR) are FF, but for the first after CMD12, which is
 * what was left of the data: here it looks like an answer, so that a driver must skip it. */
void kj_card_answer(kj_card_model *model, uint8_t r1, const uint8_t *bytes, size_t length) {
    const uint8_t asked = model->config->timing.answer_bytes;
    const uint8_t wait = asked < 1 ? 1 : asked > 8 ? 8 : asked;
    uint8_t at = 0;
    if (model->frame[0] == (0x40 | 12)) {
        model->noise = model->noise * 1664525u + 1013904223u;
        model->answer[at++] = model->noise >> 24 & 0x7F;
    }
    memset(model->answer + at, 0xFF, wait);
    at = (uint8_t)(at + wait);
    model->answer[at++] = r1 | (model->state == KJ_CARD_STATE_IDLE ? KJ_CARD_R1_IDLE : 0);
    if (length > 0) {
        memcpy(model->answer + at, bytes, length);
    }
    model->answer_length = (uint8_t)(at + length);
    model->answer_at = 0;
}

void kj_card_send(kj_card_model *model, kj_card_sending what, uint32_t us) {
    model->sending = what;
    model->data_from_us = kj_card_now(model) + us;
    model->data_ready = model->waited = false;
    model->data_at = 0;
}

static void set_error_token(kj_card_model *model, uint8_t token) {
    model->data[0] = token;
    model->data_length = 1;
}

static void set_block(kj_card_model *model, size_t length) {
    const uint16_t sum = kj_card_crc16(model->data + 1, length);
    model->data[0] = TOKEN_START;
    model->data[1 + length] = (uint8_t)(sum >> 8);
    model->data[2 + length] = (uint8_t)sum;
    model->data_length = (uint16_t)(length + 3);
}

static void prepare_block(kj_card_model *model) {
    const kj_blocks *blocks = &model->config->blocks;
    const uint32_t block = model->data_block;
    uint8_t *data = model->data + 1;
    memset(data, 0, KJ_BLOCK_BYTES);
    if (block >= model->block_count) {
        set_error_token(model, TOKEN_RANGE); /* a multiple read, which may end here */
    } else if (kj_card_strikes(model, KJ_CARD_NO_TOKEN, block)) {
        model->data_from_us = NEVER;
        model->data_ready = false;
    } else if (kj_card_strikes(model, KJ_CARD_BAD_BLOCK, block) ||
               (block < blocks->count && blocks->read(blocks->context, block, 1, data) != KJ_OK)) {
        set_error_token(model, TOKEN_ECC_FAILED);
    } else {
        set_block(model, KJ_BLOCK_BYTES);
        if (kj_card_strikes(model, KJ_CARD_BAD_CRC, block)) {
            data[block % KJ_BLOCK_BYTES] ^= 0x10;
        }
    }
}

static void prepare_data(kj_card_model *model) {
    model->data_ready = true;
    model->data_at = 0;
    if (model->sending == KJ_CARD_SENDS_REGISTER) {
        set_block(model, 16);
    } else {
        prepare_block(model);
    }
}

/* What comes after the last byte of a block or an error token. */
static void end_data(kj_card_model *model) {
    const bool good = model->data_length > 1;
    model->gap = 0;
    model->data_ready = model->waited = false;
    model->data_at = 0;
    if (model->sending != KJ_CARD_SENDS_REGISTER && good) {
        model->counters.blocks++;
    }
    if (model->sending != KJ_CARD_SENDS_BLOCKS) {
        model->sending = KJ_CARD_SENDS_NOTHING;
        return;
    }
    model->data_block++;
    model->data_from_us = good ? kj_card_now(model) + model->config->timing.next_us : NEVER;
}

static uint8_t data_byte(kj_card_model *model) {
    if (!model->data_ready && kj_card_now(model) >= model->data_from_us && model->waited) {
        prepare_data(model);
    }
    if (!model->data_ready) {
        model->waited = true; /* eight clocks at the least (N_AC, 7.5.4) */
        return 0xFF;
    }
    const uint8_t byte = model->data[model->data_at++];
    if (model->sending != KJ_CARD_SENDS_REGISTER && model->data_at == KJ_BLOCK_BYTES / 2) {
        const kj_card_fault *fault = kj_card_strikes(model, KJ_CARD_PULLED, model->data_block);
        if (fault) {
            pull(model, fault);
            return byte;
        }
    }
    if (model->data_at == model->data_length) {
        end_data(model);
    }
    return byte;
}

static uint8_t next_byte(kj_card_model *model) {
    if (is_answering(model)) {
        const uint8_t byte = model->answer[model->answer_at++];
        model->gap = 0;
        return byte;
    }
    if (is_busy(model)) {
        model->gap = 0;
        return 0x00;
    }
    if (model->sending != KJ_CARD_SENDS_NOTHING) {
        return data_byte(model);
    }
    model->gap = 1;
    return 0xFF;
}

/* --- In: commands */

/* CMD0 may come at any time, a multiple read may be stopped at any. */
static void begin_frame(kj_card_model *model, uint8_t byte, bool gap, bool answering, bool busy) {
    const bool streaming = !answering && model->sending == KJ_CARD_SENDS_BLOCKS;
    model->frame[0] = byte;
    model->dropping = busy;
    if (busy) {
        kj_card_report(model, KJ_CARD_BUSY, byte);
    } else if (byte == 0x40 || streaming) {
        return;
    } else if (answering || model->sending != KJ_CARD_SENDS_NOTHING) {
        kj_card_report(model, KJ_CARD_INTERRUPTED, byte);
    } else if (!gap) {
        kj_card_report(model, KJ_CARD_NO_GAP, byte);
    }
}

static void end_frame(kj_card_model *model) {
    model->frame_length = 0;
    if (model->dropping) {
        return;
    }
    model->answer_length = model->answer_at = 0;
    kj_card_command(model);
}

uint8_t kj_card_model_exchange(kj_card_model *model, uint8_t send) {
    look_at_slot(model);
    if (!model->config) {
        return 0xFF;
    }
    if (!model->selected) {
        model->driving = false;
        if (model->hz <= IDENTIFICATION_HZ && model->power_up_clocks < 74) {
            model->power_up_clocks += 8;
        }
        model->gap = 1;
        return 0xFF;
    }
    model->counters.bytes++;
    check_clock(model);
    const bool gap = model->gap > 0, answering = is_answering(model), busy = is_busy(model);
    const uint8_t back = next_byte(model);
    if (!model->config) {
        return back; /* pulled out by this byte */
    }
    if (model->frame_length == 0) {
        if (send == 0xFF) {
            return back;
        }
        if ((send & 0xC0) != 0x40) {
            kj_card_report(model, KJ_CARD_FRAME, send);
            return back;
        }
        begin_frame(model, send, gap, answering, busy);
    }
    model->frame[model->frame_length++] = send;
    if (model->frame_length == sizeof model->frame) {
        end_frame(model);
    }
    return back;
}
