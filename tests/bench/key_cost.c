/* key_cost.c - what answering a key costs, for callgrind: every case is dumped under its name.
 *
 * usage: key_cost CARD [480x800|400x300]
 *
 * Counted is one kj_reader_key (or what a case says) and the first row that the panel's driver
 * pulls: from then on pixels are on their way. What the host does for the card's blocks is not
 * counted; how many blocks there were is printed, a line a case: NAME BLOCKS
 * FLASH_WRITES ERASES PICTURES.
 * Run without valgrind it only prints that. See keys.sh. */
#include "folder_reader.h"
#include "reader/views.h"

#include <valgrind/callgrind.h>

enum { TEXT_PAGE = 1 }; /* of the sample daily's first article: text from there on */

static folder_reader on;
static bool counts;
static uint32_t blocks, writes, erases;

static void meter(bool on_again) {
    if (counts) {
        CALLGRIND_TOGGLE_COLLECT;
    }
    (void)on_again;
}

static void begin(void) {
    blocks = on.blocks_read;
    writes = on.flash_writes;
    erases = on.flash_erases;
    CALLGRIND_ZERO_STATS;
    counts = true;
    CALLGRIND_TOGGLE_COLLECT;
}

static void end(const char *name) {
    uint8_t row[FOLDER_WIDTH_MAX / 8];
    if (on.screen.rows.row) {
        (void)!on.screen.rows.row(on.screen.rows.context, 0, (uint16_t)on.screen.window.y, row);
    }
    CALLGRIND_TOGGLE_COLLECT;
    counts = false;
    CALLGRIND_DUMP_STATS_AT(name);
    printf("%s %u %u %u %u\n", name, (unsigned)(on.blocks_read - blocks),
           (unsigned)(on.flash_writes - writes), (unsigned)(on.flash_erases - erases),
           folder_state(&on).images);
}

static void count_keys(const char *name, const kj_key *keys, unsigned count) {
    begin();
    const kj_status status = kj_reader_keys(&on.reader, keys, count, &on.screen);
    end(name);
    if (status != KJ_OK) {
        printf("# %s: the key did nothing\n", name);
    }
}

static void count_key(const char *name, kj_key key) { count_keys(name, &key, 1); }

static void press(kj_key key) { (void)!folder_press(&on, key); }

static void mark_setting(kj_setting wanted) {
    kj_setting setting = KJ_SETTING_COUNT;
    for (unsigned i = 0; i < 64 && setting != wanted; i++) {
        press(KJ_KEY_DOWN);
        if (!kj_menu_setting(&on.reader.menu, on.reader.sheet.marked, &setting)) {
            setting = KJ_SETTING_COUNT;
        }
    }
}

static void mark_act(kj_menu_act act) {
    kj_setting setting;
    for (unsigned i = 0; i < 64; i++) {
        const unsigned row = on.reader.sheet.marked;
        if (!kj_menu_setting(&on.reader.menu, row, &setting) &&
            kj_menu_act_of(&on.reader.menu, row) == act) {
            return;
        }
        press(KJ_KEY_DOWN);
    }
}

/* A change and back, so that the next one begins alike. */
static void change(const char *name, kj_setting setting) {
    press(KJ_KEY_MENU);
    mark_setting(setting);
    count_key(name, KJ_KEY_SELECT);
    for (unsigned i = 0; i < 20; i++) { /* on to the value it had */
        const kj_settings now = kj_reader_settings(&on.reader);
        const uint8_t value = setting == KJ_SETTING_SIZE     ? now.size_px
                              : setting == KJ_SETTING_FAMILY ? now.family
                                                             : now.turns;
        const uint8_t home = setting == KJ_SETTING_SIZE ? on.config.stage.style.size_px : 0;
        if (value == home) {
            break;
        }
        press(KJ_KEY_SELECT);
    }
    press(KJ_KEY_BACK);
}

static void measure_library(void) {
    begin();
    kj_reader_show(&on.reader, &on.screen);
    end("library-shown-again");
    count_key("library-mark-down", KJ_KEY_DOWN);
    press(KJ_KEY_UP);
    count_key("library-page", KJ_KEY_NEXT);
    press(KJ_KEY_HOME);
}

static void measure_front_page(void) {
    count_key("front-page-open", KJ_KEY_SELECT);
    count_key("front-mark-down", KJ_KEY_DOWN);
    press(KJ_KEY_UP);
    count_key("front-page-turn", KJ_KEY_NEXT);
    count_key("front-page-back", KJ_KEY_PREV);
    count_key("front-next-section", KJ_KEY_RIGHT);
    press(KJ_KEY_HOME);
}

static void measure_turns(void) {
    count_key("next-not-ahead", KJ_KEY_NEXT);
    folder_idle(&on);
    count_key("next-set-ahead", KJ_KEY_NEXT);
    count_key("prev", KJ_KEY_PREV);
    folder_idle(&on);
    count_key("prev-set-ahead", KJ_KEY_PREV);
}

/* Of the daily: the first article opened cold, pages of text alone, and one with a picture. */
static void measure_pages(void) {
    count_key("article-open", KJ_KEY_SELECT);
    for (unsigned i = 0; i < TEXT_PAGE; i++) {
        press(KJ_KEY_NEXT);
    }
    measure_turns();
    press(KJ_KEY_HOME);
    for (unsigned i = 0; i < 6 && folder_state(&on).images == 0; i++) {
        const uint32_t entry = folder_state(&on).entry;
        folder_idle(&on);
        press(KJ_KEY_NEXT);
        if (folder_state(&on).images > 0 && folder_state(&on).entry == entry) {
            press(KJ_KEY_PREV);
            count_key("next-a-picture", KJ_KEY_NEXT);
        }
    }
    count_key("back-to-front-page", KJ_KEY_BACK);
    count_key("article-open-again", KJ_KEY_SELECT);
    count_key("skip-next-article", KJ_KEY_SKIP);
    const kj_key hold[] = {KJ_KEY_SKIP, KJ_KEY_SKIP, KJ_KEY_SKIP};
    count_keys("skip-three-at-once", hold, 3);
    count_key("prev-article-end", KJ_KEY_PREV);
    press(KJ_KEY_NEXT);
    folder_idle(&on);
    press(KJ_KEY_NEXT);
    begin();
    kj_reader_note(&on.reader);
    end("note-of-a-page");
    begin();
    (void)!kj_reader_idle(&on.reader);
    end("idle-one-step");
    folder_idle(&on);
}

static void measure_menu(void) {
    count_key("menu-open", KJ_KEY_MENU);
    count_key("menu-move", KJ_KEY_DOWN);
    count_key("menu-page", KJ_KEY_NEXT);
    count_key("menu-close", KJ_KEY_BACK);
    change("menu-size", KJ_SETTING_SIZE);
    change("menu-family", KJ_SETTING_FAMILY);
    change("menu-rotation", KJ_SETTING_ROTATION);
}

static void measure_keyboard(void) {
    press(KJ_KEY_MENU);
    mark_act(KJ_MENU_SEARCH);
    count_key("keyboard-open", KJ_KEY_SELECT);
    count_key("keyboard-move", KJ_KEY_RIGHT);
    count_key("keyboard-type", KJ_KEY_SELECT);
    kj_keyboard_init(&on.reader.keyboard, "নদী");
    for (unsigned i = 0; i < 8; i++) { /* to the last row's last key: search */
        press(KJ_KEY_DOWN);
        const unsigned keys = kj_keyboard_row_keys(&on.reader.keyboard, on.reader.keyboard.row);
        const kj_keyboard_key *last =
            kj_keyboard_key_at(&on.reader.keyboard, on.reader.keyboard.row, keys - 1u);
        if (last->act == KJ_KEYBOARD_DONE) {
            on.reader.keyboard.column = (uint8_t)(keys - 1u);
            break;
        }
    }
    count_key("search", KJ_KEY_SELECT);
    count_key("found-open", KJ_KEY_SELECT);
    press(KJ_KEY_BACK);
    press(KJ_KEY_BACK);
}

static void measure_sleep(void) {
    count_key("sleep", KJ_KEY_POWER);
    count_key("wake", KJ_KEY_NEXT);
    press(KJ_KEY_MENU);
    mark_act(KJ_MENU_HISTORY);
    count_key("history-open", KJ_KEY_SELECT);
    press(KJ_KEY_BACK);
    press(KJ_KEY_MENU);
    mark_act(KJ_MENU_LIBRARY);
    count_key("library-later", KJ_KEY_SELECT);
}

int main(int count, char **words) {
    const folder_board *board = &folder_boards[0];
    if (count < 2) {
        fprintf(stderr, "usage: key_cost CARD [480x800|400x300]\n");
        return 2;
    }
    if (count > 2 && !strcmp(words[2], folder_boards[1].name)) {
        board = &folder_boards[1];
    }
    if (!folder_reader_open(&on, words[1], board, true)) {
        fprintf(stderr, "key_cost: %s does not open\n", words[1]);
        return 1;
    }
    /* Once more from power-up, with nothing learned yet and all of it counted. */
    folder_reader_stop(&on);
    memset(on.flash, 0xFF, sizeof on.flash);
    on.meter = meter;
    begin();
    const bool is_good = folder_reader_start(&on);
    end("start-first-time");
    if (!is_good) {
        return 1;
    }
    measure_library();
    measure_front_page();
    measure_pages();
    measure_menu();
    measure_keyboard();
    measure_sleep();
    folder_reader_stop(&on);
    begin();
    (void)!folder_reader_start(&on);
    end("start-again");
    folder_reader_close(&on);
    return 0;
}
