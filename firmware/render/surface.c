/* surface.c - filling and reading pixels through the quarter turn. Layer: render. */
#include "render/surface.h"

#include "render/blit.h"

#include <string.h>

size_t kj_surface_bytes(uint16_t width_px, uint16_t rows, uint8_t depth) {
    return (size_t)((width_px + 7u) / 8u) * rows * depth;
}

kj_status kj_surface_init(kj_surface *surface, void *memory, size_t bytes, uint16_t width_px,
                          uint16_t height_px, uint16_t rows, uint8_t depth, kj_rotation rotation) {
    if (!memory || width_px == 0 || width_px > INT16_MAX || height_px == 0 ||
        height_px > INT16_MAX || rows == 0 || rows > height_px || depth < 1 || depth > 2 ||
        (unsigned)rotation > 3 || bytes < kj_surface_bytes(width_px, rows, depth)) {
        return KJ_ERR_ARGUMENT;
    }
    memset(surface, 0, sizeof *surface);
    surface->width_px = width_px;
    surface->height_px = height_px;
    surface->stride_bytes = (uint16_t)((width_px + 7u) / 8u);
    surface->band_rows = rows;
    surface->depth = depth;
    surface->rotation = rotation;
    surface->planes[0] = memory;
    if (depth == 2) {
        surface->planes[1] = surface->planes[0] + kj_surface_bytes(width_px, rows, 1);
    }
    kj_surface_clear(surface);
    return KJ_OK;
}

void kj_surface_clear(kj_surface *surface) {
    for (unsigned plane = 0; plane < surface->depth; plane++) {
        memset(surface->planes[plane], 0, (size_t)surface->stride_bytes * surface->band_rows);
    }
}

void kj_surface_move_band(kj_surface *surface, uint16_t y) { surface->band_y = y; }

uint16_t kj_surface_page_width(const kj_surface *surface) {
    return surface->rotation & 1 ? surface->height_px : surface->width_px;
}

uint16_t kj_surface_page_height(const kj_surface *surface) {
    return surface->rotation & 1 ? surface->width_px : surface->height_px;
}

kj_area kj_surface_turn(const kj_surface *surface, kj_area page) {
    int32_t width = surface->width_px, height = surface->height_px;
    switch (surface->rotation) {
    case KJ_ROTATE_90: return (kj_area){width - page.y1, page.x0, width - page.y0, page.x1};
    case KJ_ROTATE_180:
        return (kj_area){width - page.x1, height - page.y1, width - page.x0, height - page.y0};
    case KJ_ROTATE_270: return (kj_area){page.y0, height - page.x1, page.y1, height - page.x0};
    case KJ_ROTATE_0: break;
    }
    return page;
}

/* The part of the panel that this band holds. */
static kj_area band_area(const kj_surface *surface) {
    int32_t end = surface->band_y + surface->band_rows;
    return (kj_area){0, surface->band_y, surface->width_px,
                     end < surface->height_px ? end : surface->height_px};
}

kj_area kj_area_cut(kj_area area, kj_area limit) {
    area.x0 = area.x0 > limit.x0 ? area.x0 : limit.x0;
    area.y0 = area.y0 > limit.y0 ? area.y0 : limit.y0;
    area.x1 = area.x1 < limit.x1 ? area.x1 : limit.x1;
    area.y1 = area.y1 < limit.y1 ? area.y1 : limit.y1;
    return area;
}

kj_area kj_surface_clip(const kj_surface *surface, kj_area panel) {
    return kj_area_cut(panel, band_area(surface));
}

unsigned kj_surface_level(const kj_surface *surface, int x, int y) {
    kj_area area = {x, y, x + 1, y + 1};
    if (x < 0 || y < 0 || x >= kj_surface_page_width(surface) ||
        y >= kj_surface_page_height(surface)) {
        return 0;
    }
    area = kj_surface_clip(surface, kj_surface_turn(surface, area));
    if (kj_area_empty(area)) {
        return 0;
    }
    size_t at = (size_t)(area.y0 - surface->band_y) * surface->stride_bytes + (size_t)area.x0 / 8;
    unsigned shift = 7u - ((unsigned)area.x0 & 7u), level = 0;
    for (unsigned plane = 0; plane < surface->depth; plane++) {
        level |= (unsigned)(surface->planes[plane][at] >> shift & 1u) << plane;
    }
    return level;
}

/* Planes whose bit in level is set become ink; the others paper, or stay as they are. */
static void fill_area(kj_surface *surface, kj_area panel, unsigned level, bool keep) {
    kj_area area = kj_surface_clip(surface, panel);
    if (kj_area_empty(area)) {
        return;
    }
    for (unsigned plane = 0; plane < surface->depth; plane++) {
        bool ink = level >> plane & 1u;
        if (!ink && keep) {
            continue;
        }
        uint8_t *row =
            surface->planes[plane] + (size_t)(area.y0 - surface->band_y) * surface->stride_bytes;
        if (area.x1 - area.x0 == 1) {
            kj_fill_column(row, surface->stride_bytes, (uint32_t)area.x0, area.y1 - area.y0, ink);
            continue;
        }
        for (int32_t y = area.y0; y < area.y1; y++, row += surface->stride_bytes) {
            kj_fill_row(row, (uint32_t)area.x0, (uint32_t)area.x1, ink);
        }
    }
}

void kj_surface_fill(kj_surface *surface, kj_rect box, unsigned level) {
    kj_area page = {box.x, box.y, box.x + box.width, box.y + box.height};
    if (box.width > 0 && box.height > 0) {
        fill_area(surface, kj_surface_turn(surface, page), level, false);
    }
}

void kj_surface_ink(kj_surface *surface, kj_area page, unsigned level) {
    if (!kj_area_empty(page)) {
        fill_area(surface, kj_surface_turn(surface, page), level, true);
    }
}

static void reverse_row(uint8_t *row, uint32_t from, uint32_t to) {
    uint8_t *byte = row + from / 8, *last = row + (to - 1) / 8;
    const uint8_t head = (uint8_t)(0xFFu >> (from & 7u));
    const uint8_t tail = (uint8_t)(0xFFu << (7u - ((to - 1) & 7u)));
    if (byte == last) {
        *byte = (uint8_t)(*byte ^ (head & tail));
        return;
    }
    *byte = (uint8_t)(*byte ^ head);
    while (++byte < last) {
        *byte = (uint8_t) ~*byte;
    }
    *last = (uint8_t)(*last ^ tail);
}

void kj_surface_reverse(kj_surface *surface, kj_rect box) {
    const kj_area page = {box.x, box.y, box.x + box.width, box.y + box.height};
    if (box.width <= 0 || box.height <= 0) {
        return;
    }
    const kj_area area = kj_surface_clip(surface, kj_surface_turn(surface, page));
    for (unsigned plane = 0; plane < surface->depth && !kj_area_empty(area); plane++) {
        uint8_t *row =
            surface->planes[plane] + (size_t)(area.y0 - surface->band_y) * surface->stride_bytes;
        for (int32_t y = area.y0; y < area.y1; y++, row += surface->stride_bytes) {
            reverse_row(row, (uint32_t)area.x0, (uint32_t)area.x1);
        }
    }
}

/* Pixels from..to-1 of a row, any of them ink. */
static bool has_ink(const uint8_t *row, uint32_t from, uint32_t to) {
    const uint8_t *byte = row + from / 8, *last = row + (to - 1) / 8;
    const uint8_t head = (uint8_t)(0xFFu >> (from & 7u));
    const uint8_t tail = (uint8_t)(0xFFu << (7u - ((to - 1) & 7u)));
    if (byte == last) {
        return *byte & head & tail;
    }
    uint8_t ink = (uint8_t)((*byte & head) | (*last & tail));
    while (++byte < last) {
        ink |= *byte;
    }
    return ink;
}

bool kj_surface_is_blank(const kj_surface *surface, kj_rect box) {
    const kj_area page = {box.x, box.y, box.x + box.width, box.y + box.height};
    if (box.width <= 0 || box.height <= 0) {
        return true;
    }
    const kj_area area = kj_surface_clip(surface, kj_surface_turn(surface, page));
    for (unsigned plane = 0; plane < surface->depth && !kj_area_empty(area); plane++) {
        const uint8_t *row =
            surface->planes[plane] + (size_t)(area.y0 - surface->band_y) * surface->stride_bytes;
        for (int32_t y = area.y0; y < area.y1; y++, row += surface->stride_bytes) {
            if (has_ink(row, (uint32_t)area.x0, (uint32_t)area.x1)) {
                return false;
            }
        }
    }
    return true;
}

kj_rect kj_surface_on_panel(const kj_surface *surface, kj_rect box) {
    const kj_area page = {box.x, box.y, box.x + box.width, box.y + box.height};
    const kj_area panel = {0, 0, surface->width_px, surface->height_px};
    if (box.width <= 0 || box.height <= 0) {
        return (kj_rect){0, 0, 0, 0};
    }
    const kj_area area = kj_area_cut(kj_surface_turn(surface, page), panel);
    if (kj_area_empty(area)) {
        return (kj_rect){0, 0, 0, 0};
    }
    return (kj_rect){(int16_t)area.x0, (int16_t)area.y0, (int16_t)(area.x1 - area.x0),
                     (int16_t)(area.y1 - area.y0)};
}
