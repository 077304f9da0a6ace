/* breaks.h - where a line may end: UAX #14 with Bengali care, soft hyphens, hyphenation.
 *
 * The answer is a map with two bits per byte of the window. Breaks fall only at cluster
 * edges. UAX #14 comes from libunibreak; on top of it danda, double danda, closing quotes,
 * visarga abbreviations, currency signs and digits with their units are kept together, and
 * a space before a danda or closing mark gives no break. Layer: text. */
#ifndef KJ_TEXT_BREAKS_H
#define KJ_TEXT_BREAKS_H

#include "base/span.h"
#include "base/status.h"

typedef enum kj_break {
    KJ_BREAK_NONE = 0,
    KJ_BREAK_ALLOWED = 1, /* as it stands: after a space, a hyphen, between ideographs */
    KJ_BREAK_HYPHEN = 2,  /* with a hyphen shown: soft hyphen, hyphenation */
    KJ_BREAK_FORCED = 3   /* line or paragraph separator within the block */
} kj_break;

/* Bytes of the map for a text of length bytes: positions 0..length. */
#define KJ_BREAK_MAP_BYTES(length) (((length) + 4u) / 4u)

static inline kj_break kj_break_at(const uint8_t *map, size_t position) {
    return (kj_break)((map[position / 4u] >> (position % 4u * 2u)) & 3u);
}
static inline void kj_break_set(uint8_t *map, size_t position, kj_break kind) {
    unsigned shift = position % 4u * 2u;
    map[position / 4u] = (uint8_t)((map[position / 4u] & ~(3u << shift)) | (unsigned)kind << shift);
}

/* Fills map (KJ_BREAK_MAP_BYTES(text.length) bytes) for text: the value at position p says
 * whether a line may end before byte p. Position 0 and text.length are KJ_BREAK_NONE (the
 * caller knows what stands there). A soft hyphen gives KJ_BREAK_HYPHEN after it. Cannot fail. */
void kj_breaks_find(kj_span text, uint8_t *map);

/* Adds KJ_BREAK_HYPHEN inside the Bengali words of text by pattern (hyphen-bn), never within a
 * cluster, never with fewer than two clusters on either side, not in words that hold soft
 * hyphens, digits or Latin letters. Cannot fail. */
void kj_hyphenate(kj_span text, uint8_t *map);

#endif
