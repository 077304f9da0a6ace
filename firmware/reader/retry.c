/* retry.c - trying again: the card may be back, the file may be there now. Layer: reader. */
#include "reader/views.h"

static void note_place(kj_reader *reader) {
    if (!reader->back_wanted) {
        reader->back_wanted = true;
        reader->failed = reader->notice_place;
        kj_view_get_spot(reader, &reader->back);
    }
}

/* To an article that is known by its file's id; where that is not on the card, a notice says so,
 * and SELECT on it looks again. */
void kj_retry_go_to(kj_reader *reader, const kj_reader_spot *spot) {
    if (kj_view_go_to_spot(reader, spot) || reader->notice != KJ_NOTICE_NONE) {
        return;
    }
    kj_view_leave(reader);
    reader->view = KJ_VIEW_ARTICLE;
    reader->name[0] = '\0';
    kj_view_enter_notice(reader, KJ_NOTICE_NOT_ON_CARD, KJ_ERR_MISSING, KJ_NO_PLACE);
    reader->back = *spot;
    reader->failed = KJ_NO_PLACE;
    reader->back_wanted = true;
}

/* Opens the item anew, which has a card that was put back mounted anew, and goes to where the
 * reader was: the list, the article, the page that could not be set. */
static void open_again(kj_reader *reader) {
    note_place(reader);
    const kj_reader_spot back = reader->back;
    const kj_place failed = reader->failed;
    if (back.view == KJ_VIEW_LIBRARY) {
        kj_view_go_to_shelf(reader);
        return;
    }
    if (back.view > KJ_VIEW_ARTICLE) {
        (void)kj_view_go_to_spot(reader, &back);
        return;
    }
    if (back.index == UINT32_MAX) {
        reader->notice = KJ_NOTICE_NONE;
        kj_view_look_at_card(reader);
        kj_retry_go_to(reader, &back);
        return;
    }
    if (!kj_view_open_item(reader, back.index)) {
        reader->back = back;
        reader->failed = failed;
        reader->back_wanted = true;
        return;
    }
    reader->notice = KJ_NOTICE_NONE;
    if (reader->edition && !back.in_edition) {
        kj_view_open_list(reader, KJ_VIEW_CONTENTS);
    } else if (!kj_view_go_to_spot(reader, &back)) {
        return;
    }
    if (failed.offset != UINT32_MAX && reader->notice == KJ_NOTICE_NONE &&
        reader->article.document) {
        const kj_place before = reader->place;
        kj_view_go_to_place(reader, failed);
        reader->place = reader->notice == KJ_NOTICE_NONE ? reader->place : before;
    }
}

kj_status kj_retry(kj_reader *reader) {
    const kj_notice_kind notice = reader->notice;
    const kj_place place = reader->notice_place;
    if (notice == KJ_NOTICE_NONE || reader->engine != KJ_OK) {
        return KJ_END;
    }
    if (notice == KJ_NOTICE_CRASH) { /* it was read: what would have been shown */
        reader->notice = KJ_NOTICE_NONE;
        reader->name[0] = '\0';
        reader->is_new = true;
        kj_view_start(reader);
        return KJ_OK;
    }
    if (reader->article.document && place.offset != UINT32_MAX) {
        note_place(reader);
        const kj_reader_spot back = reader->back;
        const kj_place failed = reader->failed;
        kj_view_go_to_place(reader, place);
        if (reader->notice == KJ_NOTICE_UNREADABLE) {
            reader->back = back;
            reader->failed = failed;
            reader->back_wanted = true;
            open_again(reader);
        }
    } else {
        open_again(reader);
    }
    reader->is_new = true;
    /* KJ_END: the same notice is on the glass already. */
    return reader->notice == notice && reader->notice_place.offset == place.offset ? KJ_END : KJ_OK;
}
