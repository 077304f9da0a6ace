/* shaped.h - lines of real words on a display list, and a painter to paint them with, for tests
 * and sheets of the render layer.
 *
 * Words go through the firmware's own shaper; positions are rounded to 1/16 pixel as layout
 * does. A list can hold any number of faces and sizes. */
#ifndef KJ_TEST_SHAPED_H
#define KJ_TEST_SHAPED_H

#include "layout/display_list.h"
#include "render/painter.h"
#include "text/fit.h"
#include "text/shape.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHAPED_HEAP_BYTES  (256 * 1024)
#define SHAPED_CACHE_BYTES (32 * 1024)
#define SHAPED_LIST_BYTES  (256 * 1024)

typedef struct shaped {
    kj_heap heap;
    kj_faces faces;
    kj_shaper *shaper;
    kj_display_list list;
    void *memory[3];
} shaped;

static void shaped_require(bool condition, const char *what) {
    if (!condition) {
        printf("shaped.h: cannot %s\n", what);
        exit(2);
    }
}

static void shaped_open(shaped *s) {
    s->memory[0] = malloc(SHAPED_HEAP_BYTES);
    s->memory[1] = malloc(SHAPED_CACHE_BYTES);
    s->memory[2] = malloc(SHAPED_LIST_BYTES);
    shaped_require(kj_heap_init(&s->heap, s->memory[0], SHAPED_HEAP_BYTES) == KJ_OK, "make a heap");
    kj_faces_init(&s->faces, kj_font_data_table, &s->heap);
    const kj_shaper_config config = {&s->faces, s->memory[1], SHAPED_CACHE_BYTES, 384};
    s->shaper = kj_shaper_init(&config);
    shaped_require(s->shaper != NULL, "make a shaper");
    shaped_require(kj_display_list_init(&s->list, s->memory[2], SHAPED_LIST_BYTES) == KJ_OK,
                   "make a display list");
}

static inline void shaped_close(shaped *s) {
    kj_shaper_deinit(s->shaper);
    kj_faces_deinit(&s->faces);
    for (unsigned i = 0; i < 3; i++) {
        free(s->memory[i]);
    }
}

static int16_t shaped_12_4(kj_fit fit, int32_t units) {
    int32_t sixteenths = (units * (int32_t)fit.size_26_6 / 100 + 20) / 40;
    return (int16_t)sixteenths;
}

/* Appends the word's glyphs at pen (font units) to the last run; returns the pen behind it. */
static int32_t shaped_word(shaped *s, kj_face_id face, kj_fit fit, int x_px, int32_t pen,
                           const char *word, size_t length) {
    kj_run_ref ref;
    kj_shaper_begin(s->shaper);
    shaped_require(kj_shaper_add(s->shaper, face, (kj_span){(const uint8_t *)word, length}, &ref) ==
                           KJ_OK &&
                       kj_shaper_flush(s->shaper) == KJ_OK,
                   "shape a word");
    for (unsigned i = 0; i < kj_run_length(s->shaper, ref); i++) {
        kj_glyph glyph;
        kj_run_read(s->shaper, ref, i, 1, &glyph);
        shaped_require(s->list.glyph_count < s->list.glyph_capacity, "hold so many glyphs");
        s->list.glyphs[s->list.glyph_count++] = (kj_placed){
            .id = glyph.id,
            .x_12_4 = (int16_t)(x_px * 16 + shaped_12_4(fit, pen + glyph.dx)),
            .advance_12_4 = (uint16_t)shaped_12_4(fit, glyph.advance),
            .dy_6_2 = (int8_t)(-kj_fit_scale(fit, glyph.dy) / 16),
            .cluster = glyph.cluster,
        };
        pen += glyph.advance;
    }
    return pen;
}

/* Adds a run: text's words, one word space (units) apart, from x_px on. Returns where it ends,
 * pixels. */
static int shaped_line(shaped *s, kj_face_id face, uint8_t size_px, int x_px, int baseline_px,
                       const char *text) {
    kj_fit fit = kj_face_fit(face, size_px);
    int32_t pen = 0;
    shaped_require(s->list.run_count < s->list.run_capacity, "hold so many runs");
    s->list.runs[s->list.run_count++] = (kj_placed_run){.first = s->list.glyph_count,
                                                        .baseline_px = (int16_t)baseline_px,
                                                        .face = face,
                                                        .size_px = size_px};
    while (*text) {
        size_t length = strcspn(text, " \n");
        if (length > 0) {
            pen = shaped_word(s, face, fit, x_px, pen, text, length);
        }
        text += length;
        if (*text) {
            pen += 260;
            text++;
        }
    }
    return x_px + kj_fit_scale(fit, pen) / 64;
}

/* A painter with its memory, and one surface. */
typedef struct canvas {
    kj_heap heap;
    kj_arena arena;
    kj_painter *painter;
    kj_surface surface;
    void *memory[4];
} canvas;

#define CANVAS_HEAP_BYTES  (128 * 1024) /* room for all faces at once */
#define CANVAS_ARENA_BYTES 1024

static inline void canvas_open_over(canvas *c, const kj_font_data *fonts, size_t cache_bytes,
                                    size_t heap_bytes) {
    memset(c, 0, sizeof *c);
    c->memory[0] = malloc(heap_bytes);
    c->memory[1] = malloc(CANVAS_ARENA_BYTES);
    c->memory[2] = malloc(cache_bytes);
    kj_arena_init(&c->arena, "boot", c->memory[1], CANVAS_ARENA_BYTES);
    const kj_painter_config config = {fonts, &c->heap, c->memory[2], cache_bytes};
    shaped_require(kj_heap_init(&c->heap, c->memory[0], heap_bytes) == KJ_OK &&
                       kj_painter_open(&c->painter, &c->arena, &config) == KJ_OK,
                   "open a painter");
}

static inline void canvas_open(canvas *c, size_t cache_bytes) {
    canvas_open_over(c, kj_font_data_table, cache_bytes, CANVAS_HEAP_BYTES);
}

/* Gives the canvas a blank surface of a panel, or of a band of it, of exactly as many bytes as it
 * needs, so that ASan sees what lies outside. */
static inline void canvas_blank(canvas *c, unsigned width, unsigned height, unsigned rows,
                                unsigned depth, kj_rotation rotation) {
    size_t bytes = kj_surface_bytes((uint16_t)width, (uint16_t)rows, (uint8_t)depth);
    free(c->memory[3]);
    c->memory[3] = malloc(bytes);
    shaped_require(kj_surface_init(&c->surface, c->memory[3], bytes, (uint16_t)width,
                                   (uint16_t)height, (uint16_t)rows, (uint8_t)depth,
                                   rotation) == KJ_OK,
                   "make a surface");
}

static inline void canvas_close(canvas *c) {
    kj_painter_close(c->painter);
    for (unsigned i = 0; i < 4; i++) {
        free(c->memory[i]);
    }
}

#endif
