/* zip_case.h - an archive in memory, opened; for the tests of the archive reader. */
#ifndef KJ_ZIP_CASE_H
#define KJ_ZIP_CASE_H

#include "document/zip.h"
#include "test.h"
#include "zip_build.h"

typedef struct zip_case {
    _Alignas(8) uint8_t region[64 * 1024];
    kj_heap heap;
    memory_source memory;
    uint8_t *archive;
    size_t length;
    kj_zip zip;
} zip_case;

static zip_case at_hand;

/* Takes bytes, which are malloc's. */
static inline kj_status zip_case_open_bytes(uint8_t *bytes, size_t length) {
    free(at_hand.archive);
    at_hand.archive = bytes;
    at_hand.length = length;
    kj_source source = memory_source_of(&at_hand.memory, bytes, length);
    KJ_CHECK_EQ(kj_heap_init(&at_hand.heap, at_hand.region, sizeof at_hand.region), KJ_OK);
    return kj_zip_open(&at_hand.zip, &source);
}

static inline kj_status zip_case_open(zip_build *build) {
    size_t length;
    uint8_t *bytes = zip_build_finish(build, &length);
    return zip_case_open_bytes(bytes, length);
}

/* All of the entry in pieces; the status that ended it. */
static inline kj_status zip_case_read(const kj_zip_entry *entry, unsigned window_bits, size_t piece,
                                      uint8_t *to, size_t *length) {
    kj_zip_reader reader;
    kj_status status = kj_zip_reader_open(&reader, &at_hand.zip, entry, &at_hand.heap, window_bits);
    *length = 0;
    if (status != KJ_OK) {
        return status;
    }
    size_t came;
    while ((status = kj_zip_read(&reader, (uint32_t)*length, to + *length, piece, &came)) ==
           KJ_OK) {
        KJ_CHECK(came > 0 && came <= piece);
        *length += came;
    }
    kj_zip_reader_close(&reader);
    KJ_CHECK_EQ(kj_heap_get_stats(&at_hand.heap).live, 0);
    return status;
}

/* Text that packs, with repetitions 30,000 bytes apart. */
static inline void zip_case_fill(uint8_t *bytes, size_t length) {
    uint32_t state = 1;
    for (size_t i = 0; i < length; i++) {
        state = state * 1664525u + 1013904223u;
        bool repeats = i >= 30000 && i % 3000 < 2000;
        bytes[i] = repeats ? bytes[i - 30000] : (uint8_t)('a' + (state >> 27));
    }
}

#endif
