/* search_build.h - editions with an index of words, made in memory by the press's own modules; for
 * tests, benchmarks and fuzzers. */
#ifndef KJ_SEARCH_BUILD_H
#define KJ_SEARCH_BUILD_H

#include "press/search_parts.h"
#include "zip_build.h"

#include <stdbool.h>

/* What an article says; strings are borrowed until search_build_finish. */
typedef struct search_article {
    const char *title, *summary, *byline, *text;
} search_article;

typedef struct search_build {
    const search_article *articles;
    size_t count;
    size_t per_section; /* articles in each section, 0: no sections */
    bool has_index;
} search_build;

/* The archive (the caller's to free). edit (may be NULL) may change the index before it is put into
 * the archive. */
uint8_t *search_build_finish(const search_build *build, size_t *length,
                             void (*edit)(uint8_t *index, size_t length));

/* The entry of the table of contents that an article (from 0) is. */
uint32_t search_build_entry(const search_build *build, size_t article);

/* Makes the check sums of an index right that was changed. */
void search_build_sign(uint8_t *index, size_t length);

#endif
