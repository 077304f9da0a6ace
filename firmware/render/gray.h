/* gray.h - rows of a PNG's pixels, of whatever kind, as gray values on white paper.
 *
 * Palette, key colour, alpha, 1 to 16 bits: what shows through is the paper. Colours weigh as in
 * ITU-R BT.601, as newspapers' and television's pictures have always been made gray.
 * Layer: render. */
#ifndef KJ_RENDER_GRAY_H
#define KJ_RENDER_GRAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct kj_pixel_format {
    uint8_t channels;   /* 1 gray or palette, 2 gray and alpha, 3 RGB, 4 RGB and alpha */
    uint8_t bits;       /* of a channel: 1, 2, 4, 8, 16 (big-endian); below 8 only with 1 channel */
    bool is_palette;    /* 1 channel of 1 to 8 bits */
    bool has_key;       /* no alpha: pixels of exactly this colour are paper */
    uint16_t key[3];    /* key[0] where there is 1 channel */
    uint8_t table[256]; /* gray of a sample of at most 8 bits in 1 channel */
} kj_pixel_format;

/* Fills the table: of gray samples, or of a palette. alpha: of the first alpha_count entries (the
 * others are opaque); entries that the file does not have are paper. */
void kj_gray_table(kj_pixel_format *format);
void kj_gray_palette(kj_pixel_format *format, const uint8_t *rgb, size_t count,
                     const uint8_t *alpha, size_t alpha_count);

/* Bytes that a row of count pixels takes before it is gray, or after: the larger. */
size_t kj_gray_row_bytes(const kj_pixel_format *format, uint32_t count);

/* Makes the row's first count bytes the gray values of its count pixels, in place. */
void kj_gray_row(const kj_pixel_format *format, uint8_t *row, uint32_t count);

#endif
