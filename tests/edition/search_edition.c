/* search_edition.c - searches an edition as the reader does.
 *
 * usage: search_edition [--contents] [--repeat N] FILE QUERY...   prints the hits of each query
 *        search_edition --check FILE                              looks for every word of it
 * --contents: as if there were no index. A query's line tells hits, blocks of 512 bytes read and
 * the most heap in use; --repeat: all queries N times, for counting instructions. --check: each
 * word of three letters and more of every headline must find its article, through the index and
 * through the table of contents, as must its first three letters (where the hits are not cut); each
 * word of a text must, unless it is common. Exit code: 0; 1: something is not found or failed; 2:
 * usage. */
#include "document/search.h"
#include "document/search_index.h"
#include "zip_build.h"

#include <stdio.h>
#include <stdlib.h>

enum { HEAP_BYTES = 70 * 1024, FILE_MAX = 64 << 20, LETTERS = 3 };

static _Alignas(8) uint8_t region[HEAP_BYTES];
static kj_heap heap;
static kj_edition edition;
static kj_xhtml xhtml;
static memory_source memory;
static kj_search_hits hits;
static uint8_t *file;
static size_t file_length;
static unsigned words, text_words, common_words, failures;

static void take_log(void *context, const char *line) {
    (void)context;
    fprintf(stderr, "log: %s\n", line);
}

static kj_status read_file(const char *path) {
    FILE *in = fopen(path, "rb");
    if (!in) {
        return KJ_ERR_MISSING;
    }
    file = malloc(FILE_MAX);
    file_length = file ? fread(file, 1, FILE_MAX, in) : 0;
    fclose(in);
    return file_length > 0 ? KJ_OK : KJ_ERR_IO;
}

/* The index goes by another name from here on. */
static void hide_index(void) {
    const size_t length = strlen(KJ_SEARCH_NAME);
    for (size_t i = 0; i + length < file_length; i++) {
        if (memcmp(file + i, KJ_SEARCH_NAME, length) == 0) {
            file[i + length - 1] = '_';
        }
    }
}

static kj_status open_edition(void) {
    const kj_edition_config config = {.source = memory_source_of(&memory, file, file_length),
                                      .heap = &heap,
                                      .words = {"damaged: ", "unreadable: ", "picture"},
                                      .untitled = "untitled",
                                      .log = take_log};
    const kj_status status = kj_heap_init(&heap, region, sizeof region);
    return status == KJ_OK ? kj_edition_open(&edition, &config) : status;
}

/* --- --check */

static bool has_hit(uint32_t entry) {
    for (uint16_t i = 0; i < hits.count; i++) {
        if (hits.entries[i] == entry) {
            return true;
        }
    }
    return false;
}

static void expect(const char *query, size_t length, uint32_t entry, bool has_index) {
    char text[KJ_SEARCH_QUERY_MAX];
    snprintf(text, sizeof text, "%.*s", (int)length, query);
    const kj_status status = kj_search_edition(&edition, text, &hits);
    if (status != KJ_OK || hits.has_index != has_index || (!has_hit(entry) && !hits.is_cut)) {
        printf("\"%s\": entry %u is not found (%s)\n", text, (unsigned)entry,
               kj_status_name(status));
        failures++;
    }
}

/* Bytes of text that its first letters are written with. */
static size_t letters_length(const char *text, size_t length, unsigned letters) {
    const kj_span span = {(const uint8_t *)text, length};
    size_t at = 0;
    kj_fold_word word;
    for (size_t end = 1; end <= length; end++) {
        const kj_span part = {span.data, end};
        at = 0;
        if ((end == length || (text[end] & 0xC0) != 0x80) && kj_fold_next(part, &at, &word) &&
            word.length >= letters) {
            const bool nukta = end + 3 <= length && memcmp(text + end, "\u09BC", 3) == 0;
            return nukta ? end + 3 : end; /* one letter with the one before it */
        }
    }
    return length;
}

static void check_title(const kj_entry *entry, bool has_index) {
    const kj_span title = {(const uint8_t *)entry->title, strlen(entry->title)};
    kj_fold_word word;
    size_t at = 0, from = 0;
    for (; kj_fold_next(title, &at, &word); from = at) {
        if (word.length >= LETTERS) {
            words++;
            expect(entry->title + from, at - from, entry->index, has_index);
            const size_t first = letters_length(entry->title + from, at - from, LETTERS);
            expect(entry->title + from, first, entry->index, has_index);
        }
    }
}

typedef struct look_up {
    const kj_fold_word *word;
    uint32_t entry;
    bool found, common;
} look_up;

static void take(void *context, const kj_fold_word *word, uint32_t entry, bool in_headline) {
    look_up *now = context;
    (void)in_headline;
    now->found = now->found || (entry == now->entry && kj_fold_compare(word, now->word) == 0);
}

static void take_common(void *context, const kj_fold_word *word) {
    look_up *now = context;
    now->common = now->common || kj_fold_compare(word, now->word) == 0;
}

static void check_text(kj_search_index *index, const char *text, size_t length, uint32_t entry) {
    const kj_span span = {(const uint8_t *)text, length};
    kj_fold_word word;
    for (size_t at = 0; kj_fold_next(span, &at, &word);) {
        look_up now = {.word = &word, .entry = entry};
        const kj_search_taker taker = {&now, take, take_common};
        const kj_status status = kj_search_index_take(index, &word, &taker);
        text_words++;
        common_words += now.common;
        if (status != KJ_OK || (!now.found && !now.common)) {
            printf("entry %u: a word of its text is not in the index (%s): %.*s\n", (unsigned)entry,
                   kj_status_name(status), (int)length, text);
            failures++;
        }
    }
}

/* Whole blocks: a word may lie across two pieces. */
static void check_article(kj_search_index *index, uint32_t entry) {
    static char text[1 << 16];
    kj_block block;
    kj_status status = kj_edition_open_article(&edition, entry, &xhtml);
    kj_document *document = &xhtml.document;
    while (status == KJ_OK && (status = document->next_block(document, &block)) == KJ_OK) {
        kj_piece piece;
        size_t length = 0;
        do {
            status =
                document->read(document, (uint8_t *)text + length, sizeof text - length, &piece);
            length += status == KJ_OK ? piece.length : 0;
        } while (status == KJ_OK && !piece.last && length < sizeof text);
        /* What the press or the reader adds is not looked for: dates in words, the source's name,
         * bullets and numbers. */
        const bool is_source = strncmp(text, "উৎস: ", strlen("উৎস: ")) == 0;
        const char *blank = block.kind == KJ_BLOCK_LIST_ITEM ? memchr(text, ' ', length) : NULL;
        const size_t bullet = blank ? (size_t)(blank - text) : 0;
        if (block.kind != KJ_BLOCK_IMAGE && block.kind != KJ_BLOCK_DATELINE && !is_source) {
            check_text(index, text + bullet, length - bullet, entry);
        }
    }
    kj_edition_close_article(&edition);
    failures += status != KJ_END;
}

static void check_all(bool has_index) {
    kj_entry entry;
    static kj_search_index index;
    for (uint32_t i = 0; kj_edition_entry(&edition, i, &entry) == KJ_OK; i++) {
        if (entry.kind != KJ_ENTRY_ARTICLE) {
            continue;
        }
        check_title(&entry, has_index);
        if (has_index && kj_search_index_open(&index, &edition) == KJ_OK) {
            check_article(&index, i);
            kj_search_index_close(&index);
        }
    }
}

static kj_status check(void) {
    kj_status status = open_edition();
    if (status == KJ_OK) {
        check_all(true);
        kj_edition_close(&edition);
        hide_index();
        status = open_edition();
    }
    if (status == KJ_OK) {
        check_all(false);
        kj_edition_close(&edition);
    }
    printf("%u words of headlines, each way once; %u of texts, %u of them common; %u failures\n",
           words / 2, text_words, common_words, failures);
    return words > 0 && failures == 0 ? status : KJ_ERR_FORMAT;
}

/* --- queries */

static kj_status print_query(const char *query) {
    kj_entry entry;
    memory.blocks = 0;
    kj_heap_reset_peak(&heap);
    const kj_status status = kj_search_edition(&edition, query, &hits);
    const unsigned blocks = memory.blocks;
    const size_t peak = kj_heap_get_stats(&heap).peak;
    printf("%s: %u hits%s, %u blocks, %zu bytes of heap%s\n", query, hits.count,
           hits.is_cut ? " and more" : "", blocks, peak, hits.has_index ? "" : ", without index");
    for (uint16_t i = 0; i < hits.count && i < 5 && status == KJ_OK; i++) {
        if (kj_edition_entry(&edition, hits.entries[i], &entry) == KJ_OK) {
            printf("    %s\n", entry.title);
        }
    }
    return status;
}

static kj_status run_queries(char **queries, int count, unsigned rounds) {
    kj_status status = open_edition();
    for (int i = 0; i < count && status == KJ_OK && rounds == 0; i++) {
        status = print_query(queries[i]);
    }
    for (unsigned round = 0; round < rounds; round++) {
        for (int i = 0; i < count && status == KJ_OK; i++) {
            status = kj_search_edition(&edition, queries[i], &hits);
        }
    }
    return status;
}

int main(int argc, char **argv) {
    bool checks = false, contents = false;
    unsigned rounds = 0;
    int i = 1;
    for (; i < argc && argv[i][0] == '-'; i++) {
        checks = checks || strcmp(argv[i], "--check") == 0;
        contents = contents || strcmp(argv[i], "--contents") == 0;
        if (strcmp(argv[i], "--repeat") == 0 && i + 1 < argc) {
            rounds = (unsigned)atoi(argv[++i]);
        }
    }
    if (i >= argc || (!checks && i + 1 >= argc)) {
        fprintf(stderr, "usage: search_edition [--contents] [--repeat N] FILE QUERY...\n"
                        "       search_edition --check FILE\n");
        return 2;
    }
    kj_status status = read_file(argv[i]);
    if (status == KJ_OK && contents) {
        hide_index();
    }
    if (status == KJ_OK) {
        status = checks ? check() : run_queries(argv + i + 1, argc - i - 1, rounds);
    }
    if (status != KJ_OK) {
        fprintf(stderr, "%s: %s\n", argv[i], kj_status_name(status));
    }
    free(file);
    return status == KJ_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
