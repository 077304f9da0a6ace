/* table_row.c - see table_row.h. Layer: layout. */
#include "layout/table_row.h"

void kj_table_row_part_cells(kj_window *window) {
    for (unsigned at = 0; at + 1u < window->usable; at++) {
        if (window->text[at] == '\t') {
            kj_break_set(window->map, at + 1u, KJ_BREAK_FORCED);
        }
    }
}

static unsigned count_cells(const kj_window *window) {
    unsigned cells = 1;
    for (unsigned at = 0; at < window->usable; at++) {
        cells += window->text[at] == '\t';
    }
    return cells;
}

bool kj_table_row_begin(kj_window *window) {
    kj_setting *setting = &window->setting;
    const unsigned cells = count_cells(window);
    if (!window->is_last || window->start != window->block.start || cells < 2 ||
        cells > window->table.columns) {
        return false;
    }
    window->columns = (uint8_t)cells;
    /* The measure stays that of the whole row: words are not to be cut for a column's sake. */
    setting->measure.indent_26_6 = 0;
    return true;
}

uint16_t kj_table_row_left(const kj_window *window, unsigned cell) {
    return window->table.left_px[cell];
}

uint16_t kj_table_row_width(const kj_window *window, unsigned cell) {
    const kj_table *table = &window->table;
    const unsigned whole = (unsigned)table->left_px[cell + 1u] - table->left_px[cell];
    const unsigned gap = table->size_px / 2u;
    return (uint16_t)(whole > gap ? whole - gap : 1u);
}

static bool ends_cell(const kj_window *window, const kj_point *point) {
    return point->kind == KJ_POINT_FORCED && window->text[point->offset - 1u] == '\t';
}

/* The point at which the cell that begins at point first ends. */
static unsigned cell_end(const kj_window *window, unsigned first) {
    unsigned last = first + 1u;
    while (last + 1u < window->point_count && !ends_cell(window, &window->points[last])) {
        last++;
    }
    return last;
}

void kj_table_row_break(kj_window *window) {
    kj_measure measure = window->setting.measure;
    unsigned first = 0, lines = 0;
    for (unsigned cell = 0; cell < window->columns; cell++) {
        window->cell_lines[cell] = (uint16_t)lines;
        if (first + 1u >= window->point_count) {
            continue;
        }
        unsigned end = cell_end(window, first), room = KJ_WINDOW_LINES - lines;
        measure.width_26_6 = (int32_t)kj_table_row_width(window, cell) * 64;
        unsigned count = kj_paragraph_break(&window->breaker, &measure, window->points + first,
                                            end - first + 1u, window->lines + lines, room);
        count = count < room ? count : room;
        for (unsigned line = 0; line < count; line++) {
            window->lines[lines + line] = (uint16_t)(window->lines[lines + line] + first);
        }
        lines += count;
        first = end;
    }
    window->cell_lines[window->columns] = (uint16_t)lines;
    window->line_count = (uint16_t)lines;
    window->all_set = lines > 0 && window->lines[lines - 1u] + 1u == window->point_count;
}

bool kj_table_row_is_good(const kj_window *window) {
    if (!window->is_last || window->line_count == 0 ||
        kj_window_height(window) * window->setting.style.leading_px > window->half_page_px) {
        return false;
    }
    kj_measure measure = window->setting.measure;
    for (unsigned cell = 0; cell < window->columns; cell++) {
        measure.width_26_6 = (int32_t)kj_table_row_width(window, cell) * 64;
        for (unsigned line = window->cell_lines[cell]; line < window->cell_lines[cell + 1u];
             line++) {
            unsigned first = kj_window_line_first(window, line), last = window->lines[line];
            if (window->points[last].kind == KJ_POINT_CLUSTER ||
                kj_paragraph_fit(&measure, window->points, first, last).overfull) {
                return false;
            }
        }
    }
    return true;
}
