/* card.h - what the emulator reads from: one text file, or a folder's .txt files by name.
 *
 * Stands in for the card until the card model and its file system come. What cannot be opened is
 * still an article on the shelf: the reader says on the panel what is wrong. Layer: board
 * (host). */
#ifndef KJ_EMULATOR_CARD_H
#define KJ_EMULATOR_CARD_H

#include "board/emulator/host/file_source.h"
#include "reader/shelf.h"

#include <stdbool.h>

#define KJ_CARD_ARTICLES_MAX 4096u

/* Fields are private. Not to be moved while open. */
typedef struct kj_card {
    char **paths; /* count of them, sorted by bytes */
    uint16_t count;
    kj_file_source file;
    bool file_open;
} kj_card;

/* Looks at path. KJ_OK, also where nothing is there or a folder has no .txt files (the shelf then
 * has no articles); ERR_IO: the folder cannot be read; ERR_TOO_LARGE: more than
 * KJ_CARD_ARTICLES_MAX articles; ERR_MEMORY. */
KJ_MUST_USE kj_status kj_card_open(kj_card *card, const char *path);
void kj_card_close(kj_card *card);

/* The card's articles for the reader; borrows card. */
kj_shelf kj_card_shelf(kj_card *card);

/* The path of article index, for messages. */
const char *kj_card_path(const kj_card *card, uint16_t index);

#endif
