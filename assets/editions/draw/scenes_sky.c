/* scenes_sky.c - clouds over fields, the railway by night, the sky of December. */
#include "scenes.h"

void scene_palm(kj_canvas *canvas, int x, int y, int height, uint32_t seed, int gray) {
    int lean = (int)(draw_hash(1, 2, seed) % (uint32_t)(height / 5)) - height / 10;
    kj_point spine[3] = {{x, y}, {x + lean / 3, y - height / 2}, {x + lean, y - height}};
    kj_point trunk[40];
    int count = draw_smooth(spine, 3, false, trunk, 40);
    for (int i = 1; i < count; i++)
        draw_taper(canvas, trunk[i - 1], trunk[i], height / 30, height / 38, gray, 256);
    for (int leaf = 0; leaf < 13; leaf++) {
        int angle = DRAW_TURN / 2 - DRAW_TURN / 14 + leaf * (DRAW_TURN / 2 + DRAW_TURN / 7) / 12;
        int length =
            height / 3 - (int)(draw_hash((uint32_t)leaf, 4, seed) % (uint32_t)(height / 12));
        kj_point tip = draw_polar(x + lean, y - height, length, angle);
        kj_point bow = draw_polar(x + lean, y - height - height / 16, length * 3 / 5, angle);
        kj_point rib[3] = {{x + lean, y - height}, bow, {tip.x, tip.y + height / 10}};
        kj_point curve[40];
        int n = draw_smooth(rib, 3, false, curve, 40);
        draw_path(canvas, curve, n, height / 90 + 100, gray);
        for (int i = 4; i < n; i += 2) {
            int blade = height / 11 - i * height / 600;
            kj_point left = {curve[i].x - blade / 3, curve[i].y + blade};
            kj_point right = {curve[i].x + blade / 2, curve[i].y + blade * 3 / 4};
            draw_taper(canvas, curve[i], left, height / 110 + 60, 60, gray, 256);
            draw_taper(canvas, curve[i], right, height / 110 + 60, 60, gray, 256);
        }
    }
}

/* Puffs of one cloud: x, y, radius in pixels. */
typedef struct puff {
    int x, y, r;
} puff;

/* The height of the cloud above the picture's plane at a pixel, 0 where there is none: the highest
 * of its spheres, made ragged by noise. */
static int height_at(const puff *puffs, int count, int x, int y) {
    int rag = (draw_cloud(x * 7, y * 7, 4, 21) - 32768) / 1900;
    int best = 0;
    for (int i = 0; i < count; i++) {
        int dx = x - puffs[i].x, dy = y - puffs[i].y, r = puffs[i].r + rag;
        int square = r * r - dx * dx - dy * dy;
        if (square > 0) {
            int high = draw_root((int64_t)square * 256) + puffs[i].r * 4;
            best = high > best ? high : best;
        }
    }
    return best;
}

/* Lit from the upper left: bright where the heap faces the sun, blue-gray under its belly. */
static void heap(kj_canvas *canvas, const puff *puffs, int count, int belly_px) {
    for (int y = 0; y < belly_px; y++) {
        for (int x = 0; x < canvas->width_px; x++) {
            int high = height_at(puffs, count, x, y);
            if (!high)
                continue;
            int slope = high - height_at(puffs, count, x - 8, y - 10);
            int gray = 205 + draw_clamp(slope / 4, -64, 50);
            gray -= draw_between(0, 46, y - (belly_px - 90), 90);
            gray += (draw_cloud(x * 14, y * 14, 4, 5) - 32768) / 2200;
            int soft = draw_clamp((belly_px - y) * 20, 0, 256);
            draw_mix(canvas, x, y, draw_clamp(gray, 90, 255),
                     draw_clamp(high, 0, 256) * soft / 256);
        }
    }
}

static void fields(kj_canvas *canvas, int horizon) {
    for (int y = horizon; y < canvas->height_px; y++) {
        int depth = y - horizon + 3;
        for (int x = 0; x < canvas->width_px; x++) {
            int across = (x - 330) * 700 / depth, away = 60000 / depth;
            int plot = draw_noise(across / 3, away * 5, 61) / 1100;
            int blades = draw_cloud(across * 9 + x * 30, y * 50, 3, 62) / 900;
            int row = draw_sin(across * 130) / 2000;
            int gray = 92 + plot + blades / 2 + row - draw_between(0, 46, depth, 190);
            draw_set(canvas, x, y, draw_clamp(gray, 20, 220) * 256);
        }
    }
    for (int i = 0; i < 1500; i++) { /* stubble, larger towards us */
        uint32_t h = draw_hash((uint32_t)i, 9, 63);
        int depth = (int)(h % 180), x = (int)(h >> 8 & 0xffff) * 800 / 256;
        kj_point a = {x, U(horizon + depth + 8)};
        kj_point b = {x + (int)(h >> 24) * 6 - 768, a.y - U(2) - depth * 26};
        draw_taper(canvas, a, b, 128 + depth * 2, 60, (h & 1) ? 214 : 34, 220);
    }
}

static void tree_line(kj_canvas *canvas, int foot, int tall, int scale, int gray, uint32_t seed) {
    for (int x = 0; x < canvas->width_px; x++) {
        int crown = draw_cloud(x * scale, 40, 6, seed);
        int top = U(foot) - tall * (crown - 12000) / 110;
        for (int y = top / 256; y < foot; y++) {
            int leaf = draw_cloud(x * 60, y * 60, 3, seed + 2) / 2600;
            draw_mix(canvas, x, y, gray + leaf, draw_clamp((y + 1) * 256 - top, 0, 256));
        }
    }
}

void scene_clouds(kj_canvas *canvas) {
    static const puff big[] = {{250, 250, 60}, {310, 210, 78}, {390, 170, 92}, {470, 120, 74},
                               {440, 200, 90}, {520, 205, 84}, {590, 235, 66}, {350, 250, 70},
                               {650, 258, 44}, {200, 268, 40}, {545, 150, 46}, {480, 260, 70}};
    static const puff small[] = {{60, 150, 26}, {92, 138, 34}, {130, 146, 30}, {160, 156, 20},
                                 {700, 96, 22}, {728, 90, 28}, {756, 98, 20}};
    int horizon = 330;
    for (int y = 0; y < horizon; y++)
        for (int x = 0; x < canvas->width_px; x++)
            draw_set(canvas, x, y,
                     draw_between(84, 206, y, horizon) * 256 +
                         (draw_cloud(x * 3, y * 12, 4, 91) - 32768) / 9);
    draw_glow(canvas, U(214), U(96), U(190), 255, 240);
    draw_disc(canvas, U(214), U(96), U(36), 255, 256);
    heap(canvas, small, 7, 168);
    heap(canvas, big, 12, 292);
    tree_line(canvas, horizon + 2, 14, 12, 56, 72);
    fields(canvas, horizon);
    scene_palm(canvas, U(690), U(352), U(150), 6, 22);
    scene_palm(canvas, U(738), U(346), U(112), 9, 30);
    scene_birds(canvas, U(120), U(240), 6, 3, 40);
    draw_finish(canvas, 256, 5, 3);
}

/* --- The railway. */

static void rails(kj_canvas *canvas, kj_point end) {
    for (int i = 0; i < 46; i++) { /* sleepers, from far to near */
        int near = i * i * i;
        int y = end.y + U(4) + near * 570 / 1000;
        int half = (y - end.y) * 62 / 100;
        kj_point a = {end.x - half, y}, b = {end.x + half, y};
        int thick = 100 + (y - end.y) / 14;
        draw_taper(canvas, a, b, thick, thick, 22, 230);
        a.y = b.y = y - thick / 2;
        draw_taper(canvas, a, b, thick / 5 + 30, thick / 5 + 30, 128, 150);
    }
    for (int side = -1; side <= 1; side += 2) {
        kj_point far = end, near = {end.x + side * U(126), U(510)};
        kj_point shine = {near.x - side * U(4), near.y};
        draw_taper(canvas, far, near, 160, U(15), 14, 256);
        draw_taper(canvas, far, shine, 140, U(5), 240, 256);
    }
}

/* Stones, from far to near, each with a lit top. */
static void ballast(kj_canvas *canvas, kj_point end) {
    for (int i = 0; i < 5200; i++) {
        uint32_t h = draw_hash((uint32_t)i, 6, 43);
        int depth = U(2) + i * U(214) / 5200;
        int x = end.x + (int)(((int64_t)(h & 0xffff) - 32768) * depth * 21 / 20 / 32768);
        int size = 90 + depth / 52, gray = 40 + (int)(h >> 16 & 0x5f);
        draw_ellipse(canvas, x, end.y + depth, size, size * 3 / 5, 0, gray, 256);
        draw_ellipse(canvas, x, end.y + depth - size / 4, size * 2 / 3, size / 4, 0, gray + 60,
                     220);
    }
}

static void poles(kj_canvas *canvas, kj_point end) {
    int last_x = end.x, last_y = end.y;
    for (int i = 6; i >= 0; i--) {
        int scale = 1000 / (i * 3 + 2);
        int x = end.x - scale * 180, foot = end.y + scale * 60, top = end.y - scale * 150;
        int thick = scale * 256 / 40 / 10 + 120, gray = draw_between(16, 96, i, 6);
        draw_line(canvas, x, foot, x, top, thick, gray);
        draw_line(canvas, x - scale * 22, top + scale * 12, x + scale * 22, top + scale * 12,
                  thick * 2 / 3, gray);
        for (int wire = -1; wire <= 1; wire += 2) {
            kj_point sag[3] = {{last_x, last_y}, {0, 0}, {x + wire * scale * 18, top + scale * 12}};
            sag[1].x = (sag[0].x * 2 + sag[2].x) / 3;
            sag[1].y = (sag[0].y * 2 + sag[2].y) / 3 + scale * 14;
            kj_point curve[40];
            draw_path(canvas, curve, draw_smooth(sag, 3, false, curve, 40), thick / 5 + 60, gray);
        }
        last_x = x;
        last_y = top + scale * 12;
    }
}

void scene_railway(kj_canvas *canvas) {
    kj_point end = {U(430), U(286)};
    for (int y = 0; y < canvas->height_px; y++) {
        for (int x = 0; x < canvas->width_px; x++) {
            int off = y < 286 ? 286 - y : (y - 286) * 3 / 2;
            int gray = draw_between(150, 34, off, 290);
            int fog = draw_cloud(x * 2, y * 6, 5, 41) - 32768;
            draw_set(canvas, x, y, gray * 256 + fog * draw_between(28, 8, off, 290) / 100);
        }
    }
    draw_glow(canvas, U(176), U(92), U(150), 214, 220);
    draw_disc(canvas, U(176), U(92), U(30), 244, 256);
    tree_line(canvas, 292, 18, 9, 92, 52);
    draw_glow(canvas, end.x, end.y - U(12), U(250), 255, 190);
    ballast(canvas, end);
    rails(canvas, end);
    poles(canvas, end);
    scene_palm(canvas, U(690), U(520), U(430), 15, 18);
    scene_palm(canvas, U(758), U(520), U(310), 12, 10);
    for (int i = 0; i < 3; i++) /* the engine's lamps */
        draw_glow(canvas,
                  end.x + U(i == 0   ? 0
                            : i == 1 ? -9
                                     : 9),
                  end.y - U(i == 0 ? 26 : 6), U(i == 0 ? 34 : 22), 255, 256);
    draw_disc(canvas, end.x, end.y - U(26), U(6), 255, 256);
    draw_finish(canvas, 256, 8, 4);
}

/* --- The December sky. */

static void stars(kj_canvas *canvas) {
    for (int i = 0; i < 620; i++) {
        uint32_t h = draw_hash((uint32_t)i, 1, 81);
        int x = (int)(h & 0xffff) * 800 / 256, y = (int)(h >> 16) * 420 / 256;
        int bright = (int)(draw_hash((uint32_t)i, 2, 81) & 0xff);
        int radius = bright > 250 ? U(3) : bright > 225 ? U(2) : bright > 150 ? 330 : 220;
        draw_disc(canvas, x, y, radius, 255, bright > 150 ? 256 : 170);
        if (bright > 250)
            draw_glow(canvas, x, y, U(14), 200, 130);
    }
}

static void moon(kj_canvas *canvas, int x, int y, int radius) {
    draw_glow(canvas, x, y, radius * 4, 180, 150);
    draw_disc(canvas, x, y, radius, 250, 256);
    for (int py = (y - radius) / 256; py <= (y + radius) / 256; py++) {
        for (int px = (x - radius) / 256; px <= (x + radius) / 256; px++) {
            int64_t dx = px * 256 + 128 - x, dy = py * 256 + 128 - y;
            if (dx * dx + dy * dy > (int64_t)(radius - 60) * (radius - 60))
                continue;
            int sea = draw_cloud(px * 9, py * 9, 5, 87) - 30000;
            draw_mix(canvas, px, py, 172, draw_clamp(sea / 48, 0, 220));
        }
    }
}

void scene_sky(kj_canvas *canvas) {
    for (int y = 0; y < canvas->height_px; y++) {
        for (int x = 0; x < canvas->width_px; x++) {
            int gray = draw_between(10, 74, y, 470) * 256;
            int off = (x - 120) * 5 / 8 + y - 330; /* the Milky Way lies across */
            off = off < 0 ? -off : off;
            int dust = draw_cloud(x * 4, y * 4, 6, 85);
            int band = draw_between(70, 0, off, 130) * (dust - 14000) / 150;
            draw_set(canvas, x, y, gray + draw_clamp(band, 0, 30000));
        }
    }
    stars(canvas);
    moon(canvas, U(606), U(126), U(58));
    for (int i = 0; i < 40; i++) { /* the meteor, thin at its tail */
        kj_point a = {U(330) - i * U(4), U(70) + i * U(2)};
        kj_point b = {a.x - U(4), a.y + U(2)};
        draw_taper(canvas, a, b, 60 + i * 20, 80 + i * 20, 255, 60 + i * 5);
    }
    draw_glow(canvas, U(170), U(150), U(18), 255, 240);
    tree_line(canvas, 506, 44, 9, 12, 86);
    scene_palm(canvas, U(110), U(470), U(210), 7, 6);
    scene_palm(canvas, U(184), U(480), U(150), 11, 8);
    scene_palm(canvas, U(716), U(480), U(170), 3, 6);
    draw_finish(canvas, 160, 4, 5);
}
