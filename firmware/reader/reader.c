/* reader.c - see reader.h. Layer: reader. */
#include "reader/reader.h"

#include "reader/budget.h"
#include "reader/fallback.h"
#include "reader/library.h"
#include "reader/views.h"

/* Where pointers have the device's size the whole must fit. */
_Static_assert(KJ_BUDGET_POINTERS > 1u ||
                   KJ_BUDGET_HARFBUZZ + KJ_BUDGET_FREETYPE + KJ_BUDGET_RUNS + KJ_BUDGET_GLYPHS +
                           KJ_BUDGET_LIST + KJ_BUDGET_BOOT + KJ_BUDGET_EDITION + KJ_BUDGET_ARTICLE +
                           KJ_BUDGET_SCRATCH + KJ_BUDGET_FRAME + KJ_BUDGET_LIBRARY +
                           KJ_BUDGET_READER <=
                       KJ_BUDGET_ALL,
               "the RP2040's memory");
_Static_assert(KJ_BUDGET_POINTERS > 1u || (sizeof(kj_library) <= KJ_BUDGET_LIBRARY &&
                                           sizeof(kj_reader) <= KJ_BUDGET_READER),
               "what the board keeps of the reader");

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
        .edition_bytes = KJ_BUDGET_EDITION,
        .scratch_bytes = KJ_BUDGET_SCRATCH,
        .frame_bytes = (uint32_t)kj_surface_bytes(panel_width_px, panel_height_px, depth),
    };
}

size_t kj_reader_memory_bytes(const kj_reader_sizes *sizes) { return kj_stage_memory_bytes(sizes); }

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

void kj_reader_fill_screen(kj_reader *reader, bool natural, kj_reader_screen *screen) {
    const kj_surface *surface = &reader->stage.surface;
    *screen = (kj_reader_screen){
        .rows = {.context = reader, .row = reader->fallback ? give_fallback_row : give_row},
        .window = {0, 0, (int16_t)surface->width_px, (int16_t)surface->height_px},
        .intent = surface->depth == 2 ? KJ_INTENT_GRAY : KJ_INTENT_PAGE,
        .natural = natural,
    };
    reader->ahead_done = false;
}

kj_status kj_reader_open(kj_reader *reader, const kj_reader_config *config) {
    *reader = (kj_reader){.config = *config};
    kj_article_init(&reader->article);
    if (config->memory_bytes < kj_reader_memory_bytes(&config->stage.sizes)) {
        return KJ_ERR_ARGUMENT;
    }
    reader->engine = kj_stage_open(&reader->stage, &config->stage, config->memory);
    if (reader->engine == KJ_ERR_ARGUMENT) {
        kj_stage_close(&reader->stage);
        return KJ_ERR_ARGUMENT;
    }
    kj_view_go_to_shelf(reader);
    return KJ_OK;
}

void kj_reader_close(kj_reader *reader) {
    kj_article_close(&reader->article, &reader->stage);
    kj_view_close_edition(reader);
    kj_stage_close(&reader->stage);
}

void kj_reader_show(kj_reader *reader, kj_reader_screen *screen) {
    if (reader->notice != KJ_NOTICE_NONE) {
        kj_view_show_notice(reader);
    } else if (reader->list) {
        reader->list->is_set = false;
        kj_view_set_list(reader);
    } else {
        kj_view_go_to_page(reader, reader->page);
    }
    kj_reader_fill_screen(reader, true, screen);
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
    if (reader->ahead_done || reader->notice != KJ_NOTICE_NONE || reader->list) {
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
    const uint32_t end =
        article->size_bytes > 0 && next > article->size_bytes ? article->size_bytes : next;
    const uint32_t first =
        reader->view == KJ_VIEW_LIBRARY ? KJ_LIBRARY_LIST_FIRST : KJ_CONTENTS_LIST_FIRST;
    const bool listed = reader->list && reader->list->position.marked >= first;
    const uint32_t marked = listed ? reader->list->position.marked - first : 0u;
    *status = (kj_reader_status){
        .view = reader->view,
        .article = reader->list && reader->view == KJ_VIEW_LIBRARY ? marked : reader->index,
        .article_count = reader->item_count,
        .article_name = reader->name,
        .in_edition = reader->edition != NULL,
        .entry = reader->list && reader->view == KJ_VIEW_CONTENTS ? marked : reader->entry,
        .page = reader->page,
        .pages = article->last_page == KJ_PAGE_NONE ? 0 : article->last_page + 1,
        .start = in_memory ? article->set_place.offset : 0,
        .end = in_memory ? end : 0,
        .size_bytes = article->size_bytes,
        .images = reader->stage.list.image_count,
        .shown = reader->list ? reader->list->choices : 0,
        .notice = reader->notice,
        .trouble = reader->trouble,
        .fallback = reader->fallback,
    };
}

void kj_reader_get_marks(const kj_reader *reader, kj_reader_mark marks[KJ_READER_MARKS]) {
    const kj_stage *stage = &reader->stage;
    const kj_heap_stats harfbuzz = kj_heap_get_stats(&stage->harfbuzz);
    const kj_heap_stats freetype = kj_heap_get_stats(&stage->freetype);
    const kj_heap_stats scratch = kj_heap_get_stats(&stage->scratch);
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
    marks[7] = (kj_reader_mark){"edition", stage->edition.size_bytes, stage->edition.peak_bytes};
    const size_t before = stage->pictures.scratch_peak_bytes;
    marks[8] = (kj_reader_mark){"scratch", scratch.capacity,
                                scratch.peak > before ? scratch.peak : before};
    /* A part of the article arena and all of the scratch heap, while a large picture is decoded. */
    marks[9] =
        (kj_reader_mark){"picture", stage->pictures.lent_bytes, stage->pictures.lent_peak_bytes};
}
