/* shape.c - see shape.h. Words of a batch stand in one buffer with a space
 * between them; their clusters carry the word's number, so that the glyphs are
 * told apart afterwards. A word that begins with a mark would join the space
 * before it and opens a batch of its own. Layer: text. */
#include "text/shape.h"

#include "base/utf8.h"
#include "text/run_cache.h"
#include "text/unicode.h"

#include <assert.h>
#include <hb.h>

enum {
    WAITING_MAX = 64, /* words of a batch */
    CLUSTER_BITS = 8, /* of a cluster value: byte in the word; the rest: word in the batch */
    SEPARATOR = 0xFF  /* the byte of the space between two words */
};

/* Glyphs are narrowed to our form where HarfBuzz left them. */
_Static_assert(sizeof(kj_glyph) <= sizeof(hb_glyph_info_t), "a glyph must fit its info's place");

struct kj_shaper {
    kj_faces *faces;
    hb_buffer_t *buffer;
    kj_run_cache cache;
    uint16_t batch_bytes, waiting_bytes;
    uint16_t waiting_count;
    kj_face_id waiting_face;
    bool is_full; /* a run of this window was refused */
    kj_span waiting[WAITING_MAX];
    kj_run_ref waiting_ref[WAITING_MAX];
    uint32_t generation;
    uint32_t lookups, hits, batches, shaped_words, retries;
};

kj_shaper *kj_shaper_init(const kj_shaper_config *config) {
    if (config->cache_bytes < KJ_SHAPER_BYTES_MIN || config->batch_bytes < 64 ||
        config->batch_bytes > 1024 || ((uintptr_t)config->cache & 7u) != 0) {
        return NULL;
    }
    kj_shaper *shaper = config->cache;
    *shaper = (kj_shaper){.faces = config->faces, .batch_bytes = config->batch_bytes};
    size_t own = (sizeof *shaper + 7u) & ~(size_t)7u;
    kj_run_cache_init(&shaper->cache, config->faces, (uint8_t *)config->cache + own,
                      config->cache_bytes - own);
    return shaper;
}

void kj_shaper_deinit(kj_shaper *shaper) {
    hb_buffer_destroy(shaper->buffer);
    shaper->buffer = NULL;
}

void kj_shaper_begin(kj_shaper *shaper) {
    shaper->generation++;
    shaper->waiting_count = 0;
    shaper->waiting_bytes = 0;
    shaper->is_full = false;
    kj_run_cache_begin(&shaper->cache);
}

uint32_t kj_shaper_generation(const kj_shaper *shaper) { return shaper->generation; }

void kj_shaper_clear(kj_shaper *shaper) {
    kj_shaper_begin(shaper);
    kj_run_cache_clear(&shaper->cache);
}

static void add_word(hb_buffer_t *buffer, unsigned number, kj_span word) {
    size_t at = 0;
    while (at < word.length) {
        unsigned cluster = number << CLUSTER_BITS | (unsigned)at;
        hb_buffer_add(buffer, kj_next_code_point(word, &at), cluster);
    }
}

static void fill_buffer(kj_shaper *shaper, unsigned first, unsigned count) {
    hb_buffer_t *buffer = shaper->buffer;
    hb_buffer_clear_contents(buffer);
    hb_buffer_set_content_type(buffer, HB_BUFFER_CONTENT_TYPE_UNICODE);
    hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
    bool is_bengali = kj_face_script(shaper->waiting_face) == KJ_SCRIPT_BENGALI;
    hb_buffer_set_script(buffer, is_bengali ? HB_SCRIPT_BENGALI : HB_SCRIPT_LATIN);
    hb_buffer_set_language(buffer, hb_language_from_string(is_bengali ? "bn" : "en", 2));
    for (unsigned i = 0; i < count; i++) {
        if (i > 0) {
            hb_buffer_add(buffer, ' ', (i - 1u) << CLUSTER_BITS | SEPARATOR);
        }
        add_word(buffer, i, shaper->waiting[first + i]);
    }
}

static uint32_t failures(const kj_shaper *shaper) {
    return kj_heap_get_stats(shaper->faces->heap).failed;
}

/* Shapes waiting words first..first+count-1 into the buffer. KJ_OK only where
 * no allocation failed on the way: HarfBuzz can go on without memory and give
 * wrong glyphs. */
static kj_status shape_buffer(kj_shaper *shaper, unsigned first, unsigned count) {
    hb_font_t *font;
    kj_status status = kj_faces_font(shaper->faces, shaper->waiting_face, &font);
    if (status != KJ_OK) {
        return status;
    }
    uint32_t failed = failures(shaper);
    if (!shaper->buffer) {
        shaper->buffer = hb_buffer_create();
    }
    fill_buffer(shaper, first, count);
    hb_shape(font, shaper->buffer, NULL, 0);
    shaper->batches++;
    return failures(shaper) == failed && hb_buffer_allocation_successful(shaper->buffer)
               ? KJ_OK
               : KJ_ERR_MEMORY;
}

/* Gives all of HarfBuzz's memory back; what was half made is made anew. */
static void start_over(kj_shaper *shaper) {
    shaper->retries++;
    kj_shaper_deinit(shaper);
    kj_faces_rebuild(shaper->faces);
}

static bool fits_16_bits(int32_t value) { return value >= INT16_MIN && value <= INT16_MAX; }

/* Copies one glyph; false where a figure does not fit its field. */
static bool copy_glyph(const hb_glyph_info_t *info, const hb_glyph_position_t *position,
                       kj_glyph *glyph) {
    if (info->codepoint > UINT16_MAX || !fits_16_bits(position->x_advance) ||
        !fits_16_bits(position->x_offset) || !fits_16_bits(position->y_offset)) {
        return false;
    }
    *glyph = (kj_glyph){
        .id = (uint16_t)info->codepoint,
        .advance = (int16_t)position->x_advance,
        .dx = (int16_t)position->x_offset,
        .dy = (int16_t)position->y_offset,
        .cluster = (uint8_t)(info->cluster & 0xFFu),
        .unsafe = (hb_glyph_info_get_glyph_flags(info) & HB_GLYPH_FLAG_UNSAFE_TO_BREAK) != 0,
    };
    return true;
}

/* The shaped buffer's glyphs, and how far they have been stored. */
typedef struct shaped_batch {
    hb_glyph_info_t *infos;
    const hb_glyph_position_t *positions;
    unsigned count, at;
} shaped_batch;

/* Stores the glyphs of word number, which begin at shaped->at. */
static kj_status store_word(kj_shaper *shaper, shaped_batch *shaped, unsigned number,
                            unsigned index) {
    /* A glyph is half as long as an info: the i-th overwrites only infos that
     * have been read. */
    kj_glyph *glyphs = (kj_glyph *)(void *)&shaped->infos[shaped->at];
    unsigned count = 0;
    while (shaped->at < shaped->count) {
        hb_glyph_info_t info = shaped->infos[shaped->at];
        if (info.cluster >> CLUSTER_BITS != number) {
            break;
        }
        shaped->at++;
        if ((info.cluster & 0xFFu) == SEPARATOR) {
            break;
        }
        kj_glyph glyph;
        if (count == KJ_RUN_GLYPHS_MAX ||
            !copy_glyph(&info, &shaped->positions[shaped->at - 1u], &glyph)) {
            return KJ_ERR_FORMAT;
        }
        glyphs[count++] = glyph;
    }
    kj_word_key key;
    kj_word_key_make(&key, shaper->waiting_face, shaper->waiting[index]);
    shaper->shaped_words++;
    if (!kj_run_cache_store(&shaper->cache, shaper->waiting_ref[index], &key, glyphs, count)) {
        shaper->is_full = true;
    }
    return KJ_OK;
}

static kj_status store_batch(kj_shaper *shaper, unsigned first, unsigned count) {
    shaped_batch shaped = {.at = 0};
    shaped.infos = hb_buffer_get_glyph_infos(shaper->buffer, &shaped.count);
    shaped.positions = hb_buffer_get_glyph_positions(shaper->buffer, NULL);
    for (unsigned i = 0; i < count; i++) {
        kj_status status = store_word(shaper, &shaped, i, first + i);
        if (status != KJ_OK) {
            return status;
        }
    }
    return shaped.at == shaped.count ? KJ_OK : KJ_ERR_FORMAT;
}

/* Whether no word of the batch, count words, can have touched another. A glyph
 * more with a space's cluster is a mark that joined it. And where HarfBuzz
 * gives a sign without a letter its dotted circle, the next such sign gets none
 * if it comes 15 syllables later (syllables are numbered modulo 15,
 * hb-ot-shaper-syllabic.cc): as soon as one circle is seen, words are shaped
 * alone. */
static bool kept_apart(kj_shaper *shaper, unsigned count) {
    uint16_t circle;
    if (count == 1) {
        return true;
    }
    if (kj_faces_glyph(shaper->faces, shaper->waiting_face, 0x25CC, &circle) != KJ_OK) {
        return false;
    }
    unsigned length, separators = 0;
    const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(shaper->buffer, &length);
    for (unsigned i = 0; i < length; i++) {
        if (infos[i].codepoint == circle && circle != 0) {
            return false;
        }
        separators += (infos[i].cluster & 0xFFu) == SEPARATOR;
    }
    return separators == count - 1u;
}

/* Shapes all waiting words: in one batch, or after a failed allocation in ever
 * smaller ones. */
static kj_status shape_waiting(kj_shaper *shaper) {
    unsigned at = 0, size = shaper->waiting_count, tries_alone = 0;
    while (at < shaper->waiting_count) {
        unsigned left = shaper->waiting_count - at;
        unsigned count = size < left ? size : left;
        kj_status status = shape_buffer(shaper, at, count);
        if (status == KJ_ERR_MEMORY) {
            if (size == 1 && tries_alone++ > 0) {
                return status;
            }
            start_over(shaper);
            size = (size + 1u) / 2u;
            continue;
        }
        if (status == KJ_OK && !kept_apart(shaper, count)) {
            size = 1;
            continue;
        }
        if (status == KJ_OK) {
            status = store_batch(shaper, at, count);
        }
        if (status != KJ_OK) {
            return status;
        }
        at += count;
        tries_alone = 0;
    }
    return KJ_OK;
}

static kj_status end_batch(kj_shaper *shaper) {
    kj_status status = shape_waiting(shaper);
    if (status != KJ_OK) {
        for (unsigned i = 0; i < shaper->waiting_count; i++) {
            if (!kj_shaper_ready(shaper, shaper->waiting_ref[i])) {
                kj_run_cache_refuse(&shaper->cache, shaper->waiting_ref[i]);
            }
        }
    }
    shaper->waiting_count = 0;
    shaper->waiting_bytes = 0;
    return status;
}

/* Whether what stands before word in a buffer cannot matter to it: it begins
 * with a character that starts a cluster of its own. Marks, joiners and scripts
 * that we do not know are shaped alone. */
static bool can_follow(kj_span word) {
    size_t at = 0;
    uint32_t first = kj_utf8_next(word, &at);
    return first < 0x0300 || (kj_is_bengali(first) && !kj_extends_cluster(first)) ||
           (first >= 0x2010 && first <= 0x2027) || (first >= 0x2030 && first <= 0x205E);
}

/* Whether word must not join the words that wait. */
static bool needs_new_batch(const kj_shaper *shaper, kj_face_id face, kj_span word) {
    return shaper->waiting_count > 0 &&
           (shaper->waiting_count == WAITING_MAX || shaper->waiting_face != face ||
            shaper->waiting_bytes + word.length > shaper->batch_bytes || !can_follow(word));
}

static kj_status wait_for_shaping(kj_shaper *shaper, const kj_word_key *key, kj_span word,
                                  kj_run_ref *ref) {
    if (needs_new_batch(shaper, key->face, word)) {
        kj_status status = end_batch(shaper);
        if (status != KJ_OK || shaper->is_full) {
            return status != KJ_OK ? status : KJ_AGAIN;
        }
    }
    kj_run_ref added = kj_run_cache_add(&shaper->cache, key, shaper->waiting_count);
    if (added == KJ_RUN_NONE) {
        return KJ_AGAIN;
    }
    shaper->waiting[shaper->waiting_count] = word;
    shaper->waiting_ref[shaper->waiting_count++] = added;
    shaper->waiting_face = key->face;
    shaper->waiting_bytes = (uint16_t)(shaper->waiting_bytes + word.length + 1u);
    *ref = added;
    return KJ_OK;
}

kj_status kj_shaper_add(kj_shaper *shaper, kj_face_id face, kj_span word, kj_run_ref *ref) {
    assert(word.length > 0 && word.length <= KJ_SHAPER_WORD_BYTES_MAX);
    if (shaper->is_full) {
        return KJ_AGAIN;
    }
    kj_word_key key;
    kj_word_key_make(&key, face, word);
    shaper->lookups++;
    kj_run_ref found =
        kj_run_cache_find(&shaper->cache, &key, word, shaper->waiting, shaper->waiting_face);
    if (found == KJ_RUN_NONE) {
        return wait_for_shaping(shaper, &key, word, ref);
    }
    shaper->hits++;
    *ref = found;
    return KJ_OK;
}

kj_status kj_shaper_flush(kj_shaper *shaper) {
    kj_status status = shaper->waiting_count ? end_batch(shaper) : KJ_OK;
    return status == KJ_OK && shaper->is_full ? KJ_AGAIN : status;
}

bool kj_shaper_ready(const kj_shaper *shaper, kj_run_ref ref) {
    return shaper->cache.slots[ref].state == KJ_RUN_READY;
}

int32_t kj_run_advance(const kj_shaper *shaper, kj_run_ref ref) {
    return kj_run_cache_advance(&shaper->cache, ref);
}

unsigned kj_run_length(const kj_shaper *shaper, kj_run_ref ref) {
    return kj_run_cache_length(&shaper->cache, ref);
}

void kj_run_read(const kj_shaper *shaper, kj_run_ref ref, unsigned first, unsigned count,
                 kj_glyph *glyphs) {
    kj_run_cache_read(&shaper->cache, ref, first, count, glyphs);
}

void kj_shaper_get_stats(const kj_shaper *shaper, kj_shaper_stats *stats) {
    const kj_run_cache *cache = &shaper->cache;
    size_t fixed = (size_t)((const uint8_t *)cache->store - (const uint8_t *)shaper);
    *stats = (kj_shaper_stats){.lookups = shaper->lookups,
                               .hits = shaper->hits,
                               .batches = shaper->batches,
                               .shaped_words = shaper->shaped_words,
                               .evicted = cache->evicted,
                               .retries = shaper->retries,
                               .cache_used_bytes = fixed + 2u * cache->used_units,
                               .cache_peak_bytes = fixed + 2u * cache->peak_units,
                               .cache_size_bytes = fixed + 2u * cache->store_units};
}
