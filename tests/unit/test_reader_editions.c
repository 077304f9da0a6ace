/* test_reader_editions.c - editions in the reader: lists to choose from, articles, pictures, and
 * what is shown when an edition or a picture is not as it should be. */
#include "edition_reader_case.h"

/* Pages through all articles from the one that is open; pictures[] of all pages. */
static unsigned page_through_edition(unsigned *articles) {
    unsigned count = 0;
    uint32_t entry = UINT32_MAX;
    *articles = 0;
    for (;;) {
        KJ_CHECK(count < PAGES_MAX);
        KJ_CHECK_EQ(state().notice, KJ_NOTICE_NONE);
        KJ_CHECK_EQ(state().view, KJ_VIEW_ARTICLE);
        *articles += state().entry != entry;
        entry = state().entry;
        pictures[count++] = picture();
        if (kj_reader_key(&reader, KJ_KEY_NEXT, &screen) == KJ_END) {
            return count;
        }
    }
}

/* --- Tests. --- */

KJ_TEST(reader_opens_an_only_edition_on_its_contents) {
    make_edition(0, 7, ZIP_STORED, 0);
    start_editions(1);
    KJ_CHECK_EQ(state().view, KJ_VIEW_CONTENTS);
    KJ_CHECK(state().in_edition);
    KJ_CHECK(ink() > 5000);
    press(KJ_KEY_BACK);
    KJ_CHECK_EQ(state().view, KJ_VIEW_LIBRARY);
    KJ_CHECK_EQ(state().shown, 1 + KJ_LIBRARY_TAILS);
    KJ_CHECK_EQ(kj_reader_key(&reader, KJ_KEY_BACK, &screen), KJ_END);
    press(KJ_KEY_SELECT);
    KJ_CHECK_EQ(state().view, KJ_VIEW_CONTENTS);
    press(KJ_KEY_SELECT);
    KJ_CHECK_EQ(state().view, KJ_VIEW_ARTICLE);
    KJ_CHECK_EQ(state().entry, 1); /* entry 0 is the section */
}

KJ_TEST(reader_goes_through_an_edition_from_its_first_to_its_last_page) {
    for (unsigned method = ZIP_STORED; method <= ZIP_DEFLATED; method += ZIP_DEFLATED) {
        make_edition(0, 7, method, 0);
        start_editions(1);
        press(KJ_KEY_SELECT);
        unsigned articles;
        const unsigned count = page_through_edition(&articles);
        KJ_CHECK_EQ(articles, 7);
        KJ_CHECK(count >= 14);
        for (unsigned page = count - 1; page-- > 0;) {
            press(KJ_KEY_PREV);
            KJ_CHECK_EQ(picture(), pictures[page]);
        }
        KJ_CHECK_EQ(kj_reader_key(&reader, KJ_KEY_PREV, &screen), KJ_END);
    }
}

KJ_TEST(reader_comes_back_to_the_list_at_the_article_it_left) {
    make_edition(0, 7, ZIP_STORED, 0);
    start_editions(1);
    const uint32_t first = picture();
    press(KJ_KEY_DOWN);
    const uint32_t second = picture();
    KJ_CHECK(second != first);
    KJ_CHECK_EQ(state().entry, 2);
    press(KJ_KEY_SELECT);
    KJ_CHECK_EQ(state().entry, 2);
    press(KJ_KEY_BACK);
    KJ_CHECK_EQ(state().view, KJ_VIEW_CONTENTS);
    KJ_CHECK_EQ(state().entry, 2);
    KJ_CHECK_EQ(picture(), second);
    press(KJ_KEY_UP);
    KJ_CHECK_EQ(picture(), first);
    KJ_CHECK_EQ(kj_reader_key(&reader, KJ_KEY_UP, &screen), KJ_END);
}

KJ_TEST(reader_moves_through_a_long_list_and_back) {
    enum { COUNT = 60, ENTRIES = COUNT + COUNT / 3 };
    static uint32_t seen[ENTRIES + 1];
    make_edition(0, COUNT, ZIP_STORED, 0);
    start_editions(1);
    unsigned moves = 0;
    do {
        KJ_CHECK(state().entry < ENTRIES && state().entry % 4 != 0);
        seen[state().entry] = picture();
        moves++;
    } while (kj_reader_key(&reader, KJ_KEY_DOWN, &screen) == KJ_OK);
    KJ_CHECK_EQ(moves, COUNT);
    KJ_CHECK_EQ(state().entry, ENTRIES - 1);
    for (unsigned i = 1; i < moves; i++) {
        press(KJ_KEY_UP);
    }
    KJ_CHECK_EQ(state().entry, 1);
    KJ_CHECK_EQ(picture(), seen[1]);
    unsigned turns = 0;
    while (kj_reader_key(&reader, KJ_KEY_NEXT, &screen) == KJ_OK) {
        turns++;
    }
    KJ_CHECK(turns >= 5 && turns < COUNT);
    while (kj_reader_key(&reader, KJ_KEY_PREV, &screen) == KJ_OK) {
        turns--;
    }
    KJ_CHECK_EQ(turns, 0);
    KJ_CHECK_EQ(state().entry, 1);
    KJ_CHECK_EQ(picture(), seen[1]);
    press(KJ_KEY_NEXT);
    press(KJ_KEY_HOME);
    KJ_CHECK_EQ(picture(), seen[1]);
}

KJ_TEST(reader_chooses_among_editions_and_comes_back) {
    make_edition(0, 4, ZIP_STORED, 0);
    make_edition(1, 3, ZIP_DEFLATED, 0);
    start_editions(2);
    KJ_CHECK_EQ(state().view, KJ_VIEW_LIBRARY);
    press(KJ_KEY_DOWN);
    const uint32_t library = picture();
    press(KJ_KEY_SELECT);
    KJ_CHECK_EQ(state().view, KJ_VIEW_CONTENTS);
    KJ_CHECK_EQ(state().article, 1);
    press(KJ_KEY_SELECT);
    press(KJ_KEY_BACK);
    press(KJ_KEY_BACK);
    KJ_CHECK_EQ(state().view, KJ_VIEW_LIBRARY);
    KJ_CHECK_EQ(picture(), library);
    KJ_CHECK_EQ(kj_reader_key(&reader, KJ_KEY_BACK, &screen), KJ_END);
}

KJ_TEST(reader_shows_a_picture_or_its_words_in_a_frame_of_the_same_size) {
    enum { WHOLE, CUT, KINDS };
    static uint32_t pages[KINDS][64];
    unsigned counts[KINDS], inks[KINDS], articles;
    for (unsigned kind = 0; kind < KINDS; kind++) {
        make_edition(0, 4, ZIP_STORED, kind == CUT ? 150 : 0);
        start_editions(1);
        press(KJ_KEY_SELECT);
        counts[kind] = page_through_edition(&articles);
        KJ_CHECK(counts[kind] < 64);
        memcpy(pages[kind], pictures, sizeof pages[kind]);
        start_editions(1);
        press(KJ_KEY_DOWN);
        press(KJ_KEY_SELECT); /* article 1 begins with the picture */
        inks[kind] = ink();
        KJ_CHECK_EQ(state().images, kind == WHOLE ? 1 : 0);
    }
    KJ_CHECK_EQ(counts[CUT], counts[WHOLE]);
    KJ_CHECK(inks[WHOLE] > inks[CUT] + 15000); /* 200 x 100 pixels of black */
    unsigned different = 0;
    for (unsigned page = 0; page < counts[WHOLE]; page++) {
        different += pages[WHOLE][page] != pages[CUT][page];
    }
    KJ_CHECK_EQ(different, 1);
}

KJ_TEST(reader_paints_pictures_in_bands_as_in_a_frame) {
    make_edition(0, 3, ZIP_STORED, 0);
    start_editions(1);
    press(KJ_KEY_DOWN);
    press(KJ_KEY_SELECT);
    const uint32_t whole = picture();
    configure(1);
    config.shelf.item = edition_item;
    config.shelf.open = open_edition;
    config.stage.sizes.frame_bytes = 48 * STRIDE;
    start();
    press(KJ_KEY_DOWN);
    press(KJ_KEY_SELECT);
    KJ_CHECK_EQ(picture(), whole);
}

KJ_TEST(reader_shows_a_large_picture_from_a_deflated_entry_too) {
    uint32_t shown[2], after[2];
    large_picture = true;
    for (unsigned deflated = 0; deflated < 2; deflated++) {
        make_edition(0, 3, deflated ? ZIP_DEFLATED : ZIP_STORED, 0);
        start_editions(1);
        press(KJ_KEY_DOWN);
        press(KJ_KEY_SELECT);
        KJ_CHECK_EQ(state().images, 1);
        shown[deflated] = picture();
        KJ_CHECK(ink() > 50000);
        kj_reader_mark marks[KJ_READER_MARKS];
        kj_reader_get_marks(&reader, marks);
        KJ_CHECK(marks[9].peak_bytes <= marks[9].size_bytes);
        KJ_CHECK((marks[9].peak_bytes > 0) == deflated); /* memory was lent, or not needed */
        press(KJ_KEY_NEXT);
        press(KJ_KEY_PREV);
        KJ_CHECK_EQ(picture(), shown[deflated]);
        idle();
        press(KJ_KEY_NEXT);
        after[deflated] = picture();
    }
    large_picture = false;
    KJ_CHECK_EQ(shown[0], shown[1]);
    KJ_CHECK_EQ(after[0], after[1]);
}

KJ_TEST(reader_names_an_edition_that_does_not_open_and_reads_the_others) {
    make_edition(0, 3, ZIP_STORED, 0);
    make_edition(1, 3, ZIP_STORED, 0);
    archive_lengths[0] = 200; /* no directory */
    start_editions(2);
    press(KJ_KEY_SELECT);
    KJ_CHECK_EQ(state().notice, KJ_NOTICE_DAMAGED);
    KJ_CHECK(strstr(last_log, archive_names[0]));
    KJ_CHECK(ink() > 5000);
    KJ_CHECK_EQ(kj_reader_key(&reader, KJ_KEY_SELECT, &screen), KJ_END);
    press(KJ_KEY_BACK);
    KJ_CHECK_EQ(state().view, KJ_VIEW_LIBRARY);
    press(KJ_KEY_DOWN);
    press(KJ_KEY_SELECT);
    KJ_CHECK_EQ(state().view, KJ_VIEW_CONTENTS);
    KJ_CHECK_EQ(state().notice, KJ_NOTICE_NONE);
}

KJ_TEST(reader_shows_right_pixels_or_a_notice_whichever_read_of_the_card_fails) {
    make_edition(0, 3, ZIP_DEFLATED, 0);
    start_editions(1);
    const unsigned opening = memories[0].reads;
    const uint32_t contents = picture();
    press(KJ_KEY_DOWN);
    press(KJ_KEY_SELECT);
    const uint32_t page = picture();
    const unsigned reads = memories[0].reads;
    KJ_CHECK(reads > opening && opening > 3);
    for (unsigned n = 1; n <= reads; n++) {
        configure(1);
        config.shelf.item = edition_item;
        config.shelf.open = open_edition;
        start();
        memories[0].fail_at = memories[0].reads + n;
        memories[0].fail_onwards = n % 2;
        if (kj_reader_key(&reader, KJ_KEY_DOWN, &screen) == KJ_OK &&
            state().notice == KJ_NOTICE_NONE) {
            press(KJ_KEY_SELECT);
        }
        if (state().notice == KJ_NOTICE_NONE) {
            KJ_CHECK_EQ(picture(), page);
            continue;
        }
        KJ_CHECK(ink() > 1000);
        memories[0].fail_at = 0;
        memories[0].fail_onwards = false;
        press(KJ_KEY_SELECT);
        KJ_CHECK_EQ(state().notice, KJ_NOTICE_NONE);
        KJ_CHECK(picture() == page || state().view == KJ_VIEW_CONTENTS);
    }
    (void)contents;
}

KJ_TEST(reader_takes_no_more_memory_for_a_large_edition) {
    size_t peaks[2][KJ_READER_MARKS];
    for (unsigned i = 0; i < 2; i++) {
        unsigned articles;
        make_edition(0, i == 0 ? 7 : 90, ZIP_STORED, 0); /* deflated: the window grows with it */
        start_editions(1);
        press(KJ_KEY_SELECT);
        page_through_edition(&articles);
        KJ_CHECK_EQ(articles, i == 0 ? 7 : 90);
        kj_reader_mark marks[KJ_READER_MARKS];
        kj_reader_get_marks(&reader, marks);
        for (unsigned mark = 0; mark < KJ_READER_MARKS; mark++) {
            peaks[i][mark] = marks[mark].peak_bytes;
            KJ_CHECK(marks[mark].peak_bytes > 0 || mark == 9); /* no large picture in it */
            KJ_CHECK(marks[mark].peak_bytes <= marks[mark].size_bytes);
        }
    }
    for (unsigned mark = 6; mark < KJ_READER_MARKS; mark++) {
        KJ_CHECK_EQ(peaks[0][mark], peaks[1][mark]);
    }
}

KJ_TEST_MAIN()
