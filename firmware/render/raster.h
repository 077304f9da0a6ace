/* raster.h - outlines of glyphs to runs of ink.
 *
 * FreeType loads outlines in font units; scaling, the fit's shift and the glyph's own phase are
 * applied here in 26.6, and scan.c makes runs of them, without a gray bitmap. raster.c and
 * outline.c and no other file of this layer see FreeType. Layer: render. */
#ifndef KJ_RENDER_RASTER_H
#define KJ_RENDER_RASTER_H

#include "base/geometry.h"
#include "base/status.h"
#include "fonts/font_data.h"
#include "text/fit.h"
#include "vendor/heap.h"

struct FT_MemoryRec_;
struct FT_LibraryRec_;
struct FT_FaceRec_;

/* Fields private. */
typedef struct kj_raster {
    const kj_font_data *fonts;
    kj_heap *heap;
    struct FT_MemoryRec_ *memory;
    struct FT_LibraryRec_ *library;
    struct FT_FaceRec_ *open[KJ_FACE_COUNT];
    struct FT_FaceRec_ *loaded; /* whose slot holds the outline to render; NULL: none */
    kj_fit fit;                 /* of the loaded outline */
    kj_rect box;
    int32_t phase; /* by which the outline is still to be moved right, 26.6 */
    unsigned depth;
    uint8_t checked; /* bit: the face's file has been looked through */
} kj_raster;

/* Columns of pixels, from..to inclusive, across a dip of the matra too narrow to be shown. */
#define KJ_NOTCHES_MAX 6
typedef struct kj_notch {
    int16_t from, to;
} kj_notch;

/* A loaded glyph, scaled and shifted. x to the right of the origin, y downwards from the
 * baseline. */
typedef struct kj_outline {
    kj_rect box;                     /* pixels that may get ink; empty for a space */
    int8_t phase_12_4;               /* how far right of the origin the outline was moved, -8..8 */
    int16_t reach_left, reach_right; /* ink on the matra's middle line, 26.6, moved by phase as
                                        all else; left > right where there is none */
    kj_notch notches[KJ_NOTCHES_MAX];
    uint8_t notch_count;
} kj_outline;

/* A run of equal ink: row y, pixels x..x+length-1, level 1..2^depth-1. */
typedef void (*kj_raster_run)(void *user, int x, int y, int length, unsigned level);

/* Makes the library in heap; opens no face. fonts: KJ_FACE_COUNT, outliving raster.
 * Returns KJ_OK or ERR_MEMORY (nothing is left behind). */
KJ_MUST_USE kj_status kj_raster_init(kj_raster *raster, const kj_font_data *fonts, kj_heap *heap);
void kj_raster_deinit(kj_raster *raster);

/* Loads glyph, to be rendered once or more at depth 1 or 2. Opens the face on first use; when the
 * heap is full, closes the others and tries once more. Returns KJ_OK; ERR_FORMAT: the font cannot
 * be read, or has no such glyph; ERR_MEMORY. */
KJ_MUST_USE kj_status kj_raster_load(kj_raster *raster, kj_face_id face, uint8_t size_px,
                                     uint16_t glyph, unsigned depth, kj_outline *outline);

/* Calls run for all ink of the loaded glyph within clip (same coordinates as
 * kj_outline). Takes no heap. KJ_OK; ERR_STATE: nothing loaded; ERR_FORMAT: an outline that
 * cannot be rendered. */
KJ_MUST_USE kj_status kj_raster_render(kj_raster *raster, kj_rect clip, kj_raster_run run,
                                       void *user);

/* The ink level of a pixel of which coverage/255 is covered. */
unsigned kj_ink_level(kj_fit fit, unsigned depth, unsigned coverage);

#endif
