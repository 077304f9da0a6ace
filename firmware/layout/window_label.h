/* window_label.h - a window that is one label: its ellipsis and its text, each a line.
 *
 * The ellipsis stands before the text, so that it is there however long that is; line 0 is it, line
 * 1 as much of the text as the box takes, and both are set by kj_set_line. Private to layout. */
#ifndef KJ_LAYOUT_WINDOW_LABEL_H
#define KJ_LAYOUT_WINDOW_LABEL_H

#include "layout/label.h"
#include "layout/window.h"

/* Makes label's two lines; window->document is put back before it returns. KJ_OK: line_count is 2,
 * or 1 where there is nothing to show but the ellipsis, or 0 where there is no text at all; errors
 * of the shaper. */
KJ_MUST_USE kj_status kj_window_begin_label(kj_window *window, const kj_label *label,
                                            kj_family family);

/* Between the items and the points: where the text begins, and what room it has. */
void kj_window_part_label(kj_window *window);

/* Chooses the point at which the text ends: fills lines and line_count. */
void kj_window_break_label(kj_window *window);

/* Whether the label's text does not end with its line 1. */
bool kj_window_cuts_label(const kj_window *window);

#endif
