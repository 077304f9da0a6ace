/* sdcard.c - what is said to a card: power-up, identification, reads with retries.
 *
 * Section numbers are those of the SD Physical Layer Simplified Specification 6.00. The wire is
 * sdcard_bus.c's. Layer: storage. */
#include "storage/sdcard.h"

#include "base/crc.h"
#include "storage/sdcard_bus.h"

#include <string.h>

#define IDENTIFICATION_HZ 400000u
#define DEFAULT_SPEED_HZ  25000000u /* 4.3.10: more needs CMD6 */
#define POWER_UP_US       1000u     /* 6.4.1.1: after the supply is there */
#define POWER_UP_BYTES    10u       /* 80 clocks, 74 are asked for */
#define GO_IDLE_TRIES     10u
#define COMMAND_TRIES     3u
#define OPEN_TRIES        2u
#define READY_LIMIT_US    1000000u /* 4.2.3: a card is ready within a second */
#define READY_STEP_US     5000u
#define READ_RETRIES      3u

#define IF_COND_3V3     0x1AAu /* 2.7 to 3.6 V, and a pattern to send back (4.3.13) */
#define OCR_3V3         0x00300000u
#define OCR_READY       0x80000000u
#define OCR_HIGH        0x40000000u /* CCS of a card, HCS of a host */
#define SDHC_C_SIZE_MAX 0x00FF5Fu   /* 5.3.3 */

/* What tells a card from another. */
typedef struct identity {
    kj_sdcard_kind kind;
    uint32_t block_count;
    uint8_t cid[16];
} identity;

static void pause(const kj_sdcard *card, uint32_t us) {
    card->config.clock.sleep_us(card->config.clock.context, us);
}

bool kj_sdcard_present(const kj_sdcard *card) {
    const kj_hal_pin present = card->config.present;
    return !present.get || present.get(present.context);
}

void kj_sdcard_init(kj_sdcard *card, const kj_sdcard_config *config) {
    memset(card, 0, sizeof *card);
    card->config = *config;
    card->hz = IDENTIFICATION_HZ;
}

/* One command as a transaction of its own; value takes what follows R1, or is NULL. KJ_OK with an
 * R1 without the CRC bit. */
static kj_status ask_once(kj_sdcard *card, uint8_t index, uint32_t argument, uint8_t *r1,
                          uint32_t *value) {
    kj_status status = kj_sdcard_select(card);
    *r1 = KJ_SD_NO_ANSWER;
    if (status == KJ_OK) {
        status = kj_sdcard_command(card, index, argument, r1);
    }
    if (status == KJ_OK && (*r1 == KJ_SD_NO_ANSWER || *r1 & KJ_SD_CRC)) {
        status = KJ_ERR_IO;
    }
    if (status == KJ_OK && value && !(*r1 & KJ_SD_ILLEGAL)) {
        status = kj_sdcard_answer(card, value);
    }
    kj_sdcard_release(card);
    return status;
}

/* The same, again while the command or its answer gets lost. */
static kj_status ask(kj_sdcard *card, uint8_t index, uint32_t argument, uint8_t *r1,
                     uint32_t *value) {
    kj_status status = KJ_ERR_IO;
    for (unsigned tries = 0; tries < COMMAND_TRIES && status == KJ_ERR_IO; tries++) {
        status = ask_once(card, index, argument, r1, value);
    }
    return status;
}

/* A card that was in the middle of something takes more than one CMD0 to let go of it; one that is
 * still sending may look busy for as long as it is waited for, and is told nevertheless. */
static kj_status go_idle(kj_sdcard *card) {
    bool silent = true;
    for (unsigned tries = 0; tries < GO_IDLE_TRIES; tries++) {
        uint8_t r1 = KJ_SD_NO_ANSWER;
        if (kj_sdcard_idle_clocks(card, POWER_UP_BYTES) != KJ_OK) {
            return KJ_ERR_IO;
        }
        const kj_status selected = kj_sdcard_select(card);
        kj_status status = selected;
        if (status == KJ_OK || status == KJ_ERR_TIMEOUT) {
            status = kj_sdcard_command(card, KJ_SD_GO_IDLE, 0, &r1);
        }
        kj_sdcard_release(card);
        if (status == KJ_OK && r1 == KJ_SD_IDLE) {
            return KJ_OK;
        }
        if (status != KJ_OK || selected != KJ_OK) {
            return KJ_ERR_IO; /* a bus error, or a line that is held low */
        }
        silent = silent && r1 == KJ_SD_NO_ANSWER;
    }
    return silent ? KJ_ERR_MISSING : KJ_ERR_IO;
}

/* Version, supply voltage and check sums. *version_2: the card knows CMD8. */
static kj_status greet(kj_sdcard *card, bool *version_2) {
    uint8_t r1;
    uint32_t value = 0;
    kj_status status = ask(card, KJ_SD_SEND_IF_COND, IF_COND_3V3, &r1, &value);
    if (status != KJ_OK) {
        return status;
    }
    *version_2 = !(r1 & KJ_SD_ILLEGAL);
    if (*version_2 && (value & 0xFFFu) != IF_COND_3V3) {
        return KJ_ERR_FORMAT;
    }
    status = ask(card, KJ_SD_CRC_ON_OFF, 1, &r1, NULL);
    if (status == KJ_OK) {
        /* Illegal is let pass: what the card sends is checked all the same. */
        status = ask(card, KJ_SD_READ_OCR, 0, &r1, &value);
    }
    if (status != KJ_OK) {
        return status;
    }
    return r1 & KJ_SD_ILLEGAL || !(value & OCR_3V3) ? KJ_ERR_FORMAT : KJ_OK;
}

/* The two commands go together: where one gets lost, both are sent again. */
static kj_status ask_whether_ready(kj_sdcard *card, bool version_2, uint8_t *r1) {
    kj_status status = ask_once(card, KJ_SD_APP, 0, r1, NULL);
    if (status == KJ_OK && !(*r1 & KJ_SD_ILLEGAL)) {
        status = ask_once(card, KJ_SD_APP_SEND_OP_COND, version_2 ? OCR_HIGH : 0, r1, NULL);
    }
    if (status == KJ_OK && *r1 & KJ_SD_ILLEGAL) {
        status = KJ_ERR_FORMAT; /* a MultiMediaCard, or CMD55 was lost on the way */
    }
    return status;
}

/* ACMD41 until the card is ready (4.2.3). */
static kj_status get_ready(kj_sdcard *card, bool version_2) {
    const kj_hal_clock clock = card->config.clock;
    const uint32_t since = clock.now_us(clock.context);
    unsigned failures = 0; /* on end */
    for (unsigned steps = 0; steps < 2u * READY_LIMIT_US / READY_STEP_US; steps++) {
        uint8_t r1;
        kj_status status = ask_whether_ready(card, version_2, &r1);
        if (status == KJ_OK && r1 == 0) {
            return KJ_OK;
        }
        failures = status == KJ_OK ? 0 : failures + 1;
        if (failures == COMMAND_TRIES || status == KJ_ERR_TIMEOUT) {
            return status;
        }
        if (clock.now_us(clock.context) - since > READY_LIMIT_US) {
            break;
        }
        pause(card, READY_STEP_US);
    }
    card->stats.timeouts++;
    return KJ_ERR_TIMEOUT;
}

/* CSD or CID: 16 bytes, the last a CRC7 of the others. */
static kj_status read_register(kj_sdcard *card, uint8_t index, uint8_t bytes[16]) {
    kj_status status = KJ_ERR_IO;
    for (unsigned tries = 0; tries < COMMAND_TRIES && status != KJ_OK; tries++) {
        uint8_t r1 = KJ_SD_NO_ANSWER;
        status = kj_sdcard_select(card);
        if (status == KJ_OK) {
            status = kj_sdcard_command(card, index, 0, &r1);
        }
        if (status == KJ_OK) {
            status = r1 == 0 ? kj_sdcard_data(card, bytes, 16) : KJ_ERR_IO;
        }
        kj_sdcard_release(card);
    }
    if (status != KJ_OK) {
        return status;
    }
    return kj_crc7(bytes, 15) == bytes[15] >> 1 ? KJ_OK : KJ_ERR_FORMAT;
}

/* CSD version 1 (5.3.2): a count of units, each of 4 to 512 blocks of 512 to 2048 bytes. */
static kj_status size_1(const uint8_t csd[16], identity *found) {
    const uint32_t units = ((csd[6] & 3u) << 10 | (uint32_t)csd[7] << 2 | csd[8] >> 6) + 1;
    const unsigned shift = ((csd[9] & 3u) << 1 | csd[10] >> 7) + 2u;
    const unsigned length = csd[5] & 15u;
    if (length < 9 || length > 11) {
        return KJ_ERR_FORMAT;
    }
    found->block_count = units << (shift + length - 9);
    return KJ_OK;
}

/* CSD version 2 (5.3.3): half megabytes. */
static kj_status size_2(const uint8_t csd[16], identity *found) {
    const uint32_t size = (csd[7] & 63u) << 16 | (uint32_t)csd[8] << 8 | csd[9];
    if (size == 0x3FFFFF) {
        return KJ_ERR_FORMAT; /* one block more than a 32-bit count can say */
    }
    found->kind = size > SDHC_C_SIZE_MAX ? KJ_SDCARD_SDXC : KJ_SDCARD_SDHC;
    found->block_count = (size + 1) * 1024u;
    return KJ_OK;
}

static kj_status read_size(kj_sdcard *card, identity *found) {
    uint8_t csd[16];
    kj_status status = read_register(card, KJ_SD_SEND_CSD, csd);
    if (status != KJ_OK) {
        return status;
    }
    const bool high = found->kind == KJ_SDCARD_SDHC;
    if (csd[0] >> 6 != (high ? 1 : 0)) {
        return KJ_ERR_FORMAT; /* version 3 is that of SDUC, beyond 2 TB */
    }
    return high ? size_2(csd, found) : size_1(csd, found);
}

static kj_status find_kind(kj_sdcard *card, bool version_2, identity *found) {
    uint8_t r1;
    uint32_t ocr = 0;
    found->kind = version_2 ? KJ_SDCARD_SDSC_2 : KJ_SDCARD_SDSC_1;
    if (version_2) {
        kj_status status = ask(card, KJ_SD_READ_OCR, 0, &r1, &ocr);
        if (status != KJ_OK || r1 != 0 || !(ocr & OCR_READY)) {
            return status == KJ_OK ? KJ_ERR_IO : status;
        }
        if (ocr & OCR_HIGH) {
            found->kind = KJ_SDCARD_SDHC;
            return KJ_OK;
        }
    }
    /* A card of 2 GB and more would send blocks of 1024 bytes otherwise. */
    kj_status status = ask(card, KJ_SD_SET_BLOCK_LENGTH, KJ_BLOCK_BYTES, &r1, NULL);
    return status == KJ_OK && r1 != 0 ? KJ_ERR_IO : status;
}

static kj_status identify(kj_sdcard *card, identity *found) {
    bool version_2 = false;
    card->hz = IDENTIFICATION_HZ;
    card->stats.initialisations++;
    pause(card, POWER_UP_US);
    kj_status status = go_idle(card);
    if (status == KJ_OK) {
        status = greet(card, &version_2);
    }
    if (status == KJ_OK) {
        status = get_ready(card, version_2);
    }
    if (status == KJ_OK) {
        status = find_kind(card, version_2, found);
    }
    if (status == KJ_OK) {
        status = read_size(card, found);
    }
    if (status == KJ_OK) {
        status = read_register(card, KJ_SD_SEND_CID, found->cid);
    }
    return status;
}

/* Brings up whatever card is in the slot. */
static kj_status initialise(kj_sdcard *card, identity *found) {
    kj_status status = KJ_ERR_MISSING;
    for (unsigned tries = 0; tries < OPEN_TRIES; tries++) {
        if (!kj_sdcard_present(card)) {
            return KJ_ERR_MISSING;
        }
        status = identify(card, found);
        if (status != KJ_ERR_IO) {
            break;
        }
    }
    if (status == KJ_OK) {
        const uint32_t most = card->config.hz_max;
        card->hz = most < DEFAULT_SPEED_HZ ? most : DEFAULT_SPEED_HZ;
        card->ready = true;
    }
    return status;
}

kj_status kj_sdcard_open(kj_sdcard *card) {
    identity found;
    card->kind = KJ_SDCARD_NONE;
    card->block_count = 0;
    card->ready = card->changed = false;
    kj_sdcard_progress(card);
    kj_status status = initialise(card, &found);
    if (status == KJ_OK) {
        card->kind = found.kind;
        card->block_count = found.block_count;
        memcpy(card->cid, found.cid, sizeof card->cid);
        card->serial = (uint32_t)found.cid[9] << 24 | (uint32_t)found.cid[10] << 16 |
                       (uint32_t)found.cid[11] << 8 | found.cid[12];
    }
    return status;
}

/* After a failure: the same card goes on, another is not the one that was opened. */
static kj_status revive(kj_sdcard *card) {
    identity found;
    kj_status status = initialise(card, &found);
    if (status != KJ_OK) {
        return status;
    }
    if (found.kind != card->kind || found.block_count != card->block_count ||
        memcmp(found.cid, card->cid, sizeof card->cid) != 0) {
        card->ready = false;
        card->changed = true;
        return KJ_ERR_STATE;
    }
    return KJ_OK;
}

static bool counts_bytes(const kj_sdcard *card) {
    return card->kind == KJ_SDCARD_SDSC_1 || card->kind == KJ_SDCARD_SDSC_2;
}

/* What an R1 other than 0 to a read means. */
static kj_status refused(kj_sdcard *card, uint8_t r1) {
    if (r1 == KJ_SD_NO_ANSWER) {
        return KJ_ERR_TIMEOUT;
    }
    if (r1 & (KJ_SD_IDLE | KJ_SD_ILLEGAL)) {
        card->ready = false; /* it has lost its power in between */
    }
    return KJ_ERR_IO;
}

/* One read command; *done counts the blocks that came in right, whatever the status. */
static kj_status read_run(kj_sdcard *card, uint32_t first, uint32_t count, uint8_t *bytes,
                          uint32_t *done) {
    const bool many = count > 1;
    uint8_t r1 = KJ_SD_NO_ANSWER;
    *done = 0;
    kj_status status = kj_sdcard_select(card);
    if (status == KJ_OK) {
        status = kj_sdcard_command(card, many ? KJ_SD_READ_MANY : KJ_SD_READ_ONE,
                                   counts_bytes(card) ? first * KJ_BLOCK_BYTES : first, &r1);
    }
    if (status == KJ_OK && r1 != 0) {
        status = refused(card, r1);
    }
    while (status == KJ_OK && *done < count) {
        status = kj_sdcard_data(card, bytes + (size_t)*done * KJ_BLOCK_BYTES, KJ_BLOCK_BYTES);
        if (status == KJ_OK) {
            kj_sdcard_progress(card);
            ++*done;
        }
    }
    if (many && r1 == 0 && kj_sdcard_stop(card) != KJ_OK) {
        card->ready = false; /* it may still be sending */
    }
    kj_sdcard_release(card);
    card->stats.blocks += *done;
    return status;
}

/* A card to read from, initialised anew where it must be, which is once a call. */
static kj_status make_ready(kj_sdcard *card, bool *revived) {
    if (!kj_sdcard_present(card)) {
        card->ready = false;
        return KJ_ERR_MISSING;
    }
    if (card->ready) {
        return KJ_OK;
    }
    if (*revived) {
        return KJ_ERR_IO;
    }
    *revived = true;
    return revive(card);
}

static kj_status read(void *context, uint32_t first, uint32_t count, uint8_t *bytes) {
    kj_sdcard *card = context;
    if (card->kind == KJ_SDCARD_NONE || card->changed) {
        return KJ_ERR_STATE;
    }
    if (first >= card->block_count || count > card->block_count - first) {
        return KJ_ERR_RANGE;
    }
    unsigned failures = 0; /* on end, at one block */
    kj_sdcard_progress(card);
    bool revived = false;
    while (count > 0) {
        uint32_t done = 0;
        kj_status status = make_ready(card, &revived);
        if (status != KJ_OK) {
            return status;
        }
        status = read_run(card, first, count, bytes, &done);
        first += done;
        count -= done;
        bytes += (size_t)done * KJ_BLOCK_BYTES;
        if (status == KJ_OK) {
            continue;
        }
        card->stats.retries++;
        failures = done > 0 ? 1 : failures + 1;
        if (failures > READ_RETRIES) {
            if (revived) {
                return status;
            }
            card->ready = false;
        }
    }
    return KJ_OK;
}

kj_blocks kj_sdcard_blocks(kj_sdcard *card) {
    return (kj_blocks){.context = card, .count = card->block_count, .read = read};
}
