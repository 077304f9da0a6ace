/* files.h - whole files of the host, read with a limit and written all or not at all. */
#ifndef KJ_PRESS_FILES_H
#define KJ_PRESS_FILES_H

#include "base/status.h"
#include "press/buffer.h"

#define KJ_PRESS_FILE_MAX ((size_t)256 << 20) /* bytes of any input file */

/* Reads all of path into bytes (which is emptied first). KJ_OK, also for an empty file;
 * ERR_MISSING; ERR_ARGUMENT: a folder or a device; ERR_TOO_LARGE: over most bytes; ERR_IO. */
KJ_MUST_USE kj_status kj_files_read(const char *path, size_t most, kj_buffer *bytes);

/* Writes path by way of a temporary file beside it, so that what was there stays whole until the
 * new file is. KJ_OK; ERR_IO (errno tells more). */
KJ_MUST_USE kj_status kj_files_write(const char *path, const void *bytes, size_t length);

/* "PATH: no such file" and the like for the statuses above, as the end of a message. */
const char *kj_files_why(kj_status status);

/* base's folder and name joined ("a/b.toml", "c/d.md" give "a/c/d.md"); an absolute name as it is.
 */
char *kj_files_beside(const char *base, const char *name);

#endif
