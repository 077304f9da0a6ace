/* shape.h - words to glyphs, each distinct word once.
 *
 * Words are gathered and shaped in batches of about 384 bytes (one word a call
 * costs twice as much from XIP flash), and their glyph runs kept in a bounded
 * cache keyed by bytes and face. Runs are in font units, so one run serves
 * every size. A failed allocation inside HarfBuzz can give wrong glyphs and
 * still say success: any failure during a batch throws its result away, evicts,
 * rebuilds the faces and shapes again. Layer: text. */
#ifndef KJ_TEXT_SHAPE_H
#define KJ_TEXT_SHAPE_H

#include "base/span.h"
#include "text/face.h"

/* Least memory of a shaper, bytes, and the longest word that it takes. */
#define KJ_SHAPER_BYTES_MIN      8192u
#define KJ_SHAPER_WORD_BYTES_MAX 240u

/* One positioned glyph in font units, as HarfBuzz gives it. */
typedef struct kj_glyph {
    uint16_t id;
    int16_t advance;
    int16_t dx, dy;  /* offset from the pen, y upwards */
    uint8_t cluster; /* byte offset of its cluster in the word */
    uint8_t unsafe;  /* 1: breaking before this cluster needs the parts shaped again */
} kj_glyph;

/* A word's slot in the cache: valid until the next kj_shaper_begin. */
typedef uint16_t kj_run_ref;

typedef struct kj_shaper_config {
    kj_faces *faces;
    void *cache;          /* 8-byte aligned memory for the run cache, caller's */
    size_t cache_bytes;   /* >= KJ_SHAPER_BYTES_MIN */
    uint16_t batch_bytes; /* text per HarfBuzz call, 64..1024; 384 measured best */
} kj_shaper_config;

typedef struct kj_shaper_stats {
    uint32_t lookups, hits, batches, shaped_words, evicted, retries;
    size_t cache_used_bytes, cache_peak_bytes, cache_size_bytes;
} kj_shaper_stats;

typedef struct kj_shaper kj_shaper;

/* Bytes that kj_shaper_init takes from config.cache for itself are counted within it.
 * Returns NULL when the config is outside its limits. Lives in config.cache. */
kj_shaper *kj_shaper_init(const kj_shaper_config *config);

/* Gives the shaping buffer's memory back to the HarfBuzz heap. Before kj_faces_deinit. */
void kj_shaper_deinit(kj_shaper *shaper);

/* Starts a window: runs of earlier windows may be evicted from now on. */
void kj_shaper_begin(kj_shaper *shaper);

/* A number that changes with each kj_shaper_begin: refs of another generation are gone. */
uint32_t kj_shaper_generation(const kj_shaper *shaper);

/* Asks for the run of word (1..KJ_SHAPER_WORD_BYTES_MAX bytes, one segment of the itemizer,
 * borrowed until the flush). Returns KJ_OK and a ref that can be read after kj_shaper_flush;
 * KJ_AGAIN: this window's runs fill the cache (flush, use what is there, begin anew);
 * ERR_MEMORY: not even after eviction and rebuilding; ERR_FORMAT: the face. */
KJ_MUST_USE kj_status kj_shaper_add(kj_shaper *shaper, kj_face_id face, kj_span word,
                                    kj_run_ref *ref);

/* Shapes what is still waiting; after KJ_OK every ref of this window can be read. KJ_AGAIN:
 * runs turned out larger than the cache has room for: the last words added are not shaped,
 * kj_shaper_ready says which. Errors as kj_shaper_add. */
KJ_MUST_USE kj_status kj_shaper_flush(kj_shaper *shaper);
bool kj_shaper_ready(const kj_shaper *shaper, kj_run_ref ref);

/* Sum of the run's advances in font units. Cannot fail on a ready ref. */
int32_t kj_run_advance(const kj_shaper *shaper, kj_run_ref ref);
unsigned kj_run_length(const kj_shaper *shaper, kj_run_ref ref); /* glyphs */

/* Reads glyphs first..first+count-1 of a run into glyphs (in visual order, left
 * to right). */
void kj_run_read(const kj_shaper *shaper, kj_run_ref ref, unsigned first, unsigned count,
                 kj_glyph *glyphs);

void kj_shaper_get_stats(const kj_shaper *shaper, kj_shaper_stats *stats);
void kj_shaper_clear(kj_shaper *shaper); /* forgets every run; counters stay */

#endif
