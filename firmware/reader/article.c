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

void kj_article_forget_set(kj_article *article) { article->set_page = KJ_PAGE_NONE; }

void kj_article_restyle(kj_article *article) {
    article->set_page = article->last_page = KJ_PAGE_NONE;
    article->known_page = 0;
    article->known_place = (kj_place){0, 0};
    if (article->pages) {
        kj_page_table_init(article->pages);
    }
}

static kj_status compose(kj_article *article, kj_stage *stage) {
    return kj_stage_composes(stage, article->document) ? KJ_OK
                                                       : kj_stage_compose(stage, article->document);
}

/* Text offset behind the last line of the page in list. */
static uint32_t end_of(const kj_display_list *list, kj_place place) {
    return list->line_count > 0 ? list->lines[list->line_count - 1u].end : place.offset;
}

/* Page at was set into list, and next begins the one behind it. */
static void learn(kj_article *article, const kj_display_list *list, uint32_t at, kj_place place,
                  kj_place next) {
    if (next.offset == UINT32_MAX) {
        article->last_page = at;
        article->end = end_of(list, place);
        return;
    }
    kj_page_table_put(article->pages, at + 1u, next);
    if (at + 1u > article->known_page) {
        article->known_page = at + 1u;
        article->known_place = next;
    }
}

/* Sets the page that begins at place into the stage's list. */
static kj_status set_one(kj_article *article, kj_stage *stage, kj_place place, kj_place *next) {
    kj_status status = compose(article, stage);
    return status == KJ_OK ? kj_stage_set_page(stage, place, next) : status;
}

/* Sets the pages from the nearest known one up to page, which stays in the stage's list. */
static kj_status walk_to(kj_article *article, kj_stage *stage, uint32_t page) {
    kj_place place, next;
    uint32_t at = kj_page_table_find(article->pages, page, &place);
    for (;; at++, place = next) {
        kj_status status = set_one(article, stage, place, &next);
        if (status == KJ_END && at > 0) {
            article->last_page = at - 1;
        }
        if (status != KJ_OK) {
            return status;
        }
        learn(article, &stage->list, at, place, next);
        if (at == page) {
            article->set_place = place;
            article->next_place = next;
            return KJ_OK;
        }
        if (article->last_page == at) {
            return KJ_END;
        }
    }
}

/* Paints the page that is set. When a picture turns out to be broken the page is set again with a
 * frame and its words in place of it, until none fails. Should there be more than are remembered,
 * the last ones are frames without words: the page is whole but for them. */
static kj_status paint(kj_article *article, kj_stage *stage, uint32_t page) {
    article->set_end = end_of(&stage->list, article->set_place);
    article->set_images = stage->list.image_count;
    kj_status status = kj_stage_paint(stage);
    if (status != KJ_AGAIN) {
        return status;
    }
    for (unsigned i = 0; i < KJ_PLACED_IMAGES_MAX && status == KJ_AGAIN; i++) {
        status = set_one(article, stage, article->set_place, &article->next_place);
        article->set_end = end_of(&stage->list, article->set_place);
        article->set_images = stage->list.image_count;
        status = status == KJ_OK ? kj_stage_paint(stage) : status;
    }
    /* A frame is larger or smaller than the picture was: the pages after it begin elsewhere. */
    const uint32_t last =
        page == KJ_PAGE_ADRIFT ? kj_article_page_of(article, article->set_place.offset) : page;
    kj_page_table_cut(article->pages, last);
    article->known_page = kj_page_table_find(article->pages, last, &article->known_place);
    article->last_page = KJ_PAGE_NONE;
    if (page != KJ_PAGE_ADRIFT) {
        learn(article, &stage->list, page, article->set_place, article->next_place);
    }
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
    kj_status status = walk_to(article, stage, page);
    status = status == KJ_OK ? paint(article, stage, page) : status;
    if (status == KJ_OK) {
        article->set_page = page;
    }
    return status;
}

kj_status kj_article_set_at(kj_article *article, kj_stage *stage, kj_place place) {
    if (!article->document) {
        return KJ_ERR_STATE;
    }
    if (place.offset == UINT32_MAX) {
        return KJ_END;
    }
    kj_place known;
    const uint32_t page = kj_page_table_find_offset(article->pages, place.offset, &known);
    if (known.offset == place.offset) {
        return kj_article_set(article, stage, page);
    }
    if (article->set_page == KJ_PAGE_ADRIFT && article->set_place.offset == place.offset) {
        return KJ_OK;
    }
    article->set_page = KJ_PAGE_NONE;
    article->set_place = place;
    kj_status status = set_one(article, stage, place, &article->next_place);
    status = status == KJ_OK ? paint(article, stage, KJ_PAGE_ADRIFT) : status;
    if (status == KJ_OK) {
        article->set_page = KJ_PAGE_ADRIFT;
    }
    return status;
}

uint32_t kj_article_page_of(const kj_article *article, uint32_t offset) {
    kj_place place;
    if (offset >= article->known_place.offset) {
        return article->known_page;
    }
    return kj_page_table_find_offset(article->pages, offset, &place);
}

bool kj_article_knows(const kj_article *article, uint32_t offset) {
    return offset <= article->known_place.offset || article->last_page != KJ_PAGE_NONE;
}

kj_status kj_article_before(kj_article *article, kj_stage *stage, uint32_t offset, uint32_t most,
                            uint32_t *page) {
    kj_place place, next;
    uint32_t at = kj_page_table_find_offset(article->pages, offset - 1u, &place);
    for (;; at++, place = next) {
        *page = at;
        if (most-- == 0) {
            return KJ_AGAIN;
        }
        kj_status status = set_one(article, stage, place, &next);
        if (status != KJ_OK) {
            return status;
        }
        learn(article, &stage->list, at, place, next);
        if (next.offset >= offset) {
            return KJ_OK;
        }
    }
}

kj_status kj_article_count(kj_article *article, kj_stage *stage) {
    if (!article->document) {
        return KJ_ERR_STATE;
    }
    if (article->last_page != KJ_PAGE_NONE) {
        return KJ_END;
    }
    kj_place next;
    kj_status status = set_one(article, stage, article->known_place, &next);
    if (status == KJ_OK) {
        learn(article, &stage->list, article->known_page, article->known_place, next);
    } else if (status == KJ_END && article->known_page > 0) {
        article->last_page = article->known_page - 1u;
    }
    return status;
}

kj_status kj_article_find_end(kj_article *article, kj_stage *stage, uint32_t most) {
    kj_status status = KJ_OK;
    for (uint32_t i = 0; i < most && status == KJ_OK; i++) {
        status = kj_article_count(article, stage);
    }
    article->set_page = KJ_PAGE_NONE;
    return status == KJ_END && article->last_page != KJ_PAGE_NONE ? KJ_OK
           : status == KJ_OK                                      ? KJ_AGAIN
                                                                  : status;
}
