/* listing.h - a list to choose from as a document, so that the text engine sets it.
 *
 * Entries come one at a time from whoever knows them (files of the card, articles of an
 * edition): a list of any length takes the memory of one. Entry n is a block, or up to three where
 * it can be chosen (title, byline, detail); its text offsets begin at n * KJ_LISTING_STRIDE. Layer:
 * reader. */
#ifndef KJ_READER_LISTING_H
#define KJ_READER_LISTING_H

#include "document/document.h"

#define KJ_LISTING_STRIDE       2048u
#define KJ_LISTING_ENTRIES_MAX  (1u << 20)
#define KJ_LISTING_TITLE_BYTES  768u
#define KJ_LISTING_BYLINE_BYTES 256u
#define KJ_LISTING_DETAIL_BYTES 768u

typedef struct kj_listing_entry {
    kj_block_kind kind; /* ENTRY: can be chosen; MASTHEAD, FOLIO, HEADLINE, SECTION, RULE ... */
    uint8_t level;      /* of the block: 1 of an ENTRY is the lead; of a SECTION its nesting */
    bool is_read;       /* an ENTRY: its title is not bold */
    char title[KJ_LISTING_TITLE_BYTES]; /* not empty, but for a RULE */
    /* Of an ENTRY, small, below its title; "": none. */
    char byline[KJ_LISTING_BYLINE_BYTES];
    /* Of an ENTRY what it is about, below that, left out where a page has no room for it; of a
     * FOLIO what stands to the right; "": none. */
    char detail[KJ_LISTING_DETAIL_BYTES];
} kj_listing_entry;

typedef struct kj_listing_source {
    void *context;
    bool in_columns; /* as a paper's front page, where the page is wide enough */
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
    unsigned part;  /* of it: 0 its title, 1 its byline, 2 its detail */
    uint32_t at;    /* byte of the part's text that is read next */
    bool in_block;
} kj_listing;

/* source is copied. Cannot fail: nothing is asked for yet. */
void kj_listing_open(kj_listing *listing, const kj_listing_source *source);

/* Entry index, borrowed until the next call of any function; what is read as a document stays where
 * it is. Statuses of source. */
KJ_MUST_USE kj_status kj_listing_get(kj_listing *listing, uint32_t index,
                                     const kj_listing_entry **entry);

#endif
