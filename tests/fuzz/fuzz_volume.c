/* fuzz_volume.c - mounts, lists and reads whatever is on a damaged card.
 *
 * The first byte says what the rest is: a raw image, or patches of a good one, 4 bytes each: where
 * (24 bits, from the volume's boot sector on) and a byte. So a short input reaches deep, and the
 * checksum of an exFAT entry is made right again half of the time. */
#include "storage/volume.h"
#include "unit/disk_image.h"
#include "unit/volume_case.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { RAW_BLOCKS_MAX = 256, KINDS = 4 };

static void fill(disk *d, uint32_t run) {
    static const uint8_t bytes[3000] = {1, 2, 3};
    disk_folder root = disk_root(d), news;
    disk_add_file(&root, "খবর.epub", bytes, sizeof bytes, run);
    news = disk_add_folder(&root, "News", 2, DISK_CHAINED);
    disk_add_file(&news, "a long name for a file.txt", bytes, 1300, 1);
    disk_add_folder(&news, "inner", 1, DISK_CHAINED);
}

static disk make(unsigned kind) {
    static const uint32_t blocks[KINDS] = {128, 4300, 200, 300};
    disk d = disk_make(kind == 0   ? DISK_FAT12
                       : kind == 1 ? DISK_FAT16
                                   : DISK_EXFAT,
                       blocks[kind], 1, kind == 3 ? DISK_GPT : DISK_BARE);
    fill(&d, kind == 2 ? DISK_WHOLE : 1);
    return d;
}

/* The sums of the entry sets in the root and the folder, so that what they cover is believed. */
static void mend_sums(disk *d) {
    for (uint32_t block = d->data; d->base + block + 1 < d->blocks; block++) {
        for (uint8_t *set = disk_block(d, block), *end = set + 512; set + 96 <= end; set += 32) {
            uint32_t bytes = (set[1] + 1u) * 32;
            if (set[0] == 0x85 && bytes <= (uint32_t)(end - set)) {
                disk_put(set + 2, 2, disk_exfat_sum(set, bytes));
            }
        }
    }
}

static void look_around(const disk *d) {
    medium m;
    kj_blocks blocks = medium_blocks(&m, d);
    kj_volume volume;
    if (kj_volume_mount(&volume, &blocks) == KJ_OK) {
        walk w = {.entries_max = 12};
        walk_folder(&w, &volume, "/", 0);
        walk_file(&w, &volume, "/খবর.epub");
        walk_file(&w, &volume, "/News/a long name for a file.txt");
        kj_volume_unmount(&volume);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 1) {
        return 0;
    }
    unsigned kind = data[0] % 8;
    data++, size--;
    if (kind >= KINDS) {
        disk d = {.blocks = (uint32_t)(size / 512)};
        if (d.blocks > 0 && d.blocks <= RAW_BLOCKS_MAX) {
            d.bytes = (uint8_t *)malloc(d.blocks * 512);
            memcpy(d.bytes, data, d.blocks * 512);
            look_around(&d);
            disk_free(&d);
        }
        return 0;
    }
    disk d = make(kind);
    size_t left = ((size_t)d.blocks - d.base) * 512;
    for (size_t at = 0; at + 4 <= size; at += 4) {
        disk_block(&d, 0)[disk_get(data + at, 3) % left] = data[at + 3];
    }
    if (d.kind == DISK_EXFAT && size % 2) {
        mend_sums(&d);
    }
    look_around(&d);
    disk_free(&d);
    return 0;
}
