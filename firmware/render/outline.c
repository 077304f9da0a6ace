/* outline.c - see outline.h: straight edges, and crossings with a level line. Layer: render. */
#include "render/outline.h"

#include <stdbool.h>
#include <stdlib.h>

#include <ft2build.h>
#include FT_OUTLINE_H

/* Phases are tried in steps of 1/16 pixel, nearest first. A stem is a straight edge at least
 * STEM_UNITS high that leans by less than 1 in STEM_LEAN. */
#define PHASE_STEPS 16
#define STEM_UNITS  120
#define STEM_LEAN   8
#define STEMS_MAX   24

typedef struct stem {
    int32_t x, height; /* 26.6 */
} stem;

static unsigned find_stems(const FT_Outline *outline, int32_t min_height, stem *stems) {
    unsigned count = 0;
    int first = 0;
    for (int contour = 0; contour < outline->n_contours; contour++) {
        int last = outline->contours[contour];
        for (int i = first; i <= last && count < STEMS_MAX; i++) {
            int next = i == last ? first : i + 1;
            const FT_Vector *a = &outline->points[i], *b = &outline->points[next];
            bool straight = (outline->tags[i] & outline->tags[next] & FT_CURVE_TAG_ON) != 0;
            int32_t lean = abs((int32_t)(b->x - a->x)), height = abs((int32_t)(b->y - a->y));
            if (straight && height >= min_height && lean * STEM_LEAN <= height) {
                stems[count++] = (stem){(int32_t)(a->x + b->x) / 2, height};
            }
        }
        first = last + 1;
    }
    return count;
}

/* How badly edges moved by phase (26.6) lie on pixel edges, each weighed by its height. At one
 * bit by the square of the distance: a stem centred on its pixels is the surest to keep its
 * width. At two bits a far edge costs no more than a near one: better one sharp edge and one
 * gray than two a little gray. */
static uint32_t phase_cost(const stem *stems, unsigned count, int32_t phase, unsigned depth) {
    uint32_t cost = 0;
    for (unsigned i = 0; i < count; i++) {
        uint32_t off = (uint32_t)(stems[i].x + phase) & 63u;
        off = off > 32 ? 64 - off : off;
        uint32_t bad = depth == 1 ? off * off : (off < 16 ? off : 16) * 32;
        cost += bad * ((uint32_t)stems[i].height >> 6 | 1u);
    }
    return cost;
}

int32_t kj_outline_phase(const FT_Outline *outline, kj_fit fit, unsigned depth) {
    stem stems[STEMS_MAX];
    unsigned count = find_stems(outline, kj_fit_scale(fit, STEM_UNITS), stems);
    int32_t best = 0;
    uint32_t best_cost = phase_cost(stems, count, 0, depth);
    for (int32_t step = 1; step < PHASE_STEPS && best_cost > 0; step++) {
        int32_t phase = (step & 1 ? (step + 1) / 2 : -(step / 2)) * (64 / PHASE_STEPS);
        uint32_t cost = phase_cost(stems, count, phase, depth);
        if (cost < best_cost) {
            best_cost = cost;
            best = phase;
        }
    }
    return best;
}

/* Where a horizontal line meets the outline, sorted from left to right. */
#define HITS_MAX 48
typedef struct crossing {
    FT_Pos line;
    int32_t shift; /* added to where it meets it */
    unsigned count;
    struct {
        int32_t x;
        int8_t turn; /* 1: the edge goes up, -1: down */
    } hits[HITS_MAX];
} crossing;

static void add_hit(crossing *cross, int32_t x, int8_t turn) {
    if (cross->count == HITS_MAX) { /* no letter has half as many */
        return;
    }
    unsigned i = cross->count++;
    x += cross->shift;
    for (; i > 0 && cross->hits[i - 1].x > x; i--) {
        cross->hits[i] = cross->hits[i - 1];
    }
    cross->hits[i].x = x;
    cross->hits[i].turn = turn;
}

static void cross_segment(crossing *cross, FT_Vector from, FT_Vector to) {
    if ((from.y < cross->line) == (to.y < cross->line)) {
        return;
    }
    int64_t run = (int64_t)(to.x - from.x) * (cross->line - from.y);
    add_hit(cross, (int32_t)(from.x + (FT_Pos)(run / (to.y - from.y))), to.y > from.y ? 1 : -1);
}

/* Four chords: off by less than 1/64 pixel for the curves of a matra's end. */
static void cross_curve(crossing *cross, FT_Vector from, FT_Vector control, FT_Vector to) {
    bool below = from.y < cross->line;
    if ((control.y < cross->line) == below && (to.y < cross->line) == below) {
        return; /* wholly on one side, as nearly all are */
    }
    FT_Vector at = from;
    for (int t = 1; t <= 4; t++) {
        int a = (4 - t) * (4 - t), b = 2 * t * (4 - t), c = t * t;
        FT_Vector next = {(a * from.x + b * control.x + c * to.x) / 16,
                          (a * from.y + b * control.y + c * to.y) / 16};
        cross_segment(cross, at, next);
        at = next;
    }
}

static bool is_on(const FT_Outline *outline, int i) {
    return (outline->tags[i] & FT_CURVE_TAG_ON) != 0;
}

/* Between two points off the curve lies one on it, halfway, that TrueType does not write down. */
static FT_Vector end_of_curve(const FT_Outline *outline, int control, int neighbour) {
    const FT_Vector *a = &outline->points[control], *b = &outline->points[neighbour];
    return is_on(outline, neighbour) ? *b : (FT_Vector){(a->x + b->x) / 2, (a->y + b->y) / 2};
}

/* A contour as TrueType means it: lines and curves, each control point one curve. */
static void walk_contour(const FT_Outline *outline, int first, int last, kj_scan *scan) {
    const FT_Vector *at = &outline->points[first], *end = &outline->points[last];
    const unsigned char *tag = (const unsigned char *)&outline->tags[first];
    FT_Vector start = *at;
    if (*tag & FT_CURVE_TAG_ON) {
        at++;
        tag++;
    } else {
        start = end_of_curve(outline, first, last);
        end -= is_on(outline, last);
    }
    kj_scan_move(scan, (int32_t)start.x, (int32_t)start.y);
    for (; at <= end; at++) {
        if (*tag++ & FT_CURVE_TAG_ON) {
            kj_scan_line(scan, (int32_t)at->x, (int32_t)at->y);
            continue;
        }
        const FT_Vector *const control = at, *const next = at + 1;
        int32_t x = (int32_t)start.x, y = (int32_t)start.y;
        if (next <= end && (*tag & FT_CURVE_TAG_ON)) {
            x = (int32_t)next->x;
            y = (int32_t)next->y;
            at++;
            tag++;
        } else if (next <= end) {
            x = (int32_t)(control->x + next->x) / 2;
            y = (int32_t)(control->y + next->y) / 2;
        }
        kj_scan_curve(scan, (int32_t)control->x, (int32_t)control->y, x, y);
    }
    kj_scan_line(scan, (int32_t)start.x, (int32_t)start.y);
}

void kj_outline_walk(const void *source, kj_scan *scan) {
    const FT_Outline *outline = source;
    int first = 0;
    for (int i = 0; i < outline->n_contours; i++) {
        const int last = outline->contours[i];
        if (last > first) {
            walk_contour(outline, first, last, scan);
        }
        first = last + 1;
    }
}

typedef struct contour {
    const FT_Outline *outline;
    int first, last; /* its points */
} contour;

/* What point i stands for: the line to it, or the curve that it bends. */
static void cross_piece(const contour *c, int i, crossing *cross) {
    const FT_Vector *points = c->outline->points;
    int before = i == c->first ? c->last : i - 1, after = i == c->last ? c->first : i + 1;
    if (!is_on(c->outline, i)) {
        cross_curve(cross, end_of_curve(c->outline, i, before), points[i],
                    end_of_curve(c->outline, i, after));
    } else if (is_on(c->outline, before)) {
        cross_segment(cross, points[before], points[i]);
    }
}

/* The next point from i to last that is not on the side that the one before it is on; last + 1:
 * none. All points of all outlines go through here. */
static int next_change(const FT_Vector *points, int i, int last, FT_Pos line) {
    if (points[i - 1].y < line) {
        while (i <= last && points[i].y < line) {
            i++;
        }
    } else {
        while (i <= last && points[i].y >= line) {
            i++;
        }
    }
    return i;
}

/* Only where neighbours lie on two sides can there be a hit: in what either of them stands for. */
static void cross_contour(const contour *c, crossing *cross) {
    const FT_Vector *points = c->outline->points;
    const FT_Pos line = cross->line;
    const bool closes = (points[c->first].y < line) != (points[c->last].y < line);
    int done = c->first - 1;
    for (int i = c->first + 1; (i = next_change(points, i, c->last, line)) <= c->last; i++) {
        if (i - 1 > done && !(closes && i - 1 == c->first)) {
            cross_piece(c, i - 1, cross);
        }
        cross_piece(c, i, cross);
        done = i;
    }
    if (closes) {
        cross_piece(c, c->first, cross);
        if (done < c->last) {
            cross_piece(c, c->last, cross);
        }
    }
}

static int16_t clamp_reach(int32_t reach) {
    return (int16_t)(reach > INT16_MAX ? INT16_MAX : reach < INT16_MIN ? INT16_MIN : reach);
}

/* Letters such as aa-kar dip under the matra just before their stem. In lead type that is a
 * flourish; in pixels it reads as a broken matra, so the notch is noted to be filled. Measured
 * NOTCH_DEPTH units below the matra's upper edge, notches are at most 35 units wide and the gaps
 * of letters with half a matra at least 50, in all four faces. Further up notches are wider, by
 * about NOTCH_WIDENS or a pixel. */
#define NOTCH_DEPTH  17
#define NOTCH_UNITS  42
#define NOTCH_WIDENS 32

static void note_notch(kj_outline *result, kj_fit fit, int32_t from, int32_t to) {
    int32_t wider = kj_fit_scale(fit, NOTCH_WIDENS);
    wider = wider > 64 ? wider : 64;
    if (to - from > kj_fit_scale(fit, NOTCH_UNITS) || result->notch_count == KJ_NOTCHES_MAX) {
        return;
    }
    kj_notch *notch = &result->notches[result->notch_count++];
    notch->from = clamp_reach((from - wider) >> 6);
    notch->to = clamp_reach((to + wider) >> 6);
}

static void find_notches(const crossing *cross, kj_fit fit, kj_outline *result) {
    int turns = 0;
    for (unsigned i = 0; i + 1 < cross->count; i++) {
        turns += cross->hits[i].turn;
        if (turns == 0) {
            note_notch(result, fit, cross->hits[i].x, cross->hits[i + 1].x);
        }
    }
}

static void begin_line(crossing *cross, kj_fit fit, int32_t units) {
    cross->count = 0;
    cross->line = kj_fit_scale(fit, units) + fit.shift_26_6;
}

static void cross_outline(const FT_Outline *outline, crossing *cross) {
    contour c = {.outline = outline};
    for (int i = 0; i < outline->n_contours; i++) {
        c.last = outline->contours[i];
        if (c.last > c.first) {
            cross_contour(&c, cross);
        }
        c.first = c.last + 1;
    }
}

void kj_outline_matra(const FT_Outline *outline, kj_face_id face, kj_fit fit, int32_t phase,
                      kj_outline *result) {
    kj_matra matra = kj_face_matra(face);
    crossing cross = {.shift = phase};
    result->reach_left = INT16_MAX;
    result->reach_right = INT16_MIN;
    result->notch_count = 0;
    if (fit.matra_rows == 0) {
        return;
    }
    begin_line(&cross, fit, (matra.bottom + matra.top) / 2);
    cross_outline(outline, &cross);
    if (cross.count > 0) {
        result->reach_left = clamp_reach(cross.hits[0].x);
        result->reach_right = clamp_reach(cross.hits[cross.count - 1].x);
    }
    begin_line(&cross, fit, matra.top - NOTCH_DEPTH);
    cross_outline(outline, &cross);
    find_notches(&cross, fit, result);
}
