/* test_refresh.c - the refresh policy on made pages: lines of text-like strokes on paper. */
#include "test.h"

#include "panel/refresh.h"

#include <stdbool.h>

#define WIDTH  800
#define HEIGHT 480
#define STRIDE (WIDTH / 8)

typedef struct page {
    union {
        uint8_t rows[HEIGHT][STRIDE];
        uint32_t words[HEIGHT][STRIDE / 4];
    };
} page;

static page shown, next;
static const kj_rect whole = {0, 0, WIDTH, HEIGHT};
static const kj_rect menu = {220, 100, 160, 130}; /* within cells (2..3, 1..2) */

static uint32_t random_of(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static void ink(page *picture, unsigned x, unsigned y, unsigned width, unsigned height) {
    for (unsigned row = y; row < y + height && row < HEIGHT; row++) {
        for (unsigned column = x; column < x + width && column < WIDTH; column++) {
            picture->rows[row][column / 8] |= (uint8_t)(0x80 >> column % 8);
        }
    }
}

/* A letter of a script with a headline: a stroke across the top and two or three down. */
static void write_text(page *picture, uint32_t seed) {
    memset(picture, 0, sizeof *picture);
    for (unsigned y = 20; y + 30 < HEIGHT; y += 36) {
        unsigned x = 24;
        while (x < WIDTH - 40) {
            unsigned width = 10 + random_of(&seed) % 8;
            if (random_of(&seed) % 6 == 0) {
                x += 8; /* the gap between words */
            }
            ink(picture, x, y, width, 3);
            for (unsigned i = 0; i < 2; i++) {
                ink(picture, x + random_of(&seed) % width, y, 2 + random_of(&seed) % 2,
                    12 + random_of(&seed) % 9);
            }
            x += width;
        }
    }
}

static kj_refresh start(kj_refresh_mood mood) {
    kj_refresh refresh;
    kj_refresh_config config = kj_refresh_preset(mood, WIDTH, HEIGHT);
    kj_refresh_init(&refresh, &config);
    return refresh;
}

static void observe(kj_refresh *refresh, const page *picture, const page *old) {
    for (unsigned y = 0; y < HEIGHT; y++) {
        kj_refresh_observe(refresh, (uint16_t)y, picture->words[y], old ? old->words[y] : NULL);
    }
}

/* One update as a board would do it: observe, choose, show, record. */
static kj_refresh_plan turn(kj_refresh *refresh, kj_rect window, kj_panel_intent wanted,
                            bool natural, bool compare) {
    observe(refresh, &next, compare ? &shown : NULL);
    kj_refresh_plan plan = kj_refresh_choose(refresh, window, wanted, natural);
    kj_refresh_record(refresh, plan.window, plan.intent);
    shown = next;
    return plan;
}

static void open_on_a_page(kj_refresh *refresh, bool compare) {
    write_text(&next, 1);
    shown = next;
    turn(refresh, whole, KJ_INTENT_CLEAN, true, compare);
}

static bool same(kj_rect a, kj_rect b) {
    return a.x == b.x && a.y == b.y && a.width == b.width && a.height == b.height;
}

/* Pages turned, the cleaning one included. */
static unsigned turns_until_clean(kj_refresh_mood mood, bool natural, bool compare) {
    kj_refresh refresh = start(mood);
    open_on_a_page(&refresh, compare);
    for (unsigned turns = 1; turns < 100; turns++) {
        write_text(&next, 100 + turns);
        kj_refresh_plan plan = turn(&refresh, whole, KJ_INTENT_PAGE, natural, compare);
        if (plan.intent == KJ_INTENT_CLEAN) {
            KJ_CHECK(same(plan.window, whole));
            KJ_CHECK_EQ(kj_refresh_worst(&refresh), 0);
            return turns;
        }
    }
    return 100;
}

KJ_TEST(refresh_turns_uniform_pages_fast_until_they_are_due) {
    static const unsigned least[] = {10, 5, 2}, most[] = {30, 15, 6};
    unsigned last = 100;
    for (kj_refresh_mood mood = KJ_REFRESH_CALM; mood <= KJ_REFRESH_CRISP; mood++) {
        unsigned turns = turns_until_clean(mood, false, true);
        printf("  mood %d: flash at page %u, natural %u\n", (int)mood, turns,
               turns_until_clean(mood, true, true));
        KJ_CHECK(turns >= least[mood] && turns <= most[mood]);
        KJ_CHECK(turns < last);
        last = turns;
    }
}

KJ_TEST(refresh_prefers_a_natural_flash) {
    for (kj_refresh_mood mood = KJ_REFRESH_CALM; mood <= KJ_REFRESH_CRISP; mood++) {
        KJ_CHECK(2 * turns_until_clean(mood, true, true) <=
                 turns_until_clean(mood, false, true) + 1);
    }
    kj_refresh refresh = start(KJ_REFRESH_BALANCED);
    open_on_a_page(&refresh, true);
    write_text(&next, 7);
    KJ_CHECK_EQ(turn(&refresh, whole, KJ_INTENT_PAGE, true, true).intent, KJ_INTENT_PAGE);
}

KJ_TEST(refresh_another_mood_keeps_the_wear) {
    kj_refresh refresh = start(KJ_REFRESH_CALM);
    open_on_a_page(&refresh, true);
    for (unsigned turns = 0; turns < 8; turns++) { /* more than a crisp glass bears */
        write_text(&next, 100 + turns);
        KJ_CHECK_EQ(turn(&refresh, whole, KJ_INTENT_PAGE, false, true).intent, KJ_INTENT_PAGE);
    }
    const uint16_t worn = kj_refresh_worst(&refresh);
    KJ_CHECK(worn > 0);
    kj_refresh_set_mood(&refresh, KJ_REFRESH_CRISP);
    KJ_CHECK_EQ(kj_refresh_worst(&refresh), worn);
    kj_refresh_set_mood(&refresh, KJ_REFRESH_CALM);
    KJ_CHECK_EQ(kj_refresh_choose(&refresh, whole, KJ_INTENT_PAGE, false).intent, KJ_INTENT_PAGE);
    kj_refresh_set_mood(&refresh, KJ_REFRESH_CRISP);
    write_text(&next, 200);
    KJ_CHECK_EQ(turn(&refresh, whole, KJ_INTENT_PAGE, false, true).intent, KJ_INTENT_CLEAN);
}

KJ_TEST(refresh_one_worn_cell_is_enough) {
    kj_refresh refresh = start(KJ_REFRESH_BALANCED);
    open_on_a_page(&refresh, true);
    unsigned turns = 0;
    kj_refresh_plan plan;
    do { /* a clock of black and white in one cell of a page that stays */
        write_text(&next, 1);
        ink(&next, turns % 2 ? 0 : 48, 0, 48, 80);
        plan = turn(&refresh, whole, KJ_INTENT_PAGE, false, true);
        turns++;
    } while (plan.intent == KJ_INTENT_PAGE && turns < 50);
    KJ_CHECK(turns >= 4 && turns <= 6);
    KJ_CHECK(same(plan.window, whole));
}

KJ_TEST(refresh_does_not_take_a_gray_picture_for_a_known_one) {
    kj_refresh refresh = start(KJ_REFRESH_CALM);
    write_text(&next, 1);
    turn(&refresh, whole, KJ_INTENT_GRAY, false, false);
    observe(&refresh, &next, NULL);
    kj_refresh_record(&refresh, whole, KJ_INTENT_PAGE);
    KJ_CHECK_EQ(kj_refresh_worst(&refresh), KJ_REFRESH_STROKE / 4);
}

KJ_TEST(refresh_keeps_turning_in_a_steady_rhythm) {
    kj_refresh refresh = start(KJ_REFRESH_BALANCED);
    open_on_a_page(&refresh, true);
    unsigned flashes = 0, since = 0, rhythm = turns_until_clean(KJ_REFRESH_BALANCED, false, true);
    open_on_a_page(&refresh, true);
    for (unsigned turns = 1; turns <= 200; turns++) {
        write_text(&next, 1000 + turns);
        since++;
        if (turn(&refresh, whole, KJ_INTENT_PAGE, false, true).intent == KJ_INTENT_CLEAN) {
            KJ_CHECK(since + 1 >= rhythm && since <= rhythm + 1);
            since = 0;
            flashes++;
        }
    }
    KJ_CHECK(flashes >= 200 / (rhythm + 1));
}

KJ_TEST(refresh_never_cleans_a_page_that_does_not_change) {
    for (int compare = 0; compare < 2; compare++) {
        kj_refresh refresh = start(KJ_REFRESH_CRISP);
        open_on_a_page(&refresh, compare);
        for (unsigned turns = 0; turns < 200; turns++) {
            KJ_CHECK_EQ(turn(&refresh, whole, KJ_INTENT_PAGE, true, compare).intent,
                        KJ_INTENT_PAGE);
        }
        KJ_CHECK_EQ(kj_refresh_worst(&refresh), 0);
    }
}

static void show_menu(bool open) {
    write_text(&next, 1);
    if (open) {
        for (int y = menu.y; y < menu.y + menu.height; y++) {
            memset(next.rows[y] + menu.x / 8, 0, (size_t)menu.width / 8);
        }
        ink(&next, (unsigned)menu.x, (unsigned)menu.y + 40, (unsigned)menu.width, 30);
    }
}

KJ_TEST(refresh_of_a_menu_opened_and_closed_cleans_its_region_only) {
    for (int compare = 0; compare < 2; compare++) {
        kj_refresh refresh = start(KJ_REFRESH_BALANCED);
        open_on_a_page(&refresh, compare);
        unsigned cleans = 0;
        for (unsigned i = 0; i < 60; i++) {
            show_menu(i % 2 == 0);
            kj_refresh_plan plan = turn(&refresh, menu, KJ_INTENT_MENU, false, compare);
            if (plan.intent == KJ_INTENT_CLEAN) {
                KJ_CHECK(same(plan.window, (kj_rect){200, 80, 200, 160}));
                cleans++;
            } else {
                KJ_CHECK(same(plan.window, menu));
            }
        }
        printf("  %s: %u cleanings in 30 openings\n", compare ? "compared" : "estimated", cleans);
        KJ_CHECK(cleans >= 2 && cleans <= 12);
        for (unsigned i = 0; i < KJ_REFRESH_CELLS; i++) { /* the page around has no wear */
            unsigned column = i % KJ_REFRESH_COLUMNS, row = i / KJ_REFRESH_COLUMNS;
            if (column < 2 || column > 3 || row < 1 || row > 2) {
                KJ_CHECK_EQ(refresh.cells[i].wear, 0);
            }
        }
    }
}

KJ_TEST(refresh_menu_wear_is_remembered_by_the_page_turns_after_it) {
    kj_refresh refresh = start(KJ_REFRESH_BALANCED);
    open_on_a_page(&refresh, true);
    for (unsigned i = 0; i < 6; i++) {
        show_menu(i % 2 == 0);
        turn(&refresh, menu, KJ_INTENT_MENU, false, true);
    }
    KJ_CHECK(kj_refresh_worst(&refresh) > 0);
    uint16_t before = kj_refresh_worst(&refresh);
    write_text(&next, 9);
    turn(&refresh, whole, KJ_INTENT_PAGE, false, true);
    KJ_CHECK(kj_refresh_worst(&refresh) > before);
}

KJ_TEST(refresh_estimate_without_the_old_frame_is_near_the_truth) {
    kj_refresh exact = start(KJ_REFRESH_CALM), estimated = start(KJ_REFRESH_CALM);
    open_on_a_page(&exact, true);
    open_on_a_page(&estimated, false);
    uint32_t exact_sum = 0, estimated_sum = 0;
    for (unsigned turns = 1; turns <= 8; turns++) {
        write_text(&next, 50 + turns);
        observe(&exact, &next, &shown);
        observe(&estimated, &next, NULL);
        kj_refresh_record(&exact, whole, KJ_INTENT_PAGE);
        kj_refresh_record(&estimated, whole, KJ_INTENT_PAGE);
        shown = next;
    }
    for (unsigned i = 0; i < KJ_REFRESH_CELLS; i++) {
        exact_sum += exact.cells[i].wear;
        estimated_sum += estimated.cells[i].wear;
    }
    printf("  wear %u a page and cell, estimate %+d %%\n", exact_sum / 8 / KJ_REFRESH_CELLS,
           ((int)estimated_sum - (int)exact_sum) * 100 / (int)exact_sum);
    KJ_CHECK(estimated_sum < exact_sum * 3 / 2 && estimated_sum > exact_sum * 2 / 3);
}

KJ_TEST(refresh_exact_change_is_counted_to_the_pixel) {
    kj_refresh refresh = start(KJ_REFRESH_CALM);
    memset(&next, 0, sizeof next);
    memset(&shown, 0, sizeof shown);
    turn(&refresh, whole, KJ_INTENT_CLEAN, false, true);
    ink(&next, 704, 400, 96, 80); /* the last cell: 104 wide, from 696, 80 high */
    turn(&refresh, whole, KJ_INTENT_PAGE, false, true);
    for (unsigned i = 0; i + 1 < KJ_REFRESH_CELLS; i++) {
        KJ_CHECK_EQ(refresh.cells[i].wear, 0);
    }
    KJ_CHECK_EQ(refresh.cells[KJ_REFRESH_CELLS - 1].wear, 96 * KJ_REFRESH_STROKE / 104);
}

KJ_TEST(refresh_choose_changes_nothing_and_record_starts_afresh) {
    kj_refresh refresh = start(KJ_REFRESH_BALANCED);
    open_on_a_page(&refresh, true);
    write_text(&next, 3);
    observe(&refresh, &next, &shown);
    kj_refresh before = refresh;
    for (unsigned i = 0; i < 50; i++) {
        KJ_CHECK_EQ(kj_refresh_choose(&refresh, whole, KJ_INTENT_PAGE, false).intent,
                    KJ_INTENT_PAGE);
    }
    KJ_CHECK(memcmp(&before, &refresh, sizeof before) == 0);
}

KJ_TEST(refresh_unobserved_pictures_count_as_a_quarter) {
    kj_refresh refresh = start(KJ_REFRESH_BALANCED);
    kj_refresh_record(&refresh, whole, KJ_INTENT_CLEAN);
    kj_refresh_record(&refresh, whole, KJ_INTENT_PAGE);
    KJ_CHECK_EQ(kj_refresh_worst(&refresh), KJ_REFRESH_STROKE / 4);
    unsigned turns = 1;
    while (kj_refresh_choose(&refresh, whole, KJ_INTENT_PAGE, false).intent == KJ_INTENT_PAGE) {
        kj_refresh_record(&refresh, whole, KJ_INTENT_PAGE);
        turns++;
    }
    KJ_CHECK_EQ(turns, 7); /* the eighth quarter makes two strokes */
}

KJ_TEST(refresh_gray_cleans_everything_and_a_driver_that_cleans_is_believed) {
    kj_refresh refresh = start(KJ_REFRESH_CALM);
    open_on_a_page(&refresh, true);
    write_text(&next, 4);
    turn(&refresh, whole, KJ_INTENT_PAGE, false, true);
    KJ_CHECK(kj_refresh_worst(&refresh) > 0);
    kj_refresh_plan plan = turn(&refresh, menu, KJ_INTENT_GRAY, false, true);
    KJ_CHECK(plan.intent == KJ_INTENT_GRAY && same(plan.window, whole));
    KJ_CHECK_EQ(kj_refresh_worst(&refresh), 0);
    write_text(&next, 5);
    turn(&refresh, whole, KJ_INTENT_PAGE, false, true);
    observe(&refresh, &next, &shown);
    KJ_CHECK_EQ(kj_refresh_choose(&refresh, menu, KJ_INTENT_MENU, false).intent, KJ_INTENT_MENU);
    kj_refresh_record(&refresh, whole, KJ_INTENT_CLEAN);
    KJ_CHECK_EQ(kj_refresh_worst(&refresh), 0);
}

KJ_TEST(refresh_asked_clean_is_clean_and_aligned_to_cells) {
    kj_refresh refresh = start(KJ_REFRESH_CALM);
    kj_refresh_plan plan =
        kj_refresh_choose(&refresh, (kj_rect){399, 239, 2, 2}, KJ_INTENT_CLEAN, false);
    KJ_CHECK_EQ(plan.intent, KJ_INTENT_CLEAN);
    KJ_CHECK(same(plan.window, (kj_rect){296, 160, 200, 160}));
    plan = kj_refresh_choose(&refresh, (kj_rect){0, 0, 800, 321}, KJ_INTENT_CLEAN, false);
    KJ_CHECK(same(plan.window, whole));
    plan = kj_refresh_choose(&refresh, (kj_rect){-9, -9, 10, 10}, KJ_INTENT_CLEAN, false);
    KJ_CHECK(same(plan.window, (kj_rect){0, 0, 96, 80}));
    plan = kj_refresh_choose(&refresh, (kj_rect){900, 9, 10, 10}, KJ_INTENT_PAGE, false);
    KJ_CHECK_EQ(plan.intent, KJ_INTENT_PAGE); /* nothing of it on the panel: the driver refuses */
}

KJ_TEST(refresh_cells_tile_odd_panels) {
    static const uint16_t sizes[][2] = {{800, 480}, {400, 300}, {1024, 758}, {72, 7}, {64, 6}};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        kj_refresh refresh;
        kj_refresh_config config = kj_refresh_preset(KJ_REFRESH_CALM, sizes[i][0], sizes[i][1]);
        kj_refresh_init(&refresh, &config);
        uint32_t area = 0;
        uint32_t black[KJ_PANEL_WIDTH_MAX / 32];
        memset(black, 0xFF, sizeof black);
        for (unsigned y = 0; y < sizes[i][1]; y++) {
            kj_refresh_observe(&refresh, (uint16_t)y, black, NULL);
        }
        for (unsigned cell = 0; cell < KJ_REFRESH_CELLS; cell++) {
            area += refresh.cells[cell].next_ink;
        }
        KJ_CHECK_EQ(area, (uint32_t)sizes[i][0] * sizes[i][1]);
        for (int x = 0; x < sizes[i][0]; x += 8) { /* each pixel's cell contains it */
            for (int y = 0; y < sizes[i][1]; y++) {
                kj_rect got = kj_refresh_choose(&refresh, (kj_rect){(int16_t)x, (int16_t)y, 8, 1},
                                                KJ_INTENT_CLEAN, false)
                                  .window;
                KJ_CHECK(got.x <= x && x + 8 <= got.x + got.width);
                KJ_CHECK(got.y <= y && y < got.y + got.height);
            }
        }
    }
}

KJ_TEST(refresh_wear_saturates) {
    kj_refresh refresh = start(KJ_REFRESH_CALM);
    for (unsigned i = 0; i < 2000; i++) {
        kj_refresh_record(&refresh, menu, KJ_INTENT_MENU);
    }
    KJ_CHECK_EQ(kj_refresh_worst(&refresh), UINT16_MAX);
    KJ_CHECK_EQ(kj_refresh_choose(&refresh, whole, KJ_INTENT_PAGE, false).intent, KJ_INTENT_CLEAN);
}

KJ_TEST_MAIN()
