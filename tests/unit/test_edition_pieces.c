/* test_edition_pieces.c - which parts of which files an article is made of: all of the text, in
 * order, nothing twice. */
#include "edition_case.h"

static void open_pages(const char *files, const char *list) {
    begin_edition();
    char package[512];
    snprintf(package, sizeof package, "nav.xhtml %s", files);
    add_package(package);
    while (*files) {
        char name[64];
        const size_t length = strcspn(files, " ");
        snprintf(name, sizeof name, "%.*s", (int)length, files);
        files += length + (files[length] == ' ');
        if (name[strlen(name) - 1] == '!') {
            name[strlen(name) - 1] = '\0';
        }
        add_page(name, "<h1 id='x'>X</h1><p>1</p><a name='y'/><p>2</p><p id='z'>3</p>");
    }
    add_nav(list);
    open_edition();
}

KJ_TEST(article_runs_to_where_the_next_begins) {
    open_pages("a.xhtml b.xhtml c.xhtml",
               "<ol><li><a href='a.xhtml'>A</a></li><li><a href='b.xhtml'>B</a></li><li><a "
               "href='b.xhtml#y'>Y</a></li><li><a href='b.xhtml#z'>Z</a></li><li><a "
               "href='c.xhtml'>C</a></li></ol>");
    KJ_CHECK_STR(tell_parts(), "a.xhtml\nb.xhtml..y\nb.xhtml#y..z\nb.xhtml#z\nc.xhtml\n");
}

KJ_TEST(files_between_two_articles_belong_to_the_first) {
    open_pages("a.xhtml a1.xhtml a2.xhtml b.xhtml b1.xhtml",
               "<ol><li><a href='a.xhtml'>A</a></li><li><a href='b.xhtml'>B</a></li></ol>");
    KJ_CHECK_STR(tell_parts(), "a.xhtml a1.xhtml a2.xhtml\nb.xhtml b1.xhtml\n");
}

KJ_TEST(text_before_the_first_entry_is_an_article_of_the_editions_title) {
    open_pages("cover.xhtml title.xhtml a.xhtml b.xhtml",
               "<ol><li><a href='a.xhtml'>A</a></li><li><a href='b.xhtml'>B</a></li></ol>");
    KJ_CHECK_STR(tell_entries(), "- The Edition\n- A\n- B\n");
    KJ_CHECK_STR(tell_parts(), "cover.xhtml title.xhtml\na.xhtml\nb.xhtml\n");
}

KJ_TEST(text_above_the_first_anchor_of_all_belongs_to_it) {
    open_pages("a.xhtml b.xhtml",
               "<ol><li><a href='a.xhtml#y'>A</a></li><li><a href='a.xhtml#z'>B</a></li></ol>");
    KJ_CHECK_STR(tell_parts(), "a.xhtml..z\na.xhtml#z b.xhtml\n");
}

KJ_TEST(text_above_an_anchor_belongs_to_the_article_before) {
    open_pages("a.xhtml b.xhtml c.xhtml",
               "<ol><li><a href='a.xhtml'>A</a></li><li><a href='b.xhtml#y'>B</a></li></ol>");
    KJ_CHECK_STR(tell_parts(), "a.xhtml b.xhtml..y\nb.xhtml#y c.xhtml\n");
}

KJ_TEST(text_of_a_section_comes_with_its_first_article) {
    open_pages("a.xhtml b.xhtml",
               "<ol><li><a href='a.xhtml'>S</a><ol><li><a href='a.xhtml#y'>Y</a></li><li><a "
               "href='a.xhtml#z'>Z</a></li></ol></li><li><a href='b.xhtml#x'>T</a><ol><li><a "
               "href='b.xhtml#z'>U</a></li></ol></li></ol>");
    KJ_CHECK_STR(tell_parts(), "a.xhtml..z\na.xhtml#z b.xhtml..x\nb.xhtml#x\n");
}

KJ_TEST(anchors_that_are_nowhere_are_as_if_not_given) {
    open_pages("a.xhtml b.xhtml c.xhtml",
               "<ol><li><a href='a.xhtml#article_1'>A</a></li><li><a href='b.xhtml#article_2'>B"
               "</a></li><li><a href='c.xhtml#nowhere'>C</a></li></ol>");
    KJ_CHECK_STR(tell_parts(), "a.xhtml\nb.xhtml\nc.xhtml\n");
}

KJ_TEST(article_whose_anchor_is_nowhere_has_the_beginning_of_its_file) {
    open_pages("a.xhtml b.xhtml",
               "<ol><li><a href='a.xhtml#y'>Y</a></li><li><a href='a.xhtml#nowhere'>A</a></li>"
               "<li><a href='b.xhtml#z'>Z</a></li><li><a href='b.xhtml#gone'>B</a></li></ol>");
    KJ_CHECK_STR(tell_parts(), "a.xhtml#y\na.xhtml..y\nb.xhtml#z\nb.xhtml..z\n");
}

KJ_TEST(contents_that_go_backwards_lose_and_repeat_nothing) {
    open_pages("a.xhtml b.xhtml c.xhtml d.xhtml",
               "<ol><li><a href='c.xhtml'>C</a></li><li><a href='a.xhtml'>A</a></li><li><a "
               "href='b.xhtml#z'>Z</a></li><li><a href='b.xhtml#x'>X</a></li></ol>");
    KJ_CHECK_STR(tell_parts(), "c.xhtml d.xhtml\na.xhtml b.xhtml..x\nb.xhtml#z\nb.xhtml#x..z\n");
}

KJ_TEST(files_that_are_not_in_the_spine_stand_alone) {
    open_pages("a.xhtml n.xhtml! b.xhtml",
               "<ol><li><a href='a.xhtml'>A</a></li><li><a href='n.xhtml'>N</a></li></ol>");
    KJ_CHECK_STR(tell_parts(), "a.xhtml b.xhtml\nn.xhtml\n");
}

KJ_TEST(nonlinear_files_are_read_only_where_the_contents_name_them) {
    begin_edition();
    add_container("O/p.opf");
    add("O/p.opf",
        "<package><manifest><item id='v' href='nav.xhtml' properties='nav' "
        "media-type='application/xhtml+xml'/><item id='a' href='a.xhtml' "
        "media-type='application/xhtml+xml'/><item id='n' href='n.xhtml' "
        "media-type='application/xhtml+xml'/><item id='o' href='o.xhtml' "
        "media-type='application/xhtml+xml'/><item id='b' href='b.xhtml' "
        "media-type='application/xhtml+xml'/></manifest><spine><itemref idref='v'/><itemref "
        "idref='a'/><itemref idref='n' linear='no'/><itemref idref='o' linear='no'/><itemref "
        "idref='b'/></spine></package>");
    for (const char *name = "anob"; *name; name++) {
        char path[8] = {*name, '.', 'x', 'h', 't', 'm', 'l', 0};
        add_page(path, "<p>text</p>");
    }
    add_nav("<ol><li><a href='a.xhtml'>A</a></li><li><a href='n.xhtml'>N</a></li></ol>");
    open_edition();
    KJ_CHECK_STR(tell_parts(), "a.xhtml b.xhtml\nn.xhtml\n");
}

KJ_TEST(parts_can_be_asked_for_in_any_order) {
    char files[256] = "a.xhtml", names[14][16] = {"O/a.xhtml"};
    for (int i = 1; i < 14; i++) {
        snprintf(names[i], sizeof names[i], "O/p%02d.xhtml", i);
        strcat(strcat(files, " "), names[i] + 2);
    }
    open_pages(files, "<ol><li><a href='a.xhtml'>A</a></li></ol>");
    const unsigned order[] = {3, 0, 2, 1, 14, 13, 12, 13, 11, 5, 3, 1, 9, 0};
    KJ_CHECK_EQ(kj_pieces_begin(&now.edition, 0), KJ_OK);
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        kj_xhtml_part part;
        const kj_status status = kj_pieces_get(&now.edition, order[i], &part);
        KJ_CHECK_EQ(status, order[i] < 14 ? KJ_OK : KJ_END);
        if (status == KJ_OK) {
            KJ_CHECK_STR(part.path, names[order[i]]);
        }
    }
}

KJ_TEST(files_missing_from_the_archive_are_passed_over) {
    begin_edition();
    add_package("nav.xhtml a.xhtml gone.xhtml b.xhtml c.xhtml");
    add_page("a.xhtml", "<p>text</p>");
    add_page("b.xhtml", "<p>text</p>");
    add_page("c.xhtml", "<p>text</p>");
    add_nav("<ol><li><a href='a.xhtml'>A</a></li><li><a href='c.xhtml'>C</a></li></ol>");
    open_edition();
    KJ_CHECK_STR(tell_parts(), "a.xhtml b.xhtml\nc.xhtml\n");
    KJ_CHECK(strstr(now.log, "O/gone.xhtml: in the spine, but not in the archive"));
}

KJ_TEST_MAIN()
