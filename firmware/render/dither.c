/* dither.c - see dither.h. Layer: render. */
#include "render/dither.h"

#include "render/tone.h"

#include <string.h>

/* Ink here is a quarter of tone.h's, so that errors fit 16 bits. */
#define FULL ((int32_t)KJ_TONE_FULL / 4)

void kj_dither_init(kj_dither *dither, int16_t *errors, uint16_t width, unsigned depth) {
    *dither =
        (kj_dither){.errors = errors, .width = width, .step = FULL / (int32_t)((1u << depth) - 1u)};
    memset(errors, 0, sizeof *errors * KJ_DITHER_ERRORS(width));
}

/* The nearest of two levels, or of four, without a division: small processors have none. */
static inline uint8_t level_of(int32_t ink, int32_t step) {
    const int32_t border = step / 2;
    if (step == FULL || ink < border) {
        return ink >= border;
    }
    return (uint8_t)(1 + (ink >= border + step) + (ink >= border + 2 * step));
}

static inline int32_t limited(int32_t error) {
    return error > FULL ? FULL : error < -FULL ? -FULL : error;
}

/* One pixel's error as it is shared out: 7/16 ahead, the rest below; what rounding loses goes
 * ahead. */
typedef struct sharing {
    int32_t ahead, corner, step;
} sharing;

static inline uint8_t dither_pixel(sharing *share, uint32_t sum, int16_t *error_at, int way) {
    const int32_t ink = (int32_t)((sum + (1u << 17)) >> 18) + *error_at + share->ahead;
    const uint8_t level = level_of(ink, share->step);
    const int32_t error = limited(ink - level * share->step);
    const int32_t below = error * 5 / 16, behind = error * 3 / 16;
    error_at[-way] = (int16_t)(error_at[-way] + behind);
    *error_at = (int16_t)(below + share->corner);
    share->corner = error / 16;
    share->ahead = error - below - behind - share->corner;
    return level;
}

void kj_dither_row(kj_dither *dither, const uint32_t *sums, uint8_t *levels) {
    const int32_t way = dither->backwards ? -1 : 1, last = dither->width - 1;
    const int32_t begin = dither->backwards ? last : 0, end = dither->backwards ? 0 : last;
    sharing share = {.step = dither->step};
    int16_t *errors = dither->errors + 1; /* [-1] and [width]: what leaves at the sides */
    if (dither->backwards) {
        for (int32_t x = last; x >= 0; x--) {
            levels[x] = dither_pixel(&share, sums[x], errors + x, -1);
        }
    } else {
        for (int32_t x = 0; x <= last; x++) {
            levels[x] = dither_pixel(&share, sums[x], errors + x, 1);
        }
    }
    errors[begin] = (int16_t)(errors[begin] + errors[begin - way]);
    errors[end] = (int16_t)(errors[end] + share.ahead + share.corner);
    errors[begin - way] = 0;
    dither->backwards = !dither->backwards;
}
