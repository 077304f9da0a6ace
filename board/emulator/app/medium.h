/* medium.h - what the emulated device is given to read: a card, or a file by itself.
 *
 * A folder is presented as a card that holds it, an image file is a card's bytes; both go through
 * the card model, the SD driver and the file system, as on a device. A text or an edition by itself
 * is read as a file of the host: what cannot be opened is still an item, and the reader says on the
 * panel what is wrong. Layer: board (host). */
#ifndef KJ_EMULATOR_MEDIUM_H
#define KJ_EMULATOR_MEDIUM_H

#include "board/emulator/host/file_source.h"
#include "board/emulator/host/folder_image.h"
#include "board/emulator/host/image_file.h"
#include "models/card_model.h"
#include "reader/shelf.h"

#include <stdbool.h>

typedef enum kj_medium_kind { KJ_MEDIUM_FILE, KJ_MEDIUM_FOLDER, KJ_MEDIUM_IMAGE } kj_medium_kind;

/* Fields are private. Not to be moved while open. */
typedef struct kj_medium {
    kj_medium_kind kind;
    const char *path; /* borrowed */
    kj_file_source file;
    bool file_open;
    kj_folder_image folder;
    kj_image_file image;
    kj_card_config card;
} kj_medium;

/* Looks at path (borrowed). KJ_OK, also where nothing is there; ERR_IO: a folder or image cannot be
 * read; ERR_TOO_LARGE: more than a card holds; ERR_MEMORY. Says on standard error what of a folder
 * is left out. */
KJ_MUST_USE kj_status kj_medium_open(kj_medium *medium, const char *path);
void kj_medium_close(kj_medium *medium);

/* The card to put into the slot, or NULL where the medium is a file by itself. Borrows medium. */
const kj_card_config *kj_medium_card(const kj_medium *medium);

/* The file by itself as a shelf; borrows medium. */
kj_shelf kj_medium_shelf(kj_medium *medium);

#endif
