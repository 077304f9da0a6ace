/* disk_image.h - makes FAT12, FAT16, FAT32 and exFAT volumes in memory, as odd as a test wants
 * them.
 *
 * Written after Microsoft's FAT and exFAT specifications and not after FatFs, so that the two can
 * disagree. Files can lie in one piece, in pieces or backwards. For tests alone: it trusts its
 * caller, and asserts that things fit. */
#ifndef KJ_TESTS_DISK_IMAGE_H
#define KJ_TESTS_DISK_IMAGE_H

#include "zip_build.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DISK_WHOLE     0u           /* neighbouring clusters; on exFAT without a chain */
#define DISK_CHAINED   (UINT32_MAX) /* neighbouring clusters with a chain, on exFAT too */
#define DISK_BACKWARDS (UINT32_MAX - 1)

typedef enum disk_kind {
    DISK_FAT12 = 12,
    DISK_FAT16 = 16,
    DISK_FAT32 = 32,
    DISK_EXFAT = 64
} disk_kind;
typedef enum disk_table { DISK_BARE, DISK_MBR, DISK_GPT } disk_table;

typedef struct disk {
    disk_kind kind;
    uint8_t *bytes;
    uint32_t blocks;
    uint32_t base;            /* block of the boot sector */
    uint32_t fat, fat_blocks; /* first block, of the volume, and blocks of one table */
    uint32_t root_block;      /* FAT12 and FAT16 */
    uint32_t data, cluster_blocks, clusters; /* data: first block of cluster 2 */
    uint32_t root_cluster;                   /* FAT32 and exFAT */
    uint32_t bitmap;                         /* exFAT: its first cluster */
    uint32_t free;                           /* the next cluster to give out */
    uint32_t names;                          /* 8.3 names made so far */
} disk;

typedef struct disk_folder {
    disk *on;
    uint32_t first;    /* cluster, 0: the root of FAT12 and FAT16 */
    uint32_t used;     /* bytes */
    uint32_t capacity; /* bytes */
} disk_folder;

/* What of a file or folder is not its name and bytes. */
typedef struct disk_entry {
    uint8_t attributes;
    uint16_t date, time;
    uint32_t first;
    uint64_t size;
    uint32_t unwritten; /* exFAT: bytes at the end that were never written */
    bool is_whole;      /* exFAT: NoFatChain */
} disk_entry;

static inline void disk_put(uint8_t *at, uint32_t bytes, uint64_t value) {
    for (uint32_t i = 0; i < bytes; i++) {
        at[i] = (uint8_t)(value >> (8 * i));
    }
}

static inline uint32_t disk_get(const uint8_t *at, uint32_t bytes) {
    uint32_t value = 0;
    for (uint32_t i = bytes; i-- > 0;) {
        value = value << 8 | at[i];
    }
    return value;
}

static inline uint8_t *disk_block(disk *d, uint32_t block) {
    return d->bytes + (size_t)(d->base + block) * 512;
}

static inline uint8_t *disk_cluster(disk *d, uint32_t cluster) {
    assert(cluster >= 2 && cluster < d->clusters + 2);
    return disk_block(d, d->data + (cluster - 2) * d->cluster_blocks);
}

static inline uint32_t disk_next(disk *d, uint32_t cluster) {
    uint8_t *table = disk_block(d, d->fat);
    if (d->kind == DISK_FAT12) {
        uint32_t pair = disk_get(table + cluster + cluster / 2, 2);
        return cluster & 1 ? pair >> 4 : pair & 0xFFF;
    }
    uint32_t bytes = d->kind == DISK_FAT16 ? 2 : 4;
    return disk_get(table + (size_t)cluster * bytes, bytes);
}

static inline void disk_link(disk *d, uint32_t cluster, uint32_t next) {
    for (uint32_t copy = 0; copy < (d->kind == DISK_EXFAT ? 1u : 2u); copy++) {
        uint8_t *table = disk_block(d, d->fat + copy * d->fat_blocks);
        if (d->kind == DISK_FAT12) {
            uint8_t *at = table + cluster + cluster / 2;
            uint32_t pair = disk_get(at, 2);
            disk_put(at, 2,
                     cluster & 1 ? (pair & 0xF) | (next & 0xFFF) << 4
                                 : (pair & 0xF000) | (next & 0xFFF));
        } else {
            uint32_t bytes = d->kind == DISK_FAT16 ? 2 : 4;
            disk_put(table + (size_t)cluster * bytes, bytes,
                     d->kind == DISK_FAT32 ? next & 0x0FFFFFFF : next);
        }
    }
}

static inline void disk_mark_used(disk *d, uint32_t cluster) {
    if (d->kind == DISK_EXFAT && d->bitmap) {
        disk_cluster(d, d->bitmap)[(cluster - 2) / 8] |= (uint8_t)(1u << (cluster - 2) % 8);
    }
}

/* Takes count clusters in pieces of run (one cluster is left free between two), or as DISK_... say,
 * and chains them. Returns the first. */
static inline uint32_t disk_take(disk *d, uint32_t count, uint32_t run) {
    uint32_t first = 0, before = 0, from = d->free;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t cluster = from + i;
        if (run == DISK_BACKWARDS) {
            cluster = from + count - 1 - i;
        } else if (run != DISK_WHOLE && run != DISK_CHAINED) {
            cluster += i / run;
        }
        assert(cluster < d->clusters + 2);
        disk_mark_used(d, cluster);
        if (before && (d->kind != DISK_EXFAT || run != DISK_WHOLE)) {
            disk_link(d, before, cluster);
        }
        first = i ? first : cluster;
        before = cluster;
        d->free = cluster >= d->free ? cluster + 1 : d->free;
    }
    if (before && (d->kind != DISK_EXFAT || run != DISK_WHOLE)) {
        disk_link(d, before, UINT32_MAX);
    }
    return first;
}

/* Writes bytes along the clusters from first on. */
static inline void disk_fill(disk *d, const disk_entry *entry, const uint8_t *bytes,
                             size_t length) {
    size_t piece = (size_t)d->cluster_blocks * 512;
    for (uint32_t cluster = entry->first; length;
         cluster = entry->is_whole ? cluster + 1 : disk_next(d, cluster)) {
        size_t part = length < piece ? length : piece;
        memcpy(disk_cluster(d, cluster), bytes, part);
        bytes += part;
        length -= part;
    }
}

/* Where 32 more bytes of a folder go. */
static inline uint8_t *disk_slot(disk_folder *folder) {
    disk *d = folder->on;
    uint32_t at = folder->used, of_cluster = d->cluster_blocks * 512;
    assert(at + 32 <= folder->capacity);
    folder->used += 32;
    if (!folder->first) {
        return disk_block(d, d->root_block) + at;
    }
    uint32_t cluster = folder->first;
    for (uint32_t i = 0; i < at / of_cluster; i++) {
        cluster = disk_next(d, cluster);
    }
    return disk_cluster(d, cluster) + at % of_cluster;
}

/* UTF-8 to UTF-16; returns the units. The name is well formed. */
static inline uint32_t disk_utf16(const char *name, uint16_t *units) {
    uint32_t count = 0;
    for (const uint8_t *at = (const uint8_t *)name; *at;) {
        uint32_t length = *at < 0x80 ? 1 : *at < 0xE0 ? 2 : *at < 0xF0 ? 3 : 4;
        uint32_t code = length == 1 ? *at : *at & (0x7Fu >> length);
        for (uint32_t i = 1; i < length; i++) {
            code = code << 6 | (at[i] & 0x3Fu);
        }
        at += length;
        if (code >= 0x10000) {
            units[count++] = (uint16_t)(0xD800 + ((code - 0x10000) >> 10));
            code = 0xDC00 + (code & 0x3FF);
        }
        units[count++] = (uint16_t)code;
    }
    assert(count <= 255);
    return count;
}

/* FAT: the long name's entries, the last part first, then the 8.3 one. */
static inline void disk_write_fat_entry(disk_folder *folder, const char *name,
                                        const disk_entry *entry) {
    static const uint8_t places[13] = {1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30};
    uint16_t units[256];
    uint32_t count = disk_utf16(name, units), parts = (count + 12) / 13;
    char plain[12];
    snprintf(plain, sizeof plain, "F%07uTXT", (unsigned)(folder->on->names++ % 10000000u));
    uint8_t sum = 0;
    for (int i = 0; i < 11; i++) {
        sum = (uint8_t)((sum << 7 | sum >> 1) + (uint8_t)plain[i]);
    }
    for (uint32_t part = parts; part-- > 0;) {
        uint8_t *slot = disk_slot(folder);
        memset(slot, 0, 32);
        slot[0] = (uint8_t)((part + 1) | (part + 1 == parts ? 0x40u : 0u));
        slot[11] = 0x0F;
        slot[13] = sum;
        for (uint32_t i = 0; i < 13; i++) {
            uint32_t at = part * 13 + i;
            disk_put(slot + places[i], 2, at < count ? units[at] : at == count ? 0 : 0xFFFF);
        }
    }
    uint8_t *slot = disk_slot(folder);
    memset(slot, 0, 32);
    memcpy(slot, plain, 11);
    slot[11] = entry->attributes;
    disk_put(slot + 20, 2, entry->first >> 16);
    disk_put(slot + 22, 2, entry->time);
    disk_put(slot + 24, 2, entry->date);
    disk_put(slot + 26, 2, entry->first & 0xFFFF);
    disk_put(slot + 28, 4, entry->attributes & 0x10 ? 0 : entry->size);
}

/* Of an entry set, exFAT specification 6.3.3: all but the sum itself. */
static inline uint16_t disk_exfat_sum(const uint8_t *set, uint32_t bytes) {
    uint16_t sum = 0;
    for (uint32_t i = 0; i < bytes; i++) {
        sum = i == 2 || i == 3 ? sum : (uint16_t)(((uint32_t)sum << 15 | sum >> 1) + set[i]);
    }
    return sum;
}

/* exFAT specification 7.4 to 7.7: the file's entry, the stream's, the name's parts. */
static inline void disk_write_exfat_entry(disk_folder *folder, const char *name,
                                          const disk_entry *entry) {
    uint16_t units[256];
    uint32_t count = disk_utf16(name, units), parts = (count + 14) / 15, bytes = (2 + parts) * 32;
    uint8_t set[19 * 32] = {0};
    set[0] = 0x85;
    set[1] = (uint8_t)(1 + parts);
    set[4] = entry->attributes;
    for (int at = 8; at <= 16; at += 4) {
        disk_put(set + at, 2, entry->time);
        disk_put(set + at + 2, 2, entry->date);
    }
    set[32] = 0xC0;
    set[33] = (uint8_t)(entry->first ? (entry->is_whole ? 3 : 1) : 0);
    set[35] = (uint8_t)count;
    uint16_t hash = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint16_t unit = units[i] >= 'a' && units[i] <= 'z' ? (uint16_t)(units[i] - 32) : units[i];
        for (int byte = 0; byte < 2; byte++) {
            hash = (uint16_t)(((uint32_t)hash << 15 | hash >> 1) + (uint8_t)(unit >> (8 * byte)));
        }
        uint8_t *part = set + 64 + i / 15 * 32;
        part[0] = 0xC1;
        disk_put(part + 2 + i % 15 * 2, 2, units[i]);
    }
    disk_put(set + 36, 2, hash);
    disk_put(set + 40, 8, entry->size - entry->unwritten);
    disk_put(set + 52, 4, entry->first);
    disk_put(set + 56, 8, entry->size);
    disk_put(set + 2, 2, disk_exfat_sum(set, bytes));
    for (uint32_t at = 0; at < bytes; at += 32) {
        memcpy(disk_slot(folder), set + at, 32);
    }
}

static inline void disk_write_entry(disk_folder *folder, const char *name,
                                    const disk_entry *entry) {
    (folder->on->kind == DISK_EXFAT ? disk_write_exfat_entry : disk_write_fat_entry)(folder, name,
                                                                                     entry);
}

static inline disk_folder disk_root(disk *d) {
    if (!d->root_cluster) {
        return (disk_folder){d, 0, 0, (d->data - d->root_block) * 512};
    }
    uint32_t clusters = 1;
    for (uint32_t at = d->root_cluster; disk_next(d, at) < d->clusters + 2; at = disk_next(d, at)) {
        clusters++;
    }
    disk_folder root = {d, d->root_cluster, 0, clusters * d->cluster_blocks * 512};
    while (root.used < root.capacity && *disk_slot(&root)) {
    }
    root.used -= 32; /* the slot that was found free */
    return root;
}

/* A file of these bytes in pieces of run clusters (see disk_take). Returns what its entry says. */
static inline disk_entry disk_add_file(disk_folder *folder, const char *name, const uint8_t *bytes,
                                       size_t length, uint32_t run) {
    disk *d = folder->on;
    uint32_t of_cluster = d->cluster_blocks * 512;
    disk_entry entry = {.attributes = 0x20, .date = 0x5B79, .time = 0x6000, .size = length};
    entry.is_whole = d->kind == DISK_EXFAT && run == DISK_WHOLE;
    if (length) {
        entry.first = disk_take(d, (uint32_t)((length - 1) / of_cluster + 1), run);
        disk_fill(d, &entry, bytes, length);
    }
    disk_write_entry(folder, name, &entry);
    return entry;
}

/* An empty folder of clusters clusters in pieces of run. */
static inline disk_folder disk_add_folder(disk_folder *folder, const char *name, uint32_t clusters,
                                          uint32_t run) {
    disk *d = folder->on;
    uint32_t bytes = clusters * d->cluster_blocks * 512;
    disk_entry entry = {
        .attributes = 0x10, .date = 0x5B79, .first = disk_take(d, clusters, run), .size = bytes};
    disk_write_entry(folder, name, &entry);
    disk_folder made = {d, entry.first, 0, bytes};
    for (int dots = 1; d->kind != DISK_EXFAT && dots <= 2; dots++) {
        uint8_t *slot = disk_slot(&made);
        memset(slot, ' ', 11);
        memset(slot, '.', (size_t)dots);
        slot[11] = 0x10;
        uint32_t target = dots == 1                          ? made.first
                          : folder->first == d->root_cluster ? 0
                                                             : folder->first;
        disk_put(slot + 20, 2, target >> 16);
        disk_put(slot + 26, 2, target & 0xFFFF);
    }
    return made;
}

/* The volume is the second partition; the first is of a kind nobody here knows. */
static inline void disk_write_table(disk *d, disk_table table) {
    static const uint8_t basic_data[16] = {0xA2, 0xA0, 0xD0, 0xEB, 0xE5, 0xB9, 0x33, 0x44,
                                           0x87, 0xC0, 0x68, 0xB6, 0xB7, 0x26, 0x99, 0xC7};
    uint8_t *mbr = d->bytes, *entry = mbr + 446;
    disk_put(mbr + 510, 2, 0xAA55);
    entry[4] = table == DISK_GPT ? 0xEE : 0x83;
    disk_put(entry + 8, 4, table == DISK_GPT ? 1 : 40);
    disk_put(entry + 12, 4, table == DISK_GPT ? d->blocks - 1 : 8);
    if (table == DISK_MBR) {
        entry[16 + 4] = d->kind == DISK_EXFAT ? 7 : 0x0C;
        disk_put(entry + 16 + 8, 4, d->base);
        disk_put(entry + 16 + 12, 4, d->blocks - d->base);
        return;
    }
    uint8_t *header = mbr + 512, *entries = mbr + 1024;
    memset(entries, 0xAB, 16);
    disk_put(entries + 32, 8, 40);
    disk_put(entries + 40, 8, 47);
    memcpy(entries + 128, basic_data, 16);
    memset(entries + 128 + 16, 0x11, 16);
    disk_put(entries + 128 + 32, 8, d->base);
    disk_put(entries + 128 + 40, 8, d->blocks - 1);
    memcpy(header, "EFI PART\0\0\1\0\x5C\0\0\0", 16);
    disk_put(header + 24, 8, 1);
    disk_put(header + 72, 8, 2);
    disk_put(header + 80, 4, 128);
    disk_put(header + 84, 4, 128);
    disk_put(header + 88, 4, zip_crc32(entries, 128 * 128));
    disk_put(header + 16, 4, zip_crc32(header, 92));
}

static inline void disk_format_fat(disk *d) {
    uint8_t *boot = disk_block(d, 0);
    bool is_32 = d->kind == DISK_FAT32;
    uint32_t reserved = is_32 ? 32 : 1, total = d->blocks - d->base, root_blocks = is_32 ? 0 : 8;
    uint32_t most = (total - reserved - root_blocks) / d->cluster_blocks + 2;
    uint32_t table_bytes = is_32 ? most * 4 : d->kind == DISK_FAT16 ? most * 2 : most * 3 / 2 + 1;
    d->fat = reserved;
    d->fat_blocks = (table_bytes + 511) / 512;
    d->root_block = reserved + 2 * d->fat_blocks;
    d->data = d->root_block + root_blocks;
    d->clusters = (total - d->data) / d->cluster_blocks;
    assert(is_32                   ? d->clusters > 65525
           : d->kind == DISK_FAT16 ? d->clusters > 4085 && d->clusters < 65525
                                   : d->clusters < 4085);
    memcpy(boot,
           "\xEB\x58\x90"
           "KAGOJ   ",
           11);
    disk_put(boot + 11, 2, 512);
    boot[13] = (uint8_t)d->cluster_blocks;
    disk_put(boot + 14, 2, reserved);
    boot[16] = 2;
    disk_put(boot + 17, 2, root_blocks * 16);
    disk_put(total < 65536 && !is_32 ? boot + 19 : boot + 32, total < 65536 && !is_32 ? 2 : 4,
             total);
    boot[21] = 0xF8;
    disk_put(boot + (is_32 ? 36 : 22), is_32 ? 4 : 2, d->fat_blocks);
    disk_put(boot + 28, 4, d->base);
    if (is_32) {
        disk_put(boot + 44, 4, 2);
        memcpy(boot + 82, "FAT32   ", 8);
    } else {
        memcpy(boot + 54, d->kind == DISK_FAT16 ? "FAT16   " : "FAT12   ", 8);
    }
    disk_put(boot + 510, 2, 0xAA55);
    d->free = 2;
    disk_link(d, 0, 0xFFFFFFF8);
    disk_link(d, 1, UINT32_MAX);
    d->root_cluster = is_32 ? disk_take(d, 1, DISK_CHAINED) : 0;
}

static inline void disk_format_exfat(disk *d, uint32_t root_clusters) {
    uint8_t *boot = disk_block(d, 0);
    uint32_t total = d->blocks - d->base;
    uint8_t shift = 0;
    while (1u << shift < d->cluster_blocks) {
        shift++;
    }
    d->fat = 24;
    d->fat_blocks = (total / d->cluster_blocks + 2) * 4 / 512 + 1;
    d->data = d->fat + d->fat_blocks;
    d->clusters = (total - d->data) / d->cluster_blocks;
    memcpy(boot,
           "\xEB\x76\x90"
           "EXFAT   ",
           11);
    disk_put(boot + 64, 8, d->base);
    disk_put(boot + 72, 8, total);
    disk_put(boot + 80, 4, d->fat);
    disk_put(boot + 84, 4, d->fat_blocks);
    disk_put(boot + 88, 4, d->data);
    disk_put(boot + 92, 4, d->clusters);
    disk_put(boot + 104, 2, 0x100);
    boot[108] = 9;
    boot[109] = shift;
    boot[110] = 1;
    boot[111] = 0x80;
    disk_put(boot + 510, 2, 0xAA55);
    d->free = 2;
    disk_link(d, 0, 0xFFFFFFF8);
    disk_link(d, 1, UINT32_MAX);
    uint32_t bitmap_bytes = (d->clusters + 7) / 8, of_cluster = d->cluster_blocks * 512;
    d->bitmap = disk_take(d, (bitmap_bytes - 1) / of_cluster + 1, DISK_CHAINED);
    d->root_cluster = disk_take(d, root_clusters, DISK_CHAINED);
    disk_put(boot + 96, 4, d->root_cluster);
    for (uint32_t cluster = 2; cluster < d->free; cluster++) {
        disk_mark_used(d, cluster);
    }
    uint8_t *root = disk_cluster(d, d->root_cluster);
    root[0] = 0x83;
    root[1] = 5;
    memcpy(root + 2, "K\0A\0G\0O\0J", 9);
    root[32] = 0x81;
    disk_put(root + 32 + 20, 4, d->bitmap);
    disk_put(root + 32 + 24, 8, bitmap_bytes);
}

/* A formatted volume of blocks blocks in all. bytes of its own; disk_free. */
static inline disk disk_make(disk_kind kind, uint32_t blocks, uint32_t cluster_blocks,
                             disk_table table) {
    disk d = {.kind = kind,
              .blocks = blocks,
              .cluster_blocks = cluster_blocks,
              .base = table == DISK_BARE ? 0 : 64};
    d.bytes = (uint8_t *)calloc(blocks, 512);
    assert(d.bytes);
    if (table != DISK_BARE) {
        disk_write_table(&d, table);
    }
    if (kind == DISK_EXFAT) {
        disk_format_exfat(&d, 4);
    } else {
        disk_format_fat(&d);
    }
    return d;
}

static inline void disk_free(disk *d) {
    free(d->bytes);
    d->bytes = NULL;
}

#endif
