/* test_over.c - the menu over a page: what of the page stays to be seen, and which rows. */
#include "reader_case.h"

static uint8_t seen[2000][800];

/* The page's pixels above row `end`, noted or compared; the number of those that differ. */
static unsigned look(bool compare, int end) {
    unsigned different = 0;
    for (int y = 0; y < end; y++) {
        for (int x = 0; x < (int)HEIGHT; x++) {
            const uint8_t level = (uint8_t)kj_surface_level(&reader.stage.surface, x, y);
            different += compare && level != seen[y][x];
            seen[y][x] = level;
        }
    }
    return different;
}

KJ_TEST(menu_lies_over_the_page_on_the_glass_not_over_the_one_set_ahead) {
    start_with(1, 20);
    press(KJ_KEY_NEXT);
    look(false, (int)WIDTH);
    idle();
    KJ_CHECK(look(true, (int)WIDTH) > 100); /* the frame holds another page by now */
    kj_reader_show(&reader, &screen);
    look(false, (int)WIDTH);
    idle();
    press(KJ_KEY_SELECT);
    KJ_CHECK_EQ(state().over, KJ_OVER_MENU);
    KJ_CHECK(reader.sheet.box.y > 100);
    KJ_CHECK_EQ(look(true, reader.sheet.box.y), 0);
}

/* Whether row y of the page has ink. */
static bool has_ink(int y) {
    for (int x = 0; x < (int)HEIGHT; x++) {
        if (kj_surface_level(&reader.stage.surface, x, y) > 0) {
            return true;
        }
    }
    return false;
}

KJ_TEST(menu_cuts_no_line_of_the_page_in_two) {
    for (uint8_t size = 20; size < 34; size++) {
        write_article(0, "one.txt", 20);
        configure(1);
        config.stage.style.size_px = size;
        start();
        press(KJ_KEY_NEXT);
        press(KJ_KEY_SELECT);
        const kj_rect box = reader.sheet.box;
        KJ_CHECK_EQ(box.y + box.height, WIDTH);
        KJ_CHECK(!has_ink(box.y));
        press(KJ_KEY_NEXT); /* painted once more */
        press(KJ_KEY_NEXT);
        KJ_CHECK_EQ(reader.sheet.box.y, box.y);
        KJ_CHECK(has_ink(box.y + box.height - reader.sheet.shown * reader.sheet.row_px - 10));
    }
}

KJ_TEST(menu_is_full_of_rows_on_its_last_page_too) {
    start_with(1, 4);
    press(KJ_KEY_SELECT);
    const kj_sheet *sheet = &reader.sheet;
    KJ_CHECK(sheet->count > sheet->shown);
    press(KJ_KEY_UP); /* around */
    KJ_CHECK_EQ(sheet->marked, sheet->count - 1);
    KJ_CHECK_EQ(sheet->first, sheet->count - sheet->shown);
    while (sheet->marked > sheet->first) { /* the rows stay while the mark is among them */
        press(KJ_KEY_UP);
        KJ_CHECK_EQ(sheet->first, sheet->count - sheet->shown);
    }
    while (sheet->marked > 0) {
        press(KJ_KEY_UP);
        KJ_CHECK(sheet->marked >= sheet->first && sheet->marked < sheet->first + sheet->shown);
    }
    KJ_CHECK_EQ(sheet->first, 0);
}

KJ_TEST_MAIN()
