/* test_paragraph.c - total fit on words of made-up widths: exhaustive search is the judge. */
#include "layout/paragraph.h"
#include "test.h"

enum { PX = 64, CAPACITY = KJ_POINTS_MAX };

static kj_breaker breaker;
static kj_point points[KJ_POINTS_MAX];
static uint16_t lines[CAPACITY], best_lines[32];

static uint32_t seed = 1;
static uint32_t below(uint32_t limit) {
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % limit;
}

/* A text of words of random widths, some of which can be divided; returns the count of points. */
static unsigned random_points(unsigned words, uint32_t widest_px, unsigned hyphen_in, bool forced) {
    int32_t pen = 0;
    unsigned count = 1, gaps = 0;
    points[0] = (kj_point){.hang_begin_12_4 = (uint8_t)below(80)};
    for (unsigned word = 0; word < words; word++) {
        unsigned parts = hyphen_in && below(hyphen_in) == 0 ? 2 + below(2) : 1;
        for (unsigned part = 0; part < parts; part++) {
            pen += (int32_t)(below(widest_px * PX) + 2 * PX);
            bool ends_word = part + 1 == parts, ends = ends_word && word + 1 == words;
            points[count] = (kj_point){.end_26_6 = pen + (ends_word ? 0 : 5 * PX),
                                       .begin_26_6 = pen,
                                       .gaps = (uint16_t)gaps,
                                       .offset = (uint16_t)(count * 3),
                                       .kind = ends                      ? KJ_POINT_END
                                               : !ends_word              ? KJ_POINT_HYPHEN
                                               : forced && below(9) == 0 ? KJ_POINT_FORCED
                                                                         : KJ_POINT_PLAIN,
                                       .at_space = ends_word && !ends,
                                       .hang_end_12_4 = (uint8_t)(below(3) ? 0 : below(64))};
            count++;
        }
        gaps++;
    }
    return count;
}

static kj_measure random_measure(kj_measure_mode mode) {
    return (kj_measure){.width_26_6 = (int32_t)(120 + below(300)) * PX,
                        .indent_26_6 = ((int32_t)below(60) - 20) * PX,
                        .space_26_6 = (int32_t)(4 + below(6)) * PX,
                        .mode = (uint8_t)mode};
}

/* Least demerits of all ways to choose points, by trying each of them. */
static uint32_t exhaustive(const kj_measure *measure, unsigned count, bool ragged_too) {
    uint32_t best = UINT32_MAX;
    unsigned free_points = count - 2;
    for (uint32_t choice = 0; choice < 1u << free_points; choice++) {
        unsigned chosen = 0;
        bool skips_forced = false;
        for (unsigned i = 0; i < free_points; i++) {
            if (choice >> i & 1u) {
                best_lines[chosen++] = (uint16_t)(i + 1);
            } else if (points[i + 1].kind == KJ_POINT_FORCED) {
                skips_forced = true;
            }
        }
        best_lines[chosen++] = (uint16_t)(count - 1);
        uint32_t demerits = kj_paragraph_demerits(measure, points, best_lines, chosen, ragged_too);
        if (!skips_forced && demerits < best) {
            best = demerits;
        }
    }
    return best;
}

static void check_optimal(kj_measure_mode mode, unsigned rounds, bool forced) {
    unsigned judged = 0;
    for (unsigned round = 0; round < rounds; round++) {
        unsigned count = random_points(4 + below(7), 20 + below(70), below(2) ? 2 : 0, forced);
        if (count > 14) {
            continue;
        }
        kj_measure measure = random_measure(mode);
        unsigned made = kj_paragraph_break(&breaker, &measure, points, count, lines, CAPACITY);
        uint32_t strict = exhaustive(&measure, count, false);
        bool ragged_too = strict == UINT32_MAX;
        uint32_t least = ragged_too ? exhaustive(&measure, count, true) : strict;
        KJ_CHECK_EQ(kj_paragraph_demerits(&measure, points, lines, made, ragged_too), least);
        judged++;
    }
    KJ_CHECK(judged > rounds / 2);
}

KJ_TEST(paragraph_is_as_good_as_exhaustive_search_when_justified) {
    check_optimal(KJ_MEASURE_JUSTIFIED, 600, false);
}

KJ_TEST(paragraph_is_as_good_as_exhaustive_search_when_ragged) {
    check_optimal(KJ_MEASURE_RAGGED, 300, false);
}

KJ_TEST(paragraph_is_as_good_as_exhaustive_search_when_balanced) {
    check_optimal(KJ_MEASURE_BALANCED, 300, false);
}

KJ_TEST(paragraph_is_as_good_as_exhaustive_search_with_forced_breaks) {
    check_optimal(KJ_MEASURE_JUSTIFIED, 300, true);
}

/* What holds for every line of every text. */
static void check_lines(const kj_measure *measure, unsigned count, unsigned made) {
    unsigned first = 0;
    KJ_CHECK(made >= 1 && made < count);
    for (unsigned i = 0; i < made; i++) {
        unsigned last = lines[i];
        KJ_CHECK(last > first && last < count);
        for (unsigned point = first + 1; point < last; point++) {
            KJ_CHECK(points[point].kind != KJ_POINT_FORCED);
        }
        kj_line_fit fit = kj_paragraph_fit(measure, points, first, last);
        int32_t gaps = points[last].gaps - points[first].gaps - points[first].at_space;
        int32_t width = points[last].end_26_6 - points[first].begin_26_6 + gaps * fit.gap_26_6 +
                        (first == 0 ? measure->indent_26_6 : 0) - fit.hang_begin_26_6 -
                        fit.hang_end_26_6;
        KJ_CHECK(!fit.overfull || last == first + 1);
        KJ_CHECK(fit.overfull || width <= measure->width_26_6);
        KJ_CHECK(fit.hang_end_26_6 <= 4 * points[last].hang_end_12_4);
        KJ_CHECK(fit.hang_begin_26_6 <= 4 * points[first].hang_begin_12_4);
        if (fit.ratio_8_8) {
            KJ_CHECK(fit.ratio_8_8 >= KJ_GAP_LEAST_8_8 - 1 && fit.ratio_8_8 <= KJ_GAP_MOST_8_8);
            KJ_CHECK(measure->width_26_6 - width < PX); /* it fills the column */
        }
        first = last;
    }
    KJ_CHECK_EQ(first, count - 1);
}

KJ_TEST(paragraph_has_no_line_overfull_and_each_point_in_one_line) {
    for (unsigned round = 0; round < 3000; round++) {
        unsigned count = random_points(1 + below(160), 10 + below(90), below(4), below(4) == 0);
        kj_measure measure = random_measure((kj_measure_mode)below(3));
        check_lines(&measure, count,
                    kj_paragraph_break(&breaker, &measure, points, count, lines, CAPACITY));
    }
}

KJ_TEST(paragraph_sets_a_word_wider_than_the_column_in_a_line_of_its_own) {
    points[0] = (kj_point){.offset = 0};
    points[1] = (kj_point){.end_26_6 = 30 * PX, .begin_26_6 = 30 * PX, .at_space = 1};
    points[2] = (kj_point){.end_26_6 = 630 * PX, .begin_26_6 = 630 * PX, .gaps = 1, .at_space = 1};
    points[3] =
        (kj_point){.end_26_6 = 660 * PX, .begin_26_6 = 660 * PX, .gaps = 2, .kind = KJ_POINT_END};
    kj_measure measure = {.width_26_6 = 400 * PX, .space_26_6 = 7 * PX};
    KJ_CHECK_EQ(kj_paragraph_break(&breaker, &measure, points, 4, lines, CAPACITY), 3);
    KJ_CHECK(kj_paragraph_fit(&measure, points, 1, 2).overfull);
    KJ_CHECK(!kj_paragraph_fit(&measure, points, 0, 1).overfull);
}

KJ_TEST(paragraph_sets_a_line_ragged_rather_than_stretch_past_three) {
    points[0] = (kj_point){.offset = 0};
    points[1] = (kj_point){.end_26_6 = 100 * PX, .begin_26_6 = 100 * PX, .at_space = 1};
    points[2] = (kj_point){.end_26_6 = 200 * PX, .begin_26_6 = 200 * PX, .gaps = 1, .at_space = 1};
    points[3] =
        (kj_point){.end_26_6 = 590 * PX, .begin_26_6 = 590 * PX, .gaps = 2, .kind = KJ_POINT_END};
    kj_measure measure = {.width_26_6 = 400 * PX, .space_26_6 = 7 * PX};
    KJ_CHECK_EQ(kj_paragraph_break(&breaker, &measure, points, 4, lines, CAPACITY), 2);
    kj_line_fit fit = kj_paragraph_fit(&measure, points, 0, 2);
    KJ_CHECK_EQ(lines[0], 2);
    KJ_CHECK_EQ(fit.ratio_8_8, 0);
    KJ_CHECK_EQ(fit.gap_26_6, 7 * PX);
}

KJ_TEST(paragraph_leaves_its_last_line_natural_and_shrinks_it_where_it_must) {
    points[0] = (kj_point){.offset = 0};
    points[1] = (kj_point){.end_26_6 = 195 * PX, .begin_26_6 = 195 * PX, .at_space = 1};
    points[2] =
        (kj_point){.end_26_6 = 391 * PX, .begin_26_6 = 391 * PX, .gaps = 1, .kind = KJ_POINT_END};
    kj_measure measure = {.width_26_6 = 400 * PX, .space_26_6 = 10 * PX};
    KJ_CHECK_EQ(kj_paragraph_break(&breaker, &measure, points, 3, lines, CAPACITY), 1);
    KJ_CHECK_EQ(kj_paragraph_fit(&measure, points, 0, 2).ratio_8_8, 9 * 256 / 10);
    measure.space_26_6 = 5 * PX;
    KJ_CHECK_EQ(kj_paragraph_fit(&measure, points, 0, 2).ratio_8_8, 0);
}

KJ_TEST(paragraph_uses_hanging_only_to_bring_a_gap_down_to_natural) {
    points[0] = (kj_point){.hang_begin_12_4 = 32};
    points[1] = (kj_point){.end_26_6 = 390 * PX,
                           .begin_26_6 = 390 * PX,
                           .gaps = 4,
                           .at_space = 1,
                           .hang_end_12_4 = 48};
    kj_measure measure = {.width_26_6 = 400 * PX, .space_26_6 = 3 * PX};
    kj_line_fit tight = kj_paragraph_fit(&measure, points, 0, 1);
    KJ_CHECK_EQ(tight.hang_end_26_6 + tight.hang_begin_26_6, 2 * PX);
    KJ_CHECK_EQ(tight.ratio_8_8, 256);
    measure.width_26_6 = 410 * PX;
    kj_line_fit loose = kj_paragraph_fit(&measure, points, 0, 1);
    KJ_CHECK_EQ(loose.hang_end_26_6 + loose.hang_begin_26_6, 0);
    KJ_CHECK(loose.ratio_8_8 > 256);
}

KJ_TEST(paragraph_balances_the_lines_of_a_headline) {
    int32_t pen = 0;
    points[0] = (kj_point){.offset = 0};
    for (unsigned i = 1; i <= 6; i++) { /* six words of 70: one line takes five, two take three */
        pen += 70 * PX;
        points[i] = (kj_point){.end_26_6 = pen,
                               .begin_26_6 = pen,
                               .gaps = (uint16_t)(i - 1),
                               .at_space = i < 6,
                               .kind = i < 6 ? KJ_POINT_PLAIN : KJ_POINT_END};
    }
    kj_measure measure = {
        .width_26_6 = 400 * PX, .space_26_6 = 7 * PX, .mode = KJ_MEASURE_BALANCED};
    KJ_CHECK_EQ(kj_paragraph_break(&breaker, &measure, points, 7, lines, CAPACITY), 2);
    KJ_CHECK_EQ(lines[0], 3);
}

KJ_TEST(paragraph_breaks_points_without_width_too) {
    for (unsigned i = 0; i < KJ_POINTS_MAX; i++) {
        points[i] = (kj_point){.kind = i + 1 < KJ_POINTS_MAX ? KJ_POINT_PLAIN : KJ_POINT_END};
    }
    kj_measure measure = {.width_26_6 = 400 * PX, .space_26_6 = 7 * PX};
    unsigned made = kj_paragraph_break(&breaker, &measure, points, KJ_POINTS_MAX, lines, CAPACITY);
    check_lines(&measure, KJ_POINTS_MAX, made);
}

KJ_TEST(paragraph_gives_the_first_lines_where_there_are_more_than_capacity) {
    seed = 77;
    unsigned count = random_points(150, 60, 0, false);
    kj_measure measure = {.width_26_6 = 200 * PX, .space_26_6 = 7 * PX};
    uint16_t few[5] = {0};
    unsigned made = kj_paragraph_break(&breaker, &measure, points, count, lines, CAPACITY);
    KJ_CHECK(made > 5);
    KJ_CHECK_EQ(kj_paragraph_break(&breaker, &measure, points, count, few, 5), made);
    KJ_CHECK(memcmp(few, lines, sizeof few) == 0);
}

KJ_TEST_MAIN()
