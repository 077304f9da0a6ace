/* typing.c - see typing.h. Layer: reader. */
#include "reader/typing.h"

#include "reader/line.h"

#include <string.h>

enum {
    EDGE_PX = 2,
    PAD_PX = 4,
    CELL_HEIGHT_MAX_PX = 44,
    LABEL_MAX_PX = 28,
    LINE_EMS = 2,
    LABEL_PERCENT = 80 /* of a letter's key's width: so the widest fits */
};

static kj_rect page_of(const kj_typing *typing) { return kj_stage_page_box(typing->stage); }

static int cell_height(const kj_typing *typing) {
    const int rows = (int)KJ_KEYBOARD_ROWS;
    const int room = page_of(typing).height * 3 / 4 / (rows + 1);
    return room < CELL_HEIGHT_MAX_PX ? room : CELL_HEIGHT_MAX_PX;
}

/* The text's line is a little higher than a row of keys; both pages of the keyboard are as high. */
static int text_height(const kj_typing *typing) { return typing->size_px * 9 / 5; }

/* Of the text's line and the keys. */
static kj_rect own_box(const kj_typing *typing) {
    const kj_rect page = page_of(typing);
    const int height =
        EDGE_PX + text_height(typing) + cell_height(typing) * (int)KJ_KEYBOARD_ROWS + 2 * PAD_PX;
    return (kj_rect){0, (int16_t)(page.height - height), page.width, (int16_t)height};
}

int16_t kj_typing_begin(const kj_typing *typing) {
    const int16_t above = (int16_t)(own_box(typing).y - 1);
    const int16_t from = typing->top_px < above ? typing->top_px : above;
    const int most = LINE_EMS * typing->stage->config.style.size_px - (above - from);
    return most > 0 ? kj_stage_find_gap(typing->stage, from, (int16_t)most) : from;
}

kj_rect kj_typing_box(const kj_typing *typing) {
    kj_rect box = own_box(typing);
    if (typing->top_px < box.y) {
        box.height = (int16_t)(box.height + box.y - typing->top_px);
        box.y = typing->top_px;
    }
    return box;
}

static unsigned columns_of(const kj_typing *typing, unsigned row) {
    unsigned columns = 0;
    const unsigned keys = kj_keyboard_row_keys(typing->keyboard, row);
    for (unsigned i = 0; i < keys; i++) {
        columns += kj_keyboard_key_at(typing->keyboard, row, i)->span;
    }
    return columns;
}

static kj_rect cell(const kj_typing *typing, unsigned row, unsigned index) {
    const kj_rect box = own_box(typing);
    const int width = box.width - 2 * PAD_PX, columns = (int)columns_of(typing, row);
    int before = 0;
    for (unsigned i = 0; i < index; i++) {
        before += kj_keyboard_key_at(typing->keyboard, row, i)->span;
    }
    const int span = kj_keyboard_key_at(typing->keyboard, row, index)->span;
    const int left = PAD_PX + width * before / columns;
    const int right = PAD_PX + width * (before + span) / columns;
    const int top = box.y + EDGE_PX + text_height(typing) + PAD_PX + (int)row * cell_height(typing);
    return (kj_rect){(int16_t)left, (int16_t)top, (int16_t)(right - left),
                     (int16_t)cell_height(typing)};
}

kj_rect kj_typing_marked_box(const kj_typing *typing) {
    return cell(typing, typing->keyboard->row, typing->keyboard->column);
}

static const char *words_of(const kj_typing *typing, const kj_keyboard_key *key) {
    switch ((kj_keyboard_act)key->act) {
    case KJ_KEYBOARD_SPACE: return kj_string_get(typing->language, KJ_STRING_KEY_SPACE);
    case KJ_KEYBOARD_ERASES: return kj_string_get(typing->language, KJ_STRING_KEY_ERASE);
    case KJ_KEYBOARD_CLEARS: return kj_string_get(typing->language, KJ_STRING_KEY_CLEAR);
    case KJ_KEYBOARD_DONE: return kj_string_get(typing->language, KJ_STRING_KEY_DONE);
    case KJ_KEYBOARD_TURNS:
        return kj_string_get(typing->language, typing->keyboard->page == 0
                                                   ? KJ_STRING_KEY_TURN_LATIN
                                                   : KJ_STRING_KEY_TURN_BENGALI);
    default: return key->label;
    }
}

static kj_status add_key(const kj_typing *typing, unsigned row, unsigned index) {
    const kj_keyboard_key *key = kj_keyboard_key_at(typing->keyboard, row, index);
    const kj_rect box = cell(typing, row, index);
    const int high = box.height * 6 / 10, wide = box.width * LABEL_PERCENT / 100;
    int size = high < LABEL_MAX_PX ? high : LABEL_MAX_PX;
    if (key->act == KJ_KEYBOARD_TYPES) {
        size = size < wide ? size : wide;
    } else {
        size = size < typing->size_px ? size : typing->size_px;
    }
    return kj_stage_label(typing->stage,
                          &(kj_label){.text = words_of(typing, key),
                                      .x_px = box.x,
                                      .width_px = box.width,
                                      .baseline_px = (int16_t)(box.y + box.height * 7 / 10),
                                      .size_px = (uint8_t)size,
                                      .align = KJ_LABEL_CENTRE},
                          NULL);
}

static kj_rect text_box(const kj_typing *typing) {
    const kj_rect box = own_box(typing);
    return (kj_rect){0, (int16_t)(box.y + EDGE_PX), box.width, (int16_t)text_height(typing)};
}

/* What was typed, with a bar where the next letter goes; or what to do. */
static kj_status add_text(const kj_typing *typing) {
    char text[KJ_KEYBOARD_TEXT_BYTES + 8u];
    kj_line line;
    kj_line_init(&line, text, sizeof text);
    const bool is_empty = typing->keyboard->text[0] == '\0';
    kj_line_add(&line, is_empty ? kj_string_get(typing->language, KJ_STRING_SEARCH_PROMPT)
                                : typing->keyboard->text);
    kj_line_add(&line, is_empty ? "" : "|");
    const kj_rect box = text_box(typing);
    return kj_stage_label(typing->stage,
                          &(kj_label){.text = text,
                                      .x_px = (int16_t)(2 * PAD_PX + EDGE_PX),
                                      .width_px = (int16_t)(box.width - 4 * PAD_PX),
                                      .baseline_px = (int16_t)(box.y + box.height * 7 / 10),
                                      .size_px = typing->size_px,
                                      .bold = !is_empty},
                          NULL);
}

static void add_rule(const kj_typing *typing, kj_rect box) {
    kj_display_list *list = &typing->stage->list;
    if (list->rule_count < list->rule_capacity) {
        list->rules[list->rule_count++] = (kj_placed_rule){.box = box};
    }
}

static kj_status add_row(const kj_typing *typing, unsigned row) {
    const unsigned keys = kj_keyboard_row_keys(typing->keyboard, row);
    kj_status status = KJ_OK;
    for (unsigned i = 0; i < keys && status == KJ_OK; i++) {
        status = add_key(typing, row, i);
    }
    return status;
}

/* Lines above and below the text. */
static void add_rules(const kj_typing *typing) {
    const kj_rect box = own_box(typing), text = text_box(typing);
    add_rule(typing, (kj_rect){0, box.y, box.width, EDGE_PX});
    add_rule(typing, (kj_rect){0, (int16_t)(text.y + text.height), box.width, 1});
}

/* Between the letters and the keys that type none; the mark lies upon it. */
static void add_rule_above_acts(const kj_typing *typing) {
    const kj_rect acts = cell(typing, kj_keyboard_rows(typing->keyboard) - 1u, 0);
    const int width = own_box(typing).width - 2 * PAD_PX;
    add_rule(typing, (kj_rect){acts.x, acts.y, (int16_t)width, 1});
}

kj_status kj_typing_paint(const kj_typing *typing) {
    kj_stage_begin_overlay(typing->stage);
    kj_status status = add_text(typing);
    for (unsigned row = 0; row < kj_keyboard_rows(typing->keyboard) && status == KJ_OK; row++) {
        status = add_row(typing, row);
    }
    add_rules(typing);
    add_rule_above_acts(typing);
    return status == KJ_OK ? kj_stage_paint_overlay(typing->stage, kj_typing_box(typing),
                                                    kj_typing_marked_box(typing))
                           : status;
}

kj_status kj_typing_paint_text(const kj_typing *typing, kj_rect before, kj_rect *changed) {
    const kj_rect now = kj_typing_marked_box(typing), text = text_box(typing);
    const int bottom = text.y + text.height + PAD_PX + cell_height(typing);
    const kj_rect box = {0, (int16_t)(text.y - EDGE_PX), text.width,
                         (int16_t)(bottom - text.y + EDGE_PX)};
    kj_stage_begin_overlay(typing->stage);
    kj_status status = add_text(typing);
    status = status == KJ_OK ? add_row(typing, 0) : status;
    add_rules(typing);
    kj_stage_move_mark(typing->stage, (kj_rect){0, 0, 0, 0});
    status = status == KJ_OK ? kj_stage_paint_part(typing->stage, box) : status;
    kj_stage_move_mark(typing->stage, now);
    *changed = kj_rect_around(box, kj_rect_around(before, now));
    return status;
}

void kj_typing_move(const kj_typing *typing, kj_rect before, kj_rect *changed) {
    const kj_rect now = kj_typing_marked_box(typing);
    kj_stage_move_mark(typing->stage, now);
    *changed = kj_rect_around(before, now);
}
