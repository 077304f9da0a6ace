/* test_press_optimise.c - an EPUB as somebody else makes one, through kagoj press optimise. */
#include "pictures.h"
#include "press/commands.h"
#include "press/files.h"
#include "press/picture.h"
#include "test.h"

#include <stdbool.h>
#include <unistd.h>
#include <zip.h>

static const char container[] =
    "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container' version='1.0'><rootfiles>"
    "<rootfile full-path='OPS/book.opf' media-type='application/oebps-package+xml'/></rootfiles>"
    "</container>";

static const char package[] =
    "<?xml version='1.0' encoding='UTF-8'?>\n"
    "<package xmlns='http://www.idpf.org/2007/opf' version='3.0' unique-identifier='i'>"
    "<metadata xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:identifier id='i'>x</dc:identifier>"
    "<dc:title>T</dc:title><dc:language>bn</dc:language>"
    "<meta property='dcterms:modified'>2026-11-25T00:00:00Z</meta></metadata><manifest>"
    "<item id='c' href='c.css' media-type='text/css'/>"
    "<item id='ncx' href='toc.ncx' media-type='application/x-dtbncx+xml'/>"
    "<item id='two' href='two.xhtml' media-type='application/xhtml+xml'/>"
    "<item id='j' href='img/a%20b.jpg' media-type='image/jpeg' properties='cover-image'/>"
    "<item id='g' href='img/g.gif' media-type='image/gif'/>"
    "<item id='p' href='img/g.png' media-type='image/png'/>"
    "<item id='broken' href='img/broken.jpg' media-type='image/jpeg'/>"
    "<item id='one' href='one.xhtml' media-type='application/xhtml+xml'/>"
    "<item id='nav' href='nav.xhtml' media-type='application/xhtml+xml' properties='nav'/>"
    "</manifest><spine toc='ncx'><itemref idref='one'/><itemref idref='two'/></spine></package>";

static const char page_start[] =
    "<?xml version='1.0' encoding='UTF-8'?>\n<!DOCTYPE html>\n<html "
    "xmlns='http://www.w3.org/1999/xhtml'>"
    "<head><title>t</title><link rel=\"stylesheet\" href=\"c.css\"/></head><body>";

static const char nav[] =
    "<nav xmlns:epub='http://www.idpf.org/2007/ops' epub:type='toc'><ol>"
    "<li><a href='one.xhtml'>1</a></li><li><a href='two.xhtml'>2</a></li></ol></nav>";

static const char one[] =
    "<p>\"quoted\" it's <img src=\"img/a%20b.jpg\" alt=\"a &quot;b&quot;.jpg\"/> "
    "and <img alt='g' src='./img/g.gif'/></p>";
static const char two[] =
    "<p><img src=\"img/g.png\" alt=\"\"/><img src='img/broken.jpg' alt='b'/></p>";

static void add_bytes(zip_t *zip, const char *name, const void *bytes, size_t length) {
    void *copy = malloc(length + 1);
    memcpy(copy, bytes, length);
    zip_source_t *source = zip_source_buffer(zip, copy, length, 1);
    KJ_CHECK(zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8) >= 0);
}

static void add_page(zip_t *zip, const char *name, const char *body) {
    char text[2048];
    int length = snprintf(text, sizeof text, "%s%s</body></html>", page_start, body);
    add_bytes(zip, name, text, (size_t)length);
}

static void add_picture(zip_t *zip, const char *name, made_file file, size_t length) {
    add_bytes(zip, name, file.bytes, length ? length : file.length);
    free(file.bytes);
}

static void write_book(const char *path) {
    static uint8_t rgba[600 * 300 * 4];
    for (size_t i = 0; i < sizeof rgba; i++) {
        rgba[i] = i % 4 == 3 ? 255 : (uint8_t)(i / 7 % 251);
    }
    unlink(path);
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_EXCL, NULL);
    KJ_CHECK(zip != NULL);
    add_picture(zip, "OPS/img/broken.jpg", make_jpeg(rgba, 600, 300, 0), 500);
    add_page(zip, "OPS/two.xhtml", two);
    add_page(zip, "OPS/one.xhtml", one);
    add_page(zip, "OPS/nav.xhtml", nav);
    add_bytes(zip, "OPS/c.css", "p { background: url(img/g.gif) }", 32);
    add_picture(zip, "OPS/img/g.gif", make_gif(rgba, 32, 32), 0);
    add_picture(zip, "OPS/img/g.png", make_png(rgba, 600, 300), 0);
    add_picture(zip, "OPS/img/a b.jpg", make_jpeg(rgba, 600, 300, 6), 0);
    add_bytes(zip, "mimetype", "application/epub+zip", 20);
    add_bytes(zip, "OPS/book.opf", package, sizeof package - 1);
    add_bytes(zip, "META-INF/container.xml", container, sizeof container - 1);
    add_bytes(zip, "OPS/unlisted.bin", "data", 4);
    add_bytes(zip, "OPS/toc.ncx", "<ncx/>", 6);
    KJ_CHECK_EQ(zip_close(zip), 0);
}

static int optimise(const char *input, const char *output) {
    char *words[] = {kj_press_copy("optimise"), kj_press_copy("-q"), kj_press_copy(input),
                     output ? kj_press_copy("-o") : NULL, kj_press_copy(output)};
    char *arguments[5];
    memcpy(arguments, words, sizeof words);
    int code = kj_command_optimise(output ? 5 : 3, arguments);
    for (size_t i = 0; i < 5; i++) {
        free(words[i]);
    }
    return code;
}

static char *read_entry(zip_t *zip, const char *name, size_t *length) {
    zip_stat_t about;
    if (zip_stat(zip, name, 0, &about) != 0) {
        printf("  no entry %s\n", name);
        return NULL;
    }
    char *text = calloc(1, (size_t)about.size + 1);
    zip_file_t *file = zip_fopen(zip, name, 0);
    zip_fread(file, text, about.size);
    zip_fclose(file);
    *length = (size_t)about.size;
    return text;
}

static bool has(zip_t *zip, const char *name, const char *wanted) {
    size_t length;
    char *text = read_entry(zip, name, &length);
    bool found = text && strstr(text, wanted);
    if (text && !found) {
        printf("  %s lacks %s:\n%s\n", name, wanted, text);
    }
    free(text);
    return found;
}

KJ_TEST(pictures_become_gray_png_and_references_follow) {
    write_book("optimise-in.epub");
    KJ_CHECK_EQ(optimise("optimise-in.epub", "optimise-out.epub"), 0);
    zip_t *zip = zip_open("optimise-out.epub", ZIP_RDONLY, NULL);
    KJ_CHECK(zip != NULL);
    KJ_CHECK(has(zip, "OPS/one.xhtml",
                 "<p>\"quoted\" it's <img src=\"img/a%20b.png\" alt=\"a &quot;b&quot;.jpg\"/>"));
    KJ_CHECK(has(zip, "OPS/one.xhtml", "src='./img/g-2.png'"));
    KJ_CHECK(has(zip, "OPS/two.xhtml",
                 "<img src=\"img/g.png\" alt=\"\"/><img src='img/broken.jpg' alt='b'/>"));
    KJ_CHECK(has(zip, "OPS/c.css", "url(img/g-2.png)"));
    KJ_CHECK(has(zip, "OPS/book.opf",
                 "href=\"img/a%20b.png\" media-type=\"image/png\" properties=\"cover-image\""));
    KJ_CHECK(has(zip, "OPS/book.opf", "href=\"img/broken.jpg\" media-type=\"image/jpeg\""));
    size_t length;
    char *png = read_entry(zip, "OPS/img/a b.png", &length);
    unsigned width = 0, height = 0;
    uint8_t *gray = read_gray((uint8_t *)png, length, &width, &height);
    free(gray);
    free(png);
    KJ_CHECK_EQ(width, 300); /* turned upright */
    KJ_CHECK_EQ(height, 600);
    zip_discard(zip);
}

KJ_TEST(entries_are_stored_in_reading_order_and_none_is_lost) {
    static const char *const order[] = {
        "mimetype",        "META-INF/container.xml", "OPS/book.opf",       "OPS/nav.xhtml",
        "OPS/toc.ncx",     "OPS/one.xhtml",          "OPS/img/a b.png",    "OPS/img/g-2.png",
        "OPS/two.xhtml",   "OPS/img/g.png",          "OPS/img/broken.jpg", "OPS/c.css",
        "OPS/unlisted.bin"};
    write_book("optimise-in.epub");
    KJ_CHECK_EQ(optimise("optimise-in.epub", "optimise-out.epub"), 0);
    zip_t *zip = zip_open("optimise-out.epub", ZIP_RDONLY, NULL);
    KJ_CHECK(zip != NULL);
    KJ_CHECK_EQ(zip_get_num_entries(zip, 0), sizeof order / sizeof *order);
    for (zip_uint64_t i = 0; i < sizeof order / sizeof *order; i++) {
        zip_stat_t about;
        zip_stat_index(zip, i, 0, &about);
        KJ_CHECK_STR(about.name, order[i]);
        KJ_CHECK_EQ(about.comp_method, ZIP_CM_STORE);
    }
    zip_discard(zip);
}

KJ_TEST(optimising_twice_changes_nothing) {
    write_book("optimise-in.epub");
    KJ_CHECK_EQ(optimise("optimise-in.epub", "optimise-out.epub"), 0);
    KJ_CHECK_EQ(optimise("optimise-out.epub", "optimise-again.epub"), 0);
    KJ_CHECK_EQ(optimise("optimise-in.epub", NULL), 0); /* in its own place */
    static const char *const others[] = {"optimise-again.epub", "optimise-in.epub"};
    kj_buffer first = {0}, second = {0};
    KJ_CHECK_EQ(kj_files_read("optimise-out.epub", KJ_PRESS_FILE_MAX, &first), KJ_OK);
    for (size_t i = 0; i < 2; i++) {
        KJ_CHECK_EQ(kj_files_read(others[i], KJ_PRESS_FILE_MAX, &second), KJ_OK);
        KJ_CHECK_EQ(first.length, second.length);
        KJ_CHECK(memcmp(first.data, second.data, first.length) == 0);
    }
    kj_buffer_free(&first);
    kj_buffer_free(&second);
}

KJ_TEST(what_is_no_epub_is_refused_and_stays_as_it_is) {
    KJ_CHECK_EQ(kj_files_write("optimise-bad.epub", "no zip at all", 13), KJ_OK);
    KJ_CHECK_EQ(optimise("optimise-bad.epub", NULL), 1);
    kj_buffer bytes = {0};
    KJ_CHECK_EQ(kj_files_read("optimise-bad.epub", 100, &bytes), KJ_OK);
    KJ_CHECK_STR(bytes.data, "no zip at all");
    kj_buffer_free(&bytes);
    KJ_CHECK_EQ(optimise("no-such.epub", NULL), 1);
}

/* Each byte of a small archive's beginning and end broken once: refused or read, never worse. */
KJ_TEST(damaged_archives_do_no_harm) {
    write_book("optimise-in.epub");
    kj_buffer bytes = {0};
    KJ_CHECK_EQ(kj_files_read("optimise-in.epub", KJ_PRESS_FILE_MAX, &bytes), KJ_OK);
    size_t refused = 0, rounds = 0;
    for (size_t back = 1; back < 900; back += 902 / KJ_ROUNDS(22), rounds++) {
        bytes.data[bytes.length - back] ^= 0x55;
        KJ_CHECK_EQ(kj_files_write("optimise-damaged.epub", bytes.data, bytes.length), KJ_OK);
        int code = optimise("optimise-damaged.epub", "optimise-damaged-out.epub");
        refused += code == 1;
        bytes.data[bytes.length - back] ^= 0x55;
        KJ_CHECK(code == 0 || code == 1);
    }
    kj_buffer_free(&bytes);
    KJ_CHECK(refused > rounds / 4); /* times and the like may be anything */
}

KJ_TEST_MAIN()
