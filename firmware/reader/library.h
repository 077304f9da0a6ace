/* library.h - the card as a shelf: its editions, newest first, then its texts by name.
 *
 * Files are looked for in all folders down to a depth, on a volume that is mounted when the
 * shelf is looked at. The list is never held: a window of some items is, and moving it costs one
 * look through the folders. A card that was taken out and put back is mounted anew when an item of
 * it is opened. Layer: reader. */
#ifndef KJ_READER_LIBRARY_H
#define KJ_READER_LIBRARY_H

#include "reader/shelf.h"
#include "storage/volume.h"

#define KJ_LIBRARY_WINDOW     8u
#define KJ_LIBRARY_PATH_BYTES 288u /* longer paths are left out, with a line in the log */
#define KJ_LIBRARY_DEPTH      4u   /* folders below the root */
#define KJ_LIBRARY_ITEMS_MAX  65535u

typedef struct kj_library_config {
    void *context;
    /* Has the card ready and gives its blocks. Statuses as kj_sdcard_open. */
    kj_status (*open_card)(void *context, kj_blocks *blocks);
    void *log_context;
    void (*log)(void *context, const char *line); /* NULL: none */
} kj_library_config;

typedef struct kj_library_item {
    uint32_t age; /* of an edition: date and time of its file, the newest the least; of a text 0 */
    bool is_edition;
    char path[KJ_LIBRARY_PATH_BYTES];
} kj_library_item;

/* Fields private. Not to be moved while in use. */
typedef struct kj_library {
    kj_library_config config;
    kj_blocks blocks;
    kj_volume volume;
    kj_file file;
    bool mounted, file_open;
    uint32_t count, left_out;
    uint32_t opened;                         /* index of the item opened last */
    char opened_path[KJ_LIBRARY_PATH_BYTES]; /* "": none */
    uint32_t base;                           /* index of window[0] */
    unsigned window_count;
    kj_library_item window[KJ_LIBRARY_WINDOW];
    kj_volume_entry entry; /* that folders are gone through with */

} kj_library;

/* config is copied. Reads nothing yet. */
void kj_library_init(kj_library *library, const kj_library_config *config);

/* Borrows library. */
kj_shelf kj_library_shelf(kj_library *library);

void kj_library_close(kj_library *library);

#endif
