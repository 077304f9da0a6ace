/* test_edition_toc.c - tables of contents: navigation documents, the ncx, the spine where there is
 * neither; nested, damaged, lying. */
#include "edition_case.h"

/* An edition of pages a b c d and this list in its navigation document. */
static void open_nav(const char *list) {
    begin_edition();
    add_package("nav.xhtml a.xhtml b.xhtml c.xhtml d.xhtml");
    add_page("a.xhtml", "<p>text</p>");
    add_page("b.xhtml", "<p>text</p>");
    add_page("c.xhtml", "<p>text</p>");
    add_page("d.xhtml", "<p>text</p>");
    add_nav(list);
    open_edition();
}

static void open_ncx(const char *points) {
    begin_edition();
    add_package("toc.ncx a.xhtml b.xhtml c.xhtml d.xhtml");
    add_page("a.xhtml", "<p>text</p>");
    add_page("b.xhtml", "<p>text</p>");
    add_page("c.xhtml", "<p>text</p>");
    add_page("d.xhtml", "<p>text</p>");
    add_ncx(points);
    open_edition();
}

KJ_TEST(nav_of_the_press_gives_sections_headlines_summaries_bylines_dates) {
    open_nav(
        "<ol><li><span>দেশ</span><ol>"
        "<li><a href='a.xhtml' data-summary='সার &amp; কথা' data-byline='ক খ' "
        "data-date='2026-11-25'>  নদী\n  ভাঙন </a></li>"
        "<li><a href='b.xhtml'>Two</a></li></ol></li>"
        "<li><span>খেলা</span><ol><li><a href='c.xhtml' data-date='today'>Three</a></li></ol></li>"
        "<li><a href='d.xhtml'>Alone</a></li></ol>");
    KJ_CHECK_STR(tell_entries(), "+ দেশ\n  - নদী ভাঙন | সার & কথা | ক খ | 2026-11-25\n  - Two\n"
                                 "+ খেলা\n  - Three | today\n- Alone\n");
    KJ_CHECK_STR(now.log, "");
}

KJ_TEST(nav_takes_the_contents_alone) {
    begin_edition();
    add_package("nav.xhtml a.xhtml");
    add_page("a.xhtml", "<p>text</p>");
    add("O/nav.xhtml",
        "<html xmlns:epub='e'><body><nav epub:type='page-list'><ol><li><a href='a.xhtml#p1'>1</a>"
        "</li></ol></nav><nav epub:type='landmarks' hidden=''><ol><li><a href='a.xhtml'>Body</a>"
        "</li></ol></nav><section><nav hidden='hidden' class='x' epub:type='x toc'><h2>C</h2><div>"
        "<ol><li><p><a href='a.xhtml'><b>One</b> <i>two</i></a></p></li></ol></div></nav></section>"
        "<nav epub:type='lot'><ol><li><a href='a.xhtml#t'>Table</a></li></ol></nav></body></html>");
    open_edition();
    KJ_CHECK_STR(tell_entries(), "- One two\n");
}

KJ_TEST(nav_titles_may_be_in_pieces_or_be_a_picture) {
    open_nav("<ol><li><span>1.</span> <a href='a.xhtml'>One</a> <a href='b.xhtml'>more</a></li>"
             "<li><a href='b.xhtml'><img src='x.png' alt='Two'/></a></li>"
             "<li><a href='c.xhtml'/></li><li/><li><a>no target</a></li>"
             "<li><a href='d.xhtml'>&#x995;&nbsp;&bull;<br/>D&#xFEFF;</a></li></ol>");
    KJ_CHECK_STR(tell_entries(), "- 1. One\n- Two\n- untitled\n+ no target\n- ক •D\n");
}

KJ_TEST(section_with_text_of_its_own_gives_it_to_its_first_article_or_is_one) {
    open_nav("<ol><li><a href='a.xhtml'>Chapter</a><ol><li><a href='a.xhtml#s'>Part</a></li></ol>"
             "</li><li><a href='b.xhtml'>Book</a><ol><li><a href='c.xhtml'>Chapter</a><ol><li><a "
             "href='c.xhtml'>Same</a></li><li><a href='c.xhtml#x'>X</a></li></ol></li></ol></li>"
             "<li><a href='d.xhtml'>End</a></li></ol>");
    KJ_CHECK_STR(tell_entries(), "+ Chapter\n  - Part\n+ Book\n  - Book\n  + Chapter\n    - Same\n"
                                 "    - X\n- End\n");
}

KJ_TEST(ncx_nests_and_takes_no_notice_of_its_order_numbers) {
    open_ncx("<navPoint id='1' playOrder='9'><navLabel><text>Part</text></navLabel>"
             "<content src='a.xhtml'/><navPoint playOrder='1'><navLabel><text> A\n one</text>"
             "</navLabel><content src='a.xhtml'/></navPoint><navPoint><navLabel><text>B</text>"
             "</navLabel><content src='b.xhtml'/></navPoint></navPoint><navPoint><navLabel>"
             "<text>C</text></navLabel><content src='c.xhtml#x'/></navPoint>");
    KJ_CHECK_STR(tell_entries(), "+ Part\n  - A one\n  - B\n- C\n");
}

KJ_TEST(ncx_of_calibre_gives_summaries_and_bylines) {
    open_ncx("<navPoint class='article'><navLabel><text>A</text></navLabel><content src='a.xhtml'/>"
             "<calibre:meta xmlns:calibre='c' name='author'>ক  খ</calibre:meta>"
             "<calibre:meta xmlns:calibre='c' name='description'>What it\n says</calibre:meta>"
             "</navPoint><ncx:navPoint xmlns:ncx='n'><ncx:navLabel><ncx:text>B</ncx:text>"
             "</ncx:navLabel><ncx:content src='b.xhtml'/></ncx:navPoint>");
    KJ_CHECK_STR(tell_entries(), "- A | What it says | ক খ\n- B\n");
}

KJ_TEST(targets_are_found_however_they_are_written) {
    open_nav("<ol><li><a href='./a.xhtml'>A</a></li><li><a href='../O/B.XHTML'>B</a></li>"
             "<li><a href='%63%2Exhtml#%e0%a6%95'>C</a></li></ol>");
    KJ_CHECK_STR(tell_entries(), "- A\n- B\n- C\n");
    KJ_CHECK_STR(tell_parts(), "a.xhtml\nB.XHTML\nc.xhtml d.xhtml\n");
}

KJ_TEST(targets_that_lead_nowhere_are_left_out) {
    open_nav("<ol><li><a href='../../x.xhtml'>Up</a></li><li><a href='/etc/passwd'>Root</a></li>"
             "<li><a href='http://example.org/a.xhtml'>Net</a></li>"
             "<li><a href='//example.org/a.xhtml'>Host</a></li><li><a href='a%zz'>Bad</a></li>"
             "<li><a href='a.xhtml'>A</a></li><li><a href='gone.xhtml'>Gone</a></li></ol>");
    KJ_CHECK(strstr(tell_entries(), "- A\n- Gone\n"));
    KJ_CHECK(!strstr(now.told, "Up") && !strstr(now.told, "Net") && !strstr(now.told, "Host"));
    KJ_CHECK(strstr(now.log, "../../x.xhtml: in the table of contents, but leads nowhere"));
}

KJ_TEST(same_target_once_more_is_no_second_article) {
    open_nav("<ol><li><a href='a.xhtml'>A</a></li><li><a href='a.xhtml'>A again</a></li>"
             "<li><a href='b.xhtml'>B</a></li></ol>");
    KJ_CHECK_STR(tell_entries(), "- A\n- B\n");
}

KJ_TEST(nav_that_is_empty_or_damaged_gives_way_to_the_ncx_and_that_to_the_spine) {
    const char *navs[] = {"", "<ol></ol>", "<ol><li><span>No article</span></li></ol>",
                          "<ol><li><a href='gone.xhtml'>Gone</a></li></ol>"};
    for (size_t i = 0; i < sizeof navs / sizeof navs[0]; i++) {
        for (int with_ncx = 0; with_ncx < 2; with_ncx++) {
            begin_edition();
            add_package("nav.xhtml toc.ncx a.xhtml");
            add_page("a.xhtml", "<h1>Heading</h1><p>text</p>");
            add_nav(navs[i]);
            add_ncx(with_ncx ? "<navPoint><navLabel><text>From ncx</text></navLabel><content "
                               "src='a.xhtml'/></navPoint>"
                             : "");
            open_edition();
            KJ_CHECK_STR(tell_entries(), with_ncx ? "- From ncx\n" : "- a.xhtml\n");
            KJ_CHECK(strstr(now.log, "O/nav.xhtml: no table of contents"));
        }
    }
}

KJ_TEST(nav_that_is_no_xml_at_all_gives_way) {
    begin_edition();
    add_package("nav.xhtml a.xhtml");
    add_page("a.xhtml", "<p>text</p>");
    zip_build_add(&now.build, "O/nav.xhtml", "\x00\x01\xFF\xFE<<<>>>&&&", 13, ZIP_DEFLATED);
    open_edition();
    KJ_CHECK_STR(tell_entries(), "- a.xhtml\n");
}

KJ_TEST(nav_damaged_in_its_middle_gives_what_is_before_and_after) {
    open_nav("<ol><li><a href='a.xhtml'>A & a < b</a></li><li><a href=b.xhtml>B</a></p></li>"
             "<li><a href='c.xhtml'>C<a/></li><<>><li><a href='d.xhtml'>D</a></li></ol>");
    tell_entries();
    KJ_CHECK(strstr(now.told, "- A & a < b\n"));
    KJ_CHECK(strstr(now.told, "- D\n"));
    KJ_CHECK(strstr(now.log, "O/nav.xhtml: "));
}

KJ_TEST(edition_without_contents_is_read_by_its_spine) {
    begin_edition();
    add_package("a.xhtml b.xhtml c.xhtml d.xhtml gone.xhtml");
    add("O/a.xhtml",
        "<html><head><title> First\n file </title></head><body><h1>No</h1></body></html>");
    add("O/b.xhtml", "<html><head><title>The Edition</title></head><body><p/><h2>Sub<br/> <b>head"
                     "</b></h2></body></html>");
    add("O/c.xhtml", "<html><head><title/></head><body><p>text</p></body></html>");
    add("O/d.xhtml", "");
    open_edition();
    KJ_CHECK_STR(tell_entries(), "- First file\n- Sub head\n- c.xhtml\n- d.xhtml\n- gone.xhtml\n");
    KJ_CHECK_EQ(kj_pieces_begin(&now.edition, 4), KJ_ERR_MISSING);
    KJ_CHECK_EQ(kj_pieces_begin(&now.edition, 5), KJ_ERR_RANGE);
}

KJ_TEST(sections_cannot_be_opened) {
    open_nav("<ol><li><span>S</span><ol><li><a href='a.xhtml'>A</a></li></ol></li></ol>");
    KJ_CHECK_EQ(kj_pieces_begin(&now.edition, 0), KJ_ERR_ARGUMENT);
    KJ_CHECK_EQ(kj_pieces_begin(&now.edition, 1), KJ_OK);
    KJ_CHECK_EQ(kj_pieces_begin(&now.edition, 2), KJ_ERR_RANGE);
}

/* head, then piece (with the number) count times, then tail. */
static char *repeated(const char *head, const char *piece, unsigned count, const char *tail) {
    const size_t room = strlen(head) + strlen(tail) + count * (strlen(piece) + 10u) + 1u;
    char *text = malloc(room);
    size_t at = (size_t)sprintf(text, "%s", head);
    for (unsigned i = 0; i < count; i++) {
        const char *mark = strchr(piece, '@');
        at += mark ? (size_t)sprintf(text + at, "%.*s%u%s", (int)(mark - piece), piece, i, mark + 1)
                   : (size_t)sprintf(text + at, "%s", piece);
    }
    sprintf(text + at, "%s", tail);
    return text;
}

KJ_TEST(nav_in_utf16_is_read_from_any_entry) {
    char *text =
        repeated("<?xml version='1.0' encoding='utf-16'?><html><body><nav><ol>",
                 "<li><a href='a.xhtml#@'>Title</a></li>", 100, "</ol></nav></body></html>");
    const size_t length = strlen(text);
    uint8_t *wide = malloc(2 * length + 2);
    wide[0] = 0xFF;
    wide[1] = 0xFE;
    for (size_t i = 0; i < length; i++) {
        wide[2 + 2 * i] = (uint8_t)text[i];
        wide[3 + 2 * i] = 0;
    }
    begin_edition();
    add_package("nav.xhtml a.xhtml");
    add_page("a.xhtml", "<p>text</p>");
    zip_build_add(&now.build, "O/nav.xhtml", wide, 2 * length + 2, ZIP_STORED);
    free(wide);
    free(text);
    open_edition();
    kj_entry entry;
    const uint32_t order[] = {99, 5, 60, 30, 99, 0, 71};
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        now.edition.window_count = 0;
        KJ_CHECK_EQ(kj_edition_entry(&now.edition, order[i], &entry), KJ_OK);
        KJ_CHECK_STR(entry.title, "Title");
    }
    KJ_CHECK_EQ(kj_edition_entry(&now.edition, 100, &entry), KJ_END);
}

KJ_TEST(ten_thousand_lists_inside_one_another_end) {
    const char *const pieces[] = {"<ol><li><a href='a.xhtml'>@</a>", "<ol>", "<li>"};
    for (int i = 0; i < 3; i++) {
        begin_edition();
        add_package("nav.xhtml a.xhtml");
        add_page("a.xhtml", "<p>text</p>");
        char *nav = repeated("<html><body><nav><ol><li><a href='a.xhtml'>First</a></li>", pieces[i],
                             10000, "");
        add("O/nav.xhtml", nav);
        free(nav);
        open_edition();
        kj_entry entry;
        KJ_CHECK_EQ(kj_edition_entry(&now.edition, 0, &entry), KJ_OK);
        KJ_CHECK_STR(entry.title, "First");
        KJ_CHECK_EQ(kj_edition_entry(&now.edition, 100000, &entry), KJ_END);
    }
}

KJ_TEST(ten_thousand_points_inside_one_another_end) {
    begin_edition();
    add_package("toc.ncx a.xhtml");
    add_page("a.xhtml", "<p>text</p>");
    char *ncx = repeated("<ncx><navMap>",
                         "<navPoint><navLabel><text>@</text></navLabel><content src='a.xhtml#@'/>",
                         10000, "</navMap></ncx>");
    add("O/toc.ncx", ncx);
    free(ncx);
    open_edition();
    kj_entry entry;
    KJ_CHECK_EQ(kj_edition_entry(&now.edition, 0, &entry), KJ_OK);
    KJ_CHECK_STR(entry.title, "0");
    KJ_CHECK_EQ(kj_edition_entry(&now.edition, 100000, &entry), KJ_END);
}

KJ_TEST_MAIN()
