/* blit.c - packed bitmaps laid over a surface at any pixel.
 *
 * Byte by byte, so that no access is unaligned and nothing depends on the byte order; the
 * widths of letters at reading sizes (up to 24 pixels) have loops of their own, which is worth
 * a third of the time. Layer: render. */
#include "render/blit.h"

typedef struct rows {
    uint8_t *to;
    const uint8_t *from;
    uint32_t to_stride, count;
} rows;

/* Rows of 1 to 3 bytes shifted as one word; the compiler drops the branches. */
static inline void narrow_rows(rows r, const unsigned bytes, const unsigned out, unsigned shift) {
    for (; r.count > 0; r.count--, r.to += r.to_stride, r.from += bytes) {
        uint32_t word = (uint32_t)r.from[0] << 24;
        if (bytes > 1) {
            word |= (uint32_t)r.from[1] << 16;
        }
        if (bytes > 2) {
            word |= (uint32_t)r.from[2] << 8;
        }
        word >>= shift;
        r.to[0] |= (uint8_t)(word >> 24);
        if (out > 1) {
            r.to[1] |= (uint8_t)(word >> 16);
        }
        if (out > 2) {
            r.to[2] |= (uint8_t)(word >> 8);
        }
        if (out > 3) {
            r.to[3] |= (uint8_t)word;
        }
    }
}

static void wide_rows(rows r, unsigned bytes, unsigned out, unsigned shift) {
    for (; r.count > 0; r.count--, r.to += r.to_stride, r.from += bytes) {
        uint32_t carry = 0;
        for (unsigned i = 0; i < bytes; i++) {
            uint32_t word = (uint32_t)r.from[i] << 8 >> shift;
            r.to[i] |= (uint8_t)(carry | word >> 8);
            carry = word & 0xFFu;
        }
        if (out > bytes) {
            r.to[bytes] |= (uint8_t)carry;
        }
    }
}

static void whole_rows(rows r, unsigned bytes, unsigned out, unsigned shift) {
    switch (bytes * 8 + out) {
    case 1 * 8 + 1: narrow_rows(r, 1, 1, shift); break;
    case 1 * 8 + 2: narrow_rows(r, 1, 2, shift); break;
    case 2 * 8 + 2: narrow_rows(r, 2, 2, shift); break;
    case 2 * 8 + 3: narrow_rows(r, 2, 3, shift); break;
    case 3 * 8 + 3: narrow_rows(r, 3, 3, shift); break;
    case 3 * 8 + 4: narrow_rows(r, 3, 4, shift); break;
    default: wide_rows(r, bytes, out, shift);
    }
}

/* Rows that reach over the left or right edge: each byte is tested, the edge byte masked.
 * from_x: the surface's pixel of the bitmap's left edge, may be negative. */
static void cut_rows(rows r, unsigned bytes, int32_t from_x, uint32_t width_px) {
    int32_t first = from_x >= 0 ? from_x / 8 : -((7 - from_x) / 8);
    unsigned shift = (unsigned)(from_x - first * 8);
    int32_t last = (int32_t)((width_px - 1) / 8);
    uint8_t edge = (uint8_t)(0xFFu << (7u - ((width_px - 1) & 7u)));
    for (; r.count > 0; r.count--, r.to += r.to_stride, r.from += bytes) {
        uint32_t carry = 0;
        for (unsigned i = 0; i <= bytes; i++) {
            uint32_t word = i < bytes ? (uint32_t)r.from[i] << 8 >> shift : 0;
            int32_t at = first + (int32_t)i;
            uint8_t ink = (uint8_t)(carry | word >> 8);
            if (at >= 0 && at <= last) {
                r.to[at] |= at == last ? (uint8_t)(ink & edge) : ink;
            }
            carry = word & 0xFFu;
        }
    }
}

void kj_surface_blit(kj_surface *surface, const uint8_t *bits, unsigned width, unsigned height,
                     int32_t x, int32_t y) {
    kj_area box = {x, y, x + (int32_t)width, y + (int32_t)height};
    kj_area area = kj_surface_clip(surface, box);
    if (kj_area_empty(area)) {
        return;
    }
    unsigned bytes = (width + 7u) / 8u, shift = (unsigned)x & 7u;
    bool whole = area.x0 == box.x0 && area.x1 == box.x1;
    size_t below = (size_t)(area.y0 - surface->band_y) * surface->stride_bytes;
    bits += (size_t)(area.y0 - y) * bytes;
    for (unsigned plane = 0; plane < surface->depth; plane++, bits += (size_t)height * bytes) {
        rows r = {surface->planes[plane] + below, bits, surface->stride_bytes,
                  (uint32_t)(area.y1 - area.y0)};
        if (whole) {
            r.to += x / 8;
            whole_rows(r, bytes, (shift + width + 7u) / 8u, shift);
        } else {
            cut_rows(r, bytes, x, surface->width_px);
        }
    }
}

/* Pixels of one plane, in a row to the right or in a column downwards. */
typedef struct line {
    uint8_t *byte;
    uint8_t bit;
    const uint8_t *level; /* of the first pixel */
    int32_t way;          /* +1 or -1: to the next pixel's level */
    int32_t count;
} line;

static inline void put_bit(line *to, unsigned plane) {
    *to->byte = (uint8_t)(*to->level >> plane & 1u ? *to->byte | to->bit : *to->byte & ~to->bit);
    to->level += to->way;
}

static void put_across(line to, unsigned plane) {
    while (to.count-- > 0) {
        put_bit(&to, plane);
        to.bit = (uint8_t)(to.bit >> 1);
        if (to.bit == 0) {
            to.bit = 0x80;
            to.byte++;
        }
    }
}

static void put_down(line to, unsigned plane, size_t stride) {
    while (to.count-- > 0) {
        put_bit(&to, plane);
        to.byte += stride;
    }
}

void kj_surface_levels(kj_surface *surface, int32_t x, int32_t y, const uint8_t *levels,
                       uint32_t count) {
    kj_area page = {x, y, x + (int32_t)count, y + 1};
    kj_area turned = kj_surface_turn(surface, page), seen = kj_surface_clip(surface, turned);
    if (kj_area_empty(seen)) {
        return;
    }
    bool across = surface->rotation == KJ_ROTATE_0 || surface->rotation == KJ_ROTATE_180;
    bool forwards = surface->rotation == KJ_ROTATE_0 || surface->rotation == KJ_ROTATE_90;
    int32_t cut = across ? seen.x0 - turned.x0 : seen.y0 - turned.y0;
    line to = {.bit = (uint8_t)(0x80u >> (seen.x0 & 7)),
               .level = levels + (forwards ? cut : (int32_t)count - 1 - cut),
               .way = forwards ? 1 : -1,
               .count = across ? seen.x1 - seen.x0 : seen.y1 - seen.y0};
    size_t at = (size_t)(seen.y0 - surface->band_y) * surface->stride_bytes + (size_t)seen.x0 / 8;
    for (unsigned plane = 0; plane < surface->depth; plane++) {
        to.byte = surface->planes[plane] + at;
        if (across) {
            put_across(to, plane);
        } else {
            put_down(to, plane, surface->stride_bytes);
        }
    }
}
