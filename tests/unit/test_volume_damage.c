/* test_volume_damage.c - cards that fail, are pulled out, or lie: clear statuses, bounded work. */
#include "storage/volume.h"
#include "test.h"
#include "unit/disk_image.h"
#include "unit/volume_case.h"

static const disk_kind kinds[] = {DISK_FAT12, DISK_FAT16, DISK_FAT32, DISK_EXFAT};
enum { KINDS = sizeof kinds / sizeof kinds[0], FILE_BYTES = 9000 };

typedef struct card {
    disk d;
    uint8_t *content; /* of /খবর/a, in one-cluster pieces; of /b, chained, too */
    disk_entry a, b;
    disk_folder news;
} card;

static card make_card(disk_kind kind) {
    uint32_t blocks = kind == DISK_FAT12   ? 400
                      : kind == DISK_FAT16 ? 4300
                      : kind == DISK_FAT32 ? 66700
                                           : 600;
    card c = {.d = disk_make(kind, blocks, 1, DISK_MBR), .content = content_of(kind, FILE_BYTES)};
    return c;
}

static void fill_card(card *c) {
    disk_folder root = disk_root(&c->d);
    c->b = disk_add_file(&root, "b", c->content, FILE_BYTES, DISK_CHAINED);
    c->news = disk_add_folder(&root, "খবর", 2, DISK_CHAINED);
    c->a = disk_add_file(&c->news, "a", c->content, FILE_BYTES, 1);
}

static void drop_card(card *c) {
    free(c->content);
    disk_free(&c->d);
}

/* Opens a file and reads it whole; what failed. */
static kj_status read_file(kj_volume *volume, const char *path, uint8_t *bytes) {
    kj_file file;
    kj_status status = kj_file_open(&file, volume, path);
    if (status != KJ_OK) {
        return status;
    }
    kj_source source = kj_file_source_of(&file);
    status =
        source.size_bytes == FILE_BYTES ? source.read(source.context, 0, bytes, 100) : KJ_ERR_RANGE;
    if (status == KJ_OK) {
        status = source.read(source.context, 100, bytes + 100, FILE_BYTES - 100);
    }
    return status == KJ_OK ? KJ_OK : file.failed;
}

KJ_TEST(each_failed_read_is_told_as_the_blocks_told_it) {
    static const kj_status statuses[] = {KJ_ERR_IO, KJ_ERR_TIMEOUT, KJ_ERR_MISSING, KJ_ERR_STATE};
    for (int kind = 0; kind < KINDS; kind++) {
        card c = make_card(kinds[kind]);
        fill_card(&c);
        for (int s = 0; s < 4; s++) {
            uint32_t failures = 0;
            for (uint32_t n = 1;; n++) {
                medium m;
                kj_blocks blocks = medium_blocks(&m, &c.d);
                m.fail_at = n;
                m.fail_with = statuses[s];
                kj_volume volume;
                uint8_t bytes[FILE_BYTES];
                kj_status status = kj_volume_mount(&volume, &blocks);
                status = status == KJ_OK ? read_file(&volume, "/খবর/a", bytes) : status;
                kj_volume_unmount(&volume);
                if (status == KJ_OK) {
                    KJ_CHECK(memcmp(bytes, c.content, FILE_BYTES) == 0);
                    KJ_CHECK(m.reads < n);
                    break;
                }
                KJ_CHECK_EQ(status, statuses[s]);
                failures++;
            }
            KJ_CHECK(failures > 20);
        }
        drop_card(&c);
    }
}

KJ_TEST(read_that_failed_once_succeeds_when_tried_again) {
    for (int kind = 0; kind < KINDS; kind++) {
        card c = make_card(kinds[kind]);
        fill_card(&c);
        for (uint32_t n = 1; n < 60; n++) {
            medium m;
            kj_blocks blocks = medium_blocks(&m, &c.d);
            kj_volume volume;
            kj_file file;
            uint8_t bytes[FILE_BYTES];
            KJ_CHECK_EQ(kj_volume_mount(&volume, &blocks), KJ_OK);
            KJ_CHECK_EQ(kj_file_open(&file, &volume, "/খবর/a"), KJ_OK);
            m.fail_at = m.reads + n;
            m.fail_with = KJ_ERR_IO;
            kj_source source = kj_file_source_of(&file);
            uint32_t failed = 0;
            for (uint32_t at = 0; at < FILE_BYTES;) {
                uint32_t piece = FILE_BYTES - at < 777 ? FILE_BYTES - at : 777;
                if (source.read(source.context, at, bytes + at, piece) != KJ_OK) {
                    KJ_CHECK_EQ(file.failed, KJ_ERR_IO);
                    KJ_CHECK(++failed == 1);
                    continue;
                }
                at += piece;
            }
            KJ_CHECK(memcmp(bytes, c.content, FILE_BYTES) == 0);
            kj_volume_unmount(&volume);
        }
        drop_card(&c);
    }
}

KJ_TEST(card_that_was_taken_out_is_never_read_again) {
    static const kj_status gone[] = {KJ_ERR_MISSING, KJ_ERR_STATE};
    card c = make_card(DISK_FAT16);
    fill_card(&c);
    for (int s = 0; s < 2; s++) {
        medium m;
        kj_blocks blocks = medium_blocks(&m, &c.d);
        kj_volume volume;
        kj_file file, other;
        kj_folder folder;
        kj_volume_entry entry;
        uint8_t bytes[FILE_BYTES];
        KJ_CHECK_EQ(kj_volume_mount(&volume, &blocks), KJ_OK);
        KJ_CHECK_EQ(kj_file_open(&file, &volume, "/b"), KJ_OK);
        KJ_CHECK_EQ(kj_folder_open(&folder, &volume, "/"), KJ_OK);
        kj_source source = kj_file_source_of(&file);
        KJ_CHECK_EQ(source.read(source.context, 0, bytes, 1000), KJ_OK);
        m.fail_at = m.reads + 1; /* only once: afterwards there is a card again, another one */
        m.fail_with = gone[s];
        KJ_CHECK_EQ(source.read(source.context, 2000, bytes, 1000), KJ_ERR_IO);
        KJ_CHECK_EQ(file.failed, gone[s]);
        uint32_t reads = m.reads;
        KJ_CHECK_EQ(source.read(source.context, 0, bytes, 100), KJ_ERR_IO);
        KJ_CHECK_EQ(file.failed, gone[s]);
        KJ_CHECK_EQ(kj_folder_next(&folder, &entry), gone[s]);
        KJ_CHECK_EQ(kj_file_open(&other, &volume, "/b"), gone[s]);
        KJ_CHECK_EQ(kj_folder_open(&folder, &volume, "/"), gone[s]);
        KJ_CHECK_EQ(m.reads, reads);
        KJ_CHECK_EQ(kj_volume_mount(&volume, &blocks), KJ_OK);
        KJ_CHECK_EQ(read_file(&volume, "/b", bytes), KJ_OK);
        kj_volume_unmount(&volume);
    }
    drop_card(&c);
}

KJ_TEST(unreadable_first_partition_is_not_passed_over) {
    card c = make_card(DISK_FAT16);
    medium m;
    kj_blocks blocks = medium_blocks(&m, &c.d);
    m.fail_at = 2; /* the boot sector of the first one; FatFs would go on to the second */
    m.fail_with = KJ_ERR_TIMEOUT;
    kj_volume volume;
    KJ_CHECK_EQ(kj_volume_mount(&volume, &blocks), KJ_ERR_TIMEOUT);
    disk_put(c.d.bytes + 446 + 8, 4, 900000000); /* begins past the card's end: that one is */
    m.fail_at = 0;
    KJ_CHECK_EQ(kj_volume_mount(&volume, &blocks), KJ_OK);
    kj_volume_unmount(&volume);
    drop_card(&c);
}

/* Status of reading /b after its chain was damaged. */
static kj_status status_of_b(card *c) {
    medium m;
    kj_blocks blocks = medium_blocks(&m, &c->d);
    kj_volume volume;
    uint8_t bytes[FILE_BYTES];
    kj_status status = kj_volume_mount(&volume, &blocks);
    status = status == KJ_OK ? read_file(&volume, "/b", bytes) : status;
    kj_volume_unmount(&volume);
    KJ_CHECK(status != KJ_OK || memcmp(bytes, c->content, FILE_BYTES) == 0);
    return status;
}

KJ_TEST(file_whose_chain_loops_or_ends_early_or_leaves_the_volume_is_damaged) {
    for (int kind = 0; kind < KINDS; kind++) {
        card c = make_card(kinds[kind]);
        fill_card(&c);
        uint32_t first = c.b.first;
        const uint32_t wrong[] = {first, first + 4, first + 5, 0, 1, c.d.clusters + 2, 0xFFFFFFF};
        for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
            disk_link(&c.d, first + 5, wrong[i]);
            KJ_CHECK_EQ(status_of_b(&c), KJ_ERR_FORMAT);
        }
        disk_link(&c.d, first + 5, first + 6);
        KJ_CHECK_EQ(status_of_b(&c), KJ_OK);
        disk_link(&c.d, first + FILE_BYTES / 512 - 1, first); /* the last cluster is the first */
        KJ_CHECK_EQ(status_of_b(&c), KJ_ERR_FORMAT);
        drop_card(&c);
    }
}

KJ_TEST(file_in_one_piece_that_leaves_the_volume_is_damaged) {
    card c = make_card(DISK_EXFAT);
    disk_folder root = disk_root(&c.d);
    disk_entry entry = {
        .attributes = 0x20, .first = c.d.clusters, .size = FILE_BYTES, .is_whole = true};
    disk_write_entry(&root, "b", &entry);
    KJ_CHECK_EQ(status_of_b(&c), KJ_ERR_FORMAT);
    drop_card(&c);
}

/* Long loops of single clusters: more runs than are remembered. */
KJ_TEST(file_whose_chain_loops_late_is_damaged) {
    for (uint32_t back = 1; back < 400; back += 7) {
        disk d = disk_make(DISK_FAT16, 8000, 1, DISK_BARE);
        disk_folder root = disk_root(&d);
        uint8_t *content = content_of(1, 700 * 512);
        disk_entry entry = disk_add_file(&root, "file", content, 700 * 512, DISK_BACKWARDS);
        disk_link(&d, entry.first - 400, entry.first - 400 + back);
        medium m;
        kj_blocks blocks = medium_blocks(&m, &d);
        kj_volume volume;
        kj_file file;
        KJ_CHECK_EQ(kj_volume_mount(&volume, &blocks), KJ_OK);
        KJ_CHECK_EQ(kj_file_open(&file, &volume, "/file"), KJ_OK);
        kj_source source = kj_file_source_of(&file);
        KJ_CHECK_EQ(source.read(source.context, 700 * 512 - 1, content, 1), KJ_ERR_IO);
        KJ_CHECK_EQ(file.failed, KJ_ERR_FORMAT);
        kj_volume_unmount(&volume);
        free(content);
        disk_free(&d);
    }
}

KJ_TEST(size_that_no_chain_can_have_is_damaged_at_once) {
    for (int kind = 0; kind < KINDS; kind++) {
        card c = make_card(kinds[kind]);
        disk_folder root = disk_root(&c.d);
        disk_entry entry = {.attributes = 0x20, .first = 10, .size = UINT32_MAX};
        disk_write_entry(&root, "a", &entry);
        entry.first = 0, entry.size = 10;
        disk_write_entry(&root, "b", &entry);
        medium m;
        kj_blocks blocks = medium_blocks(&m, &c.d);
        kj_volume volume;
        kj_file file;
        uint8_t byte;
        KJ_CHECK_EQ(kj_volume_mount(&volume, &blocks), KJ_OK);
        KJ_CHECK_EQ(kj_file_open(&file, &volume, "/a"), KJ_ERR_FORMAT);
        KJ_CHECK_EQ(kj_file_open(&file, &volume, "/b"), KJ_OK);
        kj_source source = kj_file_source_of(&file);
        KJ_CHECK_EQ(source.read(source.context, 0, &byte, 1), KJ_ERR_IO);
        KJ_CHECK_EQ(file.failed, KJ_ERR_FORMAT);
        kj_volume_unmount(&volume);
        drop_card(&c);
    }
}

/* slot_type: what each free slot of the looped folder holds: 0x80 an entry that says nothing. */
static void list_looped_folder(disk_kind kind, uint8_t slot_type, uint32_t cluster_blocks) {
    disk d = disk_make(kind, kind == DISK_FAT32 ? 70000 * cluster_blocks : 900 * cluster_blocks,
                       cluster_blocks, DISK_BARE);
    disk_folder root = disk_root(&d), folder = disk_add_folder(&root, "loop", 3, DISK_CHAINED);
    disk_add_file(&folder, "a", (const uint8_t *)"abc", 3, DISK_CHAINED);
    while (folder.used < folder.capacity) {
        memset(disk_slot(&folder), slot_type, 32);
    }
    disk_link(&d, folder.first + 2, folder.first);
    medium m;
    kj_blocks blocks = medium_blocks(&m, &d);
    kj_volume volume;
    kj_folder listing;
    kj_volume_entry entry;
    kj_file file;
    KJ_CHECK_EQ(kj_volume_mount(&volume, &blocks), KJ_OK);
    KJ_CHECK_EQ(kj_folder_open(&listing, &volume, "/loop"), KJ_OK);
    kj_status status;
    uint32_t entries = 0;
    while ((status = kj_folder_next(&listing, &entry)) == KJ_OK) {
        KJ_CHECK(++entries <= 65535);
    }
    KJ_CHECK(status == KJ_END || status == KJ_ERR_FORMAT);
    KJ_CHECK(volume.stats.blocks_read < KJ_VOLUME_BLOCKS_MAX + 100);
    uint32_t before = volume.stats.blocks_read;
    status = kj_file_open(&file, &volume, "/loop/none"); /* looked for as a file and as a folder */
    KJ_CHECK(status == KJ_ERR_MISSING || status == KJ_ERR_FORMAT);
    KJ_CHECK(volume.stats.blocks_read - before < 2 * KJ_VOLUME_BLOCKS_MAX);
    kj_volume_unmount(&volume);
    disk_free(&d);
}

KJ_TEST(folder_whose_chain_loops_ends) {
    for (uint32_t cluster_blocks = 1; cluster_blocks <= 16; cluster_blocks *= 4) {
        list_looped_folder(DISK_FAT12, 0xE5, cluster_blocks);
        list_looped_folder(DISK_FAT32, 0xE5, cluster_blocks);
        list_looped_folder(DISK_EXFAT, 0x05, cluster_blocks);
    }
}

KJ_TEST(folder_that_holds_itself_is_left_by_the_paths_length) {
    for (int kind = 0; kind < KINDS; kind++) {
        card c = make_card(kinds[kind]);
        disk_folder root = disk_root(&c.d), folder = disk_add_folder(&root, "f", 1, DISK_CHAINED);
        disk_write_entry(&folder, "f",
                         &(disk_entry){.attributes = 0x10, .first = folder.first, .size = 512});
        medium m;
        kj_blocks blocks = medium_blocks(&m, &c.d);
        kj_volume volume;
        KJ_CHECK_EQ(kj_volume_mount(&volume, &blocks), KJ_OK);
        walk w = {.entries_max = 1000};
        walk_folder(&w, &volume, "/", 0);
        KJ_CHECK_EQ(w.folders, 9);
        KJ_CHECK_EQ(w.failures, 0);
        kj_volume_unmount(&volume);
        drop_card(&c);
    }
}

/* Mounts and reads all; nothing but bounds and the sanitizers judge. Whether it was mounted. */
static bool survive(card *c) {
    medium m;
    kj_blocks blocks = medium_blocks(&m, &c->d);
    kj_volume volume;
    if (kj_volume_mount(&volume, &blocks) != KJ_OK) {
        return false;
    }
    walk w = {.entries_max = 40};
    walk_folder(&w, &volume, "/", 0);
    kj_volume_unmount(&volume);
    return true;
}

static void damage_block(card *c, uint8_t *block, uint32_t bytes) {
    static const uint8_t flips[] = {0x01, 0x80, 0xFF, 0x1F};
    for (uint32_t i = 0; i < bytes; i++) {
        uint8_t was = block[i];
        for (size_t f = 0; f < sizeof flips; f++) {
            block[i] = was ^ flips[f];
            survive(c);
        }
        block[i] = was;
    }
}

KJ_TEST(each_byte_of_boot_sector_table_and_folders_can_be_wrong) {
    for (int kind = 0; kind < KINDS; kind++) {
        card c = make_card(kinds[kind]);
        fill_card(&c);
        uint8_t *root = c.d.root_cluster ? disk_cluster(&c.d, c.d.root_cluster)
                                         : disk_block(&c.d, c.d.root_block);
        damage_block(&c, c.d.bytes, 512);
        damage_block(&c, disk_block(&c.d, 0), 512);
        damage_block(&c, disk_block(&c.d, c.d.fat), 256);
        damage_block(&c, root, 320);
        damage_block(&c, disk_cluster(&c.d, c.news.first), 192);
        KJ_CHECK(survive(&c)); /* all was put right again */
        drop_card(&c);
    }
}

KJ_TEST(each_byte_of_a_gpt_can_be_wrong) {
    card c = {.d = disk_make(DISK_EXFAT, 600, 1, DISK_GPT), .content = content_of(1, FILE_BYTES)};
    fill_card(&c);
    damage_block(&c, c.d.bytes + 512, 100);
    damage_block(&c, c.d.bytes + 1024, 256);
    KJ_CHECK(survive(&c));
    drop_card(&c);
}

KJ_TEST(damaged_exfat_entry_is_not_believed) {
    card c = make_card(DISK_EXFAT);
    fill_card(&c);
    uint8_t *entry = disk_cluster(&c.d, c.news.first);
    for (uint32_t i = 1; i < 96; i++) {
        entry[i] ^= 0x10; /* the set's checksum covers it */
        medium m;
        kj_blocks blocks = medium_blocks(&m, &c.d);
        kj_volume volume;
        uint8_t bytes[FILE_BYTES];
        KJ_CHECK_EQ(kj_volume_mount(&volume, &blocks), KJ_OK);
        KJ_CHECK(read_file(&volume, "/খবর/a", bytes) < 0);
        KJ_CHECK_EQ(read_file(&volume, "/b", bytes), KJ_OK);
        kj_volume_unmount(&volume);
        entry[i] ^= 0x10;
    }
    drop_card(&c);
}

KJ_TEST_MAIN()
