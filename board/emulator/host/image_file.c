/* image_file.c - see image_file.h. Layer: board (host). */
#include "board/emulator/host/image_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static kj_status measure(int descriptor, uint64_t *size_bytes) {
    struct stat about;
    if (fstat(descriptor, &about) != 0) {
        return KJ_ERR_IO;
    }
    if (!S_ISREG(about.st_mode) && !S_ISBLK(about.st_mode)) {
        return KJ_ERR_ARGUMENT;
    }
    const off_t end = lseek(descriptor, 0, SEEK_END); /* a device's size is not in stat */
    if (end < 0) {
        return KJ_ERR_IO;
    }
    if (end == 0) {
        return KJ_END;
    }
    if ((uint64_t)end > (uint64_t)UINT32_MAX * KJ_BLOCK_BYTES) {
        return KJ_ERR_TOO_LARGE;
    }
    *size_bytes = (uint64_t)end;
    return KJ_OK;
}

kj_status kj_image_file_open(kj_image_file *image, const char *path) {
    uint64_t size_bytes = 0;
    /* Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever. */
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        return errno == ENOENT || errno == ENOTDIR ? KJ_ERR_MISSING : KJ_ERR_IO;
    }
    kj_status status = measure(descriptor, &size_bytes);
    if (status != KJ_OK) {
        close(descriptor);
        return status;
    }
    image->descriptor = descriptor;
    image->size_bytes = size_bytes;
    image->block_count = (uint32_t)((size_bytes + KJ_BLOCK_BYTES - 1) / KJ_BLOCK_BYTES);
    return KJ_OK;
}

void kj_image_file_close(kj_image_file *image) { close(image->descriptor); }

static kj_status read_blocks(void *context, uint32_t first, uint32_t count, uint8_t *bytes) {
    const kj_image_file *image = context;
    if (first >= image->block_count || count > image->block_count - first) {
        return KJ_ERR_RANGE;
    }
    uint64_t offset = (uint64_t)first * KJ_BLOCK_BYTES;
    size_t left = (size_t)count * KJ_BLOCK_BYTES;
    if (offset + left > image->size_bytes) {
        const size_t there = (size_t)(image->size_bytes - offset);
        memset(bytes + there, 0, left - there);
        left = there;
    }
    while (left > 0) {
        ssize_t got = pread(image->descriptor, bytes, left, (off_t)offset);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return KJ_ERR_IO;
        }
        bytes += got;
        offset += (uint64_t)got;
        left -= (size_t)got;
    }
    return KJ_OK;
}

kj_blocks kj_image_file_blocks(kj_image_file *image) {
    return (kj_blocks){.context = image, .count = image->block_count, .read = read_blocks};
}
