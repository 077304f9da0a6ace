/* blit.h - what is done to a surface: packed bitmaps and strokes of ink laid over it, rows of
 * pictures put in place.
 *
 * Private to render/. The painter only ever adds ink (bits are ORed), so the order of glyphs does
 * not matter and a page painted in bands equals one painted at once. Layer: render. */
#ifndef KJ_RENDER_BLIT_H
#define KJ_RENDER_BLIT_H

#include "render/surface.h"

#include <stdbool.h>

/* Pixels x0..x1-1 by y0..y1-1; 32 bits, so that sums of 16-bit figures cannot overflow. */
typedef struct kj_area {
    int32_t x0, y0, x1, y1;
} kj_area;

static inline bool kj_area_empty(kj_area area) { return area.x0 >= area.x1 || area.y0 >= area.y1; }
kj_area kj_area_cut(kj_area area, kj_area limit);

/* Page pixels to panel pixels. */
kj_area kj_surface_turn(const kj_surface *surface, kj_area page);

/* The part of a panel area that the surface's band holds, possibly empty. */
kj_area kj_surface_clip(const kj_surface *surface, kj_area panel);

/* Sets or clears pixels from..to-1 of a row. */
static inline void kj_fill_row(uint8_t *row, uint32_t from, uint32_t to, bool ink) {
    uint8_t *byte = row + from / 8, *last = row + (to - 1) / 8;
    uint8_t head = (uint8_t)(0xFFu >> (from & 7u));
    uint8_t tail = (uint8_t)(0xFFu << (7u - ((to - 1) & 7u)));
    if (byte == last) {
        head &= tail;
        *byte = (uint8_t)(ink ? *byte | head : *byte & ~head);
        return;
    }
    *byte = (uint8_t)(ink ? *byte | head : *byte & ~head);
    while (++byte < last) {
        *byte = ink ? 0xFF : 0;
    }
    *last = (uint8_t)(ink ? *last | tail : *last & ~tail);
}

/* The same for one pixel of each of count rows: on a turned page all runs are such columns. */
static inline void kj_fill_column(uint8_t *byte, size_t stride, uint32_t from, int32_t count,
                                  bool ink) {
    const uint8_t bit = (uint8_t)(0x80u >> (from & 7u));
    byte += from / 8;
    for (; count > 0; count--, byte += stride) {
        *byte = (uint8_t)(ink ? *byte | bit : *byte & ~bit);
    }
}

/* Adds ink of level to a page area, clipped. */
void kj_surface_ink(kj_surface *surface, kj_area page, unsigned level);

/* Adds a packed bitmap, its top left at panel pixel x, y. bits: one plane after the other, rows
 * of (width + 7) / 8 bytes, leftmost pixel the most significant bit, bits past the width clear.
 * As many planes as the surface has. */
void kj_surface_blit(kj_surface *surface, const uint8_t *bits, unsigned width, unsigned height,
                     int32_t x, int32_t y);

/* Sets pixels of a page row from x on to levels, ink and paper alike, clipped. */
void kj_surface_levels(kj_surface *surface, int32_t x, int32_t y, const uint8_t *levels,
                       uint32_t count);

#endif
