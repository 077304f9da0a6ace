/* scenes_river.c - the river at morning, and the cover made of the same things. */
#include "scenes.h"

/* A sky that brightens towards the horizon and around the sun, with thin clouds. */
static void sky(kj_canvas *canvas, int horizon, kj_point sun, int dark, int light) {
    for (int y = 0; y < horizon; y++) {
        for (int x = 0; x < canvas->width_px; x++) {
            int base = draw_between(dark * 256, light * 256, y, horizon);
            int64_t dx = x * 256 - sun.x, dy = y * 256 - sun.y;
            int far = draw_root(dx * dx + dy * dy) / 256;
            base += draw_between(42 * 256, 0, far, 300);
            int veil = draw_cloud(x * 2 + y, y * 9, 5, 11) - 33000;
            if (veil > 0)
                base += veil * draw_between(70, 20, y, horizon) / 100;
            else
                base += veil * draw_between(24, 6, y, horizon) / 100;
            draw_set(canvas, x, y, base);
        }
    }
}

/* One range of hills: crest by noise, gray at the crest, mist at the foot, woods as texture. */
typedef struct range {
    int base_px, height_px, scale;
    int crest, foot;
    uint32_t seed;
} range;

static void hills(kj_canvas *canvas, const range *r, int horizon) {
    for (int x = 0; x < canvas->width_px; x++) {
        int ridge = draw_cloud(x * r->scale, 77, 6, r->seed);
        int crest = r->base_px * 256 - r->height_px * (ridge - 16000) / 128;
        for (int y = crest / 256; y < horizon; y++) {
            int cover = draw_clamp((y + 1) * 256 - crest, 0, 256);
            int gray = draw_between(r->crest, r->foot, y * 256 - crest, horizon * 256 - crest + 1);
            int wood = draw_cloud(x * 40, y * 60, 3, r->seed + 9) - 32768;
            int slope = draw_cloud(x * 7 + y * 5, y * 4, 3, r->seed + 5) - 32768;
            gray += wood * (r->foot - r->crest) / 260000 + slope * (r->foot - r->crest) / 150000;
            draw_mix(canvas, x, y, draw_clamp(gray, 0, 255), cover);
        }
    }
}

/* Water mirrors what stands above the horizon, darker, shaken by ripples that grow towards us. */
static void water(kj_canvas *canvas, int horizon, kj_point sun, int bottom) {
    for (int y = horizon; y < bottom; y++) {
        int depth = y - horizon;
        for (int x = 0; x < canvas->width_px; x++) {
            int wide = 900 / (depth + 12) + 2;
            int ripple = draw_cloud(x * wide, y * (4000 / (depth + 30) + 12), 3, 31) - 32768;
            int up = horizon - 1 - depth - ripple * depth / 200000;
            int fine = draw_get(canvas, x + ripple / 5000, draw_clamp(up, 0, horizon - 1));
            fine = fine * 84 / 100 + ripple * draw_between(8, 30, depth, 200) / 100;
            int aside = x - sun.x / 256, path = 22 + depth / 3;
            if (aside > -path && aside < path && ripple > 2500)
                fine += draw_between(26000, 0, aside < 0 ? -aside : aside, path);
            draw_set(canvas, x, y, fine);
        }
    }
}

/* Reeds of the near bank: many thin blades that lean and bend. */
static void reeds(kj_canvas *canvas, int from_px, int to_px, int foot_px, int tall_px,
                  uint32_t seed) {
    int count = (to_px - from_px) * 3 / 2;
    for (int i = 0; i < count; i++) {
        uint32_t h = draw_hash((uint32_t)i, 3, seed);
        int x = U(from_px) + (int)(h % (uint32_t)U(to_px - from_px));
        int edge = draw_between(tall_px / 3, tall_px, i % 7, 6);
        int tall = U(edge) / 2 + (int)(h >> 8 & 0xff) * edge / 2;
        int lean = (int)(h >> 16 & 0xff) * 36 - 128 * 36;
        kj_point a = {x, U(foot_px)}, b = {x + lean / 3, U(foot_px) - tall * 2 / 3};
        kj_point c = {x + lean, U(foot_px) - tall};
        int gray = 12 + (int)(h >> 24 & 0x1f);
        draw_taper(canvas, a, b, U(3), U(2), gray, 256);
        draw_taper(canvas, b, c, U(2), U(1) / 2, gray, 256);
    }
}

void scene_boat(kj_canvas *canvas, int x, int y, int size, int gray) {
    kj_point rim[7] = {{x - size / 2, y - size / 8},
                       {x - size * 3 / 10, y},
                       {x, y + size / 40},
                       {x + size * 3 / 10, y},
                       {x + size * 11 / 20, y - size / 6},
                       {x + size * 3 / 10, y + size / 11},
                       {x - size * 3 / 10, y + size / 11}};
    kj_point hull[128];
    draw_fill(canvas, hull, draw_smooth(rim, 7, true, hull, 128), gray, 256);
    draw_line(canvas, x - size / 16, y, x - size / 20, y - size * 9 / 10, size / 50 + 128, gray);
    kj_point sheet[5] = {{x - size / 20, y - size * 9 / 10},
                         {x + size / 4, y - size / 2},
                         {x + size * 3 / 10, y - size / 8},
                         {x - size / 18, y - size / 9},
                         {x + size / 16, y - size / 2}};
    kj_point sail[128];
    int count = draw_smooth(sheet, 5, true, sail, 128);
    draw_fill(canvas, sail, count, draw_between(gray, 255, 3, 5), 256);
    draw_path(canvas, sail, count, size / 90 + 128, gray);
    for (int i = 1; i < 4; i++)
        draw_line(canvas, x, y - size * i / 5 - size / 10, x + size * (6 - i) / 22,
                  y - size * i / 5 - size / 12, size / 120 + 100, draw_between(gray, 255, 2, 5));
    /* The boatman at the stern, with his oar. */
    int man = x - size / 3;
    draw_line(canvas, man, y - size / 40, man + size / 60, y - size / 5, size / 18, gray);
    draw_disc(canvas, man + size / 50, y - size / 4, size / 28, gray, 256);
    draw_line(canvas, man + size / 40, y - size / 6, man - size / 5, y + size / 7, size / 60 + 128,
              gray);
}

void scene_birds(kj_canvas *canvas, int x, int y, int count, uint32_t seed, int gray) {
    for (int i = 0; i < count; i++) {
        uint32_t h = draw_hash((uint32_t)i, 8, seed);
        int bx = x + (int)(h & 0x7fff) - 16384, by = y + (int)(h >> 16 & 0x1fff) - 4096;
        int wing = U(7) + (int)(h >> 28) * 110, lift = wing * (int)(2 + (h >> 26 & 3)) / 8;
        for (int side = -1; side <= 1; side += 2) {
            kj_point bend = {bx + side * wing * 2 / 5, by - lift};
            kj_point body = {bx, by}, tip = {bx + side * wing, by - lift * 3 / 4};
            draw_taper(canvas, body, bend, U(3), U(2), gray, 256);
            draw_taper(canvas, bend, tip, U(2), 100, gray, 256);
        }
    }
}

/* A smear of the boat's own gray on the water under it. */
static void reflection(kj_canvas *canvas, int x, int y, int size) {
    for (int i = 0; i < 34; i++) {
        int wide = size / 2 - i * size / 90;
        int shift = (int)(draw_hash((uint32_t)i, 2, 5) & 0x7ff) - 1024;
        int py = y + U(3) * i / 2 + size / 12;
        kj_point a = {x - wide + shift, py}, b = {x + wide + shift, py};
        draw_taper(canvas, a, b, U(1), U(1), 30, draw_between(200, 30, i, 34));
    }
}

void scene_river(kj_canvas *canvas) {
    int horizon = 268;
    kj_point sun = {U(250), U(176)};
    sky(canvas, horizon, sun, 128, 214);
    draw_glow(canvas, sun.x, sun.y, U(170), 255, 230);
    draw_disc(canvas, sun.x, sun.y, U(34), 255, 256);
    range far = {216, 46, 3, 176, 226, 3}, middle = {240, 58, 4, 128, 208, 20};
    range near = {262, 60, 6, 66, 168, 47};
    hills(canvas, &far, horizon);
    hills(canvas, &middle, horizon);
    hills(canvas, &near, horizon);
    water(canvas, horizon, sun, canvas->height_px);
    reflection(canvas, U(520), U(372), U(150));
    scene_boat(canvas, U(520), U(372), U(150), 20);
    reflection(canvas, U(168), U(300), U(44));
    scene_boat(canvas, U(168), U(300), U(44), 70);
    scene_birds(canvas, U(560), U(80), 9, 4, 40);
    reeds(canvas, -20, 215, 508, 130, 6);
    reeds(canvas, 640, 820, 508, 160, 16);
    draw_finish(canvas, 256, 5, 1);
}

/* Two rules with a row of petals between them, all around. */
static void border(kj_canvas *canvas) {
    int right = U(canvas->width_px), bottom = U(canvas->height_px), inset = U(30), step = U(18);
    draw_box(canvas, 0, 0, right, inset, 250);
    draw_box(canvas, 0, bottom - inset, right, inset, 250);
    draw_box(canvas, 0, 0, inset, bottom, 250);
    draw_box(canvas, right - inset, 0, inset, bottom, 250);
    for (int i = 0; i < 2; i++) {
        int d = i ? U(28) : U(5);
        kj_point frame[5] = {
            {d, d}, {right - d, d}, {right - d, bottom - d}, {d, bottom - d}, {d, d}};
        draw_path(canvas, frame, 5, U(3), 20);
    }
    for (int x = U(21); x <= right - U(20); x += step) {
        draw_ellipse(canvas, x, U(17), U(6), U(3), DRAW_TURN / 8, 30, 256);
        draw_ellipse(canvas, x, bottom - U(17), U(6), U(3), DRAW_TURN / 8, 30, 256);
    }
    for (int y = U(35); y <= bottom - U(30); y += step) {
        draw_ellipse(canvas, U(17), y, U(6), U(3), DRAW_TURN / 8, 30, 256);
        draw_ellipse(canvas, right - U(17), y, U(6), U(3), DRAW_TURN / 8, 30, 256);
    }
}

void scene_cover(kj_canvas *canvas) {
    int horizon = 500;
    kj_point sun = {U(300), U(330)};
    sky(canvas, horizon, sun, 70, 206);
    draw_glow(canvas, sun.x, sun.y, U(260), 255, 236);
    draw_disc(canvas, sun.x, sun.y, U(108), 255, 256);
    range far = {452, 70, 4, 150, 220, 71}, near = {488, 64, 6, 70, 170, 33};
    hills(canvas, &far, horizon);
    hills(canvas, &near, horizon);
    water(canvas, horizon, sun, canvas->height_px);
    reflection(canvas, U(316), U(612), U(240));
    scene_boat(canvas, U(316), U(612), U(240), 14);
    scene_birds(canvas, U(400), U(150), 11, 14, 24);
    reeds(canvas, 24, 190, 790, 170, 26);
    reeds(canvas, 420, 580, 790, 120, 36);
    scene_palm(canvas, U(92), U(770), U(420), 5, 14);
    border(canvas);
    draw_finish(canvas, 256, 5, 2);
}
