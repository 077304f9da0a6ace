/* pieces.c - which parts of which files an article is made of.
 *
 * The spine is cut at the target of every article; an article is what lies between its target and
 * the cut that follows in the text, so that nothing is lost and nothing comes twice, whatever the
 * order of the table of contents. The files behind the first are looked up when they are reached.
 * Layer: document. */
#include "document/edition_private.h"

enum { CUTS_MAX = 256, NEIGHBOURS = 4 };

/* --- where the article begins, and what is around it --- */

typedef struct around {
    kj_edition *edition;
    uint32_t index;
    kj_status status; /* of finding it */
    bool shares_file; /* with the article before or after */
    uint32_t file, before;
} around;

static bool around_visit(void *context, const kj_toc_item *item) {
    around *now = context;
    kj_edition_article *article = &now->edition->article;
    const uint32_t file = kj_hash_name(item->file);
    if (item->index == now->index) {
        now->status = item->kind == KJ_ENTRY_ARTICLE ? KJ_OK : KJ_ERR_ARGUMENT;
        now->file = file;
        now->shares_file = item->anchor[0] || now->before == file;
        memcpy(article->first.path, item->file, strlen(item->file) + 1u);
        memcpy(article->first.from, item->anchor, strlen(item->anchor) + 1u);
        return now->status == KJ_OK;
    }
    if (item->kind != KJ_ENTRY_ARTICLE) {
        return true;
    }
    if (item->index < now->index) {
        now->before = file;
        return true;
    }
    now->shares_file = now->shares_file || file == now->file;
    article->after = item->anchor[0] ? 0 : file;
    return false;
}

/* --- cuts in a file --- */

typedef struct cuts {
    kj_edition_pass pass; /* first */
    const char *file;
    bool at_start; /* an article begins with the file */
    bool started, is_first;
    bool all; /* the whole file is looked through */
    uint32_t count, found;
    uint64_t ids[CUTS_MAX]; /* hashes; more articles in one file are not told apart */
    uint64_t from;
    char first[KJ_EDITION_ANCHOR_BYTES], to[KJ_EDITION_ANCHOR_BYTES];
    char id[KJ_EDITION_ANCHOR_BYTES];
    bool has_found[CUTS_MAX]; /* of ids */
} cuts;

/* Which of the cuts has this id; count: none. */
static uint32_t cut_of(const cuts *now, uint64_t id) {
    uint32_t i = 0;
    while (i < now->count && now->ids[i] != id) {
        i++;
    }
    return i;
}

static bool cuts_visit(void *context, const kj_toc_item *item) {
    cuts *now = context;
    if (item->kind == KJ_ENTRY_ARTICLE && kj_same_name(item->file, now->file)) {
        if (!item->anchor[0]) {
            now->at_start = true;
        } else if (now->count < CUTS_MAX) {
            const uint64_t id = kj_hash_id(item->anchor);
            const uint32_t known = cut_of(now, id);
            now->ids[known] = id;
            now->count += known == now->count;
        }
    }
    return true;
}

/* All articles that begin in file. */
static kj_status find_cuts(kj_edition *edition, cuts *now, const char *file) {
    memset(now, 0, sizeof *now);
    now->file = file;
    return kj_contents_visit(edition, 0, (kj_toc_visitor){.context = now, .visit = cuts_visit});
}

static void cut_here(cuts *now, const char *id, uint64_t hash) {
    if (!now->started && hash == now->from) {
        now->started = true;
        now->is_first = now->first[0] == '\0';
    } else if (now->started && !now->to[0]) {
        memcpy(now->to, id, sizeof now->to);
        if (!now->all) {
            kj_edition_enough(&now->pass);
        }
    }
    if (!now->first[0]) {
        memcpy(now->first, id, sizeof now->first);
    }
}

static void cuts_start(void *context, const char *name, const char *const *attributes) {
    cuts *now = context;
    const char *id = kj_xml_attribute(attributes, "id");
    if (!id && kj_same_name(name, "a")) {
        id = kj_xml_attribute(attributes, "name");
    }
    if (now->pass.done || !id || !*id) {
        return;
    }
    const size_t whole = strlen(id), most = sizeof now->id - 1u;
    const size_t length = whole < most ? whole : most;
    memcpy(now->id, id, length);
    now->id[length] = '\0';
    const uint64_t hash = kj_hash_id(now->id);
    const uint32_t cut = cut_of(now, hash);
    if (cut < now->count && !now->has_found[cut]) {
        now->has_found[cut] = true;
        now->found++;
        cut_here(now, now->id, hash);
    }
}

/* Which of the cuts comes first in the file, which after from ("": the beginning). all: an article
 * whose anchor is nowhere is found too, and has the file's beginning. */
static kj_status scan_file(kj_edition *edition, cuts *now, uint32_t locator, const char *from,
                           bool all) {
    now->all = all;
    now->from = from[0] ? kj_hash_id(from) : 0;
    now->started = !from[0];
    now->pass = (kj_edition_pass){
        .handlers = {.context = now, .start = cuts_start}, .locator = locator, .name = now->file};
    const kj_status status = kj_edition_run(edition, &now->pass);
    now->at_start = now->at_start || (all && now->found < now->count);
    return status == KJ_ERR_FORMAT || status == KJ_ERR_TOO_LARGE ? KJ_OK : status;
}

/* Sets from and to of the first part where other articles begin in its file. */
static kj_status cut_first(kj_edition *edition) {
    kj_xhtml_part *first = &edition->article.first;
    cuts *now = kj_edition_scratch(edition, sizeof *now);
    kj_status status = now ? find_cuts(edition, now, first->path) : KJ_ERR_MEMORY;
    const bool is_front = !edition->has_front && kj_hash_name(first->path) == edition->front_file;
    if (status == KJ_OK) {
        status = scan_file(edition, now, first->locator, first->from, is_front);
    }
    if (status == KJ_OK && now->started) {
        memcpy(first->to, now->to, sizeof first->to);
        if (is_front && now->is_first && !now->at_start) {
            first->from[0] = '\0'; /* nobody else has the text above it */
        }
    } else if (status == KJ_OK) {
        first->from[0] = '\0'; /* an anchor that is nowhere: as if none were given */
        memcpy(first->to, now->first, sizeof first->to);
    }
    kj_heap_free(edition->config.heap, now);
    return status;
}

kj_status kj_pieces_begin(kj_edition *edition, uint32_t index) {
    kj_edition_article *article = &edition->article;
    around now = {.edition = edition, .index = index, .status = KJ_ERR_RANGE};
    kj_zip_entry entry;
    *article = (kj_edition_article){.part_count = UINT32_MAX};
    const uint32_t from = index > NEIGHBOURS ? index - NEIGHBOURS : 0;
    kj_status status =
        kj_contents_visit(edition, from, (kj_toc_visitor){.context = &now, .visit = around_visit});
    status = status == KJ_OK ? now.status : status;
    status = status == KJ_OK ? kj_edition_find(edition, article->first.path, &entry) : status;
    if (status != KJ_OK) {
        return status;
    }
    article->first.locator = entry.locator;
    if (edition->contents == KJ_CONTENTS_SPINE) {
        article->part_count = 1;
    } else if (edition->is_news) {
        article->first.from[0] = '\0';
    } else if (now.shares_file) {
        status = cut_first(edition);
        article->part_count = article->first.to[0] ? 1 : UINT32_MAX;
    }
    return status;
}

/* --- the files behind the first --- */

static bool is_page_of(const char *first, const char *path) {
    size_t folder = 0;
    return kj_news_place_of(first, &folder) == KJ_NEWS_ARTICLE && strncmp(first, path, folder) == 0;
}

/* Whether the file of the spine that comes next is the article's: KJ_OK, with part->to where only
 * its beginning is; KJ_END: it is not. */
static kj_status belongs(kj_edition *edition, kj_xhtml_part *part) {
    kj_edition_article *article = &edition->article;
    if (edition->is_news) {
        return is_page_of(article->first.path, part->path) ? KJ_OK : KJ_END;
    }
    if (article->after && article->after == kj_hash_name(part->path)) {
        return KJ_END;
    }
    cuts *now = kj_edition_scratch(edition, sizeof *now);
    kj_status status = now ? find_cuts(edition, now, part->path) : KJ_ERR_MEMORY;
    if (status == KJ_OK && now->at_start) {
        status = KJ_END;
    } else if (status == KJ_OK && now->count > 0) {
        status = scan_file(edition, now, part->locator, "", true);
        memcpy(part->to, now->first, sizeof part->to);
        status = status == KJ_OK && now->at_start ? KJ_END : status;
    }
    kj_heap_free(edition->config.heap, now);
    return status;
}

/* item as a part. KJ_OK; KJ_END: it is not in the archive, which is logged. */
static kj_status part_of(kj_edition *edition, const kj_spine_item *item, kj_xhtml_part *part) {
    kj_zip_entry entry;
    const kj_status status = kj_edition_find(edition, item->path, &entry);
    if (status == KJ_ERR_MISSING) {
        kj_edition_log(edition, item->path, "in the spine, but not in the archive");
        return KJ_END;
    }
    if (status == KJ_OK) {
        memset(part, 0, sizeof *part);
        part->locator = entry.locator;
        memcpy(part->path, item->path, sizeof part->path);
    }
    return status;
}

/* The next file at or behind place that is in the archive, and its place; below limit, the last
 * such of those looked up together (backwards) or the first. KJ_OK; KJ_END. */
static kj_status file_from(kj_edition *edition, uint32_t *place, uint32_t limit,
                           kj_xhtml_part *part) {
    kj_spine_batch *batch = kj_edition_scratch(edition, sizeof *batch);
    kj_status status = batch ? KJ_OK : KJ_ERR_MEMORY, found = KJ_END;
    uint32_t from = *place;
    do {
        status = status == KJ_OK ? kj_package_spine(edition, from, batch) : status;
        for (uint32_t i = 0; status == KJ_OK && i < batch->count; i++) {
            const kj_spine_item *item = &batch->items[i];
            from = item->place + 1u;
            if (item->place >= limit) {
                break;
            }
            const kj_status here = part_of(edition, item, part);
            if (here == KJ_OK) {
                *place = item->place;
                found = KJ_OK;
            } else if (here != KJ_END) {
                status = here;
            }
            if (here == KJ_OK && limit == UINT32_MAX) {
                break;
            }
        }
    } while (status == KJ_OK && found == KJ_END && batch->count > 0 && from < limit);
    kj_heap_free(edition->config.heap, batch);
    return status == KJ_OK ? found : status;
}

/* One part further. */
static kj_status step(kj_edition *edition, kj_xhtml_part *part) {
    kj_edition_article *article = &edition->article;
    uint32_t place = article->place;
    kj_status status = KJ_OK;
    if (article->part == 0) {
        status = kj_package_place(edition, article->first.path, &place);
        status = status == KJ_ERR_MISSING ? KJ_END : status;
    }
    place++;
    status = status == KJ_OK ? file_from(edition, &place, UINT32_MAX, part) : status;
    status = status == KJ_OK ? belongs(edition, part) : status;
    if (status == KJ_OK) {
        article->part++;
        article->place = place;
        article->part_count = part->to[0] ? article->part + 1u : article->part_count;
    } else if (status == KJ_END) {
        article->part_count = article->part + 1u;
    }
    return status;
}

/* A part that was given before: it need not be asked again whether it belongs. */
static kj_status part_again(kj_edition *edition, uint32_t index, kj_xhtml_part *part) {
    const kj_edition_article *article = &edition->article;
    uint32_t place = article->place;
    kj_status status = KJ_OK;
    if (index == article->part) {
        status = file_from(edition, &place, UINT32_MAX, part);
        return status == KJ_OK && index + 1u == article->part_count ? belongs(edition, part)
                                                                    : status;
    }
    if (index + 1u == article->part) { /* a page back, over the edge of a file */
        place = article->place > KJ_SPINE_BATCH ? article->place - KJ_SPINE_BATCH : 0;
        status = file_from(edition, &place, article->place, part);
        if (status != KJ_END) {
            return status;
        }
    }
    status = kj_package_place(edition, article->first.path, &place);
    for (uint32_t i = 0; status == KJ_OK && i < index; i++) {
        place++;
        status = file_from(edition, &place, UINT32_MAX, part);
    }
    return status;
}

kj_status kj_pieces_get(void *context, unsigned index, kj_xhtml_part *part) {
    kj_edition *edition = context;
    kj_edition_article *article = &edition->article;
    if (index >= article->part_count) {
        return KJ_END;
    }
    if (index == 0) {
        *part = article->first;
        return KJ_OK;
    }
    if (index <= article->part) {
        return part_again(edition, index, part);
    }
    kj_status status = KJ_OK;
    while (status == KJ_OK && article->part < index) {
        status = step(edition, part);
    }
    return status;
}
