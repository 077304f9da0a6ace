/* views.h - going from one view to another: a folder of the card, an edition's front page, a page,
 * a list of articles, or a notice in their place.
 *
 * Whatever goes wrong on the way ends in a notice and a line in the log, so these cannot fail; what
 * is to be shown is in the stage afterwards. Private to reader/. Layer: reader. */
#ifndef KJ_READER_VIEWS_H
#define KJ_READER_VIEWS_H

#include "reader/reader.h"

#define KJ_NO_PLACE ((kj_place){UINT32_MAX, UINT32_MAX})

/* --- views.c --- */

/* At power-up: where the reader was, or the card's root, or its only item. */
void kj_view_start(kj_reader *reader);

/* Looks at the card anew and lists its root. */
void kj_view_go_to_shelf(kj_reader *reader);

/* Looks at the card anew and lists nothing; a notice where that fails. */
void kj_view_look_at_card(kj_reader *reader);

/* Lists the folder that the shelf is in. */
void kj_view_list_folder(kj_reader *reader);

/* Enters folder index of the list, or KJ_SHELF_ABOVE. False: there is none above. */
bool kj_view_enter_folder(kj_reader *reader, uint32_t index);

/* Opens item index of the shelf, without showing anything of it. False: a notice is shown. */
bool kj_view_open_item(kj_reader *reader, uint32_t index);

/* Opens and shows it: an edition's front page, or a text's pages. at_end: the last page, where it
 * is near enough to be found. */
void kj_view_go_to_item(kj_reader *reader, uint32_t index, bool at_end);

/* Opens article entry of the open edition, at its end or its beginning. */
void kj_view_go_to_entry(kj_reader *reader, uint32_t entry, bool at_end);

/* The same at place, or where it was left (KJ_NO_PLACE). */
void kj_view_go_to_entry_at(kj_reader *reader, uint32_t entry, kj_place place);

/* Sets the open article's page, by number or by place. */
void kj_view_go_to_page(kj_reader *reader, uint32_t page);
void kj_view_go_to_place(kj_reader *reader, kj_place place);

/* Opens a list of the reader's where it was left. */
void kj_view_open_list(kj_reader *reader, kj_reader_view view);

/* Sets the open list's page. */
void kj_view_set_list(kj_reader *reader);

/* One of the reader's own texts; KJ_VIEW_SAVED or _HISTORY: from is remembered. */
void kj_view_go_to_text(kj_reader *reader, kj_own_text text);
void kj_view_go_to_articles(kj_reader *reader, kj_reader_view view);

/* Where the reader is, and back to there. False: the file is not on the card, nothing was changed.
 */
void kj_view_get_spot(const kj_reader *reader, kj_reader_spot *spot);
bool kj_view_go_to_spot(kj_reader *reader, const kj_reader_spot *spot);

/* The page has been set: it is on the screen now. */
void kj_view_enter_page(kj_reader *reader);

/* Ends the view: its place is kept, nothing of it stays in the article arena. */
void kj_view_leave(kj_reader *reader);
void kj_view_close_edition(kj_reader *reader);

/* --- notices.c --- */

/* A notice of kind about status; place: of the page that could not be set, or KJ_NO_PLACE. */
void kj_view_enter_notice(kj_reader *reader, kj_notice_kind kind, kj_status status, kj_place place);

/* Sets the notice that is due again, or the fallback picture. */
void kj_view_show_notice(kj_reader *reader);

/* --- remember.c --- */

/* Writes what is due to the journal: the place, and that an article was read to its end. */
void kj_reader_note(kj_reader *reader);

/* Where article at was left; false: nowhere, or at its very end. */
bool kj_reader_left_at(kj_reader *reader, const kj_mark_place *at, kj_place *place);

/* The open article as a line of a list; of an edition's, its title is looked up. */
void kj_reader_describe(kj_reader *reader, kj_mark_article *article);

/* For kj_library_list.learn. */
kj_status kj_reader_learn_file(void *context, uint32_t index, kj_mark_file *file);

/* Goes to where the reader was at power-off. False: nowhere, or it is not on the card. */
bool kj_reader_resume(kj_reader *reader);

/* Opens the edition of source in the edition arena. Statuses as kj_edition_open. */
KJ_MUST_USE kj_status kj_reader_open_edition(kj_reader *reader, const kj_source *source,
                                             kj_edition **edition);

/* Headline of the article after the open one; "" where it is the edition's last. */
void kj_reader_find_next_title(kj_reader *reader, char *title, size_t capacity);

/* --- turns.c --- */

/* A page on, after the last one to the next article; a page back likewise, to the end of the
 * article before; the first page. KJ_END: there is none. */
KJ_MUST_USE kj_status kj_turn_next(kj_reader *reader);
KJ_MUST_USE kj_status kj_turn_previous(kj_reader *reader);
KJ_MUST_USE kj_status kj_turn_first(kj_reader *reader);

/* The article `count` on or back: of the edition, else of the shelf; what lies between is not
 * opened. KJ_END: there is none. */
KJ_MUST_USE kj_status kj_turn_article(kj_reader *reader, bool forwards, unsigned count,
                                      bool at_end);

/* --- retry.c --- */

/* What a notice is about is tried again. KJ_END: the same notice is on the glass already. */
KJ_MUST_USE kj_status kj_retry(kj_reader *reader);

/* To an article that is known by its file's id; where that is not on the card, a notice says so,
 * and kj_retry looks again. */
void kj_retry_go_to(kj_reader *reader, const kj_reader_spot *spot);

/* --- over.c --- */

/* The reader's own page about itself with the menu of a key held at power-on over it. */
void kj_over_open_service(kj_reader *reader);

/* Opens what lies over the view. */
void kj_over_open_menu(kj_reader *reader, bool at_settings);
void kj_over_open_alert(kj_reader *reader);

/* What a key does in it. KJ_END: nothing. */
KJ_MUST_USE kj_status kj_over_key(kj_reader *reader, kj_key key);

/* Paints it over the view that is in the frame. */
void kj_over_paint(kj_reader *reader);

/* --- reader.c --- */

/* The screen as it is in the stage: reader->changed of it, or all. */
void kj_reader_fill_screen(kj_reader *reader, bool natural, kj_reader_screen *screen);

/* The sleep page onto the stage. */
void kj_reader_paint_asleep(kj_reader *reader);

/* Sets the sleep page; back to where it was. KJ_END: it goes on sleeping. */
void kj_reader_fall_asleep(kj_reader *reader);
KJ_MUST_USE kj_status kj_reader_wake(kj_reader *reader);

/* For own_text's marks. */
void kj_reader_take_marks(void *context, kj_reader_mark marks[KJ_READER_MARKS]);

/* The settings as they are, to be changed and put; and their language. */
kj_settings kj_reader_settings(const kj_reader *reader);
kj_language kj_reader_language(const kj_reader *reader);

/* The settings changed: the page is set anew, at the same word. */
void kj_reader_restyle(kj_reader *reader);

/* Sets and paints the view (or notice) anew, without what lies over it. */
void kj_reader_set_view(kj_reader *reader);

#endif
