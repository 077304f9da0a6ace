/* test_columns.c - pages in columns: what stands across them, what is kept together, what is left
 * out, that every way to a page gives the same one. Papers and articles with the real fonts. */
#include "layout_case.h"
#include "paper_case.h"
#include "test.h"

enum { PAGES_MAX = 400, LIST_BYTES = 10240, GUTTER = 36 };

static layout_case now;
static kj_listing listing;
static kj_page_style style;
static unsigned columns;
static kj_place places[PAGES_MAX];
static uint64_t hashes[PAGES_MAX];

static void open_list(const kj_listing_source *source, const kj_page_style *page, unsigned count) {
    static const char nothing[] = "কাগজ";
    style = *page;
    columns = count;
    now = (layout_case){.text = (const uint8_t *)nothing, .reads_until_error = -1};
    KJ_CHECK_EQ(layout_open(&now, sizeof nothing - 1, page, 16 * 1024, LIST_BYTES), KJ_OK);
    kj_arena_release(&now.article, 0);
    kj_listing_open(&listing, source);
    KJ_CHECK_EQ(kj_composer_open(&now.composer, &now.article, &listing.document, now.shaper,
                                 &now.faces, page),
                KJ_OK);
    KJ_CHECK_EQ(kj_composer_set_columns(now.composer, count, GUTTER), KJ_OK);
}

static void open_paper(paper *of, const kj_page_style *page, unsigned count) {
    open_list(&(kj_listing_source){.context = of, .entry = paper_entry}, page, count);
}

static kj_page_style landscape(unsigned size) {
    kj_page_style page = layout_portrait;
    page.width_px = 800;
    page.height_px = 480;
    page.size_px = (uint8_t)size;
    return page;
}

/* --- What holds for every page of a paper. --- */

static uint32_t entry_of(const kj_placed_line *line) { return line->start / KJ_LISTING_STRIDE; }

static int left_of(unsigned line) {
    return now.list.glyphs[now.list.runs[now.list.lines[line].first_run].first].x_12_4 / 16;
}

static bool is_across(unsigned line) {
    const uint8_t kind = now.list.lines[line].block_kind;
    return kind == KJ_BLOCK_MASTHEAD || kind == KJ_BLOCK_FOLIO;
}

static unsigned column_of(unsigned line) {
    unsigned column = 0;
    while (column + 1 < columns &&
           left_of(line) >= kj_page_column(&style, columns, GUTTER, column + 1).left_px - 4) {
        column++;
    }
    return column;
}

/* Every glyph of line is within its column, or the page where it stands across. */
static void check_width(unsigned line) {
    const kj_display_list *list = &now.list;
    const kj_column column = is_across(line)
                                 ? kj_page_column(&style, 1, 0, 0)
                                 : kj_page_column(&style, columns, GUTTER, column_of(line));
    const unsigned end =
        line + 1u < list->line_count ? list->lines[line + 1].first_run : list->run_count;
    for (unsigned run = list->lines[line].first_run; run < end; run++) {
        for (unsigned i = list->runs[run].first; i < kj_placed_run_end(list, (uint16_t)run); i++) {
            const kj_placed *glyph = &list->glyphs[i];
            KJ_CHECK(glyph->x_12_4 >= (column.left_px - style.size_px / 3) * 16);
            KJ_CHECK(glyph->x_12_4 + glyph->advance_12_4 <=
                     (column.left_px + column.width_px) * 16);
        }
    }
}

static void check_line(unsigned line) {
    const kj_placed_line *here = &now.list.lines[line], *before = here - 1;
    KJ_CHECK(here->baseline_px > style.margin_px);
    KJ_CHECK(here->baseline_px < style.height_px - style.margin_px);
    check_width(line);
    if (line == 0) {
        return;
    }
    const bool same_column = is_across(line - 1) || column_of(line) == column_of(line - 1);
    KJ_CHECK(here->start >= before->end);
    KJ_CHECK(same_column ? here->baseline_px >= before->baseline_px
                         : column_of(line) == column_of(line - 1) + 1);
    if (entry_of(here) == entry_of(before)) { /* whole, but for what is taller than a column */
        KJ_CHECK(same_column);
    }
    if (before->block_kind == KJ_BLOCK_SECTION) {
        KJ_CHECK(same_column && here->block_kind != KJ_BLOCK_FOLIO);
    }
}

/* Goes through the paper; how many pages it has. Every entry is seen once, in order. */
static unsigned go_through(uint32_t entries) {
    kj_place place = {0, 0}, next;
    uint32_t expected = 0;
    unsigned pages = 0;
    kj_status status;
    while ((status = kj_composer_page(now.composer, place, &now.list, &next)) == KJ_OK) {
        KJ_CHECK(pages < PAGES_MAX && next.offset > place.offset);
        KJ_CHECK(now.list.line_count > 0);
        places[pages] = place;
        hashes[pages++] = layout_hash(&now.list);
        for (unsigned line = 0; line < now.list.line_count; line++) {
            check_line(line);
            const uint32_t entry = entry_of(&now.list.lines[line]);
            KJ_CHECK(entry == expected || entry + 1u == expected);
            expected += entry == expected;
        }
        KJ_CHECK(now.list.lines[now.list.line_count - 1].block_kind != KJ_BLOCK_SECTION);
        place = next;
    }
    KJ_CHECK_EQ(status, KJ_END);
    KJ_CHECK_EQ(expected, entries);
    return pages;
}

static void check_jumps(unsigned pages) {
    uint32_t seed = 5;
    for (unsigned i = 0; i < 12; i++) {
        kj_place next;
        const unsigned page = paper_roll(&seed, pages);
        KJ_CHECK_EQ(kj_composer_page(now.composer, places[page], &now.list, &next), KJ_OK);
        KJ_CHECK(layout_hash(&now.list) == hashes[page]);
        KJ_CHECK(page + 1 == pages ? next.offset == UINT32_MAX
                                   : next.offset == places[page + 1].offset);
    }
}

KJ_TEST(columns_hold_every_entry_of_papers_whole_and_in_order) {
    for (unsigned round = 0; round < KJ_ROUNDS(48u); round++) {
        paper of = {.sections = 1 + round % 5,
                    .articles = 1 + round % 7,
                    .seed = round,
                    .title_words = 2 + round % 6,
                    .summary_words = round % 4 * 8,
                    .has_bylines = round % 2};
        kj_page_style page = landscape(18 + round % 6 * 2);
        page.width_px = (uint16_t)(round % 3 == 0 ? 480 : 800);
        page.height_px = (uint16_t)(round % 3 == 0 ? 800 : 480);
        page.family = round % 5 == 0 ? KJ_FAMILY_SANS : KJ_FAMILY_SERIF;
        open_paper(&of, &page, 1 + round % (round % 3 == 0 ? 2 : 3));
        const unsigned pages = go_through(2 + of.sections * (of.articles + 1));
        check_jumps(pages);
        layout_close(&now);
    }
}

static kj_place set_first(void) {
    kj_place next;
    KJ_CHECK_EQ(kj_composer_page(now.composer, (kj_place){0, 0}, &now.list, &next), KJ_OK);
    return next;
}

static paper daily(void) {
    return (paper){.sections = 5,
                   .articles = 6,
                   .seed = 3,
                   .title_words = 5,
                   .summary_words = 16,
                   .has_bylines = true};
}

KJ_TEST(columns_begin_below_the_masthead_and_folio_with_a_rule_between_them) {
    paper of = daily();
    const kj_page_style page = landscape(24);
    open_paper(&of, &page, 2);
    (void)set_first();
    KJ_CHECK_EQ(now.list.lines[0].block_kind, KJ_BLOCK_MASTHEAD);
    KJ_CHECK_EQ(now.list.lines[1].block_kind, KJ_BLOCK_FOLIO);
    const int folio = now.list.lines[1].baseline_px;
    unsigned second = 0, gutters = 0, across = 0;
    for (unsigned line = 3; line < now.list.line_count; line++) { /* 1 and 2 are the folio's */
        KJ_CHECK(now.list.lines[line].baseline_px > folio + 20);
        second += column_of(line) == 1;
    }
    KJ_CHECK(second > 3);
    for (unsigned i = 0; i < now.list.rule_count; i++) {
        const kj_rect box = now.list.rules[i].box;
        gutters +=
            box.width == 1 && box.height > 200 && box.y > folio && box.x > 390 && box.x < 410;
        across += box.width == 800 - 48;
    }
    KJ_CHECK_EQ(gutters, 1);
    KJ_CHECK_EQ(across, 2); /* the folio's */
    layout_close(&now);
}

KJ_TEST(columns_of_the_last_page_are_about_equally_high) {
    unsigned balanced = 0;
    for (unsigned articles = 4; articles < 9; articles++) {
        paper of = {.sections = 1, .articles = articles, .title_words = 1};
        const kj_page_style page = landscape(20);
        open_paper(&of, &page, 2);
        kj_place next = set_first();
        int bottom[2] = {0, 0};
        for (unsigned line = 2; line < now.list.line_count; line++) {
            bottom[column_of(line)] = now.list.lines[line].baseline_px;
        }
        const int apart = abs(bottom[0] - bottom[1]);
        balanced += next.offset == UINT32_MAX && bottom[1] > 0 && apart <= 70;
        layout_close(&now);
    }
    KJ_CHECK(balanced >= 4);
}

KJ_TEST(columns_end_on_one_height_where_the_paper_goes_on) {
    paper of = daily();
    const kj_page_style page = landscape(22);
    open_paper(&of, &page, 2);
    kj_place place = {0, 0}, next;
    unsigned even = 0, pages = 0;
    while (kj_composer_page(now.composer, place, &now.list, &next) == KJ_OK &&
           next.offset != UINT32_MAX) {
        int bottom[2] = {0, 0};
        for (unsigned line = 0; line < now.list.line_count; line++) {
            bottom[column_of(line)] = now.list.lines[line].baseline_px;
        }
        KJ_CHECK(bottom[0] <= 480 - 24 && bottom[1] <= 480 - 24);
        even += abs(bottom[0] - bottom[1]) < 12;
        pages++;
        place = next;
    }
    KJ_CHECK(pages >= 3 && even * 4 >= pages * 3);
    layout_close(&now);
}

static uint16_t dots_glyph(void) {
    paper of = {.sections = 1, .articles = 1, .title_words = 1};
    (void)of;
    uint16_t glyph = 0;
    KJ_CHECK_EQ(kj_faces_glyph(&now.faces, 0, 0x2026, &glyph), KJ_OK);
    if (glyph == 0) {
        KJ_CHECK_EQ(kj_faces_glyph(&now.faces, 4, 0x2026, &glyph), KJ_OK);
    }
    return glyph;
}

/* A summary that has no room for all of it ends in an ellipsis, at its column's foot alone. */
KJ_TEST(columns_shorten_a_summary_at_their_foot) {
    unsigned shortened = 0;
    for (unsigned seed = 0; seed < 12; seed++) {
        paper of = daily();
        of.seed = seed * 17;
        of.summary_words = 30;
        const kj_page_style page = landscape(24);
        open_paper(&of, &page, 2);
        const uint16_t dots = dots_glyph();
        (void)set_first();
        for (unsigned line = 0; line < now.list.line_count; line++) {
            const uint16_t end = line + 1u < now.list.line_count
                                     ? now.list.runs[now.list.lines[line + 1].first_run].first
                                     : now.list.glyph_count;
            if (now.list.glyphs[end - 1].id != dots) {
                continue;
            }
            KJ_CHECK_EQ(now.list.lines[line].block_kind, KJ_BLOCK_ENTRY_SUMMARY);
            KJ_CHECK(line + 1u == now.list.line_count || column_of(line + 1) != column_of(line));
            shortened++;
        }
        layout_close(&now);
    }
    KJ_CHECK(shortened >= 6);
}

/* --- Masthead and folio. --- */

typedef struct head {
    const char *title, *left, *right;
} head;

static kj_status head_entry(void *context, uint32_t index, kj_listing_entry *entry) {
    const head *from = context;
    if (index > 1) {
        return KJ_END;
    }
    entry->kind = index == 0 ? KJ_BLOCK_MASTHEAD : KJ_BLOCK_FOLIO;
    snprintf(entry->title, sizeof entry->title, "%s", index == 0 ? from->title : from->left);
    snprintf(entry->detail, sizeof entry->detail, "%s", index == 0 ? "" : from->right);
    return KJ_OK;
}

static void set_head(const char *title, const char *left, const char *right, uint16_t width) {
    static head of;
    of = (head){title, left, right};
    kj_page_style page = layout_portrait;
    page.width_px = width;
    open_list(&(kj_listing_source){.context = &of, .entry = head_entry}, &page, 1);
    (void)set_first();
}

/* Ends of the glyphs from run first to run end, pixels. */
static void ends_of(unsigned first, unsigned end, int *left, int *right) {
    *left = 10000;
    *right = -1;
    for (unsigned run = first; run < end; run++) {
        for (unsigned i = now.list.runs[run].first; i < kj_placed_run_end(&now.list, (uint16_t)run);
             i++) {
            const int x = now.list.glyphs[i].x_12_4 / 16;
            const int until = (now.list.glyphs[i].x_12_4 + now.list.glyphs[i].advance_12_4) / 16;
            *left = x < *left ? x : *left;
            *right = until > *right ? until : *right;
        }
    }
}

KJ_TEST(masthead_is_one_centred_line_as_large_as_fits) {
    static const char *const titles[] = {"আলো", "দৈনিক মৌরী", "সাপ্তাহিক নবজাগরণ পত্রিকা",
                                         "দৈনিক উত্তরবঙ্গ সংবাদ ও সাহিত্য"};
    unsigned last = 255;
    for (unsigned i = 0; i < 4; i++) {
        int left, right;
        set_head(titles[i], "বুধবার", "", 480);
        KJ_CHECK_EQ(now.list.lines[0].block_kind, KJ_BLOCK_MASTHEAD);
        KJ_CHECK_EQ(now.list.lines[1].block_kind, KJ_BLOCK_FOLIO);
        const unsigned size = now.list.runs[0].size_px;
        KJ_CHECK(size <= last && size >= 26);
        last = size;
        ends_of(0, now.list.lines[1].first_run, &left, &right);
        KJ_CHECK(abs((left - 24) - (456 - right)) <= 6);
        layout_close(&now);
    }
    KJ_CHECK(last < 60);
}

KJ_TEST(masthead_that_is_too_long_for_a_line_has_more_at_the_least_size) {
    set_head("দৈনিক উত্তরবঙ্গ সংবাদ ও সাহিত্য সাময়িকী বিশেষ সংখ্যা ১৪৩৩ বঙ্গাব্দ", "বুধবার", "", 300);
    KJ_CHECK_EQ(now.list.runs[0].size_px, 26);
    KJ_CHECK_EQ(now.list.lines[1].block_kind, KJ_BLOCK_MASTHEAD);
    layout_close(&now);
}

KJ_TEST(folio_has_its_texts_at_both_ends_or_one_in_the_middle) {
    int left, right;
    set_head("কাগজ", "বুধবার, ২৫ নভেম্বর ২০২৬", "৩০টি লেখা", 480);
    KJ_CHECK_EQ(now.list.line_count, 3);
    KJ_CHECK_EQ(now.list.lines[1].baseline_px, now.list.lines[2].baseline_px);
    ends_of(now.list.lines[1].first_run, now.list.lines[2].first_run, &left, &right);
    KJ_CHECK(abs(left - 24) <= 3 && right < 300);
    ends_of(now.list.lines[2].first_run, now.list.run_count, &left, &right);
    KJ_CHECK(left > 300 && abs(right - 456) <= 1);
    KJ_CHECK_EQ(now.list.rule_count, 2);
    layout_close(&now);
    for (unsigned i = 0; i < 2; i++) { /* none, and one that has no room */
        set_head("কাগজ", "বুধবার, ২৫ নভেম্বর ২০২৬",
                 i == 0 ? "" : "বহুদূরের এক বিশেষ প্রতিনিধির নিজস্ব সংবাদ সংস্থা", 480);
        KJ_CHECK_EQ(now.list.line_count, 2);
        ends_of(now.list.lines[1].first_run, now.list.run_count, &left, &right);
        KJ_CHECK(abs((left - 24) - (456 - right)) <= 4);
        layout_close(&now);
    }
}

/* --- Columns of an article, and what cannot be. --- */

KJ_TEST(columns_of_an_article_hold_all_of_its_text) {
    static uint8_t text[1 << 16];
    FILE *file = fopen(KJ_SOURCE_DIR "/assets/articles/01-union-nirbachan.txt", "rb");
    KJ_CHECK(file != NULL);
    const uint32_t size = (uint32_t)fread(text, 1, sizeof text, file);
    fclose(file);
    for (columns = 1; columns <= KJ_COLUMNS_MAX; columns++) {
        style = landscape(18);
        now = (layout_case){.text = text, .reads_until_error = -1};
        KJ_CHECK_EQ(layout_open(&now, size, &style, 16 * 1024, 16 * 1024), KJ_OK);
        KJ_CHECK_EQ(kj_composer_set_columns(now.composer, columns, GUTTER), KJ_OK);
        kj_place place = {0, 0}, next;
        uint32_t covered = 0;
        unsigned pages = 0, most = 0;
        while (kj_composer_page(now.composer, place, &now.list, &next) == KJ_OK) {
            for (unsigned line = 0; line < now.list.line_count; line++) {
                KJ_CHECK(now.list.lines[line].start >= covered &&
                         now.list.lines[line].start <= covered + 4);
                covered = now.list.lines[line].end;
                most = column_of(line) > most ? column_of(line) : most;
            }
            pages++;
            place = next;
        }
        KJ_CHECK(covered + 4 >= size && pages >= 1);
        KJ_CHECK(most + 1 == columns);
        layout_close(&now);
    }
}

KJ_TEST(columns_that_would_be_too_narrow_are_refused_and_nothing_changes) {
    paper of = daily();
    kj_page_style page = layout_portrait;
    open_paper(&of, &page, 1);
    (void)set_first();
    const uint64_t before = layout_hash(&now.list);
    KJ_CHECK_EQ(kj_composer_set_columns(now.composer, 0, 0), KJ_ERR_ARGUMENT);
    KJ_CHECK_EQ(kj_composer_set_columns(now.composer, KJ_COLUMNS_MAX + 1, 0), KJ_ERR_ARGUMENT);
    KJ_CHECK_EQ(kj_composer_set_columns(now.composer, 2, 300), KJ_ERR_ARGUMENT);
    (void)set_first();
    KJ_CHECK(layout_hash(&now.list) == before);
    layout_close(&now);
}

KJ_TEST(columns_end_early_where_the_display_list_is_full_and_go_on_behind) {
    paper of = daily();
    const kj_page_style page = landscape(18);
    for (unsigned bytes = 1400; bytes <= 5000; bytes += 400) {
        open_paper(&of, &page, 2);
        KJ_CHECK_EQ(kj_display_list_init(&now.list, layout_page, bytes), KJ_OK);
        kj_place place = {0, 0}, next;
        uint32_t last = 0;
        unsigned pages = 0;
        while (kj_composer_page(now.composer, place, &now.list, &next) == KJ_OK) {
            KJ_CHECK(next.offset > place.offset && ++pages < PAGES_MAX);
            for (unsigned line = 0; line < now.list.line_count; line++) {
                KJ_CHECK(entry_of(&now.list.lines[line]) <= last + 1u);
                last = entry_of(&now.list.lines[line]);
            }
            place = next;
        }
        KJ_CHECK_EQ(last, 1 + 5 * 7);
        layout_close(&now);
    }
}

KJ_TEST(columns_report_a_failed_entry_with_an_empty_list_and_recover) {
    paper of = daily();
    const kj_page_style page = landscape(22);
    open_paper(&of, &page, 2);
    kj_place next;
    (void)set_first();
    const uint64_t right = layout_hash(&now.list);
    for (uint32_t at = 0; at < 8; at++) {
        of.failing = KJ_ERR_IO;
        of.fails_at = at;
        listing.index = KJ_LISTING_ENTRIES_MAX;
        KJ_CHECK_EQ(kj_composer_page(now.composer, (kj_place){0, 0}, &now.list, &next), KJ_ERR_IO);
        KJ_CHECK_EQ(kj_display_list_bytes(&now.list), 0);
        of.failing = KJ_OK;
        (void)set_first();
        KJ_CHECK(layout_hash(&now.list) == right);
    }
    layout_close(&now);
}

KJ_TEST_MAIN()
