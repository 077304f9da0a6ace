/* word_key.h - a word in one byte a character, for the cache of glyph runs.
 *
 * Nearly every word is made of the Bengali block, ASCII and a few marks of
 * punctuation, and takes a third of its UTF-8 bytes so. Other words keep their
 * bytes. Two words have the same key only if they are the same bytes. Layer:
 * text. */
#ifndef KJ_TEXT_WORD_KEY_H
#define KJ_TEXT_WORD_KEY_H

#include "base/span.h"
#include "text/face.h"

#include <stdbool.h>

#define KJ_WORD_KEY_MAX 240u

typedef struct kj_word_key {
    uint8_t length;
    bool is_bytes; /* units are the word's own bytes */
    kj_face_id face;
    uint16_t hash; /* of all the others */
    uint8_t units[KJ_WORD_KEY_MAX];
} kj_word_key;

/* word: 1..KJ_WORD_KEY_MAX bytes. */
void kj_word_key_make(kj_word_key *key, kj_face_id face, kj_span word);

/* Bytes of UTF-8 that a unit of a key stands for. */
static inline unsigned kj_word_unit_bytes(uint8_t unit, bool is_bytes) {
    return is_bytes || (unit >= 0x20 && unit < 0x80) ? 1u : 3u;
}

#endif
