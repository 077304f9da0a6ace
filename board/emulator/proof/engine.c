/* engine.c - see engine.h. Layer: board (host). */
#include "engine.h"

#include <stdlib.h>

#define ENGINE_BYTES                                                                               \
    (KJ_ENGINE_HARFBUZZ_BYTES + KJ_ENGINE_FREETYPE_BYTES + KJ_ENGINE_RUN_CACHE_BYTES +             \
     KJ_ENGINE_GLYPH_CACHE_BYTES + KJ_ENGINE_DISPLAY_LIST_BYTES + KJ_ENGINE_BOOT_BYTES +           \
     KJ_ENGINE_ARTICLE_BYTES)

static kj_status open_parts(kj_engine *engine, const kj_font_data *fonts, uint8_t *memory) {
    kj_status status = kj_heap_init(&engine->harfbuzz, memory, KJ_ENGINE_HARFBUZZ_BYTES);
    memory += KJ_ENGINE_HARFBUZZ_BYTES;
    if (status == KJ_OK) {
        status = kj_heap_init(&engine->freetype, memory, KJ_ENGINE_FREETYPE_BYTES);
    }
    memory += KJ_ENGINE_FREETYPE_BYTES;
    if (status != KJ_OK) {
        return status;
    }
    kj_faces_init(&engine->faces, fonts, &engine->harfbuzz);
    engine->shaper = kj_shaper_init(&(kj_shaper_config){.faces = &engine->faces,
                                                        .cache = memory,
                                                        .cache_bytes = KJ_ENGINE_RUN_CACHE_BYTES,
                                                        .batch_bytes = 384});
    memory += KJ_ENGINE_RUN_CACHE_BYTES;
    if (!engine->shaper) {
        return KJ_ERR_ARGUMENT;
    }
    const kj_painter_config painter = {.fonts = fonts,
                                       .heap = &engine->freetype,
                                       .cache = memory,
                                       .cache_bytes = KJ_ENGINE_GLYPH_CACHE_BYTES};
    memory += KJ_ENGINE_GLYPH_CACHE_BYTES;
    kj_arena_init(&engine->page, "page", memory, KJ_ENGINE_DISPLAY_LIST_BYTES);
    memory += KJ_ENGINE_DISPLAY_LIST_BYTES;
    kj_arena_init(&engine->boot, "boot", memory, KJ_ENGINE_BOOT_BYTES);
    memory += KJ_ENGINE_BOOT_BYTES;
    kj_arena_init(&engine->article, "article", memory, KJ_ENGINE_ARTICLE_BYTES);
    void *list = kj_arena_take(&engine->page, KJ_ENGINE_DISPLAY_LIST_BYTES);
    status = kj_display_list_init(&engine->list, list, KJ_ENGINE_DISPLAY_LIST_BYTES);
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
