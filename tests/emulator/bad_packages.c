/* bad_packages.c - editions whose package document or table of contents is missing, lies or is too
 * much, and files that are not what their name says. See make_bad.c. */
#include "bad_book.h"

#include <stdlib.h>
#include <string.h>

static void write_nothing(book_text *into) {}

#define PACKAGE                                                                                    \
    "<package xmlns='http://www.idpf.org/2007/opf' version='3.0'><metadata "                       \
    "xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>ভাঙা কাগজ</dc:title></metadata>"
#define ITEM(id, href) "<item id='" id "' href='" href "' media-type='application/xhtml+xml'/>"
#define NAV(href)                                                                                  \
    "<item id='n' href='" href "' media-type='application/xhtml+xml' properties='nav'/>"

static void write_laughing(book_text *into) {
    book_add(into, "<!DOCTYPE package [<!ENTITY a 'হা হা হা হা'>"
                   "<!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"
                   "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'>"
                   "<!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;'>"
                   "<!ENTITY e '&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;'>"
                   "<!ENTITY f '&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;'>"
                   "<!ENTITY g '&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;'>]>"
                   "<package xmlns='http://www.idpf.org/2007/opf' version='3.0'><metadata "
                   "xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>&g;</dc:title></metadata>"
                   "<manifest>" NAV("nav.xhtml") ITEM("a", "a.xhtml") ITEM("b", "b.xhtml")
                       ITEM("c", "c.xhtml") "</manifest><spine><itemref idref='a'/><itemref "
                                            "idref='b'/><itemref idref='c'/></spine></package>");
}

static void write_no_spine(book_text *into) {
    book_add(into, PACKAGE "<manifest>" ITEM("a", "a.xhtml") ITEM("b", "b.xhtml")
                       ITEM("c", "c.xhtml") "</manifest><spine></spine></package>");
}

static void write_no_manifest(book_text *into) {
    book_add(into, PACKAGE "<manifest/><spine><itemref idref='a'/></spine></package>");
}

static void write_not_there(book_text *into) {
    book_add(into, PACKAGE "<manifest>" ITEM("a", "a.xhtml") ITEM("x", "x.xhtml"));
    book_add(into, ITEM("y", "y.xhtml") "</manifest><spine><itemref idref='a'/><itemref "
                                        "idref='x'/><itemref idref='y'/></spine></package>");
}

static void write_outside(book_text *into) {
    book_add(into,
             PACKAGE "<manifest>" NAV("../EPUB/./nav.xhtml") ITEM("a", "../EPUB/a.xhtml")
                 ITEM("b", "./b.xhtml") ITEM("c", "c.xhtml") ITEM("d", "../../etc/passwd")
                     ITEM("e", "/etc/passwd")
                         ITEM("f", "file:///etc/passwd") "</manifest>"
                                                         "<spine><itemref idref='d'/><itemref "
                                                         "idref='a'/><itemref idref='e'/><itemref "
                                                         "idref='b'/><itemref idref='f'/><itemref "
                                                         "idref='c'/></spine></package>");
}

static void write_cut(book_text *into) {
    book_good_package(into);
    into->length = (size_t)(strstr(into->bytes, "<itemref idref='c'/>") - into->bytes);
}

static void write_text(book_text *into) { book_add(into, "এটি কোনো প্যাকেজ নয়।"); }

static void write_loop(book_text *into) {
    book_add(into, PACKAGE "<manifest>" NAV("nav.xhtml") ITEM("a", "a.xhtml") ITEM("b", "b.xhtml")
                       ITEM("c", "c.xhtml") "</manifest><spine>");
    book_repeat(into, "<itemref idref='a'/><itemref idref='b'/><itemref idref='c'/>", 2000);
    book_add(into, "</spine></package>");
}

/* --- tables of contents --- */

#define CONTENTS                                                                                   \
    "<html xmlns='http://www.w3.org/1999/xhtml' xmlns:epub='http://www.idpf.org/2007/ops'>"        \
    "<head><title>সূচি</title></head><body><nav epub:type='toc'>"

static void write_deep_contents(book_text *into) {
    enum { DEPTH = 10000 };
    book_add(into, CONTENTS "<ol><li><a href='a.xhtml'>প্রথম লেখা</a></li><li><a "
                            "href='b.xhtml'>মাঝের লেখা</a></li><li><a href='c.xhtml'>শেষ লেখা</a>");
    book_repeat(into, "<ol><li><span>তলা</span>", DEPTH);
    book_repeat(into, "</li></ol>", DEPTH);
    book_add(into, "</li></ol></nav></body></html>");
}

static void write_odd_contents(book_text *into) {
    book_add(into, CONTENTS "<ol><li><a href='../../etc/passwd'>এক</a></li>"
                            "<li><a href='http://example.org/'>দুই</a></li>"
                            "<li><a href='a.xhtml'>প্রথম লেখা</a></li>"
                            "<li><a href='b.xhtml#nowhere'>মাঝের লেখা</a></li>"
                            "<li><a href='../EPUB/c.xhtml'>শেষ লেখা</a></li>"
                            "<li><a href='/etc/passwd'>তিন</a></li></ol></nav></body></html>");
}

static void write_long_titles(book_text *into) {
    book_add(into, CONTENTS "<ol><li><a href='a.xhtml'>");
    book_repeat(into, "বিদ্যুৎ", 5000);
    book_add(into, "</a></li><li><a href='b.xhtml'>");
    book_repeat(into, "লম্বা শিরোনাম ", 5000);
    book_add(into, "</a></li><li><a href='c.xhtml'></a></li></ol></nav></body></html>");
}

static void write_no_entries(book_text *into) {
    book_add(into, CONTENTS "<ol></ol></nav></body></html>");
}

static void write_cut_contents(book_text *into) {
    book_add(into,
             CONTENTS "<ol><li><a href='a.xhtml'>প্রথম লেখা</a></li><li><a "
                      "href='b.xhtml'>মাঝের লেখা</a></li><li><a href='c.xhtml'>শেষ লেখা</a></li>"
                      "<li><a href='b");
}

/* --- files that are no editions --- */

static void copy_out(book_file *file, const char *text, size_t length) {
    file->bytes = book_must(malloc(length + 1));
    memcpy(file->bytes, text, length);
    file->length = length;
}

static void make_empty(book_file *file) { copy_out(file, "", 0); }

static void make_text(book_file *file) {
    static const char text[] = "শিরোনাম\n\nএটি একটি সাধারণ লেখা, নামে শুধু ইপাব।\n";
    copy_out(file, text, sizeof text - 1);
}

static void make_other_zip(book_file *file) {
    zip_build zip;
    zip_build_begin(&zip);
    zip_build_add_text(&zip, "readme.txt", "এটি অন্য কিছুর জিপ।", ZIP_DEFLATED);
    file->bytes = zip_build_finish(&zip, &file->length);
}

static void make_no_package(book_file *file) {
    zip_build zip;
    zip_build_begin(&zip);
    zip_build_add_text(&zip, "mimetype", "application/epub+zip", ZIP_STORED);
    zip_build_add_text(&zip, "META-INF/container.xml",
                       "<container><rootfiles><rootfile full-path='../../package.opf'/>"
                       "</rootfiles></container>",
                       ZIP_DEFLATED);
    file->bytes = zip_build_finish(&zip, &file->length);
}

const book_plan bad_packages[] = {
    {"হাসির সূচনা.epub", "none", "none", "BA", .package = write_laughing},
    {"প্যাকেজ নেই.epub", "damaged", "-", "-", .package = write_nothing},
    {"প্যাকেজে লেখা.epub", "damaged", "-", "-", .package = write_text},
    {"সূচি নেই.epub", "none", "none", "BA", .contents = write_nothing},
    {"ক্রম নেই.epub", "none", "none", "BA", .package = write_no_spine, .contents = write_nothing},
    {"তালিকা নেই.epub", "damaged", "-", "-", .package = write_no_manifest,
     .contents = write_nothing},
    {"ফাইল নেই.epub", "none", "no-article", "x", .package = write_not_there,
     .contents = write_nothing},
    {"বাইরের পথ.epub", "none", "none", "BA", .package = write_outside},
    {"কাটা প্যাকেজ.epub", "none", "none", "BA", .package = write_cut},
    {"বারবার একই.epub", "none", "none", "BA", .package = write_loop},
    {"দশ হাজার তলার সূচি.epub", "none", "none", "BA", .contents = write_deep_contents},
    {"বাইরের সূচি.epub", "none", "none", "BA", .contents = write_odd_contents},
    {"লম্বা শিরোনাম.epub", "none", "none", "BA", .contents = write_long_titles},
    {"সূচিতে কিছু নেই.epub", "none", "none", "BA", .contents = write_no_entries},
    {"কাটা সূচি.epub", "none", "none", "BA", .contents = write_cut_contents},
    {"ফাঁকা.epub", "empty", "-", "-", .whole = make_empty},
    {"নামে ইপাব.epub", "damaged", "-", "-", .whole = make_text},
    {"অন্য জিপ.epub", "damaged", "-", "-", .whole = make_other_zip},
    {"প্যাকেজের পথ ভুল.epub", "damaged", "-", "-", .whole = make_no_package},
    {"নামে লেখা.txt", "none", "none", "BA", .middle = NULL},
};
const size_t bad_package_count = sizeof bad_packages / sizeof *bad_packages;
