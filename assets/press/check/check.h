/* check.h - one EPUB read from end to end, and a report on it. */
#ifndef KJ_PRESS_CHECK_H
#define KJ_PRESS_CHECK_H

#include "document/edition.h"

#include <stdbool.h>

typedef struct kj_check {
    const char *path;
    bool quiet;
    kj_heap heap;
    kj_edition edition;
    kj_xhtml xhtml;
    unsigned sections, articles, problems, notes;
    unsigned long words;
    bool has_index;
    unsigned indexed;                  /* words of its index */
    unsigned pictures[4];              /* by kj_image_state */
    unsigned packed, entries, foreign; /* entries: deflated, all, in formats that cost */
} kj_check;

/* Prints the report; problems go to standard error with path. true: there are none. */
bool kj_check_file(const char *path, bool quiet);

/* A problem, for people: "PATH: what". */
void kj_check_complain(kj_check *check, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* check_picture.c: decodes the picture of the current block as the reader would paint it. */
void kj_check_picture(kj_check *check, const char *article);

/* check_index.c: reads the index of words, if there is one, to its end. */
void kj_check_index(kj_check *check);

/* check_cost.c: what of the archive costs. */
void kj_check_costs(kj_check *check);

#endif
