/* test_xhtml.c - XHTML as blocks: every element, white space, tables, parts, damage. */
#include "test.h"
#include "unit/xhtml_case.h"

static xhtml_case test;

static void run(const char *text, unsigned method) {
    xhtml_case_begin(&test);
    zip_build_add_text(&test.build, "a.xhtml", text, method);
    xhtml_case_seal(&test);
    xhtml_case_add_part(&test, "a.xhtml", "", "");
    kj_status status = xhtml_case_open(&test);
    if (status == KJ_OK) {
        status = xhtml_case_read_all(&test);
    }
    kj_xhtml_close(&test.xhtml);
    KJ_CHECK_EQ(status, KJ_END);
    KJ_CHECK_EQ(kj_heap_get_stats(&test.heap).live, 0);
    xhtml_case_end(&test);
}

static void check(const char *text, const char *expected) {
    run(text, ZIP_STORED);
    KJ_CHECK_STR(test.dump, expected);
}

/* Cases: XHTML inside a body, and its blocks. */
typedef struct xhtml_snippet {
    const char *text, *blocks;
} xhtml_snippet;

static void check_all(const xhtml_snippet *snippets, size_t count) {
    for (size_t i = 0; i < count; i++) {
        char text[4096];
        snprintf(text, sizeof text, "<html><head><title>t</title></head><body>%s</body></html>",
                 snippets[i].text);
        check(text, snippets[i].blocks);
        KJ_CHECK_EQ(test.logged, 0);
    }
}
#define CHECK_ALL(table) check_all(table, sizeof(table) / sizeof(table)[0])

KJ_TEST(xhtml_maps_paragraphs_and_headings) {
    static const xhtml_snippet snippets[] = {
        {"<p>a</p><p>b</p>", "P:a\nP:b\n"},
        {"a<p>b</p>c", "P:a\nP:b\nP:c\n"},
        {"<div><div>a</div><section>b</section><article>c</article></div>", "P:a\nP:b\nP:c\n"},
        {"<p></p><div> </div><p>a</p><p/>", "P:a\n"},
        {"<h1>a</h1><p>b</p><h1>c</h1>", "H:a\nP:b\nS:c\n"},
        {"<h2>a</h2><p>b</p><h2>c</h2><h3>d</h3><h6>e</h6>", "H:a\nP:b\nS:c\nS1:d\nS4:e\n"},
        {"<p>a</p><h3>b</h3><h1>c</h1>", "P:a\nS1:b\nH:c\n"},
        {"<h1>a<br/>b</h1>", "H:a\\b\n"},
        {"<h1>a</h1><p class='byline'>b</p><p class='x date y'>c</p><div class='summary'><p>d</p>"
         "</div><p>e</p>",
         "H:a\nB:b\nD:c\nL:d\nP:e\n"},
        {"<h1>a</h1><p epub:type='author'>b</p><h2 class='deck'>c</h2>", "H:a\nB:b\nL:c\n"},
        {"<p class='leading'>a</p>", "P:a\n"},
        {"<header><h1>a</h1></header><main><p>b</p></main><footer>c</footer>", "H:a\nP:b\nP:c\n"},
        {"<p>a</p><hr/><p>b</p>", "P:a\nR:\nP:b\n"},
        {"<hr/><p>a</p><hr/><hr/><p>b</p><hr/>", "P:a\nR:\nP:b\n"},
        {"<details><summary>a</summary>b</details>", "P:a\nP:b\n"},
    };
    CHECK_ALL(snippets);
}

KJ_TEST(xhtml_collapses_white_space_as_html_does) {
    static const xhtml_snippet snippets[] = {
        {"<p>\n  a \n\t b  </p>", "P:a b\n"},
        {"<p>a <b> b </b> c</p>", "P:a *b* c\n"},
        {"<p>a<b>b</b>c</p>", "P:a*b*c\n"},
        {"<p>a&nbsp; b&#160;</p>", "P:a# b#\n"},
        {"<p>a <br/> b<br/></p>", "P:a\\b\n"},
        {"<p>a<br/><br/>b<br/> <br/><br/>c</p>", "P:a\nP:b\nP:c\n"},
        {"<p>ক\xEF\xBB\xBFখ\xE2\x80\x8Dগ\xE2\x80\x8C</p>", "P:কখ\xE2\x80\x8Dগ\xE2\x80\x8C\n"},
        {"<p>\xE2\x80\x8B a</p>", "P:a\n"},
        {"<p>a<wbr/>b <wbr/>c</p>", "P:a\xE2\x80\x8B"
                                    "b c\n"},
        {"<p>a<!-- x -->b<![CDATA[ c ]]>d</p>", "P:ab c d\n"},
        {"<p>a <span> </span> b</p>", "P:a b\n"},
    };
    CHECK_ALL(snippets);
}

KJ_TEST(xhtml_gives_inline_styles) {
    static const xhtml_snippet snippets[] = {
        {"<p><em>a</em><i>b</i><cite>c</cite><var>d</var><dfn>e</dfn></p>", "P:_abcde_\n"},
        {"<p><strong>a</strong><b>b</b></p>", "P:*ab*\n"},
        {"<p><b>a<i>b</i></b></p>", "P:*a_b*_\n"},
        {"<p>a<sup>2</sup>b<sub>3</sub></p>", "P:a^2^b~3~\n"},
        {"<p>a<a epub:type='noteref' href='#n'>1</a></p>", "P:a^1^\n"},
        {"<p><q>a <q>b</q> </q>c</p>", "P:“a ‘b’” c\n"},
        {"<p><a href='x.html'>a</a><span>b</span><u>c</u><small>d</small></p>", "P:abcd\n"},
        {"<p><ruby>a<rp>(</rp><rt>b</rt><rp>)</rp></ruby></p>", "P:a\n"},
    };
    CHECK_ALL(snippets);
}

KJ_TEST(xhtml_numbers_lists) {
    static const xhtml_snippet snippets[] = {
        {"<ul><li>a</li><li>b</li></ul>", "I:• a\nI:• b\n"},
        {"<ol><li>a</li><li>b</li></ol>", "I:1. a\nI:2. b\n"},
        {"<ol><li>ক</li><li>খ</li></ol>", "I:১. ক\nI:২. খ\n"},
        {"<p>ক</p><ol start='9'><li>“ক”</li><li>a</li></ol>", "P:ক\nI:৯. “ক”\nI:10. a\n"},
        {"<ol start='3' reversed=''><li>a</li><li>b</li></ol>", "I:3. a\nI:2. b\n"},
        {"<ol reversed=''><li>a</li></ol>", "I:• a\n"},
        {"<ol><li value='7'>a</li><li>b</li></ol>", "I:7. a\nI:8. b\n"},
        {"<ol type='a'><li>x</li><li>y</li></ol>", "I:a. x\nI:b. y\n"},
        {"<ol type='i' start='4'><li>x</li><li>ক</li></ol>", "I:iv. x\nI:৫. ক\n"},
        {"<ol type='A' start='27'><li>x</li></ol>", "I:AA. x\n"},
        {"<ul><li>a<ul><li>b</li></ul>c</li></ul>", "I:• a\nI1:• b\nI+:c\n"},
        {"<ul><li><p>a</p><p>b</p></li></ul>", "I:• a\nI+:b\n"},
        {"<ol><li>a<ol><li>b</li></ol></li><li>c</li></ol>", "I:1. a\nI1:1. b\nI:2. c\n"},
        {"<ul><li><ul><li>a</li></ul></li></ul>", "I1:• a\n"},
        {"<dl><dt>a</dt><dd>b</dd><dd>c</dd></dl>", "P:*a*\nI+:b\nI+:c\n"},
    };
    CHECK_ALL(snippets);
}

KJ_TEST(xhtml_keeps_preformatted_text) {
    static const xhtml_snippet snippets[] = {
        {"<pre>\na b\n  c  d\n\n\te\n</pre>", "F:a b\\##c #d\\\\####e\n"},
        {"<pre>  a\n<b>b</b></pre>", "F:##a\\*b*\n"},
        {"<pre>ab\tc</pre>", "F:ab #c\n"},
        {"<p>x<pre>y</pre>z</p>", "P:x\nF:y\nP:z\n"},
    };
    CHECK_ALL(snippets);
}

KJ_TEST(xhtml_reads_tables_as_rows) {
    static const xhtml_snippet snippets[] = {
        {"<table><caption>c</caption><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr>"
         "</table>",
         "C:c\nT:*a|b*\nT:1|2\n"},
        {"<table><tbody><tr><td> <p>a</p> </td> <td><p>b</p><p>c</p></td></tr></tbody></table>",
         "T:a|b c\n"},
        {"<table><tr><td colspan='2'>a</td><td>b</td></tr><tr><td/><td>c</td><td/></tr></table>",
         "T:a||b\nT:|c\n"},
        {"<table><tr><td>a</td></tr></table>", "P:a\n"},
        {"<table><tr><td><p>a</p><p>b</p></td></tr></table>", "P:a\nP:b\n"},
        {"<table><tr><td><h1>a</h1><p>b</p></td><td>c</td></tr></table>", "H:a\nP:b\nP:c\n"},
        {"<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>",
         "T:a|b\n"},
        {"<table><tr><td>a</td><td><table><tr><td>b</td><td>c</td></tr></table></td></tr></table>",
         "T:a|b c\n"},
        {"<table><tr><td>a<br/>b</td><td>c</td></tr></table>", "T:a b|c\n"},
        {"<table><tr><td><ul><li>a</li></ul></td></tr></table>", "I:• a\n"},
        {"<table><tr><td>a</td><td><ul><li>b</li><li>c</li></ul></td></tr></table>", "T:a|b c\n"},
    };
    CHECK_ALL(snippets);
}

KJ_TEST(xhtml_marks_quotations) {
    static const xhtml_snippet snippets[] = {
        {"<blockquote>a</blockquote>b", "Q':a\nP:b\n"},
        {"<blockquote><p>a</p><ul><li>b</li></ul></blockquote>", "Q':a\nI':• b\n"},
    };
    CHECK_ALL(snippets);
}

KJ_TEST(xhtml_leaves_out_what_is_no_text) {
    static const xhtml_snippet snippets[] = {
        {"a<script>x</script><style>y</style><template>z</template>b", "P:ab\n"},
        {"<p hidden='hidden'>a</p><p style='color: red; display : none'>b</p><p>c</p>", "P:c\n"},
        {"<video>a</video><audio>b</audio><iframe>c</iframe><object>d</object><p>e</p>", "P:e\n"},
        {"<form><input "
         "value='x'/><select><option>a</option></select><textarea>b</textarea>c</form>",
         "P:c\n"},
        {"<p aria-hidden='true' style='display:block'>a</p>", "P:a\n"},
    };
    CHECK_ALL(snippets);
}

KJ_TEST(xhtml_tells_language_and_direction) {
    check("<html xml:lang='bn'><body><p>a</p><p lang='en-GB'>b</p><p lang='x-y'>c</p>"
          "<p dir='rtl' lang='ar'>d <span lang='en' dir='ltr'>e</span></p></body></html>",
          "P.bn:a\nP.en:b\nP:c\nP<.ar:d e\n");
}

KJ_TEST(xhtml_tells_what_follows_a_heading) {
    kj_block block;
    static const bool after[] = {true, true, false, true};
    xhtml_case_begin(&test);
    zip_build_add_text(&test.build, "a.xhtml", "<h1>a</h1><p>b</p><p>c</p><hr/><p>d</p>",
                       ZIP_STORED);
    xhtml_case_seal(&test);
    xhtml_case_add_part(&test, "a.xhtml", "", "");
    KJ_CHECK_EQ(xhtml_case_open(&test), KJ_OK);
    for (unsigned i = 0; i < 4; i++) {
        KJ_CHECK_EQ(test.xhtml.document.next_block(&test.xhtml.document, &block), KJ_OK);
        KJ_CHECK_EQ(block.start, 2 * i);
        KJ_CHECK_EQ(block.after_heading, after[i]);
    }
    kj_xhtml_close(&test.xhtml);
    xhtml_case_end(&test);
}

/* --- Pictures */

static const uint8_t png[120] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0,    13, 'I',
                                 'H',  'D', 'R', 0,   0,    1,    0x40, 0,    0, 0, 0xF0, 8,  0};

static void add_pictures(void) {
    static uint8_t bytes[200];
    zip_build_add(&test.build, "i/a.png", png, sizeof png, ZIP_DEFLATED);
    memcpy(bytes, png, sizeof png);
    bytes[16] = 1;
    zip_build_add(&test.build, "i/lie.png", bytes, sizeof png, ZIP_STORED);
    memset(bytes, 0, sizeof bytes);
    zip_build_add(&test.build, "i/dot.png", bytes, 60, ZIP_STORED);
    memcpy(bytes, "\xFF\xD8\xFF\xE0", 4);
    zip_build_add(&test.build, "i/b.jpg", bytes, sizeof bytes, ZIP_STORED);
    memcpy(bytes, "GIF89a\x20\x01\x10\0", 10);
    zip_build_add(&test.build, "i/c.gif", bytes, sizeof bytes, ZIP_STORED);
    memcpy(bytes, "RIFF\0\0\0\0WEBPVP8X\x0A\0\0\0\0\0\0\0\x1F\0\0\x0F\0\0", 30);
    zip_build_add(&test.build, "i/d.webp", bytes, sizeof bytes, ZIP_STORED);
}

static void open_pictures(const char *text) {
    xhtml_case_begin(&test);
    add_pictures();
    zip_build_add_text(&test.build, "t/a.xhtml", text, ZIP_DEFLATED);
    xhtml_case_seal(&test);
    xhtml_case_add_part(&test, "t/a.xhtml", "", "");
    KJ_CHECK_EQ(xhtml_case_open(&test), KJ_OK);
}

KJ_TEST(xhtml_gives_pictures_with_what_stands_for_them) {
    open_pictures(
        "<p>a<img src='../i/a.png' alt=' the  sea '/>b</p><figure><img src='../i/b.jpg'/>"
        "<figcaption>c</figcaption></figure><img src='../i/dot.png'/>"
        "<img src='../i/a.png' width='1' height='1'/><p>x <img width='16' height='16' "
        "alt=':)' src='../i/c.gif'/> y</p><svg><title>n</title><image "
        "xlink:href='../i/c.gif'/></svg><picture><source srcset='q'/><img alt='e' "
        "src='http://example.org/y.png'/></picture><svg aria-label='drawing'><text>z</text></svg>");
    KJ_CHECK_EQ(xhtml_case_read_all(&test), KJ_END);
    KJ_CHECK_STR(test.dump, "P:a\nM:the sea\nP:b\nM:Picture\nC:c\nP:x :) y\nM:Picture\nM:e\n"
                            "M:drawing\n");
    kj_xhtml_close(&test.xhtml);
    KJ_CHECK_EQ(kj_heap_get_stats(&test.heap).live, 0);
    xhtml_case_end(&test);
}

KJ_TEST(xhtml_looks_at_the_first_bytes_of_pictures) {
    static const kj_image expected[] = {
        {KJ_IMAGE_GOOD, 320, 240, 0},      {KJ_IMAGE_BROKEN, 0, 0, 0},
        {KJ_IMAGE_UNSUPPORTED, 0, 0, 0},   {KJ_IMAGE_UNSUPPORTED, 288, 16, 0},
        {KJ_IMAGE_UNSUPPORTED, 32, 16, 0}, {KJ_IMAGE_MISSING, 0, 0, 0},
        {KJ_IMAGE_MISSING, 0, 0, 0},       {KJ_IMAGE_UNSUPPORTED, 0, 0, 0}};
    open_pictures("<img src='../i/a.png'/><img src='../i/lie.png'/><img src='../i/b.jpg'/><img "
                  "src='../i/c.gif'/><img src='../i/d.webp'/><img src='none.png'/><img "
                  "src='../../up.png'/><img src='data:image/png;base64,AAAA'/>");
    kj_document *document = &test.xhtml.document;
    kj_image image;
    kj_block block;
    KJ_CHECK_EQ(document->image(document, &image), KJ_ERR_STATE);
    for (unsigned i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        KJ_CHECK_EQ(document->next_block(document, &block), KJ_OK);
        KJ_CHECK_EQ(block.kind, KJ_BLOCK_IMAGE);
        KJ_CHECK_EQ(document->image(document, &image), KJ_OK);
        KJ_CHECK_EQ(image.state, expected[i].state);
        KJ_CHECK_EQ(image.width_px, expected[i].width_px);
        KJ_CHECK_EQ(image.height_px, expected[i].height_px);
    }
    KJ_CHECK_EQ(document->next_block(document, &block), KJ_END);
    kj_xhtml_close(&test.xhtml);
    xhtml_case_end(&test);
}

KJ_TEST(xhtml_opens_a_picture_and_goes_on_where_it_was) {
    open_pictures("<p>a</p><img src='../i/a.png'/><p>b</p>");
    kj_document *document = &test.xhtml.document;
    kj_image image;
    kj_block block;
    kj_stream stream;
    kj_heap *heap;
    uint8_t bytes[200];
    size_t length = 0;
    KJ_CHECK_EQ(document->next_block(document, &block), KJ_OK);
    KJ_CHECK_EQ(document->next_block(document, &block), KJ_OK);
    KJ_CHECK_EQ(document->image(document, &image), KJ_OK);
    KJ_CHECK_EQ(document->open_image(document, image.locator, &stream, &heap), KJ_OK);
    KJ_CHECK_EQ(kj_heap_get_stats(heap).live, 0);
    KJ_CHECK_EQ(stream.read(stream.context, 0, bytes, 8, &length), KJ_OK);
    KJ_CHECK(length == 8 && memcmp(bytes, png, 8) == 0);
    document->spoil_image(document, image.locator);
    KJ_CHECK_EQ(document->image(document, &image), KJ_OK);
    KJ_CHECK_EQ(image.state, KJ_IMAGE_BROKEN);
    KJ_CHECK_EQ(xhtml_case_read_all(&test), KJ_END);
    KJ_CHECK_STR(test.dump, "P:b\n");
    KJ_CHECK_EQ(document->open_image(document, 12345, &stream, &heap), KJ_ERR_MISSING);
    kj_xhtml_close(&test.xhtml);
    KJ_CHECK_EQ(kj_heap_get_stats(&test.heap).live, 0);
    xhtml_case_end(&test);
}

/* --- Parts */

static void run_parts(const char *a, const char *b, const char *from, const char *to,
                      const char *expected) {
    xhtml_case_begin(&test);
    zip_build_add_text(&test.build, "a.xhtml", a, ZIP_STORED);
    zip_build_add_text(&test.build, "b.xhtml", b, ZIP_DEFLATED);
    xhtml_case_seal(&test);
    xhtml_case_add_part(&test, "a.xhtml", from, to);
    xhtml_case_add_part(&test, "b.xhtml", "", "");
    KJ_CHECK_EQ(xhtml_case_open(&test), KJ_OK);
    KJ_CHECK_EQ(xhtml_case_read_all(&test), KJ_END);
    KJ_CHECK_STR(test.dump, expected);
    kj_xhtml_close(&test.xhtml);
    xhtml_case_end(&test);
}

KJ_TEST(xhtml_reads_parts_between_anchors) {
    static const char a[] = "<body><h2 id='x'>1</h2><p>a</p><h2><a id='y'/>2</h2><p>b <i>c <a "
                            "name='z'>d</a></i></p><h2 id='w'>3</h2></body>";
    run_parts(a, "<p>e", "", "", "H:1\nP:a\nS:2\nP:b _c d_\nS:3\nP:e\nN:Damaged: b.xhtml\n");
    run_parts(a, "<p>e</p>", "y", "w", "H:2\nP:b _c d_\nP:e\n");
    run_parts(a, "<p>e</p>", "x", "y", "H:1\nP:a\nP:e\n");
    run_parts(a, "<p>e</p>", "y", "z", "H:2\nP:b _c_\nP:e\n");
    run_parts(a, "<p>e</p>", "z", "w", "P:_d_\nP:e\n");
    KJ_CHECK_EQ(test.logged, 0);
    run_parts(a, "<p>e</p>", "none", "y", "H:1\nP:a\nP:e\n");
    KJ_CHECK_EQ(test.logged, 1);
    run_parts(a, "<p>e</p>", "w", "none", "H:3\nP:e\n");
    run_parts(a, "<p>e</p>", "w", "x", "H:3\nP:e\n");
}

KJ_TEST(xhtml_says_which_part_cannot_be_read) {
    xhtml_case_begin(&test);
    zip_build_add_text(&test.build, "a.xhtml", "<p>a</p>", ZIP_STORED);
    xhtml_case_seal(&test);
    xhtml_case_add_part(&test, "none.xhtml", "", "");
    xhtml_case_add_part(&test, "a.xhtml", "", "");
    KJ_CHECK_EQ(xhtml_case_open(&test), KJ_OK);
    KJ_CHECK_EQ(xhtml_case_read_all(&test), KJ_END);
    KJ_CHECK_STR(test.dump, "N:Unreadable: none.xhtml\nP:a\n");
    kj_xhtml_close(&test.xhtml);
    xhtml_case_end(&test);
}

KJ_TEST(xhtml_without_text_is_at_its_end_at_once) {
    static const char *const texts[] = {"", "<html><head><title>a</title></head><body/></html>",
                                        "<p> </p><hr/>"};
    for (unsigned i = 0; i < 3; i++) {
        xhtml_case_begin(&test);
        zip_build_add_text(&test.build, "a.xhtml", texts[i], ZIP_STORED);
        xhtml_case_seal(&test);
        xhtml_case_add_part(&test, "a.xhtml", "", "");
        KJ_CHECK_EQ(xhtml_case_open(&test), KJ_END);
        KJ_CHECK_EQ(kj_heap_get_stats(&test.heap).live, 0);
        xhtml_case_end(&test);
    }
}

/* --- Damage */

KJ_TEST(xhtml_reads_untidy_files_in_silence) {
    check("<body><p>a & b<br>c <b>d<i>e</b>f</p><p>g<p>h</body>", "P:a & b\\c *d_e*_f\nP:g\nP:h\n");
    check("<body><ul><li>a<li>b</ul>c</body>", "I:• a\nI:• b\nP:c\n");
    check("<head><title>x</title><body><p>a</p></body>", "P:a\n");
}

KJ_TEST(xhtml_says_where_a_file_is_damaged) {
    check("<body><p>a <b>b", "P:a *b*\nN:Damaged: a.xhtml\n");
    check("<body><p>a</p><p class=\"x>b</p><p class=\"y\">c</p></body>",
          "P:a\nN:Damaged: a.xhtml\nP:b\nP:c\n");
    KJ_CHECK(strstr(test.last_log, "a.xhtml: at byte "));
}

KJ_TEST(xhtml_bounds_what_entities_can_do) {
    check("<!DOCTYPE html [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;'>]>"
          "<html><body><p>&a; &b; &c; &c;</p></body></html>",
          "P:ha &b; &c; &c;\n");
}

static char large[1 << 21];

KJ_TEST(xhtml_reads_on_behind_deep_nesting) {
    size_t used = (size_t)sprintf(large, "<body><p>before</p>");
    for (unsigned i = 0; i < 10000; i++) {
        used += (size_t)sprintf(large + used, "<div>");
    }
    used += (size_t)sprintf(large + used, "deep");
    for (unsigned i = 0; i < 10000; i++) {
        used += (size_t)sprintf(large + used, "</div>");
    }
    sprintf(large + used, "<p>after</p></body>");
    check(large, "P:before\nP:deep\nP:after\n");
}

/* --- Calibre's news */

KJ_TEST(xhtml_drops_link_bars_where_it_is_asked_to) {
    xhtml_case_begin(&test);
    zip_build_add_text(
        &test.build, "feed_0/article_1/index.html",
        "<body><div><a href='../article_2/index.html'>Next</a> | <a href='../index.html'>Section "
        "menu</a> | <a href='../../index.html'>Main menu</a><hr/></div><h1>a</h1>"
        "<p><a href='http://example.org/y'>only a link</a></p><p><a href='#n'>note</a></p><p>b <a "
        "href='../article_2/index.html'>c</a></p><table><tr><td><a href='../index.html'>Up</a></td>"
        "<td>|</td><td><a href='../article_3/index.html'>Next</a></td></tr></table><p>This article "
        "was downloaded by <strong>calibre</strong> from <a "
        "href='http://example.org/y'>http://example.org/y</a></p>"
        "<div class='calibre_navbar'>x</div><p>This article was good</p></body>",
        ZIP_STORED);
    xhtml_case_seal(&test);
    xhtml_case_add_part(&test, "feed_0/article_1/index.html", "", "");
    test.drops_link_bars = true;
    KJ_CHECK_EQ(xhtml_case_open(&test), KJ_OK);
    KJ_CHECK_EQ(xhtml_case_read_all(&test), KJ_END);
    KJ_CHECK_STR(test.dump, "H:a\nP:only a link\nP:note\nP:b c\nP:This article was good\n");
    kj_xhtml_close(&test.xhtml);
    xhtml_case_end(&test);
}

KJ_TEST_MAIN()
