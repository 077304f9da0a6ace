/* flash.c - the last blocks of the chip's flash, for the reader's journal.
 *
 * While flash is written nothing runs from it: interrupts are off, and an edge of a button waits in
 * its latch. Each operation is looked at afterwards, past the cache, since the boot ROM's functions
 * do not tell: a chip that refuses gives ERR_IO. Where the battery is about to give up nothing is
 * begun. Layer: board. */
#include "pico.h"

#include "board/device/defaults.h"

#include "hardware/flash.h"
#include "hardware/sync.h"
#include "hardware/xip_cache.h"

#include <string.h>

#define BLOCKS         16u
#define JOURNAL_OFFSET (PICO_FLASH_SIZE_BYTES - BLOCKS * FLASH_SECTOR_SIZE)
#define DEFAULTS_AT    (JOURNAL_OFFSET - FLASH_SECTOR_SIZE)

/* Flash as it is now, not as it was cached. */
static const uint8_t *at(uint32_t offset) {
    return (const uint8_t *)(uintptr_t)(XIP_NOCACHE_NOALLOC_BASE + JOURNAL_OFFSET + offset);
}

static kj_status read(void *context, uint32_t offset, void *bytes, size_t length) {
    (void)context;
    memcpy(bytes, at(offset), length);
    return KJ_OK;
}

/* What the bytes of a page were is kept where the caller has none: FF changes nothing. */
static kj_status program(void *context, uint32_t offset, const void *bytes, size_t length) {
    (void)context;
    uint8_t page[FLASH_PAGE_SIZE];
    const uint32_t inside = offset % FLASH_PAGE_SIZE;
    if (!kj_pico_may_write()) {
        return KJ_ERR_IO;
    }
    memset(page, 0xFF, sizeof page);
    memcpy(page + inside, bytes, length);
    const uint32_t state = save_and_disable_interrupts();
    flash_range_program(JOURNAL_OFFSET + offset - inside, page, sizeof page);
    restore_interrupts(state);
    for (size_t i = 0; i < length; i++) {
        const uint8_t wanted = page[inside + i];
        if ((at(offset)[i] & (uint8_t)~wanted) != 0) {
            return KJ_ERR_IO;
        }
    }
    return KJ_OK;
}

static kj_status erase(void *context, uint32_t block) {
    (void)context;
    const uint32_t offset = block * FLASH_SECTOR_SIZE;
    if (!kj_pico_may_write()) {
        return KJ_ERR_IO;
    }
    kj_pico_watchdog_feed(); /* up to 0.4 s */
    const uint32_t state = save_and_disable_interrupts();
    flash_range_erase(JOURNAL_OFFSET + offset, FLASH_SECTOR_SIZE);
    restore_interrupts(state);
    for (uint32_t i = 0; i < FLASH_SECTOR_SIZE; i++) {
        if (at(offset)[i] != 0xFF) {
            return KJ_ERR_IO;
        }
    }
    return KJ_OK;
}

kj_hal_flash kj_pico_flash(void) {
    return (kj_hal_flash){.block_bytes = FLASH_SECTOR_SIZE,
                          .page_bytes = FLASH_PAGE_SIZE,
                          .block_count = BLOCKS,
                          .read = read,
                          .program = program,
                          .erase = erase};
}

const uint8_t *kj_pico_defaults(void) {
    return (const uint8_t *)(uintptr_t)(XIP_BASE + DEFAULTS_AT);
}
