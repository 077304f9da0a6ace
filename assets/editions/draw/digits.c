/* digits.c - Bengali digits as strokes of our own, for charts and grids: no font is needed. */
#include "canvas.h"

enum { STROKES_MAX = 2, POINTS_MAX = 13, BOX_WIDTH = 100 };

/* Points x, y in a box of 100 by 100, y downwards; {0, 0} ends a stroke. */
typedef struct glyph {
    uint8_t points[STROKES_MAX][POINTS_MAX][2];
} glyph;

static const glyph digits[10] = {
    {{{{46, 28}, {66, 32}, {82, 62}, {66, 92}, {46, 98}, {26, 92}, {10, 62}, {26, 32}, {46, 28}}}},
    {{{{10, 2}, {26, 28}, {58, 48}, {80, 70}, {72, 92}, {46, 99}, {20, 88}, {26, 68}}}},
    {{{{8, 2}, {22, 22}, {54, 32}, {64, 46}, {46, 60}, {8, 62}},
      {{8, 62}, {40, 70}, {62, 86}, {78, 99}}}},
    {{{{4, 22}, {16, 64}, {38, 94}, {66, 88}, {80, 56}, {68, 22}, {46, 14}, {38, 34}, {50, 44}}}},
    {{{{46, 50},
       {16, 32},
       {24, 8},
       {46, 3},
       {68, 8},
       {76, 32},
       {46, 50},
       {12, 70},
       {22, 94},
       {46, 99},
       {70, 94},
       {80, 70},
       {46, 50}}}},
    {{{{58, 2}, {26, 24}, {8, 58}, {16, 88}, {44, 99}, {82, 92}},
      {{48, 22}, {60, 36}, {80, 34}, {56, 50}, {48, 72}, {62, 84}, {80, 78}}}},
    {{{{30, 8},
       {42, 20},
       {44, 52},
       {58, 62},
       {68, 44},
       {76, 32},
       {88, 46},
       {90, 70},
       {78, 92},
       {52, 98},
       {26, 76},
       {6, 30}}}},
    {{{{60, 56}, {26, 60}, {10, 38}, {22, 14}, {48, 8}, {60, 22}, {60, 70}, {64, 96}, {82, 99}}}},
    {{{{6, 6}, {20, 16}, {20, 60}, {24, 90}, {46, 99}, {68, 86}, {64, 64}, {50, 56}},
      {{20, 60}, {58, 54}, {84, 50}, {96, 32}}}},
    {{{{10, 4}, {24, 26}, {64, 44}, {92, 64}, {84, 90}, {46, 98}},
      {{8, 78}, {6, 56}, {26, 47}, {45, 62}, {42, 84}, {30, 92}}}},
};

static void digit(kj_canvas *canvas, int x, int y, int height, int gray, int value) {
    for (int s = 0; s < STROKES_MAX; s++) {
        kj_point points[POINTS_MAX], curve[256];
        int count = 0;
        for (; count < POINTS_MAX; count++) {
            const uint8_t *p = digits[value].points[s][count];
            if (!p[0] && !p[1])
                break;
            points[count].x = x + p[0] * height / 100;
            points[count].y = y - (100 - p[1]) * height / 100;
        }
        if (count > 1)
            draw_path(canvas, curve, draw_smooth(points, count, false, curve, 256), height / 8,
                      gray);
    }
}

void draw_number(kj_canvas *canvas, int x, int y, int height, int gray, bool centred, int number) {
    int advance = height * 112 / BOX_WIDTH, count = 1;
    for (int rest = number / 10; rest; rest /= 10)
        count++;
    x += centred ? (count - 2) * advance / 2 : -advance;
    for (int i = 0; i < count; i++, number /= 10, x -= advance)
        digit(canvas, x, y, height, gray, number % 10);
}
