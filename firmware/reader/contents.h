/* contents.h - an edition's front page as a list. Layer: reader. */
#ifndef KJ_READER_CONTENTS_H
#define KJ_READER_CONTENTS_H

#include "document/edition.h"
#include "reader/listing.h"
#include "reader/strings.h"

/* The front page. Entry 0 is the masthead, entry 1 the folio (a rule where there is nothing to say
 * in it); entry n is entry n - KJ_CONTENTS_LIST_FIRST of the edition's table of contents, its first
 * article the lead. */
#define KJ_CONTENTS_LIST_FIRST 2u
typedef struct kj_contents_list {
    kj_edition *edition;
    kj_language language;
    void *read_context;
    /* Whether entry of the table of contents has been read; NULL: none has. */
    bool (*is_read)(void *context, uint32_t entry);
    uint32_t articles; /* how many it has; 0: not known (counting them reads it all) */
} kj_contents_list;

kj_listing_source kj_contents_list_source(kj_contents_list *list); /* borrows list */

#endif
