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
    bool is_folder;  /* to be entered, not opened */
    uint64_t id;     /* of this very file: its path, size and time; 0: not known */
} kj_shelf_item;

#define KJ_SHELF_ABOVE UINT32_MAX /* for enter: the folder that this one is in */

typedef struct kj_shelf {
    void *context;
    /* Looks at the medium anew; *count items are there from now on. KJ_OK, also for none;
     * ERR_MISSING: no card; ERR_FORMAT: no file system that is known; ERR_IO; ERR_TIMEOUT. */
    kj_status (*refresh)(void *context, uint32_t *count);
    /* Item index (< count). KJ_OK; ERR_IO; ERR_MISSING: the card was taken out. */
    kj_status (*item)(void *context, uint32_t index, kj_shelf_item *item);
    /* Opens item index (< count), closing the one open before. *item (name and all) is set in any
     * case; *source only on KJ_OK and valid until the next open, refresh, enter or find.
     * ERR_MISSING; ERR_ARGUMENT: a folder or device; KJ_END: no bytes; ERR_TOO_LARGE: 4 GB or more;
     * ERR_STATE: the card is not there; ERR_IO. */
    kj_status (*open)(void *context, uint32_t index, kj_source *source, kj_shelf_item *item);
    /* Goes into folder index (< count), or KJ_SHELF_ABOVE; *count items are there from now on.
     * NULL: there are no folders. KJ_OK; KJ_END: no folder is above this one; ERR_ARGUMENT: no
     * folder; else as refresh, and the folder is the one before. Closes what is open. */
    kj_status (*enter)(void *context, uint32_t index, uint32_t *count);
    /* Goes to the folder of the file that has this id: *count items are there, and it is *index.
     * NULL: files have no ids. KJ_OK; KJ_END: it is not on the card, nothing was changed; else as
     * refresh. Closes what is open. */
    kj_status (*find)(void *context, uint64_t id, uint32_t *count, uint32_t *index);
} kj_shelf;

#endif
