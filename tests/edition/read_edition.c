/* read_edition.c - a whole edition read as the reader reads it: every entry, every article from its
 * first block to its last.
 *
 * usage: read_edition [--spine] FILE
 * Prints "@ title" an entry and then the text of its blocks, a line each; --spine: the files of the
 * spine instead, as if there were no table of contents. What the log gets goes to standard error.
 * Exit code: 0; 1: something failed, or a note stands in the text; 2: usage. */
#include "document/edition_private.h"
#include "host/file_source.h"

#include <stdio.h>
#include <stdlib.h>

enum { HEAP_BYTES = 70 * 1024 }; /* as on the device, though pointers have 64 bits here */

static _Alignas(8) uint8_t region[HEAP_BYTES];
static kj_heap heap;
static kj_edition edition;
static kj_xhtml xhtml;
static unsigned complaints;

static void take_log(void *context, const char *line) {
    (void)context;
    fprintf(stderr, "log: %s\n", line);
}

static kj_status print_block(kj_document *document) {
    uint8_t text[256];
    kj_piece piece;
    kj_status status;
    do {
        status = document->read(document, text, sizeof text, &piece);
        if (status == KJ_OK) {
            fwrite(text, 1, piece.length, stdout);
        }
    } while (status == KJ_OK && !piece.last);
    putchar('\n');
    return status;
}

static kj_status print_article(uint32_t index) {
    kj_block block;
    kj_status status = kj_edition_open_article(&edition, index, &xhtml);
    if (status == KJ_END) {
        return KJ_OK; /* no text in it */
    }
    kj_document *document = &xhtml.document;
    while (status == KJ_OK && (status = document->next_block(document, &block)) == KJ_OK) {
        if (block.kind == KJ_BLOCK_NOTE) {
            fprintf(stderr, "entry %u: a note in the text\n", (unsigned)index);
            complaints++;
        }
        status = print_block(document);
    }
    kj_edition_close_article(&edition);
    return status == KJ_END ? KJ_OK : status;
}

static kj_status print_all(void) {
    kj_entry entry;
    kj_status status = KJ_OK;
    for (uint32_t i = 0; status == KJ_OK; i++) {
        status = kj_edition_entry(&edition, i, &entry);
        if (status == KJ_OK) {
            printf("@ %s\n", entry.title);
            status = entry.kind == KJ_ENTRY_ARTICLE ? print_article(i) : KJ_OK;
        }
        if (status != KJ_OK && status != KJ_END) {
            fprintf(stderr, "entry %u: %s\n", (unsigned)i, kj_status_name(status));
        }
    }
    return status == KJ_END ? KJ_OK : status;
}

static void forget_contents(void) {
    edition.contents = KJ_CONTENTS_SPINE;
    edition.contents_path[0] = '\0';
    kj_toc_forget(&edition);
    edition.has_front = false;
}

static kj_status run(const char *path, int by_spine) {
    kj_file_source file;
    kj_edition_config config = {
        .heap = &heap,
        .words = {.damaged = "damaged: ", .unreadable = "unreadable: ", .picture = "picture"},
        .untitled = "untitled",
        .log = take_log};
    kj_status status = kj_file_source_open(&file, path);
    status = status == KJ_OK ? kj_heap_init(&heap, region, sizeof region) : status;
    if (status == KJ_OK) {
        config.source = file.source;
        status = kj_edition_open(&edition, &config);
    }
    if (status != KJ_OK) {
        return status;
    }
    if (by_spine) {
        forget_contents();
    }
    status = print_all();
    const kj_heap_stats stats = kj_heap_get_stats(&heap);
    fprintf(stderr, "%s: heap peak %zu bytes\n", path, stats.peak);
    complaints += stats.live > 0;
    kj_edition_close(&edition);
    return status;
}

int main(int argc, char **argv) {
    const int by_spine = argc == 3 && strcmp(argv[1], "--spine") == 0;
    if (argc != 2 + by_spine) {
        fprintf(stderr, "usage: read_edition [--spine] FILE\n");
        return 2;
    }
    const kj_status status = run(argv[1 + by_spine], by_spine);
    if (status != KJ_OK) {
        fprintf(stderr, "%s: %s\n", argv[1 + by_spine], kj_status_name(status));
    }
    return status == KJ_OK && complaints == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
