/* window_label.c - see window_label.h. Layer: layout. */
#include "layout/window_label.h"

#include "layout/cuts.h"

#include <string.h>

static const char ellipsis[] = "\xE2\x80\xA6 "; /* U+2026 */

enum {
    ELLIPSIS_BYTES = sizeof ellipsis - 1,
    WORD_SHARE = 2,   /* a cut at a word's end is preferred where it keeps 1/2 of the room in use */
    ROUNDING_26_6 = 8 /* glyphs lie on 1/16 px, words on whole ones to the left */
};

/* The label's text as a document of one block. */
typedef struct label_document {
    kj_document document; /* first */
    const char *text;
    size_t length; /* bytes of text */
    bool is_longer;
} label_document;

/* Bytes of a character that would end a line (U+2028, U+2029, U+0085, ASCII controls), else 0. */
static unsigned line_end_bytes(const uint8_t *text, size_t left) {
    if (text[0] < 0x20) {
        return 1;
    }
    if (left >= 2 && text[0] == 0xC2 && text[1] == 0x85) {
        return 2;
    }
    return left >= 3 && text[0] == 0xE2 && text[1] == 0x80 && (text[2] & 0xFE) == 0xA8 ? 3 : 0;
}

/* A label is one line: what would end it is a space. */
static void put_on_one_line(uint8_t *text, size_t length) {
    for (size_t at = 0; at < length; at++) {
        unsigned bytes = line_end_bytes(text + at, length - at);
        memset(text + at, ' ', bytes);
    }
}

static kj_status read_label(kj_document *document, uint8_t *text, size_t capacity,
                            kj_piece *piece) {
    label_document *label = (label_document *)document;
    size_t length = ELLIPSIS_BYTES + label->length;
    if (capacity < length + ELLIPSIS_BYTES) {
        return KJ_ERR_ARGUMENT; /* a window takes far more than the longest label */
    }
    memmove(text + ELLIPSIS_BYTES, label->text, label->length); /* it may be the window's own */
    memcpy(text, ellipsis, ELLIPSIS_BYTES);
    put_on_one_line(text + ELLIPSIS_BYTES, label->length);
    if (label->is_longer) {
        memcpy(text + length, ellipsis, ELLIPSIS_BYTES);
        length += ELLIPSIS_BYTES;
    }
    *piece = (kj_piece){.length = length, .last = true};
    return KJ_OK;
}

/* Bytes of text, at most the limit, so that no code point is cut. */
static size_t length_of(const char *text) {
    const char *end = memchr(text, '\0', KJ_LABEL_BYTES_MAX + 1u);
    size_t length = end ? (size_t)(end - text) : KJ_LABEL_BYTES_MAX;
    for (unsigned back = 0; !end && back < 3 && ((uint8_t)text[length] & 0xC0) == 0x80; back++) {
        length--;
    }
    return length;
}

static kj_style style_of(const kj_label *label) {
    uint8_t size = label->size_px > KJ_SIZE_PX_MIN ? label->size_px : KJ_SIZE_PX_MIN;
    size = size < KJ_SIZE_PX_MAX ? size : KJ_SIZE_PX_MAX;
    return (kj_style){.size_px = size,
                      .small_px = size,
                      .leading_px = size,
                      .bold = label->bold,
                      .mode = KJ_MEASURE_RAGGED};
}

kj_status kj_window_begin_label(kj_window *window, const kj_label *label, kj_family family) {
    label_document text = {
        .document = {.read = read_label}, .text = label->text, .length = length_of(label->text)};
    text.is_longer = label->text[text.length] != '\0';
    const kj_block block = {.kind = KJ_BLOCK_PARAGRAPH};
    const kj_style style = style_of(label);
    kj_document *document = window->document;
    window->document = &text.document;
    window->label_26_6 = label->width_px * 64 - ROUNDING_26_6;
    kj_status status = kj_window_begin_styled(window, &style, family, &block);
    window->label_26_6 = 0;
    window->document = document;
    if (status == KJ_OK && window->item_count < 2) {
        window->line_count = 0;
    }
    return status;
}

void kj_window_part_label(kj_window *window) {
    kj_setting *setting = &window->setting;
    const kj_item *mark = &window->items[0];
    int32_t mark_26_6 =
        kj_scale_units(kj_item_fit(window, mark), kj_run_advance(window->shaper, mark->ref));
    int32_t room = window->label_26_6 - mark_26_6 - 64; /* it begins at a whole pixel */
    setting->measure.width_26_6 = room > 64 ? room : 64;
    if (window->item_count > 1) {
        kj_break_set(window->map, window->items[1].start, KJ_BREAK_FORCED);
    }
}

static int32_t text_26_6(const kj_window *window, unsigned last) {
    const kj_point *from = &window->points[1], *to = &window->points[last];
    int32_t gaps = (int32_t)to->gaps - from->gaps - from->at_space;
    return to->end_26_6 - from->begin_26_6 + gaps * window->setting.measure.space_26_6;
}

/* The last point that leaves room for the ellipsis; 1: there is none. */
static unsigned cut_of(const kj_window *window) {
    const kj_measure *measure = &window->setting.measure;
    unsigned word = 1, any = 1;
    for (unsigned i = 2; i < window->point_count; i++) {
        const kj_point *point = &window->points[i];
        int32_t slack = point->rough_end ? window->setting.style.size_px * 64 / 25 : 0;
        if (point->kind == KJ_POINT_HYPHEN || text_26_6(window, i) + slack > measure->width_26_6) {
            continue;
        }
        any = i;
        word = point->at_space ? i : word;
    }
    bool is_long = word > 1 && text_26_6(window, word) * WORD_SHARE >= measure->width_26_6;
    return is_long ? word : any;
}

void kj_window_break_label(kj_window *window) {
    unsigned last = window->point_count - 1u;
    bool fits =
        window->points[last].kind == KJ_POINT_END && text_26_6(window, last) <= window->label_26_6;
    unsigned end = last > 1 ? (fits ? last : cut_of(window)) : 1u;
    window->lines[0] = 1;
    window->lines[1] = (uint16_t)end;
    window->line_count = end > 1 ? 2 : 1;
    window->all_set = true;
}

bool kj_window_cuts_label(const kj_window *window) {
    const kj_point *end = &window->points[window->lines[window->line_count - 1u]];
    return window->line_count < 2 || end->kind != KJ_POINT_END;
}
