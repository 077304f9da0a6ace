/* dump.c - see dump.h. Layer: board (host). */
#include "dump.h"

#include "fonts/font_data.h"

#include <inttypes.h>

static void dump_run(FILE *out, const kj_display_list *list, uint16_t index) {
    const kj_placed_run *run = &list->runs[index];
    fprintf(out, "{\"font\":\"%s\",\"glyphs\":[", kj_font_data_table[run->face].name);
    uint16_t end = kj_placed_run_end(list, index);
    for (uint16_t i = run->first; i < end; i++) {
        const kj_placed *glyph = &list->glyphs[i];
        fprintf(out, "%s{\"id\":%u,\"x\":%.6g,\"y\":%.6g,\"ax\":%.6g,\"cluster\":%" PRIu32 "}",
                i > run->first ? "," : "", glyph->id, glyph->x_12_4 / 16.0,
                run->baseline_px + glyph->dy_6_2 / 4.0, glyph->advance_12_4 / 16.0,
                run->text + glyph->cluster);
    }
    fputs("]}", out);
}

static void dump_line(FILE *out, const kj_display_list *list, uint16_t index, unsigned page) {
    const kj_placed_line *line = &list->lines[index];
    fprintf(out, "{\"page\":%u,\"y\":%d,\"start\":%" PRIu32 ",\"end\":%" PRIu32 ",\"gap\":", page,
            line->baseline_px, line->start, line->end);
    if (line->gap_8_8) {
        fprintf(out, "%.3f", line->gap_8_8 / 256.0);
    } else {
        fputs("null", out);
    }
    fprintf(out, ",\"hyphenated\":%s,\"runs\":[", line->hyphenated ? "true" : "false");
    uint16_t end =
        index + 1u < list->line_count ? list->lines[index + 1u].first_run : list->run_count;
    for (uint16_t run = line->first_run; run < end; run++) {
        if (run > line->first_run) {
            fputc(',', out);
        }
        dump_run(out, list, run);
    }
    fputs("]}\n", out);
}

void kj_dump_page(FILE *out, const kj_display_list *list, unsigned page) {
    for (uint16_t line = 0; line < list->line_count; line++) {
        dump_line(out, list, line, page);
    }
}
