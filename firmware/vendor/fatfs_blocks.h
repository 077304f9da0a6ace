/* fatfs_blocks.h - binds FatFs, which knows drives by number, to blocks and a name buffer of ours.
 *
 * FatFs keeps a pointer to its one volume and asks for the medium and for memory through functions
 * without a context, so this is file-scope state, as the third-party heaps' bindings are: one
 * volume at a time. Layer: vendor. */
#ifndef KJ_VENDOR_FATFS_BLOCKS_H
#define KJ_VENDOR_FATFS_BLOCKS_H

#include <stdbool.h>
#include <stdint.h>

/* What FatFs takes for a path's work: 256 UTF-16 units, and the 19 directory entries of 32 bytes
 * that the longest name takes on exFAT. */
#define KJ_FATFS_NAME_BYTES (512u + 608u)

typedef struct kj_fatfs_binding {
    void *context;
    /* Reads count blocks of 512 bytes from first on; whether it could. */
    bool (*read)(void *context, uint64_t first, uint32_t count, uint8_t *bytes);
    void
        *names; /* KJ_FATFS_NAME_BYTES, aligned for 4-byte words, lent for the length of one call */
} kj_fatfs_binding;

/* From now on FatFs's drive 0 is *binding, which the caller keeps; NULL: there is no drive. */
void kj_fatfs_bind(const kj_fatfs_binding *binding);

/* The binding in force, or NULL. */
const kj_fatfs_binding *kj_fatfs_bound(void);

#endif
