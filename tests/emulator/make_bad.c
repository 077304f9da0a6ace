/* make_bad.c - writes a card's worth of editions that are damaged, lie, or want to be too much,
 * each for one reason, and says what has to come of each.
 *
 * usage: make_bad FOLDER
 * Prints a line a file: NAME|NOTICE ON OPENING|NOTICE ON ITS MIDDLE ARTICLE|WHAT ITS TEXT HOLDS,
 * the fields of book_plan. Editions have three articles; the first and the last one are whole. */
#include "bad_book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *book_must(void *memory) {
    if (!memory) {
        abort();
    }
    return memory;
}

void book_add_bytes(book_text *to, const void *more, size_t length) {
    if (to->length + length + 1 > to->capacity) {
        to->capacity = (to->length + length + 1) * 2;
        to->bytes = book_must(realloc(to->bytes, to->capacity));
    }
    memcpy(to->bytes + to->length, more, length);
    to->length += length;
    to->bytes[to->length] = '\0';
}

void book_add(book_text *to, const char *more) { book_add_bytes(to, more, strlen(more)); }

void book_repeat(book_text *to, const char *more, size_t count) {
    for (size_t i = 0; i < count; i++) {
        book_add(to, more);
    }
}

void book_begin_page(book_text *to) {
    book_add(to,
             "<?xml version='1.0' encoding='utf-8'?>\n<html xmlns='http://www.w3.org/1999/xhtml'>"
             "<head><title>পাতা</title></head><body><h1>মাঝের লেখা</h1>\n"
             "<p>ভাঙার আগে যা ছিল।</p>\n");
}

void book_end_page(book_text *to) { book_add(to, "<p>ভাঙার পরে যা আছে।</p>\n</body></html>\n"); }

void book_put(zip_build *zip, const char *name, book_text *from, unsigned method) {
    zip_build_add(zip, name, from->bytes ? from->bytes : "", from->length, method);
    free(from->bytes);
    *from = (book_text){.bytes = NULL};
}

void book_put_page(zip_build *zip, const char *more, unsigned method) {
    book_text page = {.bytes = NULL};
    book_begin_page(&page);
    book_add(&page, more);
    book_end_page(&page);
    book_put(zip, "EPUB/b.xhtml", &page, method);
}

static void put_good_page(zip_build *zip, const char *name, const char *headline) {
    book_text page = {.bytes = NULL};
    book_add(&page, "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>পাতা</title></head>"
                    "<body><h1>");
    book_add(&page, headline);
    book_add(&page, "</h1>\n<p>নদীর চরে আজ সকালে কুয়াশা ছিল, দুপুরে রোদ উঠেছে; বিদ্যুৎ ফিরেছে "
                    "বিকেলে।</p></body></html>\n");
    book_put(zip, name, &page, ZIP_DEFLATED);
}

void book_good_package(book_text *into) {
    book_add(into, "<package xmlns='http://www.idpf.org/2007/opf' version='3.0' "
                   "unique-identifier='i'><metadata xmlns:dc='http://purl.org/dc/elements/1.1/'>"
                   "<dc:identifier id='i'>urn:x:bad</dc:identifier><dc:title>ভাঙা কাগজ</dc:title>"
                   "<dc:language>bn</dc:language></metadata><manifest>"
                   "<item id='nav' href='nav.xhtml' media-type='application/xhtml+xml' "
                   "properties='nav'/>"
                   "<item id='a' href='a.xhtml' media-type='application/xhtml+xml'/>"
                   "<item id='b' href='b.xhtml' media-type='application/xhtml+xml'/>"
                   "<item id='c' href='c.xhtml' media-type='application/xhtml+xml'/>"
                   "</manifest><spine><itemref idref='a'/><itemref idref='b'/><itemref idref='c'/>"
                   "</spine></package>\n");
}

void book_good_contents(book_text *into) {
    book_add(into, "<html xmlns='http://www.w3.org/1999/xhtml' "
                   "xmlns:epub='http://www.idpf.org/2007/ops'><head><title>সূচি</title></head><body>"
                   "<nav epub:type='toc'><ol><li><a href='a.xhtml'>প্রথম লেখা</a></li>"
                   "<li><a href='b.xhtml'>মাঝের লেখা</a></li>"
                   "<li><a href='c.xhtml'>শেষ লেখা</a></li></ol></nav></body></html>\n");
}

static void put_written(zip_build *zip, const char *name, void (*write)(book_text *into)) {
    book_text text = {.bytes = NULL};
    write(&text);
    if (text.length > 0) {
        book_put(zip, name, &text, ZIP_DEFLATED);
    }
    free(text.bytes);
}

static void make(const book_plan *plan, book_file *file) {
    if (plan->whole) {
        plan->whole(file);
        return;
    }
    zip_build zip;
    zip_build_begin(&zip);
    zip_build_add_text(&zip, "mimetype", "application/epub+zip", ZIP_STORED);
    zip_build_add_text(&zip, "META-INF/container.xml",
                       "<container version='1.0' "
                       "xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>"
                       "<rootfile full-path='EPUB/package.opf' "
                       "media-type='application/oebps-package+xml'/></rootfiles></container>",
                       ZIP_DEFLATED);
    put_written(&zip, "EPUB/package.opf", plan->package ? plan->package : book_good_package);
    put_written(&zip, "EPUB/nav.xhtml", plan->contents ? plan->contents : book_good_contents);
    put_good_page(&zip, "EPUB/a.xhtml", "প্রথম লেখা");
    if (plan->middle) {
        plan->middle(&zip);
    } else {
        book_put_page(&zip, "", ZIP_DEFLATED);
    }
    put_good_page(&zip, "EPUB/c.xhtml", "শেষ লেখা");
    file->bytes = zip_build_finish(&zip, &file->length);
    if (plan->mangle) {
        plan->mangle(file);
    }
}

static int save(const char *folder, const book_plan *plan) {
    char path[1024];
    book_file file = {.bytes = NULL};
    make(plan, &file);
    snprintf(path, sizeof path, "%s/%s", folder, plan->name);
    FILE *out = fopen(path, "wb");
    int good = out && fwrite(file.bytes ? (const char *)file.bytes : "", 1, file.length, out) ==
                          file.length;
    good &= out && fclose(out) == 0;
    free(file.bytes);
    if (!good) {
        perror(path);
        return 0;
    }
    printf("%s|%s|%s|%s\n", plan->name, plan->open, plan->article, plan->holds);
    return 1;
}

static int save_all(const char *folder, const book_plan *plans, size_t count) {
    int good = 1;
    for (size_t i = 0; i < count; i++) {
        good &= save(folder, &plans[i]);
    }
    return good;
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fputs("usage: make_bad FOLDER\n", stderr);
        return 2;
    }
    static const book_plan good = {
        .name = "ভালো কাগজ.epub", .open = "none", .article = "none", .holds = "BA"};
    int done = save(argv[1], &good);
    done &= save_all(argv[1], bad_archives, bad_archive_count);
    done &= save_all(argv[1], bad_pages, bad_page_count);
    done &= save_all(argv[1], bad_pictures, bad_picture_count);
    done &= save_all(argv[1], bad_packages, bad_package_count);
    return done ? EXIT_SUCCESS : EXIT_FAILURE;
}
