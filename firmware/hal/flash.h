/* flash.h - the device's own NOR flash, as far as the reader's state is kept in it. Layer: hal,
 * headers only.
 *
 * A region of whole erase blocks at offset 0. Erasing sets every bit of a block, programming can
 * only clear bits. A power cut in the middle of an operation leaves what it touched undefined: some
 * bits changed, some not. */
#ifndef KJ_HAL_FLASH_H
#define KJ_HAL_FLASH_H

#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

typedef struct kj_hal_flash {
    void *context;
    uint32_t block_bytes; /* erase unit, a power of two: 4096 */
    uint32_t page_bytes;  /* a program call stays within one, a power of two: 256 */
    uint32_t block_count; /* >= 4 */
    /* Each within the region. KJ_OK; ERR_IO: the chip refused or timed out. */
    kj_status (*read)(void *context, uint32_t offset, void *bytes, size_t length);
    /* Clears the bits of length bytes at offset that are clear in bytes; within one page. */
    kj_status (*program)(void *context, uint32_t offset, const void *bytes, size_t length);
    kj_status (*erase)(void *context, uint32_t block);
} kj_hal_flash;

#endif
