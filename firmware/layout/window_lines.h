/* window_lines.h - a window's points made lines: broken by total fit, then by their true widths.
 *
 * Where a word is divided its parts' widths are estimates at first; only those at which a line ends
 * are shaped, and lines that then no longer fit are broken anew. Private to layout. */
#ifndef KJ_LAYOUT_WINDOW_LINES_H
#define KJ_LAYOUT_WINDOW_LINES_H

#include "layout/window.h"

/* Breaks the points into lines, has the parts of words at their ends shaped, and breaks anew where
 * their true widths leave a line too tight or too loose. KJ_OK; KJ_AGAIN: the shaper's cache is too
 * small for it; errors of the shaper. */
KJ_MUST_USE kj_status kj_window_make_lines(kj_window *window);

#endif
