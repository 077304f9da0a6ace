/* volume.h - the file system of a card: folders and files by UTF-8 paths, never written.
 *
 * FatFs, read-only: FAT12, FAT16, FAT32 and exFAT, long names, with an MBR or GPT partition table
 * (the first partition that holds one of them) or without. One volume at a time (FatFs has
 * file-scope state); mounting another one ends it. Paths begin with "/", and names in them match
 * without regard to case. Layer: storage; volume.c, volume_file.c and vendor/ alone see FatFs. */
#ifndef KJ_STORAGE_VOLUME_H
#define KJ_STORAGE_VOLUME_H

#include "base/source.h"
#include "storage/blocks.h"
#include "vendor/fatfs_blocks.h"

#include <stdbool.h>

#define KJ_VOLUME_NAME_MAX   255u /* UTF-16 units of a name; up to 765 bytes of UTF-8 */
#define KJ_VOLUME_NAME_BYTES 768u
#define KJ_VOLUME_PATH_BYTES 1024u

/* Room for FatFs's own objects, whose header stays out of this one; volume.c checks them. */
#define KJ_VOLUME_FATFS_BYTES 600u
#define KJ_FOLDER_FATFS_BYTES 88u
#define KJ_FILE_FATFS_BYTES   80u

/* Pieces of a file that it remembers the place of. A file in more of them is read with some more
 * look-ups, see docs/storage.md. */
#define KJ_FILE_RUNS 32u

/* Blocks that finding one path, or listing one folder, may take: 16 MB of folder. Only a damaged
 * table takes more, and then does not end. */
#define KJ_VOLUME_BLOCKS_MAX 32768u

typedef struct kj_volume_entry {
    char name[KJ_VOLUME_NAME_BYTES];
    uint32_t size_bytes; /* UINT32_MAX where is_large */
    bool is_folder;
    bool is_hidden;      /* by attribute, or its name begins with "." */
    bool is_large;       /* 4 GB or more: cannot be opened */
    uint16_t date, time; /* MS-DOS, of the last change */
} kj_volume_entry;

typedef struct kj_volume_stats {
    uint32_t blocks_read; /* since mounting */
} kj_volume_stats;

/* Fields but stats private. Not to be moved while mounted. */
typedef struct kj_volume {
    kj_blocks blocks;
    kj_volume_stats stats;
    kj_fatfs_binding binding;
    kj_status failed;     /* of blocks, in the call that goes on */
    kj_status lost;       /* ERR_MISSING or ERR_STATE once blocks said so: for good */
    bool mounting;        /* boot sectors are being looked at */
    uint32_t blocks_left; /* that the call that goes on may still read */
    _Alignas(4) uint8_t names[KJ_FATFS_NAME_BYTES];
    _Alignas(8) uint8_t fatfs[KJ_VOLUME_FATFS_BYTES];
} kj_volume;

/* Fields private. */
typedef struct kj_folder {
    kj_volume *volume;
    uint32_t blocks_left;
    uint16_t entries_left;
    kj_status ended; /* KJ_END or an error once there was one */
    _Alignas(8) uint8_t fatfs[KJ_FOLDER_FATFS_BYTES];
} kj_folder;

/* Clusters index.. of a file are the volume's clusters cluster.., length of them. */
typedef struct kj_file_run {
    uint32_t index, cluster, length;
} kj_file_run;

/* Fields but failed and size_bytes private. */
typedef struct kj_file {
    kj_status failed; /* what the last read that failed failed of */
    uint32_t size_bytes;
    uint32_t written_bytes; /* exFAT: what comes after them reads as zeros */
    kj_volume *volume;
    uint16_t run_count;
    uint32_t stride;   /* fewest clusters between the beginnings of two remembered runs */
    kj_file_run front; /* the farthest run that was reached */
    kj_file_run here;  /* the run that was last read from */
    kj_file_run runs[KJ_FILE_RUNS];
    _Alignas(8) uint8_t fatfs[KJ_FILE_FATFS_BYTES];
} kj_file;

/* Mounts the volume on blocks, of which it takes a copy; what they read from outlives it. A volume
 * that is mounted at the time is ended, so it must still be there: unmount before its memory goes.
 * KJ_OK; ERR_FORMAT: no file system that is known; errors of blocks. */
KJ_MUST_USE kj_status kj_volume_mount(kj_volume *volume, const kj_blocks *blocks);

/* Files and folders of it give ERR_STATE from now on. */
void kj_volume_unmount(kj_volume *volume);

/* All functions below: ERR_STATE: the volume is not mounted (any more). Once blocks have said
 * ERR_MISSING or ERR_STATE, every later call says it again without reading, until the volume is
 * mounted anew: never bytes of another card. */

/* Opens the folder at path ("/" or "/খবর/২০২৬"). Entries come in the order of the medium, at most
 * 65,535, so that a loop in a damaged table ends. ERR_MISSING: no such folder; ERR_FORMAT: damaged;
 * errors of blocks. kj_folder_next writes *entry only on KJ_OK; KJ_END after the last; after an
 * error it gives the same one again. A name that is no UTF-16 is given as its 8.3 name, on exFAT
 * as "?". */
KJ_MUST_USE kj_status kj_folder_open(kj_folder *folder, kj_volume *volume, const char *path);
KJ_MUST_USE kj_status kj_folder_next(kj_folder *folder, kj_volume_entry *entry);
void kj_folder_close(kj_folder *folder);

/* Opens the file at path for reading anywhere. KJ_OK; KJ_END: it has no bytes; ERR_MISSING;
 * ERR_ARGUMENT: a folder; ERR_TOO_LARGE: 4 GB or more; ERR_FORMAT; errors of blocks. */
KJ_MUST_USE kj_status kj_file_open(kj_file *file, kj_volume *volume, const char *path);

/* The open file's bytes. read gives ERR_IO for every error, and file->failed says which:
 * ERR_RANGE: past the end; ERR_FORMAT: its chain of clusters ends early, leaves the volume or runs
 * in a loop; errors of blocks, after which it can be tried again. Whole blocks go straight into
 * the caller's bytes, many in one read where they are neighbours. */
kj_source kj_file_source_of(kj_file *file);
void kj_file_close(kj_file *file);

#endif
