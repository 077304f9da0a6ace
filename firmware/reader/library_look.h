/* library_look.h - looks through the folders of a card. For library.c alone. Layer: reader. */
#ifndef KJ_READER_LIBRARY_LOOK_H
#define KJ_READER_LIBRARY_LOOK_H

#include "reader/library.h"

/* What of the open folder the window is to hold. */
typedef enum kj_library_aim {
    KJ_LIBRARY_FIRST,  /* its first items */
    KJ_LIBRARY_FROM,   /* limit and those after it */
    KJ_LIBRARY_AFTER,  /* those after limit */
    KJ_LIBRARY_BEFORE, /* the last ones before limit */
} kj_library_aim;

typedef struct kj_library_listed {
    uint32_t found;  /* items of the folder; not known of AFTER and BEFORE */
    uint32_t before; /* FROM: of them before limit */
} kj_library_listed;

/* Fills window and window_count from the open folder. limit is not in the window; of FIRST it is
 * NULL. KJ_OK; ERR_MISSING: there is no such folder, or no card; errors of kj_folder_next: then the
 * window is empty. */
KJ_MUST_USE kj_status kj_library_look(kj_library *library, kj_library_aim aim,
                                      const kj_library_item *limit, kj_library_listed *listed);

/* Finds the file of this id (not 0) in any folder: *item. KJ_OK; KJ_END: there is none; errors as
 * above. Leaves the window alone. */
KJ_MUST_USE kj_status kj_library_seek(kj_library *library, uint64_t id, kj_library_item *item);

#endif
