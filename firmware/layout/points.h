/* points.h - the places of a window where a line may end, with their widths.
 *
 * Puts together what the text layer knows (break map, shaped words) for what paragraph.h
 * asks. Layer: layout. */
#ifndef KJ_LAYOUT_POINTS_H
#define KJ_LAYOUT_POINTS_H

#include "layout/window.h"

/* Fills points from items and map. Ends early, at a word space where there is one, when points
 * are used up: then usable is shortened. Cuts that need their parts shaped again get rough
 * widths, those of the whole word's glyphs (20/1000 em off at most in our faces). */
void kj_points_make(kj_window *window);

#endif
