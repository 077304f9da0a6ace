/* painter.h - a display list onto a surface, through a bounded cache of glyph bitmaps.
 *
 * Glyphs are rasterised once per face, size and depth, and kept turned as the panel
 * is. What the cache holds is painted without allocating; a glyph too large for it is drawn run
 * by run, with the same pixels. Where neighbours' matras meet in the outlines they are joined
 * in the pixels too. Layer: render. */
#ifndef KJ_RENDER_PAINTER_H
#define KJ_RENDER_PAINTER_H

#include "base/arena.h"
#include "fonts/font_data.h"
#include "layout/display_list.h"
#include "render/surface.h"
#include "vendor/heap.h"

typedef struct kj_painter_config {
    const kj_font_data *fonts; /* KJ_FACE_COUNT, as for kj_faces */
    kj_heap *heap;             /* FreeType's: 14 KB on the RP2040; a face takes 6 KB on 64 bits */
    void *cache;               /* 8-byte aligned, caller's */
    size_t cache_bytes;        /* >= 4096; 20 KB on the RP2040 */
} kj_painter_config;

typedef struct kj_painter_stats {
    uint32_t lookups, hits, rasterised, evicted, uncached;
    size_t cache_used_bytes, cache_peak_bytes, cache_size_bytes;
} kj_painter_stats;

typedef struct kj_painter kj_painter;

/* Takes its state from arena (boot lifetime). KJ_OK; ERR_MEMORY; ERR_ARGUMENT. */
KJ_MUST_USE kj_status kj_painter_open(kj_painter **painter, kj_arena *arena,
                                      const kj_painter_config *config);
void kj_painter_close(kj_painter *painter); /* gives FreeType's memory back */

/* Paints list onto the surface's band, over what is there. KJ_OK; ERR_FORMAT: a font that cannot
 * be read, or has no such glyph; ERR_MEMORY: FreeType's heap is too small for a glyph, even with
 * all other faces closed; ERR_ARGUMENT: a run of a face that does not exist. On an error the
 * surface holds part of the page: do not show it. Nothing wrong stays in the cache. */
KJ_MUST_USE kj_status kj_painter_paint(kj_painter *painter, const kj_display_list *list,
                                       kj_surface *surface);

/* Forgets every bitmap: the cache's memory was used for something else. */
void kj_painter_forget(kj_painter *painter);

void kj_painter_get_stats(const kj_painter *painter, kj_painter_stats *stats);

#endif
