/* contents.c - the list of entries through a window: of whatever source, from any index on.
 *
 * The window is a few KB of packed records; behind it stands a pass over the table of contents
 * from the nearest mark, or over the spine where there is no table. Layer: document. */
#include "document/edition_private.h"

enum {
    BACK = 10,              /* entries before the one asked for, when going backwards */
    NEAR = 96,              /* entries before those, at least: where the next ones begin from */
    LOOK_BYTES = 16 * 1024, /* of a file, for its title */
    RECORD_STRINGS = 4,
    RECORD_HEAD = 4
};

/* --- the spine as a table of contents --- */

typedef struct title_look {
    kj_edition_pass pass; /* first */
    const char *not_this; /* a title that tells nothing: the edition's own */
    kj_toc_label label;
    char title[KJ_EDITION_TITLE_MAX + 1u], heading[KJ_EDITION_TITLE_MAX + 1u];
    unsigned inside;
} title_look;

static bool is_heading(const char *name) {
    return (name[0] == 'h' || name[0] == 'H') && name[1] >= '1' && name[1] <= '6' && !name[2];
}

static void title_start(void *context, const char *name, const char *const *attributes) {
    title_look *now = context;
    (void)attributes;
    if (now->pass.done) {
        return;
    }
    if (kj_xml_offset(now->pass.xml) > LOOK_BYTES) {
        kj_edition_enough(&now->pass);
    } else if (now->inside) {
        now->inside++;
    } else if (is_heading(name) && !now->heading[0]) {
        now->inside = 1;
        kj_toc_label_begin(&now->label, now->heading, sizeof now->heading);
    } else if (kj_same_name(name, "title") && !now->title[0]) {
        now->inside = 1;
        kj_toc_label_begin(&now->label, now->title, sizeof now->title);
    }
}

static void title_end(void *context, const char *name) {
    title_look *now = context;
    (void)name;
    if (now->pass.done || !now->inside || --now->inside > 0) {
        return;
    }
    kj_toc_label_finish(&now->label);
    now->label.text = NULL;
    if (strcmp(now->title, now->not_this) == 0) {
        now->title[0] = '\0';
    }
    if (now->title[0] || now->heading[0]) {
        kj_edition_enough(&now->pass);
    }
}

static void title_text(void *context, const char *text, size_t length) {
    title_look *now = context;
    if (now->inside) {
        kj_toc_label_add(&now->label, text, length);
    }
}

/* The file's title, else its first heading, else its name. */
static kj_status look_for_title(kj_edition *edition, const char *path, char *title) {
    kj_zip_entry entry;
    const char *slash = strrchr(path, '/');
    title_look *now = kj_edition_scratch(edition, sizeof *now);
    if (!now) {
        return KJ_ERR_MEMORY;
    }
    kj_status status = kj_edition_find(edition, path, &entry);
    if (status == KJ_OK) {
        now->not_this = edition->title;
        now->pass = (kj_edition_pass){.handlers = {now, title_start, title_end, title_text},
                                      .locator = entry.locator,
                                      .name = path};
        status = kj_edition_run(edition, &now->pass);
    }
    kj_toc_label_set(title, KJ_EDITION_TITLE_MAX + 1u,
                     now->title[0]     ? now->title
                     : now->heading[0] ? now->heading
                                       : (slash ? slash + 1 : path));
    kj_heap_free(edition->config.heap, now);
    return status == KJ_ERR_IO || status == KJ_ERR_MEMORY ? status : KJ_OK;
}

/* A mark before every so manyth item: its offset is a place in the spine. */
static void leave_spine_mark(kj_edition *edition, uint32_t index, uint32_t place) {
    const uint16_t count = edition->mark_count;
    const uint32_t last = count ? edition->marks[count - 1u].index : 0;
    edition->mark_step = edition->mark_step ? edition->mark_step : KJ_SPINE_BATCH;
    if (index < last + edition->mark_step) {
        return;
    }
    if (count == KJ_EDITION_MARKS) {
        for (uint16_t i = 0; 2u * i < count; i++) {
            edition->marks[i] = edition->marks[2u * i];
        }
        edition->mark_count = (uint16_t)((count + 1u) / 2u);
        edition->mark_step *= 2u;
        return;
    }
    edition->marks[edition->mark_count++] = (kj_edition_mark){.index = index, .offset = place};
}

typedef struct spine_walk {
    kj_spine_batch batch;
    char title[KJ_EDITION_TITLE_MAX + 1u];
} spine_walk;

/* Gives the batch's items; those before index without looking for their titles. */
static kj_status give_batch(kj_edition *edition, spine_walk *now, uint32_t first, uint32_t index,
                            kj_toc_visitor visitor, bool *more) {
    for (uint32_t i = 0; i < now->batch.count && *more; i++) {
        const kj_spine_item *item = &now->batch.items[i];
        kj_status status = KJ_OK;
        now->title[0] = '\0';
        leave_spine_mark(edition, first + i, item->place);
        if (first + i >= index) {
            status = look_for_title(edition, item->path, now->title);
        }
        if (status != KJ_OK) {
            return status;
        }
        const kj_toc_item entry = {KJ_ENTRY_ARTICLE, 0, first + i, now->title, "", "", "",
                                   item->path,       ""};
        *more = visitor.visit(visitor.context, &entry);
    }
    return KJ_OK;
}

static kj_status visit_spine(kj_edition *edition, uint32_t index, kj_toc_visitor visitor) {
    spine_walk *now = kj_edition_scratch(edition, sizeof *now);
    uint32_t first = 0, place = 0;
    bool more = true;
    kj_status status = now ? KJ_OK : KJ_ERR_MEMORY;
    for (uint16_t i = 0; i < edition->mark_count && edition->marks[i].index <= index; i++) {
        first = edition->marks[i].index;
        place = edition->marks[i].offset;
    }
    while (status == KJ_OK && more) {
        status = kj_package_spine(edition, place, &now->batch);
        if (status != KJ_OK || now->batch.count == 0) {
            break;
        }
        place = now->batch.items[now->batch.count - 1u].place + 1u;
        status = give_batch(edition, now, first, index, visitor, &more);
        first += now->batch.count;
    }
    kj_heap_free(edition->config.heap, now);
    return status;
}

/* --- any source --- */

typedef struct shifted {
    kj_toc_visitor visitor;
    bool enough;
} shifted;

static bool visit_shifted(void *context, const kj_toc_item *item) {
    shifted *now = context;
    kj_toc_item moved = *item;
    moved.index++;
    now->enough = !now->visitor.visit(now->visitor.context, &moved);
    return !now->enough;
}

/* What lies before the first entry, as an entry of the edition's title. */
static kj_status give_front(kj_edition *edition, shifted *now) {
    kj_spine_batch *batch = kj_edition_scratch(edition, sizeof *batch);
    if (!batch) {
        return KJ_ERR_MEMORY;
    }
    const kj_status status = kj_package_spine(edition, edition->front, batch);
    if (status == KJ_OK && batch->count > 0) {
        const kj_toc_item front = {.kind = KJ_ENTRY_ARTICLE,
                                   .title = edition->title,
                                   .summary = "",
                                   .byline = "",
                                   .date = "",
                                   .file = batch->items[0].path,
                                   .anchor = ""};
        now->enough = !now->visitor.visit(now->visitor.context, &front);
    }
    kj_heap_free(edition->config.heap, batch);
    return status;
}

kj_status kj_contents_visit(kj_edition *edition, uint32_t index, kj_toc_visitor visitor) {
    shifted now = {.visitor = visitor};
    if (edition->contents == KJ_CONTENTS_SPINE) {
        return visit_spine(edition, index, visitor);
    }
    if (!edition->has_front) {
        return kj_toc_visit(edition, index, visitor);
    }
    const kj_status status = index == 0 ? give_front(edition, &now) : KJ_OK;
    if (status != KJ_OK || now.enough) {
        return status;
    }
    return kj_toc_visit(edition, index ? index - 1u : 0,
                        (kj_toc_visitor){.context = &now, .visit = visit_shifted});
}

/* --- the window --- */

/* A record: its length in 2 bytes, kind, level, then the strings with their NULs. */
static size_t record_length(const uint8_t *record) { return record[0] | (size_t)record[1] << 8; }

typedef struct fill {
    kj_edition *edition;
    uint32_t from, wanted, seen;
} fill;

static void drop_first(kj_edition *edition) {
    const size_t length = record_length(edition->window);
    edition->window_used = (uint16_t)(edition->window_used - length);
    memmove(edition->window, edition->window + length, edition->window_used);
    edition->window_first++;
    edition->window_count--;
}

static void pack(kj_edition *edition, const kj_toc_item *item, const char *const *strings,
                 size_t length) {
    uint8_t *record = edition->window + edition->window_used;
    uint8_t *to = record + RECORD_HEAD;
    record[0] = (uint8_t)length;
    record[1] = (uint8_t)(length >> 8);
    record[2] = (uint8_t)item->kind;
    record[3] = item->level;
    for (int i = 0; i < RECORD_STRINGS; i++) {
        const size_t bytes = strlen(strings[i]) + 1u;
        memcpy(to, strings[i], bytes);
        to += bytes;
    }
    edition->window_used = (uint16_t)(edition->window_used + length);
    edition->window_count++;
}

static bool fill_visit(void *context, const kj_toc_item *item) {
    fill *now = context;
    kj_edition *edition = now->edition;
    const char *title = item->title[0] ? item->title : edition->config.untitled;
    const char *strings[RECORD_STRINGS] = {title, item->summary, item->byline, item->date};
    size_t length = RECORD_HEAD;
    now->seen = item->index + 1u;
    if (item->index < now->from) {
        return true;
    }
    for (int i = 0; i < RECORD_STRINGS; i++) {
        length += strlen(strings[i]) + 1u;
    }
    while (edition->window_used + length > sizeof edition->window) {
        if (now->wanted < item->index) {
            return false; /* it is in, and the window is full */
        }
        drop_first(edition);
    }
    if (edition->window_count == 0) {
        edition->window_first = item->index;
    }
    pack(edition, item, strings, length);
    return true;
}

static bool is_in_window(const kj_edition *edition, uint32_t index) {
    return index >= edition->window_first && index - edition->window_first < edition->window_count;
}

static kj_status fill_window(kj_edition *edition, uint32_t index) {
    const bool backwards = edition->window_count > 0 && index < edition->window_first;
    const uint32_t back = !backwards ? 0 : index < BACK ? index : BACK;
    fill now = {.edition = edition, .from = index - back, .wanted = index};
    edition->window_count = 0;
    edition->window_used = 0;
    edition->near_index = now.from > NEAR ? now.from - NEAR : 0;
    edition->is_filling = true;
    const kj_status status = kj_contents_visit(
        edition, now.from, (kj_toc_visitor){.context = &now, .visit = fill_visit});
    edition->is_filling = false;
    if (status != KJ_OK) {
        edition->window_count = 0;
        return status;
    }
    if (now.seen > 0 && !is_in_window(edition, index)) {
        edition->entry_count = now.seen;
    }
    return KJ_OK;
}

static const char *unpack(char *to, size_t capacity, const char *from) {
    const size_t length = strlen(from);
    memcpy(to, from, length < capacity ? length + 1u : capacity);
    to[capacity - 1u] = '\0';
    return from + length + 1u;
}

kj_status kj_edition_entry(kj_edition *edition, uint32_t index, kj_entry *entry) {
    if (index >= edition->entry_count) {
        return KJ_END;
    }
    if (!is_in_window(edition, index)) {
        if (edition->article.xhtml) {
            kj_xhtml_rest(edition->article.xhtml);
        }
        const kj_status status = fill_window(edition, index);
        if (status != KJ_OK) {
            return status;
        }
        if (!is_in_window(edition, index)) {
            return KJ_END;
        }
    }
    const uint8_t *record = edition->window;
    for (uint32_t i = edition->window_first; i < index; i++) {
        record += record_length(record);
    }
    const char *from = (const char *)record + RECORD_HEAD;
    entry->kind = (kj_entry_kind)record[2];
    entry->level = record[3];
    entry->index = index;
    from = unpack(entry->title, sizeof entry->title, from);
    from = unpack(entry->summary, sizeof entry->summary, from);
    from = unpack(entry->byline, sizeof entry->byline, from);
    (void)unpack(entry->date, sizeof entry->date, from);
    return KJ_OK;
}

/* --- counting --- */

typedef struct tally {
    uint32_t most, articles;
} tally;

static bool count_visit(void *context, const kj_toc_item *item) {
    tally *now = context;
    if (item->index >= now->most) {
        return false;
    }
    now->articles += item->kind == KJ_ENTRY_ARTICLE;
    return true;
}

kj_status kj_edition_count(kj_edition *edition, uint32_t most, uint32_t *count) {
    tally now = {.most = most};
    if (edition->article.xhtml) {
        kj_xhtml_rest(edition->article.xhtml);
    }
    const kj_status status =
        kj_contents_visit(edition, 0, (kj_toc_visitor){.context = &now, .visit = count_visit});
    *count = now.articles;
    return status;
}
