/* files.c - see files.h. */
#include "press/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static kj_status status_of_errno(void) {
    switch (errno) {
    case ENOENT:
    case ENOTDIR: return KJ_ERR_MISSING;
    default: return KJ_ERR_IO;
    }
}

static kj_status read_all(int descriptor, size_t most, kj_buffer *bytes) {
    static char piece[1 << 16];
    for (;;) {
        ssize_t count = read(descriptor, piece, sizeof piece);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return count == 0 ? KJ_OK : KJ_ERR_IO;
        }
        if ((size_t)count > most - bytes->length) {
            return KJ_ERR_TOO_LARGE;
        }
        kj_buffer_add(bytes, piece, (size_t)count);
    }
}

kj_status kj_files_read(const char *path, size_t most, kj_buffer *bytes) {
    kj_buffer_free(bytes);
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        return status_of_errno();
    }
    struct stat about;
    kj_status status = fstat(descriptor, &about) != 0 ? KJ_ERR_IO
                       : !S_ISREG(about.st_mode)      ? KJ_ERR_ARGUMENT
                                                      : read_all(descriptor, most, bytes);
    close(descriptor);
    if (status != KJ_OK) {
        kj_buffer_free(bytes);
    }
    return status;
}

static kj_status write_all(int descriptor, const char *bytes, size_t length) {
    while (length > 0) {
        ssize_t count = write(descriptor, bytes, length);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return KJ_ERR_IO;
        }
        bytes += count;
        length -= (size_t)count;
    }
    return KJ_OK;
}

/* mkstemp makes the file for its owner alone; an edition is for everybody the umask allows. */
static void open_to_all(int descriptor) {
    mode_t mask = umask(0);
    umask(mask);
    if (fchmod(descriptor, 0666 & ~mask) != 0) {
        return; /* a card's file system has no modes: nothing is lost */
    }
}

kj_status kj_files_write(const char *path, const void *bytes, size_t length) {
    struct stat about;
    if (stat(path, &about) == 0 && !S_ISREG(about.st_mode)) {
        errno = S_ISDIR(about.st_mode) ? EISDIR : EINVAL;
        return KJ_ERR_IO;
    }
    char *temporary = kj_press_format("%s.XXXXXX", path);
    int descriptor = mkstemp(temporary);
    kj_status status = KJ_ERR_IO;
    if (descriptor >= 0) {
        open_to_all(descriptor);
        status = write_all(descriptor, bytes, length);
        int failed = errno;
        if (close(descriptor) != 0 && status == KJ_OK) {
            failed = errno;
            status = KJ_ERR_IO;
        }
        if (status == KJ_OK && rename(temporary, path) != 0) {
            failed = errno;
            status = KJ_ERR_IO;
        }
        if (status != KJ_OK) {
            unlink(temporary);
            errno = failed;
        }
    }
    free(temporary);
    return status;
}

const char *kj_files_why(kj_status status) {
    switch (status) {
    case KJ_ERR_MISSING: return "no such file";
    case KJ_ERR_ARGUMENT: return "is no regular file";
    case KJ_ERR_TOO_LARGE: return "is too large";
    case KJ_ERR_IO: return strerror(errno);
    default: return kj_status_name(status);
    }
}

char *kj_files_beside(const char *base, const char *name) {
    const char *slash = strrchr(base, '/');
    if (name[0] == '/' || !slash) {
        return kj_press_copy(name);
    }
    return kj_press_format("%.*s%s", (int)(slash - base + 1), base, name);
}
