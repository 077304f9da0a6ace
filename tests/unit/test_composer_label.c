/* test_composer_label.c - labels: one line in its box whatever the text, the page as if there had
 * been none. */
#include "layout/label.h"
#include "layout_case.h"
#include "test.h"
#include "text/unicode.h"

enum { TEXT_MAX = 1 << 16, LIST_BYTES = 16384 };

static layout_case now;
static uint8_t text[TEXT_MAX];
static uint32_t text_size, seed;

static uint32_t roll(uint32_t below) {
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % below;
}

static void open_article(const char *name, const kj_page_style *style) {
    char path[512];
    snprintf(path, sizeof path, "%s/assets/articles/%s.txt", KJ_SOURCE_DIR, name);
    FILE *file = fopen(path, "rb");
    KJ_CHECK(file != NULL);
    text_size = (uint32_t)fread(text, 1, sizeof text, file);
    fclose(file);
    now = (layout_case){.text = text, .reads_until_error = -1};
    KJ_CHECK_EQ(layout_open(&now, text_size, style, sizeof layout_cache, LIST_BYTES), KJ_OK);
    seed = 7;
}

static const kj_label wide = {.width_px = 2000, .x_px = 10, .baseline_px = 40, .size_px = 22};

static void set_label(const kj_label *label, int16_t *used) {
    KJ_CHECK_EQ(kj_composer_label(now.composer, label, &now.list, used), KJ_OK);
}

/* Left and right end of the glyphs from first on, 1/16 px. */
static void ends_of(unsigned first, int32_t *left, int32_t *right) {
    *left = INT32_MAX;
    *right = INT32_MIN;
    for (unsigned i = first; i < now.list.glyph_count; i++) {
        const kj_placed *glyph = &now.list.glyphs[i];
        const int32_t end = glyph->x_12_4 + glyph->advance_12_4;
        *left = glyph->x_12_4 < *left ? glyph->x_12_4 : *left;
        *right = end > *right ? end : *right;
    }
}

/* A piece of the article between two code points, as a string. */
static const char *some_text(char *piece, size_t most) {
    uint32_t from = roll(text_size - 800u), length = 1u + roll((uint32_t)most - 4u);
    while ((text[from] & 0xC0) == 0x80) {
        from++;
    }
    while ((text[from + length] & 0xC0) == 0x80) {
        length--;
    }
    memcpy(piece, text + from, length);
    piece[length] = '\0';
    return piece;
}

/* Whether the list's glyphs, which are those of a label that was cut, are those of the beginning of
 * its text up to some cluster's edge, and then an ellipsis. */
static bool is_beginning(const char *whole, const kj_label *label) {
    static kj_placed cut[2048];
    static char part[KJ_LABEL_BYTES_MAX + 1];
    const unsigned count = now.list.glyph_count;
    const kj_span span = {(const uint8_t *)whole, strlen(whole)};
    memcpy(cut, now.list.glyphs, count * sizeof *cut);
    for (size_t end = 0; end < span.length; end++) {
        if (end > 0 && (((uint8_t)whole[end] & 0xC0) == 0x80 || !kj_is_cluster_edge(span, end))) {
            continue;
        }
        kj_label beginning = *label;
        memcpy(part, whole, end);
        part[end] = '\0';
        beginning.text = part;
        beginning.width_px = 2000;
        kj_display_list_clear(&now.list);
        set_label(&beginning, NULL);
        bool same = now.list.glyph_count + 1u == count;
        for (unsigned i = 0; i + 1 < count && same; i++) {
            same = cut[i].id == now.list.glyphs[i].id;
        }
        if (same) {
            return true;
        }
    }
    return false;
}

KJ_TEST(label_stays_in_its_box_whatever_its_text_size_and_alignment) {
    static const char *const names[] = {"01-union-nirbachan", "02-cricket-surma",
                                        "04-patkathi-battery"};
    unsigned cuts = 0;
    for (unsigned a = 0; a < 3; a++) {
        kj_page_style style = layout_portrait;
        style.family = a % 2 ? KJ_FAMILY_SANS : KJ_FAMILY_SERIF;
        open_article(names[a], &style);
        for (unsigned round = 0; round < KJ_ROUNDS(1200u); round++) {
            char piece[256];
            kj_label label = {.text = some_text(piece, 200),
                              .x_px = (int16_t)roll(300),
                              .width_px = (int16_t)(1 + roll(600)),
                              .baseline_px = (int16_t)roll(800),
                              .size_px = (uint8_t)(10 + roll(40)),
                              .bold = roll(2),
                              .align = (kj_label_align)roll(3)};
            int16_t used;
            int32_t left, right;
            kj_display_list_clear(&now.list);
            set_label(&label, &used);
            KJ_CHECK(used >= 0 && used <= label.width_px);
            KJ_CHECK_EQ(now.list.line_count, 0);
            if (now.list.glyph_count == 0) {
                const bool is_blank = strspn(piece, " \n\r*-") == strlen(piece);
                KJ_CHECK(is_blank || label.width_px < 3 * label.size_px);
                KJ_CHECK_EQ(used, 0);
                continue;
            }
            ends_of(0, &left, &right);
            KJ_CHECK(left >
                     (label.x_px - label.size_px / 4) * 16); /* marks stand left of the pen */
            KJ_CHECK(right <= (label.x_px + label.width_px) * 16);
            int32_t free_12_4 = (label.x_px + label.width_px) * 16 - right;
            if (label.align == KJ_LABEL_RIGHT) {
                KJ_CHECK(free_12_4 < 16);
            } else if (label.align == KJ_LABEL_CENTRE) {
                int32_t off = free_12_4 - (label.width_px - used) * 8;
                KJ_CHECK(off > -16 && off < 32);
            }
            for (unsigned i = 0; i < now.list.run_count; i++) {
                KJ_CHECK_EQ(now.list.runs[i].baseline_px, label.baseline_px);
                KJ_CHECK_EQ(now.list.runs[i].size_px, label.size_px);
            }
            if (round % 40 == 0) {
                kj_label all = label;
                all.width_px = 2047;
                unsigned count = now.list.glyph_count;
                kj_display_list cut_list = now.list;
                static kj_placed kept[2048];
                memcpy(kept, now.list.glyphs, count * sizeof *kept);
                kj_display_list_clear(&now.list);
                all.x_px = 0;
                set_label(&all, &used);
                if (used > label.width_px && used < 2000) {
                    memcpy(now.list.glyphs, kept, count * sizeof *kept);
                    now.list = cut_list;
                    KJ_CHECK(is_beginning(piece, &label));
                    cuts++;
                }
            }
        }
        layout_close(&now);
    }
    KJ_CHECK(cuts > 5);
}

KJ_TEST(label_that_just_fits_is_whole_and_one_pixel_less_ends_it_in_an_ellipsis) {
    open_article("03-abohawa", &layout_portrait);
    for (unsigned round = 0; round < KJ_ROUNDS(200u); round++) {
        char piece[128];
        kj_label label = wide;
        int16_t used, again;
        label.text = some_text(piece, 100);
        label.size_px = (uint8_t)(12 + round % 30);
        kj_display_list_clear(&now.list);
        set_label(&label, &used);
        const unsigned all = now.list.glyph_count;
        if (all == 0) {
            continue;
        }
        const uint16_t last = now.list.glyphs[all - 1].id;
        label.width_px = (int16_t)(used + 2);
        kj_display_list_clear(&now.list);
        set_label(&label, &again);
        KJ_CHECK_EQ(now.list.glyph_count, all);
        KJ_CHECK_EQ(again, used);
        label.width_px = (int16_t)(used - 1);
        kj_display_list_clear(&now.list);
        set_label(&label, &again);
        KJ_CHECK(again < used);
        KJ_CHECK(now.list.glyph_count == 0 ||
                 now.list.glyphs[now.list.glyph_count - 1].id != last ||
                 now.list.glyph_count < all);
    }
    layout_close(&now);
}

static unsigned glyphs_of(const char *words, int16_t width, uint16_t *last) {
    kj_label label = wide;
    label.text = words;
    label.width_px = width;
    kj_display_list_clear(&now.list);
    set_label(&label, NULL);
    *last = now.list.glyph_count ? now.list.glyphs[now.list.glyph_count - 1].id : 0;
    return now.list.glyph_count;
}

KJ_TEST(label_is_cut_at_a_word_and_inside_one_only_where_that_is_too_long) {
    uint16_t dots, last;
    open_article("03-abohawa", &layout_portrait);
    KJ_CHECK_EQ(glyphs_of("…", 200, &dots), 1);
    kj_label label = wide;
    int16_t width;
    label.text = "খবরের কাগজ আজ";
    set_label(&label, &width);
    const unsigned two = glyphs_of("খবরের কাগজ", 2000, &last);
    KJ_CHECK_EQ(glyphs_of("খবরের কাগজ আজও ছাপা হয়", (int16_t)(width + 8), &last), two + 1);
    KJ_CHECK_EQ(last, dots);
    const unsigned word = glyphs_of("বঙ্গোপসাগরীয়দুর্যোগমোকাবিলাকেন্দ্র", 2000, &last);
    const unsigned part = glyphs_of("বঙ্গোপসাগরীয়দুর্যোগমোকাবিলাকেন্দ্র", 200, &last);
    KJ_CHECK(part > 4 && part < word);
    KJ_CHECK_EQ(last, dots);
    KJ_CHECK_EQ(glyphs_of("কাগজ", 4, &last), 0); /* no room even for the ellipsis */
    layout_close(&now);
}

KJ_TEST(label_takes_line_ends_as_spaces_and_shows_nothing_for_nothing) {
    uint16_t last;
    int16_t plain, broken;
    kj_label label = wide;
    open_article("03-abohawa", &layout_portrait);
    label.text = "এক দুই তিন চার পাঁচ ছয়";
    set_label(&label, &plain);
    label.text = "\nএক\nদুই\r\nতিন\xE2\x80\xA8চার\xC2\x85পাঁচ\tছয়\n";
    set_label(&label, &broken);
    KJ_CHECK_EQ(plain, broken);
    KJ_CHECK_EQ(glyphs_of("", 200, &last), 0);
    KJ_CHECK_EQ(glyphs_of("  \n ", 200, &last), 0);
    KJ_CHECK(glyphs_of(")। দাঁড়ি", 200, &last) > 3); /* what never begins a line */
    KJ_CHECK(glyphs_of("\xCC\x81x", 200, &last) > 0);
    KJ_CHECK(glyphs_of("\xFF\xFE\xE2\x80", 200, &last) > 0);
    layout_close(&now);
}

KJ_TEST(label_longer_than_the_limit_is_cut_like_one_that_is_too_wide) {
    static char long_text[4000];
    uint16_t dots, latin_dots, last;
    open_article("03-abohawa", &layout_portrait);
    KJ_CHECK_EQ(glyphs_of("…", 200, &dots), 1);
    KJ_CHECK_EQ(glyphs_of("x…", 200, &latin_dots), 2);
    static const char *const pieces[] = {"ক", "ক ", "বাংলা ", "x", "\xE0\xA7\x8D", "ক্ষ্ম", "-"};
    for (unsigned i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        long_text[0] = '\0';
        while (strlen(long_text) + 30 < sizeof long_text) {
            strcat(long_text, pieces[i]);
        }
        for (int16_t width = 20; width < 2000; width = (int16_t)(width * 2)) {
            int32_t left, right;
            (void)glyphs_of(long_text, width, &last);
            ends_of(0, &left, &right);
            KJ_CHECK(now.list.glyph_count == 0 || right <= (wide.x_px + width) * 16);
            KJ_CHECK(now.list.glyph_count == 0 || last == dots || last == latin_dots);
        }
    }
    layout_close(&now);
}

KJ_TEST(label_is_neither_stretched_nor_hyphenated_under_any_page_style) {
    int16_t first = 0;
    for (unsigned i = 0; i < 8; i++) {
        kj_page_style style = layout_portrait;
        style.justify = i & 1;
        style.hyphenate = i & 2;
        style.width_px = i & 4 ? 160 : 800;
        open_article("03-abohawa", &style);
        kj_label label = wide;
        int16_t used;
        label.text = "জলবায়ুপরিবর্তনবিষয়ক আন্তর্জাতিক সম্মেলন ২০২৬ Conference";
        label.width_px = 700;
        kj_display_list_clear(&now.list);
        set_label(&label, &used);
        first = i == 0 ? used : first;
        KJ_CHECK_EQ(used, first);
        layout_close(&now);
    }
}

static void check_no_room(const kj_label *label) {
    int16_t used = 77;
    const uint64_t before = layout_hash(&now.list);
    KJ_CHECK_EQ(kj_composer_label(now.composer, label, &now.list, &used), KJ_ERR_MEMORY);
    KJ_CHECK(layout_hash(&now.list) == before);
    KJ_CHECK_EQ(used, 77);
}

KJ_TEST(label_in_a_full_list_gives_err_memory_and_leaves_it_as_it_is) {
    open_article("03-abohawa", &layout_portrait);
    kj_label label = wide;
    label.text = "খবরের কাগজ আজও ছাপা হয়";
    while (kj_composer_label(now.composer, &label, &now.list, NULL) == KJ_OK) {
    }
    check_no_room(&label);
    kj_display_list_clear(&now.list);
    set_label(&label, NULL);
    label.width_px = 100; /* it is cut: the list is full before the ellipsis, or at any glyph */
    const uint16_t first = now.list.glyph_count;
    set_label(&label, NULL);
    const unsigned count = (unsigned)now.list.glyph_count - first;
    KJ_CHECK(count > 4);
    for (unsigned room = 0; room < count; room++) {
        kj_display_list_clear(&now.list);
        label.width_px = 2000;
        set_label(&label, NULL);
        label.width_px = 100;
        const uint16_t capacity = now.list.glyph_capacity;
        now.list.glyph_capacity = (uint16_t)(first + room);
        check_no_room(&label);
        now.list.glyph_capacity = capacity;
    }
    layout_close(&now);
}

KJ_TEST(label_between_two_pages_changes_neither) {
    enum { PAGES = 12 };
    static uint64_t hashes[PAGES];
    unsigned pages = 0;
    kj_page_style style = layout_portrait;
    style.height_px = 300;
    open_article("01-union-nirbachan", &style);
    kj_place place = {0, 0}, next;
    while (pages < PAGES && kj_composer_page(now.composer, place, &now.list, &next) == KJ_OK) {
        hashes[pages++] = layout_hash(&now.list);
        place = next;
    }
    KJ_CHECK_EQ(pages, PAGES);
    place = (kj_place){0, 0};
    for (unsigned i = 0; i < PAGES; i++) {
        KJ_CHECK_EQ(kj_composer_page(now.composer, place, &now.list, &next), KJ_OK);
        KJ_CHECK(layout_hash(&now.list) == hashes[i]);
        const uint16_t lines = now.list.line_count, runs = now.list.run_count;
        kj_label label = wide;
        label.text = "পাতা ১২ / ৩৪ · আর ৫ মিনিট";
        label.bold = i % 2;
        set_label(&label, NULL);
        set_label(&label, NULL);
        KJ_CHECK_EQ(now.list.line_count, lines);
        KJ_CHECK(now.list.run_count > runs);
        place = next;
    }
    layout_close(&now);
}

KJ_TEST(label_gives_right_glyphs_or_an_error_whatever_allocation_fails) {
    open_article("03-abohawa", &layout_portrait);
    kj_label label = wide;
    label.text = "খবরের কাগজ 2026";
    set_label(&label, NULL);
    const uint64_t right = layout_hash(&now.list);
    layout_close(&now);
    unsigned failures = 0;
    for (uint32_t fail = 1; fail < 60; fail++) {
        open_article("03-abohawa", &layout_portrait);
        kj_heap_fail_at(&now.heap, fail);
        kj_status status = kj_composer_label(now.composer, &label, &now.list, NULL);
        if (status == KJ_OK) {
            KJ_CHECK(layout_hash(&now.list) == right);
        } else {
            failures++;
            KJ_CHECK_EQ(status, KJ_ERR_MEMORY);
            KJ_CHECK_EQ(kj_display_list_bytes(&now.list), 0);
        }
        layout_close(&now);
    }
    KJ_CHECK(failures < 60);
}

KJ_TEST_MAIN()
