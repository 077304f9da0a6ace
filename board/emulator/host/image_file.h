/* image_file.h - an image file of the host, or a block device such as a card reader's, as blocks.
 * Read only. Layer: board (host). */
#ifndef KJ_HOST_IMAGE_FILE_H
#define KJ_HOST_IMAGE_FILE_H

#include "storage/blocks.h"

typedef struct kj_image_file {
    int descriptor;
    uint32_t block_count;
    uint64_t size_bytes;
} kj_image_file;

/* Opens path. Where its size is no multiple of 512, zeros fill up the last block. KJ_OK;
 * ERR_MISSING: nothing is there; ERR_ARGUMENT: neither a file nor a block device; KJ_END: it has no
 * bytes; ERR_TOO_LARGE: 2 TB or more; ERR_IO: it cannot be read. */
KJ_MUST_USE kj_status kj_image_file_open(kj_image_file *image, const char *path);
void kj_image_file_close(kj_image_file *image);

/* The blocks; they borrow image. */
kj_blocks kj_image_file_blocks(kj_image_file *image);

#endif
