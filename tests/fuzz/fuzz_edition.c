/* fuzz_edition.c - any bytes as the files of an edition: opening, listing forwards, backwards and
 * at random, and finding the parts of articles all end, give the same each time, and give every
 * byte of heap back.
 *
 * The input is cut at lines of "====" into container.xml, package document, navigation document,
 * ncx and two pages, which are stored in an archive; so a mutation is of XML, not of a CRC. */
#include "document/edition_private.h"
#include "zip_build.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ENTRIES_MAX = 24, PARTS_MAX = 12, BLOCKS_MAX = 40 };

static _Alignas(8) uint8_t region[96 * 1024];
static kj_heap heap;
static kj_edition edition;
static kj_xhtml xhtml;
static uint32_t titles[ENTRIES_MAX]; /* hashes */

static void require(int condition) {
    if (!condition) {
        abort();
    }
}

static const uint8_t *separator_in(const uint8_t *data, size_t size) {
    for (size_t i = 0; i + 6 <= size; i++) {
        if (memcmp(data + i, "\n====\n", 6) == 0) {
            return data + i;
        }
    }
    return NULL;
}

static uint8_t *make_archive(const uint8_t *data, size_t size, size_t *length) {
    static const char *const names[] = {
        "META-INF/container.xml",       "O/p.opf", "O/nav.xhtml", "O/toc.ncx", "O/a.xhtml",
        "O/feed_0/article_0/index.html"};
    zip_build build;
    zip_build_begin(&build);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const uint8_t *cut = separator_in(data, size);
        const size_t piece = cut ? (size_t)(cut - data) : size;
        zip_build_add(&build, names[i], data, piece, ZIP_STORED);
        data += cut ? piece + 6 : piece;
        size -= cut ? piece + 6 : piece;
    }
    return zip_build_finish(&build, length);
}

static uint32_t hash_entry(const kj_entry *entry) {
    require(strlen(entry->title) <= KJ_EDITION_TITLE_MAX && entry->title[0]);
    return kj_hash_name(entry->title) + kj_hash_name(entry->summary) * 3u +
           kj_hash_name(entry->byline) * 5u + (uint32_t)entry->kind + entry->level * 7u;
}

static void find_parts(uint32_t index, kj_entry_kind kind) {
    kj_xhtml_part part;
    kj_status status = kj_pieces_begin(&edition, index);
    require(kind == KJ_ENTRY_ARTICLE || status == KJ_ERR_ARGUMENT);
    require(status == KJ_OK || status == KJ_ERR_ARGUMENT || status == KJ_ERR_MISSING);
    for (unsigned k = 0; status == KJ_OK && k < PARTS_MAX; k++) {
        status = kj_pieces_get(&edition, k, &part);
        require(status == KJ_OK || status == KJ_END);
    }
}

/* The beginning of an article, the list looked at in between. */
static void read_article(uint32_t index) {
    kj_entry entry;
    kj_block block;
    kj_status status = kj_edition_open_article(&edition, index, &xhtml);
    for (unsigned i = 0; status == KJ_OK && i < BLOCKS_MAX; i++) {
        kj_piece piece = {.last = false};
        status = xhtml.document.next_block(&xhtml.document, &block);
        while (status == KJ_OK && !piece.last) {
            uint8_t text[64];
            status = xhtml.document.read(&xhtml.document, text, sizeof text, &piece);
        }
        require(kj_edition_entry(&edition, (index + i) % (index + 1), &entry) == KJ_OK);
    }
    require(status == KJ_OK || status == KJ_END || status == KJ_ERR_MISSING ||
            status == KJ_ERR_ARGUMENT);
    kj_edition_close_article(&edition);
}

static void list(void) {
    kj_entry entry;
    uint32_t count = 0;
    while (count < ENTRIES_MAX && kj_edition_entry(&edition, count, &entry) == KJ_OK) {
        titles[count++] = hash_entry(&entry);
        find_parts(count - 1, entry.kind);
        if (count <= 3) {
            read_article(count - 1);
        }
    }
    require(count > 0);
    for (uint32_t i = count; i-- > 0;) {
        require(kj_edition_entry(&edition, i, &entry) == KJ_OK);
        require(hash_entry(&entry) == titles[i]);
    }
    for (uint32_t i = 0; i < 2 * count; i++) {
        const uint32_t index = i * 7919u % count;
        require(kj_edition_entry(&edition, index, &entry) == KJ_OK);
        require(hash_entry(&entry) == titles[index] && entry.index == index);
    }
    require(count == ENTRIES_MAX || kj_edition_entry(&edition, count, &entry) == KJ_END);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    memory_source memory;
    size_t length;
    uint8_t *archive = make_archive(data, size, &length);
    require(kj_heap_init(&heap, region, sizeof region) == KJ_OK);
    const kj_edition_config config = {.source = memory_source_of(&memory, archive, length),
                                      .heap = &heap,
                                      .words = {"damaged: ", "unreadable: ", "picture"},
                                      .untitled = "untitled"};
    const kj_status status = kj_edition_open(&edition, &config);
    require(status != KJ_ERR_MEMORY && status != KJ_ERR_IO);
    if (status == KJ_OK) {
        list();
    }
    require(kj_heap_get_stats(&heap).live == 0 && kj_heap_check(&heap) == KJ_OK);
    free(archive);
    return 0;
}
