/* bad_pages.c - editions whose middle article is not what XHTML should be. See make_bad.c. */
#include "bad_book.h"

#include <stdlib.h>
#include <string.h>

#define LAUGHS                                                                                     \
    "<!DOCTYPE html [<!ENTITY a 'হা হা হা হা হা হা হা হা'>"        \
    "<!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'>"     \
    "<!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;'><!ENTITY e '&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;'>"     \
    "<!ENTITY f '&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;'><!ENTITY g '&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;'>"     \
    "<!ENTITY h '&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;'><!ENTITY i '&h;&h;&h;&h;&h;&h;&h;&h;&h;&h;'>]>\n"

static void put_with_doctype(zip_build *zip, const char *doctype, const char *more) {
    book_text page = {.bytes = NULL};
    book_add(&page, doctype);
    book_add(&page, "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>পাতা</title></head>"
                    "<body><h1>মাঝের লেখা</h1><p>ভাঙার আগে যা ছিল।</p>");
    book_add(&page, more);
    book_end_page(&page);
    book_put(zip, "EPUB/b.xhtml", &page, ZIP_DEFLATED);
}

static void add_laughs(zip_build *zip) { put_with_doctype(zip, LAUGHS, "<p>&i;</p>"); }

static void add_external(zip_build *zip) {
    put_with_doctype(zip,
                     "<!DOCTYPE html [<!ENTITY secret SYSTEM 'file:///etc/passwd'>"
                     "<!ENTITY % more SYSTEM 'http://example.org/more.dtd'>%more;]>\n",
                     "<p>বাইরের ফাইল: &secret;</p>");
}

static void add_nested(zip_build *zip) {
    enum { DEPTH = 10000 };
    book_text more = {.bytes = NULL};
    book_repeat(&more, "<div>", DEPTH);
    book_add(&more, "<p>দশ হাজার তলায়।</p>");
    book_repeat(&more, "</div>", DEPTH);
    book_put_page(zip, more.bytes, ZIP_DEFLATED);
    free(more.bytes);
}

/* Elements whose styles add up, never closed. */
static void add_nested_styles(zip_build *zip) {
    book_text more = {.bytes = NULL};
    book_repeat(&more, "<blockquote><ul><li><b><i>তলা ", 3000);
    book_put_page(zip, more.bytes, ZIP_DEFLATED);
    free(more.bytes);
}

static void add_one_paragraph(zip_build *zip) {
    book_text more = {.bytes = NULL};
    book_add(&more, "<p>");
    while (more.length < 20000000) {
        book_add(&more, "নদীর চরে আজ সকালে কুয়াশা ছিল, দুপুরে রোদ উঠেছে; বিদ্যুৎ ফিরেছে বিকেলে। ");
    }
    book_add(&more, "</p>");
    book_put_page(zip, more.bytes, ZIP_STORED);
    free(more.bytes);
}

static void add_long_word(zip_build *zip) {
    book_text more = {.bytes = NULL};
    book_add(&more, "<p>");
    book_repeat(&more, "বিদ্যুৎ", 40000);
    book_add(&more, "</p>");
    book_put_page(zip, more.bytes, ZIP_STORED);
    free(more.bytes);
}

static void add_attribute(zip_build *zip) {
    book_text more = {.bytes = NULL};
    book_add(&more, "<p title='");
    book_repeat(&more, "0123456789", 10000);
    book_add(&more, "'>বড় গুণের ভেতরের লেখা।</p>");
    book_put_page(zip, more.bytes, ZIP_STORED);
    free(more.bytes);
}

static void add_many_attributes(zip_build *zip) {
    book_text more = {.bytes = NULL};
    book_add(&more, "<p");
    for (unsigned i = 0; i < 5000; i++) {
        char attribute[] = " a0000='x'";
        for (unsigned digit = 0, left = i; digit < 4; digit++, left /= 10) {
            attribute[5 - digit] = (char)('0' + left % 10);
        }
        book_add(&more, attribute);
    }
    book_add(&more, ">অনেক গুণের ভেতরের লেখা।</p>");
    book_put_page(zip, more.bytes, ZIP_STORED);
    free(more.bytes);
}

static void add_nul(zip_build *zip) {
    book_text page = {.bytes = NULL};
    book_begin_page(&page);
    book_add(&page, "<p>শূন্য ");
    book_add_bytes(&page, "\0\0\0", 3);
    book_add(&page, " বাইট।</p>");
    book_end_page(&page);
    book_put(zip, "EPUB/b.xhtml", &page, ZIP_DEFLATED);
}

/* UTF-8 of the basic plane as UTF-16, with a mark of its order. */
static void add_utf16(zip_build *zip) {
    book_text page = {.bytes = NULL}, wide = {.bytes = NULL};
    book_add(&page,
             "<html xmlns='http://www.w3.org/1999/xhtml'><body><h1>মাঝের লেখা</h1><p>ভাঙার আগে "
             "যা ছিল।</p>");
    book_end_page(&page);
    book_add_bytes(&wide, "\xFF\xFE", 2);
    for (size_t i = 0; i < page.length;) {
        const unsigned char *at = (const unsigned char *)page.bytes + i;
        const unsigned value = at[0] < 0x80 ? at[0]
                               : at[0] < 0xE0
                                   ? (at[0] & 0x1Fu) << 6 | (at[1] & 0x3Fu)
                                   : (at[0] & 0xFu) << 12 | (at[1] & 0x3Fu) << 6 | (at[2] & 0x3Fu);
        const unsigned char pair[2] = {(unsigned char)value, (unsigned char)(value >> 8)};
        book_add_bytes(&wide, pair, 2);
        i += at[0] < 0x80 ? 1 : at[0] < 0xE0 ? 2 : 3;
    }
    free(page.bytes);
    book_put(zip, "EPUB/b.xhtml", &wide, ZIP_DEFLATED);
}

static void add_unbalanced(zip_build *zip) {
    book_put_page(zip,
                  "<p>এটি <b>মোটা <i>ও বাঁকা</b> লেখা</i>, শেষ নেই<p>আর <br> এক & এক < দুই</div>",
                  ZIP_DEFLATED);
}

static void add_bad_utf8(zip_build *zip) {
    book_put_page(zip, "<p>ভাঙা \xE0\xA6 বাইট \xFF\xC0\x80 \xED\xA0\x80।</p>", ZIP_DEFLATED);
}

static void add_latin1(zip_build *zip) {
    zip_build_add_text(
        zip, "EPUB/b.xhtml",
        "<?xml version='1.0' encoding='windows-31j'?><html "
        "xmlns='http://www.w3.org/1999/xhtml'><body><p>ভাঙার আগে যা ছিল।</p><p>ভাঙার পরে যা "
        "আছে।</p></body></html>",
        ZIP_DEFLATED);
}

static void add_nothing(zip_build *zip) { zip_build_add_text(zip, "EPUB/b.xhtml", "", ZIP_STORED); }

static void add_no_text(zip_build *zip) {
    zip_build_add_text(
        zip, "EPUB/b.xhtml",
        "<html xmlns='http://www.w3.org/1999/xhtml'><body><div> </div></body></html>",
        ZIP_DEFLATED);
}

static void add_no_markup(zip_build *zip) {
    zip_build_add_text(zip, "EPUB/b.xhtml", "ভাঙার আগে যা ছিল। ভাঙার পরে যা আছে।", ZIP_DEFLATED);
}

static void add_binary(zip_build *zip) {
    uint8_t bytes[20000];
    uint32_t state = 7;
    for (size_t i = 0; i < sizeof bytes; i++) {
        state = state * 1664525u + 1013904223u;
        bytes[i] = (uint8_t)(state >> 24);
    }
    zip_build_add(zip, "EPUB/b.xhtml", bytes, sizeof bytes, ZIP_STORED);
}

static void add_none(zip_build *zip) {}

const book_plan bad_pages[] = {
    {"হাসির বোমা.epub", "none", "none", "BA", .middle = add_laughs},
    {"বাইরের নাম.epub", "none", "none", "BA", .middle = add_external},
    {"দশ হাজার তলা.epub", "none", "none", "BA", .middle = add_nested},
    {"না-শেষ তলা.epub", "none", "none", "BA", .middle = add_nested_styles},
    {"এক অনুচ্ছেদে সব.epub", "none", "none", "BA", .middle = add_one_paragraph},
    {"এক শব্দে সব.epub", "none", "none", "BA", .middle = add_long_word},
    {"বড় গুণ.epub", "none", "none", "BA", .middle = add_attribute},
    {"অনেক গুণ.epub", "none", "none", "BA", .middle = add_many_attributes},
    {"শূন্য বাইট.epub", "none", "none", "BA", .middle = add_nul},
    {"ষোলো বিট.epub", "none", "none", "BA", .middle = add_utf16},
    {"বেঠিক বন্ধনী.epub", "none", "none", "BA", .middle = add_unbalanced},
    {"বেঠিক বাইট.epub", "none", "none", "BA", .middle = add_bad_utf8},
    {"অচেনা লিপি.epub", "none", "none", "BA", .middle = add_latin1},
    {"ফাঁকা লেখা.epub", "none", "no-article", "", .middle = add_nothing},
    {"লেখাহীন পাতা.epub", "none", "no-article", "", .middle = add_no_text},
    {"চিহ্নহীন লেখা.epub", "none", "none", "BA", .middle = add_no_markup},
    {"এলোমেলো বাইট.epub", "none", "none", "N", .middle = add_binary},
    {"লেখা নেই.epub", "none", "no-article", "", .middle = add_none},
};
const size_t bad_page_count = sizeof bad_pages / sizeof *bad_pages;
