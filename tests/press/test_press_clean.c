/* test_press_clean.c - HTML of every sort in, the small XHTML of editions out. */
#include "press/clean.h"
#include "test.h"

#include <libxml/parser.h>

static const kj_clean_config plain = {0};

static void body_is(const char *html, const char *expected) {
    kj_clean_page page;
    kj_status status = kj_clean_html(html, strlen(html), &plain, &page);
    bool same = strcmp(page.body ? page.body : "", expected) == 0;
    if (!same) {
        printf("  %s\n  gave     %s\n  expected %s\n", html, page.body, expected);
    }
    kj_clean_page_free(&page);
    KJ_CHECK(same);
    KJ_CHECK_EQ(status, *expected ? KJ_OK : KJ_END);
}

KJ_TEST(paragraphs_and_styles) {
    body_is("<p>one <b>two</b> <i>three</i></p>",
            "<p>one <strong>two</strong> <em>three</em></p>\n");
    body_is("<p>a<b> b </b>c</p>", "<p>a <strong>b</strong> c</p>\n");
    body_is("<p>H<sub>2</sub>O, x<sup>2</sup></p>", "<p>H<sub>2</sub>O, x<sup>2</sup></p>\n");
    body_is("<p><b><i>both</i></b></p>", "<p><strong><em>both</em></strong></p>\n");
    body_is("<p>a <q>said</q> b</p>", "<p>a “said” b</p>\n");
    body_is("<p>\xE0\xA7\x9F &amp; &lt;b&gt; &copy;</p>", "<p>য় &amp; &lt;b&gt; ©</p>\n");
}

KJ_TEST(links_stay_as_their_text) {
    body_is("<p>see <a href=\"https://example.org/?a=1&b=2\">here</a>.</p>", "<p>see here.</p>\n");
}

KJ_TEST(empty_elements_come_to_nothing) {
    body_is("<p></p><p>&nbsp;</p><ul><li></li></ul><blockquote><p> </p></blockquote><p>x<b></b></p>"
            "<h2> </h2><hr>",
            "<p>x</p>\n<hr/>\n");
    body_is("", "");
    body_is("<p> <br> </p>", "");
}

KJ_TEST(double_breaks_part_paragraphs) {
    body_is("one<br>two<br><br>three<br/><br/><br/>", "<p>one<br/>\ntwo</p>\n<p>three</p>\n");
    body_is("<p><b>one<br><br>two</b></p>",
            "<p><strong>one</strong></p>\n<p><strong>two</strong></p>\n");
    body_is("<h2>a<br><br>b</h2>x", "<h2>a<br/>\nb</h2>\n<p>x</p>\n");
}

KJ_TEST(div_soup_becomes_paragraphs) {
    body_is("<div>one<div>two</div>three<section><span>four</span></section></div>",
            "<p>one</p>\n<p>two</p>\n<p>three</p>\n<p>four</p>\n");
}

KJ_TEST(headings_begin_at_two_in_the_order_of_their_levels) {
    body_is("<h3>a</h3>x<h5>b</h5>y", "<h2>a</h2>\n<p>x</p>\n<h4>b</h4>\n<p>y</p>\n");
    body_is("<h1>a</h1>x<h2>b</h2>y<h6>c</h6>", "<p>x</p>\n<h2>b</h2>\n<p>y</p>\n<h6>c</h6>\n");
}

KJ_TEST(the_headline_is_not_repeated) {
    static const kj_clean_config config = {.title = "ঢাকায় বৃষ্টি"};
    const char *html = "<title>other</title><h1>ঢাকায়  <span>বৃষ্টি</span></h1><p>সকালে।</p>";
    kj_clean_page page;
    kj_status status = kj_clean_html(html, strlen(html), &config, &page);
    bool good = status == KJ_OK && strcmp(page.body, "<p>সকালে।</p>\n") == 0;
    kj_clean_page_free(&page);
    KJ_CHECK(good);
}

KJ_TEST(lists_hold_items_only) {
    body_is("<ul><li>a<li>b<ol><li>c</ol></ul>",
            "<ul>\n<li>a</li>\n<li>b<ol>\n<li>c</li>\n</ol>\n</li>\n</ul>\n");
    body_is("<ul>x<p>y</p><ul><li>z</li></ul></ul>",
            "<ul>\n<li>x<p>y</p>\n<ul>\n<li>z</li>\n</ul>\n</li>\n</ul>\n");
    body_is("<li>a</li>", "<ul>\n<li>a</li>\n</ul>\n");
    body_is("<ul><li><p>a</p><p>b</p></li></ul>", "<ul>\n<li>a<p>b</p>\n</li>\n</ul>\n");
}

KJ_TEST(quotes_and_preformatted_text) {
    body_is("<blockquote>a<p>b</p></blockquote>",
            "<blockquote>\n<p>a</p>\n<p>b</p>\n</blockquote>\n");
    body_is("<pre>\n a  b\n  c\n</pre>", "<pre> a  b\n  c\n</pre>\n");
}

KJ_TEST(tables_of_data_stay_and_those_of_layout_go) {
    body_is("<table><caption>t</caption><tr><th>a<th>b<tr><td>1<td></table>",
            "<table>\n<caption>t</caption>\n<tr><th>a</th><th>b</th></tr>\n"
            "<tr><td>1</td><td></td></tr>\n</table>\n");
    body_is("<table><thead><tr><td colspan=2>a</td><td>b</td></tr></thead></table>",
            "<table>\n<tr><td colspan=\"2\">a</td><td>b</td></tr>\n</table>\n");
    body_is("<table><tr><td><p>one</p><p>two</p></td></tr></table>", "<p>one</p>\n<p>two</p>\n");
    body_is("<table><tr><td>a<br>b<div>c</div></td><td>d</td></tr></table>",
            "<table>\n<tr><td>a<br/>\nb<br/>\nc</td><td>d</td></tr>\n</table>\n");
}

KJ_TEST(what_is_no_text_is_left_out) {
    body_is("<script>var a = '<p>x</p>';</script><style>p{}</style><!-- c --><form><p>f</p></form>"
            "<noscript><p>n</p></noscript><iframe>i</iframe><nav><a>m</a></nav><svg><text>s</"
            "text></svg>"
            "<p hidden>h</p><p style=\"display: none\">d</p><p aria-hidden=true>a</p><p>text</p>",
            "<p>text</p>\n");
    body_is("<p>The whole long story is told here in many words.</p><div "
            "class=\"post-share\">Share</div>"
            "<div id=related>More</div>",
            "<p>The whole long story is told here in many words.</p>\n");
    body_is("<div class=\"content has-related\"><p>The story itself.</p></div>",
            "<p>The story itself.</p>\n");
}

KJ_TEST(pictures_are_listed_with_their_addresses) {
    static const kj_clean_config config = {.address = "https://example.org/news/a.html"};
    const char *html =
        "<figure><img src=\"../p/one two.jpg\" alt=\"এক &amp; দুই\"><figcaption>ছবি: "
        "<b>ক</b></figcaption></figure>"
        "<p>text<img src=\"data:image/gif;base64,R0\" data-src=\"/two.png\"> more</p>"
        "<img srcset=\"s.jpg 300w, m.jpg 1000w, l.jpg 3000w\" src=\"data:image/gif;base64,R0\">"
        "<p class=\"wp-caption-text\">under</p><img src=x.png width=1 height=1>";
    kj_clean_page page;
    kj_status status = kj_clean_html(html, strlen(html), &config, &page);
    KJ_CHECK_EQ(status, KJ_OK);
    KJ_CHECK_EQ(page.image_count, 3);
    KJ_CHECK_STR(page.images[0].address, "https://example.org/p/one%20two.jpg");
    KJ_CHECK_STR(page.images[0].alt, "এক & দুই");
    KJ_CHECK_STR(page.images[1].address, "https://example.org/two.png");
    KJ_CHECK_STR(page.images[2].address, "https://example.org/news/m.jpg");
    KJ_CHECK_STR(
        page.body,
        "<figure><img src=\"picture-0.png\" alt=\"এক &amp; দুই\"/><figcaption>ছবি: "
        "<strong>ক</strong></figcaption></figure>\n<p>text</p>\n"
        "<figure><img src=\"picture-1.png\" alt=\"\"/></figure>\n<p>more</p>\n"
        "<figure><img src=\"picture-2.png\" alt=\"\"/><figcaption>under</figcaption></figure>\n");
    kj_clean_page_free(&page);
}

KJ_TEST(metadata_come_from_wherever_they_are) {
    const char *html =
        "<html lang=\"bn-BD\"><head><title>শিরোনাম | কাগজ</title>"
        "<meta property=\"og:site_name\" content=\"কাগজ\"><meta name=author content=\"রহিমা খাতুন\">"
        "<meta property=\"article:published_time\" content=\"2026-11-25T08:00:00+06:00\">"
        "<meta property=\"og:description\" content=\" সংক্ষেপ  এখানে \">"
        "<meta property=\"og:image\" content=\"https://example.org/i.jpg\"></head><body><p>x</p>";
    kj_clean_page page;
    KJ_CHECK_EQ(kj_clean_html(html, strlen(html), &plain, &page), KJ_OK);
    KJ_CHECK_STR(page.title, "শিরোনাম");
    KJ_CHECK_STR(page.site, "কাগজ");
    KJ_CHECK_STR(page.byline, "রহিমা খাতুন");
    KJ_CHECK_STR(page.date, "2026-11-25T08:00:00+06:00");
    KJ_CHECK_STR(page.summary, "সংক্ষেপ এখানে");
    KJ_CHECK_STR(page.language, "bn-bd");
    KJ_CHECK_STR(page.picture, "https://example.org/i.jpg");
    kj_clean_page_free(&page);
}

KJ_TEST(articles_in_json_are_read) {
    const char *html =
        "<script "
        "type=\"application/ld+json\">{\"@context\":\"x\",\"@graph\":[{\"@type\":\"WebSite\","
        "\"name\":\"no\"},{\"@type\":[\"NewsArticle\"],\"headline\":\"\\u09a2\\u09be\\u0995\\u09be "
        "\\\"x\\\"\","
        "\"datePublished\":\"2026-11-25\",\"author\":[{\"@type\":\"Person\",\"name\":\"A\"},{"
        "\"name\":\"B\"}],"
        "\"publisher\":{\"name\":\"P\",\"logo\":{\"url\":\"u\"}},\"n\":-1.5e3,\"t\":true,\"z\":"
        "null}]}</script>"
        "<p>x</p>";
    kj_clean_page page;
    KJ_CHECK_EQ(kj_clean_html(html, strlen(html), &plain, &page), KJ_OK);
    KJ_CHECK_STR(page.title, "ঢাকা \"x\"");
    KJ_CHECK_STR(page.date, "2026-11-25");
    KJ_CHECK_STR(page.byline, "A, B");
    KJ_CHECK_STR(page.site, "P");
    kj_clean_page_free(&page);
    static const char *const broken[] = {
        "{",    "{\"", "{\"a", "{\"a\":", "[[[[", "{\"a\":\"\\u12", "{\"a\":}", "[1,2",
        "\"\\", "nul", "{,}",  "}",       "[,]"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        char page_html[256];
        snprintf(page_html, sizeof page_html,
                 "<script type=\"application/ld+json\">%s</script><p>x</p>", broken[i]);
        body_is(page_html, "<p>x</p>\n");
    }
}

KJ_TEST(the_article_of_a_page_is_found) {
    body_is(
        "<header><p>Site</p></header><main><article><p>A story of some length.</p></article></main>"
        "<footer><a>imprint</a></footer>",
        "<p>A story of some length.</p>\n");
}

static void reads(const char *bytes, size_t length, const char *charset, const char *expected) {
    kj_clean_config config = {.charset = charset};
    kj_clean_page page;
    kj_status status = kj_clean_html(bytes, length, &config, &page);
    bool same = page.body && strcmp(page.body, expected) == 0;
    if (!same) {
        printf("  gave %s, expected %s\n", page.body, expected);
    }
    kj_clean_page_free(&page);
    KJ_CHECK_EQ(status, KJ_OK);
    KJ_CHECK(same);
}

#define READS(bytes, charset, expected) reads(bytes, sizeof bytes - 1, charset, expected)

KJ_TEST(encodings_are_found) {
    READS("\xEF\xBB\xBF<p>বাংলা</p>", NULL, "<p>বাংলা</p>\n");
    READS("<meta charset=iso-8859-1><p>বাংলা</p>", NULL, "<p>বাংলা</p>\n");
    READS("<p>বাংলা</p>", "windows-1252", "<p>বাংলা</p>\n");
    READS("<p>caf\xE9 \x93x\x94</p>", NULL, "<p>café “x”</p>\n");
    READS("<meta charset=\"iso-8859-1\"><p>caf\xE9 \x93x\x94</p>", NULL, "<p>café “x”</p>\n");
    READS("<?xml version='1.0' encoding='iso-8859-2'?><p>\xB3\xF3\x64\xBC</p>", NULL,
          "<p>łódź</p>\n");
    READS("<p>\xCF\xF0\xE8\xE2\xE5\xF2</p>", "windows-1251", "<p>Привет</p>\n");
    READS("<p>\xCF\xF0\xE8\xE2\xE5\xF2</p>", "no-such-thing", "<p>Ïðèâåò</p>\n");
    READS("\xFF\xFE<\0p\0>\0\x95\x09<\0/\0p\0>\0", NULL, "<p>ক</p>\n");
    READS("\xFE\xFF\0<\0p\0>\x09\x95\0<\0/\0p\0>", NULL, "<p>ক</p>\n");
    READS("<\0p\0>\0a\0b\0c\0<\0/\0p\0>\0", NULL, "<p>abc</p>\n");
    READS("<p>বাংলাদেশের রাজধানী ঢাকা\xFF</p>", NULL,
          "<p>বাংলাদেশের রাজধানী ঢাকা\xEF\xBF\xBD</p>\n");
    READS("<p>one lost byte in a\0long text</p>", NULL,
          "<p>one lost byte in a\xEF\xBF\xBDlong text</p>\n");
}

KJ_TEST(binary_files_are_refused) {
    char bytes[600];
    uint32_t seed = 5;
    for (size_t i = 0; i < sizeof bytes; i++) {
        seed = seed * 1664525u + 1013904223u;
        bytes[i] = (char)(seed >> 24);
    }
    kj_clean_page page;
    KJ_CHECK_EQ(kj_clean_html(bytes, sizeof bytes, &plain, &page), KJ_ERR_FORMAT);
    kj_clean_page_free(&page);
}

static bool is_well_formed(const char *body) {
    char *whole = malloc(strlen(body) + 32);
    sprintf(whole, "<div>%s</div>", body);
    xmlDocPtr parsed = xmlReadMemory(whole, (int)strlen(whole), NULL, "UTF-8",
                                     XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_HUGE);
    free(whole);
    xmlFreeDoc(parsed);
    return parsed != NULL;
}

/* Tags at random: whatever comes out must be well-formed, and no letter may be lost. */
KJ_TEST(any_soup_gives_well_formed_output_with_all_its_letters) {
    static const char *const parts[] = {"<p>",
                                        "</p>",
                                        "<div>",
                                        "</div>",
                                        "<b>",
                                        "</b>",
                                        "<i>",
                                        "</i>",
                                        "<ul>",
                                        "</ul>",
                                        "<ol>",
                                        "<li>",
                                        "</li>",
                                        "<table>",
                                        "</table>",
                                        "<tr>",
                                        "<td>",
                                        "<th>",
                                        "</td>",
                                        "<blockquote>",
                                        "</blockquote>",
                                        "<pre>",
                                        "</pre>",
                                        "<h2>",
                                        "</h2>",
                                        "<h4>",
                                        "</h4>",
                                        "<br>",
                                        "<hr>",
                                        "<figure>",
                                        "</figure>",
                                        "<figcaption>",
                                        "</figcaption>",
                                        "<img src=a alt='b'>",
                                        "<a href=x>",
                                        "</a>",
                                        "<sup>",
                                        "</sup>",
                                        "<q>",
                                        "</q>",
                                        "<dl>",
                                        "<dt>",
                                        "<dd>",
                                        "</dl>",
                                        "<caption>",
                                        "<span>",
                                        "</span>",
                                        "<!--x-->",
                                        "&amp;",
                                        "&lt;",
                                        "&bogus;",
                                        " ",
                                        "\n",
                                        "x",
                                        "x",
                                        "x",
                                        "x",
                                        "x",
                                        "x",
                                        "x",
                                        "ক",
                                        "<p class=caption>"};
    uint32_t seed = 11;
    for (int round = 0; round < KJ_ROUNDS(4000); round++) {
        char html[1024] = "";
        size_t wanted = 0;
        for (int i = 0; i < 40; i++) {
            seed = seed * 1664525u + 1013904223u;
            const char *part = parts[(seed >> 12) % (sizeof parts / sizeof *parts)];
            wanted += strcmp(part, "x") == 0;
            strcat(html, part);
        }
        kj_clean_page page;
        kj_status status = kj_clean_html(html, strlen(html), &plain, &page);
        char *text = kj_clean_text(page.body ? page.body : "");
        size_t found = 0;
        for (const char *at = text; *at; at++) {
            found += *at == 'x';
        }
        bool good = status >= 0 && page.body && is_well_formed(page.body) && found == wanted;
        if (!good) {
            printf("  %s\n  gave %s\n  %zu of %zu letters\n", html, page.body, found, wanted);
        }
        free(text);
        kj_clean_page_free(&page);
        KJ_CHECK(good);
    }
}

KJ_TEST(ten_thousand_levels_are_no_danger) {
    static const char *const tags[] = {"<div>",        "<ul><li>",        "<b>",
                                       "<blockquote>", "<table><tr><td>", "<article class=ad>",
                                       "<figure>"};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        size_t length = strlen(tags[i]), count = 10000;
        char *html = malloc(length * count + 8);
        for (size_t j = 0; j < count; j++) {
            memcpy(html + j * length, tags[i], length);
        }
        memcpy(html + length * count, "deep", 5);
        kj_clean_page page;
        kj_status status = kj_clean_html(html, length * count + 4, &plain, &page);
        bool good = status == KJ_OK && is_well_formed(page.body) && strstr(page.body, "deep");
        free(html);
        kj_clean_page_free(&page);
        KJ_CHECK(good);
    }
}

KJ_TEST(bodies_as_text) {
    char *text = kj_clean_text("<p>a &amp; <b>b</b><br/>\nc</p>\n<ul>\n<li>d</li>\n</ul>\n");
    bool good = strcmp(text, "a & b\nc\nd") == 0;
    free(text);
    KJ_CHECK(good);
}

KJ_TEST(plain_text_as_paragraphs) {
    char *body = kj_clean_paragraphs("one\ntwo\n\nthree & <four>\n", 24);
    bool good = strcmp(body, "<p>one two</p>\n<p>three &amp; &lt;four&gt;</p>\n") == 0;
    free(body);
    KJ_CHECK(good);
    body = kj_clean_paragraphs("one\ntwo\n", 8);
    good = strcmp(body, "<p>one</p>\n<p>two</p>\n") == 0;
    free(body);
    KJ_CHECK(good);
}

KJ_TEST_MAIN()
