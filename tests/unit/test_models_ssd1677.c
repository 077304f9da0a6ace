/* test_models_ssd1677.c - the SSD1677 model against byte sequences written by hand from the data
 * sheet and from what vendors' drivers send. Each protocol error is provoked once. */
#include "model_case.h"

KJ_TEST(ssd1677_full_update_is_exact_and_takes_1_7_seconds) {
    start_ssd();
    uint32_t ms = ssd_full(picture);
    KJ_CHECK(ms >= 1600 && ms <= 1800);
    KJ_CHECK(is_exact(picture));
    KJ_CHECK(shows(picture));
    KJ_CHECK_EQ(kj_glass_ghost(&model.glass), 0);
    expect_no_error();
}

KJ_TEST(ssd1677_forced_temperature_is_quicker_and_exact) {
    start_ssd();
    ssd_write("24", picture);
    ssd_write("26", picture);
    send("1A 5A");
    uint32_t ms = ssd_run("21 40 00", "22 D7");
    KJ_CHECK(ms >= 1500 && ms < 1620);
    KJ_CHECK(is_exact(picture));
    expect_no_error();
}

KJ_TEST(ssd1677_fast_update_drives_only_what_differs) {
    start_ssd();
    ssd_full(picture);
    uint32_t ms = ssd_fast(other);
    KJ_CHECK(ms >= 450 && ms <= 600);
    KJ_CHECK(shows(other));
    for (uint16_t x = 0; x < WIDTH; x++) {
        bool same = pixel_is_white(picture, x, 7) == pixel_is_white(other, x, 7);
        uint8_t tone = kj_glass_tone(&model.glass, x, 7);
        KJ_CHECK_EQ(same, tone == 0 || tone == 255);
    }
    expect_no_error();
}

KJ_TEST(ssd1677_fast_window_leaves_the_rest) {
    start_ssd();
    ssd_full(picture);
    for (int turn = 0; turn < 3; turn++) { /* a small window at x 96..159, y 40..71 */
        uint8_t ink[8 * 32];
        memset(ink, turn % 2 ? 0xFF : 0x00, sizeof ink);
        send("44 60 00 9F 00");
        send("45 B7 01 98 01");
        for (int plane = 0; plane < 3; plane++) {
            send("4E 60 00");
            send("4F B7 01");
            send_rows(plane == 2 ? "26" : "24", ink, sizeof ink, 0);
            if (plane == 0) {
                ssd_run("21 00 00", "22 FC");
            }
        }
        for (int y = 40; y < 72; y++) {
            memset(picture + y * STRIDE + 12, turn % 2 ? 0xFF : 0x00, 8);
        }
        KJ_CHECK(shows(picture));
    }
    expect_no_error();
}

KJ_TEST(ssd1677_variant_starting_at_row_0_shows_a_picture_rolled_by_a_row) {
    start_ssd();
    send("4E 00 00");
    send("4F 00 00"); /* row 0 goes to RAM row 0, row 1 to 479 */
    send_rows("24", picture, FRAME, 0);
    ssd_run("21 40 00", "22 F7");
    memcpy(other, picture + STRIDE, FRAME - STRIDE);
    memcpy(other + FRAME - STRIDE, picture, STRIDE);
    KJ_CHECK(shows(other));
    expect_no_error();
}

KJ_TEST(ssd1677_variant_counting_x_down_y_up_shows_a_turned_picture) {
    start_ssd();
    send("11 02");
    send("44 1F 03 00 00");
    send("45 00 00 DF 01");
    send("4E 1F 03");
    send("4F 00 00");
    send_rows("24", picture, FRAME, 0);
    ssd_run("21 40 00", "22 F7");
    for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
            bool white = pixel_is_white(picture, WIDTH - 1 - x, HEIGHT - 1 - y);
            KJ_CHECK_EQ(kj_glass_tone(&model.glass, (uint16_t)x, (uint16_t)y), white ? 255 : 0);
        }
    }
    expect_no_error();
}

/* Where the bytes A, B, C, D, E, F of a window two bytes wide and three rows high go. */
static void entry_mode_case(const char *mode, const char *x, const char *y, const char *x_count,
                            const char *y_count, const char *rows) {
    static const uint8_t letters[6] = {0xA1, 0xB2, 0xC3, 0xD4, 0xE5, 0xF6};
    uint8_t plane[6];
    start_ssd();
    send(mode);
    send(x);
    send(y);
    send(x_count);
    send(y_count);
    send_rows("26", letters, 6, 0);
    for (int i = 0; i < 6; i++) {
        plane[i] = model.plane[1][(10 + i / 2) * 120 + 1 + i % 2];
    }
    for (int i = 0; i < 6; i++) {
        uint8_t wanted = letters[rows[i] - 'A'];
        if (!strchr("13579bdf", mode[4])) { /* X down: bits run right to left */
            uint8_t turned = 0;
            for (int bit = 0; bit < 8; bit++) {
                turned |= (uint8_t)((wanted >> bit & 1) << (7 - bit));
            }
            wanted = turned;
        }
        KJ_CHECK_EQ(plane[i], wanted);
    }
    expect_no_error();
}

KJ_TEST(ssd1677_has_eight_data_entry_modes) {
    const char *right = "44 08 00 17 00", *left = "44 17 00 08 00";
    const char *down = "45 0A 00 0C 00", *up = "45 0C 00 0A 00";
    entry_mode_case("11 03", right, down, "4E 08 00", "4F 0A 00", "ABCDEF");
    entry_mode_case("11 01", right, up, "4E 08 00", "4F 0C 00", "EFCDAB");
    entry_mode_case("11 02", left, down, "4E 17 00", "4F 0A 00", "BADCFE");
    entry_mode_case("11 00", left, up, "4E 17 00", "4F 0C 00", "FEDCBA");
    entry_mode_case("11 07", right, down, "4E 08 00", "4F 0A 00", "ADBECF");
    entry_mode_case("11 05", right, up, "4E 08 00", "4F 0C 00", "CFBEAD");
    entry_mode_case("11 06", left, down, "4E 17 00", "4F 0A 00", "DAEBFC");
    entry_mode_case("11 04", left, up, "4E 17 00", "4F 0C 00", "FCEBDA");
}

KJ_TEST(ssd1677_reset_brings_the_entry_mode_back) {
    start_ssd();
    hard_reset();
    send("44 08 00 17 00");
    send("45 0A 00 0C 00");
    send("4E 08 00");
    send("4F 0A 00");
    send_rows("24", picture, 4, 0);
    KJ_CHECK_EQ(model.plane[0][10 * 120 + 1], picture[0]);
    KJ_CHECK_EQ(model.plane[0][11 * 120 + 2], picture[3]);
    expect_no_error();
}

KJ_TEST(ssd1677_counter_wraps_to_the_window_start) {
    start_ssd();
    send("11 03");
    send("44 08 00 17 00");
    send("45 0A 00 0C 00");
    send("4E 08 00");
    send("4F 0A 00");
    send_rows("24", picture, 7, 0);
    KJ_CHECK_EQ(model.plane[0][10 * 120 + 1], picture[6]);
    expect_no_error();
}

KJ_TEST(ssd1677_fills_write_both_planes_under_busy) {
    start_ssd();
    send("46 F7");
    KJ_CHECK(is_busy());
    wait_idle();
    send("47 77");
    wait_idle();
    KJ_CHECK_EQ(model.plane[1][0], 0xFF);
    KJ_CHECK_EQ(model.plane[1][960 / 8 * 680 - 1], 0xFF);
    KJ_CHECK_EQ(model.plane[0][0], 0x00);
    send("47 80"); /* a chequerboard of 8 x 8 pixels that starts with ones */
    wait_idle();
    KJ_CHECK_EQ(model.plane[0][0], 0xFF);
    KJ_CHECK_EQ(model.plane[0][1], 0x00);
    KJ_CHECK_EQ(model.plane[0][8 * 120], 0x00);
    KJ_CHECK_EQ(model.plane[0][8 * 120 + 1], 0xFF);
    expect_no_error();
}

KJ_TEST(ssd1677_register_21_inverts_or_blanks_a_plane) {
    start_ssd();
    ssd_write("24", picture);
    ssd_write("26", other);
    ssd_run("21 48 00", "22 F7");
    for (int i = 0; i < FRAME; i++) {
        other[i] = (uint8_t)~picture[i];
    }
    KJ_CHECK(shows(other));
    ssd_run("21 44 00", "22 F7");
    memset(other, 0, FRAME);
    KJ_CHECK(shows(other));
    expect_no_error();
}

KJ_TEST(ssd1677_blanked_old_plane_counts_as_black) {
    start_ssd();
    ssd_full(picture);
    ssd_write("24", other);
    ssd_run("21 40 00", "22 FC"); /* differential with an old plane of zeros: all as if black */
    KJ_CHECK(kj_panel_model_count(&model, KJ_PANEL_OLD_PLANE) == 1);
    for (uint16_t x = 0; x < WIDTH; x++) { /* so nothing is ever driven to black */
        bool white = pixel_is_white(picture, x, 5) || pixel_is_white(other, x, 5);
        KJ_CHECK_EQ(kj_glass_tone(&model.glass, x, 5) >= 128, white);
    }
}

KJ_TEST(ssd1677_loads_a_waveform_first_and_displays_later) {
    start_ssd();
    ssd_write("24", picture);
    send("1A 5A");
    KJ_CHECK(ssd_run("21 40 00", "22 91") < 20);
    KJ_CHECK(ssd_run("21 40 00", "22 C7") > 1400);
    KJ_CHECK(is_exact(picture));
    expect_no_error();
}

KJ_TEST(ssd1677_powers_up_and_down_by_register_22) {
    start_ssd();
    uint32_t ms = ssd_run("21 40 00", "22 E0");
    KJ_CHECK(ms >= 80 && ms <= 100);
    KJ_CHECK(model.type->powered(&model));
    ms = ssd_run("21 40 00", "22 83");
    KJ_CHECK(ms >= 130 && ms <= 200);
    KJ_CHECK(!model.type->powered(&model));
    expect_no_error();
}

/* A pass of 4 frames of 5 ms at 15 V towards black for class 1 and towards white for class 2. */
static void send_short_lut(void) {
    char hex[3 * 106 + 1] = "32";
    for (int i = 0; i < 105; i++) {
        int byte = i == 10 ? 0x40 : i == 20 ? 0x80 : i == 50 ? 4 : i >= 100 ? 0x88 : 0;
        snprintf(hex + 2 + i * 3, 4, " %02X", (unsigned)byte);
    }
    send(hex);
}

KJ_TEST(ssd1677_register_waveform_makes_grays) {
    start_ssd();
    memset(picture, 0xF0, FRAME);
    ssd_full(picture);
    memset(other, 0xA0, FRAME); /* low plane: pixels 0 and 2 */
    ssd_write("24", other);
    memset(other, 0x0A, FRAME); /* high plane: pixels 4 and 6 */
    ssd_write("26", other);
    send_short_lut();
    send("03 17");
    send("04 41 A8 32");
    send("2C 30");
    uint32_t ms = ssd_run("21 00 00", "22 CC");
    KJ_CHECK(ms >= 100 && ms <= 130); /* power on and 20 ms */
    uint8_t light = kj_glass_tone(&model.glass, 0, 0), dark = kj_glass_tone(&model.glass, 4, 0);
    KJ_CHECK_EQ(kj_glass_tone(&model.glass, 1, 0), 255);
    KJ_CHECK_EQ(kj_glass_tone(&model.glass, 5, 0), 0);
    KJ_CHECK(light > 150 && light < 190);
    KJ_CHECK(dark > 65 && dark < 105);
    expect_no_error();
}

KJ_TEST(ssd1677_fast_update_after_gray_is_an_error) {
    start_ssd();
    ssd_full(picture);
    send_short_lut();
    memset(other, 0, FRAME);
    ssd_write("26", other);
    ssd_run("21 00 00", "22 CC");
    expect_no_error();
    ssd_write("26", picture);
    ssd_run("21 00 00", "22 FC");
    expect(KJ_PANEL_OLD_PLANE);
}

KJ_TEST(ssd1677_deep_sleep_keeps_or_drops_the_ram_and_needs_a_reset) {
    start_ssd();
    ssd_full(picture);
    send("10 01");
    KJ_CHECK(is_busy()); /* the sheet: BUSY keeps high */
    send("24");
    expect(KJ_PANEL_NO_RESET);
    hard_reset();
    KJ_CHECK_EQ(memcmp(model.plane[0] + 479 * 120, picture, STRIDE), 0);
    send("10 03");
    hard_reset();
    KJ_CHECK(memcmp(model.plane[0] + 479 * 120, picture, STRIDE) != 0);
    KJ_CHECK(is_exact(picture)); /* the glass needs no power */
    expect_no_error();
}

KJ_TEST(ssd1677_first_picture_after_deep_sleep_must_not_be_differential) {
    start_ssd();
    ssd_full(picture);
    send("10 01");
    hard_reset();
    send("0C AE C7 C3 C0 80");
    send("18 80");
    ssd_run("21 00 00", "22 FC");
    expect(KJ_PANEL_AFTER_WAKE);
}

KJ_TEST(ssd1677_mode_2_swaps_its_rams) {
    start_ssd();
    ssd_full(picture);
    ssd_write("24", other);
    ssd_run("21 00 00", "22 FC");
    KJ_CHECK_EQ(memcmp(model.plane[1] + 479 * 120, other, STRIDE), 0);
    KJ_CHECK_EQ(memcmp(model.plane[0] + 479 * 120, picture, STRIDE), 0);
}

KJ_TEST(ssd1677_reads_status_while_busy_and_ram) {
    start_ssd();
    kj_panel_model_clock(&model, 2000000);
    send("11 03");
    send("4E 00 00");
    send("4F DF 01");
    send_rows("24", picture, 3, 0);
    send("4E 00 00");
    send("4F DF 01");
    send("27");
    kj_panel_model_select(&model, false);
    kj_panel_model_exchange(&model, 0);
    KJ_CHECK_EQ(kj_panel_model_exchange(&model, 0), picture[0]);
    KJ_CHECK_EQ(kj_panel_model_exchange(&model, 0), picture[1]);
    kj_panel_model_select(&model, true);
    send("46 F7");
    send("2F");
    kj_panel_model_select(&model, false);
    KJ_CHECK_EQ(kj_panel_model_exchange(&model, 0), 0x05);
    wait_idle();
    KJ_CHECK_EQ(kj_panel_model_exchange(&model, 0), 0x01);
    expect_no_error();
}

KJ_TEST(ssd1677_protocol_errors_are_reported) {
    start_ssd();
    send("E5 5A");
    expect(KJ_PANEL_UNKNOWN_COMMAND);
    send("21 00 00 00");
    expect(KJ_PANEL_TOO_MANY_BYTES);
    send("01 DF");
    send("7F");
    expect(KJ_PANEL_TOO_FEW_BYTES);
    send("32 00 00");
    send("7F");
    expect(KJ_PANEL_LUT);
    send("01 2B 01 00");
    expect(KJ_PANEL_RESOLUTION);
    send("44 00 00 00 03");
    expect(KJ_PANEL_ALIGNMENT);
    send("44 00 00 FF 03");
    expect(KJ_PANEL_WINDOW);
    send("44 00 00 07 00");
    send("4E 10 00");
    send("4F DF 01");
    send("24 FF");
    expect(KJ_PANEL_COUNTER_OUTSIDE);
    send("46 F7");
    send("24 FF");
    expect(KJ_PANEL_WRITE_WHILE_BUSY);
    wait_idle();
    ssd_run("21 40 00", "22 34");
    expect(KJ_PANEL_NO_POWER);
    ssd_run("21 40 00", "22 C7"); /* no waveform was ever loaded */
    expect(KJ_PANEL_LUT);
    send("18 48");
    ssd_run("21 40 00", "22 A1");
    expect(KJ_PANEL_SENSOR);
    send("04 FF FF FF");
    expect(KJ_PANEL_PARAMETER);
    kj_panel_model_clock(&model, 40000000);
    send("7F");
    expect(KJ_PANEL_SPI_CLOCK);
}

KJ_TEST(ssd1677_reset_and_power_errors_are_reported) {
    kj_panel_model_init(&model, &kj_model_ssd1677, memory);
    send("12");
    expect(KJ_PANEL_NO_RESET);
    hard_reset();
    kj_panel_model_select(&model, false);
    kj_panel_model_exchange(&model, 0x55);
    expect(KJ_PANEL_DATA_WITHOUT_COMMAND);
    ssd_run("21 40 00", "22 C0");
    expect(KJ_PANEL_POWER_SETUP);
    kj_panel_model_reset(&model, false);
    kj_panel_model_advance(&model, 5);
    kj_panel_model_reset(&model, true);
    expect(KJ_PANEL_SHORT_RESET);
    start_ssd();
    ssd_write("24", picture);
    send("22 F7");
    send("20");
    kj_panel_model_advance(&model, 500000);
    kj_panel_model_reset(&model, false);
    expect(KJ_PANEL_INTERRUPTED);
}

KJ_TEST(ssd1677_old_plane_that_lies_is_reported_and_shows) {
    start_ssd();
    ssd_full(picture);
    ssd_write("26", other);
    ssd_write("24", other);
    ssd_run("21 00 00", "22 FC");
    expect(KJ_PANEL_OLD_PLANE);
    KJ_CHECK(shows(picture)); /* nothing differed, nothing was driven */
}

KJ_TEST_MAIN()
