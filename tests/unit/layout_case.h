/* layout_case.h - a whole layout engine in static memory, over text in memory: for the tests of
 * the composer and for its fuzzer. */
#ifndef KJ_TEST_LAYOUT_CASE_H
#define KJ_TEST_LAYOUT_CASE_H

#include "document/plain.h"
#include "layout/composer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct layout_case {
    kj_heap heap;
    kj_faces faces;
    kj_shaper *shaper;
    kj_arena article;
    kj_plain plain;
    kj_composer *composer;
    kj_display_list list;
    const uint8_t *text; /* NULL: made by generate */
    uint8_t (*generate)(uint32_t offset);
    int reads_until_error; /* < 0: none */
} layout_case;

static _Alignas(8) uint8_t layout_heap[160 * 1024], layout_cache[40 * 1024];
static _Alignas(8) uint8_t layout_article[32 * 1024], layout_page[64 * 1024];

static kj_status layout_read(void *context, uint32_t offset, uint8_t *bytes, size_t length) {
    layout_case *now = context;
    if (now->reads_until_error >= 0 && now->reads_until_error-- == 0) {
        return KJ_ERR_IO;
    }
    for (size_t i = 0; i < length; i++) {
        bytes[i] = now->text ? now->text[offset + i] : now->generate(offset + (uint32_t)i);
    }
    return KJ_OK;
}

static const kj_page_style layout_portrait = {.width_px = 480,
                                              .height_px = 800,
                                              .margin_px = 24,
                                              .size_px = 26,
                                              .leading_percent = 150,
                                              .justify = true,
                                              .hyphenate = true};

/* Opens everything over a text (or generator) of size bytes; the first status that is not OK. */
static inline kj_status layout_open(layout_case *now, uint32_t size, const kj_page_style *style,
                                    size_t cache_bytes, size_t list_bytes) {
    kj_status status = kj_heap_init(&now->heap, layout_heap, sizeof layout_heap);
    if (status != KJ_OK) {
        return status;
    }
    kj_faces_init(&now->faces, kj_font_data_table, &now->heap);
    now->shaper = kj_shaper_init(&(kj_shaper_config){.faces = &now->faces,
                                                     .cache = layout_cache,
                                                     .cache_bytes = cache_bytes,
                                                     .batch_bytes = 384});
    kj_arena_init(&now->article, "article", layout_article, sizeof layout_article);
    status = now->shaper ? KJ_OK : KJ_ERR_ARGUMENT;
    if (status == KJ_OK) {
        status = kj_display_list_init(&now->list, layout_page, list_bytes);
    }
    kj_source source = {.context = now, .size_bytes = size, .read = layout_read};
    if (status == KJ_OK) {
        status = kj_plain_open(&now->plain, &source);
    }
    return status == KJ_OK ? kj_composer_open(&now->composer, &now->article, &now->plain.document,
                                              now->shaper, &now->faces, style)
                           : status;
}

static inline void layout_close(layout_case *now) {
    if (now->shaper) {
        kj_shaper_deinit(now->shaper);
    }
    kj_faces_deinit(&now->faces);
    kj_heap_deinit(&now->heap);
}

/* 64-bit FNV-1a over all that a display list holds. */
static inline uint64_t layout_hash(const kj_display_list *list) {
    const struct {
        const void *bytes;
        size_t length;
    } parts[4] = {{list->glyphs, list->glyph_count * sizeof *list->glyphs},
                  {list->runs, list->run_count * sizeof *list->runs},
                  {list->lines, list->line_count * sizeof *list->lines},
                  {list->rules, list->rule_count * sizeof *list->rules}};
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    for (unsigned part = 0; part < 4; part++) {
        for (size_t i = 0; i < parts[part].length; i++) {
            hash = (hash ^ ((const uint8_t *)parts[part].bytes)[i]) * UINT64_C(0x100000001B3);
        }
    }
    return hash;
}

#endif
