/* check.c - see check.h. */
#include "check.h"

#include "host/file_source.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* The scratch that the reader gives parser and pictures: 70 KB where pointers have 32 bits; expat's
 * and zlib's structures are up to twice that here. */
enum { HEAP_BYTES = 110 * 1024 };

static _Alignas(8) uint8_t region[HEAP_BYTES];
static kj_check now;

void kj_check_complain(kj_check *check, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fflush(stdout);
    fprintf(stderr, "%s: ", check->path);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    check->problems++;
}

static void take_log(void *context, const char *line) { kj_check_complain(context, "%s", line); }

static unsigned long count_words(const uint8_t *text, size_t length, bool *inside) {
    unsigned long words = 0;
    for (size_t i = 0; i < length; i++) {
        bool blank = text[i] <= ' ';
        words += !blank && !*inside;
        *inside = !blank;
    }
    return words;
}

/* The current block's words; a note's text, which says what is damaged, is a problem. */
static kj_status read_block(kj_check *check, const kj_block *block, const char *title,
                            unsigned long *words) {
    uint8_t text[256];
    kj_piece piece = {0};
    kj_status status = KJ_OK;
    bool inside = false;
    while (status == KJ_OK && !piece.last) {
        status = check->xhtml.document.read(&check->xhtml.document, text, sizeof text, &piece);
        if (status == KJ_OK) {
            *words += count_words(text, piece.length, &inside);
        }
        if (status == KJ_OK && block->kind == KJ_BLOCK_NOTE) {
            kj_check_complain(check, "%s: a note in the text: %.*s", title, (int)piece.length,
                              (const char *)text);
            check->notes++;
        }
    }
    return status;
}

static void check_article(kj_check *check, const kj_entry *entry) {
    kj_document *document = &check->xhtml.document;
    kj_block block;
    unsigned long words = 0;
    unsigned blocks = 0, pictures = 0;
    kj_status status = kj_edition_open_article(&check->edition, entry->index, &check->xhtml);
    while (status == KJ_OK && (status = document->next_block(document, &block)) == KJ_OK) {
        blocks++;
        if (block.kind == KJ_BLOCK_IMAGE) {
            pictures++;
            kj_check_picture(check, entry->title);
        }
        status = read_block(check, &block, entry->title, &words);
    }
    kj_edition_close_article(&check->edition);
    if (status != KJ_END) {
        kj_check_complain(check, "%s: %s", entry->title, kj_status_name(status));
    } else if (blocks == 0) {
        kj_check_complain(check, "%s: there is no text in it", entry->title);
    }
    check->articles++;
    check->words += words;
    if (!check->quiet) {
        printf("%*s%s: %u blocks, %lu words", 2 * entry->level + 2, "", entry->title, blocks,
               words);
        if (pictures) {
            printf(", %u pictures", pictures);
        }
        printf("%s%s\n", entry->byline[0] ? "; " : "", entry->byline);
    }
}

static void check_entries(kj_check *check) {
    kj_entry entry;
    kj_status status = KJ_OK;
    for (uint32_t i = 0; status == KJ_OK; i++) {
        status = kj_edition_entry(&check->edition, i, &entry);
        if (status == KJ_OK && entry.kind == KJ_ENTRY_ARTICLE) {
            check_article(check, &entry);
        } else if (status == KJ_OK) {
            check->sections++;
            if (!check->quiet) {
                printf("%*s%s\n", 2 * entry.level, "", entry.title);
            }
        }
    }
    if (status != KJ_END) {
        kj_check_complain(check, "the table of contents: %s", kj_status_name(status));
    }
    if (check->articles == 0) {
        kj_check_complain(check, "there is no article in it");
    }
}

static void print_head(const kj_check *check) {
    const kj_edition *edition = &check->edition;
    if (check->quiet) {
        return;
    }
    printf("%s: %s\n", check->path, kj_edition_title(edition));
    printf("language %s, date %s, by %s, cover %s\n", kj_edition_language(edition),
           kj_edition_date(edition), kj_edition_creator(edition),
           kj_edition_cover(edition) == KJ_ZIP_LOCATOR_NONE ? "none" : "there");
}

static void print_tail(const kj_check *check) {
    const unsigned *of = check->pictures;
    printf("%s: %u sections, %u articles, %lu words; pictures: %u good, %u of other formats, %u "
           "broken, %u missing; %u problems\n",
           check->path, check->sections, check->articles, check->words, of[KJ_IMAGE_GOOD],
           of[KJ_IMAGE_UNSUPPORTED], of[KJ_IMAGE_BROKEN], of[KJ_IMAGE_MISSING], check->problems);
    if (!check->quiet) {
        const kj_heap_stats stats = kj_heap_get_stats(&check->heap);
        printf("%u of %u entries are packed; most scratch memory at once: %zu bytes (on this "
               "machine's pointers)\n",
               check->packed, check->entries, stats.peak);
        if (check->has_index) {
            printf("searched by an index of %u words\n", check->indexed);
        } else {
            printf("searched by headlines, summaries and bylines: no index of words\n");
        }
    }
}

static kj_status open_edition(kj_check *check, kj_file_source *file) {
    kj_edition_config config = {
        .source = file->source,
        .heap = &check->heap,
        .words = {.damaged = "damaged: ", .unreadable = "unreadable: ", .picture = "picture"},
        .untitled = "untitled",
        .log_context = check,
        .log = take_log};
    kj_status status = kj_heap_init(&check->heap, region, sizeof region);
    return status == KJ_OK ? kj_edition_open(&check->edition, &config) : status;
}

bool kj_check_file(const char *path, bool quiet) {
    kj_file_source file;
    now = (kj_check){.path = path, .quiet = quiet};
    kj_status status = kj_file_source_open(&file, path);
    if (status != KJ_OK) {
        kj_check_complain(&now, "%s", kj_file_source_why(status));
        return false;
    }
    status = open_edition(&now, &file);
    if (status != KJ_OK) {
        kj_check_complain(&now, "the reader cannot open it: %s", kj_status_name(status));
    } else {
        print_head(&now);
        check_entries(&now);
        kj_check_index(&now);
        kj_check_costs(&now);
        kj_edition_close(&now.edition);
        print_tail(&now);
    }
    kj_file_source_close(&file);
    return now.problems == 0;
}
