/* zip_inflate.h - RFC 1951 inflating in a bounded heap, fed and drained in pieces.
 *
 * All that the archive reader needs of zlib, so that one file alone sees it. Private to
 * document/zip*.c. Layer: document. */
#ifndef KJ_DOCUMENT_ZIP_INFLATE_H
#define KJ_DOCUMENT_ZIP_INFLATE_H

#include "base/status.h"
#include "vendor/heap.h"

#include <stddef.h>
#include <stdint.h>

#define KJ_ZIP_INPUT_BYTES 512u /* a card's block */

typedef struct kj_zip_inflater kj_zip_inflater;

/* Takes 8 KB of heap; 2^window_bits more (9..15) come with the first step that does not reach the
 * stream's end. KJ_OK; ERR_MEMORY. */
KJ_MUST_USE kj_status kj_zip_inflate_begin(kj_zip_inflater **inflater, kj_heap *heap,
                                           unsigned window_bits);
void kj_zip_inflate_end(kj_zip_inflater *inflater); /* NULL: nothing to do */

/* Where the next packed bytes go, KJ_ZIP_INPUT_BYTES of room; feed says how many came. Only after
 * a step that gave KJ_AGAIN, or none yet. */
uint8_t *kj_zip_inflate_input(kj_zip_inflater *inflater);
void kj_zip_inflate_feed(kj_zip_inflater *inflater, size_t length);

/* Inflates up to capacity (> 0) bytes. KJ_OK: *length > 0 of them came; KJ_AGAIN: none, feed
 * first; KJ_END: none, the stream has ended; ERR_FORMAT: none, it is damaged; ERR_MEMORY: only
 * kj_zip_inflate_end is left. */
KJ_MUST_USE kj_status kj_zip_inflate_step(kj_zip_inflater *inflater, uint8_t *bytes,
                                          size_t capacity, size_t *length);

/* CRC-32 of what crc32 covers (0: nothing) followed by bytes. */
uint32_t kj_zip_crc32(uint32_t crc32, const uint8_t *bytes, size_t length);

#endif
