/* test_xhtml_seek.c - an article taken up anywhere reads on as it did from its beginning: small
 * and large ones, stored and deflated, tidy and not, at every offset or at many. */
#include "test.h"
#include "unit/xhtml_case.h"

enum { TEXT_MAX = 1 << 20, BLOCKS_MAX = 1 << 16 };

typedef struct seen_block {
    kj_block block;
    uint32_t end;
} seen_block;

static xhtml_case test;
static uint8_t text[TEXT_MAX], styles[TEXT_MAX]; /* by text offset */
static seen_block blocks[BLOCKS_MAX];
static unsigned block_count;
static uint32_t text_end;
static char markup[1 << 22];

static uint32_t next_random(uint32_t *seed) {
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* Reads the whole article and takes down what is where. */
static void read_straight(void) {
    kj_document *document = &test.xhtml.document;
    kj_status status;
    block_count = 0;
    text_end = 0;
    memset(text, 0, sizeof text);
    for (;;) {
        seen_block *seen = &blocks[block_count];
        status = document->next_block(document, &seen->block);
        if (status != KJ_OK) {
            break;
        }
        KJ_CHECK_EQ(seen->block.start, text_end); /* blocks follow each other, a byte between */
        kj_piece piece = {.last = false};
        while (!piece.last) {
            uint8_t bytes[512];
            KJ_CHECK_EQ(document->read(document, bytes, sizeof bytes, &piece), KJ_OK);
            KJ_CHECK_EQ(piece.offset, text_end);
            memcpy(text + text_end, bytes, piece.length);
            memset(styles + text_end, piece.style, piece.length);
            text_end += (uint32_t)piece.length;
        }
        seen->end = text_end++;
        KJ_CHECK(++block_count < BLOCKS_MAX);
    }
    KJ_CHECK_EQ(status, KJ_END);
}

static bool equal_blocks(const kj_block *a, const kj_block *b) {
    return a->kind == b->kind && a->start == b->start && a->after_heading == b->after_heading &&
           a->quoted == b->quoted && a->continues == b->continues &&
           a->right_to_left == b->right_to_left && a->level == b->level &&
           strcmp(a->language, b->language) == 0;
}

/* Reads bytes (and blocks after the current one) from offset on and compares. */
static void compare_from(unsigned index, uint32_t offset, unsigned pieces) {
    kj_document *document = &test.xhtml.document;
    for (; pieces > 0 && index < block_count; pieces--) {
        uint8_t bytes[40];
        kj_piece piece;
        KJ_CHECK_EQ(document->read(document, bytes, sizeof bytes, &piece), KJ_OK);
        KJ_CHECK_EQ(piece.offset, offset);
        KJ_CHECK(memcmp(bytes, text + offset, piece.length) == 0);
        for (size_t i = 0; i < piece.length; i++) {
            KJ_CHECK_EQ(styles[offset + i], piece.style);
        }
        offset += (uint32_t)piece.length;
        KJ_CHECK(offset <= blocks[index].end);
        if (piece.last) {
            kj_block block;
            KJ_CHECK_EQ(offset, blocks[index].end);
            kj_status status = document->next_block(document, &block);
            index++;
            KJ_CHECK_EQ(status, index < block_count ? KJ_OK : KJ_END);
            KJ_CHECK(status == KJ_END || equal_blocks(&block, &blocks[index].block));
            offset = status == KJ_OK ? block.start : offset;
        }
    }
}

static void check_seek(uint32_t offset, unsigned pieces) {
    kj_document *document = &test.xhtml.document;
    unsigned index = 0;
    kj_block block;
    while (offset > 0 && (text[offset] & 0xC0) == 0x80) {
        offset--;
    }
    for (unsigned high = block_count; high - index > 1;) {
        const unsigned middle = (index + high) / 2;
        *(blocks[middle].block.start <= offset ? &index : &high) = middle;
    }
    if (offset > blocks[index].end) {
        index = block_count; /* past the text */
    } else if (offset == blocks[index].end && offset > blocks[index].block.start) {
        index++;
        offset++;
    }
    kj_status status = document->seek(document, offset, &block);
    KJ_CHECK_EQ(status, index < block_count ? KJ_OK : KJ_END);
    if (status == KJ_OK) {
        KJ_CHECK(equal_blocks(&block, &blocks[index].block));
        compare_from(index, offset, pieces);
    }
}

static void open_markup(unsigned method, bool drops) {
    xhtml_case_begin(&test);
    zip_build_add_text(&test.build, "a.xhtml", markup, method);
    zip_build_add_text(&test.build, "b.xhtml", "<h1>b</h1><p>tail</p>", ZIP_STORED);
    xhtml_case_seal(&test);
    xhtml_case_add_part(&test, "a.xhtml", "", "");
    xhtml_case_add_part(&test, "b.xhtml", "", "");
    test.drops_link_bars = drops;
    KJ_CHECK_EQ(xhtml_case_open(&test), KJ_OK);
    read_straight();
}

static void close_markup(void) {
    kj_xhtml_close(&test.xhtml);
    KJ_CHECK_EQ(kj_heap_get_stats(&test.heap).live, 0);
    KJ_CHECK_EQ(kj_heap_check(&test.heap), KJ_OK);
    xhtml_case_end(&test);
}

static const char small[] =
    "<html lang='bn'><body><div><h1>শিরোনাম <b>এক</b></h1><p class='byline'>ক</p><p>খবর &amp; "
    "<i>খবর <b>আর</b></i> খবর<br/>x &nbsp; y<br/><br/>z</p><hr/><ol "
    "start='4'><li>এক</li><li><p>দুই</p>"
    "<p>তিন</p><ul><li>a</li></ul></li></ol><blockquote>q<p>r <q>s</q></p></blockquote><pre>a  "
    "b\n\n\tc"
    "</pre><table><tr><th>a</th><td>b</td><td/><td>c d</td></tr><tr><td>e</td></tr></table><img "
    "alt='ছবি' src='x.png'/><p>a & b <b>c <i>d</b> e</i> f<br>g <x "
    "<sup>2</sup></p><p>&bogus;\xFF</p>"
    "</div></body></html>";

KJ_TEST(xhtml_goes_to_every_offset_of_a_small_article) {
    for (unsigned method = 0; method < 2; method++) {
        for (unsigned drops = 0; drops < 2; drops++) {
            strcpy(markup, small);
            open_markup(method ? ZIP_DEFLATED : ZIP_STORED, drops);
            for (uint32_t offset = 0; offset < text_end + 3; offset++) {
                check_seek(offset, 1000);
            }
            for (uint32_t offset = text_end; offset-- > 0;) {
                check_seek(offset, 3);
            }
            close_markup();
        }
    }
}

KJ_TEST(xhtml_goes_on_after_a_rest_at_every_offset) {
    strcpy(markup, small);
    open_markup(ZIP_STORED, false);
    for (uint32_t offset = 0; offset < text_end; offset++) {
        kj_block block;
        uint32_t at = offset;
        while (at > 0 && (text[at] & 0xC0) == 0x80) {
            at--;
        }
        if (at + 1 == text_end) {
            break; /* the last block's end: nothing comes behind it */
        }
        KJ_CHECK_EQ(test.xhtml.document.seek(&test.xhtml.document, at, &block), KJ_OK);
        kj_xhtml_rest(&test.xhtml);
        unsigned index = 0;
        while (index + 1 < block_count && blocks[index + 1].block.start <= block.start) {
            index++;
        }
        compare_from(index, at > block.start ? at : block.start, 2);
        kj_xhtml_rest(&test.xhtml);
        kj_status status = test.xhtml.document.next_block(&test.xhtml.document, &block);
        KJ_CHECK(status == KJ_OK || status == KJ_END);
    }
    close_markup();
}

/* Paragraphs, lists, tables, nested and not, tags left open, lone ampersands, words in styles. */
static void make_large(size_t bytes, bool tidy) {
    uint32_t seed = 7;
    size_t used = (size_t)sprintf(markup, "<html><body>");
    while (used < bytes) {
        static const char *const words[] = {
            "খবর ",  "<b>শক্ত</b> ",  "<i>হেলানো ",    "</i>",    "word ", "&nbsp;",
            "<br/>", "<sup>2</sup>", "<q>উদ্ধৃতি</q> ", "দীর্ঘ\n ", "a&b ",  "<br> "};
        static const char *const opens[] = {
            "<p>",          "<div>",         "<ul><li>",        "</ul>", "<h2>",       "<li>",
            "<ol>",         "</ol>",         "<table><tr><td>", "<td>",  "</td></tr>", "</table>",
            "<blockquote>", "</blockquote>", "<pre>",           "</pre>"};
        const uint32_t pick = next_random(&seed);
        if (pick % 9 == 0) {
            used += (size_t)sprintf(markup + used, "%s",
                                    tidy ? "</p><p>"
                                         : opens[pick / 9 % (sizeof opens / sizeof *opens)]);
        } else {
            const unsigned word = pick / 9 % (tidy ? 2 : sizeof words / sizeof *words);
            used += (size_t)sprintf(markup + used, "%s", words[word]);
        }
    }
    sprintf(markup + used, "</body></html>");
}

static void check_large(size_t bytes, bool tidy, unsigned method, unsigned rounds) {
    uint32_t seed = 99;
    make_large(bytes, tidy);
    open_markup(method, !tidy);
    KJ_CHECK(block_count > 10);
    for (unsigned i = 0; i < KJ_ROUNDS(rounds); i++) {
        check_seek(next_random(&seed) % text_end, 1 + next_random(&seed) % 60);
        if (next_random(&seed) % 8 == 0) {
            kj_xhtml_rest(&test.xhtml);
        }
    }
    close_markup();
}

KJ_TEST(xhtml_goes_anywhere_in_a_large_article) {
    check_large(300000, true, ZIP_STORED, 400);
    check_large(300000, true, ZIP_DEFLATED, 100);
}

KJ_TEST(xhtml_goes_anywhere_in_tag_soup) {
    check_large(2000, false, ZIP_STORED, 400);
    check_large(20000, false, ZIP_STORED, 400);
    check_large(200000, false, ZIP_STORED, 400);
    check_large(200000, false, ZIP_DEFLATED, 100);
}

KJ_TEST(xhtml_goes_into_a_paragraph_without_end) {
    size_t used = (size_t)sprintf(markup, "<p>");
    while (used < 600000) {
        used += (size_t)sprintf(markup + used, "%s", used % 7 ? "অনেক " : "<i>কথা</i> ");
    }
    sprintf(markup + used, "</p>");
    open_markup(ZIP_STORED, false);
    KJ_CHECK_EQ(block_count, 3);
    for (unsigned i = 0; i < 200; i++) {
        const unsigned before = test.memory.blocks;
        check_seek(text_end / 200 * i, 3);
        /* A fortieth of it at most is read, not all of it from its beginning. */
        KJ_CHECK(test.memory.blocks - before < 600000 / 512 / 8);
    }
    close_markup();
}

KJ_TEST_MAIN()
