/* window.c - see window.h. Layer: layout. */
#include "layout/window.h"

#include "layout/cuts.h"
#include "layout/points.h"
#include "layout/table_row.h"
#include "layout/window_label.h"
#include "layout/window_lines.h"
#include "text/unicode.h"

#include <string.h>

enum {
    MARKER_BYTES_MAX = 24, /* of a list item's bullet or number: seven digits and a full stop */
    ITEMS_LEAST = 2
};

void kj_window_init(kj_window *window, kj_document *document, kj_shaper *shaper, kj_faces *faces) {
    memset(window, 0, sizeof *window);
    window->table.start = UINT32_MAX;
    window->document = document;
    window->shaper = shaper;
    window->faces = faces;
}

/* The hyphen of face, which opens the face where it was not. */
static kj_status set_hyphen(kj_window *window, kj_face_id face) {
    kj_setting *setting = &window->setting;
    if (setting->hyphens >> face & 1u) {
        return KJ_OK;
    }
    const kj_face_metrics *metrics;
    kj_status status = kj_faces_metrics(window->faces, face, &metrics);
    if (status == KJ_OK) {
        setting->hyphens |= (uint8_t)(1u << face);
        setting->hyphen[face].glyph = metrics->hyphen_glyph;
        setting->hyphen[face].advance_units = metrics->hyphen_advance;
        setting->hyphen[face].advance_26_6 = kj_fit_scale(setting->fit, metrics->hyphen_advance);
    }
    return status;
}

/* The natural word space is the Bengali face's, whatever else is in the line. */
static kj_status set_space(kj_window *window) {
    kj_setting *setting = &window->setting;
    const kj_face_metrics *metrics;
    kj_face_id face = kj_face_of(KJ_SCRIPT_BENGALI, setting->family, setting->style.bold);
    kj_status status = kj_faces_metrics(window->faces, face, &metrics);
    if (status == KJ_OK) {
        int32_t space = kj_fit_scale(setting->fit, metrics->space_advance);
        setting->measure.space_26_6 = space > 16 ? space : 16;
    }
    return status;
}

static kj_status set_style(kj_window *window, const kj_style *style, kj_family family) {
    kj_face_id face = kj_face_of(KJ_SCRIPT_BENGALI, family, style->bold);
    window->setting = (kj_setting){.style = *style,
                                   .measure = {.mode = style->mode},
                                   .fit = kj_face_fit(face, style->size_px),
                                   .small_fit = kj_face_fit(face, style->small_px),
                                   .family = family};
    return set_space(window);
}

static kj_status set_setting(kj_window *window, const kj_page_style *page, bool is_first) {
    const bool is_row = window->block.kind == KJ_BLOCK_TABLE_ROW && window->table.columns > 0;
    kj_style style = is_row ? kj_style_of_size(page, &window->block, window->table.size_px)
                            : kj_style_of(page, &window->block);
    kj_status status = set_style(window, &style, page->family);
    int32_t width = page->width_px - 2 * page->margin_px - style.left_px - style.right_px;
    window->setting.measure.width_26_6 = width * 64;
    window->setting.measure.indent_26_6 = is_first ? style.first_indent_px * 64 : 0;
    window->setting.hang_most_26_6 = page->margin_px * 64;
    return status;
}

/* Notes that the text from start on has style. */
static void add_style(kj_window *window, unsigned start, uint8_t style) {
    unsigned count = window->style_count;
    if (count > 0 && window->styles[count - 1u].style == style) {
        return;
    }
    if (count > 0 && window->styles[count - 1u].start == start) {
        count--; /* a piece without bytes came between */
    }
    if (count < KJ_WINDOW_STYLES) {
        window->styles[count] = (kj_text_run){.start = (uint16_t)start, .style = style};
        window->style_count = (uint16_t)(count + 1u);
    }
}

/* Reads on until the window is full or the block ends. What a window can use depends on the text
 * alone, not on the pieces it was read in. */
static kj_status fill(kj_window *window) {
    while (!window->read_all && window->length < KJ_WINDOW_BYTES) {
        kj_piece piece;
        kj_status status = window->document->read(window->document, window->text + window->length,
                                                  sizeof(window->text) - window->length, &piece);
        if (status != KJ_OK) {
            return status;
        }
        add_style(window, window->length, piece.style);
        window->length = (uint16_t)(window->length + piece.length);
        window->read_all = piece.last;
    }
    size_t usable = window->length;
    if (usable > KJ_WINDOW_BYTES) {
        usable = KJ_WINDOW_BYTES;
        for (unsigned back = 0; back < 3 && (window->text[usable] & 0xC0) == 0x80; back++) {
            usable--;
        }
    }
    window->usable = (uint16_t)usable;
    window->is_last = window->read_all && usable == window->length;
    return KJ_OK;
}

/* Ends the window before item count, preferably at the last word space. */
static void cut_items(kj_window *window, unsigned count) {
    unsigned at = count;
    while (at > 1 && !(window->items[at].flags & KJ_ITEM_SPACED)) {
        at--;
    }
    at = at > 1 ? at : count;
    window->usable = window->items[at].start;
    window->item_count = (uint16_t)at;
    window->is_last = false;
}

static kj_status add_segment(kj_window *window, const kj_segment *segment, uint8_t style,
                             bool *spaced) {
    kj_item *item = &window->items[window->item_count];
    if (segment->kind == KJ_SEGMENT_SPACE) {
        *spaced = true;
        return KJ_OK;
    }
    bool fixed = segment->kind == KJ_SEGMENT_FIXED;
    bool first = window->item_count == 0;
    *item = (kj_item){.start = segment->start,
                      .length = (uint8_t)(segment->length < 255 ? segment->length : 255),
                      .flags = (uint8_t)(segment->face | (*spaced && !first ? KJ_ITEM_SPACED : 0) |
                                         (fixed ? KJ_ITEM_FIXED : 0) |
                                         (style & KJ_TEXT_RAISED ? KJ_ITEM_RAISED : 0) |
                                         (style & KJ_TEXT_LOWERED ? KJ_ITEM_LOWERED : 0))};
    *spaced = false;
    if (!fixed) {
        kj_span word = {window->text + segment->start, segment->length};
        kj_status status = kj_shaper_add(window->shaper, segment->face, word, &item->ref);
        if (status != KJ_OK) {
            return status;
        }
    }
    window->item_count++;
    return KJ_OK;
}

/* Each no-break space of what is preformatted counts; elsewhere a run of them is one. */
static kj_status add_spaces(kj_window *window, const kj_segment *segment, uint8_t style,
                            bool *spaced) {
    unsigned at = segment->start, end = at + segment->length;
    while (at < end) {
        unsigned next = at + 1u;
        while (next < end && (window->text[next] & 0xC0) == 0x80) {
            next++;
        }
        kj_segment one = *segment;
        one.start = (uint16_t)at;
        one.length = (uint16_t)(next - at);
        if (window->item_count >= KJ_WINDOW_ITEMS - 1u) {
            break; /* the window is cut there in any case */
        }
        kj_status status = add_segment(window, &one, style, spaced);
        if (status != KJ_OK) {
            return status;
        }
        at = next;
    }
    return KJ_OK;
}

/* Where the text of style run i begins: no cluster is cut, it has the style of its first byte. */
static unsigned style_edge(const kj_window *window, unsigned i) {
    unsigned at = i < window->style_count ? window->styles[i].start : window->usable;
    kj_span text = {window->text, window->usable};
    while (at < window->usable &&
           ((window->text[at] & 0xC0) == 0x80 || !kj_is_cluster_edge(text, at))) {
        at++;
    }
    return at < window->usable ? at : window->usable;
}

/* What is emphasised stands in the other family: there are no slanted Bengali faces, and a slant
 * would break the matra. */
static void begin_style(const kj_window *window, kj_itemizer *itemizer, unsigned i) {
    const kj_setting *setting = &window->setting;
    uint8_t style = window->styles[i].style;
    kj_family other = setting->family == KJ_FAMILY_SERIF ? KJ_FAMILY_SANS : KJ_FAMILY_SERIF;
    kj_span text = {window->text, style_edge(window, i + 1u)};
    kj_itemizer_init(itemizer, window->faces, text,
                     style & KJ_TEXT_EMPHASIS ? other : setting->family,
                     setting->style.bold || style & KJ_TEXT_STRONG);
    itemizer->at = style_edge(window, i);
}

/* Adds the items of style run i. KJ_OK; KJ_END: there are limit items, the window was cut. */
static kj_status add_items(kj_window *window, unsigned i, unsigned limit, bool *spaced) {
    kj_itemizer itemizer;
    kj_segment segment;
    kj_status status;
    begin_style(window, &itemizer, i);
    while ((status = kj_itemizer_next(&itemizer, &segment)) == KJ_OK) {
        const bool counts =
            segment.kind == KJ_SEGMENT_FIXED && window->block.kind == KJ_BLOCK_PREFORMATTED;
        status =
            (counts ? add_spaces : add_segment)(window, &segment, window->styles[i].style, spaced);
        if (status != KJ_OK) {
            return status;
        }
        if (window->item_count > limit) {
            cut_items(window, limit);
            return KJ_END;
        }
    }
    return status == KJ_END ? KJ_OK : status;
}

/* Cuts the text into items and asks the shaper for them, at most limit. KJ_OK; KJ_AGAIN: the
 * shaper's cache does not take so many. */
static kj_status make_items(kj_window *window, unsigned limit) {
    bool spaced = false;
    kj_status status = KJ_OK;
    window->item_count = 0;
    for (unsigned i = 0; i < window->style_count && status == KJ_OK; i++) {
        status = add_items(window, i, limit, &spaced);
    }
    status = status == KJ_END ? KJ_OK : status;
    for (unsigned i = 0; i < window->item_count && status == KJ_OK; i++) {
        status = set_hyphen(window, window->items[i].flags & KJ_ITEM_FACE);
    }
    return status == KJ_OK ? kj_shaper_flush(window->shaper) : status;
}

static void mark_bullet(kj_window *window) {
    bool is_item = window->block.kind == KJ_BLOCK_LIST_ITEM && !window->block.continues &&
                   window->start == window->block.start;
    if (is_item && window->setting.style.first_indent_px < 0 && window->item_count > 1 &&
        window->items[0].length <= MARKER_BYTES_MAX && (window->items[1].flags & KJ_ITEM_SPACED)) {
        window->items[0].flags |= KJ_ITEM_MARKER;
    }
}

static kj_status build_once(kj_window *window, unsigned limit) {
    kj_shaper_begin(window->shaper);
    kj_status status = make_items(window, limit);
    if (status != KJ_OK || window->item_count == 0) {
        return status;
    }
    mark_bullet(window);
    if (window->label_26_6 != 0) {
        kj_window_part_label(window);
    }
    kj_points_make(window);
    return kj_window_make_lines(window);
}

/* Builds the window from its text. Where the shaper's cache is too small for it, first with an
 * empty cache, then shorter, so that the window ends at the same place whatever was in the
 * cache. */
static kj_status build(kj_window *window) {
    uint16_t usable = window->usable;
    bool is_last = window->is_last;
    window->line_count = 0;
    unsigned limit = KJ_WINDOW_ITEMS - 1u;
    kj_status status = build_once(window, limit);
    bool cleared = false;
    while (status == KJ_AGAIN) {
        if (cleared) {
            unsigned reached = window->item_count < limit ? window->item_count : limit;
            if (reached <= ITEMS_LEAST) {
                status = KJ_ERR_MEMORY;
                break;
            }
            limit = reached * 3u / 4u;
        }
        kj_shaper_clear(window->shaper);
        cleared = true;
        window->usable = usable;
        window->is_last = is_last;
        status = build_once(window, limit);
    }
    if (status != KJ_OK) {
        window->line_count = 0;
    }
    return status;
}

static void find_breaks(kj_window *window) {
    kj_span text = {window->text, window->usable};
    kj_breaks_find(text, window->map);
    if (window->setting.style.hyphenate) {
        kj_hyphenate(text, window->map);
    }
    if (window->block.kind == KJ_BLOCK_TABLE_ROW || window->block.kind == KJ_BLOCK_FOLIO) {
        kj_table_row_part_cells(window);
    }
}

/* In columns where that can be, else with a line or more to a cell. */
static kj_status build_row(kj_window *window) {
    const kj_setting setting = window->setting;
    const uint16_t usable = window->usable;
    const bool is_last = window->is_last;
    if (kj_table_row_begin(window)) {
        kj_status status = build(window);
        if (status != KJ_OK || kj_table_row_is_good(window)) {
            return status;
        }
        window->columns = 0;
        window->setting = setting;
        window->usable = usable;
        window->is_last = is_last;
    }
    return build(window);
}

/* The style runs from byte bytes on, which becomes the first. */
static void drop_styles(kj_window *window, unsigned bytes) {
    unsigned first = 0;
    while (first + 1u < window->style_count && window->styles[first + 1u].start <= bytes) {
        first++;
    }
    window->style_count = (uint16_t)(window->style_count - first);
    memmove(window->styles, window->styles + first, window->style_count * sizeof(kj_text_run));
    for (unsigned i = 0; i < window->style_count; i++) {
        kj_text_run *run = &window->styles[i];
        run->start = (uint16_t)(run->start > bytes ? run->start - bytes : 0u);
    }
}

/* Gives up the window's first bytes, which are set. */
static void drop_text(kj_window *window, unsigned bytes) {
    drop_styles(window, bytes);
    memmove(window->text, window->text + bytes, window->length - bytes);
    window->start += bytes;
    window->length = (uint16_t)(window->length - bytes);
}

/* Fills and builds; a window of nothing but spaces is passed over. */
static kj_status fill_and_build(kj_window *window) {
    for (;;) {
        kj_status status = fill(window);
        if (status == KJ_OK) {
            find_breaks(window);
            status = window->block.kind == KJ_BLOCK_TABLE_ROW ? build_row(window) : build(window);
        }
        if (status != KJ_OK || window->item_count > 0 || window->is_last) {
            return status;
        }
        drop_text(window, window->usable);
    }
}

/* Smaller type until what is to be one line is one. */
static kj_status shrink(kj_window *window, const kj_page_style *page) {
    const uint8_t least = window->setting.style.least_px;
    kj_status status = KJ_OK;
    while (status == KJ_OK && window->is_last && window->line_count > 1 &&
           window->setting.style.size_px > least) {
        unsigned size = window->setting.style.size_px * 15u / 16u;
        const kj_style style =
            kj_style_of_size(page, &window->block, (uint8_t)(size > least ? size : least));
        const kj_measure measure = window->setting.measure;
        status = set_style(window, &style, page->family);
        window->setting.measure.width_26_6 = measure.width_26_6;
        status = status == KJ_OK ? build(window) : status;
    }
    return status;
}

static void empty(kj_window *window, const kj_block *block, uint32_t start) {
    window->block = *block;
    window->start = start;
    window->length = 0;
    window->line_count = 0;
    window->style_count = 0;
    window->columns = 0;
    window->read_all = false;
}

kj_status kj_window_begin(kj_window *window, const kj_page_style *page, const kj_block *block,
                          uint32_t start) {
    kj_status status = KJ_OK;
    window->block = *block;
    if (block->kind == KJ_BLOCK_TABLE_ROW && window->table.start != block->table) {
        status = kj_table_look(window, page, start);
    }
    empty(window, block, start);
    window->half_page_px = page->height_px / 2u;
    status = status == KJ_OK ? set_setting(window, page, start == block->start) : status;
    status = status == KJ_OK ? fill_and_build(window) : status;
    const bool shrinks = window->setting.style.least_px > 0;
    return status == KJ_OK && shrinks ? shrink(window, page) : status;
}

kj_status kj_window_begin_styled(kj_window *window, const kj_style *style, kj_family family,
                                 const kj_block *block) {
    empty(window, block, block->start);
    kj_status status = set_style(window, style, family);
    return status == KJ_OK ? fill_and_build(window) : status;
}

kj_status kj_window_advance(kj_window *window) {
    if (window->is_last || window->line_count == 0) {
        return KJ_END;
    }
    drop_text(window, window->points[window->lines[window->line_count - 1u]].offset);
    window->columns = 0;
    window->setting.measure.indent_26_6 = 0;
    return fill_and_build(window);
}

unsigned kj_window_height(const kj_window *window) {
    unsigned height = window->columns > 0 ? 0u : window->line_count;
    for (unsigned cell = 0; cell < window->columns; cell++) {
        unsigned lines = (unsigned)window->cell_lines[cell + 1u] - window->cell_lines[cell];
        height = lines > height ? lines : height;
    }
    return height;
}

unsigned kj_window_item_at(const kj_window *window, unsigned offset) {
    unsigned low = 0, high = window->item_count;
    while (high - low > 1) {
        unsigned middle = (low + high) / 2;
        if (window->items[middle].start <= offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}
