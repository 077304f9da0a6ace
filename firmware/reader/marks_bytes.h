/* marks_bytes.h - marks as bytes of the journal, least significant first, strings with their
 * length.
 *
 * Every value begins with the version of its form; one that is not known, or whose lengths do not
 * fit, is no mark. Private to marks.c. Layer: reader. */
#ifndef KJ_READER_MARKS_BYTES_H
#define KJ_READER_MARKS_BYTES_H

#include "reader/marks.h"

/* Each returns the bytes written, at most KJ_JOURNAL_VALUE_MAX. turn: a byte to tell two values by
 * that are the same else. */
size_t kj_marks_write_settings(const kj_settings *settings, uint8_t *bytes);
size_t kj_marks_write_last(uint8_t view, const kj_mark_place *place, uint8_t *bytes);
size_t kj_marks_write_article(const kj_mark_article *article, uint8_t turn, uint8_t *bytes);
size_t kj_marks_write_file(const kj_mark_file *file, uint8_t *bytes);

/* Each: false, and nothing written, where bytes are no such mark. */
bool kj_marks_read_settings(kj_settings *settings, const uint8_t *bytes, size_t length);
bool kj_marks_read_last(uint8_t *view, kj_mark_place *place, const uint8_t *bytes, size_t length);
bool kj_marks_read_article(kj_mark_article *article, uint8_t *turn, const uint8_t *bytes,
                           size_t length);
bool kj_marks_read_file(kj_mark_file *file, const uint8_t *bytes, size_t length);

/* Sets what is out of its range to the default. */
void kj_marks_clamp(kj_settings *settings);

#endif
