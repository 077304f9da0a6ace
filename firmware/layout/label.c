/* label.c - see label.h. Layer: layout. */
#include "layout/label.h"

#include "layout/composer_private.h"
#include "layout/set_line.h"
#include "layout/window_label.h"

/* Where the pen stands after the glyphs from first on, 1/16 px; start where there are none. */
static int32_t end_of(const kj_display_list *list, uint16_t first, int32_t start_12_4) {
    int32_t end = start_12_4;
    for (uint16_t i = first; i < list->glyph_count; i++) {
        const int32_t here = list->glyphs[i].x_12_4 + list->glyphs[i].advance_12_4;
        end = here > end ? here : end;
    }
    return end;
}

static int32_t pixels_up(int32_t x_12_4) { return (x_12_4 + 15) >> 4; }

/* The text, and the ellipsis behind it where there is more of it. */
static kj_status set_parts(const kj_window *window, const kj_label *label, kj_display_list *list) {
    kj_line_place place = {.left_px = label->x_px, .baseline_px = label->baseline_px};
    const uint16_t first = list->glyph_count;
    kj_status status = KJ_OK;
    if (window->line_count > 1) {
        status = kj_set_line(window, 1, &place, list);
    }
    if (status == KJ_OK && kj_window_cuts_label(window)) {
        place.left_px = pixels_up(end_of(list, first, label->x_px * 16));
        status = kj_set_line(window, 0, &place, list);
    }
    return status;
}

/* Moves the glyphs from first on by whole pixels, so that words look the same wherever they stand.
 */
static void align(const kj_label *label, kj_display_list *list, uint16_t first, int32_t used_px) {
    int32_t free_px = label->width_px - used_px;
    int32_t move = label->align == KJ_LABEL_RIGHT    ? free_px
                   : label->align == KJ_LABEL_CENTRE ? free_px / 2
                                                     : 0;
    for (uint16_t i = first; i < list->glyph_count && move > 0; i++) {
        list->glyphs[i].x_12_4 = (int16_t)(list->glyphs[i].x_12_4 + 16 * move);
    }
}

kj_status kj_composer_label(kj_composer *composer, const kj_label *label, kj_display_list *list,
                            int16_t *used_px) {
    kj_window *window = &composer->window;
    const kj_display_mark mark = kj_display_list_mark(list);
    int32_t used = 0;
    composer->holds_window = false;
    kj_status status =
        label->width_px > 0 ? kj_window_begin_label(window, label, composer->page.family) : KJ_OK;
    if (status == KJ_OK && label->width_px > 0 && window->line_count > 0) {
        status = set_parts(window, label, list);
        used = pixels_up(end_of(list, mark.glyphs, label->x_px * 16)) - label->x_px;
    }
    if (status != KJ_OK || used > label->width_px) { /* not even the ellipsis fits */
        kj_display_list_cut(list, mark);
        used = 0;
    }
    if (status != KJ_OK) {
        return status == KJ_AGAIN ? KJ_ERR_MEMORY : status;
    }
    align(label, list, mark.glyphs, used);
    list->line_count = mark.lines; /* lines are the document's */
    if (used_px) {
        *used_px = (int16_t)used;
    }
    return KJ_OK;
}
