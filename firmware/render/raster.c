/* raster.c - FreeType behind kj_raster.
 *
 * A failed allocation may be swallowed inside FreeType (an optional table is then simply
 * missing), so the heap's count of failures is compared around every call: what succeeded with
 * a failure in it is thrown away. Layer: render. */
#include "render/raster.h"

#include "render/blit.h"
#include "render/outline.h"
#include "text/sfnt.h"
#include "vendor/freetype_heap.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_MODULE_H
#include FT_OUTLINE_H
#include FT_SYSTEM_H

static kj_status status_of(const kj_raster *raster, FT_Error error, uint32_t failed_before) {
    if (kj_heap_get_stats(raster->heap).failed != failed_before) {
        return KJ_ERR_MEMORY;
    }
    if (!error) {
        return KJ_OK;
    }
    return FT_ERROR_BASE(error) == FT_Err_Out_Of_Memory ? KJ_ERR_MEMORY : KJ_ERR_FORMAT;
}

static uint32_t failures(const kj_raster *raster) { return kj_heap_get_stats(raster->heap).failed; }

kj_status kj_raster_init(kj_raster *raster, const kj_font_data *fonts, kj_heap *heap) {
    *raster = (kj_raster){.fonts = fonts, .heap = heap};
    uint32_t failed = failures(raster);
    raster->memory = kj_heap_alloc(heap, sizeof *raster->memory);
    if (!raster->memory) {
        return KJ_ERR_MEMORY;
    }
    kj_freetype_memory_init(raster->memory, heap);
    FT_Error error = FT_New_Library(raster->memory, &raster->library);
    if (!error) {
        FT_Add_Default_Modules(raster->library); /* says nothing when one does not fit */
    } else {
        raster->library = NULL;
    }
    kj_status status = status_of(raster, error, failed);
    if (status != KJ_OK) {
        kj_raster_deinit(raster);
    }
    return status;
}

static void close_face(kj_raster *raster, unsigned face) {
    if (raster->open[face]) {
        if (raster->loaded == raster->open[face]) {
            raster->loaded = NULL;
        }
        FT_Done_Face(raster->open[face]);
        raster->open[face] = NULL;
    }
}

static void close_others(kj_raster *raster, unsigned keep) {
    for (unsigned face = 0; face < KJ_FACE_COUNT; face++) {
        if (face != keep) {
            close_face(raster, face);
        }
    }
}

void kj_raster_deinit(kj_raster *raster) {
    close_others(raster, KJ_FACE_COUNT);
    if (raster->library) {
        FT_Done_Library(raster->library);
    }
    kj_heap_free(raster->heap, raster->memory);
    raster->library = NULL;
    raster->memory = NULL;
}

static kj_status open_face(kj_raster *raster, kj_face_id face) {
    const kj_font_data *font = &raster->fonts[face];
    kj_sfnt_metrics sfnt;
    if (!(raster->checked >> face & 1u) &&
        kj_sfnt_check((kj_span){font->bytes, font->size}, &sfnt) != KJ_OK) {
        return KJ_ERR_FORMAT; /* FreeType would take a missing glyf table for blank glyphs */
    }
    raster->checked |= (uint8_t)(1u << face);
    uint32_t failed = failures(raster);
    FT_Error error = FT_New_Memory_Face(raster->library, font->bytes, (FT_Long)font->size, 0,
                                        &raster->open[face]);
    if (error) {
        raster->open[face] = NULL;
    }
    kj_status status = status_of(raster, error, failed);
    if (status == KJ_OK && (!FT_IS_SCALABLE(raster->open[face]) ||
                            raster->open[face]->units_per_EM != KJ_UNITS_PER_EM)) {
        status = KJ_ERR_FORMAT;
    }
    if (status != KJ_OK) {
        close_face(raster, face);
    }
    return status;
}

static kj_status load_once(kj_raster *raster, kj_face_id face, uint16_t glyph) {
    if (!raster->open[face]) {
        kj_status status = open_face(raster, face);
        if (status != KJ_OK) {
            return status;
        }
    }
    uint32_t failed = failures(raster);
    FT_Error error = FT_Load_Glyph(raster->open[face], glyph, FT_LOAD_NO_SCALE);
    if (!error && raster->open[face]->glyph->format != FT_GLYPH_FORMAT_OUTLINE) {
        error = FT_Err_Invalid_File_Format;
    }
    return status_of(raster, error, failed);
}

static int32_t clamp_units(FT_Pos units) {
    return (int32_t)(units > INT16_MAX ? INT16_MAX : units < -INT16_MAX ? -INT16_MAX : units);
}

static void scale(FT_Outline *outline, kj_fit fit) {
    for (int i = 0; i < outline->n_points; i++) {
        FT_Vector *point = &outline->points[i];
        point->x = kj_fit_scale(fit, clamp_units(point->x));
        point->y = kj_fit_scale(fit, clamp_units(point->y)) + fit.shift_26_6;
    }
}

static kj_rect find_box(const FT_Outline *outline, int32_t phase) {
    FT_BBox box;
    FT_Outline_Get_CBox(outline, &box);
    FT_Pos x0 = (box.xMin + phase) >> 6, x1 = (box.xMax + phase + 63) >> 6;
    FT_Pos y0 = -((box.yMax + 63) >> 6), y1 = -(box.yMin >> 6);
    return (kj_rect){(int16_t)x0, (int16_t)y0, (int16_t)(x1 - x0), (int16_t)(y1 - y0)};
}

kj_status kj_raster_load(kj_raster *raster, kj_face_id face, uint8_t size_px, uint16_t glyph,
                         unsigned depth, kj_outline *outline) {
    raster->loaded = NULL;
    kj_status status = load_once(raster, face, glyph);
    if (status == KJ_ERR_MEMORY) {
        close_others(raster, KJ_FACE_COUNT);
        status = load_once(raster, face, glyph);
    }
    if (status != KJ_OK) {
        close_face(raster, face); /* what a failure leaves in the slot is not to be relied on */
        return status;
    }
    FT_Outline *shape = &raster->open[face]->glyph->outline;
    raster->loaded = raster->open[face];
    raster->fit = kj_face_fit(face, size_px);
    raster->depth = depth;
    scale(shape, raster->fit);
    int32_t phase = kj_outline_phase(shape, raster->fit, depth);
    raster->phase = phase;
    outline->phase_12_4 = (int8_t)(phase / 4);
    kj_outline_matra(shape, face, raster->fit, phase, outline);
    raster->box = find_box(shape, phase);
    outline->box = raster->box;
    return KJ_OK;
}

/* At two bits the levels are the nearest ones: thirds of full ink. */
static void find_levels(kj_fit fit, unsigned depth, kj_scan_levels *levels) {
    levels->from[0] = depth == 1 ? fit.ink_from : 43;
    levels->from[1] = depth == 1 ? 256 : 128;
    levels->from[2] = depth == 1 ? 256 : 213;
}

unsigned kj_ink_level(kj_fit fit, unsigned depth, unsigned coverage) {
    kj_scan_levels levels;
    find_levels(fit, depth, &levels);
    return (coverage >= levels.from[0]) + (coverage >= levels.from[1]) +
           (coverage >= levels.from[2]);
}

static kj_area area_of(kj_rect box) {
    return (kj_area){box.x, box.y, box.x + box.width, box.y + box.height};
}

kj_status kj_raster_render(kj_raster *raster, kj_rect clip, kj_raster_run run, void *user) {
    if (!raster->loaded) {
        return KJ_ERR_STATE;
    }
    kj_scan_levels levels;
    find_levels(raster->fit, raster->depth, &levels);
    return kj_scan_outline(kj_outline_walk, &raster->loaded->glyph->outline, raster->phase,
                           area_of(raster->box), area_of(clip), &levels, run, user);
}
