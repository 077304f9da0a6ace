/* test_composer.c - pages of whole documents with the real fonts: every byte on one line, the same
 * page by every way to it, bad input, little memory. */
#include "layout_case.h"
#include "test.h"

#define ALL_CACHE sizeof(layout_cache)

enum { PAGES_MAX = 4000, TEXT_MAX = 1 << 20, LIST_BYTES = 8192 };

static layout_case now;
static uint8_t text[TEXT_MAX];
static kj_place places[PAGES_MAX];
static uint64_t hashes[PAGES_MAX];

static const char *const articles[] = {
    "01-union-nirbachan", "02-cricket-surma",     "03-abohawa", "04-patkathi-battery",
    "05-chhapakhana",     "06-karuponno-roptani", "07-ghonta",  "08-khoborer-nouka"};
#define ARTICLES (sizeof articles / sizeof articles[0])

static uint32_t load(const char *name) {
    char path[512];
    snprintf(path, sizeof path, "%s/assets/articles/%s.txt", KJ_SOURCE_DIR, name);
    FILE *file = fopen(path, "rb");
    KJ_CHECK(file != NULL);
    size_t size = fread(text, 1, sizeof text, file);
    fclose(file);
    return (uint32_t)size;
}

static void open_with(uint32_t size, const kj_page_style *style, size_t cache, size_t list) {
    now = (layout_case){.text = text, .reads_until_error = -1};
    KJ_CHECK_EQ(layout_open(&now, size, style, cache, list), KJ_OK);
}

static void open_text(const char *words, const kj_page_style *style) {
    memcpy(text, words, strlen(words));
    open_with((uint32_t)strlen(words), style, ALL_CACHE, LIST_BYTES);
}

/* Line ends, spaces (U+3000 and U+2028 among them), a byte-order mark, rules: on no line. */
static bool is_between_blocks(const uint8_t *bytes, uint32_t start, uint32_t end) {
    for (; start < end; start++) {
        if (!strchr(" \t\r\n\f\v*-\xEF\xBB\xBF\xE2\x80\xA8\xE3", bytes[start])) {
            return false;
        }
    }
    return true;
}

/* Set for a text in which 80 vowel signs without a letter are one cluster to HarfBuzz, wider than
 * the column: the one thing that a line cannot hold. */
static bool has_endless_cluster;

/* What holds for every page. *covered: text offset up to which lines have been set. */
static void check_page(const kj_page_style *style, uint32_t *covered) {
    const kj_display_list *list = &now.list;
    for (unsigned i = 0; i < list->line_count; i++) {
        const kj_placed_line *line = &list->lines[i];
        KJ_CHECK(line->start >= *covered && line->end > line->start);
        KJ_CHECK(!now.text || is_between_blocks(now.text, *covered, line->start));
        *covered = line->end;
        KJ_CHECK(line->gap_8_8 == 0 || (line->gap_8_8 >= 203 && line->gap_8_8 <= 770));
        KJ_CHECK(line->baseline_px > 0 && line->baseline_px <= style->height_px);
        KJ_CHECK(i == 0 || line->baseline_px > list->lines[i - 1].baseline_px);
    }
    for (unsigned i = 0; i < list->glyph_count; i++) {
        const kj_placed *glyph = &list->glyphs[i];
        int32_t end = glyph->x_12_4 + glyph->advance_12_4;
        if (has_endless_cluster) {
            break;
        }
        KJ_CHECK(end <= style->width_px * 16 && glyph->x_12_4 > -4 * style->size_px * 16);
    }
    for (unsigned i = 0; i < list->run_count; i++) {
        KJ_CHECK(list->runs[i].first <= kj_placed_run_end(list, (uint16_t)i));
    }
}

/* Goes through the document page by page; returns how many there are. */
static unsigned go_through(const kj_page_style *style, uint32_t size) {
    kj_place place = {0, 0}, next;
    uint32_t covered = 0;
    unsigned pages = 0;
    kj_status status;
    while ((status = kj_composer_page(now.composer, place, &now.list, &next)) == KJ_OK) {
        KJ_CHECK(pages < PAGES_MAX);
        KJ_CHECK(next.offset > place.offset);
        places[pages] = place;
        hashes[pages++] = layout_hash(&now.list);
        check_page(style, &covered);
        place = next;
    }
    KJ_CHECK_EQ(status, KJ_END);
    KJ_CHECK_EQ(now.list.line_count, 0);
    KJ_CHECK(!now.text || is_between_blocks(now.text, covered, size));
    return pages;
}

static void check_jumps(unsigned pages, unsigned jumps) {
    uint32_t seed = 9;
    kj_place next;
    for (unsigned i = 0; i < jumps && pages > 0; i++) {
        seed = seed * 1664525u + 1013904223u;
        unsigned page = (seed >> 8) % pages;
        KJ_CHECK_EQ(kj_composer_page(now.composer, places[page], &now.list, &next), KJ_OK);
        KJ_CHECK(layout_hash(&now.list) == hashes[page]);
        KJ_CHECK(page + 1 == pages || (next.offset == places[page + 1].offset &&
                                       next.resume == places[page + 1].resume));
    }
}

static kj_page_style style_of(unsigned kind) {
    kj_page_style style = layout_portrait;
    switch (kind) {
    case 1:
        style.width_px = 400;
        style.height_px = 300;
        style.size_px = 22;
        style.margin_px = 16;
        break;
    case 2:
        style.width_px = 800;
        style.height_px = 480;
        style.size_px = 28;
        style.family = KJ_FAMILY_SANS;
        break;
    case 3: style.justify = false; break;
    case 4:
        style.hyphenate = false;
        style.size_px = 40;
        break;
    default: break;
    }
    return style;
}

KJ_TEST(composer_sets_every_byte_of_every_article_on_one_line_in_every_style) {
    for (unsigned i = 0; i < ARTICLES; i++) {
        for (unsigned kind = 0; kind < 5; kind++) {
            kj_page_style style = style_of(kind);
            uint32_t size = load(articles[i]);
            open_with(size, &style, ALL_CACHE, LIST_BYTES);
            KJ_CHECK(go_through(&style, size) >= 1);
            layout_close(&now);
        }
    }
}

KJ_TEST(composer_gives_the_same_page_by_every_way_to_it) {
    for (unsigned i = 0; i < ARTICLES; i++) {
        kj_page_style style = style_of(i % 5);
        uint32_t size = load(articles[i]);
        open_with(size, &style, ALL_CACHE, LIST_BYTES);
        unsigned pages = go_through(&style, size);
        for (unsigned page = 0; page < pages; page++) { /* each from its place alone */
            kj_place next;
            layout_close(&now);
            open_with(size, &style, ALL_CACHE, LIST_BYTES);
            KJ_CHECK_EQ(kj_composer_page(now.composer, places[page], &now.list, &next), KJ_OK);
            KJ_CHECK(layout_hash(&now.list) == hashes[page]);
        }
        check_jumps(pages, 60);
        layout_close(&now);
    }
}

KJ_TEST(composer_gives_the_same_page_with_a_small_run_cache) {
    kj_page_style style = style_of(0);
    uint32_t size = load(articles[3]);
    open_with(size, &style, ALL_CACHE, LIST_BYTES);
    unsigned pages = go_through(&style, size);
    layout_close(&now);
    open_with(size, &style, KJ_SHAPER_BYTES_MIN, LIST_BYTES);
    check_jumps(pages, 60);
    layout_close(&now);
}

KJ_TEST(composer_notices_that_others_used_the_shaper_between_pages) {
    kj_page_style style = style_of(0);
    uint32_t size = load(articles[0]);
    open_with(size, &style, KJ_SHAPER_BYTES_MIN, LIST_BYTES);
    unsigned pages = go_through(&style, size);
    kj_place next = {0, 0};
    for (unsigned page = 0; page < pages; page++) {
        KJ_CHECK_EQ(kj_composer_page(now.composer, next, &now.list, &next), KJ_OK);
        KJ_CHECK(layout_hash(&now.list) == hashes[page]);
        kj_shaper_begin(now.shaper);
        for (unsigned i = 0; i < 400; i++) { /* enough to push everything out */
            char word[24];
            kj_run_ref ref;
            int length = snprintf(word, sizeof word, "%u-%u-%u", page, i, i * i);
            kj_span span = {(const uint8_t *)word, (size_t)length};
            if (kj_shaper_add(now.shaper, 4, span, &ref) != KJ_OK) {
                break;
            }
        }
        KJ_CHECK(kj_shaper_flush(now.shaper) >= KJ_OK);
        kj_shaper_begin(now.shaper);
    }
    layout_close(&now);
}

KJ_TEST(composer_ends_a_page_early_where_the_display_list_is_full) {
    kj_page_style style = style_of(0);
    uint32_t size = load(articles[1]);
    open_with(size, &style, ALL_CACHE, LIST_BYTES);
    unsigned pages = go_through(&style, size);
    layout_close(&now);
    open_with(size, &style, ALL_CACHE, 2048);
    unsigned short_pages = go_through(&style, size);
    KJ_CHECK(short_pages > pages);
    check_jumps(short_pages, 30);
    layout_close(&now);
    open_with(size, &style, ALL_CACHE, 1024);
    KJ_CHECK(go_through(&style, size) > short_pages);
    layout_close(&now);
}

KJ_TEST(composer_finds_the_page_of_any_offset) {
    kj_page_style style = style_of(1);
    uint32_t size = load(articles[2]);
    open_with(size, &style, ALL_CACHE, LIST_BYTES);
    unsigned pages = go_through(&style, size);
    for (unsigned page = 0; page < pages; page++) {
        uint32_t end = page + 1 < pages ? places[page + 1].offset : size;
        kj_place found, known = {0, 0};
        for (uint32_t offset = places[page].offset; offset < end; offset += 97) {
            KJ_CHECK_EQ(kj_composer_find(now.composer, offset, &now.list, known, &found), KJ_OK);
            KJ_CHECK_EQ(found.offset, places[page].offset);
            KJ_CHECK_EQ(found.resume, places[page].resume);
        }
    }
    layout_close(&now);
}

KJ_TEST(composer_fits_its_budget_of_memory) { KJ_CHECK(kj_composer_bytes() <= 24u * 1024u); }

KJ_TEST(composer_lays_out_no_more_than_the_page_needs) {
    kj_page_style style = style_of(0);
    uint32_t size = load(articles[3]);
    open_with(size, &style, ALL_CACHE, LIST_BYTES);
    kj_place next;
    kj_shaper_stats stats;
    KJ_CHECK_EQ(kj_composer_page(now.composer, (kj_place){0, 0}, &now.list, &next), KJ_OK);
    kj_shaper_get_stats(now.shaper, &stats);
    unsigned words = 0;
    for (uint32_t i = 0; i < next.offset + 2500; i++) { /* and the paragraph that goes on */
        words += text[i] == ' ' || text[i] == '\n';
    }
    KJ_CHECK(stats.lookups < words * 5 / 4);
    layout_close(&now);
}

/* The largest and the least style, one letter a line and up. */
KJ_TEST(composer_takes_every_style_within_the_limits) {
    uint32_t size = load(articles[6]);
    for (unsigned i = 0; i < 40; i++) {
        kj_page_style style = {.width_px = (uint16_t)(96 + i * 50),
                               .height_px = (uint16_t)(2048 - i * 50),
                               .margin_px = (uint16_t)(i % 4 * 5),
                               .size_px = (uint8_t)(8 + i % 5 * 5),
                               .leading_percent = (uint8_t)(100 + i * 3),
                               .family = i % 2 ? KJ_FAMILY_SANS : KJ_FAMILY_SERIF,
                               .justify = i % 3 != 0,
                               .hyphenate = i % 5 != 0};
        size_t list = sizeof(layout_page);
        open_with(size, &style, ALL_CACHE, list);
        KJ_CHECK(go_through(&style, size) >= 1);
        layout_close(&now);
    }
    kj_page_style wide = layout_portrait;
    wide.width_px = 2049;
    now = (layout_case){.text = text, .reads_until_error = -1};
    KJ_CHECK_EQ(layout_open(&now, size, &wide, ALL_CACHE, LIST_BYTES), KJ_ERR_ARGUMENT);
    layout_close(&now);
}

/* A text of the kind that no reader writes; every page must come to an end nevertheless. */
static void check_bad_text(uint32_t size, const kj_page_style *style) {
    open_with(size, style, KJ_SHAPER_BYTES_MIN, LIST_BYTES);
    unsigned pages = go_through(style, size);
    check_jumps(pages, 10);
    KJ_CHECK(now.article.peak_bytes <= kj_composer_bytes());
    KJ_CHECK_EQ(kj_heap_check(&now.heap), KJ_OK);
    layout_close(&now);
}

static void repeat(const char *piece, uint32_t size) {
    size_t length = strlen(piece);
    for (uint32_t i = 0; i < size; i++) {
        text[i] = (uint8_t)piece[i % length];
    }
}

KJ_TEST(composer_gets_through_long_lines_without_a_space) {
    static const char *const pieces[] = {
        "ক", "বাংলা", "a", "কa", "ক্ষ্ম্য", "ি", "\xC2\xA0", "ক\xE2\x80\x8B", "x-", "\xE2\x80\x8D"};
    for (unsigned i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        repeat(pieces[i], 24000);
        has_endless_cluster = strcmp(pieces[i], "ি") == 0;
        check_bad_text(24000, &layout_portrait);
        has_endless_cluster = false;
    }
}

KJ_TEST(composer_gets_through_spaces_and_forced_breaks) {
    static const char *const pieces[] = {"ক          ", "ক \xE2\x80\xA8", "\xE2\x80\xA8", "ক\n",
                                         "ক\t",         "\xE3\x80\x80"};
    for (unsigned i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        repeat(pieces[i], 12000);
        check_bad_text(12000, &layout_portrait);
    }
    memset(text, ' ', 20000);
    memcpy(text, "শুরু", 12);
    memcpy(text + 19000, "শেষ", 9);
    check_bad_text(20000, &layout_portrait);
}

KJ_TEST(composer_gets_through_damaged_bytes) {
    uint32_t seed = 3;
    for (unsigned round = 0; round < 12; round++) {
        uint32_t size = load(articles[round % ARTICLES]);
        size = size < 6000 ? size : 6000;
        for (unsigned i = 0; i < size / 20; i++) {
            seed = seed * 1664525u + 1013904223u;
            text[(seed >> 8) % size] = (uint8_t)(round % 3 ? seed >> 24 : 0);
        }
        open_with(size, &layout_portrait, ALL_CACHE, LIST_BYTES);
        kj_place place = {0, 0};
        unsigned pages = 0;
        while (kj_composer_page(now.composer, place, &now.list, &place) == KJ_OK) {
            KJ_CHECK(++pages < 400);
        }
        layout_close(&now);
    }
}

KJ_TEST(composer_does_not_mind_a_mark_or_the_kind_of_line_end) {
    uint32_t size = load(articles[6]), out = 3;
    uint64_t glyphs[2] = {0, 0};
    static uint8_t plain_text[TEXT_MAX];
    memcpy(plain_text, text, size);
    for (unsigned variant = 0; variant < 2; variant++) {
        if (variant == 1) {
            memcpy(text, "\xEF\xBB\xBF", 3);
            for (uint32_t i = 0; i < size; i++) {
                if (plain_text[i] == '\n') {
                    text[out++] = '\r';
                }
                text[out++] = plain_text[i];
            }
        }
        open_with(variant ? out : size, &layout_portrait, ALL_CACHE, LIST_BYTES);
        kj_place place = {0, 0};
        while (kj_composer_page(now.composer, place, &now.list, &place) == KJ_OK) {
            for (unsigned i = 0; i < now.list.glyph_count; i++) {
                const kj_placed *glyph = &now.list.glyphs[i];
                glyphs[variant] = glyphs[variant] * 31u + glyph->id * 7u + (uint16_t)glyph->x_12_4;
            }
        }
        layout_close(&now);
    }
    KJ_CHECK(glyphs[0] == glyphs[1]);
}

static uint8_t generated(uint32_t offset) {
    static const char *const words = "খবরের কাগজ আজও ছাপা হয় ";
    return offset % 5000 == 4999 ? '\n' : (uint8_t)words[offset % 5000 % strlen(words)];
}

KJ_TEST(composer_opens_a_file_of_20_megabytes_and_jumps_about_in_it) {
    now = (layout_case){.generate = generated, .reads_until_error = -1};
    KJ_CHECK_EQ(layout_open(&now, 20u << 20, &layout_portrait, ALL_CACHE, LIST_BYTES), KJ_OK);
    for (uint32_t megabyte = 0; megabyte < 20; megabyte += 3) {
        uint32_t offset = (megabyte << 20) / 5000 * 5000;
        kj_place place = {offset, offset}, next;
        KJ_CHECK_EQ(kj_composer_page(now.composer, place, &now.list, &next), KJ_OK);
        KJ_CHECK(now.list.line_count > 10);
        KJ_CHECK_EQ(now.list.lines[0].start, offset);
    }
    KJ_CHECK(now.article.peak_bytes <= kj_composer_bytes());
    layout_close(&now);
}

KJ_TEST(composer_reports_a_failed_read_with_an_empty_list_and_recovers) {
    uint32_t size = load(articles[4]);
    open_with(size, &layout_portrait, ALL_CACHE, LIST_BYTES);
    unsigned pages = go_through(&layout_portrait, size), failures = 0;
    layout_close(&now);
    for (int reads = 0; reads < 60; reads++) {
        open_with(size, &layout_portrait, ALL_CACHE, LIST_BYTES);
        now.reads_until_error = reads;
        for (unsigned page = 0; page < pages; page++) {
            kj_place next;
            kj_status status = kj_composer_page(now.composer, places[page], &now.list, &next);
            if (status == KJ_ERR_IO) {
                KJ_CHECK_EQ(kj_display_list_bytes(&now.list), 0);
                failures++;
                status = kj_composer_page(now.composer, places[page], &now.list, &next);
            }
            KJ_CHECK_EQ(status, KJ_OK);
            KJ_CHECK(layout_hash(&now.list) == hashes[page]);
        }
        layout_close(&now);
    }
    KJ_CHECK(failures > 20);
}

KJ_TEST(composer_gives_right_pages_or_an_error_whatever_allocation_fails) {
    uint32_t size = load(articles[6]);
    open_with(size, &layout_portrait, ALL_CACHE, LIST_BYTES);
    unsigned pages = go_through(&layout_portrait, size);
    layout_close(&now);
    KJ_CHECK(pages >= 1);
    for (uint32_t fail = 1; fail < 80; fail += 3) {
        kj_place next;
        open_with(size, &layout_portrait, ALL_CACHE, LIST_BYTES);
        kj_heap_fail_at(&now.heap, fail);
        kj_status status = kj_composer_page(now.composer, places[0], &now.list, &next);
        if (status == KJ_OK) {
            KJ_CHECK(layout_hash(&now.list) == hashes[0]);
        } else {
            KJ_CHECK_EQ(status, KJ_ERR_MEMORY);
            KJ_CHECK_EQ(kj_display_list_bytes(&now.list), 0);
        }
        layout_close(&now);
    }
}

/* Ink of a soft hyphen is that of nothing: no glyph of the line advances the pen for it. */
KJ_TEST(composer_shows_a_soft_hyphen_only_where_the_line_ends) {
    static const char *const words[2] = {
        "শুরু\n\nএক প্রতি\xC2\xADবেদন লেখা হলো। তারপর আরও অনেক কথা হলো।",
        "শুরু\n\nএক প্রতিবেদন লেখা হলো। তারপর আরও অনেক কথা হলো।"};
    int32_t width[2] = {0, 0};
    kj_page_style style = layout_portrait;
    style.width_px = 1200;
    style.hyphenate = false;
    for (unsigned variant = 0; variant < 2; variant++) {
        kj_place next;
        open_text(words[variant], &style);
        KJ_CHECK_EQ(kj_composer_page(now.composer, (kj_place){0, 0}, &now.list, &next), KJ_OK);
        KJ_CHECK_EQ(now.list.line_count, 2);
        const kj_placed *last = &now.list.glyphs[now.list.glyph_count - 1];
        width[variant] = last->x_12_4 + last->advance_12_4;
        KJ_CHECK_EQ(now.list.lines[1].hyphenated, 0);
        layout_close(&now);
    }
    KJ_CHECK_EQ(width[0], width[1]);
    style.width_px = 200;
    style.margin_px = 10;
    open_text("শুরু\n\nঅনেকগুলোপ্র\xC2\xADতিবেদনলেখা আর কিছু", &style);
    kj_place next;
    KJ_CHECK_EQ(kj_composer_page(now.composer, (kj_place){0, 0}, &now.list, &next), KJ_OK);
    KJ_CHECK(now.list.line_count >= 3);
    KJ_CHECK_EQ(now.list.lines[1].hyphenated, 1);
    layout_close(&now);
}

KJ_TEST(composer_hangs_the_bullet_of_a_list_item) {
    open_text("শিরোনাম\n\nপ্রথম অনুচ্ছেদ এখানে শুরু হলো আর শেষ হলো।\n\n"
              "• খবরের কাগজ আজও ছাপা হয় আর বহু দূরের গ্রামে গিয়ে পৌঁছায় রোজ সকালে সবার আগে।\n",
              &layout_portrait);
    kj_place next;
    KJ_CHECK_EQ(kj_composer_page(now.composer, (kj_place){0, 0}, &now.list, &next), KJ_OK);
    const kj_display_list *list = &now.list;
    unsigned line = 0;
    while (list->lines[line].block_kind != KJ_BLOCK_LIST_ITEM) {
        KJ_CHECK(++line < list->line_count);
    }
    const kj_placed_run *first = &list->runs[list->lines[line].first_run];
    const kj_placed_run *second = &list->runs[list->lines[line + 1].first_run];
    KJ_CHECK_EQ(list->lines[line + 1].block_kind, KJ_BLOCK_LIST_ITEM);
    KJ_CHECK_EQ(list->glyphs[first->first].x_12_4, 24 * 16);
    KJ_CHECK_EQ(list->glyphs[second->first].x_12_4 / 16, 24 + 26);
    unsigned glyph = first->first;
    while (list->glyphs[glyph].x_12_4 < 40 * 16) {
        glyph++;
    }
    KJ_CHECK(list->glyphs[glyph].x_12_4 / 16 >= 24 + 26 - 14); /* a vowel sign may stand left */
    layout_close(&now);
}

KJ_TEST(composer_sets_a_rule_between_blocks_and_none_at_the_head_of_a_page) {
    open_text("শিরোনাম\n\nপ্রথম অনুচ্ছেদ এখানে।\n\n* * *\n\nদ্বিতীয় অনুচ্ছেদ এখানে।\n", &layout_portrait);
    kj_place next;
    KJ_CHECK_EQ(kj_composer_page(now.composer, (kj_place){0, 0}, &now.list, &next), KJ_OK);
    KJ_CHECK_EQ(now.list.rule_count, 1);
    KJ_CHECK_EQ(now.list.line_count, 3);
    int16_t y = now.list.rules[0].box.y;
    KJ_CHECK(y > now.list.lines[1].baseline_px + 4 && y < now.list.lines[2].baseline_px - 18);
    KJ_CHECK_EQ(next.offset, KJ_PLACE_END.offset);
    layout_close(&now);
}

KJ_TEST_MAIN()
