/* turns.c - turning pages, and going on to the next article or back to the one before. Layer:
 * reader. */
#include "reader/views.h"

/* Pages that are set to find the one before a page that is adrift. */
#define WALKED_PAGES 2000u

/* The article `count` after the open one, or before it, of the edition; what lies between is not
 * opened. KJ_END: there is none, not even one. */
static kj_status find_entry(kj_reader *reader, bool forwards, unsigned count, uint32_t *found) {
    uint32_t entry = reader->entry;
    bool any = false;
    kj_entry at;
    while (count > 0) {
        if (!forwards && entry == 0) {
            break;
        }
        entry = forwards ? entry + 1u : entry - 1u;
        kj_status status = kj_edition_entry(reader->edition, entry, &at);
        if (status == KJ_END) {
            break;
        }
        if (status != KJ_OK) {
            return status;
        }
        if (at.kind == KJ_ENTRY_ARTICLE) {
            *found = entry;
            any = true;
            count--;
        }
    }
    return any ? KJ_OK : KJ_END;
}

/* Whether item of the shelf is one to read on with: no folder. */
static bool is_text(kj_reader *reader, uint32_t index) {
    const kj_shelf *shelf = &reader->config.shelf;
    kj_shelf_item item;
    return shelf->item(shelf->context, index, &item) != KJ_OK || !item.is_folder;
}

/* From a text to the file after or before it. */
static kj_status step_item(kj_reader *reader, bool forwards, unsigned count, bool at_end) {
    uint32_t index = reader->index;
    while (count-- > 0) {
        const uint32_t next = forwards ? index + 1u : index - 1u;
        if (next >= reader->item_count || !is_text(reader, next)) {
            break;
        }
        index = next;
    }
    if (index == reader->index) {
        return KJ_END;
    }
    kj_view_go_to_item(reader, index, at_end);
    return KJ_OK;
}

/* The article `count` on or back: of the edition, else of the shelf. KJ_END: none. */
kj_status kj_turn_article(kj_reader *reader, bool forwards, unsigned count, bool at_end) {
    if (reader->view == KJ_VIEW_TEXT) {
        return KJ_END;
    }
    if (!reader->edition) {
        return step_item(reader, forwards, count, at_end);
    }
    uint32_t entry = 0;
    kj_status status = find_entry(reader, forwards, count, &entry);
    if (status == KJ_OK) {
        kj_view_go_to_entry(reader, entry, at_end);
    } else if (status != KJ_END) {
        kj_view_enter_notice(reader, kj_notice_for_setting(status), status, KJ_NO_PLACE);
    }
    return status == KJ_END ? KJ_END : KJ_OK;
}

kj_status kj_turn_next(kj_reader *reader) {
    reader->backwards = false;
    if (reader->notice != KJ_NOTICE_NONE) {
        return kj_turn_article(reader, true, 1, false);
    }
    const kj_place place = reader->next;
    kj_status status = kj_article_set_at(&reader->article, &reader->stage, place);
    if (status == KJ_END) {
        return kj_turn_article(reader, true, 1, false);
    }
    if (status == KJ_OK) {
        kj_view_enter_page(reader);
    } else {
        kj_view_enter_notice(reader, kj_notice_for_setting(status), status, place);
    }
    return KJ_OK;
}

/* The page before the one shown. */
static void turn_back(kj_reader *reader) {
    uint32_t page;
    kj_place known;
    const uint32_t number =
        kj_page_table_find_offset(reader->article.pages, reader->place.offset, &known);
    if (known.offset == reader->place.offset && number > 0) {
        kj_view_go_to_page(reader, number - 1u);
        return;
    }
    kj_status status = kj_article_before(&reader->article, &reader->stage, reader->place.offset,
                                         WALKED_PAGES, &page);
    if (status == KJ_OK || status == KJ_AGAIN) {
        kj_article_forget_set(&reader->article);
        kj_view_go_to_page(reader, page);
    } else {
        kj_view_enter_notice(reader, kj_notice_for_setting(status), status, reader->place);
    }
}

kj_status kj_turn_previous(kj_reader *reader) {
    reader->backwards = true;
    const bool from_notice = reader->notice != KJ_NOTICE_NONE;
    if (from_notice && reader->article.document && reader->notice_place.offset != UINT32_MAX &&
        reader->notice_place.offset > reader->place.offset) {
        kj_view_go_to_place(reader, reader->place);
    } else if (reader->place.offset == 0 || !reader->article.document) {
        return kj_turn_article(reader, false, 1, true);
    } else {
        turn_back(reader);
    }
    reader->is_new |= from_notice;
    return KJ_OK;
}

kj_status kj_turn_first(kj_reader *reader) {
    reader->backwards = false;
    if (reader->notice != KJ_NOTICE_NONE && !reader->article.document) {
        return kj_retry(reader);
    }
    if (reader->notice == KJ_NOTICE_NONE && reader->place.offset == 0) {
        return KJ_END;
    }
    kj_view_go_to_page(reader, 0);
    reader->is_new = true;
    return KJ_OK;
}
