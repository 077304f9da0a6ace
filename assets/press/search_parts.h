/* search_parts.h - an index while it is made: words with their places, pages; private to search.h's
 * modules and tests. Needs none of the libraries that the rest of the press does. */
#ifndef KJ_PRESS_SEARCH_PARTS_H
#define KJ_PRESS_SEARCH_PARTS_H

#include "document/fold.h"
#include "document/search_format.h"
#include "press/buffer.h"

typedef struct kj_search_place {
    uint32_t entry; /* of the table of contents */
    bool in_headline;
} kj_search_place;

/* A word and where it stands, in order, each entry once. */
typedef struct kj_search_word {
    kj_fold_word word;
    bool is_common;      /* places are those in headlines only */
    size_t first, count; /* in places */
} kj_search_word;

typedef struct kj_search_words {
    kj_search_word *words; /* in order */
    size_t word_count;
    kj_search_place *places;
    size_t place_count;
    size_t entry_count; /* of the table of contents */
} kj_search_words;

/* search_words.c: words as they come. Zeros are an empty one. */
typedef struct kj_search_collection {
    struct kj_search_occurrence *all;
    size_t count, capacity;
} kj_search_collection;

/* All words of text (NULL: none). */
void kj_search_add(kj_search_collection *collection, const char *text, kj_search_place place);

/* Sorted, each once, with what is common among so many articles left out; collection is empty after
 * it. entry_count stays 0. */
void kj_search_keep(kj_search_collection *collection, size_t articles, kj_search_words *words);
void kj_search_words_free(kj_search_words *words);

/* search_pages.c: the file, into out (empty). nav: of the navigation document; place: see
 * search.h. */
void kj_search_write(const kj_search_words *words, uint32_t nav_bytes, uint32_t nav_crc32,
                     size_t place, kj_buffer *out);

#endif
