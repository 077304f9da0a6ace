/* test_press_epub.c - editions written, and read again by libzip and libxml2. */
#include "pictures.h"
#include "press/epub.h"
#include "press/picture.h"
#include "test.h"

#include <libxml/parser.h>
#include <stdbool.h>
#include <zip.h>

static char *copy(const char *text) { return kj_press_copy(text); }

static kj_press_article *add(kj_press_section *section, const char *title, const char *body) {
    kj_press_article *article = kj_press_add_article(section);
    article->title = copy(title);
    article->body = copy(body);
    return article;
}

static void give_picture(kj_press_article *article, const char *href, uint8_t tone) {
    static uint8_t rgba[16 * 16 * 4];
    memset(rgba, 255, sizeof rgba);
    rgba[0] = rgba[1] = rgba[2] = tone;
    made_file file = make_png(rgba, 16, 16);
    kj_picture picture;
    kj_status status =
        kj_picture_convert(file.bytes, file.length, &kj_picture_config_default, &picture);
    free(file.bytes);
    KJ_CHECK_EQ(status, KJ_OK);
    kj_press_picture *made = kj_press_add_picture(article, href);
    made->png = picture.png;
    made->png_bytes = picture.png_bytes;
}

/* Everything that an edition can have, and what should not stand in one. */
static kj_press_edition make_edition(void) {
    kj_press_edition edition = {0};
    edition.title = copy("দৈনিক <কাগজ> & \"সাথি\"");
    edition.date = copy("2026-11-25");
    edition.creator = copy("কাগজ");
    kj_press_section *section = kj_press_add_section(&edition, "দেশ & <মাটি>");
    kj_press_article *article =
        add(section, "শিরোনাম \x01<এক>",
            "<p>ঢাকা।</p><figure><img src=\"a\" alt=\"ছবি &amp; ১\"/>"
            "<figcaption>নিচে</figcaption></figure><img src=\"b\" alt=\"\"/>");
    article->summary = copy("সারকথা \"উদ্ধৃতি\" ও বাকি।");
    article->byline = copy("রহিমা খাতুন");
    article->address = copy("https://www.example.org/খবর");
    article->date = copy("2026-11-24T10:00:00+06:00");
    give_picture(article, "a", 0);
    kj_press_add_picture(article, "b");
    article = add(section, NULL, "<p>এই লেখার কোনো শিরোনাম নেই।</p>");
    article->address = copy("https://www.example.org/a?b=1&c=2");
    article->dateline = copy("ঢাকা, আজ");
    kj_press_add_section(&edition, "খালি");
    section = kj_press_add_section(&edition, NULL);
    article = add(section, "Same picture", "<p>x <img src=\"q\" alt=\"q\"/></p>");
    give_picture(article, "q", 0);
    article = add(section, "Another", "");
    article->date = copy("yesterday");
    return edition;
}

static zip_t *open_zip(const kj_buffer *epub) {
    zip_error_t error;
    zip_source_t *source = zip_source_buffer_create(epub->data, epub->length, 0, &error);
    return zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
}

static char *read_entry(zip_t *zip, const char *name) {
    zip_stat_t about;
    if (zip_stat(zip, name, 0, &about) != 0) {
        return NULL;
    }
    char *text = calloc(1, (size_t)about.size + 1);
    zip_file_t *file = zip_fopen(zip, name, 0);
    zip_fread(file, text, about.size);
    zip_fclose(file);
    return text;
}

static bool entry_has(zip_t *zip, const char *name, const char *wanted) {
    char *text = read_entry(zip, name);
    bool found = text && strstr(text, wanted);
    if (!found) {
        printf("  %s lacks %s:\n%s\n", name, wanted, text ? text : "(no such entry)");
    }
    free(text);
    return found;
}

KJ_TEST(entries_are_stored_and_in_reading_order) {
    static const char *const order[] = {"mimetype",
                                        "META-INF/container.xml",
                                        "edition.opf",
                                        "nav.xhtml",
                                        "toc.ncx",
                                        "s01-a01.xhtml",
                                        "images/s01-a01-1.png",
                                        "s01-a02.xhtml",
                                        "s02-a01.xhtml",
                                        "s02-a02.xhtml",
                                        "style.css",
                                        "META-INF/kagoj.search"};
    kj_press_edition edition = make_edition();
    kj_buffer epub = {0};
    kj_epub_figures figures;
    KJ_CHECK_EQ(kj_epub_write(&edition, &epub, &figures), KJ_OK);
    KJ_CHECK(memcmp(epub.data + 30, "mimetypeapplication/epub+zipPK", 30) == 0);
    zip_t *zip = open_zip(&epub);
    KJ_CHECK(zip != NULL);
    KJ_CHECK_EQ(zip_get_num_entries(zip, 0), sizeof order / sizeof *order);
    for (zip_uint64_t i = 0; i < sizeof order / sizeof *order; i++) {
        zip_stat_t about;
        zip_stat_index(zip, i, 0, &about);
        KJ_CHECK_STR(about.name, order[i]);
        KJ_CHECK_EQ(about.comp_method, ZIP_CM_STORE);
    }
    KJ_CHECK_EQ(figures.sections, 1);
    KJ_CHECK_EQ(figures.articles, 4);
    KJ_CHECK_EQ(figures.pictures, 1);
    KJ_CHECK_EQ(figures.lost_pictures, 1);
    KJ_CHECK_EQ(figures.bytes, epub.length);
    zip_discard(zip);
    kj_buffer_free(&epub);
    kj_press_edition_free(&edition);
}

KJ_TEST(the_navigation_carries_what_a_front_page_needs) {
    kj_press_edition edition = make_edition();
    kj_buffer epub = {0};
    KJ_CHECK_EQ(kj_epub_write(&edition, &epub, NULL), KJ_OK);
    zip_t *zip = open_zip(&epub);
    KJ_CHECK(entry_has(zip, "nav.xhtml", "<li><span>দেশ &amp; &lt;মাটি&gt;</span>"));
    KJ_CHECK(
        entry_has(zip, "nav.xhtml",
                  "<a href=\"s01-a01.xhtml\" data-summary=\"সারকথা &quot;উদ্ধৃতি&quot; ও বাকি।\" "
                  "data-byline=\"রহিমা খাতুন\" data-date=\"2026-11-24T10:00:00+06:00\">শিরোনাম "
                  "&lt;এক&gt;</a>"));
    KJ_CHECK(entry_has(zip, "nav.xhtml", "এই লেখার কোনো শিরোনাম নেই।</a>"));
    KJ_CHECK(entry_has(zip, "toc.ncx", "<text>দেশ &amp; &lt;মাটি&gt;</text>"));
    KJ_CHECK(entry_has(zip, "edition.opf", "<dc:language>bn</dc:language>"));
    KJ_CHECK(entry_has(zip, "edition.opf",
                       "<meta property=\"dcterms:modified\">2026-11-25T00:00:00Z</meta>"));
    zip_discard(zip);
    kj_buffer_free(&epub);
    kj_press_edition_free(&edition);
}

KJ_TEST(articles_say_what_is_there_and_what_is_lost) {
    kj_press_edition edition = make_edition();
    kj_buffer epub = {0};
    KJ_CHECK_EQ(kj_epub_write(&edition, &epub, NULL), KJ_OK);
    zip_t *zip = open_zip(&epub);
    KJ_CHECK(
        entry_has(zip, "s01-a01.xhtml", "<img src=\"images/s01-a01-1.png\" alt=\"ছবি &amp; ১\"/>"));
    KJ_CHECK(entry_has(zip, "s01-a01.xhtml", "<em class=\"picture\">[ছবি]</em>"));
    KJ_CHECK(
        entry_has(zip, "s01-a01.xhtml", "<time datetime=\"2026-11-24\">২৪ নভেম্বর ২০২৬</time>"));
    KJ_CHECK(entry_has(zip, "s01-a02.xhtml",
                       "<p class=\"source\">উৎস: <a href=\"https://www.example.org/a?b=1&amp;c=2\">"
                       "example.org</a></p>"));
    KJ_CHECK(entry_has(zip, "s01-a02.xhtml", "<p class=\"dateline\">ঢাকা, আজ</p>"));
    KJ_CHECK(entry_has(zip, "s02-a01.xhtml", "lang=\"en\""));
    KJ_CHECK(entry_has(zip, "s02-a01.xhtml", "<img src=\"images/s01-a01-1.png\" alt=\"q\"/>"));
    zip_discard(zip);
    kj_buffer_free(&epub);
    kj_press_edition_free(&edition);
}

KJ_TEST(the_same_edition_gives_the_same_bytes) {
    kj_press_edition one = make_edition(), two = make_edition();
    kj_buffer first = {0}, second = {0};
    KJ_CHECK_EQ(kj_epub_write(&one, &first, NULL), KJ_OK);
    KJ_CHECK_EQ(kj_epub_write(&two, &second, NULL), KJ_OK);
    KJ_CHECK(first.length == second.length && memcmp(first.data, second.data, first.length) == 0);
    setenv("SOURCE_DATE_EPOCH", "1000000000", 1);
    KJ_CHECK_EQ(kj_epub_write(&two, &second, NULL), KJ_OK);
    unsetenv("SOURCE_DATE_EPOCH");
    zip_t *zip = open_zip(&second);
    KJ_CHECK(entry_has(zip, "edition.opf", ">2001-09-09T01:46:40Z</meta>"));
    zip_discard(zip);
    kj_buffer_free(&first);
    kj_buffer_free(&second);
    kj_press_edition_free(&one);
    kj_press_edition_free(&two);
}

KJ_TEST(a_long_summary_ends_at_a_word) {
    kj_press_edition edition = {0};
    kj_press_section *section = kj_press_add_section(&edition, NULL);
    kj_press_article *article = add(section, "x", "<p>y</p>");
    kj_buffer summary = {0};
    for (int i = 0; i < 100; i++) {
        kj_buffer_text(&summary, "বাংলাদেশ ");
    }
    article->summary = kj_buffer_take(&summary);
    kj_buffer epub = {0};
    KJ_CHECK_EQ(kj_epub_write(&edition, &epub, NULL), KJ_OK);
    zip_t *zip = open_zip(&epub);
    char *nav = read_entry(zip, "nav.xhtml");
    char *start = strstr(nav, "data-summary=\"") + strlen("data-summary=\"");
    size_t length = strcspn(start, "\"");
    KJ_CHECK(length <= KJ_EPUB_SUMMARY_MAX && length > KJ_EPUB_SUMMARY_MAX - 40);
    KJ_CHECK(strncmp(start + length - strlen("বাংলাদেশ…"), "বাংলাদেশ…", strlen("বাংলাদেশ…")) == 0);
    free(nav);
    zip_discard(zip);
    kj_buffer_free(&epub);
    kj_press_edition_free(&edition);
}

KJ_TEST(nothing_is_no_edition_and_broken_bodies_are_refused) {
    kj_press_edition edition = {0};
    kj_buffer epub = {0};
    KJ_CHECK_EQ(kj_epub_write(&edition, &epub, NULL), KJ_END);
    kj_press_section *section = kj_press_add_section(&edition, "x");
    KJ_CHECK_EQ(kj_epub_write(&edition, &epub, NULL), KJ_END);
    add(section, "x", "<p>open");
    KJ_CHECK_EQ(kj_epub_write(&edition, &epub, NULL), KJ_ERR_FORMAT);
    KJ_CHECK_EQ(epub.length, 0);
    kj_buffer_free(&epub);
    kj_press_edition_free(&edition);
}

/* Left in the working folder for the test that runs epubcheck over it. */
KJ_TEST(an_edition_is_saved_as_a_whole_or_not_at_all) {
    kj_press_edition edition = make_edition();
    KJ_CHECK_EQ(kj_epub_save(&edition, "unit-test.epub", NULL), KJ_OK);
    KJ_CHECK_EQ(kj_epub_save(&edition, "no-such-folder/x.epub", NULL), KJ_ERR_IO);
    KJ_CHECK_EQ(kj_epub_save(&edition, ".", NULL), KJ_ERR_IO);
    kj_press_edition_free(&edition);
}

KJ_TEST_MAIN()
