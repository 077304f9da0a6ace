/* shelf.h - the texts and editions that the reader may open, in the order in which it lists them.
 *
 * What a storage layer or a board provides: screens know no paths and no file systems. Layer:
 * reader. */
#ifndef KJ_READER_SHELF_H
#define KJ_READER_SHELF_H

#include "base/source.h"

#include <stdbool.h>

typedef struct kj_shelf_item {
    const char
        *name; /* of the file, UTF-8, for lists, notices and logs; valid until the next call */
    bool is_edition; /* an EPUB, as its name says; else plain text */
} kj_shelf_item;

typedef struct kj_shelf {
    void *context;
    /* Looks at the medium anew; *count items are there from now on. KJ_OK, also for none;
     * ERR_MISSING: no card; ERR_FORMAT: no file system that is known; ERR_IO; ERR_TIMEOUT. */
    kj_status (*refresh)(void *context, uint32_t *count);
    /* Item index (< count). KJ_OK; ERR_IO; ERR_MISSING: the card was taken out. */
    kj_status (*item)(void *context, uint32_t index, kj_shelf_item *item);
    /* Opens item index (< count), closing the one open before. *item (name and all) is set in any
     * case; *source only on KJ_OK and valid until the next open or refresh. ERR_MISSING;
     * ERR_ARGUMENT: a folder or device; KJ_END: no bytes; ERR_TOO_LARGE: 4 GB or more; ERR_STATE:
     * the card is not there; ERR_IO. */
    kj_status (*open)(void *context, uint32_t index, kj_source *source, kj_shelf_item *item);
} kj_shelf;

#endif
