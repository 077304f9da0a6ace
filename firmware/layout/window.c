/* window.c - see window.h. Layer: layout. */
#include "layout/window.h"

#include "layout/cuts.h"
#include "layout/points.h"

#include <string.h>

enum {
    HOLD_BACK_LINES = 3,  /* at the end of a window whose text goes on: they may break otherwise */
    LOOK_BACK_LINES = 6,  /* how much further to look for one that ends at a word space */
    MARKER_BYTES_MAX = 4, /* of a list item's bullet */
    ITEMS_LEAST = 2,
    SHARPEN_ROUNDS = 3
};

void kj_window_init(kj_window *window, kj_document *document, kj_shaper *shaper, kj_faces *faces) {
    memset(window, 0, sizeof *window);
    window->document = document;
    window->shaper = shaper;
    window->faces = faces;
}

static kj_status set_hyphens(kj_window *window) {
    kj_setting *setting = &window->setting;
    for (unsigned script = 0; script < 2; script++) {
        const kj_face_metrics *metrics;
        kj_face_id face = kj_face_of((kj_script)script, setting->family, setting->style.bold);
        kj_status status = kj_faces_metrics(window->faces, face, &metrics);
        if (status != KJ_OK) {
            return status;
        }
        setting->hyphen[script].glyph = metrics->hyphen_glyph;
        setting->hyphen[script].advance_units = metrics->hyphen_advance;
        setting->hyphen[script].advance_26_6 = kj_fit_scale(setting->fit, metrics->hyphen_advance);
        if (script == KJ_SCRIPT_BENGALI) {
            setting->measure.space_26_6 = kj_fit_scale(setting->fit, metrics->space_advance);
        }
    }
    setting->measure.space_26_6 =
        setting->measure.space_26_6 > 16 ? setting->measure.space_26_6 : 16;
    return KJ_OK;
}

static kj_status set_setting(kj_window *window, const kj_page_style *page, bool is_first) {
    kj_setting *setting = &window->setting;
    kj_style style = kj_style_of(page, &window->block);
    kj_face_id face = kj_face_of(KJ_SCRIPT_BENGALI, page->family, style.bold);
    int32_t width = page->width_px - 2 * page->margin_px - style.left_px - style.right_px;
    *setting = (kj_setting){.style = style,
                            .measure = {.width_26_6 = width * 64,
                                        .indent_26_6 = is_first ? style.first_indent_px * 64 : 0,
                                        .mode = style.mode},
                            .fit = kj_face_fit(face, style.size_px),
                            .family = page->family,
                            .hang_most_26_6 = page->margin_px * 64};
    return set_hyphens(window);
}

/* Reads on until the window is full or the block ends. What a window can use depends on the text
 * alone, not on the pieces it was read in. */
static kj_status fill(kj_window *window) {
    while (!window->read_all && window->length < KJ_WINDOW_BYTES) {
        size_t length;
        uint32_t offset;
        bool last;
        kj_status status =
            window->document->read(window->document, window->text + window->length,
                                   sizeof(window->text) - window->length, &length, &offset, &last);
        if (status != KJ_OK) {
            return status;
        }
        window->length = (uint16_t)(window->length + length);
        window->read_all = last;
    }
    size_t usable = window->length;
    if (usable > KJ_WINDOW_BYTES) {
        usable = KJ_WINDOW_BYTES;
        for (unsigned back = 0; back < 3 && (window->text[usable] & 0xC0) == 0x80; back++) {
            usable--;
        }
    }
    window->usable = (uint16_t)usable;
    window->is_last = window->read_all && usable == window->length;
    return KJ_OK;
}

/* Ends the window before item count, preferably at the last word space. */
static void cut_items(kj_window *window, unsigned count) {
    unsigned at = count;
    while (at > 1 && !(window->items[at].flags & KJ_ITEM_SPACED)) {
        at--;
    }
    at = at > 1 ? at : count;
    window->usable = window->items[at].start;
    window->item_count = (uint16_t)at;
    window->is_last = false;
}

static kj_status add_segment(kj_window *window, const kj_segment *segment, bool *spaced) {
    kj_item *item = &window->items[window->item_count];
    if (segment->kind == KJ_SEGMENT_SPACE) {
        *spaced = true;
        return KJ_OK;
    }
    bool fixed = segment->kind == KJ_SEGMENT_FIXED;
    bool first = window->item_count == 0;
    *item = (kj_item){.start = segment->start,
                      .length = (uint8_t)(segment->length < 255 ? segment->length : 255),
                      .flags = (uint8_t)(segment->face | (*spaced && !first ? KJ_ITEM_SPACED : 0) |
                                         (fixed ? KJ_ITEM_FIXED : 0))};
    *spaced = false;
    if (!fixed) {
        kj_span word = {window->text + segment->start, segment->length};
        kj_status status = kj_shaper_add(window->shaper, segment->face, word, &item->ref);
        if (status != KJ_OK) {
            return status;
        }
    }
    window->item_count++;
    return KJ_OK;
}

/* Cuts the text into items and asks the shaper for them, at most limit. KJ_OK; KJ_AGAIN: the
 * shaper's cache does not take so many. */
static kj_status make_items(kj_window *window, unsigned limit) {
    kj_itemizer itemizer;
    kj_segment segment;
    kj_span text = {window->text, window->usable};
    bool spaced = false;
    window->item_count = 0;
    kj_itemizer_init(&itemizer, window->faces, text, window->setting.family,
                     window->setting.style.bold);
    for (;;) {
        kj_status status = kj_itemizer_next(&itemizer, &segment);
        if (status == KJ_END) {
            break;
        }
        if (status == KJ_OK) {
            status = add_segment(window, &segment, &spaced);
        }
        if (status != KJ_OK) {
            return status;
        }
        if (window->item_count > limit) {
            cut_items(window, limit);
            break;
        }
    }
    return kj_shaper_flush(window->shaper);
}

static void mark_bullet(kj_window *window) {
    bool is_item = window->block.kind == KJ_BLOCK_LIST_ITEM && window->start == window->block.start;
    if (is_item && window->setting.style.first_indent_px < 0 && window->item_count > 1 &&
        window->items[0].length <= MARKER_BYTES_MAX && (window->items[1].flags & KJ_ITEM_SPACED)) {
        window->items[0].flags |= KJ_ITEM_MARKER;
    }
}

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

unsigned kj_window_item_at(const kj_window *window, unsigned offset) {
    unsigned low = 0, high = window->item_count;
    while (high - low > 1) {
        unsigned middle = (low + high) / 2;
        if (window->items[middle].start <= offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

static void break_lines(kj_window *window) {
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
        kj_fit fit = window->setting.fit;
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

/* Breaks the points into lines, has the parts of words at their ends shaped, and breaks anew where
 * their true widths leave a line too tight or too loose. */
static kj_status make_lines(kj_window *window) {
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

static kj_status build_once(kj_window *window, unsigned limit) {
    kj_shaper_begin(window->shaper);
    kj_status status = make_items(window, limit);
    if (status != KJ_OK || window->item_count == 0) {
        return status;
    }
    mark_bullet(window);
    kj_points_make(window);
    return make_lines(window);
}

/* Builds the window from its text. Where the shaper's cache is too small for it, first with an
 * empty cache, then shorter, so that the window ends at the same place whatever was in the
 * cache. */
static kj_status build(kj_window *window) {
    uint16_t usable = window->usable;
    bool is_last = window->is_last;
    kj_span text = {window->text, usable};
    kj_breaks_find(text, window->map);
    if (window->setting.style.hyphenate) {
        kj_hyphenate(text, window->map);
    }
    window->line_count = 0;
    unsigned limit = KJ_WINDOW_ITEMS - 1u;
    kj_status status = build_once(window, limit);
    bool cleared = false;
    while (status == KJ_AGAIN) {
        if (cleared) {
            unsigned reached = window->item_count < limit ? window->item_count : limit;
            if (reached <= ITEMS_LEAST) {
                status = KJ_ERR_MEMORY;
                break;
            }
            limit = reached * 3u / 4u;
        }
        kj_shaper_clear(window->shaper);
        cleared = true;
        window->usable = usable;
        window->is_last = is_last;
        status = build_once(window, limit);
    }
    if (status != KJ_OK) {
        window->line_count = 0;
    }
    return status;
}

/* Gives up the window's first bytes, which are set. */
static void drop_text(kj_window *window, unsigned bytes) {
    memmove(window->text, window->text + bytes, window->length - bytes);
    window->start += bytes;
    window->length = (uint16_t)(window->length - bytes);
}

/* Fills and builds; a window of nothing but spaces is passed over. */
static kj_status fill_and_build(kj_window *window) {
    for (;;) {
        kj_status status = fill(window);
        if (status == KJ_OK) {
            status = build(window);
        }
        if (status != KJ_OK || window->item_count > 0 || window->is_last) {
            return status;
        }
        drop_text(window, window->usable);
    }
}

kj_status kj_window_begin(kj_window *window, const kj_page_style *page, const kj_block *block,
                          uint32_t start) {
    window->block = *block;
    window->start = start;
    window->length = 0;
    window->line_count = 0;
    window->read_all = false;
    kj_status status = set_setting(window, page, start == block->start);
    return status == KJ_OK ? fill_and_build(window) : status;
}

kj_status kj_window_advance(kj_window *window) {
    if (window->is_last || window->line_count == 0) {
        return KJ_END;
    }
    drop_text(window, window->points[window->lines[window->line_count - 1u]].offset);
    window->setting.measure.indent_26_6 = 0;
    return fill_and_build(window);
}
