/* engine.c - see engine.h. Layer: board (host). */
#include "engine.h"

#include <stdlib.h>

#define ENGINE_BYTES                                                                               \
    (KJ_BUDGET_HARFBUZZ + KJ_BUDGET_FREETYPE + KJ_BUDGET_RUNS + KJ_BUDGET_GLYPHS +                 \
     KJ_BUDGET_LIST + KJ_BUDGET_BOOT + KJ_BUDGET_ARTICLE + KJ_BUDGET_SCRATCH)

static kj_status open_parts(kj_engine *engine, const kj_font_data *fonts, uint8_t *memory) {
    kj_status status = kj_heap_init(&engine->harfbuzz, memory, KJ_BUDGET_HARFBUZZ);
    memory += KJ_BUDGET_HARFBUZZ;
    if (status == KJ_OK) {
        status = kj_heap_init(&engine->freetype, memory, KJ_BUDGET_FREETYPE);
    }
    memory += KJ_BUDGET_FREETYPE;
    if (status != KJ_OK) {
        return status;
    }
    kj_faces_init(&engine->faces, fonts, &engine->harfbuzz);
    engine->shaper = kj_shaper_init(&(kj_shaper_config){.faces = &engine->faces,
                                                        .cache = memory,
                                                        .cache_bytes = KJ_BUDGET_RUNS,
                                                        .batch_bytes = 384});
    memory += KJ_BUDGET_RUNS;
    if (!engine->shaper) {
        return KJ_ERR_ARGUMENT;
    }
    kj_arena_init(&engine->page, "page", memory, KJ_BUDGET_LIST);
    memory += KJ_BUDGET_LIST;
    kj_arena_init(&engine->boot, "boot", memory, KJ_BUDGET_BOOT);
    memory += KJ_BUDGET_BOOT;
    kj_arena_init(&engine->article, "article", memory, KJ_BUDGET_ARTICLE);
    memory +=
        KJ_BUDGET_ARTICLE; /* and the heap and the glyphs right behind it, as pictures want it */
    engine->pictures = (kj_picture_memory){.scratch = &engine->scratch,
                                           .scratch_memory = memory,
                                           .scratch_bytes = KJ_BUDGET_SCRATCH,
                                           .behind_bytes = KJ_BUDGET_GLYPHS,
                                           .arena = &engine->article};
    status = kj_heap_init(&engine->scratch, memory, KJ_BUDGET_SCRATCH);
    if (status != KJ_OK) {
        return status;
    }
    memory += KJ_BUDGET_SCRATCH;
    const kj_painter_config painter = {.fonts = fonts,
                                       .heap = &engine->freetype,
                                       .cache = memory,
                                       .cache_bytes = KJ_BUDGET_GLYPHS};
    void *list = kj_arena_take(&engine->page, KJ_BUDGET_LIST);
    status = kj_display_list_init(&engine->list, list, KJ_BUDGET_LIST);
    return status == KJ_OK ? kj_painter_open(&engine->painter, &engine->boot, &painter) : status;
}

kj_status kj_engine_open(kj_engine *engine, const kj_font_data *fonts) {
    *engine = (kj_engine){.memory = calloc(1, ENGINE_BYTES)};
    if (!engine->memory) {
        return KJ_ERR_MEMORY;
    }
    kj_status status = open_parts(engine, fonts, engine->memory);
    if (status != KJ_OK) {
        kj_engine_close(engine);
    }
    return status;
}

void kj_engine_close(kj_engine *engine) {
    if (engine->painter) {
        kj_painter_close(engine->painter);
    }
    if (engine->shaper) {
        kj_shaper_deinit(engine->shaper);
    }
    if (engine->faces.heap) {
        kj_faces_deinit(&engine->faces);
    }
    kj_heap_deinit(&engine->scratch);
    kj_heap_deinit(&engine->freetype);
    kj_heap_deinit(&engine->harfbuzz);
    free(engine->memory);
    *engine = (kj_engine){.memory = NULL};
}

kj_status kj_engine_compose(kj_engine *engine, kj_document *document, const kj_page_style *style,
                            kj_composer **composer) {
    kj_arena_release(&engine->article, 0);
    return kj_composer_open(composer, &engine->article, document, engine->shaper, &engine->faces,
                            style);
}

kj_status kj_engine_page(kj_engine *engine, kj_composer *composer, kj_place place, kj_place *next) {
    kj_status status = kj_composer_page(composer, place, &engine->list, next);
    size_t bytes = kj_display_list_bytes(&engine->list);
    if (bytes > engine->list_peak_bytes) {
        engine->list_peak_bytes = bytes;
    }
    return status;
}
