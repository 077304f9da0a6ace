/* edition_case.h - editions made in memory, opened and told as text; for the tests of editions.
 *
 * An edition is written as files added one after another; the usual ones have short cuts. What
 * comes out is told as text: a line an entry ("+ section", "- article", two blanks a level), and
 * an article's parts as "file", "file#from", "file..to". */
#ifndef KJ_EDITION_CASE_H
#define KJ_EDITION_CASE_H

#include "document/edition_private.h"
#include "test.h"
#include "zip_build.h"

#include <stdarg.h>

enum { TOLD_BYTES = 1 << 16, LOG_BYTES = 1 << 14, HEAP_BYTES = 96 * 1024 };

typedef struct edition_case {
    _Alignas(8) uint8_t region[HEAP_BYTES];
    kj_heap heap;
    memory_source memory;
    zip_build build;
    uint8_t *archive;
    size_t length;
    unsigned method; /* of what is added */
    kj_edition edition;
    char told[TOLD_BYTES];
    char log[LOG_BYTES];
    char made[TOLD_BYTES]; /* a file that is being written */
    size_t made_length;
} edition_case;

static edition_case now;

static const kj_xhtml_words edition_words = {
    .damaged = "damaged: ", .unreadable = "unreadable: ", .picture = "picture"};

static inline void take_log(void *context, const char *line) {
    (void)context;
    strncat(now.log, line, sizeof now.log - strlen(now.log) - 2);
    strcat(now.log, "\n");
}

/* --- writing */

static inline void add(const char *name, const char *text) {
    zip_build_add_text(&now.build, name, text, now.method);
}

static inline void begin_edition(void) {
    free(now.archive);
    now.archive = NULL;
    now.method = ZIP_STORED;
    now.made_length = 0;
    now.log[0] = now.told[0] = '\0';
    zip_build_begin(&now.build);
    add("mimetype", "application/epub+zip");
}

__attribute__((format(printf, 1, 2))) static inline void write_more(const char *format, ...) {
    va_list list;
    va_start(list, format);
    const int length =
        vsnprintf(now.made + now.made_length, sizeof now.made - now.made_length, format, list);
    va_end(list);
    KJ_CHECK(length >= 0 && now.made_length + (size_t)length < sizeof now.made);
    now.made_length += (size_t)length;
}

static inline void add_written(const char *name) {
    add(name, now.made);
    now.made_length = 0;
    now.made[0] = '\0';
}

static inline void add_container(const char *path) {
    write_more("<?xml version='1.0'?><container version='1.0' "
               "xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles><rootfile "
               "full-path='%s' media-type='application/oebps-package+xml'/></rootfiles>"
               "</container>",
               path);
    add_written("META-INF/container.xml");
}

/* A package document at O/p.opf: its metadata; its files, separated by blanks, each an item whose
 * id is its path, in the spine unless it ends in "!"; nav.xhtml and toc.ncx are what they are. */
static inline void add_package_of(const char *metadata, const char *files) {
    char spine[8192] = "";
    add_container("O/p.opf");
    write_more("<?xml version='1.0' encoding='utf-8'?>\n<package "
               "xmlns='http://www.idpf.org/2007/opf' version='3.0' unique-identifier='i'>"
               "<metadata xmlns:dc='http://purl.org/dc/elements/1.1/'>%s</metadata><manifest>",
               metadata);
    while (*files) {
        char name[64];
        const size_t length = strcspn(files, " ");
        snprintf(name, sizeof name, "%.*s", (int)length, files);
        files += length + (files[length] == ' ');
        const bool is_ncx = strstr(name, ".ncx"), is_nav = strstr(name, "nav.xhtml");
        const bool out = name[strlen(name) - 1] == '!';
        const bool is_png = strstr(name, ".png");
        name[strlen(name) - out] = '\0';
        write_more("<item id='%s' href='%s' media-type='%s'%s/>", name, name,
                   is_ncx   ? "application/x-dtbncx+xml"
                   : is_png ? "image/png"
                            : "application/xhtml+xml",
                   is_nav ? " properties='nav'" : "");
        if (!is_ncx && !is_nav && !is_png && !out) {
            snprintf(spine + strlen(spine), sizeof spine - strlen(spine), "<itemref idref='%s'/>",
                     name);
        }
    }
    write_more("</manifest><spine>%s</spine></package>", spine);
    add_written("O/p.opf");
}

static inline void add_package(const char *files) {
    add_package_of("<dc:title>The Edition</dc:title>", files);
}

static inline void add_page(const char *name, const char *body) {
    write_more("<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><head><title>%s"
               "</title></head><body>%s</body></html>",
               name, body);
    char path[128];
    snprintf(path, sizeof path, "O/%s", name);
    add_written(path);
}

static inline void add_nav(const char *list) {
    write_more("<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml' "
               "xmlns:epub='http://www.idpf.org/2007/ops'><head><title>Contents</title></head>"
               "<body><nav epub:type='toc'><h1>Contents</h1>%s</nav></body></html>",
               list);
    add_written("O/nav.xhtml");
}

static inline void add_ncx(const char *points) {
    write_more("<?xml version='1.0'?><ncx xmlns='http://www.daisy.org/z3986/2005/ncx/' "
               "version='2005-1'><head/><docTitle><text>The title</text></docTitle><navMap>%s"
               "</navMap></ncx>",
               points);
    add_written("O/toc.ncx");
}

/* --- opening and telling */

static inline kj_status open_with_heap(size_t heap_bytes) {
    if (!now.archive) {
        now.archive = zip_build_finish(&now.build, &now.length);
    }
    KJ_CHECK_EQ(kj_heap_init(&now.heap, now.region, heap_bytes), KJ_OK);
    const kj_edition_config config = {.source =
                                          memory_source_of(&now.memory, now.archive, now.length),
                                      .heap = &now.heap,
                                      .words = edition_words,
                                      .untitled = "untitled",
                                      .log = take_log};
    return kj_edition_open(&now.edition, &config);
}

static inline kj_status try_open(void) { return open_with_heap(HEAP_BYTES); }

static inline void open_edition(void) {
    const kj_status status = try_open();
    if (status != KJ_OK) {
        printf("%s", now.log);
    }
    KJ_CHECK_EQ(status, KJ_OK);
    KJ_CHECK_EQ(kj_heap_get_stats(&now.heap).live, 0);
}

static inline void tell_more(const char *text) {
    KJ_CHECK(strlen(now.told) + strlen(text) < sizeof now.told);
    strcat(now.told, text);
}

static inline void tell_entry(const kj_entry *entry) {
    for (uint8_t i = 0; i < entry->level; i++) {
        tell_more("  ");
    }
    tell_more(entry->kind == KJ_ENTRY_SECTION ? "+ " : "- ");
    tell_more(entry->title);
    const char *const more[] = {entry->summary, entry->byline, entry->date};
    for (int i = 0; i < 3; i++) {
        if (more[i][0]) {
            tell_more(" | ");
            tell_more(more[i]);
        }
    }
    tell_more("\n");
}

/* All entries, from the first to the last. */
static inline const char *tell_entries(void) {
    kj_entry entry;
    kj_status status;
    now.told[0] = '\0';
    for (uint32_t i = 0; (status = kj_edition_entry(&now.edition, i, &entry)) == KJ_OK; i++) {
        KJ_CHECK_EQ(entry.index, i);
        tell_entry(&entry);
    }
    KJ_CHECK_EQ(status, KJ_END);
    KJ_CHECK_EQ(kj_heap_get_stats(&now.heap).live, 0);
    return now.told;
}

/* The parts of every article, a line each. */
static inline const char *tell_parts(void) {
    kj_entry entry;
    now.told[0] = '\0';
    for (uint32_t i = 0; kj_edition_entry(&now.edition, i, &entry) == KJ_OK; i++) {
        kj_xhtml_part part;
        if (entry.kind == KJ_ENTRY_SECTION) {
            continue;
        }
        KJ_CHECK_EQ(kj_pieces_begin(&now.edition, i), KJ_OK);
        kj_status status;
        for (unsigned k = 0; (status = kj_pieces_get(&now.edition, k, &part)) == KJ_OK; k++) {
            tell_more(k ? " " : "");
            tell_more(strncmp(part.path, "O/", 2) == 0 ? part.path + 2 : part.path);
            tell_more(part.from[0] ? "#" : "");
            tell_more(part.from);
            tell_more(part.to[0] ? ".." : "");
            tell_more(part.to);
        }
        KJ_CHECK_EQ(status, KJ_END);
        tell_more("\n");
    }
    KJ_CHECK_EQ(kj_heap_get_stats(&now.heap).live, 0);
    return now.told;
}

#endif
