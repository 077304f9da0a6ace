/* scale.h - a picture's rows averaged by area into rows of another size.
 *
 * Each pixel of the picture covers a rectangle of the result, its edges rounded to 1/256 of a pixel
 * there, and adds its ink to what it covers. The weights of a pixel of the result add up to exactly
 * 65,536, and sums are whole numbers, so the order of pixels does not matter: an interlaced
 * picture gives the very same result. Enlarging is the same rule. Layer: render. */
#ifndef KJ_RENDER_SCALE_H
#define KJ_RENDER_SCALE_H

#include <stdbool.h>
#include <stdint.h>

/* sums, from_*, width and height are filled by the caller; all sizes > 0, from_* <= 8192. */
typedef struct kj_scaler {
    uint32_t *sums; /* rows * width; pixel: ink (KJ_TONE_FULL at most) * 65536 */
    uint16_t from_width, from_height;
    uint16_t width, height;
    uint16_t first, rows; /* rows of the result that are held now */
    /* width sums of one row of the picture, or NULL: a row that lies in two of the result, which
     * come one after the other, is then gone through once. */
    uint32_t *across;
    uint32_t across_of; /* the row that they are of, plus 1; 0: of none */
} kj_scaler;

/* Holds rows from first on, empty. */
void kj_scaler_hold(kj_scaler *scaler, uint16_t first, uint16_t rows);

/* Adds pixels x, x + step ... of the picture's row y, count gray values (0 black .. 255 white), to
 * the rows held, as far as they lie there. */
void kj_scaler_add(kj_scaler *scaler, uint32_t y, uint32_t x, uint32_t step, const uint8_t *gray,
                   uint32_t count);

/* Whether the picture's rows before y cover all of the result's row, and whether they cover any. */
bool kj_scaler_is_whole(const kj_scaler *scaler, uint32_t y, uint32_t row);
bool kj_scaler_is_begun(const kj_scaler *scaler, uint32_t y, uint32_t row);

#endif
