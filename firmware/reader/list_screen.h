/* list_screen.h - a list on the screen: a page of its entries, one of them marked.
 *
 * A list has no page numbers: a page can begin at any entry, and the last few beginnings are
 * remembered for the way back. Lives in the stage's article arena; what it takes to come back to
 * it (the marked entry and the page's first) is the reader's. Layer: reader. */
#ifndef KJ_READER_LIST_SCREEN_H
#define KJ_READER_LIST_SCREEN_H

#include "reader/listing.h"
#include "reader/stage.h"

#define KJ_LIST_SCREEN_BACK 16u

/* Where in a list the reader is. */
typedef struct kj_list_position {
    uint32_t first;  /* entry that the page begins with */
    uint32_t marked; /* 0: none yet */
} kj_list_position;

/* Fields private. */
typedef struct kj_list_screen {
    kj_listing listing;
    kj_list_position position;
    kj_place place, next;
    uint32_t shown_first, shown_last;   /* entries with a line on the page */
    uint32_t choices;                   /* of those, how many can be chosen */
    uint32_t back[KJ_LIST_SCREEN_BACK]; /* first entries of the pages before, a ring */
    uint32_t back_head, back_count;     /* where the next goes; how many there are */
    bool is_moved;                      /* to bring the mark onto the page: once is enough */
    bool is_set;                        /* the page is in the stage's list and frame */
} kj_list_screen;

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
    KJ_LIST_TOP
} kj_list_move;

/* Moves the mark, turning the page where it leaves it. KJ_OK: the page is to be set again; KJ_END:
 * it can go no further; errors of source. */
KJ_MUST_USE kj_status kj_list_screen_move(kj_list_screen *screen, kj_list_move move);

#endif
