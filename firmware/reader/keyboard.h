/* keyboard.h - a Bengali keyboard for six keys: which keys there are, which is marked, what was
 * typed.
 *
 * Pure logic, no pixels. Rows are in the order of the Bengali alphabet, as a child learns it, with
 * the vowel signs beside their vowels, so that nobody has to know a layout. A second page holds
 * Latin letters and digits. Layer: reader. */
#ifndef KJ_READER_KEYBOARD_H
#define KJ_READER_KEYBOARD_H

#include "hal/keys.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define KJ_KEYBOARD_TEXT_BYTES 96u
#define KJ_KEYBOARD_COLUMNS    12u /* most of a row */
#define KJ_KEYBOARD_ROWS       6u  /* most of a page */

typedef enum kj_keyboard_act {
    KJ_KEYBOARD_TYPES, /* the label is what it types (a sign on its own shown on U+25CC) */
    KJ_KEYBOARD_SPACE,
    KJ_KEYBOARD_ERASES, /* the last code point */
    KJ_KEYBOARD_CLEARS,
    KJ_KEYBOARD_TURNS, /* to the other page */
    KJ_KEYBOARD_DONE
} kj_keyboard_act;

typedef struct kj_keyboard_key {
    char label[8]; /* UTF-8; of an act other than TYPES "", the reader knows the words */
    uint8_t act;
    uint8_t span; /* columns that it takes, >= 1 */
} kj_keyboard_key;

typedef struct kj_keyboard {
    char text[KJ_KEYBOARD_TEXT_BYTES]; /* NUL-terminated UTF-8 */
    uint8_t page, row, column;         /* of the marked key; column as an index in its row */
} kj_keyboard;

typedef enum kj_keyboard_outcome {
    KJ_KEYBOARD_NOTHING, /* the key changes nothing */
    KJ_KEYBOARD_MOVED,   /* another key is marked */
    KJ_KEYBOARD_TYPED,   /* the text is another */
    KJ_KEYBOARD_TURNED,  /* the page is another */
    KJ_KEYBOARD_FINISHED,
    KJ_KEYBOARD_LEFT /* BACK on an empty text */
} kj_keyboard_outcome;

void kj_keyboard_init(kj_keyboard *keyboard, const char *text);
unsigned kj_keyboard_rows(const kj_keyboard *keyboard);
unsigned kj_keyboard_row_keys(const kj_keyboard *keyboard, unsigned row);
const kj_keyboard_key *kj_keyboard_key_at(const kj_keyboard *keyboard, unsigned row,
                                          unsigned index);

/* Arrows move (around the edges, keeping to the column that is nearest), SELECT types, BACK erases,
 * NEXT turns the page, PREV types a space, MENU (SELECT held) is done, HOME (BACK held) leaves. */
kj_keyboard_outcome kj_keyboard_press(kj_keyboard *keyboard, kj_key key);

#endif
