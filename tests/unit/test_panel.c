/* test_panel.c - the exact bytes of each kind of update of each controller, and the states
 * between them. What the pictures become on the glass is test_panel_models.c's business. */
#include "fake_panel.h"

#include "panel/ssd1677_waveform.h"

#define SSD_INIT   "rst ? 12 ? 18=80 0C=AE,C7,C3,C0,80 01=DF,01,02 3C=01 "
#define SSD_WHOLE  "11=01 44=00,00,1F,03 45=DF,01,00,00 4E=00,00 4F=DF,01 "
#define SSD_WINDOW "11=01 44=60,00,A7,00 45=AD,01,90,01 4E=60,00 4F=AD,01 "
#define UC_INIT                                                                                    \
    "rst ? 00=1F 01=07,07,3F,3F 06=17,17,28,17 61=03,20,01,E0 15=00 50=29,07 60=22 E3=22 04 ? "
#define UC_WINDOW "91 90=00,60,00,A7,00,32,00,4F,01 "

KJ_TEST(ssd1677_first_update_resets_and_cleans) {
    fake_picture picture = {1, -1, KJ_OK};
    kj_panel panel = open_panel(&kj_panel_ssd1677);
    KJ_CHECK_EQ(kj_panel_update(&panel, window, KJ_INTENT_PAGE, rows_of(&picture)), KJ_OK);
    KJ_CHECK_STR(recording(),
                 SSD_INIT SSD_WHOLE "24[48000] " SSD_WHOLE "26[48000] 21=40,00 22=F7 20 ?");
    KJ_CHECK_EQ(panel.intent, KJ_INTENT_CLEAN);
    KJ_CHECK_EQ(panel.window.width, WIDTH);
    KJ_CHECK(!panel.powered);
    check_plane(0, 1, 0, whole, 0xFF);
    check_plane(1, 1, 0, whole, 0xFF);
    check_manners();
}

KJ_TEST(ssd1677_page_is_differential_and_brings_both_planes_up_to_date) {
    fake_picture picture = {1, -1, KJ_OK};
    kj_panel panel = open_clean(&kj_panel_ssd1677, &picture);
    picture.page = 2;
    KJ_CHECK_EQ(kj_panel_begin(&panel, whole, KJ_INTENT_PAGE, rows_of(&picture)), KJ_OK);
    KJ_CHECK_STR(recording(), "? " SSD_WHOLE "24[48000] 21=00,00 22=FC 20");
    forget_recording();
    KJ_CHECK_EQ(kj_panel_finish(&panel, rows_of(&picture)), KJ_OK);
    KJ_CHECK_STR(recording(), "? " SSD_WHOLE "24[48000] " SSD_WHOLE "26[48000]");
    check_plane(0, 2, 0, whole, 0xFF);
    check_plane(1, 2, 0, whole, 0xFF);
    KJ_CHECK(panel.powered && panel.old_plane_valid);
    check_manners();
}

KJ_TEST(ssd1677_menu_sends_its_window_only) {
    fake_picture picture = {1, -1, KJ_OK};
    kj_panel panel = open_clean(&kj_panel_ssd1677, &picture);
    KJ_CHECK_EQ(kj_panel_update(&panel, window, KJ_INTENT_MENU, rows_of(&picture)), KJ_OK);
    KJ_CHECK_STR(recording(), "? " SSD_WINDOW "24[270] 21=00,00 22=FC 20 ? " SSD_WINDOW
                              "24[270] " SSD_WINDOW "26[270]");
    KJ_CHECK_EQ(panel.intent, KJ_INTENT_MENU);
    check_plane(0, 1, 0, panel.window, 0xFF);
    check_plane(2, 1, 0, panel.window, 0xFF);
    check_manners();
}

KJ_TEST(ssd1677_cleans_a_window_by_its_negative_and_back) {
    fake_picture picture = {3, -1, KJ_OK};
    kj_panel panel = open_clean(&kj_panel_ssd1677, &picture);
    KJ_CHECK_EQ(kj_panel_update(&panel, window, KJ_INTENT_CLEAN, rows_of(&picture)), KJ_OK);
    KJ_CHECK_STR(recording(),
                 "? " SSD_WINDOW "24[270] 21=00,00 22=FC 20 ? " SSD_WINDOW "26[270] " SSD_WINDOW
                 "24[270] 21=00,00 22=FC 20 ? " SSD_WINDOW "24[270] " SSD_WINDOW "26[270]");
    check_plane(0, 3, 0, panel.window, 0x00);
    check_plane(1, 3, 0, panel.window, 0x00);
    check_plane(2, 3, 0, panel.window, 0xFF);
    check_plane(4, 3, 0, panel.window, 0xFF);
    KJ_CHECK_EQ(panel.intent, KJ_INTENT_CLEAN);
    check_manners();
}

KJ_TEST(ssd1677_gray_takes_the_whole_panel_and_its_own_waveform) {
    fake_picture picture = {1, -1, KJ_OK};
    kj_panel panel = open_clean(&kj_panel_ssd1677, &picture);
    KJ_CHECK_EQ(kj_panel_update(&panel, window, KJ_INTENT_GRAY, rows_of(&picture)), KJ_OK);
    KJ_CHECK_STR(recording(), "? " SSD_WHOLE "24[48000] " SSD_WHOLE
                              "26[48000] 3C=00 03=17 04=41,A8,32 2C=30 32[105] 21=00,00 22=CC 20 ? "
                              "22=83 20 ?");
    check_plane(0, 1, 0, whole, 0x00);
    check_plane(1, 1, 1, whole, 0x00);
    KJ_CHECK(!panel.powered);
    forget_recording();
    KJ_CHECK_EQ(kj_panel_update(&panel, window, KJ_INTENT_PAGE, rows_of(&picture)), KJ_OK);
    KJ_CHECK(strncmp(recording(), SSD_INIT, strlen(SSD_INIT)) == 0); /* for its own voltages */
    check_manners();
}

KJ_TEST(uc8179_first_update_resets_and_cleans) {
    fake_picture picture = {1, -1, KJ_OK};
    kj_panel panel = open_panel(&kj_panel_uc8179);
    KJ_CHECK_EQ(kj_panel_update(&panel, window, KJ_INTENT_MENU, rows_of(&picture)), KJ_OK);
    KJ_CHECK_STR(recording(), UC_INIT "E0=02 E5=5A 50=29,07 10[48000] 13[48000] 12 ?");
    KJ_CHECK_EQ(panel.intent, KJ_INTENT_CLEAN);
    check_plane(0, 1, 0, whole, 0x00);
    check_plane(1, 1, 0, whole, 0xFF);
    check_manners();
}

KJ_TEST(uc8179_page_is_differential_and_copies_by_itself) {
    fake_picture picture = {1, -1, KJ_OK};
    kj_panel panel = open_clean(&kj_panel_uc8179, &picture);
    picture.page = 2;
    KJ_CHECK_EQ(kj_panel_update(&panel, whole, KJ_INTENT_PAGE, rows_of(&picture)), KJ_OK);
    KJ_CHECK_STR(recording(), "? E0=02 E5=6E 50=A9,07 13[48000] 12 ?");
    check_plane(0, 2, 0, whole, 0xFF);
    check_manners();
}

KJ_TEST(uc8179_menu_and_page_windows_enter_and_leave_partial_mode) {
    fake_picture picture = {1, -1, KJ_OK};
    for (kj_panel_intent intent = KJ_INTENT_PAGE; intent <= KJ_INTENT_MENU; intent++) {
        kj_panel panel = open_clean(&kj_panel_uc8179, &picture);
        KJ_CHECK_EQ(kj_panel_update(&panel, window, intent, rows_of(&picture)), KJ_OK);
        KJ_CHECK_STR(recording(), "? E0=02 E5=6E 50=A9,07 " UC_WINDOW "13[270] 12 ? 92");
        KJ_CHECK_EQ(panel.intent, intent);
        check_plane(0, 1, 0, panel.window, 0xFF);
        check_manners();
    }
}

KJ_TEST(uc8179_cleans_a_window_in_partial_mode) {
    fake_picture picture = {1, -1, KJ_OK};
    kj_panel panel = open_clean(&kj_panel_uc8179, &picture);
    KJ_CHECK_EQ(kj_panel_update(&panel, window, KJ_INTENT_CLEAN, rows_of(&picture)), KJ_OK);
    KJ_CHECK_STR(recording(), "? E0=02 E5=5A 50=A9,07 " UC_WINDOW "10[270] 13[270] 12 ? 92");
    check_plane(0, 1, 0, panel.window, 0x00);
    check_plane(1, 1, 0, panel.window, 0xFF);
}

KJ_TEST(uc8179_gray_takes_the_whole_panel) {
    fake_picture picture = {1, -1, KJ_OK};
    kj_panel panel = open_clean(&kj_panel_uc8179, &picture);
    KJ_CHECK_EQ(kj_panel_update(&panel, window, KJ_INTENT_GRAY, rows_of(&picture)), KJ_OK);
    KJ_CHECK_STR(recording(), "? E0=02 E5=5F 50=A9,07 10[48000] 13[48000] 12 ?");
    check_plane(0, 1, 0, whole, 0xFF);
    check_plane(1, 1, 1, whole, 0xFF);
    check_manners();
}

KJ_TEST(ssd1677_rests_sleeps_and_wakes_by_reset) {
    fake_picture picture = {1, -1, KJ_OK};
    kj_panel panel = open_clean(&kj_panel_ssd1677, &picture);
    KJ_CHECK_EQ(kj_panel_update(&panel, whole, KJ_INTENT_PAGE, rows_of(&picture)), KJ_OK);
    forget_recording();
    KJ_CHECK_EQ(kj_panel_rest(&panel), KJ_OK);
    KJ_CHECK_STR(recording(), "? 22=83 20 ?");
    KJ_CHECK(panel.old_plane_valid);
    forget_recording();
    KJ_CHECK_EQ(kj_panel_rest(&panel), KJ_OK);
    KJ_CHECK_STR(recording(), "");
    KJ_CHECK_EQ(kj_panel_sleep(&panel), KJ_OK);
    KJ_CHECK_STR(recording(), "? 10=01");
    forget_recording();
    KJ_CHECK_EQ(kj_panel_sleep(&panel), KJ_OK);
    KJ_CHECK_STR(recording(), "");
    KJ_CHECK_EQ(kj_panel_begin(&panel, window, KJ_INTENT_PAGE, rows_of(&picture)), KJ_OK);
    KJ_CHECK(strncmp(recording(), SSD_INIT, strlen(SSD_INIT)) == 0);
    KJ_CHECK_EQ(panel.intent, KJ_INTENT_CLEAN);
    KJ_CHECK_EQ(panel.window.height, HEIGHT);
    check_manners();
}

KJ_TEST(uc8179_rests_and_powers_up_again_without_forgetting) {
    fake_picture picture = {1, -1, KJ_OK};
    kj_panel panel = open_clean(&kj_panel_uc8179, &picture);
    KJ_CHECK_EQ(kj_panel_rest(&panel), KJ_OK);
    KJ_CHECK_STR(recording(), "? 02 ?");
    forget_recording();
    KJ_CHECK_EQ(kj_panel_update(&panel, whole, KJ_INTENT_PAGE, rows_of(&picture)), KJ_OK);
    KJ_CHECK_STR(recording(), "? E0=02 E5=6E 50=A9,07 04 ? 13[48000] 12 ?");
    forget_recording();
    KJ_CHECK_EQ(kj_panel_sleep(&panel), KJ_OK);
    KJ_CHECK_STR(recording(), "? 02 ? 07=A5");
    check_manners();
}

KJ_TEST(panel_sleep_of_unknown_state_resets_first) {
    kj_panel panel = open_panel(&kj_panel_ssd1677);
    KJ_CHECK_EQ(kj_panel_sleep(&panel), KJ_OK);
    KJ_CHECK_STR(recording(), "rst ? 10=01");
    panel = open_panel(&kj_panel_uc8179);
    KJ_CHECK_EQ(kj_panel_sleep(&panel), KJ_OK);
    KJ_CHECK_STR(recording(), "rst ? 07=A5");
}

KJ_TEST(panel_init_touches_no_wire_but_select_and_reset) {
    FOR_EACH_DRIVER(driver) {
        open_panel(driver);
        KJ_CHECK_STR(recording(), "");
        KJ_CHECK(!bus.selected && !bus.resetting);
    }
}

static void check_clip(const kj_panel_driver *driver, kj_rect asked, kj_rect got) {
    fake_picture picture = {1, -1, KJ_OK};
    kj_panel panel = open_clean(driver, &picture);
    kj_status expected = got.width > 0 ? KJ_OK : KJ_ERR_ARGUMENT;
    KJ_CHECK_EQ(kj_panel_update(&panel, asked, KJ_INTENT_PAGE, rows_of(&picture)), expected);
    if (expected == KJ_OK) {
        KJ_CHECK_EQ(panel.window.x, got.x);
        KJ_CHECK_EQ(panel.window.y, got.y);
        KJ_CHECK_EQ(panel.window.width, got.width);
        KJ_CHECK_EQ(panel.window.height, got.height);
    }
}

KJ_TEST(panel_clips_and_widens_windows) {
    FOR_EACH_DRIVER(driver) {
        const int16_t right = (int16_t)driver->width_px, bottom = (int16_t)driver->height_px;
        const struct {
            kj_rect asked, got;
        } cases[] = {
            {{101, 50, 60, 30}, {96, 50, 72, 30}},
            {{0, 0, 1, 1}, {0, 0, 8, 1}},
            {{-20, -10, 25, 11}, {0, 0, 8, 1}},
            {{right - 1, bottom - 1, 1, 1}, {right - 8, bottom - 1, 8, 1}},
            {{right - 5, bottom - 10, 100, 100}, {right - 8, bottom - 10, 8, 10}},
            {{8, 1, 16, 2}, {8, 1, 16, 2}},
            {{-32768, -32768, 32767, 32767}, {0, 0, 0, 0}},
            {{-5, 3, 32767, 32767}, {0, 3, right, bottom - 3}},
        };
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
            check_clip(driver, cases[i].asked, cases[i].got);
        }
    }
}

KJ_TEST(panel_refuses_empty_windows_and_keeps_its_state) {
    FOR_EACH_DRIVER(driver) {
        const kj_rect empty[] = {{0, 0, 0, 10},   {0, 0, 10, 0},
                                 {10, 10, -5, 5}, {(int16_t)driver->width_px, 0, 8, 8},
                                 {-8, 0, 8, 8},   {0, (int16_t)driver->height_px, 8, 8}};
        fake_picture picture = {1, -1, KJ_OK};
        kj_panel panel = open_clean(driver, &picture);
        for (size_t i = 0; i < sizeof empty / sizeof empty[0]; i++) {
            KJ_CHECK_EQ(kj_panel_begin(&panel, empty[i], KJ_INTENT_PAGE, rows_of(&picture)),
                        KJ_ERR_ARGUMENT);
        }
        KJ_CHECK_STR(recording(), "");
        KJ_CHECK_EQ(kj_panel_update(&panel, whole, KJ_INTENT_PAGE, rows_of(&picture)), KJ_OK);
        KJ_CHECK_EQ(panel.intent, KJ_INTENT_PAGE);
    }
}

KJ_TEST(panel_calls_out_of_order_are_refused) {
    FOR_EACH_DRIVER(driver) {
        fake_picture picture = {1, -1, KJ_OK};
        kj_panel panel = open_clean(driver, &picture);
        KJ_CHECK_EQ(kj_panel_finish(&panel, rows_of(&picture)), KJ_ERR_STATE);
        KJ_CHECK_EQ(kj_panel_poll(&panel), KJ_OK);
        KJ_CHECK_EQ(kj_panel_wait(&panel), KJ_OK);
        KJ_CHECK_EQ(kj_panel_begin(&panel, whole, KJ_INTENT_PAGE, rows_of(&picture)), KJ_OK);
        forget_recording();
        KJ_CHECK_EQ(kj_panel_begin(&panel, whole, KJ_INTENT_PAGE, rows_of(&picture)), KJ_ERR_STATE);
        KJ_CHECK_EQ(kj_panel_sleep(&panel), KJ_ERR_STATE);
        KJ_CHECK_EQ(kj_panel_rest(&panel), KJ_ERR_STATE);
        KJ_CHECK_STR(recording(), "");
        KJ_CHECK_EQ(kj_panel_finish(&panel, rows_of(&picture)), KJ_OK);
        KJ_CHECK_EQ(kj_panel_begin(&panel, whole, KJ_INTENT_PAGE, rows_of(&picture)), KJ_OK);
        KJ_CHECK_EQ(panel.intent, KJ_INTENT_PAGE);
    }
}

KJ_TEST(panel_poll_says_again_until_the_ink_rests) {
    FOR_EACH_DRIVER(driver) {
        fake_picture picture = {1, -1, KJ_OK};
        kj_panel panel = open_clean(driver, &picture);
        set_clock(UINT32_MAX - 200000); /* it wraps while the ink moves */
        KJ_CHECK_EQ(kj_panel_begin(&panel, whole, KJ_INTENT_PAGE, rows_of(&picture)), KJ_OK);
        unsigned polls = 0;
        while (kj_panel_poll(&panel) == KJ_AGAIN) {
            sleep_us(NULL, 10000);
            polls++;
        }
        KJ_CHECK(polls >= 43 && polls <= 51);
        KJ_CHECK_EQ(kj_panel_poll(&panel), KJ_OK);
        KJ_CHECK_EQ(kj_panel_finish(&panel, rows_of(&picture)), KJ_OK);
        check_manners();
    }
}

KJ_TEST(panel_is_clean_after_gray_sleep_and_error_and_differential_after_that) {
    FOR_EACH_DRIVER(driver) {
        fake_picture picture = {1, -1, KJ_OK};
        for (int why = 0; why < 3; why++) {
            kj_panel panel = open_clean(driver, &picture);
            if (why == 0) {
                KJ_CHECK_EQ(kj_panel_update(&panel, window, KJ_INTENT_GRAY, rows_of(&picture)),
                            KJ_OK);
            } else if (why == 1) {
                KJ_CHECK_EQ(kj_panel_sleep(&panel), KJ_OK);
            } else {
                bus.fail_at = 3;
                KJ_CHECK_EQ(kj_panel_update(&panel, window, KJ_INTENT_PAGE, rows_of(&picture)),
                            KJ_ERR_IO);
                bus.fail_at = NEVER;
            }
            KJ_CHECK_EQ(kj_panel_update(&panel, window, KJ_INTENT_PAGE, rows_of(&picture)), KJ_OK);
            KJ_CHECK_EQ(panel.intent, KJ_INTENT_CLEAN);
            KJ_CHECK_EQ(panel.window.width, driver->width_px);
            KJ_CHECK_EQ(kj_panel_update(&panel, window, KJ_INTENT_PAGE, rows_of(&picture)), KJ_OK);
            KJ_CHECK_EQ(panel.intent, KJ_INTENT_PAGE);
            check_manners();
        }
    }
}

KJ_TEST(panel_abandoned_update_is_not_taken_for_finished) {
    FOR_EACH_DRIVER(driver) {
        fake_picture picture = {1, -1, KJ_OK};
        kj_panel panel = open_clean(driver, &picture);
        KJ_CHECK_EQ(kj_panel_begin(&panel, whole, KJ_INTENT_PAGE, rows_of(&picture)), KJ_OK);
        KJ_CHECK(!panel.old_plane_valid);
        KJ_CHECK_EQ(kj_panel_wait(&panel), KJ_OK);
        KJ_CHECK(panel.refreshing && !panel.old_plane_valid);
    }
}

/* The waveform by the structure that its file states, decoded afresh here. */
static int frames_of(unsigned row, unsigned level) {
    const uint8_t *wave = kj_ssd1677_gray_waveform;
    int frames = 0;
    for (unsigned group = 0; group < 10; group++) {
        for (unsigned phase = 0; phase < 4; phase++) {
            unsigned is = wave[row * 10 + group] >> (6 - 2 * phase) & 3;
            int times = wave[50 + 5 * group + 4] + 1;
            frames += is == level ? wave[50 + 5 * group + phase] * times : 0;
        }
    }
    return frames;
}

/* Frames of black since the last frame of white. */
static int final_black(unsigned row) {
    const uint8_t *wave = kj_ssd1677_gray_waveform;
    int black = 0;
    for (unsigned group = 0; group < 10; group++) {
        for (unsigned phase = 0; phase < 4; phase++) {
            unsigned is = wave[row * 10 + group] >> (6 - 2 * phase) & 3;
            int frames = wave[50 + 5 * group + phase];
            black = is == 2 && frames > 0 ? 0 : black + (is == 1 ? frames : 0);
        }
    }
    return black;
}

KJ_TEST(ssd1677_gray_waveform_leaves_no_charge_and_orders_the_tones) {
    static const int tones[4] = {0, 1, 3, 20};
    for (unsigned row = 0; row < 4; row++) {
        KJ_CHECK_EQ(frames_of(row, 1), frames_of(row, 2));
        KJ_CHECK_EQ(frames_of(row, 3), 0);
        KJ_CHECK_EQ(final_black(row), tones[row]);
        KJ_CHECK_EQ(frames_of(row, 0) + frames_of(row, 1) + frames_of(row, 2), 76);
    }
    KJ_CHECK_EQ(frames_of(4, 1) + frames_of(4, 2) + frames_of(4, 3), 0);
}

KJ_TEST_MAIN()
