/* sheet.c - see sheet.h. Layer: reader. */
#include "reader/sheet.h"

enum { EDGE_PX = 2, SHARE_PERCENT = 62, GAP_PX = 8, LINE_EMS = 2 };

/* A mark that leaves the rows shown turns a page of them; there is no page with room left. */
static void show_marked(kj_sheet *sheet) {
    const unsigned marked = sheet->marked, shown = sheet->shown, last = sheet->count - shown;
    unsigned first = sheet->first;
    if (marked >= first + shown) {
        first = marked < last ? marked : last;
    } else if (marked < first) {
        first = marked + 1u > shown ? marked + 1u - shown : 0u;
    }
    sheet->first = (uint8_t)first;
}

void kj_sheet_open(kj_sheet *sheet, const kj_stage *stage, uint8_t size_px, unsigned count,
                   unsigned marked) {
    const kj_rect page = kj_stage_page_box(stage);
    const int row = size_px * 8 / 5;
    unsigned shown = (unsigned)(page.height * SHARE_PERCENT / 100 / row);
    shown = shown > 1 ? shown : 1;
    shown = shown < count ? shown : count;
    *sheet = (kj_sheet){.count = (uint8_t)count,
                        .marked = (uint8_t)(marked < count ? marked : 0),
                        .shown = (uint8_t)shown,
                        .size_px = size_px,
                        .row_px = (int16_t)row};
    kj_sheet_begin_anew(sheet, stage);
    show_marked(sheet);
}

void kj_sheet_begin_anew(kj_sheet *sheet, const kj_stage *stage) {
    const kj_rect page = kj_stage_page_box(stage);
    const int height = (int)sheet->shown * sheet->row_px + GAP_PX + EDGE_PX;
    sheet->box =
        (kj_rect){page.x, (int16_t)(page.y + page.height - height), page.width, (int16_t)height};
}

/* The rule above the rows; the box may begin further up. */
static int top_of(const kj_sheet *sheet) {
    return sheet->box.y + sheet->box.height - sheet->shown * sheet->row_px - GAP_PX - EDGE_PX;
}

static kj_rect row_box(const kj_sheet *sheet, unsigned index) {
    const int y =
        top_of(sheet) + EDGE_PX + GAP_PX / 2 + (int)(index - sheet->first) * sheet->row_px;
    return (kj_rect){(int16_t)(sheet->box.x + GAP_PX / 2), (int16_t)y,
                     (int16_t)(sheet->box.width - GAP_PX), sheet->row_px};
}

static void add_rule(kj_display_list *list, kj_rect box) {
    if (list->rule_count < list->rule_capacity) {
        list->rules[list->rule_count++] = (kj_placed_rule){.box = box};
    }
}

/* Where there are more rows: a bar at the edge, as long as what is shown is of the whole. */
static void add_scroll_bar(const kj_sheet *sheet, kj_display_list *list) {
    if (sheet->shown == sheet->count) {
        return;
    }
    const int height = (int)sheet->shown * sheet->row_px;
    const int top = top_of(sheet) + EDGE_PX + GAP_PX / 2;
    const int from = height * sheet->first / sheet->count;
    int to = height * (sheet->first + sheet->shown) / sheet->count;
    to = to < height ? to : height;
    add_rule(list, (kj_rect){(int16_t)(sheet->box.x + sheet->box.width - 3), (int16_t)(top + from),
                             3, (int16_t)(to - from)});
}

static void add_rule_above(const kj_sheet *sheet, kj_display_list *list,
                           const kj_sheet_source *source, unsigned index) {
    const kj_rect box = row_box(sheet, index);
    if (index > sheet->first && source->is_apart && source->is_apart(source->context, index)) {
        add_rule(list,
                 (kj_rect){(int16_t)(box.x + GAP_PX), box.y, (int16_t)(box.width - 2 * GAP_PX), 1});
    }
}

static kj_status add_row(const kj_sheet *sheet, kj_stage *stage, const kj_sheet_source *source,
                         unsigned index) {
    char title[KJ_SHEET_TITLE_BYTES], value[KJ_SHEET_VALUE_BYTES];
    kj_line title_line, value_line;
    kj_line_init(&title_line, title, sizeof title);
    kj_line_init(&value_line, value, sizeof value);
    source->row(source->context, index, &title_line, &value_line);
    const kj_rect box = row_box(sheet, index);
    const int inner = box.width - 2 * GAP_PX;
    const int value_width = *value ? inner * 2 / 5 : 0;
    kj_label label = {.text = title,
                      .x_px = (int16_t)(box.x + GAP_PX),
                      .width_px = (int16_t)(inner - value_width),
                      .baseline_px = (int16_t)(box.y + sheet->row_px * 7 / 10),
                      .size_px = sheet->size_px};
    kj_status status = kj_stage_label(stage, &label, NULL);
    if (status == KJ_OK && *value) {
        label.text = value;
        label.x_px = (int16_t)(box.x + GAP_PX + inner - value_width);
        label.width_px = (int16_t)value_width;
        label.align = KJ_LABEL_RIGHT;
        label.bold = true;
        status = kj_stage_label(stage, &label, NULL);
    }
    return status;
}

/* Has the box begin where there is no ink, so that no line of the page is cut in two. */
static void cover_whole_lines(kj_sheet *sheet, const kj_stage *stage) {
    const int bottom = sheet->box.y + sheet->box.height;
    const int above = top_of(sheet) - 1, from = sheet->box.y < above ? sheet->box.y : above;
    const int most = LINE_EMS * stage->config.style.size_px - (above - from);
    if (kj_stage_is_whole(stage) && most > 0) {
        sheet->box.y = kj_stage_find_gap(stage, (int16_t)from, (int16_t)most);
        sheet->box.height = (int16_t)(bottom - sheet->box.y);
    }
}

kj_status kj_sheet_paint(kj_sheet *sheet, kj_stage *stage, const kj_sheet_source *source) {
    cover_whole_lines(sheet, stage);
    kj_stage_begin_overlay(stage);
    kj_status status = KJ_OK;
    for (unsigned i = 0; i < sheet->shown && status == KJ_OK; i++) {
        if (sheet->first + i < sheet->count) {
            status = add_row(sheet, stage, source, sheet->first + i);
            add_rule_above(sheet, &stage->list, source, sheet->first + i);
        }
    }
    add_rule(&stage->list,
             (kj_rect){sheet->box.x, (int16_t)top_of(sheet), sheet->box.width, EDGE_PX});
    add_scroll_bar(sheet, &stage->list);
    status = status == KJ_OK
                 ? kj_stage_paint_overlay(stage, sheet->box, row_box(sheet, sheet->marked))
                 : status;
    sheet->is_painted = status == KJ_OK;
    return status;
}

bool kj_sheet_move(kj_sheet *sheet, kj_stage *stage, int step, kj_rect *changed) {
    const unsigned before = sheet->marked;
    const int count = sheet->count;
    sheet->marked = (uint8_t)(((int)before + step % count + count) % count);
    const unsigned first = sheet->first;
    show_marked(sheet);
    if (first != sheet->first || !sheet->is_painted || !kj_stage_is_whole(stage)) {
        sheet->is_painted = false;
        return false;
    }
    const kj_rect box = row_box(sheet, sheet->marked);
    kj_stage_move_mark(stage, box);
    *changed = kj_rect_around(row_box(sheet, before), box);
    return true;
}
