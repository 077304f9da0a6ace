/* style.c - see style.h. Layer: layout. */
#include "layout/style.h"

#include "text/fit.h"

/* Ink of the tallest (reph with long i or ai: 0.98 em) and deepest clusters (three-storey
 * conjunct with long u: 0.43 em) of the four Bengali faces. */
enum {
    ASCENT_PERCENT = 98,
    DESCENT_PERCENT = 45,
    HEADING_LEADING_PERCENT = 140,
    ENTRY_LEADING_PERCENT = 132,
    MASTHEAD_LEADING_PERCENT = 100
};

enum {
    HEADLINE_EMS = 11,      /* least width of the column in headline sizes */
    HYPHENATION_EMS = 40,   /* in wider columns gaps are even without dividing words */
    ROW_SPACE_PERCENT = 25, /* between rows of a table, where their rule lies */
    LIST_LEVELS = 4,        /* deeper ones are set in no further */
    LEAD_PERCENT = 165,     /* of the front page's first headline, and its summary */
    LEAD_SUMMARY_PERCENT = 95,
    LEAD_EMS = 10,      /* least width of the column in its sizes */
    MASTHEAD_SHARE = 9, /* of a page's height, at most; of the lead's size */
    LEAD_SHARE = 11,
    SMALL_PERCENT = 66,
    RAISE_PERCENT = 36,
    LOWER_PERCENT = 14 /* super- and subscripts */
};

/* Per kind: size and spaces in percent of the running text's size. */
typedef struct kind_style {
    uint8_t size_percent, before_percent, after_percent;
    bool bold, heading;
} kind_style;

static const kind_style kinds[KJ_BLOCK_KINDS] = {
    [KJ_BLOCK_HEADLINE] = {150, 60, 45, true, true},
    [KJ_BLOCK_BYLINE] = {85, 0, 55, true, true},
    [KJ_BLOCK_DATELINE] = {85, 0, 55, false, true},
    [KJ_BLOCK_LEAD] = {108, 0, 55, false, false},
    [KJ_BLOCK_PARAGRAPH] = {100, 0, 0, false, false},
    [KJ_BLOCK_QUOTE] = {100, 40, 40, false, false},
    [KJ_BLOCK_SUBHEADING] = {115, 70, 15, true, true},
    [KJ_BLOCK_LIST_ITEM] = {100, 0, 0, false, false},
    [KJ_BLOCK_CAPTION] = {80, 15, 60, false, false},
    [KJ_BLOCK_RULE] = {100, 0, 0, false, false},
    [KJ_BLOCK_PREFORMATTED] = {85, 30, 30, false, false},
    [KJ_BLOCK_TABLE_ROW] = {90, 30, 60, false, false},
    [KJ_BLOCK_IMAGE] = {90, 30, 15, false, false},
    [KJ_BLOCK_NOTE] = {85, 40, 40, false, false},
    [KJ_BLOCK_ENTRY] = {100, 55, 5, false, false},
    [KJ_BLOCK_ENTRY_BYLINE] = {72, 5, 12, false, false},
    [KJ_BLOCK_ENTRY_SUMMARY] = {84, 5, 0, false, false},
    [KJ_BLOCK_SECTION] = {86, 85, 12, true, true},
    [KJ_BLOCK_MASTHEAD] = {255, 0, 0, true, true},
    [KJ_BLOCK_FOLIO] = {72, 0, 36, false, true},
};

static uint16_t percent_of(unsigned value, unsigned percent) {
    return (uint16_t)((value * percent + 50u) / 100u);
}

static unsigned column_px(const kj_page_style *page) {
    return page->width_px - 2u * page->margin_px;
}

kj_status kj_style_check(const kj_page_style *page) {
    bool size_good = page->size_px >= KJ_SIZE_PX_MIN && page->size_px <= 48;
    bool page_good = page->width_px >= 96 && page->width_px <= 2048 && page->height_px >= 96 &&
                     page->height_px <= 2048;
    bool leading_good = page->leading_percent >= 100 && page->leading_percent <= 250;
    if (!size_good || !page_good || !leading_good || page->family > KJ_FAMILY_SANS ||
        2u * page->margin_px + 3u * page->size_px > page->width_px ||
        2u * page->margin_px + 2u * page->size_px > page->height_px) {
        return KJ_ERR_ARGUMENT;
    }
    return KJ_OK;
}

static uint8_t masthead_size(const kj_page_style *page, unsigned size) {
    unsigned most = page->height_px / MASTHEAD_SHARE;
    size = size < most ? size : most;
    size = size > page->size_px ? size : page->size_px;
    return (uint8_t)(size < KJ_SIZE_PX_MAX ? size : KJ_SIZE_PX_MAX);
}

static uint8_t size_of(const kj_page_style *page, const kj_block *block) {
    unsigned percent = kinds[block->kind].size_percent;
    if (block->kind == KJ_BLOCK_SUBHEADING && block->level > 0) {
        percent = block->level == 1 ? 108 : 100;
    }
    if (block->level > 0 && block->kind == KJ_BLOCK_ENTRY) {
        percent = LEAD_PERCENT;
    } else if (block->level > 0 && block->kind == KJ_BLOCK_ENTRY_SUMMARY) {
        percent = LEAD_SUMMARY_PERCENT;
    }
    unsigned size = percent_of(page->size_px, percent);
    if (block->kind == KJ_BLOCK_MASTHEAD) {
        return masthead_size(page, size);
    }
    const bool is_lead = block->kind == KJ_BLOCK_ENTRY && block->level > 0;
    unsigned most = column_px(page) / (is_lead ? LEAD_EMS : HEADLINE_EMS);
    if (is_lead && most > page->height_px / LEAD_SHARE) {
        most = page->height_px / LEAD_SHARE;
    }
    if (size > page->size_px && size > most) {
        size = most > page->size_px ? most : page->size_px;
    }
    return (uint8_t)(size > KJ_SIZE_PX_MIN ? size : KJ_SIZE_PX_MIN);
}

static kj_measure_mode mode_of(const kj_page_style *page, kj_block_kind kind) {
    switch (kind) {
    case KJ_BLOCK_HEADLINE:
    case KJ_BLOCK_ENTRY:
    case KJ_BLOCK_SUBHEADING: return KJ_MEASURE_BALANCED;
    case KJ_BLOCK_MASTHEAD: return KJ_MEASURE_CENTRED;
    case KJ_BLOCK_PARAGRAPH:
    case KJ_BLOCK_QUOTE:
    case KJ_BLOCK_LIST_ITEM: return page->justify ? KJ_MEASURE_JUSTIFIED : KJ_MEASURE_RAGGED;
    default: return KJ_MEASURE_RAGGED;
    }
}

static void indent_item(kj_style *style, const kj_page_style *page, const kj_block *block) {
    unsigned em = page->size_px, level = block->level < LIST_LEVELS ? block->level : LIST_LEVELS;
    unsigned own = block->numbered ? em * 3u / 2u : em;
    while (level > 0 && column_px(page) < 8u * em + level * em + own) {
        level--;
    }
    style->left_px = (uint16_t)(style->left_px + level * em + own);
    style->first_indent_px = (int16_t)(block->continues ? 0 : -(int)own);
}

/* Edges and first line; nothing is set in where less than 6 em of the column would stay. */
static void indent(kj_style *style, const kj_page_style *page, const kj_block *block) {
    uint16_t em = style->size_px;
    bool is_narrow = column_px(page) < 8u * em;
    if (!is_narrow && (block->quoted || block->kind == KJ_BLOCK_QUOTE)) {
        style->left_px = style->right_px = em;
        is_narrow = column_px(page) < 10u * em;
    }
    if (block->kind == KJ_BLOCK_PARAGRAPH && !block->after_heading) {
        style->first_indent_px = (int16_t)(is_narrow ? em / 2 : em);
    } else if (block->kind == KJ_BLOCK_LIST_ITEM && !is_narrow) {
        indent_item(style, page, block);
    } else if (!is_narrow && (block->kind == KJ_BLOCK_IMAGE || block->kind == KJ_BLOCK_NOTE)) {
        style->left_px = style->right_px = em;
    }
}

kj_style kj_style_of(const kj_page_style *page, const kj_block *block) {
    return kj_style_of_size(page, block, size_of(page, block));
}

static bool is_of_entry(kj_block_kind kind) {
    return kind == KJ_BLOCK_ENTRY_BYLINE || kind == KJ_BLOCK_ENTRY_SUMMARY;
}

static unsigned leading_percent(const kj_page_style *page, kj_block_kind kind) {
    unsigned most = kind == KJ_BLOCK_MASTHEAD                     ? MASTHEAD_LEADING_PERCENT
                    : kind == KJ_BLOCK_ENTRY || is_of_entry(kind) ? ENTRY_LEADING_PERCENT
                    : kinds[kind].heading                         ? HEADING_LEADING_PERCENT
                                                                  : UINT8_MAX;
    return page->leading_percent < most ? page->leading_percent : most;
}

kj_style kj_style_of_size(const kj_page_style *page, const kj_block *block, uint8_t size_px) {
    const kind_style *kind = &kinds[block->kind];
    kj_style style = {.size_px = size_px,
                      .bold = kind->bold,
                      .mode = mode_of(page, block->kind),
                      .keep_with_next = kind->heading,
                      .keep_together = block->kind == KJ_BLOCK_ENTRY || is_of_entry(block->kind),
                      .keep_with_last = block->kind == KJ_BLOCK_CAPTION ||
                                        block->kind == KJ_BLOCK_RULE || is_of_entry(block->kind),
                      .rule_above = block->kind == KJ_BLOCK_SECTION && block->level == 0,
                      .optional = block->kind == KJ_BLOCK_ENTRY_SUMMARY,
                      .least_px = block->kind == KJ_BLOCK_MASTHEAD ? page->size_px : 0};
    bool is_running = style.mode == KJ_MEASURE_JUSTIFIED || block->kind == KJ_BLOCK_PARAGRAPH ||
                      block->kind == KJ_BLOCK_QUOTE || block->kind == KJ_BLOCK_LIST_ITEM;
    style.hangs = style.mode == KJ_MEASURE_JUSTIFIED;
    style.hyphenate =
        is_running && page->hyphenate && column_px(page) <= HYPHENATION_EMS * style.size_px;
    style.small_px = (uint8_t)percent_of(style.size_px, SMALL_PERCENT);
    style.small_px = style.small_px > KJ_SIZE_PX_MIN ? style.small_px : KJ_SIZE_PX_MIN;
    style.raise_px = (uint8_t)percent_of(style.size_px, RAISE_PERCENT);
    style.lower_px = (uint8_t)percent_of(style.size_px, LOWER_PERCENT);
    style.leading_px = percent_of(style.size_px, leading_percent(page, block->kind));
    style.ascent_px = (uint16_t)((style.size_px * ASCENT_PERCENT + 99u) / 100u);
    style.descent_px = (uint16_t)((style.size_px * DESCENT_PERCENT + 99u) / 100u);
    indent(&style, page, block);
    return style;
}

uint16_t kj_style_space(const kj_page_style *page, kj_block_kind above, kj_block_kind below) {
    if (above == KJ_BLOCK_BYLINE && below == KJ_BLOCK_DATELINE) {
        return 0;
    }
    if (above == KJ_BLOCK_TABLE_ROW && below == KJ_BLOCK_TABLE_ROW) {
        return percent_of(page->size_px, ROW_SPACE_PERCENT);
    }
    if (above == below && above != KJ_BLOCK_HEADLINE && above != KJ_BLOCK_IMAGE &&
        above != KJ_BLOCK_ENTRY) {
        return 0;
    }
    if (above == KJ_BLOCK_FOLIO) {
        return percent_of(page->size_px, kinds[above].after_percent);
    }
    unsigned after = kinds[above].after_percent, before = kinds[below].before_percent;
    return percent_of(page->size_px, after > before ? after : before);
}
