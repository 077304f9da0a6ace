/* volume_fatfs.h - what volume.c and volume_file.c share: FatFs's results as statuses.
 *
 * Private to the two; it keeps ff.h out, so that they alone include that. Layer: storage. */
#ifndef KJ_STORAGE_VOLUME_FATFS_H
#define KJ_STORAGE_VOLUME_FATFS_H

#include "storage/volume.h"

/* Begins a call that may read blocks_max blocks. KJ_OK; ERR_STATE: not mounted; ERR_MISSING or
 * ERR_STATE: the card was taken out, now or earlier. */
KJ_MUST_USE kj_status kj_volume_begin(kj_volume *volume, uint32_t blocks_max);

/* What result (an FRESULT) of the call begun above means; what blocks said comes first. */
KJ_MUST_USE kj_status kj_volume_status_of(const kj_volume *volume, int result);

/* Reads blocks, counted, into bytes; as FatFs's own reads. Whether it could; volume->failed says
 * why not. */
bool kj_volume_read(kj_volume *volume, uint64_t first, uint32_t count, uint8_t *bytes);

/* Whether FatFs could make a path of it: absolute, and without what no name can hold. */
bool kj_volume_is_path(const char *path);

#endif
