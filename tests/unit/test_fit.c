/* test_fit.c - the fit's promises at every size, and its figures against the outlines. */
#include "test.h"

#include "text/fit.h"

#include <stdbool.h>

/* A little reader of TrueType outlines, apart from FreeType: tables, loca, simple glyphs. */
static uint32_t be(const uint8_t *at, unsigned bytes) {
    uint32_t value = 0;
    while (bytes-- > 0) {
        value = value << 8 | *at++;
    }
    return value;
}

static const uint8_t *table(const kj_font_data *font, const char *tag) {
    for (unsigned i = 0; i < be(font->bytes + 4, 2); i++) {
        const uint8_t *entry = font->bytes + 12 + 16 * i;
        if (memcmp(entry, tag, 4) == 0) {
            return font->bytes + be(entry + 8, 4);
        }
    }
    return NULL;
}

static uint16_t glyph_of(const kj_font_data *font, uint32_t code_point) {
    const uint8_t *cmap = table(font, "cmap");
    for (unsigned i = 0; i < be(cmap + 2, 2); i++) {
        const uint8_t *sub = cmap + be(cmap + 4 + 8 * i + 4, 4);
        unsigned twice = be(sub + 6, 2);
        for (unsigned s = 0; be(sub, 2) == 4 && s < twice; s += 2) {
            const uint8_t *end = sub + 14 + s, *start = end + twice + 2;
            const uint8_t *delta = start + twice, *range = delta + twice;
            if (code_point > be(end, 2) || code_point < be(start, 2)) {
                continue;
            }
            uint32_t offset = be(range, 2);
            uint32_t glyph =
                offset ? be(range + offset + 2 * (code_point - be(start, 2)), 2) : code_point;
            return (uint16_t)(glyph + be(delta, 2));
        }
    }
    return 0;
}

typedef struct points {
    unsigned count, contours;
    int x[512], y[512];
    unsigned last[64];
} points;

static const uint8_t *read_axis(const uint8_t *at, const uint8_t *flags, unsigned count,
                                unsigned small, unsigned same, int *out) {
    int value = 0;
    for (unsigned i = 0; i < count; i++) {
        if (flags[i] & small) {
            value += flags[i] & same ? *at : -(int)*at;
            at++;
        } else if (!(flags[i] & same)) {
            value += (int16_t)be(at, 2);
            at += 2;
        }
        out[i] = value;
    }
    return at;
}

/* The points of a simple glyph; none for a composite one. */
static void read_points(const kj_font_data *font, uint16_t glyph, points *p) {
    bool wide = be(table(font, "head") + 50, 2) != 0;
    const uint8_t *loca = table(font, "loca");
    const uint8_t *at =
        table(font, "glyf") + (wide ? be(loca + 4 * glyph, 4) : 2 * be(loca + 2 * glyph, 2));
    uint8_t flags[512];
    p->count = p->contours = 0;
    if ((int16_t)be(at, 2) <= 0) {
        return;
    }
    p->contours = be(at, 2);
    for (unsigned i = 0; i < p->contours; i++) {
        p->last[i] = be(at + 10 + 2 * i, 2);
    }
    p->count = p->last[p->contours - 1] + 1;
    at += 10 + 2 * p->contours;
    at += 2 + be(at, 2);
    for (unsigned i = 0; i < p->count;) {
        unsigned repeat = *at & 8 ? at[1] + 1u : 1u;
        for (unsigned k = 0; k < repeat; k++) {
            flags[i++] = *at;
        }
        at += *at & 8 ? 2 : 1;
    }
    at = read_axis(at, flags, p->count, 2, 16, p->x);
    read_axis(at, flags, p->count, 4, 32, p->y);
}

/* Whether the outline has a level edge of at least 80 units at height y. */
static bool has_edge(const points *p, int y) {
    unsigned first = 0;
    for (unsigned c = 0; c < p->contours; c++) {
        for (unsigned i = first; i <= p->last[c]; i++) {
            unsigned next = i == p->last[c] ? first : i + 1;
            if (p->y[i] == y && p->y[next] == y && abs(p->x[i] - p->x[next]) >= 80) {
                return true;
            }
        }
        first = p->last[c] + 1;
    }
    return false;
}

/* The letters that hang from a matra of full length. */
static const uint16_t letters[] = {0x995, 0x998, 0x99A, 0x99B, 0x99C, 0x99F, 0x9A0, 0x9A1,
                                   0x9A2, 0x9A4, 0x9A6, 0x9A8, 0x9AB, 0x9AC, 0x9AD, 0x9AE,
                                   0x9AF, 0x9B0, 0x9B2, 0x9B7, 0x9B8, 0x9B9, 0x985, 0x989};

KJ_TEST(matra_figures_are_those_of_the_outlines) {
    for (unsigned face = 0; face < 4; face++) {
        const kj_font_data *font = &kj_font_data_table[face];
        kj_matra matra = kj_face_matra((kj_face_id)face);
        unsigned simple = 0, top = 0, bottom = 0;
        for (unsigned i = 0; i < sizeof letters / sizeof letters[0]; i++) {
            points p;
            read_points(font, glyph_of(font, letters[i]), &p);
            simple += p.count > 0;
            top += has_edge(&p, matra.top);
            bottom += has_edge(&p, matra.bottom);
        }
        KJ_CHECK(simple >= 22);
        KJ_CHECK_EQ(top, simple);
        KJ_CHECK_EQ(bottom, simple);
        KJ_CHECK_EQ(be(table(font, "head") + 18, 2), 1000);
    }
}

KJ_TEST(size_is_within_two_and_a_half_percent_and_grows_with_the_nominal) {
    uint16_t before = 0;
    for (unsigned size = KJ_SIZE_PX_MIN; size <= KJ_SIZE_PX_MAX; size++) {
        kj_fit fit = kj_face_fit(0, (uint8_t)size);
        KJ_CHECK(abs((int)fit.size_26_6 - (int)size * 64) * 1000 <= (int)size * 64 * 25);
        KJ_CHECK(fit.size_26_6 > before);
        before = fit.size_26_6;
        for (unsigned face = 1; face < KJ_FACE_COUNT; face++) {
            KJ_CHECK_EQ(kj_face_fit((kj_face_id)face, (uint8_t)size).size_26_6, fit.size_26_6);
        }
    }
    KJ_CHECK_EQ(kj_face_fit(0, 0).size_26_6, kj_face_fit(0, KJ_SIZE_PX_MIN).size_26_6);
    KJ_CHECK_EQ(kj_face_fit(0, 255).size_26_6, kj_face_fit(0, KJ_SIZE_PX_MAX).size_26_6);
}

/* 1/255 of row y-1..y that lies between two heights in 26.6. */
static int coverage_of(int row, int bottom, int top) {
    int low = bottom > (row - 1) * 64 ? bottom : (row - 1) * 64;
    int high = top < row * 64 ? top : row * 64;
    return high > low ? (high - low) * 255 / 64 : 0;
}

KJ_TEST(matra_rows_are_never_in_doubt) {
    /* 4/64 pixel: a point may be a unit off its design height (0.1 px at 96 px) and is rounded. */
    const int doubt = 4 * 255 / 64;
    for (unsigned face = 0; face < 4; face++) {
        kj_matra matra = kj_face_matra((kj_face_id)face);
        for (unsigned size = KJ_SIZE_PX_MIN; size <= KJ_SIZE_PX_MAX; size++) {
            kj_fit fit = kj_face_fit((kj_face_id)face, (uint8_t)size);
            int top = kj_fit_scale(fit, matra.top) + fit.shift_26_6;
            int bottom = kj_fit_scale(fit, matra.bottom) + fit.shift_26_6;
            KJ_CHECK(fit.shift_26_6 >= -32 && fit.shift_26_6 <= 31);
            KJ_CHECK(fit.matra_rows >= 1);
            for (int row = fit.matra_top_px + 3; row > fit.matra_top_px - fit.matra_rows - 3;
                 row--) {
                bool ink = row <= fit.matra_top_px && row > fit.matra_top_px - fit.matra_rows;
                int coverage = coverage_of(row, bottom, top);
                KJ_CHECK(ink ? coverage >= fit.ink_from + doubt : coverage <= fit.ink_from - doubt);
            }
        }
    }
}

KJ_TEST(matra_upper_edge_is_sharp_at_two_bits_too) {
    for (unsigned face = 0; face < 4; face++) {
        kj_matra matra = kj_face_matra((kj_face_id)face);
        for (unsigned size = 20; size <= KJ_SIZE_PX_MAX; size++) {
            kj_fit fit = kj_face_fit((kj_face_id)face, (uint8_t)size);
            int top = kj_fit_scale(fit, matra.top) + fit.shift_26_6;
            KJ_CHECK(top - fit.matra_top_px * 64 <= 8);
            KJ_CHECK(top - fit.matra_top_px * 64 >= -8);
        }
    }
}

KJ_TEST(baseline_moves_by_an_eighth_at_most_from_20_px_on) {
    for (unsigned face = 0; face < 4; face++) {
        for (unsigned size = 20; size <= KJ_SIZE_PX_MAX; size++) {
            kj_fit fit = kj_face_fit((kj_face_id)face, (uint8_t)size);
            KJ_CHECK(abs(fit.shift_26_6) <=
                     17); /* 1/8, 1/8 more where the lower edge is in doubt */
        }
    }
}

KJ_TEST(latin_stands_on_the_baseline_unmoved) {
    for (unsigned face = 4; face < KJ_FACE_COUNT; face++) {
        for (unsigned size = KJ_SIZE_PX_MIN; size <= KJ_SIZE_PX_MAX; size++) {
            kj_fit fit = kj_face_fit((kj_face_id)face, (uint8_t)size);
            KJ_CHECK_EQ(fit.shift_26_6, 0);
            KJ_CHECK_EQ(fit.matra_rows, 0);
            KJ_CHECK_EQ(fit.matra_top_px, 0);
        }
    }
}

KJ_TEST(scale_rounds_to_nearest_on_both_sides) {
    kj_fit fit = {.size_26_6 = 1500};
    KJ_CHECK_EQ(kj_fit_scale(fit, 1), 2); /* 1.5 */
    KJ_CHECK_EQ(kj_fit_scale(fit, -1), -2);
    KJ_CHECK_EQ(kj_fit_scale(fit, 1000), 1500);
    KJ_CHECK_EQ(kj_fit_scale(fit, -32767), -49151); /* 49150.5 */
}

KJ_TEST(thousandth_is_a_division_up_to_the_largest_product) {
    for (uint32_t value = 0; value < 3000000; value++) { /* what letters come to */
        if (kj_thousandth(value) != value / 1000u) {
            KJ_CHECK_EQ(kj_thousandth(value), value / 1000u);
            return;
        }
    }
    for (uint32_t value = 1u << 28; value > 3000000; value -= value / 4096u + 1u) {
        KJ_CHECK_EQ(kj_thousandth(value), value / 1000u);
        KJ_CHECK_EQ(kj_thousandth(value - value % 1000u), value / 1000u);
    }
}

KJ_TEST_MAIN()
