/* make_news.c - writes an edition in the shape of calibre's news downloads: a folder a feed and in
 * it one an article, bars of links around each text, an ncx three deep whose fragments lead
 * nowhere, JPEG pictures, deflated entries for folders.
 *
 * usage: make_news OUT.epub FEEDS ARTICLES
 * The text of article A of feed F holds "চিহ্ন F-A." once. */
#include "zip_build.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_BYTES = 2048, PARAGRAPHS = 12, LINKS = 8 };

typedef struct text {
    char *bytes;
    size_t length, capacity;
} text;

__attribute__((format(printf, 2, 3))) static void add(text *to, const char *form, ...) {
    char line[LINE_BYTES];
    va_list values;
    va_start(values, form);
    const int length = vsnprintf(line, sizeof line, form, values);
    va_end(values);
    if (length < 0 || (size_t)length >= sizeof line) {
        abort();
    }
    if (to->length + (size_t)length + 1 > to->capacity) {
        to->capacity = (to->length + (size_t)length + 1) * 2;
        to->bytes = realloc(to->bytes, to->capacity);
        if (!to->bytes) {
            abort();
        }
    }
    memcpy(to->bytes + to->length, line, (size_t)length + 1);
    to->length += (size_t)length;
}

static void put(zip_build *zip, const char *name, text *from) {
    zip_build_add(zip, name, from->bytes, from->length, ZIP_DEFLATED);
    free(from->bytes);
    *from = (text){.bytes = NULL};
}

static void begin_page(text *page, const char *title) {
    add(page,
        "<?xml version='1.0' encoding='utf-8'?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" "
        "xml:lang=\"bn\">\n  <head>\n    <title>%s</title>\n    <meta http-equiv=\"Content-Type\" "
        "content=\"text/html; charset=utf-8\"/>\n    <link rel=\"stylesheet\" type=\"text/css\" "
        "href=\"../../stylesheet.css\"/>\n</head>\n  <body class=\"calibre\">\n",
        title);
}

/* The bar over an article, or under it with the line that names where it is from. */
static void add_bar(text *page, unsigned feed, unsigned article, unsigned articles, bool below) {
    add(page, "<div class=\"calibre_navbar calibre_rescale_70\" style=\"text-align:center\">");
    if (below) {
        add(page,
            "<hr class=\"calibre1\"/><p style=\"text-align:left\">This article was downloaded by "
            "<strong class=\"calibre2\">calibre</strong> from <a rel=\"calibre-downloaded-from\" "
            "href=\"https://example.org/news/%u/%u?a=1&amp;b=2\">https://example.org/news/%u/%u?"
            "a=1&amp;b=2</a></p><br class=\"calibre3\"/><br class=\"calibre3\"/>| ",
            feed, article, feed, article);
    } else if (article + 1 < articles) {
        add(page, "| <a href=\"../article_%u/index.html\">Next</a> | ", article + 1);
    } else {
        add(page, "| <a href=\"../../feed_%u/index.html\">Next</a> | ", feed + 1);
    }
    add(page,
        "<a href=\"../index.html#article_%u\">Section menu</a> | "
        "<a href=\"../../index.html#feed_%u\">Main menu</a> | ",
        article, feed);
    if (article > 0 && !below) {
        add(page, "<a href=\"../article_%u/index.html\">Previous</a> | ", article - 1);
    }
    add(page, "%s</div>\n", below ? "" : "<hr class=\"calibre1\"/>");
}

static void put_article(zip_build *zip, unsigned feed, unsigned article, unsigned articles) {
    /* Larger than what is taken for a tracker's. */
    static const uint8_t jpeg[3000] = "\xFF\xD8\xFF\xE0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xFF\xD9";
    char name[80];
    text page = {.bytes = NULL};
    begin_page(&page, "লেখা");
    add_bar(&page, feed, article, articles, false);
    add(&page,
        "<h1 class=\"calibre4\" id=\"calibre_pb_%u\">শিরোনাম %u-%u</h1>\n<p class=\"calibre5\">"
        "<img src=\"images/img1.jpg\" alt=\"নদীর ছবি\" class=\"calibre6\"/></p>\n"
        "<p class=\"calibre5\">চিহ্ন %u-%u।</p>\n",
        article, feed, article, feed, article);
    for (unsigned i = 0; i < PARAGRAPHS; i++) {
        add(&page, "<p class=\"calibre5\">");
        for (unsigned link = 0; link < LINKS; link++) {
            add(&page,
                "নদীর চরে <a href=\"#calibre_link-%u\" class=\"calibre7\">আজ সকালে</a> কুয়াশা ছিল। ",
                (feed * articles + article) * PARAGRAPHS * LINKS + i * LINKS + link);
        }
        add(&page, "</p>\n");
    }
    add_bar(&page, feed, article, articles, true);
    add(&page, "</body>\n</html>\n");
    snprintf(name, sizeof name, "feed_%u/article_%u/", feed, article);
    zip_build_add(zip, name, "", 0, ZIP_DEFLATED);
    snprintf(name, sizeof name, "feed_%u/article_%u/index.html", feed, article);
    put(zip, name, &page);
    snprintf(name, sizeof name, "feed_%u/article_%u/images/img1.jpg", feed, article);
    zip_build_add(zip, name, jpeg, sizeof jpeg, ZIP_DEFLATED);
}

static void put_feed(zip_build *zip, unsigned feed, unsigned feeds, unsigned articles) {
    char name[80];
    text page = {.bytes = NULL};
    begin_page(&page, "বিভাগ");
    add(&page,
        "<div class=\"calibre_navbar calibre_rescale_70\">| <a href=\"../feed_%u/index.html\">Next "
        "section</a> | <a href=\"../index.html#feed_%u\">Main menu</a> | <hr/></div>\n"
        "<h2 class=\"calibre_feed_title\">বিভাগ %u</h2><div class=\"calibre_feed_list\"><ul>\n",
        (feed + 1) % feeds, feed, feed);
    for (unsigned i = 0; i < articles; i++) {
        add(&page,
            "<li id=\"article_%u\" class=\"calibre8\"><a class=\"article\" "
            "href=\"article_%u/index.html\">শিরোনাম %u-%u</a><span class=\"article_date\"> [Wed, "
            "25 "
            "Nov 2026]</span><div class=\"article_description\">সূচির সারকথা</div></li>\n",
            i, i, feed, i);
    }
    add(&page, "</ul></div></body></html>\n");
    snprintf(name, sizeof name, "feed_%u/", feed);
    zip_build_add(zip, name, "", 0, ZIP_DEFLATED);
    snprintf(name, sizeof name, "feed_%u/index.html", feed);
    put(zip, name, &page);
}

static void put_front(zip_build *zip, unsigned feeds) {
    text page = {.bytes = NULL};
    begin_page(&page, "Cover");
    add(&page, "<div><svg xmlns=\"http://www.w3.org/2000/svg\" "
               "xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"100%%\" height=\"100%%\" "
               "viewBox=\"0 0 590 750\"><image width=\"590\" height=\"750\" "
               "xlink:href=\"cover.jpeg\"/></svg></div></body></html>");
    put(zip, "titlepage.xhtml", &page);
    begin_page(&page, "Sections");
    add(&page, "<p class=\"calibre9\"><img src=\"mastheadImage.jpg\" alt=\"masthead\"/></p>"
               "<p class=\"title\">খবর</p><ul class=\"calibre_feed_list\">\n");
    for (unsigned i = 0; i < feeds; i++) {
        add(&page,
            "<li id=\"feed_%u\"><a class=\"feed\" href=\"feed_%u/index.html\">বিভাগ %u</a></li>", i,
            i, i);
    }
    add(&page, "</ul></body></html>\n");
    put(zip, "index.html", &page);
}

static void put_package(zip_build *zip, unsigned feeds, unsigned articles) {
    text items = {.bytes = NULL}, spine = {.bytes = NULL};
    add(&items,
        "<?xml version='1.0'  encoding='utf-8'?>\n"
        "<package xmlns=\"http://www.idpf.org/2007/opf\" unique-identifier=\"uuid_id\" "
        "version=\"2.0\">\n<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
        "xmlns:opf=\"http://www.idpf.org/2007/opf\"><dc:title>খবর [Wed, 25 Nov 2026]</dc:title>"
        "<dc:creator opf:role=\"aut\" opf:file-as=\"calibre\">calibre</dc:creator>"
        "<dc:language>bn</dc:language><dc:date>2026-11-25T00:00:00+00:00</dc:date>"
        "<meta name=\"cover\" content=\"cover\"/><meta name=\"calibre:publication_type\" "
        "content=\"periodical:unknown:খবর\"/></metadata><manifest>"
        "<item href=\"cover.jpeg\" id=\"cover\" media-type=\"image/jpeg\"/>"
        "<item href=\"titlepage.xhtml\" id=\"titlepage\" "
        "media-type=\"application/xhtml+xml\"/><item href=\"index.html\" id=\"index\" "
        "media-type=\"application/xhtml+xml\"/>\n");
    add(&spine, "<item href=\"toc.ncx\" id=\"ncx\" media-type=\"application/x-dtbncx+xml\"/>"
                "</manifest><spine toc=\"ncx\"><itemref idref=\"titlepage\"/>"
                "<itemref idref=\"index\"/>\n");
    for (unsigned feed = 0, id = 0; feed < feeds; feed++) {
        add(&items,
            "<item href=\"feed_%u/index.html\" id=\"feed%u\" "
            "media-type=\"application/xhtml+xml\"/>\n",
            feed, feed);
        add(&spine, "<itemref idref=\"feed%u\"/>\n", feed);
        for (unsigned i = 0; i < articles; i++, id++) {
            add(&items,
                "<item href=\"feed_%u/article_%u/index.html\" id=\"html%u\" "
                "media-type=\"application/xhtml+xml\"/><item "
                "href=\"feed_%u/article_%u/images/img1.jpg\" id=\"id%u\" "
                "media-type=\"image/jpeg\"/>\n",
                feed, i, id, feed, i, id);
            add(&spine, "<itemref idref=\"html%u\"/>\n", id);
        }
    }
    add(&spine, "</spine><guide><reference href=\"titlepage.xhtml\" title=\"Cover\" "
                "type=\"cover\"/></guide></package>\n");
    for (size_t at = 0; at < spine.length;) {
        const size_t left = spine.length - at, length = left < 1000 ? left : 1000;
        add(&items, "%.*s", (int)length, spine.bytes + at);
        at += length;
    }
    free(spine.bytes);
    put(zip, "content.opf", &items);
}

static void put_contents(zip_build *zip, unsigned feeds, unsigned articles) {
    text ncx = {.bytes = NULL};
    unsigned order = 1;
    add(&ncx, "<?xml version='1.0' encoding='utf-8'?>\n<ncx "
              "xmlns=\"http://www.daisy.org/z3986/2005/ncx/\" version=\"2005-1\" xml:lang=\"bn\">"
              "<head><meta content=\"4\" name=\"dtb:depth\"/></head><docTitle><text>খবর</text>"
              "</docTitle><navMap><navPoint class=\"periodical\" id=\"num_0\" playOrder=\"0\">"
              "<navLabel><text>খবর</text></navLabel><content src=\"index.html\"/>\n");
    for (unsigned feed = 0; feed < feeds; feed++) {
        add(&ncx,
            "<navPoint class=\"section\" id=\"num_%u\" playOrder=\"%u\"><navLabel><text>বিভাগ "
            "%u</text></navLabel><content src=\"feed_%u/index.html\"/>\n",
            order, order, feed, feed);
        order++;
        for (unsigned i = 0; i < articles; i++, order++) {
            add(&ncx,
                "<navPoint class=\"article\" id=\"num_%u\" "
                "playOrder=\"%u\"><navLabel><text>শিরোনাম "
                "%u-%u</text></navLabel><content "
                "src=\"feed_%u/article_%u/index.html#calibre_link-%u\"/><calibre:meta "
                "xmlns:calibre=\"http://calibre.kovidgoyal.net/2009/metadata\" "
                "name=\"description\">সারকথা %u-%u</calibre:meta></navPoint>\n",
                order, order, feed, i, feed, i, 90000 + order, feed, i);
        }
        add(&ncx, "</navPoint>\n");
    }
    add(&ncx, "</navPoint></navMap></ncx>\n");
    put(zip, "toc.ncx", &ncx);
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fputs("usage: make_news OUT.epub FEEDS ARTICLES\n", stderr);
        return 2;
    }
    const unsigned feeds = (unsigned)strtoul(argv[2], NULL, 10);
    const unsigned articles = (unsigned)strtoul(argv[3], NULL, 10);
    zip_build zip;
    size_t length;
    zip_build_begin(&zip);
    zip_build_add_text(&zip, "mimetype", "application/epub+zip", ZIP_STORED);
    zip_build_add_text(&zip, "META-INF/container.xml",
                       "<?xml version=\"1.0\"?><container version=\"1.0\" "
                       "xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles>"
                       "<rootfile full-path=\"content.opf\" "
                       "media-type=\"application/oebps-package+xml\"/></rootfiles></container>",
                       ZIP_DEFLATED);
    zip_build_add_text(&zip, "cover.jpeg", "\xFF\xD8\xFF\xE0", ZIP_DEFLATED);
    zip_build_add_text(&zip, "mastheadImage.jpg", "\xFF\xD8\xFF\xE0", ZIP_DEFLATED);
    zip_build_add_text(&zip, "stylesheet.css", ".calibre { display: block }", ZIP_DEFLATED);
    for (unsigned feed = 0; feed < feeds; feed++) {
        put_feed(&zip, feed, feeds, articles);
        for (unsigned i = 0; i < articles; i++) {
            put_article(&zip, feed, i, articles);
        }
    }
    put_front(&zip, feeds);
    put_contents(&zip, feeds, articles);
    put_package(&zip, feeds, articles);
    uint8_t *bytes = zip_build_finish(&zip, &length);
    FILE *file = fopen(argv[1], "wb");
    int good = file && fwrite(bytes, 1, length, file) == length;
    good &= file && fclose(file) == 0;
    free(bytes);
    if (!good) {
        perror(argv[1]);
    }
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
