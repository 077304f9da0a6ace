/* toc_label.h - titles, names and summaries cleaned for one line: white space collapsed, cut where
 * they are too long.
 *
 * Taken in pieces, as a parser gives them. A cut stands at a space and is shown by an ellipsis;
 * where there is no space it does not part a Bengali letter from its signs. Private to the
 * document layer. */
#ifndef KJ_DOCUMENT_TOC_LABEL_H
#define KJ_DOCUMENT_TOC_LABEL_H

#include <stdbool.h>
#include <stddef.h>

typedef struct kj_toc_label {
    char *text; /* NULL: what is added goes nowhere */
    size_t capacity, length;
    bool space; /* white space came after the last byte taken */
    bool cut;
} kj_toc_label;

/* Begins an empty label in text, capacity (>= 8) bytes with its NUL. */
void kj_toc_label_begin(kj_toc_label *label, char *text, size_t capacity);

/* Adds length bytes of UTF-8, whole code points. NUL bytes are left out, as are U+FEFF and U+200B;
 * U+00A0, U+2028 and U+2029 count as white space. */
void kj_toc_label_add(kj_toc_label *label, const char *text, size_t length);

/* Writes the ellipsis, if it was cut, and the NUL. More may be added to one that was not cut. */
void kj_toc_label_finish(kj_toc_label *label);

/* All three for a NUL-terminated string; NULL is "". */
void kj_toc_label_set(char *text, size_t capacity, const char *from);

#endif
