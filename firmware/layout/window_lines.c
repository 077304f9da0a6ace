/* window_lines.c - see window_lines.h. Layer: layout. */
#include "layout/window_lines.h"

#include "layout/cuts.h"
#include "layout/table_row.h"
#include "layout/window_label.h"

enum {
    HOLD_BACK_LINES = 3, /* at the end of a window whose text goes on: they may break otherwise */
    LOOK_BACK_LINES = 6, /* how much further to look for one that ends at a word space */
    SHARPEN_ROUNDS = 3
};

/* Lines of a window whose text goes on that can be set: the last few are carried over, and the
 * window is cut where a line begins with a whole word if there is such a line. */
static unsigned lines_to_set(const kj_window *window, unsigned count) {
    if (window->is_last && count <= KJ_WINDOW_LINES) {
        return count;
    }
    count = count < KJ_WINDOW_LINES ? count : KJ_WINDOW_LINES;
    if (count <= HOLD_BACK_LINES) {
        return count > 1 ? count - 1u : count;
    }
    unsigned most = count - HOLD_BACK_LINES;
    unsigned least = most > LOOK_BACK_LINES ? most - LOOK_BACK_LINES : 1u;
    for (unsigned lines = most; lines >= least; lines--) {
        if (window->points[window->lines[lines - 1u]].at_space) {
            return lines;
        }
    }
    return most;
}

static void break_lines(kj_window *window) {
    if (window->columns > 0) {
        kj_table_row_break(window);
        return;
    }
    if (window->label_26_6 != 0) {
        kj_window_break_label(window);
        return;
    }
    unsigned count = kj_paragraph_break(&window->breaker, &window->setting.measure, window->points,
                                        window->point_count, window->lines, KJ_WINDOW_LINES);
    window->all_set = lines_to_set(window, count) == count;
    window->line_count = (uint16_t)lines_to_set(window, count);
}

/* A part of a word at an end of a line. */
typedef struct line_part {
    const kj_item *item; /* NULL: the line begins and ends with whole words */
    unsigned from, to;   /* bytes of item */
} line_part;

/* What the line from start to end has of the item that position, one of the two, cuts. */
static line_part part_at(const kj_window *window, unsigned position, unsigned start, unsigned end) {
    const kj_item *item = &window->items[kj_window_item_at(window, position)];
    unsigned item_end = (unsigned)item->start + item->length;
    if (position <= item->start || position >= item_end || item->flags & KJ_ITEM_FIXED) {
        return (line_part){.item = NULL};
    }
    return (line_part){.item = item,
                       .from = start > item->start ? start - item->start : 0u,
                       .to = (end < item_end ? end : item_end) - item->start};
}

/* The parts at both ends of line; the same part only once, as its last. */
static void parts_of_line(const kj_window *window, unsigned line, line_part *first,
                          line_part *last) {
    unsigned start = window->points[kj_window_line_first(window, line)].offset;
    unsigned end = window->points[window->lines[line]].offset;
    *first = part_at(window, start, start, end);
    *last = part_at(window, end, start, end);
    if (first->item == last->item) {
        first->item = NULL;
    }
}

static kj_status ask_part(const kj_window *window, line_part part) {
    kj_part found;
    return part.item ? kj_part_find(window, part.item, part.from, part.to, &found) : KJ_OK;
}

/* Has the parts of words at the lines' ends shaped. */
static kj_status ask_line_parts(const kj_window *window) {
    for (unsigned line = 0; line < window->line_count; line++) {
        line_part first, last;
        parts_of_line(window, line, &first, &last);
        kj_status status = ask_part(window, first);
        if (status == KJ_OK) {
            status = ask_part(window, last);
        }
        if (status != KJ_OK) {
            return status;
        }
    }
    return kj_shaper_flush(window->shaper);
}

/* How much wider, in 26.6, a part is than was estimated from its whole word. */
static kj_status find_surplus(const kj_window *window, line_part part, int32_t *surplus_26_6) {
    kj_part found;
    kj_status status = kj_part_find(window, part.item, part.from, part.to, &found);
    if (status == KJ_OK) {
        kj_fit fit = kj_item_fit(window, part.item);
        *surplus_26_6 =
            kj_scale_units(fit, kj_part_advance(window, &found)) -
            kj_scale_units(fit, kj_part_estimate(window, part.item, part.from, part.to));
    }
    return status;
}

/* Puts true widths at the points of one line where they were rough. */
static kj_status sharpen_line(kj_window *window, unsigned line) {
    kj_point *begin = &window->points[kj_window_line_first(window, line)];
    kj_point *end = &window->points[window->lines[line]];
    line_part first, last;
    int32_t surplus;
    parts_of_line(window, line, &first, &last);
    if (first.item && begin->rough_begin) {
        kj_status status = find_surplus(window, first, &surplus);
        if (status != KJ_OK) {
            return status;
        }
        begin->begin_26_6 -= surplus;
        begin->rough_begin = 0;
    }
    if (last.item && end->rough_end) {
        kj_status status = find_surplus(window, last, &surplus);
        if (status != KJ_OK) {
            return status;
        }
        end->end_26_6 += surplus;
        end->rough_end = 0;
    }
    return KJ_OK;
}

static kj_line_fit fit_of(const kj_window *window, unsigned line) {
    return kj_paragraph_fit(&window->setting.measure, window->points,
                            kj_window_line_first(window, line), window->lines[line]);
}

/* True widths at the ends of all lines; *worse: one no longer fits, or can no longer be justified.
 */
static kj_status sharpen_lines(kj_window *window, bool *worse) {
    *worse = false;
    for (unsigned line = 0; line < window->line_count; line++) {
        kj_line_fit before = fit_of(window, line);
        kj_status status = sharpen_line(window, line);
        if (status != KJ_OK) {
            return status;
        }
        kj_line_fit after = fit_of(window, line);
        *worse = *worse || (after.overfull && !before.overfull) ||
                 (after.ratio_8_8 == 0 && before.ratio_8_8 != 0);
    }
    return KJ_OK;
}

kj_status kj_window_make_lines(kj_window *window) {
    for (unsigned round = 0;; round++) {
        bool anew = false;
        break_lines(window);
        kj_status status = ask_line_parts(window);
        if (status == KJ_OK) {
            status = sharpen_lines(window, &anew);
        }
        if (status != KJ_OK || !anew || round == SHARPEN_ROUNDS) {
            window->is_last = window->is_last && window->all_set;
            return status;
        }
    }
}
