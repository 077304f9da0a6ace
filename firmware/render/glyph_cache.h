/* glyph_cache.h - a bounded store of glyph bitmaps, least recently used out first.
 *
 * Bitmaps lie packed one after the other; to make room, the oldest are dropped and the rest
 * moved together, so nothing fragments and every free byte is usable. Links are 16-bit
 * offsets: the store holds as much on a 64-bit host as on the device. Layer: render. */
#ifndef KJ_RENDER_GLYPH_CACHE_H
#define KJ_RENDER_GLYPH_CACHE_H

#include "render/bitmap.h"

#define KJ_GLYPH_CACHE_BYTES_MIN ((size_t)4096)

typedef struct kj_glyph_cache_stats {
    uint32_t lookups, hits, evicted;
    size_t used_bytes, peak_bytes, size_bytes; /* bitmaps with their headers; size: room for them */
} kj_glyph_cache_stats;

/* Fields private. */
typedef struct kj_glyph_cache {
    uint16_t *buckets; /* word offset of the first bitmap of each chain, NONE at its end */
    uint32_t *words;
    uint32_t capacity, filled; /* words */
    uint32_t tick;
    uint8_t bucket_bits;
    kj_glyph_cache_stats stats;
} kj_glyph_cache;

/* Takes over memory (8-byte aligned, caller's). Beyond 256 KB of it is left unused. KJ_OK;
 * ERR_ARGUMENT: less than KJ_GLYPH_CACHE_BYTES_MIN, or not aligned. */
KJ_MUST_USE kj_status kj_glyph_cache_init(kj_glyph_cache *cache, void *memory, size_t bytes);

/* Forgets every bitmap; counters stay. */
void kj_glyph_cache_clear(kj_glyph_cache *cache);

/* What identifies a bitmap; never 0. */
uint32_t kj_glyph_key(kj_face_id face, uint8_t size_px, uint16_t glyph, unsigned depth,
                      kj_rotation rotation);

/* The bitmap of key, or NULL. Valid until the next kj_glyph_cache_reserve. */
const kj_bitmap *kj_glyph_cache_find(kj_glyph_cache *cache, uint32_t key);

/* Makes room for a bitmap with bits of so many bytes and returns where to draw it; nothing is
 * kept until the commit. NULL: larger than a quarter of the cache, draw it without. */
kj_bitmap *kj_glyph_cache_reserve(kj_glyph_cache *cache, size_t bytes);

/* Keeps the bitmap last reserved, of which bytes (at most as many as reserved) are in use. key
 * must not be in the cache yet. */
void kj_glyph_cache_commit(kj_glyph_cache *cache, kj_bitmap *bitmap, uint32_t key, size_t bytes);

#endif
