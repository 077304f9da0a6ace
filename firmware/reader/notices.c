/* notices.c - a notice in place of a view, and the picture where not even that can be set. Layer:
 * reader. */
#include "reader/fallback.h"
#include "reader/line.h"
#include "reader/views.h"

#define LOG_BYTES 200u

/* "NAME: page 3: unreadable: input/output error" */
static void log_trouble(const kj_reader *reader, const char *name, kj_place place, const char *what,
                        kj_status status) {
    if (!reader->config.log.line) {
        return;
    }
    char text[LOG_BYTES];
    kj_line line;
    kj_line_init(&line, text, sizeof text);
    kj_line_add_short(&line, *name ? name : "card", LOG_BYTES / 2);
    if (place.offset != UINT32_MAX && reader->article.document) {
        kj_line_add(&line, ": page ");
        kj_line_add_number(&line, kj_article_page_of(&reader->article, place.offset) + 1u);
    }
    kj_line_add(&line, ": ");
    kj_line_add(&line, what);
    kj_line_add(&line, ": ");
    kj_line_add(&line, kj_status_name(status));
    reader->config.log.line(reader->config.log.context, text);
}

/* Without a text engine: the picture, and the log says why. */
static void paint_fallback(kj_reader *reader, kj_status why) {
    log_trouble(reader, "text engine", KJ_NO_PLACE, "no text can be shown", why);
    kj_article_forget_set(&reader->article);
    kj_surface_move_band(&reader->stage.surface, 0);
    kj_fallback_paint(&reader->stage.surface);
    reader->stage.band_painted = true;
    reader->fallback = true;
}

/* Sets the notice on top of what the article keeps in its arena, so that SELECT and PREV find the
 * article as it was. */
static kj_status set_notice(kj_reader *reader) {
    kj_stage *stage = &reader->stage;
    kj_article_forget_set(&reader->article);
    kj_stage_drop_composer(stage);
    if (reader->article.xhtml) {
        kj_xhtml_rest(reader->article.xhtml);
    }
    /* What is short of memory or made of damaged parts must not be built upon. */
    kj_shaper_clear(stage->shaper);
    kj_faces_rebuild(&stage->faces);
    const size_t mark = kj_arena_mark(&stage->article);
    kj_notice *notice = kj_arena_take(&stage->article, sizeof *notice);
    kj_document *document;
    kj_place next;
    kj_status status = notice ? KJ_OK : KJ_ERR_MEMORY;
    if (status == KJ_OK) {
        status = kj_notice_open(notice, reader->notice, kj_reader_language(reader), reader->name,
                                &document);
    }
    status = status == KJ_OK ? kj_stage_compose(stage, document) : status;
    status = status == KJ_OK ? kj_stage_set_page(stage, (kj_place){0, 0}, &next) : status;
    reader->painting_notice = true;
    status = status == KJ_OK ? kj_stage_paint(stage) : status;
    reader->painting_notice = false;
    /* The display list is all that painting again needs. */
    kj_stage_drop_composer(stage);
    kj_arena_release(&stage->article, mark);
    return status;
}

void kj_view_show_notice(kj_reader *reader) {
    reader->fallback = false;
    kj_status status = reader->engine == KJ_OK ? set_notice(reader) : reader->engine;
    if (status != KJ_OK) {
        paint_fallback(reader, status);
    }
}

void kj_view_enter_notice(kj_reader *reader, kj_notice_kind kind, kj_status status,
                          kj_place place) {
    log_trouble(reader, reader->name, place, kj_notice_name(kind), status);
    reader->notice = kind;
    reader->trouble = status;
    reader->notice_place = place;
    reader->over = KJ_OVER_NONE;
    reader->is_new = true;
    kj_view_show_notice(reader);
}
