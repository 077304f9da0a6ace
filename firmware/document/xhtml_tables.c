/* xhtml_tables.c - lists and tables. Layer: document. */
#include "document/xhtml_attributes.h"
#include "document/xhtml_elements.h"

static kj_xhtml_frame *parent(kj_xhtml_live *live) { return &live->frames[live->depth - 1]; }

static uint8_t list_kind(const char *type) {
    switch (type && !type[1] ? type[0] : 0) {
    case 'a': return KJ_LIST_LOWER;
    case 'A': return KJ_LIST_UPPER;
    case 'i': return KJ_LIST_LOWER_ROMAN;
    case 'I': return KJ_LIST_UPPER_ROMAN;
    default: return KJ_LIST_DECIMAL;
    }
}

void kj_xhtml_begin_list(kj_xhtml_live *live, attributes_of attributes, int kind) {
    kj_xhtml_begin_large(live);
    kj_xhtml_frame *frame = kj_xhtml_top(live);
    for (unsigned depth = live->depth; depth > 0; depth--) { /* an item of lists has no bullet */
        if (live->frames[depth].flags & KJ_FRAME_ITEM) {
            live->frames[depth].flags |= KJ_FRAME_GIVEN;
            break;
        }
    }
    frame->level = (uint8_t)(parent(live)->level + 1);
    frame->list = (uint8_t)kind;
    if (kind != KJ_LIST_DECIMAL) {
        return;
    }
    const char *start = kj_xml_attribute(attributes, "start");
    frame->number = (int16_t)kj_attribute_number(start, 1);
    frame->list = list_kind(kj_xml_attribute(attributes, "type"));
    if (kj_xml_attribute(attributes, "reversed")) {
        /* Without a start it counts down from the number of items, which nobody knows yet. */
        frame->list = start ? frame->list | KJ_LIST_BACKWARDS : KJ_LIST_BULLETS;
    }
}

static kj_xhtml_frame *list_around(kj_xhtml_live *live) {
    for (unsigned depth = live->depth - 1u; depth > 0; depth--) {
        kj_xhtml_frame *frame = &live->frames[depth];
        if (frame->list && !(frame->flags & KJ_FRAME_ITEM)) {
            return frame;
        }
        if (frame->flags & KJ_FRAME_ITEM) {
            break;
        }
    }
    return NULL;
}

void kj_xhtml_begin_item(kj_xhtml_live *live, attributes_of attributes, int unused) {
    kj_xhtml_frame *frame = kj_xhtml_top(live), *list = list_around(live);
    kj_xhtml_begin_large(live);
    frame->flags |= KJ_FRAME_ITEM;
    frame->kind = KJ_BLOCK_LIST_ITEM;
    frame->list = list ? list->list : KJ_LIST_BULLETS;
    if (list) {
        frame->number =
            (int16_t)kj_attribute_number(kj_xml_attribute(attributes, "value"), list->number);
        const int next = frame->number + (list->list & KJ_LIST_BACKWARDS ? -1 : 1);
        list->number = (int16_t)(next > 9999 || next < -9999 ? frame->number : next);
    }
}

void kj_xhtml_begin_term(kj_xhtml_live *live, attributes_of attributes, int unused) {
    kj_xhtml_begin_large(live);
    kj_xhtml_frame *frame = kj_xhtml_top(live);
    frame->kind = frame->flags & KJ_FRAME_QUOTED ? KJ_BLOCK_QUOTE : KJ_BLOCK_PARAGRAPH;
    frame->style |= KJ_TEXT_STRONG;
}

void kj_xhtml_begin_definition(kj_xhtml_live *live, attributes_of attributes, int unused) {
    kj_xhtml_begin_large(live);
    kj_xhtml_frame *frame = kj_xhtml_top(live);
    frame->flags |= KJ_FRAME_ITEM | KJ_FRAME_GIVEN;
    frame->kind = KJ_BLOCK_LIST_ITEM;
}

/* --- Tables */

void kj_xhtml_begin_table(kj_xhtml_live *live, attributes_of attributes, int unused) {
    kj_xhtml_begin_plain(live, attributes, 0);
    kj_xhtml_begin_large(live);
}

void kj_xhtml_begin_caption(kj_xhtml_live *live, attributes_of attributes, int unused) {
    kj_xhtml_begin_large(live);
    kj_xhtml_top(live)->kind = KJ_BLOCK_CAPTION;
}

void kj_xhtml_begin_row(kj_xhtml_live *live, attributes_of attributes, int unused) {
    kj_xhtml_frame *frame = kj_xhtml_top(live);
    const bool is_inner = kj_xhtml_row(live) != NULL; /* of a table in a cell: flattened */
    kj_xhtml_break_block(live);
    frame->flags |= KJ_FRAME_ROW | (is_inner ? KJ_FRAME_DISSOLVED : 0);
    if (!is_inner) {
        live->state.tabs = 0;
    }
}

static kj_xhtml_frame *row_around(kj_xhtml_live *live) {
    for (unsigned depth = live->depth - 1u; depth > 0; depth--) {
        if (live->frames[depth].flags & KJ_FRAME_ROW) {
            return &live->frames[depth];
        }
    }
    return NULL;
}

enum { SPAN_MAX = 20, TABS_MAX = 60 };

/* row->number: columns that the last cell spans, 0 before the first. */
void kj_xhtml_begin_cell(kj_xhtml_live *live, attributes_of attributes, int style) {
    kj_xhtml_frame *frame = kj_xhtml_top(live), *row = row_around(live);
    kj_xhtml_state *state = &live->state;
    frame->style |= (uint8_t)style;
    if (!row || (row->flags & KJ_FRAME_DISSOLVED)) {
        kj_xhtml_break_block(live);
        frame->flags |= KJ_FRAME_BLOCK;
        return;
    }
    frame->flags |= KJ_FRAME_IN_CELL;
    int span = kj_attribute_number(kj_xml_attribute(attributes, "colspan"), 1);
    span = span < 1 ? 1 : span > SPAN_MAX ? SPAN_MAX : span;
    if (row->number > 0 || span > 1) {
        row->flags |= KJ_FRAME_TABLE;
        kj_xhtml_settle(live);
    }
    const int tabs = state->tabs + row->number;
    state->tabs = (uint8_t)(tabs < TABS_MAX ? tabs : TABS_MAX);
    state->space = false;
    state->breaks = 0;
    row->number = (int16_t)span;
}

void kj_xhtml_end_row(kj_xhtml_live *live) {
    kj_xhtml_frame *row = kj_xhtml_top(live);
    const bool is_inner = (row->flags & KJ_FRAME_DISSOLVED) != 0;
    if (!is_inner && !(row->flags & KJ_FRAME_TABLE)) { /* one cell: no table's */
        row->flags |= KJ_FRAME_IN_CELL;
        kj_xhtml_dissolve(live);
        row->flags = (uint16_t)(row->flags & ~KJ_FRAME_IN_CELL);
    }
    if (is_inner) {
        kj_xhtml_break_block(live);
    } else {
        kj_xhtml_end_block(live);
    }
}
