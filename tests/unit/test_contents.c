/* test_contents.c - what the reader's two lists say: an edition's front page, the card's files. */
#include "edition_case.h"
#include "reader/contents.h"

static kj_contents_list contents;
static kj_listing_source source;

#define ARTICLE(file, more, title) "<li><a href='" file "' " more ">" title "</a></li>"
#define SECTION(title, articles)   "<li><span>" title "</span><ol>" articles "</ol></li>"

static const char nav[] = "<ol>" SECTION(
    "দেশ", ARTICLE("a.xhtml", "data-summary='সংক্ষেপে' data-byline='নিজস্ব' data-date='2026-11-24'",
                   "এক") ARTICLE("b.xhtml", "data-byline='ঢাকা' data-date='2026-11-25'", "দুই"))
    SECTION("খেলা", ARTICLE("c.xhtml", "data-date='2026-11-20'", "তিন")) "</ol>";

enum { ARTICLES = 3 }; /* as the library counted them once */

static void open_contents(const char *metadata, const char *list) {
    begin_edition();
    add_package_of(metadata, "nav.xhtml a.xhtml b.xhtml c.xhtml");
    add_page("a.xhtml", "<p>text</p>");
    add_page("b.xhtml", "<p>text</p>");
    add_page("c.xhtml", "<p>text</p>");
    add_nav(list);
    open_edition();
    contents = (kj_contents_list){.edition = &now.edition, .language = KJ_LANGUAGE_BENGALI};
    contents.articles = ARTICLES;
    source = kj_contents_list_source(&contents);
}

static kj_listing_entry entry;

static void get(uint32_t index) {
    memset(&entry, 0, sizeof entry);
    KJ_CHECK_EQ(source.entry(source.context, index, &entry), KJ_OK);
}

#define TITLE "<dc:title>দৈনিক কাগজ</dc:title>"
#define DATE  "<dc:date>2026-11-25</dc:date>"

KJ_TEST(front_page_has_masthead_folio_and_lead) {
    open_contents(TITLE DATE, nav);
    KJ_CHECK(source.in_columns);
    get(0);
    KJ_CHECK_EQ(entry.kind, KJ_BLOCK_MASTHEAD);
    KJ_CHECK_STR(entry.title, "দৈনিক কাগজ");
    get(1);
    KJ_CHECK_EQ(entry.kind, KJ_BLOCK_FOLIO);
    KJ_CHECK_STR(entry.title, "বুধবার, ২৫ নভেম্বর ২০২৬");
    KJ_CHECK_STR(entry.detail, "৩টি লেখা");
    get(2);
    KJ_CHECK_EQ(entry.kind, KJ_BLOCK_SECTION);
    KJ_CHECK_STR(entry.title, "দেশ");
    get(3);
    KJ_CHECK_EQ(entry.kind, KJ_BLOCK_ENTRY);
    KJ_CHECK_EQ(entry.level, 1);
    KJ_CHECK_STR(entry.title, "এক");
    KJ_CHECK_STR(entry.byline, "নিজস্ব · ২৪ নভেম্বর ২০২৬");
    KJ_CHECK_STR(entry.detail, "সংক্ষেপে");
    get(4);
    KJ_CHECK_EQ(entry.level, 0);
    KJ_CHECK_STR(entry.byline, "ঢাকা"); /* of the paper's own day */
    KJ_CHECK_STR(entry.detail, "");
    get(6);
    KJ_CHECK_EQ(entry.level, 0);
    KJ_CHECK_STR(entry.byline, "২০ নভেম্বর ২০২৬");
    KJ_CHECK_EQ(source.entry(source.context, 7, &entry), KJ_END);
}

KJ_TEST(front_page_without_sections_leads_with_its_first_article) {
    open_contents(TITLE DATE,
                  "<ol>" ARTICLE("a.xhtml", "", "এক") ARTICLE("b.xhtml", "", "দুই") "</ol>");
    get(2);
    KJ_CHECK_EQ(entry.kind, KJ_BLOCK_ENTRY);
    KJ_CHECK_EQ(entry.level, 1);
    get(3);
    KJ_CHECK_EQ(entry.level, 0);
}

KJ_TEST(front_page_of_sections_in_a_section_leads_with_the_first_article) {
    open_contents(TITLE, "<ol>" SECTION("বিশেষ", SECTION("দেশ", ARTICLE("a.xhtml", "", "এক"))
                                                     ARTICLE("b.xhtml", "", "দুই")) "</ol>");
    get(2);
    KJ_CHECK_EQ(entry.kind, KJ_BLOCK_SECTION);
    KJ_CHECK_EQ(entry.level, 0);
    get(3);
    KJ_CHECK_EQ(entry.kind, KJ_BLOCK_SECTION);
    KJ_CHECK_EQ(entry.level, 1);
    get(4);
    KJ_CHECK_EQ(entry.kind, KJ_BLOCK_ENTRY);
    KJ_CHECK_EQ(entry.level, 1);
    get(5);
    KJ_CHECK_EQ(entry.level, 0);
    get(1); /* without a date the count stands alone */
    KJ_CHECK_EQ(entry.kind, KJ_BLOCK_FOLIO);
    KJ_CHECK_STR(entry.title, "৩টি লেখা");
    KJ_CHECK_STR(entry.detail, "");
}

KJ_TEST(front_page_is_in_the_language_asked_for_and_has_a_name_at_any_rate) {
    open_contents(DATE, nav);
    contents.language = KJ_LANGUAGE_ENGLISH;
    get(0);
    KJ_CHECK(entry.title[0] != '\0');
    get(1);
    KJ_CHECK_STR(entry.title, "Wednesday, 25 November 2026");
    KJ_CHECK_STR(entry.detail, "3 articles");
}

KJ_TEST(front_page_whose_articles_were_not_counted_names_who_makes_it) {
    open_contents(TITLE DATE "<dc:creator>কাগজ গোষ্ঠী</dc:creator>", nav);
    contents.articles = 0;
    get(1);
    KJ_CHECK_STR(entry.detail, "কাগজ গোষ্ঠী");
    open_contents(TITLE DATE "<dc:creator>দৈনিক কাগজ</dc:creator>", nav);
    contents.articles = 0;
    get(1);
    KJ_CHECK_STR(entry.detail, ""); /* the masthead says so */
}

static uint32_t asked[8], asked_count;

static bool is_read(void *context, uint32_t index) {
    KJ_CHECK(context == &asked);
    asked[asked_count++ % 8] = index;
    return index == 2;
}

KJ_TEST(front_page_asks_whether_an_article_has_been_read_by_its_place_in_the_contents) {
    open_contents(TITLE DATE, nav);
    contents.read_context = &asked;
    contents.is_read = is_read;
    asked_count = 0;
    get(3);
    KJ_CHECK(!entry.is_read);
    get(4);
    KJ_CHECK(entry.is_read);
    get(5); /* a section: not asked for */
    KJ_CHECK_EQ(asked_count, 2);
    KJ_CHECK_EQ(asked[0], 1);
    KJ_CHECK_EQ(asked[1], 2);
}

KJ_TEST_MAIN()
