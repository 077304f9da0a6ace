/* run_cache.c - see run_cache.h. Layer: text. */
#include "text/run_cache.h"

#include <assert.h>
#include <string.h>

/* An entry of the store: three units, then the key's bytes (an even number),
 * then the glyphs. */
enum {
    ENTRY_SLOT,   /* the slot that points here */
    ENTRY_SHAPE,  /* SIZE_MASK: units of the whole entry; face; whether the key is
                     bytes */
    ENTRY_COUNTS, /* low byte: length of the key; high byte: glyphs */
    ENTRY_HEAD,
    SIZE_MASK = 0x0FFF,
    FACE_SHIFT = 12,
    IS_BYTES = 0x8000
};

/* The unit of a glyph, and the units that follow it where its bits say so, in
 * this order. */
enum {
    GLYPH_ID = 0x03FF, /* ID_FOLLOWS: does not fit */
    GLYPH_UNSAFE = 0x0400,
    GLYPH_STEP_SHIFT = 11,  /* three bits: units of the key since the last glyph's cluster */
    GLYPH_STEP = 7,         /* STEP_FOLLOWS: the cluster itself follows */
    GLYPH_ADVANCE = 0x4000, /* an advance follows that is not the font's */
    GLYPH_MOVED = 0x8000,   /* dx and dy follow */
    ID_FOLLOWS = 0x03FF,
    STEP_FOLLOWS = 7,
    GLYPH_UNITS_MAX = 6
};

enum { BYTES_PER_SLOT = 34, USES_MAX = 63, STAMP_MAX = 255, AGE_CLASSES = 32 };

void kj_run_cache_init(kj_run_cache *cache, const kj_faces *faces, void *memory, size_t bytes) {
    *cache = (kj_run_cache){.faces = faces, .slots = memory};
    size_t slots = bytes / BYTES_PER_SLOT;
    cache->slot_count = (uint16_t)(slots < KJ_RUN_NONE ? slots : KJ_RUN_NONE - 1u);
    unsigned buckets = 16;
    while (buckets * 2u <= cache->slot_count && buckets < 0x8000u) {
        buckets *= 2u;
    }
    cache->bucket_mask = (uint16_t)(buckets - 1u);
    cache->buckets = (uint16_t *)(cache->slots + cache->slot_count);
    cache->store = cache->buckets + buckets;
    size_t head = cache->slot_count * sizeof *cache->slots + buckets * sizeof *cache->buckets;
    size_t units = (bytes - head) / sizeof *cache->store;
    cache->store_units = (uint32_t)(units < UINT16_MAX ? units : UINT16_MAX);
    kj_run_cache_clear(cache);
}

/* Chains anew: free slots, and the buckets of all others. */
static void rebuild_chains(kj_run_cache *cache) {
    memset(cache->buckets, 0xFF, (cache->bucket_mask + 1u) * sizeof *cache->buckets);
    cache->free_slots = KJ_RUN_NONE;
    for (unsigned i = cache->slot_count; i-- > 0;) {
        kj_run_slot *slot = &cache->slots[i];
        uint16_t *head = slot->state == KJ_RUN_FREE
                             ? &cache->free_slots
                             : &cache->buckets[slot->hash & cache->bucket_mask];
        slot->next = *head;
        *head = (uint16_t)i;
    }
}

void kj_run_cache_clear(kj_run_cache *cache) {
    memset(cache->slots, 0, cache->slot_count * sizeof *cache->slots);
    cache->used_units = 0;
    cache->unready = 0;
    cache->stamp = 1;
    rebuild_chains(cache);
}

/* Stamps are one byte: before they overflow, all grow younger by half the
 * range, in step. */
static void shift_stamps(kj_run_cache *cache) {
    const uint8_t half = STAMP_MAX / 2 + 1;
    for (unsigned i = 0; i < cache->slot_count; i++) {
        kj_run_slot *slot = &cache->slots[i];
        slot->stamp = slot->stamp > half ? (uint8_t)(slot->stamp - half) : 0;
    }
    cache->stamp = (uint8_t)(cache->stamp - half);
}

void kj_run_cache_begin(kj_run_cache *cache) {
    if (cache->stamp == STAMP_MAX) {
        shift_stamps(cache);
    }
    cache->stamp++;
    if (cache->unready == 0) {
        return;
    }
    for (unsigned i = 0; i < cache->slot_count; i++) {
        if (cache->slots[i].state != KJ_RUN_READY) {
            cache->slots[i].state = KJ_RUN_FREE;
        }
    }
    cache->unready = 0;
    rebuild_chains(cache);
}

static uint16_t *entry_at(const kj_run_cache *cache, kj_run_ref ref) {
    return cache->store + cache->slots[ref].at;
}

static unsigned key_units(unsigned key_length) { return (key_length + 1u) / 2u; }

static bool has_key(const uint16_t *entry, const kj_word_key *key) {
    unsigned shape = (unsigned)key->face << FACE_SHIFT | (key->is_bytes ? IS_BYTES : 0u);
    return (entry[ENTRY_SHAPE] & ~(unsigned)SIZE_MASK) == shape &&
           (entry[ENTRY_COUNTS] & 0xFFu) == key->length &&
           memcmp(entry + ENTRY_HEAD, key->units, key->length) == 0;
}

static bool is_same_word(kj_span left, kj_span right) {
    return left.length == right.length && memcmp(left.data, right.data, left.length) == 0;
}

kj_run_ref kj_run_cache_find(kj_run_cache *cache, const kj_word_key *key, kj_span word,
                             const kj_span *waiting, kj_face_id waiting_face) {
    kj_run_ref ref = cache->buckets[key->hash & cache->bucket_mask];
    for (; ref != KJ_RUN_NONE; ref = cache->slots[ref].next) {
        kj_run_slot *slot = &cache->slots[ref];
        if (slot->hash != key->hash) {
            continue;
        }
        if (slot->state == KJ_RUN_READY
                ? has_key(entry_at(cache, ref), key)
                : slot->state == KJ_RUN_WAITING && waiting_face == key->face &&
                      is_same_word(waiting[slot->at], word)) {
            slot->stamp = cache->stamp;
            slot->uses = slot->uses < USES_MAX ? slot->uses + 1u : USES_MAX;
            return ref;
        }
    }
    return KJ_RUN_NONE;
}

static bool can_go(const kj_run_cache *cache, const kj_run_slot *slot) {
    return slot->state == KJ_RUN_READY && slot->stamp != cache->stamp;
}

/* The higher, the sooner a run goes: windows since its last use, less for words
 * often used, on a logarithmic scale with two steps to each doubling. */
static unsigned age_class(const kj_run_cache *cache, const kj_run_slot *slot) {
    unsigned age = (unsigned)(cache->stamp - slot->stamp) * 64u / (1u + slot->uses);
    unsigned doublings = 0;
    while (age >> doublings > 3u) {
        doublings++;
    }
    unsigned class = 2u * doublings + (age >> doublings & 1u);
    return class < AGE_CLASSES ? class : AGE_CLASSES - 1u;
}

static unsigned entry_units(const uint16_t *entry) { return entry[ENTRY_SHAPE] & SIZE_MASK; }

/* The class from which on runs must go so that a quarter of the store is free,
 * or all that may; AGE_CLASSES where none may. */
static unsigned oldest_to_keep(const kj_run_cache *cache) {
    uint32_t units[AGE_CLASSES] = {0};
    unsigned class = AGE_CLASSES;
    for (unsigned i = 0; i < cache->slot_count; i++) {
        if (can_go(cache, &cache->slots[i])) {
            units[age_class(cache, &cache->slots[i])] +=
                entry_units(entry_at(cache, (kj_run_ref)i));
        }
    }
    unsigned threshold = AGE_CLASSES;
    uint32_t freed = 0;
    while (class -- > 0 && freed < cache->store_units / 4u) {
        threshold = units[class] ? class : threshold;
        freed += units[class];
    }
    return threshold;
}

/* Moves what is still pointed at together. */
static void compact(kj_run_cache *cache) {
    uint32_t to = 0;
    for (uint32_t from = 0; from < cache->used_units;) {
        const uint16_t *entry = cache->store + from;
        unsigned units = entry_units(entry);
        kj_run_slot *slot = &cache->slots[entry[ENTRY_SLOT]];
        if (slot->state == KJ_RUN_READY && slot->at == from) {
            slot->at = (uint16_t)to;
            memmove(cache->store + to, entry, units * sizeof *entry);
            to += units;
        }
        from += units;
    }
    cache->used_units = to;
}

/* Frees the oldest quarter; false where all is pinned. Uses are halved, so that
 * a word of the last article does not stay for ever. */
static bool evict(kj_run_cache *cache) {
    unsigned threshold = oldest_to_keep(cache);
    if (threshold == AGE_CLASSES) {
        return false;
    }
    for (unsigned i = 0; i < cache->slot_count; i++) {
        kj_run_slot *slot = &cache->slots[i];
        if (can_go(cache, slot) && age_class(cache, slot) >= threshold) {
            slot->state = KJ_RUN_FREE;
            cache->evicted++;
        }
        slot->uses /= 2;
    }
    compact(cache);
    rebuild_chains(cache);
    return true;
}

kj_run_ref kj_run_cache_add(kj_run_cache *cache, const kj_word_key *key, uint16_t index) {
    if (cache->free_slots == KJ_RUN_NONE && !evict(cache)) {
        return KJ_RUN_NONE;
    }
    kj_run_ref ref = cache->free_slots;
    uint16_t *head = &cache->buckets[key->hash & cache->bucket_mask];
    cache->free_slots = cache->slots[ref].next;
    cache->slots[ref] = (kj_run_slot){.at = index,
                                      .next = *head,
                                      .hash = key->hash,
                                      .stamp = cache->stamp,
                                      .state = KJ_RUN_WAITING};
    *head = ref;
    cache->unready++;
    return ref;
}

void kj_run_cache_refuse(kj_run_cache *cache, kj_run_ref ref) {
    cache->slots[ref].state = KJ_RUN_REFUSED;
}

/* A walk along a run: where the last glyph's cluster is, in the key and in the
 * word. */
typedef struct cluster_walk {
    const uint8_t *key;
    bool is_bytes;
    unsigned unit, byte;
} cluster_walk;

static void step_by(cluster_walk *walk, unsigned units) {
    for (; units > 0; units--) {
        walk->byte += kj_word_unit_bytes(walk->key[walk->unit++], walk->is_bytes);
    }
}

/* Steps to cluster, and how many units that took; STEP_FOLLOWS where it is not
 * a short way on. */
static unsigned step_to(cluster_walk *walk, unsigned key_length, unsigned cluster) {
    cluster_walk tried = *walk;
    unsigned steps = 0;
    while (tried.byte < cluster && tried.unit < key_length && steps < STEP_FOLLOWS) {
        step_by(&tried, 1);
        steps++;
    }
    if (tried.byte != cluster || steps == STEP_FOLLOWS) {
        return STEP_FOLLOWS;
    }
    *walk = tried;
    return steps;
}

/* From a cluster that stands in the run itself. */
static void jump_to(cluster_walk *walk, unsigned key_length, unsigned cluster) {
    walk->unit = walk->byte = 0;
    while (walk->byte < cluster && walk->unit < key_length) {
        step_by(walk, 1);
    }
    walk->byte = cluster;
}

/* Writes glyph to units (GLYPH_UNITS_MAX); how many it takes. */
static unsigned pack(const kj_run_cache *cache, const kj_word_key *key, const kj_glyph *glyph,
                     cluster_walk *walk, uint16_t *units) {
    unsigned count = 1;
    unsigned step = step_to(walk, key->length, glyph->cluster);
    unsigned head = step << GLYPH_STEP_SHIFT | (glyph->unsafe ? GLYPH_UNSAFE : 0u);
    head |= glyph->id < ID_FOLLOWS ? glyph->id : (unsigned)ID_FOLLOWS;
    if (glyph->id >= ID_FOLLOWS) {
        units[count++] = glyph->id;
    }
    if (step == STEP_FOLLOWS) {
        units[count++] = glyph->cluster;
        jump_to(walk, key->length, glyph->cluster);
    }
    if (glyph->advance != kj_faces_advance(cache->faces, key->face, glyph->id)) {
        head |= GLYPH_ADVANCE;
        units[count++] = (uint16_t)glyph->advance;
    }
    if (glyph->dx != 0 || glyph->dy != 0) {
        head |= GLYPH_MOVED;
        units[count++] = (uint16_t)glyph->dx;
        units[count++] = (uint16_t)glyph->dy;
    }
    units[0] = (uint16_t)head;
    return count;
}

static unsigned packed_units(const kj_run_cache *cache, const kj_word_key *key,
                             const kj_glyph *glyphs, unsigned count) {
    cluster_walk walk = {.key = key->units, .is_bytes = key->is_bytes};
    uint16_t scratch[GLYPH_UNITS_MAX];
    unsigned units = ENTRY_HEAD + key_units(key->length);
    for (unsigned i = 0; i < count; i++) {
        units += pack(cache, key, &glyphs[i], &walk, scratch);
    }
    return units;
}

/* Writes the entry of a slot at its place; units it takes. */
static unsigned write_entry(kj_run_cache *cache, kj_run_ref ref, const kj_word_key *key,
                            const kj_glyph *glyphs, unsigned count) {
    uint16_t *entry = entry_at(cache, ref);
    cluster_walk walk = {.key = key->units, .is_bytes = key->is_bytes};
    memcpy(entry + ENTRY_HEAD, key->units, key->length);
    uint16_t *at = entry + ENTRY_HEAD + key_units(key->length);
    for (unsigned i = 0; i < count; i++) {
        at += pack(cache, key, &glyphs[i], &walk, at);
    }
    unsigned units = (unsigned)(at - entry);
    entry[ENTRY_SLOT] = ref;
    entry[ENTRY_SHAPE] = (uint16_t)(units | (unsigned)key->face << FACE_SHIFT |
                                    (key->is_bytes ? (unsigned)IS_BYTES : 0u));
    entry[ENTRY_COUNTS] = (uint16_t)(key->length | count << 8);
    return units;
}

static bool has_room(const kj_run_cache *cache, unsigned units) {
    return units <= cache->store_units - cache->used_units;
}

/* Whether there is room for the glyphs, after eviction where need be. What they
 * take exactly is counted only where the most that they can take does not fit.
 */
static bool make_room(kj_run_cache *cache, const kj_word_key *key, const kj_glyph *glyphs,
                      unsigned count) {
    if (has_room(cache, ENTRY_HEAD + key_units(key->length) + GLYPH_UNITS_MAX * count)) {
        return true;
    }
    unsigned units = packed_units(cache, key, glyphs, count);
    while (!has_room(cache, units)) {
        if (!evict(cache)) {
            return false;
        }
    }
    return true;
}

bool kj_run_cache_store(kj_run_cache *cache, kj_run_ref ref, const kj_word_key *key,
                        const kj_glyph *glyphs, unsigned count) {
    assert(count <= KJ_RUN_GLYPHS_MAX);
    if (!make_room(cache, key, glyphs, count)) {
        kj_run_cache_refuse(cache, ref);
        return false;
    }
    cache->slots[ref].at = (uint16_t)cache->used_units;
    cache->slots[ref].state = KJ_RUN_READY;
    cache->unready--;
    cache->used_units += write_entry(cache, ref, key, glyphs, count);
    if (cache->used_units > cache->peak_units) {
        cache->peak_units = cache->used_units;
    }
    return true;
}

static const uint16_t *ready_entry(const kj_run_cache *cache, kj_run_ref ref) {
    assert(ref < cache->slot_count && cache->slots[ref].state == KJ_RUN_READY);
    return entry_at(cache, ref);
}

unsigned kj_run_cache_length(const kj_run_cache *cache, kj_run_ref ref) {
    return ready_entry(cache, ref)[ENTRY_COUNTS] >> 8;
}

/* A walk along the glyphs of a run. */
typedef struct run_walk {
    const kj_run_cache *cache;
    const uint16_t *units;
    cluster_walk clusters;
    unsigned key_length;
    kj_face_id face;
} run_walk;

static run_walk begin_walk(const kj_run_cache *cache, kj_run_ref ref) {
    const uint16_t *entry = ready_entry(cache, ref);
    unsigned key_length = entry[ENTRY_COUNTS] & 0xFFu;
    return (run_walk){.cache = cache,
                      .units = entry + ENTRY_HEAD + key_units(key_length),
                      .clusters = {.key = (const uint8_t *)(entry + ENTRY_HEAD),
                                   .is_bytes = (entry[ENTRY_SHAPE] & IS_BYTES) != 0},
                      .key_length = key_length,
                      .face = entry[ENTRY_SHAPE] >> FACE_SHIFT & 7u};
}

static void take_glyph(run_walk *walk, kj_glyph *glyph) {
    const uint16_t *units = walk->units;
    unsigned head = *units++, step = head >> GLYPH_STEP_SHIFT & GLYPH_STEP, id = head & GLYPH_ID;
    glyph->id = id == ID_FOLLOWS ? *units++ : (uint16_t)id;
    if (step == STEP_FOLLOWS) {
        jump_to(&walk->clusters, walk->key_length, *units++);
    } else {
        step_by(&walk->clusters, step);
    }
    glyph->cluster = (uint8_t)walk->clusters.byte;
    glyph->unsafe = (head & GLYPH_UNSAFE) != 0;
    glyph->advance = head & GLYPH_ADVANCE
                         ? (int16_t)*units++
                         : kj_faces_advance(walk->cache->faces, walk->face, glyph->id);
    glyph->dx = head & GLYPH_MOVED ? (int16_t)*units++ : 0;
    glyph->dy = head & GLYPH_MOVED ? (int16_t)*units++ : 0;
    walk->units = units;
}

/* Without the clusters, which take most of a walk's time. */
int32_t kj_run_cache_advance(const kj_run_cache *cache, kj_run_ref ref) {
    const run_walk walk = begin_walk(cache, ref);
    const uint16_t *units = walk.units;
    int32_t advance = 0;
    for (unsigned left = kj_run_cache_length(cache, ref); left > 0; left--) {
        const unsigned head = *units++, id = head & GLYPH_ID;
        const uint16_t glyph = id == ID_FOLLOWS ? *units++ : (uint16_t)id;
        units += (head >> GLYPH_STEP_SHIFT & GLYPH_STEP) == STEP_FOLLOWS;
        advance += head & GLYPH_ADVANCE ? (int16_t)*units++
                                        : kj_faces_advance(cache->faces, walk.face, glyph);
        units += head & GLYPH_MOVED ? 2 : 0;
    }
    return advance;
}

void kj_run_cache_read(const kj_run_cache *cache, kj_run_ref ref, unsigned first, unsigned count,
                       kj_glyph *glyphs) {
    assert(first + count <= kj_run_cache_length(cache, ref));
    run_walk walk = begin_walk(cache, ref);
    for (unsigned i = 0; i < first; i++) {
        kj_glyph skipped;
        take_glyph(&walk, &skipped);
    }
    for (unsigned i = 0; i < count; i++) {
        take_glyph(&walk, &glyphs[i]);
    }
}
