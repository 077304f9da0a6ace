/* folder_image.c - see folder_image.h. Layer: board (host).
 *
 * After Microsoft's FAT specification (fatgen 1.03). Every file and folder lies in one run of
 * clusters, in the order of the tree, so that a table's entry follows from its cluster's number. */
#include "board/emulator/host/folder_image.h"

#include "base/bytes.h"
#include "board/emulator/host/folder_entries.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PARTITION        2048u /* blocks; a megabyte, as usual */
#define TABLES           2u
#define FAT16_RESERVED   1u
#define FAT32_RESERVED   32u
#define FAT16_ROOT_LEAST 512u   /* entries */
#define FAT16_USED_MOST  60000u /* clusters; 65,524 would be FAT16's last */
#define FAT16_LEAST      8192u  /* 4,085 is where FAT12 ends */
#define FAT32_LEAST      70000u /* 65,525 is where FAT16 ends */
#define FAT32_USED_USUAL (1u << 22)
#define CLUSTER_BLOCKS   8u
#define CLUSTER_MOST     128u
#define FREE_CLUSTERS    1024u
#define FSINFO           1u /* block of the partition */
#define BACKUP           6u

static uint32_t reserved(const kj_folder_image *image) {
    return image->fat32 ? FAT32_RESERVED : FAT16_RESERVED;
}

/* --- Layout */

/* Bytes of a node in clusters; FAT16's root has none. */
static uint64_t bytes_of(const kj_folder_image *image, uint32_t index) {
    const kj_folder_node *node = &image->tree.nodes[index];
    if (!node->is_folder) {
        return node->size_bytes;
    }
    if (index == 0 && !image->fat32) {
        return 0;
    }
    return (uint64_t)kj_folder_entry_count(&image->tree, index) * KJ_FOLDER_ENTRY_BYTES;
}

static uint32_t clusters_of(const kj_folder_image *image, uint32_t index) {
    const uint64_t cluster = (uint64_t)image->cluster_blocks * KJ_BLOCK_BYTES;
    return (uint32_t)((bytes_of(image, index) + cluster - 1) / cluster);
}

static uint64_t all_clusters(const kj_folder_image *image) {
    uint64_t sum = 0;
    for (uint32_t i = 0; i < image->tree.count; i++) {
        sum += clusters_of(image, i);
    }
    return sum;
}

static kj_status choose_kind(kj_folder_image *image) {
    image->fat32 = false;
    image->cluster_blocks = CLUSTER_BLOCKS;
    uint64_t used = all_clusters(image);
    if (used > FAT16_USED_MOST) {
        image->fat32 = true;
        used = all_clusters(image);
        while (used > FAT32_USED_USUAL && image->cluster_blocks < CLUSTER_MOST) {
            image->cluster_blocks *= 2;
            used = all_clusters(image);
        }
    }
    const uint64_t least = image->fat32 ? FAT32_LEAST : FAT16_LEAST;
    const uint64_t count = used + FREE_CLUSTERS < least ? least : used + FREE_CLUSTERS;
    if (count * image->cluster_blocks > UINT32_MAX) {
        return KJ_ERR_TOO_LARGE;
    }
    image->used_clusters = (uint32_t)used;
    image->cluster_count = (uint32_t)count;
    return KJ_OK;
}

static kj_status lay_out(kj_folder_image *image) {
    const uint64_t table = ((uint64_t)image->cluster_count + 2) * (image->fat32 ? 4 : 2);
    image->table_blocks = (uint32_t)((table + KJ_BLOCK_BYTES - 1) / KJ_BLOCK_BYTES);
    image->root_blocks = 0;
    if (!image->fat32) {
        uint32_t entries = kj_folder_entry_count(&image->tree, 0);
        entries = entries < FAT16_ROOT_LEAST ? FAT16_ROOT_LEAST : entries;
        image->root_blocks =
            (entries * KJ_FOLDER_ENTRY_BYTES + KJ_BLOCK_BYTES - 1) / KJ_BLOCK_BYTES;
    }
    const uint64_t all = PARTITION + (uint64_t)reserved(image) +
                         (uint64_t)TABLES * image->table_blocks + image->root_blocks +
                         (uint64_t)image->cluster_count * image->cluster_blocks;
    image->block_count = (uint32_t)all;
    return all > UINT32_MAX ? KJ_ERR_TOO_LARGE : KJ_OK;
}

static kj_status give_clusters(kj_folder_image *image) {
    uint32_t next = 2;
    image->chains = malloc(image->tree.count * sizeof *image->chains);
    if (!image->chains) {
        return KJ_ERR_MEMORY;
    }
    for (uint32_t i = 0; i < image->tree.count; i++) {
        kj_folder_node *node = &image->tree.nodes[i];
        node->cluster_count = clusters_of(image, i);
        if (node->cluster_count > 0) {
            node->first_cluster = next;
            next += node->cluster_count;
            image->chains[image->chain_count++] = i;
        }
    }
    return KJ_OK;
}

static kj_status build_folders(kj_folder_image *image) {
    for (uint32_t i = 0; i < image->tree.count; i++) {
        kj_folder_node *node = &image->tree.nodes[i];
        if (!node->is_folder) {
            continue;
        }
        const bool fixed = i == 0 && !image->fat32;
        const size_t blocks =
            fixed ? image->root_blocks : (size_t)node->cluster_count * image->cluster_blocks;
        uint8_t *entries = calloc(blocks, KJ_BLOCK_BYTES);
        if (!entries) {
            return KJ_ERR_MEMORY;
        }
        kj_folder_write_entries(&image->tree, i, entries);
        node->entries = entries;
    }
    image->root = image->tree.nodes[0].entries;
    return KJ_OK;
}

/* FNV-1a over names, sizes and times. */
static uint32_t hash(uint32_t sum, const void *bytes, size_t length) {
    const uint8_t *at = bytes;
    for (size_t i = 0; i < length; i++) {
        sum = (sum ^ at[i]) * 16777619u;
    }
    return sum;
}

static uint32_t serial_of(const kj_folder_tree *tree) {
    uint32_t sum = 2166136261u;
    for (uint32_t i = 0; i < tree->count; i++) {
        const kj_folder_node *node = &tree->nodes[i];
        const int64_t changed = node->changed;
        sum = hash(sum, node->name, strlen(node->name) + 1);
        sum = hash(sum, &node->size_bytes, sizeof node->size_bytes);
        sum = hash(sum, &changed, sizeof changed);
    }
    return sum;
}

kj_status kj_folder_image_open(kj_folder_image *image, const char *path,
                               const kj_folder_note *note) {
    memset(image, 0, sizeof *image);
    image->descriptor = -1;
    kj_status status = kj_folder_tree_scan(&image->tree, path, note);
    if (status != KJ_OK) {
        return status;
    }
    status = choose_kind(image);
    if (status == KJ_OK) {
        status = lay_out(image);
    }
    if (status == KJ_OK) {
        status = give_clusters(image);
    }
    if (status == KJ_OK) {
        status = build_folders(image);
    }
    if (status != KJ_OK) {
        kj_folder_image_close(image);
        return status;
    }
    image->serial = serial_of(&image->tree);
    return KJ_OK;
}

static void close_file(kj_folder_image *image) {
    if (image->descriptor >= 0) {
        close(image->descriptor);
        image->descriptor = -1;
    }
}

void kj_folder_image_close(kj_folder_image *image) {
    close_file(image);
    free(image->chains);
    kj_folder_tree_free(&image->tree);
    image->chains = NULL;
    image->root = NULL;
}

/* --- Blocks of the volume's own */

static void write_partition_table(const kj_folder_image *image, uint8_t *bytes) {
    uint8_t *entry = bytes + 446;
    kj_put_le32(bytes + 440, image->serial);
    memcpy(entry + 1, "\xFE\xFF\xFF", 3); /* cylinders and heads say: look at the blocks */
    entry[4] = image->fat32 ? 0x0C : 0x0E;
    memcpy(entry + 5, "\xFE\xFF\xFF", 3);
    kj_put_le32(entry + 8, PARTITION);
    kj_put_le32(entry + 12, image->block_count - PARTITION);
    kj_put_le16(bytes + 510, 0xAA55);
}

/* The part of a boot sector that FAT16 has at 36 and FAT32 at 64. */
static void write_name(const kj_folder_image *image, uint8_t *bytes, const char *kind) {
    bytes[0] = 0x80; /* a fixed disk */
    bytes[2] = 0x29; /* what follows is there */
    kj_put_le32(bytes + 3, image->serial);
    memcpy(bytes + 7, KJ_FOLDER_LABEL, 11);
    memcpy(bytes + 18, kind, 8);
}

static void write_boot(const kj_folder_image *image, uint8_t *bytes) {
    memcpy(bytes, image->fat32 ? "\xEB\x58\x90" : "\xEB\x3C\x90", 3);
    memcpy(bytes + 3, "KAGOJ   ", 8);
    kj_put_le16(bytes + 11, KJ_BLOCK_BYTES);
    bytes[13] = (uint8_t)image->cluster_blocks;
    kj_put_le16(bytes + 14, reserved(image));
    bytes[16] = TABLES;
    kj_put_le16(bytes + 17, image->root_blocks * (KJ_BLOCK_BYTES / KJ_FOLDER_ENTRY_BYTES));
    bytes[21] = 0xF8;
    kj_put_le16(bytes + 24, 63);
    kj_put_le16(bytes + 26, 255);
    kj_put_le32(bytes + 28, PARTITION);
    kj_put_le32(bytes + 32, image->block_count - PARTITION);
    if (image->fat32) {
        kj_put_le32(bytes + 36, image->table_blocks);
        kj_put_le32(bytes + 44, 2); /* the root's cluster */
        kj_put_le16(bytes + 48, FSINFO);
        kj_put_le16(bytes + 50, BACKUP);
        write_name(image, bytes + 64, "FAT32   ");
    } else {
        kj_put_le16(bytes + 22, image->table_blocks);
        write_name(image, bytes + 36, "FAT16   ");
    }
    kj_put_le16(bytes + 510, 0xAA55);
}

static void write_fsinfo(const kj_folder_image *image, uint8_t *bytes) {
    kj_put_le32(bytes, 0x41615252);
    kj_put_le32(bytes + 484, 0x61417272);
    kj_put_le32(bytes + 488, image->cluster_count - image->used_clusters);
    kj_put_le32(bytes + 492, image->used_clusters + 2);
    kj_put_le32(bytes + 508, 0xAA550000);
}

static void write_reserved(const kj_folder_image *image, uint32_t block, uint8_t *bytes) {
    if (block == 0 || block == BACKUP) {
        write_boot(image, bytes);
    } else if (block == FSINFO || block == BACKUP + FSINFO) {
        write_fsinfo(image, bytes);
    }
}

/* The node that cluster belongs to, or NULL: a free one. */
static const kj_folder_node *node_of(const kj_folder_image *image, uint32_t cluster,
                                     uint32_t *index) {
    uint32_t low = 0, high = image->chain_count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (image->tree.nodes[image->chains[middle]].first_cluster <= cluster) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == 0) {
        return NULL;
    }
    *index = image->chains[low - 1];
    const kj_folder_node *node = &image->tree.nodes[*index];
    return cluster - node->first_cluster < node->cluster_count ? node : NULL;
}

static uint32_t table_entry(const kj_folder_image *image, uint32_t cluster) {
    uint32_t index;
    if (cluster < 2) {
        return cluster == 0 ? 0x0FFFFFF8 : 0x0FFFFFFF; /* the medium's byte; all is well */
    }
    const kj_folder_node *node = node_of(image, cluster, &index);
    if (!node) {
        return 0;
    }
    const bool last = cluster + 1 == node->first_cluster + node->cluster_count;
    return last ? 0x0FFFFFFF : cluster + 1;
}

static void write_table(const kj_folder_image *image, uint32_t block, uint8_t *bytes) {
    const uint32_t entry_bytes = image->fat32 ? 4 : 2, entries = KJ_BLOCK_BYTES / entry_bytes;
    for (uint32_t i = 0; i < entries; i++) {
        const uint32_t value = table_entry(image, block * entries + i);
        if (image->fat32) {
            kj_put_le32(bytes + i * entry_bytes, value);
        } else {
            kj_put_le16(bytes + i * entry_bytes, value);
        }
    }
}

/* --- Blocks of files */

static kj_status open_file(kj_folder_image *image, uint32_t index) {
    struct stat about;
    if (image->descriptor >= 0 && image->descriptor_node == index) {
        return KJ_OK;
    }
    close_file(image);
    /* Without O_NONBLOCK, a pipe that has taken the file's place would wait for ever. */
    int descriptor = open(image->tree.nodes[index].path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        return KJ_ERR_IO;
    }
    if (fstat(descriptor, &about) != 0 || !S_ISREG(about.st_mode)) {
        close(descriptor);
        return KJ_ERR_IO;
    }
    image->descriptor = descriptor;
    image->descriptor_node = index;
    return KJ_OK;
}

static kj_status read_file(kj_folder_image *image, uint32_t index, uint64_t offset,
                           uint8_t *bytes) {
    const uint32_t size = image->tree.nodes[index].size_bytes;
    if (offset >= size) {
        return KJ_OK; /* the rest of the last cluster */
    }
    size_t left = size - offset < KJ_BLOCK_BYTES ? (size_t)(size - offset) : KJ_BLOCK_BYTES;
    kj_status status = open_file(image, index);
    while (status == KJ_OK && left > 0) {
        ssize_t got = pread(image->descriptor, bytes, left, (off_t)offset);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return KJ_ERR_IO; /* shorter than it was */
        }
        bytes += got;
        offset += (uint64_t)got;
        left -= (size_t)got;
    }
    return status;
}

static kj_status read_cluster_block(kj_folder_image *image, uint32_t block, uint8_t *bytes) {
    const uint32_t cluster = 2 + block / image->cluster_blocks;
    uint32_t index = 0;
    const kj_folder_node *node = node_of(image, cluster, &index);
    if (!node) {
        return KJ_OK; /* free: zeros */
    }
    const uint64_t offset = ((uint64_t)(cluster - node->first_cluster) * image->cluster_blocks +
                             block % image->cluster_blocks) *
                            KJ_BLOCK_BYTES;
    if (node->is_folder) {
        memcpy(bytes, node->entries + offset, KJ_BLOCK_BYTES);
        return KJ_OK;
    }
    return read_file(image, index, offset, bytes);
}

static kj_status read_block(kj_folder_image *image, uint32_t block, uint8_t *bytes) {
    memset(bytes, 0, KJ_BLOCK_BYTES);
    if (block == 0) {
        write_partition_table(image, bytes);
    }
    if (block < PARTITION) {
        return KJ_OK;
    }
    block -= PARTITION;
    if (block < reserved(image)) {
        write_reserved(image, block, bytes);
        return KJ_OK;
    }
    block -= reserved(image);
    if (block < TABLES * image->table_blocks) {
        write_table(image, block % image->table_blocks, bytes);
        return KJ_OK;
    }
    block -= TABLES * image->table_blocks;
    if (block < image->root_blocks) {
        memcpy(bytes, image->root + (size_t)block * KJ_BLOCK_BYTES, KJ_BLOCK_BYTES);
        return KJ_OK;
    }
    return read_cluster_block(image, block - image->root_blocks, bytes);
}

static kj_status read_blocks(void *context, uint32_t first, uint32_t count, uint8_t *bytes) {
    kj_folder_image *image = context;
    if (first >= image->block_count || count > image->block_count - first) {
        return KJ_ERR_RANGE;
    }
    kj_status status = KJ_OK;
    for (uint32_t i = 0; i < count && status == KJ_OK; i++) {
        status = read_block(image, first + i, bytes + (size_t)i * KJ_BLOCK_BYTES);
    }
    return status;
}

kj_blocks kj_folder_image_blocks(kj_folder_image *image) {
    return (kj_blocks){.context = image, .count = image->block_count, .read = read_blocks};
}
