/* test_scale.c - area averages against a plain reference in double precision; error diffusion. */
#include "render/dither.h"
#include "render/scale.h"
#include "render/tone.h"
#include "test.h"

#include <math.h>

enum { SIDE = 300 };

static uint8_t gray[SIDE * SIDE];
static uint32_t sums[SIDE * SIDE], other[SIDE * SIDE];

static void fill(uint32_t width, uint32_t height) {
    uint32_t state = 3;
    for (uint32_t i = 0; i < width * height; i++) {
        state = state * 1664525u + 1013904223u;
        gray[i] = (uint8_t)(i % 7 == 0 ? 0 : state >> 24);
    }
}

static kj_scaler scaler_of(uint16_t from_width, uint16_t from_height, uint16_t width,
                           uint16_t height) {
    kj_scaler scaler = {.sums = sums,
                        .from_width = from_width,
                        .from_height = from_height,
                        .width = width,
                        .height = height};
    kj_scaler_hold(&scaler, 0, height);
    return scaler;
}

static double overlap(double a0, double a1, double b0, double b1) {
    double from = a0 > b0 ? a0 : b0, to = a1 < b1 ? a1 : b1;
    return to > from ? to - from : 0;
}

/* The exact mean ink over pixel x, y of the result. */
static double reference(const kj_scaler *s, uint32_t x, uint32_t y) {
    double dx = (double)s->width / s->from_width, dy = (double)s->height / s->from_height, ink = 0;
    uint32_t x0 = (uint32_t)(x / dx), y0 = (uint32_t)(y / dy);
    for (uint32_t v = y0; v < s->from_height && v * dy < y + 1; v++) {
        for (uint32_t u = x0; u < s->from_width && u * dx < x + 1; u++) {
            ink += kj_tone_ink[gray[v * s->from_width + u]] *
                   overlap(u * dx, (u + 1) * dx, x, x + 1) *
                   overlap(v * dy, (v + 1) * dy, y, y + 1);
        }
    }
    return ink;
}

static void check_scaled(uint16_t from_width, uint16_t from_height, uint16_t width,
                         uint16_t height) {
    kj_scaler scaler = scaler_of(from_width, from_height, width, height);
    double worst = 0, sum = 0, exact = 0;
    fill(from_width, from_height);
    for (uint32_t y = 0; y < from_height; y++) {
        kj_scaler_add(&scaler, y, 0, 1, gray + y * from_width, from_width);
    }
    for (uint32_t i = 0; i < (uint32_t)width * height; i++) {
        double wanted = reference(&scaler, i % width, i / width), got = sums[i] / 65536.0;
        worst = fabs(wanted - got) > worst ? fabs(wanted - got) : worst;
        sum += got;
        exact += wanted;
    }
    /* Four edges, each up to 1/256 off between full ink and none. */
    KJ_CHECK(worst <= KJ_TONE_FULL * 4 / 256.0 + 1);
    KJ_CHECK(fabs(sum - exact) / exact < 0.005);
}

KJ_TEST(scale_averages_by_area_as_the_reference_does) {
    static const uint16_t sizes[][4] = {
        {300, 200, 150, 100}, {300, 200, 97, 61},  {17, 13, 17, 13}, {10, 10, 25, 31},
        {1, 1, 40, 30},       {300, 3, 7, 200},    {2, 300, 299, 7}, {300, 300, 1, 1},
        {299, 299, 298, 297}, {255, 257, 256, 256}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        check_scaled(sizes[i][0], sizes[i][1], sizes[i][2], sizes[i][3]);
    }
}

KJ_TEST(scale_weights_add_up_exactly_for_every_size) {
    for (uint16_t from = 1; from <= 300; from = (uint16_t)(from + 7)) {
        for (uint16_t to = 1; to <= 300; to = (uint16_t)(to + 11)) {
            kj_scaler scaler = scaler_of(from, 3, to, 2);
            memset(gray, 0, from);
            for (uint32_t y = 0; y < 3; y++) {
                kj_scaler_add(&scaler, y, 0, 1, gray, from);
            }
            for (uint32_t i = 0; i < 2u * to; i++) {
                KJ_CHECK_EQ(sums[i], KJ_TONE_FULL * 65536u);
            }
        }
    }
}

KJ_TEST(scale_gives_the_same_in_any_order_and_in_windows_of_rows) {
    kj_scaler scaler = scaler_of(211, 157, 100, 83);
    fill(211, 157);
    for (uint32_t y = 0; y < 157; y++) {
        kj_scaler_add(&scaler, y, 0, 1, gray + y * 211, 211);
    }
    memcpy(other, sums, sizeof other);
    for (uint16_t first = 0; first < 83; first = (uint16_t)(first + 10)) {
        uint16_t rows = first + 10 > 83 ? (uint16_t)(83 - first) : 10;
        kj_scaler_hold(&scaler, first, rows);
        for (uint32_t y = 157; y-- > 0;) {
            uint8_t odd[211], even[211];
            for (uint32_t x = 0; x < 211; x++) {
                (x % 2 ? odd : even)[x / 2] = gray[y * 211 + x];
            }
            kj_scaler_add(&scaler, y, 1, 2, odd, 105);
            kj_scaler_add(&scaler, y, 0, 2, even, 106);
        }
        KJ_CHECK(memcmp(sums, other + first * 100, (size_t)rows * 100 * 4) == 0);
    }
}

/* The largest sizes, and a picture of more than 256 pixels to one. */
KJ_TEST(scale_takes_the_largest_pictures_and_boxes) {
    static uint8_t row[8192];
    static uint32_t wide[32767];
    static const uint16_t widths[] = {1, 3, 480, 8191, 32767};
    for (size_t i = 0; i < 5; i++) {
        kj_scaler scaler = {.sums = wide, .from_width = 8192, .from_height = 8192};
        scaler.width = widths[i];
        scaler.height = 1;
        kj_scaler_hold(&scaler, 0, 1);
        for (uint32_t y = 0; y < 8192; y++) {
            kj_scaler_add(&scaler, y, 0, 1, row, 8192);
        }
        KJ_CHECK(kj_scaler_is_whole(&scaler, 8192, 0) && !kj_scaler_is_whole(&scaler, 8191, 0));
        for (uint32_t x = 0; x < widths[i]; x++) {
            KJ_CHECK_EQ(wide[x], KJ_TONE_FULL * 65536u);
        }
    }
}

/* Mean level of width * height pixels of one ink, as a share of the largest. */
static double dithered_mean(uint16_t width, unsigned height, unsigned depth, uint32_t ink,
                            bool *stays) {
    static int16_t errors[KJ_DITHER_ERRORS(SIDE)];
    uint8_t levels[SIDE];
    kj_dither dither;
    double sum = 0;
    kj_dither_init(&dither, errors, width, depth);
    for (uint16_t x = 0; x < width; x++) {
        sums[x] = ink * 65536u;
    }
    for (unsigned y = 0; y < height; y++) {
        kj_dither_row(&dither, sums, levels);
        for (uint16_t x = 0; x < width; x++) {
            KJ_CHECK(levels[x] < 1 << depth);
            *stays = *stays && levels[x] == levels[0];
            sum += levels[x];
        }
    }
    return sum / ((1 << depth) - 1) / width / height;
}

KJ_TEST(dither_keeps_the_mean_at_every_width_and_depth) {
    static const uint16_t widths[] = {1, 2, 3, 8, 61, 300};
    for (unsigned depth = 1; depth <= 2; depth++) {
        for (size_t i = 0; i < 6; i++) {
            for (uint32_t ink = 0; ink <= KJ_TONE_FULL; ink += KJ_TONE_FULL / 51) {
                bool stays = true;
                double mean = dithered_mean(widths[i], 300, depth, ink, &stays);
                KJ_CHECK(fabs(mean - (double)ink / KJ_TONE_FULL) < 0.006);
            }
        }
    }
}

KJ_TEST(dither_leaves_tones_that_are_levels_alone) {
    for (unsigned depth = 1; depth <= 2; depth++) {
        unsigned most = (1u << depth) - 1u;
        for (unsigned level = 0; level <= most; level++) {
            bool stays = true;
            double mean = dithered_mean(100, 50, depth, KJ_TONE_FULL / most * level, &stays);
            KJ_CHECK(stays && fabs(mean * most - level) < 1e-9);
        }
    }
}

/* Every other row runs backwards: a single row of light ink must not put its dots on one side. */
KJ_TEST(dither_scans_there_and_back) {
    static int16_t errors[KJ_DITHER_ERRORS(40)];
    uint8_t levels[40];
    kj_dither dither;
    int first[2] = {-1, -1};
    kj_dither_init(&dither, errors, 40, 1);
    for (int row = 0; row < 2; row++) {
        memset(errors, 0, sizeof errors);
        for (int x = 0; x < 40; x++) {
            sums[x] = KJ_TONE_FULL / 5 * 2 * 65536u;
        }
        kj_dither_row(&dither, sums, levels);
        for (int x = 0; x < 40 && first[row] < 0; x++) {
            int at = row ? 39 - x : x;
            first[row] = levels[at] ? x : -1;
        }
    }
    KJ_CHECK(first[0] >= 0);
    KJ_CHECK_EQ(first[0], first[1]);
}

KJ_TEST_MAIN()
