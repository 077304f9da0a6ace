/* spine.c - the order of reading: which file stands where in the package document's spine.
 *
 * Looked up in passes over the stream, the identifiers kept as hashes. Layer: document. */
#include "document/edition_private.h"

void kj_package_path(kj_edition *edition, char *path, const char *href) {
    if (!href || kj_zip_resolve(edition->package_path, href, path, KJ_EDITION_PATH_BYTES, NULL,
                                0) != KJ_OK) {
        path[0] = '\0';
    }
}

uint64_t kj_package_id(const char *const *attributes, const char *name) {
    const char *id = kj_xml_attribute(attributes, name);
    return id && *id ? kj_hash_id(id) : 0;
}

static bool is_text_type(const char *type) {
    return type &&
           (kj_same_name(type, "application/xhtml+xml") || kj_same_name(type, "text/html") ||
            kj_same_name(type, "application/xml") || kj_same_name(type, "text/x-oeb1-document"));
}

kj_edition_pass kj_package_pass(kj_edition *edition, kj_xml_handlers handlers) {
    return (kj_edition_pass){
        .handlers = handlers, .locator = edition->package, .name = edition->package_path};
}

typedef struct look_up {
    kj_edition_pass pass; /* first */
    kj_edition *edition;
    kj_spine_batch *batch;
    const char *path;     /* whose place is wanted, NULL: none */
    uint64_t id;          /* of path, 0: not yet known */
    uint32_t from, place; /* first place wanted; of the itemref that comes next */
    uint32_t found;       /* place of path */
    bool has_found, spine_first;
    char scrap[KJ_EDITION_PATH_BYTES];
} look_up;

static void look_up_item(look_up *now, const char *const *attributes) {
    const uint64_t id = kj_package_id(attributes, "id");
    if (now->path && !now->id) {
        kj_package_path(now->edition, now->scrap, kj_xml_attribute(attributes, "href"));
        now->id = kj_same_name(now->scrap, now->path) ? id : 0;
    }
    bool all = now->batch && !now->path;
    for (uint32_t i = 0; now->batch && i < now->batch->count; i++) {
        kj_spine_item *item = &now->batch->items[i];
        if (id && item->id == id && !item->path[0]) {
            kj_package_path(now->edition, item->path, kj_xml_attribute(attributes, "href"));
            item->is_text = is_text_type(kj_xml_attribute(attributes, "media-type"));
        }
        all = all && (item->path[0] || !item->id);
    }
    if (all) {
        kj_edition_enough(&now->pass);
    }
}

static void items_start(void *context, const char *name, const char *const *attributes) {
    look_up *now = context;
    if (!now->pass.done && kj_same_name(name, "item")) {
        look_up_item(now, attributes);
    }
}

bool kj_package_is_linear(const char *const *attributes) {
    const char *linear = kj_xml_attribute(attributes, "linear");
    return !linear || !kj_same_name(linear, "no");
}

/* Whether a tag stands for a place in the order of reading, and of which id: an itemref, or an
 * item of text where the package document has no spine (it was cut short). */
static bool is_place(const look_up *now, const char *name, const char *const *attributes,
                     uint64_t *id) {
    if (now->edition->has_no_spine) {
        *id = kj_package_id(attributes, "id");
        return kj_same_name(name, "item") &&
               is_text_type(kj_xml_attribute(attributes, "media-type"));
    }
    *id = kj_package_id(attributes, "idref");
    return kj_same_name(name, "itemref");
}

/* Fills the batch with what the spine has from a place on, still without paths. */
static void spine_start(void *context, const char *name, const char *const *attributes) {
    look_up *now = context;
    uint64_t id;
    if (now->pass.done || !is_place(now, name, attributes, &id)) {
        return;
    }
    const uint32_t place = now->place++;
    if (place < now->from || !kj_package_is_linear(attributes)) {
        return;
    }
    now->batch->items[now->batch->count++] = (kj_spine_item){.id = id, .place = place};
    if (now->batch->count == KJ_SPINE_BATCH) {
        kj_edition_enough(&now->pass);
    }
}

static void place_start(void *context, const char *name, const char *const *attributes) {
    look_up *now = context;
    uint64_t id;
    if (now->pass.done) {
        return;
    }
    if (kj_same_name(name, "item")) {
        look_up_item(now, attributes);
    }
    if (is_place(now, name, attributes, &id)) {
        now->spine_first = now->spine_first || !now->id;
        if (now->id && id == now->id) {
            now->has_found = kj_package_is_linear(attributes);
            now->found = now->place;
            kj_edition_enough(&now->pass);
        }
        now->place++;
    }
}

static kj_status run_look_up(look_up *now,
                             void (*start)(void *, const char *, const char *const *)) {
    now->place = 0;
    now->pass = kj_package_pass(now->edition, (kj_xml_handlers){.context = now, .start = start});
    return kj_edition_run(now->edition, &now->pass);
}

/* Leaves in the batch what is to be read. */
static void sift(kj_edition *edition, kj_spine_batch *batch) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < batch->count; i++) {
        const kj_spine_item *item = &batch->items[i];
        const bool is_contents = edition->contents == KJ_CONTENTS_NAV &&
                                 kj_same_name(item->path, edition->contents_path);
        if (item->path[0] && !item->is_text) {
            kj_edition_log(edition, item->path, "in the spine, but no XHTML: left out");
        }
        if (item->path[0] && item->is_text && !is_contents) {
            memmove(&batch->items[kept++], item, sizeof *item);
        }
    }
    batch->count = kept;
}

kj_status kj_package_spine(kj_edition *edition, uint32_t place, kj_spine_batch *batch) {
    look_up *now = kj_edition_scratch(edition, sizeof *now);
    kj_status status = now ? KJ_OK : KJ_ERR_MEMORY;
    bool more = true;
    for (batch->count = 0; status == KJ_OK && more && batch->count == 0;) {
        *now = (look_up){.edition = edition, .batch = batch, .from = place};
        status = run_look_up(now, spine_start);
        more = batch->count == KJ_SPINE_BATCH;
        place = more ? batch->items[batch->count - 1u].place + 1u : place;
        if (status == KJ_OK && batch->count > 0) {
            status = run_look_up(now, items_start);
            sift(edition, batch);
        }
    }
    kj_heap_free(edition->config.heap, now);
    return status;
}

kj_status kj_package_items(kj_edition *edition, kj_spine_batch *batch) {
    look_up *now = kj_edition_scratch(edition, sizeof *now);
    if (!now) {
        return KJ_ERR_MEMORY;
    }
    *now = (look_up){.edition = edition, .batch = batch};
    const kj_status status = run_look_up(now, items_start);
    kj_heap_free(edition->config.heap, now);
    return status;
}

kj_status kj_package_front(kj_edition *edition, kj_spine_batch *batch) {
    const bool is_known = batch->count > 0;
    const kj_status status = is_known ? kj_package_items(edition, batch) : KJ_OK;
    if (status == KJ_OK && is_known) {
        sift(edition, batch);
    }
    return status == KJ_OK && batch->count == 0 ? kj_package_spine(edition, 0, batch) : status;
}

kj_status kj_package_place(kj_edition *edition, const char *path, uint32_t *place) {
    look_up *now = kj_edition_scratch(edition, sizeof *now);
    if (!now) {
        return KJ_ERR_MEMORY;
    }
    *now = (look_up){.edition = edition, .path = path};
    kj_status status = run_look_up(now, place_start);
    if (status == KJ_OK && !now->has_found && now->spine_first && now->id) {
        status = run_look_up(now, place_start); /* a spine above its manifest */
    }
    *place = now->found;
    status = status == KJ_OK && !now->has_found ? KJ_ERR_MISSING : status;
    kj_heap_free(edition->config.heap, now);
    return status;
}
