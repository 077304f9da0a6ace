/* png_build.h - makes PNG files in memory, of every kind, right or wrong on purpose. For tests and
 * fuzzers only: it aborts where it is out of memory. */
#ifndef KJ_PNG_BUILD_H
#define KJ_PNG_BUILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PNG_GRAY = 0, PNG_RGB = 2, PNG_PALETTE = 3, PNG_GRAY_ALPHA = 4, PNG_RGBA = 6 };

typedef struct png_plan {
    uint32_t width, height;
    uint8_t bits, colour; /* bits: of a channel */
    bool interlaced;
    uint8_t filter;      /* 0..4 for all rows; 5: one after the other */
    uint8_t window_bits; /* of deflate; 0: 15 */
    uint32_t idat_bytes; /* of a chunk at the most; 0: one chunk */
    const uint8_t *palette;
    size_t palette_bytes;
    const uint8_t *clear; /* tRNS */
    size_t clear_bytes;
    const void *extra; /* a chunk before the pixels */
    size_t extra_bytes;
    const char *extra_type;
} png_plan;

size_t png_row_bytes(const png_plan *plan);

/* rows: height rows of png_row_bytes, packed as PNG has them. *length bytes, the caller's to free.
 */
uint8_t *png_build(const png_plan *plan, const uint8_t *rows, size_t *length);

/* Writes a chunk to to (12 bytes more than its length) and says how many bytes that took. */
size_t png_put_chunk(uint8_t *to, const char *type, const void *data, size_t length);

#endif
