/* listing.h - a list to choose from as a document, so that the text engine sets it.
 *
 * Entries come one at a time from whoever knows them (files of the card, articles of an
 * edition): a list of any length takes the memory of one. Entry n is block n; its text offsets
 * begin at n * KJ_LISTING_STRIDE. Layer: reader. */
#ifndef KJ_READER_LISTING_H
#define KJ_READER_LISTING_H

#include "document/document.h"

#define KJ_LISTING_STRIDE       2048u
#define KJ_LISTING_ENTRIES_MAX  (1u << 20)
#define KJ_LISTING_TITLE_BYTES  768u
#define KJ_LISTING_DETAIL_BYTES 768u

typedef struct kj_listing_entry {
    kj_block_kind kind; /* HEADLINE: the screen's title; SUBHEADING; ENTRY: can be chosen */
    char title[KJ_LISTING_TITLE_BYTES];   /* not empty, but for a RULE */
    char detail[KJ_LISTING_DETAIL_BYTES]; /* on lines of its own below the title; "": none */
} kj_listing_entry;

typedef struct kj_listing_source {
    void *context;
    /* Entry index, from 0. KJ_OK; KJ_END: there are fewer; errors of what it comes from. */
    kj_status (*entry)(void *context, uint32_t index, kj_listing_entry *entry);
} kj_listing_source;

/* Fields private. Not to be moved while open. */
typedef struct kj_listing {
    kj_document document; /* first */
    kj_listing_source source;
    kj_listing_entry entry;
    uint32_t index; /* of entry; KJ_LISTING_ENTRIES_MAX: none */
    uint32_t block; /* the entry that is read as a document; in_block: there is one */
    uint32_t at;    /* byte of its text that is read next */
    bool in_block;
} kj_listing;

/* source is copied. Cannot fail: nothing is asked for yet. */
void kj_listing_open(kj_listing *listing, const kj_listing_source *source);

/* Entry index, borrowed until the next call of any function; what is read as a document stays where
 * it is. Statuses of source. */
KJ_MUST_USE kj_status kj_listing_get(kj_listing *listing, uint32_t index,
                                     const kj_listing_entry **entry);

#endif
