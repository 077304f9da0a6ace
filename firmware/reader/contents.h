/* contents.h - what the two lists of the reader show: the card's files, an edition's articles.
 * Layer: reader. */
#ifndef KJ_READER_CONTENTS_H
#define KJ_READER_CONTENTS_H

#include "document/edition.h"
#include "reader/listing.h"
#include "reader/shelf.h"
#include "reader/strings.h"

/* Entry 0 is the screen's title; entry n is item n - KJ_LIBRARY_LIST_FIRST of the shelf. */
#define KJ_LIBRARY_LIST_FIRST 1u
typedef struct kj_library_list {
    const kj_shelf *shelf;
    uint32_t count; /* of the shelf's items */
    kj_language language;
} kj_library_list;

kj_listing_source kj_library_list_source(kj_library_list *list); /* borrows list */

/* Entry 0 is the edition's title, entry 1 its date; entry n is entry n - KJ_CONTENTS_LIST_FIRST of
 * its table of contents. */
#define KJ_CONTENTS_LIST_FIRST 2u
typedef struct kj_contents_list {
    kj_edition *edition;
    kj_language language;
} kj_contents_list;

kj_listing_source kj_contents_list_source(kj_contents_list *list); /* borrows list */

/* An ISO 8601 date ("2026-11-25", a time after it is passed over) as a reader writes it; others as
 * they are. text: capacity bytes, always terminated. */
void kj_date_in_words(const char *date, kj_language language, char *text, size_t capacity);

#endif
