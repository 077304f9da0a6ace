/* table_row.h - tables: their columns, and a row of cells side by side.
 *
 * A table is never held. When its first row is met, or a page begins within it, the document is
 * asked for all of its rows once; what is kept of them is how wide each column wants to be and must
 * be. Type gets smaller before columns are given up. Each row is then set alone, cell by cell, by
 * the paragraph's own total fit. Private to layout. */
#ifndef KJ_LAYOUT_TABLE_ROW_H
#define KJ_LAYOUT_TABLE_ROW_H

#include "layout/window.h"

/* Fills window->table for the table of window->block, and has the document's reads at text offset
 * start of that block again. The window's text is used for it. KJ_OK; errors of document. */
KJ_MUST_USE kj_status kj_table_look(kj_window *window, const kj_page_style *page, uint32_t start);

/* Makes each cell begin a line: U+0009 in the window's text parts them. */
void kj_table_row_part_cells(kj_window *window);

/* Sets the window up for columns, measure included. False where it cannot stand in columns: cut
 * short, its table has none, more cells than columns. */
bool kj_table_row_begin(kj_window *window);

/* Breaks the points of each cell to its column's width: fills lines, line_count, cell_lines. */
void kj_table_row_break(kj_window *window);

/* After breaking: no word was cut or is too wide, and the row is not too high. */
bool kj_table_row_is_good(const kj_window *window);

/* Left edge of cell, pixels from the block's; its width without the space after it. */
uint16_t kj_table_row_left(const kj_window *window, unsigned cell);
uint16_t kj_table_row_width(const kj_window *window, unsigned cell);

#endif
