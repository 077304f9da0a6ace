/* test_volume.c - volumes made by disk_image.h: names, folders, bytes, statuses. */
#include "storage/volume.h"
#include "test.h"
#include "unit/disk_image.h"
#include "unit/volume_case.h"

static const disk_kind kinds[] = {DISK_FAT12, DISK_FAT16, DISK_FAT32, DISK_EXFAT};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

static const char *const NEWS = "আজকের সংবাদ — ২৫ নভেম্বর, ২০২৬.epub";

/* Blocks that make a volume of this kind, with clusters of so many blocks. */
static uint32_t blocks_for(disk_kind kind, uint32_t cluster_blocks) {
    return (kind == DISK_FAT12   ? 3900u
            : kind == DISK_FAT16 ? 6000u
            : kind == DISK_FAT32 ? 66000u
                                 : 9000u) *
               cluster_blocks +
           (kind == DISK_FAT32 ? 1200 : 80) + 64;
}

static kj_status open_and_read(kj_volume *volume, const char *path, const uint8_t *expected,
                               uint32_t length) {
    kj_file file;
    kj_status status = kj_file_open(&file, volume, path);
    if (status != KJ_OK) {
        return status;
    }
    kj_source source = kj_file_source_of(&file);
    KJ_CHECK_EQ(source.size_bytes, length);
    uint8_t *bytes = (uint8_t *)malloc(length);
    status = source.read(source.context, 0, bytes, length);
    status = status == KJ_OK ? KJ_OK : file.failed;
    bool same = memcmp(bytes, expected, length) == 0;
    free(bytes);
    kj_file_close(&file);
    KJ_CHECK(status != KJ_OK || same);
    return status;
}

static void read_bengali_file(disk_kind kind, uint32_t cluster_blocks, disk_table table) {
    disk d = disk_make(kind, blocks_for(kind, cluster_blocks), cluster_blocks, table);
    disk_folder root = disk_root(&d), deep = root;
    uint8_t *content = content_of(kind, 70001);
    disk_add_file(&root, NEWS, content, 70001, DISK_WHOLE);
    deep = disk_add_folder(&root, "খবর", 2, DISK_CHAINED);
    deep = disk_add_folder(&deep, "ছবি ও 😀", 1, DISK_CHAINED);
    disk_add_file(&deep, "ক্ষ.png", content + 5, 513, 1);
    medium m;
    kj_blocks blocks = medium_blocks(&m, &d);
    kj_volume volume;
    KJ_CHECK_EQ(kj_volume_mount(&volume, &blocks), KJ_OK);
    char path[KJ_VOLUME_PATH_BYTES];
    snprintf(path, sizeof path, "/%s", NEWS);
    KJ_CHECK_EQ(open_and_read(&volume, path, content, 70001), KJ_OK);
    KJ_CHECK_EQ(open_and_read(&volume, "/খবর/ছবি ও 😀/ক্ষ.PNG", content + 5, 513), KJ_OK);
    kj_folder folder;
    kj_volume_entry entry;
    KJ_CHECK_EQ(kj_folder_open(&folder, &volume, "/খবর"), KJ_OK);
    KJ_CHECK_EQ(kj_folder_next(&folder, &entry), KJ_OK);
    KJ_CHECK_STR(entry.name, "ছবি ও 😀");
    KJ_CHECK(entry.is_folder);
    KJ_CHECK_EQ(entry.date, 0x5B79);
    KJ_CHECK_EQ(kj_folder_next(&folder, &entry), KJ_END);
    KJ_CHECK_EQ(kj_folder_next(&folder, &entry), KJ_END);
    kj_folder_close(&folder);
    KJ_CHECK_EQ(volume.stats.blocks_read > 0, true);
    kj_volume_unmount(&volume);
    free(content);
    disk_free(&d);
}

KJ_TEST(volume_reads_bengali_names_and_bytes_of_every_file_system) {
    for (int kind = 0; kind < KINDS; kind++) {
        for (int table = DISK_BARE; table <= DISK_GPT; table++) {
            read_bengali_file(kinds[kind], 1, (disk_table)table);
        }
        read_bengali_file(kinds[kind], 4, DISK_MBR);
    }
    read_bengali_file(DISK_FAT16, 128, DISK_MBR);
    read_bengali_file(DISK_EXFAT, 64, DISK_BARE);
}

/* Every second read goes on from the last one, the others go anywhere. */
static void read_anywhere(kj_volume *volume, const char *path, const uint8_t *expected,
                          uint32_t length) {
    kj_file file;
    KJ_CHECK_EQ(kj_file_open(&file, volume, path), KJ_OK);
    kj_source source = kj_file_source_of(&file);
    uint32_t state = 7, at = 0;
    static uint8_t bytes[20000];
    for (int i = 0; i < 400; i++) {
        state = state * 1664525u + 1013904223u;
        uint32_t piece = 1 + (state >> 8) % (i % 3 ? 700 : 20000);
        at = i % 2 ? at : (state >> 4) % length;
        piece = piece < length - at ? piece : length - at;
        KJ_CHECK_EQ(source.read(source.context, at, bytes, piece), KJ_OK);
        KJ_CHECK(memcmp(bytes, expected + at, piece) == 0);
        at = at + piece == length ? 0 : at + piece;
    }
    KJ_CHECK_EQ(source.read(source.context, length, bytes, 0), KJ_OK);
    KJ_CHECK_EQ(source.read(source.context, length - 1, bytes, 2), KJ_ERR_IO);
    KJ_CHECK_EQ(file.failed, KJ_ERR_RANGE);
    kj_file_close(&file);
}

KJ_TEST(file_is_read_anywhere_however_it_lies) {
    static const uint32_t runs[] = {DISK_WHOLE, DISK_CHAINED, DISK_BACKWARDS, 1, 2, 7, 30, 100};
    for (int kind = 0; kind < KINDS; kind++) {
        uint8_t *content = content_of(9, 450000);
        for (size_t run = 0; run < sizeof runs / sizeof runs[0]; run++) {
            disk d = disk_make(kinds[kind], blocks_for(kinds[kind], 1), 1, DISK_BARE);
            disk_folder root = disk_root(&d);
            disk_add_file(&root, "before", content, 600, 1);
            disk_add_file(&root, "file", content, 450000 - (uint32_t)run, runs[run]);
            medium m;
            kj_blocks blocks = medium_blocks(&m, &d);
            kj_volume volume;
            KJ_CHECK_EQ(kj_volume_mount(&volume, &blocks), KJ_OK);
            read_anywhere(&volume, "/file", content, 450000 - (uint32_t)run);
            kj_volume_unmount(&volume);
            disk_free(&d);
        }
        free(content);
    }
}

KJ_TEST(neighbouring_clusters_come_in_one_read_straight_to_the_caller) {
    for (int kind = 0; kind < KINDS; kind++) {
        disk d = disk_make(kinds[kind], blocks_for(kinds[kind], 1), 1, DISK_BARE);
        disk_folder root = disk_root(&d);
        uint8_t *content = content_of(3, 65536), *bytes = content_of(4, 65536);
        disk_add_file(&root, "file", content, 65536, DISK_CHAINED);
        medium m;
        kj_blocks blocks = medium_blocks(&m, &d);
        kj_volume volume;
        kj_file file;
        KJ_CHECK_EQ(kj_volume_mount(&volume, &blocks), KJ_OK);
        KJ_CHECK_EQ(kj_file_open(&file, &volume, "/file"), KJ_OK);
        kj_source source = kj_file_source_of(&file);
        KJ_CHECK_EQ(source.read(source.context, 65535, bytes, 1), KJ_OK); /* knows the chain now */
        uint32_t reads = m.reads, blocks_read = volume.stats.blocks_read;
        KJ_CHECK_EQ(source.read(source.context, 0, bytes, 65536), KJ_OK);
        KJ_CHECK_EQ(m.reads - reads, 1);
        KJ_CHECK_EQ(volume.stats.blocks_read - blocks_read, 128);
        KJ_CHECK(memcmp(content, bytes, 65536) == 0);
        reads = m.reads;
        KJ_CHECK_EQ(source.read(source.context, 700, bytes, 10), KJ_OK);
        KJ_CHECK_EQ(source.read(source.context, 710, bytes, 300), KJ_OK);
        KJ_CHECK_EQ(m.reads - reads, 1); /* both are of one block */
        kj_volume_unmount(&volume);
        free(content);
        free(bytes);
        disk_free(&d);
    }
}

KJ_TEST(paths_that_lead_nowhere_are_told_apart) {
    for (int kind = 0; kind < KINDS; kind++) {
        disk d = disk_make(kinds[kind], blocks_for(kinds[kind], 1), 1, DISK_BARE);
        disk_folder root = disk_root(&d);
        disk_add_folder(&root, "folder", 1, DISK_CHAINED);
        disk_add_file(&root, "file", (const uint8_t *)"abc", 3, 1);
        disk_add_file(&root, "nothing", NULL, 0, 1);
        medium m;
        kj_blocks blocks = medium_blocks(&m, &d);
        kj_volume volume;
        kj_file file;
        kj_folder folder;
        KJ_CHECK_EQ(kj_volume_mount(&volume, &blocks), KJ_OK);
        KJ_CHECK_EQ(kj_file_open(&file, &volume, "/none"), KJ_ERR_MISSING);
        KJ_CHECK_EQ(kj_file_open(&file, &volume, "/none/file"), KJ_ERR_MISSING);
        KJ_CHECK_EQ(kj_file_open(&file, &volume, "/file/file"), KJ_ERR_MISSING);
        KJ_CHECK_EQ(kj_file_open(&file, &volume, "/folder"), KJ_ERR_ARGUMENT);
        KJ_CHECK_EQ(kj_file_open(&file, &volume, "/"), KJ_ERR_ARGUMENT);
        KJ_CHECK_EQ(kj_file_open(&file, &volume, "/nothing"), KJ_END);
        KJ_CHECK_EQ(kj_file_open(&file, &volume, "file"), KJ_ERR_MISSING);
        KJ_CHECK_EQ(kj_file_open(&file, &volume, ""), KJ_ERR_MISSING);
        KJ_CHECK_EQ(kj_file_open(&file, &volume, "/0:file"), KJ_ERR_MISSING);
        KJ_CHECK_EQ(kj_file_open(&file, &volume, "0:/file"), KJ_ERR_MISSING);
        KJ_CHECK_EQ(kj_file_open(&file, &volume, "/file\n/x"), KJ_ERR_MISSING);
        KJ_CHECK_EQ(kj_file_open(&file, &volume, "/\xE0\xA6"), KJ_ERR_MISSING);
        KJ_CHECK_EQ(kj_file_open(&file, &volume, "/FILE"), KJ_OK);
        KJ_CHECK_EQ(kj_folder_open(&folder, &volume, "/file"), KJ_ERR_MISSING);
        KJ_CHECK_EQ(kj_folder_open(&folder, &volume, "/folder/.."), KJ_ERR_MISSING);
        KJ_CHECK_EQ(kj_folder_open(&folder, &volume, "/"), KJ_OK);
        kj_volume_unmount(&volume);
        disk_free(&d);
    }
}

KJ_TEST(longest_names_hidden_files_and_their_dates_are_told) {
    for (int kind = 0; kind < KINDS; kind++) {
        disk d = disk_make(kinds[kind], blocks_for(kinds[kind], 4), 4, DISK_BARE);
        disk_folder root = disk_root(&d);
        char longest[KJ_VOLUME_NAME_BYTES] = "";
        for (int i = 0; i < 255; i++) {
            strcat(longest, "খ");
        }
        disk_entry hidden = {.attributes = 0x22, .date = 0x5B01, .time = 0x1234};
        disk_write_entry(&root, longest, &hidden);
        disk_write_entry(&root, ".Trashes", &(disk_entry){.attributes = 0x20});
        disk_write_entry(&root, "b", &(disk_entry){.attributes = 0x20});
        medium m;
        kj_blocks blocks = medium_blocks(&m, &d);
        kj_volume volume;
        kj_folder folder;
        kj_volume_entry entry;
        KJ_CHECK_EQ(kj_volume_mount(&volume, &blocks), KJ_OK);
        KJ_CHECK_EQ(kj_folder_open(&folder, &volume, "/"), KJ_OK);
        KJ_CHECK_EQ(kj_folder_next(&folder, &entry), KJ_OK);
        KJ_CHECK_STR(entry.name, longest);
        KJ_CHECK(entry.is_hidden && !entry.is_folder && entry.size_bytes == 0);
        KJ_CHECK_EQ(entry.date, 0x5B01);
        KJ_CHECK_EQ(entry.time, 0x1234);
        KJ_CHECK_EQ(kj_folder_next(&folder, &entry), KJ_OK);
        KJ_CHECK(entry.is_hidden);
        KJ_CHECK_EQ(kj_folder_next(&folder, &entry), KJ_OK);
        KJ_CHECK(!entry.is_hidden);
        KJ_CHECK_EQ(kj_folder_next(&folder, &entry), KJ_END);
        kj_volume_unmount(&volume);
        disk_free(&d);
    }
}

KJ_TEST(file_of_4_gb_is_listed_as_too_large) {
    disk d = disk_make(DISK_EXFAT, 9000, 1, DISK_BARE);
    disk_folder root = disk_root(&d);
    disk_write_entry(
        &root, "film",
        &(disk_entry){.attributes = 0x20, .first = 20, .size = 1ull << 32, .is_whole = true});
    medium m;
    kj_blocks blocks = medium_blocks(&m, &d);
    kj_volume volume;
    kj_folder folder;
    kj_volume_entry entry;
    kj_file file;
    KJ_CHECK_EQ(kj_volume_mount(&volume, &blocks), KJ_OK);
    KJ_CHECK_EQ(kj_folder_open(&folder, &volume, "/"), KJ_OK);
    KJ_CHECK_EQ(kj_folder_next(&folder, &entry), KJ_OK);
    KJ_CHECK(entry.is_large && entry.size_bytes == UINT32_MAX);
    KJ_CHECK_EQ(kj_file_open(&file, &volume, "/film"), KJ_ERR_TOO_LARGE);
    kj_volume_unmount(&volume);
    disk_free(&d);
}

KJ_TEST(bytes_of_an_exfat_file_that_were_never_written_are_zero) {
    disk d = disk_make(DISK_EXFAT, 9000, 1, DISK_BARE);
    disk_folder root = disk_root(&d);
    uint8_t *content = content_of(5, 5000);
    for (uint32_t unwritten = 0; unwritten <= 5000; unwritten += 250) {
        disk_entry entry = disk_add_file(&root, "other", content, 5000, DISK_CHAINED);
        char name[16], path[20];
        snprintf(name, sizeof name, "f%u", unwritten);
        snprintf(path, sizeof path, "/%s", name);
        entry.unwritten = unwritten;
        disk_write_entry(&root, name, &entry);
        uint8_t *expected = content_of(5, 5000);
        memset(expected + 5000 - unwritten, 0, unwritten);
        medium m;
        kj_blocks blocks = medium_blocks(&m, &d);
        kj_volume volume;
        KJ_CHECK_EQ(kj_volume_mount(&volume, &blocks), KJ_OK);
        KJ_CHECK_EQ(open_and_read(&volume, path, expected, 5000), KJ_OK);
        kj_volume_unmount(&volume);
        free(expected);
        root.used = 64; /* the next round writes over this one's entries, behind bitmap and label */
    }
    free(content);
    disk_free(&d);
}

KJ_TEST(folder_of_more_than_65535_entries_ends_there) {
    disk d = disk_make(DISK_EXFAT, 40000, 64, DISK_BARE);
    disk_folder root = disk_root(&d), folder = disk_add_folder(&root, "many", 220, DISK_CHAINED);
    char name[16];
    for (int i = 0; i < 70000; i++) {
        snprintf(name, sizeof name, "n%d", i);
        disk_write_entry(&folder, name, &(disk_entry){.attributes = 0x20});
    }
    medium m;
    kj_blocks blocks = medium_blocks(&m, &d);
    kj_volume volume;
    kj_folder listing;
    kj_volume_entry entry;
    kj_file file;
    KJ_CHECK_EQ(kj_volume_mount(&volume, &blocks), KJ_OK);
    KJ_CHECK_EQ(kj_folder_open(&listing, &volume, "/many"), KJ_OK);
    for (int i = 0; i < 65535; i++) {
        KJ_CHECK_EQ(kj_folder_next(&listing, &entry), KJ_OK);
    }
    KJ_CHECK_STR(entry.name, "n65534");
    KJ_CHECK_EQ(kj_folder_next(&listing, &entry), KJ_END);
    KJ_CHECK_EQ(kj_file_open(&file, &volume, "/many/n69999"), KJ_END);
    kj_volume_unmount(&volume);
    disk_free(&d);
}

KJ_TEST(what_holds_no_file_system_is_no_format) {
    static uint8_t bytes[256 * 512];
    disk d = {.bytes = bytes, .blocks = 256};
    medium m;
    kj_blocks blocks = medium_blocks(&m, &d);
    kj_volume volume;
    kj_file file;
    kj_folder folder;
    for (int fill = 0; fill < 256; fill += 85) {
        memset(bytes, fill, sizeof bytes);
        KJ_CHECK_EQ(kj_volume_mount(&volume, &blocks), KJ_ERR_FORMAT);
        KJ_CHECK_EQ(kj_file_open(&file, &volume, "/a"), KJ_ERR_STATE);
        KJ_CHECK_EQ(kj_folder_open(&folder, &volume, "/"), KJ_ERR_STATE);
    }
    blocks.count = 0;
    KJ_CHECK_EQ(kj_volume_mount(&volume, &blocks), KJ_ERR_FORMAT);
}

KJ_TEST(what_was_opened_on_an_ended_volume_is_out_of_order) {
    disk d = disk_make(DISK_FAT16, blocks_for(DISK_FAT16, 1), 1, DISK_BARE);
    disk_folder root = disk_root(&d);
    disk_add_file(&root, "file", (const uint8_t *)"abc", 3, 1);
    medium m;
    kj_blocks blocks = medium_blocks(&m, &d);
    kj_volume first, second;
    for (int way = 0; way < 3; way++) {
        kj_file file;
        kj_folder folder;
        kj_volume_entry entry;
        uint8_t byte;
        KJ_CHECK_EQ(kj_volume_mount(&first, &blocks), KJ_OK);
        KJ_CHECK_EQ(kj_file_open(&file, &first, "/file"), KJ_OK);
        KJ_CHECK_EQ(kj_folder_open(&folder, &first, "/"), KJ_OK);
        if (way == 0) {
            kj_volume_unmount(&first);
        } else {
            KJ_CHECK_EQ(kj_volume_mount(way == 1 ? &second : &first, &blocks), KJ_OK);
        }
        kj_source source = kj_file_source_of(&file);
        KJ_CHECK_EQ(source.read(source.context, 0, &byte, 1), KJ_ERR_IO);
        KJ_CHECK_EQ(file.failed, KJ_ERR_STATE);
        KJ_CHECK_EQ(kj_folder_next(&folder, &entry), KJ_ERR_STATE);
        kj_file_close(&file);
        KJ_CHECK_EQ(source.read(source.context, 0, &byte, 1), KJ_ERR_IO);
        kj_volume_unmount(way == 1 ? &second : &first);
    }
    disk_free(&d);
}

KJ_TEST_MAIN()
