/* book.h - an EPUB of anybody's in memory: its entries, and what its package document says.
 *
 * Read by libzip and libxml2, without trust in sizes. For kagoj press optimise. */
#ifndef KJ_PRESS_BOOK_H
#define KJ_PRESS_BOOK_H

#include "base/status.h"
#include "press/buffer.h"

#include <stdbool.h>

#define KJ_BOOK_ENTRY_MAX ((size_t)128 << 20) /* bytes of an entry, unpacked */
#define KJ_BOOK_TOTAL_MAX ((size_t)1 << 30)

struct _xmlDoc;

typedef struct kj_book_entry {
    char *name;      /* path in the archive */
    kj_buffer bytes; /* unpacked */
    bool packed;     /* deflated in the archive */
    char *type;      /* media type in the manifest; NULL: not in it */
    char *renamed;   /* what it is called from now on; NULL: as it was */
    bool written;
} kj_book_entry;

typedef struct kj_book {
    kj_book_entry *entries; /* folders left out */
    size_t entry_count;
    size_t package;           /* index of the package document */
    struct _xmlDoc *document; /* its tree */
    size_t *spine;            /* entries in reading order */
    size_t spine_count;
    size_t nav, ncx; /* entries, or SIZE_MAX */
} kj_book;

#define KJ_BOOK_NONE ((size_t)-1)

/* path is for messages. KJ_OK; ERR_FORMAT (said on standard error what it is): no ZIP, damaged,
 * encrypted, no EPUB; ERR_TOO_LARGE. book is to be freed in any case. */
KJ_MUST_USE kj_status kj_book_open(kj_book *book, const char *path, const kj_buffer *file);
void kj_book_free(kj_book *book);

size_t kj_book_find(const kj_book *book, const char *name); /* KJ_BOOK_NONE: none */

/* The entry that a reference in the entry called base leads to; KJ_BOOK_NONE: none. */
size_t kj_book_resolve(const kj_book *book, const char *base, const char *reference);

/* Reference as it must be written now that what it leads to may be renamed; NULL: as it was. To be
 * freed. */
char *kj_book_rewrite(const kj_book *book, const char *base, const char *reference);

/* Calls see for every quoted attribute value and url() in markup or CSS, in order; a string that it
 * returns (and that is freed) takes the value's place. Appends all to out unless that is NULL. */
void kj_book_scan(const kj_buffer *text, kj_buffer *out,
                  char *(*see)(void *user, const char *value), void *user);

#endif
