/* style.h - how each kind of block looks: size, weight, spacing, measure, what keeps together.
 *
 * Everything is derived from the page's running text, in whole pixels. The look is that of a
 * Bengali daily: bold ragged headline, small byline and dateline, paragraphs told apart by
 * the first line's indent alone. Layer: layout. */
#ifndef KJ_LAYOUT_STYLE_H
#define KJ_LAYOUT_STYLE_H

#include "layout/composer.h"
#include "layout/paragraph.h"

typedef struct kj_style {
    uint8_t size_px;
    uint8_t small_px, raise_px, lower_px; /* size and shift of super- and subscripts */
    bool bold, hyphenate, hangs;
    uint8_t mode;                   /* kj_measure_mode */
    uint16_t leading_px;            /* baseline to baseline */
    uint16_t ascent_px, descent_px; /* room for the tallest and deepest clusters */
    int16_t first_indent_px;        /* of the first line; negative: hangs out to the left */
    uint16_t left_px, right_px;     /* column's edges, in addition to the page's margins */
    bool keep_with_next, keep_with_last, keep_together;
    bool rule_above;  /* across the column, in the space above */
    bool optional;    /* left out where the page has no room for all of it */
    uint8_t least_px; /* size to which it may shrink so that it is one line; 0: it stays */
} kj_style;

/* KJ_OK, or ERR_ARGUMENT: page is outside the limits stated in composer.h. */
KJ_MUST_USE kj_status kj_style_check(const kj_page_style *page);

/* The style of block on page (which passed kj_style_check). Cannot fail. */
kj_style kj_style_of(const kj_page_style *page, const kj_block *block);

/* The same at another size: what in a table of many columns is set smaller. */
kj_style kj_style_of_size(const kj_page_style *page, const kj_block *block, uint8_t size_px);

/* Whether blocks of kind stand across all columns of a page. */
static inline bool kj_style_spans(kj_block_kind kind) {
    return kind == KJ_BLOCK_MASTHEAD || kind == KJ_BLOCK_FOLIO;
}

/* Space between a block and the one below it, pixels, on top of the leading. */
uint16_t kj_style_space(const kj_page_style *page, kj_block_kind above, kj_block_kind below);

#endif
