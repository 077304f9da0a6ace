/* test_marks.c - what the reader remembers, over the journal and without one. */
#include "models/flash_model.h"
#include "reader/marks.h"
#include "test.h"

static uint8_t memory[65536], weak[65536];
static kj_flash_model model;
static kj_hal_flash flash;
static kj_marks marks;
static unsigned lines;

static void count_line(void *context, const char *line) {
    (void)context;
    (void)line;
    lines++;
}

static void open_again(void) { kj_marks_open(&marks, &flash, NULL, count_line); }

static void start(void) {
    const kj_flash_config config = {.block_bytes = 4096,
                                    .page_bytes = 256,
                                    .block_count = 16,
                                    .memory = memory,
                                    .weak = weak,
                                    .timing = kj_flash_timing_usual};
    memset(memory, 0xFF, sizeof memory);
    KJ_CHECK_EQ(kj_flash_model_init(&model, &config), KJ_OK);
    flash = kj_flash_model_hal(&model);
    lines = 0;
    open_again();
}

static kj_mark_place place_of(uint64_t edition, uint32_t entry) {
    return (kj_mark_place){
        .item = 77, .edition = edition, .entry = entry, .place = {entry * 10, entry * 10 + 3}};
}

static kj_mark_article article_of(uint64_t edition, uint32_t entry) {
    kj_mark_article article = {.at = place_of(edition, entry), .percent = (uint8_t)(entry % 101)};
    (void)snprintf(article.title, sizeof article.title, "শিরোনাম %u", entry);
    (void)snprintf(article.edition, sizeof article.edition, "দৈনিক");
    return article;
}

KJ_TEST(marks_begin_with_defaults) {
    uint8_t view = 9;
    kj_mark_place place;
    kj_mark_article article;
    kj_mark_file file;
    start();
    KJ_CHECK_EQ(kj_marks_settings(&marks)->size_px, 0);
    KJ_CHECK_EQ(kj_marks_settings(&marks)->was_welcomed, 0);
    KJ_CHECK(!kj_marks_last(&marks, &view, &place));
    KJ_CHECK_EQ(view, 9);
    place = place_of(1, 2);
    KJ_CHECK(!kj_marks_article(&marks, &place, &article));
    KJ_CHECK(!kj_marks_is_read(&marks, 1, 2));
    KJ_CHECK(!kj_marks_is_saved(&marks, &place));
    KJ_CHECK(!kj_marks_listed(&marks, KJ_MARKS_HISTORY, 0, &article));
    KJ_CHECK_EQ(kj_marks_count(&marks, KJ_MARKS_SAVED), 0);
    KJ_CHECK(!kj_marks_file(&marks, 5, &file));
    kj_marks_unsave(&marks, &place);
    KJ_CHECK_EQ(lines, 0);
}

KJ_TEST(marks_keep_settings_and_the_last_place) {
    kj_settings settings = {.size_px = 22,
                            .family = 1,
                            .leading_step = 2,
                            .margin_step = 1,
                            .is_ragged = 1,
                            .no_hyphens = 1,
                            .is_dark = 1,
                            .turns = 3,
                            .no_status_line = 1,
                            .mood = 2,
                            .language = 1,
                            .sleep_page = 1,
                            .idle_step = 2,
                            .was_welcomed = 1};
    const kj_mark_place place = {UINT64_MAX, 1ull << 63, 70000, {1u << 31, UINT32_MAX}};
    kj_mark_place back;
    uint8_t view = 0;
    start();
    kj_marks_put_settings(&marks, &settings);
    settings.version = kj_marks_settings(&marks)->version;
    kj_marks_put_last(&marks, 4, &place);
    open_again();
    KJ_CHECK(memcmp(kj_marks_settings(&marks), &settings, sizeof settings) == 0);
    KJ_CHECK(kj_marks_last(&marks, &view, &back));
    KJ_CHECK_EQ(view, 4);
    KJ_CHECK(back.item == place.item && back.edition == place.edition && back.entry == 70000 &&
             back.place.resume == 1u << 31 && back.place.offset == UINT32_MAX);
}

KJ_TEST(marks_set_settings_out_of_range_to_their_defaults) {
    kj_settings settings;
    memset(&settings, 0xEE, sizeof settings);
    start();
    kj_marks_put_settings(&marks, &settings);
    memset(&settings, 0, sizeof settings);
    settings.version = kj_marks_settings(&marks)->version;
    KJ_CHECK(memcmp(kj_marks_settings(&marks), &settings, sizeof settings) == 0);
    settings.size_px = 7;
    kj_marks_put_settings(&marks, &settings);
    KJ_CHECK_EQ(kj_marks_settings(&marks)->size_px, 0);
    settings.size_px = 48;
    kj_marks_put_settings(&marks, &settings);
    KJ_CHECK_EQ(kj_marks_settings(&marks)->size_px, 48);
    /* what another firmware, or chance, has put on flash */
    const uint8_t odd[] = {1, 20, 9, 1, 200, 1, 2, 1, 4, 1, 3, 99, 1, 3, 1, 5, 5};
    KJ_CHECK_EQ(kj_journal_put(&marks.journal, 0, 0, odd, sizeof odd), KJ_OK);
    open_again();
    const kj_settings *read = kj_marks_settings(&marks);
    KJ_CHECK(read->size_px == 20 && read->family == 0 && read->leading_step == 1 &&
             read->margin_step == 0 && read->is_ragged == 1 && read->no_hyphens == 0 &&
             read->is_dark == 1 && read->turns == 0 && read->mood == 0 && read->language == 0 &&
             read->sleep_page == 1 && read->idle_step == 0 && read->was_welcomed == 1);
}

/* Every kind's value with another version, then with its last byte missing: no mark. */
KJ_TEST(marks_leave_unknown_forms_alone) {
    const kj_mark_place at = place_of(3, 4);
    const kj_mark_article article = article_of(3, 4);
    const kj_settings settings = {.size_px = 30};
    const kj_mark_file file = {.articles = 3, .date = "2026-11-25", .title = "a"};
    for (int is_cut = 0; is_cut < 2; is_cut++) {
        kj_mark_article found;
        kj_mark_file found_file;
        kj_mark_place place;
        uint8_t view;
        start();
        kj_marks_put_settings(&marks, &settings);
        kj_marks_put_last(&marks, 1, &at);
        kj_marks_put_article(&marks, &article);
        KJ_CHECK(kj_marks_save(&marks, &article));
        kj_marks_set_read(&marks, 3, 4, true);
        kj_marks_put_file(&marks, 8, &file);
        for (uint8_t kind = 0; kind < 6; kind++) {
            uint64_t cursor = KJ_JOURNAL_START, id;
            uint8_t value[KJ_JOURNAL_VALUE_MAX];
            size_t length;
            KJ_CHECK_EQ(
                kj_journal_next(&marks.journal, kind, &cursor, &id, value, sizeof value, &length),
                KJ_OK);
            value[0] += is_cut ? 0 : 100;
            KJ_CHECK_EQ(kj_journal_put(&marks.journal, kind, id, value, length - (size_t)is_cut),
                        KJ_OK);
        }
        open_again();
        KJ_CHECK_EQ(lines, 1); /* of the settings */
        KJ_CHECK_EQ(kj_marks_settings(&marks)->size_px, 0);
        KJ_CHECK(!kj_marks_last(&marks, &view, &place));
        KJ_CHECK(!kj_marks_article(&marks, &at, &found));
        KJ_CHECK(!kj_marks_is_saved(&marks, &at));
        KJ_CHECK_EQ(kj_marks_count(&marks, KJ_MARKS_SAVED), 0);
        KJ_CHECK_EQ(kj_marks_count(&marks, KJ_MARKS_HISTORY), 0);
        KJ_CHECK(!kj_marks_is_read(&marks, 3, 4));
        KJ_CHECK(!kj_marks_file(&marks, 8, &found_file));
        /* and they can be written over */
        kj_marks_put_settings(&marks, &settings);
        KJ_CHECK(kj_marks_save(&marks, &article));
        open_again();
        KJ_CHECK_EQ(kj_marks_settings(&marks)->size_px, 30);
        KJ_CHECK(kj_marks_is_saved(&marks, &at));
    }
}

KJ_TEST(marks_know_where_an_article_was_left) {
    kj_mark_article article = article_of(3, 12), text = article_of(0, 0), found;
    const kj_mark_place other = place_of(4, 12);
    text.at.item = 1234;
    start();
    kj_marks_put_article(&marks, &article);
    kj_marks_put_article(&marks, &text);
    article.at.place = (kj_place){500, 512};
    article.percent = 140;
    kj_marks_put_article(&marks, &article);
    open_again();
    article.at.item = 999; /* the same edition from another file */
    KJ_CHECK(kj_marks_article(&marks, &article.at, &found));
    KJ_CHECK_EQ(found.at.place.offset, 512);
    KJ_CHECK_EQ(found.percent, 100);
    KJ_CHECK_EQ(found.at.item, 77);
    KJ_CHECK_STR(found.title, "শিরোনাম 12");
    KJ_CHECK_STR(found.edition, "দৈনিক");
    KJ_CHECK(!kj_marks_article(&marks, &other, &found));
    KJ_CHECK(kj_marks_article(&marks, &text.at, &found));
    text.at.item++;
    KJ_CHECK(!kj_marks_article(&marks, &text.at, &found));
}

KJ_TEST(marks_cut_long_names_between_code_points) {
    kj_mark_article article = article_of(1, 1), found;
    start();
    for (size_t i = 0; i < sizeof article.title; i++) { /* no NUL, and 149 cuts a letter */
        article.title[i] = "ক"[(i + 2) % 3];
    }
    memset(article.edition, 'e', sizeof article.edition);
    kj_marks_put_article(&marks, &article);
    KJ_CHECK(kj_marks_article(&marks, &article.at, &found));
    KJ_CHECK_EQ(strlen(found.title), KJ_MARKS_TITLE_BYTES - 2);
    KJ_CHECK_EQ(strlen(found.edition), KJ_MARKS_NAME_BYTES - 1);
    KJ_CHECK(memcmp(found.title, article.title, KJ_MARKS_TITLE_BYTES - 2) == 0);
}

KJ_TEST(marks_list_what_was_read_last_first) {
    kj_mark_article article, found;
    start();
    for (uint32_t i = 0; i < 60; i++) {
        article = article_of(2, i);
        kj_marks_put_article(&marks, &article);
    }
    for (int opened = 0; opened < 2; opened++) {
        KJ_CHECK_EQ(kj_marks_count(&marks, KJ_MARKS_HISTORY), KJ_MARKS_HISTORY_MAX);
        for (uint32_t i = 0; i < KJ_MARKS_HISTORY_MAX; i++) {
            KJ_CHECK(kj_marks_listed(&marks, KJ_MARKS_HISTORY, i, &found));
            KJ_CHECK_EQ(found.at.entry, 59 - i);
        }
        KJ_CHECK(!kj_marks_listed(&marks, KJ_MARKS_HISTORY, KJ_MARKS_HISTORY_MAX, &found));
        KJ_CHECK(kj_marks_listed(&marks, KJ_MARKS_HISTORY, 7, &found));
        KJ_CHECK_EQ(found.at.entry, 52);
        open_again();
    }
    article =
        article_of(2, 30); /* opened again and not read on: the same mark, and now the first */
    kj_marks_put_article(&marks, &article);
    KJ_CHECK(kj_marks_listed(&marks, KJ_MARKS_HISTORY, 0, &found));
    KJ_CHECK_EQ(found.at.entry, 30);
    const uint32_t operations = model.operations;
    kj_marks_put_article(&marks, &article);
    KJ_CHECK_EQ(model.operations, operations);
    article = article_of(2, 20);
    kj_marks_put_article(&marks, &article);
    article = article_of(2, 30);
    kj_marks_put_article(&marks, &article);
    KJ_CHECK(kj_marks_listed(&marks, KJ_MARKS_HISTORY, 0, &found));
    KJ_CHECK_EQ(found.at.entry, 30);
    KJ_CHECK(kj_marks_listed(&marks, KJ_MARKS_HISTORY, 1, &found));
    KJ_CHECK_EQ(found.at.entry, 20);
}

KJ_TEST(marks_keep_articles_up_to_their_limit) {
    kj_mark_article article, found;
    start();
    for (uint32_t i = 0; i < KJ_MARKS_SAVED_MAX; i++) {
        article = article_of(6, i);
        KJ_CHECK(kj_marks_save(&marks, &article));
        KJ_CHECK_EQ(kj_marks_count(&marks, KJ_MARKS_SAVED), i + 1);
    }
    article = article_of(6, 900);
    KJ_CHECK(!kj_marks_save(&marks, &article));
    KJ_CHECK(!kj_marks_is_saved(&marks, &article.at));
    article = article_of(6, 5);
    KJ_CHECK(kj_marks_save(&marks, &article)); /* kept already */
    KJ_CHECK_EQ(kj_marks_count(&marks, KJ_MARKS_SAVED), KJ_MARKS_SAVED_MAX);
    KJ_CHECK(kj_marks_listed(&marks, KJ_MARKS_SAVED, 0, &found));
    KJ_CHECK_EQ(found.at.entry, 5);
    kj_marks_unsave(&marks, &article.at);
    kj_marks_unsave(&marks, &article.at);
    open_again();
    KJ_CHECK(!kj_marks_is_saved(&marks, &article.at));
    KJ_CHECK_EQ(kj_marks_count(&marks, KJ_MARKS_SAVED), KJ_MARKS_SAVED_MAX - 1);
    KJ_CHECK(kj_marks_listed(&marks, KJ_MARKS_SAVED, 0, &found));
    KJ_CHECK_EQ(found.at.entry, KJ_MARKS_SAVED_MAX - 1);
    article = article_of(6, 900);
    KJ_CHECK(kj_marks_save(&marks, &article));
    KJ_CHECK(!kj_marks_listed(&marks, KJ_MARKS_HISTORY, 0, &found));
}

KJ_TEST(marks_tell_what_was_read) {
    start();
    kj_marks_set_read(&marks, 10, 0, true);
    kj_marks_set_read(&marks, 10, 9, true);
    kj_marks_set_read(&marks, 10, KJ_MARKS_ARTICLES_MAX - 1, true);
    kj_marks_set_read(&marks, 10, KJ_MARKS_ARTICLES_MAX, true);
    kj_marks_set_read(&marks, 11, 9, true);
    kj_marks_set_read(&marks, 0, 9, true);
    for (int opened = 0; opened < 2; opened++) {
        KJ_CHECK(kj_marks_is_read(&marks, 10, 0) && kj_marks_is_read(&marks, 10, 9));
        KJ_CHECK(kj_marks_is_read(&marks, 10, KJ_MARKS_ARTICLES_MAX - 1));
        KJ_CHECK(!kj_marks_is_read(&marks, 10, KJ_MARKS_ARTICLES_MAX));
        KJ_CHECK(!kj_marks_is_read(&marks, 10, 1) && !kj_marks_is_read(&marks, 0, 9));
        KJ_CHECK(kj_marks_is_read(&marks, 11, 9) && !kj_marks_is_read(&marks, 11, 0));
        KJ_CHECK_EQ(kj_marks_count_read(&marks, 10), 3);
        KJ_CHECK_EQ(kj_marks_count_read(&marks, 11), 1);
        KJ_CHECK_EQ(kj_marks_count_read(&marks, 12), 0);
        open_again();
    }
    kj_marks_set_read(&marks, 11, 9, false);
    open_again();
    KJ_CHECK_EQ(kj_marks_count_read(&marks, 11), 0);
    KJ_CHECK_EQ(kj_marks_count_read(&marks, 10), 3);
}

KJ_TEST(marks_remember_files) {
    kj_mark_file file = {.edition = 1ull << 40, .articles = 30, .date = "2026-11-25"}, found;
    (void)snprintf(file.title, sizeof file.title, "দৈনিক কাগজ");
    start();
    kj_marks_put_file(&marks, 42, &file);
    open_again();
    KJ_CHECK(kj_marks_file(&marks, 42, &found));
    KJ_CHECK(found.edition == 1ull << 40 && found.articles == 30);
    KJ_CHECK_STR(found.date, "2026-11-25");
    KJ_CHECK_STR(found.title, "দৈনিক কাগজ");
    KJ_CHECK(!kj_marks_file(&marks, 43, &found));
}

/* What there is of it in memory, and no more, is what works without a journal. */
static void check_without_journal(void) {
    kj_settings settings = {.size_px = 20};
    kj_mark_place place = place_of(1, 2), back;
    kj_mark_article article = article_of(1, 2), found;
    kj_mark_file file = {.articles = 3};
    uint8_t view;
    KJ_CHECK(!marks.has_journal);
    kj_marks_put_settings(&marks, &settings);
    KJ_CHECK_EQ(kj_marks_settings(&marks)->size_px, 20);
    kj_marks_put_last(&marks, 3, &place);
    KJ_CHECK(kj_marks_last(&marks, &view, &back) && view == 3 && back.entry == 2);
    kj_marks_set_read(&marks, 5, 6, true);
    KJ_CHECK(!kj_marks_is_read(&marks, 7, 6));
    KJ_CHECK_EQ(kj_marks_count_read(&marks, 7), 0);
    KJ_CHECK(kj_marks_is_read(&marks, 5, 6));
    KJ_CHECK_EQ(kj_marks_count_read(&marks, 5), 1);
    kj_marks_put_article(&marks, &article);
    KJ_CHECK(!kj_marks_article(&marks, &article.at, &found));
    KJ_CHECK(!kj_marks_save(&marks, &article));
    KJ_CHECK_EQ(kj_marks_count(&marks, KJ_MARKS_HISTORY), 0);
    KJ_CHECK_EQ(kj_marks_count(&marks, KJ_MARKS_SAVED), 0);
    kj_marks_put_file(&marks, 1, &file);
    KJ_CHECK(!kj_marks_file(&marks, 1, &file));
}

KJ_TEST(marks_work_without_a_journal) {
    kj_marks_open(&marks, NULL, NULL, NULL);
    check_without_journal();
    start();
    flash.block_count = 2; /* as good as none */
    kj_marks_open(&marks, &flash, NULL, count_line);
    check_without_journal();
    KJ_CHECK(lines > 0);
}

/* Two years of a daily: nothing that is kept is lost, old history makes room. */
KJ_TEST(marks_stay_within_their_flash) {
    kj_settings settings = {.size_px = 24};
    kj_mark_article article, found;
    const uint32_t days = KJ_ROUNDS(730);
    start();
    kj_marks_put_settings(&marks, &settings);
    for (uint32_t day = 1; day <= days; day++) {
        for (uint32_t entry = 0; entry < 12; entry++) {
            article = article_of(day, entry);
            memset(article.title, 'x', 100);
            article.title[100] = '\0';
            kj_marks_put_article(&marks, &article);
            kj_marks_put_last(&marks, 1, &article.at);
            kj_marks_set_read(&marks, day, entry, true);
        }
        if (day % 20 == 0 && day / 20 <= KJ_MARKS_SAVED_MAX) {
            KJ_CHECK(kj_marks_save(&marks, &article));
        }
        if (day % 50 == 0) {
            open_again();
        }
    }
    open_again();
    KJ_CHECK_EQ(kj_marks_settings(&marks)->size_px, 24);
    KJ_CHECK_EQ(kj_marks_count(&marks, KJ_MARKS_SAVED), days / 20);
    for (uint32_t i = 0; i < days / 20; i++) {
        KJ_CHECK(kj_marks_listed(&marks, KJ_MARKS_SAVED, i, &found));
        KJ_CHECK_EQ(found.at.edition, days / 20 * 20 - i * 20);
    }
    KJ_CHECK_EQ(kj_marks_count(&marks, KJ_MARKS_HISTORY), KJ_MARKS_HISTORY_MAX);
    KJ_CHECK(kj_marks_listed(&marks, KJ_MARKS_HISTORY, KJ_MARKS_HISTORY_MAX - 1, &found));
    KJ_CHECK_EQ(found.at.edition, days - 3);
    KJ_CHECK_EQ(kj_marks_count_read(&marks, days), 12);
    KJ_CHECK_EQ(model.event_count, 0);
}

KJ_TEST_MAIN()
