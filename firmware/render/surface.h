/* surface.h - rows of pixels in the panel's own orientation: a full frame or a band of it.
 *
 * One or two bit planes; a set bit is ink, the leftmost pixel the most significant bit. The
 * page may be turned by quarters: the painter maps page pixels to panel pixels, so that no
 * pass over the frame is needed to turn it. Layer: render. */
#ifndef KJ_RENDER_SURFACE_H
#define KJ_RENDER_SURFACE_H

#include "base/geometry.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct kj_surface {
    uint8_t *planes[2];           /* [1] NULL at depth 1; ink level = plane 1 * 2 + plane 0 */
    uint16_t width_px, height_px; /* of the whole panel, native orientation; any width */
    uint16_t stride_bytes;        /* of a row: (width + 7) / 8 */
    uint16_t band_y, band_rows;   /* rows held: band_y .. band_y + band_rows - 1 */
    uint8_t depth;                /* bits per pixel: 1 or 2 */
    kj_rotation rotation;         /* of the page on the panel, clockwise */
} kj_surface;

/* memory: kj_surface_bytes(width, rows, depth) bytes, caller's. rows = height for a full frame. */
size_t kj_surface_bytes(uint16_t width_px, uint16_t rows, uint8_t depth);
KJ_MUST_USE kj_status kj_surface_init(kj_surface *surface, void *memory, size_t bytes,
                                      uint16_t width_px, uint16_t height_px, uint16_t rows,
                                      uint8_t depth, kj_rotation rotation);

void kj_surface_clear(kj_surface *surface);                 /* to paper */
void kj_surface_move_band(kj_surface *surface, uint16_t y); /* then clear and paint again */

uint16_t kj_surface_page_width(const kj_surface *surface); /* turned */
uint16_t kj_surface_page_height(const kj_surface *surface);

/* Ink level (0..2^depth-1) of a page pixel within the band; 0 outside. For tests and PNGs. */
unsigned kj_surface_level(const kj_surface *surface, int x, int y);

/* Fills box (page pixels, clipped) with a level. */
void kj_surface_fill(kj_surface *surface, kj_rect box, unsigned level);

/* Turns every level l of box (page pixels, clipped) to 2^depth - 1 - l. Twice is as before. */
void kj_surface_reverse(kj_surface *surface, kj_rect box);

/* Whether box (page pixels, clipped) is all paper. */
bool kj_surface_is_blank(const kj_surface *surface, kj_rect box);

/* Where box (page pixels) lies on the panel, clipped to it; empty where it does not. */
kj_rect kj_surface_on_panel(const kj_surface *surface, kj_rect box);

#endif
