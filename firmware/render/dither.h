/* dither.h - rows of ink into rows of levels: error diffusion by Floyd and Steinberg's weights
 * (1976), every other row from right to left. docs/decisions/0006 says why these. Layer: render. */
#ifndef KJ_RENDER_DITHER_H
#define KJ_RENDER_DITHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define KJ_DITHER_ERRORS(width) ((size_t)(width) + 2u) /* that kj_dither_init takes */

/* Fields private. */
typedef struct kj_dither {
    int16_t *errors; /* of the row to come, with one at each side; the caller's */
    uint16_t width;  /* > 0 */
    int32_t step;    /* ink from one level to the next */
    bool backwards;  /* the row to come is */
} kj_dither;

/* depth: bits of a level, 1 or 2. */
void kj_dither_init(kj_dither *dither, int16_t *errors, uint16_t width, unsigned depth);

/* The next row. sums: as kj_scaler leaves them. levels: width of 0 (paper) .. 2^depth - 1. The mean
 * of the levels is that of the ink: what an edge cannot pass on sideways goes down. */
void kj_dither_row(kj_dither *dither, const uint32_t *sums, uint8_t *levels);

#endif
