/* views.c - see views.h. Layer: reader. */
#include "reader/views.h"

#include "reader/fallback.h"
#include "reader/line.h"

/* Going back past an article's beginning shows the end of the one before it. That has to be set
 * from its start, which in an article of more pages than this would take a device minutes: there
 * it is the first page. */
#define END_FOUND_PAGES 64u

#define LOG_BYTES 200u

/* "NAME: page 3: unreadable: input/output error" */
static void log_trouble(const kj_reader *reader, const char *name, uint32_t page, const char *what,
                        kj_status status) {
    if (!reader->config.log.line) {
        return;
    }
    char text[LOG_BYTES];
    kj_line line;
    kj_line_init(&line, text, sizeof text);
    kj_line_add_short(&line, *name ? name : "card", LOG_BYTES / 2);
    if (page != KJ_PAGE_NONE) {
        kj_line_add(&line, ": page ");
        kj_line_add_number(&line, page + 1);
    }
    kj_line_add(&line, ": ");
    kj_line_add(&line, what);
    kj_line_add(&line, ": ");
    kj_line_add(&line, kj_status_name(status));
    reader->config.log.line(reader->config.log.context, text);
}

/* Without a text engine: the picture, and the log says why. */
static void paint_fallback(kj_reader *reader, kj_status why) {
    log_trouble(reader, "text engine", KJ_PAGE_NONE, "no text can be shown", why);
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
        status = kj_notice_open(notice, reader->notice, reader->config.language, reader->name,
                                &document);
    }
    status = status == KJ_OK ? kj_stage_compose(stage, document) : status;
    status = status == KJ_OK ? kj_stage_set_page(stage, (kj_place){0, 0}, &next) : status;
    status = status == KJ_OK ? kj_stage_paint(stage) : status;
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

void kj_view_enter_notice(kj_reader *reader, kj_notice_kind kind, kj_status status, uint32_t page) {
    log_trouble(reader, reader->name, page, kj_notice_name(kind), status);
    reader->notice = kind;
    reader->trouble = status;
    reader->notice_page = page;
    kj_view_show_notice(reader);
}

void kj_view_enter_page(kj_reader *reader, uint32_t page) {
    reader->page = page;
    reader->notice = KJ_NOTICE_NONE;
    reader->trouble = KJ_OK;
    reader->fallback = false;
    reader->back.is_wanted = false;
}

void kj_view_go_to_page(kj_reader *reader, uint32_t page) {
    kj_status status = kj_article_set(&reader->article, &reader->stage, page);
    if (status == KJ_OK) {
        kj_view_enter_page(reader, page);
    } else {
        kj_view_enter_notice(reader, kj_notice_for_setting(status), status, page);
    }
}

static kj_list_position *position_of_view(kj_reader *reader) {
    return reader->view == KJ_VIEW_LIBRARY ? &reader->library_position : &reader->contents_position;
}

static void keep_position(kj_reader *reader) {
    if (reader->list) {
        *position_of_view(reader) = reader->list->position;
    }
}

void kj_view_leave(kj_reader *reader) {
    keep_position(reader);
    reader->list = NULL;
    reader->page = 0;
    kj_article_close(&reader->article, &reader->stage);
}

void kj_view_close_edition(kj_reader *reader) {
    if (reader->edition) {
        kj_edition_close(reader->edition);
        reader->edition = NULL;
    }
    kj_arena_release(&reader->stage.edition, 0);
}

void kj_view_set_list(kj_reader *reader) {
    kj_status status = kj_list_screen_set(reader->list, &reader->stage);
    if (status == KJ_OK) {
        kj_view_enter_page(reader, 0);
        return;
    }
    kj_view_leave(reader); /* the notice may have it all */
    kj_view_enter_notice(reader, kj_notice_for_setting(status), status, KJ_PAGE_NONE);
}

void kj_view_open_list(kj_reader *reader, kj_reader_view view) {
    kj_view_leave(reader);
    reader->view = view;
    const kj_listing_source source = view == KJ_VIEW_LIBRARY
                                         ? kj_library_list_source(&reader->library)
                                         : kj_contents_list_source(&reader->contents);
    kj_status status =
        kj_list_screen_open(&reader->list, &reader->stage, &source, *position_of_view(reader));
    if (status != KJ_OK) {
        reader->list = NULL;
        kj_stage_reset(&reader->stage);
        kj_view_enter_notice(reader, kj_notice_for_setting(status), status, KJ_PAGE_NONE);
        return;
    }
    kj_view_set_list(reader);
}

/* Sets the article's last page, where it is near enough to be found. */
static void go_to_end(kj_reader *reader) {
    kj_article *article = &reader->article;
    kj_status status = kj_article_find_end(article, &reader->stage, END_FOUND_PAGES);
    if (status == KJ_OK || status == KJ_AGAIN) {
        kj_view_go_to_page(reader, status == KJ_OK ? article->last_page : 0);
    } else {
        kj_view_enter_notice(reader, kj_notice_for_setting(status), status, 0);
    }
}

static void show_opened(kj_reader *reader, kj_status status, kj_notice_kind failed, bool at_end) {
    if (status != KJ_OK) {
        kj_article_close(&reader->article, &reader->stage); /* the notice may have it all */
        kj_view_enter_notice(reader, failed, status, KJ_PAGE_NONE);
    } else if (at_end) {
        go_to_end(reader);
    } else {
        kj_view_go_to_page(reader, 0);
    }
}

void kj_view_go_to_entry(kj_reader *reader, uint32_t entry, bool at_end) {
    kj_view_leave(reader);
    reader->view = KJ_VIEW_ARTICLE;
    reader->entry = entry;
    reader->contents_position.marked = entry + KJ_CONTENTS_LIST_FIRST;
    kj_status status =
        kj_article_open_entry(&reader->article, &reader->stage, reader->edition, entry);
    show_opened(reader, status, kj_notice_for_entry(status), at_end);
}

static kj_status open_edition(kj_reader *reader, const kj_source *source) {
    const kj_language language = reader->config.language;
    const kj_edition_config config = {
        .source = *source,
        .heap = &reader->stage.scratch,
        .words = {.damaged = kj_string_get(language, KJ_STRING_TEXT_DAMAGED),
                  .unreadable = kj_string_get(language, KJ_STRING_TEXT_UNREADABLE),
                  .picture = kj_string_get(language, KJ_STRING_PICTURE)},
        .untitled = kj_string_get(language, KJ_STRING_UNTITLED),
        .log_context = reader->config.log.context,
        .log = reader->config.log.line,
    };
    kj_edition *edition = kj_arena_take(&reader->stage.edition, sizeof *edition);
    if (!edition) {
        return KJ_ERR_MEMORY;
    }
    kj_status status = kj_edition_open(edition, &config);
    if (status == KJ_OK) {
        reader->edition = edition;
        reader->contents = (kj_contents_list){.edition = edition, .language = language};
        reader->contents_position = (kj_list_position){0, 0};
    }
    return status;
}

/* What a file is its first bytes tell, whatever its name says. KJ_OK or the source's error. */
static kj_status look_for_archive(const kj_source *source, bool *is_archive) {
    uint8_t head[4];
    *is_archive = false;
    if (source->size_bytes < sizeof head) {
        return KJ_OK;
    }
    kj_status status = source->read(source->context, 0, head, sizeof head);
    *is_archive =
        status == KJ_OK && head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4;
    return status;
}

static void keep_name(kj_reader *reader, const char *name) {
    kj_line line;
    kj_line_init(&line, reader->name, sizeof reader->name);
    kj_line_add(&line, name);
}

void kj_view_go_to_item(kj_reader *reader, uint32_t index, bool at_end) {
    const kj_shelf *shelf = &reader->config.shelf;
    kj_source source;
    kj_shelf_item item = {.name = ""};
    bool is_archive = false;
    kj_view_leave(reader);
    kj_view_close_edition(reader);
    reader->view = KJ_VIEW_ARTICLE;
    reader->index = index;
    reader->library_position.marked = index + KJ_LIBRARY_LIST_FIRST;
    kj_status status = shelf->open(shelf->context, index, &source, &item);
    keep_name(reader, item.name);
    status = status == KJ_OK ? look_for_archive(&source, &is_archive) : status;
    if (status != KJ_OK) {
        show_opened(reader, status, kj_notice_for_opening(status), at_end);
        return;
    }
    if (!is_archive && !item.is_edition) {
        status = kj_article_open_text(&reader->article, &reader->stage, &source);
        show_opened(reader, status, kj_notice_for_opening(status), at_end);
        return;
    }
    status = open_edition(reader, &source);
    if (status == KJ_OK) {
        kj_view_open_list(reader, KJ_VIEW_CONTENTS);
    } else {
        show_opened(reader, status, kj_notice_for_edition(status), false);
    }
}

void kj_view_go_to_shelf(kj_reader *reader) {
    const kj_shelf *shelf = &reader->config.shelf;
    kj_view_leave(reader);
    kj_view_close_edition(reader);
    reader->view = KJ_VIEW_LIBRARY;
    keep_name(reader, "");
    if (reader->engine != KJ_OK) {
        reader->notice = KJ_NOTICE_TROUBLE;
        reader->trouble = reader->engine;
        kj_view_show_notice(reader);
        return;
    }
    reader->item_count = 0;
    kj_status status = shelf->refresh(shelf->context, &reader->item_count);
    reader->library = (kj_library_list){
        .shelf = shelf, .count = reader->item_count, .language = reader->config.language};
    if (status != KJ_OK) {
        kj_view_enter_notice(reader, kj_notice_for_card(status), status, KJ_PAGE_NONE);
    } else if (reader->item_count == 0) {
        kj_view_enter_notice(reader, KJ_NOTICE_NO_ARTICLES, KJ_ERR_MISSING, KJ_PAGE_NONE);
    } else if (reader->item_count == 1) {
        kj_view_go_to_item(reader, 0, false);
    } else {
        kj_view_open_list(reader, KJ_VIEW_LIBRARY);
    }
}
