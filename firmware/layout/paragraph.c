/* paragraph.c - see paragraph.h. Dynamic programming over (point, fitness class) instead of
 * the paper's linked list of active nodes: one column width for all lines but the first
 * makes the points that a line can begin at a contiguous range. The constants are tuned on
 * real articles (docs/layout.md, "Constants"). Layer: layout. */
#include "layout/paragraph.h"

#include <assert.h>
#include <string.h>

enum {
    LINE_PENALTY = 10,       /* as TeX: fewer lines rather than more */
    HYPHEN_PENALTY = 55,     /* of each divided word */
    CLUSTER_PENALTY = 400,   /* cutting a word that has no place to be divided at */
    SHORT_LAST_PENALTY = 40, /* last line shorter than SHORT_LAST_SPACES word spaces */
    SHORT_LAST_SPACES = 8,
    TWO_HYPHENS_DEMERITS = 9000,
    LAST_HYPHEN_DEMERITS = 9000,
    CLASS_DEMERITS = 2500, /* neighbours of which one is tight and the other loose */
    HANG_GAP_PERCENT = 100,
    RAGGED_BADNESS = 1000, /* above the 711 of the loosest justified line */
    OVERFULL_BADNESS = 2490
};

#define UNREACHED  UINT32_MAX
#define DECENT     1u
#define SLACK_26_6 (64 * 64) /* no hyphen and hanging mark together are wider */

typedef struct line_cost {
    uint32_t demerits;
    unsigned fitness;
    enum { FITS, FITS_RAGGED, TOO_LONG } fit;
} line_cost;

static bool ends_free(const kj_point *point) { return point->kind >= KJ_POINT_FORCED; }

static int32_t gaps_of(const kj_point *points, unsigned first, unsigned last) {
    return (int32_t)points[last].gaps - points[first].gaps - points[first].at_space;
}

/* Room for the line's spaces inside the column, and how much more its marks give by hanging. */
static int32_t column_room(const kj_measure *measure, const kj_point *points, unsigned first,
                           unsigned last) {
    int32_t column = measure->width_26_6 - (first == 0 ? measure->indent_26_6 : 0);
    return column - (points[last].end_26_6 - points[first].begin_26_6);
}

static int32_t most_hang(const kj_point *points, unsigned first, unsigned last) {
    return 4 * ((int32_t)points[first].hang_begin_12_4 + points[last].hang_end_12_4);
}

/* Marks hang as far as it brings the gap down to HANG_GAP_PERCENT of the natural one: in a loose
 * line hanging would make the gaps wider still. */
static int32_t room_of(const kj_measure *measure, const kj_point *points, unsigned first,
                       unsigned last) {
    int32_t inside = column_room(measure, points, first, last);
    int32_t hang = most_hang(points, first, last);
    if (hang == 0) {
        return inside;
    }
    int32_t wanted = gaps_of(points, first, last) * measure->space_26_6 * HANG_GAP_PERCENT / 100;
    return inside >= wanted ? inside : inside + hang < wanted ? inside + hang : wanted;
}

/* Badness of a gap, 100 where all the shrink or three quarters of a natural space of stretch are
 * used. Shrink counts by its cube, as in the paper. Stretch counts by its square: with few
 * gaps a line stretched lines are the rule, and the cube gives up too many good lines and
 * divides too many words to save one bad line (docs/layout.md). */
static uint32_t gap_badness(uint32_t gap_8_8, unsigned *fitness) {
    if (gap_8_8 < 256) {
        uint32_t shrink = (256u - gap_8_8) * 5u; /* 8.8, 1.0 is all: a fifth */
        shrink = shrink > 256u ? 256u : shrink;
        *fitness = shrink > 128u ? 0u : DECENT;
        return shrink * shrink / 256u * shrink * 100u >> 16;
    }
    uint32_t stretch = gap_8_8 - 256u;
    *fitness = stretch <= 128u ? DECENT : stretch <= 256u ? 2u : 3u;
    return stretch * stretch * 100u / (192u * 192u);
}

static uint32_t squared(uint32_t badness, uint32_t penalty) {
    uint32_t sum = LINE_PENALTY + badness + penalty;
    return sum * sum;
}

static uint32_t point_penalty(const kj_point *point) {
    return point->kind == KJ_POINT_HYPHEN    ? HYPHEN_PENALTY
           : point->kind == KJ_POINT_CLUSTER ? CLUSTER_PENALTY
                                             : 0;
}

/* Demerits that depend on how the line before ended. */
static uint32_t hyphen_demerits(const kj_point *before, const kj_point *point) {
    if (before->kind != KJ_POINT_HYPHEN) {
        return 0;
    }
    return point->kind == KJ_POINT_HYPHEN ? TWO_HYPHENS_DEMERITS
           : point->kind == KJ_POINT_END  ? LAST_HYPHEN_DEMERITS
                                          : 0;
}

/* Raggedness grows with the square of the free room, 0..2048 (a whole column). */
static line_cost ragged_cost(const kj_measure *measure, const kj_point *point, int32_t room) {
    line_cost cost = {.fitness = DECENT, .fit = FITS_RAGGED};
    uint32_t share_8_8 = (uint32_t)(room * 256 / measure->width_26_6);
    share_8_8 = share_8_8 > 256u ? 256u : share_8_8;
    if (measure->mode == KJ_MEASURE_JUSTIFIED) {
        cost.demerits = squared(RAGGED_BADNESS + share_8_8 * 4u, point_penalty(point));
        return cost;
    }
    cost.fit = FITS;
    cost.demerits = squared(share_8_8 * share_8_8 / 32u, point_penalty(point));
    return cost;
}

static line_cost last_line_cost(const kj_measure *measure, const kj_point *point, int32_t room) {
    bool is_short = point->kind == KJ_POINT_END && measure->mode == KJ_MEASURE_JUSTIFIED &&
                    measure->width_26_6 - room < SHORT_LAST_SPACES * measure->space_26_6;
    uint32_t demerits = squared(0, is_short ? SHORT_LAST_PENALTY : 0);
    return (line_cost){.demerits = demerits, .fitness = DECENT, .fit = FITS};
}

static line_cost unjustified_cost(const kj_measure *measure, const kj_point *point, int32_t room) {
    if (room < 0) {
        return (line_cost){.fit = TOO_LONG};
    }
    return ends_free(point) && measure->mode == KJ_MEASURE_RAGGED
               ? last_line_cost(measure, point, room)
               : ragged_cost(measure, point, room);
}

/* 32 bits are enough: once natural <= 2 * room, both are below 2^18 (a column of 2048 px), and
 * the ratios below 2^10. */
static line_cost cost_of(const kj_measure *measure, const kj_point *points, unsigned first,
                         unsigned last) {
    const kj_point *point = &points[last];
    int32_t room = room_of(measure, points, first, last);
    int32_t natural = gaps_of(points, first, last) * measure->space_26_6;
    if (measure->mode != KJ_MEASURE_JUSTIFIED) {
        return unjustified_cost(measure, point, room - natural);
    }
    if (room < 0 || natural > 2 * room || room * 256 < natural * (int32_t)KJ_GAP_LEAST_8_8) {
        return (line_cost){.fit = TOO_LONG};
    }
    if (ends_free(point) && room >= natural) {
        return last_line_cost(measure, point, room - natural);
    }
    if (room * 256 > natural * (int32_t)KJ_GAP_MOST_8_8) {
        return ragged_cost(measure, point, room - natural);
    }
    line_cost cost = {.fit = FITS, .fitness = DECENT};
    uint32_t gap_8_8 = natural > 0 ? (uint32_t)(room * 256 / natural) : 256u;
    uint32_t badness = gap_badness(gap_8_8, &cost.fitness);
    cost.demerits = squared(badness, point_penalty(point));
    return cost;
}

static uint32_t joined_demerits(const kj_point *before, const kj_point *point, line_cost cost,
                                unsigned fitness_before) {
    bool clash = cost.fitness > fitness_before + 1u || fitness_before > cost.fitness + 1u;
    return cost.demerits + hyphen_demerits(before, point) + (clash ? CLASS_DEMERITS : 0);
}

/* Offers the line first..last, of the given cost, to each way of reaching first. */
static void relax(kj_breaker *breaker, const kj_point *points, unsigned first, unsigned last,
                  line_cost cost, uint32_t *best) {
    const uint32_t *reached = breaker->demerits[first % KJ_POINTS_LINE];
    for (unsigned fitness = 0; fitness < KJ_FITNESS_CLASSES; fitness++) {
        if (reached[fitness] == UNREACHED) {
            continue;
        }
        uint32_t demerits =
            reached[fitness] + joined_demerits(&points[first], &points[last], cost, fitness);
        if (demerits < best[cost.fitness]) {
            best[cost.fitness] = demerits;
            breaker->before[last][cost.fitness] = (uint16_t)(first * KJ_FITNESS_CLASSES + fitness);
        }
    }
}

static bool is_reached(const uint32_t *demerits) {
    for (unsigned fitness = 0; fitness < KJ_FITNESS_CLASSES; fitness++) {
        if (demerits[fitness] != UNREACHED) {
            return true;
        }
    }
    return false;
}

/* No line from first fits any more, whatever hangs or hyphen the point has. */
static bool is_past(const kj_measure *measure, const kj_point *points, unsigned first,
                    unsigned last) {
    return room_of(measure, points, first, last) < -SLACK_26_6;
}

/* The first point that a line to last can begin at. */
static unsigned first_active(const kj_breaker *breaker, const kj_measure *measure,
                             const kj_point *points, unsigned active, unsigned last) {
    while (active + 1u < last &&
           (!is_reached(breaker->demerits[active % KJ_POINTS_LINE]) ||
            last - active >= KJ_POINTS_LINE || is_past(measure, points, active, last))) {
        active++;
    }
    return active;
}

static void try_lines_to(kj_breaker *breaker, const kj_measure *measure, const kj_point *points,
                         unsigned active, unsigned last, bool ragged_too, uint32_t *best) {
    for (unsigned first = active; first < last; first++) {
        if (!is_reached(breaker->demerits[first % KJ_POINTS_LINE])) {
            continue;
        }
        line_cost cost = cost_of(measure, points, first, last);
        if (cost.fit == FITS || (cost.fit == FITS_RAGGED && ragged_too)) {
            relax(breaker, points, first, last, cost, best);
        }
    }
    if (ragged_too && !is_reached(best)) {
        line_cost overfull = {.demerits = squared(OVERFULL_BADNESS, 0), .fitness = DECENT};
        relax(breaker, points, last - 1u, last, overfull, best);
    }
}

/* One pass over the points; false where its tolerance leaves no way to the end. With ragged_too
 * every point is reached, at worst by an overfull line from its neighbour. Sums stay below 2^32:
 * 512 lines of at most (10 + 2490)^2, ragged and cut ones less. */
static bool run_pass(kj_breaker *breaker, const kj_measure *measure, const kj_point *points,
                     unsigned count, bool ragged_too) {
    unsigned active = 0;
    for (unsigned i = 0; i < KJ_FITNESS_CLASSES; i++) {
        breaker->demerits[0][i] = i == DECENT ? 0 : UNREACHED;
    }
    for (unsigned last = 1; last < count; last++) {
        uint32_t best[KJ_FITNESS_CLASSES] = {UNREACHED, UNREACHED, UNREACHED, UNREACHED};
        active = first_active(breaker, measure, points, active, last);
        try_lines_to(breaker, measure, points, active, last, ragged_too, best);
        memcpy(breaker->demerits[last % KJ_POINTS_LINE], best, sizeof(best));
        if (ends_free(&points[last])) {
            active = last;
        }
        if (!is_reached(best) &&
            (active == last ||
             (active + 1u == last && !is_reached(breaker->demerits[active % KJ_POINTS_LINE])))) {
            return false;
        }
    }
    return true;
}

static unsigned best_class(const uint32_t *demerits) {
    unsigned best = 0;
    for (unsigned fitness = 1; fitness < KJ_FITNESS_CLASSES; fitness++) {
        best = demerits[fitness] < demerits[best] ? fitness : best;
    }
    return best;
}

kj_line_fit kj_paragraph_fit(const kj_measure *measure, const kj_point *points, unsigned first,
                             unsigned last) {
    int32_t room = room_of(measure, points, first, last);
    int32_t gaps = gaps_of(points, first, last);
    line_cost cost = cost_of(measure, points, first, last);
    kj_line_fit fit = {.gap_26_6 = measure->space_26_6, .overfull = cost.fit == TOO_LONG};
    int32_t hang = room - column_room(measure, points, first, last);
    int32_t end = 4 * points[last].hang_end_12_4;
    fit.hang_end_26_6 = (int16_t)(hang < end ? hang : end);
    fit.hang_begin_26_6 = (int16_t)(hang - fit.hang_end_26_6);
    bool natural = ends_free(&points[last]) && room >= gaps * measure->space_26_6;
    if (measure->mode != KJ_MEASURE_JUSTIFIED || cost.fit != FITS || natural || gaps == 0) {
        return fit;
    }
    fit.gap_26_6 = room / gaps;
    fit.ratio_8_8 = (uint16_t)(room * 256 / (gaps * measure->space_26_6));
    return fit;
}

unsigned kj_paragraph_break(kj_breaker *breaker, const kj_measure *measure, const kj_point *points,
                            unsigned count, uint16_t *lines, unsigned capacity) {
    assert(count >= 2 && count <= KJ_POINTS_MAX && ends_free(&points[count - 1u]));
    if (!run_pass(breaker, measure, points, count, false)) {
        (void)run_pass(breaker, measure, points, count, true);
    }
    unsigned end = (count - 1u) * KJ_FITNESS_CLASSES +
                   best_class(breaker->demerits[(count - 1u) % KJ_POINTS_LINE]);
    const uint16_t *before = breaker->before[0];
    unsigned line_count = 0;
    for (unsigned node = end; node >= KJ_FITNESS_CLASSES; node = before[node]) {
        line_count++;
    }
    unsigned line = line_count;
    for (unsigned node = end; node >= KJ_FITNESS_CLASSES; node = before[node]) {
        line--;
        if (line < capacity) {
            lines[line] = (uint16_t)(node / KJ_FITNESS_CLASSES);
        }
    }
    return line_count;
}

uint32_t kj_paragraph_demerits(const kj_measure *measure, const kj_point *points,
                               const uint16_t *lines, unsigned line_count, bool ragged_too) {
    uint32_t sum = 0;
    unsigned first = 0, fitness = DECENT;
    for (unsigned i = 0; i < line_count; i++) {
        line_cost cost = cost_of(measure, points, first, lines[i]);
        if (cost.fit == TOO_LONG || (cost.fit == FITS_RAGGED && !ragged_too)) {
            return UINT32_MAX;
        }
        sum += joined_demerits(&points[first], &points[lines[i]], cost, fitness);
        first = lines[i];
        fitness = cost.fitness;
    }
    return sum;
}
