/* keys.c - what each key does in each view. Layer: reader. */
#include "reader/views.h"

/* Back to what the reader's own text, or a list of articles, was opened from. */
static void go_to_from(kj_reader *reader) {
    const kj_reader_spot from = reader->from;
    if (!kj_view_go_to_spot(reader, &from) && reader->notice == KJ_NOTICE_NONE) {
        kj_view_go_to_shelf(reader);
    }
    reader->opened_from = KJ_VIEW_CONTENTS; /* or BACK would lead round and round */
}

static kj_status leave_text(kj_reader *reader) {
    if (reader->text == KJ_OWN_WELCOME) {
        kj_settings settings = kj_reader_settings(reader);
        settings.was_welcomed = 1;
        kj_marks_put_settings(&reader->marks, &settings);
        kj_view_start(reader);
    } else if (reader->config.is_service) {
        reader->config.is_service = false;
        kj_view_start(reader);
    } else {
        go_to_from(reader);
    }
    return KJ_OK;
}

/* From an article to the list it was chosen from, from an edition to the library, from a folder to
 * the one above. */
static kj_status go_back(kj_reader *reader) {
    if (reader->engine != KJ_OK) {
        return KJ_END;
    }
    reader->is_new = true;
    reader->back_wanted = false; /* SELECT tries what is shown now, not what was left */
    switch (reader->view) {
    case KJ_VIEW_LIBRARY: return kj_view_enter_folder(reader, KJ_SHELF_ABOVE) ? KJ_OK : KJ_END;
    case KJ_VIEW_TEXT: return leave_text(reader);
    case KJ_VIEW_SAVED:
    case KJ_VIEW_HISTORY:
    case KJ_VIEW_RESULTS: go_to_from(reader); return KJ_OK;
    case KJ_VIEW_ARTICLE:
        if (reader->opened_from != KJ_VIEW_CONTENTS) {
            kj_view_open_list(reader, reader->opened_from);
            return KJ_OK;
        }
        if (reader->edition) {
            kj_view_open_list(reader, KJ_VIEW_CONTENTS);
            return KJ_OK;
        }
        break;
    case KJ_VIEW_CONTENTS: break;
    }
    kj_view_list_folder(reader);
    return KJ_OK;
}

static void open_tail(kj_reader *reader, kj_library_tail tail) {
    switch (tail) {
    case KJ_TAIL_SAVED: kj_view_go_to_articles(reader, KJ_VIEW_SAVED); break;
    case KJ_TAIL_HISTORY: kj_view_go_to_articles(reader, KJ_VIEW_HISTORY); break;
    case KJ_TAIL_SETTINGS:
        reader->is_new = false;
        kj_over_open_menu(reader, true);
        break;
    default: kj_view_go_to_text(reader, KJ_OWN_HELP); break;
    }
}

static void open_item(kj_reader *reader, uint32_t at) {
    const kj_shelf *shelf = &reader->config.shelf;
    kj_shelf_item item;
    if (at >= reader->item_count) {
        open_tail(reader, (kj_library_tail)(at - reader->item_count));
    } else if (shelf->item(shelf->context, at, &item) == KJ_OK && item.is_folder) {
        (void)kj_view_enter_folder(reader, at);
    } else {
        kj_view_go_to_item(reader, at, false);
    }
}

/* Article n of a list of kept, read or found ones. */
static void open_listed(kj_reader *reader, uint32_t at) {
    const kj_reader_view list = reader->view;
    if (list == KJ_VIEW_RESULTS) {
        kj_view_go_to_entry_at(reader, reader->hits->entries[at], KJ_NO_PLACE);
        reader->opened_from = list;
        return;
    }
    const kj_marks_list which = list == KJ_VIEW_SAVED ? KJ_MARKS_SAVED : KJ_MARKS_HISTORY;
    kj_mark_article article;
    if (!kj_marks_listed(&reader->marks, which, at, &article)) {
        return;
    }
    kj_mark_article newest; /* a kept article may have been read on since */
    kj_reader_spot spot = {.view = KJ_VIEW_ARTICLE,
                           .index = UINT32_MAX,
                           .at = article.at,
                           .in_edition = article.at.edition != 0};
    if (kj_marks_article(&reader->marks, &article.at, &newest)) {
        spot.at.place = newest.percent >= 100 ? (kj_place){0, 0} : newest.at.place;
    }
    kj_retry_go_to(reader, &spot);
    reader->opened_from = list;
}

static kj_status open_marked(kj_reader *reader) {
    const uint32_t marked = reader->list->position.marked;
    if (marked == 0) {
        return KJ_END;
    }
    reader->is_new = true;
    switch (reader->view) {
    case KJ_VIEW_LIBRARY: open_item(reader, marked - KJ_LIBRARY_LIST_FIRST); break;
    case KJ_VIEW_CONTENTS:
        reader->opened_from = KJ_VIEW_CONTENTS;
        kj_view_go_to_entry_at(reader, marked - KJ_CONTENTS_LIST_FIRST, KJ_NO_PLACE);
        break;
    default: open_listed(reader, marked - KJ_ARTICLE_LIST_FIRST); break;
    }
    return KJ_OK;
}

static kj_status list_key(kj_reader *reader, kj_key key) {
    const bool has_sections = reader->view == KJ_VIEW_CONTENTS;
    kj_list_move move;
    switch (key) {
    case KJ_KEY_DOWN: move = KJ_LIST_DOWN; break;
    case KJ_KEY_UP: move = KJ_LIST_UP; break;
    case KJ_KEY_NEXT: move = KJ_LIST_PAGE_DOWN; break;
    case KJ_KEY_PREV: move = KJ_LIST_PAGE_UP; break;
    case KJ_KEY_RIGHT:
    case KJ_KEY_SKIP: move = has_sections ? KJ_LIST_NEXT_SECTION : KJ_LIST_PAGE_DOWN; break;
    case KJ_KEY_LEFT:
    case KJ_KEY_SKIP_BACK: move = has_sections ? KJ_LIST_PREVIOUS_SECTION : KJ_LIST_PAGE_UP; break;
    case KJ_KEY_HOME: move = KJ_LIST_TOP; break;
    case KJ_KEY_SELECT: return open_marked(reader);
    default: return go_back(reader);
    }
    const uint32_t first = reader->list->position.first;
    kj_status status = kj_list_screen_move(reader->list, move);
    kj_rect box;
    if (status == KJ_END) {
        return KJ_END;
    }
    if (status == KJ_OK && kj_list_screen_changed_box(reader->list, &box)) {
        reader->changed = kj_surface_on_panel(&reader->stage.surface, box);
    }
    if (status == KJ_OK) {
        reader->is_new = reader->list->position.first != first;
        kj_view_set_list(reader);
        return KJ_OK;
    }
    kj_view_leave(reader);
    kj_view_enter_notice(reader, kj_notice_for_setting(status), status, KJ_NO_PLACE);
    return KJ_OK;
}

/* Arrows point as the page is turned, however the board is held. */
static kj_key turned(const kj_reader *reader, kj_key key) {
    static const kj_key ring[4] = {KJ_KEY_UP, KJ_KEY_RIGHT, KJ_KEY_DOWN, KJ_KEY_LEFT};
    const unsigned turns = kj_marks_settings(&reader->marks)->turns;
    for (unsigned i = 0; i < 4; i++) {
        if (ring[i] == key) {
            return ring[(i + 4u - turns) % 4u];
        }
    }
    return key;
}

/* A page on; behind the welcome the library begins. */
static kj_status go_on(kj_reader *reader) {
    kj_status status = kj_turn_next(reader);
    const bool is_welcome = reader->view == KJ_VIEW_TEXT && reader->text == KJ_OWN_WELCOME;
    return status == KJ_END && is_welcome ? leave_text(reader) : status;
}

static kj_status page_key(kj_reader *reader, kj_key key, unsigned count) {
    switch (key) {
    case KJ_KEY_NEXT:
    case KJ_KEY_RIGHT:
    case KJ_KEY_DOWN: return go_on(reader);
    case KJ_KEY_PREV:
    case KJ_KEY_LEFT:
    case KJ_KEY_UP: return kj_turn_previous(reader);
    case KJ_KEY_SKIP: return kj_turn_article(reader, true, count, false);
    case KJ_KEY_SKIP_BACK: return kj_turn_article(reader, false, count, false);
    case KJ_KEY_HOME: return kj_turn_first(reader);
    case KJ_KEY_SELECT:
        if (reader->notice != KJ_NOTICE_NONE) {
            return kj_retry(reader);
        }
        if (reader->view == KJ_VIEW_TEXT) {
            return leave_text(reader);
        }
        kj_over_open_menu(reader, false);
        return KJ_OK;
    default: return go_back(reader);
    }
}

/* One key, or a hold that came `count` times. */
static kj_status press(kj_reader *reader, kj_key key, unsigned count) {
    if (reader->asleep) {
        return kj_reader_wake(reader);
    }
    if (key == KJ_KEY_POWER) {
        kj_reader_fall_asleep(reader);
        return KJ_OK;
    }
    key = turned(reader, key);
    if (reader->over != KJ_OVER_NONE) {
        return kj_over_key(reader, key);
    }
    if (key == KJ_KEY_MENU) {
        if (reader->notice != KJ_NOTICE_NONE) {
            return KJ_END;
        }
        kj_over_open_menu(reader, reader->view != KJ_VIEW_ARTICLE);
        return KJ_OK;
    }
    if (reader->list && reader->notice == KJ_NOTICE_NONE) {
        return list_key(reader, key);
    }
    return page_key(reader, key, count);
}

/* How many of `count` presses of NEXT need no page between set, because where the pages begin is
 * known already: 0 or at least 2. */
static unsigned pages_known_ahead(kj_reader *reader, kj_key key, unsigned count) {
    const kj_article *article = &reader->article;
    key = turned(reader, key);
    const bool turns = key == KJ_KEY_NEXT || key == KJ_KEY_RIGHT || key == KJ_KEY_DOWN;
    if (!turns || reader->asleep || reader->list || reader->over != KJ_OVER_NONE ||
        reader->notice != KJ_NOTICE_NONE || !article->pages || article->last_page == KJ_PAGE_NONE) {
        return 0;
    }
    kj_place known;
    const uint32_t number = kj_page_table_find_offset(article->pages, reader->place.offset, &known);
    const uint32_t ahead = article->last_page - number;
    count = count < ahead ? count : ahead;
    return known.offset == reader->place.offset && count > 1 ? count : 0;
}

static unsigned count_same(const kj_key *keys, unsigned count) {
    unsigned same = 1;
    while (same < count && keys[same] == keys[0]) {
        same++;
    }
    return same;
}

static bool is_hold(kj_key key) { return key == KJ_KEY_SKIP || key == KJ_KEY_SKIP_BACK; }

kj_status kj_reader_keys(kj_reader *reader, const kj_key *keys, unsigned count,
                         kj_reader_screen *screen) {
    unsigned changes = 0;
    bool is_new = false;
    while (count > 0 && keys[count - 1u] == KJ_KEY_NONE) {
        count--; /* or what is before them would not be painted */
    }
    for (unsigned i = 0; i < count;) {
        const unsigned run = count_same(keys + i, count - i);
        const unsigned pages = pages_known_ahead(reader, keys[i], run);
        const unsigned same = is_hold(keys[i]) ? run : pages > 0 ? pages : 1u;
        reader->is_new = false;
        reader->changed = (kj_rect){0, 0, 0, 0};
        reader->stage.is_skimming = i + same < count && !reader->asleep;
        if (pages > 0) {
            kj_place place;
            reader->backwards = false;
            kj_view_go_to_page(reader, kj_page_table_find_offset(reader->article.pages,
                                                                 reader->place.offset, &place) +
                                           pages);
            changes++;
            is_new |= reader->is_new;
        } else if (keys[i] != KJ_KEY_NONE && press(reader, keys[i], same) == KJ_OK) {
            changes++;
            is_new |= reader->is_new;
        }
        i += same;
    }
    reader->stage.is_skimming = false;
    if (changes == 0) {
        return KJ_END;
    }
    if (changes > 1) {
        reader->changed = (kj_rect){0, 0, 0, 0};
    }
    if (reader->stage.is_stale && !reader->asleep) { /* the last keys changed nothing, or laid
                                                        something over a page */
        const kj_reader_over over = reader->over;
        kj_reader_set_view(reader);
        reader->over = reader->notice == KJ_NOTICE_NONE ? over : KJ_OVER_NONE;
        kj_sheet_begin_anew(&reader->sheet, &reader->stage);
        reader->typing_top = INT16_MAX;
        kj_over_paint(reader);
        reader->changed = (kj_rect){0, 0, 0, 0};
    }
    kj_reader_fill_screen(reader, is_new, screen);
    return KJ_OK;
}

kj_status kj_reader_key(kj_reader *reader, kj_key key, kj_reader_screen *screen) {
    return kj_reader_keys(reader, &key, 1, screen);
}
