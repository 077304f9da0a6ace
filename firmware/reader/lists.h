/* lists.h - the reader's lists but for the front page: a folder of the card, kept articles, those
 * read last, those found. Layer: reader. */
#ifndef KJ_READER_LISTS_H
#define KJ_READER_LISTS_H

#include "document/search.h"
#include "reader/listing.h"
#include "reader/marks.h"
#include "reader/shelf.h"
#include "reader/strings.h"

/* Entry 0 is the title; entry n is item n - KJ_LIBRARY_LIST_FIRST of the shelf; after the items
 * come the ways to the reader's other screens. */
#define KJ_LIBRARY_LIST_FIRST 1u
typedef enum kj_library_tail {
    KJ_TAIL_SAVED,
    KJ_TAIL_HISTORY,
    KJ_TAIL_SETTINGS,
    KJ_TAIL_HELP,
    KJ_LIBRARY_TAILS
} kj_library_tail;

typedef struct kj_library_list {
    const kj_shelf *shelf;
    uint32_t count;     /* of the shelf's items */
    const char *folder; /* "": the card's root */
    kj_language language;
    kj_marks *marks;
    void *context;
    /* What there is to know of edition index, which marks know nothing of: opens it. KJ_OK, also
     * where it cannot be opened (*file stays empty); ERR_IO: another time it may be. */
    kj_status (*learn)(void *context, uint32_t index, kj_mark_file *file);
} kj_library_list;

kj_listing_source kj_library_list_source(kj_library_list *list); /* borrows list */

typedef enum kj_article_list_kind {
    KJ_ARTICLES_SAVED,
    KJ_ARTICLES_HISTORY,
    KJ_ARTICLES_FOUND
} kj_article_list_kind;

/* Entry 0 is the title, entry 1 a sentence about the list; entry n is article
 * n - KJ_ARTICLE_LIST_FIRST. */
#define KJ_ARTICLE_LIST_FIRST 2u
typedef struct kj_article_list {
    kj_article_list_kind kind;
    kj_language language;
    kj_marks *marks;            /* SAVED, HISTORY */
    kj_edition *edition;        /* FOUND: in it */
    const kj_search_hits *hits; /* likewise */
    const char *query;          /* likewise */
} kj_article_list;

kj_listing_source kj_article_list_source(kj_article_list *list); /* borrows list */

#endif
