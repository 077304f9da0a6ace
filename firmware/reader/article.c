/* article.c - see article.h. Layer: reader. */
#include "reader/article.h"

void kj_article_init(kj_article *article) {
    *article = (kj_article){.last_page = KJ_PAGE_NONE, .set_page = KJ_PAGE_NONE};
}

/* Empties the arena and takes the page table from it. */
static kj_status begin(kj_article *article, kj_stage *stage) {
    kj_article_close(article, stage);
    article->pages = kj_arena_take(&stage->article, sizeof *article->pages);
    if (!article->pages) {
        return KJ_ERR_MEMORY;
    }
    kj_page_table_init(article->pages);
    return KJ_OK;
}

kj_status kj_article_open_text(kj_article *article, kj_stage *stage, const kj_source *source) {
    kj_status status = begin(article, stage);
    kj_plain *plain = kj_arena_take(&stage->article, sizeof *plain);
    status = status == KJ_OK && !plain ? KJ_ERR_MEMORY : status;
    status = status == KJ_OK ? kj_plain_open(plain, source) : status;
    if (status == KJ_OK) {
        article->document = &plain->document;
        article->size_bytes = source->size_bytes;
    }
    return status;
}

kj_status kj_article_open_entry(kj_article *article, kj_stage *stage, kj_edition *edition,
                                uint32_t entry) {
    kj_status status = begin(article, stage);
    kj_xhtml *xhtml = kj_arena_take(&stage->article, sizeof *xhtml);
    status = status == KJ_OK && !xhtml ? KJ_ERR_MEMORY : status;
    status = status == KJ_OK ? kj_edition_open_article(edition, entry, xhtml) : status;
    if (status == KJ_OK) {
        article->xhtml = xhtml;
        article->edition = edition;
        article->document = &xhtml->document;
    }
    return status;
}

void kj_article_close(kj_article *article, kj_stage *stage) {
    if (article->edition) {
        kj_edition_close_article(article->edition);
    }
    kj_article_init(article);
    kj_stage_reset(stage);
}

void kj_article_forget_set(kj_article *article) {
    article->set_page = KJ_PAGE_NONE;
    article->composing = false;
}

static kj_status compose(kj_article *article, kj_stage *stage) {
    if (article->composing && kj_stage_composes(stage)) {
        return KJ_OK;
    }
    kj_status status = kj_stage_compose(stage, article->document);
    article->composing = status == KJ_OK;
    return status;
}

/* Sets the pages from the nearest known one up to page, which stays in the stage's list. */
static kj_status walk_to(kj_article *article, kj_stage *stage, uint32_t page) {
    kj_place place;
    uint32_t at = kj_page_table_find(article->pages, page, &place);
    for (;; at++) {
        kj_place next;
        kj_status status = kj_stage_set_page(stage, place, &next);
        if (status == KJ_END && at > 0) {
            article->last_page = at - 1;
        }
        if (status != KJ_OK) {
            return status;
        }
        kj_page_table_put(article->pages, at + 1, next);
        article->set_place = place;
        article->next_place = next;
        if (at == page) {
            return KJ_OK;
        }
        place = next;
    }
}

/* Paints the page that is set. When a picture turns out to be broken the page is set again with a
 * frame and its words in place of it, until none fails. Should there be more than are remembered,
 * the last ones are frames without words: the page is whole but for them. */
static kj_status paint(kj_article *article, kj_stage *stage, uint32_t page) {
    kj_status status = kj_stage_paint(stage);
    if (status != KJ_AGAIN) {
        return status;
    }
    for (unsigned i = 0; i < KJ_PLACED_IMAGES_MAX && status == KJ_AGAIN; i++) {
        status = compose(article, stage);
        if (status == KJ_OK) {
            status = kj_stage_set_page(stage, article->set_place, &article->next_place);
        }
        status = status == KJ_OK ? kj_stage_paint(stage) : status;
    }
    /* A frame is larger or smaller than the picture was: the pages after it begin elsewhere. */
    kj_page_table_cut(article->pages, page);
    kj_page_table_put(article->pages, page + 1, article->next_place);
    article->last_page = KJ_PAGE_NONE;
    return status == KJ_AGAIN ? KJ_OK : status;
}

kj_status kj_article_set(kj_article *article, kj_stage *stage, uint32_t page) {
    if (!article->document) {
        return KJ_ERR_STATE;
    }
    if (article->set_page == page) {
        return KJ_OK;
    }
    if (article->last_page != KJ_PAGE_NONE && page > article->last_page) {
        return KJ_END;
    }
    article->set_page = KJ_PAGE_NONE;
    kj_status status = compose(article, stage);
    status = status == KJ_OK ? walk_to(article, stage, page) : status;
    status = status == KJ_OK ? paint(article, stage, page) : status;
    if (status == KJ_OK) {
        article->set_page = page;
    }
    return status;
}

kj_status kj_article_find_end(kj_article *article, kj_stage *stage, uint32_t most) {
    if (!article->document) {
        return KJ_ERR_STATE;
    }
    if (article->last_page != KJ_PAGE_NONE) {
        return KJ_OK;
    }
    article->set_page = KJ_PAGE_NONE;
    kj_status status = compose(article, stage);
    status = status == KJ_OK ? walk_to(article, stage, most) : status;
    if (status == KJ_END && article->last_page != KJ_PAGE_NONE) {
        return KJ_OK;
    }
    return status == KJ_OK ? KJ_AGAIN : status;
}
