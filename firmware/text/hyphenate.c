/* hyphenate.c - Bengali words divided by pattern: F. M. Liang, "Word Hy-phen-a-tion by
 * Com-put-er" (1983), over the table of hyphenation.h. The patterns know syllables; what a
 * newspaper adds is in is_good_division. One pass, no allocation. Layer: text. */
#include "text/breaks.h"
#include "text/hyphenation.h"
#include "text/unicode.h"

#include <string.h>

enum {
    WORD_LETTERS_MAX = 64,  /* a longer one is no word and is left alone */
    CLUSTERS_EACH_SIDE = 2, /* the fewest that may stand on either side of the hyphen */
    KHANDA_TA = 0x09CE
};

/* A word's letters with an edge on both sides; places are bytes of the text. */
typedef struct bn_word {
    unsigned count;
    bool blocked; /* holds what forbids hyphenation, or too many letters */
    uint16_t code_points[WORD_LETTERS_MAX];
    uint16_t places[WORD_LETTERS_MAX];
} bn_word;

static uint8_t pattern_letter(uint16_t code_point) {
    return code_point == KJ_ZWNJ  ? KJ_HYPHEN_ZWNJ
           : code_point == KJ_ZWJ ? KJ_HYPHEN_ZWJ
                                  : (uint8_t)(code_point - 0x0980u);
}

static const kj_hyphen_node *find_child(const kj_hyphen_node *parent, uint8_t letter) {
    const kj_hyphen_node *children = &kj_hyphen_nodes[parent->first_child];
    unsigned low = 0, high = parent->child_count;
    while (low < high) {
        unsigned middle = (low + high) / 2u;
        if (children[middle].letter < letter) {
            low = middle + 1u;
        } else {
            high = middle;
        }
    }
    return low < parent->child_count && children[low].letter == letter ? &children[low] : NULL;
}

static void raise_levels(const kj_hyphen_node *node, unsigned letters, uint8_t *levels) {
    const uint8_t *pattern = &kj_hyphen_levels[node->levels];
    for (unsigned i = 0; node->levels && i <= letters; i++) {
        levels[i] = pattern[i] > levels[i] ? pattern[i] : levels[i];
    }
}

/* levels[i] stands before letter i of letters; count of them, edges included. */
static void apply_patterns(const uint8_t *letters, unsigned count, uint8_t *levels) {
    memset(levels, 0, count + 1u);
    for (unsigned start = 0; start < count; start++) {
        unsigned root = kj_hyphen_roots[letters[start]];
        const kj_hyphen_node *node = root ? &kj_hyphen_nodes[root] : NULL;
        for (unsigned end = start + 1u; node; end++) {
            raise_levels(node, end - start, &levels[start]);
            node = end < count && node->child_count ? find_child(node, letters[end]) : NULL;
        }
    }
}

static bool is_joiner(uint16_t code_point) { return code_point == KJ_ZWJ || code_point == KJ_ZWNJ; }

/* No part ends in a virama, seen or unseen joiners after it, or begins with a khanda ta, which
 * closes a syllable. (That none begins with a sign follows from the edge of a cluster.) */
static bool is_good_division(const bn_word *word, unsigned at) {
    unsigned last = at - 1u;
    while (last > 0 && is_joiner(word->code_points[last])) {
        last--;
    }
    return word->code_points[last] != KJ_VIRAMA && word->code_points[at] != KHANDA_TA;
}

static bool is_edge(const bn_word *word, unsigned at) {
    uint16_t next = word->code_points[at];
    if (at == 0 || kj_extends_cluster(next)) {
        return at == 0;
    }
    unsigned before = at - 1u;
    if (word->code_points[before] == KJ_ZWJ && before > 0) {
        before--;
    }
    return word->code_points[before] != KJ_VIRAMA || !kj_is_bengali_consonant(next);
}

static void hyphenate_word(const bn_word *word, uint8_t *map) {
    uint8_t letters[WORD_LETTERS_MAX + 2], levels[WORD_LETTERS_MAX + 3];
    unsigned clusters = 0, clusters_before = 0;
    letters[0] = KJ_HYPHEN_EDGE;
    for (unsigned i = 0; i < word->count; i++) {
        letters[i + 1u] = pattern_letter(word->code_points[i]);
        clusters += is_edge(word, i);
    }
    letters[word->count + 1u] = KJ_HYPHEN_EDGE;
    if (clusters < 2 * CLUSTERS_EACH_SIDE) {
        return;
    }
    apply_patterns(letters, word->count + 2u, levels);
    for (unsigned i = 0; i < word->count; i++) {
        if (!is_edge(word, i)) {
            continue;
        }
        if (clusters_before >= CLUSTERS_EACH_SIDE &&
            clusters - clusters_before >= CLUSTERS_EACH_SIDE && levels[i + 1u] % 2u == 1u &&
            is_good_division(word, i) && kj_break_at(map, word->places[i]) == KJ_BREAK_NONE) {
            kj_break_set(map, word->places[i], KJ_BREAK_HYPHEN);
        }
        clusters_before++;
    }
}

static bool is_word_letter(uint32_t code_point) {
    return kj_is_bengali_letter(code_point) || code_point == KJ_ZWJ || code_point == KJ_ZWNJ;
}

/* Digits, letters of other scripts, soft hyphens: no Bengali word has them. */
static bool is_blocking(uint32_t code_point) {
    if (code_point < 0x80) {
        return (code_point >= '0' && code_point <= '9') ||
               ((code_point | 0x20) >= 'a' && (code_point | 0x20) <= 'z');
    }
    if (code_point < 0xC0) {
        return code_point == KJ_SOFT_HYPHEN;
    }
    bool punctuation = code_point == 0x0964 || code_point == 0x0965 ||
                       (code_point >= 0x2000 && code_point <= 0x2BFF && code_point != 0x2060) ||
                       (code_point >= 0x3000 && code_point <= 0x303F);
    return !punctuation;
}

void kj_hyphenate(kj_span text, uint8_t *map) {
    bn_word word = {.count = 0};
    size_t at = 0;
    while (at < text.length) {
        size_t place = at;
        uint32_t code_point = kj_next_code_point(text, &at);
        if (is_word_letter(code_point)) {
            if (word.count < WORD_LETTERS_MAX) {
                word.code_points[word.count] = (uint16_t)code_point;
                word.places[word.count++] = (uint16_t)place;
            } else {
                word.blocked = true;
            }
        } else if (is_blocking(code_point)) {
            word.blocked = true;
        } else {
            if (!word.blocked) {
                hyphenate_word(&word, map);
            }
            word.count = 0;
            word.blocked = false;
        }
    }
    if (!word.blocked) {
        hyphenate_word(&word, map);
    }
}
