/* box.c - see box.h. Layer: layout. */
#include "layout/box.h"

#include "layout/set_line.h"
#include "layout/table_row.h"

enum { CAPTION_LINES = 3, FRAME_PAD_PERCENT = 40, ROW_RULE_PERCENT = 55 };
/* Of a folio's own size: its rules above and below its baseline. */
enum { FOLIO_ABOVE_PERCENT = 125, FOLIO_BELOW_PERCENT = 70 };

static uint16_t column_px(const kj_page_style *page) {
    return (uint16_t)(page->width_px - 2u * page->margin_px);
}

static uint16_t percent_px(unsigned size_px, unsigned percent) {
    return (uint16_t)((size_px * percent + 50u) / 100u);
}

static uint16_t scaled(uint32_t side, uint32_t to, uint32_t from) {
    uint32_t result = (uint32_t)(((uint64_t)side * to + from / 2u) / from);
    return (uint16_t)(result > 0 ? result : 1u);
}

kj_box kj_box_of_image(const kj_page_style *page, const kj_image *image) {
    uint32_t most_width = column_px(page), height = page->height_px - 2u * page->margin_px;
    uint32_t caption = (uint32_t)CAPTION_LINES * page->size_px * page->leading_percent / 100u;
    uint32_t most_height = height > 2u * caption ? height - caption : height;
    kj_box box = {KJ_BOX_IMAGE, image->width_px, image->height_px, image->locator};
    if (box.width_px > most_width) {
        box.height_px = scaled(box.height_px, most_width, box.width_px);
        box.width_px = (uint16_t)most_width;
    }
    if (box.height_px > most_height) {
        box.width_px = scaled(box.width_px, most_height, box.height_px);
        box.height_px = (uint16_t)most_height;
    }
    return box;
}

/* Height of the window's text, from the tallest letter's top to the deepest one's foot. */
static unsigned text_px(const kj_window *window) {
    const kj_style *style = &window->setting.style;
    return style->ascent_px + style->descent_px + (window->line_count - 1u) * style->leading_px;
}

kj_box kj_box_of_frame(const kj_page_style *page, const kj_window *window, const kj_image *image) {
    kj_box box = {.kind = KJ_BOX_FRAME, .width_px = column_px(page)};
    if (!window->is_last || window->line_count == 0 || window->start != window->block.start) {
        return (kj_box){.kind = KJ_BOX_NONE};
    }
    unsigned height = text_px(window) + 2u * percent_px(page->size_px, FRAME_PAD_PERCENT);
    if (height > page->height_px / 2u) {
        return (kj_box){.kind = KJ_BOX_NONE};
    }
    if (image->state == KJ_IMAGE_BROKEN && image->width_px > 0 && image->height_px > 0) {
        unsigned wanted = kj_box_of_image(page, image).height_px;
        height = wanted > height ? wanted : height;
    }
    box.height_px = (uint16_t)height;
    return box;
}

kj_box kj_box_of_folio(const kj_window *window) {
    const bool is_one =
        window->line_count > 0 && window->is_last &&
        (window->line_count == 1 || window->points[window->lines[0]].kind == KJ_POINT_FORCED);
    return (kj_box){.kind = is_one ? KJ_BOX_FOLIO : KJ_BOX_NONE};
}

void kj_box_describe(const kj_box *box, const kj_page_style *page, const kj_window *window,
                     kj_pager_line *line) {
    kj_style style = kj_style_of(page, &window->block);
    *line = (kj_pager_line){.leading_px = style.size_px, .keep_with_last = style.keep_with_last};
    switch (box->kind) {
    case KJ_BOX_IMAGE:
    case KJ_BOX_FRAME: line->extra_px = box->height_px; break;
    case KJ_BOX_ROW:
        style = window->setting.style;
        line->keep_with_next = window->block.start == window->block.table; /* the columns' names */
        line->ascent_px = style.ascent_px;
        line->descent_px = style.descent_px;
        line->leading_px = style.leading_px;
        line->extra_px = (uint16_t)((kj_window_height(window) - 1u) * style.leading_px);
        break;
    case KJ_BOX_FOLIO:
        line->ascent_px = percent_px(window->setting.style.size_px, FOLIO_ABOVE_PERCENT);
        line->descent_px = percent_px(window->setting.style.size_px, FOLIO_BELOW_PERCENT);
        line->leading_px = (uint16_t)(2u * line->ascent_px);
        line->keep_with_next = true;
        break;
    default: line->ascent_px = 2; break;
    }
}

static bool has_rules(const kj_display_list *list, unsigned count) {
    return list->rule_count + count <= list->rule_capacity;
}

static void add_rule(kj_display_list *list, int32_t x, int32_t y, int32_t width, int32_t height) {
    list->rules[list->rule_count++] =
        (kj_placed_rule){.box = {(int16_t)x, (int16_t)y, (int16_t)width, (int16_t)height}};
}

static kj_status set_rule(const kj_page_style *page, int32_t baseline_px, kj_display_list *list) {
    if (!has_rules(list, 1)) {
        return KJ_AGAIN;
    }
    int32_t column = column_px(page), thick = page->size_px >= 24 ? 2 : 1;
    add_rule(list, page->margin_px + column * 3 / 8, baseline_px - thick, column / 4, thick);
    return KJ_OK;
}

static kj_status set_image(const kj_box *box, const kj_page_style *page, int32_t top_px,
                           kj_display_list *list) {
    if (list->image_count == KJ_PLACED_IMAGES_MAX) {
        return KJ_AGAIN;
    }
    int32_t left = page->margin_px + (column_px(page) - box->width_px) / 2;
    list->images[list->image_count++] = (kj_placed_image){
        .box = {(int16_t)left, (int16_t)top_px, (int16_t)box->width_px, (int16_t)box->height_px},
        .locator = box->locator};
    return KJ_OK;
}

/* A thin frame; the words in the middle of its height. */
static kj_status set_frame(const kj_box *box, const kj_page_style *page, const kj_window *window,
                           int32_t top_px, bool first, kj_display_list *list) {
    const kj_style *style = &window->setting.style;
    if (!has_rules(list, 4)) {
        return KJ_AGAIN;
    }
    int32_t left = page->margin_px, width = box->width_px, height = box->height_px;
    add_rule(list, left, top_px, width, 1);
    add_rule(list, left, top_px + height - 1, width, 1);
    add_rule(list, left, top_px, 1, height);
    add_rule(list, left + width - 1, top_px, 1, height);
    int32_t above = (height - (int32_t)text_px(window)) / 2;
    kj_line_place place = {.left_px = left + style->left_px,
                           .baseline_px = top_px + above + style->ascent_px,
                           .clip = first};
    kj_status status = KJ_OK;
    for (unsigned line = 0; line < window->line_count && status == KJ_OK; line++) {
        status = kj_set_line(window, line, &place, list);
        place.baseline_px += style->leading_px;
    }
    return status;
}

/* Moves the glyphs from first on so that they end at right_px: figures stand under each other. */
static void move_right(kj_display_list *list, uint16_t first, int32_t right_px) {
    int32_t end = INT16_MIN;
    for (uint16_t i = first; i < list->glyph_count; i++) {
        const int32_t here = list->glyphs[i].x_12_4 + list->glyphs[i].advance_12_4;
        end = here > end ? here : end;
    }
    const int32_t move = (right_px * 16 - end) & ~15; /* words begin at whole pixels */
    for (uint16_t i = first; i < list->glyph_count && move > 0; i++) {
        list->glyphs[i].x_12_4 = (int16_t)(list->glyphs[i].x_12_4 + move);
    }
}

static kj_status set_cell(const kj_page_style *page, const kj_window *window, unsigned cell,
                          int32_t baseline_px, bool first, kj_display_list *list) {
    const kj_style *style = &window->setting.style;
    kj_line_place place = {.left_px =
                               page->margin_px + style->left_px + kj_table_row_left(window, cell),
                           .baseline_px = baseline_px,
                           .clip = first};
    kj_status status = KJ_OK;
    for (unsigned line = window->cell_lines[cell];
         line < window->cell_lines[cell + 1u] && status == KJ_OK; line++) {
        const uint16_t from = list->glyph_count;
        status = kj_set_line(window, line, &place, list);
        if (status == KJ_OK && window->table.numeric >> cell & 1u) {
            move_right(list, from, place.left_px + kj_table_row_width(window, cell));
        }
        place.baseline_px += style->leading_px;
    }
    return status;
}

/* A rule under each row makes a table of them. */
static kj_status set_row(const kj_page_style *page, const kj_window *window, int32_t baseline_px,
                         bool first, kj_display_list *list) {
    const kj_style *style = &window->setting.style;
    kj_status status = KJ_OK;
    for (unsigned cell = 0; cell < window->columns && status == KJ_OK; cell++) {
        status = set_cell(page, window, cell, baseline_px, first, list);
    }
    if (status == KJ_OK && has_rules(list, 1)) {
        int32_t last = baseline_px + (int32_t)(kj_window_height(window) - 1u) * style->leading_px;
        add_rule(list, page->margin_px + style->left_px,
                 last + style->size_px * ROW_RULE_PERCENT / 100,
                 column_px(page) - style->left_px - style->right_px, 1);
    }
    return status;
}

static int32_t end_px(const kj_display_list *list, uint16_t first) {
    int32_t end = INT16_MIN;
    for (uint16_t i = first; i < list->glyph_count; i++) {
        const int32_t here = list->glyphs[i].x_12_4 + list->glyphs[i].advance_12_4;
        end = here > end ? here : end;
    }
    return (end + 15) >> 4;
}

/* The second text only where it fits beside the first; one alone stands in the middle. */
static kj_status set_folio_text(const kj_page_style *page, const kj_window *window,
                                int32_t baseline_px, bool first, kj_display_list *list) {
    const kj_style *style = &window->setting.style;
    const int32_t right = page->margin_px + column_px(page);
    const kj_line_place place = {
        .left_px = page->margin_px, .baseline_px = baseline_px, .clip = first};
    const uint16_t left_first = list->glyph_count;
    kj_status status = kj_set_line(window, 0, &place, list);
    const int32_t end = end_px(list, left_first);
    const kj_display_mark mark = kj_display_list_mark(list);
    bool is_alone = window->line_count != 2;
    if (status == KJ_OK && !is_alone) {
        status = kj_set_line(window, 1, &place, list);
        is_alone = end + style->size_px + end_px(list, mark.glyphs) - page->margin_px > right;
        move_right(list, mark.glyphs, right);
    }
    if (status == KJ_OK && is_alone) {
        kj_display_list_cut(list, mark);
        move_right(list, left_first, (right + end) / 2);
    }
    return status;
}

static kj_status set_folio(const kj_page_style *page, const kj_window *window, int32_t baseline_px,
                           bool first, kj_display_list *list) {
    const unsigned size = window->setting.style.size_px;
    if (!has_rules(list, 2)) {
        return KJ_AGAIN;
    }
    const int32_t thick = page->size_px >= 24 ? 3 : 2;
    add_rule(list, page->margin_px, baseline_px - percent_px(size, FOLIO_ABOVE_PERCENT),
             column_px(page), thick);
    add_rule(list, page->margin_px, baseline_px + percent_px(size, FOLIO_BELOW_PERCENT) - 1,
             column_px(page), 1);
    return set_folio_text(page, window, baseline_px, first, list);
}

kj_status kj_box_set(const kj_box *box, const kj_page_style *page, const kj_window *window,
                     int32_t baseline_px, bool first, kj_display_list *list) {
    kj_display_mark mark = kj_display_list_mark(list);
    kj_status status = KJ_OK;
    switch (box->kind) {
    case KJ_BOX_RULE: status = set_rule(page, baseline_px, list); break;
    case KJ_BOX_IMAGE: status = set_image(box, page, baseline_px, list); break;
    case KJ_BOX_FRAME: status = set_frame(box, page, window, baseline_px, first, list); break;
    case KJ_BOX_ROW: status = set_row(page, window, baseline_px, first, list); break;
    case KJ_BOX_FOLIO: status = set_folio(page, window, baseline_px, first, list); break;
    case KJ_BOX_NONE: break;
    }
    if (status != KJ_OK) {
        kj_display_list_cut(list, mark);
    }
    return status;
}
