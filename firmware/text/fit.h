/* fit.h - the exact size and height at which a face is set, so that the matra is sharp.
 *
 * The matra, the headline stroke that joins Bengali letters, is what the eye sees first. A
 * nominal size is nudged by at most 2.5 %, and the outlines shifted up or down by a part of a
 * pixel, so that the matra's upper edge lies on a pixel row and its thickness is never in
 * doubt at one bit. Layout scales advances with the same figures. Layer: text. */
#ifndef KJ_TEXT_FIT_H
#define KJ_TEXT_FIT_H

#include "text/face.h"

#define KJ_SIZE_PX_MIN 8u
#define KJ_SIZE_PX_MAX 96u

typedef struct kj_fit {
    uint16_t size_26_6; /* pixels to the em, 26.6: what outlines and advances are scaled by */
    int8_t shift_26_6;  /* added to outlines' y (upwards), pixels 26.6, -32..31 */
    int8_t
        matra_top_px; /* first row of the matra above the baseline: row y covers y-1..y; Latin: 0 */
    int8_t matra_rows; /* rows of the matra at one bit; 0 for Latin faces */
    uint8_t ink_from;  /* at one bit a pixel is ink from this coverage on, of 0..255 */
} kj_fit;

/* The fit of face at a nominal size in whole pixels, clamped to KJ_SIZE_PX_MIN..MAX. All faces
 * get the same size_26_6, so that scripts and weights can share a line. Cannot fail. */
kj_fit kj_face_fit(kj_face_id face, uint8_t size_px);

/* The matra's lower and upper edge in font units, as measured from the letters' outlines
 * (tests/unit/test_fit.c measures again); both 0 for Latin faces. */
typedef struct kj_matra {
    int16_t bottom, top;
} kj_matra;
kj_matra kj_face_matra(kj_face_id face);

/* value / 1000 for value up to 2^28, without dividing: every point of every outline is scaled, and
 * a Cortex-M0+ has neither a divide instruction nor a product of more than 32 bits. 8388 / 2^23 is
 * less than 1/1000 by 4 parts in 10^5: too small by one or two, by 20 at the most. The compiler is
 * not told what the factors are, as it would make a dozen shifts of a product of one cycle. */
static inline uint32_t kj_thousandth(uint32_t value) {
    uint32_t factor = 8388, thousand = 1000;
    __asm__("" : "+r"(factor), "+r"(thousand));
    uint32_t quotient = (value >> 9) * factor >> 14;
    uint32_t rest = value - quotient * thousand;
    for (; rest >= thousand; rest -= thousand) {
        quotient++;
    }
    return quotient;
}

/* font units -> pixels in 26.6 at fit, rounded to nearest; |units| <= 32767. */
static inline int32_t kj_fit_scale(kj_fit fit, int32_t units) {
    int32_t product = units * (int32_t)fit.size_26_6; /* |units| 2^15 * 2^13 fits */
    return product >= 0 ? (int32_t)kj_thousandth((uint32_t)product + 500u)
                        : -(int32_t)kj_thousandth(500u - (uint32_t)product);
}

#endif
