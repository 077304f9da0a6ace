/* keyboard.h - a Bengali keyboard for six keys: which keys there are, which is marked, what was
 * typed.
 *
 * Pure logic, no pixels. Rows are in the order of the Bengali alphabet, as a child learns it, so
 * that nobody has to know a layout; a second page holds Latin letters and digits. A vowel and its
 * sign share a key, which shows what it would type: behind a consonant the sign, elsewhere the
 * vowel. SELECT once more, right away, turns the sign into the vowel (ব ই ই: বই). The key of অ,
 * which has no sign, types the hasanta behind a consonant and behind অ and এ (অ্যা, এ্যা). After a
 * consonant the mark goes to the vowels, where the next letter most often is: measured on the words
 * of the sample editions that saves a sixth of the presses. Layer: reader. */
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
    KJ_KEYBOARD_TYPES, /* the label is what it types, but for the U+25CC that a sign stands on */
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
    char
        text[KJ_KEYBOARD_TEXT_BYTES]; /* NUL-terminated UTF-8, no space first and no two in a row */
    uint8_t page, row, column;        /* of the marked key; column as an index in its row */
    uint8_t goal;                     /* private: column of the grid that up and down keep to */
    bool turns_sign;                  /* private: SELECT turns the sign just typed into its vowel */
} kj_keyboard;

typedef enum kj_keyboard_outcome {
    KJ_KEYBOARD_NOTHING, /* the key changes nothing */
    KJ_KEYBOARD_MOVED,   /* another key is marked */
    KJ_KEYBOARD_TYPED,   /* the text is another */
    KJ_KEYBOARD_TURNED,  /* the page is another */
    KJ_KEYBOARD_FINISHED,
    KJ_KEYBOARD_LEFT /* BACK on an empty text */
} kj_keyboard_outcome;

/* text: what stands there already, NULL for none; what is malformed in it, too long or a control
 * character is left out. */
void kj_keyboard_init(kj_keyboard *keyboard, const char *text);
/* Of the page that is shown. The spans of a row's keys add up to KJ_KEYBOARD_COLUMNS. */
unsigned kj_keyboard_rows(const kj_keyboard *keyboard);
unsigned kj_keyboard_row_keys(const kj_keyboard *keyboard, unsigned row);
/* NULL: no such key. What a vowel's key shows depends on the text: ask again when it is another. */
const kj_keyboard_key *kj_keyboard_key_at(const kj_keyboard *keyboard, unsigned row,
                                          unsigned index);

/* Arrows move (around the edges, keeping to the column that is nearest), SELECT types, BACK erases
 * the last code point, NEXT turns the page, PREV types a space, MENU (SELECT held) is done, HOME
 * (BACK held) leaves. A key that would make the text too long, or a space where one stands already,
 * is NOTHING. */
kj_keyboard_outcome kj_keyboard_press(kj_keyboard *keyboard, kj_key key);

#endif
