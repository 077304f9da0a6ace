/* article.c - see article.h. Layer: reader. */
#include "reader/article.h"

kj_status kj_article_open(kj_article *article, kj_stage *stage, const kj_shelf *shelf,
                          uint16_t index) {
    kj_stage_reset(stage);
    *article = (kj_article){.name = "", .last_page = KJ_PAGE_NONE, .set_page = KJ_PAGE_NONE};
    kj_source source;
    kj_status status = shelf->open(shelf->context, index, &source, &article->name);
    if (status != KJ_OK) {
        return status;
    }
    kj_plain *plain = kj_arena_take(&stage->article, sizeof *plain);
    article->pages = kj_arena_take(&stage->article, sizeof *article->pages);
    if (!plain || !article->pages) {
        return KJ_ERR_MEMORY;
    }
    kj_page_table_init(article->pages);
    status = kj_plain_open(plain, &source);
    if (status == KJ_OK) {
        article->plain = plain;
        article->size_bytes = source.size_bytes;
    }
    return status;
}

void kj_article_forget_set(kj_article *article) {
    article->set_page = KJ_PAGE_NONE;
    article->composing = false;
}

static kj_status compose(kj_article *article, kj_stage *stage) {
    if (article->composing) {
        return KJ_OK;
    }
    kj_status status = kj_stage_compose(stage, &article->plain->document);
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

kj_status kj_article_set(kj_article *article, kj_stage *stage, uint32_t page) {
    if (!article->plain) {
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
    status = status == KJ_OK ? kj_stage_paint(stage) : status;
    if (status == KJ_OK) {
        article->set_page = page;
    }
    return status;
}
