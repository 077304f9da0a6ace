/* package.c - the package document: metadata, where the contents are, the order of reading.
 *
 * Read in passes over the stream and never held: an identifier is kept as a hash, so that a
 * manifest of any size takes the same memory. Layer: document. */
#include "base/ascii.h"
#include "base/bytes.h"
#include "document/edition_private.h"

typedef struct reading {
    kj_edition_pass pass; /* first */
    kj_edition *edition;
    kj_package_found *found;
    kj_toc_label label, nothing;
    char scrap[64];
    uint64_t first_title, main_title, refined; /* hashes of ids, 0: none */
    uint64_t cover_id, contents_id, ncx_id;
    char cover[KJ_EDITION_PATH_BYTES], guide_cover[KJ_EDITION_PATH_BYTES];
    bool has_title, has_creator, takes_main, cover_is_sure;
    uint8_t date_rank;    /* 0: none, 1: modified, 2: dc:date, 3: date of publication */
    unsigned collections; /* metadata of collections inside the package is not ours */
    uint64_t unique_id;   /* hash of the id of the identifier that counts, 0: none is named */
    uint64_t identifier, modified; /* hashes of their texts without white space */
    uint64_t *hashing;             /* which of them is being read, NULL: none */
    bool has_unique, has_modified;
} reading;

static void take_item(reading *now, const char *const *attributes) {
    const char *href = kj_xml_attribute(attributes, "href");
    const char *type = kj_xml_attribute(attributes, "media-type");
    const char *properties = kj_xml_attribute(attributes, "properties");
    const uint64_t id = kj_package_id(attributes, "id");
    if (kj_has_token(properties, "nav") && !now->found->nav[0]) {
        kj_package_path(now->edition, now->found->nav, href);
    }
    if (type && kj_same_name(type, "application/x-dtbncx+xml") && !now->found->ncx[0]) {
        kj_package_path(now->edition, now->found->ncx, href);
        now->ncx_id = id;
    }
    const bool named = id && id == now->cover_id;
    const bool sure = kj_has_token(properties, "cover-image");
    if (sure || (named && !now->cover_is_sure)) {
        kj_package_path(now->edition, now->cover, href);
        now->cover_is_sure = sure;
    }
}

static void begin_date(reading *now, uint8_t rank) {
    if (rank > now->date_rank) {
        now->date_rank = rank;
        kj_toc_label_begin(&now->label, now->edition->date, sizeof now->edition->date);
    }
}

static void begin_hash(reading *now, uint64_t *hash) {
    *hash = KJ_HASH_START;
    now->hashing = hash;
}

/* The one that the package names, else the first that is not empty. */
static void take_identifier(reading *now, const char *const *attributes) {
    const uint64_t id = kj_package_id(attributes, "id");
    const bool is_unique = id && id == now->unique_id;
    const bool has_none = now->identifier == 0 || now->identifier == KJ_HASH_START;
    if (!now->has_unique && (is_unique || has_none)) {
        begin_hash(now, &now->identifier);
        now->has_unique = is_unique;
    }
}

static void take_meta(reading *now, const char *const *attributes) {
    const char *name = kj_xml_attribute(attributes, "name");
    const char *property = kj_xml_attribute(attributes, "property");
    const char *refines = kj_xml_attribute(attributes, "refines");
    if (name && kj_same_name(name, "cover")) {
        now->cover_id = kj_package_id(attributes, "content");
    }
    if (property && strcmp(property, "dcterms:modified") == 0 && !refines) {
        begin_date(now, 1);
        if (!now->has_modified) {
            begin_hash(now, &now->modified);
            now->has_modified = true;
        }
    }
    if (property && strcmp(property, "title-type") == 0 && refines && refines[0] == '#') {
        now->refined = kj_hash_id(refines + 1);
        kj_toc_label_begin(&now->label, now->scrap, sizeof now->scrap);
    }
}

static void take_creator(reading *now) {
    kj_edition *edition = now->edition;
    if (!now->has_creator) {
        kj_toc_label_begin(&now->nothing, edition->creator, sizeof edition->creator);
    } else if (now->nothing.length > 0) {
        kj_toc_label_add(&now->nothing, ", ", 2);
    }
    now->has_creator = true;
    now->label = now->nothing; /* the one label that goes on after another */
}

static void take_title(reading *now, const char *const *attributes) {
    const uint64_t id = kj_package_id(attributes, "id");
    if (now->takes_main ? id == now->main_title : !now->has_title) {
        now->first_title = id;
        now->has_title = true;
        kj_toc_label_begin(&now->label, now->edition->title, sizeof now->edition->title);
    }
}

static void take_metadata(reading *now, const char *name, const char *const *attributes) {
    kj_edition *edition = now->edition;
    if (kj_same_name(name, "creator")) {
        take_creator(now);
    } else if (kj_same_name(name, "language") && !edition->language[0]) {
        kj_toc_label_begin(&now->label, edition->language, sizeof edition->language);
    } else if (kj_same_name(name, "date")) {
        const char *event = kj_xml_attribute(attributes, "event");
        begin_date(now, event && kj_same_name(event, "publication")    ? 3
                        : event && kj_same_name(event, "modification") ? 1
                                                                       : 2);
    } else if (kj_same_name(name, "identifier")) {
        take_identifier(now, attributes);
    } else if (kj_same_name(name, "meta")) {
        take_meta(now, attributes);
    }
}

static void take_reference(reading *now, const char *const *attributes) {
    const char *type = kj_xml_attribute(attributes, "type");
    if (type && kj_same_name(type, "cover") && !now->guide_cover[0]) {
        kj_package_path(now->edition, now->guide_cover, kj_xml_attribute(attributes, "href"));
    }
}

static void take_itemref(kj_package_found *found, const char *const *attributes) {
    kj_spine_batch *front = &found->front;
    if (front->count < KJ_SPINE_BATCH && kj_package_is_linear(attributes)) {
        front->items[front->count++] =
            (kj_spine_item){.id = kj_package_id(attributes, "idref"), .place = found->spine_count};
    }
    found->spine_count++;
}

static void package_start(void *context, const char *name, const char *const *attributes) {
    reading *now = context;
    if (kj_same_name(name, "collection")) {
        now->collections++;
    }
    if (now->pass.done || now->collections) {
        return;
    }
    if (kj_same_name(name, "title")) {
        take_title(now, attributes);
    } else if (now->takes_main) {
        return;
    } else if (kj_same_name(name, "item")) {
        take_item(now, attributes);
    } else if (kj_same_name(name, "itemref")) {
        take_itemref(now->found, attributes);
    } else if (kj_same_name(name, "package")) {
        now->unique_id = kj_package_id(attributes, "unique-identifier");
    } else if (kj_same_name(name, "spine")) {
        now->contents_id = kj_package_id(attributes, "toc");
    } else if (kj_same_name(name, "reference")) {
        take_reference(now, attributes);
    } else {
        take_metadata(now, name, attributes);
    }
}

static void package_text(void *context, const char *text, size_t length) {
    reading *now = context;
    kj_toc_label_add(&now->label, text, length);
    for (size_t i = 0; now->hashing && i < length; i++) {
        if (!kj_ascii_is_blank((uint8_t)text[i])) {
            *now->hashing = kj_hash_bytes(*now->hashing, text + i, 1);
        }
    }
}

static void package_end(void *context, const char *name) {
    reading *now = context;
    if (kj_same_name(name, "collection") && now->collections) {
        now->collections--;
    }
    now->hashing = NULL;
    if (!now->label.text) {
        return;
    }
    kj_toc_label_finish(&now->label);
    if (now->label.text == now->edition->creator) {
        now->nothing = now->label;
    } else if (now->label.text == now->scrap && strcmp(now->scrap, "main") == 0) {
        now->main_title = now->refined;
    } else if (now->label.text == now->edition->title && !now->edition->title[0]) {
        now->has_title = false; /* an empty one: the next is as good */
    }
    now->label.text = NULL;
}

/* Items that were named before or after their ids were known. */
static kj_status resolve_late(reading *now) {
    const bool late_ncx = now->contents_id && now->contents_id != now->ncx_id;
    const bool late_cover = now->cover_id && !now->cover[0];
    kj_edition *edition = now->edition;
    if (!late_ncx && !late_cover) {
        return KJ_OK;
    }
    kj_spine_batch *batch = kj_edition_scratch(edition, sizeof *batch);
    if (!batch) {
        return KJ_ERR_MEMORY;
    }
    batch->count = 2;
    batch->items[0].id = late_ncx ? now->contents_id : 0;
    batch->items[1].id = late_cover ? now->cover_id : 0;
    const kj_status status = kj_package_items(edition, batch);
    if (batch->items[0].path[0]) {
        memcpy(now->found->ncx, batch->items[0].path, KJ_EDITION_PATH_BYTES);
    }
    if (batch->items[1].path[0]) {
        memcpy(now->cover, batch->items[1].path, KJ_EDITION_PATH_BYTES);
    }
    kj_heap_free(edition->config.heap, batch);
    return status;
}

static kj_status read_main_title(reading *now) {
    if (!now->main_title || now->main_title == now->first_title) {
        return KJ_OK;
    }
    now->takes_main = true;
    now->pass = kj_package_pass(now->edition, now->pass.handlers);
    return kj_edition_run(now->edition, &now->pass);
}

static bool is_image_name(const char *path) {
    static const char *const endings[] = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        const size_t length = strlen(endings[i]), whole = strlen(path);
        if (whole > length && kj_same_name(path + whole - length, endings[i])) {
            return true;
        }
    }
    return false;
}

static kj_status find_cover(reading *now) {
    kj_zip_entry entry;
    if (!now->cover[0] && is_image_name(now->guide_cover)) {
        memcpy(now->cover, now->guide_cover, sizeof now->cover);
    }
    const kj_status status = kj_edition_find(now->edition, now->cover, &entry);
    if (status == KJ_OK) {
        now->edition->cover = entry.locator;
    } else if (status == KJ_ERR_MISSING && now->cover[0]) {
        kj_edition_log(now->edition, now->cover, "the cover, but not in the archive");
    }
    return status == KJ_ERR_MISSING ? KJ_OK : status;
}

/* "bn-BD" -> "bn"; "und" is nothing. */
static void trim_language(char *language) {
    size_t length = strcspn(language, "-_ ");
    for (size_t i = 0; i < length; i++) {
        language[i] |= language[i] >= 'A' && language[i] <= 'Z' ? 32 : 0;
    }
    length = length > 3 || (length == 3 && memcmp(language, "und", 3) == 0) ? 0 : length;
    language[length] = '\0';
}

/* The texts with their NULs, so that what ends one cannot begin the next. */
static uint64_t id_of(const reading *now) {
    const kj_edition *edition = now->edition;
    uint8_t hashes[16];
    for (unsigned i = 0; i < 2; i++) {
        const uint64_t hash = i == 0 ? now->identifier : now->modified;
        kj_put_le32(hashes + 8u * i, (uint32_t)hash);
        kj_put_le32(hashes + 8u * i + 4u, (uint32_t)(hash >> 32));
    }
    uint64_t id = kj_hash_bytes(KJ_HASH_START, hashes, sizeof hashes);
    id = kj_hash_bytes(id, edition->date, strlen(edition->date) + 1u);
    id = kj_hash_bytes(id, edition->title, strlen(edition->title) + 1u);
    return id ? id : 1;
}

kj_status kj_package_read(kj_edition *edition, kj_package_found *found) {
    reading *now = kj_edition_scratch(edition, sizeof *now);
    if (!now) {
        return KJ_ERR_MEMORY;
    }
    now->edition = edition;
    now->found = found;
    now->pass = kj_package_pass(edition, (kj_xml_handlers){.context = now,
                                                           .start = package_start,
                                                           .end = package_end,
                                                           .text = package_text});
    kj_status status = kj_edition_run(edition, &now->pass);
    status = status == KJ_OK ? resolve_late(now) : status;
    status = status == KJ_OK ? read_main_title(now) : status;
    status = status == KJ_OK ? find_cover(now) : status;
    trim_language(edition->language);
    const uint64_t id = id_of(now);
    edition->id[0] = (uint32_t)id;
    edition->id[1] = (uint32_t)(id >> 32);
    kj_heap_free(edition->config.heap, now);
    return status;
}
