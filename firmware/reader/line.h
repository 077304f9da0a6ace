/* line.h - text put together in a fixed buffer: log lines, file names, notices.
 *
 * What does not fit is cut between code points, so that the result is as well formed as its
 * parts. No printf: it costs more flash than the rest of the reader. Layer: reader. */
#ifndef KJ_READER_LINE_H
#define KJ_READER_LINE_H

#include <stddef.h>
#include <stdint.h>

typedef struct kj_line {
    char *text;      /* always ends in a NUL */
    size_t capacity; /* bytes, the NUL included, >= 1 */
    size_t length;   /* bytes before the NUL */
} kj_line;

void kj_line_init(kj_line *line, char *text, size_t capacity);
void kj_line_add(kj_line *line, const char *text);

/* from alone into text of capacity bytes. */
void kj_line_set(char *text, size_t capacity, const char *from);

void kj_line_add_bytes(kj_line *line, const char *text, size_t length); /* no NUL among them */
void kj_line_add_number(kj_line *line, uint32_t number);

/* At most limit bytes of text, cut between words where one ends in the second half, then an
 * ellipsis where it was longer. */
void kj_line_add_short(kj_line *line, const char *text, size_t limit);

#endif
