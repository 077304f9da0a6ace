/* box.h - what is set as one piece and not line by line: rules, pictures, rows of cells, frames.
 *
 * The composer offers each to the pager as one line with the height it takes below its first
 * baseline. Private to layout. */
#ifndef KJ_LAYOUT_BOX_H
#define KJ_LAYOUT_BOX_H

#include "layout/pager.h"
#include "layout/window.h"

typedef enum kj_box_kind {
    KJ_BOX_NONE, /* lines of text */
    KJ_BOX_RULE, /* across the middle of the column, as papers part the sections of a story */
    KJ_BOX_IMAGE,
    KJ_BOX_FRAME, /* around the words that stand in for a picture */
    KJ_BOX_ROW,   /* a table's, its cells side by side */
    KJ_BOX_FOLIO  /* a line between two rules: one text to the left and one to the right */
} kj_box_kind;

typedef struct kj_box {
    kj_box_kind kind;
    uint16_t width_px, height_px; /* of a picture or frame */
    uint32_t locator;             /* of a picture */
} kj_box;

/* The size of a picture on page: as it is, or smaller so that it fits into the column with room
 * for a caption below. */
kj_box kj_box_of_image(const kj_page_style *page, const kj_image *image);

/* The frame of a window of text that is whole: as large as the picture would be where that is
 * known, at least as large as the text needs. NONE where it would take more than half a page. */
kj_box kj_box_of_frame(const kj_page_style *page, const kj_window *window, const kj_image *image);

/* The box of a folio's window: NONE where its first text is longer than a line. */
kj_box kj_box_of_folio(const kj_window *window);

/* What the pager has to know of box's size: everything but place, mark and space. window->block is
 * set, its lines only for FRAME, ROW and FOLIO. */
void kj_box_describe(const kj_box *box, const kj_page_style *page, const kj_window *window,
                     kj_pager_line *line);

/* Sets box into list. first: nothing stands above it on the page. KJ_OK; KJ_AGAIN: the list is full
 * (what was added is cut off again); errors of the shaper. */
KJ_MUST_USE kj_status kj_box_set(const kj_box *box, const kj_page_style *page,
                                 const kj_window *window, int32_t baseline_px, bool first,
                                 kj_display_list *list);

#endif
