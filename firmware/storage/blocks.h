/* blocks.h - a medium of 512-byte blocks to read from: a card, an image, a test that fails.
 * Layer: storage. */
#ifndef KJ_STORAGE_BLOCKS_H
#define KJ_STORAGE_BLOCKS_H

#include "base/status.h"

#include <stdint.h>

#define KJ_BLOCK_BYTES 512u

typedef struct kj_blocks {
    void *context;
    uint32_t count; /* blocks; 2 TB at most */
    /* Reads count (> 0) blocks from first on into bytes, which are undefined where it fails: there
     * is no second buffer. KJ_OK; ERR_RANGE: past the end; ERR_IO: damaged even after retries;
     * ERR_TIMEOUT; ERR_MISSING: no medium is there (any more; put back, it goes on);
     * ERR_STATE: another medium was put in since this one was opened. */
    kj_status (*read)(void *context, uint32_t first, uint32_t count, uint8_t *bytes);
} kj_blocks;

#endif
