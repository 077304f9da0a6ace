/* column.h - what becomes of a column once its lines are in the display list. Private to layout. */
#ifndef KJ_LAYOUT_COLUMN_H
#define KJ_LAYOUT_COLUMN_H

#include "layout/display_list.h"

/* Moves what was set since mark, at the left of the page, to its column, move_px to the right. */
void kj_column_move(kj_display_list *list, kj_display_mark mark, int32_t move_px);

/* Shares out what the column since mark, of entries of a list, has free above bottom_px between its
 * entries and sections, so that columns side by side end on one height: at most most_px each. */
void kj_column_feather(kj_display_list *list, kj_display_mark mark, int32_t bottom_px,
                       int32_t most_px);

/* A thin rule at x_px from top_px down to the lowest of the lines from first_line on; nothing where
 * the list is full. */
void kj_column_add_gutter_rule(kj_display_list *list, unsigned first_line, int32_t top_px,
                               int32_t x_px);

#endif
