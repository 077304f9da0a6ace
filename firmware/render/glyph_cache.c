/* glyph_cache.c - chains by hash over packed bitmaps, and the compaction that makes room.
 *
 * Room is made for a sixteenth of the cache at a time: moving 20 KB together costs less than
 * rasterising one glyph, and is then paid once in a dozen glyphs. Layer: render. */
#include "render/glyph_cache.h"

#include <string.h>

#define NONE       0xFFFFu
#define DEAD       0u /* as a key */
#define WORDS_MAX  0xFFFEu
#define BATCH_PART 16u
#define OLDEST_MAX 16u

static kj_bitmap *at(const kj_glyph_cache *cache, uint32_t word) {
    return (kj_bitmap *)(void *)(cache->words + word);
}

static unsigned bucket_of(const kj_glyph_cache *cache, uint32_t key) {
    return key * 2654435769u >> (32u - cache->bucket_bits); /* Fibonacci hashing, Knuth 6.4 */
}

kj_status kj_glyph_cache_init(kj_glyph_cache *cache, void *memory, size_t bytes) {
    if (!memory || bytes < KJ_GLYPH_CACHE_BYTES_MIN || (uintptr_t)memory % 8 != 0) {
        return KJ_ERR_ARGUMENT;
    }
    memset(cache, 0, sizeof *cache);
    cache->bucket_bits = 6;
    while (cache->bucket_bits < 12 && (size_t)128 << cache->bucket_bits < bytes) {
        cache->bucket_bits++; /* about a bucket for every 64 to 128 bytes, that is to a glyph */
    }
    size_t table = sizeof(uint16_t) << cache->bucket_bits;
    size_t words = (bytes - table) / 4;
    cache->buckets = memory;
    cache->words = (uint32_t *)(void *)((uint8_t *)memory + table);
    cache->capacity = (uint32_t)(words < WORDS_MAX ? words : WORDS_MAX);
    cache->stats.size_bytes = (size_t)cache->capacity * 4;
    kj_glyph_cache_clear(cache);
    return KJ_OK;
}

void kj_glyph_cache_clear(kj_glyph_cache *cache) {
    memset(cache->buckets, 0xFF, sizeof(uint16_t) << cache->bucket_bits);
    cache->filled = 0;
    cache->stats.used_bytes = 0;
}

uint32_t kj_glyph_key(kj_face_id face, uint8_t size_px, uint16_t glyph, unsigned depth,
                      kj_rotation rotation) {
    return 1u << 31 | (uint32_t)(face & 7u) << 26 | (uint32_t)(depth - 1u) << 25 |
           (uint32_t)rotation << 23 | (uint32_t)(size_px & 127u) << 16 | glyph;
}

static void forget_ages(kj_glyph_cache *cache) {
    for (uint32_t word = 0; word < cache->filled; word += at(cache, word)->words) {
        at(cache, word)->used = 0;
    }
}

static uint32_t next_tick(kj_glyph_cache *cache) {
    if (++cache->tick == 0) { /* after 2^32 glyphs: a few hundred thousand articles */
        forget_ages(cache);
        cache->tick = 1;
    }
    return cache->tick;
}

const kj_bitmap *kj_glyph_cache_find(kj_glyph_cache *cache, uint32_t key) {
    uint32_t word = cache->buckets[bucket_of(cache, key)];
    cache->stats.lookups++;
    while (word != NONE) {
        kj_bitmap *bitmap = at(cache, word);
        if (bitmap->key == key) {
            cache->stats.hits++;
            bitmap->used = next_tick(cache);
            return bitmap;
        }
        word = bitmap->next;
    }
    return NULL;
}

static void chain(kj_glyph_cache *cache, uint32_t word) {
    kj_bitmap *bitmap = at(cache, word);
    uint16_t *bucket = &cache->buckets[bucket_of(cache, bitmap->key)];
    bitmap->next = *bucket;
    *bucket = (uint16_t)word;
}

/* The oldest bitmaps, at most OLDEST_MAX, the oldest first: one walk for many that go. */
static unsigned find_oldest(const kj_glyph_cache *cache, kj_bitmap *oldest[OLDEST_MAX]) {
    unsigned count = 0;
    for (uint32_t word = 0; word < cache->filled; word += at(cache, word)->words) {
        kj_bitmap *bitmap = at(cache, word);
        if (bitmap->key == DEAD ||
            (count == OLDEST_MAX && bitmap->used >= oldest[OLDEST_MAX - 1u]->used)) {
            continue;
        }
        count += count < OLDEST_MAX;
        unsigned place = count - 1u;
        for (; place > 0 && bitmap->used < oldest[place - 1u]->used; place--) {
            oldest[place] = oldest[place - 1u];
        }
        oldest[place] = bitmap;
    }
    return count;
}

/* Marks the oldest bitmaps dead until goal words are free; room: those that are. */
static void drop_oldest(kj_glyph_cache *cache, uint32_t room, uint32_t goal) {
    while (room < goal) {
        kj_bitmap *oldest[OLDEST_MAX];
        const unsigned count = find_oldest(cache, oldest);
        for (unsigned i = 0; i < count && room < goal; i++) {
            oldest[i]->key = DEAD;
            cache->stats.evicted++;
            room += oldest[i]->words;
        }
    }
}

static void compact(kj_glyph_cache *cache) {
    uint32_t to = 0, filled = cache->filled;
    memset(cache->buckets, 0xFF, sizeof(uint16_t) << cache->bucket_bits);
    for (uint32_t from = 0, words; from < filled; from += words) {
        words = at(cache, from)->words;
        if (at(cache, from)->key != DEAD) {
            memmove(cache->words + to, cache->words + from, (size_t)words * 4);
            chain(cache, to);
            to += words;
        }
    }
    cache->filled = to;
    cache->stats.used_bytes = (size_t)to * 4;
}

static uint32_t words_of(size_t bytes) { return (uint32_t)((sizeof(kj_bitmap) + bytes + 3) / 4); }

kj_bitmap *kj_glyph_cache_reserve(kj_glyph_cache *cache, size_t bytes) {
    if (bytes > (size_t)cache->capacity || words_of(bytes) > cache->capacity / 4) {
        return NULL;
    }
    uint32_t need = words_of(bytes), room = cache->capacity - cache->filled;
    if (room < need) {
        uint32_t batch = cache->capacity / BATCH_PART;
        uint32_t goal = need > batch ? need : batch;
        drop_oldest(cache, room, goal);
        compact(cache);
    }
    return at(cache, cache->filled);
}

void kj_glyph_cache_commit(kj_glyph_cache *cache, kj_bitmap *bitmap, uint32_t key, size_t bytes) {
    bitmap->key = key;
    bitmap->used = next_tick(cache);
    bitmap->words = (uint16_t)words_of(bytes);
    chain(cache, cache->filled);
    cache->filled += bitmap->words;
    cache->stats.used_bytes = (size_t)cache->filled * 4;
    if (cache->stats.used_bytes > cache->stats.peak_bytes) {
        cache->stats.peak_bytes = cache->stats.used_bytes;
    }
}
