/* reader.c - see reader.h. Layer: reader. */
#include "reader/reader.h"

#include "reader/budget.h"
#include "reader/fallback.h"
#include "reader/library.h"
#include "reader/status_line.h"
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

kj_settings kj_reader_settings(const kj_reader *reader) {
    kj_settings settings = *kj_marks_settings(&reader->marks);
    if (settings.version == 0) { /* nothing was ever set */
        settings.version = 1;
        settings.language = (uint8_t)reader->config.language;
        settings.no_status_line = reader->config.hides_status_line;
    }
    return settings;
}

kj_language kj_reader_language(const kj_reader *reader) {
    const kj_settings settings = kj_reader_settings(reader);
    return kj_settings_language(&settings);
}

void kj_reader_fill_screen(kj_reader *reader, bool natural, kj_reader_screen *screen) {
    const kj_surface *surface = &reader->stage.surface;
    const kj_settings settings = kj_reader_settings(reader);
    const bool is_part = reader->changed.width > 0 && surface->depth == 1;
    const kj_rect whole = {0, 0, (int16_t)surface->width_px, (int16_t)surface->height_px};
    kj_panel_intent intent = surface->depth == 2 ? KJ_INTENT_GRAY : KJ_INTENT_PAGE;
    if (reader->asleep && surface->depth == 1) {
        intent = KJ_INTENT_CLEAN; /* it is looked at for hours */
    } else if (is_part && (reader->over != KJ_OVER_NONE || reader->list)) {
        intent = KJ_INTENT_MENU;
    }
    *screen = (kj_reader_screen){
        .rows = {.context = reader, .row = reader->fallback ? give_fallback_row : give_row},
        .window = is_part ? reader->changed : whole,
        .intent = intent,
        .natural = natural,
        .mood = kj_settings_mood(&settings),
        .sleeps = reader->asleep,
    };
    reader->ahead_done = false;
}

/* What stands at the foot of the page that is about to be painted. */
static kj_status paint_foot(void *context) {
    kj_reader *reader = context;
    const kj_article *article = &reader->article;
    const bool in_pages = article->document && !reader->list;
    char next[KJ_MARKS_TITLE_BYTES] = "";
    if (reader->painting_notice) {
        return KJ_OK;
    }
    kj_battery battery = {.percent = UINT8_MAX};
    if (reader->config.battery.get) {
        (void)reader->config.battery.get(reader->config.battery.context, &battery);
    }
    kj_status_line line = {
        .left = "",
        .battery = battery.percent,
        .is_hidden = kj_reader_settings(reader).no_status_line,
        .size_px = kj_settings_small_px(&reader->config.stage),
        .language = kj_reader_language(reader),
    };
    if (reader->list) {
        line.left = kj_string_get(line.language, KJ_STRING_MENU_HINT);
        line.is_below_list = true;
    } else if (in_pages) {
        const bool is_whole = article->last_page != KJ_PAGE_NONE;
        const bool is_last = article->next_place.offset == UINT32_MAX;
        line.left = reader->view == KJ_VIEW_ARTICLE ? reader->section : "";
        const uint32_t offset = article->set_place.offset;
        line.page =
            kj_article_knows(article, offset) ? kj_article_page_of(article, offset) + 1u : 0u;
        line.pages = is_whole ? article->last_page + 1u : 0u;
        line.bytes_left = is_whole && !is_last && article->end > article->next_place.offset
                              ? article->end - article->next_place.offset
                              : 0u;
        if (is_last && reader->edition && reader->view == KJ_VIEW_ARTICLE) {
            kj_reader_find_next_title(reader, next, sizeof next);
            line.next = next;
        }
    }
    return kj_status_line_add(&line, &reader->stage);
}

/* The settings' look onto config. */
static void apply_settings(kj_reader *reader, kj_stage_config *look) {
    const kj_settings settings = kj_reader_settings(reader);
    kj_settings_apply(&settings, &reader->config.stage, look);
}

/* The first screen: what went wrong before, the service menu, or where the reader was. */
static void begin(kj_reader *reader) {
    const kj_reader_config *config = &reader->config;
    if (config->crash) {
        kj_marks_put_crash(&reader->marks, config->crash);
    }
    if (reader->engine != KJ_OK || (!config->crash && !config->is_service)) {
        kj_view_start(reader);
    } else if (config->is_service) {
        kj_over_open_service(reader);
    } else {
        kj_line_set(reader->name, sizeof reader->name, config->crash);
        kj_view_enter_notice(reader, KJ_NOTICE_CRASH, KJ_OK, KJ_NO_PLACE);
    }
}

kj_status kj_reader_open(kj_reader *reader, const kj_reader_config *config) {
    *reader = (kj_reader){.config = *config, .next = KJ_PLACE_END, .notice_place = KJ_NO_PLACE};
    kj_article_init(&reader->article);
    if (config->memory_bytes < kj_reader_memory_bytes(&config->stage.sizes)) {
        return KJ_ERR_ARGUMENT;
    }
    kj_marks_open(&reader->marks, config->flash, config->log.context, config->log.line);
    kj_stage_config stage = config->stage;
    apply_settings(reader, &stage);
    stage.foot_context = reader;
    stage.foot = paint_foot;
    reader->engine = kj_stage_open(&reader->stage, &stage, config->memory);
    if (reader->engine == KJ_ERR_ARGUMENT) {
        kj_stage_close(&reader->stage);
        return KJ_ERR_ARGUMENT;
    }
    reader->library = (kj_library_list){.shelf = &reader->config.shelf,
                                        .folder = reader->folder,
                                        .language = kj_reader_language(reader),
                                        .marks = &reader->marks,
                                        .context = reader,
                                        .learn = kj_reader_learn_file};
    begin(reader);
    return KJ_OK;
}

void kj_reader_close(kj_reader *reader) {
    kj_reader_note(reader);
    kj_article_close(&reader->article, &reader->stage);
    kj_view_close_edition(reader);
    kj_stage_close(&reader->stage);
}

void kj_reader_set_view(kj_reader *reader) {
    const bool was_due = reader->note_due, was_read = reader->read_due;
    if (reader->notice != KJ_NOTICE_NONE) {
        kj_view_show_notice(reader);
    } else if (reader->list) {
        reader->list->is_set = false;
        kj_view_set_list(reader);
    } else {
        kj_article_forget_set(&reader->article);
        kj_view_go_to_place(reader, reader->place);
    }
    reader->note_due = was_due; /* the reader is where he was: nothing new is to be noted */
    reader->read_due = was_read;
}

void kj_reader_restyle(kj_reader *reader) {
    kj_stage_config look = reader->stage.config;
    apply_settings(reader, &look);
    const kj_language language = kj_reader_language(reader);
    reader->library.language = reader->contents.language = language;
    reader->articles.language = reader->own.language = language;
    if (kj_stage_restyle(&reader->stage, &look) != KJ_OK) {
        kj_reader_set_view(reader); /* cannot be: settings are made to fit */
        return;
    }
    if (reader->view == KJ_VIEW_TEXT && reader->notice == KJ_NOTICE_NONE) {
        kj_view_go_to_text(reader, reader->text); /* its words may be others */
    } else if (reader->list && reader->notice == KJ_NOTICE_NONE) {
        kj_view_open_list(reader, reader->view);
    } else {
        kj_article_restyle(&reader->article);
        kj_reader_set_view(reader);
        reader->note_due = true; /* more or less of it is on the page */
    }
}

void kj_reader_show(kj_reader *reader, kj_reader_screen *screen) {
    const kj_reader_over over = reader->over;
    reader->changed = (kj_rect){0, 0, 0, 0};
    if (reader->asleep) {
        kj_reader_paint_asleep(reader);
    } else {
        kj_reader_set_view(reader);
        reader->over = reader->notice == KJ_NOTICE_NONE ? over : KJ_OVER_NONE;
        kj_over_paint(reader);
    }
    kj_reader_fill_screen(reader, true, screen);
}

/* Pages of an article that are counted in idle time. */
#define COUNTED_PAGES 120u

/* The page that is likely to be asked for next is set and painted. KJ_OK: did something; KJ_END:
 * nothing to do. An error is met again, and said, when the page is asked for. */
static kj_status set_ahead(kj_reader *reader) {
    kj_article *article = &reader->article;
    const bool at_end = reader->next.offset == UINT32_MAX;
    kj_place known;
    const uint32_t number = kj_page_table_find_offset(article->pages, reader->place.offset, &known);
    if ((reader->backwards || at_end) && number > 0 && known.offset == reader->place.offset) {
        return article->set_page == number - 1u
                   ? KJ_END
                   : kj_article_set(article, &reader->stage, number - 1u);
    }
    const bool is_set =
        article->set_page != KJ_PAGE_NONE && article->set_place.offset == reader->next.offset;
    if (at_end || is_set) {
        return KJ_END;
    }
    return kj_article_set_at(article, &reader->stage, reader->next);
}

/* Learns how many pages there are, a page at a time, while a page is read. */
static kj_status count_ahead(kj_reader *reader) {
    kj_article *article = &reader->article;
    const bool was_known = article->last_page != KJ_PAGE_NONE;
    if (was_known || article->known_page >= COUNTED_PAGES || !kj_stage_is_whole(&reader->stage)) {
        return KJ_END;
    }
    kj_status status = kj_article_count(article, &reader->stage);
    if (article->last_page != KJ_PAGE_NONE) {
        kj_article_forget_set(article); /* the page ahead can say it now */
    }
    return status == KJ_END ? KJ_OK : status;
}

kj_status kj_reader_idle(kj_reader *reader) {
    kj_reader_note(reader);
    if (reader->ahead_done || reader->notice != KJ_NOTICE_NONE || reader->list || reader->asleep ||
        reader->over != KJ_OVER_NONE || !reader->article.document) {
        return KJ_END;
    }
    kj_status status = set_ahead(reader);
    if (status == KJ_END) {
        status = count_ahead(reader);
    }
    reader->ahead_done = status != KJ_OK;
    return reader->ahead_done ? KJ_END : KJ_OK;
}

/* --- Reports. --- */

static uint32_t first_choice_of(kj_reader_view view) {
    return view == KJ_VIEW_LIBRARY    ? KJ_LIBRARY_LIST_FIRST
           : view == KJ_VIEW_CONTENTS ? KJ_CONTENTS_LIST_FIRST
                                      : KJ_ARTICLE_LIST_FIRST;
}

/* Text offset behind the page that is set: where the next begins, or where the text ends. */
static uint32_t end_of_page(const kj_article *article) {
    const bool is_last = article->next_place.offset == UINT32_MAX;
    const uint32_t end = article->size_bytes > 0 ? article->size_bytes : article->set_end;
    return is_last ? end : article->next_place.offset;
}

void kj_reader_get_status(const kj_reader *reader, kj_reader_status *status) {
    const kj_article *article = &reader->article;
    const bool in_memory = article->set_page != KJ_PAGE_NONE &&
                           article->set_place.offset == reader->place.offset && !reader->list;
    const uint32_t first = first_choice_of(reader->view);
    const bool listed = reader->list && reader->list->position.marked >= first;
    const uint32_t marked = listed ? reader->list->position.marked - first : 0u;
    *status = (kj_reader_status){
        .view = reader->view,
        .over = reader->over,
        .article = reader->list && reader->view == KJ_VIEW_LIBRARY ? marked : reader->index,
        .article_count = reader->item_count,
        .article_name = reader->name,
        .in_edition = reader->edition != NULL,
        .entry = reader->list && reader->view == KJ_VIEW_CONTENTS ? marked : reader->entry,
        .marked = reader->over == KJ_OVER_MENU || reader->over == KJ_OVER_GO_TO
                      ? reader->sheet.marked
                      : marked,
        .page = article->pages ? kj_article_page_of(article, reader->place.offset) : 0,
        .pages = article->last_page == KJ_PAGE_NONE ? 0 : article->last_page + 1,
        .start = in_memory ? article->set_place.offset : 0,
        .end = in_memory ? end_of_page(article) : 0,
        .size_bytes = article->size_bytes,
        .images = in_memory ? article->set_images : 0,
        .shown = reader->list ? reader->list->choices : 0,
        .notice = reader->notice,
        .trouble = reader->trouble,
        .fallback = reader->fallback,
        .asleep = reader->asleep,
    };
}

void kj_reader_take_marks(void *context, kj_reader_mark marks[KJ_READER_MARKS]) {
    kj_reader_get_marks(context, marks);
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
