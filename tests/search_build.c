/* search_build.c - see search_build.h. */
#include "search_build.h"

#include "base/bytes.h"
#include "base/crc.h"

#include <stdio.h>
#include <string.h>

static const char container[] =
    "<container version='1.0' xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>"
    "<rootfile full-path='p.opf' media-type='application/oebps-package+xml'/></rootfiles>"
    "</container>";

uint32_t search_build_entry(const search_build *build, size_t article) {
    const size_t sections = build->per_section ? article / build->per_section + 1 : 0;
    return (uint32_t)(article + sections);
}

static void put_package(const search_build *build, zip_build *zip) {
    kj_buffer out = {0};
    kj_buffer_text(&out, "<package xmlns='http://www.idpf.org/2007/opf' version='3.0'><metadata "
                         "xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>T</dc:title>"
                         "</metadata><manifest><item id='n' href='nav.xhtml' properties='nav' "
                         "media-type='application/xhtml+xml'/>");
    for (size_t i = 0; i < build->count; i++) {
        kj_buffer_format(
            &out, "<item id='a%zu' href='a%zu.xhtml' media-type='application/xhtml+xml'/>", i, i);
    }
    kj_buffer_text(&out, "</manifest><spine>");
    for (size_t i = 0; i < build->count; i++) {
        kj_buffer_format(&out, "<itemref idref='a%zu'/>", i);
    }
    kj_buffer_text(&out, "</spine></package>");
    zip_build_add(zip, "p.opf", out.data, out.length, ZIP_STORED);
    kj_buffer_free(&out);
}

static void attribute(kj_buffer *out, const char *name, const char *value) {
    if (value) {
        kj_buffer_format(out, " %s='", name);
        kj_buffer_xml(out, value);
        kj_buffer_byte(out, '\'');
    }
}

static void put_nav(const search_build *build, kj_buffer *out) {
    kj_buffer_text(out, "<html xmlns='http://www.w3.org/1999/xhtml' "
                        "xmlns:epub='http://www.idpf.org/2007/ops'><head><title>T</title></head>"
                        "<body><nav epub:type='toc'><ol>");
    const size_t per = build->per_section;
    for (size_t i = 0; i < build->count; i++) {
        if (per && i % per == 0) {
            kj_buffer_format(out, "<li><span>Section %zu</span><ol>", i / per);
        }
        kj_buffer_format(out, "<li><a href='a%zu.xhtml'", i);
        attribute(out, "data-summary", build->articles[i].summary);
        attribute(out, "data-byline", build->articles[i].byline);
        kj_buffer_byte(out, '>');
        kj_buffer_xml(out, build->articles[i].title);
        kj_buffer_text(out, "</a></li>");
        if (per && (i % per == per - 1 || i + 1 == build->count)) {
            kj_buffer_text(out, "</ol></li>");
        }
    }
    kj_buffer_text(out, "</ol></nav></body></html>");
}

static void put_articles(const search_build *build, zip_build *zip) {
    for (size_t i = 0; i < build->count; i++) {
        kj_buffer out = {0};
        char name[32];
        snprintf(name, sizeof name, "a%zu.xhtml", i);
        kj_buffer_text(&out, "<html xmlns='http://www.w3.org/1999/xhtml'><head/><body><p>");
        kj_buffer_xml(&out, build->articles[i].text ? build->articles[i].text : "");
        kj_buffer_text(&out, "</p></body></html>");
        zip_build_add(zip, name, out.data, out.length, ZIP_STORED);
        kj_buffer_free(&out);
    }
}

static void collect(const search_build *build, kj_search_words *words) {
    kj_search_collection all = {0};
    for (size_t i = 0; i < build->count; i++) {
        const search_article *article = &build->articles[i];
        const uint32_t entry = search_build_entry(build, i);
        kj_search_add(&all, article->title, (kj_search_place){entry, true});
        kj_search_add(&all, article->summary, (kj_search_place){entry, false});
        kj_search_add(&all, article->byline, (kj_search_place){entry, false});
        kj_search_add(&all, article->text, (kj_search_place){entry, false});
    }
    kj_search_keep(&all, build->count, words);
    words->entry_count = build->count ? search_build_entry(build, build->count - 1) + 1 : 0;
}

uint8_t *search_build_finish(const search_build *build, size_t *length,
                             void (*edit)(uint8_t *index, size_t length)) {
    zip_build zip;
    kj_buffer nav = {0}, index = {0};
    kj_search_words words;
    zip_build_begin(&zip);
    zip_build_add_text(&zip, "META-INF/container.xml", container, ZIP_STORED);
    put_package(build, &zip);
    put_nav(build, &nav);
    zip_build_add(&zip, "nav.xhtml", nav.data, nav.length, ZIP_STORED);
    put_articles(build, &zip);
    if (build->has_index) {
        collect(build, &words);
        kj_search_write(&words, (uint32_t)nav.length, zip_crc32(nav.data, nav.length),
                        zip.length + 30 + strlen(KJ_SEARCH_NAME), &index);
        if (edit) {
            edit((uint8_t *)index.data, index.length);
        }
        zip_build_add(&zip, KJ_SEARCH_NAME, index.data, index.length, ZIP_STORED);
        kj_search_words_free(&words);
    }
    kj_buffer_free(&nav);
    kj_buffer_free(&index);
    return zip_build_finish(&zip, length);
}

void search_build_sign(uint8_t *index, size_t length) {
    kj_put_le16(index + 6, kj_crc16(index + 8, KJ_SEARCH_HEADER_BYTES - 8));
    for (size_t at = kj_get_le16(index + 28); at + KJ_SEARCH_PAGE_BYTES <= length;
         at += KJ_SEARCH_PAGE_BYTES) {
        kj_put_le16(index + at, kj_crc16(index + at + 2, KJ_SEARCH_PAGE_BYTES - 2));
    }
}
