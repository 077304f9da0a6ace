/* window.h - a bounded piece of a block, shaped and broken into lines.
 *
 * What the composer holds of a document at any time: some 3 KB of text, its words as references
 * into the shaper's cache, the places where lines may end, and the lines. A paragraph longer
 * than a window is taken up again a few lines before the window's end. A window depends on
 * the text offset that it begins at alone, not on what was set before. Layer: layout. */
#ifndef KJ_LAYOUT_WINDOW_H
#define KJ_LAYOUT_WINDOW_H

#include "document/document.h"
#include "layout/paragraph.h"
#include "layout/style.h"
#include "text/breaks.h"
#include "text/fit.h"
#include "text/itemize.h"
#include "text/shape.h"

#define KJ_WINDOW_BYTES                                                                            \
    3072u /* of text; the longest paragraph of the news we measured has 1,555                      \
           */
#define KJ_WINDOW_ITEMS   400u
#define KJ_WINDOW_LINES   96u
#define KJ_WINDOW_STYLES  96u /* changes of inline style; later ones are not shown */
#define KJ_WINDOW_COLUMNS 8u  /* cells of a table row that stand side by side */

/* A word or a part of one in one face. Word spaces are no items: SPACED says that one precedes. */
typedef struct kj_item {
    uint16_t start; /* byte of the window's text */
    uint8_t length; /* bytes */
    uint8_t flags;  /* KJ_ITEM_* | face */
    kj_run_ref ref;
} kj_item;

#define KJ_ITEM_FACE    0x07u
#define KJ_ITEM_SPACED  0x08u
#define KJ_ITEM_FIXED   0x10u /* a no-break space, no glyphs */
#define KJ_ITEM_MARKER  0x20u /* a list item's bullet or number: the space after it is fixed */
#define KJ_ITEM_RAISED  0x40u /* small and high: superscript */
#define KJ_ITEM_LOWERED 0x80u /* small and low: subscript */

/* From byte start of the window's text on, to the next one's start. */
typedef struct kj_text_run {
    uint16_t start;
    uint8_t style; /* KJ_TEXT_* */
} kj_text_run;

/* The columns of a table, found by one look through all of it, so that each row has the same. */
typedef struct kj_table {
    uint32_t start;  /* text offset of its first row; UINT32_MAX: none was looked at */
    uint8_t columns; /* 0: its cells do not fit side by side */
    uint8_t size_px;
    uint8_t numeric; /* bit: the column's cells are figures, set to the right */
    uint16_t left_px[KJ_WINDOW_COLUMNS + 1u]; /* edges; the space after a column is its own */
} kj_table;

/* How text becomes widths: the block's style in this page's terms. */
typedef struct kj_setting {
    kj_style style;
    kj_measure measure;
    kj_fit fit, small_fit; /* of the text; of what is raised or lowered in it */
    kj_family family;
    int32_t hang_most_26_6;
    uint8_t hyphens; /* bit: hyphen[face] is known */
    struct {
        int32_t advance_26_6;
        int16_t advance_units;
        uint16_t glyph;
    } hyphen[KJ_FACE_COUNT];
} kj_setting;

typedef struct kj_window {
    kj_document *document;
    kj_shaper *shaper;
    kj_faces *faces;
    kj_block block;
    kj_setting setting;
    uint32_t start;     /* text offset of text[0] */
    uint16_t length;    /* bytes in text */
    uint16_t usable;    /* of those, bytes that this window sets or carries over */
    bool read_all;      /* the block ends at length */
    bool is_last;       /* the block's last line is the window's last */
    bool all_set;       /* no line is carried over */
    int32_t label_26_6; /* width of the box of a label (window_label.h); 0: it is none */
    uint16_t half_page_px;
    kj_table table;
    uint8_t columns;                             /* cells of a row that stands in columns; else 0 */
    uint16_t cell_lines[KJ_WINDOW_COLUMNS + 1u]; /* lines before each cell's first */
    uint16_t item_count, point_count, line_count, style_count;
    uint16_t lines[KJ_WINDOW_LINES]; /* points at which the lines end */
    kj_text_run styles[KJ_WINDOW_STYLES];
    kj_item items[KJ_WINDOW_ITEMS];
    kj_point points[KJ_POINTS_MAX];
    kj_breaker breaker;
    uint8_t map[KJ_BREAK_MAP_BYTES(KJ_WINDOW_BYTES)];
    uint8_t text[KJ_WINDOW_BYTES + 16];
} kj_window;

void kj_window_init(kj_window *window, kj_document *document, kj_shaper *shaper, kj_faces *faces);

/* Begins a window at text offset start, which is where document's reads are, within block, under
 * style on page; builds its lines. A block without text gives a window without lines. A table row
 * stands in its table's columns where it is whole in the window, has no word wider than its column,
 * and is at most half a page high; else each cell begins a line. KJ_OK;
 * errors of document, faces, shaper. */
KJ_MUST_USE kj_status kj_window_begin(kj_window *window, const kj_page_style *page,
                                      const kj_block *block, uint32_t start);

/* Begins a window of all of block, of one line's width set by the caller later (a label), with
 * document's reads at its beginning. Statuses as kj_window_begin. */
KJ_MUST_USE kj_status kj_window_begin_styled(kj_window *window, const kj_style *style,
                                             kj_family family, const kj_block *block);

/* Goes on after the window's lines: KJ_OK, or KJ_END where its block is over; errors as begin. */
KJ_MUST_USE kj_status kj_window_advance(kj_window *window);

/* Points between which line lies, 0 <= line < line_count. */
static inline unsigned kj_window_line_first(const kj_window *window, unsigned line) {
    return line == 0 ? 0u : window->lines[line - 1u];
}

/* Text offset at which line ends and the next one begins. */
static inline uint32_t kj_window_line_end(const kj_window *window, unsigned line) {
    return window->start + window->points[window->lines[line]].offset;
}

/* What an item's advances are scaled by. */
static inline kj_fit kj_item_fit(const kj_window *window, const kj_item *item) {
    return item->flags & (KJ_ITEM_RAISED | KJ_ITEM_LOWERED) ? window->setting.small_fit
                                                            : window->setting.fit;
}

/* Lines of text that the window is high: of a table row those of its longest cell. */
unsigned kj_window_height(const kj_window *window);

/* The item that holds byte offset of the window, or the spaces after it. */
unsigned kj_window_item_at(const kj_window *window, unsigned offset);

#endif
