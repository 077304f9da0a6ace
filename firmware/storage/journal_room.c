/* journal_room.c - room in the journal: what still counts is moved on, page by page, what was
 * written longest ago is given up where it may be. See journal_log.h.
 *
 * A block may be overwritten, that is: become the one after the head, once it holds nothing that
 * counts. clean counts the blocks ahead for which that is so; they are cleaned some puts before
 * they are needed, a few pages each time, so that no put has to clean the whole ring. Layer:
 * storage. */
#include "storage/journal_log.h"

#define AHEAD_MAX   3u    /* blocks to keep clean, of 16 */
#define AHEAD_PAGES 8u    /* looked at for one put, at the most */
#define AHEAD_BYTES 1024u /* moved for one put, about */
#define AGES        32u   /* steps of age that are told apart */

/* --- What counts */

uint32_t kj_log_age(const kj_journal *journal, uint32_t stamp) {
    return ((journal->stamp - stamp - 1) & KJ_LOG_STAMP_MASK) + 1;
}

static bool is_droppable(const kj_journal *journal, const kj_log_record *record) {
    return journal->config.droppable >> record->kind & 1u;
}

bool kj_log_is_given_up(const kj_journal *journal, const kj_log_record *record) {
    return journal->has_given_up && is_droppable(journal, record) &&
           kj_log_age(journal, record->stamp) >= kj_log_age(journal, journal->given_up);
}

/* The records of a page that may count, found to be superseded one by one. Places and hashes only:
 * a whole page of headers would be too much for the stack. */
typedef struct candidates {
    uint16_t hash[KJ_LOG_RECORDS_MAX];
    uint8_t offset[KJ_LOG_RECORDS_MAX]; /* in the page */
    uint32_t page_at;
    uint8_t count;
} candidates;

static uint16_t hash_of(const kj_log_record *record) {
    const uint32_t folded = (uint32_t)record->id ^ (uint32_t)(record->id >> 32) * 31u;
    return (uint16_t)((folded ^ folded >> 16) + record->kind);
}

static kj_status header_of(kj_journal *journal, const candidates *list, unsigned index,
                           kj_log_record *record) {
    kj_log_walk walk = {list->page_at + list->offset[index], list->page_at + KJ_LOG_PAGE_BYTES};
    return kj_log_next(journal, &walk, record);
}

static void forget(candidates *list, unsigned index) {
    list->count--;
    list->hash[index] = list->hash[list->count];
    list->offset[index] = list->offset[list->count];
}

/* newer supersedes those of the list with its kind and id, if it is whole. */
static kj_status supersede(kj_journal *journal, candidates *list, const kj_log_record *newer) {
    const uint16_t hash = hash_of(newer);
    for (unsigned i = list->count; i-- > 0;) {
        kj_log_record record;
        if (list->hash[i] != hash) {
            continue;
        }
        kj_status status = header_of(journal, list, i, &record);
        if (status == KJ_OK && record.id == newer->id && record.kind == newer->kind) {
            status = kj_log_check(journal, newer);
            if (status == KJ_OK) {
                forget(list, i);
            }
        }
        if (status < 0) {
            return status;
        }
    }
    return KJ_OK;
}

/* The records of a page, without what is dropped, given up or superseded within it. */
static kj_status collect(kj_journal *journal, uint32_t block, uint32_t page, candidates *list) {
    kj_log_walk walk = kj_log_walk_page(journal, block, page);
    kj_log_record record;
    kj_status status = KJ_OK;
    list->page_at = walk.end - KJ_LOG_PAGE_BYTES;
    list->count = 0;
    while ((status = kj_log_next(journal, &walk, &record)) == KJ_OK) {
        status = supersede(journal, list, &record);
        if (status == KJ_OK) {
            status = kj_log_check(journal, &record);
        }
        if (status < 0) {
            return status;
        }
        if (status == KJ_OK && record.length > 0 && !kj_log_is_given_up(journal, &record)) {
            list->hash[list->count] = hash_of(&record);
            list->offset[list->count++] = (uint8_t)(record.at - list->page_at);
        }
    }
    return status < 0 ? status : KJ_OK;
}

static kj_status supersede_by_page(kj_journal *journal, uint32_t block, uint32_t page,
                                   candidates *list) {
    kj_log_walk walk = kj_log_walk_page(journal, block, page);
    kj_log_record record;
    kj_status status = KJ_OK;
    while (list->count > 0 && (status = kj_log_next(journal, &walk, &record)) == KJ_OK) {
        status = supersede(journal, list, &record);
        if (status < 0) {
            return status;
        }
    }
    return status < 0 ? status : KJ_OK;
}

/* The records of a page that count: none of their kind and id comes later on the ring. */
static kj_status collect_live(kj_journal *journal, uint32_t back, uint32_t page, candidates *list) {
    kj_status status = collect(journal, kj_log_block(journal, back), page, list);
    for (uint32_t newer = 0; status == KJ_OK && list->count > 0 && newer <= back; newer++) {
        const uint32_t first = newer == back ? page + 1 : 0;
        uint32_t begun = 0;
        status = kj_log_begun(journal, newer, &begun);
        for (uint32_t i = begun; status == KJ_OK && i-- > first;) {
            status = supersede_by_page(journal, kj_log_block(journal, newer), i, list);
        }
    }
    return status;
}

kj_status kj_log_count_live(kj_journal *journal, uint32_t *bytes) {
    const uint32_t blocks = journal->config.flash.block_count - 1;
    kj_status status = KJ_OK;
    *bytes = 0;
    for (uint32_t back = 0; status == KJ_OK && back < blocks; back++) {
        uint32_t begun = 0;
        status = kj_log_begun(journal, back, &begun);
        for (uint32_t page = 0; status == KJ_OK && page < begun; page++) {
            candidates list;
            status = collect_live(journal, back, page, &list);
            for (unsigned i = 0; status == KJ_OK && i < list.count; i++) {
                kj_log_record record;
                status = header_of(journal, &list, i, &record);
                *bytes += KJ_LOG_HEADER + record.length;
            }
        }
    }
    return status;
}

/* --- Giving up */

typedef struct by_age {
    uint32_t youngest, oldest; /* ages */
    uint32_t bytes[AGES];      /* of the youngest first */
} by_age;

static uint32_t step_of(const by_age *ages, uint32_t age) {
    const uint64_t span = (uint64_t)ages->oldest - ages->youngest + 1;
    return (uint32_t)((uint64_t)(age - ages->youngest) * AGES / span);
}

static void add_to_survey(by_age *ages, bool adds_up, uint32_t age, uint32_t bytes) {
    if (adds_up) {
        ages->bytes[step_of(ages, age)] += bytes;
        return;
    }
    ages->oldest = age > ages->oldest ? age : ages->oldest;
    ages->youngest = age < ages->youngest ? age : ages->youngest;
}

/* Goes over all droppable records that are not given up: finds the span of their ages, or adds up
 * their bytes by age. Superseded ones are taken along: then less than was wanted becomes free, and
 * more is given up the next time. */
static kj_status survey(kj_journal *journal, by_age *ages, bool adds_up) {
    const uint32_t blocks = journal->config.flash.block_count - 1;
    kj_status status = KJ_OK;
    for (uint32_t back = 0; status == KJ_OK && back < blocks; back++) {
        uint32_t begun = 0;
        status = kj_log_begun(journal, back, &begun);
        for (uint32_t page = 0; status == KJ_OK && page < begun; page++) {
            kj_log_walk walk = kj_log_walk_page(journal, kj_log_block(journal, back), page);
            kj_log_record record;
            while ((status = kj_log_next(journal, &walk, &record)) == KJ_OK) {
                if (is_droppable(journal, &record) && !kj_log_is_given_up(journal, &record)) {
                    add_to_survey(ages, adds_up, kj_log_age(journal, record.stamp),
                                  KJ_LOG_HEADER + record.length);
                }
            }
            status = status == KJ_END ? KJ_OK : status;
        }
    }
    return status;
}

/* Gives up the oldest droppable records: of an eighth of the region, or the oldest step of age
 * where that alone is more. KJ_END: there are none. */
static kj_status give_up_some(kj_journal *journal) {
    const kj_hal_flash *flash = &journal->config.flash;
    const uint32_t wanted = flash->block_bytes * flash->block_count / 8;
    by_age ages = {.youngest = UINT32_MAX};
    kj_status status = survey(journal, &ages, false);
    if (status == KJ_OK && ages.youngest > ages.oldest) {
        return KJ_END;
    }
    if (status == KJ_OK) {
        status = survey(journal, &ages, true);
    }
    if (status != KJ_OK) {
        return status;
    }
    uint32_t step = AGES - 1, bytes = ages.bytes[AGES - 1];
    while (step > 0 && bytes + ages.bytes[step - 1] <= wanted) {
        bytes += ages.bytes[--step];
    }
    const uint64_t span = (uint64_t)ages.oldest - ages.youngest + 1;
    uint32_t age = ages.youngest + (uint32_t)((span * step + AGES - 1) / AGES);
    age = age > ages.oldest ? ages.oldest : age;
    journal->given_up = (journal->stamp - age) & KJ_LOG_STAMP_MASK;
    journal->has_given_up = true;
    kj_log_say(journal, "journal: the oldest records are dropped, there is no room for all");
    return KJ_OK;
}

/* --- Moving on */

/* KJ_END: there is no page for it. */
static kj_status open_page(kj_journal *journal, uint32_t bytes) {
    while (journal->fill + bytes > KJ_LOG_PAGE_BYTES) {
        kj_status status = kj_log_begin_page(journal, bytes);
        if (status == KJ_END && journal->clean > 0) {
            status = kj_log_advance(journal);
        }
        if (status != KJ_OK) {
            return status;
        }
    }
    return KJ_OK;
}

/* KJ_END: there is no page for it. A page that does not take it is left at once. */
static kj_status move_on(kj_journal *journal, const kj_log_record *record) {
    uint8_t bytes[KJ_LOG_PAGE_BYTES];
    kj_status status = kj_log_load(journal, record, bytes);
    if (status == KJ_END) {
        return KJ_OK; /* damaged just now */
    }
    if (status == KJ_OK) {
        status = KJ_AGAIN;
    }
    for (unsigned tries = 0; status == KJ_AGAIN && tries < 3; tries++) {
        status = open_page(journal, KJ_LOG_HEADER + record->length);
        if (status == KJ_OK) {
            status = kj_log_append(journal, record, bytes);
        }
    }
    if (status == KJ_OK) {
        const uint32_t length = KJ_LOG_HEADER + record->length;
        journal->records_moved++;
        journal->moved_of_block += length > KJ_LOG_PAGE_BYTES / 2 ? KJ_LOG_PAGE_BYTES : length;
    }
    return status == KJ_AGAIN ? KJ_ERR_IO : status;
}

/* The block that is next to be cleaned, counted from the head; 0: none, the head is left. */
static uint32_t next_to_clean(const kj_journal *journal) {
    const uint32_t oldest = journal->config.flash.block_count - 2u;
    return journal->clean < oldest ? oldest - journal->clean : 0;
}

/* Where more than half of the blocks is moved on each time they come round, every put costs another
 * one or more: then it is time to give up some, well before there is no room at all. */
static kj_status finish_block(kj_journal *journal) {
    const uint32_t half = journal->config.flash.block_bytes / 2;
    journal->clean++;
    journal->clean_page = 0;
    journal->moved_usually = (3 * journal->moved_usually + journal->moved_of_block) / 4;
    journal->moved_of_block = 0;
    if (journal->moved_usually <= half) {
        return KJ_OK;
    }
    journal->moved_usually = half / 2;
    const kj_status status = give_up_some(journal);
    return status == KJ_END ? KJ_OK : status;
}

/* Cleans one page, or finds that a block is clean. KJ_END: there is no page to move to, or nothing
 * left to clean. *moved grows by the bytes that were moved. */
static kj_status clean_page(kj_journal *journal, uint32_t *moved) {
    const uint32_t back = next_to_clean(journal);
    candidates list;
    uint32_t begun = 0;
    if (back == 0) {
        return KJ_END;
    }
    kj_status status = kj_log_begun(journal, back, &begun);
    if (status == KJ_OK && journal->clean_page >= begun) {
        return finish_block(journal);
    }
    if (status == KJ_OK) {
        status = collect_live(journal, back, journal->clean_page, &list);
    }
    for (unsigned i = 0; status == KJ_OK && i < list.count; i++) {
        kj_log_record record;
        status = header_of(journal, &list, i, &record);
        if (status == KJ_OK) {
            status = move_on(journal, &record);
            *moved += KJ_LOG_HEADER + record.length;
        }
    }
    journal->clean_page += status == KJ_OK;
    return status;
}

/* Gives up some where there is no other way: what was given up before a new start counts again, and
 * a block that was clean then may not be. */
static kj_status find_page(kj_journal *journal, uint32_t bytes) {
    uint32_t moved = 0;
    kj_status status = open_page(journal, bytes);
    while (status == KJ_END) {
        status = clean_page(journal, &moved);
        if (status == KJ_END) {
            status = give_up_some(journal);
        }
        if (status == KJ_END) {
            return KJ_ERR_TOO_LARGE;
        }
        if (status == KJ_OK) {
            status = open_page(journal, bytes);
        }
    }
    return status;
}

kj_status kj_log_write(kj_journal *journal, const kj_log_record *record, uint8_t *bytes) {
    kj_status status = KJ_AGAIN;
    for (unsigned tries = 0; status == KJ_AGAIN && tries < 3; tries++) {
        status = find_page(journal, KJ_LOG_HEADER + record->length);
        if (status == KJ_OK) {
            status = kj_log_append(journal, record, bytes);
        }
    }
    return status == KJ_AGAIN ? KJ_ERR_IO : status;
}

/* --- Making room */

/* Pages that moving the rest of the next block may take. */
static kj_status count_owed(kj_journal *journal, uint32_t *pages) {
    const uint32_t back = next_to_clean(journal);
    uint32_t begun = 0;
    kj_status status = back ? kj_log_begun(journal, back, &begun) : KJ_OK;
    *pages = begun > journal->clean_page ? begun - journal->clean_page : 0;
    return status;
}

/* Whether a record of so many bytes can be written and enough is left then. A block's first page is
 * not reckoned with: its header takes of it, and a full page does not go in. */
static kj_status has_room(kj_journal *journal, uint32_t bytes, uint32_t spare, bool *has) {
    const uint32_t pages = kj_log_pages(journal);
    uint32_t owed = 0;
    kj_status status = count_owed(journal, &owed);
    const uint32_t begun = journal->page == KJ_LOG_NO_PAGE ? 1u : journal->page + 1u;
    const uint32_t left = pages - begun + (pages - 1) * journal->clean;
    const uint32_t taken = journal->fill + bytes > KJ_LOG_PAGE_BYTES;
    *has = left >= owed + spare + taken;
    return status;
}

static kj_status work_ahead(kj_journal *journal) {
    const uint32_t quarter = journal->config.flash.block_count / 4;
    const uint32_t ahead = quarter < AHEAD_MAX ? quarter : AHEAD_MAX;
    uint32_t moved = 0;
    kj_status status = KJ_OK;
    for (uint32_t pages = 0;
         status == KJ_OK && pages < AHEAD_PAGES && moved < AHEAD_BYTES && journal->clean < ahead;
         pages++) {
        status = clean_page(journal, &moved);
    }
    return status == KJ_END ? KJ_OK : status;
}

/* A ring in which everything counts is moved on round and round; so there is an end to it. */
kj_status kj_log_make_room(kj_journal *journal, uint32_t bytes, uint32_t spare) {
    const uint32_t pages = kj_log_pages(journal);
    const uint32_t turn = pages * journal->config.flash.block_count;
    uint32_t cleaned = 0, moved = 0;
    bool has = false;
    kj_status status = work_ahead(journal);
    while (status == KJ_OK && (status = has_room(journal, bytes, spare, &has)) == KJ_OK && !has) {
        status = cleaned < turn ? clean_page(journal, &moved) : KJ_END;
        cleaned++;
        if (status == KJ_END || moved >= journal->config.flash.block_bytes / 2) {
            const kj_status given_up = give_up_some(journal);
            cleaned = given_up == KJ_OK ? 0 : cleaned;
            moved = 0;
            status = given_up == KJ_END ? status : given_up;
        }
    }
    return status == KJ_END ? KJ_ERR_TOO_LARGE : status;
}
