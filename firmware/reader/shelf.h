/* shelf.h - the articles that the reader may open, in the order in which they are read.
 *
 * What a board or a storage layer provides: the reader knows no paths and no file systems.
 * Layer: reader. */
#ifndef KJ_READER_SHELF_H
#define KJ_READER_SHELF_H

#include "document/document.h"

typedef struct kj_shelf {
    void *context;
    uint16_t count; /* 0: the reader says that there are no articles */
    /* Opens article index (< count), closing the one open before. *name (UTF-8, for notices and
     * logs) is set in any case and stays valid until the next call; *source only on KJ_OK.
     * ERR_MISSING; ERR_ARGUMENT: a folder or device; KJ_END: no bytes; ERR_TOO_LARGE: 4 GB or
     * more; ERR_IO. */
    kj_status (*open)(void *context, uint16_t index, kj_source *source, const char **name);
} kj_shelf;

#endif
