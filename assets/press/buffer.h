/* buffer.h - memory and growing strings for the press.
 *
 * The press is a program that runs once on a host: where memory ends, so does the program, with a
 * message and exit code 2. So nothing here fails, and callers have no such case to get wrong. */
#ifndef KJ_PRESS_BUFFER_H
#define KJ_PRESS_BUFFER_H

#include <stddef.h>
#include <stdint.h>

void *kj_press_alloc(size_t bytes);                  /* zeroed; bytes may be 0 */
void *kj_press_grow(void *block, size_t bytes);      /* realloc */
char *kj_press_copy(const char *text);               /* NULL gives NULL */
char *kj_press_cut(const char *text, size_t length); /* the first length bytes, NUL-terminated */
void kj_press_replace(char **string, char *by);      /* frees *string; takes by (NULL allowed) */
char *kj_press_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Zeros are an empty buffer. data is NUL-terminated once anything was added, else NULL. */
typedef struct kj_buffer {
    char *data;
    size_t length, capacity; /* bytes, the NUL not counted */
} kj_buffer;

void kj_buffer_add(kj_buffer *buffer, const void *bytes, size_t length);
void kj_buffer_text(kj_buffer *buffer, const char *text); /* NULL adds nothing */
void kj_buffer_byte(kj_buffer *buffer, char byte);
void kj_buffer_format(kj_buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Adds text with & < > and " as entities, so that it may stand in XML text or an attribute. What
 * XML 1.0 does not allow (control characters, U+FFFE, malformed UTF-8) is left out. */
void kj_buffer_xml(kj_buffer *buffer, const char *text);

/* Hands the string over ("" where nothing was added) and leaves the buffer empty. */
char *kj_buffer_take(kj_buffer *buffer);
void kj_buffer_free(kj_buffer *buffer);

#endif
