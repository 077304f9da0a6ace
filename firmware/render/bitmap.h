/* bitmap.h - a glyph's pixels, packed, turned as the panel is, with what the painter must know.
 *
 * Made straight from the rasteriser's runs: each run is written where its pixels lie after the
 * quarter turn, so no upright copy is needed and the four turns are turns of the same pixels.
 * Layer: render. */
#ifndef KJ_RENDER_BITMAP_H
#define KJ_RENDER_BITMAP_H

#include "render/raster.h"

#include <stdbool.h>

/* 24 bytes whatever the machine's pointers are. Upright measures; the bits that follow are
 * turned: planes one after the other, rows of whole bytes, leftmost pixel the most significant. */
typedef struct kj_bitmap {
    uint32_t key;          /* the cache's */
    uint32_t used;         /* the cache's: when it was last asked for */
    uint16_t next;         /* the cache's: chain of its bucket */
    uint16_t words;        /* the cache's: 4-byte words, this header included */
    int8_t left, top;      /* of the box: right of the origin, below the baseline, pixels */
    uint8_t width, height; /* upright */
    int16_t reach_left, reach_right; /* as in kj_outline */
    uint8_t join_left, join_right;   /* columns of the box: first and last with the whole matra;
                                        left > right: none */
    int8_t phase_12_4;
    uint8_t reserved;
} kj_bitmap;

_Static_assert(sizeof(kj_bitmap) == 24 && _Alignof(kj_bitmap) == 4, "compact, no padding");

/* The matra's rows at one fit and depth, from the topmost: what a column of it looks like. */
#define KJ_MATRA_ROWS_MAX 16
typedef struct kj_matra_rows {
    int8_t top;    /* first row, pixels below the baseline (negative) */
    uint8_t count; /* 0: no matra */
    uint8_t level[KJ_MATRA_ROWS_MAX];
} kj_matra_rows;

void kj_matra_rows_init(kj_matra_rows *rows, kj_face_id face, kj_fit fit, unsigned depth);

/* Draws the matra over the notches of outline, through run. */
void kj_matra_fill_notches(const kj_matra_rows *rows, const kj_outline *outline, kj_raster_run run,
                           void *user);

/* Notes, run by run, in which columns of a glyph the matra shows in full. */
typedef struct kj_matra_columns {
    const kj_matra_rows *rows;
    int16_t first[KJ_MATRA_ROWS_MAX], last[KJ_MATRA_ROWS_MAX];
} kj_matra_columns;

void kj_matra_columns_init(kj_matra_columns *columns, const kj_matra_rows *rows);
void kj_matra_columns_add(kj_matra_columns *columns, int x, int y, int length, unsigned level);

/* Whether a run in row y is of interest to them: most are not. */
static inline bool kj_matra_columns_want(const kj_matra_columns *columns, int y) {
    return (unsigned)(y - columns->rows->top) < columns->rows->count;
}

/* First and last column right of the origin in which every row is there; false: none. */
bool kj_matra_columns_get(const kj_matra_columns *columns, int *left, int *right);

static inline uint8_t *kj_bitmap_bits(const kj_bitmap *bitmap) {
    return (uint8_t *)(uintptr_t)(bitmap + 1);
}

/* Bytes of the bits of a width x height box; 0 when the box is too large for a kj_bitmap. */
size_t kj_bitmap_bytes(kj_rect box, unsigned depth, kj_rotation rotation);

/* Renders the glyph loaded in raster into bitmap, followed by kj_bitmap_bytes(outline->box) of
 * memory, then cuts it to the pixels that got ink; *bytes = what the bits take now. The cache's
 * fields are not touched. Status as kj_raster_render; then the bitmap is not to be used. */
KJ_MUST_USE kj_status kj_bitmap_make(kj_bitmap *bitmap, kj_raster *raster,
                                     const kj_outline *outline, const kj_matra_rows *matra,
                                     unsigned depth, kj_rotation rotation, size_t *bytes);

#endif
