/* file_source.h - a file of the host as a kj_source.
 *
 * Everything that can be wrong with a path is found when it is opened, each case with a status
 * of its own, so that the reader can say what is wrong and a tool can name it. Layer: board
 * (host). */
#ifndef KJ_HOST_FILE_SOURCE_H
#define KJ_HOST_FILE_SOURCE_H

#include "document/document.h"

typedef struct kj_file_source {
    kj_source source; /* its context is this struct: do not move it while it is open */
    int descriptor;
} kj_file_source;

/* Opens path for reading. KJ_OK; ERR_MISSING: nothing is there; ERR_ARGUMENT: a directory or a
 * device, no file; KJ_END: it has no bytes; ERR_TOO_LARGE: 4 GB or more, past what a text offset
 * can hold; ERR_IO: it cannot be read (permissions, a broken medium). Only after KJ_OK is
 * there something to close. */
KJ_MUST_USE kj_status kj_file_source_open(kj_file_source *file, const char *path);
void kj_file_source_close(kj_file_source *file);

/* What a status other than KJ_OK of opening a file, or of kj_plain_open on it, means, as the end
 * of an English sentence: "PATH: is a directory". Cannot fail. */
const char *kj_file_source_why(kj_status status);

#endif
