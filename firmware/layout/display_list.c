/* display_list.c - see display_list.h. Layer: layout. */
#include "layout/display_list.h"

#include <assert.h>

enum { LEAST_BYTES = 1024, GLYPHS_MOST = 65535, RULES_MOST = 64 };

/* What a page needs of each kind, in 1/32 of the memory. Of newspaper text at 26 px in a 432 px
 * column, measured, a line has 30 glyphs (240 bytes), one to two runs (24) and itself (20); each
 * cell of a table is a line and a run of a few glyphs. */
enum { GLYPHS_32 = 21, RUNS_32 = 5, LINES_32 = 5, RULES_32 = 1 };

static uint16_t entries(size_t bytes, size_t entry_bytes, size_t most) {
    size_t count = bytes / entry_bytes;
    return (uint16_t)(count < most ? count : most);
}

static void *place(uint8_t **at, size_t bytes) {
    void *here = *at;
    *at += (bytes + 7u) & ~(size_t)7u;
    return here;
}

kj_status kj_display_list_init(kj_display_list *list, void *memory, size_t bytes) {
    assert(((uintptr_t)memory & 7u) == 0);
    if (bytes < LEAST_BYTES) {
        return KJ_ERR_MEMORY;
    }
    const size_t most = (size_t)GLYPHS_MOST * sizeof(kj_placed) / GLYPHS_32 * 32u;
    size_t used = bytes < most ? bytes & ~(size_t)7u : most;
    size_t runs = used * RUNS_32 / 32u, lines = used * LINES_32 / 32u;
    size_t rules = used * RULES_32 / 32u, glyphs = used - runs - lines - rules - 4u * 8u;
    kj_display_list made = {
        .glyph_capacity = entries(glyphs, sizeof(kj_placed), GLYPHS_MOST),
        .run_capacity = entries(runs, sizeof(kj_placed_run), GLYPHS_MOST),
        .line_capacity = entries(lines, sizeof(kj_placed_line), GLYPHS_MOST),
        .rule_capacity = entries(rules, sizeof(kj_placed_rule), RULES_MOST),
    };
    uint8_t *at = memory;
    made.glyphs = place(&at, made.glyph_capacity * sizeof(kj_placed));
    made.runs = place(&at, made.run_capacity * sizeof(kj_placed_run));
    made.lines = place(&at, made.line_capacity * sizeof(kj_placed_line));
    made.rules = place(&at, made.rule_capacity * sizeof(kj_placed_rule));
    assert(at <= (uint8_t *)memory + bytes);
    *list = made;
    return KJ_OK;
}

void kj_display_list_clear(kj_display_list *list) {
    kj_display_list_cut(list, (kj_display_mark){.glyphs = 0});
}

kj_display_mark kj_display_list_mark(const kj_display_list *list) {
    return (kj_display_mark){.glyphs = list->glyph_count,
                             .runs = list->run_count,
                             .lines = list->line_count,
                             .rules = list->rule_count,
                             .images = list->image_count};
}

void kj_display_list_cut(kj_display_list *list, kj_display_mark mark) {
    assert(mark.glyphs <= list->glyph_count && mark.runs <= list->run_count &&
           mark.lines <= list->line_count && mark.rules <= list->rule_count &&
           mark.images <= list->image_count);
    list->glyph_count = mark.glyphs;
    list->run_count = mark.runs;
    list->line_count = mark.lines;
    list->rule_count = mark.rules;
    list->image_count = mark.images;
}

size_t kj_display_list_bytes(const kj_display_list *list) {
    return list->glyph_count * sizeof(kj_placed) + list->run_count * sizeof(kj_placed_run) +
           list->line_count * sizeof(kj_placed_line) + list->rule_count * sizeof(kj_placed_rule) +
           list->image_count * sizeof(kj_placed_image);
}
