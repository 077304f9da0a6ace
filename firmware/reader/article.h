/* article.h - an open article: its text, where its pages begin, and the page that is set.
 *
 * Any page is found again by its number however long the article is; the same number always
 * gives the same pixels. Lives in the stage's article arena. Layer: reader. */
#ifndef KJ_READER_ARTICLE_H
#define KJ_READER_ARTICLE_H

#include "document/edition.h"
#include "document/plain.h"
#include "reader/page_table.h"
#include "reader/stage.h"

#include <stdbool.h>

#define KJ_PAGE_NONE   UINT32_MAX
#define KJ_PAGE_ADRIFT (UINT32_MAX - 1u) /* begins where no page of the numbering does */

/* Fields are private. */
typedef struct kj_article {
    kj_document *document; /* NULL: not open */
    kj_xhtml *xhtml;       /* an edition's article; NULL: plain text */
    kj_edition *edition;   /* whose */
    uint32_t size_bytes;   /* of a plain text; 0: not known */
    kj_page_table *pages;
    uint32_t known_page; /* the last one whose beginning is known */
    kj_place known_place;
    uint32_t last_page;             /* KJ_PAGE_NONE until the end was met */
    uint32_t end;                   /* text offset behind the last line, once last_page is known */
    uint32_t set_page;              /* painted in the frame: its number, ADRIFT, or NONE */
    kj_place set_place, next_place; /* where it begins and ends */
    uint32_t set_end;               /* text offset behind its last line */
    uint16_t set_images;            /* pictures on it */
} kj_article;

/* No article: what a kj_article is before it is opened and after it is closed. */
void kj_article_init(kj_article *article);

/* Each empties the stage's article arena and opens an article in it. ERR_MEMORY: the arena or the
 * scratch heap is too small; else statuses as kj_plain_open and kj_edition_open_article. */
KJ_MUST_USE kj_status kj_article_open_text(kj_article *article, kj_stage *stage,
                                           const kj_source *source);
KJ_MUST_USE kj_status kj_article_open_entry(kj_article *article, kj_stage *stage,
                                            kj_edition *edition, uint32_t entry);

/* Gives the scratch heap back and forgets the article; fine where none is open. */
void kj_article_close(kj_article *article, kj_stage *stage);

/* Sets and paints page (from 0), unless that is the one which is set. KJ_OK; KJ_END: the article
 * has fewer pages, and last_page is known now; errors of document, text engine and painter, after
 * which no page is set. */
KJ_MUST_USE kj_status kj_article_set(kj_article *article, kj_stage *stage, uint32_t page);

/* The same for the page that begins at place, which need not be one of the numbered pages: after a
 * change of style the reader goes on at the word where he was. KJ_END: place is past the end. */
KJ_MUST_USE kj_status kj_article_set_at(kj_article *article, kj_stage *stage, kj_place place);

/* The page that holds text offset, as far as pages are known: else the last known one. */
uint32_t kj_article_page_of(const kj_article *article, uint32_t offset);

/* Whether it is known which page holds offset. */
bool kj_article_knows(const kj_article *article, uint32_t offset);

/* Sets pages until one is found that is the last to begin before offset (> 0) - so *page ends at
 * offset, or holds it. At most `most` pages. KJ_OK; KJ_AGAIN: it is further on, *page is the last
 * known; errors as kj_article_set. What is painted stays, but where the stage has a band only. */
KJ_MUST_USE kj_status kj_article_before(kj_article *article, kj_stage *stage, uint32_t offset,
                                        uint32_t most, uint32_t *page);

/* Sets the first page whose beginning is not known, to learn of the one behind it. KJ_OK; KJ_END:
 * the last page is known; errors. What is painted stays, likewise. */
KJ_MUST_USE kj_status kj_article_count(kj_article *article, kj_stage *stage);

/* Finds the last page by setting all before it, at most `most` pages. KJ_OK: last_page is known;
 * KJ_AGAIN: there are more; errors as kj_article_set. */
KJ_MUST_USE kj_status kj_article_find_end(kj_article *article, kj_stage *stage, uint32_t most);

/* After kj_stage_restyle: pages begin elsewhere, none is set. */
void kj_article_restyle(kj_article *article);

/* The frame or the composer was used for something else. */
void kj_article_forget_set(kj_article *article);

#endif
