/* folder_image.h - a folder of the host as the blocks of a card with a FAT volume, made as they are
 * asked for.
 *
 * A partition table, one partition with FAT16, or FAT32 from about 240 MB on, both tables, and the
 * directories are computed from the tree as it was when it was opened; a file's bytes are read
 * from the host when its blocks are. A file that has become shorter since, or is gone, gives a
 * read error there and nowhere else. Nothing is ever written. Layer: board (host). */
#ifndef KJ_HOST_FOLDER_IMAGE_H
#define KJ_HOST_FOLDER_IMAGE_H

#include "board/emulator/host/folder_tree.h"
#include "storage/blocks.h"

/* Fields private but for serial. Not to be moved while its blocks are in use. */
typedef struct kj_folder_image {
    kj_folder_tree tree;
    uint32_t serial; /* of names, sizes and times: another content gives another card */
    bool fat32;
    uint32_t block_count, cluster_blocks, table_blocks, root_blocks, cluster_count, used_clusters;
    uint8_t *root;    /* FAT16's root folder, root_blocks long */
    uint32_t *chains; /* nodes that have clusters, in their order */
    uint32_t chain_count;
    int descriptor; /* of the file that was read last, -1: none */
    uint32_t descriptor_node;
} kj_folder_image;

/* Opens the folder at path; note (or NULL) is told what is left out. KJ_OK; the errors of
 * kj_folder_tree_scan; ERR_TOO_LARGE also: more than the 2 TB of a partition. */
KJ_MUST_USE kj_status kj_folder_image_open(kj_folder_image *image, const char *path,
                                           const kj_folder_note *note);
void kj_folder_image_close(kj_folder_image *image);

/* The blocks; they borrow image. */
kj_blocks kj_folder_image_blocks(kj_folder_image *image);

#endif
