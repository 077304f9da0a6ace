/* test_xhtml_faults.c - reads and allocations that fail while an article is read: an error, after
 * which it goes on, or the right text; never another one. */
#include "test.h"
#include "unit/xhtml_case.h"

static xhtml_case test;
static char right[XHTML_CASE_DUMP];

static const char article[] =
    "<!DOCTYPE html [<!ENTITY e 'ক'>]><html "
    "lang='bn'><head><style>p{}</style></head><body><h1>শিরোনাম"
    "</h1><p class='byline'>&e;</p><p>a &amp; b <i>c</i> d & "
    "e<br>f</p><ol><li>ক</li><li>খ<p>গ</p></li></ol>"
    "<img src='i.png' alt='ছবি'/><table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>"
    "<p>x <b>y <i>z</b> w</p><p class=\"q>r</p><p>s</p></body></html>";

static void begin(unsigned method) {
    static uint8_t picture[300];
    xhtml_case_begin(&test);
    zip_build_add(&test.build, "i.png", picture, sizeof picture, method);
    zip_build_add_text(&test.build, "a.xhtml", article, method);
    zip_build_add_text(&test.build, "b.xhtml", "<h1>b</h1><p>tail", method);
    xhtml_case_seal(&test);
    xhtml_case_add_part(&test, "a.xhtml", "", "");
    xhtml_case_add_part(&test, "b.xhtml", "", "");
    test.piece = 16;
}

static void end(void) {
    kj_xhtml_close(&test.xhtml);
    KJ_CHECK_EQ(kj_heap_check(&test.heap), KJ_OK);
    KJ_CHECK_EQ(kj_heap_get_stats(&test.heap).live, 0);
    xhtml_case_end(&test);
}

static void find_right(unsigned method) {
    begin(method);
    KJ_CHECK_EQ(xhtml_case_open(&test), KJ_OK);
    KJ_CHECK_EQ(xhtml_case_read_all(&test), KJ_END);
    strcpy(right, test.dump);
    end();
}

/* Reads all, trying again what failed, up to a number of failures. */
static kj_status read_stubbornly(unsigned *failures, unsigned failures_max) {
    kj_document *document = &test.xhtml.document;
    kj_status status;
    while ((status = xhtml_case_open(&test)) < 0 && (*failures)++ < failures_max) {
        KJ_CHECK(status == KJ_ERR_IO || status == KJ_ERR_MEMORY);
    }
    bool in_block = false;
    uint8_t style = KJ_TEXT_PLAIN;
    while (status == KJ_OK) {
        uint8_t bytes[16];
        kj_block block;
        kj_piece piece;
        kj_image image;
        if (!in_block) {
            status = document->next_block(document, &block);
            in_block = status == KJ_OK;
            if (in_block) {
                xhtml_case_put_block(&test, &block);
                style = KJ_TEXT_PLAIN;
            }
        } else {
            if (block.kind == KJ_BLOCK_IMAGE) {
                status = document->image(document, &image);
                KJ_CHECK(status != KJ_OK || image.state == KJ_IMAGE_UNSUPPORTED);
            }
            status = document->read(document, bytes, sizeof bytes, &piece);
            if (status == KJ_OK) {
                if (piece.length > 0) {
                    xhtml_case_put_style(&test, style, piece.style);
                    style = piece.style;
                }
                xhtml_case_put_text(&test, bytes, piece.length);
                if (piece.last) {
                    xhtml_case_put_style(&test, style, KJ_TEXT_PLAIN);
                    xhtml_case_put(&test, "\n", 1);
                    in_block = false;
                }
            }
        }
        if (status < 0) {
            KJ_CHECK(status == KJ_ERR_IO || status == KJ_ERR_MEMORY);
            if ((*failures)++ < failures_max) {
                status = KJ_OK;
            }
        }
    }
    return status;
}

static void check_reads(unsigned method) {
    find_right(method);
    for (unsigned n = 1, failures = 1; failures > 0; n++) {
        failures = 0;
        begin(method);
        test.memory.fail_at = test.memory.reads + n;
        KJ_CHECK_EQ(read_stubbornly(&failures, 5), KJ_END);
        KJ_CHECK_STR(test.dump, right);
        KJ_CHECK(failures <= 1);
        if (test.memory.reads < test.memory.fail_at) {
            failures = 0;
        } else {
            failures = 1;
        }
        end();
    }
}

KJ_TEST(xhtml_goes_on_after_any_read_failed) {
    check_reads(ZIP_STORED);
    check_reads(ZIP_DEFLATED);
}

KJ_TEST(xhtml_ends_in_an_error_when_the_medium_is_gone) {
    find_right(ZIP_DEFLATED);
    for (unsigned n = 1; n < 40; n++) {
        unsigned failures = 0;
        begin(ZIP_DEFLATED);
        test.memory.fail_at = test.memory.reads + n;
        test.memory.fail_onwards = true;
        kj_status status = read_stubbornly(&failures, 3);
        KJ_CHECK(status == KJ_ERR_IO || status == KJ_END);
        KJ_CHECK(strncmp(test.dump, right, test.dumped) == 0);
        end();
    }
}

static void check_allocations(unsigned method) {
    find_right(method);
    bool failed = true;
    for (uint32_t n = 1; failed; n++) {
        unsigned failures = 0;
        begin(method);
        kj_heap_fail_at(&test.heap, n);
        KJ_CHECK_EQ(read_stubbornly(&failures, 5), KJ_END);
        KJ_CHECK_STR(test.dump, right);
        failed = kj_heap_get_stats(&test.heap).failed > 0;
        end();
    }
}

KJ_TEST(xhtml_goes_on_after_any_allocation_failed) {
    check_allocations(ZIP_STORED);
    check_allocations(ZIP_DEFLATED);
}

KJ_TEST(xhtml_is_out_of_memory_where_there_is_none) {
    find_right(ZIP_DEFLATED);
    for (uint32_t n = 1; n < 60; n++) {
        unsigned failures = 0;
        begin(ZIP_DEFLATED);
        kj_heap_fail_from(&test.heap, n);
        kj_status status = read_stubbornly(&failures, 3);
        KJ_CHECK(status == KJ_ERR_MEMORY || status == KJ_END);
        KJ_CHECK(strncmp(test.dump, right, test.dumped) == 0);
        end();
    }
}

KJ_TEST_MAIN()
