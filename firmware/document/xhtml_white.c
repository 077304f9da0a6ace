/* xhtml_white.c - white space, line breaks and cells between the characters of a text, flowing or
 * preformatted. All of it goes by characters, never by the pieces they come in, so that it
 * does not matter where a parser began. Layer: document. */
#include "document/xhtml_put.h"

#include "base/ascii.h"

#include <string.h>

#define LINE_SEPARATOR "\xE2\x80\xA8"
#define NO_BREAK_SPACE "\xC2\xA0"

enum { SPACES_MAX = 60, NEWLINES_MAX = 7, BREAKS_MAX = 2, TAB_COLUMNS = 4 };

/* Whether a letter is Bengali; others than Bengali's and ASCII's leave it as it was. */
static void look_at_letter(kj_xhtml_state *state, const char *text, size_t length) {
    const uint8_t first = (uint8_t)text[0], second = length > 1 ? (uint8_t)text[1] : 0;
    if (first == 0xE0 && (second == 0xA6 || second == 0xA7)) {
        state->bengali = true;
    } else if ((first | 0x20) >= 'a' && (first | 0x20) <= 'z') {
        state->bengali = false;
    }
}

static bool parts_at_breaks(uint8_t kind) {
    return kind == KJ_BLOCK_PARAGRAPH || kind == KJ_BLOCK_QUOTE || kind == KJ_BLOCK_LEAD ||
           kind == KJ_BLOCK_LIST_ITEM;
}

static void put_tabs(kj_xhtml_live *live) {
    kj_xhtml_state *state = &live->state;
    for (; state->tabs > 0; state->tabs--) {
        kj_xhtml_put_between(live, "\t", 1);
    }
    state->space = false;
    state->breaks = 0;
}

/* What comes before the next character of an open block. */
static void put_pending(kj_xhtml_live *live) {
    kj_xhtml_state *state = &live->state;
    if (state->tabs > 0) {
        put_tabs(live);
    } else if (state->breaks >= 2 && parts_at_breaks(state->kind)) {
        kj_xhtml_end_block(live);
        kj_xhtml_begin_block(live);
    } else if (state->breaks > 0 && state->kind != KJ_BLOCK_TABLE_ROW) {
        kj_xhtml_put_between(live, LINE_SEPARATOR, 3);
    } else if (state->breaks > 0 || state->space) {
        kj_xhtml_put_between(live, " ", 1);
    }
    state->space = false;
    state->breaks = 0;
}

/* Whether text is nothing but what stands between the links of a bar. */
static bool is_separator(const char *text, size_t length) {
    static const char *const separators[] = {"|", "-", "·", "•", "–", "—",
                                             "«", "»", "<", ">", "[", "]",
                                             "←", "→", "‹", "›", "/", NO_BREAK_SPACE};
    while (length > 0) {
        size_t i = 0, used = 0;
        for (; i < sizeof separators / sizeof separators[0] && used == 0; i++) {
            const size_t bytes = strlen(separators[i]);
            used = bytes <= length && memcmp(text, separators[i], bytes) == 0 ? bytes : 0;
        }
        if (used == 0) {
            return false;
        }
        text += used;
        length -= used;
    }
    return true;
}

static void weigh(kj_xhtml_live *live, const char *text, size_t length) {
    if (live->is_bar) {
        const bool is_link = (kj_xhtml_top(live)->flags & KJ_FRAME_LINK) != 0;
        live->has_links = live->has_links || is_link;
        live->is_bar = is_link || is_separator(text, length);
    }
}

/* Characters without white space. */
static void put_word(kj_xhtml_live *live, const char *text, size_t length) {
    kj_xhtml_state *state = &live->state;
    if (!state->begun) {
        look_at_letter(state, text, length);
        kj_xhtml_begin_block(live);
        put_tabs(live);
    } else if (state->space || state->breaks || state->tabs) {
        look_at_letter(state, text, length);
        put_pending(live);
    }
    kj_xhtml_put_text(live, text, length);
    if (live->held) {
        weigh(live, text, length);
        kj_xhtml_settle(live);
    }
}

/* U+FEFF, which files in Bengali have even inside words: it would keep them from being shaped. */
static bool is_mark(const char *text, size_t length) {
    return length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0;
}

static bool is_zero_space(const char *text, size_t length) {
    return length >= 3 && memcmp(text, "\xE2\x80\x8B", 3) == 0;
}

static void give_flowing(kj_xhtml_live *live, const char *text, size_t length) {
    size_t at = 0;
    while (at < length) {
        if (kj_ascii_is_blank(text[at])) {
            live->state.space = true;
            at++;
            continue;
        }
        if (is_mark(text + at, length - at) ||
            (!live->state.begun && is_zero_space(text + at, length - at))) {
            at += 3;
            continue;
        }
        size_t end = at + 1;
        while (end < length && !kj_ascii_is_blank(text[end]) &&
               !((uint8_t)text[end] == 0xEF && is_mark(text + end, length - end))) {
            end++;
        }
        put_word(live, text + at, end - at);
        at = end;
    }
}

/* --- Preformatted text */

static void put_pending_pre(kj_xhtml_live *live, bool at_start) {
    kj_xhtml_state *state = &live->state;
    for (unsigned i = 0; i < state->newlines; i++) {
        kj_xhtml_put_between(live, LINE_SEPARATOR, 3);
    }
    for (unsigned i = 0; i < state->spaces; i++) {
        const bool counts = i > 0 || at_start || state->newlines > 0;
        kj_xhtml_put_between(live, counts ? NO_BREAK_SPACE : " ", counts ? 2 : 1);
    }
    state->column = (uint8_t)((state->column + state->spaces) % TAB_COLUMNS);
    state->spaces = state->newlines = 0;
}

static void put_pre_run(kj_xhtml_live *live, const char *text, size_t length) {
    kj_xhtml_state *state = &live->state;
    const bool at_start = !state->begun;
    if (at_start) {
        look_at_letter(state, text, length);
        kj_xhtml_begin_block(live);
    }
    put_pending_pre(live, at_start);
    kj_xhtml_put_text(live, text, length);
    for (size_t i = 0; i < length; i++) {
        state->column =
            (uint8_t)((state->column + (((uint8_t)text[i] & 0xC0) != 0x80)) % TAB_COLUMNS);
    }
    weigh(live, text, length);
    kj_xhtml_settle(live);
}

static void give_preformatted(kj_xhtml_live *live, const char *text, size_t length) {
    kj_xhtml_state *state = &live->state;
    size_t at = 0;
    while (at < length) {
        size_t end = at + 1;
        if (text[at] == '\n') {
            state->newlines =
                (uint8_t)(state->newlines + (state->begun && state->newlines < NEWLINES_MAX));
            state->spaces = state->column = 0;
        } else if (text[at] == ' ' || text[at] == '\t') {
            const int column = (state->column + state->spaces) % TAB_COLUMNS;
            const int more = text[at] == ' ' ? 1 : TAB_COLUMNS - column;
            state->spaces = (uint8_t)(state->spaces + (state->spaces < SPACES_MAX ? more : 0));
        } else if (text[at] != '\r') {
            while (end < length && !kj_ascii_is_blank(text[end])) {
                end++;
            }
            put_pre_run(live, text + at, end - at);
        }
        at = end;
    }
}

/* --- What the elements need */

static bool is_silent(kj_xhtml_live *live) {
    return live->before || live->part_over || (kj_xhtml_top(live)->flags & KJ_FRAME_HIDDEN);
}

void kj_xhtml_insert(kj_xhtml_live *live, const char *text) {
    if (is_silent(live)) {
        return;
    }
    if ((kj_xhtml_top(live)->flags & KJ_FRAME_PRE) && !kj_xhtml_row(live)) {
        give_preformatted(live, text, strlen(text));
    } else {
        give_flowing(live, text, strlen(text));
    }
}

void kj_xhtml_text(void *context, const char *text, size_t length) {
    kj_xhtml_live *live = context;
    if (is_silent(live)) {
        return;
    }
    kj_xhtml_places_note(live);
    if ((kj_xhtml_top(live)->flags & KJ_FRAME_PRE) && !kj_xhtml_row(live)) {
        give_preformatted(live, text, length);
    } else {
        give_flowing(live, text, length);
    }
    if (live->tail >= KJ_XHTML_OUT_FULL || live->failed != KJ_OK) {
        kj_xml_pause(&live->xml);
    }
}

void kj_xhtml_break_line(kj_xhtml_live *live) {
    kj_xhtml_state *state = &live->state;
    if (is_silent(live) || !state->begun) {
        return;
    }
    if ((kj_xhtml_top(live)->flags & KJ_FRAME_PRE) && !kj_xhtml_row(live)) {
        give_preformatted(live, "\n", 1);
    } else {
        state->breaks = (uint8_t)(state->breaks + (state->breaks < BREAKS_MAX));
    }
}

void kj_xhtml_rule(kj_xhtml_live *live) {
    if (!is_silent(live)) {
        kj_xhtml_end_block(live);
        live->state.rule = true;
    }
}
