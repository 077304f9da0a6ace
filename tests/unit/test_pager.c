/* test_pager.c - where pages end: widows, orphans, headings, and what cannot be helped. */
#include "layout/pager.h"
#include "test.h"

enum { LEADING = 40, ASCENT = 26, DESCENT = 12 };

static kj_pager pager;
static uint32_t next_offset;

static void begin(unsigned lines) {
    kj_pager_config config = {.top_px = 20,
                              .bottom_px =
                                  (uint16_t)(20 + (lines - 1) * LEADING + ASCENT + DESCENT),
                              .keep_lines = 2};
    kj_pager_begin(&pager, &config);
    next_offset = 0;
}

static kj_pager_line line_of(unsigned before, unsigned after) {
    return (kj_pager_line){.ascent_px = ASCENT,
                           .descent_px = DESCENT,
                           .leading_px = LEADING,
                           .before = (uint8_t)before,
                           .after = (uint8_t)after,
                           .place = {next_offset, next_offset}};
}

static bool push(kj_pager_line line) {
    int32_t baseline;
    kj_status status = kj_pager_offer(&pager, &line, &baseline);
    if (status == KJ_OK) {
        kj_pager_place(&pager, &line, baseline);
        next_offset++;
    }
    return status == KJ_OK;
}

/* A paragraph of count lines; false once one did not fit. */
static bool push_paragraph(unsigned count) {
    for (unsigned i = 0; i < count; i++) {
        if (!push(line_of(i, count - 1 - i))) {
            return false;
        }
    }
    return true;
}

static bool push_heading(void) {
    kj_pager_line line = line_of(0, 0);
    line.keep_with_next = true;
    return push(line);
}

static uint32_t cut_offset(void) { return kj_pager_best(&pager)->place.offset; }

KJ_TEST(pager_fills_the_page_to_the_last_line_that_fits) {
    begin(10);
    KJ_CHECK(!push_paragraph(30));
    KJ_CHECK_EQ(next_offset, 10);
    KJ_CHECK_EQ(cut_offset(), 10);
}

KJ_TEST(pager_leaves_no_first_line_alone_at_the_foot) {
    begin(10);
    KJ_CHECK(push_paragraph(9));
    KJ_CHECK(!push_paragraph(5));
    KJ_CHECK_EQ(cut_offset(), 9);
}

KJ_TEST(pager_leaves_no_last_line_alone_at_the_head) {
    begin(10);
    KJ_CHECK(push_paragraph(4));
    KJ_CHECK(!push_paragraph(7));
    KJ_CHECK_EQ(cut_offset(), 9);
}

KJ_TEST(pager_keeps_a_paragraph_of_three_lines_whole) {
    begin(10);
    KJ_CHECK(push_paragraph(8));
    KJ_CHECK(!push_paragraph(3));
    KJ_CHECK_EQ(cut_offset(), 8);
}

KJ_TEST(pager_takes_a_heading_along_with_what_follows) {
    begin(10);
    KJ_CHECK(push_paragraph(8));
    KJ_CHECK(push_heading());
    KJ_CHECK(!push_paragraph(5));
    KJ_CHECK_EQ(cut_offset(), 8);
}

KJ_TEST(pager_leaves_a_heading_that_has_two_lines_below) {
    begin(10);
    KJ_CHECK(push_paragraph(7));
    KJ_CHECK(push_heading());
    KJ_CHECK(!push_paragraph(5));
    KJ_CHECK_EQ(cut_offset(), 10);
}

KJ_TEST(pager_leaves_no_rule_or_caption_at_the_head) {
    begin(10);
    KJ_CHECK(push_paragraph(10));
    kj_pager_line caption = line_of(0, 0);
    caption.keep_with_last = true;
    KJ_CHECK(!push(caption));
    KJ_CHECK_EQ(cut_offset(), 8);
}

KJ_TEST(pager_breaks_its_rules_in_order_where_a_page_is_too_small_for_them) {
    begin(2);
    KJ_CHECK(!push_paragraph(3)); /* three lines that belong together */
    KJ_CHECK_EQ(cut_offset(), 2);
    begin(2);
    KJ_CHECK(push_heading());
    KJ_CHECK(push_heading());
    KJ_CHECK(!push_heading());
    KJ_CHECK_EQ(cut_offset(), 2);
}

KJ_TEST(pager_leaves_no_page_half_empty_for_a_rule) {
    begin(10);
    KJ_CHECK(push_paragraph(2)); /* only legal cut: after two lines of ten */
    KJ_CHECK(push_heading());
    for (unsigned i = 0; i < 7; i++) {
        KJ_CHECK(push_heading());
    }
    KJ_CHECK(!push_heading());
    KJ_CHECK_EQ(cut_offset(), 10);
}

KJ_TEST(pager_takes_the_first_line_however_tall) {
    begin(1);
    kj_pager_line tall = line_of(0, 0);
    tall.ascent_px = 2000;
    KJ_CHECK(push(tall));
    KJ_CHECK(!push(line_of(0, 0)));
    KJ_CHECK_EQ(cut_offset(), 1);
}

KJ_TEST(pager_has_no_cut_before_a_second_line_is_offered) {
    begin(3);
    KJ_CHECK(push(line_of(0, 9)));
    KJ_CHECK(kj_pager_best(&pager) == NULL);
}

KJ_TEST(pager_puts_the_first_baseline_an_ascent_below_the_top_and_ignores_space_there) {
    begin(5);
    kj_pager_line line = line_of(0, 0);
    int32_t baseline;
    line.space_px = 30;
    KJ_CHECK_EQ(kj_pager_offer(&pager, &line, &baseline), KJ_OK);
    KJ_CHECK_EQ(baseline, 20 + ASCENT);
    kj_pager_place(&pager, &line, baseline);
    KJ_CHECK_EQ(kj_pager_offer(&pager, &line, &baseline), KJ_OK);
    KJ_CHECK_EQ(baseline, 20 + ASCENT + LEADING + 30);
}

/* Whether a page may end before the line of a story that is line of block. */
static bool is_legal(const unsigned *lengths, const unsigned *headings, unsigned block,
                     unsigned line) {
    return line == 0 ? block == 0 || !headings[block - 1] : line >= 2 && lengths[block] - line >= 2;
}

/* Random stories: every page holds at least a line, nothing is left out, and no rule is broken
 * but where the page would have been left half empty. */
KJ_TEST(pager_keeps_its_rules_in_random_stories) {
    uint32_t seed = 5;
    unsigned illegal = 0, pages = 0;
    for (unsigned round = 0; round < 300; round++) {
        unsigned lengths[40], headings[40], line = 0, block = 0, placed = 0;
        unsigned page_lines = 6 + round % 15;
        for (unsigned i = 0; i < 40; i++) {
            seed = seed * 1664525u + 1013904223u;
            headings[i] = i + 1 < 40 && (seed >> 20) % 6 == 0 && !(i > 0 && headings[i - 1]);
            lengths[i] = headings[i] ? 1 : 1 + (seed >> 24) % 9;
        }
        while (block < 40) {
            begin(page_lines);
            unsigned b = block, l = line;
            uint32_t start = placed;
            next_offset = placed;
            bool fits = true;
            while (b < 40 && fits) {
                kj_pager_line made = line_of(l, lengths[b] - 1 - l);
                made.keep_with_next = headings[b];
                fits = push(made);
                if (fits && ++l == lengths[b]) {
                    l = 0;
                    b++;
                }
            }
            uint32_t end = fits ? next_offset : cut_offset();
            KJ_CHECK(end > start && end - start <= page_lines);
            unsigned b2 = block, l2 = line, best_legal = 0;
            for (uint32_t at = start; at <= end && b2 < 40; at++) {
                best_legal =
                    at > start && is_legal(lengths, headings, b2, l2) ? at - start : best_legal;
                if (++l2 == lengths[b2]) {
                    l2 = 0;
                    b2++;
                }
            }
            for (; placed < end; placed++) {
                if (++line == lengths[block]) {
                    line = 0;
                    block++;
                }
            }
            bool legal = block == 40 || is_legal(lengths, headings, block, line);
            KJ_CHECK(legal || best_legal * 2 < page_lines + 1);
            illegal += !legal;
            pages++;
        }
    }
    KJ_CHECK(illegal * 20 < pages);
}

KJ_TEST_MAIN()
