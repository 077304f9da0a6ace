/* list_screen.h - a list on the screen: a page of its entries, one of them marked.
 *
 * A list has no page numbers: a page can begin at any entry, and the last few beginnings are
 * remembered for the way back. Where the entries of the page lie is remembered too, so that the
 * mark moves on the page without it being set again. Lives in the stage's article arena; what it
 * takes to come back to it (the marked entry and the page's first) is the reader's. Layer: reader.
 */
#ifndef KJ_READER_LIST_SCREEN_H
#define KJ_READER_LIST_SCREEN_H

#include "reader/listing.h"
#include "reader/stage.h"

#define KJ_LIST_SCREEN_BACK  16u
#define KJ_LIST_SCREEN_BOXES 40u /* on a page with more entries moving the mark sets it again */

#define KJ_LIST_UNMARKED UINT32_MAX /* no entry is marked, nor will be: a list to look at */

/* Where in a list the reader is. */
typedef struct kj_list_position {
    uint32_t first;  /* entry that the page begins with */
    uint32_t marked; /* 0: none yet */
} kj_list_position;

/* An entry on the page: it can be chosen and marked. */
typedef struct kj_list_box {
    uint32_t entry;
    kj_rect box; /* of its lines, as wide as its column; pixels of the turned panel */
} kj_list_box;

/* Fields private. */
typedef struct kj_list_screen {
    kj_listing listing;
    kj_stage *stage;
    uint8_t columns;
    uint16_t gutter_px;
    kj_list_position position;
    kj_place place, next;
    uint32_t shown_first, shown_last; /* entries with a line on the page */
    uint32_t choices;                 /* of those, how many can be chosen */
    uint32_t box_count;               /* the first KJ_LIST_SCREEN_BOXES of them */
    kj_list_box boxes[KJ_LIST_SCREEN_BOXES];
    uint16_t bar_rule; /* the bar's index in the display list; UINT16_MAX: it has none */
    kj_rect changed;   /* by the last move, where only the mark moved; else empty */
    uint32_t back[KJ_LIST_SCREEN_BACK]; /* first entries of the pages before, a ring */
    uint32_t back_head, back_count;     /* where the next goes; how many there are */
    bool is_moved;                      /* to bring the mark onto the page: once is enough */
    bool is_set;                        /* the page is in the stage's list and frame */
} kj_list_screen;

/* How many columns a front page of style has, and the gutter between them. */
unsigned kj_list_columns(const kj_page_style *style, uint16_t *gutter_px);

/* Empties the stage's article arena and opens the list in it, on position. *screen lives there.
 * KJ_OK; ERR_MEMORY; errors of the text engine. Nothing is set yet. */
KJ_MUST_USE kj_status kj_list_screen_open(kj_list_screen **screen, kj_stage *stage,
                                          const kj_listing_source *source,
                                          kj_list_position position);

/* Sets and paints the page, where it is not. KJ_OK; KJ_END: the list is empty; errors of source,
 * text engine and painter. */
KJ_MUST_USE kj_status kj_list_screen_set(kj_list_screen *screen, kj_stage *stage);

typedef enum kj_list_move {
    KJ_LIST_DOWN, /* to the next entry that can be chosen */
    KJ_LIST_UP,
    KJ_LIST_PAGE_DOWN,
    KJ_LIST_PAGE_UP,
    KJ_LIST_TOP,
    KJ_LIST_NEXT_SECTION, /* to the first entry of the next section */
    /* To the first of its own section, from there to the one before. Both: within 400 entries. */
    KJ_LIST_PREVIOUS_SECTION
} kj_list_move;

/* Moves the mark, turning the page where it leaves it. KJ_OK: where screen->is_set stays true only
 * the mark moved, and it has been repainted on the stage's surface (whole frames only, with the
 * display list still being what kj_list_screen_set left); else the page is to be set again. KJ_END:
 * it can go no further; errors of source. */
KJ_MUST_USE kj_status kj_list_screen_move(kj_list_screen *screen, kj_list_move move);

/* The box of the marked entry on the page, pixels of the turned panel; false: it is not on the page
 * or there are too many. */
bool kj_list_screen_mark_box(const kj_list_screen *screen, kj_rect *box);

/* What the last move repainted: the mark's bar where it was and where it is, in one box. False: the
 * page is to be set again, or nothing has changed. */
bool kj_list_screen_changed_box(const kj_list_screen *screen, kj_rect *box);

#endif
