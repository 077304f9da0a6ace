/* journal_log.c - see journal_log.h. Layer: storage. */
#include "storage/journal_log.h"

#include "base/bytes.h"

#include <string.h>

#define SEQUENCE_MAX 0xF0000000u /* no flash lives to see it; numbers above are damage */
#define NAMED_BYTES  10u         /* of a block's header that its check sum covers */
#define MAP_AT       16u         /* a byte for each page, cleared once it is begun */

/* --- Check sums and flash */

/* CRC-24 of RFC 9580, section 6.1.1, four bits at a time. */
static uint32_t crc24(uint32_t crc, const uint8_t *bytes, size_t length) {
    static const uint32_t table[16] = {0x000000, 0x864CFB, 0x8AD50D, 0x0C99F6, 0x93E6E1, 0x15AA1A,
                                       0x1933EC, 0x9F7F17, 0xA18139, 0x27CDC2, 0x2B5434, 0xAD18CF,
                                       0x3267D8, 0xB42B23, 0xB8B2D5, 0x3EFE2E};
    for (size_t i = 0; i < length; i++) {
        crc = (crc << 4 & 0xFFFFFF) ^ table[crc >> 20 ^ bytes[i] >> 4];
        crc = (crc << 4 & 0xFFFFFF) ^ table[crc >> 20 ^ (bytes[i] & 15u)];
    }
    return crc;
}
#define CRC_START 0xB704CEu

static uint32_t get_le24(const uint8_t *bytes) {
    return kj_get_le16(bytes) | (uint32_t)bytes[2] << 16;
}

static void put_le24(uint8_t *bytes, uint32_t value) {
    kj_put_le16(bytes, value);
    bytes[2] = (uint8_t)(value >> 16);
}

static kj_status read_bytes(const kj_journal *journal, uint32_t at, void *bytes, size_t length) {
    const kj_hal_flash *flash = &journal->config.flash;
    return flash->read(flash->context, at, bytes, length) == KJ_OK ? KJ_OK : KJ_ERR_IO;
}

/* After an operation that failed nobody knows what is on flash until it was looked at. */
static kj_status program(kj_journal *journal, uint32_t at, const void *bytes, size_t length) {
    const kj_hal_flash *flash = &journal->config.flash;
    journal->programs++;
    if (flash->program(flash->context, at, bytes, length) == KJ_OK) {
        return KJ_OK;
    }
    journal->is_settled = false;
    return KJ_ERR_IO;
}

void kj_log_say(const kj_journal *journal, const char *line) {
    if (journal->config.log) {
        journal->config.log(journal->config.log_context, line);
    }
}

/* --- Blocks */

uint32_t kj_log_pages(const kj_journal *journal) {
    return journal->config.flash.block_bytes / KJ_LOG_PAGE_BYTES;
}

uint32_t kj_log_block(const kj_journal *journal, uint32_t back) {
    const uint32_t count = journal->config.flash.block_count;
    return (journal->head + count - back) % count;
}

static void name_block(const kj_journal *journal, uint32_t sequence, uint8_t *header) {
    memcpy(header, "KJL1", 4);
    kj_put_le32(header + 4, sequence);
    header[8] = (uint8_t)kj_log_pages(journal);
    header[9] = (uint8_t)journal->config.flash.block_count;
    put_le24(header + NAMED_BYTES, crc24(CRC_START, header, NAMED_BYTES));
    memset(header + NAMED_BYTES + 3, 0xFF, MAP_AT - NAMED_BYTES - 3);
}

/* A page is begun where its byte or a later one is not as erased. */
static uint32_t count_begun(const kj_journal *journal, const uint8_t *map) {
    uint32_t page = kj_log_pages(journal);
    while (page > 0 && map[page - 1] == 0xFF) {
        page--;
    }
    return page;
}

/* The block's sequence number, or 0: it has none. *begun: its pages. */
static kj_status look_at_block(const kj_journal *journal, uint32_t block, uint32_t *sequence,
                               uint32_t *begun) {
    uint8_t header[MAP_AT + KJ_LOG_PAGES_MAX], wanted[MAP_AT];
    const uint32_t at = block * journal->config.flash.block_bytes;
    kj_status status = read_bytes(journal, at, header, kj_log_block_header(journal));
    if (status != KJ_OK) {
        return status;
    }
    *sequence = kj_get_le32(header + 4);
    name_block(journal, *sequence, wanted);
    if (memcmp(header, wanted, NAMED_BYTES + 3) != 0 || *sequence > SEQUENCE_MAX) {
        *sequence = 0;
    }
    *begun = count_begun(journal, header + MAP_AT);
    return KJ_OK;
}

kj_status kj_log_begun(kj_journal *journal, uint32_t back, uint32_t *pages) {
    uint32_t sequence = 0, begun = 0;
    if (back == 0) {
        *pages = journal->page == KJ_LOG_NO_PAGE ? 0 : journal->page + 1u;
        return KJ_OK;
    }
    if (back >= journal->sequence) { /* there were not so many blocks yet */
        *pages = 0;
        return KJ_OK;
    }
    kj_status status = look_at_block(journal, kj_log_block(journal, back), &sequence, &begun);
    *pages = sequence == journal->sequence - back ? begun : 0;
    return status;
}

/* A block without a begun page is none: its header may not be whole, however it reads. */
kj_status kj_log_find_head(kj_journal *journal) {
    journal->sequence = 0;
    for (uint32_t block = 0; block < journal->config.flash.block_count; block++) {
        uint32_t sequence = 0, begun = 0;
        kj_status status = look_at_block(journal, block, &sequence, &begun);
        if (status != KJ_OK) {
            return status;
        }
        if (begun > 0 && sequence > journal->sequence) {
            journal->sequence = sequence;
            journal->head = (uint16_t)block;
            journal->page = (uint8_t)(begun - 1);
        }
    }
    journal->fill = KJ_LOG_PAGE_BYTES;
    journal->clean = journal->clean_page = 0;
    return KJ_OK;
}

static kj_status make_head(kj_journal *journal, uint32_t block, uint32_t sequence) {
    const kj_hal_flash *flash = &journal->config.flash;
    uint8_t header[MAP_AT];
    journal->erases++;
    if (flash->erase(flash->context, block) != KJ_OK) {
        journal->is_settled = false;
        return KJ_ERR_IO;
    }
    name_block(journal, sequence, header);
    kj_status status = program(journal, block * flash->block_bytes, header, sizeof header);
    if (status == KJ_OK) {
        journal->head = (uint16_t)block;
        journal->sequence = sequence;
        journal->page = KJ_LOG_NO_PAGE;
        journal->fill = KJ_LOG_PAGE_BYTES;
    }
    return status;
}

kj_status kj_log_format(kj_journal *journal) {
    kj_status status = make_head(journal, 0, 1);
    return status == KJ_OK ? kj_log_begin_page(journal, 0) : status;
}

kj_status kj_log_advance(kj_journal *journal) {
    const uint32_t next = (journal->head + 1u) % journal->config.flash.block_count;
    kj_status status = make_head(journal, next, journal->sequence + 1);
    if (status == KJ_OK && journal->clean > 0) {
        journal->clean--;
    }
    return status;
}

uint32_t kj_log_block_header(const kj_journal *journal) { return MAP_AT + kj_log_pages(journal); }

static uint32_t page_start(const kj_journal *journal, uint32_t page) {
    return page == 0 ? kj_log_block_header(journal) : 0;
}

/* Whether a page reads as erased, which ours do; pages of a flash that was damaged may not. */
static bool is_blank(const kj_journal *journal, uint32_t page) {
    uint8_t bytes[64];
    const uint32_t at =
        journal->head * journal->config.flash.block_bytes + page * KJ_LOG_PAGE_BYTES;
    for (uint32_t i = page_start(journal, page); i < KJ_LOG_PAGE_BYTES; i++) {
        const uint32_t here = i % sizeof bytes;
        if ((here == 0 || i == page_start(journal, page)) &&
            read_bytes(journal, at + i - here, bytes, sizeof bytes) != KJ_OK) {
            return false;
        }
        if (bytes[here] != 0xFF) {
            return false;
        }
    }
    return true;
}

kj_status kj_log_begin_page(kj_journal *journal, uint32_t bytes) {
    const uint32_t pages = kj_log_pages(journal);
    const uint8_t begun = 0;
    uint32_t page = journal->page == KJ_LOG_NO_PAGE ? 0 : journal->page + 1u;
    page += page_start(journal, page) + bytes > KJ_LOG_PAGE_BYTES;
    while (page < pages && !is_blank(journal, page)) {
        page++;
    }
    if (page >= pages) {
        return KJ_END;
    }
    const uint32_t at = journal->head * journal->config.flash.block_bytes + MAP_AT + page;
    kj_status status = program(journal, at, &begun, 1);
    if (status == KJ_OK) {
        journal->page = (uint8_t)page;
        journal->fill = (uint16_t)page_start(journal, page);
    }
    return status;
}

/* --- Records */

kj_log_walk kj_log_walk_page(const kj_journal *journal, uint32_t block, uint32_t page) {
    const uint32_t at = block * journal->config.flash.block_bytes + page * KJ_LOG_PAGE_BYTES;
    return (kj_log_walk){at + page_start(journal, page), at + KJ_LOG_PAGE_BYTES};
}

static void take_header(const uint8_t *header, uint32_t at, kj_log_record *record) {
    record->at = at;
    record->kind = header[0] & KJ_LOG_KIND_MASK;
    record->counts = (header[0] & KJ_LOG_STATE_MASK) != KJ_LOG_STATE_MASK;
    record->length = header[1];
    record->stamp = get_le24(header + 2);
    record->crc = get_le24(header + 5);
    record->id = kj_get_le32(header + 8) | (uint64_t)kj_get_le32(header + 12) << 32;
}

kj_status kj_log_next(kj_journal *journal, kj_log_walk *walk, kj_log_record *record) {
    uint8_t header[KJ_LOG_HEADER];
    record->counts = false;
    record->length = KJ_JOURNAL_VALUE_MAX + 1;
    if (walk->end - walk->at < KJ_LOG_HEADER) {
        return KJ_END;
    }
    kj_status status = read_bytes(journal, walk->at, header, sizeof header);
    if (status != KJ_OK) {
        return status;
    }
    take_header(header, walk->at, record);
    if (KJ_LOG_HEADER + record->length > walk->end - walk->at) {
        record->counts = false;
        record->length = KJ_JOURNAL_VALUE_MAX + 1;
    }
    if (!record->counts) {
        walk->at = walk->end;
        return KJ_END;
    }
    walk->at += KJ_LOG_HEADER + record->length;
    return KJ_OK;
}

/* Of everything but the state and the check sum. */
static uint32_t sum_header(const kj_log_record *record) {
    uint8_t bytes[KJ_LOG_HEADER - 3];
    bytes[0] = record->kind;
    bytes[1] = record->length;
    put_le24(bytes + 2, record->stamp);
    kj_put_le32(bytes + 5, (uint32_t)record->id);
    kj_put_le32(bytes + 9, (uint32_t)(record->id >> 32));
    return crc24(CRC_START, bytes, sizeof bytes);
}

kj_status kj_log_check(kj_journal *journal, const kj_log_record *record) {
    uint8_t bytes[48];
    uint32_t crc = sum_header(record), at = record->at + KJ_LOG_HEADER, left = record->length;
    while (left > 0) {
        const uint32_t length = left < sizeof bytes ? left : (uint32_t)sizeof bytes;
        kj_status status = read_bytes(journal, at, bytes, length);
        if (status != KJ_OK) {
            return status;
        }
        crc = crc24(crc, bytes, length);
        at += length;
        left -= length;
    }
    return crc == record->crc ? KJ_OK : KJ_END;
}

/* The last one in the page: a walk goes forward only. */
static kj_status find_in_page(kj_journal *journal, kj_log_walk walk, uint8_t kind, uint64_t id,
                              kj_log_record *found) {
    kj_status result = KJ_END, status = KJ_OK;
    kj_log_record record;
    while ((status = kj_log_next(journal, &walk, &record)) == KJ_OK) {
        if (record.id != id || record.kind != kind) {
            continue;
        }
        status = kj_log_check(journal, &record);
        if (status < 0) {
            return status;
        }
        if (status == KJ_OK) {
            *found = record;
            result = KJ_OK;
        }
    }
    return status < 0 ? status : result;
}

kj_status kj_log_find(kj_journal *journal, uint8_t kind, uint64_t id, kj_log_record *record) {
    const uint32_t blocks = journal->config.flash.block_count - 1;
    for (uint32_t back = 0; back < blocks; back++) {
        uint32_t pages = 0;
        kj_status status = kj_log_begun(journal, back, &pages);
        for (uint32_t page = pages; status == KJ_OK && page-- > 0;) {
            const kj_log_walk walk = kj_log_walk_page(journal, kj_log_block(journal, back), page);
            status = find_in_page(journal, walk, kind, id, record);
            if (status == KJ_OK) {
                return KJ_OK;
            }
            status = status == KJ_END ? KJ_OK : status;
        }
        if (status != KJ_OK) {
            return status;
        }
    }
    return KJ_END;
}

static uint8_t *put_header(const kj_log_record *record, uint8_t *bytes) {
    bytes[0] = KJ_LOG_STATE_MASK | record->kind;
    bytes[1] = record->length;
    put_le24(bytes + 2, record->stamp);
    kj_put_le32(bytes + 8, (uint32_t)record->id);
    kj_put_le32(bytes + 12, (uint32_t)(record->id >> 32));
    put_le24(bytes + 5, crc24(sum_header(record), bytes + KJ_LOG_HEADER, record->length));
    return bytes;
}

kj_status kj_log_confirm(kj_journal *journal, const kj_log_record *record) {
    return program(journal, record->at, &record->kind, 1);
}

kj_status kj_log_load(kj_journal *journal, const kj_log_record *record, uint8_t *bytes) {
    kj_log_record loaded;
    kj_status status =
        read_bytes(journal, record->at, bytes, KJ_LOG_HEADER + (size_t)record->length);
    if (status != KJ_OK) {
        return status;
    }
    take_header(bytes, record->at, &loaded);
    if (loaded.length != record->length ||
        crc24(sum_header(&loaded), bytes + KJ_LOG_HEADER, record->length) != loaded.crc) {
        return KJ_END;
    }
    return KJ_OK;
}

static bool is_written(kj_journal *journal, uint32_t at, const uint8_t *bytes, uint32_t length) {
    uint8_t there[48];
    for (uint32_t i = 0; i < length; i += (uint32_t)sizeof there) {
        const uint32_t part = length - i < sizeof there ? length - i : (uint32_t)sizeof there;
        if (read_bytes(journal, at + i, there, part) != KJ_OK ||
            memcmp(there, bytes + i, part) != 0) {
            return false;
        }
    }
    return true;
}

kj_status kj_log_append(kj_journal *journal, const kj_log_record *record, uint8_t *bytes) {
    const uint32_t length = KJ_LOG_HEADER + record->length;
    kj_log_record placed = *record;
    placed.at = journal->head * journal->config.flash.block_bytes +
                journal->page * KJ_LOG_PAGE_BYTES + journal->fill;
    journal->fill = (uint16_t)(journal->fill + length); /* whatever comes of it */
    kj_status status = program(journal, placed.at, put_header(record, bytes), length);
    if (status == KJ_OK && !is_written(journal, placed.at, bytes, length)) {
        journal->fill = KJ_LOG_PAGE_BYTES;
        return KJ_AGAIN;
    }
    return status == KJ_OK ? kj_log_confirm(journal, &placed) : status;
}
