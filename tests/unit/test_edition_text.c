/* test_edition_text.c - articles of an edition, read to their end: together they are the spine's
 * text; news without its link bars; the list looked at while an article is open. */
#include "edition_case.h"

static kj_xhtml xhtml;

/* The text of the document from where it stands, told on; a line a block. */
static void tell_text(kj_document *document) {
    kj_block block;
    kj_piece piece = {.length = 0};
    kj_status status;
    while ((status = document->next_block(document, &block)) == KJ_OK) {
        do {
            char text[65];
            KJ_CHECK_EQ(document->read(document, (uint8_t *)text, 64, &piece), KJ_OK);
            text[piece.length] = '\0';
            tell_more(text);
        } while (!piece.last);
        tell_more("\n");
    }
    KJ_CHECK_EQ(status, KJ_END);
}

static void tell_article(uint32_t index) {
    const kj_status status = kj_edition_open_article(&now.edition, index, &xhtml);
    KJ_CHECK(status == KJ_OK || status == KJ_END);
    if (status == KJ_OK) {
        tell_text(&xhtml.document);
    }
    kj_edition_close_article(&now.edition);
    KJ_CHECK_EQ(kj_heap_get_stats(&now.heap).live, 0);
}

/* The text of all articles, one after another. */
static const char *tell_articles(void) {
    kj_entry entry;
    now.told[0] = '\0';
    for (uint32_t i = 0; kj_edition_entry(&now.edition, i, &entry) == KJ_OK; i++) {
        if (entry.kind == KJ_ENTRY_ARTICLE) {
            tell_article(i);
        }
    }
    return now.told;
}

/* A page of four paragraphs that name it, under anchors x, y (an a's name), z. */
static void add_four(const char *name) {
    char body[512];
    snprintf(body, sizeof body,
             "<div><h1 id='x'>%s head</h1><p>%s one</p><a name='y'></a><p>%s two</p></div>"
             "<p id='z'>%s <b>three</b></p>",
             name, name, name, name);
    add_page(name, body);
}

/* Pages a b c d with this list; their text in the spine's order. */
static void open_four(const char *list, bool is_nav, unsigned method) {
    begin_edition();
    now.method = method;
    add_package(is_nav ? "nav.xhtml a.xhtml b.xhtml c.xhtml d.xhtml"
                       : "toc.ncx a.xhtml b.xhtml c.xhtml d.xhtml");
    for (const char *page = "abcd"; *page; page++) {
        char name[16];
        snprintf(name, sizeof name, "%c.xhtml", *page);
        add_four(name);
    }
    is_nav ? add_nav(list) : add_ncx(list);
    open_edition();
}

static const char *spine_text(void) {
    static char text[4096];
    size_t at = 0;
    for (const char *page = "abcd"; *page; page++) {
        at += (size_t)sprintf(text + at,
                              "%c.xhtml head\n%c.xhtml one\n%c.xhtml two\n%c.xhtml three\n", *page,
                              *page, *page, *page);
    }
    return text;
}

static const char *const lists[] = {
    "<ol><li><a href='a.xhtml'>A</a></li><li><a href='b.xhtml'>B</a></li><li><a "
    "href='c.xhtml'>C</a></li><li><a href='d.xhtml'>D</a></li></ol>",
    "<ol><li><a href='a.xhtml#x'>A</a></li><li><a href='a.xhtml#y'>Y</a></li><li><a "
    "href='a.xhtml#z'>Z</a></li><li><a href='c.xhtml#y'>C</a></li></ol>",
    "<ol><li><a href='b.xhtml#z'>B</a></li><li><a href='c.xhtml#gone'>C</a></li></ol>",
    "<ol><li><a href='c.xhtml'>C</a></li></ol>",
    "<ol><li><a href='a.xhtml'>S</a><ol><li><a href='a.xhtml#y'>1</a></li><li><a "
    "href='b.xhtml'>2</a><ol><li><a href='b.xhtml#y'>3</a></li><li><a "
    "href='b.xhtml#z'>4</a></li></ol></li></ol></li><li><a href='c.xhtml'>T</a><ol><li><a "
    "href='d.xhtml'>5</a></li></ol></li></ol>",
    "<ol><li><a href='a.xhtml#gone'>A</a></li><li><a href='a.xhtml#y'>B</a></li><li><a "
    "href='b.xhtml#x'>C</a></li><li><a href='b.xhtml#x'>D</a></li></ol>",
    "<ol></ol>",
};

KJ_TEST(articles_together_are_the_spine) {
    const char *right = spine_text();
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        open_four(lists[i], true, i % 2 ? ZIP_DEFLATED : ZIP_STORED);
        KJ_CHECK_STR(tell_articles(), right);
    }
}

KJ_TEST(articles_by_ncx_are_the_spine_too) {
    const char *right = spine_text();
    open_four("<navPoint><navLabel><text>A</text></navLabel><content src='a.xhtml#y'/><navPoint>"
              "<navLabel><text>B</text></navLabel><content src='a.xhtml#y'/></navPoint><navPoint>"
              "<navLabel><text>C</text></navLabel><content src='b.xhtml#z'/></navPoint></navPoint>",
              false, ZIP_DEFLATED);
    KJ_CHECK_STR(tell_articles(), right);
}

KJ_TEST(damaged_file_in_the_middle_does_not_stop_the_article) {
    begin_edition();
    add_package("nav.xhtml a.xhtml b.xhtml c.xhtml");
    add_page("a.xhtml", "<p>one</p>");
    zip_plan plan = zip_plan_of("O/b.xhtml", "x", 1, ZIP_STORED);
    plan.local.method = plan.directory.method = 99;
    zip_build_put(&now.build, &plan);
    add_page("c.xhtml", "<p>three</p>");
    add_nav("<ol><li><a href='a.xhtml'>A</a></li></ol>");
    open_edition();
    KJ_CHECK_STR(tell_articles(), "one\nunreadable: O/b.xhtml\nthree\n");
}

/* --- news */

static void add_article(const char *path, const char *text, bool tables) {
    const char *bar = tables ? "<table><tr><td><a href='../article_2/index.html'>Next</a></td><td>"
                               "<a href='../index.html#article_0'>Sections</a></td></tr></table>"
                             : "<div class='calibre_navbar'>| <a href='../article_1/index.html'>"
                               "Next</a> | <a href='../index.html#article_0'>Section menu</a> | <a "
                               "href='../../index.html#feed_0'>Main menu</a> | <hr/></div>";
    write_more("<html><head><title>t</title></head><body>%s<h2>%s</h2><p>Text of it with <a "
               "href='https://example.org/'>a link</a>.</p><div class='calibre_navbar'><hr/><p>"
               "This article was downloaded by <strong>calibre</strong> from <a "
               "href='https://example.org/x'>https://example.org/x</a></p><br/> | <a "
               "href='../index.html#article_0'>Section menu</a> | <a "
               "href='../../index.html#feed_0'>Main menu</a> | </div></body></html>",
               bar, text);
    add_written(path);
}

KJ_TEST(news_is_read_without_link_bars) {
    begin_edition();
    now.method = ZIP_DEFLATED;
    zip_build_add(&now.build, "O/feed_0/", "", 0, ZIP_DEFLATED);
    add_package("toc.ncx titlepage.xhtml index.html feed_0/index.html feed_0/article_0/index.html "
                "feed_0/article_1/index.html");
    add_page("titlepage.xhtml", "<p>cover</p>");
    add_page("index.html", "<p>feeds</p>");
    add_page("feed_0/index.html", "<p>articles</p>");
    add_article("O/feed_0/article_0/index.html", "First", false);
    add_article("O/feed_0/article_1/index.html", "Second", true);
    add_ncx("<navPoint><navLabel><text>Feed</text></navLabel><content src='feed_0/index.html'/>"
            "<navPoint><navLabel><text>First</text></navLabel><content "
            "src='feed_0/article_0/index.html#article_0'/></navPoint><navPoint><navLabel><text>"
            "Second</text></navLabel><content src='feed_0/article_1/index.html'/></navPoint>"
            "</navPoint>");
    open_edition();
    KJ_CHECK_STR(tell_articles(),
                 "First\nText of it with a link.\nSecond\nText of it with a link.\n");
}

/* --- the list while an article is open */

KJ_TEST(list_is_looked_at_while_an_article_is_open) {
    for (int method = 0; method < 2; method++) {
        kj_entry entry;
        kj_block block;
        open_four(lists[1], true, method ? ZIP_DEFLATED : ZIP_STORED);
        tell_articles();
        now.edition.window_count = 0;
        char right[4096], part[4096] = "";
        memcpy(right, now.told, sizeof right);
        now.told[0] = '\0';
        KJ_CHECK_EQ(kj_edition_open_article(&now.edition, 3, &xhtml), KJ_OK);
        while (xhtml.document.next_block(&xhtml.document, &block) == KJ_OK) {
            kj_piece piece;
            do {
                uint8_t text[17];
                now.edition.window_count = 0; /* so that it is filled anew */
                KJ_CHECK_EQ(kj_edition_entry(&now.edition, 2, &entry), KJ_OK);
                KJ_CHECK_EQ(xhtml.document.read(&xhtml.document, text, 16, &piece), KJ_OK);
                text[piece.length] = '\0';
                strcat(part, (const char *)text);
            } while (!piece.last);
            strcat(part, "\n");
        }
        kj_edition_close_article(&now.edition);
        KJ_CHECK(strlen(part) > 40);
        KJ_CHECK_STR(right + strlen(right) - strlen(part), part);
        KJ_CHECK_EQ(kj_heap_get_stats(&now.heap).live, 0);
    }
}

KJ_TEST(article_is_sought_back_and_forth_over_its_files) {
    open_four(lists[3], true, ZIP_DEFLATED); /* entry 0: a and b; entry 1: c and d */
    for (uint32_t entry = 0; entry < 2; entry++) {
        now.told[0] = '\0';
        tell_article(entry);
        char right[4096];
        memcpy(right, now.told, sizeof right);
        const uint32_t length = (uint32_t)strlen(right);
        KJ_CHECK_EQ(kj_edition_open_article(&now.edition, entry, &xhtml), KJ_OK);
        for (uint32_t i = 0, at = 0; i < 40; i++, at = (at + 37u) % length) {
            kj_block block;
            kj_piece piece;
            uint8_t text[32];
            at += right[at] == '\n' ? 1u : 0u; /* the end of a block is no place to read from */
            at = at < length ? at : 0;
            KJ_CHECK_EQ(xhtml.document.seek(&xhtml.document, at, &block), KJ_OK);
            KJ_CHECK_EQ(xhtml.document.read(&xhtml.document, text, 16, &piece), KJ_OK);
            KJ_CHECK_EQ(piece.offset, at);
            KJ_CHECK(memcmp(text, right + at, piece.length) == 0);
        }
        kj_edition_close_article(&now.edition);
    }
}

KJ_TEST(articles_that_cannot_be_opened_say_why) {
    begin_edition();
    add_package("nav.xhtml a.xhtml");
    add_page("a.xhtml", "<p>text</p>");
    add_nav("<ol><li><span>S</span><ol><li><a href='a.xhtml'>A</a></li><li><a href='gone.xhtml'>G"
            "</a></li></ol></li></ol>");
    open_edition();
    KJ_CHECK_EQ(kj_edition_open_article(&now.edition, 0, &xhtml), KJ_ERR_ARGUMENT);
    KJ_CHECK_EQ(kj_edition_open_article(&now.edition, 2, &xhtml), KJ_ERR_MISSING);
    KJ_CHECK_EQ(kj_edition_open_article(&now.edition, 3, &xhtml), KJ_ERR_RANGE);
    KJ_CHECK_EQ(kj_edition_open_article(&now.edition, 1, &xhtml), KJ_OK);
    KJ_CHECK_EQ(kj_edition_open_article(&now.edition, 1, &xhtml), KJ_OK);
    kj_edition_close(&now.edition);
    KJ_CHECK_EQ(kj_heap_get_stats(&now.heap).live, 0);
}

/* --- faults */

static kj_status read_all(void) {
    kj_entry entry;
    kj_block block;
    kj_status status = KJ_OK;
    now.told[0] = '\0';
    for (uint32_t i = 0; status == KJ_OK; i++) {
        status = kj_edition_entry(&now.edition, i, &entry);
        if (status == KJ_OK) {
            status = kj_edition_open_article(&now.edition, i, &xhtml);
            while (status == KJ_OK &&
                   (status = xhtml.document.next_block(&xhtml.document, &block)) == KJ_OK) {
                kj_piece piece = {.last = false};
                while (status == KJ_OK && !piece.last) {
                    uint8_t text[65];
                    status = xhtml.document.read(&xhtml.document, text, 64, &piece);
                    if (status == KJ_OK) {
                        text[piece.length] = '\0';
                        tell_more((const char *)text);
                    }
                }
                tell_more(status == KJ_OK ? "\n" : "");
            }
            status = status == KJ_END ? KJ_OK : status;
            kj_edition_close_article(&now.edition);
        }
    }
    KJ_CHECK_EQ(kj_heap_get_stats(&now.heap).live, 0);
    return status == KJ_END ? KJ_OK : status;
}

KJ_TEST(reads_and_allocations_that_fail_while_reading_are_told) {
    const char *right = spine_text();
    for (int kind = 0; kind < 2; kind++) {
        unsigned failures = 0;
        bool reached = true;
        for (unsigned n = 1; reached && n < 4000; n += 1 + n / 20) {
            open_four(lists[1], true, ZIP_DEFLATED);
            const unsigned reads = now.memory.reads;
            now.memory.fail_at = kind ? 0 : reads + n;
            kj_heap_fail_at(&now.heap, kind ? n : 0);
            const kj_status status = read_all();
            reached =
                kind ? kj_heap_get_stats(&now.heap).failed > 0 : now.memory.reads >= reads + n;
            KJ_CHECK(status == KJ_OK || status == (kind ? KJ_ERR_MEMORY : KJ_ERR_IO));
            KJ_CHECK(strncmp(right, now.told, strlen(now.told)) == 0);
            KJ_CHECK(status != KJ_OK || strcmp(right, now.told) == 0);
            failures += status != KJ_OK;
        }
        KJ_CHECK(!reached && failures > 10);
    }
}

/* --- what it costs */

KJ_TEST(article_is_opened_to_its_first_page_in_few_blocks) {
    for (int method = 0; method < 2; method++) {
        begin_edition();
        now.method = method ? ZIP_DEFLATED : ZIP_STORED;
        char files[1024] = "nav.xhtml", nav[4096] = "<ol>";
        for (int i = 0; i < 30; i++) {
            snprintf(files + strlen(files), sizeof files - strlen(files), " a%02d.xhtml", i);
            snprintf(nav + strlen(nav), sizeof nav - strlen(nav),
                     "<li><a href='a%02d.xhtml' data-summary='summary'>Title %d</a></li>", i, i);
        }
        strcat(nav, "</ol>");
        add_package(files);
        for (int i = 0; i < 30; i++) {
            char name[16], body[8192] = "<h1>Title</h1>";
            snprintf(name, sizeof name, "a%02d.xhtml", i);
            for (int k = 0; k < 30; k++) {
                snprintf(body + strlen(body), sizeof body - strlen(body),
                         "<p>%d নদীর পানি বাড়ছে, বলছে পানি উন্নয়ন বোর্ড, %d</p>", k * i, k);
            }
            add_page(name, body);
        }
        add_nav(nav);
        open_edition();
        kj_entry entry;
        kj_block block;
        kj_piece piece;
        uint8_t text[512];
        KJ_CHECK_EQ(kj_edition_entry(&now.edition, 0, &entry), KJ_OK);
        const unsigned before = now.memory.blocks;
        KJ_CHECK_EQ(kj_edition_open_article(&now.edition, 7, &xhtml), KJ_OK);
        for (int k = 0; k < 12; k++) {
            KJ_CHECK_EQ(xhtml.document.next_block(&xhtml.document, &block), KJ_OK);
            KJ_CHECK_EQ(xhtml.document.read(&xhtml.document, text, sizeof text, &piece), KJ_OK);
        }
        const unsigned blocks = now.memory.blocks - before;
        printf("  opening an article to its first page, %s: %u blocks; heap peak %zu\n",
               method ? "deflated" : "stored", blocks, kj_heap_get_stats(&now.heap).peak);
        KJ_CHECK(blocks <= 40);
        kj_edition_close(&now.edition);
    }
}

KJ_TEST_MAIN()
