/* epub_package.c - package document, navigation document and ncx; see epub_parts.h. */
#include "base/utf8.h"
#include "press/epub.h"
#include "press/epub_parts.h"

#include <stdlib.h>
#include <string.h>

static void element(kj_buffer *out, const char *before, const char *text, const char *after) {
    kj_buffer_text(out, before);
    kj_buffer_xml(out, text);
    kj_buffer_text(out, after);
}

static void metadata(const kj_epub_plan *plan, kj_buffer *out) {
    const kj_press_edition *edition = plan->edition;
    element(out, "    <dc:identifier id=\"edition\">", plan->identifier, "</dc:identifier>\n");
    element(out, "    <dc:title>", plan->title, "</dc:title>\n");
    element(out, "    <dc:language>", plan->language, "</dc:language>\n");
    if (edition->creator && *edition->creator) {
        element(out, "    <dc:creator>", edition->creator, "</dc:creator>\n");
    }
    if (kj_epub_is_date(edition->date)) {
        element(out, "    <dc:date>", edition->date, "</dc:date>\n");
    }
    element(out, "    <meta property=\"dcterms:modified\">", plan->modified, "</meta>\n");
    if (edition->cover.png) {
        kj_buffer_text(out, "    <meta name=\"cover\" content=\"cover\"/>\n");
    }
}

static void item(kj_buffer *out, const char *name, const char *type, const char *properties) {
    kj_buffer_text(out, "    <item id=\"");
    for (const char *at = name; *at; at++) { /* a name without its slashes: an XML name */
        kj_buffer_byte(out, (char)(*at == '/' ? '-' : *at));
    }
    kj_buffer_format(out, "\" href=\"%s\" media-type=\"%s\"%s/>\n", name, type, properties);
}

static void manifest(const kj_epub_plan *plan, kj_buffer *out) {
    item(out, "nav.xhtml", "application/xhtml+xml", " properties=\"nav\"");
    kj_buffer_text(out, "    <item id=\"ncx\" href=\"toc.ncx\""
                        " media-type=\"application/x-dtbncx+xml\"/>\n");
    if (plan->edition->cover.png) {
        kj_buffer_text(out, "    <item id=\"cover\" href=\"images/cover.png\""
                            " media-type=\"image/png\" properties=\"cover-image\"/>\n");
    }
    for (size_t i = 0; i < plan->page_count; i++) {
        const kj_epub_page *page = &plan->pages[i];
        item(out, page->name, "application/xhtml+xml", "");
        for (size_t j = 0; j < page->image_count; j++) {
            item(out, plan->images[page->first_image + j].name, "image/png", "");
        }
    }
    item(out, "style.css", "text/css", "");
}

void kj_epub_package(const kj_epub_plan *plan, kj_buffer *out) {
    kj_buffer_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        "<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\""
                        " unique-identifier=\"edition\" xml:lang=\"");
    kj_buffer_xml(out, plan->language);
    kj_buffer_text(out, "\">\n  <metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n");
    metadata(plan, out);
    kj_buffer_text(out, "  </metadata>\n  <manifest>\n");
    manifest(plan, out);
    kj_buffer_text(out, "  </manifest>\n  <spine toc=\"ncx\">\n");
    for (size_t i = 0; i < plan->page_count; i++) {
        kj_buffer_format(out, "    <itemref idref=\"%s\"/>\n", plan->pages[i].name);
    }
    kj_buffer_text(out, "  </spine>\n</package>\n");
}

/* At most most bytes of text, cut behind a word, with an ellipsis where something is missing. */
static char *cut_at_word(const char *text, size_t most) {
    size_t length = strlen(text);
    if (length <= most) {
        return kj_press_copy(text);
    }
    kj_span span = {(const uint8_t *)text, length};
    size_t at = 0, whole = 0, word = 0;
    const size_t room = most - strlen("…");
    while (at <= room) {
        whole = at;
        if (text[at] == ' ') {
            word = at;
        }
        kj_utf8_next(span, &at);
    }
    return kj_press_format("%.*s…", (int)(word > room / 2 ? word : whole), text);
}

static void attribute(kj_buffer *out, const char *name, const char *value, size_t most) {
    if (value && *value) {
        char *cut = cut_at_word(value, most);
        kj_buffer_format(out, " %s=\"", name);
        kj_buffer_xml(out, cut);
        kj_buffer_byte(out, '"');
        free(cut);
    }
}

static void nav_link(const kj_epub_page *page, kj_buffer *out) {
    const kj_press_article *article = page->article;
    kj_buffer_format(out, "<li><a href=\"%s\"", page->name);
    attribute(out, "data-summary", article->summary, KJ_EPUB_SUMMARY_MAX);
    attribute(out, "data-byline", article->byline, 127);
    attribute(out, "data-date", article->date, 31);
    element(out, ">", page->title, "</a></li>\n");
}

static bool has_title(const kj_press_section *section) { return section->title && *section->title; }

bool kj_epub_opens_section(const kj_epub_plan *plan, size_t page) {
    return has_title(plan->pages[page].section) &&
           (page == 0 || plan->pages[page - 1].section != plan->pages[page].section);
}

static bool closes_section(const kj_epub_plan *plan, size_t page) {
    return has_title(plan->pages[page].section) &&
           (page + 1 == plan->page_count ||
            plan->pages[page + 1].section != plan->pages[page].section);
}

void kj_epub_nav(const kj_epub_plan *plan, kj_buffer *out) {
    kj_buffer_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n"
                        "<html xmlns=\"http://www.w3.org/1999/xhtml\""
                        " xmlns:epub=\"http://www.idpf.org/2007/ops\" lang=\"");
    kj_buffer_xml(out, plan->language);
    element(out, "\" xml:lang=\"", plan->language, "\">\n");
    element(out, "<head><title>", plan->title,
            "</title><link rel=\"stylesheet\" type=\"text/css\" href=\"style.css\"/></head>\n");
    element(out, "<body>\n<nav epub:type=\"toc\" id=\"toc\">\n<h1>", plan->title, "</h1>\n<ol>\n");
    for (size_t i = 0; i < plan->page_count; i++) {
        if (kj_epub_opens_section(plan, i)) {
            element(out, "<li><span>", plan->pages[i].section->title, "</span>\n<ol>\n");
        }
        nav_link(&plan->pages[i], out);
        if (closes_section(plan, i)) {
            kj_buffer_text(out, "</ol></li>\n");
        }
    }
    kj_buffer_text(out, "</ol>\n</nav>\n</body>\n</html>\n");
}

/* Without playOrder, which may be left out and would have to be the same for a section and its
 * first article. */
static void nav_point(kj_buffer *out, size_t *order, const char *title, const char *target) {
    (*order)++;
    kj_buffer_format(out, "<navPoint id=\"n%zu\"><navLabel><text>", *order);
    kj_buffer_xml(out, title);
    kj_buffer_format(out, "</text></navLabel><content src=\"%s\"/>", target);
}

void kj_epub_ncx(const kj_epub_plan *plan, kj_buffer *out) {
    kj_buffer_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        "<ncx xmlns=\"http://www.daisy.org/z3986/2005/ncx/\" version=\"2005-1\""
                        " xml:lang=\"");
    kj_buffer_xml(out, plan->language);
    element(out, "\">\n<head>\n<meta name=\"dtb:uid\" content=\"", plan->identifier, "\"/>\n");
    kj_buffer_format(out, "<meta name=\"dtb:depth\" content=\"%d\"/>\n",
                     plan->section_count ? 2 : 1);
    kj_buffer_text(out, "<meta name=\"dtb:totalPageCount\" content=\"0\"/>\n"
                        "<meta name=\"dtb:maxPageNumber\" content=\"0\"/>\n</head>\n");
    element(out, "<docTitle><text>", plan->title, "</text></docTitle>\n<navMap>\n");
    size_t order = 0;
    for (size_t i = 0; i < plan->page_count; i++) {
        const kj_epub_page *page = &plan->pages[i];
        if (kj_epub_opens_section(plan, i)) {
            nav_point(out, &order, page->section->title, page->name);
            kj_buffer_byte(out, '\n');
        }
        nav_point(out, &order, page->title, page->name);
        kj_buffer_text(out, "</navPoint>\n");
        if (closes_section(plan, i)) {
            kj_buffer_text(out, "</navPoint>\n");
        }
    }
    kj_buffer_text(out, "</navMap>\n</ncx>\n");
}
