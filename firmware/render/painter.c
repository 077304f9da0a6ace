/* painter.c - runs of glyphs to pixels, and the bridges between their matras. Layer: render. */
#include "render/painter.h"

#include "render/blit.h"
#include "render/glyph_cache.h"

struct kj_painter {
    kj_raster raster;
    kj_glyph_cache cache;
    uint32_t rasterised, uncached;
};

/* Ink of a glyph lies within this many ems of its origin, to either side and up or down: the
 * widest of the faces reaches 1.9 em. Only decides what a band need not look at. */
#define REACH_EMS 3

/* Gaps this small between two matras (26.6) are the rounding of pen positions to 1/16 pixel. */
#define TOUCH_26_6 4

/* What painting one run needs for every glyph. */
typedef struct run_state {
    kj_painter *painter;
    kj_surface *surface;
    kj_area band; /* page pixels that the surface holds */
    kj_matra_rows matra;
    int32_t size_px, baseline_px;
    uint32_t key; /* of glyph 0 */
    uint8_t face;
    /* The rightmost matra so far: where it ends exactly (26.6 of the page), and the last column
     * that shows all of it. */
    bool open;
    int32_t end_26_6, end_px;
} run_state;

kj_status kj_painter_open(kj_painter **painter, kj_arena *arena, const kj_painter_config *config) {
    if (!config->fonts || !config->heap) {
        return KJ_ERR_ARGUMENT;
    }
    size_t mark = kj_arena_mark(arena);
    kj_painter *p = kj_arena_take(arena, sizeof *p);
    if (!p) {
        return KJ_ERR_MEMORY;
    }
    kj_status status = kj_glyph_cache_init(&p->cache, config->cache, config->cache_bytes);
    if (status == KJ_OK) {
        status = kj_raster_init(&p->raster, config->fonts, config->heap);
    }
    if (status != KJ_OK) {
        kj_arena_release(arena, mark);
        return status;
    }
    *painter = p;
    return KJ_OK;
}

void kj_painter_close(kj_painter *painter) {
    if (painter) {
        kj_raster_deinit(&painter->raster);
    }
}

void kj_painter_forget(kj_painter *painter) { kj_glyph_cache_clear(&painter->cache); }

void kj_painter_get_stats(const kj_painter *painter, kj_painter_stats *stats) {
    const kj_glyph_cache_stats *cache = &painter->cache.stats;
    *stats = (kj_painter_stats){
        .lookups = cache->lookups,
        .hits = cache->hits,
        .rasterised = painter->rasterised,
        .evicted = cache->evicted,
        .uncached = painter->uncached,
        .cache_used_bytes = cache->used_bytes,
        .cache_peak_bytes = cache->peak_bytes,
        .cache_size_bytes = cache->size_bytes,
    };
}

/* Fills the gap between the matra that is open and one that begins here, if the outlines meet
 * there: full columns are repeated over the ones that the ends' slant or rounding left thin. */
static void bridge(run_state *run, int32_t from_px, int32_t baseline_px) {
    const kj_matra_rows *matra = &run->matra;
    for (unsigned row = 0; row < matra->count; row++) {
        int32_t y = baseline_px + matra->top + (int32_t)row;
        kj_area gap = {run->end_px + 1, y, from_px, y + 1};
        kj_surface_ink(run->surface, gap, matra->level[row]);
    }
}

/* A glyph's matra: exact ends 26.6 and full columns, all of the page. */
typedef struct join {
    int32_t left_26_6, right_26_6, left_px, right_px;
} join;

static void join_matra(run_state *run, join j) {
    if (run->open && j.left_px > run->end_px + 1 && j.left_26_6 <= run->end_26_6 + TOUCH_26_6) {
        bridge(run, j.left_px, run->baseline_px);
    }
    if (!run->open || j.right_26_6 > run->end_26_6) {
        run->open = true;
        run->end_26_6 = j.right_26_6;
        run->end_px = j.right_px;
    }
}

static void join_bitmap(run_state *run, const kj_bitmap *bitmap, const kj_placed *glyph,
                        int32_t x_px) {
    if (bitmap->join_left > bitmap->join_right) {
        return;
    }
    int32_t exact = (glyph->x_12_4 - bitmap->phase_12_4) * 4;
    join_matra(run, (join){exact + bitmap->reach_left, exact + bitmap->reach_right,
                           x_px + bitmap->left + bitmap->join_left,
                           x_px + bitmap->left + bitmap->join_right});
}

/* The whole pixel at which a glyph moved right by phase (1/16) is placed. */
static int32_t place_x(const kj_placed *glyph, int phase_12_4) {
    return (glyph->x_12_4 - phase_12_4 + 8) >> 4;
}

static void paint_bitmap(run_state *run, const kj_bitmap *bitmap, const kj_placed *glyph,
                         int32_t dy_px) {
    int32_t x = place_x(glyph, bitmap->phase_12_4), y = run->baseline_px + dy_px;
    kj_area page = {x + bitmap->left, y + bitmap->top, x + bitmap->left + bitmap->width,
                    y + bitmap->top + bitmap->height};
    if (bitmap->width > 0) {
        kj_area panel = kj_surface_turn(run->surface, page);
        kj_surface_blit(run->surface, kj_bitmap_bits(bitmap), (unsigned)(panel.x1 - panel.x0),
                        (unsigned)(panel.y1 - panel.y0), panel.x0, panel.y0);
    }
    if (run->matra.count > 0 && dy_px == 0) {
        join_bitmap(run, bitmap, glyph, x);
    }
}

/* Drawing without the cache, straight from the rasteriser's runs. */
typedef struct direct {
    kj_surface *surface;
    int32_t x, y;
    kj_matra_columns columns;
} direct;

static void draw_direct(void *user, int x, int y, int length, unsigned level) {
    direct *d = user;
    kj_area run = {d->x + x, d->y + y, d->x + x + length, d->y + y + 1};
    kj_surface_ink(d->surface, run, level);
    kj_matra_columns_add(&d->columns, x, y, length, level);
}

/* Clipped to the same box in every band, so that bands agree where the matra ends. */
static kj_status paint_direct(run_state *run, const kj_outline *outline, const kj_placed *glyph,
                              int32_t dy_px) {
    static const kj_rect limit = {-2048, -2048, 4096, 4096};
    int left = 0, right = 0;
    direct d = {run->surface, place_x(glyph, outline->phase_12_4), run->baseline_px + dy_px, {0}};
    kj_matra_columns_init(&d.columns, &run->matra);
    run->painter->uncached++;
    kj_status status = kj_raster_render(&run->painter->raster, limit, draw_direct, &d);
    if (status == KJ_OK) {
        kj_matra_fill_notches(&run->matra, outline, draw_direct, &d);
    }
    if (status == KJ_OK && dy_px == 0 && kj_matra_columns_get(&d.columns, &left, &right)) {
        int32_t exact = (glyph->x_12_4 - outline->phase_12_4) * 4;
        join_matra(run, (join){exact + outline->reach_left, exact + outline->reach_right,
                               d.x + left, d.x + right});
    }
    return status;
}

/* Makes a glyph's bitmap and keeps it; *made = NULL: too large, paint outline directly. */
static kj_status make_bitmap(run_state *run, uint16_t id, uint32_t key, kj_outline *outline,
                             const kj_bitmap **made) {
    kj_painter *p = run->painter;
    kj_rotation rotation = run->surface->rotation;
    unsigned depth = run->surface->depth;
    *made = NULL;
    kj_status status =
        kj_raster_load(&p->raster, run->face, (uint8_t)run->size_px, id, depth, outline);
    if (status != KJ_OK) {
        return status;
    }
    p->rasterised++;
    bool empty = outline->box.width <= 0 || outline->box.height <= 0;
    size_t bytes = kj_bitmap_bytes(outline->box, depth, rotation);
    kj_bitmap *bitmap = empty || bytes > 0 ? kj_glyph_cache_reserve(&p->cache, bytes) : NULL;
    if (!bitmap) {
        return KJ_OK;
    }
    status = kj_bitmap_make(bitmap, &p->raster, outline, &run->matra, depth, rotation, &bytes);
    if (status == KJ_OK) {
        kj_glyph_cache_commit(&p->cache, bitmap, key, bytes);
        *made = bitmap;
    }
    return status;
}

static kj_status paint_glyph(run_state *run, const kj_placed *glyph) {
    int32_t dy_px = (glyph->dy_6_2 + 2) >> 2;
    uint32_t key = run->key | glyph->id;
    const kj_bitmap *bitmap = kj_glyph_cache_find(&run->painter->cache, key);
    if (!bitmap) {
        kj_outline outline;
        kj_status status = make_bitmap(run, glyph->id, key, &outline, &bitmap);
        if (status != KJ_OK) {
            return status;
        }
        if (!bitmap) {
            return paint_direct(run, &outline, glyph, dy_px);
        }
    }
    paint_bitmap(run, bitmap, glyph, dy_px);
    return KJ_OK;
}

static bool near_band(const run_state *run, const kj_placed *glyph) {
    int32_t reach = run->size_px * REACH_EMS, x = glyph->x_12_4 >> 4;
    return x + reach >= run->band.x0 && x - reach < run->band.x1;
}

static kj_status paint_run(run_state *run, const kj_display_list *list, uint16_t index) {
    const kj_placed_run *placed = &list->runs[index];
    uint16_t end = kj_placed_run_end(list, index);
    unsigned depth = run->surface->depth;
    kj_rotation rotation = run->surface->rotation;
    run->face = placed->face;
    run->size_px = placed->size_px < KJ_SIZE_PX_MAX ? placed->size_px : KJ_SIZE_PX_MAX;
    run->baseline_px = placed->baseline_px;
    run->open = false;
    int32_t reach = run->size_px * REACH_EMS;
    if (run->baseline_px + reach < run->band.y0 || run->baseline_px - reach >= run->band.y1) {
        return KJ_OK;
    }
    kj_matra_rows_init(&run->matra, placed->face, kj_face_fit(placed->face, placed->size_px),
                       depth);
    run->key = kj_glyph_key(placed->face, (uint8_t)run->size_px, 0, depth, rotation);
    for (uint16_t i = placed->first; i < end; i++) {
        if (near_band(run, &list->glyphs[i])) {
            kj_status status = paint_glyph(run, &list->glyphs[i]);
            if (status != KJ_OK) {
                return status;
            }
        }
    }
    return KJ_OK;
}

/* The page pixels that the surface's band holds. */
static kj_area page_band(const kj_surface *surface) {
    int32_t from = surface->band_y, to = surface->band_y + surface->band_rows;
    int32_t width = kj_surface_page_width(surface), height = kj_surface_page_height(surface);
    switch (surface->rotation) {
    case KJ_ROTATE_90: return (kj_area){from, 0, to, height};
    case KJ_ROTATE_180: return (kj_area){0, height - to, width, height - from};
    case KJ_ROTATE_270: return (kj_area){width - to, 0, width - from, height};
    case KJ_ROTATE_0: break;
    }
    return (kj_area){0, from, width, to};
}

kj_status kj_painter_paint(kj_painter *painter, const kj_display_list *list, kj_surface *surface) {
    run_state run = {.painter = painter, .surface = surface, .band = page_band(surface)};
    for (uint16_t i = 0; i < list->run_count; i++) {
        if (list->runs[i].face >= KJ_FACE_COUNT) {
            return KJ_ERR_ARGUMENT;
        }
        kj_status status = paint_run(&run, list, i);
        if (status != KJ_OK) {
            return status;
        }
    }
    for (uint16_t i = 0; i < list->rule_count; i++) {
        kj_surface_fill(surface, list->rules[i].box, (1u << surface->depth) - 1u);
    }
    return KJ_OK;
}
