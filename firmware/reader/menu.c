/* menu.c - see menu.h. Layer: reader. */
#include "reader/menu.h"

static bool has(const kj_menu_context *menu, kj_menu_act act) {
    const bool is_of_service =
        act == KJ_MENU_START || act == KJ_MENU_FORGET || act == KJ_MENU_ABOUT;
    if (menu->in_service || act == KJ_MENU_START || act == KJ_MENU_FORGET) {
        return menu->in_service && is_of_service;
    }
    switch (act) {
    case KJ_MENU_KEEP:
    case KJ_MENU_GO_TO: return menu->in_article;
    case KJ_MENU_MARK_UNREAD:
    case KJ_MENU_FRONT_PAGE: return menu->in_article && menu->in_edition;
    case KJ_MENU_SEARCH: return menu->in_edition;
    default: return true;
    }
}

/* Rows: what is done with the article, then the settings, then the ways elsewhere: a kj_menu_act
 * each before and after them. */
static const uint8_t order[] = {
    KJ_MENU_START,   KJ_MENU_KEEP,       KJ_MENU_MARK_UNREAD, KJ_MENU_GO_TO,
    KJ_MENU_SEARCH,  KJ_MENU_FRONT_PAGE, KJ_MENU_LIBRARY,     KJ_MENU_SAVED,
    KJ_MENU_HISTORY, KJ_MENU_HELP,       KJ_MENU_ABOUT,       KJ_MENU_FORGET,
};

unsigned kj_menu_build(kj_menu_context *menu) {
    menu->act_count = 0;
    for (unsigned i = 0; i < sizeof order; i++) {
        if (has(menu, (kj_menu_act)order[i])) {
            menu->acts[menu->act_count++] = order[i];
        }
    }
    return (unsigned)menu->act_count + KJ_SETTING_COUNT;
}

/* The acts upon the article and the edition stand first; the settings follow. */
static unsigned acts_before(const kj_menu_context *menu) {
    unsigned count = 0;
    while (count < menu->act_count && menu->acts[count] < KJ_MENU_LIBRARY) {
        count++;
    }
    return count;
}

bool kj_menu_setting(const kj_menu_context *menu, unsigned index, kj_setting *setting) {
    const unsigned before = acts_before(menu);
    if (index < before || index >= before + KJ_SETTING_COUNT) {
        return false;
    }
    *setting = (kj_setting)(index - before);
    return true;
}

kj_menu_act kj_menu_act_of(const kj_menu_context *menu, unsigned index) {
    return (kj_menu_act)menu->acts[index < acts_before(menu) ? index : index - KJ_SETTING_COUNT];
}

static kj_string act_name(const kj_menu_context *menu, kj_menu_act act) {
    static const kj_string names[KJ_MENU_ACTS] = {
        [KJ_MENU_KEEP] = KJ_STRING_MENU_KEEP,
        [KJ_MENU_MARK_UNREAD] = KJ_STRING_MENU_MARK_UNREAD,
        [KJ_MENU_GO_TO] = KJ_STRING_MENU_GO_TO,
        [KJ_MENU_SEARCH] = KJ_STRING_MENU_SEARCH,
        [KJ_MENU_FRONT_PAGE] = KJ_STRING_MENU_FRONT_PAGE,
        [KJ_MENU_LIBRARY] = KJ_STRING_MENU_LIBRARY,
        [KJ_MENU_SAVED] = KJ_STRING_MENU_SAVED,
        [KJ_MENU_HISTORY] = KJ_STRING_MENU_HISTORY,
        [KJ_MENU_HELP] = KJ_STRING_MENU_HELP,
        [KJ_MENU_ABOUT] = KJ_STRING_MENU_ABOUT,
        [KJ_MENU_START] = KJ_STRING_MENU_START,
    };
    static const kj_string forgets[] = {
        [KJ_FORGET_OFFERED] = KJ_STRING_MENU_FORGET,
        [KJ_FORGET_SURE] = KJ_STRING_MENU_FORGET_SURE,
        [KJ_FORGET_DONE] = KJ_STRING_MENU_FORGOTTEN,
        [KJ_FORGET_FAILED] = KJ_STRING_MENU_NOT_FORGOTTEN,
    };
    if (act == KJ_MENU_FORGET) {
        return forgets[menu->forgetting];
    }
    if (act == KJ_MENU_KEEP && menu->is_saved) {
        return KJ_STRING_MENU_UNKEEP;
    }
    return act == KJ_MENU_MARK_UNREAD && !menu->is_read ? KJ_STRING_MENU_MARK_READ : names[act];
}

static void row(void *context, unsigned index, kj_line *title, kj_line *value) {
    const kj_menu_context *menu = context;
    const kj_language language = kj_settings_language(&menu->settings);
    kj_setting setting;
    if (kj_menu_setting(menu, index, &setting)) {
        kj_line_add(title, kj_string_get(language, kj_setting_name(setting)));
        kj_setting_add_value(value, &menu->settings, setting, menu->board);
    } else {
        kj_line_add(title, kj_string_get(language, act_name(menu, kj_menu_act_of(menu, index))));
    }
}

/* Between what is done with the article, the settings, and the ways elsewhere. */
static bool is_apart(void *context, unsigned index) {
    const unsigned before = acts_before(context);
    return index == before || index == before + KJ_SETTING_COUNT;
}

kj_sheet_source kj_menu_source(kj_menu_context *menu) {
    return (kj_sheet_source){.context = menu, .row = row, .is_apart = is_apart};
}
