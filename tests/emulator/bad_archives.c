/* bad_archives.c - editions whose archive is damaged or lies. See make_bad.c. */
#include "bad_book.h"

#include <stdlib.h>
#include <string.h>

#define BOTH(plan, field, value) ((plan).local.field = (plan).directory.field = (value))

static zip_plan plan_middle(const char *more, unsigned method) {
    book_text page = {.bytes = NULL};
    book_begin_page(&page);
    book_add(&page, more);
    book_end_page(&page);
    const zip_plan plan = zip_plan_of("EPUB/b.xhtml", page.bytes, page.length, method);
    free(page.bytes);
    return plan;
}

/* --- bombs --- */

/* 40 MB of one letter in some 40 KB. */
static void add_ratio_bomb(zip_build *zip) {
    enum { LETTERS = 40 << 20 };
    book_text page = {.bytes = NULL};
    book_begin_page(&page);
    book_add(&page, "<p>");
    char *letters = book_must(malloc(LETTERS));
    memset(letters, 'x', LETTERS);
    book_add_bytes(&page, letters, LETTERS);
    free(letters);
    book_add(&page, "</p>");
    book_end_page(&page);
    zip_plan plan = zip_plan_packed("EPUB/b.xhtml", page.bytes, page.length, 9, 15);
    free(page.bytes);
    zip_build_put(zip, &plan);
}

static void add_size_bomb(zip_build *zip) {
    zip_plan plan = plan_middle("", ZIP_DEFLATED);
    BOTH(plan, size_bytes, 0xFFFFFFF0u);
    zip_build_put(zip, &plan);
}

/* --- entries --- */

static void add_outside(zip_build *zip) {
    zip_plan plan = plan_middle("", ZIP_DEFLATED);
    plan.directory.offset = 0x7FFFFFF0u;
    zip_build_put(zip, &plan);
}

/* Its bytes reach over the next entry and the directory. */
static void add_overlapping(zip_build *zip) {
    zip_plan plan = plan_middle("", ZIP_STORED);
    BOTH(plan, packed_bytes, plan.local.packed_bytes + 300);
    BOTH(plan, size_bytes, plan.local.packed_bytes);
    zip_build_put(zip, &plan);
}

static void add_beyond_end(zip_build *zip) {
    zip_plan plan = plan_middle("", ZIP_DEFLATED);
    BOTH(plan, packed_bytes, 0x10000000u);
    zip_build_put(zip, &plan);
}

/* The directory leads to the bytes of another one. */
static void add_shared(zip_build *zip) {
    zip_plan plan = plan_middle("", ZIP_DEFLATED);
    plan.directory.offset = 0x40; /* of what stands first in the archive */
    zip_build_put(zip, &plan);
}

static void add_encrypted(zip_build *zip) {
    zip_plan plan = plan_middle("", ZIP_DEFLATED);
    BOTH(plan, flags, 1);
    zip_build_put(zip, &plan);
}

static void add_encryption(zip_build *zip) {
    zip_build_add_text(
        zip, "META-INF/encryption.xml",
        "<encryption xmlns='urn:oasis:names:tc:opendocument:xmlns:container' "
        "xmlns:e='http://www.w3.org/2001/04/xmlenc#'><e:EncryptedData><e:EncryptionMethod "
        "Algorithm='http://www.w3.org/2001/04/xmlenc#aes256-cbc'/><e:CipherData>"
        "<e:CipherReference URI='EPUB/b.xhtml'/></e:CipherData></e:EncryptedData></encryption>",
        ZIP_DEFLATED);
    book_put_page(zip, "", ZIP_DEFLATED);
}

static void add_unknown_method(zip_build *zip) {
    zip_plan plan = plan_middle("", ZIP_STORED);
    BOTH(plan, method, 93);
    zip_build_put(zip, &plan);
}

static void add_wrong_crc(zip_build *zip, unsigned method) {
    zip_plan plan = plan_middle("", method);
    BOTH(plan, crc32, plan.local.crc32 ^ 0x10);
    zip_build_put(zip, &plan);
}

static void add_wrong_crc_deflated(zip_build *zip) { add_wrong_crc(zip, ZIP_DEFLATED); }
static void add_wrong_crc_stored(zip_build *zip) { add_wrong_crc(zip, ZIP_STORED); }

static void add_other_name(zip_build *zip) {
    zip_plan plan = plan_middle("", ZIP_DEFLATED);
    plan.local.name = "EPUB/x.xhtml";
    zip_build_put(zip, &plan);
}

/* Half of the deflated bytes are another file's. */
static void add_broken_deflate(zip_build *zip) {
    book_text many = {.bytes = NULL};
    for (unsigned i = 0; i < 400; i++) {
        char number[16] = {(char)('0' + i / 100), (char)('0' + i / 10 % 10), (char)('0' + i % 10)};
        book_add(&many, "<p>অনুচ্ছেদ নম্বর ");
        book_add(&many, number);
        book_add(&many, "</p>\n");
    }
    zip_plan plan = plan_middle(many.bytes, ZIP_DEFLATED);
    free(many.bytes);
    memset(plan.packed + plan.packed_length / 2, 0xFF, plan.packed_length / 4);
    zip_build_put(zip, &plan);
}

/* --- the archive --- */

/* The end record of a finished archive without a comment. */
static uint8_t *end_of(const book_file *file) { return file->bytes + file->length - 22; }

static void set32(uint8_t *to, uint32_t value) {
    for (int i = 0; i < 4; i++) {
        to[i] = (uint8_t)(value >> 8 * i);
    }
}

static uint32_t get32(const uint8_t *from) {
    return from[0] | (uint32_t)from[1] << 8 | (uint32_t)from[2] << 16 | (uint32_t)from[3] << 24;
}

static void make_zip64(book_file *file) {
    static const uint8_t locator[20] = "PK\6\7";
    file->bytes = book_must(realloc(file->bytes, file->length + sizeof locator));
    memmove(end_of(file) + sizeof locator, end_of(file), 22);
    memcpy(end_of(file), locator, sizeof locator);
    file->length += sizeof locator;
    set32(end_of(file) + 16, UINT32_MAX);
}

static void cut_to(book_file *file, unsigned parts, unsigned of) {
    file->length = file->length * parts / of;
}

static void cut_few(book_file *file) { file->length = 3; }
static void cut_header(book_file *file) { file->length = 33; }
static void cut_third(book_file *file) { cut_to(file, 1, 3); }
static void cut_most(book_file *file) { cut_to(file, 9, 10); }
static void cut_end(book_file *file) { file->length -= 22; }
static void cut_byte(book_file *file) { file->length -= 1; }

static void move_directory(book_file *file) {
    set32(end_of(file) + 16, get32(end_of(file) + 16) - 7);
}

static void grow_directory(book_file *file) { set32(end_of(file) + 12, 0x7FFFFFFFu); }

/* The last record of the directory is none: the last article cannot be found. */
static void break_records(book_file *file) {
    uint8_t *at = file->bytes + get32(end_of(file) + 16);
    for (int record = 0; record < 6; record++) {
        at += 46u + (at[28] | (unsigned)at[29] << 8);
    }
    memcpy(at, "xxxx", 4);
}

static void count_wrongly(book_file *file) { memcpy(end_of(file) + 8, "\xF0\xFF\xF0\xFF", 4); }

static void put_zeros_between(book_file *file) { memset(file->bytes, 0, file->length / 2); }

const book_plan bad_archives[] = {
    {"অনুপাতের বোমা.epub", "none", "none", "BN", .middle = add_ratio_bomb},
    {"আকারের বোমা.epub", "none", "none", "N", .middle = add_size_bomb},
    {"বাইরের ফাইল.epub", "none", "none", "N", .middle = add_outside},
    {"জড়ানো ফাইল.epub", "none", "none", "N", .middle = add_overlapping},
    {"শেষের ওপারে.epub", "none", "none", "N", .middle = add_beyond_end},
    {"একই বাইট.epub", "none", "none", "N", .middle = add_shared},
    {"তালা দেওয়া লেখা.epub", "none", "none", "N", .middle = add_encrypted},
    {"তালা দেওয়া কাগজ.epub", "damaged", "-", "-", .middle = add_encryption},
    {"অজানা পদ্ধতি.epub", "none", "none", "N", .middle = add_unknown_method},
    {"ভুল যোগফল ৮.epub", "none", "none", "BAN", .middle = add_wrong_crc_deflated},
    {"ভুল যোগফল ০.epub", "none", "none", "BAN", .middle = add_wrong_crc_stored},
    {"দুই নাম.epub", "none", "none", "N", .middle = add_other_name},
    {"ভাঙা সংকোচন.epub", "none", "none", "BN", .middle = add_broken_deflate},
    {"জিপ ৬৪.epub", "damaged", "-", "-", .mangle = make_zip64},
    {"কাটা ১.epub", "damaged", "-", "-", .mangle = cut_few},
    {"কাটা ২.epub", "damaged", "-", "-", .mangle = cut_header},
    {"কাটা ৩.epub", "damaged", "-", "-", .mangle = cut_third},
    {"কাটা ৪.epub", "damaged", "-", "-", .mangle = cut_most},
    {"কাটা ৫.epub", "damaged", "-", "-", .mangle = cut_end},
    {"কাটা ৬.epub", "damaged", "-", "-", .mangle = cut_byte},
    {"সরানো সূচি.epub", "damaged", "-", "-", .mangle = move_directory},
    {"বিশাল সূচি.epub", "damaged", "-", "-", .mangle = grow_directory},
    {"ভাঙা সূচি.epub", "none", "none", "BAx", .mangle = break_records},
    {"ভুল গণনা.epub", "none", "none", "BA", .mangle = count_wrongly},
    {"শূন্যে ভরা.epub", "damaged", "-", "-", .mangle = put_zeros_between},
};
const size_t bad_archive_count = sizeof bad_archives / sizeof *bad_archives;
