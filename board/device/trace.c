/* trace.c - see trace.h. Layer: board. */
#include "board/device/trace.h"

const char *kj_view_name(kj_reader_view view) {
    static const char *const names[] = {
        [KJ_VIEW_LIBRARY] = "library", [KJ_VIEW_CONTENTS] = "contents",
        [KJ_VIEW_ARTICLE] = "article", [KJ_VIEW_SAVED] = "saved",
        [KJ_VIEW_HISTORY] = "history", [KJ_VIEW_RESULTS] = "results",
        [KJ_VIEW_TEXT] = "text"};
    return names[view];
}

const char *kj_over_name(kj_reader_over over) {
    static const char *const names[] = {[KJ_OVER_NONE] = "none",
                                        [KJ_OVER_MENU] = "menu",
                                        [KJ_OVER_GO_TO] = "go-to",
                                        [KJ_OVER_KEYBOARD] = "keyboard",
                                        [KJ_OVER_ALERT] = "alert"};
    return names[over];
}

static void add_key(kj_line *line, const char *key) {
    kj_line_add(line, " ");
    kj_line_add(line, key);
    kj_line_add(line, "=");
}

void kj_trace_number(kj_line *line, const char *key, uint32_t value) {
    add_key(line, key);
    kj_line_add_number(line, value);
}

void kj_trace_string(kj_line *line, const char *key, const char *value) {
    static const char digits[] = "0123456789ABCDEF";
    add_key(line, key);
    for (; *value; value++) {
        const unsigned byte = (uint8_t)*value;
        if (byte > 0x20 && byte < 0x7F && byte != '%' && byte != '=') {
            kj_line_add_bytes(line, value, 1);
        } else {
            const char escaped[3] = {'%', digits[byte >> 4], digits[byte & 15u]};
            kj_line_add_bytes(line, escaped, sizeof escaped);
        }
    }
}

static void add_look(kj_line *line, const kj_loop *loop) {
    const kj_stage *stage = &loop->reader.stage;
    kj_trace_number(line, "rotation", 90u * (unsigned)stage->surface.rotation);
    kj_trace_number(line, "size_px", stage->config.style.size_px);
    kj_trace_number(line, "width", kj_surface_page_width(&stage->surface));
    kj_trace_number(line, "height", kj_surface_page_height(&stage->surface));
    kj_trace_number(line, "depth", stage->config.depth);
}

static void add_place(kj_line *line, const kj_reader_status *reader) {
    kj_trace_number(line, "article", reader->article + 1u);
    kj_trace_number(line, "in_edition", reader->in_edition);
    kj_trace_number(line, "entry", reader->entry + 1u);
    kj_trace_number(line, "page", reader->page + 1u);
    kj_trace_number(line, "pages", reader->pages);
    kj_trace_number(line, "start", reader->start);
    kj_trace_number(line, "end", reader->end);
    kj_trace_number(line, "images", reader->images);
    kj_trace_number(line, "shown", reader->shown);
    kj_trace_number(line, "marked", reader->marked);
}

void kj_trace_turn(kj_line *line, const kj_loop *loop) {
    const kj_loop_turn *turn = &loop->turn;
    const kj_reader_status *reader = &turn->reader;
    kj_line_add(line, "@turn");
    kj_trace_string(line, "refresh", turn->refresh);
    kj_trace_number(line, "keys", turn->keys);
    kj_trace_number(line, "wear", turn->wear);
    kj_trace_number(line, "sleeps", turn->sleeps);
    kj_trace_number(line, "failures", loop->failures);
    add_look(line, loop);
    kj_trace_string(line, "view", kj_view_name(reader->view));
    kj_trace_string(line, "over", kj_over_name(reader->over));
    add_place(line, reader);
    kj_trace_string(line, "notice", kj_notice_name(reader->notice));
    kj_trace_number(line, "trouble", (uint32_t)-reader->trouble);
    kj_trace_number(line, "fallback", reader->fallback);
    kj_trace_string(line, "name", reader->article_name); /* last: the longest may be cut */
    kj_line_add(line, "\n");
}

void kj_trace_mark(kj_line *line, const kj_reader_mark *mark) {
    kj_line_add(line, "@mark");
    kj_trace_string(line, "name", mark->name);
    kj_trace_number(line, "size", (uint32_t)mark->size_bytes);
    kj_trace_number(line, "peak", (uint32_t)mark->peak_bytes);
    kj_line_add(line, "\n");
}
