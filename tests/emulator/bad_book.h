/* bad_book.h - what make_bad's files share: an edition of three articles, the middle one free to be
 * made wrong. For tests only: it aborts where it is out of memory. */
#ifndef KJ_BAD_BOOK_H
#define KJ_BAD_BOOK_H

#include "zip_build.h"

typedef struct book_text {
    char *bytes;
    size_t length, capacity;
} book_text;

/* Bytes of a whole file. */
typedef struct book_file {
    uint8_t *bytes;
    size_t length;
} book_file;

/* A file of the card. What a field leaves out is as it is in a good edition. */
typedef struct book_plan {
    const char *name;
    /* What has to come of it: the notice on opening, the notice on the middle article ("none":
     * its page is shown), and what its text holds of B (before the damage), A (after it), N (a
     * note that something is missing); x: the last article cannot be opened either. "-": not
     * read. */
    const char *open, *article, *holds;
    void (*middle)(zip_build *zip);    /* adds EPUB/b.xhtml and what belongs to it */
    void (*mangle)(book_file *file);   /* changes the finished archive */
    void (*package)(book_text *into);  /* writes EPUB/package.opf; empty: there is none */
    void (*contents)(book_text *into); /* writes EPUB/nav.xhtml; likewise */
    void (*whole)(book_file *file);    /* makes the file: it is no archive at all */
} book_plan;

extern const book_plan bad_archives[], bad_pages[], bad_pictures[], bad_packages[];
extern const size_t bad_archive_count, bad_page_count, bad_picture_count, bad_package_count;

void *book_must(void *memory); /* aborts on NULL */
void book_add(book_text *to, const char *more);
void book_add_bytes(book_text *to, const void *more, size_t length);
void book_repeat(book_text *to, const char *more, size_t count);

/* A page's beginning, with the sentence that has to be read before the damage, and its end. */
void book_begin_page(book_text *to);
void book_end_page(book_text *to);
/* Puts text into the archive as name and frees it. */
void book_put(zip_build *zip, const char *name, book_text *from, unsigned method);
/* A page with more in its middle, as the middle article. */
void book_put_page(zip_build *zip, const char *more, unsigned method);

/* The package document and the table of contents of a good edition. */
void book_good_package(book_text *into);
void book_good_contents(book_text *into);

#endif
