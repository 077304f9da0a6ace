/* set_line.h - one line of a window into the display list. Layer: layout. */
#ifndef KJ_LAYOUT_SET_LINE_H
#define KJ_LAYOUT_SET_LINE_H

#include "layout/window.h"

typedef struct kj_line_place {
    int32_t left_px; /* the column's left edge on the page, the style's indent included */
    int32_t baseline_px;
    bool clip; /* drop glyphs that the list has no room for: a page's first line */
} kj_line_place;

/* Sets line, 0 <= line < window->line_count, with its glyphs in whole-pixel words: a word begins on
 * a pixel, so that it looks the same wherever it stands. KJ_OK; KJ_AGAIN: the list is full (what
 * was added is cut off again); errors of the shaper. */
KJ_MUST_USE kj_status kj_set_line(const kj_window *window, unsigned line,
                                  const kj_line_place *place, kj_display_list *list);

#endif
