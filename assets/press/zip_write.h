/* zip_write.h - a ZIP archive of stored entries, in the order in which they are added.
 *
 * Stored, because a reader of little memory then needs no inflating and can go anywhere in an
 * entry. Times are all 1980-01-01 00:00, so that the same entries give the same bytes. */
#ifndef KJ_PRESS_ZIP_WRITE_H
#define KJ_PRESS_ZIP_WRITE_H

#include "base/status.h"
#include "press/buffer.h"

typedef struct kj_zip_write {
    kj_buffer file, directory;
    size_t entries;
} kj_zip_write;

/* name: UTF-8, at most 65,535 bytes; not checked for doubles. KJ_OK; ERR_TOO_LARGE: past what ZIP
 * without its 64-bit extension can hold. */
KJ_MUST_USE kj_status kj_zip_write_add(kj_zip_write *zip, const char *name, const void *bytes,
                                       size_t length);

/* Where in the archive the bytes of the entry would stand if it were added now. */
size_t kj_zip_write_place(const kj_zip_write *zip, const char *name);

/* Writes the directory and hands the archive over. zip is empty after it, as after discard. */
void kj_zip_write_finish(kj_zip_write *zip, kj_buffer *file);
void kj_zip_write_discard(kj_zip_write *zip);

#endif
