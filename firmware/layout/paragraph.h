/* paragraph.h - where the lines of a paragraph end: total fit over a bounded window.
 *
 * Knuth and Plass, "Breaking paragraphs into lines" (1981): of all ways to break the text
 * the one with the least sum of demerits, so that a paragraph is even as a whole instead of
 * line by line. It knows widths only, neither text nor faces, and is fixed point throughout:
 * the same text breaks the same on every machine. Layer: layout. */
#ifndef KJ_LAYOUT_PARAGRAPH_H
#define KJ_LAYOUT_PARAGRAPH_H

#include <stdbool.h>
#include <stdint.h>

#define KJ_POINTS_MAX      512u /* points of a window */
#define KJ_POINTS_LINE     128u /* most points that one line can span */
#define KJ_FITNESS_CLASSES 4u

/* Bounds of a justified line's word space / the natural one, 8.8: issue's 0.8 and 3. */
#define KJ_GAP_LEAST_8_8 205u
#define KJ_GAP_MOST_8_8  768u

typedef enum kj_point_kind {
    KJ_POINT_PLAIN,   /* no mark is added: at a space, after a hyphen or dash */
    KJ_POINT_HYPHEN,  /* a hyphen is shown */
    KJ_POINT_CLUSTER, /* inside a word that is wider than the column */
    KJ_POINT_FORCED,  /* the line ends here and is set like a last line */
    KJ_POINT_END,     /* of the paragraph */
    KJ_POINT_OPEN     /* of the window; the paragraph goes on */
} kj_point_kind;

/* A place where a line may end. Widths are those of the text alone; word spaces are counted,
 * since all spaces of a line have one width. */
typedef struct kj_point {
    int32_t end_26_6;        /* pen at the end of a line that ends here, its hyphen included */
    int32_t begin_26_6;      /* pen at the beginning of a line that begins here */
    uint16_t gaps;           /* word spaces before this point, a space at the point excluded */
    uint16_t offset;         /* byte of the window where the next line begins */
    uint8_t kind : 6;        /* kj_point_kind */
    uint8_t rough_end : 1;   /* 1: end is an estimate, the part is shaped only when it is set */
    uint8_t rough_begin : 1; /* 1: so is begin */
    uint8_t at_space;        /* 1: a word space follows that vanishes when the line ends here */
    uint8_t hang_end_12_4;   /* of a line that ends here, into the right margin */
    uint8_t hang_begin_12_4; /* of a line that begins here, into the left margin */
} kj_point;

typedef enum kj_measure_mode {
    KJ_MEASURE_JUSTIFIED,
    KJ_MEASURE_RAGGED,   /* natural spaces, least sum of raggedness, last line free */
    KJ_MEASURE_BALANCED, /* as ragged, the last line as long as the others: headlines */
    KJ_MEASURE_CENTRED   /* balanced lines in the middle of the column: a masthead */
} kj_measure_mode;

typedef struct kj_measure {
    int32_t width_26_6;  /* of the column, > 0 */
    int32_t indent_26_6; /* of the line that begins at point 0; may be negative */
    int32_t space_26_6;  /* the natural word space, > 0 */
    uint8_t mode;        /* kj_measure_mode */
} kj_measure;

/* How a line is set. */
typedef struct kj_line_fit {
    int32_t gap_26_6;   /* its word space */
    uint16_t ratio_8_8; /* gap / natural one; 0 where the line is not justified */
    int16_t hang_begin_26_6, hang_end_26_6; /* how far its ends are set into the margins */
    bool overfull;                          /* the text alone is wider than the column */
} kj_line_fit;

/* Working memory of kj_paragraph_break: demerits of the points that a line can still begin
 * at (a ring), and for each point and fitness class the point and class before it. */
typedef struct kj_breaker {
    uint32_t demerits[KJ_POINTS_LINE][KJ_FITNESS_CLASSES];
    uint16_t before[KJ_POINTS_MAX][KJ_FITNESS_CLASSES];
} kj_breaker;

/* Breaks points[0..count-1] (2..KJ_POINTS_MAX of them; point 0 begins the text, the last is
 * END, FORCED or OPEN). Fills lines with the indices of the points at which the lines end, at
 * most capacity, and returns how many lines there are in all. A line is overfull only where two
 * neighbouring points are further apart than the column. Cannot fail. */
unsigned kj_paragraph_break(kj_breaker *breaker, const kj_measure *measure, const kj_point *points,
                            unsigned count, uint16_t *lines, unsigned capacity);

/* The fit of the line from point first to point last. */
kj_line_fit kj_paragraph_fit(const kj_measure *measure, const kj_point *points, unsigned first,
                             unsigned last);

/* Sum of demerits of lines as kj_paragraph_break counts it, UINT32_MAX where a line is overfull or
 * (unless ragged_too) would have to be set ragged. For tests: exhaustive search as the judge. */
uint32_t kj_paragraph_demerits(const kj_measure *measure, const kj_point *points,
                               const uint16_t *lines, unsigned line_count, bool ragged_too);

#endif
