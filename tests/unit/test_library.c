/* test_library.c - the card as a shelf: what is on it, in which order, in windows of a few items.
 */
#define _XOPEN_SOURCE 700 /* mkdtemp, utimes */

#include "board/emulator/host/folder_image.h"
#include "reader/library.h"
#include "test.h"

#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

static char root[64];
static kj_folder_image image;
static kj_library library;
static kj_shelf shelf;
static kj_status card_status, read_status;
static char last_log[256];
static bool spoils_names; /* a folder's name with "ZQ" in it has a colon, which no name has */

static void spoil_names(uint8_t *bytes, size_t length) {
    for (size_t at = 0; at + 4 <= length; at++) {
        if (memcmp(bytes + at, "Z\0Q", 4) == 0) {
            bytes[at + 2] = ':';
        }
    }
}

static kj_status read_blocks(void *context, uint32_t first, uint32_t count, uint8_t *bytes) {
    const kj_blocks blocks = kj_folder_image_blocks(&image);
    const kj_status status =
        read_status == KJ_OK ? blocks.read(blocks.context, first, count, bytes) : read_status;
    if (status == KJ_OK && spoils_names) {
        spoil_names(bytes, (size_t)count * KJ_BLOCK_BYTES);
    }
    return status;
}

static kj_status open_card(void *context, kj_blocks *blocks) {
    if (card_status == KJ_OK) {
        *blocks = kj_folder_image_blocks(&image);
        blocks->read = read_blocks;
    }
    return card_status;
}

static void log_line(void *context, const char *line) {
    snprintf(last_log, sizeof last_log, "%s", line);
}

static void make_path(char *path, size_t capacity, const char *name) {
    snprintf(path, capacity, "%s/%s", root, name);
    for (char *slash = path + strlen(root) + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = '\0';
        mkdir(path, 0777);
        *slash = '/';
    }
}

/* A file of one line, last changed so many days after 1 January 2026. */
static void put(const char *name, unsigned day) {
    char path[1024];
    make_path(path, sizeof path, name);
    FILE *file = fopen(path, "w");
    KJ_CHECK(file != NULL);
    fprintf(file, "%s\n", name);
    fclose(file);
    const struct timeval time = {.tv_sec = 1767225600 + (time_t)day * 86400};
    const struct timeval times[2] = {time, time};
    KJ_CHECK_EQ(utimes(path, times), 0);
}

static void begin(void) {
    snprintf(root, sizeof root, "/tmp/kagoj-library-XXXXXX");
    KJ_CHECK(mkdtemp(root) != NULL);
    card_status = read_status = KJ_OK;
    spoils_names = false;
    last_log[0] = '\0';
}

/* Puts the folder as it is into the slot; the number of items. */
static uint32_t insert(void) {
    uint32_t count = 0;
    KJ_CHECK_EQ(kj_folder_image_open(&image, root, NULL), KJ_OK);
    kj_library_init(&library, &(kj_library_config){.open_card = open_card, .log = log_line});
    shelf = kj_library_shelf(&library);
    KJ_CHECK_EQ(shelf.refresh(shelf.context, &count), KJ_OK);
    return count;
}

static void end(void) {
    char command[128];
    kj_library_close(&library);
    kj_folder_image_close(&image);
    snprintf(command, sizeof command, "rm -rf '%s'", root);
    KJ_CHECK_EQ(system(command), 0);
}

static const char *name(uint32_t index) {
    static char kept[512];
    kj_shelf_item item;
    KJ_CHECK_EQ(shelf.item(shelf.context, index, &item), KJ_OK);
    snprintf(kept, sizeof kept, "%s", item.name);
    return kept;
}

KJ_TEST(library_lists_the_newest_edition_first_and_then_texts_by_name) {
    begin();
    put("খ.txt", 9);
    put("ক.txt", 3);
    put("পুরোনো.epub", 1);
    put("দৈনিক কাগজ ২০২৬-১১-২৫.epub", 20);
    put("মাঝের.EPUB", 10);
    put("ছবি.png", 30);
    put(".hidden.epub", 31);
    KJ_CHECK_EQ(insert(), 5);
    KJ_CHECK_STR(name(0), "দৈনিক কাগজ ২০২৬-১১-২৫.epub");
    KJ_CHECK_STR(name(1), "মাঝের.EPUB");
    KJ_CHECK_STR(name(2), "পুরোনো.epub");
    KJ_CHECK_STR(name(3), "ক.txt");
    KJ_CHECK_STR(name(4), "খ.txt");
    kj_shelf_item item;
    KJ_CHECK_EQ(shelf.item(shelf.context, 1, &item), KJ_OK);
    KJ_CHECK(item.is_edition);
    KJ_CHECK_EQ(shelf.item(shelf.context, 4, &item), KJ_OK);
    KJ_CHECK(!item.is_edition);
    end();
}

KJ_TEST(library_finds_editions_in_folders_down_to_a_depth) {
    begin();
    put("খবর/২০২৬/নভেম্বর/এক.epub", 1);
    put("a/b/c/d/four.epub", 2);
    put("a/b/c/d/e/five.epub", 3);
    KJ_CHECK_EQ(insert(), 2);
    KJ_CHECK_STR(name(0), "four.epub");
    KJ_CHECK_STR(name(1), "এক.epub");
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

KJ_TEST(library_opens_what_it_lists) {
    begin();
    put("খবর/এক.epub", 1);
    put("দুই.txt", 2);
    KJ_CHECK_EQ(insert(), 2);
    for (uint32_t i = 0; i < 2; i++) {
        kj_source source;
        kj_shelf_item item;
        uint8_t bytes[64] = {0};
        static const char *const content[] = {"খবর/এক.epub\n", "দুই.txt\n"};
        KJ_CHECK_EQ(shelf.open(shelf.context, i, &source, &item), KJ_OK);
        KJ_CHECK_EQ(source.size_bytes, strlen(content[i]));
        KJ_CHECK_EQ(source.read(source.context, 0, bytes, source.size_bytes), KJ_OK);
        KJ_CHECK(memcmp(bytes, content[i], source.size_bytes) == 0);
    }
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

KJ_TEST(library_says_what_is_wrong_with_the_card) {
    begin();
    put("এক.epub", 1);
    KJ_CHECK_EQ(insert(), 1);
    uint32_t count = 77;
    card_status = KJ_ERR_MISSING;
    KJ_CHECK_EQ(shelf.refresh(shelf.context, &count), KJ_ERR_MISSING);
    KJ_CHECK_EQ(count, 77);
    kj_shelf_item item;
    KJ_CHECK_EQ(shelf.item(shelf.context, 0, &item), KJ_ERR_MISSING);
    card_status = KJ_OK;
    read_status = KJ_ERR_TIMEOUT;
    KJ_CHECK(shelf.refresh(shelf.context, &count) < 0);
    read_status = KJ_OK;
    KJ_CHECK_EQ(shelf.refresh(shelf.context, &count), KJ_OK);
    KJ_CHECK_EQ(count, 1);
    read_status = KJ_ERR_MISSING; /* pulled out while a file is open */
    kj_source source;
    uint8_t byte;
    kj_status opened = shelf.open(shelf.context, 0, &source, &item);
    KJ_CHECK(opened < 0 || source.read(source.context, 0, &byte, 1) == KJ_ERR_IO);
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
    KJ_CHECK_STR(name(1), "খ.txt");
    spoils_names = false;
    uint32_t count = 0;
    KJ_CHECK_EQ(shelf.refresh(shelf.context, &count), KJ_OK);
    KJ_CHECK_EQ(count, 3);
    end();
}

KJ_TEST_MAIN()
