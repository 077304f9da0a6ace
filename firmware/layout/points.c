/* points.c - see points.h. Layer: layout. */
#include "layout/points.h"

#include "layout/cuts.h"
#include "layout/hang.h"
#include "text/unicode.h"

/* The state of going through a window's items. */
typedef struct maker {
    kj_window *window;
    kj_span text;
    int32_t pen_26_6;   /* text so far, word spaces left out */
    int32_t begin_26_6; /* begin of the last point */
    int32_t least_column_26_6;
    uint16_t gaps, spaced_point; /* the last point at a word space; 0: none */
    bool is_full;
} maker;

static kj_break break_in(const kj_window *window, const kj_item *item, unsigned byte) {
    return kj_break_at(window->map, (size_t)item->start + byte);
}

/* The next byte of item after byte at which the map has a break, or the item's length. */
static unsigned next_break(const kj_window *window, const kj_item *item, unsigned byte) {
    for (byte++; byte < item->length; byte++) {
        size_t position = (size_t)item->start + byte;
        if (position % 4u == 0 && window->map[position / 4u] == 0) {
            byte += 3u; /* four positions at a time */
        } else if (kj_break_at(window->map, position) != KJ_BREAK_NONE) {
            return byte;
        }
    }
    return item->length;
}

static uint8_t hang_12_4(const kj_window *window, int32_t advance_26_6, unsigned percent) {
    const kj_setting *setting = &window->setting;
    int32_t hang = advance_26_6 * (int32_t)percent / 100;
    hang = hang < setting->hang_most_26_6 ? hang : setting->hang_most_26_6;
    return (uint8_t)(hang / 4 < 255 ? hang / 4 : 255);
}

static int32_t first_advance(const maker *make, const kj_item *item) {
    kj_glyph glyph;
    if (item->flags & KJ_ITEM_FIXED || kj_run_length(make->window->shaper, item->ref) == 0) {
        return 0;
    }
    kj_run_read(make->window->shaper, item->ref, 0, 1, &glyph);
    return kj_scale_units(kj_item_fit(make->window, item), glyph.advance);
}

static int32_t last_advance(const maker *make, const kj_item *item) {
    kj_glyph glyph;
    if (item->flags & KJ_ITEM_FIXED || kj_run_length(make->window->shaper, item->ref) == 0) {
        return 0;
    }
    unsigned last = kj_run_length(make->window->shaper, item->ref) - 1u;
    kj_run_read(make->window->shaper, item->ref, last, 1, &glyph);
    return kj_scale_units(kj_item_fit(make->window, item), glyph.advance);
}

/* Hang of a line that begins with item. */
static uint8_t hang_begin(const maker *make, const kj_item *item) {
    unsigned percent =
        make->window->setting.style.hangs ? kj_hang_begin_percent(make->text, item->start) : 0;
    return percent ? hang_12_4(make->window, first_advance(make, item), percent) : 0;
}

/* Hang of a line that ends with item. */
static uint8_t hang_end(const maker *make, const kj_item *item) {
    uint32_t end = (uint32_t)item->start + item->length;
    unsigned percent = make->window->setting.style.hangs ? kj_hang_end_percent(make->text, end) : 0;
    return percent ? hang_12_4(make->window, last_advance(make, item), percent) : 0;
}

/* Adds a point unless all are used up: the last is kept for the window's end. */
static void add_point(maker *make, const kj_point *point) {
    kj_window *window = make->window;
    if (window->point_count + 1u >= KJ_POINTS_MAX) {
        make->is_full = true;
        return;
    }
    if (point->at_space) {
        make->spaced_point = window->point_count;
    }
    make->begin_26_6 = point->begin_26_6;
    window->points[window->point_count++] = *point;
}

/* Before item i: at a word space, a hyphen or dash that ends the item before, or nowhere. */
static void add_point_before(maker *make, unsigned i) {
    kj_window *window = make->window;
    const kj_item *item = &window->items[i], *before = &window->items[i - 1u];
    kj_break kind = kj_break_at(window->map, item->start);
    bool spaced = item->flags & KJ_ITEM_SPACED;
    kj_point point = {.end_26_6 = make->pen_26_6,
                      .begin_26_6 = make->pen_26_6,
                      .gaps = make->gaps,
                      .offset = item->start,
                      .at_space = spaced};
    if (before->flags & KJ_ITEM_MARKER) {
        return;
    }
    if (kind == KJ_BREAK_FORCED) {
        point.kind = KJ_POINT_FORCED;
    } else if (kind == KJ_BREAK_HYPHEN) {
        const kj_setting *setting = &window->setting;
        int32_t hyphen = setting->hyphen[before->flags & KJ_ITEM_FACE].advance_26_6;
        point.kind = KJ_POINT_HYPHEN;
        point.end_26_6 += hyphen;
        point.hang_end_12_4 =
            setting->style.hangs ? hang_12_4(window, hyphen, KJ_HANG_HYPHEN_PERCENT) : 0;
    }
    if (kind != KJ_BREAK_NONE) {
        point.hang_end_12_4 = point.hang_end_12_4 ? point.hang_end_12_4 : hang_end(make, before);
        point.hang_begin_12_4 = hang_begin(make, item);
        add_point(make, &point);
    }
}

/* The gap before item i, which is spaced: a word space, or what a bullet's hanging indent asks. */
static void pass_space(maker *make, unsigned i) {
    kj_window *window = make->window;
    if (!(window->items[i - 1u].flags & KJ_ITEM_MARKER)) {
        make->gaps++;
        return;
    }
    int32_t indent = -window->setting.measure.indent_26_6;
    int32_t least = make->pen_26_6 + window->setting.measure.space_26_6 / 2;
    make->pen_26_6 = indent > least ? indent : least;
}

/* The point inside item at byte, as the map has it. */
static void add_inner_point(maker *make, const kj_item *item, kj_glyph_walk *walk, unsigned byte) {
    const kj_setting *setting = &make->window->setting;
    bool rough = !kj_glyph_walk_to(walk, byte);
    int32_t pen =
        make->pen_26_6 + kj_scale_units(kj_item_fit(make->window, item), walk->advance_units);
    kj_break kind = break_in(make->window, item, byte);
    uint32_t position = (uint32_t)item->start + byte;
    kj_point point = {.end_26_6 = pen,
                      .begin_26_6 = pen,
                      .gaps = make->gaps,
                      .offset = (uint16_t)position,
                      .kind = kind == KJ_BREAK_FORCED   ? KJ_POINT_FORCED
                              : kind == KJ_BREAK_HYPHEN ? KJ_POINT_HYPHEN
                                                        : KJ_POINT_PLAIN,
                      .rough_end = rough,
                      .rough_begin = rough};
    int32_t mark = setting->hyphen[item->flags & KJ_ITEM_FACE].advance_26_6;
    unsigned percent = kj_hang_end_percent(make->text, position);
    if (kind == KJ_BREAK_HYPHEN) {
        point.end_26_6 += mark;
        percent = KJ_HANG_HYPHEN_PERCENT;
    }
    if (setting->style.hangs) { /* what hangs inside a word is a hyphen, or about as wide */
        point.hang_end_12_4 = hang_12_4(make->window, mark, percent);
    }
    add_point(make, &point);
}

/* Points at the clusters of an item that belongs to a word wider than the column: at safe cuts, and
 * where those are too far apart at any that falls between two glyphs' clusters (a heap of marks
 * without a letter is one cluster of text, however wide; cut, its rest gets a dotted circle). */
static void add_cluster_points(maker *make, const kj_item *item) {
    kj_window *window = make->window;
    const kj_setting *setting = &window->setting;
    kj_glyph_walk walk;
    kj_glyph_walk_init(&walk, window->shaper, item->ref);
    for (unsigned byte = 1; byte < item->length && !make->is_full; byte++) {
        uint32_t position = (uint32_t)item->start + byte;
        bool safe = kj_glyph_walk_to(&walk, byte);
        const kj_glyph *next = kj_glyph_walk_peek(&walk);
        if (!next || next->cluster != byte) {
            continue;
        }
        if (break_in(window, item, byte) != KJ_BREAK_NONE) {
            add_inner_point(make, item, &walk, byte);
            continue;
        }
        int32_t pen =
            make->pen_26_6 + kj_scale_units(kj_item_fit(window, item), walk.advance_units);
        int32_t room = make->least_column_26_6 - (pen - make->begin_26_6);
        bool edge = kj_is_cluster_edge(make->text, position);
        int32_t em = setting->style.size_px * 64;
        if ((edge && safe) || room < 2 * em) {
            add_point(make, &(kj_point){.end_26_6 = pen,
                                        .begin_26_6 = edge ? pen : pen - em,
                                        .gaps = make->gaps,
                                        .offset = (uint16_t)position,
                                        .kind = KJ_POINT_CLUSTER,
                                        .rough_end = !safe,
                                        .rough_begin = edge && !safe});
        }
    }
}

static void add_item(maker *make, unsigned i) {
    kj_window *window = make->window;
    const kj_item *item = &window->items[i];
    if (item->flags & KJ_ITEM_FIXED) {
        make->gaps++;
        return;
    }
    int32_t width =
        kj_scale_units(kj_item_fit(window, item), kj_run_advance(window->shaper, item->ref));
    unsigned byte = next_break(window, item, 0);
    if (byte < item->length) {
        kj_glyph_walk walk;
        kj_glyph_walk_init(&walk, window->shaper, item->ref);
        for (; byte < item->length && !make->is_full; byte = next_break(window, item, byte)) {
            add_inner_point(make, item, &walk, byte);
        }
    }
    make->pen_26_6 += width;
}

/* Whether a line could not hold what stands between the last point and the end of item i. */
static bool is_too_wide(const maker *make, unsigned first_point) {
    const kj_window *window = make->window;
    int32_t most = make->pen_26_6 - window->points[window->point_count - 1u].begin_26_6;
    for (unsigned i = first_point; i < window->point_count; i++) {
        int32_t part = window->points[i].end_26_6 - window->points[i - 1u].begin_26_6;
        most = part > most ? part : most;
    }
    return most > make->least_column_26_6;
}

/* Does item i anew, with a point at each cluster and one before it. */
static void redo_wide_item(maker *make, unsigned i, maker before, unsigned point_count) {
    kj_window *window = make->window;
    const kj_item *item = &window->items[i];
    *make = before;
    window->point_count = (uint16_t)point_count;
    if (window->points[point_count - 1u].offset != item->start) {
        add_point(make, &(kj_point){.end_26_6 = make->pen_26_6,
                                    .begin_26_6 = make->pen_26_6,
                                    .gaps = make->gaps,
                                    .offset = item->start,
                                    .kind = KJ_POINT_CLUSTER});
    }
    add_cluster_points(make, item);
    make->pen_26_6 +=
        kj_scale_units(kj_item_fit(window, item), kj_run_advance(window->shaper, item->ref));
}

static void pass_item(maker *make, unsigned i) {
    kj_window *window = make->window;
    const kj_item *item = &window->items[i];
    if (i > 0) {
        add_point_before(make, i);
        if (item->flags & KJ_ITEM_SPACED) {
            pass_space(make, i);
        }
    }
    if (make->is_full) {
        return;
    }
    maker before = *make;
    unsigned point_count = window->point_count;
    add_item(make, i);
    if (!make->is_full && !(item->flags & KJ_ITEM_FIXED) && is_too_wide(make, point_count)) {
        redo_wide_item(make, i, before, point_count);
    }
}

/* The last point: of the paragraph, or of the window where the text goes on. */
static void end_points(maker *make) {
    kj_window *window = make->window;
    if (make->is_full) {
        /* Whatever follows the last word space (if any stands late enough) is the next window's. */
        unsigned last = make->spaced_point * 2u > window->point_count ? make->spaced_point
                                                                      : window->point_count - 1u;
        window->point_count = (uint16_t)(last + 1u);
        window->points[last].kind = KJ_POINT_OPEN;
        window->usable = window->points[last].offset;
        window->is_last = false;
        return;
    }
    const kj_item *item = &window->items[window->item_count - 1u];
    window->points[window->point_count++] =
        (kj_point){.end_26_6 = make->pen_26_6,
                   .begin_26_6 = make->pen_26_6,
                   .gaps = make->gaps,
                   .offset = window->usable,
                   .kind = window->is_last ? KJ_POINT_END : KJ_POINT_OPEN,
                   .hang_end_12_4 = hang_end(make, item)};
}

void kj_points_make(kj_window *window) {
    const kj_measure *measure = &window->setting.measure;
    int32_t indented = measure->width_26_6 - measure->indent_26_6;
    maker make = {.window = window,
                  .text = {window->text, window->usable},
                  .least_column_26_6 =
                      indented < measure->width_26_6 ? indented : measure->width_26_6};
    window->points[0] = (kj_point){.hang_begin_12_4 = hang_begin(&make, &window->items[0])};
    window->point_count = 1;
    for (unsigned i = 0; i < window->item_count && !make.is_full; i++) {
        pass_item(&make, i);
    }
    end_points(&make);
}
