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
    FT_Vector at;
    FT_Pos line;
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
    for (; i > 0 && cross->hits[i - 1].x > x; i--) {
        cross->hits[i] = cross->hits[i - 1];
    }
    cross->hits[i].x = x;
    cross->hits[i].turn = turn;
}

static void cross_segment(crossing *cross, FT_Pos x, FT_Pos y) {
    FT_Vector from = cross->at;
    cross->at = (FT_Vector){x, y};
    if ((from.y < cross->line) == (y < cross->line)) {
        return;
    }
    int64_t run = (int64_t)(x - from.x) * (cross->line - from.y);
    add_hit(cross, (int32_t)(from.x + (FT_Pos)(run / (y - from.y))), y > from.y ? 1 : -1);
}

static int cross_move(const FT_Vector *to, void *user) {
    ((crossing *)user)->at = *to;
    return 0;
}

static int cross_line(const FT_Vector *to, void *user) {
    cross_segment(user, to->x, to->y);
    return 0;
}

/* Four chords: off by less than 1/64 pixel for the curves of a matra's end. */
static int cross_conic(const FT_Vector *control, const FT_Vector *to, void *user) {
    crossing *cross = user;
    FT_Vector from = cross->at;
    bool below = from.y < cross->line;
    if ((control->y < cross->line) == below && (to->y < cross->line) == below) {
        cross->at = *to; /* wholly on one side, as nearly all are */
        return 0;
    }
    for (int t = 1; t <= 4; t++) {
        int a = (4 - t) * (4 - t), b = 2 * t * (4 - t), c = t * t;
        cross_segment(user, (a * from.x + b * control->x + c * to->x) / 16,
                      (a * from.y + b * control->y + c * to->y) / 16);
    }
    return 0;
}

static int cross_cubic(const FT_Vector *control1, const FT_Vector *control2, const FT_Vector *to,
                       void *user) {
    (void)control1;
    (void)control2; /* TrueType has none */
    cross_segment(user, to->x, to->y);
    return 0;
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

/* The outline's meetings with a line at so many font units. */
static void cross_outline(FT_Outline *outline, kj_fit fit, int32_t units, crossing *cross) {
    static const FT_Outline_Funcs functions = {cross_move,  cross_line, cross_conic,
                                               cross_cubic, 0,          0};
    cross->count = 0;
    cross->at = (FT_Vector){0, 0};
    cross->line = kj_fit_scale(fit, units) + fit.shift_26_6;
    if (FT_Outline_Decompose(outline, &functions, cross) != 0) {
        cross->count = 0; /* rendering the same outline will fail and say so */
    }
}

void kj_outline_matra(FT_Outline *outline, kj_face_id face, kj_fit fit, kj_outline *result) {
    kj_matra matra = kj_face_matra(face);
    crossing cross;
    result->reach_left = INT16_MAX;
    result->reach_right = INT16_MIN;
    result->notch_count = 0;
    if (fit.matra_rows == 0) {
        return;
    }
    cross_outline(outline, fit, (matra.bottom + matra.top) / 2, &cross);
    if (cross.count > 0) {
        result->reach_left = clamp_reach(cross.hits[0].x);
        result->reach_right = clamp_reach(cross.hits[cross.count - 1].x);
    }
    cross_outline(outline, fit, matra.top - NOTCH_DEPTH, &cross);
    find_notches(&cross, fit, result);
}
