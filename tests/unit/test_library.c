/* test_library.c - the card as a shelf: what its folders hold, in which order, in windows of a few
 * items. What becomes of a card that goes away: test_library_card.c. */
#define _XOPEN_SOURCE 700

#include "library_case.h"

KJ_TEST(library_lists_the_newest_edition_first_then_texts_by_name_then_folders) {
    begin();
    put("খ.txt", 9);
    put("ক.txt", 3);
    put("পুরোনো.epub", 1);
    put("দৈনিক কাগজ ২০২৬-১১-২৫.epub", 20);
    put("মাঝের.EPUB", 10);
    put("ছবি.png", 30);
    put(".hidden.epub", 31);
    put("খবর/এক.epub", 31);
    put("গল্প.txt/দুই.txt", 2);
    KJ_CHECK_EQ(insert(), 7);
    KJ_CHECK_STR(name(0), "দৈনিক কাগজ ২০২৬-১১-২৫.epub");
    KJ_CHECK_STR(name(1), "মাঝের.EPUB");
    KJ_CHECK_STR(name(2), "পুরোনো.epub");
    KJ_CHECK_STR(name(3), "ক.txt");
    KJ_CHECK_STR(name(4), "খ.txt");
    KJ_CHECK_STR(name(5), "খবর");
    KJ_CHECK_STR(name(6), "গল্প.txt");
    kj_shelf_item item;
    KJ_CHECK_EQ(shelf.item(shelf.context, 1, &item), KJ_OK);
    KJ_CHECK(item.is_edition && !item.is_folder);
    KJ_CHECK_EQ(shelf.item(shelf.context, 4, &item), KJ_OK);
    KJ_CHECK(!item.is_edition && !item.is_folder);
    KJ_CHECK_EQ(shelf.item(shelf.context, 6, &item), KJ_OK);
    KJ_CHECK(!item.is_edition && item.is_folder);
    end();
}

KJ_TEST(library_enters_folders_down_to_a_depth_and_leaves_them) {
    begin();
    put("খবর/২০২৬/নভেম্বর/এক.epub", 1);
    put("a/b/c/d/four.epub", 2);
    put("a/b/c/d/e/five.epub", 3);
    KJ_CHECK_EQ(insert(), 2);
    for (unsigned i = 0; i < 4; i++) {
        const char letter[2] = {(char)('a' + i), '\0'};
        KJ_CHECK_STR(name(0), letter);
        KJ_CHECK_EQ(enter(0), 1);
    }
    KJ_CHECK_STR(name(0), "four.epub");
    check_opens(0, "a/b/c/d/four.epub");
    for (unsigned i = 0; i < 4; i++) {
        KJ_CHECK_EQ(enter(KJ_SHELF_ABOVE), i < 3 ? 1 : 2);
    }
    uint32_t count = 77;
    KJ_CHECK_EQ(shelf.enter(shelf.context, KJ_SHELF_ABOVE, &count), KJ_END);
    KJ_CHECK_EQ(count, 77);
    KJ_CHECK_STR(name(1), "খবর");
    end();
}

KJ_TEST(library_enters_nothing_but_folders) {
    begin();
    put("ক.txt", 1);
    put("খ/এক.txt", 1);
    KJ_CHECK_EQ(insert(), 2);
    uint32_t count = 77;
    KJ_CHECK_EQ(shelf.enter(shelf.context, 0, &count), KJ_ERR_ARGUMENT);
    kj_source source;
    kj_shelf_item item;
    KJ_CHECK_EQ(shelf.open(shelf.context, 1, &source, &item), KJ_ERR_ARGUMENT);
    KJ_CHECK(item.is_folder);
    KJ_CHECK_STR(item.name, "খ");
    KJ_CHECK(shelf.enter(shelf.context, 2, &count) < 0);
    KJ_CHECK_EQ(count, 77);
    KJ_CHECK_STR(name(0), "ক.txt");
    end();
}

KJ_TEST(library_lists_no_folder_without_anything_to_read) {
    begin();
    put("ক.txt", 1);
    put("ছবি/এক.png", 1);
    put("ছবি/আরও/দুই.png", 1);
    put("লুকানো/.এক.txt", 1);
    put(".ফোল্ডার/এক.txt", 1);
    put("a/b/c/d/e/five.epub", 3);
    put("ভেতরে/আরও ভেতরে/এক.txt", 3);
    KJ_CHECK_EQ(insert(), 2);
    KJ_CHECK_STR(name(1), "ভেতরে");
    KJ_CHECK_EQ(enter(1), 1);
    KJ_CHECK_EQ(enter(0), 1);
    check_opens(0, "ভেতরে/আরও ভেতরে/এক.txt");
    end();
}

KJ_TEST(library_enters_the_only_folder_by_itself) {
    begin();
    put("খবর/কাগজ/এক.epub", 1);
    put("খবর/কাগজ/পুরোনো/দুই.epub", 1);
    put("খবর/ছবি.png", 1);
    KJ_CHECK_EQ(insert(), 2);
    KJ_CHECK_STR(name(0), "এক.epub");
    uint32_t count = 77;
    KJ_CHECK_EQ(shelf.enter(shelf.context, KJ_SHELF_ABOVE, &count), KJ_END);
    KJ_CHECK_EQ(enter(1), 1);
    check_opens(0, "খবর/কাগজ/পুরোনো/দুই.epub");
    KJ_CHECK_EQ(enter(KJ_SHELF_ABOVE), 2);
    KJ_CHECK_EQ(shelf.enter(shelf.context, KJ_SHELF_ABOVE, &count), KJ_END);
    KJ_CHECK_EQ(shelf.refresh(shelf.context, &count), KJ_OK);
    KJ_CHECK_EQ(count, 2);
    end();
}

KJ_TEST(library_gives_any_item_of_many_through_its_window) {
    enum { COUNT = 100 };
    begin();
    for (unsigned i = 0; i < COUNT; i++) {
        char file[64];
        snprintf(file, sizeof file, "লেখা-%03u.txt", i * 37u % COUNT);
        put(file, i);
    }
    KJ_CHECK_EQ(insert(), COUNT);
    static const unsigned order[] = {0, 1, 7, 8, 9, 99, 98, 50, 92, 91, 0, 99, 16, 15, 8, 7};
    for (unsigned i = 0; i < sizeof order / sizeof *order; i++) {
        char expected[64];
        snprintf(expected, sizeof expected, "লেখা-%03u.txt", order[i]);
        KJ_CHECK_STR(name(order[i]), expected);
    }
    for (unsigned i = 0; i < COUNT; i++) {
        char expected[64];
        snprintf(expected, sizeof expected, "লেখা-%03u.txt", i);
        KJ_CHECK_STR(name(i), expected);
    }
    end();
}

/* 200 texts and editions in 20 folders, and what of them there is in each. */
static void put_many(void) {
    for (unsigned i = 0; i < 200; i++) {
        char file[96];
        snprintf(file, sizeof file, "বিভাগ-%02u/লেখা-%03u.%s", i / 10, i, i % 2 ? "txt" : "epub");
        put(file, i);
    }
}

KJ_TEST(library_finds_every_file_by_its_id) {
    static uint64_t ids[20][10];
    begin();
    put_many();
    put("একা.txt", 1);
    KJ_CHECK_EQ(insert(), 21);
    const uint64_t alone = id(0);
    for (uint32_t folder = 0; folder < 20; folder++) {
        KJ_CHECK_EQ(enter(folder + 1), 10);
        for (uint32_t i = 0; i < 10; i++) {
            ids[folder][i] = id(i);
        }
        KJ_CHECK_EQ(enter(KJ_SHELF_ABOVE), 21);
    }
    for (uint32_t k = 0; k < 200; k++) {
        const uint32_t at = k * 77u % 200u, folder = at / 10, i = at % 10;
        uint32_t count = 0, index = 99;
        KJ_CHECK_EQ(shelf.find(shelf.context, ids[folder][i], &count, &index), KJ_OK);
        KJ_CHECK_EQ(count, 10);
        KJ_CHECK_EQ(index, i);
        for (uint32_t other = 0; other < 10; other++) {
            KJ_CHECK(id((other + i) % 10) == ids[folder][(other + i) % 10]);
        }
    }
    uint32_t count = 0, index = 99;
    KJ_CHECK_EQ(shelf.find(shelf.context, alone, &count, &index), KJ_OK);
    KJ_CHECK_EQ(count, 21);
    KJ_CHECK_EQ(index, 0);
    end();
}

KJ_TEST(library_stays_where_it_is_when_a_file_is_not_there) {
    begin();
    put("ক/এক.txt", 1);
    put("খ/দুই.txt", 1);
    KJ_CHECK_EQ(insert(), 2);
    KJ_CHECK_EQ(enter(1), 1);
    uint32_t count = 77, index = 78;
    KJ_CHECK_EQ(shelf.find(shelf.context, id(0) + 1u, &count, &index), KJ_END);
    KJ_CHECK_EQ(shelf.find(shelf.context, 0, &count, &index), KJ_END);
    KJ_CHECK_EQ(count, 77);
    KJ_CHECK_EQ(index, 78);
    check_opens(0, "খ/দুই.txt");
    end();
}

KJ_TEST(files_of_another_path_size_or_time_have_another_id) {
    static const char *const names[] = {"ক.txt", "ক/খ.txt", "ক/কখ.txt"};
    uint64_t ids[4];
    for (unsigned i = 0; i < 4; i++) {
        begin();
        put(names[i % 3], i < 3 ? 1 : 2); /* the fourth: the first, a day later */
        KJ_CHECK_EQ(insert(), 1);
        ids[i] = id(0);
        end();
        for (unsigned other = 0; other < i; other++) {
            KJ_CHECK(ids[i] != ids[other]);
        }
    }
    begin();
    put(names[0], 1);
    KJ_CHECK_EQ(insert(), 1);
    KJ_CHECK(id(0) == ids[0]);
    end();
}

/* The list of all files, which folders took the place of, took 96 blocks. */
KJ_TEST(library_looks_at_a_card_of_many_folders_in_few_reads) {
    begin();
    put_many();
    blocks_read = 0;
    KJ_CHECK_EQ(insert(), 20);
    KJ_CHECK(blocks_read <= 80);
    blocks_read = 0;
    KJ_CHECK_STR(name(19), "বিভাগ-19");
    KJ_CHECK(blocks_read <= 80);
    KJ_CHECK_EQ(enter(19), 10);
    const uint64_t last = id(9);
    KJ_CHECK_EQ(enter(KJ_SHELF_ABOVE), 20);
    blocks_read = 0;
    uint32_t count, index;
    KJ_CHECK_EQ(shelf.find(shelf.context, last, &count, &index), KJ_OK);
    KJ_CHECK(blocks_read <= 120);
    end();
}

KJ_TEST(folders_that_hold_each_other_come_to_an_end) {
    begin();
    for (unsigned i = 1; i < 40; i++) {
        char file[32];
        snprintf(file, sizeof file, "LP00/LP%02u/none.png", i);
        put(file, 1);
    }
    put("ক.txt", 1);
    loops = true;
    KJ_CHECK_EQ(insert(), 2); /* too much to see that there is nothing in it */
    KJ_CHECK_STR(name(1), "LP00");
    KJ_CHECK(strstr(last_log, "too many files"));
    KJ_CHECK_EQ(enter(1), 39);
    KJ_CHECK_STR(name(38), "LP39");
    uint32_t count, index;
    KJ_CHECK_EQ(shelf.find(shelf.context, 1, &count, &index), KJ_END);
    end();
}

KJ_TEST(library_leaves_out_what_has_too_long_a_path_and_says_so) {
    begin();
    put("ছোট.epub", 1);
    static const char part[] = "অনেক লম্বা নামের একটি ফোল্ডার যার ভেতরে আরও আছে";
    char path[512];
    snprintf(path, sizeof path, "%s/%s/%s.epub", part, part, part);
    put(path, 2);
    KJ_CHECK_EQ(insert(), 1);
    KJ_CHECK_STR(name(0), "ছোট.epub");
    KJ_CHECK(strstr(last_log, "path too long"));
    end();
}

KJ_TEST(library_finds_nothing_on_an_empty_card) {
    begin();
    KJ_CHECK_EQ(insert(), 0);
    kj_shelf_item item;
    KJ_CHECK(shelf.item(shelf.context, 0, &item) < 0);
    end();
}

KJ_TEST(folder_whose_name_is_none_hides_nothing_but_what_is_in_it) {
    begin();
    put("ক.txt", 1);
    put("ফZQ/ভেতরে.txt", 1);
    put("শেষ/খ.txt", 1);
    spoils_names = true;
    KJ_CHECK_EQ(insert(), 2);
    KJ_CHECK_STR(name(0), "ক.txt");
    KJ_CHECK_STR(name(1), "শেষ");
    spoils_names = false;
    uint32_t count = 0;
    KJ_CHECK_EQ(shelf.refresh(shelf.context, &count), KJ_OK);
    KJ_CHECK_EQ(count, 3);
    end();
}

KJ_TEST_MAIN()
