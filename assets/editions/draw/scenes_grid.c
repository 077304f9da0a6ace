/* scenes_grid.c - the crossword, the chess board, the map. */
#include "scenes.h"

void scene_crossword(kj_canvas *canvas) {
    static const char *const rows[5] = {"1.2##", ".#.#3", "4..#.", "##.#.", "##5.."};
    int left = U(30), cell = U(100);
    draw_box(canvas, left - U(8), left - U(8), 5 * cell + U(16), 5 * cell + U(16), 0);
    for (int row = 0; row < 5; row++) {
        for (int col = 0; col < 5; col++) {
            int x = left + col * cell, y = left + row * cell;
            char kind = rows[row][col];
            if (kind == '#') { /* black, with a small flower */
                for (int leaf = 0; leaf < 8; leaf++) {
                    kj_point p =
                        draw_polar(x + cell / 2, y + cell / 2, U(17), leaf * DRAW_TURN / 8);
                    draw_ellipse(canvas, p.x, p.y, U(12), U(4), leaf * DRAW_TURN / 8, 128, 256);
                }
                continue;
            }
            draw_box(canvas, x + U(2), y + U(2), cell - U(4), cell - U(4), 255);
            if (kind != '.')
                draw_number(canvas, x + U(40), y + U(36), U(22), 0, false, kind - '0');
        }
    }
}

/* --- Chess: white king e6, white pawn e7, black king e8. */

static void outline_fill(kj_canvas *canvas, const kj_point *points, int count, bool white) {
    draw_fill(canvas, points, count, white ? 255 : 10, 256);
    draw_path(canvas, points, count, U(4), white ? 10 : 40);
    draw_line(canvas, points[0].x, points[0].y, points[count - 1].x, points[count - 1].y, U(4),
              white ? 10 : 40);
}

static void foot(kj_canvas *canvas, int x, int y, bool white) {
    kj_point base[4] = {
        {x - U(25), y}, {x + U(25), y}, {x + U(19), y - U(13)}, {x - U(19), y - U(13)}};
    outline_fill(canvas, base, 4, white);
}

static void pawn(kj_canvas *canvas, int x, int y, bool white) {
    kj_point body[4] = {{x - U(16), y - U(13)},
                        {x + U(16), y - U(13)},
                        {x + U(6), y - U(40)},
                        {x - U(6), y - U(40)}};
    outline_fill(canvas, body, 4, white);
    draw_disc(canvas, x, y - U(46), U(14), 10, 256);
    draw_disc(canvas, x, y - U(46), U(10), white ? 255 : 10, 256);
    foot(canvas, x, y, white);
}

static void king(kj_canvas *canvas, int x, int y, bool white) {
    kj_point body[6] = {{x - U(17), y - U(13)}, {x + U(17), y - U(13)}, {x + U(26), y - U(42)},
                        {x + U(10), y - U(50)}, {x - U(10), y - U(50)}, {x - U(26), y - U(42)}};
    outline_fill(canvas, body, 6, white);
    draw_line(canvas, x, y - U(46), x, y - U(70), U(7), 10);
    draw_line(canvas, x - U(9), y - U(61), x + U(9), y - U(61), U(7), 10);
    draw_line(canvas, x, y - U(16), x, y - U(48), U(3), white ? 10 : 200);
    draw_line(canvas, x - U(15), y - U(20), x + U(15), y - U(20), U(3), white ? 10 : 200);
    foot(canvas, x, y, white);
}

void scene_chess(kj_canvas *canvas) {
    int left = U(24), cell = U(74);
    draw_box(canvas, U(8), U(8), U(624), U(624), 30);
    draw_box(canvas, U(18), U(18), U(604), U(604), 235);
    for (int row = 0; row < 8; row++) {
        for (int col = 0; col < 8; col++) {
            int x = left + col * cell, y = left + row * cell;
            bool dark = (row + col) & 1;
            draw_box(canvas, x, y, cell, cell, dark ? 172 : 250);
            for (int k = 6; dark && k < 74; k += 9) { /* the grain of the wood */
                int sway = (draw_noise(row * 1000 + k * 90, col * 700, 3) - 32768) / 90;
                draw_line(canvas, x + U(2), y + U(k), x + cell - U(2), y + U(k) + sway / 2, 300,
                          132);
            }
        }
    }
    int e = left + 4 * cell + cell / 2;
    king(canvas, e, left + cell - U(4), false);
    pawn(canvas, e, left + 2 * cell - U(6), true);
    king(canvas, e, left + 3 * cell - U(4), true);
}

/* --- The map. */

static void house(kj_canvas *canvas, int x, int y) {
    kj_point roof[3] = {{x - U(10), y}, {x, y - U(10)}, {x + U(10), y}};
    draw_box(canvas, x - U(7), y, U(14), U(9), 60);
    draw_fill(canvas, roof, 3, 20, 256);
}

static void village(kj_canvas *canvas, int x, int y, int count, uint32_t seed) {
    for (int i = 0; i < count; i++) {
        uint32_t h = draw_hash((uint32_t)i, 5, seed);
        house(canvas, x + (i % 3) * U(27) + (int)(h & 0x7ff),
              y + (i / 3) * U(26) + (int)(h >> 8 & 0x7ff));
    }
}

static void tree(kj_canvas *canvas, int x, int y) {
    draw_line(canvas, x, y, x, y + U(9), U(2), 40);
    draw_disc(canvas, x, y - U(2), U(7), 90, 256);
    draw_disc(canvas, x - U(2), y - U(4), U(3), 150, 256);
}

/* Ground: paper with a soft relief, plots of rice as short dashes. */
static void ground(kj_canvas *canvas) {
    for (int y = 0; y < canvas->height_px; y++)
        for (int x = 0; x < canvas->width_px; x++)
            draw_set(canvas, x, y, 236 * 256 + (draw_cloud(x * 4, y * 4, 4, 12) - 32768) / 5);
    for (int row = 0; row < 26; row++) {
        for (int col = 0; col < 40; col++) {
            if (draw_noise(col * 90, row * 110, 14) < 33000)
                continue;
            int x = U(24 + col * 20 + row % 2 * 10), y = U(26 + row * 21);
            draw_line(canvas, x, y, x, y - U(7), 330, 150);
            draw_line(canvas, x, y, x - U(4), y - U(5), 300, 150);
            draw_line(canvas, x, y, x + U(4), y - U(5), 300, 150);
        }
    }
}

static void river(kj_canvas *canvas, const kj_point *middle, int count, int wide) {
    kj_point curve[256];
    int n = draw_smooth(middle, count, false, curve, 256);
    draw_path(canvas, curve, n, wide + U(8), 40);
    draw_path(canvas, curve, n, wide, 150);
    for (int lane = -2; lane <= 2; lane++) { /* lines of the current */
        kj_point shifted[256];
        for (int i = 0; i < n; i++) {
            shifted[i].x = curve[i].x + lane * wide / 7;
            shifted[i].y = curve[i].y + lane * wide / 22;
        }
        draw_dashes(canvas, shifted, n, U(3) / 2, U(26) + lane * U(3), 222);
    }
}

static void canal(kj_canvas *canvas, const kj_point *points, int count, bool open) {
    kj_point curve[256];
    int n = draw_smooth(points, count, false, curve, 256);
    if (open) {
        draw_path(canvas, curve, n, U(11), 40);
        draw_path(canvas, curve, n, U(6), 190);
    } else {
        draw_dashes(canvas, curve, n, U(5), U(14), 30);
    }
}

static void compass(kj_canvas *canvas, int x, int y) {
    draw_disc(canvas, x, y, U(44), 248, 256);
    draw_ring(canvas, x, y, U(44), U(3), 20);
    for (int i = 0; i < 8; i++) {
        int angle = i * DRAW_TURN / 8 - DRAW_TURN / 4, long_px = i % 2 ? 22 : 38;
        kj_point tip = draw_polar(x, y, U(long_px), angle);
        kj_point left = draw_polar(x, y, U(8), angle - DRAW_TURN / 8);
        kj_point right = draw_polar(x, y, U(8), angle + DRAW_TURN / 8), centre = {x, y};
        kj_point half[3] = {tip, left, centre}, rest[3] = {tip, right, centre};
        draw_fill(canvas, half, 3, 20, 256);
        draw_fill(canvas, rest, 3, 200, 256);
    }
}

/* What stands around and on the map: its margin and frame, the scale. */
static void margin(kj_canvas *canvas) {
    for (int i = 0; i < 4; i++) /* a scale of two kilometres, in halves */
        draw_box(canvas, U(50) + i * U(40), U(516), U(40), U(9), i % 2 ? 250 : 20);
    draw_box(canvas, 0, 0, U(800), U(8), 255); /* the margin, over what runs off the map */
    draw_box(canvas, 0, U(552), U(800), U(8), 255);
    draw_box(canvas, 0, 0, U(8), U(560), 255);
    draw_box(canvas, U(792), 0, U(8), U(560), 255);
    kj_point frame[5] = {
        {U(8), U(8)}, {U(792), U(8)}, {U(792), U(552)}, {U(8), U(552)}, {U(8), U(8)}};
    draw_path(canvas, frame, 5, U(5), 20);
    kj_point bar[5] = {
        {U(50), U(516)}, {U(210), U(516)}, {U(210), U(525)}, {U(50), U(525)}, {U(50), U(516)}};
    draw_path(canvas, bar, 5, U(2), 20);
    draw_number(canvas, U(50), U(508), U(17), 20, true, 0);
    draw_number(canvas, U(130), U(508), U(17), 20, true, 1);
    draw_number(canvas, U(210), U(508), U(17), 20, true, 2);
}

void scene_map(kj_canvas *canvas) {
    static const kj_point stream[] = {{U(300), -U(40)}, {U(330), U(60)},  {U(290), U(170)},
                                      {U(350), U(270)}, {U(470), U(340)}, {U(520), U(450)},
                                      {U(500), U(600)}};
    static const kj_point road[] = {{-U(10), U(120)}, {U(120), U(150)}, {U(210), U(240)},
                                    {U(330), U(230)}, {U(470), U(190)}, {U(620), U(220)},
                                    {U(810), U(170)}};
    static const kj_point canals[5][4] = {
        {{U(300), U(170)}, {U(220), U(120)}, {U(120), U(90)}, {U(10), U(60)}},
        {{U(360), U(280)}, {U(270), U(330)}, {U(160), U(340)}, {U(60), U(420)}},
        {{U(400), U(300)}, {U(520), U(280)}, {U(640), U(330)}, {U(790), U(300)}},
        {{U(330), U(60)}, {U(450), U(90)}, {U(560), U(60)}, {U(700), U(90)}},
        {{U(520), U(450)}, {U(600), U(430)}, {U(690), U(470)}, {U(790), U(450)}}};
    ground(canvas);
    for (int i = 0; i < 5; i++)
        canal(canvas, canals[i], 4, i == 0 || i == 4);
    canal(canvas, canals[1], 2, true); /* open at its mouth only */
    river(canvas, stream, 7, U(50));
    kj_point curve[256];
    int n = draw_smooth(road, 7, false, curve, 256);
    draw_path(canvas, curve, n, U(9), 20);
    draw_path(canvas, curve, n, U(5), 252);
    draw_line(canvas, U(292), U(214), U(352), U(206), U(4), 20); /* the bridge's rails */
    draw_line(canvas, U(296), U(248), U(356), U(240), U(4), 20);
    village(canvas, U(96), U(184), 8, 3);
    village(canvas, U(560), U(120), 9, 5);
    village(canvas, U(210), U(390), 9, 6);
    village(canvas, U(620), U(374), 5, 8);
    village(canvas, U(400), U(30), 3, 9);
    for (int i = 0; i < 46; i++) {
        uint32_t h = draw_hash((uint32_t)i, 2, 33);
        int clump = i / 8;
        int x = 60 + clump * 131 % 640 + (int)(h & 0x3f),
            y = 60 + clump * 223 % 400 + (int)(h >> 8 & 0x2f);
        if (draw_get(canvas, x, y) > 220 * 256)
            tree(canvas, U(x), U(y));
    }
    margin(canvas);
    compass(canvas, U(716), U(84));
}
