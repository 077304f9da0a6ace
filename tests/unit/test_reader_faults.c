/* test_reader_faults.c - what the reader shows when the card, the file, the memory or the fonts are
 * not as they should be: a notice, never wrong pixels. */
#include "reader/fallback.h"
#include "reader_case.h"

KJ_TEST(reader_says_what_is_wrong_with_a_file_that_does_not_open) {
    static const struct {
        kj_status status;
        kj_notice_kind kind;
    } cases[] = {{KJ_ERR_MISSING, KJ_NOTICE_MISSING}, {KJ_ERR_ARGUMENT, KJ_NOTICE_FOLDER},
                 {KJ_END, KJ_NOTICE_EMPTY},           {KJ_ERR_FORMAT, KJ_NOTICE_NOT_TEXT},
                 {KJ_ERR_IO, KJ_NOTICE_UNREADABLE},   {KJ_ERR_TOO_LARGE, KJ_NOTICE_TOO_LARGE}};
    uint32_t seen[2 * sizeof cases / sizeof *cases] = {0};
    for (unsigned i = 0; i < 2 * sizeof cases / sizeof *cases; i++) {
        write_article(0, "বাংলা নাম.txt", 4);
        configure(1);
        config.language = i % 2 ? KJ_LANGUAGE_ENGLISH : KJ_LANGUAGE_BENGALI;
        shelf_articles[0].opening = cases[i / 2].status;
        start();
        KJ_CHECK_EQ(state().notice, cases[i / 2].kind);
        KJ_CHECK(!state().fallback);
        KJ_CHECK(ink() > 5000);
        KJ_CHECK(strstr(last_log, "বাংলা নাম.txt") &&
                 strstr(last_log, kj_status_name(cases[i / 2].status)));
        seen[i] = picture();
        for (unsigned j = 0; j < i; j++) {
            KJ_CHECK(seen[j] != seen[i]);
        }
        KJ_CHECK_EQ(kj_reader_key(&reader, KJ_KEY_NEXT, &screen), KJ_END);
        KJ_CHECK_EQ(kj_reader_key(&reader, KJ_KEY_SELECT, &screen), KJ_END);
        shelf_articles[0].opening = KJ_OK;
        press(KJ_KEY_SELECT);
        KJ_CHECK_EQ(state().notice, KJ_NOTICE_NONE);
        page_through();
    }
}

KJ_TEST(reader_says_when_there_is_nothing_to_read) {
    configure(0);
    start();
    KJ_CHECK_EQ(state().notice, KJ_NOTICE_NO_ARTICLES);
    KJ_CHECK(ink() > 5000);
    KJ_CHECK_EQ(kj_reader_key(&reader, KJ_KEY_NEXT, &screen), KJ_END);
    KJ_CHECK_EQ(kj_reader_idle(&reader), KJ_END);
}

KJ_TEST(reader_shortens_a_long_file_name_in_a_notice) {
    static char name[1001];
    for (unsigned i = 0; i < 1000; i++) {
        name[i] = "\xE0\xA6\x95"[i % 3];
    }
    name[999] = '\0';
    write_article(0, name, 1);
    shelf_articles[0].opening = KJ_ERR_MISSING;
    configure(1);
    start();
    KJ_CHECK_EQ(state().notice, KJ_NOTICE_MISSING);
    KJ_CHECK(!state().fallback);
    KJ_CHECK(strlen(last_log) < 200);
}

KJ_TEST(reader_survives_a_card_that_fails_in_the_middle) {
    start_with(2, 30);
    const unsigned count = page_through();
    press(KJ_KEY_PREV);
    press(KJ_KEY_HOME);
    shelf_articles[0].broken_from = (uint32_t)shelf_articles[0].length / 2;
    unsigned page = 0;
    while (state().notice == KJ_NOTICE_NONE) {
        KJ_CHECK(page < count);
        KJ_CHECK_EQ(picture(), pictures[page]);
        idle(); /* meets the error first, and says nothing yet */
        press(KJ_KEY_NEXT);
        page++;
    }
    KJ_CHECK_EQ(state().notice, KJ_NOTICE_UNREADABLE);
    KJ_CHECK(page > 3 && page < count);
    KJ_CHECK(strstr(last_log, "one.txt: page "));
    press(KJ_KEY_PREV);
    KJ_CHECK_EQ(picture(), pictures[page - 1]);
    press(KJ_KEY_NEXT);
    KJ_CHECK_EQ(state().notice, KJ_NOTICE_UNREADABLE);
    KJ_CHECK_EQ(kj_reader_key(&reader, KJ_KEY_SELECT, &screen), KJ_END);
    shelf_articles[0].broken_from = UINT32_MAX;
    press(KJ_KEY_SELECT);
    KJ_CHECK_EQ(picture(), pictures[page]);
    press(KJ_KEY_PREV);
    KJ_CHECK_EQ(state().page, page - 1);
    KJ_CHECK_EQ(picture(), pictures[page - 1]);
}

KJ_TEST(reader_can_leave_a_broken_article_by_next) {
    start_with(2, 30);
    shelf_articles[0].broken_from = 4000;
    for (unsigned i = 0; i < 100 && state().notice == KJ_NOTICE_NONE; i++) {
        press(KJ_KEY_NEXT);
    }
    KJ_CHECK_EQ(state().notice, KJ_NOTICE_UNREADABLE);
    press(KJ_KEY_NEXT);
    KJ_CHECK_EQ(state().article, 1);
    KJ_CHECK_EQ(state().notice, KJ_NOTICE_NONE);
}

/* Whatever allocation fails, and all after it: the right pixels or a notice, never others; and
 * all is well once there is memory again. */
static void fail_heap(kj_heap *heap, bool onwards) {
    for (uint32_t n = 1;; n++) {
        press(KJ_KEY_HOME);
        kj_shaper_clear(reader.stage.shaper);
        kj_faces_rebuild(&reader.stage.faces);
        const uint32_t failed = kj_heap_get_stats(heap).failed;
        onwards ? kj_heap_fail_from(heap, n) : kj_heap_fail_at(heap, n);
        const kj_status status = kj_reader_key(&reader, KJ_KEY_NEXT, &screen);
        const bool met = kj_heap_get_stats(heap).failed > failed;
        kj_heap_fail_at(heap, 0);
        KJ_CHECK_EQ(status, KJ_OK);
        if (state().notice == KJ_NOTICE_NONE) {
            KJ_CHECK_EQ(picture(), pictures[1]);
        } else {
            KJ_CHECK(ink() > 1000);
            press(KJ_KEY_SELECT);
            KJ_CHECK_EQ(state().page, 1);
            KJ_CHECK_EQ(picture(), pictures[1]);
        }
        if (!met) {
            KJ_CHECK(n > 1);
            return;
        }
    }
}

KJ_TEST(reader_shows_the_right_pixels_or_a_notice_whatever_allocation_fails) {
    start_with(1, 6);
    page_through();
    fail_heap(&reader.stage.harfbuzz, false);
    fail_heap(&reader.stage.harfbuzz, true);
}

KJ_TEST(reader_shows_the_right_pixels_or_a_notice_whatever_rasteriser_allocation_fails) {
    start_with(1, 6);
    page_through();
    for (unsigned onwards = 0; onwards < 2; onwards++) {
        for (uint32_t n = 1;; n++) {
            configure(1); /* with a cold glyph cache */
            start();
            kj_heap *heap = &reader.stage.freetype;
            const uint32_t failed = kj_heap_get_stats(heap).failed;
            onwards ? kj_heap_fail_from(heap, n) : kj_heap_fail_at(heap, n);
            press(KJ_KEY_NEXT);
            kj_heap_fail_at(heap, 0);
            if (state().notice == KJ_NOTICE_NONE) {
                KJ_CHECK_EQ(picture(), pictures[1]);
            } else {
                KJ_CHECK(ink() > 1000);
                press(KJ_KEY_SELECT);
                KJ_CHECK_EQ(picture(), pictures[1]);
            }
            if (kj_heap_get_stats(heap).failed == failed) {
                KJ_CHECK(n > 1);
                break;
            }
        }
    }
}

KJ_TEST(reader_shows_the_fallback_picture_when_no_glyph_can_be_drawn) {
    static kj_font_data fonts[KJ_FONT_DATA_COUNT];
    write_article(0, "one.txt", 3);
    for (unsigned rotation = 0; rotation < 4; rotation++) {
        for (unsigned i = 0; i < KJ_FONT_DATA_COUNT; i++) {
            fonts[i] = kj_font_data_table[i];
            fonts[i].size = 200; /* not even its tables' directory */
        }
        configure(1);
        config.stage.fonts = fonts;
        config.stage.rotation = (kj_rotation)rotation;
        config.stage.sizes.frame_bytes = rotation == 2 ? 50 * STRIDE : HEIGHT * STRIDE;
        start();
        KJ_CHECK(state().fallback);
        KJ_CHECK(strstr(last_log, "text engine"));
        unsigned expected = 0;
        for (size_t i = 0; i < (kj_fallback_width_px + 7u) / 8u * kj_fallback_height_px; i++) {
            expected += (unsigned)__builtin_popcount(kj_fallback_bits[i]);
        }
        KJ_CHECK_EQ(ink(), expected);
        KJ_CHECK_EQ(kj_reader_key(&reader, KJ_KEY_NEXT, &screen), KJ_END);
        KJ_CHECK_EQ(kj_reader_idle(&reader), KJ_END);
    }
}

KJ_TEST(reader_says_out_of_memory_when_an_article_does_not_fit) {
    write_article(0, "one.txt", 3);
    unsigned pages = 0, fallbacks = 0;
    for (uint32_t bytes = 512; bytes < 40u * 1024u; bytes += 512) {
        configure(1);
        config.stage.sizes.article_bytes = bytes;
        start();
        fallbacks += state().fallback;
        pages += state().notice == KJ_NOTICE_NONE;
        KJ_CHECK(ink() > 1000);
        KJ_CHECK(state().notice == KJ_NOTICE_NONE || state().notice == KJ_NOTICE_MEMORY);
    }
    KJ_CHECK(fallbacks > 0 && pages > 0);
}

KJ_TEST_MAIN()
