/* scale.c - see scale.h. Layer: render. */
#include "render/scale.h"

#include "render/tone.h"

#include <string.h>

#define ONE 256u /* parts of a pixel of the result */

/* Where the picture's row y begins in the result, in parts. */
static uint32_t row_edge(const kj_scaler *scaler, uint32_t y) {
    return (uint32_t)((uint64_t)y * scaler->height * ONE / scaler->from_height);
}

void kj_scaler_hold(kj_scaler *scaler, uint16_t first, uint16_t rows) {
    scaler->first = first;
    scaler->rows = rows;
    memset(scaler->sums, 0, sizeof *scaler->sums * scaler->width * rows);
}

bool kj_scaler_is_whole(const kj_scaler *scaler, uint32_t y, uint32_t row) {
    return row_edge(scaler, y) >= (row + 1) * ONE;
}

bool kj_scaler_is_begun(const kj_scaler *scaler, uint32_t y, uint32_t row) {
    return row_edge(scaler, y) > row * ONE;
}

/* A pixel's left edge, moved on pixel by pixel without dividing. */
typedef struct edge {
    uint32_t at, rest;        /* parts; and what is over, in from_width-ths of one */
    uint32_t whole, fraction; /* a pixel's width likewise */
    uint32_t from_width;
} edge;

static edge edge_of(const kj_scaler *scaler, uint32_t x) {
    uint32_t parts = (uint32_t)scaler->width * ONE;
    uint64_t product = (uint64_t)x * parts;
    return (edge){.at = (uint32_t)(product / scaler->from_width),
                  .rest = (uint32_t)(product % scaler->from_width),
                  .whole = parts / scaler->from_width,
                  .fraction = parts % scaler->from_width,
                  .from_width = scaler->from_width};
}

static inline void advance(edge *left) {
    left->at += left->whole;
    left->rest += left->fraction;
    if (left->rest >= left->from_width) {
        left->rest -= left->from_width;
        left->at++;
    }
}

static inline void put(uint32_t *sum, uint32_t ink, uint32_t weight) {
    if (ink > 0) { /* and so the pixel is one of the row */
        *sum += ink * weight;
    }
}

/* Adds a row's pixels to one row of sums; weight: parts of that row which the pixels cover. What
 * lies in one pixel of the sums is gathered first, since most of those get ink from several. */
static void add_across(const kj_scaler *scaler, uint32_t *sums, uint32_t weight, uint32_t x,
                       uint32_t step, const uint8_t *gray, uint32_t count) {
    edge left = edge_of(scaler, x);
    uint32_t pixel = left.at / ONE, border = (pixel + 1u) * ONE, gathered = 0;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t ink = kj_tone_ink[gray[i]];
        uint32_t from = left.at;
        advance(&left);
        if (from >= border) {
            put(&sums[pixel], gathered, weight);
            gathered = 0;
            pixel = from / ONE;
            border = (pixel + 1u) * ONE;
        }
        for (; left.at > border; from = border, border += ONE) {
            put(&sums[pixel++], gathered + ink * (border - from), weight);
            gathered = 0;
        }
        gathered += ink * (left.at - from);
        for (uint32_t skipped = 1; skipped < step; skipped++) {
            advance(&left);
        }
    }
    put(&sums[pixel], gathered, weight);
}

/* Where that saves going through a row twice: its sums, weight 1, or NULL. */
static const uint32_t *sums_across(kj_scaler *scaler, uint32_t y, uint32_t x, uint32_t step,
                                   const uint8_t *gray, uint32_t count) {
    const uint32_t top = row_edge(scaler, y), bottom = row_edge(scaler, y + 1);
    if (!scaler->across || x != 0 || step != 1 || bottom <= (top / ONE + 1u) * ONE) {
        return NULL;
    }
    if (scaler->across_of != y + 1u) {
        memset(scaler->across, 0, sizeof *scaler->across * scaler->width);
        add_across(scaler, scaler->across, 1, 0, 1, gray, count);
        scaler->across_of = y + 1u;
    }
    return scaler->across;
}

static void add_sums(uint32_t *to, const uint32_t *from, uint32_t weight, uint32_t width) {
    for (uint32_t x = 0; x < width; x++) {
        to[x] += from[x] * weight;
    }
}

void kj_scaler_add(kj_scaler *scaler, uint32_t y, uint32_t x, uint32_t step, const uint8_t *gray,
                   uint32_t count) {
    uint32_t top = row_edge(scaler, y), bottom = row_edge(scaler, y + 1);
    uint32_t held = scaler->first * ONE, held_end = (scaler->first + (uint32_t)scaler->rows) * ONE;
    top = top > held ? top : held;
    bottom = bottom < held_end ? bottom : held_end;
    const uint32_t *across = top < bottom ? sums_across(scaler, y, x, step, gray, count) : NULL;
    while (top < bottom) {
        uint32_t row = top / ONE, end = (row + 1) * ONE;
        uint32_t *sums = scaler->sums + (size_t)(row - scaler->first) * scaler->width;
        end = end < bottom ? end : bottom;
        if (across) {
            add_sums(sums, across, end - top, scaler->width);
        } else {
            add_across(scaler, sums, end - top, x, step, gray, count);
        }
        top = end;
    }
}
