/* test_panel_ssd1683.c - the exact bytes of each kind of update of the SSD1683, what its model says
 * of them, and which controller a board's glass is found to have. */
#include "fake_panel.h"

#include "models/model_bus.h"
#include "panel/detect.h"

#define INIT    "rst ? 12 ? 18=80 01=2B,01,00 3C=05 "
#define WHOLE   "11=03 44=00,31 45=00,00,2B,01 4E=00 4F=00,00 "
#define WINDOW  "11=03 44=0C,14 45=32,00,4F,00 4E=0C 4F=32,00 "
#define CLEANED "1A=6E 22=91 20 ? 21=40,00 22=C7 20"
#define DRIVEN  "21=00,00 22=FC 20"

static const kj_rect glass = {0, 0, 400, 300};

KJ_TEST(ssd1683_first_update_resets_and_cleans_by_the_quicker_waveform) {
    fake_picture picture = {1, -1, KJ_OK};
    kj_panel panel = open_panel(&kj_panel_ssd1683);
    KJ_CHECK_EQ(kj_panel_begin(&panel, window, KJ_INTENT_MENU, rows_of(&picture)), KJ_OK);
    KJ_CHECK_STR(recording(), INIT WHOLE "24[15000] " WHOLE "26[15000] " CLEANED);
    KJ_CHECK_EQ(panel.intent, KJ_INTENT_CLEAN);
    check_plane(0, 1, 0, glass, 0xFF);
    check_plane(1, 1, 0, glass, 0xFF);
    check_manners();
}

KJ_TEST(ssd1683_page_is_differential_and_brings_both_planes_up_to_date) {
    fake_picture picture = {1, -1, KJ_OK};
    kj_panel panel = open_clean(&kj_panel_ssd1683, &picture);
    picture.page = 2;
    KJ_CHECK_EQ(kj_panel_update(&panel, whole, KJ_INTENT_PAGE, rows_of(&picture)), KJ_OK);
    KJ_CHECK_STR(recording(),
                 "? " WHOLE "24[15000] " DRIVEN " ? " WHOLE "24[15000] " WHOLE "26[15000]");
    check_plane(2, 2, 0, glass, 0xFF);
    check_manners();
}

KJ_TEST(ssd1683_window_is_named_in_bytes_across_and_rows_down) {
    fake_picture picture = {1, -1, KJ_OK};
    kj_panel panel = open_clean(&kj_panel_ssd1683, &picture);
    KJ_CHECK_EQ(kj_panel_update(&panel, window, KJ_INTENT_MENU, rows_of(&picture)), KJ_OK);
    KJ_CHECK_STR(recording(),
                 "? " WINDOW "24[270] " DRIVEN " ? " WINDOW "24[270] " WINDOW "26[270]");
    check_manners();
}

KJ_TEST(ssd1683_shows_a_gray_screen_in_two_tones_and_says_so) {
    fake_picture picture = {1, -1, KJ_OK};
    kj_panel panel = open_clean(&kj_panel_ssd1683, &picture);
    KJ_CHECK_EQ(kj_panel_update(&panel, whole, KJ_INTENT_GRAY, rows_of(&picture)), KJ_OK);
    KJ_CHECK_EQ(panel.intent, KJ_INTENT_CLEAN);
    check_plane(0, 1, 1, glass, 0xFF);
    check_manners();
}

KJ_TEST(ssd1683_rests_sleeps_and_wakes_by_reset) {
    fake_picture picture = {1, -1, KJ_OK};
    kj_panel panel = open_clean(&kj_panel_ssd1683, &picture);
    KJ_CHECK_EQ(kj_panel_sleep(&panel), KJ_OK);
    KJ_CHECK(strstr(recording(), "10=01"));
    forget_recording();
    KJ_CHECK_EQ(kj_panel_begin(&panel, whole, KJ_INTENT_PAGE, rows_of(&picture)), KJ_OK);
    KJ_CHECK(!strncmp(recording(), "rst ", 4));
    KJ_CHECK_EQ(panel.intent, KJ_INTENT_CLEAN);
}

/* --- Against the models. */

static kj_panel_model model;
static kj_model_bus models_bus;
static uint8_t *memory;

static kj_panel_wiring connect(const kj_panel_model_type *type) {
    free(memory);
    memory = calloc(1, kj_panel_model_bytes(type));
    KJ_CHECK(memory);
    kj_panel_model_init(&model, type, memory);
    kj_model_bus_init(&models_bus, &model);
    return kj_model_bus_wiring(&models_bus);
}

static void show(kj_panel *panel, fake_picture *picture, kj_rect box, kj_panel_intent intent) {
    KJ_CHECK_EQ(kj_panel_update(panel, box, intent, rows_of(picture)), KJ_OK);
    KJ_CHECK_EQ(model.event_count, 0);
    static uint8_t bits[PLANE_BYTES];
    kj_glass_bits(&model.glass, bits);
    for (uint16_t y = (uint16_t)box.y; y < box.y + box.height; y++) {
        uint8_t row[STRIDE];
        const kj_panel_rows rows = rows_of(picture);
        KJ_CHECK_EQ(rows.row(rows.context, 0, y, row), KJ_OK);
        for (int x = box.x / 8; x < (box.x + box.width) / 8; x++) {
            KJ_CHECK_EQ(bits[y * 50 + x], row[x]);
        }
    }
}

KJ_TEST(ssd1683_model_shows_what_the_driver_sends_without_complaint) {
    fake_picture picture = {1, -1, KJ_OK};
    const kj_panel_wiring wiring = connect(&kj_model_ssd1683);
    kj_panel panel;
    kj_panel_init(&panel, &kj_panel_ssd1683, &wiring);
    show(&panel, &picture, glass, KJ_INTENT_CLEAN);
    picture.page = 2;
    show(&panel, &picture, glass, KJ_INTENT_PAGE);
    picture.page = 3;
    show(&panel, &picture, (kj_rect){96, 50, 72, 30}, KJ_INTENT_MENU);
    KJ_CHECK_EQ(kj_panel_rest(&panel), KJ_OK);
    KJ_CHECK_EQ(kj_panel_sleep(&panel), KJ_OK);
    show(&panel, &picture, glass, KJ_INTENT_PAGE);
}

KJ_TEST(ssd1683_model_takes_no_pixels_for_bytes) {
    const kj_panel_wiring wiring = connect(&kj_model_ssd1683);
    kj_panel panel;
    kj_panel_init(&panel, &kj_panel_ssd1677, &wiring);
    fake_picture picture = {1, -1, KJ_OK};
    (void)!kj_panel_update(&panel, (kj_rect){0, 0, 400, 300}, KJ_INTENT_CLEAN, rows_of(&picture));
    KJ_CHECK(kj_panel_model_count(&model, KJ_PANEL_TOO_MANY_BYTES) > 0);
    KJ_CHECK(kj_panel_model_count(&model, KJ_PANEL_RESOLUTION) > 0);
}

/* --- Which one is it. */

static const kj_panel_driver *const both[] = {&kj_panel_uc8176, &kj_panel_ssd1683};

KJ_TEST(glass_is_told_by_its_busy_line) {
    kj_panel_wiring wiring = connect(&kj_model_uc8176);
    KJ_CHECK(kj_panel_detect(&wiring, both, 2) == &kj_panel_uc8176);
    KJ_CHECK_EQ(model.event_count, 0);
    wiring = connect(&kj_model_ssd1683);
    KJ_CHECK(kj_panel_detect(&wiring, both, 2) == &kj_panel_ssd1683);
    KJ_CHECK_EQ(model.event_count, 0);
}

KJ_TEST(dead_panel_is_taken_for_the_one_whose_update_then_fails) {
    {
        kj_panel_wiring wiring = connect(&kj_model_uc8176);
        models_bus.fault = KJ_BUS_STUCK_BUSY; /* low, as an idle SSD1683 would be */
        const kj_panel_driver *driver = kj_panel_detect(&wiring, both, 2);
        KJ_CHECK(driver == &kj_panel_uc8176);
        fake_picture picture = {1, -1, KJ_OK};
        kj_panel panel;
        kj_panel_init(&panel, driver, &wiring);
        KJ_CHECK_EQ(kj_panel_update(&panel, glass, KJ_INTENT_CLEAN, rows_of(&picture)),
                    KJ_ERR_TIMEOUT);
    }
}

KJ_TEST(board_with_one_kind_of_glass_is_not_asked) {
    kj_panel_wiring wiring = connect(&kj_model_uc8179);
    const kj_panel_driver *const one[] = {&kj_panel_uc8179};
    KJ_CHECK(kj_panel_detect(&wiring, one, 1) == &kj_panel_uc8179);
    KJ_CHECK_EQ(model.now_us, 0);
}

KJ_TEST_MAIN()
