/* epub.h - writes an edition as EPUB 3.
 *
 * Valid by epubcheck, and cheap to read: every entry stored, in reading order, each article's
 * pictures right behind it; headline, summary, byline and date stand in the navigation document
 * (data- attributes of its links), so that a front page needs no article opened. An ncx is there
 * for older readers. Same edition and date: same bytes. */
#ifndef KJ_PRESS_EPUB_H
#define KJ_PRESS_EPUB_H

#include "press/buffer.h"
#include "press/edition.h"

#define KJ_EPUB_SUMMARY_MAX 500u /* bytes in the navigation document, cut at a word */

typedef struct kj_epub_figures {
    size_t sections, articles, pictures; /* pictures: files; the same one twice is one file */
    size_t lost_pictures;                /* only their alt is shown */
    size_t bytes;
} kj_epub_figures;

/* Puts the whole file into epub. Articles without a title take one from their text; sections
 * without articles are left out. dcterms:modified is SOURCE_DATE_EPOCH where the environment has
 * it, else edition->date at 00:00 UTC (1980-01-01 where there is none). figures may be NULL. KJ_OK;
 * KJ_END: there is no article in it; ERR_FORMAT: a body is not well-formed; ERR_TOO_LARGE: 4 GB or
 * 65,535 entries. */
KJ_MUST_USE kj_status kj_epub_write(const kj_press_edition *edition, kj_buffer *epub,
                                    kj_epub_figures *figures);

/* The same into a file: its folder must be there; the file is there as a whole or not at all.
 * ERR_IO besides. */
KJ_MUST_USE kj_status kj_epub_save(const kj_press_edition *edition, const char *path,
                                   kj_epub_figures *figures);

#endif
