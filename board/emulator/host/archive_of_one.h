/* archive_of_one.h - a file as the only entry of an archive that is made around it as it is read.
 *
 * The reader's XHTML comes out of archives; a tool that is given a bare file wraps it so, and the
 * same code reads it. Layer: board (host). */
#ifndef KJ_HOST_ARCHIVE_OF_ONE_H
#define KJ_HOST_ARCHIVE_OF_ONE_H

#include "base/source.h"

#define KJ_ARCHIVE_NAME_MAX 255u

typedef struct kj_archive_of_one {
    kj_source source; /* its context is this struct: do not move it */
    kj_source file;
    uint8_t head[30u + KJ_ARCHIVE_NAME_MAX], tail[46u + KJ_ARCHIVE_NAME_MAX + 22u];
    uint32_t head_bytes, tail_bytes;
} kj_archive_of_one;

/* Reads file once for its check sum. name (cut after KJ_ARCHIVE_NAME_MAX bytes) is the entry's.
 * file is copied. KJ_OK; ERR_TOO_LARGE: no room for the archive below 4 GB; errors of file. */
KJ_MUST_USE kj_status kj_archive_of_one_open(kj_archive_of_one *archive, const kj_source *file,
                                             const char *name);

#endif
