/* reader.c - see reader.h. Layer: reader. */
#include "reader/reader.h"

#include "reader/budget.h"
#include "reader/fallback.h"
#include "reader/line.h"

/* Going back past an article's beginning shows the end of the one before it. That has to be set
 * from its start, which in a text longer than this would take a device minutes: there it is the
 * first page. */
#define END_FOUND_BYTES (256u * 1024u)

#define LOG_BYTES 200u

kj_reader_sizes kj_reader_default_sizes(uint16_t panel_width_px, uint16_t panel_height_px,
                                        uint8_t depth) {
    return (kj_reader_sizes){
        .harfbuzz_bytes = KJ_BUDGET_HARFBUZZ,
        .freetype_bytes = KJ_BUDGET_FREETYPE,
        .runs_bytes = KJ_BUDGET_RUNS,
        .glyphs_bytes = KJ_BUDGET_GLYPHS,
        .list_bytes = KJ_BUDGET_LIST,
        .boot_bytes = KJ_BUDGET_BOOT,
        .article_bytes = KJ_BUDGET_ARTICLE,
        .frame_bytes = (uint32_t)kj_surface_bytes(panel_width_px, panel_height_px, depth),
    };
}

size_t kj_reader_memory_bytes(const kj_reader_sizes *sizes) { return kj_stage_memory_bytes(sizes); }

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

static kj_status give_row(void *context, unsigned plane, uint16_t y, uint8_t *bits) {
    kj_reader *reader = context;
    return kj_stage_row(&reader->stage, plane, y, bits);
}

static kj_status give_fallback_row(void *context, unsigned plane, uint16_t y, uint8_t *bits) {
    kj_reader *reader = context;
    kj_surface *surface = &reader->stage.surface;
    if (y < surface->band_y || y >= surface->band_y + surface->band_rows) {
        kj_surface_move_band(surface, (uint16_t)(y - y % surface->band_rows));
        kj_fallback_paint(surface);
    }
    return kj_stage_row(&reader->stage, plane, y, bits);
}

static void fill_screen(kj_reader *reader, bool natural, kj_reader_screen *screen) {
    const kj_surface *surface = &reader->stage.surface;
    *screen = (kj_reader_screen){
        .rows = {.context = reader, .row = reader->fallback ? give_fallback_row : give_row},
        .window = {0, 0, (int16_t)surface->width_px, (int16_t)surface->height_px},
        .intent = surface->depth == 2 ? KJ_INTENT_GRAY : KJ_INTENT_PAGE,
        .natural = natural,
    };
    reader->ahead_done = false;
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
    /* What is short of memory or made of damaged parts must not be built upon. */
    kj_shaper_clear(stage->shaper);
    kj_faces_rebuild(&stage->faces);
    const size_t mark = kj_arena_mark(&stage->article);
    kj_notice *notice = kj_arena_take(&stage->article, sizeof *notice);
    kj_document *document;
    kj_place next;
    kj_status status = notice ? KJ_OK : KJ_ERR_MEMORY;
    if (status == KJ_OK) {
        status = kj_notice_open(notice, reader->notice, reader->config.language,
                                reader->article.name, &document);
    }
    status = status == KJ_OK ? kj_stage_compose(stage, document) : status;
    status = status == KJ_OK ? kj_stage_set_page(stage, (kj_place){0, 0}, &next) : status;
    status = status == KJ_OK ? kj_stage_paint(stage) : status;
    /* The display list is all that painting again needs. */
    kj_stage_drop_composer(stage);
    kj_arena_release(&stage->article, mark);
    return status;
}

static void show_notice(kj_reader *reader) {
    reader->fallback = false;
    kj_status status = reader->engine == KJ_OK ? set_notice(reader) : reader->engine;
    if (status != KJ_OK) {
        paint_fallback(reader, status);
    }
}

static void enter_notice(kj_reader *reader, kj_notice_kind kind, kj_status status, uint32_t page) {
    log_trouble(reader, reader->article.name, page, kj_notice_name(kind), status);
    reader->notice = kind;
    reader->trouble = status;
    reader->notice_page = page;
    show_notice(reader);
}

/* The page has been set: it is on the screen now. */
static void enter_page(kj_reader *reader, uint32_t page) {
    reader->page = page;
    reader->notice = KJ_NOTICE_NONE;
    reader->trouble = KJ_OK;
    reader->fallback = false;
}

static void go_to_page(kj_reader *reader, uint32_t page) {
    kj_status status = kj_article_set(&reader->article, &reader->stage, page);
    if (status == KJ_OK) {
        enter_page(reader, page);
    } else {
        enter_notice(reader, kj_notice_for_setting(status), status, page);
    }
}

/* Sets the article's last page, where it is near enough to be found. */
static void go_to_end(kj_reader *reader) {
    kj_article *article = &reader->article;
    if (article->size_bytes > END_FOUND_BYTES) {
        go_to_page(reader, 0);
        return;
    }
    kj_status status = kj_article_set(article, &reader->stage, KJ_PAGE_NONE - 1);
    if (status == KJ_END && article->last_page != KJ_PAGE_NONE) {
        go_to_page(reader, article->last_page);
    } else {
        enter_notice(reader, kj_notice_for_setting(status), status, 0);
    }
}

static void go_to_article(kj_reader *reader, uint16_t index, bool at_end) {
    reader->index = index;
    reader->page = 0;
    if (reader->engine != KJ_OK) {
        reader->notice = KJ_NOTICE_TROUBLE;
        reader->trouble = reader->engine;
        show_notice(reader);
        return;
    }
    if (reader->config.shelf.count == 0) {
        enter_notice(reader, KJ_NOTICE_NO_ARTICLES, KJ_ERR_MISSING, KJ_PAGE_NONE);
        return;
    }
    kj_status status =
        kj_article_open(&reader->article, &reader->stage, &reader->config.shelf, index);
    if (status != KJ_OK) {
        kj_stage_reset(&reader->stage); /* the notice may have it all */
        enter_notice(reader, kj_notice_for_opening(status), status, KJ_PAGE_NONE);
    } else if (at_end) {
        go_to_end(reader);
    } else {
        go_to_page(reader, 0);
    }
}

kj_status kj_reader_open(kj_reader *reader, const kj_reader_config *config) {
    *reader = (kj_reader){.config = *config, .article.name = "", .article.set_page = KJ_PAGE_NONE};
    if (config->memory_bytes < kj_reader_memory_bytes(&config->stage.sizes)) {
        return KJ_ERR_ARGUMENT;
    }
    reader->engine = kj_stage_open(&reader->stage, &config->stage, config->memory);
    if (reader->engine == KJ_ERR_ARGUMENT) {
        kj_stage_close(&reader->stage);
        return KJ_ERR_ARGUMENT;
    }
    go_to_article(reader, 0, false);
    return KJ_OK;
}

void kj_reader_close(kj_reader *reader) { kj_stage_close(&reader->stage); }

void kj_reader_show(kj_reader *reader, kj_reader_screen *screen) {
    if (reader->notice != KJ_NOTICE_NONE) {
        show_notice(reader);
    } else {
        go_to_page(reader, reader->page);
    }
    fill_screen(reader, true, screen);
}

static kj_status next_article(kj_reader *reader, kj_reader_screen *screen) {
    if (reader->index + 1u >= reader->config.shelf.count) {
        return KJ_END;
    }
    go_to_article(reader, (uint16_t)(reader->index + 1u), false);
    fill_screen(reader, true, screen);
    return KJ_OK;
}

static kj_status previous_article(kj_reader *reader, kj_reader_screen *screen) {
    if (reader->index == 0) {
        return KJ_END;
    }
    go_to_article(reader, (uint16_t)(reader->index - 1u), true);
    fill_screen(reader, true, screen);
    return KJ_OK;
}

static kj_status next_page(kj_reader *reader, kj_reader_screen *screen) {
    reader->backwards = false;
    if (reader->notice != KJ_NOTICE_NONE) {
        return next_article(reader, screen);
    }
    kj_status status = kj_article_set(&reader->article, &reader->stage, reader->page + 1);
    if (status == KJ_END) {
        return next_article(reader, screen);
    }
    if (status == KJ_OK) {
        enter_page(reader, reader->page + 1);
    } else {
        enter_notice(reader, kj_notice_for_setting(status), status, reader->page + 1);
    }
    fill_screen(reader, status != KJ_OK, screen);
    return KJ_OK;
}

static kj_status previous_page(kj_reader *reader, kj_reader_screen *screen) {
    reader->backwards = true;
    const bool from_notice = reader->notice != KJ_NOTICE_NONE;
    if (from_notice && reader->notice_page != KJ_PAGE_NONE && reader->notice_page > reader->page) {
        go_to_page(reader, reader->page);
    } else if (reader->page == 0) {
        return previous_article(reader, screen);
    } else {
        go_to_page(reader, reader->page - 1);
    }
    fill_screen(reader, from_notice || reader->notice != KJ_NOTICE_NONE, screen);
    return KJ_OK;
}

static kj_status try_again(kj_reader *reader, kj_reader_screen *screen) {
    const kj_notice_kind notice = reader->notice;
    const uint32_t page = reader->notice_page;
    if (notice == KJ_NOTICE_NONE || reader->engine != KJ_OK) {
        return KJ_END;
    }
    if (reader->article.plain && page != KJ_PAGE_NONE) {
        go_to_page(reader, page);
    } else {
        go_to_article(reader, reader->index, false);
    }
    if (reader->notice == notice && reader->notice_page == page) {
        return KJ_END; /* the same notice is on the glass already */
    }
    fill_screen(reader, true, screen);
    return KJ_OK;
}

static kj_status first_page(kj_reader *reader, kj_reader_screen *screen) {
    reader->backwards = false;
    if (reader->notice != KJ_NOTICE_NONE && !reader->article.plain) {
        return try_again(reader, screen);
    }
    if (reader->notice == KJ_NOTICE_NONE && reader->page == 0) {
        return KJ_END;
    }
    go_to_page(reader, 0);
    fill_screen(reader, true, screen);
    return KJ_OK;
}

kj_status kj_reader_key(kj_reader *reader, kj_key key, kj_reader_screen *screen) {
    switch (key) {
    case KJ_KEY_NEXT:
    case KJ_KEY_RIGHT:
    case KJ_KEY_DOWN: return next_page(reader, screen);
    case KJ_KEY_PREV:
    case KJ_KEY_LEFT:
    case KJ_KEY_UP: return previous_page(reader, screen);
    case KJ_KEY_HOME: return first_page(reader, screen);
    case KJ_KEY_SELECT: return try_again(reader, screen);
    case KJ_KEY_NONE:
    case KJ_KEY_BACK:
    case KJ_KEY_POWER: break;
    }
    return KJ_END;
}

/* The page most likely to be asked for next, or KJ_PAGE_NONE. */
static uint32_t page_ahead(const kj_reader *reader) {
    const bool at_end = reader->page == reader->article.last_page;
    if (reader->page > 0 && (reader->backwards || at_end)) {
        return reader->page - 1;
    }
    return at_end ? KJ_PAGE_NONE : reader->page + 1;
}

kj_status kj_reader_idle(kj_reader *reader) {
    if (reader->ahead_done || reader->notice != KJ_NOTICE_NONE) {
        return KJ_END;
    }
    const uint32_t page = page_ahead(reader);
    if (page == KJ_PAGE_NONE || page == reader->article.set_page) {
        reader->ahead_done = true;
        return KJ_END;
    }
    kj_status status = kj_article_set(&reader->article, &reader->stage, page);
    /* The end was found: now the page before may be made ready. An error is met again, and said,
     * when the page is asked for. */
    reader->ahead_done = status != KJ_OK && status != KJ_END;
    return reader->ahead_done ? KJ_END : KJ_OK;
}

void kj_reader_get_status(const kj_reader *reader, kj_reader_status *status) {
    const kj_article *article = &reader->article;
    const bool in_memory = article->set_page == reader->page && article->set_page != KJ_PAGE_NONE;
    /* The last page's next place lies past every text. */
    const uint32_t next = article->next_place.offset;
    const uint32_t end = next < article->size_bytes ? next : article->size_bytes;
    *status = (kj_reader_status){
        .article = reader->index,
        .article_count = reader->config.shelf.count,
        .article_name = article->name,
        .page = reader->page,
        .pages = article->last_page == KJ_PAGE_NONE ? 0 : article->last_page + 1,
        .start = in_memory ? article->set_place.offset : 0,
        .end = in_memory ? end : 0,
        .size_bytes = article->size_bytes,
        .notice = reader->notice,
        .trouble = reader->trouble,
        .fallback = reader->fallback,
    };
}

void kj_reader_get_marks(const kj_reader *reader, kj_reader_mark marks[KJ_READER_MARKS]) {
    const kj_stage *stage = &reader->stage;
    const kj_heap_stats harfbuzz = kj_heap_get_stats(&stage->harfbuzz);
    const kj_heap_stats freetype = kj_heap_get_stats(&stage->freetype);
    kj_shaper_stats runs = {0};
    kj_painter_stats glyphs = {0};
    if (reader->engine == KJ_OK) {
        kj_shaper_get_stats(stage->shaper, &runs);
        kj_painter_get_stats(stage->painter, &glyphs);
    }
    marks[0] = (kj_reader_mark){"harfbuzz", harfbuzz.capacity, harfbuzz.peak};
    marks[1] = (kj_reader_mark){"freetype", freetype.capacity, freetype.peak};
    marks[2] = (kj_reader_mark){"runs", runs.cache_size_bytes, runs.cache_peak_bytes};
    marks[3] = (kj_reader_mark){"glyphs", glyphs.cache_size_bytes, glyphs.cache_peak_bytes};
    marks[4] = (kj_reader_mark){"list", stage->config.sizes.list_bytes, stage->list_peak_bytes};
    marks[5] = (kj_reader_mark){"boot", stage->boot.size_bytes, stage->boot.peak_bytes};
    marks[6] = (kj_reader_mark){"article", stage->article.size_bytes, stage->article.peak_bytes};
}
