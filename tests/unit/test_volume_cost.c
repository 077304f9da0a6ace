/* test_volume_cost.c - blocks that finding, listing and going about in a file read. The bounds are
 * the figures of docs/storage.md: who makes them worse has to say so there. */
#include "storage/volume.h"
#include "test.h"
#include "unit/disk_image.h"
#include "unit/volume_case.h"

enum { LARGE_BYTES = 20 << 20, CLUSTER_BLOCKS = 8, SEEKS = 500 };

/* A FAT32 card with clusters of 4 KB, the smallest that cards are sold with. */
static disk make_card(void) {
    return disk_make(DISK_FAT32, 66000 * CLUSTER_BLOCKS, CLUSTER_BLOCKS, DISK_MBR);
}

static uint32_t blocks_since(const kj_volume *volume, uint32_t *mark) {
    uint32_t since = volume->stats.blocks_read - *mark;
    *mark = volume->stats.blocks_read;
    return since;
}

typedef struct costs {
    uint32_t open, last_byte, seek_most, seek_sum, whole;
} costs;

/* Opens the file, reads its last byte, single bytes anywhere, then all of it in pieces of 512. */
static costs costs_of(uint32_t run) {
    disk d = make_card();
    disk_folder root = disk_root(&d);
    uint8_t *content = content_of(run, LARGE_BYTES), bytes[512];
    disk_add_file(&root, "large", content, LARGE_BYTES, run);
    medium m;
    kj_blocks blocks = medium_blocks(&m, &d);
    kj_volume volume;
    kj_file file;
    costs c = {0};
    KJ_CHECK_EQ(kj_volume_mount(&volume, &blocks), KJ_OK);
    uint32_t mark = volume.stats.blocks_read, state = 1;
    KJ_CHECK_EQ(kj_file_open(&file, &volume, "/large"), KJ_OK);
    c.open = blocks_since(&volume, &mark);
    kj_source source = kj_file_source_of(&file);
    KJ_CHECK_EQ(source.read(source.context, LARGE_BYTES - 1, bytes, 1), KJ_OK);
    c.last_byte = blocks_since(&volume, &mark);
    for (int i = 0; i < SEEKS; i++) {
        state = state * 1664525u + 1013904223u;
        uint32_t at = (state >> 4) % LARGE_BYTES;
        KJ_CHECK_EQ(source.read(source.context, at, bytes, 1), KJ_OK);
        KJ_CHECK_EQ(bytes[0], content[at]);
        uint32_t cost = blocks_since(&volume, &mark);
        c.seek_sum += cost;
        c.seek_most = cost > c.seek_most ? cost : c.seek_most;
    }
    for (uint32_t at = 0; at < LARGE_BYTES; at += 512) {
        KJ_CHECK_EQ(source.read(source.context, at, bytes, 512), KJ_OK);
        KJ_CHECK(memcmp(bytes, content + at, 512) == 0);
    }
    c.whole = blocks_since(&volume, &mark);
    kj_volume_unmount(&volume);
    free(content);
    disk_free(&d);
    printf("  20 MB, runs of %" PRIu32 ": open %" PRIu32 ", last byte %" PRIu32
           ", seek %.2f (most %" PRIu32 "), whole %" PRIu32 " blocks\n",
           run, c.open, c.last_byte, c.seek_sum / (double)SEEKS, c.seek_most, c.whole);
    return c;
}

KJ_TEST(file_in_one_piece_is_read_without_its_table_once_it_was_followed) {
    costs c = costs_of(DISK_CHAINED);
    KJ_CHECK(c.open <= 1);
    KJ_CHECK(c.last_byte <= 42);
    KJ_CHECK(c.seek_most <= 1);
    KJ_CHECK_EQ(c.whole, LARGE_BYTES / 512);
}

KJ_TEST(file_in_thirty_pieces_is_as_quick) {
    costs c = costs_of(LARGE_BYTES / 512 / CLUSTER_BLOCKS / 30 + 1);
    KJ_CHECK(c.seek_most <= 1);
    KJ_CHECK_EQ(c.whole, LARGE_BYTES / 512);
}

KJ_TEST(file_in_five_thousand_pieces_takes_a_few_blocks_more_a_seek) {
    costs c = costs_of(1);
    KJ_CHECK(c.last_byte <= 83);
    KJ_CHECK(c.seek_sum <= SEEKS * 4);
    KJ_CHECK(c.seek_most <= 5);
    KJ_CHECK(c.whole <= LARGE_BYTES / 512 + 82); /* whole blocks leave the window to the table */
}

KJ_TEST(folder_of_a_thousand_files_is_listed_and_searched) {
    disk d = make_card();
    disk_folder root = disk_root(&d), folder = disk_add_folder(&root, "খবর", 40, DISK_CHAINED);
    char name[64];
    for (int i = 0; i < 1000; i++) {
        snprintf(name, sizeof name, "সংবাদ-%04d.epub", i); /* three entries of 32 bytes */
        disk_add_file(&folder, name, (const uint8_t *)"abc", 3, 1);
    }
    medium m;
    kj_blocks blocks = medium_blocks(&m, &d);
    kj_volume volume;
    kj_folder listing;
    kj_volume_entry entry;
    kj_file file;
    KJ_CHECK_EQ(kj_volume_mount(&volume, &blocks), KJ_OK);
    uint32_t mark = 0, mount = blocks_since(&volume, &mark), files = 0;
    KJ_CHECK_EQ(kj_folder_open(&listing, &volume, "/খবর"), KJ_OK);
    while (kj_folder_next(&listing, &entry) == KJ_OK) {
        files++;
    }
    KJ_CHECK_EQ(files, 1000);
    uint32_t list = blocks_since(&volume, &mark);
    KJ_CHECK_EQ(kj_file_open(&file, &volume, "/খবর/সংবাদ-0005.epub"), KJ_OK);
    uint32_t first = blocks_since(&volume, &mark);
    KJ_CHECK_EQ(kj_file_open(&file, &volume, "/খবর/সংবাদ-0999.epub"), KJ_OK);
    uint32_t last = blocks_since(&volume, &mark);
    printf("  mount %" PRIu32 ", list 1,000 files %" PRIu32 ", open the sixth %" PRIu32
           ", the last %" PRIu32 " blocks\n",
           mount, list, first, last);
    KJ_CHECK(mount <= 3);
    KJ_CHECK(list <= 215);
    KJ_CHECK(first <= 3);
    KJ_CHECK(last <= 215);
    kj_volume_unmount(&volume);
    disk_free(&d);
}

KJ_TEST_MAIN()
