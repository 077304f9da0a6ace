/* fuzz_search.c - any bytes as an edition's index of words: a search ends, gives entries that are
 * there and every byte of heap back, and gives the same a second time.
 *
 * The first byte says what is made right in the bytes (magic, sizes, check sums), so that a
 * mutation gets past them; then comes a query up to a NUL, then the index. */
#include "base/bytes.h"
#include "document/search.h"
#include "document/search_index.h"
#include "search_build.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INDEX_MAX = 16 * 1024, ARTICLES = 3, ENTRIES = 4 };

static _Alignas(8) uint8_t region[96 * 1024];
static kj_heap heap;
static kj_edition edition;

static void require(int condition) {
    if (!condition) {
        abort();
    }
}

/* Made once; the index lies in it as it is stored. */
static struct {
    uint8_t *archive, *index, *whole; /* whole: a copy of the index as it was made */
    size_t length, index_length;
} made;

static void take_length(uint8_t *index, size_t length) {
    (void)index;
    made.index_length = length;
}

static void make_archive(void) {
    static char text[4096];
    static const search_article articles[ARTICLES] = {
        {"one নদী", NULL, NULL, text}, {"two", "সেতু", NULL, NULL}, {"three", NULL, NULL, NULL}};
    for (unsigned i = 0; i < 330; i++) { /* so that the index has some pages */
        char word[16];
        snprintf(word, sizeof word, "%x%x ", i * 7919u % 4096u, i);
        strcat(text, word);
    }
    const search_build build = {articles, ARTICLES, 3, true};
    made.archive = search_build_finish(&build, &made.length, take_length);
    made.whole = malloc(made.index_length);
    for (size_t i = 0; i + 4 < made.length && !made.index; i++) {
        made.index = memcmp(made.archive + i, KJ_SEARCH_MAGIC, 4) == 0 ? made.archive + i : NULL;
    }
    require(made.index && made.whole);
    memcpy(made.whole, made.index, made.index_length);
}

/* The archive's own check sum of the index is now wrong: nobody reads it to its end. */
static void put_given(uint8_t repairs, const uint8_t *bytes, size_t length) {
    uint8_t *const index = made.index;
    const size_t used = length < made.index_length ? length : made.index_length;
    memset(index, 0, made.index_length);
    memcpy(index, bytes, used);
    if (repairs & 1u) {
        memcpy(index, made.whole, 20); /* magic, version, size, the table of contents */
    }
    if (repairs & 2u) {
        memcpy(index + 28, made.whole + 28, 2); /* sizes */
        memcpy(index + 32, made.whole + 32, 4);
        kj_put_le32(index + 20, ENTRIES);
    }
    if (repairs & 4u) {
        search_build_sign(index, made.index_length);
    }
}

static kj_search_hits search_once(const char *query, uint8_t repairs) {
    kj_search_hits hits;
    const kj_status status = kj_search_edition(&edition, query, &hits);
    require(status == KJ_OK);
    require(kj_heap_get_stats(&heap).live == 0);
    require(hits.count <= KJ_SEARCH_HITS_MAX);
    for (uint16_t i = 0; i < hits.count; i++) {
        require(hits.entries[i] < ENTRIES || !(repairs & 2u));
    }
    return hits;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const uint8_t *end = size > 1 ? memchr(data + 1, 0, size - 1) : NULL;
    if (!end || size > INDEX_MAX) {
        return 0;
    }
    memory_source memory;
    if (!made.archive) {
        make_archive();
    }
    put_given(data[0], end + 1, size - (size_t)(end + 1 - data));
    require(kj_heap_init(&heap, region, sizeof region) == KJ_OK);
    const kj_edition_config config = {.source =
                                          memory_source_of(&memory, made.archive, made.length),
                                      .heap = &heap,
                                      .untitled = "-"};
    require(kj_edition_open(&edition, &config) == KJ_OK);
    const kj_search_hits first = search_once((const char *)data + 1, data[0]);
    const kj_search_hits second = search_once((const char *)data + 1, data[0]);
    require(memcmp(&first, &second, sizeof first) == 0);
    kj_edition_close(&edition);
    return 0;
}
