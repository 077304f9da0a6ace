/* folder_entries.h - FAT directories: 32-byte entries with VFAT long names.
 *
 * After Microsoft's FAT specification (fatgen 1.03), sections on directory entries and long names.
 * Layer: board (host). */
#ifndef KJ_HOST_FOLDER_ENTRIES_H
#define KJ_HOST_FOLDER_ENTRIES_H

#include "board/emulator/host/folder_tree.h"

#define KJ_FOLDER_ENTRY_BYTES 32u
#define KJ_FOLDER_LABEL       "KAGOJ      " /* the volume's name, 11 bytes */

/* Entries that a name takes: one, and more where it is not an upper-case 8.3 name. */
uint32_t kj_folder_name_entries(const char *name);

/* Entries of a folder of the tree: label or "." and ".." included. */
uint32_t kj_folder_entry_count(const kj_folder_tree *tree, uint32_t index);

/* Writes them: kj_folder_entry_count * 32 bytes. Clusters must have been given. root_cluster: what
 * ".." is in a folder of the root, which is 0 also where the root has a cluster. */
void kj_folder_write_entries(const kj_folder_tree *tree, uint32_t index, uint8_t *bytes);

#endif
