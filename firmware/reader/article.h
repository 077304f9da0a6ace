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

#define KJ_PAGE_NONE UINT32_MAX

/* Fields are private. */
typedef struct kj_article {
    kj_document *document; /* NULL: not open */
    kj_xhtml *xhtml;       /* an edition's article; NULL: plain text */
    kj_edition *edition;   /* whose */
    uint32_t size_bytes;   /* of a plain text; 0: not known */
    kj_page_table *pages;
    uint32_t last_page;             /* KJ_PAGE_NONE until the end was met */
    uint32_t set_page;              /* the page in the stage's list and frame, or KJ_PAGE_NONE */
    kj_place set_place, next_place; /* where it begins and ends */
    bool composing;                 /* the stage's composer is the article's */
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

/* Finds the last page by setting all before it, at most `most` pages. KJ_OK: last_page is known;
 * KJ_AGAIN: there are more; errors as kj_article_set. No page is set afterwards. */
KJ_MUST_USE kj_status kj_article_find_end(kj_article *article, kj_stage *stage, uint32_t most);

/* The frame or the composer was used for something else. */
void kj_article_forget_set(kj_article *article);

#endif
