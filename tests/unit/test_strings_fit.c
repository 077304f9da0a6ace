/* test_strings_fit.c - what the reader writes on one line has the room it needs: on each board,
 * however it is turned, in both languages no label of its own words ends in an ellipsis.
 *
 * The reader is played; the linker has kj_stage_label go through here (--wrap), where each label is
 * set once more with all the room there is. */
#include "boards.h"
#include "reader/reader.h"
#include "reader/status_line.h"
#include "reader/views.h"
#include "test.h"
#include "zip_build.h"

enum { PLENTY_PX = 8000 };

static kj_reader reader;
static kj_reader_config config;
static kj_reader_screen screen;
static unsigned labels, cut;
static char where[64]; /* for what is printed */

kj_status __real_kj_stage_label(kj_stage *stage, const kj_label *label, int16_t *used_px);
kj_status __wrap_kj_stage_label(kj_stage *stage, const kj_label *label, int16_t *used_px);

static void complain(const char *what, const kj_label *label) {
    printf("  %s: %s: \"%s\", %d px, has %d\n", where, what, label->text, label->size_px,
           label->width_px);
    cut++;
}

kj_status __wrap_kj_stage_label(kj_stage *stage, const kj_label *label, int16_t *used_px) {
    const kj_rect page = kj_stage_page_box(stage);
    kj_label whole = *label;
    int16_t used = 0, needed = 0;
    whole.x_px = 0;
    whole.width_px = PLENTY_PX;
    const kj_display_mark mark = kj_display_list_mark(&stage->list);
    kj_status status = __real_kj_stage_label(stage, &whole, &needed);
    kj_display_list_cut(&stage->list, mark);
    KJ_CHECK_EQ(status, KJ_OK);
    status = __real_kj_stage_label(stage, label, &used);
    KJ_CHECK_EQ(status, KJ_OK);
    labels++;
    if (used < needed || needed > label->width_px) {
        complain("is cut", label);
    }
    if (label->baseline_px - label->size_px < 0 ||
        label->baseline_px + label->size_px * 2 / 5 > page.height) {
        complain("leaves the page", label);
    }
    if (used_px) {
        *used_px = used;
    }
    return status;
}

/* --- A reader with one edition, on a board. --- */

static uint8_t *archive;
static size_t archive_length;
static memory_source memory;

#define HTML(body)                                                                                 \
    "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml' "                             \
    "xmlns:epub='http://www.idpf.org/2007/ops'><head><title>x</title></head><body>" body           \
    "</body></html>"

static void make_edition(void) {
    static const char *const files[][2] = {
        {"mimetype", "application/epub+zip"},
        {"META-INF/container.xml",
         "<?xml version='1.0'?><container version='1.0' "
         "xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles><rootfile "
         "full-path='p.opf' media-type='application/oebps-package+xml'/></rootfiles></container>"},
        {"p.opf", "<?xml version='1.0'?><package xmlns='http://www.idpf.org/2007/opf' "
                  "version='3.0'><metadata xmlns:dc='http://purl.org/dc/elements/1.1/'>"
                  "<dc:title>দৈনিক</dc:title><dc:date>2026-11-25</dc:date></metadata><manifest>"
                  "<item id='n' href='n.xhtml' media-type='application/xhtml+xml' "
                  "properties='nav'/><item id='a' href='a.xhtml' "
                  "media-type='application/xhtml+xml'/><item id='b' href='b.xhtml' "
                  "media-type='application/xhtml+xml'/></manifest><spine><itemref idref='a'/>"
                  "<itemref idref='b'/></spine></package>"},
        {"n.xhtml", HTML("<nav epub:type='toc'><ol><li><span>দেশ</span><ol><li><a href='a.xhtml'>"
                         "এক</a></li><li><a href='b.xhtml'>দুই</a></li></ol></li></ol></nav>")},
        {"a.xhtml", HTML("<p>প্রথম লেখা</p>")},
        {"b.xhtml", HTML("<p>দ্বিতীয় লেখা</p>")},
    };
    zip_build zip;
    zip_build_begin(&zip);
    for (unsigned i = 0; i < sizeof files / sizeof *files; i++) {
        zip_build_add_text(&zip, files[i][0], files[i][1], ZIP_STORED);
    }
    free(archive);
    archive = zip_build_finish(&zip, &archive_length);
}

static kj_status refresh(void *context, uint32_t *count) {
    *count = 1;
    return KJ_OK;
}

static kj_status get_item(void *context, uint32_t index, kj_shelf_item *item) {
    *item = (kj_shelf_item){.name = "a.epub", .id = 7, .is_edition = true};
    return KJ_OK;
}

static kj_status open_item(void *context, uint32_t index, kj_source *source, kj_shelf_item *item) {
    *source = memory_source_of(&memory, archive, archive_length);
    return get_item(context, index, item);
}

static bool get_battery(void *context, kj_battery *battery) {
    *battery = (kj_battery){.percent = 100, .is_low = true};
    return true;
}

static void press(kj_key key) { KJ_CHECK_EQ(kj_reader_key(&reader, key, &screen), KJ_OK); }

static void start(const kj_emulated_board *board, unsigned turns, kj_language language) {
    config =
        (kj_reader_config){.stage = {.fonts = kj_font_data_table,
                                     .panel_width_px = board->driver->width_px,
                                     .panel_height_px = board->driver->height_px,
                                     .rotation = (kj_rotation)turns,
                                     .depth = 1,
                                     .bezel = board->data->bezel,
                                     .style = {.margin_px = board->data->margin_px,
                                               .size_px = board->data->size_px,
                                               .leading_percent = 150,
                                               .justify = true,
                                               .hyphenate = true},
                                     .sizes = kj_reader_default_sizes(board->driver->width_px,
                                                                      board->driver->height_px, 1)},
                           .shelf = {.refresh = refresh, .item = get_item, .open = open_item},
                           .language = language,
                           .battery = {.get = get_battery}};
    config.memory_bytes = kj_reader_memory_bytes(&config.stage.sizes);
    config.memory = malloc(config.memory_bytes);
    KJ_CHECK(config.memory);
    KJ_CHECK_EQ(kj_reader_open(&reader, &config), KJ_OK);
    kj_reader_show(&reader, &screen);
    KJ_CHECK_EQ(reader.notice, KJ_NOTICE_NONE);
    snprintf(where, sizeof where, "%s, turned %u, %s", board->name, turns * 90u,
             language == KJ_LANGUAGE_BENGALI ? "bn" : "en");
}

static void stop(void) {
    kj_reader_close(&reader);
    free(config.memory);
    config.memory = NULL;
}

/* Plays on every board, turned in every way, in every language. */
static void on_all(void (*play)(void)) {
    make_edition();
    labels = cut = 0;
    for (unsigned board = 0; board < kj_emulated_board_count; board++) {
        for (unsigned turns = 0; turns < 4; turns++) {
            for (unsigned language = 0; language < KJ_LANGUAGES; language++) {
                start(&kj_emulated_boards[board], turns, (kj_language)language);
                play();
                stop();
            }
        }
    }
    KJ_CHECK_EQ(cut, 0);
}

static void mark_row(unsigned row) {
    while (reader.sheet.marked != row) {
        press(KJ_KEY_DOWN);
    }
}

/* Every row of the menu with each value that it can have. */
static void play_menu(void) {
    enum { STEPS = 11 }; /* as many as there are sizes */
    press(KJ_KEY_SELECT);
    press(KJ_KEY_SELECT);
    KJ_CHECK_EQ(reader.over, KJ_OVER_MENU);
    for (unsigned step = 0; step < STEPS; step++) {
        const kj_language language = kj_reader_language(&reader);
        for (unsigned setting = 0; setting < KJ_SETTING_COUNT; setting++) {
            kj_settings_step(&reader.menu.settings, (kj_setting)setting, true, reader.menu.board);
        }
        reader.menu.settings.language = (uint8_t)language;
        reader.menu.is_saved = reader.menu.is_read = step & 1u;
        for (unsigned first = 0; first < reader.sheet.count; first += reader.sheet.shown) {
            kj_over_paint(&reader);
            press(KJ_KEY_NEXT);
        }
    }
}

KJ_TEST(every_row_and_value_of_the_menu_fits) {
    on_all(play_menu);
    KJ_CHECK(labels > kj_emulated_board_count * 4u * KJ_LANGUAGES * 11u * KJ_SETTING_COUNT * 2u);
}

static void play_places(void) {
    press(KJ_KEY_SELECT);
    press(KJ_KEY_SELECT);
    mark_row(2);
    press(KJ_KEY_SELECT);
    KJ_CHECK_EQ(reader.over, KJ_OVER_GO_TO);
    for (unsigned percent = 0; percent <= 100; percent += 5) {
        press(KJ_KEY_LEFT);
    }
}

KJ_TEST(places_to_go_to_fit) { on_all(play_places); }

static void play_keyboard(void) {
    press(KJ_KEY_SELECT);
    press(KJ_KEY_SELECT);
    mark_row(3);
    press(KJ_KEY_SELECT);
    KJ_CHECK_EQ(reader.over, KJ_OVER_KEYBOARD);
    press(KJ_KEY_SELECT);
    press(KJ_KEY_NEXT);
}

KJ_TEST(keys_of_the_keyboard_fit) {
    on_all(play_keyboard);
    KJ_CHECK(labels > kj_emulated_board_count * 4u * KJ_LANGUAGES * 100u);
}

static void play_alert(void) {
    press(KJ_KEY_SELECT);
    KJ_CHECK_EQ(kj_reader_battery(&reader, &screen), KJ_OK);
    KJ_CHECK_EQ(reader.over, KJ_OVER_ALERT);
    const unsigned before = labels;
    press(KJ_KEY_POWER);
    KJ_CHECK(labels > before);
}

KJ_TEST(alert_and_sleep_mark_fit) { on_all(play_alert); }

/* The foot of a page with the most that it can have to say, and without a number; the end of an
 * article and of an edition. */
static void play_foot(void) {
    const uint32_t bytes[] = {100, 2800, 120u * 2800u};
    kj_status_line line = {.left = "",
                           .page = 199,
                           .pages = 200,
                           .battery = 100,
                           .size_px = kj_settings_small_px(&config.stage),
                           .language = kj_reader_language(&reader)};
    kj_stage_begin_overlay(&reader.stage);
    for (unsigned i = 0; i < sizeof bytes / sizeof *bytes; i++) {
        line.bytes_left = bytes[i];
        kj_stage_begin_overlay(&reader.stage);
        KJ_CHECK_EQ(kj_status_line_add(&line, &reader.stage), KJ_OK);
    }
    line.is_hidden = true;
    for (line.next = ""; line.next; line.next = *line.next ? NULL : "লেখা") {
        const unsigned before = labels;
        kj_stage_begin_overlay(&reader.stage);
        KJ_CHECK_EQ(kj_status_line_add(&line, &reader.stage), KJ_OK);
        KJ_CHECK(labels > before);
    }
}

KJ_TEST(foot_of_pages_and_lists_fits) { on_all(play_foot); }

/* Titles and tails of lists, which are lines of a text: none of them is broken. */
static void check_lines(const kj_display_list *list, uint32_t last) {
    for (unsigned i = 1; i < list->line_count; i++) {
        const uint32_t entry = list->lines[i].start / KJ_LISTING_STRIDE;
        const bool is_same = entry == list->lines[i - 1u].start / KJ_LISTING_STRIDE;
        if (is_same && entry <= last && list->lines[i].block_kind != KJ_BLOCK_ENTRY_BYLINE &&
            list->lines[i].block_kind == list->lines[i - 1u].block_kind) {
            printf("  %s: line %u of the list is broken\n", where, i);
            cut++;
        }
    }
}

static void play_lists(void) {
    press(KJ_KEY_BACK);
    KJ_CHECK_EQ(reader.view, KJ_VIEW_LIBRARY);
    unsigned tails = 0;
    do {
        check_lines(&reader.stage.list, UINT32_MAX);
        tails += reader.list->choices;
    } while (kj_reader_key(&reader, KJ_KEY_NEXT, &screen) == KJ_OK);
    KJ_CHECK_EQ(tails, 1 + KJ_LIBRARY_TAILS);
    kj_view_go_to_articles(&reader, KJ_VIEW_SAVED);
    check_lines(&reader.stage.list, 0);
    kj_view_go_to_articles(&reader, KJ_VIEW_HISTORY);
    check_lines(&reader.stage.list, 0);
}

KJ_TEST(titles_and_tails_of_lists_fit) { on_all(play_lists); }

KJ_TEST_MAIN()
