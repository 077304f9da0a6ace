/* encoding.h - any bytes of a feed or page as UTF-8.
 *
 * What is declared is often wrong, so the bytes decide first: a byte order mark, the pattern of
 * UTF-16, text that is valid UTF-8 (other encodings' text almost never is by chance). Only then
 * does the HTTP charset count, then the XML declaration or meta element, then windows-1252,
 * which also stands for ISO 8859-1 as on the web. */
#ifndef KJ_PRESS_FEED_ENCODING_H
#define KJ_PRESS_FEED_ENCODING_H

#include "press/feed/text.h"

#define KJ_ENCODING_NAME_BYTES ((size_t)40)

/* Appends length bytes as UTF-8 to text, without byte order mark, what cannot be decoded as
 * U+FFFD; bengali that was encoded twice (UTF-8 taken for windows-1252) is put right. charset: of
 * the HTTP header, NULL: none. found (of KJ_ENCODING_NAME_BYTES): the encoding it was read as.
 */
void kj_encoding_to_utf8(const char *bytes, size_t length, const char *charset, kj_buffer *text,
                         char *found);

/* The charset parameter of a Content-Type value into name (of KJ_ENCODING_NAME_BYTES), in lower
 * case; empty when there is none. */
void kj_encoding_of_content_type(const char *value, char *name);

#endif
