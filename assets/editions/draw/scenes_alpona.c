/* scenes_alpona.c - an alpona: rice paste on a red floor, drawn by a finger, so never quite even.
 */
#include "scenes.h"

enum { MIDDLE = 360 };

/* A stroke of paste: white, a little ragged, thinner where the finger lifted. */
static void paste(kj_canvas *canvas, const kj_point *points, int count, bool closed, int width) {
    kj_point curve[800];
    int n = draw_smooth(points, count, closed, curve, 800);
    for (int i = 1; i < n; i++) {
        int thick =
            width * 3 / 4 + draw_noise(curve[i].x / 9, curve[i].y / 9, 77) * width / 2 / 65536;
        draw_taper(canvas, curve[i - 1], curve[i], thick, thick, 246, 250);
    }
}

static kj_point spot(int radius_px, int angle) {
    return draw_polar(U(MIDDLE), U(MIDDLE), U(radius_px), angle);
}

static void circle(kj_canvas *canvas, int radius_px, int width) {
    kj_point ring[48];
    for (int i = 0; i < 48; i++)
        ring[i] = spot(radius_px, i * DRAW_TURN / 48);
    paste(canvas, ring, 48, true, width);
}

static void petal(kj_canvas *canvas, int from_px, int to_px, int angle, int spread, bool full) {
    int span = to_px - from_px;
    kj_point leaf[6] = {spot(from_px, angle),
                        spot(from_px + span * 2 / 5, angle - spread),
                        spot(from_px + span * 3 / 4, angle - spread * 3 / 5),
                        spot(to_px, angle),
                        spot(from_px + span * 3 / 4, angle + spread * 3 / 5),
                        spot(from_px + span * 2 / 5, angle + spread)};
    kj_point curve[128];
    int n = draw_smooth(leaf, 6, true, curve, 128);
    if (full)
        draw_fill(canvas, curve, n, 244, 246);
    paste(canvas, leaf, 6, true, U(5));
}

/* An ear of rice that leans along the ring, grains on both sides of its stalk. */
static void ear(kj_canvas *canvas, int angle) {
    kj_point stalk[4] = {spot(196, angle), spot(216, angle + 900), spot(238, angle + 2300),
                         spot(252, angle + 4300)};
    paste(canvas, stalk, 4, false, U(4));
    for (int i = 0; i < 6; i++) {
        int along = angle + 600 + i * 640, radius = 208 + i * 8;
        for (int side = -1; side <= 1; side += 2) {
            kj_point grain = spot(radius + side * 9, along + 300);
            draw_ellipse(canvas, grain.x, grain.y, U(9), U(4),
                         along + DRAW_TURN / 4 + side * 5000 + 3000, 248, 250);
        }
    }
}

/* A child's foot: the sole as a bow, five toes. Points outwards at angle. */
static void little_foot(kj_canvas *canvas, int angle, int turn) {
    kj_point sole[8] = {spot(281, angle),
                        spot(286, angle - 400),
                        spot(300, angle - 420 + turn * 90),
                        spot(313, angle - 680),
                        spot(319, angle),
                        spot(313, angle + 680),
                        spot(300, angle + 420 + turn * 90),
                        spot(286, angle + 400)};
    kj_point curve[128];
    draw_fill(canvas, curve, draw_smooth(sole, 8, true, curve, 128), 246, 250);
    for (int toe = 0; toe < 5; toe++) {
        kj_point at = spot(327 - (toe - 2) * (toe - 2) / 2 - (toe * turn > 2 * turn ? 1 : 0),
                           angle + (toe - 2) * 330);
        draw_disc(canvas, at.x, at.y, toe == (turn > 0 ? 0 : 4) ? U(5) : U(7) / 2, 246, 250);
    }
}

void scene_alpona(kj_canvas *canvas) {
    for (int y = 0; y < canvas->height_px; y++) { /* the floor: red oxide, worn, with fine cracks */
        for (int x = 0; x < canvas->width_px; x++) {
            int worn = (draw_cloud(x * 3, y * 3, 5, 3) - 32768) / 900;
            int crack = draw_cloud(x * 2, y * 2, 4, 9) - 32768;
            int gray = 66 + worn - (crack > -260 && crack < 260 ? 22 : 0);
            draw_set(canvas, x, y, draw_clamp(gray, 12, 140) * 256);
        }
    }
    draw_glow(canvas, U(230), U(190), U(520), 128, 110);
    draw_disc(canvas, U(MIDDLE), U(MIDDLE), U(18), 246, 250);
    for (int i = 0; i < 16; i++)
        petal(canvas, 66, 158, i * DRAW_TURN / 16 + DRAW_TURN / 32, 1900, false);
    for (int i = 0; i < 8; i++)
        petal(canvas, 28, 124, i * DRAW_TURN / 8, 4200, true);
    for (int i = 0; i < 8; i++) { /* a vein through each petal, floor-coloured */
        kj_point from = spot(44, i * DRAW_TURN / 8), to = spot(104, i * DRAW_TURN / 8);
        draw_taper(canvas, from, to, U(6), U(2), 70, 256);
    }
    circle(canvas, 172, U(6));
    for (int i = 0; i < 48; i++) {
        kj_point dot = spot(183, i * DRAW_TURN / 48);
        draw_disc(canvas, dot.x, dot.y, U(4), 246, 250);
    }
    for (int i = 0; i < 12; i++)
        ear(canvas, i * DRAW_TURN / 12);
    circle(canvas, 268, U(5));
    circle(canvas, 276, U(3));
    for (int i = 0; i < 32; i++)
        little_foot(canvas, i * DRAW_TURN / 32, i % 2 ? 1 : -1);
    circle(canvas, 341, U(5));
    for (int i = 0; i < 64; i++) {
        kj_point dot = spot(351, i * DRAW_TURN / 64);
        draw_disc(canvas, dot.x, dot.y, i % 2 ? U(3) : U(5), 246, 250);
    }
    for (int corner = 0; corner < 4; corner++) { /* a spray of leaves in each corner */
        int x = corner % 2 ? U(680) : U(40), y = corner / 2 ? U(680) : U(40);
        for (int leaf = -3; leaf <= 3; leaf++) {
            int towards =
                (corner % 2 ? (corner / 2 ? 5 : 3) : (corner / 2 ? 7 : 1)) * DRAW_TURN / 8;
            kj_point p = draw_polar(x, y, U(34), towards + leaf * 4600);
            draw_ellipse(canvas, p.x, p.y, U(20), U(6), towards + leaf * 4600, 246, 250);
        }
        draw_disc(canvas, x, y, U(9), 246, 250);
    }
    draw_finish(canvas, 200, 9, 12);
}
