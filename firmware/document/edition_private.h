/* edition_private.h - what edition.c, package.c, contents.c and pieces.c share. Layer: document. */
#ifndef KJ_DOCUMENT_EDITION_PRIVATE_H
#define KJ_DOCUMENT_EDITION_PRIVATE_H

#include "base/hash.h"
#include "document/edition.h"
#include "document/toc_label.h"

#include <string.h>

#define KJ_EDITION_PATH_BYTES   (KJ_ZIP_NAME_MAX + 1u)
#define KJ_EDITION_ANCHOR_BYTES (KJ_ANCHOR_MAX + 1u)

/* One run of a parser over a file of the edition: edition.c. */
typedef struct kj_edition_pass {
    kj_xml_handlers handlers;
    uint32_t locator;
    const char *name; /* of the file, for the log */
    const char *path; /* not NULL: resume at offset inside it, as kj_xml_resume */
    size_t path_length;
    uint32_t offset;
    bool done;   /* a handler has seen enough; it ignores what still comes */
    kj_xml *xml; /* while the handlers are called */
} kj_edition_pass;

/* KJ_OK: to the end, or done; damage inside is logged and passed over. ERR_FORMAT, ERR_TOO_LARGE:
 * the entry cannot be read at all (logged); ERR_IO; ERR_MEMORY. */
KJ_MUST_USE kj_status kj_edition_run(kj_edition *edition, kj_edition_pass *pass);
void kj_edition_enough(kj_edition_pass *pass);

/* Logs "name: what", the same line only once in a while. */
void kj_edition_log(kj_edition *edition, const char *name, const char *what);

/* The entry of this name. KJ_OK; ERR_MISSING, also where the directory is damaged; ERR_IO. */
KJ_MUST_USE kj_status kj_edition_find(kj_edition *edition, const char *path, kj_zip_entry *entry);

/* ASCII letters alike in both cases. */
bool kj_same_name(const char *one, const char *other);
bool kj_has_token(const char *list, const char *token); /* list: words with spaces, or NULL */
uint32_t kj_hash_name(const char *name);                /* the same for names that are the same */
uint64_t kj_hash_id(const char *id);                    /* not 0 */

/* Room in the scratch heap for the time of a call. */
void *kj_edition_scratch(kj_edition *edition, size_t bytes);

/* --- package.c: the package document --- */

#define KJ_SPINE_BATCH 6u

typedef struct kj_spine_item {
    uint64_t id;
    uint32_t place; /* in the spine, all its items counted */
    bool linear;
    bool is_text;                     /* XHTML */
    char path[KJ_EDITION_PATH_BYTES]; /* "": not in the manifest, or leads nowhere */
} kj_spine_item;

typedef struct kj_spine_batch {
    uint32_t count;
    kj_spine_item items[KJ_SPINE_BATCH];
} kj_spine_batch;

typedef struct kj_package_found {
    char nav[KJ_EDITION_PATH_BYTES], ncx[KJ_EDITION_PATH_BYTES]; /* "": none */
    uint32_t spine_count;
    kj_spine_batch front; /* the first of the spine that are linear; ids and places only */
} kj_package_found;

/* Reads metadata into edition, and where the tables of contents are. */
KJ_MUST_USE kj_status kj_package_read(kj_edition *edition, kj_package_found *found);

/* --- spine.c: the order of reading --- */

/* href, as it stands in the package document, as a path in the archive: "" where it leads out. */
void kj_package_path(kj_edition *edition, char *path, const char *href);
uint64_t kj_package_id(const char *const *attributes, const char *name); /* 0: none */
kj_edition_pass kj_package_pass(kj_edition *edition, kj_xml_handlers handlers);

/* Fills in path and is_text by the ids in batch. */
KJ_MUST_USE kj_status kj_package_items(kj_edition *edition, kj_spine_batch *batch);

/* Up to KJ_SPINE_BATCH items of the spine that are to be read, from place on: linear, of text, not
 * the navigation document that is the contents; others are passed over. KJ_OK, also for none; ...
 */
KJ_MUST_USE kj_status kj_package_spine(kj_edition *edition, uint32_t place, kj_spine_batch *batch);

/* The same for the beginning of the spine, whose first ids are in batch already, if any are. */
KJ_MUST_USE kj_status kj_package_front(kj_edition *edition, kj_spine_batch *batch);
bool kj_package_is_linear(const char *const *attributes); /* of an itemref */

/* Where in the spine path is. KJ_OK; ERR_MISSING: nowhere, or not linear. */
KJ_MUST_USE kj_status kj_package_place(kj_edition *edition, const char *path, uint32_t *place);

/* --- toc.c: the points of a navigation document or ncx, as entries --- */

/* An entry as it goes by. Strings are borrowed during the call. */
typedef struct kj_toc_item {
    kj_entry_kind kind;
    uint8_t level;
    uint32_t index;
    const char *title, *summary, *byline, *date;
    const char *file, *anchor; /* ARTICLE: where its text begins; else "" */
} kj_toc_item;

typedef struct kj_toc_visitor {
    void *context;
    bool (*visit)(void *context, const kj_toc_item *item); /* false: enough */
} kj_toc_visitor;

/* Gives the entries from the last mark at or before index on (some before index may come). */
KJ_MUST_USE kj_status kj_toc_visit(kj_edition *edition, uint32_t index, kj_toc_visitor visitor);

/* Forgets all marks. */
void kj_toc_forget(kj_edition *edition);

/* Whether the contents at contents_path are of any use; finds out is_news. KJ_OK; ERR_MISSING: no;
 * ERR_IO; ERR_MEMORY. */
KJ_MUST_USE kj_status kj_toc_probe(kj_edition *edition);

/* --- news.c: calibre's news shape --- */

typedef enum kj_news_place {
    KJ_NEWS_OTHER,
    KJ_NEWS_FRONT, /* cover, title page, index of the feeds */
    KJ_NEWS_FEED,  /* index of a feed's articles */
    KJ_NEWS_ARTICLE
} kj_news_place;

/* *folder (NULL: not wanted) = length of the article's folder with its slash. */
kj_news_place kj_news_place_of(const char *file, size_t *folder);

/* --- contents.c: the list of entries, in any of the three sources --- */

/* Gives entries from index on, some before it too; of whatever source. */
KJ_MUST_USE kj_status kj_contents_visit(kj_edition *edition, uint32_t index,
                                        kj_toc_visitor visitor);

/* --- pieces.c: an article's parts --- */

/* Sets edition->article up for the entry. KJ_OK; ERR_RANGE; ERR_ARGUMENT; ERR_MISSING; ERR_IO;
 * ERR_MEMORY; ERR_FORMAT. */
KJ_MUST_USE kj_status kj_pieces_begin(kj_edition *edition, uint32_t index);
kj_status kj_pieces_get(void *edition, unsigned index, kj_xhtml_part *part);

#endif
