/* hyphenation.h - the compiled hyphenation patterns, as assets/hyphenation/compile.c writes them.
 *
 * A trie over one-byte letters: the Bengali block from U+0980 as 0..127, then ZWNJ, ZWJ and the
 * edge of a word. Read in flash, nothing is unpacked. Layer: text. */
#ifndef KJ_TEXT_HYPHENATION_H
#define KJ_TEXT_HYPHENATION_H

#include <stdint.h>

enum { KJ_HYPHEN_ZWNJ = 128, KJ_HYPHEN_ZWJ = 129, KJ_HYPHEN_EDGE = 130, KJ_HYPHEN_LETTERS = 131 };

typedef struct kj_hyphen_node {
    uint8_t letter, child_count;
    uint16_t first_child; /* index; the children's letters ascend */
    uint16_t levels;      /* index of the pattern's values, one more than letters; 0: no pattern */
} kj_hyphen_node;

extern const kj_hyphen_node kj_hyphen_nodes[];            /* the root first */
extern const uint16_t kj_hyphen_roots[KJ_HYPHEN_LETTERS]; /* child of the root by letter, or 0 */
extern const uint8_t kj_hyphen_levels[];

#endif
