/* views.h - going from one view to another: the card's files, an edition's articles, a page, or a
 * notice in their place.
 *
 * Whatever goes wrong on the way ends in a notice and a line in the log, so these cannot fail; what
 * is to be shown is in the stage afterwards. Private to reader/. Layer: reader. */
#ifndef KJ_READER_VIEWS_H
#define KJ_READER_VIEWS_H

#include "reader/reader.h"

/* Looks at the shelf anew: an only item is opened, more are listed. */
void kj_view_go_to_shelf(kj_reader *reader);

/* Opens item index of the shelf: an edition's list of articles, or a text's pages. at_end: the last
 * page, where it is near enough to be found. */
void kj_view_go_to_item(kj_reader *reader, uint32_t index, bool at_end);

/* Opens article entry of the open edition. */
void kj_view_go_to_entry(kj_reader *reader, uint32_t entry, bool at_end);

/* Sets page of the open article. */
void kj_view_go_to_page(kj_reader *reader, uint32_t page);

/* Opens the list of view (LIBRARY, CONTENTS) where it was left. */
void kj_view_open_list(kj_reader *reader, kj_reader_view view);

/* Sets the open list's page. */
void kj_view_set_list(kj_reader *reader);

/* The page has been set: it is on the screen now. */
void kj_view_enter_page(kj_reader *reader, uint32_t page);

/* A notice of kind about status; page: the one that could not be set, or KJ_PAGE_NONE. */
void kj_view_enter_notice(kj_reader *reader, kj_notice_kind kind, kj_status status, uint32_t page);

/* Sets the notice that is due again, or the fallback picture. */
void kj_view_show_notice(kj_reader *reader);

/* Ends the view: its place is kept, nothing of it stays in the article arena. */
void kj_view_leave(kj_reader *reader);
void kj_view_close_edition(kj_reader *reader);

/* The whole panel as it is in the stage. */
void kj_reader_fill_screen(kj_reader *reader, bool natural, kj_reader_screen *screen);

#endif
