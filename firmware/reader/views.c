/* views.c - see views.h. Layer: reader. */
#include "reader/views.h"

#include "reader/line.h"

#include <string.h>

/* Going back past an article's beginning shows the end of the one before it. That has to be set
 * from its start, which in an article of more pages than this would take a device minutes: there
 * it is the first page. */
#define END_FOUND_PAGES 64u

void kj_view_enter_page(kj_reader *reader) {
    reader->place = reader->article.set_place;
    reader->next = reader->article.next_place;
    reader->notice = KJ_NOTICE_NONE;
    reader->trouble = KJ_OK;
    reader->fallback = false;
    reader->back_wanted = false;
    reader->note_due = true;
    reader->read_due = reader->view == KJ_VIEW_ARTICLE && reader->next.offset == UINT32_MAX;
}

static void show_page(kj_reader *reader, kj_status status, kj_place place) {
    if (status == KJ_OK) {
        kj_view_enter_page(reader);
    } else {
        kj_view_enter_notice(reader, kj_notice_for_setting(status), status, place);
    }
}

void kj_view_go_to_page(kj_reader *reader, uint32_t page) {
    kj_place place = {0, 0};
    if (reader->article.pages) {
        (void)kj_page_table_find(reader->article.pages, page, &place);
    }
    show_page(reader, kj_article_set(&reader->article, &reader->stage, page), place);
}

void kj_view_go_to_place(kj_reader *reader, kj_place place) {
    show_page(reader, kj_article_set_at(&reader->article, &reader->stage, place), place);
}

static kj_list_position *position_of(kj_reader *reader, kj_reader_view view) {
    switch (view) {
    case KJ_VIEW_LIBRARY: return &reader->library_position;
    case KJ_VIEW_CONTENTS: return &reader->contents_position;
    default: return &reader->articles_position;
    }
}

void kj_view_leave(kj_reader *reader) {
    if (reader->list) {
        *position_of(reader, reader->view) = reader->list->position;
    }
    kj_reader_note(reader);
    reader->list = NULL;
    reader->over = KJ_OVER_NONE;
    reader->place = (kj_place){0, 0};
    reader->next = KJ_PLACE_END;
    reader->is_new = true;
    kj_article_close(&reader->article, &reader->stage);
}

void kj_view_close_edition(kj_reader *reader) {
    if (reader->edition) {
        kj_edition_close(reader->edition);
        reader->edition = NULL;
        reader->edition_id = 0;
    }
    reader->hits = NULL;
    kj_arena_release(&reader->stage.edition, 0);
}

void kj_view_set_list(kj_reader *reader) {
    kj_status status = kj_list_screen_set(reader->list, &reader->stage);
    if (status == KJ_OK) {
        const kj_place place = {0, 0};
        reader->article.set_place = place;
        reader->article.next_place = KJ_PLACE_END;
        kj_view_enter_page(reader);
        return;
    }
    kj_view_leave(reader); /* the notice may have it all */
    kj_view_enter_notice(reader, kj_notice_for_setting(status), status, KJ_NO_PLACE);
}

static kj_listing_source source_of(kj_reader *reader, kj_reader_view view) {
    switch (view) {
    case KJ_VIEW_LIBRARY: return kj_library_list_source(&reader->library);
    case KJ_VIEW_CONTENTS: return kj_contents_list_source(&reader->contents);
    default: return kj_article_list_source(&reader->articles);
    }
}

void kj_view_open_list(kj_reader *reader, kj_reader_view view) {
    kj_view_leave(reader);
    reader->view = view;
    const kj_listing_source source = source_of(reader, view);
    kj_status status =
        kj_list_screen_open(&reader->list, &reader->stage, &source, *position_of(reader, view));
    if (status != KJ_OK) {
        reader->list = NULL;
        kj_stage_reset(&reader->stage);
        kj_view_enter_notice(reader, kj_notice_for_setting(status), status, KJ_NO_PLACE);
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
        kj_view_enter_notice(reader, kj_notice_for_setting(status), status, (kj_place){0, 0});
    }
}

/* A notice in place of what could not be opened; it may have all the memory. */
static void show_failure(kj_reader *reader, kj_notice_kind kind, kj_status status) {
    kj_article_close(&reader->article, &reader->stage);
    kj_view_enter_notice(reader, kind, status, KJ_NO_PLACE);
}

/* The name of the section that entry stands in: the last one before it that is no deeper. */
static void find_section(kj_reader *reader, uint32_t entry) {
    enum { LOOK_BACK = 64 };
    kj_entry found;
    kj_line line;
    kj_line_init(&line, reader->section, sizeof reader->section);
    for (uint32_t i = 1; i <= entry && i <= LOOK_BACK; i++) {
        if (kj_edition_entry(reader->edition, entry - i, &found) != KJ_OK) {
            return;
        }
        if (found.kind == KJ_ENTRY_SECTION) {
            kj_line_add(&line, found.title);
            return;
        }
    }
}

static bool open_entry(kj_reader *reader, uint32_t entry) {
    kj_view_leave(reader);
    reader->view = KJ_VIEW_ARTICLE;
    reader->entry = entry;
    reader->contents_position.marked = entry + KJ_CONTENTS_LIST_FIRST;
    find_section(reader, entry);
    kj_status status =
        kj_article_open_entry(&reader->article, &reader->stage, reader->edition, entry);
    if (status != KJ_OK) {
        show_failure(reader, kj_notice_for_entry(status), status);
    }
    return status == KJ_OK;
}

void kj_view_go_to_entry(kj_reader *reader, uint32_t entry, bool at_end) {
    if (!open_entry(reader, entry)) {
        return;
    }
    if (at_end) {
        go_to_end(reader);
    } else {
        kj_view_go_to_page(reader, 0);
    }
}

void kj_view_go_to_entry_at(kj_reader *reader, uint32_t entry, kj_place place) {
    const kj_mark_place at = {.item = reader->item, .edition = reader->edition_id, .entry = entry};
    if (place.offset == UINT32_MAX && !kj_reader_left_at(reader, &at, &place)) {
        place = (kj_place){0, 0};
    }
    if (open_entry(reader, entry)) {
        kj_view_go_to_place(reader, place);
        if (reader->notice != KJ_NOTICE_NONE && place.offset > 0) {
            kj_view_go_to_page(reader, 0); /* the text is another, or shorter */
        }
    }
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
    kj_line_add_short(&line, name, sizeof reader->name - 8u);
}

static bool is_read(void *context, uint32_t entry) {
    kj_reader *reader = context;
    return kj_marks_is_read(&reader->marks, reader->edition_id, entry);
}

static kj_status open_edition(kj_reader *reader, const kj_source *source) {
    kj_status status = kj_reader_open_edition(reader, source, &reader->edition);
    kj_mark_file file = {.articles = 0};
    if (status == KJ_OK) {
        reader->edition_id = kj_edition_id(reader->edition);
        (void)kj_marks_file(&reader->marks, reader->item, &file);
        reader->contents = (kj_contents_list){.edition = reader->edition,
                                              .language = kj_reader_language(reader),
                                              .read_context = reader,
                                              .is_read = is_read,
                                              .articles = file.articles};
        reader->contents_position = (kj_list_position){0, 0};
    }
    return status;
}

bool kj_view_open_item(kj_reader *reader, uint32_t index) {
    const kj_shelf *shelf = &reader->config.shelf;
    kj_source source;
    kj_shelf_item item = {.name = ""};
    bool is_archive = false;
    kj_view_leave(reader);
    kj_view_close_edition(reader);
    reader->view = KJ_VIEW_ARTICLE;
    reader->opened_from = KJ_VIEW_CONTENTS;
    reader->index = index;
    reader->library_position.marked = index + KJ_LIBRARY_LIST_FIRST;
    reader->section[0] = '\0';
    kj_status status = shelf->open(shelf->context, index, &source, &item);
    keep_name(reader, item.name);
    reader->item = item.id;
    status = status == KJ_OK ? look_for_archive(&source, &is_archive) : status;
    if (status != KJ_OK) {
        show_failure(reader, kj_notice_for_opening(status), status);
        return false;
    }
    if (!is_archive && !item.is_edition) {
        status = kj_article_open_text(&reader->article, &reader->stage, &source);
        if (status != KJ_OK) {
            show_failure(reader, kj_notice_for_opening(status), status);
        }
        return status == KJ_OK;
    }
    status = open_edition(reader, &source);
    if (status != KJ_OK) {
        show_failure(reader, kj_notice_for_edition(status), status);
    }
    return status == KJ_OK;
}

void kj_view_go_to_item(kj_reader *reader, uint32_t index, bool at_end) {
    if (!kj_view_open_item(reader, index)) {
        return;
    }
    const kj_mark_place at = {.item = reader->item};
    kj_place place;
    if (reader->edition) {
        kj_view_open_list(reader, KJ_VIEW_CONTENTS);
    } else if (at_end) {
        go_to_end(reader);
    } else if (reader->item != 0 && kj_reader_left_at(reader, &at, &place)) {
        kj_view_go_to_place(reader, place);
    } else {
        kj_view_go_to_page(reader, 0);
    }
}

/* What the shelf gave about the folder it is in. */
static void show_folder(kj_reader *reader, kj_status status) {
    reader->library.shelf = &reader->config.shelf;
    reader->library.count = reader->item_count;
    reader->library.language = kj_reader_language(reader);
    if (status != KJ_OK) {
        kj_view_enter_notice(reader, kj_notice_for_card(status), status, KJ_NO_PLACE);
    } else if (reader->item_count == 0 && reader->folder[0] == '\0') {
        kj_view_enter_notice(reader, KJ_NOTICE_NO_ARTICLES, KJ_ERR_MISSING, KJ_NO_PLACE);
    } else {
        kj_view_open_list(reader, KJ_VIEW_LIBRARY);
    }
}

/* Leaves what is open for the library. */
static void begin_library(kj_reader *reader) {
    kj_view_leave(reader);
    kj_view_close_edition(reader);
    reader->view = KJ_VIEW_LIBRARY;
    keep_name(reader, "");
}

/* Looks at the card anew. KJ_OK; the shelf's error; what engine is where there is none. */
static kj_status refresh(kj_reader *reader) {
    const kj_shelf *shelf = &reader->config.shelf;
    reader->item_count = 0;
    reader->folder[0] = '\0';
    return shelf->refresh(shelf->context, &reader->item_count);
}

void kj_view_look_at_card(kj_reader *reader) {
    kj_view_leave(reader);
    kj_view_close_edition(reader);
    kj_status status = refresh(reader);
    if (status != KJ_OK) {
        kj_view_enter_notice(reader, kj_notice_for_card(status), status, KJ_NO_PLACE);
    }
}

void kj_view_go_to_shelf(kj_reader *reader) {
    begin_library(reader);
    if (reader->engine != KJ_OK) {
        reader->notice = KJ_NOTICE_TROUBLE;
        reader->trouble = reader->engine;
        kj_view_show_notice(reader);
        return;
    }
    show_folder(reader, refresh(reader));
}

void kj_view_list_folder(kj_reader *reader) {
    if (reader->folder[0] == '\0') {
        kj_view_go_to_shelf(reader); /* the card may be another one by now */
        return;
    }
    begin_library(reader);
    show_folder(reader, KJ_OK);
}

void kj_view_start(kj_reader *reader) {
    begin_library(reader);
    kj_status status = reader->engine == KJ_OK ? refresh(reader) : reader->engine;
    if (reader->engine != KJ_OK) {
        kj_view_go_to_shelf(reader);
    } else if (reader->config.greets && !kj_marks_settings(&reader->marks)->was_welcomed) {
        kj_view_go_to_text(reader, KJ_OWN_WELCOME);
    } else if (status != KJ_OK || !kj_reader_resume(reader)) {
        kj_shelf_item item;
        const kj_shelf *shelf = &reader->config.shelf;
        const bool is_alone = status == KJ_OK && reader->item_count == 1 &&
                              shelf->item(shelf->context, 0, &item) == KJ_OK && !item.is_folder;
        if (is_alone) {
            kj_view_go_to_item(reader, 0, false);
        } else {
            show_folder(reader, status);
        }
    }
}

bool kj_view_enter_folder(kj_reader *reader, uint32_t index) {
    const kj_shelf *shelf = &reader->config.shelf;
    char name[KJ_READER_SECTION_BYTES] = "";
    kj_shelf_item item;
    if (!shelf->enter) {
        return false;
    }
    const bool is_up = index == KJ_SHELF_ABOVE;
    if (!is_up && shelf->item(shelf->context, index, &item) == KJ_OK) {
        kj_line line;
        kj_line_init(&line, name, sizeof name);
        kj_line_add_short(&line, item.name, sizeof name - 8u);
    }
    kj_status status = shelf->enter(shelf->context, index, &reader->item_count);
    if (status == KJ_END) {
        return false;
    }
    begin_library(reader);
    reader->library_position = (kj_list_position){0, 0};
    memcpy(reader->folder, name, sizeof name);
    show_folder(reader, status);
    return true;
}

void kj_view_go_to_text(kj_reader *reader, kj_own_text text) {
    if (reader->view < KJ_VIEW_SAVED) { /* or BACK would lead to and fro */
        kj_view_get_spot(reader, &reader->from);
    }
    kj_view_leave(reader);
    reader->view = KJ_VIEW_TEXT;
    reader->text = text;
    reader->own = (kj_own_text_config){.text = text,
                                       .language = kj_reader_language(reader),
                                       .context = reader,
                                       .marks = kj_reader_take_marks,
                                       .remembered = &reader->marks};
    const kj_source source = kj_own_text_source(&reader->own);
    kj_status status = kj_article_open_text(&reader->article, &reader->stage, &source);
    if (status == KJ_OK) {
        kj_view_go_to_page(reader, 0);
    } else {
        show_failure(reader, kj_notice_for_setting(status), status);
    }
}

void kj_view_go_to_articles(kj_reader *reader, kj_reader_view view) {
    static const kj_article_list_kind kinds[] = {[KJ_VIEW_SAVED] = KJ_ARTICLES_SAVED,
                                                 [KJ_VIEW_HISTORY] = KJ_ARTICLES_HISTORY,
                                                 [KJ_VIEW_RESULTS] = KJ_ARTICLES_FOUND};
    if (reader->view < KJ_VIEW_SAVED) {
        kj_view_get_spot(reader, &reader->from);
    }
    kj_reader_note(reader); /* the article that is left is the newest of the history */
    reader->articles = (kj_article_list){.kind = kinds[view],
                                         .language = kj_reader_language(reader),
                                         .marks = &reader->marks,
                                         .edition = reader->edition,
                                         .hits = reader->hits,
                                         .query = reader->query};
    kj_view_leave(reader);
    reader->articles_position = (kj_list_position){0, 0};
    kj_view_open_list(reader, view);
}

void kj_view_get_spot(const kj_reader *reader, kj_reader_spot *spot) {
    *spot = (kj_reader_spot){.view = reader->view,
                             .index = reader->index,
                             .at = {.item = reader->item,
                                    .edition = reader->edition_id,
                                    .entry = reader->entry,
                                    .place = reader->place},
                             .in_edition = reader->edition != NULL,
                             .contents = reader->list && reader->view == KJ_VIEW_CONTENTS
                                             ? reader->list->position
                                             : reader->contents_position,
                             .text = reader->text};
}

/* Has the item of spot open. False: it is not on the card, or a notice says why not. */
static bool open_spot_item(kj_reader *reader, const kj_reader_spot *spot) {
    const kj_shelf *shelf = &reader->config.shelf;
    if (spot->in_edition && reader->edition && reader->edition_id == spot->at.edition &&
        reader->item == spot->at.item) {
        return true;
    }
    uint32_t index = spot->index, count;
    const bool is_last = index == reader->index && spot->at.item == reader->item;
    if (shelf->find && spot->at.item != 0 && !is_last) {
        if (shelf->find(shelf->context, spot->at.item, &count, &index) != KJ_OK) {
            return false;
        }
        reader->item_count = count;
        reader->folder[0] = '\0'; /* the shelf may be in another one now: BACK leads to the root */
    }
    return index < reader->item_count && kj_view_open_item(reader, index);
}

bool kj_view_go_to_spot(kj_reader *reader, const kj_reader_spot *spot) {
    switch (spot->view) {
    case KJ_VIEW_LIBRARY: kj_view_list_folder(reader); return true;
    case KJ_VIEW_TEXT: kj_view_go_to_text(reader, spot->text); return true;
    case KJ_VIEW_SAVED:
    case KJ_VIEW_HISTORY: kj_view_go_to_articles(reader, spot->view); return true;
    default: break;
    }
    if (!open_spot_item(reader, spot)) {
        return false;
    }
    if (spot->in_edition != (reader->edition != NULL)) {
        return false;
    }
    if (spot->view != KJ_VIEW_ARTICLE) {
        kj_view_leave(reader); /* or the position that is left would be kept */
        reader->contents_position = spot->contents;
        kj_view_open_list(reader, KJ_VIEW_CONTENTS);
    } else if (reader->edition) {
        kj_view_go_to_entry_at(reader, spot->at.entry, spot->at.place);
        reader->contents_position.first = spot->contents.first;
    } else {
        kj_view_go_to_place(reader, spot->at.place);
    }
    return true;
}
