/* scenes_chart.c - bars, lines and a section through electronic paper: labels are digits only. */
#include "scenes.h"

enum { LEFT = 90, RIGHT = 770, TOP = 40, FOOT = 410 };

/* Paper, faint lines at each step of the scale with their numbers, and the two axes. */
static void axes(kj_canvas *canvas, int most, int step) {
    for (int value = 0; value <= most; value += step) {
        int y = U(FOOT) - U(FOOT - TOP) * value / most;
        for (int x = U(LEFT); value && x < U(RIGHT); x += U(10))
            draw_line(canvas, x, y, x + U(4), y, 300, 120);
        draw_number(canvas, U(LEFT - 14), y + U(10), U(20), 20, false, value);
    }
    draw_line(canvas, U(LEFT), U(TOP - 14), U(LEFT), U(FOOT), U(3), 10);
    draw_line(canvas, U(LEFT), U(FOOT), U(RIGHT + 8), U(FOOT), U(3), 10);
}

void scene_bars(kj_canvas *canvas) {
    static const int trucks[8] = {11, 12, 12, 13, 15, 16, 18, 19};
    axes(canvas, 20, 5);
    for (int i = 0; i < 8; i++) {
        int x = U(LEFT + 22) + i * U(83), wide = U(54);
        int top = U(FOOT) - U(FOOT - TOP) * trucks[i] / 20;
        bool last = i == 7;
        for (int row = top / 256; row < FOOT; row++) /* a rounded column: light from the left */
            for (int col = 0; col < 54; col++) {
                int round = draw_sin(4000 + col * 460) / 330;
                int gray = last ? 8 + round / 2 : 86 + round;
                draw_mix(canvas, x / 256 + col, row, draw_clamp(gray, 0, 255), 256);
            }
        for (int y = top + U(10); !last && y < U(FOOT); y += U(11)) /* leaves of a tally */
            draw_line(canvas, x, y + U(6), x + wide, y, 360, 60);
        kj_point frame[5] = {
            {x, U(FOOT)}, {x, top}, {x + wide, top}, {x + wide, U(FOOT)}, {x, U(FOOT)}};
        draw_path(canvas, frame, 5, U(5) / 2, 10);
        draw_number(canvas, x + wide / 2, top - U(8), U(19), 10, true, trucks[i]);
        draw_number(canvas, x + wide / 2, U(FOOT + 40), U(22), 20, true, 17 + i);
    }
}

static kj_point on_chart(int index, int value, int most) {
    kj_point point = {U(LEFT + 40) + index * U(104), U(FOOT) - U(FOOT - TOP) * value / most};
    return point;
}

void scene_lines(kj_canvas *canvas) {
    static const int exports[7] = {18, 14, 19, 25, 31, 38, 46};
    static const int prices[7] = {20, 24, 34, 27, 23, 29, 36};
    kj_point line[7], dashed[7], curve[128];
    axes(canvas, 50, 10);
    for (int i = 0; i < 7; i++) {
        line[i] = on_chart(i, exports[i], 50);
        dashed[i] = on_chart(i, prices[i], 50);
    }
    kj_point area[9];
    for (int i = 0; i < 7; i++)
        area[i] = line[i];
    area[7].x = line[6].x;
    area[8].x = line[0].x;
    area[7].y = area[8].y = U(FOOT) - U(2);
    draw_fill(canvas, area, 9, 196, 256);
    for (int x = line[0].x; x < line[6].x; x += U(8)) { /* hatching under the line */
        int i = (x - line[0].x) / U(104);
        int y = draw_between(line[i].y, line[i + 1].y, x - line[i].x, U(104));
        draw_line(canvas, x, y, x, U(FOOT), 256, 150);
    }
    int n = draw_smooth(dashed, 7, false, curve, 128);
    draw_dashes(canvas, curve, n, U(4), U(12), 70);
    draw_path(canvas, line, 7, U(6), 10);
    for (int i = 0; i < 7; i++) {
        draw_disc(canvas, line[i].x, line[i].y, U(11), 10, 256);
        draw_disc(canvas, line[i].x, line[i].y, U(6), 255, 256);
        if (i == 0 || i == 1 || i == 6)
            draw_number(canvas, line[i].x - (i == 6 ? U(34) : 0),
                        line[i].y + (i < 2 ? U(38) : -U(16)), U(22), 10, true, exports[i]);
        draw_number(canvas, line[i].x, U(FOOT + 42), U(22), 20, true, 20 + i);
    }
}

/* One capsule: white grains at the top (1), at the foot (-1) or mixed (0). */
static void capsule(kj_canvas *canvas, int x, int y, int radius, int state, uint32_t seed) {
    draw_disc(canvas, x, y, radius, 60, 256);
    draw_disc(canvas, x, y, radius - U(3), 178, 256);
    draw_glow(canvas, x - radius / 4, y - radius / 4, radius * 2 / 3, 226, 200);
    for (int i = 0; i < 150; i++) {
        uint32_t h = draw_hash((uint32_t)i, 1, seed);
        bool white = i & 1;
        int reach = radius - U(11);
        kj_point p = draw_polar(0, 0, draw_root((int64_t)(h & 0xffff) * reach / 65536 * reach),
                                (int)(h >> 16));
        int side = state * (white ? -1 : 1);
        if (side) { /* into its half, and towards the wall there */
            int edge = draw_root((int64_t)reach * reach - (int64_t)p.x * p.x);
            int away = edge - (p.y < 0 ? -p.y : p.y);
            p.y = side * (edge - away * 6 / 10);
        }
        draw_disc(canvas, x + p.x, y + p.y, U(6), white ? 110 : 0, 256);
        draw_disc(canvas, x + p.x, y + p.y, U(5), white ? 255 : 24, 256);
    }
}

static void plus_or_minus(kj_canvas *canvas, int x, int y, bool plus) {
    draw_disc(canvas, x, y, U(17), 20, 256);
    draw_line(canvas, x - U(9), y, x + U(9), y, U(4), 255);
    if (plus)
        draw_line(canvas, x, y - U(9), x, y + U(9), U(4), 255);
}

void scene_paper(kj_canvas *canvas) {
    draw_box(canvas, U(20), U(70), U(760), U(26), 214); /* the clear electrode and its glass */
    draw_box(canvas, U(20), U(96), U(760), U(8), 120);
    draw_box(canvas, U(20), U(104), U(760), U(152), 236);
    for (int i = 0; i < 3; i++) { /* the electrodes below */
        draw_box(canvas, U(26) + i * U(253), U(256), U(242), U(26), 70);
        plus_or_minus(canvas, U(147) + i * U(253), U(322), i == 2);
    }
    for (int i = 0; i < 6; i++) {
        int x = U(84) + i * U(126), state = i < 2 ? 1 : i < 4 ? 0 : -1;
        capsule(canvas, x, U(180), U(60), state, 7 + (uint32_t)i);
        int seen = state > 0 ? 255 : state ? 30 : 150;
        draw_box(canvas, x - U(52), U(22), U(104), U(36), 20);
        draw_box(canvas, x - U(49), U(25), U(98), U(30), seen);
    }
    draw_line(canvas, U(20), U(282), U(780), U(282), U(3), 10);
    draw_line(canvas, U(20), U(70), U(780), U(70), U(3), 10);
    /* The middle field is off: no sign. */
    draw_disc(canvas, U(400), U(322), U(17), 20, 256);
    draw_disc(canvas, U(400), U(322), U(13), 255, 256);
}
