/* set_line.c - see set_line.h. Layer: layout. */
#include "layout/set_line.h"

#include "layout/cuts.h"

/* A line being set. The pen is kept in 26.6, words begin at whole pixels. */
typedef struct line_setter {
    const kj_window *window;
    kj_display_list *list;
    const kj_line_place *place;
    const kj_point *first, *last;
    uint16_t first_item, item_end;              /* items of the line */
    int32_t gap_26_6, gap_rest_26_6, gap_count; /* word space, what division left, gaps so far */
    int32_t gaps;
    int32_t pen_26_6, word_26_6; /* exact; the word's start as rounded */
    int32_t word_pen_26_6;       /* exact start of the word */
    uint16_t first_run;
    bool is_full;
} line_setter;

/* The bytes of item that are on the line, relative to the item; false where there are none. */
static bool clip_item(const line_setter *set, const kj_item *item, unsigned *from, unsigned *to) {
    unsigned end = (unsigned)item->start + item->length;
    *from = set->first->offset > item->start ? (unsigned)(set->first->offset - item->start) : 0u;
    *to = set->last->offset < end ? (unsigned)(set->last->offset - item->start) : item->length;
    return *from < *to && item->start < set->last->offset && end > set->first->offset;
}

/* Advance of what the line has of item, in 26.6. */
static kj_status measure_item(const line_setter *set, const kj_item *item, int32_t *width_26_6) {
    unsigned from, to;
    kj_part part;
    *width_26_6 = 0;
    if (item->flags & KJ_ITEM_FIXED || !clip_item(set, item, &from, &to)) {
        return KJ_OK;
    }
    if (from == 0 && to == item->length) {
        *width_26_6 = kj_scale_units(kj_item_fit(set->window, item),
                                     kj_run_advance(set->window->shaper, item->ref));
        return KJ_OK;
    }
    kj_status status = kj_part_find(set->window, item, from, to, &part);
    if (status == KJ_OK) {
        *width_26_6 =
            kj_scale_units(kj_item_fit(set->window, item), kj_part_advance(set->window, &part));
    }
    return status;
}

/* Where a bullet's text begins, from the line's start. */
static int32_t after_marker_26_6(const line_setter *set, int32_t marker_26_6) {
    const kj_measure *measure = &set->window->setting.measure;
    int32_t least = marker_26_6 + measure->space_26_6 / 2;
    return -measure->indent_26_6 > least ? -measure->indent_26_6 : least;
}

static bool is_gap(const line_setter *set, unsigned i) {
    const kj_item *item = &set->window->items[i];
    bool spaced = item->flags & KJ_ITEM_SPACED && i > set->first_item &&
                  !(set->window->items[i - 1u].flags & KJ_ITEM_MARKER);
    return spaced;
}

/* Text of the line without its gaps, in 26.6, and how many gaps it has. */
static kj_status measure_line(line_setter *set, int32_t *text_26_6) {
    const kj_window *window = set->window;
    int32_t text = 0;
    for (unsigned i = set->first_item; i < set->item_end; i++) {
        const kj_item *item = &window->items[i];
        int32_t width;
        kj_status status = measure_item(set, item, &width);
        if (status != KJ_OK) {
            return status;
        }
        set->gaps += is_gap(set, i) + (item->flags & KJ_ITEM_FIXED ? 1 : 0);
        text += width;
        if (item->flags & KJ_ITEM_MARKER && i + 1u < set->item_end) {
            text = after_marker_26_6(set, text);
        }
    }
    *text_26_6 = text;
    return KJ_OK;
}

static void pass_gap(line_setter *set) {
    set->gap_count++;
    set->pen_26_6 += set->gap_26_6;
    if (set->gap_count <= set->gap_rest_26_6) {
        set->pen_26_6++; /* what the division of the room left over, 1/64 px each */
    }
}

static void begin_word(line_setter *set) {
    set->word_pen_26_6 = set->pen_26_6;
    set->word_26_6 = set->pen_26_6 & ~63; /* down: no word ends outside the column */
}

static int16_t clamped_16(int32_t value) {
    return (int16_t)(value > INT16_MAX ? INT16_MAX : value < INT16_MIN ? INT16_MIN : value);
}

static int8_t clamped_8(int32_t value) {
    return (int8_t)(value > INT8_MAX ? INT8_MAX : value < INT8_MIN ? INT8_MIN : value);
}

/* Whether run goes on with a glyph that stands as ink does, at text offset text. */
static bool takes(const kj_placed_run *run, const kj_placed_run *ink, uint32_t text) {
    return run->face == ink->face && run->size_px == ink->size_px &&
           run->baseline_px == ink->baseline_px && text >= run->text &&
           text - run->text <= UINT8_MAX;
}

/* The run that takes a glyph of item at text offset text: the line's last, or a new one. */
static kj_placed_run *run_for(line_setter *set, const kj_item *item, uint32_t text) {
    kj_display_list *list = set->list;
    const kj_style *style = &set->window->setting.style;
    kj_placed_run made = {.text = text,
                          .first = list->glyph_count,
                          .baseline_px = clamped_16(set->place->baseline_px),
                          .face = item->flags & KJ_ITEM_FACE,
                          .size_px = style->size_px};
    if (item->flags & (KJ_ITEM_RAISED | KJ_ITEM_LOWERED)) {
        int32_t shift = item->flags & KJ_ITEM_RAISED ? -style->raise_px : style->lower_px;
        made.size_px = style->small_px;
        made.baseline_px = clamped_16(set->place->baseline_px + shift);
    }
    if (list->run_count > set->first_run && takes(&list->runs[list->run_count - 1u], &made, text)) {
        return &list->runs[list->run_count - 1u];
    }
    if (list->run_count == list->run_capacity) {
        set->is_full = true;
        return NULL;
    }
    kj_placed_run *run = &list->runs[list->run_count++];
    *run = made;
    return run;
}

static void place_glyph(line_setter *set, const kj_item *item, uint32_t text, const kj_glyph *glyph,
                        int32_t pen_26_6) {
    kj_display_list *list = set->list;
    kj_fit fit = kj_item_fit(set->window, item);
    if (list->glyph_count == list->glyph_capacity) {
        set->is_full = true;
        return;
    }
    const kj_placed_run *run = run_for(set, item, text);
    if (!run) {
        return;
    }
    int32_t x_26_6 = pen_26_6 + kj_fit_scale(fit, glyph->dx);
    int32_t advance_26_6 = kj_fit_scale(fit, glyph->advance);
    list->glyphs[list->glyph_count++] =
        (kj_placed){.id = glyph->id,
                    .x_12_4 = clamped_16((x_26_6 + 2) >> 2),
                    .advance_12_4 = (uint16_t)(advance_26_6 > 0 ? (advance_26_6 + 2) >> 2 : 0),
                    .dy_6_2 = clamped_8(-kj_fit_scale(fit, glyph->dy) / 16),
                    .cluster = (uint8_t)(text - run->text)};
}

static kj_status place_item(line_setter *set, const kj_item *item) {
    const kj_window *window = set->window;
    kj_fit fit = kj_item_fit(window, item);
    unsigned from, to;
    kj_part part;
    if (!clip_item(set, item, &from, &to)) {
        return KJ_OK;
    }
    kj_status status = kj_part_find(window, item, from, to, &part);
    if (status != KJ_OK) {
        return status;
    }
    kj_glyph_walk walk;
    kj_glyph_walk_init(&walk, window->shaper, part.ref);
    (void)kj_glyph_walk_to(&walk, part.from_cluster);
    int32_t skipped = walk.advance_units;
    int32_t start = set->word_26_6 + set->pen_26_6 - set->word_pen_26_6;
    const kj_glyph *glyph;
    while ((glyph = kj_glyph_walk_peek(&walk)) && glyph->cluster < part.to_cluster) {
        uint32_t text = window->start + item->start + part.base + glyph->cluster;
        int32_t pen = start + kj_scale_units(fit, walk.advance_units - skipped);
        place_glyph(set, item, text, glyph, pen);
        kj_glyph_walk_pass(&walk);
    }
    set->pen_26_6 += kj_scale_units(fit, walk.advance_units - skipped);
    return KJ_OK;
}

static kj_status place_items(line_setter *set) {
    const kj_window *window = set->window;
    int32_t line_start = set->pen_26_6;
    begin_word(set);
    for (unsigned i = set->first_item; i < set->item_end; i++) {
        const kj_item *item = &window->items[i];
        if (is_gap(set, i) || item->flags & KJ_ITEM_FIXED) {
            pass_gap(set);
            begin_word(set);
        }
        kj_status status = item->flags & KJ_ITEM_FIXED ? KJ_OK : place_item(set, item);
        if (status != KJ_OK) {
            return status;
        }
        if (item->flags & KJ_ITEM_MARKER) {
            set->pen_26_6 = line_start + after_marker_26_6(set, set->pen_26_6 - line_start);
            begin_word(set);
        }
    }
    return KJ_OK;
}

/* In full size and on the line, also after something small. */
static void place_hyphen(line_setter *set) {
    const kj_window *window = set->window;
    kj_item item = window->items[set->item_end - 1u];
    item.flags &= KJ_ITEM_FACE;
    kj_glyph hyphen = {.id = window->setting.hyphen[item.flags].glyph,
                       .advance = window->setting.hyphen[item.flags].advance_units};
    place_glyph(set, &item, window->start + set->last->offset, &hyphen,
                set->word_26_6 + set->pen_26_6 - set->word_pen_26_6);
}

/* Word space and start of the line, and its ratio as the list reports it. */
static kj_status fit_line(line_setter *set, unsigned first, unsigned last, uint16_t *ratio_8_8) {
    const kj_setting *setting = &set->window->setting;
    int32_t text;
    kj_status status = measure_line(set, &text);
    if (status != KJ_OK) {
        return status;
    }
    bool hyphenated = set->last->kind == KJ_POINT_HYPHEN;
    uint8_t face = set->window->items[set->item_end - 1u].flags & KJ_ITEM_FACE;
    text += hyphenated ? setting->hyphen[face].advance_26_6 : 0;
    int32_t indent = first == 0 ? setting->measure.indent_26_6 : 0;
    kj_line_fit fit = kj_paragraph_fit(&setting->measure, set->window->points, first, last);
    int32_t room =
        setting->measure.width_26_6 - indent - text + fit.hang_begin_26_6 + fit.hang_end_26_6;
    set->gap_26_6 = fit.gap_26_6;
    *ratio_8_8 = fit.ratio_8_8;
    if (fit.ratio_8_8 != 0 && set->gaps > 0 && room > 0) {
        set->gap_26_6 = room / set->gaps;
        set->gap_rest_26_6 = room % set->gaps;
        *ratio_8_8 = (uint16_t)(room * 256 / (set->gaps * setting->measure.space_26_6));
    }
    set->pen_26_6 = set->place->left_px * 64 + indent - fit.hang_begin_26_6;
    if (setting->measure.mode == KJ_MEASURE_CENTRED) {
        int32_t free = room - set->gaps * set->gap_26_6;
        set->pen_26_6 += free > 0 ? free / 2 & ~63 : 0;
    }
    return KJ_OK;
}

static kj_status set_items(line_setter *set, unsigned first, unsigned last, uint16_t *ratio_8_8) {
    kj_status status = fit_line(set, first, last, ratio_8_8);
    if (status == KJ_OK) {
        status = place_items(set);
    }
    if (status == KJ_OK && set->last->kind == KJ_POINT_HYPHEN) {
        place_hyphen(set);
    }
    return status;
}

kj_status kj_set_line(const kj_window *window, unsigned line, const kj_line_place *place,
                      kj_display_list *list) {
    unsigned first = kj_window_line_first(window, line), last = window->lines[line];
    kj_display_mark mark = kj_display_list_mark(list);
    line_setter set = {.window = window,
                       .list = list,
                       .place = place,
                       .first = &window->points[first],
                       .last = &window->points[last],
                       .first_run = list->run_count};
    set.first_item = (uint16_t)kj_window_item_at(window, set.first->offset);
    set.item_end = (uint16_t)(kj_window_item_at(window, set.last->offset - 1u) + 1u);
    if (list->line_count == list->line_capacity) {
        return KJ_AGAIN;
    }
    uint16_t ratio_8_8 = 0;
    kj_status status = set_items(&set, first, last, &ratio_8_8);
    if (status == KJ_OK && set.is_full && !place->clip) {
        status = KJ_AGAIN;
    }
    if (status != KJ_OK) {
        kj_display_list_cut(list, mark);
        return status;
    }
    list->lines[list->line_count++] =
        (kj_placed_line){.start = window->start + set.first->offset,
                         .end = window->start + set.last->offset,
                         .first_run = set.first_run,
                         .baseline_px = clamped_16(place->baseline_px),
                         .gap_8_8 = ratio_8_8,
                         .hyphenated = set.last->kind == KJ_POINT_HYPHEN,
                         .block_kind = (uint8_t)window->block.kind};
    return KJ_OK;
}
