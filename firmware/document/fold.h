/* fold.h - the words of a text as a search compares them: one byte a letter, without what a reader
 * does not type.
 *
 * Press and reader fold alike, so that an index holds what a query looks for. Letters are 0-9,
 * a-z (A-Z and Latin letters with marks as well), 0x80 + (code point - U+0980) for Bengali, and
 * for other scripts 0x01 and three bytes of code point. Bengali digits are 0-9. য় ড় ঢ় are one
 * letter each however they are written, as are ো ৌ আ র and ৎ. Joiners, apostrophes, soft hyphens
 * and accents are dropped; all else that is no letter parts words, hyphens too. So folded words
 * sort bytewise, and a beginning of the word is a beginning of its bytes. Layer: document. */
#ifndef KJ_DOCUMENT_FOLD_H
#define KJ_DOCUMENT_FOLD_H

#include "base/span.h"

#include <stdbool.h>

#define KJ_FOLD_WORD_MAX 24u /* bytes; what is longer is compared by its beginning */

typedef struct kj_fold_word {
    uint8_t length;
    uint8_t codes[KJ_FOLD_WORD_MAX];
} kj_fold_word;

/* The next word of text (UTF-8) at or behind *offset, which is moved past it. false: there is none
 * any more. */
bool kj_fold_next(kj_span text, size_t *offset, kj_fold_word *word);

/* Less, equal, greater than 0 as memcmp; a word comes before those that it is the beginning of. */
int kj_fold_compare(const kj_fold_word *one, const kj_fold_word *other);
bool kj_fold_begins(const kj_fold_word *word, const kj_fold_word *beginning);

/* Cuts a Bengali word's last ending off, the longest one that leaves two letters: নদীগুলোতেও,
 * নদীগুলোতে, নদীগুলো, নদী. false: it has none. A guess, for a query that has found nothing. */
bool kj_fold_strip(kj_fold_word *word);

#endif
