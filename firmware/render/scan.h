/* scan.h - the pixels that an outline covers, as runs of ink.
 *
 * Takes the place of FreeType's smooth rasteriser, whose sums it makes, exact areas by signed
 * trapezoids, for glyphs of a few dozen pixels on a processor without a cache and with eight
 * registers: see docs/decisions/0019. Private to render/. Layer: render. */
#ifndef KJ_RENDER_SCAN_H
#define KJ_RENDER_SCAN_H

#include "render/blit.h"
#include "render/raster.h"

/* Coverage, of 0..255, from which a pixel has ink of level 1, 2, 3; 256: there is no such level.
 * Rising. */
typedef struct kj_scan_levels {
    uint16_t from[3];
} kj_scan_levels;

/* An outline being drawn. */
typedef struct kj_scan kj_scan;

/* The outline, piece by piece, pixels 26.6, y upwards: where a contour begins, a line, a curve of
 * the second order. Contours end where they began. */
void kj_scan_move(kj_scan *scan, int32_t x, int32_t y);
void kj_scan_line(kj_scan *scan, int32_t x, int32_t y);
void kj_scan_curve(kj_scan *scan, int32_t control_x, int32_t control_y, int32_t x, int32_t y);

/* Gives all pieces of the outline to scan. */
typedef void (*kj_scan_walk)(const void *outline, kj_scan *scan);

/* Calls run, row by row from the top and from left to right, for all ink of outline (filled by the
 * non-zero rule), moved right_26_6 to the right, within clip. box: pixels, y downwards, that hold
 * all of its points then. Takes 4 KB of stack and no heap; an outline that is higher than what is
 * drawn at once is walked once for each part. KJ_OK, or ERR_FORMAT: box is wider or higher than
 * KJ_SCAN_SIDE_MAX. */
#define KJ_SCAN_SIDE_MAX 2044
KJ_MUST_USE kj_status kj_scan_outline(kj_scan_walk walk, const void *outline, int32_t right_26_6,
                                      kj_area box, kj_area clip, const kj_scan_levels *levels,
                                      kj_raster_run run, void *user);

#endif
