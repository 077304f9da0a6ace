/* scenes_figure.c - the potter's portrait, the cartoon's crow, the kingfisher. */
#include "scenes.h"

static int blob(kj_canvas *canvas, const kj_point *points, int count, int gray) {
    kj_point curve[512];
    int n = draw_smooth(points, count, true, curve, 512);
    draw_fill(canvas, curve, n, gray, 256);
    return n;
}

static void stroke(kj_canvas *canvas, const kj_point *points, int count, int width, int gray) {
    kj_point curve[512];
    int n = draw_smooth(points, count, false, curve, 512);
    for (int i = 1; i < n; i++) { /* thin at both ends, as a brush leaves it */
        int middle = draw_sin(i * (DRAW_TURN / 2) / n) / 128;
        int thick = width / 3 + width * middle / 384;
        draw_taper(canvas, curve[i - 1], curve[i], thick, thick, gray, 256);
    }
}

/* --- The potter. */

/* Shades what is already of a face's tone: light from the left, darker to the right and below. */
static void shade_face(kj_canvas *canvas, int x0, int x1, int y0, int y1) {
    for (int y = y0; y < y1; y++) {
        for (int x = x0; x < x1; x++) {
            if (draw_get(canvas, x, y) != 178 * 256)
                continue;
            int side = draw_between(34, -64, x - 200, 260),
                low = draw_between(6, -22, y - 200, 330);
            int pores = (draw_cloud(x * 60, y * 60, 3, 6) - 32768) / 2600;
            draw_set(canvas, x, y, (178 + side + low + pores) * 256);
        }
    }
}

static void wall(kj_canvas *canvas) {
    for (int y = 0; y < canvas->height_px; y++) {
        for (int x = 0; x < canvas->width_px; x++) {
            int plaster = (draw_cloud(x * 3, y * 3, 5, 15) - 32768) / 700;
            int reeds = draw_sin(y * 2600 + (draw_noise(x * 3, y, 4) - 32768) / 4) / 3600;
            draw_set(canvas, x, y, (draw_between(128, 70, x, 640) + plaster + reeds) * 256);
        }
    }
    draw_glow(canvas, U(60), U(60), U(420), 214, 200);
}

static void veil(kj_canvas *canvas) {
    static const kj_point cloth[] = {{U(318), U(86)},  {U(440), U(120)}, {U(500), U(250)},
                                     {U(506), U(420)}, {U(570), U(560)}, {U(640), U(740)},
                                     {-U(10), U(740)}, {U(70), U(580)},  {U(150), U(490)},
                                     {U(152), U(300)}, {U(196), U(140)}};
    blob(canvas, cloth, 11, 224);
    for (int fold = 0; fold < 13; fold++) { /* folds fall from the crown to the shoulders */
        kj_point line[4] = {{U(250 + fold * 14), U(96 + (fold - 5) * (fold - 5) / 2)},
                            {U(fold < 6 ? 172 - fold : 440 + fold * 4), U(220)},
                            {U(fold < 6 ? 150 - fold * 2 : 440 + fold * 5), U(420)},
                            {U(fold < 6 ? 40 + fold * 22 : 400 + fold * 18), U(720)}};
        stroke(canvas, line, 4, U(4) + fold % 3 * 256, fold % 3 ? 150 : 96);
    }
}

static void face(kj_canvas *canvas) {
    static const kj_point neck[] = {
        {U(270), U(470)}, {U(390), U(470)}, {U(420), U(600)}, {U(330), U(650)}, {U(230), U(600)}};
    static const kj_point head[] = {
        {U(322), U(148)}, {U(402), U(176)}, {U(440), U(270)}, {U(432), U(380)}, {U(396), U(462)},
        {U(330), U(514)}, {U(266), U(470)}, {U(222), U(386)}, {U(206), U(276)}, {U(240), U(178)}};
    static const kj_point hair[] = {{U(322), U(118)}, {U(420), U(150)}, {U(456), U(270)},
                                    {U(446), U(340)}, {U(420), U(250)}, {U(380), U(194)},
                                    {U(322), U(176)}, {U(258), U(200)}, {U(220), U(262)},
                                    {U(198), U(340)}, {U(190), U(262)}, {U(226), U(150)}};
    blob(canvas, neck, 5, 120);
    blob(canvas, head, 10, 178);
    shade_face(canvas, 180, 470, 130, 530);
    blob(canvas, hair, 12, 60);
    for (int i = 0; i < 26; i++) { /* grey strands from the parting */
        int x = 216 + i * 9;
        kj_point strand[3] = {{U(322), U(126)},
                              {U((x + 322) / 2), U(140 + (i % 5))},
                              {U(x), U(150 + (x - 322) * (x - 322) / 130)}};
        stroke(canvas, strand, 3, U(2), i % 3 ? 170 : 220);
    }
    draw_glow(canvas, U(262), U(360), U(60), 236, 120);
    draw_glow(canvas, U(402), U(390), U(66), 60, 130);
}

static void features(kj_canvas *canvas) {
    for (int side = -1; side <= 1; side += 2) {
        int x = U(324) + side * U(56);
        kj_point brow[3] = {{x - side * U(32), U(270)}, {x, U(254)}, {x + side * U(38), U(268)}};
        kj_point lid[3] = {{x - U(30), U(300)}, {x, U(288)}, {x + U(30), U(302)}};
        kj_point lower[3] = {{x - U(26), U(304)}, {x, U(314)}, {x + U(26), U(304)}};
        draw_glow(canvas, x, U(296), U(48), 50, 150);
        draw_ellipse(canvas, x, U(302), U(26), U(11), 0, 232, 256);
        draw_disc(canvas, x - U(4), U(301), U(11), 24, 256);
        draw_disc(canvas, x - U(8), U(297), U(3), 250, 256);
        stroke(canvas, brow, 3, U(9), 40);
        stroke(canvas, lid, 3, U(9), 20);
        stroke(canvas, lower, 3, U(4), 70);
        for (int i = 0; i < 3; i++) { /* crow's feet, and the bags of late nights at the kiln */
            kj_point line[3] = {{x + side * U(36), U(300 + i * 6)},
                                {x + side * U(48), U(298 + i * 10)},
                                {x + side * U(60), U(292 + i * 16)}};
            stroke(canvas, line, 3, U(3), side < 0 ? 130 : 60);
            kj_point bag[3] = {
                {x - U(22), U(318 + i * 7)}, {x, U(326 + i * 8)}, {x + U(22), U(318 + i * 7)}};
            stroke(canvas, bag, 3, U(2), side < 0 ? 140 : 70);
        }
        kj_point laugh[4] = {{U(324) + side * U(34), U(372)},
                             {U(324) + side * U(58), U(396)},
                             {U(324) + side * U(66), U(424)},
                             {U(324) + side * U(56), U(448)}};
        stroke(canvas, laugh, 4, U(5), side < 0 ? 90 : 44);
    }
    for (int i = 0; i < 3; i++) {
        kj_point line[3] = {
            {U(270), U(226 + i * 12)}, {U(324), U(220 + i * 12)}, {U(384), U(228 + i * 12)}};
        stroke(canvas, line, 3, U(3), 106);
    }
    kj_point nose[5] = {
        {U(334), U(286)}, {U(346), U(336)}, {U(356), U(368)}, {U(338), U(382)}, {U(312), U(376)}};
    stroke(canvas, nose, 5, U(6), 60);
    draw_glow(canvas, U(318), U(352), U(22), 250, 170);
    kj_point upper[5] = {
        {U(276), U(428)}, {U(304), U(420)}, {U(324), U(425)}, {U(346), U(420)}, {U(376), U(426)}};
    kj_point smile[4] = {{U(270), U(424)}, {U(300), U(436)}, {U(350), U(437)}, {U(382), U(420)}};
    kj_point under[3] = {{U(298), U(450)}, {U(326), U(457)}, {U(356), U(448)}};
    stroke(canvas, upper, 5, U(5), 70);
    stroke(canvas, smile, 4, U(7), 26);
    stroke(canvas, under, 3, U(5), 96);
    draw_disc(canvas, U(322), U(236), U(10), 20, 256); /* the tip on her brow */
    draw_disc(canvas, U(304), U(372), U(4), 255, 256); /* the stud in her nose */
}

void scene_potter(kj_canvas *canvas) {
    wall(canvas);
    veil(canvas);
    face(canvas);
    features(canvas);
    static const kj_point left[] = {{U(322), U(96)},  {U(232), U(128)}, {U(178), U(240)},
                                    {U(172), U(380)}, {U(206), U(470)}, {U(262), U(560)},
                                    {U(318), U(640)}};
    static const kj_point right[] = {{U(322), U(96)},  {U(420), U(128)}, {U(466), U(240)},
                                     {U(474), U(380)}, {U(450), U(470)}, {U(388), U(560)},
                                     {U(318), U(640)}};
    for (int i = 0; i < 2; i++) { /* the border of the sari: a broad dark band, a pale one */
        const kj_point *hem = i ? right : left;
        kj_point curve[128];
        int n = draw_smooth(hem, 7, false, curve, 128);
        draw_path(canvas, curve, n, U(30), 26);
        draw_path(canvas, curve, n, U(16), 196);
        draw_dashes(canvas, curve, n, U(9), U(11), 26);
    }
    draw_finish(canvas, 180, 12, 17);
}

/* --- The crow. */

static void tower(kj_canvas *canvas, int x, int top, int wide, int hour, int minute) {
    draw_box(canvas, x - wide / 2, top, wide, U(560) - top, 196);
    for (int y = top + U(8); y < U(560); y += U(13)) /* bricks */
        for (int b = 0; b * U(22) < wide - U(18); b++)
            draw_line(canvas, x - wide / 2 + U(5) + b * U(22) + (y / U(13) % 2) * U(7), y,
                      x - wide / 2 + U(17) + b * U(22) + (y / U(13) % 2) * U(7), y, U(2), 150);
    kj_point roof[3] = {
        {x - wide / 2 - U(10), top}, {x, top - wide / 2}, {x + wide / 2 + U(10), top}};
    draw_fill(canvas, roof, 3, 90, 256);
    kj_point frame[4] = {
        {x - wide / 2, U(570)}, {x - wide / 2, top}, {x + wide / 2, top}, {x + wide / 2, U(570)}};
    draw_path(canvas, frame, 4, U(3), 20);
    int y = top + wide / 2 + U(6), radius = wide * 2 / 5;
    draw_disc(canvas, x, y, radius, 20, 256);
    draw_disc(canvas, x, y, radius - U(4), 255, 256);
    for (int i = 0; i < 12; i++) {
        kj_point tick = draw_polar(x, y, radius - U(9), i * DRAW_TURN / 12);
        draw_disc(canvas, tick.x, tick.y, i % 3 ? U(1) : U(2), 20, 256);
    }
    int turn = minute * DRAW_TURN / 60, top_angle = DRAW_TURN * 3 / 4;
    kj_point centre = {x, y};
    kj_point big = draw_polar(x, y, radius * 7 / 10, top_angle + turn);
    kj_point small = draw_polar(x, y, radius / 2, top_angle + hour * DRAW_TURN / 12 + turn / 12);
    draw_taper(canvas, centre, big, U(4), U(2), 10, 256);
    draw_taper(canvas, centre, small, U(6), U(4), 10, 256);
}

static void newspaper(kj_canvas *canvas) {
    static const kj_point left[] = {
        {U(372), U(236)}, {U(470), U(262)}, {U(470), U(424)}, {U(366), U(402)}};
    static const kj_point right[] = {
        {U(470), U(262)}, {U(580), U(226)}, {U(588), U(392)}, {U(470), U(424)}};
    draw_fill(canvas, left, 4, 255, 256);
    draw_fill(canvas, right, 4, 238, 256);
    for (int i = 0; i < 13; i++) { /* headline, then lines of type; a picture on the right */
        int y = U(262 + i * 11), thick = i ? U(3) : U(9);
        draw_line(canvas, U(384), y, U(458), y + U(20), thick, i ? 110 : 20);
        if (i == 0 || i > 7)
            draw_line(canvas, U(482), y + U(20), U(572), y - U(8), thick, i ? 120 : 20);
    }
    static const kj_point picture[] = {
        {U(484), U(304)}, {U(572), U(278)}, {U(574), U(334)}, {U(484), U(356)}};
    draw_fill(canvas, picture, 4, 120, 256);
    draw_disc(canvas, U(546), U(304), U(9), 240, 256);
    for (int i = 0; i < 2; i++) {
        const kj_point *page = i ? right : left;
        draw_path(canvas, page, 4, U(4), 10);
        draw_line(canvas, page[3].x, page[3].y, page[0].x, page[0].y, U(4), 10);
    }
}

static void head(kj_canvas *canvas) {
    for (int i = 0; i < 2; i++) { /* spectacles, and an eye in each */
        int x = U(284 + i * 46), y = U(176);
        draw_disc(canvas, x, y, U(24), 240, 256);
        draw_disc(canvas, x, y, U(20), i ? 226 : 255, 256);
        draw_ring(canvas, x, y, U(24), U(5), 130);
        draw_disc(canvas, x + U(6), y + U(6), U(8), 10, 256);
        draw_disc(canvas, x + U(3), y + U(3), U(3), 255, 256);
    }
    draw_line(canvas, U(260), U(172), U(236), U(160), U(4), 150);
    for (int i = 0; i < 3; i++) { /* three hairs that will not lie down */
        kj_point hair[3] = {
            {U(264 + i * 12), U(142)}, {U(256 + i * 14), U(122)}, {U(244 + i * 18), U(110)}};
        stroke(canvas, hair, 3, U(5), 16);
    }
}

static void feet(kj_canvas *canvas) {
    for (int i = 0; i < 2; i++) { /* on the wire */
        int x = U(232 + i * 44);
        draw_line(canvas, x, U(424), x + U(2), U(462), U(5), 30);
        for (int toe = -1; toe <= 1; toe++)
            draw_line(canvas, x + U(2), U(460), x + U(2 + toe * 12), U(474), U(4), 30);
    }
}

static void crow(kj_canvas *canvas) {
    static const kj_point tail[] = {{U(196), U(392)}, {U(150), U(470)}, {U(120), U(520)},
                                    {U(160), U(512)}, {U(196), U(488)}, {U(246), U(430)}};
    static const kj_point body[] = {{U(262), U(226)}, {U(326), U(262)}, {U(342), U(338)},
                                    {U(306), U(416)}, {U(240), U(436)}, {U(190), U(404)},
                                    {U(186), U(320)}, {U(214), U(256)}};
    static const kj_point beak[] = {
        {U(326), U(168)}, {U(368), U(176)}, {U(412), U(206)}, {U(366), U(208)}, {U(322), U(204)}};
    static const kj_point wing[] = {{U(214), U(280)}, {U(270), U(300)}, {U(330), U(356)},
                                    {U(396), U(374)}, {U(398), U(396)}, {U(320), U(402)},
                                    {U(236), U(376)}};
    blob(canvas, tail, 6, 14);
    blob(canvas, body, 8, 18);
    draw_disc(canvas, U(288), U(190), U(54), 18, 256);
    blob(canvas, beak, 5, 52);
    draw_line(canvas, U(330), U(192), U(404), U(205), U(2), 200);
    for (int i = 0; i < 60; i++) { /* feathers: short light strokes that follow the back */
        uint32_t h = draw_hash((uint32_t)i, 3, 55);
        int x = U(202) + (int)(h & 0x7fff) * 7 / 10, y = U(262) + (int)(h >> 16 & 0x7fff);
        kj_point line[3] = {{x, y}, {x + U(6), y + U(7)}, {x + U(8), y + U(16)}};
        if (draw_get(canvas, x / 256, y / 256) < 30 * 256 &&
            draw_get(canvas, x / 256 + 8, y / 256 + 16) < 30 * 256)
            stroke(canvas, line, 3, U(3), 110);
    }
    blob(canvas, wing, 7, 10);
    for (int i = 0; i < 4; i++) {
        kj_point line[3] = {{U(240 + i * 12), U(306 + i * 16)},
                            {U(300 + i * 10), U(346 + i * 12)},
                            {U(376), U(378 + i * 5)}};
        stroke(canvas, line, 3, U(3), 150);
    }
    head(canvas);
    feet(canvas);
}

void scene_crow(kj_canvas *canvas) {
    for (int y = 0; y < canvas->height_px; y++)
        for (int x = 0; x < canvas->width_px; x++)
            draw_set(canvas, x, y, draw_between(206, 255, y, 420) * 256);
    for (int i = 0; i < 26; i++) { /* rays of the sun that the crow goes by */
        kj_point centre = {U(90), U(84)};
        kj_point from = draw_polar(centre.x, centre.y, U(54), i * DRAW_TURN / 26);
        kj_point to = draw_polar(centre.x, centre.y, U(i % 2 ? 74 : 92), i * DRAW_TURN / 26);
        draw_taper(canvas, from, to, U(5), U(2), 20, 256);
    }
    draw_disc(canvas, U(90), U(84), U(44), 20, 256);
    draw_disc(canvas, U(90), U(84), U(40), 255, 256);
    tower(canvas, U(664), U(250), U(96), 6, 10);
    tower(canvas, U(752), U(330), U(72), 6, 4);
    tower(canvas, U(596), U(452), U(54), 6, 8);
    kj_point wires[3] = {{-U(10), U(462)}, {U(400), U(480)}, {U(810), U(452)}};
    kj_point low[3] = {{-U(10), U(520)}, {U(400), U(540)}, {U(810), U(514)}}, curve[64];
    draw_path(canvas, curve, draw_smooth(low, 3, false, curve, 64), U(3), 60);
    draw_path(canvas, curve, draw_smooth(wires, 3, false, curve, 64), U(5), 20);
    newspaper(canvas);
    crow(canvas);
    draw_finish(canvas, 180, 4, 19);
}

/* --- The kingfisher. */

static void pond(kj_canvas *canvas) {
    for (int y = 0; y < canvas->height_px; y++) {
        for (int x = 0; x < canvas->width_px; x++) {
            int deep = y - 330;
            int gray;
            if (deep < 0) { /* leaves out of focus on the far bank */
                gray = 150 + (draw_cloud(x * 2, y * 3, 3, 45) - 32768) / 380 -
                       draw_between(0, 40, y, 330);
            } else {
                int ripple =
                    draw_cloud(x * (900 / (deep + 30) + 2), y * (5000 / (deep + 60) + 10), 3, 46) -
                    32768;
                gray = draw_between(92, 168, deep, 190) + ripple / 560;
            }
            draw_set(canvas, x, y, draw_clamp(gray, 16, 246) * 256);
        }
    }
    for (int ring = 0; ring < 4; ring++) /* a fish has just been up */
        for (int i = 0; i < 96; i++) {
            kj_point p = draw_polar(0, 0, U(18 + ring * 24), i * DRAW_TURN / 96);
            kj_point q = draw_polar(0, 0, U(18 + ring * 24), (i + 1) * DRAW_TURN / 96);
            kj_point from = {U(236) + p.x * 2, U(438) + p.y / 2},
                     to = {U(236) + q.x * 2, U(438) + q.y / 2};
            draw_taper(canvas, from, to, U(3), U(3), i < 48 ? 240 : 40, 210 - ring * 44);
        }
}

static void reed(kj_canvas *canvas, int x, int foot, int top, int lean, int gray) {
    kj_point line[3] = {
        {U(x), U(foot)}, {U(x + lean / 3), U((foot + top) / 2)}, {U(x + lean), U(top)}};
    kj_point curve[48];
    int n = draw_smooth(line, 3, false, curve, 48);
    for (int i = 1; i < n; i++)
        draw_taper(canvas, curve[i - 1], curve[i], U(9) - i * 40, U(9) - i * 40, gray, 256);
    for (int i = 6; i < n; i += 9)
        draw_disc(canvas, curve[i].x, curve[i].y, U(6), gray + 30, 256);
}

static void kingfisher(kj_canvas *canvas) {
    static const kj_point tail[] = {
        {U(500), U(316)}, {U(556), U(352)}, {U(568), U(380)}, {U(528), U(360)}, {U(486), U(332)}};
    static const kj_point body[] = {{U(404), U(170)}, {U(456), U(196)}, {U(506), U(256)},
                                    {U(514), U(316)}, {U(470), U(340)}, {U(410), U(322)},
                                    {U(372), U(262)}, {U(370), U(210)}};
    static const kj_point back[] = {{U(420), U(172)}, {U(474), U(206)}, {U(520), U(262)},
                                    {U(532), U(336)}, {U(500), U(322)}, {U(462), U(296)},
                                    {U(430), U(250)}};
    static const kj_point head[] = {{U(372), U(112)}, {U(424), U(120)}, {U(452), U(160)},
                                    {U(428), U(204)}, {U(372), U(206)}, {U(338), U(176)},
                                    {U(340), U(136)}};
    static const kj_point cap[] = {{U(372), U(108)}, {U(426), U(116)}, {U(458), U(164)},
                                   {U(444), U(190)}, {U(412), U(150)}, {U(370), U(140)},
                                   {U(336), U(146)}};
    blob(canvas, tail, 5, 60);
    blob(canvas, body, 8, 176);
    blob(canvas, head, 7, 150);
    draw_glow(canvas, U(396), U(276), U(52), 226, 200);
    blob(canvas, back, 7, 70);
    blob(canvas, cap, 7, 62);
    draw_ellipse(canvas, U(432), U(194), U(22), U(10), DRAW_TURN / 10, 248,
                 256);                                               /* white of the neck */
    draw_ellipse(canvas, U(362), U(196), U(22), U(12), 0, 244, 256); /* and throat */
    static const kj_point upper[] = {{U(348), U(146)}, {U(230), U(170)}, {U(350), U(168)}};
    static const kj_point lower[] = {{U(350), U(166)}, {U(234), U(172)}, {U(352), U(182)}};
    draw_fill(canvas, upper, 3, 14, 256);
    draw_fill(canvas, lower, 3, 44, 256);
    draw_disc(canvas, U(378), U(154), U(11), 10, 256);
    draw_disc(canvas, U(374), U(150), U(4), 255, 256);
    draw_line(canvas, U(346), U(160), U(364), U(158), U(6), 20);
    for (int i = 0; i < 46; i++) { /* bright spots of the cap and the wing */
        uint32_t h = draw_hash((uint32_t)i, 4, 48);
        int x = 350 + (int)(h & 0x7f) * 3 / 2, y = 110 + (int)(h >> 8 & 0xff);
        if (draw_get(canvas, x, y) < 76 * 256 && draw_get(canvas, x, y) > 56 * 256)
            draw_ellipse(canvas, U(x), U(y), U(4), U(2), DRAW_TURN / 8, 206, 256);
    }
    for (int i = 0; i < 5; i++) { /* flight feathers */
        kj_point line[3] = {{U(440 + i * 10), U(226 + i * 14)},
                            {U(480 + i * 8), U(270 + i * 10)},
                            {U(520 + i * 3), U(324 + i * 4)}};
        stroke(canvas, line, 3, U(4), 150);
    }
    kj_point shine[4] = {{U(446), U(196)}, {U(482), U(234)}, {U(506), U(280)}, {U(516), U(318)}};
    stroke(canvas, shine, 4, U(10), 214);
    for (int i = 0; i < 2; i++)
        draw_line(canvas, U(422 + i * 22), U(326), U(426 + i * 20), U(348), U(6), 40);
}

void scene_bird(kj_canvas *canvas) {
    pond(canvas);
    for (int i = 0; i < 14; i++) {
        uint32_t h = draw_hash((uint32_t)i, 5, 50);
        reed(canvas, 600 + i * 15, 530, 60 + (int)(h & 0xff), -90 + (int)(h >> 8 & 0x7f),
             26 + (int)(h >> 16 & 0x1f));
    }
    kj_point perch[4] = {{U(810), U(400)}, {U(620), U(366)}, {U(440), U(348)}, {U(300), U(372)}},
             curve[64];
    int n = draw_smooth(perch, 4, false, curve, 64);
    for (int i = 1; i < n; i++)
        draw_taper(canvas, curve[i - 1], curve[i], U(15) - i * 50, U(15) - i * 50, 30, 256);
    kingfisher(canvas);
    draw_finish(canvas, 180, 6, 23);
}
