/* sdcard.h - an SD card on an SPI bus, read only.
 *
 * SD Physical Layer Simplified Specification 6.00, chapter 7 (SPI mode): SDSC, SDHC and SDXC.
 * Commands carry CRC7, data CRC16, both checked (CMD59 turns the card's own checks on); every
 * wait has a limit; a read that fails is tried again, then with a card initialised anew. There
 * is no write command in here. Layer: storage. */
#ifndef KJ_STORAGE_SDCARD_H
#define KJ_STORAGE_SDCARD_H

#include "hal/clock.h"
#include "hal/pin.h"
#include "hal/spi.h"
#include "storage/blocks.h"

#include <stdbool.h>

typedef struct kj_sdcard_config {
    kj_hal_spi spi;
    kj_hal_pin select;  /* set: low selects */
    kj_hal_pin present; /* get: true when a card is in the slot; get NULL: the board cannot tell */
    kj_hal_clock clock;
    uint32_t hz_max; /* of the board's wiring, after initialisation; 400 kHz before */
} kj_sdcard_config;

typedef enum kj_sdcard_kind {
    KJ_SDCARD_NONE,
    KJ_SDCARD_SDSC_1, /* version 1.x, addresses in bytes */
    KJ_SDCARD_SDSC_2,
    KJ_SDCARD_SDHC, /* addresses in blocks; up to 32 GB */
    KJ_SDCARD_SDXC
} kj_sdcard_kind;

typedef struct kj_sdcard_stats {
    uint32_t commands, blocks, retries, crc_errors, timeouts, initialisations;
} kj_sdcard_stats;

/* Fields private. Not to be moved while its kj_blocks is in use. */
typedef struct kj_sdcard {
    kj_sdcard_config config;
    kj_sdcard_kind kind;
    uint32_t block_count;
    uint32_t serial; /* of the CID: another card is told from the same one put back */
    uint8_t cid[16];
    uint32_t hz;
    uint32_t progress_us; /* when the call under way began or got its last block */
    bool ready;           /* initialised, as far as is known */
    bool changed;         /* another card was found: nothing is read until it is opened */
    kj_sdcard_stats stats;
} kj_sdcard;

/* Takes the wiring; talks to no card yet. config is copied. */
void kj_sdcard_init(kj_sdcard *card, const kj_sdcard_config *config);

/* Powers the card up into SPI mode and reads CSD and CID. KJ_OK; ERR_MISSING: nothing answers;
 * ERR_TIMEOUT: it never gets ready (1 s, as the specification grants); ERR_FORMAT: no SD card, a
 * voltage it does not take, a CSD that makes no sense; ERR_IO: the bus. Can be called again, after
 * a card was changed. */
KJ_MUST_USE kj_status kj_sdcard_open(kj_sdcard *card);

/* The open card's blocks. A read that fails is tried three times more; then, or where the card
 * has lost its power, the card is initialised anew, once a call. The same card put back goes on;
 * another one gives ERR_STATE from then on, until kj_sdcard_open. ERR_STATE also before it is
 * open. A call ends at the latest 2.7 s after it began or the last block came in right; a card
 * that keeps to the specification needs 1.9 s of that at the most. */
kj_blocks kj_sdcard_blocks(kj_sdcard *card);

/* Whether a card is in the slot, as far as the board can tell (true where it cannot). */
bool kj_sdcard_present(const kj_sdcard *card);

#endif
