/* engine.h - the text engine put together as on a device: heaps, arenas, faces, shaper, painter.
 *
 * One allocation of host memory, cut up by the RP2040's budget, so that what does not fit there
 * does not fit here either. Used by kagoj-proof, the benchmarks, the fault and golden tests.
 * Layer: board (host). */
#ifndef KJ_PROOF_ENGINE_H
#define KJ_PROOF_ENGINE_H

#include "base/arena.h"
#include "layout/composer.h"
#include "reader/budget.h"
#include "reader/pictures.h"
#include "render/painter.h"
#include "text/shape.h"

typedef struct kj_engine {
    kj_heap harfbuzz, freetype, scratch;
    kj_arena boot, article, page;
    kj_faces faces;
    kj_shaper *shaper;
    kj_painter *painter;
    kj_picture_memory pictures;
    kj_display_list list;
    size_t list_peak_bytes;
    void *memory; /* all of the above's, from the host */
} kj_engine;

/* Sets everything up over fonts (kj_font_data_table, or a test's). KJ_OK; ERR_MEMORY; the painter's
 * or a face's error. On an error nothing is left to close. */
KJ_MUST_USE kj_status kj_engine_open(kj_engine *engine, const kj_font_data *fonts);
void kj_engine_close(kj_engine *engine);

/* Begins an article: the article arena starts empty. Errors as kj_composer_open. */
KJ_MUST_USE kj_status kj_engine_compose(kj_engine *engine, kj_document *document,
                                        const kj_page_style *style, kj_composer **composer);

/* kj_composer_page into the engine's display list, keeping its high-water mark. */
KJ_MUST_USE kj_status kj_engine_page(kj_engine *engine, kj_composer *composer, kj_place place,
                                     kj_place *next);

#endif
