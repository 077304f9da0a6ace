/* notice.h - what the reader tells its owner when an article cannot be shown.
 *
 * A notice is a short document of its own, set by the same text engine as an article: what
 * happened, what to do, and which file it is about. Layer: reader. */
#ifndef KJ_READER_NOTICE_H
#define KJ_READER_NOTICE_H

#include "document/plain.h"
#include "reader/strings.h"

#define KJ_NOTICE_BYTES 1024u /* the longest notice in Bengali has 700 with a long file name */

typedef enum kj_notice_kind {
    KJ_NOTICE_NONE = 0,
    KJ_NOTICE_MISSING,
    KJ_NOTICE_FOLDER,
    KJ_NOTICE_EMPTY,
    KJ_NOTICE_NOT_TEXT,
    KJ_NOTICE_TOO_LARGE,
    KJ_NOTICE_UNREADABLE,
    KJ_NOTICE_MEMORY,
    KJ_NOTICE_TROUBLE, /* any other error: a bug, or a damaged font */
    KJ_NOTICE_NO_ARTICLES,
    KJ_NOTICE_NO_CARD,
    KJ_NOTICE_NO_VOLUME,
    KJ_NOTICE_DAMAGED,       /* an edition that does not open */
    KJ_NOTICE_NO_ARTICLE,    /* an edition's article without a file, or without text */
    KJ_NOTICE_NOT_ON_CARD,   /* a kept article, or one of the history: its file is not there */
    KJ_NOTICE_BATTERY_LOW,   /* may be read on */
    KJ_NOTICE_BATTERY_EMPTY, /* the device sleeps until it is charged */
    KJ_NOTICE_SAVED_FULL,    /* KJ_MARKS_SAVED_MAX articles are kept already */
    KJ_NOTICE_CRASH,         /* the device started anew by itself; about a code, not a file */
    KJ_NOTICES
} kj_notice_kind;

/* Fields are private. Not to be moved while open. */
typedef struct kj_notice {
    char text[KJ_NOTICE_BYTES];
    kj_plain plain;
} kj_notice;

/* The notice for a status of opening an article (see kj_shelf) or of setting its pages. */
kj_notice_kind kj_notice_for_opening(kj_status status);
kj_notice_kind kj_notice_for_edition(kj_status status); /* of opening one that is there */
kj_notice_kind kj_notice_for_entry(kj_status status);   /* of opening an article of it */
kj_notice_kind kj_notice_for_card(kj_status status);    /* of looking at the shelf */
kj_notice_kind kj_notice_for_setting(kj_status status);

/* The kind as a word for reports and logs, "missing"; "none". Cannot fail. */
const char *kj_notice_name(kj_notice_kind kind);

/* Writes the notice of kind (not NONE) about file_name (shortened where it is long; NULL or "": not
 * said, nor where the notice is of the card or the battery) and opens it as *document, which lives
 * in notice. As kj_plain_open. */
KJ_MUST_USE kj_status kj_notice_open(kj_notice *notice, kj_notice_kind kind, kj_language language,
                                     const char *file_name, kj_document **document);

#endif
