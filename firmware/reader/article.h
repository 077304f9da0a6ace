/* article.h - an open article: its text, where its pages begin, and the page that is set.
 *
 * Any page is found again by its number however long the article is; the same number always
 * gives the same pixels. Lives in the stage's article arena. Layer: reader. */
#ifndef KJ_READER_ARTICLE_H
#define KJ_READER_ARTICLE_H

#include "document/plain.h"
#include "reader/page_table.h"
#include "reader/shelf.h"
#include "reader/stage.h"

#include <stdbool.h>

#define KJ_PAGE_NONE UINT32_MAX

/* Fields are private. */
typedef struct kj_article {
    const char *name; /* borrowed from the shelf */
    uint32_t size_bytes;
    kj_plain *plain; /* NULL: not open */
    kj_page_table *pages;
    uint32_t last_page;             /* KJ_PAGE_NONE until the end was met */
    uint32_t set_page;              /* the page in the stage's list and frame, or KJ_PAGE_NONE */
    kj_place set_place, next_place; /* where it begins and ends */
    bool composing;                 /* the stage's composer is the article's */
} kj_article;

/* Empties the stage's article arena and opens article index of the shelf in it. Statuses as
 * kj_shelf's open and kj_plain_open; ERR_MEMORY: the arena is too small. name is set in any case.
 */
KJ_MUST_USE kj_status kj_article_open(kj_article *article, kj_stage *stage, const kj_shelf *shelf,
                                      uint16_t index);

/* Sets and paints page (from 0), unless that is the one which is set. KJ_OK; KJ_END: the article
 * has fewer pages, and last_page is known now; errors of document, text engine and painter, after
 * which no page is set. */
KJ_MUST_USE kj_status kj_article_set(kj_article *article, kj_stage *stage, uint32_t page);

/* The frame or the composer was used for something else. */
void kj_article_forget_set(kj_article *article);

#endif
