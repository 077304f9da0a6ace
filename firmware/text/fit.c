/* fit.c - the search for a size and a shift is closed: no loop over sizes, no floating point.
 *
 * The four Bengali faces share the matra's upper edge, 622 units. A size is good when that edge
 * falls within an eighth of a pixel of a row's edge without any shift: then baseline, feet and
 * matra are all sharp, at two bits too. docs/render.md has the figures. Layer: text. */
#include "text/fit.h"

#include <stdlib.h>

/* Font units; asserted against the outlines of all letters by test_fit. */
#define MATRA_TOP 622
static const int16_t matra_bottom[4] = {570, 550, 551, 512};

#define ROW            64 /* one pixel in 26.6 */
#define SHIFT_FREE     8  /* a shift this small blurs no edge: 1/8 is level 0, 7/8 is full ink */
#define SIZE_PER_MILLE 25 /* the most a size is nudged by, before rounding to 1/64 */
#define DOUBT_26_6     5  /* a row's coverage keeps this far from the threshold */
#define NUDGE_MAX      8  /* the upper edge gives way by at most this for the lower edge's sake */

/* Coverage at which a pixel is ink at one bit. A stroke thinner than a pixel never covers half of
 * one, so small sizes need a lower threshold. These tear no stroke of Serif's at any size and
 * leave the most counters open; bold ones need a little more (matra_sheet topology). */
static uint8_t ink_from_of(kj_face_id face, unsigned size_px) {
    unsigned from = 32 + 4 * size_px, most = face & 1u ? 128 : 120;
    return (uint8_t)(from < most ? from : most);
}

kj_matra kj_face_matra(kj_face_id face) {
    kj_matra matra = {0, 0};
    if (kj_face_script(face) == KJ_SCRIPT_BENGALI) {
        matra.bottom = matra_bottom[face];
        matra.top = MATRA_TOP;
    }
    return matra;
}

/* The size nearest to nominal that puts the matra's top within SHIFT_FREE of row, 26.6. */
static uint16_t nearest_size(int32_t nominal, int32_t row) {
    int32_t off = (nominal * MATRA_TOP + 500) / 1000 - row;
    int32_t size = nominal, slack = nominal * SIZE_PER_MILLE / 1000;
    if (off > SHIFT_FREE) {
        size = (row + SHIFT_FREE) * 1000 / MATRA_TOP;
    } else if (off < -SHIFT_FREE) {
        size = ((row - SHIFT_FREE) * 1000 + MATRA_TOP - 1) / MATRA_TOP;
    }
    if (abs(size - nominal) > slack) {
        size = size < nominal ? nominal - slack : nominal + slack;
    }
    return (uint16_t)size;
}

/* How much further up (26.6) the matra must lie so that the row under its last full one is
 * clearly ink or clearly paper; thickness and threshold in 26.6. */
static int32_t nudge_of(int32_t thickness, int32_t threshold) {
    int32_t part = thickness % ROW, doubt = part - threshold;
    if (thickness < ROW) { /* one row, never full: nothing to gain by moving */
        return 0;
    }
    if (doubt < 0 && doubt > -DOUBT_26_6) {
        return DOUBT_26_6 + doubt; /* up: less of the last row is covered */
    }
    if (doubt >= 0 && doubt < DOUBT_26_6) {
        return doubt - DOUBT_26_6;
    }
    return 0;
}

static void fit_matra(kj_fit *fit, kj_face_id face, int32_t row) {
    int32_t top = kj_fit_scale(*fit, MATRA_TOP);
    int32_t thickness = top - kj_fit_scale(*fit, matra_bottom[face]);
    int32_t threshold = (fit->ink_from + 3) / 4;
    int32_t nudge = nudge_of(thickness, threshold);
    int32_t last_row = thickness % ROW - nudge;
    fit->shift_26_6 = (int8_t)(row - top + nudge);
    fit->matra_top_px = (int8_t)(row / ROW);
    fit->matra_rows = (int8_t)(thickness / ROW + (last_row >= threshold ? 1 : 0));
}

kj_fit kj_face_fit(kj_face_id face, uint8_t size_px) {
    uint8_t px = size_px < KJ_SIZE_PX_MIN ? KJ_SIZE_PX_MIN : size_px;
    px = px > KJ_SIZE_PX_MAX ? KJ_SIZE_PX_MAX : px;
    int32_t nominal = px * ROW;
    int32_t top = (nominal * MATRA_TOP + 500) / 1000;
    int32_t row = (top + ROW / 2) / ROW * ROW;
    kj_fit fit = {nearest_size(nominal, row), 0, 0, 0, ink_from_of(face, px)};
    if (kj_face_script(face) == KJ_SCRIPT_BENGALI) {
        fit_matra(&fit, face, row);
    }
    return fit;
}
