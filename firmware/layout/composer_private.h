/* composer_private.h - what a composer holds: for composer.c and label.c alone. Layer: layout. */
#ifndef KJ_LAYOUT_COMPOSER_PRIVATE_H
#define KJ_LAYOUT_COMPOSER_PRIVATE_H

#include "layout/box.h"
#include "layout/composer.h"
#include "layout/pager.h"
#include "layout/window.h"

struct kj_composer {
    kj_page_style page;
    kj_page_style column; /* a page as wide as one column and its margins */
    uint16_t gutter_px;
    uint8_t columns; /* >= 1 */
    kj_pager pager;
    bool holds_window;   /* window belongs to resume, and the shaper has its runs */
    kj_box box;          /* the current block, or NONE: its lines */
    uint32_t resume;     /* the place that the window can be begun at again */
    uint32_t generation; /* of the shaper when the window was made */
    kj_window window;
};

/* Steps of composing, for composer.c and page.c. */

/* Has the window of place.resume at hand. KJ_OK; KJ_END; errors of document, faces and shaper. */
KJ_MUST_USE kj_status kj_composer_go_to(kj_composer *composer, kj_place place);

/* The next window of the block, or the next block. KJ_END after the last. */
KJ_MUST_USE kj_status kj_composer_step(kj_composer *composer);

/* The next block. KJ_END after the last. */
KJ_MUST_USE kj_status kj_composer_skip(kj_composer *composer);

/* The style of the page that a block of kind is set on: the whole, or a column of it. */
static inline const kj_page_style *kj_composer_page_of(const kj_composer *composer,
                                                       kj_block_kind kind) {
    return kj_style_spans(kind) ? &composer->page : &composer->column;
}

#endif
