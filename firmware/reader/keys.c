/* keys.c - what each key does in each view. Layer: reader. */
#include "reader/views.h"

/* The article after the open one, or before it: of the edition, else of the shelf. KJ_END: none. */
static kj_status step_article(kj_reader *reader, bool forwards, kj_reader_screen *screen) {
    if (!reader->edition) {
        const uint32_t last = reader->item_count > 0 ? reader->item_count - 1u : 0u;
        if (forwards ? reader->index >= last : reader->index == 0) {
            return KJ_END;
        }
        kj_view_go_to_item(reader, forwards ? reader->index + 1u : reader->index - 1u, !forwards);
        kj_reader_fill_screen(reader, true, screen);
        return KJ_OK;
    }
    uint32_t entry = reader->entry;
    kj_entry found = {.kind = KJ_ENTRY_SECTION};
    while (found.kind != KJ_ENTRY_ARTICLE) {
        if (!forwards && entry == 0) {
            return KJ_END;
        }
        entry = forwards ? entry + 1u : entry - 1u;
        kj_status status = kj_edition_entry(reader->edition, entry, &found);
        if (status == KJ_END) {
            return KJ_END;
        }
        if (status != KJ_OK) {
            kj_view_enter_notice(reader, kj_notice_for_setting(status), status, KJ_PAGE_NONE);
            kj_reader_fill_screen(reader, true, screen);
            return KJ_OK;
        }
    }
    kj_view_go_to_entry(reader, entry, !forwards);
    kj_reader_fill_screen(reader, true, screen);
    return KJ_OK;
}

static kj_status next_page(kj_reader *reader, kj_reader_screen *screen) {
    reader->backwards = false;
    if (reader->notice != KJ_NOTICE_NONE) {
        return step_article(reader, true, screen);
    }
    kj_status status = kj_article_set(&reader->article, &reader->stage, reader->page + 1);
    if (status == KJ_END) {
        return step_article(reader, true, screen);
    }
    if (status == KJ_OK) {
        kj_view_enter_page(reader, reader->page + 1);
    } else {
        kj_view_enter_notice(reader, kj_notice_for_setting(status), status, reader->page + 1);
    }
    kj_reader_fill_screen(reader, status != KJ_OK, screen);
    return KJ_OK;
}

static kj_status previous_page(kj_reader *reader, kj_reader_screen *screen) {
    reader->backwards = true;
    const bool from_notice = reader->notice != KJ_NOTICE_NONE;
    if (from_notice && reader->article.document && reader->notice_page != KJ_PAGE_NONE &&
        reader->notice_page > reader->page) {
        kj_view_go_to_page(reader, reader->page);
    } else if (reader->page == 0) {
        return step_article(reader, false, screen);
    } else {
        kj_view_go_to_page(reader, reader->page - 1);
    }
    kj_reader_fill_screen(reader, from_notice || reader->notice != KJ_NOTICE_NONE, screen);
    return KJ_OK;
}

static void note_place(kj_reader *reader) {
    if (!reader->back.is_wanted) {
        reader->back = (kj_reader_return){.is_wanted = true,
                                          .in_edition = reader->edition != NULL,
                                          .view = reader->view,
                                          .entry = reader->entry,
                                          .page = reader->page,
                                          .failed_page = reader->notice_page,
                                          .contents = reader->contents_position};
    }
}

/* Opens the item anew, which has a card that was put back mounted anew, and goes to where the
 * reader was: the list, the article, the page that could not be set. */
static void open_again(kj_reader *reader) {
    note_place(reader);
    const kj_reader_return back = reader->back;
    if (back.view == KJ_VIEW_LIBRARY) {
        kj_view_go_to_shelf(reader);
        return;
    }
    kj_view_go_to_item(reader, reader->index, false);
    if (reader->notice != KJ_NOTICE_NONE) {
        reader->back = back;
        return;
    }
    if (back.in_edition && reader->edition) {
        reader->contents_position = back.contents;
        if (back.view == KJ_VIEW_ARTICLE) {
            kj_view_go_to_entry(reader, back.entry, false);
        } else {
            kj_view_open_list(reader, KJ_VIEW_CONTENTS);
        }
    }
    if (back.failed_page != KJ_PAGE_NONE && reader->notice == KJ_NOTICE_NONE) {
        reader->page = back.page;
        kj_view_go_to_page(reader, back.failed_page);
    }
}

static kj_status try_again(kj_reader *reader, kj_reader_screen *screen) {
    const kj_notice_kind notice = reader->notice;
    const uint32_t page = reader->notice_page;
    if (notice == KJ_NOTICE_NONE || reader->engine != KJ_OK) {
        return KJ_END;
    }
    if (reader->article.document && page != KJ_PAGE_NONE) {
        note_place(reader);
        const kj_reader_return back = reader->back;
        kj_view_go_to_page(reader, page);
        if (reader->notice == KJ_NOTICE_UNREADABLE) {
            reader->back = back;
            open_again(reader);
        }
    } else {
        open_again(reader);
    }
    if (reader->notice == notice && reader->notice_page == page) {
        return KJ_END; /* the same notice is on the glass already */
    }
    kj_reader_fill_screen(reader, true, screen);
    return KJ_OK;
}

static kj_status first_page(kj_reader *reader, kj_reader_screen *screen) {
    reader->backwards = false;
    if (reader->notice != KJ_NOTICE_NONE && !reader->article.document) {
        return try_again(reader, screen);
    }
    if (reader->notice == KJ_NOTICE_NONE && reader->page == 0) {
        return KJ_END;
    }
    kj_view_go_to_page(reader, 0);
    kj_reader_fill_screen(reader, true, screen);
    return KJ_OK;
}

/* From an article to the list it was chosen from, from an edition's list to the card's. */
static kj_status go_back(kj_reader *reader, kj_reader_screen *screen) {
    if (reader->engine != KJ_OK || reader->view == KJ_VIEW_LIBRARY) {
        return KJ_END;
    }
    if (reader->edition && reader->view == KJ_VIEW_ARTICLE) {
        kj_view_open_list(reader, KJ_VIEW_CONTENTS);
    } else if (reader->item_count > 1) {
        kj_view_go_to_shelf(reader); /* the card may be another one by now */
    } else {
        return KJ_END;
    }
    kj_reader_fill_screen(reader, true, screen);
    return KJ_OK;
}

static kj_status open_marked(kj_reader *reader, kj_reader_screen *screen) {
    const uint32_t marked = reader->list->position.marked;
    if (marked == 0) {
        return KJ_END;
    }
    if (reader->view == KJ_VIEW_LIBRARY) {
        kj_view_go_to_item(reader, marked - KJ_LIBRARY_LIST_FIRST, false);
    } else {
        kj_view_go_to_entry(reader, marked - KJ_CONTENTS_LIST_FIRST, false);
    }
    kj_reader_fill_screen(reader, true, screen);
    return KJ_OK;
}

static kj_status list_key(kj_reader *reader, kj_key key, kj_reader_screen *screen) {
    kj_list_move move;
    switch (key) {
    case KJ_KEY_DOWN: move = KJ_LIST_DOWN; break;
    case KJ_KEY_UP: move = KJ_LIST_UP; break;
    case KJ_KEY_NEXT:
    case KJ_KEY_RIGHT: move = KJ_LIST_PAGE_DOWN; break;
    case KJ_KEY_PREV:
    case KJ_KEY_LEFT: move = KJ_LIST_PAGE_UP; break;
    case KJ_KEY_HOME: move = KJ_LIST_TOP; break;
    case KJ_KEY_SELECT: return open_marked(reader, screen);
    default: return go_back(reader, screen);
    }
    const uint32_t first = reader->list->position.first;
    kj_status status = kj_list_screen_move(reader->list, move);
    if (status == KJ_END) {
        return KJ_END;
    }
    if (status == KJ_OK) {
        const bool turned = reader->list->position.first != first;
        kj_view_set_list(reader);
        kj_reader_fill_screen(reader, turned, screen);
        return KJ_OK;
    }
    kj_view_leave(reader);
    kj_view_enter_notice(reader, kj_notice_for_setting(status), status, KJ_PAGE_NONE);
    kj_reader_fill_screen(reader, true, screen);
    return KJ_OK;
}

kj_status kj_reader_key(kj_reader *reader, kj_key key, kj_reader_screen *screen) {
    if (key == KJ_KEY_NONE || key == KJ_KEY_POWER) {
        return KJ_END;
    }
    if (reader->list && reader->notice == KJ_NOTICE_NONE) {
        return list_key(reader, key, screen);
    }
    switch (key) {
    case KJ_KEY_NEXT:
    case KJ_KEY_RIGHT:
    case KJ_KEY_DOWN: return next_page(reader, screen);
    case KJ_KEY_PREV:
    case KJ_KEY_LEFT:
    case KJ_KEY_UP: return previous_page(reader, screen);
    case KJ_KEY_HOME: return first_page(reader, screen);
    case KJ_KEY_SELECT: return try_again(reader, screen);
    default: return go_back(reader, screen);
    }
}
