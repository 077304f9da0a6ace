/* reader.h - the application: a key goes in, the next screen comes out.
 *
 * The one place that knows screens. It knows no panel, card or board: a screen is rows of
 * pixels, a window and an intent, and the board's own loop shows it, waits, and gives idle
 * time back, in which the page that is likely to come next is set and painted ahead, so that a
 * page turn costs the panel's time alone. Layer: reader. */
#ifndef KJ_READER_READER_H
#define KJ_READER_READER_H

#include "hal/battery.h"
#include "hal/flash.h"
#include "hal/keys.h"
#include "panel/refresh.h"
#include "reader/article.h"
#include "reader/contents.h"
#include "reader/keyboard.h"
#include "reader/list_screen.h"
#include "reader/lists.h"
#include "reader/menu.h"
#include "reader/notice.h"
#include "reader/own_text.h"
#include "reader/settings.h"
#include "reader/sheet.h"
#include "reader/shelf.h"
#include "reader/stage.h"

/* A line of English for the engineer, without a line end; valid during the call. */
typedef struct kj_reader_log {
    void *context;
    void (*line)(void *context, const char *text); /* NULL: no log */
} kj_reader_log;

typedef struct kj_reader_config {
    kj_stage_config stage; /* sizes: kj_reader_default_sizes is the RP2040's budget */
    void *memory;          /* kj_reader_memory_bytes(&stage.sizes), 8-byte aligned, caller's */
    size_t memory_bytes;
    kj_shelf shelf;
    kj_language language;      /* until the settings say otherwise */
    const kj_hal_flash *flash; /* for the journal, outlives the reader; NULL: nothing is kept */
    kj_hal_battery battery;    /* get NULL: none */
    bool greets;               /* at the first start, with a word about the keys */
    bool hides_status_line;    /* until the settings say otherwise */
    bool is_service;           /* a key was held at power-on: begins with the service menu */
    const char *crash; /* the code of why the device started anew, borrowed; NULL: it did not */
    kj_reader_log log;
} kj_reader_config;

/* What to put on the panel. Valid until the next call of kj_reader_key, _show or _idle: not to be
 * made before the panel has finished the update, whose driver may ask for rows again. */
typedef struct kj_reader_screen {
    kj_panel_rows rows;
    kj_rect window;         /* panel pixels */
    kj_panel_intent intent; /* the purpose; the refresh policy decides */
    bool natural;           /* a new article or screen: a flash does not disturb here */
    kj_refresh_mood mood;   /* as the owner set it */
    bool sleeps; /* after this update panel and processor sleep, until a key is pressed */
} kj_reader_screen;

typedef enum kj_reader_view {
    KJ_VIEW_LIBRARY,  /* a folder of the card: editions, texts, folders */
    KJ_VIEW_CONTENTS, /* an edition's front page: its sections and articles */
    KJ_VIEW_ARTICLE,
    KJ_VIEW_SAVED,   /* articles that are kept */
    KJ_VIEW_HISTORY, /* articles that were read last */
    KJ_VIEW_RESULTS, /* of a search in the open edition */
    KJ_VIEW_TEXT     /* the reader's own: welcome, help, about */
} kj_reader_view;

/* What lies over the view. */
typedef enum kj_reader_over {
    KJ_OVER_NONE,
    KJ_OVER_MENU,
    KJ_OVER_GO_TO,
    KJ_OVER_KEYBOARD,
    KJ_OVER_ALERT /* a sentence; any key closes it */
} kj_reader_over;

/* Where the reader is or was: to go back to. */
typedef struct kj_reader_spot {
    kj_reader_view view;
    uint32_t index; /* item of the shelf */
    kj_mark_place at;
    bool in_edition;
    kj_list_position contents;
    kj_own_text text; /* of KJ_VIEW_TEXT */
} kj_reader_spot;

#define KJ_READER_NAME_BYTES    192u
#define KJ_READER_SECTION_BYTES 64u

/* Fields are private. Not to be moved while open. */
typedef struct kj_reader {
    kj_reader_config config;
    kj_stage stage;
    kj_status engine; /* what opening the stage gave */
    kj_marks marks;
    kj_reader_view view;
    uint32_t item_count, index;      /* of the shelf; the item that is open, or was last */
    uint64_t item;                   /* its id */
    char name[KJ_READER_NAME_BYTES]; /* of that item's file, cut where it is long */
    kj_edition *edition;             /* NULL: none is open */
    uint64_t edition_id;
    uint32_t entry;                        /* of the edition: the article that is open */
    char section[KJ_READER_SECTION_BYTES]; /* that it stands in */
    kj_library_list library;
    kj_contents_list contents;
    kj_article_list articles; /* kept, read last, found */
    kj_list_position library_position, contents_position, articles_position;
    kj_list_screen *list; /* of the view, in the article arena; NULL: none */
    kj_article article;
    kj_own_text text; /* of KJ_VIEW_TEXT */
    kj_own_text_config own;
    char folder[KJ_READER_SECTION_BYTES]; /* of the card that is listed; "": the root */
    kj_place place, next;  /* of the page shown, or to return to from a notice; and behind it */
    kj_place notice_place; /* which could not be set; offset UINT32_MAX: opening failed */
    kj_notice_kind notice; /* on the screen, or KJ_NOTICE_NONE */
    kj_status trouble;     /* that the notice is about */
    bool back_wanted;      /* back, and failed: to go to once the card can be read again */
    kj_place failed;
    kj_reader_spot back;
    kj_reader_spot from; /* what the list of articles, or the reader's own text, was opened from */
    kj_reader_view opened_from; /* the list that the article was chosen from */
    kj_reader_over over;
    kj_sheet sheet;
    kj_menu_context menu;
    kj_keyboard keyboard;
    int16_t typing_top;                 /* row of the page where the keyboard begins */
    kj_search_hits *hits;               /* in the edition's arena; NULL: nothing was searched for */
    char query[KJ_KEYBOARD_TEXT_BYTES]; /* that they are of: other words may be typed meanwhile */
    uint8_t percent;                    /* to go to */
    uint32_t section_entry;             /* likewise */
    bool alert_was_low;                 /* the owner was told of the battery */
    bool asleep;
    kj_reader_spot slept; /* asleep: where to wake */
    bool note_due;        /* place and marks are to be written */
    bool read_due;        /* and that the article was read: its last page was turned to */
    bool painting_notice; /* it has no foot */
    bool fallback;        /* the fallback picture is on the screen */
    bool backwards;       /* the last turn was one back: so the next may be */
    bool ahead_done;      /* nothing is left to do in idle time */
    kj_rect changed;      /* of the panel, where not the whole screen is; empty: all of it */
    bool is_new;          /* the screen is another one: a flash is natural */
} kj_reader;

/* The RP2040's budget for a panel of these pixels. On a host HarfBuzz's and FreeType's structures
 * hold 64-bit pointers: their heaps, and a part of the scratch heap, are enlarged. */
kj_reader_sizes kj_reader_default_sizes(uint16_t panel_width_px, uint16_t panel_height_px,
                                        uint8_t depth);
size_t kj_reader_memory_bytes(const kj_reader_sizes *sizes);

/* Opens the engine and looks at the shelf: a single item is opened, more are listed. config is
 * copied; what it points to outlives the reader. KJ_OK, also where the card, the item or the fonts
 * are unusable: then the first screen says so. ERR_ARGUMENT: a size, the panel or the style is
 * outside its limits. */
KJ_MUST_USE kj_status kj_reader_open(kj_reader *reader, const kj_reader_config *config);
void kj_reader_close(kj_reader *reader);

/* The current screen, set and painted again if need be: at the start, and after an update that
 * failed. Cannot fail: in the worst case the screen is the fallback picture. */
void kj_reader_show(kj_reader *reader, kj_reader_screen *screen);

/* In a list: DOWN, UP move the mark; NEXT, PREV turn the page; RIGHT, LEFT likewise, on a front
 * page to the next or previous section; SELECT opens what is marked; BACK goes from an edition to
 * the library and there to the folder above; HOME to the list's top. On a page: NEXT, RIGHT, DOWN:
 * the next page, after the last one the next article; PREV, LEFT, UP: back likewise; SKIP,
 * SKIP_BACK: the next and the previous article; HOME: the first page; BACK: the list it was chosen
 * from; SELECT: the menu. MENU: the menu, anywhere. In the menu: UP, DOWN mark a row, LEFT, RIGHT
 * change its value, SELECT does it, BACK closes. On a notice: SELECT tries again. Asleep: any key
 * wakes. Returns KJ_OK and the screen to show; KJ_END: the key changes nothing, do not refresh. */
KJ_MUST_USE kj_status kj_reader_key(kj_reader *reader, kj_key key, kj_reader_screen *screen);

/* Keys that were pressed while the panel was busy, in their order: each does what it does, but only
 * the screen after the last is painted. KJ_OK; KJ_END: they change nothing. */
KJ_MUST_USE kj_status kj_reader_keys(kj_reader *reader, const kj_key *keys, unsigned count,
                                     kj_reader_screen *screen);

/* No key for so long, milliseconds: the board calls kj_reader_sleep. As the settings say. */
uint32_t kj_reader_idle_limit_ms(const kj_reader *reader);

/* The sleep page (screen->sleeps). The next key, whichever, wakes the reader to where it was. POWER
 * does the same. KJ_OK; KJ_END: it sleeps already. */
KJ_MUST_USE kj_status kj_reader_sleep(kj_reader *reader, kj_reader_screen *screen);

/* The card-detect switch changed. KJ_OK; KJ_END: nothing to show. */
KJ_MUST_USE kj_status kj_reader_card(kj_reader *reader, bool is_in, kj_reader_screen *screen);

/* The battery got low, or empty, or is being charged: config.battery tells which. KJ_OK; KJ_END. */
KJ_MUST_USE kj_status kj_reader_battery(kj_reader *reader, kj_reader_screen *screen);

/* Does one piece of work ahead (at most a page). KJ_OK: did something, ask again; KJ_END: nothing
 * to do until the next key. */
KJ_MUST_USE kj_status kj_reader_idle(kj_reader *reader);

typedef struct kj_reader_status {
    kj_reader_view view;
    kj_reader_over over;
    uint32_t article, article_count; /* item of the shelf; items of its folder */
    const char *article_name;        /* its file's name, borrowed until the next key */
    bool in_edition;
    uint32_t entry;      /* in_edition: of the table of contents, the article's or the marked one */
    uint32_t marked;     /* row of the sheet, or entry of the list */
    uint32_t page;       /* from 0; of a page that is adrift, the one that holds its first word */
    uint32_t pages;      /* 0: not known yet */
    uint32_t start, end; /* text offsets of the page; both 0 when it is not in memory */
    uint32_t size_bytes; /* of the text; 0: not known */
    unsigned images;     /* pictures on the page */
    unsigned shown;      /* entries of a list on the page that can be chosen */
    kj_notice_kind notice;
    kj_status trouble; /* that the notice is about, else KJ_OK */
    bool fallback, asleep;
} kj_reader_status;

void kj_reader_get_status(const kj_reader *reader, kj_reader_status *status);

/* High-water marks. */
void kj_reader_get_marks(const kj_reader *reader, kj_reader_mark marks[KJ_READER_MARKS]);

#endif
