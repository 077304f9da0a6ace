/* label.h - one short line of text at a given place: a status line, a menu's row, a key.
 *
 * Set by the same engine as an article's lines. What does not fit its box ends in an ellipsis, cut
 * at a cluster's edge. Layer: layout. */
#ifndef KJ_LAYOUT_LABEL_H
#define KJ_LAYOUT_LABEL_H

#include "layout/composer.h"

typedef enum kj_label_align { KJ_LABEL_LEFT, KJ_LABEL_CENTRE, KJ_LABEL_RIGHT } kj_label_align;

#define KJ_LABEL_BYTES_MAX 768u

typedef struct kj_label {
    const char *text;       /* UTF-8, NUL at its end; beyond KJ_LABEL_BYTES_MAX bytes it is cut;
                               what would end a line is a space */
    int16_t x_px, width_px; /* where it may lie, page pixels */
    int16_t baseline_px;
    uint8_t size_px; /* KJ_SIZE_PX_MIN..MAX */
    bool bold;
    kj_label_align align;
} kj_label;

/* Adds label's glyphs to list, with what is there left as it is, and *used_px its width in pixels,
 * at most label->width_px (may be NULL). list->lines, which are the document's, gets nothing. What
 * is too long is cut at a word's end, or inside a word where that keeps twice as much, and gets an
 * ellipsis; where not even that fits nothing is shown. It is set through composer's window: the
 * next kj_composer_page begins its block anew, and its page is the same. KJ_OK, also for an empty
 * text; ERR_MEMORY: the list is full or the shaper out of memory; other errors of the shaper. After
 * an error nothing was added. */
KJ_MUST_USE kj_status kj_composer_label(kj_composer *composer, const kj_label *label,
                                        kj_display_list *list, int16_t *used_px);

#endif
