/* edition.h - one EPUB file as a newspaper: what it is called, its sections, its articles.
 *
 * OCF container, package document (EPUB 2 and 3), navigation document or ncx, all streamed: an
 * edition of any size takes the same memory. The table of contents is a list of entries in
 * reading order, read through a window; each entry with text of its own is an article that
 * runs to where the next one begins. Layer: document. */
#ifndef KJ_DOCUMENT_EDITION_H
#define KJ_DOCUMENT_EDITION_H

#include "document/xhtml.h"

#define KJ_EDITION_TITLE_MAX 255u /* bytes of UTF-8, cut between code points, as all of these */
#define KJ_EDITION_NAME_MAX  127u

typedef enum kj_entry_kind {
    KJ_ENTRY_SECTION, /* a heading over the entries below it */
    KJ_ENTRY_ARTICLE
} kj_entry_kind;

typedef struct kj_entry {
    kj_entry_kind kind;
    uint8_t level;  /* of nesting, from 0 */
    uint32_t index; /* in the table of contents, from 0, sections counted */
    char title[KJ_EDITION_TITLE_MAX + 1u];
    char summary[2u * KJ_EDITION_TITLE_MAX + 2u]; /* "" where not given, as the next two */
    char byline[KJ_EDITION_NAME_MAX + 1u];
    char date[32]; /* as written for a reader, or ISO 8601 */
} kj_entry;

typedef struct kj_edition_config {
    kj_source source;
    kj_heap *heap; /* scratch, shared with the article that is open: not both at once */
    kj_xhtml_words words;
    const char *untitled; /* "শিরোনামহীন" */
    void *log_context;
    void (*log)(void *context, const char *line); /* NULL: none */
} kj_edition_config;

#define KJ_EDITION_MARKS     14u
#define KJ_EDITION_MARK_PATH 50u
/* A screen of headlines: 5 with the longest summaries, 20 without. */
#define KJ_EDITION_WINDOW_BYTES 2880u

/* Private: a place in the table of contents from which it can be read on. */
typedef struct kj_edition_mark {
    uint32_t offset; /* in the navigation document or ncx, of a point's first tag */
    uint32_t index;  /* of the entry that begins there */
    uint32_t before; /* hash of the target before it */
    uint8_t depth, path_length;
    char path[KJ_EDITION_MARK_PATH]; /* the elements around it, as kj_xml_path gives them */
} kj_edition_mark;

typedef enum kj_edition_contents {
    KJ_CONTENTS_NAV,
    KJ_CONTENTS_NCX,
    KJ_CONTENTS_SPINE /* no table of contents: each file of the reading order is an article */
} kj_edition_contents;

/* Private: the article that is open. */
typedef struct kj_edition_article {
    kj_xhtml *xhtml; /* NULL: none */
    kj_xhtml_part first;
    uint32_t after;       /* hash of the file at whose beginning the next article begins, or 0 */
    uint32_t part, place; /* the part given last, and its place in the spine */
    uint32_t part_count;  /* UINT32_MAX: not yet known */
} kj_edition_article;

/* Fields private. 6,060 bytes where pointers have 32 bits. Not to be moved while an article is
 * open. */
typedef struct kj_edition {
    kj_edition_config config;
    kj_zip zip;
    char title[KJ_EDITION_TITLE_MAX + 1u], creator[KJ_EDITION_NAME_MAX + 1u];
    char language[12], date[32];
    char package_path[KJ_ZIP_NAME_MAX + 1u], contents_path[KJ_ZIP_NAME_MAX + 1u];
    uint32_t id[2]; /* the lower half first; no uint64_t, which would be aligned to 8 bytes */
    uint32_t package, contents_at, cover; /* locators */
    kj_edition_contents contents;
    bool is_news;        /* as calibre downloads it: feed_N/article_N/index.html */
    bool has_no_spine;   /* read in the manifest's order */
    bool has_front;      /* entry 0 is what lies before the first entry of the contents */
    uint32_t front;      /* place in the spine of the first text */
    uint32_t front_file; /* and the hash of its path */
    uint32_t logged[4];  /* hashes of what was complained about last */
    uint32_t mark_step;  /* entries between two marks, at least */
    uint16_t mark_count;
    uint16_t window_used; /* bytes */
    uint32_t window_first, window_count;
    uint32_t entry_count; /* UINT32_MAX: not yet known */
    kj_edition_mark marks[KJ_EDITION_MARKS];
    kj_edition_mark near[2]; /* some way before the window, and right behind it; index 0: none */
    uint32_t near_index;     /* most that the first may have */
    bool is_filling;         /* the window: the near marks move with it */
    uint8_t window[KJ_EDITION_WINDOW_BYTES];
    kj_edition_article article;
} kj_edition;

/* Reads container and package document. KJ_OK; ERR_FORMAT: no EPUB, encrypted, damaged beyond
 * use; ERR_MISSING: no package document, or nothing to read in it; ERR_TOO_LARGE; ERR_IO;
 * ERR_MEMORY. Whatever else is wrong is logged and done without. config is copied. */
KJ_MUST_USE kj_status kj_edition_open(kj_edition *edition, const kj_edition_config *config);

/* Of the edition, UTF-8, "" where not given. Valid while it is open. */
const char *kj_edition_title(const kj_edition *edition);
const char *kj_edition_creator(const kj_edition *edition);
const char *kj_edition_language(const kj_edition *edition); /* "bn": first subtag */
const char *kj_edition_date(const kj_edition *edition);     /* as written */
/* The same edition has the same id whatever file it is in: a hash of its identifier, when it was
 * modified, its date and title. Not 0. */
uint64_t kj_edition_id(const kj_edition *edition);
uint32_t kj_edition_cover(const kj_edition *edition); /* an image's locator, or LOCATOR_NONE */

/* Entry index of the table of contents. Fast in a window around the last one asked for and
 * forwards from it. KJ_OK; KJ_END: there are fewer; ERR_IO; ERR_MEMORY. */
KJ_MUST_USE kj_status kj_edition_entry(kj_edition *edition, uint32_t index, kj_entry *entry);

/* How many of the first `most` entries are articles, in one reading of the table of contents.
 * KJ_OK; errors as kj_edition_entry: *count is what was found until then. */
KJ_MUST_USE kj_status kj_edition_count(kj_edition *edition, uint32_t most, uint32_t *count);

/* Opens article index (an entry of kind ARTICLE) as xhtml, which borrows edition and stays in its
 * place until kj_edition_close_article, kj_edition_close or the next call of this. Statuses as
 * kj_xhtml_open; ERR_RANGE: no such entry; ERR_ARGUMENT: a section; ERR_MISSING: its file is not
 * in the archive. While it is open kj_edition_entry may be called: the article's parser rests. */
KJ_MUST_USE kj_status kj_edition_open_article(kj_edition *edition, uint32_t index, kj_xhtml *xhtml);

/* Closes the article that is open, if one is. */
void kj_edition_close_article(kj_edition *edition);
void kj_edition_close(kj_edition *edition);

#endif
