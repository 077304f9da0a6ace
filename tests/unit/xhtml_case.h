/* xhtml_case.h - an article over an archive made in memory, and what it reads as, a line a block:
 * tests, fault tests and the fuzzer. */
#ifndef KJ_TEST_XHTML_CASE_H
#define KJ_TEST_XHTML_CASE_H

#include "document/xhtml.h"
#include "zip_build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { XHTML_CASE_HEAP = 80 * 1024, XHTML_CASE_DUMP = 1 << 20, XHTML_CASE_PARTS = 8 };

typedef struct xhtml_case {
    kj_xhtml xhtml;
    kj_heap heap;
    kj_zip zip;
    zip_build build;
    uint8_t *archive;
    memory_source memory;
    kj_source source;
    struct {
        const char *path, *from, *to;
    } parts[XHTML_CASE_PARTS];
    unsigned part_count;
    bool drops_link_bars;
    size_t piece; /* capacity of a read */
    unsigned logged;
    char last_log[512];
    size_t dumped;
    /* From here on it is not cleared: the fuzzer would do little else. */
    char dump[XHTML_CASE_DUMP];
    _Alignas(8) uint8_t region[XHTML_CASE_HEAP];
} xhtml_case;

static inline kj_status xhtml_case_part(void *context, unsigned index, kj_xhtml_part *part) {
    xhtml_case *test = context;
    kj_zip_entry entry;
    if (index >= test->part_count) {
        return KJ_END;
    }
    memset(part, 0, sizeof *part);
    snprintf(part->path, sizeof part->path, "%s", test->parts[index].path);
    snprintf(part->from, sizeof part->from, "%s", test->parts[index].from);
    snprintf(part->to, sizeof part->to, "%s", test->parts[index].to);
    kj_status status = kj_zip_find(&test->zip, part->path, &entry);
    if (status == KJ_OK) {
        part->locator = entry.locator;
    }
    return status == KJ_ERR_IO ? status : KJ_OK;
}

static inline void xhtml_case_log(void *context, const char *line) {
    xhtml_case *test = context;
    test->logged++;
    snprintf(test->last_log, sizeof test->last_log, "%s", line);
}

static inline void xhtml_case_begin(xhtml_case *test) {
    memset(test, 0, offsetof(xhtml_case, dump));
    test->dump[0] = '\0';
    test->piece = 64;
    zip_build_begin(&test->build);
    if (kj_heap_init(&test->heap, test->region, sizeof test->region) != KJ_OK) {
        abort();
    }
}

static inline void xhtml_case_add_part(xhtml_case *test, const char *path, const char *from,
                                       const char *to) {
    test->parts[test->part_count].path = path;
    test->parts[test->part_count].from = from;
    test->parts[test->part_count].to = to;
    test->part_count++;
}

static kj_xhtml_config xhtml_case_config(xhtml_case *test) {
    return (kj_xhtml_config){.zip = &test->zip,
                             .heap = &test->heap,
                             .parts = {test, xhtml_case_part},
                             .words = {"Damaged: ", "Unreadable: ", "Picture"},
                             .drops_link_bars = test->drops_link_bars,
                             .log_context = test,
                             .log = xhtml_case_log};
}

static inline void xhtml_case_seal(xhtml_case *test) {
    size_t length;
    test->archive = zip_build_finish(&test->build, &length);
    test->source = memory_source_of(&test->memory, test->archive, length);
    if (kj_zip_open(&test->zip, &test->source) != KJ_OK) {
        abort();
    }
}

static inline kj_status xhtml_case_open(xhtml_case *test) {
    kj_xhtml_config config = xhtml_case_config(test);
    test->dumped = 0;
    test->dump[0] = '\0';
    return kj_xhtml_open(&test->xhtml, &config);
}

static inline void xhtml_case_end(xhtml_case *test) {
    free(test->archive);
    test->archive = NULL;
}

static inline void xhtml_case_put(xhtml_case *test, const char *text, size_t length) {
    if (test->dumped + length + 1 < sizeof test->dump) {
        memcpy(test->dump + test->dumped, text, length);
        test->dumped += length;
        test->dump[test->dumped] = '\0';
    }
}

static inline void xhtml_case_put_string(xhtml_case *test, const char *text) {
    xhtml_case_put(test, text, strlen(text));
}

static inline void xhtml_case_put_style(xhtml_case *test, uint8_t from, uint8_t to) {
    static const char *const marks[] = {"*", "_", "^", "~"};
    for (unsigned i = 0; i < 4; i++) {
        if (((from ^ to) >> i) & 1) {
            xhtml_case_put_string(test, marks[i]);
        }
    }
}

/* Text as it is, but for U+2028 "\", U+00A0 "#" and U+0009 "|". */
static inline void xhtml_case_put_text(xhtml_case *test, const uint8_t *text, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\t') {
            xhtml_case_put(test, "|", 1);
        } else if (length - i >= 3 && memcmp(text + i, "\xE2\x80\xA8", 3) == 0) {
            xhtml_case_put(test, "\\", 1);
            i += 2;
        } else if (length - i >= 2 && memcmp(text + i, "\xC2\xA0", 2) == 0) {
            xhtml_case_put(test, "#", 1);
            i += 1;
        } else {
            xhtml_case_put(test, (const char *)text + i, 1);
        }
    }
}

/* The rest of the current block from its cursor on; *end: behind its last byte. */
static inline kj_status xhtml_case_read(xhtml_case *test, uint32_t *end) {
    kj_document *document = &test->xhtml.document;
    uint8_t style = KJ_TEXT_PLAIN;
    for (;;) {
        uint8_t text[1024];
        kj_piece piece;
        kj_status status = document->read(document, text, test->piece, &piece);
        if (status != KJ_OK) {
            return status;
        }
        if (piece.length > test->piece || (piece.length == 0 && !piece.last)) {
            abort();
        }
        if (piece.length > 0) {
            xhtml_case_put_style(test, style, piece.style);
            style = piece.style;
        }
        xhtml_case_put_text(test, text, piece.length);
        if (*end != UINT32_MAX && piece.offset != *end) {
            abort(); /* the pieces of a block follow each other */
        }
        *end = piece.offset + (uint32_t)piece.length;
        if (piece.last) {
            xhtml_case_put_style(test, style, KJ_TEXT_PLAIN);
            return KJ_OK;
        }
    }
}

static inline void xhtml_case_put_block(xhtml_case *test, const kj_block *block) {
    static const char kinds[] = "HBDLPQSICRFTMN";
    char text[32];
    snprintf(text, sizeof text, "%c%s%s%s%s%s%s:", kinds[block->kind], block->quoted ? "'" : "",
             block->continues ? "+" : "", block->right_to_left ? "<" : "",
             block->level ? (char[]){(char)('0' + block->level % 10), 0} : "",
             block->language[0] ? "." : "", block->language);
    xhtml_case_put_string(test, text);
}

/* All blocks from the current one's next on. */
static inline kj_status xhtml_case_read_all(xhtml_case *test) {
    kj_document *document = &test->xhtml.document;
    kj_status status;
    kj_block block;
    while ((status = document->next_block(document, &block)) == KJ_OK) {
        uint32_t end = block.start;
        xhtml_case_put_block(test, &block);
        status = xhtml_case_read(test, &end);
        if (status != KJ_OK) {
            return status;
        }
        xhtml_case_put(test, "\n", 1);
    }
    return status;
}

#endif
