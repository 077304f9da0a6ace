/* reader_app_case.h - what the tests of the application share: a reader with a journal and a
 * battery over editions in memory, and its menu's keys. On top of edition_reader_case.h. */
#ifndef KJ_READER_APP_CASE_H
#define KJ_READER_APP_CASE_H

#include "edition_reader_case.h"
#include "models/flash_model.h"
#include "reader/views.h"

/* --- A reader with a journal, over one or two editions. --- */

static uint8_t flash_memory[16 * 4096];
static kj_flash_model flash;
static kj_hal_flash flash_hal;
static kj_battery battery;

static inline bool get_battery(void *context, kj_battery *to) {
    *to = battery;
    return true;
}

static inline kj_status find_item(void *context, uint64_t id, uint32_t *count, uint32_t *index) {
    if (id < 100u || id >= 100u + shelf_count) {
        return KJ_END;
    }
    *count = shelf_count;
    *index = (uint32_t)(id - 100u);
    return KJ_OK;
}

/* Begins with the flash as it is. */
static inline void power_up(unsigned editions) {
    configure(editions);
    config.shelf.item = edition_item;
    config.shelf.open = open_edition;
    config.shelf.find = find_item;
    config.flash = &flash_hal;
    config.battery = (kj_hal_battery){.get = get_battery};
    start();
}

static inline void begin(unsigned editions) {
    kj_reader_close(&reader);
    memset(flash_memory, 0xFF, sizeof flash_memory);
    const kj_flash_config chip = {
        .block_bytes = 4096, .page_bytes = 256, .block_count = 16, .memory = flash_memory};
    KJ_CHECK_EQ(kj_flash_model_init(&flash, &chip), KJ_OK);
    flash_hal = kj_flash_model_hal(&flash);
    battery = (kj_battery){.percent = 80};
    for (unsigned i = 0; i < editions; i++) {
        make_edition(i, 7, ZIP_STORED, 0);
    }
    power_up(editions);
}

/* The picture of what is shown: in idle time the frame holds another page. */
static inline uint32_t look(void) {
    kj_reader_show(&reader, &screen);
    return picture();
}

static inline uint32_t place(void) { return reader.place.offset; }

static inline void press_times(kj_key key, unsigned times) {
    while (times-- > 0) {
        press(key);
    }
}

/* From the front page into its first article. */
static inline void open_first(void) {
    KJ_CHECK_EQ(state().view, KJ_VIEW_CONTENTS);
    press(KJ_KEY_SELECT);
    KJ_CHECK_EQ(state().view, KJ_VIEW_ARTICLE);
    idle();
}

/* Marks the menu's row of this act or setting, which must be there. */
static inline void mark_act(kj_menu_act act) {
    for (unsigned i = 0;; i++) {
        KJ_CHECK(i < 40);
        kj_setting setting;
        const unsigned row = state().marked;
        if (!kj_menu_setting(&reader.menu, row, &setting) &&
            kj_menu_act_of(&reader.menu, row) == act) {
            return;
        }
        press(KJ_KEY_DOWN);
    }
}

static inline void choose(kj_menu_act act) {
    press(KJ_KEY_MENU);
    mark_act(act);
    press(KJ_KEY_SELECT);
}

static inline void mark_setting(kj_setting wanted) {
    kj_setting setting = KJ_SETTING_COUNT;
    for (unsigned i = 0; i < 40; i++) {
        if (kj_menu_setting(&reader.menu, state().marked, &setting) && setting == wanted) {
            return;
        }
        press(KJ_KEY_DOWN);
    }
    KJ_CHECK(false);
}

static inline void go_to_end_of_article(void) {
    const uint32_t entry = state().entry;
    while (reader.next.offset != UINT32_MAX) {
        press(KJ_KEY_NEXT);
        idle();
    }
    KJ_CHECK_EQ(state().entry, entry);
}

#endif
