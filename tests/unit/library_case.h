/* library_case.h - a card made of a folder of the host, and the library on it. The includer defines
 * _XOPEN_SOURCE as 700, for mkdtemp and utimes. */
#ifndef KJ_TESTS_LIBRARY_CASE_H
#define KJ_TESTS_LIBRARY_CASE_H

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

static inline void spoil_names(uint8_t *bytes, size_t length) {
    for (size_t at = 0; at + 4 <= length; at++) {
        if (memcmp(bytes + at, "Z\0Q", 4) == 0) {
            bytes[at + 2] = ':';
        }
    }
}

static uint32_t blocks_read;
static uint8_t loop_cluster[2]; /* that all folders named LP.. have, once loops is set */
static bool loops;
static uint32_t fail_at; /* the read that fails, counted in blocks_read; 0: none */

/* Has every folder whose name begins with LP be the first of them. */
static inline void make_loops(uint8_t *bytes, size_t length) {
    static const uint8_t none[2];
    for (size_t at = 0; at + 32 <= length; at += 32) {
        uint8_t *cluster = bytes + at + 26;
        if (memcmp(bytes + at, "LP", 2) == 0 && bytes[at + 11] == 0x10) {
            if (memcmp(loop_cluster, none, 2) == 0) {
                memcpy(loop_cluster, cluster, 2);
            }
            memcpy(cluster, loop_cluster, 2);
        }
    }
}

static inline kj_status read_blocks(void *context, uint32_t first, uint32_t count, uint8_t *bytes) {
    const kj_blocks blocks = kj_folder_image_blocks(&image);
    blocks_read += count;
    const kj_status status = blocks_read == fail_at ? KJ_ERR_IO
                             : read_status == KJ_OK
                                 ? blocks.read(blocks.context, first, count, bytes)
                                 : read_status;
    if (status == KJ_OK && spoils_names) {
        spoil_names(bytes, (size_t)count * KJ_BLOCK_BYTES);
    }
    if (status == KJ_OK && loops) {
        make_loops(bytes, (size_t)count * KJ_BLOCK_BYTES);
    }
    return status;
}

static inline kj_status open_card(void *context, kj_blocks *blocks) {
    if (card_status == KJ_OK) {
        *blocks = kj_folder_image_blocks(&image);
        blocks->read = read_blocks;
    }
    return card_status;
}

static inline void log_line(void *context, const char *line) {
    snprintf(last_log, sizeof last_log, "%s", line);
}

static inline void make_path(char *path, size_t capacity, const char *name) {
    snprintf(path, capacity, "%s/%s", root, name);
    for (char *slash = path + strlen(root) + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = '\0';
        mkdir(path, 0777);
        *slash = '/';
    }
}

/* A file of one line, last changed so many days after 1 January 2026. */
static inline void put(const char *name, unsigned day) {
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

static inline void begin(void) {
    snprintf(root, sizeof root, "/tmp/kagoj-library-XXXXXX");
    KJ_CHECK(mkdtemp(root) != NULL);
    card_status = read_status = KJ_OK;
    spoils_names = loops = false;
    memset(loop_cluster, 0, sizeof loop_cluster);
    last_log[0] = '\0';
}

/* Puts the folder as it is into the slot; the number of items. */
static inline uint32_t insert(void) {
    uint32_t count = 0;
    KJ_CHECK_EQ(kj_folder_image_open(&image, root, NULL), KJ_OK);
    kj_library_init(&library, &(kj_library_config){.open_card = open_card, .log = log_line});
    shelf = kj_library_shelf(&library);
    KJ_CHECK_EQ(shelf.refresh(shelf.context, &count), KJ_OK);
    return count;
}

static inline void end(void) {
    char command[128];
    kj_library_close(&library);
    kj_folder_image_close(&image);
    snprintf(command, sizeof command, "rm -rf '%s'", root);
    KJ_CHECK_EQ(system(command), 0);
}

static inline const char *name(uint32_t index) {
    static char kept[512];
    kj_shelf_item item;
    KJ_CHECK_EQ(shelf.item(shelf.context, index, &item), KJ_OK);
    snprintf(kept, sizeof kept, "%s", item.name);
    return kept;
}

/* Goes into folder index, or above; how many items are there. */
static inline uint32_t enter(uint32_t index) {
    uint32_t count = UINT32_MAX;
    KJ_CHECK_EQ(shelf.enter(shelf.context, index, &count), KJ_OK);
    return count;
}

static inline uint64_t id(uint32_t index) {
    kj_shelf_item item;
    KJ_CHECK_EQ(shelf.item(shelf.context, index, &item), KJ_OK);
    KJ_CHECK(item.id != 0);
    return item.id;
}

/* Opens item index, whose text is a line with its path. */
static inline void check_opens(uint32_t index, const char *path) {
    kj_source source;
    kj_shelf_item item;
    char bytes[256] = "", expected[256];
    KJ_CHECK_EQ(shelf.open(shelf.context, index, &source, &item), KJ_OK);
    snprintf(expected, sizeof expected, "%s\n", path);
    KJ_CHECK_EQ(source.size_bytes, strlen(expected));
    KJ_CHECK_EQ(source.read(source.context, 0, (uint8_t *)bytes, source.size_bytes), KJ_OK);
    KJ_CHECK_STR(bytes, expected);
}

#endif
