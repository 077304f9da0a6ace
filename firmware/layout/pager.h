/* pager.h - decides where a page ends, given its lines one after the other.
 *
 * Pure logic: lines are offered with their heights and with what they belong to, the pager
 * answers where the baseline lies or that the page is full, and then which of the places
 * passed is the best to cut at. It remembers one place per grade of offence, so a page of
 * any number of lines takes constant memory. Layer: layout. */
#ifndef KJ_LAYOUT_PAGER_H
#define KJ_LAYOUT_PAGER_H

#include "layout/composer.h"

typedef struct kj_pager_config {
    uint16_t top_px, bottom_px; /* rows of the page between which lines may lie */
    uint8_t keep_lines;         /* fewest lines of a paragraph at a page's foot or head, 1..8 */
} kj_pager_config;

#define KJ_PAGER_MANY 255u /* lines: as many or more */

typedef struct kj_pager_line {
    uint16_t ascent_px, descent_px; /* what it needs above and below its baseline */
    uint16_t leading_px;            /* half of it lies above, half below the line */
    uint16_t space_px;              /* in addition, unless it is the page's first */
    uint16_t extra_px;              /* from its first baseline to its last: a row of cells, a
                                       picture (whose baseline is its upper edge) */
    uint8_t before, after;          /* lines of its block before and after it, at most MANY */
    bool keep_together;             /* its block is not parted: an entry of a list */
    bool keep_with_next;            /* its block is a heading */
    bool keep_with_last;            /* its block belongs to the one above: rule, caption */
    kj_place place;                 /* where a page begins that begins with it */
    kj_display_mark mark;           /* of the display list before it is set */
} kj_pager_line;

/* How bad it is to cut at a place, best first. */
typedef enum kj_pager_grade {
    KJ_CUT_GOOD,
    KJ_CUT_LONELY, /* leaves fewer than keep_lines of a paragraph on a page */
    KJ_CUT_PARTED, /* parts a heading from its text, a caption from its picture, an entry */
    KJ_CUT_GRADES
} kj_pager_grade;

typedef struct kj_pager_cut {
    kj_place place;
    kj_display_mark mark;
    int32_t bottom_px; /* below the last line before the cut; < 0: no such cut */
} kj_pager_cut;

typedef struct kj_pager {
    kj_pager_config config;
    int32_t baseline_px;           /* of the last line */
    uint16_t leading_px, below_px; /* its leading, and what it needs below its baseline */
    bool is_empty;
    bool heading_above; /* the last line's block wants the next one's lines */
    bool is_strict;     /* a list: entries stay whole however much of the page that leaves empty */
    kj_pager_cut cuts[KJ_CUT_GRADES];
} kj_pager;

/* Starts an empty page. */
void kj_pager_begin(kj_pager *pager, const kj_pager_config *config);

/* Offers the next line in text order. KJ_OK: *baseline_px is where it goes; it counts as placed
 * once kj_pager_place is called. KJ_AGAIN: the page is full, ask kj_pager_best. The first line is
 * taken even where it is taller than the page, so that every page has one. */
KJ_MUST_USE kj_status kj_pager_offer(kj_pager *pager, const kj_pager_line *line,
                                     int32_t *baseline_px);
void kj_pager_place(kj_pager *pager, const kj_pager_line *line, int32_t baseline_px);

/* Where to cut a page that is full, the line offered last being the first that may not stay: the
 * best grade there is, unless it leaves half of the page empty that a worse one fills; on a page
 * with entries of a list always the best grade. NULL before a second line was offered. */
const kj_pager_cut *kj_pager_best(const kj_pager *pager);

#endif
