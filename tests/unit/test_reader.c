/* test_reader.c - the reader without panel and board: keys in, rows of pixels out. */
#include "reader/line.h"
#include "reader_case.h"

/* --- Small parts. --- */

KJ_TEST(page_table_finds_a_page_within_a_stride_however_many_there_are) {
    kj_page_table table;
    kj_page_table_init(&table);
    for (uint32_t page = 1; page < 20000; page++) {
        kj_page_table_put(&table, page, (kj_place){page * 3, page * 7});
    }
    KJ_CHECK(table.stride <= 20000 / (KJ_PAGE_TABLE_ANCHORS / 2) + 1);
    for (uint32_t page = 0; page < 20000; page++) {
        kj_place place;
        const uint32_t found = kj_page_table_find(&table, page, &place);
        KJ_CHECK(found <= page && page - found < table.stride);
        KJ_CHECK_EQ(place.resume, found * 3);
        KJ_CHECK_EQ(place.offset, found * 7);
    }
    kj_place place;
    KJ_CHECK_EQ(kj_page_table_find(&table, 19990, &place), 19990); /* a recent one exactly */
}

KJ_TEST(reader_has_the_next_page_ready_once_all_are_counted) {
    start_with(1, 8);
    idle();
    KJ_CHECK(state().pages > 2);
    KJ_CHECK_EQ(reader.article.set_page, 1);
    KJ_CHECK_EQ(reader.article.set_place.offset, reader.next.offset);
}

KJ_TEST(page_table_forgets_the_pages_behind_one_that_changed) {
    static kj_page_table table;
    kj_place place;
    kj_page_table_init(&table);
    for (uint32_t page = 0; page < 300; page++) {
        kj_page_table_put(&table, page, (kj_place){page * 10, page * 10});
    }
    for (uint32_t page = 299; page > 0; page -= 23) {
        kj_page_table_cut(&table, page);
        kj_page_table_put(&table, page + 1, (kj_place){page * 10 + 7, page * 10 + 7});
        KJ_CHECK_EQ(kj_page_table_find(&table, page + 1, &place), page + 1);
        KJ_CHECK_EQ(place.offset, page * 10 + 7);
        KJ_CHECK_EQ(kj_page_table_find(&table, 300, &place), page + 1);
        const uint32_t found = kj_page_table_find(&table, page, &place);
        KJ_CHECK(found <= page && place.offset == found * 10);
    }
}

KJ_TEST(page_table_takes_pages_again_and_out_of_order) {
    kj_page_table table;
    kj_page_table_init(&table);
    uint32_t state_of = 5;
    uint32_t known = 0;
    for (unsigned i = 0; i < 50000; i++) {
        state_of = state_of * 1664525u + 1013904223u;
        uint32_t page = (state_of >> 8) % (known + 2);
        kj_page_table_put(&table, page, (kj_place){page * 3, page * 7});
        known = page > known ? page : known;
        kj_place place;
        uint32_t asked = (state_of >> 4) % (known + 1);
        uint32_t found = kj_page_table_find(&table, asked, &place);
        KJ_CHECK(found <= asked && place.resume == found * 3 && place.offset == found * 7);
    }
}

KJ_TEST(line_cuts_between_code_points_and_says_so) {
    char text[16];
    kj_line line;
    kj_line_init(&line, text, sizeof text);
    kj_line_add_short(&line, "কাগজ", 7);
    KJ_CHECK_STR(text, "কা…");
    kj_line_add(&line, "জজজ");
    KJ_CHECK_STR(text, "কা…জজ");
    kj_line_init(&line, text, sizeof text);
    kj_line_add_number(&line, 4294967295u);
    kj_line_add_number(&line, 0);
    KJ_CHECK_STR(text, "42949672950");
}

/* --- Paging. --- */

KJ_TEST(reader_turns_pages_forth_and_back_to_the_same_pixels) {
    start_with(1, 30);
    const unsigned count = page_through();
    KJ_CHECK(count > 8);
    KJ_CHECK_EQ(state().pages, count);
    for (unsigned page = count - 1; page-- > 0;) {
        press(KJ_KEY_PREV);
        KJ_CHECK_EQ(state().page, page);
        KJ_CHECK_EQ(picture(), pictures[page]);
    }
    for (unsigned page = 1; page < count; page++) {
        KJ_CHECK(pictures[page] != pictures[page - 1]);
    }
}

KJ_TEST(reader_changes_nothing_before_the_first_and_after_the_last_page) {
    start_with(1, 5);
    const kj_reader_screen untouched = screen;
    KJ_CHECK_EQ(kj_reader_key(&reader, KJ_KEY_PREV, &screen), KJ_END);
    KJ_CHECK_EQ(kj_reader_key(&reader, KJ_KEY_HOME, &screen), KJ_END);
    KJ_CHECK_EQ(state().page, 0);
    KJ_CHECK(memcmp(&untouched, &screen, sizeof screen) == 0);
    const unsigned count = page_through();
    idle();
    KJ_CHECK_EQ(kj_reader_key(&reader, KJ_KEY_NEXT, &screen), KJ_END);
    KJ_CHECK_EQ(state().page, count - 1);
    press(KJ_KEY_PREV);
    KJ_CHECK_EQ(picture(), pictures[count - 2]);
}

KJ_TEST(reader_finds_any_page_of_a_long_article_again) {
    start_with(1, 700);
    const unsigned count = page_through();
    KJ_CHECK(count > 3 * KJ_PAGE_TABLE_ANCHORS);
    KJ_CHECK(reader.article.pages->stride > 1);
    for (unsigned page = count - 1; page-- > count - 80;) {
        press(KJ_KEY_UP);
        KJ_CHECK_EQ(picture(), pictures[page]);
    }
    press(KJ_KEY_HOME);
    KJ_CHECK_EQ(picture(), pictures[0]);
    for (unsigned page = 1; page < 40; page++) {
        press(KJ_KEY_DOWN);
        KJ_CHECK_EQ(picture(), pictures[page]);
    }
    for (unsigned page = 39; page-- > 0;) {
        press(KJ_KEY_LEFT);
        KJ_CHECK_EQ(picture(), pictures[page]);
    }
}

KJ_TEST(reader_sets_the_next_page_ahead_so_that_a_turn_shapes_nothing) {
    start_with(1, 30);
    const unsigned count = page_through();
    press(KJ_KEY_HOME);
    for (unsigned page = 1; page < 2 * count - 1; page++) {
        const bool back = page >= count;
        kj_shaper_stats before, after;
        idle();
        kj_shaper_get_stats(reader.stage.shaper, &before);
        /* Where the direction turns round, the page ahead is the wrong one, at most once. */
        press(back ? KJ_KEY_PREV : KJ_KEY_NEXT);
        kj_shaper_get_stats(reader.stage.shaper, &after);
        KJ_CHECK_EQ(after.lookups, before.lookups);
        KJ_CHECK_EQ(picture(), pictures[back ? 2 * count - 2 - page : page]);
    }
}

KJ_TEST(reader_shows_the_right_page_whatever_was_set_ahead) {
    start_with(2, 12);
    const unsigned count = page_through();
    press(KJ_KEY_PREV);
    KJ_CHECK_EQ(state().article, 0);
    KJ_CHECK_EQ(state().page, count - 1);
    unsigned page = count - 1;
    uint32_t random_state = 9;
    for (unsigned i = 0; i < 200; i++) {
        random_state = random_state * 1664525u + 1013904223u;
        const unsigned choice = random_state >> 16 & 7u;
        if (choice & 4u) {
            idle();
        }
        if ((choice & 1u) && page + 1 < count) {
            press(KJ_KEY_NEXT);
            page++;
        } else if (page > 0) {
            press(KJ_KEY_PREV);
            page--;
        } else {
            continue;
        }
        if (choice == 7u) {
            idle();
            kj_reader_show(&reader, &screen); /* an update failed: the same page once more */
        }
        KJ_CHECK_EQ(state().page, page);
        KJ_CHECK_EQ(picture(), pictures[page]);
    }
}

KJ_TEST(reader_goes_on_to_the_next_article_and_back_to_the_end_of_the_last) {
    start_with(3, 6);
    const unsigned count = page_through();
    KJ_CHECK_EQ(state().article, 1);
    KJ_CHECK_EQ(state().page, 0);
    KJ_CHECK_STR(state().article_name, "two.txt");
    KJ_CHECK(screen.natural);
    const uint32_t second = picture();
    KJ_CHECK(second != pictures[0]);
    press(KJ_KEY_PREV);
    KJ_CHECK_EQ(state().article, 0);
    KJ_CHECK_EQ(state().page, count - 1);
    KJ_CHECK_EQ(picture(), pictures[count - 1]);
    press(KJ_KEY_NEXT);
    KJ_CHECK_EQ(picture(), second);
    press(KJ_KEY_NEXT);
    KJ_CHECK(!screen.natural);
}

KJ_TEST(reader_asks_for_the_whole_panel_and_the_right_waveform) {
    start_with(1, 6);
    KJ_CHECK_EQ(screen.intent, KJ_INTENT_PAGE);
    KJ_CHECK(screen.natural);
    KJ_CHECK_EQ(screen.window.width, WIDTH);
    KJ_CHECK_EQ(screen.window.height, HEIGHT);
    configure(1);
    config.stage.depth = 2;
    config.stage.sizes = kj_reader_default_sizes(WIDTH, HEIGHT, 2);
    start();
    KJ_CHECK_EQ(screen.intent, KJ_INTENT_GRAY);
    pull_rows();
    unsigned gray = 0;
    for (size_t i = 0; i < sizeof rows[0]; i++) {
        gray += (unsigned)__builtin_popcount(rows[0][i] ^ rows[1][i]);
    }
    KJ_CHECK(gray > 1000);
}

/* --- Geometry and memory. --- */

static bool row_is_paper(unsigned y) {
    for (unsigned i = 0; i < STRIDE; i++) {
        if (rows[0][y * STRIDE + i] != 0) {
            return false;
        }
    }
    return true;
}

static bool column_is_paper(unsigned x) {
    for (unsigned y = 0; y < HEIGHT; y++) {
        if (rows[0][y * STRIDE + x / 8] >> (7 - x % 8) & 1u) {
            return false;
        }
    }
    return true;
}

KJ_TEST(reader_keeps_clear_of_the_bezel_and_uses_the_rest_in_every_turn) {
    write_article(0, "one.txt", 20);
    for (unsigned rotation = 0; rotation < 4; rotation++) {
        configure(1);
        config.stage.rotation = (kj_rotation)rotation;
        config.stage.bezel = (kj_insets){.top = 31, .right = 52, .bottom = 13, .left = 94};
        start();
        press(KJ_KEY_NEXT);
        pull_rows();
        for (unsigned i = 0; i < 31; i++) {
            KJ_CHECK(row_is_paper(i));
        }
        for (unsigned i = 0; i < 13; i++) {
            KJ_CHECK(row_is_paper(HEIGHT - 1 - i));
        }
        unsigned first = 0, last = WIDTH - 1;
        while (column_is_paper(first)) {
            first++;
        }
        while (column_is_paper(last)) {
            last--;
        }
        /* Within the margin and, below, a line that did not fit. */
        KJ_CHECK(first >= 94 && first < 94 + 24 + 50);
        KJ_CHECK(last <= WIDTH - 1 - 52 && last > WIDTH - 1 - 52 - 24 - 50);
    }
}

KJ_TEST(reader_paints_in_bands_what_it_paints_in_a_frame) {
    write_article(0, "one.txt", 8);
    configure(1);
    start();
    const unsigned count = page_through();
    static const unsigned bands[] = {1, 7, 48, 479};
    for (unsigned i = 0; i < sizeof bands / sizeof *bands; i++) {
        configure(1);
        config.stage.sizes.frame_bytes = bands[i] * STRIDE;
        start();
        for (unsigned page = 0; page < count; page++) {
            KJ_CHECK_EQ(picture(), pictures[page]);
            if (page + 1 < count) {
                press(KJ_KEY_NEXT);
            }
        }
    }
}

KJ_TEST(reader_stays_within_its_marks) {
    start_with(1, 60);
    page_through();
    kj_reader_mark marks[KJ_READER_MARKS];
    kj_reader_get_marks(&reader, marks);
    for (unsigned i = 0; i < KJ_READER_MARKS; i++) {
        KJ_CHECK(marks[i].peak_bytes > 0 || i >= 7); /* edition, scratch, picture: not for a text */
        KJ_CHECK(marks[i].peak_bytes <= marks[i].size_bytes);
    }
}

KJ_TEST(reader_refuses_sizes_and_styles_outside_their_limits) {
    write_article(0, "one.txt", 2);
    for (unsigned i = 0; i < 5; i++) {
        configure(1);
        config.stage.sizes.frame_bytes = i == 0 ? 10 : config.stage.sizes.frame_bytes;
        config.stage.sizes.runs_bytes = i == 1 ? 100 : config.stage.sizes.runs_bytes;
        config.stage.panel_width_px = i == 2 ? 799 : WIDTH;
        config.stage.depth = i == 3 ? 3 : 1;
        config.memory_bytes = kj_reader_memory_bytes(&config.stage.sizes) - (i == 4);
        config.memory = malloc(config.memory_bytes);
        KJ_CHECK_EQ(kj_reader_open(&reader, &config), KJ_ERR_ARGUMENT);
        memset(&reader, 0, sizeof reader);
    }
}

KJ_TEST_MAIN()
