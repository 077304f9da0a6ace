/* test_reader_menu.c - the menu over the page, the settings, and that small updates leave the right
 * picture on the glass. */
#include "reader_app_case.h"

/* --- The menu. --- */

KJ_TEST(menu_lies_over_the_page_and_leaves_it_as_it_was) {
    begin(1);
    open_first();
    const uint32_t page = look();
    press(KJ_KEY_SELECT);
    KJ_CHECK_EQ(state().over, KJ_OVER_MENU);
    KJ_CHECK_EQ(screen.intent, KJ_INTENT_MENU);
    /* The page is turned: the sheet at its foot is at the panel's right. */
    KJ_CHECK(screen.window.width < (int)WIDTH && screen.window.height == (int)HEIGHT);
    const uint32_t menu = look();
    KJ_CHECK(menu != page);
    press(KJ_KEY_DOWN);
    KJ_CHECK(screen.window.width < 100); /* two rows */
    KJ_CHECK(picture() != menu);
    press(KJ_KEY_UP);
    KJ_CHECK_EQ(picture(), menu);
    press(KJ_KEY_BACK);
    KJ_CHECK_EQ(state().over, KJ_OVER_NONE);
    KJ_CHECK(screen.window.width < (int)WIDTH);
    KJ_CHECK_EQ(picture(), page);
}

KJ_TEST(menu_goes_around_its_ends_and_through_all_its_rows) {
    begin(1);
    open_first();
    press(KJ_KEY_MENU);
    const unsigned count = reader.sheet.count;
    KJ_CHECK(count > 20);
    for (unsigned i = 0; i < count; i++) {
        KJ_CHECK_EQ(state().marked, i);
        press(KJ_KEY_DOWN);
    }
    KJ_CHECK_EQ(state().marked, 0);
    press(KJ_KEY_UP);
    KJ_CHECK_EQ(state().marked, count - 1);
}

KJ_TEST(settings_show_at_once_and_keep_the_first_word) {
    begin(1);
    open_first();
    press(KJ_KEY_NEXT);
    press(KJ_KEY_NEXT);
    const uint32_t start_of = place(), before = look();
    KJ_CHECK(start_of > 0);
    for (kj_setting setting = KJ_SETTING_SIZE; setting <= KJ_SETTING_STATUS_LINE; setting++) {
        press(KJ_KEY_MENU);
        mark_setting(setting);
        const uint32_t menu = look();
        press(KJ_KEY_RIGHT);
        KJ_CHECK(picture() != menu);
        KJ_CHECK_EQ(state().over, KJ_OVER_MENU);
        KJ_CHECK_EQ(place(), start_of);
        press(setting == KJ_SETTING_ROTATION ? KJ_KEY_UP : KJ_KEY_LEFT); /* left, as it is held */
        KJ_CHECK_EQ(place(), start_of);
        KJ_CHECK_EQ(picture(), menu);
        press(KJ_KEY_BACK);
        KJ_CHECK_EQ(place(), start_of);
        KJ_CHECK_EQ(picture(), before);
    }
}

KJ_TEST(settings_are_there_after_a_restart) {
    begin(1);
    open_first();
    press(KJ_KEY_MENU);
    mark_setting(KJ_SETTING_SIZE);
    press_times(KJ_KEY_RIGHT, 2);
    const uint8_t size = reader.stage.config.style.size_px;
    mark_setting(KJ_SETTING_LANGUAGE);
    press(KJ_KEY_RIGHT);
    mark_setting(KJ_SETTING_REFRESH);
    press(KJ_KEY_RIGHT);
    mark_setting(KJ_SETTING_ROTATION); /* the last: it turns the arrows */
    press(KJ_KEY_RIGHT);
    power_up(1);
    KJ_CHECK_EQ(reader.stage.config.style.size_px, size);
    KJ_CHECK_EQ(reader.stage.surface.rotation, (KJ_ROTATE_270 + 1) % 4);
    KJ_CHECK_EQ(kj_reader_settings(&reader).language, KJ_LANGUAGE_ENGLISH);
    KJ_CHECK_EQ(screen.mood, KJ_REFRESH_CALM);
}

KJ_TEST(dark_page_is_the_reverse_but_for_its_pictures) {
    begin(1);
    open_first();
    static uint8_t light[STRIDE * HEIGHT];
    press(KJ_KEY_SKIP); /* the second article has a picture */
    for (unsigned i = 0; i < 4 && state().images == 0; i++) {
        press(KJ_KEY_NEXT);
    }
    KJ_CHECK_EQ(state().images, 1);
    pull_rows();
    memcpy(light, rows[0], sizeof light);
    press(KJ_KEY_MENU);
    mark_setting(KJ_SETTING_COLOURS);
    press(KJ_KEY_RIGHT);
    press(KJ_KEY_BACK);
    pull_rows();
    unsigned same = 0;
    for (size_t i = 0; i < sizeof light; i++) {
        same += (unsigned)__builtin_popcount((uint8_t) ~(light[i] ^ rows[0][i]));
    }
    const kj_rect box = reader.stage.list.images[0].box;
    KJ_CHECK_EQ(same, (unsigned)box.width * (unsigned)box.height);
}

KJ_TEST(arrows_turn_with_the_page) {
    begin(1);
    press(KJ_KEY_MENU);
    mark_setting(KJ_SETTING_ROTATION);
    press(KJ_KEY_RIGHT); /* a quarter clockwise: the device is held a quarter the other way */
    const unsigned row = state().marked;
    press(KJ_KEY_RIGHT); /* which now points up */
    KJ_CHECK_EQ(state().marked, row - 1);
    press(KJ_KEY_LEFT);
    KJ_CHECK_EQ(state().marked, row);
    press(KJ_KEY_BACK);
}

KJ_TEST(menu_has_the_screen_to_itself_where_memory_holds_a_band) {
    begin(1);
    configure(1);
    config.shelf.item = edition_item;
    config.shelf.open = open_edition;
    config.stage.sizes.frame_bytes = STRIDE * 64u;
    start();
    press(KJ_KEY_SELECT);
    const uint32_t page = look();
    press(KJ_KEY_SELECT);
    KJ_CHECK_EQ(state().over, KJ_OVER_MENU);
    KJ_CHECK_EQ(screen.window.width, WIDTH);
    const uint32_t menu = look();
    press(KJ_KEY_DOWN);
    KJ_CHECK(picture() != menu);
    press(KJ_KEY_UP);
    KJ_CHECK_EQ(picture(), menu);
    press(KJ_KEY_BACK);
    KJ_CHECK_EQ(picture(), page);
}

/* --- What is on the glass. --- */

static uint8_t glass[STRIDE * HEIGHT];

/* The panel takes the window and nothing else. */
static void show_on_glass(void) {
    const kj_rect window = screen.window;
    for (int y = window.y; y < window.y + window.height; y++) {
        for (int x = window.x; x < window.x + window.width; x++) {
            const size_t at = (size_t)y * STRIDE + (size_t)x / 8;
            const uint8_t bit = (uint8_t)(0x80u >> (x % 8));
            glass[at] = (uint8_t)((glass[at] & ~bit) | (rows[0][at] & bit));
        }
    }
}

KJ_TEST(frame_is_what_is_on_the_glass_after_any_key_however_small_the_update) {
    static const kj_key keys[] = {KJ_KEY_NEXT,   KJ_KEY_DOWN,  KJ_KEY_DOWN, KJ_KEY_RIGHT,
                                  KJ_KEY_SELECT, KJ_KEY_MENU,  KJ_KEY_BACK, KJ_KEY_UP,
                                  KJ_KEY_SELECT, KJ_KEY_LEFT,  KJ_KEY_PREV, KJ_KEY_DOWN,
                                  KJ_KEY_SELECT, KJ_KEY_SKIP,  KJ_KEY_NEXT, KJ_KEY_MENU,
                                  KJ_KEY_DOWN,   KJ_KEY_POWER, KJ_KEY_HOME};
    uint32_t state_of = 3, small = 0;
    begin(2);
    pull_rows();
    memcpy(glass, rows[0], sizeof glass);
    for (unsigned i = 0; i < 400; i++) {
        state_of = state_of * 1664525u + 1013904223u;
        const kj_key key = keys[(state_of >> 16) % (sizeof keys / sizeof *keys)];
        if (kj_reader_key(&reader, key, &screen) == KJ_OK) {
            pull_rows();
            show_on_glass();
            small += screen.window.width < (int)WIDTH || screen.window.height < (int)HEIGHT;
            KJ_CHECK(memcmp(glass, rows[0], sizeof glass) == 0);
        }
        for (unsigned steps = (state_of >> 8) % 12; steps > 0; steps--) {
            (void)!kj_reader_idle(&reader);
        }
    }
    KJ_CHECK(small > 40);
}

KJ_TEST_MAIN()
