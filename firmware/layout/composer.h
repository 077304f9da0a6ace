/* composer.h - pages of a document: blocks in, one display list at a time out.
 *
 * A window of a paragraph is shaped, broken into lines by total fit and set; the pager cuts
 * the lines into pages. A page is asked for by its place, so the same place gives the same
 * page however the reader came to it, and nothing but the window is held in memory. Layer:
 * layout. */
#ifndef KJ_LAYOUT_COMPOSER_H
#define KJ_LAYOUT_COMPOSER_H

#include "base/arena.h"
#include "document/document.h"
#include "layout/display_list.h"
#include "text/fit.h"
#include "text/shape.h"

typedef struct kj_page_style {
    uint16_t width_px, height_px; /* of the page, 96..2048 */
    uint16_t margin_px;           /* each side; leaves a column of at least 3 em */
    uint8_t size_px;              /* of running text, KJ_SIZE_PX_MIN..48 */
    uint8_t leading_percent;      /* baseline distance / size, 100..250 */
    kj_family family;
    bool justify, hyphenate;
} kj_page_style;

/* Where a page begins. resume: text offset where the line breaking of the page's first line
 * began (a block's start, or the start of a window inside a long block); offset: text offset
 * of the first line. {0, 0} is the document's beginning. */
typedef struct kj_place {
    uint32_t resume, offset;
} kj_place;

/* Where the page after the last one would begin: kj_composer_page gives KJ_END there. */
#define KJ_PLACE_END ((kj_place){UINT32_MAX, UINT32_MAX})

typedef struct kj_composer kj_composer;

/* Bytes an arena must have left for kj_composer_open. */
size_t kj_composer_bytes(void);

/* Takes its state from arena (article lifetime). document and shaper outlive it.
 * KJ_OK; ERR_ARGUMENT: style outside its limits; ERR_MEMORY; a face's error. */
KJ_MUST_USE kj_status kj_composer_open(kj_composer **composer, kj_arena *arena,
                                       kj_document *document, kj_shaper *shaper, kj_faces *faces,
                                       const kj_page_style *style);

#define KJ_COLUMNS_MAX 3u

/* From now on pages have columns of equal width (1..KJ_COLUMNS_MAX; 1 after open) with gutter_px
 * and a thin rule between them. A masthead and folio at a page's head stand across all columns.
 * Columns are filled one after the other; those of the document's last page are made about equally
 * high. KJ_OK; ERR_ARGUMENT: a column would be narrower than 3 em; nothing is changed then. */
KJ_MUST_USE kj_status kj_composer_set_columns(kj_composer *composer, unsigned columns,
                                              uint16_t gutter_px);

/* Left edge and width of column, 0 <= column < columns, in page pixels. */
typedef struct kj_column {
    int16_t left_px, width_px;
} kj_column;
kj_column kj_page_column(const kj_page_style *page, unsigned columns, uint16_t gutter_px,
                         unsigned column);

/* Sets the page that begins at place into list (cleared first), and *next to where the following
 * one begins (KJ_PLACE_END after the last). KJ_OK; KJ_END: the document ends before place (list
 * empty); errors of document, faces and shaper: list is empty then. Fastest when place is the last
 * call's *next. */
KJ_MUST_USE kj_status kj_composer_page(kj_composer *composer, kj_place place, kj_display_list *list,
                                       kj_place *next);

/* The page's place that holds text offset, found by setting pages from the nearest known place
 * before it, known ({0, 0} where none is). Errors as kj_composer_page; list is overwritten. */
KJ_MUST_USE kj_status kj_composer_find(kj_composer *composer, uint32_t offset,
                                       kj_display_list *list, kj_place known, kj_place *place);

#endif
