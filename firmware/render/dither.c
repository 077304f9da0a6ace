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

/* The nearest level, without a division: small processors have none. */
static inline uint8_t level_of(int32_t ink, int32_t step) {
    uint8_t level = 0;
    for (int32_t border = step / 2; ink >= border && border < FULL; border += step) {
        level++;
    }
    return level;
}

static inline int32_t limited(int32_t error) {
    return error > FULL ? FULL : error < -FULL ? -FULL : error;
}

void kj_dither_row(kj_dither *dither, const uint32_t *sums, uint8_t *levels) {
    int32_t way = dither->backwards ? -1 : 1, last = dither->width - 1;
    int32_t begin = dither->backwards ? last : 0, end = dither->backwards ? 0 : last;
    int32_t ahead = 0, corner = 0;
    int16_t *errors = dither->errors + 1; /* [-1] and [width]: what leaves at the sides */
    for (int32_t x = begin; x != end + way; x += way) {
        int32_t ink = (int32_t)((sums[x] + (1u << 17)) >> 18) + errors[x] + ahead;
        levels[x] = level_of(ink, dither->step);
        int32_t error = limited(ink - levels[x] * dither->step);
        int32_t below = error * 5 / 16, behind = error * 3 / 16;
        errors[x - way] = (int16_t)(errors[x - way] + behind);
        errors[x] = (int16_t)(below + corner);
        corner = error / 16;
        ahead = error - below - behind - corner;
    }
    errors[begin] = (int16_t)(errors[begin] + errors[begin - way]);
    errors[end] = (int16_t)(errors[end] + ahead + corner);
    errors[begin - way] = 0;
    dither->backwards = !dither->backwards;
}
