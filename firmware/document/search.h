/* search.h - finds an edition's articles by words of their headlines and texts.
 *
 * The press writes an index into the edition (docs/formats.md); where there is none, headlines,
 * summaries and bylines of the table of contents are gone through. Words are compared as a reader
 * types them: without regard to joiners, the two ways to write য় ড় ঢ়, Latin case, and a word is
 * found by its beginning. Several words: all of them. Layer: document. */
#ifndef KJ_DOCUMENT_SEARCH_H
#define KJ_DOCUMENT_SEARCH_H

#include "document/edition.h"

#define KJ_SEARCH_QUERY_MAX 96u /* bytes, NUL included */
#define KJ_SEARCH_HITS_MAX  100u

typedef struct kj_search_hits {
    uint16_t count;
    bool is_cut;    /* there were more */
    bool has_index; /* else only what the table of contents holds was searched */
    uint16_t entries[KJ_SEARCH_HITS_MAX]; /* of the table of contents: headlines first, then texts,
                                             each in reading order */
} kj_search_hits;

/* KJ_OK, also for no hit and for a query without a letter; ERR_IO; ERR_MEMORY. A damaged index
 * is logged and done without. Uses the edition's scratch heap, which is free afterwards; no article
 * may be open. */
KJ_MUST_USE kj_status kj_search_edition(kj_edition *edition, const char *query,
                                        kj_search_hits *hits);

#endif
