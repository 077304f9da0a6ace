/* column.c - see column.h. Layer: layout. */
#include "layout/column.h"

#include "layout/style.h"

enum { DESCENT_PERCENT = 45 }; /* of a line's size, as style.c has it */

void kj_column_move(kj_display_list *list, kj_display_mark mark, int32_t move_px) {
    for (unsigned i = mark.glyphs; i < list->glyph_count && move_px > 0; i++) {
        list->glyphs[i].x_12_4 = (int16_t)(list->glyphs[i].x_12_4 + 16 * move_px);
    }
    for (unsigned i = mark.rules; i < list->rule_count; i++) {
        list->rules[i].box.x = (int16_t)(list->rules[i].box.x + move_px);
    }
    for (unsigned i = mark.images; i < list->image_count; i++) {
        list->images[i].box.x = (int16_t)(list->images[i].box.x + move_px);
    }
}

/* Of its first glyph; 0: it has none and is the list's last. */
static int32_t size_of_line(const kj_display_list *list, const kj_placed_line *line) {
    return line->first_run < list->run_count ? list->runs[line->first_run].size_px : 0;
}

/* Whether line begins an entry of a list or a section, with space above it that may grow. */
static bool is_head(const kj_display_list *list, unsigned line, unsigned first) {
    const kj_placed_line *here = &list->lines[line], *before = here - 1;
    return line > first && here->start != before->end && !kj_style_spans(before->block_kind) &&
           (here->block_kind == KJ_BLOCK_SECTION ||
            (here->block_kind == KJ_BLOCK_ENTRY && before->block_kind != KJ_BLOCK_SECTION));
}

/* How many heads there are from first up to and with last. */
static int32_t count_heads(const kj_display_list *list, unsigned first, unsigned last) {
    int32_t heads = 0;
    for (unsigned line = first; line <= last; line++) {
        heads += is_head(list, line, first);
    }
    return heads;
}

static void move_line_down(kj_display_list *list, unsigned line, int32_t move_px) {
    const unsigned end =
        line + 1u < list->line_count ? list->lines[line + 1u].first_run : list->run_count;
    for (unsigned run = list->lines[line].first_run; run < end; run++) {
        list->runs[run].baseline_px = (int16_t)(list->runs[run].baseline_px + move_px);
    }
    list->lines[line].baseline_px = (int16_t)(list->lines[line].baseline_px + move_px);
}

void kj_column_feather(kj_display_list *list, kj_display_mark mark, int32_t bottom_px,
                       int32_t most_px) {
    const unsigned first = mark.lines, end = list->line_count;
    const int32_t heads = end > first ? count_heads(list, first, end - 1u) : 0;
    if (heads == 0) {
        return;
    }
    const kj_placed_line *last = &list->lines[end - 1u];
    const int32_t below = size_of_line(list, last) * DESCENT_PERCENT / 100;
    const int32_t share = (bottom_px - last->baseline_px - below) / heads;
    const int32_t each = share < most_px ? share : most_px;
    for (unsigned i = mark.rules; i < list->rule_count && each > 0; i++) {
        unsigned line = first;
        while (line + 1u < end && list->lines[line].baseline_px < list->rules[i].box.y) {
            line++;
        }
        const int32_t move = each * count_heads(list, first, line);
        list->rules[i].box.y = (int16_t)(list->rules[i].box.y + move);
    }
    for (unsigned line = first; line < end && each > 0; line++) {
        move_line_down(list, line, each * count_heads(list, first, line));
    }
}

void kj_column_add_gutter_rule(kj_display_list *list, unsigned first_line, int32_t top_px,
                               int32_t x_px) {
    int32_t bottom = top_px;
    for (unsigned i = first_line; i < list->line_count; i++) {
        const int32_t size = size_of_line(list, &list->lines[i]);
        const int32_t below = list->lines[i].baseline_px + size * DESCENT_PERCENT / 100;
        bottom = below > bottom ? below : bottom;
    }
    if (list->rule_count < list->rule_capacity) {
        list->rules[list->rule_count++] = (kj_placed_rule){
            .box = {(int16_t)x_px, (int16_t)top_px, 1, (int16_t)(bottom - top_px)}};
    }
}
