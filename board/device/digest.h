/* digest.h - a self-test: shapes a text of the card with the reader's own engine, and says in one
 * number what came out, to be held against hb-shape's. Layer: board. */
#ifndef KJ_DEVICE_DIGEST_H
#define KJ_DEVICE_DIGEST_H

#include "reader/library.h"
#include "reader/reader.h"

typedef struct kj_digest {
    uint64_t value; /* kj_hash_bytes of what kj_shape_print_line puts for all lines */
    uint32_t lines, glyphs;
} kj_digest;

/* Of the file at path on library's volume, line by line, in the serif face. Between turns only: it
 * borrows the reader's shaper and scratch heap. KJ_OK; ERR_MISSING; ERR_MEMORY: the heap is in use;
 * ERR_TOO_LARGE: a line of more than 4,000 bytes; errors of kj_file_open, of reading and of
 * kj_shape_print_line. */
KJ_MUST_USE kj_status kj_digest_file(kj_digest *digest, kj_reader *reader, kj_library *library,
                                     const char *path);

#endif
