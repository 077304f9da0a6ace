/* edition_reader_case.h - editions in memory for the tests of the reader: sections, articles of
 * some pages, pictures. On top of reader_case.h. */
#ifndef KJ_EDITION_READER_CASE_H
#define KJ_EDITION_READER_CASE_H

#include "base/bytes.h"
#include "png_build.h"
#include "reader_case.h"
#include "zip_build.h"

static uint8_t *archives[2];
static size_t archive_lengths[2];
static memory_source memories[2];
static const char *archive_names[2] = {"দৈনিক.epub", "সাপ্তাহিক.epub"};

/* --- Editions in memory. --- */

static inline size_t put_chunk(uint8_t *at, const char *type, const uint8_t *data, size_t length) {
    kj_put_be32(at, (uint32_t)length);
    memcpy(at + 4, type, 4);
    memcpy(at + 8, data, length);
    kj_put_be32(at + 8 + length, zip_crc32(at + 4, length + 4));
    return length + 12;
}

/* A gray picture with a black upper half; cut 0: whole, else the file ends there. */
static inline void add_picture(zip_build *zip, const char *name, size_t cut) {
    enum { SIDE = 200 };
    static uint8_t lines[SIDE * (SIDE + 1)], png[4096];
    for (unsigned y = 0; y < SIDE; y++) {
        lines[y * (SIDE + 1)] = 0;
        memset(lines + y * (SIDE + 1) + 1, y < SIDE / 2 ? 0 : 255, SIDE);
    }
    uint32_t noise = 5; /* a row that does not shrink, so that there is something to cut */
    for (unsigned x = 0; x < SIDE; x++) {
        noise = noise * 1664525u + 1013904223u;
        lines[(SIDE - 1) * (SIDE + 1) + 1 + x] = (uint8_t)(240 + (noise >> 28));
    }
    size_t packed_length, at = 8;
    uint8_t *packed = zip_deflate(lines, sizeof lines, 9, 12, true, &packed_length);
    uint8_t header[13] = {0};
    KJ_CHECK(packed_length + 100 < sizeof png);
    memcpy(png, "\x89PNG\r\n\x1A\n", 8);
    kj_put_be32(header, SIDE);
    kj_put_be32(header + 4, SIDE);
    header[8] = 8;
    at += put_chunk(png + at, "IHDR", header, sizeof header);
    at += put_chunk(png + at, "IDAT", packed, packed_length);
    at += put_chunk(png + at, "IEND", header, 0);
    free(packed);
    zip_build_add(zip, name, png, cut > 0 ? cut : at, ZIP_STORED);
}

static const char page_form[] =
    "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><head><title>x</title></head>"
    "<body><h1>শিরোনাম %u</h1>%s%s</body></html>";

/* A picture of noise with the largest window there is, which needs as much memory as any. */
static inline void add_large_picture(zip_build *zip, const char *name, unsigned method) {
    enum { PIXELS_WIDE = 480, PIXELS_HIGH = 320 };
    static uint8_t pixels[PIXELS_WIDE * PIXELS_HIGH * 3];
    const png_plan plan = {
        .width = PIXELS_WIDE, .height = PIXELS_HIGH, .bits = 8, .colour = PNG_RGB};
    uint32_t noise = 9;
    for (size_t i = 0; i < sizeof pixels; i++) {
        noise = noise * 1664525u + 1013904223u;
        pixels[i] = (uint8_t)(noise >> 25); /* dark */
    }
    size_t length;
    uint8_t *png = png_build(&plan, pixels, &length);
    zip_build_add(zip, name, png, length, method);
    free(png);
}

static bool large_picture; /* in the next edition that is made */

/* Sections of 3 articles of some pages each; articles 1, 4, 7... have a picture. */
static inline void make_edition(unsigned slot, unsigned articles, unsigned method,
                                size_t picture_cut) {
    static char text[65536], body[32768];
    zip_build zip;
    zip_build_begin(&zip);
    zip_build_add_text(&zip, "mimetype", "application/epub+zip", ZIP_STORED);
    zip_build_add_text(&zip, "META-INF/container.xml",
                       "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container' "
                       "version='1.0'><rootfiles><rootfile full-path='p.opf' "
                       "media-type='application/oebps-package+xml'/></rootfiles></container>",
                       method);
    size_t at = (size_t)snprintf(
        text, sizeof text,
        "<package xmlns='http://www.idpf.org/2007/opf' version='3.0'><metadata "
        "xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>দৈনিক কাগজ</dc:title>"
        "<dc:date>2026-11-25</dc:date></metadata><manifest>"
        "<item id='nav' href='nav.xhtml' media-type='application/xhtml+xml' properties='nav'/>"
        "<item id='p' href='p.png' media-type='image/png'/>");
    for (unsigned i = 0; i < articles; i++) {
        at += (size_t)snprintf(text + at, sizeof text - at,
                               "<item id='a%u' href='a%u.xhtml' "
                               "media-type='application/xhtml+xml'/>",
                               i, i);
    }
    at += (size_t)snprintf(text + at, sizeof text - at, "</manifest><spine>");
    for (unsigned i = 0; i < articles; i++) {
        at += (size_t)snprintf(text + at, sizeof text - at, "<itemref idref='a%u'/>", i);
    }
    snprintf(text + at, sizeof text - at, "</spine></package>");
    zip_build_add_text(&zip, "p.opf", text, method);
    at = (size_t)snprintf(text, sizeof text,
                          "<html xmlns='http://www.w3.org/1999/xhtml' "
                          "xmlns:epub='http://www.idpf.org/2007/ops'><head><title>c</title></head>"
                          "<body><nav epub:type='toc'><ol>");
    for (unsigned i = 0; i < articles; i++) {
        at += (size_t)snprintf(text + at, sizeof text - at,
                               "%s<li><a href='a%u.xhtml' data-summary='সংক্ষেপে %u নম্বর খবর'>"
                               "শিরোনাম %u</a></li>%s",
                               i % 3 == 0 ? "<li><span>বিভাগ</span><ol>" : "", i, i, i,
                               i % 3 == 2 || i + 1 == articles ? "</ol></li>" : "");
    }
    snprintf(text + at, sizeof text - at, "</ol></nav></body></html>");
    zip_build_add_text(&zip, "nav.xhtml", text, method);
    for (unsigned i = 0; i < articles; i++) {
        char name[32];
        write_article(3, "", 6 + i % 4);
        /* The words of the other tests' texts, in paragraphs of XHTML. */
        size_t used = 0;
        for (char *line = strtok(shelf_articles[3].text, "\n"); line; line = strtok(NULL, "\n")) {
            used += (size_t)snprintf(body + used, sizeof body - used, "<p>%s %u</p>\n", line, i);
        }
        snprintf(text, sizeof text, page_form, i,
                 i % 3 == 1 ? "<p><img src='p.png' alt='একটি ছবি'/></p>" : "", body);
        snprintf(name, sizeof name, "a%u.xhtml", i);
        zip_build_add_text(&zip, name, text, method);
    }
    if (large_picture) {
        add_large_picture(&zip, "p.png", method);
    } else {
        add_picture(&zip, "p.png", picture_cut);
    }
    kj_reader_close(&reader); /* which reads on until it is closed */
    kj_reader_close(&reader); /* it may read from the archive to the last */
    memset(&reader, 0, sizeof reader);
    free(archives[slot]);
    archives[slot] = zip_build_finish(&zip, &archive_lengths[slot]);
}

static inline kj_status edition_item(void *context, uint32_t index, kj_shelf_item *item) {
    *item = (kj_shelf_item){.name = archive_names[index], .is_edition = true, .id = 100u + index};
    return KJ_OK;
}

static inline kj_status open_edition(void *context, uint32_t index, kj_source *source,
                                     kj_shelf_item *item) {
    *item = (kj_shelf_item){.name = archive_names[index], .is_edition = true, .id = 100u + index};
    *source = memory_source_of(&memories[index], archives[index], archive_lengths[index]);
    return KJ_OK;
}

static inline void start_editions(unsigned count) {
    configure(count);
    config.shelf.item = edition_item;
    config.shelf.open = open_edition;
    start();
}

#endif
