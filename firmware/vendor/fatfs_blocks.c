/* fatfs_blocks.c - the functions that FatFs calls: a drive to read, and its name buffer.
 * Layer: vendor. */
#include "vendor/fatfs_blocks.h"

#include <ff.h>

#include <diskio.h>

#include <stddef.h>

static const kj_fatfs_binding *bound;

void kj_fatfs_bind(const kj_fatfs_binding *binding) { bound = binding; }

const kj_fatfs_binding *kj_fatfs_bound(void) { return bound; }

DSTATUS disk_initialize(BYTE drive) { return disk_status(drive); }

DSTATUS disk_status(BYTE drive) { return bound && drive == 0 ? 0 : STA_NOINIT; }

DRESULT disk_read(BYTE drive, BYTE *bytes, LBA_t first, UINT count) {
    if (!bound || drive != 0) {
        return RES_NOTRDY;
    }
    return bound->read(bound->context, first, count, bytes) ? RES_OK : RES_ERROR;
}

/* FatFs asks for one buffer at a time and gives it back before its function returns. */
void *ff_memalloc(UINT bytes) {
    return bound && bytes <= KJ_FATFS_NAME_BYTES ? bound->names : NULL;
}

void ff_memfree(void *block) { (void)block; }
