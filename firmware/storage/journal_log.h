/* journal_log.h - the journal's bytes on flash: blocks in a ring, pages in a block, records in a
 * page.
 *
 * Private to journal*.c. docs/storage.md shows the layout; what it rests on:
 * - The head is the block with the highest sequence number. The block n places before it in the
 *   ring has its number less n, or does not count. The block after the head never counts: it alone
 *   is ever erased, so an interrupted erase is never looked at.
 * - A page's bit in its block's header is cleared before anything is programmed into the page.
 * After an opening only pages whose bit is set are begun, so nothing is programmed over cells that
 * an interrupted program may have touched, even where they read as erased.
 * - A record lies within a page and is programmed at once; then its state is cleared, which makes
 * it count. A record with its state set does not, whatever it reads as.
 * - Of two records of one kind and id the later on the ring counts. A record that is moved keeps
 * its stamp, which tells when it was written. Layer: storage. */
#ifndef KJ_STORAGE_JOURNAL_LOG_H
#define KJ_STORAGE_JOURNAL_LOG_H

#include "storage/journal.h"

#define KJ_LOG_PAGE_BYTES  256u /* of ours; the chip's may be larger */
#define KJ_LOG_PAGES_MAX   64u  /* of a block */
#define KJ_LOG_HEADER      16u  /* of a record */
#define KJ_LOG_RECORDS_MAX (KJ_LOG_PAGE_BYTES / KJ_LOG_HEADER)
#define KJ_LOG_NO_PAGE     0xFFu
#define KJ_LOG_STAMP_MASK  0xFFFFFFu
#define KJ_LOG_KIND_MASK   0x0Fu
#define KJ_LOG_STATE_MASK  0xF0u

typedef struct kj_log_record {
    uint32_t at; /* offset in the region */
    uint32_t stamp, crc;
    uint64_t id;
    uint8_t kind, length; /* length 0: the value was dropped */
    bool counts;
} kj_log_record;

/* A walk over the records of a page. */
typedef struct kj_log_walk {
    uint32_t at, end;
} kj_log_walk;

/* All: KJ_OK, or ERR_IO of the flash, and what is said besides. */

uint32_t kj_log_pages(const kj_journal *journal);        /* of a block */
uint32_t kj_log_block_header(const kj_journal *journal); /* bytes */
uint32_t kj_log_block(const kj_journal *journal,
                      uint32_t back); /* the block so far before the head */

/* Finds the head, or makes one: sets head, sequence, page, and closes the page. */
KJ_MUST_USE kj_status kj_log_find_head(kj_journal *journal);
KJ_MUST_USE kj_status kj_log_format(kj_journal *journal);

/* How many pages are begun in the block so far before the head; 0 where it does not count. */
KJ_MUST_USE kj_status kj_log_begun(kj_journal *journal, uint32_t back, uint32_t *pages);

/* Takes the block after the head for the new head. What it held is gone, and the block after it
 * does not count any more. */
KJ_MUST_USE kj_status kj_log_advance(kj_journal *journal);

/* Begins the next page that has room for bytes. KJ_END: the head has none left. */
KJ_MUST_USE kj_status kj_log_begin_page(kj_journal *journal, uint32_t bytes);

kj_log_walk kj_log_walk_page(const kj_journal *journal, uint32_t block, uint32_t page);

/* The walk's next record, whole or not. KJ_END: no more that count; record is set if the walk ended
 * at bytes that may be a record that does not count, and record->counts is false. */
KJ_MUST_USE kj_status kj_log_next(kj_journal *journal, kj_log_walk *walk, kj_log_record *record);

/* KJ_OK: the check sum is right; KJ_END: it is not. */
KJ_MUST_USE kj_status kj_log_check(kj_journal *journal, const kj_log_record *record);

/* The record that counts of kind and id, also one that says dropped. KJ_END: none. */
KJ_MUST_USE kj_status kj_log_find(kj_journal *journal, uint8_t kind, uint64_t id,
                                  kj_log_record *record);

/* Programs a record with its header and makes it count; bytes has KJ_LOG_HEADER bytes of room
 * before its record->length bytes of value. The page has room. */
KJ_MUST_USE kj_status kj_log_append(kj_journal *journal, const kj_log_record *record,
                                    uint8_t *bytes);

/* Clears the state of a record that counts once more: it may have been interrupted. */
KJ_MUST_USE kj_status kj_log_confirm(kj_journal *journal, const kj_log_record *record);

/* Reads a record into bytes (KJ_LOG_PAGE_BYTES), header and value. KJ_END: it is damaged. */
KJ_MUST_USE kj_status kj_log_load(kj_journal *journal, const kj_log_record *record, uint8_t *bytes);

/* --- journal_room.c */

/* How long ago a stamp was given: 1 is the last one. */
uint32_t kj_log_age(const kj_journal *journal, uint32_t stamp);

/* Whether a record is of those that were given up for want of room. */
bool kj_log_is_given_up(const kj_journal *journal, const kj_log_record *record);

/* Makes room for a record of so many bytes and opens its page; spare: pages that are left then.
 * Moves a few records on beforehand, where clean blocks get scarce. KJ_OK; ERR_TOO_LARGE. */
KJ_MUST_USE kj_status kj_log_make_room(kj_journal *journal, uint32_t bytes, uint32_t spare);

/* Appends a record to the open page, or to the next one where it does not fit or the flash does not
 * take it. Moves nothing on as long as there is a page, as there is unless pages were begun in
 * vain. KJ_OK; ERR_TOO_LARGE; ERR_IO, also where three pages did not take it. */
KJ_MUST_USE kj_status kj_log_write(kj_journal *journal, const kj_log_record *record,
                                   uint8_t *bytes);

/* The bytes of all records that count. */
KJ_MUST_USE kj_status kj_log_count_live(kj_journal *journal, uint32_t *bytes);

void kj_log_say(const kj_journal *journal, const char *line);

#endif
