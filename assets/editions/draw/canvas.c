/* canvas.c - pixels, strokes and fills, smoothed at their edges. */
#include "canvas.h"

#include <stdlib.h>

#include "board/emulator/host/png_write.h"

enum { POINTS_MAX = 2048 };

bool draw_open(kj_canvas *canvas, int width_px, int height_px, int gray) {
    canvas->width_px = width_px;
    canvas->height_px = height_px;
    size_t count = (size_t)width_px * (size_t)height_px;
    canvas->gray = malloc(count * sizeof *canvas->gray);
    if (!canvas->gray)
        return false;
    for (size_t i = 0; i < count; i++)
        canvas->gray[i] = (uint16_t)(gray * 256);
    return true;
}

void draw_close(kj_canvas *canvas) {
    free(canvas->gray);
    canvas->gray = NULL;
}

bool draw_save(const kj_canvas *canvas, const char *path) {
    size_t count = (size_t)canvas->width_px * (size_t)canvas->height_px;
    uint8_t *bytes = malloc(count);
    if (!bytes)
        return false;
    for (size_t i = 0; i < count; i++)
        bytes[i] = (uint8_t)draw_clamp((canvas->gray[i] + 128) / 256, 0, 255);
    uint32_t width = (uint32_t)canvas->width_px, height = (uint32_t)canvas->height_px;
    kj_status status = kj_png_write(path, KJ_PNG_GRAY8, width, height, width, bytes, 0);
    free(bytes);
    return status == KJ_OK;
}

static uint16_t *at(const kj_canvas *canvas, int x, int y) {
    if (x < 0 || y < 0 || x >= canvas->width_px || y >= canvas->height_px)
        return NULL;
    return canvas->gray + (size_t)y * (size_t)canvas->width_px + (size_t)x;
}

void draw_set(kj_canvas *canvas, int x, int y, int fine) {
    uint16_t *pixel = at(canvas, x, y);
    if (pixel)
        *pixel = (uint16_t)draw_clamp(fine, 0, 65280);
}

int draw_get(const kj_canvas *canvas, int x, int y) {
    return *at(canvas, draw_clamp(x, 0, canvas->width_px - 1),
               draw_clamp(y, 0, canvas->height_px - 1));
}

void draw_mix(kj_canvas *canvas, int x, int y, int gray, int cover) {
    uint16_t *pixel = at(canvas, x, y);
    if (pixel)
        *pixel = (uint16_t)draw_between(*pixel, gray * 256, cover, 256);
}

/* Pixels a shape may touch: its box in units, a pixel more on each side, cut to the picture. */
typedef struct span {
    int x0, y0, x1, y1;
} span;

static span cut(const kj_canvas *canvas, int x0, int y0, int x1, int y1) {
    span box = {draw_clamp(x0 / 256 - 1, 0, canvas->width_px),
                draw_clamp(y0 / 256 - 1, 0, canvas->height_px),
                draw_clamp(x1 / 256 + 2, 0, canvas->width_px),
                draw_clamp(y1 / 256 + 2, 0, canvas->height_px)};
    return box;
}

static int min2(int a, int b) { return a < b ? a : b; }
static int max2(int a, int b) { return a > b ? a : b; }

void draw_taper(kj_canvas *canvas, kj_point from, kj_point to, int width0, int width1, int gray,
                int opacity) {
    int reach = max2(width0, width1) / 2;
    span box = cut(canvas, min2(from.x, to.x) - reach, min2(from.y, to.y) - reach,
                   max2(from.x, to.x) + reach, max2(from.y, to.y) + reach);
    int64_t dx = to.x - from.x, dy = to.y - from.y, length2 = dx * dx + dy * dy;
    for (int y = box.y0; y < box.y1; y++) {
        for (int x = box.x0; x < box.x1; x++) {
            int64_t px = x * 256 + 128 - from.x, py = y * 256 + 128 - from.y;
            int64_t along = length2 ? (px * dx + py * dy) * 65536 / length2 : 0;
            along = along < 0 ? 0 : along > 65536 ? 65536 : along;
            int64_t ox = px - dx * along / 65536, oy = py - dy * along / 65536;
            int half = draw_between(width0, width1, (int)along, 65536) / 2;
            int cover = draw_clamp(half - draw_root(ox * ox + oy * oy) + 128, 0, 256);
            /* A stroke thinner than a pixel is paler, not broken. */
            cover = min2(cover, max2(2 * half, 1));
            if (cover > 0)
                draw_mix(canvas, x, y, gray, cover * opacity / 256);
        }
    }
}

void draw_line(kj_canvas *canvas, int x0, int y0, int x1, int y1, int width, int gray) {
    kj_point from = {x0, y0}, to = {x1, y1};
    draw_taper(canvas, from, to, width, width, gray, 256);
}

void draw_path(kj_canvas *canvas, const kj_point *points, int count, int width, int gray) {
    for (int i = 1; i < count; i++)
        draw_taper(canvas, points[i - 1], points[i], width, width, gray, 256);
}

void draw_dashes(kj_canvas *canvas, const kj_point *points, int count, int width, int dash,
                 int gray) {
    int gone = 0;
    for (int i = 1; i < count; i++) {
        int64_t dx = points[i].x - points[i - 1].x, dy = points[i].y - points[i - 1].y;
        gone += draw_root(dx * dx + dy * dy);
        if (gone / dash % 2 == 0)
            draw_taper(canvas, points[i - 1], points[i], width, width, gray, 256);
    }
}

static int spline(int a, int b, int c, int d, int t) {
    int64_t t2 = (int64_t)t * t, t3 = t2 * t;
    return (int)((2LL * b * 4096 + (int64_t)(c - a) * t * 256 +
                  (2LL * a - 5LL * b + 4LL * c - d) * t2 * 16 + (3LL * b - a - 3LL * c + d) * t3) /
                 8192);
}

int draw_smooth(const kj_point *points, int count, bool closed, kj_point *out, int limit) {
    int written = 0, pieces = closed ? count : count - 1;
    for (int i = 0; i < pieces; i++) {
        const kj_point *p[4];
        for (int k = 0; k < 4; k++) {
            int at_point = i + k - 1;
            at_point = closed ? (at_point + count) % count : draw_clamp(at_point, 0, count - 1);
            p[k] = points + at_point;
        }
        for (int t = 0; t < 16 && written < limit; t++, written++) {
            out[written].x = spline(p[0]->x, p[1]->x, p[2]->x, p[3]->x, t);
            out[written].y = spline(p[0]->y, p[1]->y, p[2]->y, p[3]->y, t);
        }
    }
    if (written < limit)
        out[written++] = points[closed ? 0 : count - 1];
    return written;
}

void draw_disc(kj_canvas *canvas, int x, int y, int radius, int gray, int opacity) {
    kj_point centre = {x, y};
    draw_taper(canvas, centre, centre, 2 * radius, 2 * radius, gray, opacity);
}

void draw_ring(kj_canvas *canvas, int x, int y, int radius, int width, int gray) {
    span box =
        cut(canvas, x - radius - width, y - radius - width, x + radius + width, y + radius + width);
    for (int py = box.y0; py < box.y1; py++) {
        for (int px = box.x0; px < box.x1; px++) {
            int64_t dx = px * 256 + 128 - x, dy = py * 256 + 128 - y;
            int off = draw_root(dx * dx + dy * dy) - radius;
            int cover = draw_clamp(width / 2 - (off < 0 ? -off : off) + 128, 0, 256);
            draw_mix(canvas, px, py, gray, min2(cover, width));
        }
    }
}

void draw_ellipse(kj_canvas *canvas, int x, int y, int rx, int ry, int tilt, int gray,
                  int opacity) {
    kj_point outline[64];
    for (int i = 0; i < 64; i++) {
        int64_t ax = (int64_t)rx * draw_cos(i * DRAW_TURN / 64) / 32768;
        int64_t ay = (int64_t)ry * draw_sin(i * DRAW_TURN / 64) / 32768;
        outline[i].x = x + (int)((ax * draw_cos(tilt) - ay * draw_sin(tilt)) / 32768);
        outline[i].y = y + (int)((ax * draw_sin(tilt) + ay * draw_cos(tilt)) / 32768);
    }
    draw_fill(canvas, outline, 64, gray, opacity);
}

void draw_glow(kj_canvas *canvas, int x, int y, int radius, int gray, int opacity) {
    span box = cut(canvas, x - radius, y - radius, x + radius, y + radius);
    for (int py = box.y0; py < box.y1; py++) {
        for (int px = box.x0; px < box.x1; px++) {
            int64_t dx = px * 256 + 128 - x, dy = py * 256 + 128 - y;
            int left = 256 - (int)(256LL * draw_root(dx * dx + dy * dy) / radius);
            if (left > 0)
                draw_mix(canvas, px, py, gray, left * left / 256 * opacity / 256);
        }
    }
}

/* One line of samples at height y (units): where the outline crosses it, in order. */
static int crossings(const kj_point *points, int count, int y, int *at_x) {
    int found = 0;
    for (int i = 0; i < count; i++) {
        kj_point a = points[i], b = points[(i + 1) % count];
        if ((a.y <= y) == (b.y <= y))
            continue;
        int x = a.x + (int)((int64_t)(b.x - a.x) * (y - a.y) / (b.y - a.y));
        int k = found++;
        for (; k > 0 && at_x[k - 1] > x; k--)
            at_x[k] = at_x[k - 1];
        at_x[k] = x;
    }
    return found;
}

/* Adds to the row how much of each pixel lies between two crossings, in parts of 256. */
static void cover_between(uint16_t *row, int width_px, int from, int to) {
    from = draw_clamp(from, 0, width_px * 256);
    to = draw_clamp(to, 0, width_px * 256);
    for (int x = from / 256; x < width_px && x * 256 < to; x++)
        row[x] = (uint16_t)(row[x] + min2(to, x * 256 + 256) - max2(from, x * 256));
}

void draw_fill(kj_canvas *canvas, const kj_point *points, int count, int gray, int opacity) {
    static uint16_t row[4096];
    static int at_x[POINTS_MAX];
    if (count < 3 || count > POINTS_MAX || canvas->width_px > 4096)
        return;
    int top = points[0].y, bottom = points[0].y;
    for (int i = 1; i < count; i++) {
        top = min2(top, points[i].y);
        bottom = max2(bottom, points[i].y);
    }
    span box = cut(canvas, 0, top, 0, bottom);
    for (int y = box.y0; y < box.y1; y++) {
        for (int x = 0; x < canvas->width_px; x++)
            row[x] = 0;
        for (int sample = 0; sample < 8; sample++) {
            int found = crossings(points, count, y * 256 + 16 + 32 * sample, at_x);
            for (int i = 0; i + 1 < found; i += 2)
                cover_between(row, canvas->width_px, at_x[i], at_x[i + 1]);
        }
        for (int x = 0; x < canvas->width_px; x++)
            if (row[x])
                draw_mix(canvas, x, y, gray, row[x] / 8 * opacity / 256);
    }
}

void draw_box(kj_canvas *canvas, int x, int y, int width, int height, int gray) {
    kj_point corners[4] = {{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}};
    draw_fill(canvas, corners, 4, gray, 256);
}

void draw_finish(kj_canvas *canvas, int contrast, int grain, uint32_t seed) {
    for (int y = 0; y < canvas->height_px; y++) {
        for (int x = 0; x < canvas->width_px; x++) {
            int64_t v = (draw_get(canvas, x, y) - 12 * 256) * 255 / 234;
            v = v < 0 ? 0 : v > 65280 ? 65280 : v;
            int64_t curved = v * v / 65280 * (3 * 65280 - 2 * v) / 65280;
            v += (curved - v) * contrast / 256;
            int random = (int)(draw_hash((uint32_t)x, (uint32_t)y, seed) >> 16) - 32768;
            if (v > 4 * 256 && v < 251 * 256)
                v += random * grain / 128;
            draw_set(canvas, x, y, (int)v);
        }
    }
}
