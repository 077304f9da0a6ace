/* test_edition_news.c - editions as calibre's news download makes them: feeds are sections, their
 * index pages and the cover are no articles, pages of one article are one. */
#include "edition_case.h"

/* The spine and files of a download of 2 feeds with 3 and 2 articles; the second article of the
 * first is in two pages, the third in three files of a split. */
static const char files[] =
    "toc.ncx titlepage.xhtml index.html feed_0/index.html feed_0/article_0/index.html "
    "feed_0/article_1/index.html feed_0/article_1/index_u1.html "
    "feed_0/article_2/index_split_000.html feed_0/article_2/index_split_001.html "
    "feed_0/article_2/index_split_002.html feed_1/index.html feed_1/article_0/index_u3.html "
    "feed_1/article_1/index.html";

/* A link bar as a div, or as two tables of links, around an article's text. */
static void write_article(unsigned feed, unsigned article, bool tables) {
    if (tables) {
        write_more("<table class='calibre_navbar'><tr><td><a href='../article_%u/index.html'>Next"
                   "</a></td><td><a href='../index.html#article_%u'>Sections</a></td><td><a "
                   "href='../../index.html#feed_%u'>Main</a></td></tr></table>",
                   article + 1, article, feed);
    } else {
        write_more("<div class='calibre_navbar'>| <a href='../article_%u/index.html'>Next</a> | <a "
                   "href='../index.html#article_%u'>Section Menu</a> | <a "
                   "href='../../index.html#feed_%u'>Main Menu</a> | <hr/></div>",
                   article + 1, article, feed);
    }
    write_more("<h2>Headline %u.%u</h2><p>Text of %u.%u.</p><div class='calibre_navbar'><hr/><p>"
               "This article was downloaded by <strong>calibre</strong> from <a "
               "href='https://example.org/%u'>https://example.org/%u</a></p><br/><br/> | <a "
               "href='../index.html#article_%u'>Section Menu</a> | <a href='../../index.html#feed_"
               "%u'>Main Menu</a> | </div>",
               feed, article, feed, article, article, article, article, feed);
}

static void add_files(void) {
    const char *from = strchr(files, ' ') + 1;
    while (*from) {
        char path[80];
        const size_t length = strcspn(from, " ");
        unsigned feed = 0, article = 0;
        snprintf(path, sizeof path, "O/%.*s", (int)length, from);
        from += length + (from[length] == ' ');
        write_more("<html><head><title>Page</title></head><body>");
        if (sscanf(path, "O/feed_%u/article_%u", &feed, &article) == 2) {
            write_article(feed, article, feed == 1);
        } else {
            write_more("<ul><li id='article_0'><a href='article_0/index.html'>x</a></li></ul>");
        }
        write_more("</body></html>");
        add_written(path);
    }
}

#define POINT(title, file, more)                                                                   \
    "<navPoint class='chapter' id='u' playOrder='1'><navLabel><text>" title                        \
    "</text></navLabel><content src='" file "'/>" more "</navPoint>"
#define META(name, text)                                                                           \
    "<calibre:meta xmlns:calibre='http://calibre.kovidgoyal.net/2009/metadata' name='" name        \
    "'>" text "</calibre:meta>"
#define FEEDS                                                                                      \
    POINT("দেশ", "feed_0/index.html",                                                              \
          POINT("One", "feed_0/article_0/index.html#article_0",                                    \
                META("author", "ক") META("description", "About one"))                              \
              POINT("Two", "feed_0/article_1/index.html", "")                                      \
                  POINT("Page 2", "feed_0/article_1/index_u1.html", "")                            \
                      POINT("Three", "feed_0/article_2/index_split_000.html#calibre_link-7", ""))  \
    POINT("খেলা", "feed_1/index.html",                                                             \
          POINT("Four", "feed_1/article_0/index_u3.html", "")                                      \
              POINT("Five", "feed_1/article_1/index.html#nowhere", ""))                            \
    POINT("Empty feed", "feed_2/index.html", "")

static const char expected_entries[] = "+ দেশ\n  - One | About one | ক\n  - Two\n  - Three\n"
                                       "+ খেলা\n  - Four\n  - Five\n";
static const char expected_parts[] =
    "feed_0/article_0/index.html\n"
    "feed_0/article_1/index.html feed_0/article_1/index_u1.html\n"
    "feed_0/article_2/index_split_000.html feed_0/article_2/index_split_001.html "
    "feed_0/article_2/index_split_002.html\n"
    "feed_1/article_0/index_u3.html\nfeed_1/article_1/index.html\n";

/* Folders as deflated entries, some after their files. */
static void open_news(const char *points, unsigned method) {
    begin_edition();
    now.method = method;
    zip_build_add(&now.build, "O/feed_0/", "", 0, ZIP_DEFLATED);
    add_package_of("<dc:title>News [Wed, 25 Nov]</dc:title><dc:creator>calibre</dc:creator>",
                   files);
    add_files();
    zip_build_add(&now.build, "O/feed_1/article_0/", "", 0, ZIP_DEFLATED);
    zip_build_add(&now.build, "O/", "", 0, ZIP_DEFLATED);
    add_ncx(points);
    open_edition();
    KJ_CHECK(now.edition.is_news);
}

KJ_TEST(news_has_feeds_as_sections_and_neither_cover_nor_index_as_articles) {
    open_news(FEEDS, ZIP_DEFLATED);
    KJ_CHECK_STR(tell_entries(), expected_entries);
    KJ_CHECK_STR(tell_parts(), expected_parts);
    KJ_CHECK_STR(now.log, "");
}

KJ_TEST(news_three_deep_is_the_same) {
    open_news(POINT("News", "titlepage.xhtml", "") POINT("Sections", "index.html", FEEDS),
              ZIP_DEFLATED);
    KJ_CHECK_STR(tell_entries(), expected_entries);
    KJ_CHECK_STR(tell_parts(), expected_parts);
}

KJ_TEST(news_of_one_feed_has_no_section) {
    open_news(POINT("One", "feed_0/article_0/index.html", "")
                  POINT("Two", "feed_0/article_1/index.html", ""),
              ZIP_STORED);
    KJ_CHECK_STR(tell_entries(), "- One\n- Two\n");
    KJ_CHECK_STR(tell_parts(), "feed_0/article_0/index.html\nfeed_0/article_1/index.html "
                               "feed_0/article_1/index_u1.html\n");
}

KJ_TEST(book_with_one_such_path_behind_its_first_articles_is_no_news) {
    begin_edition();
    add_package("nav.xhtml a.xhtml feed_1/article_2/index.html");
    add_page("a.xhtml", "<p>text</p>");
    add_page("feed_1/article_2/index.html", "<p>text</p>");
    add_nav("<ol><li><a href='a.xhtml'>A</a></li><li><a "
            "href='feed_1/article_2/index.html'>B</a></li></ol>");
    open_edition();
    KJ_CHECK(!now.edition.is_news);
    KJ_CHECK_STR(tell_entries(), "- A\n- B\n");
}

KJ_TEST(paths_of_news_are_told_from_others) {
    size_t folder = 0;
    KJ_CHECK_EQ(kj_news_place_of("feed_0/article_12/index.html", &folder), KJ_NEWS_ARTICLE);
    KJ_CHECK_EQ(folder, strlen("feed_0/article_12/"));
    KJ_CHECK_EQ(kj_news_place_of("OEBPS/feed_10/article_2/a/b.html", &folder), KJ_NEWS_ARTICLE);
    KJ_CHECK_EQ(folder, strlen("OEBPS/feed_10/article_2/"));
    KJ_CHECK_EQ(kj_news_place_of("feed_0/index.html", NULL), KJ_NEWS_FEED);
    KJ_CHECK_EQ(kj_news_place_of("index_split_000.html", NULL), KJ_NEWS_FRONT);
    KJ_CHECK_EQ(kj_news_place_of("titlepage.xhtml", NULL), KJ_NEWS_FRONT);
    KJ_CHECK_EQ(kj_news_place_of("feed_/article_1/index.html", NULL), KJ_NEWS_FRONT);
    KJ_CHECK_EQ(kj_news_place_of("my_feed_0/a.html", NULL), KJ_NEWS_OTHER);
    KJ_CHECK_EQ(kj_news_place_of("", NULL), KJ_NEWS_OTHER);
}

KJ_TEST_MAIN()
