/* search_index.h - reading the index of words that the press writes into an edition
 * (search_format.h): one page a level down to the first word wanted, then on from leaf to leaf. No
 * more is read, and checked, than is looked at. Private to document/search*.c and tests. Layer:
 * document. */
#ifndef KJ_DOCUMENT_SEARCH_INDEX_H
#define KJ_DOCUMENT_SEARCH_INDEX_H

#include "document/edition_private.h"
#include "document/fold.h"
#include "document/search_format.h"

/* Fields private but for entry_count and word_count. */
typedef struct kj_search_index {
    kj_zip_reader reader;
    uint32_t entry_count; /* of the table of contents */
    uint32_t word_count;
    uint32_t pages_at, page_count, first_leaf;
    uint16_t depth;
    uint32_t page_number; /* that is in page; UINT32_MAX: none */
    uint8_t page[KJ_SEARCH_PAGE_BYTES];
} kj_search_index;

/* What words are taken by. word is that of the index, valid during the call. */
typedef struct kj_search_taker {
    void *context;
    void (*take)(void *context, const kj_fold_word *word, uint32_t entry, bool in_headline);
    /* The word is in so many texts that only its headlines are listed. */
    void (*take_common)(void *context, const kj_fold_word *word);
} kj_search_taker;

/* Opens the index of edition. KJ_OK; ERR_MISSING: there is none; ERR_FORMAT: it is damaged, of a
 * version that is not known, or not of this table of contents (all logged); ERR_IO; ERR_MEMORY. */
KJ_MUST_USE kj_status kj_search_index_open(kj_search_index *index, kj_edition *edition);

/* Takes every word that begins so, in their order. KJ_OK, also for none; ERR_FORMAT: damaged
 * (what was taken is to be thrown away); ERR_IO; ERR_MEMORY. */
KJ_MUST_USE kj_status kj_search_index_take(kj_search_index *index, const kj_fold_word *beginning,
                                           const kj_search_taker *taker);
void kj_search_index_close(kj_search_index *index);

#endif
