/* shape_case.h - what the tests of the shaper share: an engine with memory of its own, words from
 * the written hard cases, runs to compare. */
#ifndef KJ_TESTS_SHAPE_CASE_H
#define KJ_TESTS_SHAPE_CASE_H

#include "base/utf8.h"
#include "test.h"
#include "text/shape.h"

#include <stdbool.h>

enum { HEAP_BYTES = 192 * 1024, CACHE_BYTES = 16 * 1024, GLYPHS_MAX = 512 };

/* Everything that shaping needs, with memory of its own; one at a time. */
typedef struct bench {
    kj_heap heap;
    kj_faces faces;
    kj_shaper *shaper;
} bench;

typedef struct run {
    unsigned count;
    kj_glyph glyphs[GLYPHS_MAX];
} run;

static _Alignas(8) uint8_t heap_memory[HEAP_BYTES], cache_memory[256 * 1024];

static inline void open_sized(bench *b, size_t cache_bytes, uint16_t batch_bytes) {
    KJ_CHECK_EQ(kj_heap_init(&b->heap, heap_memory, sizeof heap_memory), KJ_OK);
    kj_faces_init(&b->faces, kj_font_data_table, &b->heap);
    b->shaper = kj_shaper_init(&(kj_shaper_config){.faces = &b->faces,
                                                   .cache = cache_memory,
                                                   .cache_bytes = cache_bytes,
                                                   .batch_bytes = batch_bytes});
    KJ_CHECK(b->shaper != NULL);
}

static inline void open_bench(bench *b) { open_sized(b, CACHE_BYTES, 384); }

static inline void close_bench(bench *b) {
    kj_shaper_deinit(b->shaper);
    kj_faces_deinit(&b->faces);
    KJ_CHECK_EQ(kj_heap_check(&b->heap), KJ_OK);
    KJ_CHECK_EQ(kj_heap_get_stats(&b->heap).live, 0);
    kj_heap_deinit(&b->heap);
}

static inline kj_span span_of(const char *word) {
    return (kj_span){(const uint8_t *)word, strlen(word)};
}

static inline void read_run(const bench *b, kj_run_ref ref, run *out) {
    KJ_CHECK(kj_shaper_ready(b->shaper, ref));
    out->count = kj_run_length(b->shaper, ref);
    KJ_CHECK(out->count <= GLYPHS_MAX);
    kj_run_read(b->shaper, ref, 0, out->count, out->glyphs);
}

static inline bool same_glyph(const kj_glyph *a, const kj_glyph *b) {
    return a->id == b->id && a->advance == b->advance && a->dx == b->dx && a->dy == b->dy &&
           a->cluster == b->cluster && a->unsafe == b->unsafe;
}

static inline bool same_run(const run *a, const run *b) {
    for (unsigned i = 0; i < a->count && a->count == b->count; i++) {
        if (!same_glyph(&a->glyphs[i], &b->glyphs[i])) {
            return false;
        }
    }
    return a->count == b->count;
}

/* One word in a window of its own. */
static inline kj_status shape_alone(bench *b, kj_face_id face, kj_span word, run *out) {
    kj_run_ref ref;
    kj_shaper_begin(b->shaper);
    kj_status status = kj_shaper_add(b->shaper, face, word, &ref);
    if (status == KJ_OK) {
        status = kj_shaper_flush(b->shaper);
    }
    if (status == KJ_OK) {
        read_run(b, ref, out);
    }
    return status;
}

static inline const char *describe(const run *r) {
    static char out[8192];
    size_t end = (size_t)snprintf(out, sizeof out, "[");
    for (unsigned i = 0; i < r->count; i++) {
        const kj_glyph *g = &r->glyphs[i];
        end += (size_t)snprintf(out + end, sizeof out - end, "%s%u=%u", i ? "|" : "", g->id,
                                g->cluster);
        if (g->dx || g->dy) {
            end += (size_t)snprintf(out + end, sizeof out - end, "@%d,%d", g->dx, g->dy);
        }
        end += (size_t)snprintf(out + end, sizeof out - end, "+%d", g->advance);
    }
    snprintf(out + end, sizeof out - end, "]");
    return out;
}

/* --- Files of words */

typedef struct words {
    unsigned count;
    kj_span *spans;
    char *text;
} words;

static inline words read_lines(const char *path) {
    words all = {.count = 0};
    FILE *in = fopen(path, "rb");
    KJ_CHECK(in != NULL);
    KJ_CHECK_EQ(fseek(in, 0, SEEK_END), 0);
    long length = ftell(in);
    KJ_CHECK(length > 0);
    rewind(in);
    all.text = malloc((size_t)length + 1);
    KJ_CHECK_EQ(fread(all.text, 1, (size_t)length, in), length);
    fclose(in);
    all.text[length] = 0;
    for (long i = 0; i < length; i++) {
        all.count += all.text[i] == '\n';
    }
    all.spans = calloc(all.count, sizeof *all.spans);
    char *at = all.text;
    for (unsigned i = 0; i < all.count; i++) {
        size_t line = strcspn(at, "\n");
        all.spans[i] = (kj_span){(const uint8_t *)at, line};
        at += line + 1;
    }
    return all;
}

static inline void drop_lines(words *all) {
    free(all->spans);
    free(all->text);
}

/* The hard cases that are one segment: no space in them. */
static inline words read_hard_words(void) {
    words all = read_lines(KJ_SOURCE_DIR "/tests/data/hard-cases.txt");
    unsigned kept = 0;
    for (unsigned i = 0; i < all.count; i++) {
        kj_span line = all.spans[i];
        if (line.length > 0 && line.length <= KJ_SHAPER_WORD_BYTES_MAX &&
            !memchr(line.data, ' ', line.length)) {
            all.spans[kept++] = line;
        }
    }
    all.count = kept;
    KJ_CHECK(kept > 15000);
    return all;
}

/* Adds words first.. to one window until the cache says stop; how many are ready after it. */
static inline unsigned shape_window(bench *b, kj_face_id face, const words *all, unsigned first,
                                    unsigned most, kj_run_ref *refs) {
    unsigned added = 0, ready = 0;
    kj_status status = KJ_OK;
    kj_shaper_begin(b->shaper);
    while (added < most && first + added < all->count) {
        status = kj_shaper_add(b->shaper, face, all->spans[first + added], &refs[added]);
        if (status != KJ_OK) {
            break;
        }
        added++;
    }
    KJ_CHECK(status >= KJ_OK);
    KJ_CHECK(kj_shaper_flush(b->shaper) >= KJ_OK);
    while (ready < added && kj_shaper_ready(b->shaper, refs[ready])) {
        ready++;
    }
    KJ_CHECK(ready > 0);
    return ready;
}

/* Runs of single words, kept in a digest each: what the words are in batches must equal them. */
static inline uint64_t digest_of(const run *r) {
    uint64_t digest = r->count;
    for (unsigned i = 0; i < r->count; i++) {
        const kj_glyph *g = &r->glyphs[i];
        const int fields[] = {g->id, g->advance, g->dx, g->dy, g->cluster, g->unsafe};
        for (unsigned f = 0; f < 6; f++) {
            digest = (digest ^ (uint64_t)(uint16_t)fields[f]) * UINT64_C(0x100000001B3);
            digest ^= digest >> 29;
        }
    }
    return digest;
}

#endif
