/* run_cache.h - glyph runs of words in a bounded piece of memory, keyed by word
 * and face.
 *
 * Offsets and no pointers, so that a run is as large on a 64-bit host as on the
 * device: 14 bytes, one a character, two for most glyphs (their advance is the
 * font's own and their cluster a short step from the last). Runs used since the
 * last kj_run_cache_begin are pinned; of the others those least used and
 * longest ago go first, a quarter of the store at a time, and the rest moves
 * together, so that nothing fragments. Layer: text. */
#ifndef KJ_TEXT_RUN_CACHE_H
#define KJ_TEXT_RUN_CACHE_H

#include "text/shape.h"
#include "text/word_key.h"

#define KJ_RUN_NONE 0xFFFFu

/* Most glyphs of a run. */
#define KJ_RUN_GLYPHS_MAX 255u

typedef enum kj_run_state {
    KJ_RUN_FREE,
    KJ_RUN_WAITING, /* to be shaped; its word is in the shaper's list */
    KJ_RUN_READY,
    KJ_RUN_REFUSED /* no room for it in this window */
} kj_run_state;

typedef struct kj_run_slot {
    uint16_t at;   /* READY: 2-byte units from the store's start; WAITING: the
                      shaper's index */
    uint16_t next; /* of the same bucket, or of the free ones; KJ_RUN_NONE at the
                      end */
    uint16_t hash;
    uint8_t stamp; /* window of the last use */
    uint8_t state : 2, uses : 6;
} kj_run_slot;

typedef struct kj_run_cache {
    const kj_faces *faces; /* whose advances runs lean on */
    kj_run_slot *slots;
    uint16_t *buckets;
    uint16_t *store;
    uint32_t store_units, used_units, peak_units;
    uint32_t evicted;
    uint16_t slot_count, bucket_mask, free_slots;
    uint16_t unready; /* slots that are WAITING or REFUSED */
    uint8_t stamp;
} kj_run_cache;

/* Splits memory (8-byte aligned) into slots, buckets and store. */
void kj_run_cache_init(kj_run_cache *cache, const kj_faces *faces, void *memory, size_t bytes);
void kj_run_cache_clear(kj_run_cache *cache);

/* Starts a window: nothing is pinned; waiting and refused slots are free again.
 */
void kj_run_cache_begin(kj_run_cache *cache);

/* The slot of word, pinned by this look-up, or KJ_RUN_NONE. waiting: the words
 * of waiting slots, all of waiting_face. */
kj_run_ref kj_run_cache_find(kj_run_cache *cache, const kj_word_key *key, kj_span word,
                             const kj_span *waiting, kj_face_id waiting_face);

/* A pinned slot for a word that is not there, in state WAITING with at = index;
 * KJ_RUN_NONE when every slot is pinned. May evict. */
kj_run_ref kj_run_cache_add(kj_run_cache *cache, const kj_word_key *key, uint16_t index);

/* Stores the glyphs (at most KJ_RUN_GLYPHS_MAX) of a waiting slot, which
 * becomes READY; or REFUSED, and false, where the pinned runs leave no room.
 * May evict and move others. */
bool kj_run_cache_store(kj_run_cache *cache, kj_run_ref ref, const kj_word_key *key,
                        const kj_glyph *glyphs, unsigned count);

/* Gives a waiting slot up until the next window: its word could not be shaped.
 */
void kj_run_cache_refuse(kj_run_cache *cache, kj_run_ref ref);

/* Of a READY slot. */
unsigned kj_run_cache_length(const kj_run_cache *cache, kj_run_ref ref);
int32_t kj_run_cache_advance(const kj_run_cache *cache, kj_run_ref ref);
void kj_run_cache_read(const kj_run_cache *cache, kj_run_ref ref, unsigned first, unsigned count,
                       kj_glyph *glyphs);

#endif
