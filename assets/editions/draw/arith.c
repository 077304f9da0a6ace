/* arith.c - sines, roots and noise on integers, the same on every machine. */
#include "canvas.h"

int draw_clamp(int value, int low, int high) {
    return value < low ? low : value > high ? high : value;
}

int draw_between(int from, int to, int part, int whole) {
    part = draw_clamp(part, 0, whole);
    return from + (int)((int64_t)(to - from) * part / whole);
}

/* Bhaskara's approximation, right to 0.2 %: 16 x (h - x) / (5 h^2 - 4 x (h - x)) over a half turn.
 */
int draw_sin(int angle) {
    int64_t half = DRAW_TURN / 2, x = angle & (DRAW_TURN - 1);
    bool below = x >= half;
    if (below)
        x -= half;
    int64_t product = x * (half - x);
    int value = (int)(16 * product * 32768 / (5 * half * half - 4 * product));
    return below ? -value : value;
}

int draw_cos(int angle) { return draw_sin(angle + DRAW_TURN / 4); }

kj_point draw_polar(int x, int y, int radius, int angle) {
    kj_point point = {x + (int)((int64_t)radius * draw_cos(angle) / 32768),
                      y + (int)((int64_t)radius * draw_sin(angle) / 32768)};
    return point;
}

int draw_root(int64_t square) {
    int64_t root = 0, bit = (int64_t)1 << 40;
    while (bit > square)
        bit >>= 2;
    for (; bit; bit >>= 2) {
        if (square >= root + bit) {
            square -= root + bit;
            root = (root >> 1) + bit;
        } else {
            root >>= 1;
        }
    }
    return (int)root;
}

uint32_t draw_hash(uint32_t x, uint32_t y, uint32_t seed) {
    uint32_t h = x * 0x8da6b343U ^ y * 0xd8163841U ^ seed * 0xcb1ab31fU;
    h = (h ^ h >> 15) * 0x2c1b3c6dU;
    h = (h ^ h >> 12) * 0x297a2d39U;
    return h ^ h >> 15;
}

static int lattice(int x, int y, uint32_t seed) {
    return (int)(draw_hash((uint32_t)x, (uint32_t)y, seed) >> 16);
}

/* 3 t^2 - 2 t^3 for t in 0 .. 256. */
static int ease(int t) { return t * t * (768 - 2 * t) / 65536; }

static int floor_cell(int v) { return v >= 0 ? v / 256 : -((255 - v) / 256); }

int draw_noise(int x, int y, uint32_t seed) {
    int cx = floor_cell(x), cy = floor_cell(y);
    int tx = ease(x - cx * 256), ty = ease(y - cy * 256);
    int top = draw_between(lattice(cx, cy, seed), lattice(cx + 1, cy, seed), tx, 256);
    int bottom = draw_between(lattice(cx, cy + 1, seed), lattice(cx + 1, cy + 1, seed), tx, 256);
    return draw_between(top, bottom, ty, 256);
}

int draw_cloud(int x, int y, int octaves, uint32_t seed) {
    int64_t sum = 0, weight = 0;
    for (int i = 0, part = 1 << 12; i < octaves; i++, part /= 2) {
        sum += (int64_t)draw_noise(x, y, seed + (uint32_t)i * 101U) * part;
        weight += part;
        x *= 2;
        y *= 2;
    }
    return (int)(sum / weight);
}
