/* test_reader_app.c - the application around the pages: menu and settings, kept articles, history,
 * marks of what was read, search, sleep, battery, the first start, and finding back. */
#include "edition_reader_case.h"
#include "models/flash_model.h"
#include "reader/views.h"

/* --- A reader with a journal, over one or two editions. --- */

static uint8_t flash_memory[16 * 4096];
static kj_flash_model flash;
static kj_hal_flash flash_hal;
static kj_battery battery;

static bool get_battery(void *context, kj_battery *to) {
    *to = battery;
    return true;
}

static kj_status find_item(void *context, uint64_t id, uint32_t *count, uint32_t *index) {
    if (id < 100u || id >= 100u + shelf_count) {
        return KJ_END;
    }
    *count = shelf_count;
    *index = (uint32_t)(id - 100u);
    return KJ_OK;
}

/* Begins with the flash as it is. */
static void power_up(unsigned editions) {
    configure(editions);
    config.shelf.item = edition_item;
    config.shelf.open = open_edition;
    config.shelf.find = find_item;
    config.flash = &flash_hal;
    config.battery = (kj_hal_battery){.get = get_battery};
    start();
}

static void begin(unsigned editions) {
    kj_reader_close(&reader);
    memset(flash_memory, 0xFF, sizeof flash_memory);
    const kj_flash_config chip = {
        .block_bytes = 4096, .page_bytes = 256, .block_count = 16, .memory = flash_memory};
    KJ_CHECK_EQ(kj_flash_model_init(&flash, &chip), KJ_OK);
    flash_hal = kj_flash_model_hal(&flash);
    battery = (kj_battery){.percent = 80};
    for (unsigned i = 0; i < editions; i++) {
        make_edition(i, 7, ZIP_STORED, 0);
    }
    power_up(editions);
}

/* The picture of what is shown: in idle time the frame holds another page. */
static uint32_t look(void) {
    kj_reader_show(&reader, &screen);
    return picture();
}

static uint32_t place(void) { return reader.place.offset; }

static void press_times(kj_key key, unsigned times) {
    while (times-- > 0) {
        press(key);
    }
}

/* From the front page into its first article. */
static void open_first(void) {
    KJ_CHECK_EQ(state().view, KJ_VIEW_CONTENTS);
    press(KJ_KEY_SELECT);
    KJ_CHECK_EQ(state().view, KJ_VIEW_ARTICLE);
    idle();
}

/* Marks the menu's row of this act or setting, which must be there. */
static void mark_act(kj_menu_act act) {
    for (unsigned i = 0;; i++) {
        KJ_CHECK(i < 40);
        kj_setting setting;
        const unsigned row = state().marked;
        if (!kj_menu_setting(&reader.menu, row, &setting) &&
            kj_menu_act_of(&reader.menu, row) == act) {
            return;
        }
        press(KJ_KEY_DOWN);
    }
}

static void choose(kj_menu_act act) {
    press(KJ_KEY_MENU);
    mark_act(act);
    press(KJ_KEY_SELECT);
}

static void mark_setting(kj_setting wanted) {
    kj_setting setting = KJ_SETTING_COUNT;
    for (unsigned i = 0; i < 40; i++) {
        if (kj_menu_setting(&reader.menu, state().marked, &setting) && setting == wanted) {
            return;
        }
        press(KJ_KEY_DOWN);
    }
    KJ_CHECK(false);
}

static void go_to_end_of_article(void) {
    const uint32_t entry = state().entry;
    while (reader.next.offset != UINT32_MAX) {
        press(KJ_KEY_NEXT);
        idle();
    }
    KJ_CHECK_EQ(state().entry, entry);
}

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

/* --- Marks. --- */

KJ_TEST(article_is_read_once_its_last_page_was_shown) {
    begin(1);
    open_first();
    const uint32_t entry = state().entry;
    KJ_CHECK(!kj_marks_is_read(&reader.marks, reader.edition_id, entry));
    go_to_end_of_article();
    KJ_CHECK(kj_marks_is_read(&reader.marks, reader.edition_id, entry));
    choose(KJ_MENU_MARK_UNREAD);
    KJ_CHECK(!kj_marks_is_read(&reader.marks, reader.edition_id, entry));
    idle(); /* being on its last page does not mark it again, nor does another look of it */
    KJ_CHECK(!kj_marks_is_read(&reader.marks, reader.edition_id, entry));
    press(KJ_KEY_MENU);
    mark_setting(KJ_SETTING_SIZE);
    press(KJ_KEY_LEFT);
    press(KJ_KEY_BACK);
    idle();
    KJ_CHECK(!kj_marks_is_read(&reader.marks, reader.edition_id, entry));
    press(KJ_KEY_BACK);
    KJ_CHECK_EQ(state().view, KJ_VIEW_CONTENTS);
    KJ_CHECK(!kj_marks_is_read(&reader.marks, reader.edition_id, entry));
}

KJ_TEST(article_opens_where_it_was_left_and_anew_once_it_was_read) {
    begin(1);
    open_first();
    press(KJ_KEY_NEXT);
    idle();
    const uint32_t left = place();
    press(KJ_KEY_BACK);
    press(KJ_KEY_SELECT);
    KJ_CHECK_EQ(place(), left);
    go_to_end_of_article();
    press(KJ_KEY_BACK);
    press(KJ_KEY_SELECT);
    KJ_CHECK_EQ(place(), 0);
}

KJ_TEST(kept_articles_are_listed_opened_and_given_up) {
    begin(2);
    press(KJ_KEY_SELECT);
    open_first();
    press(KJ_KEY_NEXT);
    const uint32_t first_start = place();
    choose(KJ_MENU_KEEP);
    KJ_CHECK_EQ(kj_marks_count(&reader.marks, KJ_MARKS_SAVED), 1);
    press(KJ_KEY_BACK);
    press(KJ_KEY_BACK);
    KJ_CHECK_EQ(state().view, KJ_VIEW_LIBRARY);
    press(KJ_KEY_DOWN); /* the other edition */
    press(KJ_KEY_SELECT);
    open_first();
    press(KJ_KEY_SKIP);
    choose(KJ_MENU_KEEP);
    choose(KJ_MENU_SAVED);
    KJ_CHECK_EQ(state().view, KJ_VIEW_SAVED);
    KJ_CHECK_EQ(state().shown, 2);
    press(KJ_KEY_DOWN); /* the one that was kept first */
    press(KJ_KEY_SELECT);
    KJ_CHECK_EQ(state().view, KJ_VIEW_ARTICLE);
    KJ_CHECK_EQ(reader.item, 100);
    KJ_CHECK_EQ(place(), first_start);
    press(KJ_KEY_BACK);
    KJ_CHECK_EQ(state().view, KJ_VIEW_SAVED);
    press(KJ_KEY_SELECT);
    choose(KJ_MENU_KEEP); /* which gives it up */
    press(KJ_KEY_BACK);
    KJ_CHECK_EQ(state().shown, 1);
    press(KJ_KEY_BACK); /* to where the list was opened from */
    KJ_CHECK_EQ(state().view, KJ_VIEW_ARTICLE);
    KJ_CHECK_EQ(reader.item, 101);
}

KJ_TEST(kept_article_whose_file_is_gone_says_so) {
    begin(2);
    press(KJ_KEY_DOWN);
    press(KJ_KEY_SELECT);
    open_first();
    choose(KJ_MENU_KEEP);
    power_up(1); /* a card with the first edition only */
    choose(KJ_MENU_SAVED);
    press(KJ_KEY_SELECT);
    KJ_CHECK_EQ(state().notice, KJ_NOTICE_NOT_ON_CARD);
    press(KJ_KEY_BACK);
    KJ_CHECK_EQ(state().notice, KJ_NOTICE_NONE);
    KJ_CHECK_EQ(state().view, KJ_VIEW_SAVED);
}

KJ_TEST(history_has_the_article_read_last_first) {
    begin(1);
    open_first();
    press(KJ_KEY_SKIP);
    idle();
    press(KJ_KEY_SKIP);
    idle();
    const uint32_t last = state().entry;
    choose(KJ_MENU_HISTORY);
    KJ_CHECK_EQ(state().view, KJ_VIEW_HISTORY);
    KJ_CHECK_EQ(state().shown, 3);
    press(KJ_KEY_SELECT);
    KJ_CHECK_EQ(state().entry, last);
    press(KJ_KEY_BACK);
    press(KJ_KEY_DOWN);
    press(KJ_KEY_SELECT);
    KJ_CHECK_EQ(state().entry, last - 1);
}

/* --- Search. --- */

KJ_TEST(search_types_a_word_and_lists_the_articles_that_have_it) {
    begin(1);
    press(KJ_KEY_MENU);
    mark_act(KJ_MENU_SEARCH);
    press(KJ_KEY_SELECT);
    KJ_CHECK_EQ(state().over, KJ_OVER_KEYBOARD);
    KJ_CHECK_EQ(kj_reader_key(&reader, KJ_KEY_MENU, &screen), KJ_END); /* nothing was typed */
    const uint32_t empty = picture();
    press(KJ_KEY_SELECT); /* what is marked at the start: a consonant */
    KJ_CHECK(reader.keyboard.text[0] != '\0');
    KJ_CHECK(picture() != empty);
    press(KJ_KEY_BACK);
    KJ_CHECK_EQ(reader.keyboard.text[0], '\0');
    kj_keyboard_init(&reader.keyboard, "৫"); /* the sixth headline; typing has tests of its own */
    press(KJ_KEY_MENU);
    KJ_CHECK_EQ(state().view, KJ_VIEW_RESULTS);
    KJ_CHECK_EQ(state().shown, 1);
    press(KJ_KEY_SELECT);
    KJ_CHECK_EQ(state().view, KJ_VIEW_ARTICLE);
    KJ_CHECK_EQ(state().entry, 5 + 2); /* two sections stand before it */
    press(KJ_KEY_BACK);
    KJ_CHECK_EQ(state().view, KJ_VIEW_RESULTS);
    press(KJ_KEY_BACK);
    KJ_CHECK_EQ(state().view, KJ_VIEW_CONTENTS);
}

/* --- Keys that waited. --- */

KJ_TEST(presses_of_next_that_waited_set_no_page_between_once_pages_are_counted) {
    static const kj_key keys[] = {KJ_KEY_NEXT, KJ_KEY_NEXT, KJ_KEY_NEXT};
    begin(1);
    open_first();
    KJ_CHECK(state().pages > 0);
    kj_shaper_stats before, after;
    kj_reader_show(&reader, &screen);
    kj_shaper_clear(reader.stage.shaper); /* so that each page that is set shapes its words */
    kj_shaper_get_stats(reader.stage.shaper, &before);
    const unsigned last = state().pages - 1u, wanted = last < 3 ? last : 3;
    KJ_CHECK(wanted > 1);
    KJ_CHECK_EQ(kj_reader_keys(&reader, keys, wanted, &screen), KJ_OK);
    kj_shaper_get_stats(reader.stage.shaper, &after);
    const uint32_t group = after.lookups - before.lookups;
    KJ_CHECK_EQ(state().page, wanted);
    const uint32_t shown = picture();
    kj_reader_show(&reader, &screen);
    kj_shaper_get_stats(reader.stage.shaper, &before);
    KJ_CHECK_EQ(picture(), shown);
    KJ_CHECK(group <= before.lookups - after.lookups); /* as much as the page alone */
}

/* --- Going to a place. --- */

KJ_TEST(go_to_leads_to_a_part_of_the_article_and_to_its_beginning) {
    begin(1);
    open_first();
    choose(KJ_MENU_GO_TO);
    KJ_CHECK_EQ(state().over, KJ_OVER_GO_TO);
    press_times(KJ_KEY_RIGHT, 10); /* 50 % */
    press(KJ_KEY_SELECT);
    KJ_CHECK_EQ(state().over, KJ_OVER_NONE);
    const uint32_t half = reader.article.end / 2;
    KJ_CHECK(place() <= half && half < state().end);
    choose(KJ_MENU_GO_TO);
    press(KJ_KEY_UP);
    press(KJ_KEY_SELECT);
    KJ_CHECK_EQ(place(), 0);
}

KJ_TEST(go_to_leads_to_another_section_of_the_front_page) {
    begin(1);
    open_first();
    choose(KJ_MENU_GO_TO);
    press(KJ_KEY_DOWN);
    press(KJ_KEY_RIGHT); /* the next section */
    press(KJ_KEY_SELECT);
    KJ_CHECK_EQ(state().view, KJ_VIEW_CONTENTS);
    KJ_CHECK_EQ(state().entry, 5); /* entries 0 and 4 are sections */
}

/* --- Sleep, battery, first start, restart. --- */

KJ_TEST(sleep_shows_the_front_page_and_any_key_wakes_to_the_same_page) {
    begin(1);
    open_first();
    press(KJ_KEY_NEXT);
    const uint32_t page = picture(), start_of = place();
    press(KJ_KEY_POWER);
    KJ_CHECK(screen.sleeps && state().asleep);
    KJ_CHECK_EQ(screen.intent, KJ_INTENT_CLEAN);
    KJ_CHECK_EQ(state().view, KJ_VIEW_CONTENTS); /* which is on the glass */
    KJ_CHECK(picture() != page);
    KJ_CHECK_EQ(kj_reader_idle(&reader), KJ_END);
    KJ_CHECK_EQ(kj_reader_sleep(&reader, &screen), KJ_END);
    press(KJ_KEY_NEXT);
    KJ_CHECK(!screen.sleeps && !state().asleep);
    KJ_CHECK_EQ(state().view, KJ_VIEW_ARTICLE);
    KJ_CHECK_EQ(place(), start_of);
    KJ_CHECK_EQ(picture(), page);
}

KJ_TEST(sleep_of_the_open_page_and_of_the_front_page_come_back_too) {
    begin(1);
    const uint32_t front = picture();
    KJ_CHECK_EQ(kj_reader_sleep(&reader, &screen), KJ_OK);
    press(KJ_KEY_POWER);
    KJ_CHECK_EQ(picture(), front); /* with its mark */
    open_first();
    press(KJ_KEY_MENU);
    mark_setting(KJ_SETTING_SLEEP_PAGE);
    press(KJ_KEY_RIGHT);
    press(KJ_KEY_BACK);
    const uint32_t page = look();
    press(KJ_KEY_POWER);
    KJ_CHECK_EQ(state().view, KJ_VIEW_ARTICLE);
    KJ_CHECK(picture() != page); /* it says that it sleeps */
    press(KJ_KEY_SELECT);
    KJ_CHECK_EQ(picture(), page);
    KJ_CHECK_EQ(state().over, KJ_OVER_NONE); /* the key only woke it */
}

KJ_TEST(battery_that_gets_low_is_told_once_and_an_empty_one_ends_in_sleep) {
    begin(1);
    open_first();
    const uint32_t page = look();
    KJ_CHECK_EQ(kj_reader_battery(&reader, &screen), KJ_END);
    battery = (kj_battery){.percent = 12, .is_low = true};
    KJ_CHECK_EQ(kj_reader_battery(&reader, &screen), KJ_OK);
    KJ_CHECK_EQ(state().over, KJ_OVER_ALERT);
    KJ_CHECK(picture() != page);
    press(KJ_KEY_NEXT); /* closes it, and does no more */
    KJ_CHECK_EQ(picture(), page);
    KJ_CHECK_EQ(kj_reader_battery(&reader, &screen), KJ_END);
    battery = (kj_battery){.percent = 3, .is_low = true, .is_empty = true};
    KJ_CHECK_EQ(kj_reader_battery(&reader, &screen), KJ_OK);
    KJ_CHECK(screen.sleeps);
    KJ_CHECK_EQ(state().notice, KJ_NOTICE_BATTERY_EMPTY);
    KJ_CHECK_EQ(kj_reader_key(&reader, KJ_KEY_POWER, &screen), KJ_END);
    battery = (kj_battery){.percent = 5, .is_low = true, .is_charging = true};
    press(KJ_KEY_POWER);
    KJ_CHECK_EQ(state().notice, KJ_NOTICE_NONE);
    KJ_CHECK_EQ(picture(), page);
}

KJ_TEST(first_start_greets_once) {
    begin(1);
    memset(flash_memory, 0xFF, sizeof flash_memory);
    configure(1);
    config.shelf.item = edition_item;
    config.shelf.open = open_edition;
    config.flash = &flash_hal;
    config.greets = true;
    start();
    KJ_CHECK_EQ(state().view, KJ_VIEW_TEXT);
    for (unsigned i = 0; i < 5 && state().view == KJ_VIEW_TEXT; i++) {
        press(KJ_KEY_NEXT); /* through it, and behind it to what there is to read */
    }
    KJ_CHECK_EQ(state().view, KJ_VIEW_CONTENTS);
    kj_reader_close(&reader);
    free(config.memory);
    config.memory = NULL;
    start();
    KJ_CHECK_EQ(state().view, KJ_VIEW_CONTENTS);
}

KJ_TEST(reader_opens_where_it_was_switched_off) {
    begin(2);
    power_up(2);
    KJ_CHECK_EQ(state().view, KJ_VIEW_LIBRARY);
    press(KJ_KEY_DOWN);
    press(KJ_KEY_SELECT);
    idle();
    power_up(2);
    KJ_CHECK_EQ(state().view, KJ_VIEW_CONTENTS);
    KJ_CHECK_EQ(reader.item, 101);
    open_first();
    press(KJ_KEY_NEXT);
    idle();
    const uint32_t start_of = place();
    const uint32_t page = look();
    power_up(2);
    KJ_CHECK_EQ(state().view, KJ_VIEW_ARTICLE);
    KJ_CHECK_EQ(reader.item, 101);
    KJ_CHECK_EQ(place(), start_of);
    KJ_CHECK_EQ(picture(), page);
    press(KJ_KEY_PREV); /* the pages before it are found again */
    KJ_CHECK_EQ(state().page, 0);
    press(KJ_KEY_NEXT);
    KJ_CHECK_EQ(picture(), page);
    power_up(1); /* the edition is not on this card */
    KJ_CHECK_EQ(state().notice, KJ_NOTICE_NONE);
    KJ_CHECK_EQ(reader.item, 100);
}

KJ_TEST(library_tells_what_is_unread) {
    begin(2);
    const kj_listing_source source = kj_library_list_source(&reader.library);
    static kj_listing_entry entry;
    KJ_CHECK_EQ(source.entry(source.context, 1, &entry), KJ_OK);
    KJ_CHECK(strstr(entry.byline, "৭টি পড়া বাকি"));
    const uint32_t reads = memories[0].reads;
    KJ_CHECK_EQ(source.entry(source.context, 1, &entry), KJ_OK);
    KJ_CHECK_EQ(memories[0].reads, reads); /* what was learnt is remembered */
    press(KJ_KEY_SELECT);
    open_first();
    go_to_end_of_article();
    press_times(KJ_KEY_BACK, 2);
    KJ_CHECK_EQ(state().view, KJ_VIEW_LIBRARY);
    KJ_CHECK_EQ(source.entry(source.context, 1, &entry), KJ_OK);
    KJ_CHECK(strstr(entry.byline, "৬টি পড়া বাকি"));
}

KJ_TEST(card_taken_out_of_a_list_has_a_notice_and_put_back_is_listed) {
    begin(2);
    KJ_CHECK_EQ(kj_reader_card(&reader, false, &screen), KJ_OK);
    KJ_CHECK_EQ(state().notice, KJ_NOTICE_NO_CARD);
    KJ_CHECK_EQ(kj_reader_card(&reader, false, &screen), KJ_END);
    KJ_CHECK_EQ(kj_reader_card(&reader, true, &screen), KJ_OK);
    KJ_CHECK_EQ(state().notice, KJ_NOTICE_NONE);
    KJ_CHECK_EQ(state().view, KJ_VIEW_LIBRARY);
    press(KJ_KEY_SELECT);
    open_first();
    KJ_CHECK_EQ(kj_reader_card(&reader, false, &screen), KJ_END); /* a page stays to be read */
}

KJ_TEST(reader_works_without_a_journal) {
    begin(1);
    configure(1);
    config.shelf.item = edition_item;
    config.shelf.open = open_edition;
    start();
    open_first();
    go_to_end_of_article();
    press(KJ_KEY_BACK);
    KJ_CHECK(kj_marks_is_read(&reader.marks, reader.edition_id, 1));
}

KJ_TEST_MAIN()
