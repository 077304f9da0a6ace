/* bad_pictures.c - editions whose middle article holds a picture that is none. See make_bad.c. */
#include "bad_book.h"
#include "png_build.h"

#include <stdlib.h>
#include <string.h>

enum { IHDR_AT = 16, SIDE = 64 }; /* of IHDR's data; of a picture, pixels */

static uint8_t *good_png(size_t *length) {
    static uint8_t rows[SIDE * SIDE];
    const png_plan plan = {
        .width = SIDE, .height = SIDE, .bits = 8, .colour = PNG_GRAY, .window_bits = 12};
    for (size_t i = 0; i < sizeof rows; i++) {
        rows[i] = (uint8_t)(i * 37 ^ i >> 3);
    }
    return png_build(&plan, rows, length);
}

static void put_picture(zip_build *zip, const uint8_t *bytes, size_t length) {
    book_put_page(zip, "<p><img src='p.png' alt='ছবির কথা'/></p>", ZIP_DEFLATED);
    if (bytes) {
        zip_build_add(zip, "EPUB/p.png", bytes, length, ZIP_STORED);
    }
}

static void add_bomb(zip_build *zip) {
    enum { LARGE = 8192 };
    const png_plan plan = {.width = LARGE, .height = LARGE, .bits = 8, .colour = PNG_RGBA};
    size_t length;
    uint8_t *rows = book_must(calloc(LARGE, png_row_bytes(&plan)));
    uint8_t *png = png_build(&plan, rows, &length);
    free(rows);
    put_picture(zip, png, length);
    free(png);
}

/* Writes IHDR's eight bytes of size anew, with the right checksum. */
static void set_size(uint8_t *png, uint32_t width, uint32_t height) {
    uint8_t data[13], chunk[25];
    memcpy(data, png + IHDR_AT, sizeof data);
    for (int i = 0; i < 4; i++) {
        data[i] = (uint8_t)(width >> (24 - 8 * i));
        data[4 + i] = (uint8_t)(height >> (24 - 8 * i));
    }
    png_put_chunk(chunk, "IHDR", data, sizeof data);
    memcpy(png + IHDR_AT - 8, chunk, sizeof chunk);
}

static void add_lie(zip_build *zip, uint32_t width, uint32_t height) {
    size_t length;
    uint8_t *png = good_png(&length);
    set_size(png, width, height);
    put_picture(zip, png, length);
    free(png);
}

static void add_huge(zip_build *zip) { add_lie(zip, 0x7FFFFFFFu, 0x7FFFFFFFu); }
static void add_zero(zip_build *zip) { add_lie(zip, 0, 0); }
static void add_taller(zip_build *zip) { add_lie(zip, SIDE, 4 * SIDE); }
static void add_wider(zip_build *zip) { add_lie(zip, 3 * SIDE, SIDE); }
static void add_narrow(zip_build *zip) { add_lie(zip, 1, 8192); }

static void add_cut(zip_build *zip) {
    size_t length;
    uint8_t *png = good_png(&length);
    put_picture(zip, png, length / 2);
    free(png);
}

static void add_wrong_crc(zip_build *zip) {
    size_t length;
    uint8_t *png = good_png(&length);
    png[length / 2] ^= 0x55;
    put_picture(zip, png, length);
    free(png);
}

/* A beginning alone: larger than the pictures that are taken for a tracker's. */
static void add_jpeg(zip_build *zip) {
    static uint8_t jpeg[3000] = "\xFF\xD8\xFF\xE0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xFF\xD9";
    put_picture(zip, jpeg, sizeof jpeg);
}

static void add_missing(zip_build *zip) { put_picture(zip, NULL, 0); }

static void add_nothing(zip_build *zip) { put_picture(zip, (const uint8_t *)"", 0); }

/* The archive's own damage under a picture. */
static void add_unreadable(zip_build *zip) {
    size_t length;
    uint8_t *png = good_png(&length);
    put_picture(zip, NULL, 0);
    zip_plan plan = zip_plan_of("EPUB/p.png", png, length, ZIP_DEFLATED);
    free(png);
    memset(plan.packed + plan.packed_length / 2, 0xFF, plan.packed_length / 3);
    zip_build_put(zip, &plan);
}

static void add_outside(zip_build *zip) {
    book_put_page(zip,
                  "<p><img src='../../../../etc/passwd' alt='এক'/><img src='/etc/passwd' alt='দুই'/>"
                  "<img src='file:///etc/passwd' alt='তিন'/><img src='http://example.org/a.png' "
                  "alt='চার'/><img src='..\\..\\x.png' alt='পাঁচ'/><img src='%2e%2e/%2e%2e/%00.png' "
                  "alt='ছয়'/><img src='' alt='সাত'/><img alt='আট'/></p>",
                  ZIP_DEFLATED);
}

/* A page of many pictures, every other one broken. */
static void add_many(zip_build *zip) {
    size_t length;
    uint8_t *png = good_png(&length);
    book_text more = {.bytes = NULL};
    book_repeat(&more, "<p><img src='p.png' alt='ভালো'/></p><p><img src='q.png' alt='ভাঙা'/></p>",
                200);
    book_put_page(zip, more.bytes, ZIP_DEFLATED);
    free(more.bytes);
    zip_build_add(zip, "EPUB/p.png", png, length, ZIP_STORED);
    png[length / 2] ^= 0x55;
    zip_build_add(zip, "EPUB/q.png", png, length, ZIP_STORED);
    free(png);
}

/* More broken ones on a page than are remembered, each another file. */
static void add_broken(zip_build *zip) {
    enum { PICTURES = 40 };
    size_t length;
    uint8_t *png = good_png(&length);
    book_text more = {.bytes = NULL};
    set_size(png, SIDE, SIDE / 2);
    png[length / 2] ^= 0x55;
    for (unsigned i = 0; i < PICTURES; i++) {
        char line[] = "<p><img src='00.png' alt='ভাঙা'/></p>";
        char *number = strstr(line, "00");
        number[0] = (char)('0' + i / 10);
        number[1] = (char)('0' + i % 10);
        book_add(&more, line);
    }
    book_put_page(zip, more.bytes, ZIP_DEFLATED);
    free(more.bytes);
    for (unsigned i = 0; i < PICTURES; i++) {
        const char name[] = {'E', 'P', 'U', 'B', '/', (char)('0' + i / 10), (char)('0' + i % 10),
                             '.', 'p', 'n', 'g', '\0'};
        zip_build_add(zip, name, png, length, ZIP_STORED);
    }
    free(png);
}

const book_plan bad_pictures[] = {
    {"ছবির বোমা.epub", "none", "none", "BA", .middle = add_bomb},
    {"ছবির মিথ্যা ১.epub", "none", "none", "BA", .middle = add_huge},
    {"ছবির মিথ্যা ২.epub", "none", "none", "BA", .middle = add_zero},
    {"ছবির মিথ্যা ৩.epub", "none", "none", "BA", .middle = add_taller},
    {"ছবির মিথ্যা ৪.epub", "none", "none", "BA", .middle = add_wider},
    {"ছবির মিথ্যা ৫.epub", "none", "none", "BA", .middle = add_narrow},
    {"কাটা ছবি.epub", "none", "none", "BA", .middle = add_cut},
    {"ছবির ভুল যোগফল.epub", "none", "none", "BA", .middle = add_wrong_crc},
    {"জেপেগ ছবি.epub", "none", "none", "BA", .middle = add_jpeg},
    {"ছবি নেই.epub", "none", "none", "BA", .middle = add_missing},
    {"ফাঁকা ছবি.epub", "none", "none", "BA", .middle = add_nothing},
    {"ছবির ভাঙা সংকোচন.epub", "none", "none", "BA", .middle = add_unreadable},
    {"বাইরের ছবি.epub", "none", "none", "BA", .middle = add_outside},
    {"অনেক ভাঙা ছবি.epub", "none", "none", "BA", .middle = add_broken},
    {"অনেক ছবি.epub", "none", "none", "BA", .middle = add_many},
};
const size_t bad_picture_count = sizeof bad_pictures / sizeof *bad_pictures;
