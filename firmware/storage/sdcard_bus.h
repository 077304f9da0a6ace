/* sdcard_bus.h - an SD card's wire: command frames, responses, data blocks, bounded waits.
 *
 * A transaction selects the card, after setting the clock anew because a panel may share the bus,
 * and ends with eight clocks after the card is let go: until it has seen them a card may still
 * drive the line that others answer on. Layer: storage, private to the driver. */
#ifndef KJ_STORAGE_SDCARD_BUS_H
#define KJ_STORAGE_SDCARD_BUS_H

#include "storage/sdcard.h"

#include <stddef.h>

/* Bits of R1, the first byte of every answer (7.3.2.1). */
#define KJ_SD_IDLE      0x01u
#define KJ_SD_ILLEGAL   0x04u
#define KJ_SD_CRC       0x08u
#define KJ_SD_ADDRESS   0x20u
#define KJ_SD_PARAMETER 0x40u
#define KJ_SD_NO_ANSWER 0xFFu

/* Commands (table 7-3) and application commands, which follow a CMD55. */
enum {
    KJ_SD_GO_IDLE = 0,
    KJ_SD_SEND_IF_COND = 8,
    KJ_SD_SEND_CSD = 9,
    KJ_SD_SEND_CID = 10,
    KJ_SD_STOP = 12,
    KJ_SD_SET_BLOCK_LENGTH = 16,
    KJ_SD_READ_ONE = 17,
    KJ_SD_READ_MANY = 18,
    KJ_SD_APP_SEND_OP_COND = 41,
    KJ_SD_APP = 55,
    KJ_SD_READ_OCR = 58,
    KJ_SD_CRC_ON_OFF = 59
};

/* A call begins, or a block came in right: from here on its time counts. */
void kj_sdcard_progress(kj_sdcard *card);

/* Selects the card at card->hz and waits until it is not busy. KJ_OK; ERR_TIMEOUT, also where
 * the call has had its time; the bus's error. kj_sdcard_release must follow in any case. */
KJ_MUST_USE kj_status kj_sdcard_select(kj_sdcard *card);
void kj_sdcard_release(kj_sdcard *card);

/* Eight clocks a byte with the card not selected. */
KJ_MUST_USE kj_status kj_sdcard_idle_clocks(kj_sdcard *card, size_t bytes);

/* Sends a command within a transaction. KJ_OK and *r1, which is KJ_SD_NO_ANSWER where none came
 * in time; the bus's error. */
KJ_MUST_USE kj_status kj_sdcard_command(kj_sdcard *card, uint8_t index, uint32_t argument,
                                        uint8_t *r1);

/* The four bytes that follow R1 in R3 and R7, most significant first. */
KJ_MUST_USE kj_status kj_sdcard_answer(kj_sdcard *card, uint32_t *value);

/* A data block of length bytes with its check sum. KJ_OK; ERR_TIMEOUT: no start; ERR_IO: an error
 * token, a wrong check sum or the bus. bytes are overwritten in any case. */
KJ_MUST_USE kj_status kj_sdcard_data(kj_sdcard *card, uint8_t *bytes, size_t length);

/* Ends a multiple read. KJ_OK; ERR_IO: the card did not take it; ERR_TIMEOUT: it stays busy. */
KJ_MUST_USE kj_status kj_sdcard_stop(kj_sdcard *card);

#endif
