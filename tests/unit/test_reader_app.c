/* test_reader_app.c - the application around the pages: kept articles, history, marks of what was
 * read, search, sleep, battery, the first start, and finding back. */
#include "reader_app_case.h"

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
