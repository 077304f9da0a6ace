/* scan.c - see scan.h. An edge adds to each pixel of a row what it covers to its right, as the area
 * of a trapezoid, and to the next pixel what is left of its height: so the sum of a row's figures
 * up to a pixel is its coverage. Lines are in 1/256 pixel, as FreeType has them; areas in 1/4096,
 * of which 16 bits hold seven windings. Layer: render. */
#include "render/scan.h"

#include <stdbool.h>
#include <string.h>

#define CELLS      2048 /* of 2 bytes, on the stack */
#define ONE        256  /* a pixel */
#define FULL_SHIFT 4    /* a height of 1/256 across a whole pixel: 16 of 4096 */
#define AREA_SHIFT 5    /* twice the distance in 1/256: the rest of 2^17 to 2^12 */

/* A curve becomes so many chords that none is further from it than 1/16 pixel, as FreeType's. */
#define FLAT       (ONE / 4)
#define HALVES_MAX 6

/* A row has room for its pixels and the two cells behind them, and a curve's points times the
 * square of its chords fit into 31 bits. */
_Static_assert(KJ_SCAN_SIDE_MAX + 3 < CELLS, "a row must fit");
_Static_assert((int64_t)KJ_SCAN_SIDE_MAX *ONE << 2 * HALVES_MAX <= INT32_MAX, "no overflow");

struct kj_scan {
    int16_t *cells;
    int32_t stride;       /* cells of a row, even */
    int32_t rows, height; /* of the band; height in 1/256 */
    int32_t left, top;    /* of box and band, 1/256 */
    int32_t x, y;         /* where the pen is, from there, y downwards */
};

/* An edge's part in one cell: height (1/256, negative: upwards) over the distance of its middle
 * from the cell's left side, twice, in 1/256. */
static inline void add_cell(int16_t *cell, int32_t height, int32_t distance) {
    const int32_t behind = (height * distance) >> AREA_SHIFT;
    cell[0] = (int16_t)(cell[0] + height * (1 << FULL_SHIFT) - behind);
    cell[1] = (int16_t)(cell[1] + behind);
}

/* The same over several cells, from x to further right; done: how far it has gone down, or up, at
 * the right side of a cell. */
static void add_cells(int16_t *row, int32_t x, int32_t to, int32_t height) {
    const int32_t run = to - x;
    int16_t *cell = row + (x >> 8), *const last = row + (to >> 8);
    int32_t side = ONE - (x & (ONE - 1)), done = height * side / run;
    add_cell(cell++, done, 2 * ONE - side);
    while (cell < last) {
        side += ONE;
        const int32_t fallen = height * side / run;
        add_cell(cell++, fallen - done, ONE);
        done = fallen;
    }
    add_cell(cell, height - done, to & (ONE - 1));
}

/* An edge within one row. */
static inline void add_row(int16_t *row, int32_t x, int32_t to, int32_t height) {
    if (x >> 8 == to >> 8) {
        add_cell(row + (x >> 8), height, (x & (ONE - 1)) + (to & (ONE - 1)));
    } else if (x < to) {
        add_cells(row, x, to, height);
    } else {
        add_cells(row, to, x, height);
    }
}

/* Downwards from x, y to further down; sign: which way the edge goes. Rows that are not the band's
 * are passed over. */
static void add_rows(const kj_scan *s, int32_t x, int32_t y, int32_t to_x, int32_t to_y,
                     int32_t sign) {
    const int32_t run = to_x - x, fall = to_y - y;
    const uint32_t rows = (uint32_t)s->rows;
    uint32_t row = (uint32_t)(y >> 8);
    const uint32_t last = (uint32_t)(to_y >> 8);
    /* Where the row's cells are if the band has it: a number, since else it is no place at all. */
    const uintptr_t step_down = (uintptr_t)s->stride * sizeof *s->cells;
    uintptr_t at = (uintptr_t)s->cells + (uintptr_t)(intptr_t)(y >> 8) * step_down;
    int32_t part = ONE - (y & (ONE - 1)), next = x + run * part / fall;
    if (row < rows) {
        add_row((int16_t *)at, x, next, sign * part);
    }
    row++;
    at += step_down;
    if (row != last) {
        const int32_t step = run * ONE / fall, rest = run * ONE - step * fall;
        const int32_t one = rest < 0 ? -1 : 1, whole = rest < 0 ? -fall : fall;
        int32_t error = 0;
        for (; row != last; row++, at += step_down) {
            x = next;
            next += step;
            error += rest;
            if (one > 0 ? error >= whole : error <= whole) {
                next += one;
                error -= whole;
            }
            if (row < rows) {
                add_row((int16_t *)at, x, next, sign * ONE);
            }
        }
    }
    part = to_y & (ONE - 1);
    if (part != 0 && row < rows) {
        add_row((int16_t *)at, next, to_x, sign * part);
    }
}

static void line_to(kj_scan *s, int32_t x, int32_t y) {
    const int32_t from_x = s->x, from_y = s->y;
    s->x = x;
    s->y = y;
    const int32_t row = from_y >> 8;
    if (row == y >> 8) {
        if ((uint32_t)row < (uint32_t)s->rows) {
            add_row(s->cells + row * s->stride, from_x, x, y - from_y);
        }
    } else if ((from_y <= 0 && y <= 0) || (from_y >= s->height && y >= s->height)) {
        return;
    } else if (from_y < y) {
        add_rows(s, from_x, from_y, x, y, 1);
    } else {
        add_rows(s, x, y, from_x, from_y, -1);
    }
}

static int32_t distance(int32_t a) { return a < 0 ? -a : a; }

/* By differences of the second order, that is without a product for each chord. */
static void curve_to(kj_scan *s, int32_t control_x, int32_t control_y, int32_t to_x, int32_t to_y) {
    const int32_t from_x = s->x, from_y = s->y;
    if ((from_y <= 0 && control_y <= 0 && to_y <= 0) ||
        (from_y >= s->height && control_y >= s->height && to_y >= s->height)) {
        s->x = to_x;
        s->y = to_y;
        return;
    }
    const int32_t bend_x = from_x - 2 * control_x + to_x, bend_y = from_y - 2 * control_y + to_y;
    int32_t off = distance(bend_x) > distance(bend_y) ? distance(bend_x) : distance(bend_y);
    int halves = 0;
    for (; off > FLAT && halves < HALVES_MAX; off >>= 2) {
        halves++;
    }
    int32_t x = from_x * (1 << 2 * halves), y = from_y * (1 << 2 * halves);
    int32_t step_x = (control_x - from_x) * (2 << halves) + bend_x;
    int32_t step_y = (control_y - from_y) * (2 << halves) + bend_y;
    for (int32_t left = (1 << halves) - 1; left > 0; left--) {
        x += step_x;
        y += step_y;
        step_x += 2 * bend_x;
        step_y += 2 * bend_y;
        line_to(s, x >> 2 * halves, y >> 2 * halves);
    }
    line_to(s, to_x, to_y);
}

void kj_scan_move(kj_scan *scan, int32_t x, int32_t y) {
    scan->x = x * 4 - scan->left;
    scan->y = -y * 4 - scan->top;
}

void kj_scan_line(kj_scan *scan, int32_t x, int32_t y) {
    line_to(scan, x * 4 - scan->left, -y * 4 - scan->top);
}

void kj_scan_curve(kj_scan *scan, int32_t control_x, int32_t control_y, int32_t x, int32_t y) {
    curve_to(scan, control_x * 4 - scan->left, -control_y * 4 - scan->top, x * 4 - scan->left,
             -y * 4 - scan->top);
}

typedef struct output {
    kj_area clip;
    int32_t from[3]; /* of 4096 */
    kj_raster_run run;
    void *user;
} output;

static void give_run(const output *out, int y, int from, int to, unsigned level) {
    from = from > out->clip.x0 ? from : out->clip.x0;
    to = to < out->clip.x1 ? to : out->clip.x1;
    if (from < to) {
        out->run(out->user, from, y, to - from, level);
    }
}

/* A row of cells, summed up to the next one where the level may be another. */
typedef struct row_walk {
    const int16_t *at, *end;
    int32_t sum;
} row_walk;

/* On to the cell behind the next one from which on the coverage is below from, or from or above;
 * the sum goes to both sides of zero, as outlines go round both ways. false: the row is over. */
static inline bool walk_to(row_walk *walk, int32_t from, bool covered) {
    const uint32_t margin = (uint32_t)from - 1u;
    while (walk->at < walk->end) {
        const int32_t cell = *walk->at++;
        if (cell != 0) {
            walk->sum += cell;
            if (((uint32_t)walk->sum + margin > 2u * margin) == covered) {
                return true;
            }
        }
    }
    return false;
}

/* With one level. */
static void give_row(const output *out, const int16_t *cells, int32_t count, int left, int y) {
    row_walk walk = {cells, cells + count, 0};
    while (walk_to(&walk, out->from[0], true)) {
        const int start = left + (int)(walk.at - 1 - cells);
        const bool ends = walk_to(&walk, out->from[0], false);
        give_run(out, y, start, ends ? left + (int)(walk.at - 1 - cells) : left + count, 1);
    }
}

static unsigned level_of(const output *out, int32_t sum) {
    const int32_t covered = sum < 0 ? -sum : sum;
    return (covered >= out->from[0]) + (covered >= out->from[1]) + (covered >= out->from[2]);
}

/* With several. */
static void give_gray_row(const output *out, const int16_t *cells, int32_t count, int left, int y) {
    int32_t sum = 0, start = 0;
    unsigned level = 0;
    for (int32_t i = 0; i < count; i++) {
        sum += cells[i];
        const unsigned next = cells[i] != 0 ? level_of(out, sum) : level;
        if (next != level) {
            if (level) {
                give_run(out, y, left + start, left + i, level);
            }
            start = i;
            level = next;
        }
    }
    if (level) {
        give_run(out, y, left + start, left + count, level);
    }
}

kj_status kj_scan_outline(kj_scan_walk walk, const void *outline, int32_t right_26_6, kj_area box,
                          kj_area clip, const kj_scan_levels *levels, kj_raster_run run,
                          void *user) {
    int16_t cells[CELLS];
    const int32_t width = box.x1 - box.x0;
    clip = kj_area_cut(clip, box);
    if (kj_area_empty(clip)) {
        return KJ_OK;
    }
    if (width > KJ_SCAN_SIDE_MAX || box.y1 - box.y0 > KJ_SCAN_SIDE_MAX) {
        return KJ_ERR_FORMAT;
    }
    output out = {.clip = clip, .run = run, .user = user};
    for (unsigned i = 0; i < 3; i++) {
        out.from[i] = levels->from[i] > 255 ? INT32_MAX : levels->from[i] << FULL_SHIFT;
    }
    const bool is_gray = levels->from[1] <= 255;
    kj_scan s = {.cells = cells, .stride = (width + 3) & ~1, .left = box.x0 * ONE - right_26_6 * 4};
    const int32_t rows = CELLS / s.stride;
    for (int32_t y = clip.y0; y < clip.y1; y += rows) {
        s.rows = clip.y1 - y < rows ? clip.y1 - y : rows;
        s.height = s.rows * ONE;
        s.top = y * ONE;
        memset(cells, 0, (size_t)(s.rows * s.stride) * sizeof *cells);
        walk(outline, &s);
        for (int32_t row = 0; row < s.rows; row++) {
            (is_gray ? give_gray_row : give_row)(&out, cells + row * s.stride, width, box.x0,
                                                 y + row);
        }
    }
    return KJ_OK;
}
