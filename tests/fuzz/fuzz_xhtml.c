/* fuzz_xhtml.c - any bytes as an article: its blocks follow each other, its text is bounded by the
 * file, and from any offset it reads as it did from its beginning. */
#include "unit/xhtml_case.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SIZE_MAX_BYTES = 1 << 16 };

static xhtml_case test;
static char whole[XHTML_CASE_DUMP];

static void require(bool condition) {
    if (!condition) {
        abort();
    }
}

static void open_article(const uint8_t *data, size_t size) {
    char *bytes = malloc(size + 1);
    require(bytes != NULL);
    memcpy(bytes, data + 3, size - 3);
    xhtml_case_begin(&test);
    test.drops_link_bars = data[0] & 2;
    zip_build_add(&test.build, "a.xhtml", bytes, size - 3, data[0] & 1 ? ZIP_DEFLATED : ZIP_STORED);
    free(bytes);
    xhtml_case_seal(&test);
    xhtml_case_add_part(&test, "a.xhtml", data[0] & 4 ? "x" : "", data[0] & 8 ? "y" : "");
}

/* Reads on after *offset, where a block begins, was come to another way. */
static void check_from(uint32_t offset, const char *expected) {
    kj_document *document = &test.xhtml.document;
    kj_block block;
    test.dumped = 0;
    test.dump[0] = '\0';
    require(document->seek(document, offset, &block) == KJ_OK && block.start == offset);
    uint32_t end = block.start;
    xhtml_case_put_block(&test, &block);
    require(xhtml_case_read(&test, &end) == KJ_OK);
    xhtml_case_put(&test, "\n", 1);
    require(xhtml_case_read_all(&test) == KJ_END);
    if (strcmp(test.dump, expected) != 0) {
        fprintf(stderr, "from %u on:\n%s\nbut from the beginning:\n%s\n", offset, test.dump,
                expected);
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 4 || size > SIZE_MAX_BYTES) {
        return 0;
    }
    open_article(data, size);
    kj_status status = xhtml_case_open(&test);
    require(status == KJ_OK || status == KJ_END);
    kj_document *document = &test.xhtml.document;
    uint32_t start = 0, at = 0, target = (uint32_t)(data[1] | data[2] << 8) % (uint32_t)size;
    size_t dumped = 0;
    kj_block block;
    while (status == KJ_OK && (status = document->next_block(document, &block)) == KJ_OK) {
        require(block.start == at && (unsigned)block.kind < KJ_BLOCK_KINDS);
        if (at <= target) {
            start = at;
            dumped = test.dumped;
        }
        xhtml_case_put_block(&test, &block);
        require(xhtml_case_read(&test, &at) == KJ_OK);
        at++;
        xhtml_case_put(&test, "\n", 1);
    }
    require(status == KJ_END && at <= 8192 + 32 * size);
    if (at > 0 && test.dumped + 1024 < sizeof test.dump) {
        memcpy(whole, test.dump, test.dumped + 1);
        check_from(start, whole + dumped);
        kj_xhtml_rest(&test.xhtml);
        check_from(start, whole + dumped);
    }
    kj_xhtml_close(&test.xhtml);
    require(kj_heap_check(&test.heap) == KJ_OK && kj_heap_get_stats(&test.heap).live == 0);
    xhtml_case_end(&test);
    return 0;
}
