/* edition.c - opening an edition: container, package document, and which table of contents it is
 * read by. See edition.h. */
#include "document/edition_private.h"

enum { FRONT_LOOK = 32 }; /* articles looked at for one that begins where the spine does */

/* --- META-INF --- */

typedef struct archive_look {
    uint32_t container, encryption;
    uint32_t package; /* the first *.opf, should the container name none */
    char package_name[KJ_EDITION_PATH_BYTES], name[KJ_EDITION_PATH_BYTES];
} archive_look;

static bool ends_with(const char *text, const char *ending) {
    const size_t length = strlen(text), tail = strlen(ending);
    return length >= tail && kj_same_name(text + length - tail, ending);
}

/* One pass over the directory for what opening needs to know. */
static kj_status look_through(kj_edition *edition, archive_look *now) {
    kj_zip_entry entry;
    uint32_t locator = KJ_ZIP_LOCATOR_NONE;
    kj_status status;
    while ((status = kj_zip_next(&edition->zip, &locator, &entry, now->name, sizeof now->name)) ==
           KJ_OK) {
        if (kj_same_name(now->name, "META-INF/container.xml")) {
            now->container = entry.locator;
        } else if (kj_same_name(now->name, "META-INF/encryption.xml")) {
            now->encryption = entry.locator;
        } else if (!now->package && ends_with(now->name, ".opf")) {
            now->package = entry.locator;
            memcpy(now->package_name, now->name, sizeof now->package_name);
        }
    }
    if (status == KJ_ERR_FORMAT) {
        kj_edition_log(edition, "archive", kj_zip_trouble_name(edition->zip.trouble));
    }
    return status == KJ_END || status == KJ_ERR_FORMAT ? KJ_OK : status;
}

typedef struct container {
    kj_edition_pass pass; /* first */
    char *path;
} container;

static void container_start(void *context, const char *name, const char *const *attributes) {
    container *now = context;
    const char *type = kj_xml_attribute(attributes, "media-type");
    const char *path = kj_xml_attribute(attributes, "full-path");
    if (now->pass.done || !kj_same_name(name, "rootfile") || !path || !*path ||
        (type && !kj_same_name(type, "application/oebps-package+xml"))) {
        return;
    }
    if (strlen(path) <= KJ_ZIP_NAME_MAX) {
        memcpy(now->path, path, strlen(path) + 1u);
        kj_edition_enough(&now->pass);
    }
}

/* Sets package and package_path where the archive has the file. */
static kj_status take_package(kj_edition *edition, const char *path) {
    char *const into = edition->package_path;
    kj_zip_entry entry;
    kj_status status = kj_edition_find(edition, path, &entry); /* a path, not a reference ... */
    if (status == KJ_OK) {
        memmove(into, path, strlen(path) + 1u);
    } else if (status == KJ_ERR_MISSING) { /* ... but some write one */
        status = kj_zip_resolve("", path, into, KJ_EDITION_PATH_BYTES, NULL, 0) == KJ_OK
                     ? kj_edition_find(edition, into, &entry)
                     : KJ_ERR_MISSING;
    }
    edition->package = status == KJ_OK ? entry.locator : KJ_ZIP_LOCATOR_NONE;
    return status;
}

static kj_status find_package(kj_edition *edition, archive_look *look) {
    kj_status status = KJ_ERR_MISSING;
    look->name[0] = '\0';
    if (look->container) {
        container now = {.path = look->name};
        now.pass = (kj_edition_pass){.handlers = {.context = &now, .start = container_start},
                                     .locator = look->container,
                                     .name = "META-INF/container.xml"};
        status = kj_edition_run(edition, &now.pass);
        if (status == KJ_OK || status == KJ_ERR_FORMAT || status == KJ_ERR_TOO_LARGE) {
            status = take_package(edition, look->name);
        }
    }
    if (status == KJ_ERR_MISSING && look->package) {
        kj_edition_log(edition, "META-INF/container.xml",
                       "names no package document that is there");
        status = take_package(edition, look->package_name);
    }
    return status == KJ_ERR_MISSING && !look->container ? KJ_ERR_FORMAT : status;
}

/* --- encryption --- */

typedef struct encryption {
    kj_edition_pass pass; /* first */
    bool obfuscation;     /* the method of the item that is being told: fonts only */
    bool text;            /* a document is encrypted */
    char name[KJ_EDITION_PATH_BYTES];
} encryption;

static bool is_document(const char *uri) {
    static const char *const endings[] = {".xhtml", ".html", ".htm", ".xml", ".opf", ".ncx"};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        if (ends_with(uri, endings[i])) {
            return true;
        }
    }
    return false;
}

static void encryption_start(void *context, const char *name, const char *const *attributes) {
    encryption *now = context;
    const char *method = kj_xml_attribute(attributes, "Algorithm");
    const char *uri = kj_xml_attribute(attributes, "URI");
    if (now->pass.done) {
        return;
    }
    if (kj_same_name(name, "EncryptedData")) {
        now->obfuscation = false;
    } else if (kj_same_name(name, "EncryptionMethod") && method) {
        now->obfuscation = strcmp(method, "http://www.idpf.org/2008/embedding") == 0 ||
                           strcmp(method, "http://ns.adobe.com/pdf/enc#RC") == 0;
    } else if (kj_same_name(name, "CipherReference") && uri && !now->obfuscation &&
               is_document(uri)) {
        now->text = true;
        kj_toc_label_set(now->name, sizeof now->name, uri);
        kj_edition_enough(&now->pass);
    }
}

static kj_status check_encryption(kj_edition *edition, uint32_t locator) {
    encryption now = {.text = false};
    if (!locator) {
        return KJ_OK;
    }
    now.pass = (kj_edition_pass){.handlers = {.context = &now, .start = encryption_start},
                                 .locator = locator,
                                 .name = "META-INF/encryption.xml"};
    const kj_status status = kj_edition_run(edition, &now.pass);
    if (now.text) {
        kj_edition_log(edition, now.name, "encrypted: this edition cannot be read");
        return KJ_ERR_FORMAT;
    }
    return status == KJ_ERR_IO || status == KJ_ERR_MEMORY ? status : KJ_OK;
}

/* --- contents --- */

/* Takes path as the table of contents if it is of use. KJ_OK; ERR_MISSING: it is not. */
static kj_status try_contents(kj_edition *edition, kj_edition_contents kind, const char *path) {
    kj_zip_entry entry;
    if (!path[0]) {
        return KJ_ERR_MISSING;
    }
    kj_status status = kj_edition_find(edition, path, &entry);
    if (status == KJ_OK) {
        edition->contents = kind;
        edition->contents_at = entry.locator;
        memcpy(edition->contents_path, path, strlen(path) + 1u);
        status = kj_toc_probe(edition);
    }
    if (status == KJ_ERR_MISSING || status == KJ_ERR_FORMAT || status == KJ_ERR_TOO_LARGE) {
        kj_edition_log(edition, path, "no table of contents in it that is of use");
        return KJ_ERR_MISSING;
    }
    return status;
}

static void forget_contents(kj_edition *edition) {
    edition->contents = KJ_CONTENTS_SPINE;
    edition->contents_path[0] = '\0';
    edition->is_news = false;
    kj_toc_forget(edition);
}

typedef struct front_look {
    uint32_t file, left;
    bool taken;
} front_look;

static bool front_visit(void *context, const kj_toc_item *item) {
    front_look *now = context;
    if (item->kind == KJ_ENTRY_SECTION) {
        return true;
    }
    now->taken = kj_hash_name(item->file) == now->file;
    return !now->taken && --now->left > 0;
}

/* Whether the text begins before the first entry of a book's table of contents. */
static kj_status look_for_front(kj_edition *edition, kj_spine_batch *batch) {
    front_look now = {.left = FRONT_LOOK};
    kj_status status = kj_package_front(edition, batch);
    if (status == KJ_OK && batch->count > 0) {
        edition->front = batch->items[0].place;
        edition->front_file = now.file = kj_hash_name(batch->items[0].path);
        status = kj_toc_visit(edition, 0, (kj_toc_visitor){.context = &now, .visit = front_visit});
        edition->has_front = status == KJ_OK && !now.taken;
    }
    return status;
}

static kj_status check_spine(kj_edition *edition, kj_spine_batch *batch) {
    const kj_status status = kj_package_front(edition, batch);
    if (status == KJ_OK && batch->count == 0) {
        kj_edition_log(edition, edition->package_path, "nothing to read in it");
        return KJ_ERR_MISSING;
    }
    return status;
}

static kj_status choose_contents(kj_edition *edition, kj_package_found *found) {
    kj_status status = try_contents(edition, KJ_CONTENTS_NAV, found->nav);
    if (status == KJ_ERR_MISSING) {
        status = try_contents(edition, KJ_CONTENTS_NCX, found->ncx);
    }
    if (status == KJ_ERR_MISSING) {
        forget_contents(edition);
        return check_spine(edition, &found->front);
    }
    return status == KJ_OK && !edition->is_news ? look_for_front(edition, &found->front) : status;
}

static kj_status open_package(kj_edition *edition) {
    kj_package_found *found = kj_edition_scratch(edition, sizeof *found);
    if (!found) {
        return KJ_ERR_MEMORY;
    }
    kj_status status = kj_package_read(edition, found);
    if (status == KJ_OK) {
        edition->has_no_spine = found->spine_count == 0;
        status = choose_contents(edition, found);
    }
    kj_heap_free(edition->config.heap, found);
    return status;
}

static kj_status open_archive(kj_edition *edition) {
    archive_look *look = kj_edition_scratch(edition, sizeof *look);
    if (!look) {
        return KJ_ERR_MEMORY;
    }
    kj_status status = look_through(edition, look);
    status = status == KJ_OK ? check_encryption(edition, look->encryption) : status;
    status = status == KJ_OK ? find_package(edition, look) : status;
    if (status == KJ_ERR_FORMAT && !look->container) {
        kj_edition_log(edition, "archive", "no EPUB: no container, no package document");
    }
    kj_heap_free(edition->config.heap, look);
    return status;
}

kj_status kj_edition_open(kj_edition *edition, const kj_edition_config *config) {
    memset(edition, 0, sizeof *edition);
    edition->config = *config;
    edition->entry_count = UINT32_MAX;
    edition->contents = KJ_CONTENTS_SPINE;
    kj_status status = kj_zip_open(&edition->zip, &config->source);
    if (status == KJ_ERR_FORMAT || status == KJ_ERR_TOO_LARGE) {
        kj_edition_log(edition, "archive", kj_zip_trouble_name(edition->zip.trouble));
    }
    status = status == KJ_OK ? open_archive(edition) : status;
    return status == KJ_OK ? open_package(edition) : status;
}

const char *kj_edition_title(const kj_edition *edition) { return edition->title; }
const char *kj_edition_creator(const kj_edition *edition) { return edition->creator; }
const char *kj_edition_language(const kj_edition *edition) { return edition->language; }
const char *kj_edition_date(const kj_edition *edition) { return edition->date; }
uint64_t kj_edition_id(const kj_edition *edition) {
    return (uint64_t)edition->id[1] << 32 | edition->id[0];
}
uint32_t kj_edition_cover(const kj_edition *edition) { return edition->cover; }

/* --- articles --- */

void kj_edition_close_article(kj_edition *edition) {
    if (edition->article.xhtml) {
        kj_xhtml_close(edition->article.xhtml);
        edition->article.xhtml = NULL;
    }
}

kj_status kj_edition_open_article(kj_edition *edition, uint32_t index, kj_xhtml *xhtml) {
    kj_edition_close_article(edition);
    const kj_status status = kj_pieces_begin(edition, index);
    if (status != KJ_OK) {
        return status;
    }
    const kj_xhtml_config config = {.zip = &edition->zip,
                                    .heap = edition->config.heap,
                                    .parts = {.context = edition, .get = kj_pieces_get},
                                    .words = edition->config.words,
                                    .drops_link_bars = edition->is_news,
                                    .log_context = edition->config.log_context,
                                    .log = edition->config.log};
    const kj_status opened = kj_xhtml_open(xhtml, &config);
    edition->article.xhtml = opened == KJ_OK ? xhtml : NULL;
    return opened;
}

void kj_edition_close(kj_edition *edition) { kj_edition_close_article(edition); }
