/* round_trips.c - changing the look of a page and back, for every page of what is on a card.
 *
 * usage: round_trips CARD ARTICLES_FOLDER [EVERY]
 *
 * On each page of each article (of every EVERY-th page; 1), each setting that changes the page is
 * stepped through all its values and back: every page in between begins with the line that holds
 * the word that the page began with, and the last one has the same pixels. Under one of the other
 * looks the next page goes on where the page ended, and the page before it ends where it began or
 * after. Exit code 0; 1 after saying what failed; 77 where there is no CARD. */
#include "folder_reader.h"
#include "reader/views.h"

#include <stdarg.h>
#include <sys/stat.h>

static folder_reader on;
static unsigned pages, lines, exact, looks, trips, menu_trips, nexts, prevs, failures, every = 1;
static const char *where = "";

static const kj_setting settings[] = {
    KJ_SETTING_SIZE,    KJ_SETTING_FAMILY,    KJ_SETTING_LEADING, KJ_SETTING_MARGINS,
    KJ_SETTING_JUSTIFY, KJ_SETTING_HYPHENATE, KJ_SETTING_COLOURS, KJ_SETTING_ROTATION,
};
enum { SETTINGS = sizeof settings / sizeof *settings, STEPS_MAX = 16, FAILURES_TOLD = 20 };

__attribute__((format(printf, 1, 2))) static void fail(const char *form, ...) {
    va_list values;
    if (failures++ < FAILURES_TOLD) {
        const kj_reader_status now = folder_state(&on);
        printf("%s, article %u, page %u (%u to %u): ", where, (unsigned)now.entry,
               (unsigned)now.page, (unsigned)now.start, (unsigned)now.end);
        va_start(values, form);
        vprintf(form, values);
        va_end(values);
        printf("\n");
    }
}

/* Where the first line that is shown begins; UINT32_MAX: the page begins with a picture. */
static uint32_t first_word(void) {
    const kj_display_list *list = &on.reader.stage.list;
    return list->line_count > 0 && list->image_count == 0 ? list->lines[0].start : UINT32_MAX;
}

static uint32_t last_word(void) {
    const kj_display_list *list = &on.reader.stage.list;
    return list->line_count > 0 && list->image_count == 0 ? list->lines[list->line_count - 1u].end
                                                          : UINT32_MAX;
}

/* A paragraph has its lines broken in one way, whichever of them a page begins with: so the first
 * line may begin with words before the first one that was shown. */
static bool is_in_first_line(uint32_t offset) {
    const kj_display_list *list = &on.reader.stage.list;
    if (first_word() == UINT32_MAX) {
        return true;
    }
    exact += first_word() == offset;
    lines += 1;
    return first_word() <= offset && offset < list->lines[0].end;
}

static bool is_same(const kj_settings *a, const kj_settings *b) {
    return memcmp(a, b, sizeof *a) == 0;
}

static void put(const kj_settings *look) {
    kj_marks_put_settings(&on.reader.marks, look);
    kj_reader_restyle(&on.reader);
}

/* A page in between: that it begins with the same word. */
static void check_begins(uint32_t start, kj_setting setting, unsigned step) {
    const kj_reader_status now = folder_state(&on);
    looks++;
    if (now.view != KJ_VIEW_ARTICLE || now.notice != KJ_NOTICE_NONE || now.start != start) {
        fail("setting %d, step %u: began at %u", (int)setting, step, (unsigned)start);
    } else if (now.over == KJ_OVER_NONE && !is_in_first_line(start)) {
        fail("setting %d, step %u: its first line begins at %u", (int)setting, step,
             (unsigned)first_word());
    } else if (now.end <= start && now.size_bytes > start) {
        fail("setting %d, step %u: an empty page", (int)setting, step);
    }
}

/* All values of a setting and back to the one it had. */
static void go_round(kj_setting setting, uint64_t picture) {
    const kj_settings before = kj_reader_settings(&on.reader);
    const uint32_t start = folder_state(&on).start;
    kj_settings look = before;
    if (setting == KJ_SETTING_SIZE && look.size_px == 0) {
        look.size_px = on.config.stage.style.size_px; /* as the menu writes it down */
    }
    const kj_settings home = look;
    for (unsigned step = 1; step < STEPS_MAX; step++) {
        kj_settings_step(&look, setting, true, &on.config.stage);
        put(&look);
        check_begins(start, setting, step);
        if (is_same(&look, &home)) {
            break;
        }
    }
    trips++;
    if (!is_same(&look, &home)) {
        fail("setting %d does not come round", (int)setting);
        put(&before);
    }
    kj_reader_show(&on.reader, &on.screen);
    if (folder_picture(&on) != picture) {
        fail("setting %d and back: other pixels", (int)setting);
    }
}

/* The same by the menu's own keys: SELECT steps on, whichever way the arrows point. */
static void go_round_in_menu(kj_setting setting, uint64_t picture) {
    const uint32_t start = folder_state(&on).start;
    kj_setting marked = KJ_SETTING_COUNT;
    if (folder_press(&on, KJ_KEY_MENU) != KJ_OK) {
        fail("no menu");
        return;
    }
    for (unsigned i = 0; i < 64; i++) {
        if (kj_menu_setting(&on.reader.menu, on.reader.sheet.marked, &marked) &&
            marked == setting) {
            break;
        }
        (void)folder_press(&on, KJ_KEY_DOWN);
    }
    const kj_settings before = kj_reader_settings(&on.reader);
    kj_settings home = before;
    if (setting == KJ_SETTING_SIZE && home.size_px == 0) {
        home.size_px = on.config.stage.style.size_px;
    }
    for (unsigned step = 1; step < STEPS_MAX && marked == setting; step++) {
        (void)folder_press(&on, KJ_KEY_SELECT);
        check_begins(start, setting, step);
        const kj_settings look = kj_reader_settings(&on.reader);
        if (is_same(&look, &home)) {
            break;
        }
    }
    menu_trips++;
    (void)folder_press(&on, KJ_KEY_BACK);
    if (folder_state(&on).over != KJ_OVER_NONE || folder_picture(&on) != picture) {
        fail("setting %d by the menu's keys: other pixels", (int)setting);
    }
}

/* Under another look: the next page, and the one before. */
static void turn_pages(unsigned number) {
    const kj_settings before = kj_reader_settings(&on.reader);
    const kj_place place = on.reader.place;
    kj_settings look = before;
    const kj_setting setting = settings[number % SETTINGS];
    kj_settings_step(&look, setting, number / SETTINGS % 2u, &on.config.stage);
    put(&look);
    const kj_reader_status changed = folder_state(&on);
    const uint32_t last = last_word();
    if (on.reader.next.offset != UINT32_MAX) {
        nexts++;
        const kj_status status = folder_press(&on, KJ_KEY_NEXT);
        const kj_reader_status now = folder_state(&on);
        if (status != KJ_OK || now.start != changed.end || now.start <= changed.start) {
            fail("the next page after %u to %u", (unsigned)changed.start, (unsigned)changed.end);
        } else if (last != UINT32_MAX && first_word() != UINT32_MAX &&
                   (first_word() < last || first_word() > last + 4u)) {
            fail("the last word of a page ends at %u, the next page begins at %u", (unsigned)last,
                 (unsigned)first_word());
        }
        kj_view_go_to_place(&on.reader, place);
    }
    if (place.offset > 0) {
        prevs++;
        const kj_status status = folder_press(&on, KJ_KEY_PREV);
        const kj_reader_status now = folder_state(&on);
        if (status != KJ_OK || now.entry != changed.entry || now.start >= place.offset ||
            now.end < place.offset) {
            fail("the page before the one at %u", (unsigned)place.offset);
        }
        if (on.reader.next.offset != UINT32_MAX) { /* it may hold all that is left */
            (void)folder_press(&on, KJ_KEY_NEXT);
            if (folder_state(&on).start != now.end) {
                fail("a page on from the one before %u", (unsigned)place.offset);
            }
        }
    }
    put(&before);
    kj_view_go_to_place(&on.reader, place);
}

static void check_page(void) {
    kj_reader_show(&on.reader, &on.screen);
    const uint64_t picture = folder_picture(&on);
    const kj_reader_status before = folder_state(&on);
    pages++;
    if (pages % every != 0) {
        return;
    }
    for (unsigned i = 0; i < SETTINGS; i++) {
        go_round(settings[i], picture);
    }
    go_round_in_menu(settings[pages / every % SETTINGS], picture);
    turn_pages(pages / every);
    kj_reader_show(&on.reader, &on.screen);
    const kj_reader_status after = folder_state(&on);
    if (after.start != before.start || after.end != before.end || folder_picture(&on) != picture) {
        fail("it is not the page any more that it was");
    }
}

/* Every page from the one that is shown to the end of edition or file. Without a look at it: next
 * and back is the same page. */
static void read_on(void) {
    const uint32_t item = on.reader.index;
    while (failures < FAILURES_TOLD) {
        const kj_reader_status before = folder_state(&on);
        check_page();
        kj_reader_show(&on.reader, &on.screen);
        const uint64_t picture = folder_picture(&on);
        if (folder_press(&on, KJ_KEY_NEXT) != KJ_OK || on.reader.index != item) {
            return;
        }
        const kj_reader_status next = folder_state(&on);
        if (next.entry == before.entry && next.start != before.end) {
            fail("the page before ended at %u", (unsigned)before.end);
        }
        (void)folder_press(&on, KJ_KEY_PREV);
        const kj_reader_status back = folder_state(&on);
        if (back.entry != before.entry || back.start != before.start ||
            folder_picture(&on) != picture) {
            fail("next and back, from %u", (unsigned)before.start);
        }
        (void)folder_press(&on, KJ_KEY_NEXT);
        if (folder_state(&on).start != next.start || folder_state(&on).entry != next.entry) {
            fail("next, back and next, from %u", (unsigned)before.start);
            return;
        }
    }
}

/* Opens item of the folder, and of an edition its first article. */
static bool open_item(uint32_t item) {
    return folder_mark(&on, item) && folder_press(&on, KJ_KEY_SELECT) == KJ_OK &&
           (folder_state(&on).view != KJ_VIEW_CONTENTS ||
            folder_press(&on, KJ_KEY_SELECT) == KJ_OK) &&
           folder_state(&on).view == KJ_VIEW_ARTICLE && folder_state(&on).notice == KJ_NOTICE_NONE;
}

static void check_item(const char *folder, uint32_t item, const folder_board *board) {
    const unsigned before = pages;
    where = board->name;
    if (!folder_reader_open(&on, folder, board, false) || !open_item(item)) {
        fail("item %u of %s does not open", (unsigned)item, folder);
    } else {
        read_on();
        printf("%s at %s: %u pages\n", on.reader.name, board->name, pages - before);
    }
    folder_reader_close(&on);
}

int main(int count, char **words) {
    struct stat found;
    if (count < 3) {
        fprintf(stderr, "usage: round_trips CARD ARTICLES_FOLDER [EVERY]\n");
        return 2;
    }
    if (stat(words[1], &found) != 0) {
        printf("skipped: there is no %s: the press was not built\n", words[1]);
        return 77;
    }
    every = count > 3 ? (unsigned)strtoul(words[3], NULL, 10) : 1u;
    check_item(words[1], 0, &folder_boards[0]); /* the newest: the daily */
    check_item(words[2], 0, &folder_boards[0]);
    every *= 4;
    check_item(words[1], 0, &folder_boards[1]);
    check_item(words[2], 1, &folder_boards[1]);
    printf("%u pages; %u ways round the values of a setting by %u looks, %u more by the menu; "
           "%u next pages, %u pages before: %u failures\n",
           pages, trips, looks, menu_trips, nexts, prevs, failures);
    printf("of %u first lines %u begin with the first word, the others hold it\n", lines, exact);
    return failures > 0;
}
