/* library.h - the card as a shelf: the folders of it, one at a time.
 *
 * Of a folder are listed its editions, newest first, then its texts by name, then the folders in
 * which there is something to read, on a volume that is mounted when the shelf is looked at. The
 * list is never held: a window of some items is, and moving it costs one look through the folder. A
 * card that was taken out and put back is mounted anew when an item of it is opened. Layer: reader.
 */
#ifndef KJ_READER_LIBRARY_H
#define KJ_READER_LIBRARY_H

#include "reader/shelf.h"
#include "storage/volume.h"

#define KJ_LIBRARY_WINDOW     6u
#define KJ_LIBRARY_PATH_BYTES 288u   /* longer paths are left out, with a line in the log */
#define KJ_LIBRARY_DEPTH      4u     /* folders below the root; what lies deeper is not there */
#define KJ_LIBRARY_ITEMS_MAX  65535u /* of a folder */

/* Files and folders that one look goes through below the open folder, so that a loop of folders
 * ends: then folders are listed unseen, and nothing more is found. About 8,000 blocks. */
#define KJ_LIBRARY_ENTRIES_MAX 32768u

typedef struct kj_library_config {
    void *context;
    /* Has the card ready and gives its blocks. Statuses as kj_sdcard_open. */
    kj_status (*open_card)(void *context, kj_blocks *blocks);
    void *log_context;
    void (*log)(void *context, const char *line); /* NULL: none */
} kj_library_config;

/* In the order of the list. */
typedef enum kj_library_kind {
    KJ_LIBRARY_EDITION,
    KJ_LIBRARY_TEXT,
    KJ_LIBRARY_FOLDER
} kj_library_kind;

typedef struct kj_library_item {
    uint64_t id;  /* FNV-1a of path, size, date and time; never 0 */
    uint32_t age; /* of an edition: date and time of its file, the newest the least; else 0 */
    uint8_t kind; /* kj_library_kind */
    char path[KJ_LIBRARY_PATH_BYTES];
} kj_library_item;

/* Fields private; at most 5,248 bytes where pointers have 32 bits. Not to be moved while in use. */
typedef struct kj_library {
    kj_library_config config;
    kj_blocks blocks;
    kj_volume volume;
    kj_file file;
    bool mounted, file_open;
    uint16_t top_length; /* of the path of the folder that none is above */
    uint32_t count;      /* items of the open folder */
    uint32_t opened;     /* index of the item opened last */
    uint64_t opened_id;  /* 0: none since the folder was entered */
    uint32_t base;       /* index of window[0] */
    unsigned window_count;
    kj_library_item window[KJ_LIBRARY_WINDOW];
    char folder[KJ_LIBRARY_PATH_BYTES]; /* the open one; "/" is the root */
    kj_volume_entry entry;              /* that folders are gone through with */
} kj_library;

/* config is copied. Reads nothing yet. */
void kj_library_init(kj_library *library, const kj_library_config *config);

/* Borrows library. Its refresh goes to the root, or to the first folder below it in which there is
 * more than one folder; enter and find close what is open. */
kj_shelf kj_library_shelf(kj_library *library);

void kj_library_close(kj_library *library);

#endif
