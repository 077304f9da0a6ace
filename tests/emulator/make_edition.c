/* make_edition.c - writes an edition of any size for tests: of many articles, or of one chapter of
 * many megabytes.
 *
 * usage: make_edition OUT.epub stored|deflated ARTICLES BYTES
 *
 * Articles stand in sections of 20, each of about BYTES bytes of XHTML; the first one begins with a
 * picture as the press makes them (480 pixels wide, a window of 4 KB). The words are drawn from a
 * fixed sequence, so equal arguments give equal bytes. */
#include "png_build.h"
#include "zip_build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SECTION = 20 };

static const char *const words[] = {
    "খবর",   "কাগজ",     "নদীর",    "চরে",       "সকাল",    "বিদ্যুৎ", "প্রতিবেদক", "রাষ্ট্রীয়", "ঘণ্টা",
    "কুয়াশা", "জ্ঞান",     "স্ত্রী",    "হ্রদ",       "উজ্জ্বল",   "১৪৩৩",  "বাজার",    "চাষি",    "বৃষ্টি",
    "স্কুল",   "হাসপাতাল", "সেতু",     "মেয়র",      "নির্বাচন", "ভোট",   "ধান",      "দাম",     "কোটি",
    "টাকা",  "শতাংশ",    "গতকাল",   "জানিয়েছেন", "বলেন",    "হয়েছে", "করেছে",    "এবং",     "কিন্তু",
    "তবে",   "সরকার",    "কর্মকর্তা", "পরিবার",    "শিক্ষক",   "ছাত্র",  "খেলা",     "দল",      "জয়"};

typedef struct text {
    char *bytes;
    size_t length, capacity;
} text;

static uint32_t state = 1;

static uint32_t draw(uint32_t below) {
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % below;
}

static void add(text *to, const char *more) {
    const size_t length = strlen(more);
    while (to->length + length + 1 > to->capacity) {
        to->capacity = to->capacity ? to->capacity * 2 : 4096;
        to->bytes = realloc(to->bytes, to->capacity);
        if (!to->bytes) {
            abort();
        }
    }
    memcpy(to->bytes + to->length, more, length + 1);
    to->length += length;
}

static void add_sentence(text *to) {
    const uint32_t count = 5 + draw(12);
    for (uint32_t i = 0; i < count; i++) {
        add(to, i ? " " : "");
        add(to, words[draw(sizeof words / sizeof *words)]);
    }
    add(to, "। ");
}

static void add_page(text *to, unsigned index, size_t bytes) {
    char line[256];
    snprintf(line, sizeof line,
             "<?xml version='1.0' encoding='utf-8'?>\n<html "
             "xmlns='http://www.w3.org/1999/xhtml'><head><title>%u</title></head><body>"
             "<h1>শিরোনাম নম্বর %u</h1>\n",
             index, index);
    add(to, line);
    if (index == 0) {
        add(to, "<p><img src='p.png' alt='ছবি'/></p>\n");
    }
    while (to->length < bytes) {
        add(to, "<p>");
        for (uint32_t sentences = 2 + draw(6); sentences > 0; sentences--) {
            add_sentence(to);
        }
        add(to, "</p>\n");
    }
    add(to, "</body></html>");
}

static void put(zip_build *zip, const char *name, text *from, unsigned method) {
    zip_build_add(zip, name, from->bytes, from->length, method);
    free(from->bytes);
    *from = (text){.bytes = NULL};
}

static void put_package(zip_build *zip, unsigned articles, unsigned method) {
    char line[256];
    text package = {.bytes = NULL};
    add(&package, "<package xmlns='http://www.idpf.org/2007/opf' version='3.0' "
                  "unique-identifier='i'><metadata xmlns:dc='http://purl.org/dc/elements/1.1/'>"
                  "<dc:identifier id='i'>urn:x:large</dc:identifier><dc:title>বড় কাগজ</dc:title>"
                  "<dc:language>bn</dc:language><dc:date>2026-11-25</dc:date>"
                  "<meta property='dcterms:modified'>2026-11-25T00:00:00Z</meta></metadata>"
                  "<manifest><item id='nav' href='nav.xhtml' "
                  "media-type='application/xhtml+xml' properties='nav'/>"
                  "<item id='p' href='p.png' media-type='image/png'/>\n");
    for (unsigned i = 0; i < articles; i++) {
        snprintf(line, sizeof line,
                 "<item id='a%u' href='a%04u.xhtml' media-type='application/xhtml+xml'/>\n", i, i);
        add(&package, line);
    }
    add(&package, "</manifest><spine>");
    for (unsigned i = 0; i < articles; i++) {
        snprintf(line, sizeof line, "<itemref idref='a%u'/>\n", i);
        add(&package, line);
    }
    add(&package, "</spine></package>");
    put(zip, "EPUB/package.opf", &package, method);
}

static void put_contents(zip_build *zip, unsigned articles, unsigned method) {
    char line[512];
    text nav = {.bytes = NULL};
    add(&nav, "<html xmlns='http://www.w3.org/1999/xhtml' "
              "xmlns:epub='http://www.idpf.org/2007/ops'><head><title>সূচি</title></head><body>"
              "<nav epub:type='toc'><ol>\n");
    for (unsigned i = 0; i < articles; i++) {
        if (i % SECTION == 0) {
            snprintf(line, sizeof line, "<li><span>বিভাগ %u</span><ol>\n", i / SECTION);
            add(&nav, line);
        }
        snprintf(line, sizeof line,
                 "<li><a href='a%04u.xhtml' data-summary='%u নম্বর লেখার সারকথা এই এক লাইনে "
                 "বলা আছে, যেমন থাকে কাগজে।'>শিরোনাম নম্বর %u</a></li>\n",
                 i, i, i);
        add(&nav, line);
        if (i % SECTION == SECTION - 1 || i + 1 == articles) {
            add(&nav, "</ol></li>\n");
        }
    }
    add(&nav, "</ol></nav></body></html>");
    put(zip, "EPUB/nav.xhtml", &nav, method);
}

static void put_picture(zip_build *zip) {
    enum { WIDTH = 480, HEIGHT = 300 };
    static uint8_t rows[WIDTH * HEIGHT];
    const png_plan plan = {
        .width = WIDTH, .height = HEIGHT, .bits = 8, .colour = PNG_GRAY, .window_bits = 12};
    size_t length;
    for (size_t i = 0; i < sizeof rows; i++) {
        rows[i] = (uint8_t)(i % WIDTH / 2 + draw(16));
    }
    uint8_t *png = png_build(&plan, rows, &length);
    zip_build_add(zip, "EPUB/p.png", png, length, ZIP_STORED);
    free(png);
}

static int save(zip_build *zip, const char *path) {
    size_t length;
    uint8_t *bytes = zip_build_finish(zip, &length);
    FILE *file = fopen(path, "wb");
    int good = file && fwrite(bytes, 1, length, file) == length;
    good &= file && fclose(file) == 0;
    free(bytes);
    if (!good) {
        perror(path);
    }
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv) {
    if (argc != 5) {
        fputs("usage: make_edition OUT.epub stored|deflated ARTICLES BYTES\n", stderr);
        return 2;
    }
    const unsigned method = strcmp(argv[2], "deflated") ? ZIP_STORED : ZIP_DEFLATED;
    const unsigned articles = (unsigned)strtoul(argv[3], NULL, 10);
    const size_t bytes = strtoul(argv[4], NULL, 10);
    zip_build zip;
    zip_build_begin(&zip);
    zip_build_add_text(&zip, "mimetype", "application/epub+zip", ZIP_STORED);
    zip_build_add_text(&zip, "META-INF/container.xml",
                       "<container version='1.0' "
                       "xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>"
                       "<rootfile full-path='EPUB/package.opf' "
                       "media-type='application/oebps-package+xml'/></rootfiles></container>",
                       method);
    put_package(&zip, articles, method);
    put_contents(&zip, articles, method);
    for (unsigned i = 0; i < articles; i++) {
        char name[32];
        text page = {.bytes = NULL};
        add_page(&page, i, bytes);
        snprintf(name, sizeof name, "EPUB/a%04u.xhtml", i);
        put(&zip, name, &page, method);
        if (i == 0) {
            put_picture(&zip);
        }
    }
    return save(&zip, argv[1]);
}
