/* text.h - the few string helpers that the feed press shares. Layer: press/feed, host. */
#ifndef KJ_PRESS_FEED_TEXT_H
#define KJ_PRESS_FEED_TEXT_H

#include "press/buffer.h"

#include <stdbool.h>

/* Adds a code point as UTF-8; one that is none adds U+FFFD. */
void kj_text_add_code(kj_buffer *buffer, uint32_t code);

/* White space as text has it: also no-break, zero-width and ideographic spaces. */
bool kj_text_is_space(uint32_t code);

/* Code points, each run of white space counted once. NULL: 0. */
size_t kj_text_length(const char *text);

/* Whether text (NULL: no) holds part, begins or ends with it; ASCII letters match in both cases. */
bool kj_text_has(const char *text, const char *part);
bool kj_text_starts(const char *text, const char *part);
bool kj_text_ends(const char *text, const char *part);

/* Whether text holds one of the words of a NULL-terminated list. */
bool kj_text_has_any(const char *text, const char *const *words);

/* text as one line of clean text (bengali.h), NULL when nothing is left; frees text. */
char *kj_text_line(char *text);

/* FNV-1a, 64 bits. */
uint64_t kj_text_hash(const char *bytes, size_t length);

#endif
