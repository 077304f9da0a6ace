/* xhtml_text.c - the blocks of an article as they are made: their beginning and end, rules,
 * pictures and notes between them, and blocks that are held back until it is known what they
 * are. Layer: document. */
#include "base/ascii.h"
#include "document/xhtml_list.h"
#include "document/xhtml_put.h"

#include <string.h>

static const char source_line[] = "This article was downloaded by";

/* --- The buffer */

static void put(kj_xhtml_live *live, const void *bytes, size_t length) {
    if (length > sizeof live->out - live->tail) {
        live->failed = KJ_ERR_MEMORY; /* more than any event makes: cannot be */
        return;
    }
    memcpy(live->out + live->tail, bytes, length);
    live->tail = (uint16_t)(live->tail + length);
    live->visible = live->held ? live->visible : live->tail;
}

static void put_mark(kj_xhtml_live *live, uint8_t mark) { put(live, &mark, 1); }

void kj_xhtml_put_styled(kj_xhtml_live *live, const char *text, size_t length, uint8_t style) {
    if (style != live->style) {
        put_mark(live, KJ_XHTML_MARK_STYLE);
        put_mark(live, style);
        live->style = style;
    }
    put(live, text, length);
    live->state.text += (uint32_t)length;
    live->state.style = style;
}

void kj_xhtml_put_text(kj_xhtml_live *live, const char *text, size_t length) {
    kj_xhtml_put_styled(live, text, length, kj_xhtml_top(live)->style);
}

/* What stands between two texts has what their styles have in common. */
void kj_xhtml_put_between(kj_xhtml_live *live, const char *text, size_t length) {
    kj_xhtml_put_styled(live, text, length, live->state.style & kj_xhtml_top(live)->style);
}

void kj_xhtml_put_begin(kj_xhtml_live *live, uint32_t image) {
    const kj_xhtml_state *state = &live->state;
    const kj_xhtml_begin begin = {.start = state->start,
                                  .image = image,
                                  .table = state->kind == KJ_BLOCK_TABLE_ROW ? state->table : 0,
                                  .language = state->language,
                                  .kind = state->kind,
                                  .flags = state->flags,
                                  .level = state->level};
    put_mark(live, KJ_XHTML_MARK_BEGIN);
    put(live, &begin, sizeof begin);
    live->style = KJ_TEXT_PLAIN;
    live->held_text = live->tail;
}

/* --- Blocks held back */

static bool is_running(kj_block_kind kind) {
    return kind == KJ_BLOCK_PARAGRAPH || kind == KJ_BLOCK_LIST_ITEM || kind == KJ_BLOCK_QUOTE;
}

/* The open block is given for sure. */
static void count_in(kj_xhtml_live *live) {
    kj_xhtml_state *state = &live->state;
    const kj_block_kind kind = (kj_block_kind)state->kind;
    state->any = true;
    state->has_headline = state->has_headline || kind == KJ_BLOCK_HEADLINE;
    state->has_text = state->has_text || is_running(kind) || kind == KJ_BLOCK_TABLE_ROW ||
                      kind == KJ_BLOCK_PREFORMATTED;
}

static void set_kind(kj_xhtml_live *live, kj_block_kind kind) {
    kj_xhtml_begin begin;
    uint8_t *header = live->out + live->held_text - sizeof begin;
    live->state.kind = (uint8_t)kind;
    memcpy(&begin, header, sizeof begin);
    begin.kind = (uint8_t)kind;
    memcpy(header, &begin, sizeof begin);
}

void kj_xhtml_commit(kj_xhtml_live *live) {
    if (live->held) {
        live->held = false;
        live->visible = live->tail;
        count_in(live);
    }
}

static void forget(kj_xhtml_live *live) {
    live->tail = live->visible;
    live->held = false;
    live->state = live->held_state;
}

kj_xhtml_frame *kj_xhtml_row(kj_xhtml_live *live) {
    if (!(kj_xhtml_top(live)->flags & KJ_FRAME_IN_CELL)) {
        return NULL;
    }
    for (unsigned depth = live->depth; depth > 0; depth--) {
        kj_xhtml_frame *frame = &live->frames[depth];
        if ((frame->flags & KJ_FRAME_ROW) && !(frame->flags & KJ_FRAME_DISSOLVED)) {
            return frame;
        }
    }
    return NULL;
}

void kj_xhtml_dissolve(kj_xhtml_live *live) {
    kj_xhtml_frame *row = kj_xhtml_row(live);
    if (!row || (row->flags & KJ_FRAME_TABLE)) {
        return;
    }
    row->flags |= KJ_FRAME_DISSOLVED;
    if (live->held && live->state.begun) {
        set_kind(live, (kj_block_kind)kj_xhtml_top(live)->kind);
    }
}

static bool is_undecided(kj_xhtml_live *live) {
    const kj_xhtml_frame *row = kj_xhtml_row(live);
    return row && !(row->flags & KJ_FRAME_TABLE);
}

static bool is_source_line(const kj_xhtml_live *live) {
    const size_t length = live->tail - live->held_text, whole = sizeof source_line - 1;
    return memcmp(live->out + live->held_text, source_line, length < whole ? length : whole) == 0;
}

void kj_xhtml_settle(kj_xhtml_live *live) {
    if (!live->held) {
        return;
    }
    const bool is_long = live->state.text - live->state.start > KJ_XHTML_HELD_BYTES;
    if (is_long) {
        kj_xhtml_dissolve(live);
    }
    live->is_source_line = live->is_source_line && is_source_line(live);
    if (!is_undecided(live) && (is_long || !(live->is_bar || live->is_source_line))) {
        kj_xhtml_commit(live);
    }
}

/* --- A block's beginning and end */

static void put_rule(kj_xhtml_live *live) {
    kj_xhtml_state *state = &live->state;
    if (state->rule && state->any) {
        state->start = state->text;
        state->kind = KJ_BLOCK_RULE;
        state->flags = KJ_XHTML_BLOCK_AFTER_HEADING;
        state->level = 0;
        state->language = 0;
        kj_xhtml_put_begin(live, 0);
        put_mark(live, KJ_XHTML_MARK_END);
        state->text++;
        state->previous = KJ_BLOCK_RULE;
    }
    state->rule = false;
}

/* The kind of a heading: the first is the headline, unless the text has begun without one. */
static void choose_heading(kj_xhtml_state *state, uint8_t level) {
    if (state->kind == KJ_BLOCK_HEADLINE && state->has_headline) {
        state->kind = KJ_BLOCK_SUBHEADING;
    } else if (state->kind == KJ_BLOCK_SUBHEADING && !state->has_headline && !state->has_text) {
        state->kind = KJ_BLOCK_HEADLINE;
    } else if (state->kind == KJ_BLOCK_SUBHEADING) {
        state->level = level;
    }
}

/* The element that parts blocks around the text. */
static const kj_xhtml_frame *block_frame(const kj_xhtml_live *live) {
    unsigned depth = live->depth;
    while (depth > 0 && !(live->frames[depth].flags & KJ_FRAME_BLOCK)) {
        depth--;
    }
    return &live->frames[depth];
}

static kj_xhtml_frame *item_frame(kj_xhtml_live *live) {
    unsigned depth = live->depth;
    while (depth > 0 && !(live->frames[depth].flags & KJ_FRAME_ITEM)) {
        depth--;
    }
    return depth > 0 ? &live->frames[depth] : NULL;
}

static void describe(kj_xhtml_live *live, kj_block_kind kind) {
    kj_xhtml_state *state = &live->state;
    const kj_xhtml_frame *frame = kj_xhtml_top(live), *block = block_frame(live);
    const bool after = !state->any || !is_running((kj_block_kind)state->previous);
    state->start = state->text;
    state->kind = (uint8_t)kind;
    if (kind == KJ_BLOCK_TABLE_ROW && (!state->any || state->previous != KJ_BLOCK_TABLE_ROW)) {
        state->table = state->start;
    }
    state->level = 0;
    state->language = block->language;
    state->flags = (uint8_t)((after ? KJ_XHTML_BLOCK_AFTER_HEADING : 0) |
                             (frame->flags & KJ_FRAME_QUOTED ? KJ_XHTML_BLOCK_QUOTED : 0) |
                             (block->flags & KJ_FRAME_RTL ? KJ_XHTML_BLOCK_RTL : 0));
}

void kj_xhtml_begin_block(kj_xhtml_live *live) {
    kj_xhtml_state *state = &live->state;
    const kj_xhtml_frame *row = kj_xhtml_row(live), *frame = kj_xhtml_top(live);
    const bool drops = live->xhtml->config.drops_link_bars;
    live->held_state = *state;
    live->held = drops || (row && !(row->flags & KJ_FRAME_TABLE));
    put_rule(live);
    describe(live, row ? KJ_BLOCK_TABLE_ROW : (kj_block_kind)frame->kind);
    choose_heading(state, frame->level);
    kj_xhtml_frame *item = state->kind == KJ_BLOCK_LIST_ITEM ? item_frame(live) : NULL;
    if (item) {
        state->level = frame->level ? (uint8_t)(frame->level - 1) : 0;
        state->flags |= item->flags & KJ_FRAME_GIVEN ? KJ_XHTML_BLOCK_CONTINUES : 0;
        state->flags |=
            (item->list & KJ_LIST_KINDS) >= KJ_LIST_DECIMAL ? KJ_XHTML_BLOCK_NUMBERED : 0;
    }
    kj_xhtml_put_begin(live, 0);
    state->begun = true;
    state->space = false;
    state->breaks = 0;
    state->style = KJ_TEXT_PLAIN;
    live->is_bar = live->is_source_line = drops;
    live->has_links = false;
    if (item && !(item->flags & KJ_FRAME_GIVEN)) {
        char mark[KJ_LIST_MARK_BYTES];
        item->flags |= KJ_FRAME_GIVEN;
        kj_xhtml_put_styled(live, mark, kj_list_mark(item, state->bengali, mark), KJ_TEXT_PLAIN);
    }
    if (!live->held) {
        count_in(live);
    }
}

static void clear_pending(kj_xhtml_state *state) {
    state->space = false;
    state->breaks = state->tabs = state->spaces = state->newlines = state->column = 0;
}

void kj_xhtml_end_block(kj_xhtml_live *live) {
    kj_xhtml_state *state = &live->state;
    if (live->held && state->begun) {
        kj_xhtml_dissolve(live);
        const size_t length = live->tail - live->held_text;
        if ((live->is_bar && live->has_links) ||
            (live->is_source_line && length >= sizeof source_line - 1)) {
            forget(live);
        }
        kj_xhtml_commit(live);
    }
    clear_pending(state);
    if (state->begun) {
        put_mark(live, KJ_XHTML_MARK_END);
        state->text++;
        state->previous = state->kind;
        state->begun = false;
    }
}

void kj_xhtml_break_block(kj_xhtml_live *live) {
    if (kj_xhtml_row(live)) {
        live->state.space = true;
    } else {
        kj_xhtml_end_block(live);
    }
}

/* text with white space collapsed, at most room bytes, whole characters. */
static void put_collapsed(kj_xhtml_live *live, const char *text, size_t room) {
    size_t used = 0;
    bool space = false;
    for (; *text; text++) {
        if (kj_ascii_is_blank(*text)) {
            space = used > 0;
            continue;
        }
        size_t bytes = 1;
        while (((uint8_t)text[bytes] & 0xC0) == 0x80) {
            bytes++;
        }
        if (used + bytes + space > room) {
            break;
        }
        if (space) {
            kj_xhtml_put_styled(live, " ", 1, KJ_TEXT_PLAIN);
        }
        kj_xhtml_put_styled(live, text, bytes, KJ_TEXT_PLAIN);
        used += bytes + space;
        space = false;
        text += bytes - 1;
    }
}

void kj_xhtml_give_block(kj_xhtml_live *live, kj_block_kind kind, uint32_t image, const char *text,
                         const char *more) {
    kj_xhtml_end_block(live);
    put_rule(live);
    describe(live, kind);
    kj_xhtml_put_begin(live, image);
    put_collapsed(live, text, KJ_XHTML_ALT_BYTES);
    if (more && *more) {
        kj_xhtml_put_styled(live, " ", 1, KJ_TEXT_PLAIN);
        put_collapsed(live, more, KJ_XHTML_ALT_BYTES);
    }
    put_mark(live, KJ_XHTML_MARK_END);
    live->state.text++;
    live->state.any = true;
    live->state.previous = (uint8_t)kind;
}
