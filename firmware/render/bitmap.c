/* bitmap.c - runs of ink into packed, turned bits. Layer: render. */
#include "render/bitmap.h"

#include "render/blit.h"

#include <string.h>

/* Pixels 26.6 of a row (upwards, row covers y..y+64) between bottom and top, as coverage. FreeType
 * computes the same figure: area in 1/256, cut to 255. */
static unsigned row_coverage(int32_t y, int32_t bottom, int32_t top) {
    int32_t low = bottom > y ? bottom : y, high = top < y + 64 ? top : y + 64;
    int32_t coverage = high > low ? (high - low) * 4 : 0;
    return (unsigned)(coverage > 255 ? 255 : coverage);
}

void kj_matra_rows_init(kj_matra_rows *rows, kj_face_id face, kj_fit fit, unsigned depth) {
    memset(rows, 0, sizeof *rows);
    if (fit.matra_rows == 0) {
        return;
    }
    kj_matra matra = kj_face_matra(face);
    int32_t top = kj_fit_scale(fit, matra.top) + fit.shift_26_6;
    int32_t bottom = kj_fit_scale(fit, matra.bottom) + fit.shift_26_6;
    for (int row = fit.matra_top_px; row >= fit.matra_top_px - fit.matra_rows - 1; row--) {
        unsigned level = kj_ink_level(fit, depth, row_coverage(row * 64, bottom, top));
        if (level && rows->count < KJ_MATRA_ROWS_MAX) {
            rows->top = rows->count ? rows->top : (int8_t)(-1 - row);
            rows->level[rows->count++] = (uint8_t)level;
        }
    }
}

size_t kj_bitmap_bytes(kj_rect box, unsigned depth, kj_rotation rotation) {
    if (box.width <= 0 || box.height <= 0 || box.width > UINT8_MAX || box.height > UINT8_MAX ||
        box.x < INT8_MIN || box.x > INT8_MAX || box.y < INT8_MIN || box.y > INT8_MAX) {
        return 0;
    }
    unsigned width = (unsigned)(rotation & 1 ? box.height : box.width);
    unsigned height = (unsigned)(rotation & 1 ? box.width : box.height);
    return (size_t)(width + 7u) / 8u * height * depth;
}

void kj_matra_columns_init(kj_matra_columns *columns, const kj_matra_rows *rows) {
    columns->rows = rows;
    for (unsigned row = 0; row < KJ_MATRA_ROWS_MAX; row++) {
        columns->first[row] = INT16_MAX;
        columns->last[row] = INT16_MIN;
    }
}

void kj_matra_columns_add(kj_matra_columns *columns, int x, int y, int length, unsigned level) {
    int row = y - columns->rows->top, end = x + length - 1;
    if (row < 0 || row >= columns->rows->count || level < columns->rows->level[row]) {
        return;
    }
    columns->first[row] = (int16_t)(x < columns->first[row] ? x : columns->first[row]);
    columns->last[row] = (int16_t)(end > columns->last[row] ? end : columns->last[row]);
}

bool kj_matra_columns_get(const kj_matra_columns *columns, int *left, int *right) {
    int first = INT16_MIN, last = INT16_MAX;
    for (unsigned row = 0; row < columns->rows->count; row++) {
        first = columns->first[row] > first ? columns->first[row] : first;
        last = columns->last[row] < last ? columns->last[row] : last;
    }
    if (columns->rows->count == 0 || first > last) {
        return false;
    }
    *left = first;
    *right = last;
    return true;
}

void kj_matra_fill_notches(const kj_matra_rows *rows, const kj_outline *outline, kj_raster_run run,
                           void *user) {
    int first = outline->box.x, end = first + outline->box.width;
    for (unsigned i = 0; i < outline->notch_count; i++) {
        int from = outline->notches[i].from, to = outline->notches[i].to + 1;
        from = from > first ? from : first;
        to = to < end ? to : end;
        for (int row = 0; row < rows->count && from < to; row++) {
            int below = rows->top + row - outline->box.y;
            if (below >= 0 && below < outline->box.height) {
                run(user, from, rows->top + row, to - from, rows->level[row]);
            }
        }
    }
}

/* A bitmap being drawn: a little surface of its own, in turned pixels. */
typedef struct sketch {
    kj_surface surface;
    kj_rect box;
    kj_area ink; /* within the box */
    kj_matra_columns columns;
} sketch;

/* Inks a run of the box: a row of the bitmap, or a column where the page is turned. A surface of
 * one glyph has all its rows, and runs keep to the glyph's box, so nothing is clipped. */
static void ink_plane(const kj_surface *surface, uint8_t *plane, int x, int y, int length) {
    const int width = surface->width_px, height = surface->height_px;
    const size_t stride = surface->stride_bytes;
    switch (surface->rotation) {
    case KJ_ROTATE_90:
        kj_fill_column(plane + (size_t)x * stride, stride, (uint32_t)(width - 1 - y), length, true);
        break;
    case KJ_ROTATE_270:
        kj_fill_column(plane + (size_t)(height - x - length) * stride, stride, (uint32_t)y, length,
                       true);
        break;
    case KJ_ROTATE_180:
        kj_fill_row(plane + (size_t)(height - 1 - y) * stride, (uint32_t)(width - x - length),
                    (uint32_t)(width - x), true);
        break;
    case KJ_ROTATE_0:
        kj_fill_row(plane + (size_t)y * stride, (uint32_t)x, (uint32_t)(x + length), true);
        break;
    }
}

static void draw_run(void *user, int x, int y, int length, unsigned level) {
    sketch *s = user;
    const int left = x - s->box.x, top = y - s->box.y;
    for (unsigned plane = 0; plane < s->surface.depth; plane++) {
        if (level >> plane & 1u) {
            ink_plane(&s->surface, s->surface.planes[plane], left, top, length);
        }
    }
    s->ink.x0 = left < s->ink.x0 ? left : s->ink.x0;
    s->ink.y0 = top < s->ink.y0 ? top : s->ink.y0;
    s->ink.x1 = left + length > s->ink.x1 ? left + length : s->ink.x1;
    s->ink.y1 = top + 1 > s->ink.y1 ? top + 1 : s->ink.y1;
    if (kj_matra_columns_want(&s->columns, y)) {
        kj_matra_columns_add(&s->columns, x, y, length, level);
    }
}

/* Moves the inked part of a plane to its front. Rows only ever move to lower addresses, and are
 * read before they are overwritten. Returns the end. */
static uint8_t *cut_plane(uint8_t *to, const uint8_t *from, unsigned stride, kj_area ink) {
    unsigned shift = (unsigned)ink.x0 & 7u, width = (unsigned)(ink.x1 - ink.x0);
    unsigned bytes = (width + 7u) / 8u, first = (unsigned)ink.x0 / 8u;
    uint8_t edge = (uint8_t)(0xFFu << (7u - ((width - 1u) & 7u)));
    for (int32_t y = ink.y0; y < ink.y1; y++) {
        const uint8_t *row = from + (size_t)y * stride;
        for (unsigned i = first; i < first + bytes; i++) {
            unsigned pair = (unsigned)row[i] << 8 | (i + 1 < stride ? row[i + 1] : 0u);
            *to++ = (uint8_t)(pair << shift >> 8);
        }
        to[-1] &= edge;
    }
    return to;
}

static size_t cut_to_ink(sketch *s) {
    kj_surface *surface = &s->surface;
    uint8_t *start = surface->planes[0], *to = start;
    if (kj_area_empty(s->ink)) {
        return 0;
    }
    kj_area turned = kj_surface_turn(surface, s->ink);
    for (unsigned plane = 0; plane < surface->depth; plane++) {
        to = cut_plane(to, surface->planes[plane], surface->stride_bytes, turned);
    }
    return (size_t)(to - start);
}

static void describe(kj_bitmap *bitmap, const sketch *s, const kj_outline *outline) {
    bool empty = kj_area_empty(s->ink);
    int left = 0, right = 0;
    bitmap->left = (int8_t)(empty ? 0 : s->box.x + s->ink.x0);
    bitmap->top = (int8_t)(empty ? 0 : s->box.y + s->ink.y0);
    bitmap->width = (uint8_t)(empty ? 0 : s->ink.x1 - s->ink.x0);
    bitmap->height = (uint8_t)(empty ? 0 : s->ink.y1 - s->ink.y0);
    bitmap->reach_left = outline->reach_left;
    bitmap->reach_right = outline->reach_right;
    bitmap->phase_12_4 = outline->phase_12_4;
    bitmap->reserved = 0;
    bitmap->join_left = 1;
    bitmap->join_right = 0;
    if (kj_matra_columns_get(&s->columns, &left, &right)) {
        bitmap->join_left = (uint8_t)(left - bitmap->left);
        bitmap->join_right = (uint8_t)(right - bitmap->left);
    }
}

static kj_status draw(sketch *s, kj_bitmap *bitmap, kj_raster *raster, unsigned depth,
                      kj_rotation rotation) {
    uint16_t width = (uint16_t)(rotation & 1 ? s->box.height : s->box.width);
    uint16_t height = (uint16_t)(rotation & 1 ? s->box.width : s->box.height);
    kj_status status = kj_surface_init(&s->surface, kj_bitmap_bits(bitmap),
                                       kj_bitmap_bytes(s->box, depth, rotation), width, height,
                                       height, (uint8_t)depth, rotation);
    return status == KJ_OK ? kj_raster_render(raster, s->box, draw_run, s) : status;
}

kj_status kj_bitmap_make(kj_bitmap *bitmap, kj_raster *raster, const kj_outline *outline,
                         const kj_matra_rows *matra, unsigned depth, kj_rotation rotation,
                         size_t *bytes) {
    sketch s;
    kj_rect box = outline->box;
    memset(&s.surface, 0, sizeof s.surface);
    s.box = box;
    s.ink = (kj_area){INT16_MAX, INT16_MAX, 0, 0};
    kj_matra_columns_init(&s.columns, matra);
    bool empty = box.width <= 0 || box.height <= 0;
    kj_status status = empty ? KJ_OK : draw(&s, bitmap, raster, depth, rotation);
    if (status != KJ_OK) {
        return status;
    }
    kj_matra_fill_notches(matra, outline, draw_run, &s);
    *bytes = cut_to_ink(&s);
    describe(bitmap, &s, outline);
    return KJ_OK;
}
