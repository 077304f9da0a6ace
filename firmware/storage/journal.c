/* journal.c - what the journal does, over its log. See journal.h. Layer: storage. */
#include "storage/journal.h"

#include "storage/journal_log.h"

#include <string.h>

/* Pages that are left after a put, by what it is: a new value must leave room for changes of those
 * that are there, and both for a drop, which alone makes room where nothing may be given up. */
#define SPARE_NEW    4u /* and a sixteenth of all: changed lengths may go together less well */
#define SPARE_CHANGE 2u
#define SPARE_DROP   1u

_Static_assert(KJ_LOG_HEADER + KJ_JOURNAL_VALUE_MAX == KJ_LOG_PAGE_BYTES, "a record fits a page");
_Static_assert(sizeof(void *) > 4 || sizeof(kj_journal) < 160, "as journal.h says");

/* --- Opening */

static bool is_power_of_two(uint32_t number) { return number && !(number & (number - 1)); }

static bool is_usable(const kj_hal_flash *flash) {
    return flash->read && flash->program && flash->erase && is_power_of_two(flash->block_bytes) &&
           is_power_of_two(flash->page_bytes) && flash->page_bytes >= KJ_LOG_PAGE_BYTES &&
           flash->page_bytes <= flash->block_bytes && flash->block_bytes >= 4 * KJ_LOG_PAGE_BYTES &&
           flash->block_bytes <= KJ_LOG_PAGES_MAX * KJ_LOG_PAGE_BYTES && flash->block_count >= 4 &&
           flash->block_count <= 255;
}

static void pass_stamp(kj_journal *journal, uint32_t stamp) {
    if (((stamp - journal->stamp) & KJ_LOG_STAMP_MASK) <= KJ_LOG_STAMP_MASK / 2) {
        journal->stamp = (stamp + 1) & KJ_LOG_STAMP_MASK;
    }
}

/* Goes over everything: the newest stamp, and whether anything is damaged. */
static kj_status look_through(kj_journal *journal, bool *is_damaged) {
    const uint32_t blocks = journal->config.flash.block_count - 1;
    bool has_stamp = false;
    for (uint32_t back = 0; back < blocks; back++) {
        uint32_t begun = 0;
        kj_status status = kj_log_begun(journal, back, &begun);
        for (uint32_t page = 0; status == KJ_OK && page < begun; page++) {
            kj_log_walk walk = kj_log_walk_page(journal, kj_log_block(journal, back), page);
            kj_log_record record;
            while ((status = kj_log_next(journal, &walk, &record)) == KJ_OK) {
                status = kj_log_check(journal, &record);
                if (status < 0) {
                    return status;
                }
                *is_damaged = *is_damaged || status == KJ_END;
                if (status == KJ_OK) {
                    journal->stamp = has_stamp ? journal->stamp : record.stamp;
                    pass_stamp(journal, record.stamp);
                    has_stamp = true;
                }
            }
            status = status == KJ_END ? KJ_OK : status;
        }
        if (status != KJ_OK) {
            return status;
        }
    }
    return KJ_OK;
}

/* The page's last record that counts, and after it one that does not although it is whole: what a
 * cut may leave. Each with its kind set to more than KJ_JOURNAL_KINDS where there is none. */
static kj_status look_at_end(kj_journal *journal, kj_log_walk walk, kj_log_record *last,
                             kj_log_record *half) {
    kj_log_record record;
    kj_status status = KJ_OK;
    last->kind = half->kind = UINT8_MAX;
    while ((status = kj_log_next(journal, &walk, &record)) == KJ_OK) {
        *last = record;
    }
    if (status == KJ_END && record.length <= KJ_JOURNAL_VALUE_MAX) {
        status = kj_log_check(journal, &record);
        if (status == KJ_OK) {
            *half = record;
        }
    }
    return status < 0 ? status : KJ_OK;
}

/* Before anything else is written: a second cut must find it again. */
static kj_status write_anew(kj_journal *journal, const kj_log_record *half) {
    uint8_t bytes[KJ_LOG_PAGE_BYTES];
    pass_stamp(journal, half->stamp);
    kj_status status = kj_log_load(journal, half, bytes);
    if (status == KJ_OK) {
        status = kj_log_write(journal, half, bytes);
    }
    return status == KJ_END || status == KJ_ERR_TOO_LARGE ? KJ_OK : status; /* it never counted */
}

/* What the last program did may not last: it may have been cut where all reads well. So the last
 * record that counts is told once more that it does, and one that is whole and does not count is
 * written anew, after which it matters no more how the first reads. Earlier records are certain:
 * others were begun after them. */
static kj_status settle(kj_journal *journal) {
    const uint32_t blocks = journal->config.flash.block_count - 1;
    kj_log_record last = {.kind = UINT8_MAX}, half = last, page_half = last;
    for (uint32_t back = 0; back < blocks && last.kind == UINT8_MAX; back++) {
        uint32_t page = 0;
        kj_status status = kj_log_begun(journal, back, &page);
        while (status == KJ_OK && page > 0 && last.kind == UINT8_MAX) {
            const kj_log_walk walk = kj_log_walk_page(journal, kj_log_block(journal, back), --page);
            status = look_at_end(journal, walk, &last, &page_half);
            half = half.kind == UINT8_MAX ? page_half : half;
        }
        if (status != KJ_OK) {
            return status;
        }
    }
    journal->is_settled = true; /* unless one of these fails */
    kj_status status = last.kind == UINT8_MAX ? KJ_OK : kj_log_confirm(journal, &last);
    return status == KJ_OK && half.kind != UINT8_MAX ? write_anew(journal, &half) : status;
}

static kj_status find_end(kj_journal *journal) {
    bool is_damaged = false;
    kj_status status = kj_log_find_head(journal);
    if (status == KJ_OK && journal->sequence == 0) {
        status = kj_log_format(journal);
    }
    if (status == KJ_OK) {
        status = look_through(journal, &is_damaged);
    }
    if (is_damaged) {
        kj_log_say(journal, "journal: damaged records are left out");
    }
    return status;
}

kj_status kj_journal_open(kj_journal *journal, const kj_journal_config *config) {
    memset(journal, 0, sizeof *journal);
    if (!is_usable(&config->flash)) {
        return KJ_ERR_ARGUMENT;
    }
    journal->config = *config;
    kj_status status = find_end(journal);
    if (status != KJ_OK) {
        return status;
    }
    journal->is_open = true;
    if (settle(journal) != KJ_OK) { /* the next put tries again */
        journal->is_settled = false;
        kj_log_say(journal, "journal: the flash cannot be written");
    }
    return KJ_OK;
}

/* --- Values */

static kj_status read_value(kj_journal *journal, const kj_log_record *record, void *value,
                            size_t capacity, size_t *length) {
    const kj_hal_flash *flash = &journal->config.flash;
    const size_t part = record->length < capacity ? record->length : capacity;
    if (part > 0 && flash->read(flash->context, record->at + KJ_LOG_HEADER, value, part) != KJ_OK) {
        return KJ_ERR_IO;
    }
    *length = record->length;
    return KJ_OK;
}

kj_status kj_journal_get(kj_journal *journal, uint8_t kind, uint64_t id, void *value,
                         size_t capacity, size_t *length) {
    kj_log_record record;
    if (!journal->is_open) {
        return KJ_ERR_STATE;
    }
    kj_status status = kj_log_find(journal, kind, id, &record);
    if (status != KJ_OK || record.length == 0) {
        return status == KJ_OK ? KJ_END : status;
    }
    return read_value(journal, &record, value, capacity, length);
}

/* KJ_OK: the record's value is value; KJ_END: it is not. */
static kj_status compare(kj_journal *journal, const kj_log_record *record, const void *value,
                         size_t length) {
    const kj_hal_flash *flash = &journal->config.flash;
    uint8_t bytes[48];
    if (record->length != length) {
        return KJ_END;
    }
    for (size_t at = 0; at < length; at += sizeof bytes) {
        const size_t part = length - at < sizeof bytes ? length - at : sizeof bytes;
        if (flash->read(flash->context, record->at + KJ_LOG_HEADER + (uint32_t)at, bytes, part) !=
            KJ_OK) {
            return KJ_ERR_IO;
        }
        if (memcmp(bytes, (const uint8_t *)value + at, part) != 0) {
            return KJ_END;
        }
    }
    return KJ_OK;
}

static kj_status write(kj_journal *journal, kj_log_record *record, const void *value,
                       uint32_t spare) {
    uint8_t bytes[KJ_LOG_PAGE_BYTES];
    kj_status status = kj_log_make_room(journal, KJ_LOG_HEADER + record->length, spare);
    if (status != KJ_OK) {
        return status;
    }
    if (record->length > 0) {
        memcpy(bytes + KJ_LOG_HEADER, value, record->length);
    }
    record->stamp = journal->stamp;
    journal->stamp = (journal->stamp + 1) & KJ_LOG_STAMP_MASK;
    return kj_log_write(journal, record, bytes);
}

static uint32_t spare_for_new(const kj_journal *journal) {
    return SPARE_NEW + kj_log_pages(journal) * journal->config.flash.block_count / 16;
}

/* After an error: as after a power cut. */
static kj_status settle_again(kj_journal *journal) {
    if (journal->is_settled) {
        return KJ_OK;
    }
    kj_status status = find_end(journal);
    if (status == KJ_OK) {
        status = settle(journal);
    }
    journal->is_settled = status == KJ_OK;
    return status;
}

kj_status kj_journal_put(kj_journal *journal, uint8_t kind, uint64_t id, const void *value,
                         size_t length) {
    kj_log_record record;
    if (!journal->is_open) {
        return KJ_ERR_STATE;
    }
    if (kind >= KJ_JOURNAL_KINDS || length == 0 || length > KJ_JOURNAL_VALUE_MAX) {
        return KJ_ERR_ARGUMENT;
    }
    kj_status status = settle_again(journal);
    if (status == KJ_OK) {
        status = kj_log_find(journal, kind, id, &record);
    }
    const bool is_new = status == KJ_END || (status == KJ_OK && record.length == 0);
    if (status == KJ_OK && !is_new && !kj_log_is_given_up(journal, &record)) {
        status = compare(journal, &record, value, length);
        if (status == KJ_OK) {
            return KJ_OK;
        }
    }
    if (status < 0) {
        return status;
    }
    const bool shrinks = !is_new && length < record.length;
    if (is_new && journal->is_full) {
        return KJ_ERR_TOO_LARGE;
    }
    record = (kj_log_record){.id = id, .kind = kind, .length = (uint8_t)length};
    status = write(journal, &record, value, is_new ? spare_for_new(journal) : SPARE_CHANGE);
    journal->is_full = (journal->is_full && !shrinks) || (is_new && status == KJ_ERR_TOO_LARGE);
    return status;
}

kj_status kj_journal_drop(kj_journal *journal, uint8_t kind, uint64_t id) {
    kj_log_record record;
    if (!journal->is_open) {
        return KJ_ERR_STATE;
    }
    if (kind >= KJ_JOURNAL_KINDS) {
        return KJ_ERR_ARGUMENT;
    }
    kj_status status = settle_again(journal);
    if (status == KJ_OK) {
        status = kj_log_find(journal, kind, id, &record);
    }
    if (status != KJ_OK || record.length == 0) {
        return status == KJ_END ? KJ_OK : status;
    }
    record = (kj_log_record){.id = id, .kind = kind};
    status = write(journal, &record, NULL, SPARE_DROP);
    journal->is_full = journal->is_full && status != KJ_OK;
    return status;
}

/* --- Lists */

/* Whether nothing of the record's kind and id came later. */
static kj_status is_newest(kj_journal *journal, const kj_log_record *record, bool *is) {
    kj_log_record newest;
    kj_status status = kj_log_find(journal, record->kind, record->id, &newest);
    *is = status == KJ_OK && newest.stamp == record->stamp && newest.length == record->length;
    return status < 0 ? status : KJ_OK;
}

/* The youngest value in a page that is older than after and younger than best, if there is one. */
static kj_status next_in_page(kj_journal *journal, kj_log_walk walk, uint8_t kind, uint32_t after,
                              uint32_t *best_age, kj_log_record *best) {
    kj_log_record record;
    kj_status status = KJ_OK;
    while ((status = kj_log_next(journal, &walk, &record)) == KJ_OK) {
        const uint32_t age = kj_log_age(journal, record.stamp);
        bool is = false;
        if (record.kind != kind || record.length == 0 || age <= after || age >= *best_age) {
            continue;
        }
        status = is_newest(journal, &record, &is);
        if (status != KJ_OK) {
            return status;
        }
        if (is) {
            *best = record;
            *best_age = age;
        }
    }
    return status < 0 ? status : KJ_OK;
}

kj_status kj_journal_next(kj_journal *journal, uint8_t kind, uint64_t *cursor, uint64_t *id,
                          void *value, size_t capacity, size_t *length) {
    const uint32_t none = UINT32_MAX;
    uint32_t best_age = none;
    kj_log_record best;
    if (!journal->is_open) {
        return KJ_ERR_STATE;
    }
    const uint32_t after = *cursor == KJ_JOURNAL_START ? 0 : kj_log_age(journal, (uint32_t)*cursor);
    for (uint32_t back = 0; back + 1 < journal->config.flash.block_count; back++) {
        uint32_t pages = 0;
        kj_status status = kj_log_begun(journal, back, &pages);
        while (status == KJ_OK && pages-- > 0) {
            const kj_log_walk walk = kj_log_walk_page(journal, kj_log_block(journal, back), pages);
            status = next_in_page(journal, walk, kind, after, &best_age, &best);
        }
        if (status != KJ_OK) {
            return status;
        }
    }
    if (best_age == none) {
        return KJ_END;
    }
    kj_status status = read_value(journal, &best, value, capacity, length);
    if (status == KJ_OK) {
        *cursor = best.stamp;
        *id = best.id;
    }
    return status;
}

kj_status kj_journal_get_stats(kj_journal *journal, kj_journal_stats *stats) {
    const kj_hal_flash *flash = &journal->config.flash;
    uint32_t live_bytes = 0;
    if (!journal->is_open) {
        return KJ_ERR_STATE;
    }
    kj_status status = kj_log_count_live(journal, &live_bytes);
    if (status == KJ_OK) {
        *stats =
            (kj_journal_stats){.erases = journal->erases,
                               .programs = journal->programs,
                               .records_moved = journal->records_moved,
                               .live_bytes = live_bytes,
                               .size_bytes = (flash->block_count - 3) *
                                             (flash->block_bytes - kj_log_block_header(journal))};
    }
    return status;
}
