/* word_key.c - see word_key.h. Units 20..7F are ASCII, 80..FF the Bengali
 * block, below 20 the marks of the table. Layer: text. */
#include "text/word_key.h"

#include <string.h>

/* Third bytes of the characters that begin with the bytes E2 80: U+2000..203F.
 * Others: 0. */
static const uint8_t general_punctuation[64] = {
    [0x0B] = 1, [0x0C] = 2, [0x0D] = 3,  [0x10] = 4,  [0x11] = 5,  [0x13] = 6,  [0x14] = 7,
    [0x18] = 8, [0x19] = 9, [0x1C] = 10, [0x1D] = 11, [0x26] = 12, [0x22] = 13,
};
enum { DANDA = 14, DOUBLE_DANDA = 15, NO_UNIT = 0 };

/* The unit of the three bytes at bytes, or NO_UNIT. Bengali U+0980..09BF is E0
 * A6 80..BF, U+09C0..09FF is E0 A7 80..BF. */
static uint8_t unit_of_three(const uint8_t *bytes) {
    uint8_t low = bytes[2] & 0x3Fu;
    if ((bytes[2] & 0xC0u) != 0x80) {
        return NO_UNIT;
    }
    if (bytes[0] == 0xE0) {
        if (bytes[1] == 0xA6 || bytes[1] == 0xA7) {
            return (uint8_t)(0x80u | (bytes[1] & 1u) << 6 | low);
        }
        return bytes[1] != 0xA5 ? NO_UNIT
               : low == 0x24    ? DANDA
               : low == 0x25    ? DOUBLE_DANDA
                                : NO_UNIT;
    }
    return bytes[0] == 0xE2 && bytes[1] == 0x80 ? general_punctuation[low] : NO_UNIT;
}

static bool pack(kj_word_key *key, kj_span word) {
    unsigned count = 0;
    for (size_t at = 0; at < word.length;) {
        uint8_t byte = word.data[at];
        if (byte >= 0x20 && byte < 0x80) {
            key->units[count++] = byte;
            at++;
            continue;
        }
        uint8_t unit = word.length - at >= 3u ? unit_of_three(word.data + at) : NO_UNIT;
        if (unit == NO_UNIT) {
            return false;
        }
        key->units[count++] = unit;
        at += 3;
    }
    key->length = (uint8_t)count;
    return true;
}

void kj_word_key_make(kj_word_key *key, kj_face_id face, kj_span word) {
    key->face = face;
    key->is_bytes = !pack(key, word);
    if (key->is_bytes) {
        memcpy(key->units, word.data, word.length);
        key->length = (uint8_t)word.length;
    }
    /* 32-bit FNV-1a (Fowler, Noll, Vo), folded. */
    uint32_t hash = (0x811C9DC5u ^ (uint32_t)(face << 1) ^ key->is_bytes) * 0x01000193u;
    for (unsigned i = 0; i < key->length; i++) {
        hash = (hash ^ key->units[i]) * 0x01000193u;
    }
    key->hash = (uint16_t)(hash ^ hash >> 16);
}
