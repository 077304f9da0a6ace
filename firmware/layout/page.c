/* page.c - composing a page (composer.h): its banner, its columns, what is left out at a column's
 * foot, the rules between them. Lines go to the pager (pager.h), which says where they lie and
 * where a column ends. Layer: layout. */
#include "layout/column.h"
#include "layout/composer_private.h"
#include "layout/label.h"
#include "layout/set_line.h"

enum {
    KEEP_LINES = 2,
    BALANCE_SHARES = 8, /* a last page's columns are tried 4/8, 5/8... of all there is high */
    RULE_ABOVE_PERCENT = 130,
    FEATHER_PERCENT = 100 /* of the text's size: most that the space above an entry grows by */
};

/* A page being set. */
typedef struct page_setter {
    kj_composer *composer;
    kj_display_list *list;
    bool is_banner;            /* what stands across the columns is being set */
    bool keeps_all;            /* nothing is left out or parted: else the page is no good */
    bool has_line, has_banner; /* the page */
    bool is_full;              /* no further column: the list is full, or a banner follows */
    bool has_block;            /* the column: the next two are set */
    uint32_t block_start;      /* of the block that its last line belongs to */
    kj_block_kind block_kind;
    uint16_t top_px, bottom_px; /* of the columns */
    uint32_t used_px;           /* heights of the columns so far */
    /* Before the current block, where it may be left out. */
    bool can_leave_out;
    kj_display_mark mark_before;
    kj_pager pager_before;
    uint32_t start_before;
    kj_block_kind kind_before;
    kj_display_mark mark_line; /* before the last line, and where that lies */
    int32_t baseline_px;
} page_setter;

/* The first line of the window that ends after offset; line_count where there is none. */
static unsigned line_at(const kj_window *window, uint32_t offset) {
    unsigned line = 0;
    while (line < window->line_count && kj_window_line_end(window, line) <= offset) {
        line++;
    }
    return line;
}

static uint8_t count_8(unsigned lines) {
    return (uint8_t)(lines < KJ_PAGER_MANY ? lines : KJ_PAGER_MANY);
}

static uint16_t space_above(const page_setter *set) {
    const kj_block *block = &set->composer->window.block;
    if (!set->has_block || set->block_start == block->start) {
        return 0;
    }
    return kj_style_space(&set->composer->page, set->block_kind, block->kind);
}

static void describe_line(const page_setter *set, unsigned line, kj_pager_line *made) {
    const kj_composer *composer = set->composer;
    const kj_window *window = &composer->window;
    const kj_style *style = &window->setting.style;
    unsigned before = line + (window->start > window->block.start ? KEEP_LINES : 0u);
    unsigned after = window->is_last ? window->line_count - 1u - line : KJ_PAGER_MANY;
    uint32_t offset = window->start + window->points[kj_window_line_first(window, line)].offset;
    *made = (kj_pager_line){.ascent_px = style->ascent_px,
                            .descent_px = style->descent_px,
                            .leading_px = style->leading_px,
                            .space_px = space_above(set),
                            .before = count_8(before),
                            .after = count_8(after),
                            .keep_together = style->keep_together,
                            .keep_with_next = style->keep_with_next,
                            .keep_with_last = style->keep_with_last,
                            .place = {composer->resume, offset},
                            .mark = kj_display_list_mark(set->list)};
}

static void describe_box(const page_setter *set, kj_pager_line *made) {
    const kj_composer *composer = set->composer;
    const kj_page_style *page = kj_composer_page_of(composer, composer->window.block.kind);
    kj_box_describe(&composer->box, page, &composer->window, made);
    made->space_px = space_above(set);
    made->place = (kj_place){composer->resume, composer->resume};
    made->mark = kj_display_list_mark(set->list);
}

/* Ends the column before the line offered last, or earlier. */
static kj_status cut_column(page_setter *set, const kj_pager_line *offered, kj_place *next) {
    const kj_pager *pager = &set->composer->pager;
    const kj_pager_cut *cut = kj_pager_best(pager);
    if (!cut && !set->has_line) {
        return KJ_ERR_MEMORY; /* not even a clipped line went into the list */
    }
    set->is_full = set->is_full || (set->keeps_all && (!cut || cut == &pager->cuts[KJ_CUT_PARTED]));
    kj_display_list_cut(set->list, cut ? cut->mark : offered->mark);
    *next = cut ? cut->place : offered->place;
    set->used_px += cut ? (uint32_t)(cut->bottom_px - pager->config.top_px) : 0u;
    return KJ_END;
}

/* Takes the current block off the page again. */
static void leave_out(page_setter *set) {
    set->composer->pager = set->pager_before;
    kj_display_list_cut(set->list, set->mark_before);
    set->block_start = set->start_before;
    set->block_kind = set->kind_before;
    set->can_leave_out = false;
}

/* The last line that the column has room for ends in an ellipsis, and with it its block. KJ_OK;
 * errors as kj_composer_label. The window is used up. */
static kj_status shorten(page_setter *set) {
    kj_composer *composer = set->composer;
    kj_window *window = &composer->window;
    kj_display_list *list = set->list;
    const kj_placed_line line = list->lines[set->mark_line.lines];
    const kj_page_style *page = &composer->column;
    const kj_style *style = &window->setting.style;
    const kj_label label = {
        .text = (const char *)window->text + (line.start - window->start),
        .x_px = (int16_t)(page->margin_px + style->left_px),
        .width_px = (int16_t)(window->setting.measure.width_26_6 / 64),
        .baseline_px = (int16_t)set->baseline_px,
        .size_px = style->size_px,
        .bold = style->bold,
    };
    window->text[window->usable] = '\0';
    kj_display_list_cut(list, set->mark_line);
    kj_status status = kj_composer_label(composer, &label, list, NULL);
    if (status == KJ_OK) {
        list->lines[list->line_count++] = line;
        set->can_leave_out = false;
    }
    return status;
}

/* Before the first line of a block: whether and how it could be left out later. */
static void look_at_block(page_setter *set, unsigned line) {
    const kj_window *window = &set->composer->window;
    if (line > 0 || window->start != window->block.start) {
        return;
    }
    set->can_leave_out = set->has_block && !set->keeps_all &&
                         set->composer->box.kind == KJ_BOX_NONE && window->setting.style.optional;
    if (set->can_leave_out) {
        set->pager_before = set->composer->pager;
        set->mark_before = kj_display_list_mark(set->list);
        set->start_before = set->block_start;
        set->kind_before = set->block_kind;
    }
}

/* The rule over a section, but right below the folio's and at the head of what stands under one. */
static void add_rule_above(const page_setter *set, int32_t baseline_px) {
    const kj_composer *composer = set->composer;
    const kj_style *style = &composer->window.setting.style;
    kj_display_list *list = set->list;
    const bool is_below_folio =
        set->has_block ? set->block_kind == KJ_BLOCK_FOLIO : set->has_banner;
    const kj_page_style *page = &composer->column;
    const int32_t thick = page->size_px >= 24 ? 2 : 1;
    const int32_t y = baseline_px - style->size_px * RULE_ABOVE_PERCENT / 100 - thick;
    if (is_below_folio || y < 0 || list->rule_count == list->rule_capacity) {
        return;
    }
    list->rules[list->rule_count++] =
        (kj_placed_rule){.box = {(int16_t)page->margin_px, (int16_t)y,
                                 (int16_t)(page->width_px - 2 * page->margin_px), (int16_t)thick}};
}

static kj_status put(page_setter *set, unsigned line, int32_t baseline) {
    kj_composer *composer = set->composer;
    const kj_window *window = &composer->window;
    const kj_page_style *page = kj_composer_page_of(composer, window->block.kind);
    if (composer->box.kind != KJ_BOX_NONE) {
        return kj_box_set(&composer->box, page, window, baseline, !set->has_line, set->list);
    }
    const kj_line_place place = {.left_px = page->margin_px + window->setting.style.left_px,
                                 .baseline_px = baseline,
                                 .clip = !set->has_line};
    kj_status status = kj_set_line(window, line, &place, set->list);
    const bool is_first = line == 0 && window->start == window->block.start;
    if (status == KJ_OK && is_first && window->setting.style.rule_above) {
        add_rule_above(set, baseline);
    }
    return status;
}

/* Sets one line, or the box. KJ_OK; KJ_END: the column is cut, *next is set; KJ_AGAIN: the block is
 * left out. */
static kj_status set_one(page_setter *set, unsigned line, kj_place *next) {
    kj_composer *composer = set->composer;
    kj_pager_line offered;
    int32_t baseline;
    look_at_block(set, line);
    if (composer->box.kind != KJ_BOX_NONE) {
        describe_box(set, &offered);
    } else {
        describe_line(set, line, &offered);
    }
    kj_status status = kj_pager_offer(&composer->pager, &offered, &baseline);
    if (status == KJ_OK) {
        set->mark_line = offered.mark;
        set->baseline_px = baseline;
        status = put(set, line, baseline);
        set->is_full = status == KJ_AGAIN;
    }
    if (status == KJ_AGAIN && set->can_leave_out) {
        if (line == 0 || set->is_full || shorten(set) != KJ_OK) {
            leave_out(set);
        }
        return KJ_AGAIN;
    }
    if (status == KJ_AGAIN) {
        return cut_column(set, &offered, next);
    }
    if (status == KJ_OK) {
        kj_pager_place(&composer->pager, &offered, baseline);
        set->has_line = set->has_block = true;
        set->block_start = composer->window.block.start;
        set->block_kind = composer->window.block.kind;
    }
    return status;
}

/* Sets lines of the window from line on. KJ_OK: all are set; KJ_END, KJ_AGAIN as set_one. */
static kj_status set_window(page_setter *set, unsigned line, kj_place *next) {
    if (set->composer->box.kind != KJ_BOX_NONE) {
        return set_one(set, 0, next);
    }
    kj_status status = KJ_OK;
    for (; line < set->composer->window.line_count && status == KJ_OK; line++) {
        status = set_one(set, line, next);
    }
    return status;
}

/* Whether the window at hand is not for this part of the page: no banner any more, or a new one. */
static bool is_elsewhere(const page_setter *set) {
    const bool spans = kj_style_spans(set->composer->window.block.kind);
    return set->composer->columns > 1 && (set->is_banner ? !spans : spans && set->has_line);
}

static uint32_t height_of(const kj_pager *pager) {
    return (uint32_t)(pager->baseline_px + pager->below_px - pager->config.top_px);
}

/* Sets lines from place until the column is full. KJ_OK: *next is where; KJ_END: nothing to set. */
static kj_status set_column(page_setter *set, kj_place place, kj_place *next) {
    kj_composer *composer = set->composer;
    kj_status status = kj_composer_go_to(composer, place);
    unsigned line = status == KJ_OK ? line_at(&composer->window, place.offset) : 0;
    while (status == KJ_OK) {
        if (is_elsewhere(set)) {
            *next = set->has_block ? (kj_place){composer->resume, composer->resume} : place;
            set->is_full = !set->is_banner;
            return KJ_OK;
        }
        status = set_window(set, line, next);
        if (status == KJ_END) {
            return KJ_OK;
        }
        if (status == KJ_OK || status == KJ_AGAIN) {
            status = status == KJ_OK ? kj_composer_step(composer) : kj_composer_skip(composer);
            /* Past place already unless place was none of this document's. */
            line =
                status == KJ_OK && !set->has_block ? line_at(&composer->window, place.offset) : 0;
        }
    }
    if (status == KJ_END && set->has_block) {
        set->used_px += height_of(&composer->pager);
        *next = KJ_PLACE_END;
        return KJ_OK;
    }
    return status;
}

static void begin_column(page_setter *set) {
    const kj_pager_config config = {
        .top_px = set->top_px, .bottom_px = set->bottom_px, .keep_lines = KEEP_LINES};
    set->has_block = false;
    set->can_leave_out = false;
    kj_pager_begin(&set->composer->pager, &config);
}

/* Masthead and folio, where the page begins with them. Statuses as set_column. */
static kj_status set_banner(page_setter *set, kj_place place, kj_place *next) {
    const kj_composer *composer = set->composer;
    set->is_banner = true;
    begin_column(set);
    kj_status status = set_column(set, place, next);
    set->is_banner = false;
    set->used_px = 0;
    set->has_banner = set->has_block;
    if (set->has_banner) {
        const uint16_t space = kj_style_space(&composer->page, set->block_kind, KJ_BLOCK_SECTION);
        set->top_px = (uint16_t)(set->top_px + height_of(&composer->pager) + space);
    }
    return status;
}

/* The columns from place on. Statuses as set_column. */
static kj_status set_columns(page_setter *set, kj_place place, kj_place *next) {
    const kj_composer *composer = set->composer;
    const uint16_t first_line = set->list->line_count;
    kj_place at = place;
    kj_status status = KJ_OK;
    unsigned column = 0, filled = 0;
    for (; column < composer->columns && at.offset != UINT32_MAX && !set->is_full; column++) {
        const kj_display_mark mark = kj_display_list_mark(set->list);
        begin_column(set);
        status = set_column(set, at, &at);
        if (status != KJ_OK) {
            break;
        }
        const kj_column here =
            kj_page_column(&composer->page, composer->columns, composer->gutter_px, column);
        if (at.offset != UINT32_MAX) {
            const bool is_list = composer->pager.is_strict;
            kj_column_feather(set->list, mark, set->bottom_px,
                              is_list ? composer->page.size_px * FEATHER_PERCENT / 100 : 0);
        }
        kj_column_move(set->list, mark, here.left_px - composer->page.margin_px);
        filled = set->list->line_count > mark.lines ? column + 1u : filled;
    }
    if (status == KJ_END && set->has_line) {
        at = KJ_PLACE_END;
        status = KJ_OK;
    }
    for (unsigned i = 1; i < filled; i++) {
        const kj_column right =
            kj_page_column(&composer->page, composer->columns, composer->gutter_px, i);
        kj_column_add_gutter_rule(set->list, first_line, set->top_px,
                                  right.left_px - (composer->gutter_px + 1) / 2);
    }
    *next = at;
    return status;
}

/* All of a page, its columns at most height_px high. */
static kj_status set_page(page_setter *set, kj_place place, uint32_t height_px, kj_place *next) {
    const kj_page_style *page = &set->composer->page;
    kj_display_list_clear(set->list);
    *next = place;
    set->has_line = set->has_banner = set->is_full = false;
    set->top_px = page->margin_px;
    set->bottom_px = (uint16_t)(page->height_px - page->margin_px);
    if (set->composer->columns > 1) {
        kj_status status = set_banner(set, place, next);
        if (status != KJ_OK || next->offset == UINT32_MAX || set->is_full) {
            return status;
        }
    }
    const uint32_t bottom = set->top_px + height_px;
    set->bottom_px = (uint16_t)(bottom < set->bottom_px ? bottom : set->bottom_px);
    set->used_px = 0;
    return set->top_px < set->bottom_px ? set_columns(set, *next, next) : KJ_OK;
}

/* The document's last page once more, its columns as even as whole entries and lines allow. */
static kj_status balance(page_setter *set, kj_place place, kj_place *next) {
    const uint32_t all = set->used_px, columns = set->composer->columns;
    kj_status status = KJ_OK;
    set->keeps_all = true;
    for (uint32_t share = BALANCE_SHARES / columns; share < BALANCE_SHARES; share++) {
        status = set_page(set, place, all * share / BALANCE_SHARES, next);
        if (status != KJ_OK || next->offset == UINT32_MAX) {
            return status;
        }
    }
    set->keeps_all = false;
    return set_page(set, place, UINT16_MAX, next);
}

kj_status kj_composer_page(kj_composer *composer, kj_place place, kj_display_list *list,
                           kj_place *next) {
    kj_display_list_clear(list);
    if (place.offset == UINT32_MAX) {
        return KJ_END;
    }
    page_setter set = {.composer = composer, .list = list};
    kj_place after = KJ_PLACE_END;
    kj_status status = set_page(&set, place, UINT16_MAX, &after);
    if (status == KJ_OK && composer->columns > 1 && after.offset == UINT32_MAX) {
        status = balance(&set, place, &after);
    }
    if (status != KJ_OK) {
        composer->holds_window = false;
        kj_display_list_clear(list);
        return status;
    }
    *next = after;
    return KJ_OK;
}
