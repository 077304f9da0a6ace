/* menu.h - the rows of the menu and of "go to", as data. Layer: reader. */
#ifndef KJ_READER_MENU_H
#define KJ_READER_MENU_H

#include "reader/settings.h"
#include "reader/sheet.h"

typedef enum kj_menu_act {
    KJ_MENU_START,
    KJ_MENU_KEEP,
    KJ_MENU_MARK_UNREAD,
    KJ_MENU_GO_TO,
    KJ_MENU_SEARCH,
    KJ_MENU_FRONT_PAGE,
    KJ_MENU_LIBRARY,
    KJ_MENU_SAVED,
    KJ_MENU_HISTORY,
    KJ_MENU_HELP,
    KJ_MENU_ABOUT,
    KJ_MENU_FORGET,
    KJ_MENU_ACTS
} kj_menu_act;

typedef enum kj_menu_forgetting {
    KJ_FORGET_OFFERED,
    KJ_FORGET_SURE, /* asked whether it is meant */
    KJ_FORGET_DONE,
    KJ_FORGET_FAILED
} kj_menu_forgetting;

/* What there is to act upon, and so which rows there are. */
typedef struct kj_menu_context {
    bool in_article, in_edition; /* an article is shown; an edition is open */
    bool is_saved, is_read;      /* that article */
    bool in_service;             /* the menu of a key held at power-on */
    uint8_t forgetting;          /* kj_menu_forgetting */
    kj_settings settings;
    const kj_stage_config *board;
    uint8_t acts[KJ_MENU_ACTS]; /* kj_menu_act of each row before the settings */
    uint8_t act_count;
} kj_menu_context;

/* Fills acts; returns how many rows the menu has. */
unsigned kj_menu_build(kj_menu_context *menu);

/* The setting of row index, or false: it is an act. */
bool kj_menu_setting(const kj_menu_context *menu, unsigned index, kj_setting *setting);

/* What row index does, where it is no setting. */
kj_menu_act kj_menu_act_of(const kj_menu_context *menu, unsigned index);

kj_sheet_source kj_menu_source(kj_menu_context *menu); /* borrows menu */

#endif
