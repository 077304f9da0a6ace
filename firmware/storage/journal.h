/* journal.h - the reader's state in the device's flash: an append-only log of small records.
 *
 * A record is a kind, an id and some bytes; the newest of a kind and id counts. Each carries a CRC,
 * each block a sequence number, and a write is one record: after a power cut at any moment it is
 * there or it is not, and whatever was written before is as it was. Blocks are used in turn, so
 * that wear is spread; when few are free the oldest is gone through, what still counts is written
 * again at the end, and the block erased. Nothing is held in memory but places: a record is found
 * by going over the headers, which are read through the flash's own read. Layer: storage. */
#ifndef KJ_STORAGE_JOURNAL_H
#define KJ_STORAGE_JOURNAL_H

#include "hal/flash.h"

#include <stdbool.h>

#define KJ_JOURNAL_VALUE_MAX 240u /* bytes */
#define KJ_JOURNAL_KINDS     16u

typedef struct kj_journal_config {
    kj_hal_flash flash; /* at least 4 blocks; 16 of 4 KB on the boards so far */
    /* Bit k: of kind k the records written longest ago may be dropped when there is no room for all
     * that counts. Records of other kinds are never dropped. */
    uint16_t droppable;
    void *log_context;
    void (*log)(void *context, const char *line); /* NULL: none */
} kj_journal_config;

/* Fields private; under 160 bytes where pointers have 32 bits. */
typedef struct kj_journal {
    kj_journal_config config;
    uint32_t sequence;  /* of the head */
    uint32_t stamp;     /* of the next value, modulo 2^24 */
    uint32_t given_up;  /* the stamp from which on back droppable records are not moved on */
    uint16_t head;      /* the block that is written to */
    uint16_t fill;      /* bytes used of its page; all of them: it is closed */
    uint16_t clean;     /* blocks from the second after the head on that hold nothing */
    uint8_t page;       /* of the head; 0xFF: none is begun */
    uint8_t clean_page; /* of the block after those: the first that may hold something */
    bool is_open, is_settled, has_given_up, is_full;
    uint32_t erases, programs, records_moved;
    uint32_t
        moved_of_block; /* bytes that were moved on from the block that is cleaned, and of the */
    uint32_t moved_usually; /* blocks before it, the latest counting most */
} kj_journal;

/* Finds the end of the log, and finishes or undoes what a power cut interrupted. Flash that holds
 * no journal (new, or another's) is made one. config is copied. KJ_OK, also where records were
 * damaged: they are left out, with a line in the log; ERR_ARGUMENT: the flash's geometry; ERR_IO.
 */
KJ_MUST_USE kj_status kj_journal_open(kj_journal *journal, const kj_journal_config *config);

/* The newest value of kind and id into value (at most capacity bytes; *length is its whole length).
 * KJ_OK; KJ_END: there is none; ERR_IO; ERR_STATE: not open. */
KJ_MUST_USE kj_status kj_journal_get(kj_journal *journal, uint8_t kind, uint64_t id, void *value,
                                     size_t capacity, size_t *length);

/* Writes a value, 1..KJ_JOURNAL_VALUE_MAX bytes; nothing where it is what is there already. KJ_OK;
 * ERR_TOO_LARGE: there is no room, even without all that may be dropped; nothing was changed (room
 * is kept for changes of values that are there, so long as these do not grow);
 * ERR_ARGUMENT; ERR_IO: the value is the old or the new one; ERR_STATE. */
KJ_MUST_USE kj_status kj_journal_put(kj_journal *journal, uint8_t kind, uint64_t id,
                                     const void *value, size_t length);

/* Forgets a value; KJ_OK also where there is none. Else as put. */
KJ_MUST_USE kj_status kj_journal_drop(kj_journal *journal, uint8_t kind, uint64_t id);

/* Goes through the values of a kind that count, the one written last first. Starts where *cursor is
 * KJ_JOURNAL_START, which is moved on. A value written meanwhile may be missed or met. KJ_OK;
 * KJ_END; ERR_IO; ERR_STATE. */
#define KJ_JOURNAL_START UINT64_MAX
KJ_MUST_USE kj_status kj_journal_next(kj_journal *journal, uint8_t kind, uint64_t *cursor,
                                      uint64_t *id, void *value, size_t capacity, size_t *length);

typedef struct kj_journal_stats {
    uint32_t erases, programs, records_moved; /* since it was opened */
    uint32_t live_bytes, size_bytes; /* what counts; of the region, what can hold records */
} kj_journal_stats;
KJ_MUST_USE kj_status kj_journal_get_stats(kj_journal *journal, kj_journal_stats *stats);

#endif
