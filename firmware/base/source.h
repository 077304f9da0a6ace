/* source.h - where bytes come from: a file on the card, memory, an entry of an archive.
 *
 * A source can be read anywhere at the same cost; a stream goes forwards, and going back may
 * cost as much as reading it from its beginning. Both are given by value and borrow what their
 * context points to. Layer: base. */
#ifndef KJ_BASE_SOURCE_H
#define KJ_BASE_SOURCE_H

#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

typedef struct kj_source {
    void *context;
    uint32_t size_bytes;
    /* Reads exactly length bytes at offset (within size_bytes). KJ_OK or ERR_IO. */
    kj_status (*read)(void *context, uint32_t offset, uint8_t *bytes, size_t length);
} kj_source;

typedef struct kj_stream {
    void *context;
    /* Reads up to capacity (> 0) bytes from offset on; cheap where offset is where the last read
     * ended. KJ_OK and *length > 0; KJ_END: offset is at or past the end; ERR_FORMAT: the bytes
     * are damaged from here on (what was given before stays given); ERR_IO; ERR_MEMORY;
     * ERR_TOO_LARGE: more than the container may hold. */
    kj_status (*read)(void *context, uint32_t offset, uint8_t *bytes, size_t capacity,
                      size_t *length);
} kj_stream;

#endif
