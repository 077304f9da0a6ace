/* toc.c - the points of a table of contents, as entries: sections and articles.
 *
 * A point without points below it is an article. One with points below is a section; its own text
 * begins the first article below where both are in the same file (a chapter's heading above its
 * first part), else it is an article of the same title. Marks are left on the way, ever further
 * apart, so that reading can begin near any entry. Layer: document. */
#include "document/toc_private.h"

#include <stddef.h>

enum { MARK_STEP_FIRST = 8 };

typedef struct run {
    kj_points points; /* first */
    kj_edition *edition;
    kj_toc_visitor visitor;
    kj_point store[2];
    kj_point *held; /* complete, but not yet an entry: its next is not known */
    bool has_held, over;
    uint32_t index;  /* of the next entry */
    uint32_t before; /* hash of the last article's target */
    bool has_lead;   /* a section's own text, for the first article below it */
    char lead_file[KJ_EDITION_PATH_BYTES], lead_anchor[KJ_EDITION_ANCHOR_BYTES];
    char before_folder[KJ_EDITION_PATH_BYTES]; /* news: of the last article */
} run;

static uint32_t hash_target(const char *file, const char *anchor) {
    return kj_hash_name(file) * 31u + (uint32_t)kj_hash_id(anchor);
}

/* Every other mark goes, and those that come are twice as far apart. */
static void thin_out(kj_edition *edition) {
    for (uint16_t i = 0; 2u * i < edition->mark_count; i++) {
        edition->marks[i] = edition->marks[2u * i];
    }
    edition->mark_count = (uint16_t)((edition->mark_count + 1u) / 2u);
    edition->mark_step *= 2u;
}

static void set_mark(kj_edition_mark *mark, const run *now, const kj_point *point) {
    *mark = (kj_edition_mark){.offset = point->offset,
                              .index = now->index,
                              .before = now->before,
                              .depth = point->depth,
                              .path_length = point->path_length};
    memcpy(mark->path, point->path, sizeof mark->path);
}

static void set_near_marks(const run *now, const kj_point *point) {
    kj_edition *edition = now->edition;
    const uint32_t most = edition->near_index, first = edition->near[0].index;
    if (now->index <= most && (first > most || now->index > first)) {
        set_mark(&edition->near[0], now, point);
    }
    set_mark(&edition->near[1], now, point); /* the last one stays */
}

/* A mark before point, whose first entry is index, where it is time for one. */
static void leave_mark(const run *now, const kj_point *point) {
    kj_edition *edition = now->edition;
    if (now->has_lead || point->path_length == 0) {
        return;
    }
    if (edition->is_filling) {
        set_near_marks(now, point);
    }
    const uint16_t count = edition->mark_count;
    const uint32_t last = count ? edition->marks[count - 1u].index : 0;
    if (now->index < last + edition->mark_step) {
        return;
    }
    if (count == KJ_EDITION_MARKS) {
        thin_out(edition);
    } else {
        set_mark(&edition->marks[edition->mark_count++], now, point);
    }
}

static void give(run *now, kj_toc_item item, const kj_point *point) {
    item.index = now->index++;
    item.title = point->title[0] ? point->title : now->edition->config.untitled;
    item.summary = point->summary;
    item.byline = point->byline;
    item.date = point->date;
    if (!now->over && !now->visitor.visit(now->visitor.context, &item)) {
        now->over = true;
        kj_edition_enough(&now->points.pass);
    }
}

static void give_section(run *now, const kj_point *point, uint8_t level) {
    give(now, (kj_toc_item){KJ_ENTRY_SECTION, level, .file = "", .anchor = ""}, point);
}

static void give_article(run *now, const kj_point *point, uint8_t level) {
    const uint32_t target = hash_target(point->file, point->anchor);
    if (!now->has_lead && target == now->before) {
        return; /* the same once more */
    }
    now->before = target;
    give(now,
         (kj_toc_item){KJ_ENTRY_ARTICLE, level,
                       .file = now->has_lead ? now->lead_file : point->file,
                       .anchor = now->has_lead ? now->lead_anchor : point->anchor},
         point);
    now->has_lead = false;
}

static void take_lead(run *now, const kj_point *point) {
    if (!now->has_lead) {
        now->has_lead = true;
        memcpy(now->lead_file, point->file, sizeof now->lead_file);
        memcpy(now->lead_anchor, point->anchor, sizeof now->lead_anchor);
    }
}

static void decide_book(run *now, const kj_point *point, const kj_point *first_below) {
    if (!first_below) {
        if (point->file[0]) {
            give_article(now, point, point->depth);
        } else if (!point->has_href && point->title[0]) {
            give_section(now, point, point->depth);
        }
        return;
    }
    give_section(now, point, point->depth);
    if (!point->file[0]) {
        return;
    }
    if (kj_same_name(point->file, first_below->file)) {
        take_lead(now, point);
    } else {
        give_article(now, point, (uint8_t)(point->depth + 1u));
    }
}

/* The pages of one article are one entry, whatever points at them. */
static bool is_page_of_last(const run *now, const kj_point *point) {
    const size_t length = strlen(now->before_folder);
    return length > 0 && strncmp(now->before_folder, point->file, length) == 0;
}

static void give_news_article(run *now, const kj_point *point, size_t folder) {
    if (!is_page_of_last(now, point)) {
        memcpy(now->before_folder, point->file, folder);
        now->before_folder[folder] = '\0';
        give_article(now, point, point->depth ? 1u : 0u);
    }
}

static void decide_news(run *now, const kj_point *point, const kj_point *first_below) {
    size_t folder = 0;
    const kj_news_place place = kj_news_place_of(point->file, &folder);
    if (place == KJ_NEWS_ARTICLE) {
        give_news_article(now, point, folder);
    } else if (first_below && (place == KJ_NEWS_FEED || !point->file[0])) {
        give_section(now, point, 0);
    } else if (place == KJ_NEWS_OTHER && point->file[0]) {
        first_below ? give_section(now, point, 0) : give_article(now, point, 0);
    }
}

/* Makes entries of point; next: NULL at the end. */
static void decide(run *now, const kj_point *point, const kj_point *next) {
    const kj_point *first_below = next && next->depth > point->depth ? next : NULL;
    if (!is_page_of_last(now, point)) {
        leave_mark(now, point);
    }
    if (now->edition->is_news) {
        decide_news(now, point, first_below);
    } else {
        decide_book(now, point, first_below);
    }
}

static void taken(kj_points *points) {
    run *now = (run *)(void *)points;
    if (now->over) {
        return;
    }
    if (now->has_held) {
        decide(now, now->held, points->open);
    }
    kj_point *const free_one = now->held;
    now->held = points->open;
    points->open = free_one;
    now->has_held = true;
}

static const kj_edition_mark *mark_before(const kj_edition *edition, uint32_t index) {
    const kj_edition_mark *found = NULL;
    for (uint16_t i = 0; i < edition->mark_count && edition->marks[i].index <= index; i++) {
        found = &edition->marks[i];
    }
    for (int i = 0; i < 2; i++) {
        const kj_edition_mark *near = &edition->near[i];
        if (near->index > 0 && near->index <= index && (!found || near->index > found->index)) {
            found = near;
        }
    }
    return found;
}

static kj_status run_from(run *now, const kj_edition_mark *mark) {
    kj_edition_mark kept = mark ? *mark : (kj_edition_mark){.index = 0}; /* thinned out meanwhile */
    now->index = kept.index;
    now->before = kept.before;
    now->points.edition = now->edition;
    now->points.open = &now->store[0];
    now->held = &now->store[1];
    now->points.taken = taken;
    kj_points_begin(&now->points, mark ? &kept : NULL);
    const kj_status status = kj_edition_run(now->edition, &now->points.pass);
    if (status == KJ_OK && !now->over) {
        kj_points_finish(&now->points);
        if (now->has_held) {
            decide(now, now->held, NULL);
        }
    }
    return status;
}

kj_status kj_toc_visit(kj_edition *edition, uint32_t index, kj_toc_visitor visitor) {
    run *now = kj_edition_scratch(edition, sizeof *now);
    if (!now) {
        return KJ_ERR_MEMORY;
    }
    now->edition = edition;
    now->visitor = visitor;
    edition->mark_step = edition->mark_step ? edition->mark_step : MARK_STEP_FIRST;
    const kj_status status = run_from(now, mark_before(edition, index));
    kj_heap_free(edition->config.heap, now);
    return status;
}

void kj_toc_forget(kj_edition *edition) {
    edition->mark_count = 0;
    edition->mark_step = 0;
    edition->near[0].index = edition->near[1].index = 0;
}

/* --- is it of any use? --- */

enum { PROBE_ARTICLES = 8 };

typedef struct probe {
    kj_edition *edition;
    unsigned articles;
    bool is_news, has_text;
    kj_status status;
} probe;

static bool probe_entry(void *context, const kj_toc_item *item) {
    probe *now = context;
    kj_zip_entry entry;
    if (item->kind == KJ_ENTRY_SECTION) {
        return true;
    }
    now->is_news = now->is_news || kj_news_place_of(item->file, NULL) == KJ_NEWS_ARTICLE;
    const kj_status status = kj_edition_find(now->edition, item->file, &entry);
    now->has_text = now->has_text || status == KJ_OK;
    if (status != KJ_OK && status != KJ_ERR_MISSING) {
        now->status = status;
    }
    /* calibre's cover page and index may come first */
    const bool is_front = kj_news_place_of(item->file, NULL) == KJ_NEWS_FRONT ||
                          kj_news_place_of(item->file, NULL) == KJ_NEWS_FEED;
    return now->status == KJ_OK && !now->is_news && ++now->articles < PROBE_ARTICLES &&
           (!now->has_text || is_front);
}

kj_status kj_toc_probe(kj_edition *edition) {
    probe now = {.edition = edition, .status = KJ_OK};
    edition->is_news = false;
    kj_toc_forget(edition);
    const kj_status status =
        kj_toc_visit(edition, 0, (kj_toc_visitor){.context = &now, .visit = probe_entry});
    if (status != KJ_OK || now.status != KJ_OK) {
        return status != KJ_OK ? status : now.status;
    }
    edition->is_news = now.is_news;
    if (now.is_news) {
        kj_toc_forget(edition); /* those were of a book's entries */
    }
    return now.has_text ? KJ_OK : KJ_ERR_MISSING;
}
