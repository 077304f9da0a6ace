/* marks.h - what the reader remembers: settings, places, what was read and what is kept.
 *
 * Over the journal. An edition is known by what it says of itself (kj_edition_id), a file of the
 * card by path, size and time (the shelf's id), so that marks survive a renamed file, and
 * tomorrow's edition under the same name is another one. Without a journal (no flash, or it failed)
 * everything works and is forgotten at power-off. Layer: reader. */
#ifndef KJ_READER_MARKS_H
#define KJ_READER_MARKS_H

#include "layout/composer.h"
#include "storage/journal.h"

#define KJ_MARKS_TITLE_BYTES  150u  /* of a headline that is kept, NUL included */
#define KJ_MARKS_NAME_BYTES   56u   /* of an edition's name */
#define KJ_MARKS_ARTICLES_MAX 1600u /* entries of one edition that can be marked as read */
#define KJ_MARKS_SAVED_MAX    64u   /* kept articles */
#define KJ_MARKS_HISTORY_MAX  40u   /* shown; older ones are dropped when room is short */

/* As it is written, so without padding; 0 is the default in every field but size_px. */
typedef struct kj_settings {
    uint8_t version;      /* 0: nothing was ever set */
    uint8_t size_px;      /* of running text; 0: the board's */
    uint8_t family;       /* kj_family */
    uint8_t leading_step; /* 0: normal, 1: tight, 2: wide */
    uint8_t margin_step;  /* 0: the board's, 1: narrow, 2: wide */
    uint8_t is_ragged, no_hyphens, is_dark;
    uint8_t turns; /* quarters clockwise from how the board is held */
    uint8_t no_status_line;
    uint8_t mood;         /* 0: balanced, 1: calm, 2: crisp */
    uint8_t language;     /* kj_language */
    uint8_t sleep_page;   /* 0: the front page, 1: the page being read */
    uint8_t idle_step;    /* until it sleeps by itself: 0: 10 minutes, 1: 5, 2: 30 */
    uint8_t was_welcomed; /* the first start is over */
    uint8_t spare;
} kj_settings;

/* Where something is to be found again. */
typedef struct kj_mark_place {
    uint64_t item;    /* the shelf's id of the file */
    uint64_t edition; /* 0: a text */
    uint32_t entry;   /* of the edition's table of contents */
    kj_place place;   /* of the page in the article */
} kj_mark_place;

/* A line of a list of articles: kept ones, or those read last. */
typedef struct kj_mark_article {
    kj_mark_place at;
    uint8_t percent; /* read of it, 0..100 */
    char title[KJ_MARKS_TITLE_BYTES], edition[KJ_MARKS_NAME_BYTES];
} kj_mark_article;

/* What is known of a file of the card without opening it. */
typedef struct kj_mark_file {
    uint64_t edition;
    uint32_t articles; /* entries that are articles; 0: not counted */
    char date[12];     /* ISO 8601, or "" */
    char title[KJ_MARKS_TITLE_BYTES];
} kj_mark_file;

/* Fields private; under 720 bytes where pointers have 32 bits. Not to be moved while open. */
typedef struct kj_marks {
    kj_journal journal;
    bool has_journal, has_last, is_listing;
    uint8_t last_view;
    uint8_t list_kind;               /* of the list gone through last: where it goes on */
    uint8_t saved_count, read_count; /* lists' lengths; 0xFF: not counted yet */
    uint32_t list_index;
    uint64_t list_cursor;
    kj_mark_place last;
    kj_settings settings;
    void *log_context;
    void (*log)(void *context, const char *line);
    uint64_t edition; /* whose read marks are in read; 0: none */
    uint8_t read[KJ_MARKS_ARTICLES_MAX / 8u];
} kj_marks;

/* flash: NULL for none. Cannot fail: what goes wrong is in the log, and marks are kept in memory as
 * far as they fit there. log may be NULL. */
void kj_marks_open(kj_marks *marks, const kj_hal_flash *flash, void *log_context,
                   void (*log)(void *context, const char *line));

/* Erases all that is remembered, also where the journal's bytes are damaged, and begins anew.
 * False: the flash refuses, or there is none. */
bool kj_marks_forget(kj_marks *marks, const kj_hal_flash *flash);

/* Why the device started anew by itself, as a code: the last one is kept, and how many there were.
 * Gives 0 where there was none. */
#define KJ_MARKS_CRASH_BYTES 24u /* of a code, NUL included */
void kj_marks_put_crash(kj_marks *marks, const char *code);
uint32_t kj_marks_crash(kj_marks *marks, char code[KJ_MARKS_CRASH_BYTES]);

/* Fields out of their range are set to their default, in what is put and in what is read. */
const kj_settings *kj_marks_settings(const kj_marks *marks);
void kj_marks_put_settings(kj_marks *marks, const kj_settings *settings);

/* Where the reader was last: view is the reader's own number for it. False: nowhere yet. */
bool kj_marks_last(kj_marks *marks, uint8_t *view, kj_mark_place *place);
void kj_marks_put_last(kj_marks *marks, uint8_t view, const kj_mark_place *place);

/* Of one article (at.edition and at.entry, or at.item for a text): where it was left, false: never
 * opened. Putting it makes it the newest of the history. */
bool kj_marks_article(kj_marks *marks, const kj_mark_place *at, kj_mark_article *article);
void kj_marks_put_article(kj_marks *marks, const kj_mark_article *article);

/* Read marks of an edition's articles. Entries beyond KJ_MARKS_ARTICLES_MAX are never read. */
bool kj_marks_is_read(kj_marks *marks, uint64_t edition, uint32_t entry);
void kj_marks_set_read(kj_marks *marks, uint64_t edition, uint32_t entry, bool is_read);
uint32_t kj_marks_count_read(kj_marks *marks, uint64_t edition);

/* Kept articles. Keeping one more than KJ_MARKS_SAVED_MAX fails: false. */
bool kj_marks_is_saved(kj_marks *marks, const kj_mark_place *at);
bool kj_marks_save(kj_marks *marks, const kj_mark_article *article);
void kj_marks_unsave(kj_marks *marks, const kj_mark_place *at);

/* Item index of a list, the newest first; quickest where it follows the one asked for last. The
 * history's length is counted once and then kept up: where room got short it may be less. False:
 * there are fewer, or it cannot be read. */
typedef enum kj_marks_list { KJ_MARKS_SAVED, KJ_MARKS_HISTORY } kj_marks_list;
bool kj_marks_listed(kj_marks *marks, kj_marks_list list, uint32_t index, kj_mark_article *article);
uint32_t kj_marks_count(kj_marks *marks, kj_marks_list list);

bool kj_marks_file(kj_marks *marks, uint64_t item, kj_mark_file *file);
void kj_marks_put_file(kj_marks *marks, uint64_t item, const kj_mark_file *file);

#endif
