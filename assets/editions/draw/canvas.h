/* canvas.h - a gray picture and the strokes, fills and noise that the scenes are made of.
 *
 * All arithmetic is on integers, so the same program draws the same bytes on every machine:
 * lengths are in 1/256 pixel (U(3) is three pixels), grays are 0 black .. 255 white, coverage and
 * opacity are 0 .. 256. Kept with 8 more bits a pixel, so that gradients do not band.
 * Host only: draws the pictures of the sample editions at build time. */
#ifndef KJ_DRAW_CANVAS_H
#define KJ_DRAW_CANVAS_H

#include <stdbool.h>
#include <stdint.h>

#define U(px)     ((int)((px)*256))
#define DRAW_TURN 65536 /* a full turn of draw_sin and draw_cos */

typedef struct kj_canvas {
    int width_px;
    int height_px;
    uint16_t *gray; /* width_px * height_px, gray * 256 */
} kj_canvas;

typedef struct kj_point {
    int x;
    int y;
} kj_point;

/* Takes memory for a picture and fills it with gray; false: no memory. */
bool draw_open(kj_canvas *canvas, int width_px, int height_px, int gray);
void draw_close(kj_canvas *canvas);

/* Writes the picture as an 8-bit gray PNG; false: it cannot be written. */
bool draw_save(const kj_canvas *canvas, const char *path);

/* Sets or mixes one pixel; outside the picture nothing happens. fine: gray * 256. */
void draw_set(kj_canvas *canvas, int x, int y, int fine);
void draw_mix(kj_canvas *canvas, int x, int y, int gray, int cover);
int draw_get(const kj_canvas *canvas, int x, int y); /* gray * 256, clamped to the edge */

/* A round-ended stroke of the given full width, tapering from width0 to width1. */
void draw_taper(kj_canvas *canvas, kj_point from, kj_point to, int width0, int width1, int gray,
                int opacity);
void draw_line(kj_canvas *canvas, int x0, int y0, int x1, int y1, int width, int gray);
void draw_path(kj_canvas *canvas, const kj_point *points, int count, int width, int gray);
void draw_dashes(kj_canvas *canvas, const kj_point *points, int count, int width, int dash,
                 int gray);

/* A smooth curve through the points (Catmull-Rom), as points: writes up to limit, returns how many;
 * closed: back to the first. */
int draw_smooth(const kj_point *points, int count, bool closed, kj_point *out, int limit);

void draw_disc(kj_canvas *canvas, int x, int y, int radius, int gray, int opacity);
void draw_ring(kj_canvas *canvas, int x, int y, int radius, int width, int gray);
void draw_ellipse(kj_canvas *canvas, int x, int y, int rx, int ry, int tilt, int gray, int opacity);
/* Light or dark that falls off to nothing at radius. */
void draw_glow(kj_canvas *canvas, int x, int y, int radius, int gray, int opacity);
/* Fills a polygon (even-odd), edges smoothed by 4 x 4 samples. At most 2,048 points. */
void draw_fill(kj_canvas *canvas, const kj_point *points, int count, int gray, int opacity);
void draw_box(kj_canvas *canvas, int x, int y, int width, int height, int gray);
/* Makes the picture ready for the page: levels 12 .. 246 stretched to the full range, a curve that
 * deepens darks and lifts lights (contrast 0 .. 256), grain of at most that many grays both ways,
 * none on full white and black, so that they stay clean when they are dithered. */
void draw_finish(kj_canvas *canvas, int contrast, int grain, uint32_t seed);

/* A number of up to six digits, Bengali, stroked; right edge (or middle) at x, baseline at y. */
void draw_number(kj_canvas *canvas, int x, int y, int height, int gray, bool centred, int number);

/* Arithmetic. */
int draw_sin(int angle); /* -32768 .. 32768 */
int draw_cos(int angle);
int draw_root(int64_t square); /* floor of the square root */
uint32_t draw_hash(uint32_t x, uint32_t y, uint32_t seed);
int draw_noise(int x, int y, uint32_t seed);              /* value noise, cell U(1), 0 .. 65535 */
int draw_cloud(int x, int y, int octaves, uint32_t seed); /* octaves of noise, 0 .. 65535 */
int draw_between(int from, int to, int part, int whole);  /* linear, part clamped to 0 .. whole */
int draw_clamp(int value, int low, int high);
kj_point draw_polar(int x, int y, int radius, int angle);

#endif
