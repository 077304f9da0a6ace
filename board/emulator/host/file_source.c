/* file_source.c - see file_source.h. Layer: board (host). */
#include "board/emulator/host/file_source.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static kj_status read_exactly(void *context, uint32_t offset, uint8_t *bytes, size_t length) {
    const kj_file_source *file = context;
    while (length > 0) {
        ssize_t got = pread(file->descriptor, bytes, length, (off_t)offset);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return KJ_ERR_IO; /* got == 0: the file was cut while we read it */
        }
        bytes += got;
        offset += (uint32_t)got;
        length -= (size_t)got;
    }
    return KJ_OK;
}

static kj_status check(int descriptor, uint32_t *size_bytes) {
    struct stat about;
    if (fstat(descriptor, &about) != 0) {
        return KJ_ERR_IO;
    }
    if (!S_ISREG(about.st_mode)) {
        return KJ_ERR_ARGUMENT;
    }
    if (about.st_size == 0) {
        return KJ_END;
    }
    if (about.st_size > (off_t)UINT32_MAX) {
        return KJ_ERR_TOO_LARGE;
    }
    *size_bytes = (uint32_t)about.st_size;
    return KJ_OK;
}

kj_status kj_file_source_open(kj_file_source *file, const char *path) {
    /* Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever. */
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        return errno == ENOENT || errno == ENOTDIR ? KJ_ERR_MISSING : KJ_ERR_IO;
    }
    uint32_t size_bytes;
    kj_status status = check(descriptor, &size_bytes);
    if (status != KJ_OK) {
        close(descriptor);
        return status;
    }
    file->descriptor = descriptor;
    file->source = (kj_source){.context = file, .size_bytes = size_bytes, .read = read_exactly};
    return KJ_OK;
}

void kj_file_source_close(kj_file_source *file) { close(file->descriptor); }

const char *kj_file_source_why(kj_status status) {
    switch (status) {
    case KJ_ERR_MISSING: return "no such file";
    case KJ_ERR_ARGUMENT: return "is a directory or a device, not a text file";
    case KJ_END: return "is empty: there is no text in it";
    case KJ_ERR_TOO_LARGE: return "is 4 GB or larger";
    case KJ_ERR_IO: return "cannot be read";
    case KJ_ERR_FORMAT: return "is not UTF-8 text (it looks binary or UTF-16)";
    case KJ_ERR_MEMORY: return "does not fit the reader's memory";
    default: return kj_status_name(status);
    }
}
