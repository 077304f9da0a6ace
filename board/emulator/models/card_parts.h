/* card_parts.h - what the two halves of the card model share: card_model.c has pins, time, faults
 * and data, card_commands.c what each command means. Layer: emulator models, private. */
#ifndef KJ_MODELS_CARD_PARTS_H
#define KJ_MODELS_CARD_PARTS_H

#include "models/card_model.h"

#include <stddef.h>

/* Bits of R1 (7.3.2.1). */
#define KJ_CARD_R1_IDLE      0x01u
#define KJ_CARD_R1_ILLEGAL   0x04u
#define KJ_CARD_R1_CRC       0x08u
#define KJ_CARD_R1_ADDRESS   0x20u
#define KJ_CARD_R1_PARAMETER 0x40u

uint64_t kj_card_now(const kj_card_model *model);
void kj_card_report(kj_card_model *model, kj_card_error code, uint32_t value);

/* The command in model->frame, complete with its check sum tested. */
void kj_card_command(kj_card_model *model);

/* A fault of this kind that strikes now; one of its times is used up. */
const kj_card_fault *kj_card_strikes(kj_card_model *model, kj_card_fault_kind kind, uint32_t at);

/* Queues R1 (with the idle bit) and length bytes behind it. */
void kj_card_answer(kj_card_model *model, uint8_t r1, const uint8_t *bytes, size_t length);

/* Queues a block of data that begins after us. */
void kj_card_send(kj_card_model *model, kj_card_sending what, uint32_t us);

/* Bit by bit, as the specification draws them. */
uint8_t kj_card_crc7(const uint8_t *bytes, size_t length);
uint16_t kj_card_crc16(const uint8_t *bytes, size_t length);

/* The registers. */
void kj_card_csd(const kj_card_config *config, uint8_t csd[16]);
void kj_card_cid(const kj_card_config *config, uint8_t cid[16]);

#endif
