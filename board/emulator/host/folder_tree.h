/* folder_tree.h - a folder of the host with all below it, as a FAT volume can hold it.
 *
 * Links are followed, but not into a folder that they are in; devices, pipes and sockets, files of
 * 4 GB and more, names that are no UTF-8 and names that differ in case alone are left out, each
 * with a word to the caller. Characters that FAT does not take become "_". Layer: board (host). */
#ifndef KJ_HOST_FOLDER_TREE_H
#define KJ_HOST_FOLDER_TREE_H

#include "base/status.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

#define KJ_FOLDER_NODES_MAX   200000u
#define KJ_FOLDER_ENTRIES_MAX 65000u /* directory entries of a folder; FAT ends at 65,536 */
#define KJ_FOLDER_DEPTH_MAX   64u

/* Told of each thing that is left out: its path on the host, and why, as the end of a sentence. */
typedef struct kj_folder_note {
    void *context;
    void (*left_out)(void *context, const char *path, const char *why);
} kj_folder_note;

typedef struct kj_folder_node {
    char *path; /* on the host */
    char *name; /* on the volume, UTF-8 */
    uint32_t size_bytes;
    int64_t changed; /* seconds since 1970 */
    bool is_folder;
    uint8_t depth;
    uint32_t parent;
    uint32_t first_child, child_count; /* children stand together, sorted without regard to case */
    uint64_t device, inode; /* fixed sizes: the C library's depend on who includes this */
    /* given by the image */
    uint32_t first_cluster, cluster_count;
    uint8_t *entries; /* of a folder, whole clusters */
} kj_folder_node;

typedef struct kj_folder_tree {
    kj_folder_node *nodes; /* the first is the folder itself */
    uint32_t count, capacity;
} kj_folder_tree;

/* Looks at path and all below. note may be NULL. KJ_OK; ERR_MISSING: nothing is there;
 * ERR_ARGUMENT: no folder; ERR_IO: it cannot be read; ERR_TOO_LARGE: more than
 * KJ_FOLDER_NODES_MAX; ERR_MEMORY. Free it only after KJ_OK. */
KJ_MUST_USE kj_status kj_folder_tree_scan(kj_folder_tree *tree, const char *path,
                                          const kj_folder_note *note);
void kj_folder_tree_free(kj_folder_tree *tree);

#endif
