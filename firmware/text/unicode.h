/* unicode.h - the few properties of code points that cutting text into words and clusters needs.
 *
 * From the Unicode Character Database 16.0 (UnicodeData, DerivedCoreProperties,
 * IndicSyllabicCategory), for the scripts that our faces have. Layer: text. */
#ifndef KJ_TEXT_UNICODE_H
#define KJ_TEXT_UNICODE_H

#include "base/utf8.h"

#include <stdbool.h>

#define KJ_VIRAMA      0x09CDu
#define KJ_ZWNJ        0x200Cu
#define KJ_ZWJ         0x200Du
#define KJ_SOFT_HYPHEN 0x00ADu

/* Bengali letters, signs and digits, danda and double danda, Vedic signs. */
bool kj_is_bengali(uint32_t code_point);

/* A Bengali consonant, U+0995..U+09B9, the nukta forms, khanda ta, Assamese ra and wa. */
bool kj_is_bengali_consonant(uint32_t code_point);

/* Bengali letters and signs of words: the block but its digits, currency and other symbols. */
static inline bool kj_is_bengali_letter(uint32_t code_point) {
    const uint32_t others = 0x2FFCFFC0u; /* 09E6..09EF, 09F2..09FB, 09FD */
    uint32_t index = code_point - 0x0980u;
    return index < 0x60u || (index < 0x80u && !(others >> (index - 0x60u) & 1u));
}

/* As kj_utf8_next, with a short way for ASCII and the Bengali block, U+0980..09FF: E0 A6 80 to
 * E0 A7 BF. */
static inline uint32_t kj_next_code_point(kj_span text, size_t *offset) {
    const uint8_t *bytes = text.data + *offset;
    if (text.length - *offset >= 3u && bytes[0] == 0xE0 && (bytes[1] & 0xFEu) == 0xA6 &&
        (bytes[2] & 0xC0u) == 0x80) {
        *offset += 3;
        return 0x0980u | (bytes[1] & 1u) << 6 | (bytes[2] & 0x3Fu);
    }
    if (bytes[0] - 1u < 0x7Fu) {
        (*offset)++;
        return bytes[0];
    }
    return kj_utf8_next(text, offset);
}

/* Combining marks, joiners and variation selectors: they belong to what stands before them. */
bool kj_extends_cluster(uint32_t code_point);

/* Default_Ignorable_Code_Point: shown as nothing, whatever the face. */
bool kj_is_ignorable(uint32_t code_point);

/* White space at which lines break: ASCII's, U+1680, U+2000..200A but U+2007, U+2028, U+2029,
 * U+205F, U+3000, U+0085. */
bool kj_is_space(uint32_t code_point);

/* U+00A0, U+2007, U+202F. */
bool kj_is_fixed_space(uint32_t code_point);

/* Whether a cluster of text can begin at position (bytes, a code point's first byte): false before
 * what extends a cluster and between a virama and the consonant that it joins. */
bool kj_is_cluster_edge(kj_span text, size_t position);

/* The code point before position (bytes, > 0), and its first byte. Malformed bytes: one by one. */
uint32_t kj_code_point_before(kj_span text, size_t position, size_t *start);

#endif
