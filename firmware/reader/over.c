/* over.c - what lies over a view: the menu, "go to", the keyboard, a sentence. Layer: reader. */
#include "reader/typing.h"
#include "reader/views.h"

#include <string.h>

/* Pages that are set to learn how long an article is, for a percentage of it. */
#define MEASURED_PAGES 400u

enum { PERCENT_STEP = 5 };

static uint8_t small_px(const kj_reader *reader) {
    return (uint8_t)(kj_settings_small_px(&reader->config.stage) + 2u);
}

/* --- Rows. --- */

enum { GO_START, GO_PERCENT, GO_SECTION, GO_HEADLINE, GO_ROWS };

static void go_to_row(void *context, unsigned index, kj_line *title, kj_line *value) {
    kj_reader *reader = context;
    const kj_language language = kj_reader_language(reader);
    static const kj_string names[GO_ROWS] = {KJ_STRING_GO_TO_START, KJ_STRING_GO_TO_PERCENT,
                                             KJ_STRING_GO_TO_SECTION, KJ_STRING_GO_TO_HEADLINE};
    kj_line_add(title, kj_string_get(language, names[index]));
    kj_entry entry;
    if (index == GO_PERCENT) {
        kj_words_add_percent(value, reader->percent, language);
    } else if (index == GO_SECTION &&
               kj_edition_entry(reader->edition, reader->section_entry, &entry) == KJ_OK &&
               entry.kind == KJ_ENTRY_SECTION) {
        kj_line_add(value, entry.title);
    }
}

static void alert_row(void *context, unsigned index, kj_line *title, kj_line *value) {
    kj_reader *reader = context;
    const kj_language language = kj_reader_language(reader);
    kj_battery battery;
    kj_line_add(title, kj_string_get(language, KJ_STRING_BATTERY_LOW_TITLE));
    if (reader->config.battery.get(reader->config.battery.context, &battery)) {
        kj_words_add_percent(value, battery.percent, language);
    }
}

static kj_sheet_source rows_of(kj_reader *reader) {
    if (reader->over == KJ_OVER_MENU) {
        return kj_menu_source(&reader->menu);
    }
    return (kj_sheet_source){.context = reader,
                             .row = reader->over == KJ_OVER_GO_TO ? go_to_row : alert_row};
}

static kj_typing typing_of(kj_reader *reader) {
    return (kj_typing){.keyboard = &reader->keyboard,
                       .stage = &reader->stage,
                       .size_px = (uint8_t)(small_px(reader) + 2u),
                       .language = kj_reader_language(reader),
                       .top_px = reader->typing_top};
}

void kj_over_paint(kj_reader *reader) {
    kj_status status = KJ_OK;
    if (reader->over == KJ_OVER_KEYBOARD) {
        kj_typing typing = typing_of(reader);
        typing.top_px = reader->typing_top = kj_typing_begin(&typing);
        status = kj_typing_paint(&typing);
    } else if (reader->over != KJ_OVER_NONE) {
        const kj_sheet_source source = rows_of(reader);
        status = kj_sheet_paint(&reader->sheet, &reader->stage, &source);
    }
    if (status != KJ_OK) {
        reader->over = KJ_OVER_NONE;
        kj_view_enter_notice(reader, kj_notice_for_setting(status), status, KJ_NO_PLACE);
    }
}

static kj_rect box_of(kj_reader *reader) {
    if (reader->over == KJ_OVER_KEYBOARD) {
        const kj_typing typing = typing_of(reader);
        return kj_typing_box(&typing);
    }
    return reader->sheet.box;
}

/* Paints what was opened or changed as a whole: only its own box of the page changed. */
static void show_over(kj_reader *reader) {
    kj_over_paint(reader);
    const kj_rect box = box_of(reader); /* a sheet covers whole lines, as it found them */
    reader->changed = kj_stage_on_panel(&reader->stage, box);
    if (!kj_stage_is_whole(&reader->stage) || reader->notice != KJ_NOTICE_NONE) {
        reader->changed = (kj_rect){0, 0, 0, 0};
    }
}

/* Back to the view below, of which that box comes to light. */
static void close_over(kj_reader *reader) {
    const kj_rect box = box_of(reader);
    reader->over = KJ_OVER_NONE;
    reader->is_new = false;
    kj_reader_set_view(reader);
    const bool is_part = kj_stage_is_whole(&reader->stage) && reader->notice == KJ_NOTICE_NONE;
    reader->changed = is_part ? kj_stage_on_panel(&reader->stage, box) : (kj_rect){0, 0, 0, 0};
}

static void open_sheet(kj_reader *reader, kj_reader_over over, unsigned rows, unsigned marked) {
    reader->over = over;
    kj_sheet_open(&reader->sheet, &reader->stage, small_px(reader), rows, marked);
}

/* Idle time may have painted the page to come into the frame: what is laid over the page that is on
 * the glass needs that one below. False: it cannot be set, a notice says so. */
static bool restore_page(kj_reader *reader) {
    const bool is_new = reader->is_new;
    const bool note_due = reader->note_due, read_due = reader->read_due;
    if (!reader->list && reader->notice == KJ_NOTICE_NONE && reader->article.document) {
        kj_view_go_to_place(reader, reader->place);
        reader->is_new = reader->notice == KJ_NOTICE_NONE ? is_new : true;
        reader->note_due = note_due; /* the reader is where he was */
        reader->read_due = read_due;
    }
    return reader->notice == KJ_NOTICE_NONE;
}

static unsigned build_menu(kj_reader *reader) {
    const bool in_article = reader->view == KJ_VIEW_ARTICLE && reader->article.document;
    const kj_mark_place at = {.item = reader->item,
                              .edition = reader->edition_id,
                              .entry = reader->edition ? reader->entry : 0u};
    reader->menu = (kj_menu_context){
        .in_article = in_article,
        .in_edition = reader->edition != NULL,
        .is_saved = in_article && kj_marks_is_saved(&reader->marks, &at),
        .is_read = in_article && kj_marks_is_read(&reader->marks, at.edition, at.entry),
        .settings = kj_reader_settings(reader),
        .board = &reader->config.stage,
        .in_service = reader->config.is_service && reader->view == KJ_VIEW_TEXT};
    return kj_menu_build(&reader->menu);
}

void kj_over_open_service(kj_reader *reader) {
    kj_view_go_to_text(reader, KJ_OWN_ABOUT);
    reader->is_new = true;
    if (reader->notice == KJ_NOTICE_NONE) {
        open_sheet(reader, KJ_OVER_MENU, build_menu(reader), 0);
        kj_over_paint(reader);
        reader->changed = (kj_rect){0, 0, 0, 0};
    }
}

void kj_over_open_menu(kj_reader *reader, bool at_settings) {
    if (!restore_page(reader)) {
        return;
    }
    const unsigned rows = build_menu(reader);
    unsigned marked = 0;
    kj_setting setting;
    while (at_settings && !kj_menu_setting(&reader->menu, marked, &setting)) {
        marked++;
    }
    open_sheet(reader, KJ_OVER_MENU, rows, marked);
    show_over(reader);
}

void kj_over_open_alert(kj_reader *reader) {
    if (restore_page(reader)) {
        open_sheet(reader, KJ_OVER_ALERT, 1, 0);
        show_over(reader);
    }
}

/* --- What the menu does. --- */

static void open_go_to(kj_reader *reader) {
    const kj_article *article = &reader->article;
    const uint32_t whole = article->last_page != KJ_PAGE_NONE ? article->end : article->size_bytes;
    reader->percent =
        whole > 0
            ? (uint8_t)((uint64_t)reader->place.offset * 100u / whole / PERCENT_STEP * PERCENT_STEP)
            : 0u;
    reader->section_entry = reader->entry;
    kj_entry entry;
    while (reader->edition && reader->section_entry > 0 &&
           kj_edition_entry(reader->edition, reader->section_entry, &entry) == KJ_OK &&
           entry.kind != KJ_ENTRY_SECTION) {
        reader->section_entry--;
    }
    close_over(reader);
    open_sheet(reader, KJ_OVER_GO_TO, reader->edition ? GO_ROWS : GO_SECTION, GO_PERCENT);
    reader->changed = (kj_rect){0, 0, 0, 0};
    kj_over_paint(reader);
}

static void keep_or_not(kj_reader *reader) {
    kj_mark_article article;
    kj_reader_describe(reader, &article);
    if (kj_marks_is_saved(&reader->marks, &article.at)) {
        kj_marks_unsave(&reader->marks, &article.at);
    } else if (!kj_marks_save(&reader->marks, &article)) {
        kj_view_enter_notice(reader, KJ_NOTICE_SAVED_FULL, KJ_ERR_TOO_LARGE, KJ_NO_PLACE);
        return;
    }
    close_over(reader);
}

static void mark_read_or_not(kj_reader *reader) {
    const bool is_read = kj_marks_is_read(&reader->marks, reader->edition_id, reader->entry);
    kj_reader_note(reader); /* or the end that was reached would mark it again */
    kj_marks_set_read(&reader->marks, reader->edition_id, reader->entry, !is_read);
    close_over(reader);
    reader->note_due = reader->read_due = false;
}

/* Asks first, and says what came of it in its own row. Settings are the board's again. */
static void forget(kj_reader *reader) {
    const unsigned marked = reader->sheet.marked;
    uint8_t next = KJ_FORGET_SURE;
    if (reader->menu.forgetting == KJ_FORGET_SURE) {
        next = kj_marks_forget(&reader->marks, reader->config.flash) ? KJ_FORGET_DONE
                                                                     : KJ_FORGET_FAILED;
        kj_reader_restyle(reader);
        reader->is_new = true;
        if (reader->notice != KJ_NOTICE_NONE) {
            return;
        }
        open_sheet(reader, KJ_OVER_MENU, build_menu(reader), marked);
    }
    reader->menu.forgetting = next;
    show_over(reader);
    if (next != KJ_FORGET_SURE) {
        reader->changed = (kj_rect){0, 0, 0, 0};
    }
}

static void start_reading(kj_reader *reader) {
    reader->config.is_service = false;
    reader->over = KJ_OVER_NONE;
    kj_view_start(reader);
}

static void act(kj_reader *reader, kj_menu_act what) {
    switch (what) {
    case KJ_MENU_START: start_reading(reader); break;
    case KJ_MENU_FORGET: forget(reader); break;
    case KJ_MENU_KEEP: keep_or_not(reader); break;
    case KJ_MENU_MARK_UNREAD: mark_read_or_not(reader); break;
    case KJ_MENU_GO_TO: open_go_to(reader); break;
    case KJ_MENU_SEARCH:
        close_over(reader);
        reader->over = KJ_OVER_KEYBOARD;
        reader->typing_top = INT16_MAX;
        kj_keyboard_init(&reader->keyboard, "");
        reader->changed = (kj_rect){0, 0, 0, 0};
        kj_over_paint(reader);
        break;
    case KJ_MENU_FRONT_PAGE: kj_view_open_list(reader, KJ_VIEW_CONTENTS); break;
    case KJ_MENU_LIBRARY: kj_view_list_folder(reader); break;
    case KJ_MENU_SAVED: kj_view_go_to_articles(reader, KJ_VIEW_SAVED); break;
    case KJ_MENU_HISTORY: kj_view_go_to_articles(reader, KJ_VIEW_HISTORY); break;
    case KJ_MENU_HELP: kj_view_go_to_text(reader, KJ_OWN_HELP); break;
    case KJ_MENU_ABOUT: kj_view_go_to_text(reader, KJ_OWN_ABOUT); break;
    case KJ_MENU_ACTS: break;
    }
}

static kj_status change_setting(kj_reader *reader, kj_setting setting, bool forwards) {
    kj_settings settings = kj_reader_settings(reader);
    kj_settings_step(&settings, setting, forwards, &reader->config.stage);
    kj_marks_put_settings(&reader->marks, &settings);
    if (setting >= KJ_SETTING_REFRESH) {
        reader->menu.settings = settings;
        show_over(reader);
        return KJ_OK;
    }
    const unsigned marked = reader->sheet.marked;
    kj_reader_restyle(reader);
    reader->is_new = setting == KJ_SETTING_ROTATION || setting == KJ_SETTING_COLOURS;
    if (reader->notice == KJ_NOTICE_NONE) {
        open_sheet(reader, KJ_OVER_MENU, build_menu(reader), marked);
        kj_over_paint(reader);
    }
    reader->changed = (kj_rect){0, 0, 0, 0};
    return KJ_OK;
}

static kj_status menu_key(kj_reader *reader, kj_key key) {
    kj_setting setting;
    const unsigned marked = reader->sheet.marked;
    const bool is_setting = kj_menu_setting(&reader->menu, marked, &setting);
    if (key == KJ_KEY_SELECT && !is_setting) {
        act(reader, kj_menu_act_of(&reader->menu, marked));
        return KJ_OK;
    }
    if (is_setting && (key == KJ_KEY_SELECT || key == KJ_KEY_RIGHT || key == KJ_KEY_LEFT)) {
        return change_setting(reader, setting, key != KJ_KEY_LEFT);
    }
    return KJ_END;
}

/* --- What "go to" does. --- */

static void go_to_percent(kj_reader *reader) {
    kj_article *article = &reader->article;
    reader->over = KJ_OVER_NONE;
    kj_status status = kj_article_find_end(article, &reader->stage, MEASURED_PAGES);
    if (status != KJ_OK && status != KJ_AGAIN) {
        kj_view_enter_notice(reader, kj_notice_for_setting(status), status, reader->place);
        return;
    }
    const uint32_t whole = status == KJ_OK           ? article->end
                           : article->size_bytes > 0 ? article->size_bytes
                                                     : article->known_place.offset;
    const uint32_t offset = (uint32_t)((uint64_t)whole * reader->percent / 100u);
    kj_view_go_to_page(reader, kj_article_page_of(article, offset));
}

/* To the first article of the section on the front page. */
static void go_to_section(kj_reader *reader) {
    kj_entry entry = {.kind = KJ_ENTRY_SECTION};
    uint32_t index = reader->section_entry;
    while (entry.kind == KJ_ENTRY_SECTION &&
           kj_edition_entry(reader->edition, index, &entry) == KJ_OK) {
        index += entry.kind == KJ_ENTRY_SECTION;
    }
    kj_view_leave(reader);
    reader->contents_position =
        (kj_list_position){.marked = index + KJ_CONTENTS_LIST_FIRST, .first = 0};
    kj_view_open_list(reader, KJ_VIEW_CONTENTS);
}

/* The next section's heading, or the one before. */
static bool step_section(kj_reader *reader, bool forwards) {
    kj_entry entry;
    for (uint32_t at = reader->section_entry;;) {
        at = forwards ? at + 1u : at - 1u;
        if ((!forwards && at == UINT32_MAX) ||
            kj_edition_entry(reader->edition, at, &entry) != KJ_OK) {
            return false;
        }
        if (entry.kind == KJ_ENTRY_SECTION) {
            reader->section_entry = at;
            return true;
        }
    }
}

static kj_status go_to_key(kj_reader *reader, kj_key key) {
    const unsigned marked = reader->sheet.marked;
    if (key == KJ_KEY_LEFT || key == KJ_KEY_RIGHT) {
        const bool forwards = key == KJ_KEY_RIGHT;
        if (marked == GO_PERCENT) {
            const int percent = reader->percent + (forwards ? PERCENT_STEP : -PERCENT_STEP);
            reader->percent = (uint8_t)((percent + 105) % 105); /* 100 + a step: around */
        } else if (marked != GO_SECTION || !step_section(reader, forwards)) {
            return KJ_END;
        }
        show_over(reader);
        return KJ_OK;
    }
    if (key != KJ_KEY_SELECT) {
        return KJ_END;
    }
    reader->is_new = true;
    reader->over = KJ_OVER_NONE;
    switch (marked) {
    case GO_START: kj_view_go_to_page(reader, 0); break;
    case GO_PERCENT: go_to_percent(reader); break;
    case GO_SECTION: go_to_section(reader); break;
    default: kj_view_open_list(reader, KJ_VIEW_CONTENTS); break;
    }
    return KJ_OK;
}

/* --- Typing. --- */

static void search(kj_reader *reader) {
    if (reader->view < KJ_VIEW_SAVED) {
        kj_view_get_spot(reader, &reader->from);
    }
    kj_view_leave(reader); /* the search needs the heap that an article's parser has */
    if (!reader->hits) {
        reader->hits = kj_arena_take(&reader->stage.edition, sizeof *reader->hits);
    }
    kj_status status = reader->hits
                           ? kj_search_edition(reader->edition, reader->keyboard.text, reader->hits)
                           : KJ_ERR_MEMORY;
    if (status == KJ_OK) {
        memcpy(reader->query, reader->keyboard.text, sizeof reader->query);
        kj_view_go_to_articles(reader, KJ_VIEW_RESULTS);
    } else {
        kj_view_enter_notice(reader, kj_notice_for_setting(status), status, KJ_NO_PLACE);
    }
}

static kj_status type_key(kj_reader *reader, kj_key key) {
    const kj_typing typing = typing_of(reader);
    const kj_rect before = kj_typing_marked_box(&typing);
    kj_rect changed;
    const bool is_whole = kj_stage_is_whole(&reader->stage);
    kj_status status = KJ_OK;
    switch (kj_keyboard_press(&reader->keyboard, key)) {
    case KJ_KEYBOARD_NOTHING: return KJ_END;
    case KJ_KEYBOARD_MOVED:
        if (is_whole) {
            kj_typing_move(&typing, before, &changed);
            reader->changed = kj_stage_on_panel(&reader->stage, changed);
            return KJ_OK;
        }
        break;
    case KJ_KEYBOARD_TYPED:
        if (is_whole) {
            status = kj_typing_paint_text(&typing, before, &changed);
            reader->changed = kj_stage_on_panel(&reader->stage, changed);
            if (status == KJ_OK) {
                return KJ_OK;
            }
        }
        break;
    case KJ_KEYBOARD_TURNED: break;
    case KJ_KEYBOARD_FINISHED:
        if (reader->keyboard.text[0] == '\0') {
            return KJ_END;
        }
        search(reader);
        return KJ_OK;
    case KJ_KEYBOARD_LEFT: close_over(reader); return KJ_OK;
    }
    show_over(reader);
    return KJ_OK;
}

/* --- Keys. --- */

static kj_status move(kj_reader *reader, int step) {
    if (reader->sheet.count < 2) {
        return KJ_END;
    }
    kj_rect changed;
    if (kj_sheet_move(&reader->sheet, &reader->stage, step, &changed)) {
        reader->changed = kj_stage_on_panel(&reader->stage, changed);
    } else {
        show_over(reader);
    }
    return KJ_OK;
}

kj_status kj_over_key(kj_reader *reader, kj_key key) {
    if (reader->over == KJ_OVER_KEYBOARD) {
        return type_key(reader, key);
    }
    if (reader->over == KJ_OVER_ALERT) {
        close_over(reader);
        return KJ_OK;
    }
    switch (key) {
    case KJ_KEY_UP: return move(reader, -1);
    case KJ_KEY_DOWN: return move(reader, 1);
    case KJ_KEY_PREV: return move(reader, -(int)reader->sheet.shown);
    case KJ_KEY_NEXT: return move(reader, reader->sheet.shown);
    case KJ_KEY_BACK:
    case KJ_KEY_HOME:
    case KJ_KEY_MENU: close_over(reader); return KJ_OK;
    default: break;
    }
    return reader->over == KJ_OVER_MENU ? menu_key(reader, key) : go_to_key(reader, key);
}
