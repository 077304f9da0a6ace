/* test_models_uc8179.c - the UC8179 model against byte sequences written by hand from the data
 * sheet and from what vendors' drivers send. Each protocol error is provoked once. */
#include "model_case.h"

KJ_TEST(uc8179_init_and_forced_full_update) {
    start_uc();
    uint32_t ms = wait_idle();
    KJ_CHECK(ms >= 120 && ms <= 150);
    ms = uc_full(picture);
    KJ_CHECK(ms >= 1100 && ms <= 1250);
    KJ_CHECK(is_exact(picture));
    KJ_CHECK_EQ(memcmp(model.plane[1], picture, FRAME), 0); /* N2OCP */
    send("02");
    ms = wait_idle();
    KJ_CHECK(ms >= 35 && ms <= 60);
    expect_no_error();
}

KJ_TEST(uc8179_sensor_temperature_takes_the_long_waveform) {
    start_uc();
    wait_idle();
    send("E0 00");
    send("41 00");
    send_rows("13", picture, FRAME, 0);
    send("12");
    uint32_t ms = wait_idle();
    KJ_CHECK(ms > 3500 && ms < 4500);
    KJ_CHECK(is_exact(picture));
    expect_no_error();
}

KJ_TEST(uc8179_forced_110_degrees_is_differential) {
    start_uc();
    wait_idle();
    uc_full(picture);
    uint32_t ms = uc_fast(other);
    KJ_CHECK(ms >= 400 && ms <= 500);
    KJ_CHECK(shows(other));
    KJ_CHECK(!is_exact(other));
    ms = uc_fast(picture);
    KJ_CHECK(shows(picture));
    expect_no_error();
}

KJ_TEST(uc8179_vendor_sends_the_inverse_and_then_plain_partials_without_leaving) {
    start(&kj_model_uc8179);
    send("01 07 07 3F 3F");
    send("06 17 17 28 17");
    send("04");
    wait_idle();
    send("00 1F");
    send("61 03 20 01 E0");
    send("15 00");
    send("50 10 07");
    send("60 22");
    send_rows("10", picture, FRAME, 0);
    send_rows("13", picture, FRAME, 0xFF);
    send("12");
    wait_idle();
    KJ_CHECK(is_exact(picture));
    hard_reset(); /* the vendor's partial mode: no power, booster or resolution again */
    send("00 1F");
    send("04");
    wait_idle();
    send("E0 02");
    send("E5 6E");
    for (int turn = 0; turn < 3; turn++) {
        uint8_t ink[10 * 50];
        memset(ink, 0x3C << turn, sizeof ink);
        send("50 A9 07");
        send("91");
        send("90 00 50 00 9F 00 64 00 95 01"); /* x 80..159, y 100..149 */
        send_rows("13", ink, sizeof ink, 0);
        send("12");
        wait_idle();
        for (int y = 100; y < 150; y++) {
            memcpy(picture + y * STRIDE + 10, ink, 10);
        }
        KJ_CHECK(shows(picture));
    }
    expect_no_error();
}

KJ_TEST(uc8179_partial_window_drives_nothing_outside) {
    start_uc();
    wait_idle();
    uc_full(picture);
    send("E5 6E");
    memset(other, 0x00, FRAME);
    send_rows("13", other, FRAME, 0); /* new plane all black, but only a window is shown */
    send("91");
    send("90 00 08 00 17 00 0A 00 13 01");
    send("12");
    wait_idle();
    send("92");
    for (uint16_t y = 0; y < HEIGHT; y++) {
        bool in_y = y >= 10 && y < 20;
        for (int x = 0; x < STRIDE; x++) {
            picture[y * STRIDE + x] &= in_y && (x == 1 || x == 2) ? 0x00 : 0xFF;
        }
    }
    KJ_CHECK(shows(picture));
    expect_no_error();
}

KJ_TEST(uc8179_polarity_and_scan_direction_decide_what_is_seen) {
    start_uc();
    wait_idle();
    send("50 28 07"); /* DDX 0: a set bit is black */
    uc_full(picture);
    for (int i = 0; i < FRAME; i++) {
        other[i] = (uint8_t)~picture[i];
    }
    KJ_CHECK(shows(other));
    send("50 29 07");
    send("00 17"); /* UD low: rows from the bottom */
    uc_full(picture);
    for (int y = 0; y < HEIGHT; y++) {
        memcpy(other + y * STRIDE, picture + (HEIGHT - 1 - y) * STRIDE, STRIDE);
    }
    KJ_CHECK(shows(other));
    expect_no_error();
}

KJ_TEST(uc8179_gray_by_both_planes) {
    start_uc();
    wait_idle();
    send("50 10 07");
    send("E0 02");
    send("E5 5F");
    memset(other, 0xAA, FRAME); /* old plane: 1 for black and for light gray */
    send_rows("10", other, FRAME, 0);
    memset(other, 0xCC, FRAME); /* new plane: 1 for black and for dark gray */
    send_rows("13", other, FRAME, 0);
    send("12");
    uint32_t ms = wait_idle();
    KJ_CHECK(ms > 2000 && ms < 2600);
    KJ_CHECK_EQ(kj_glass_tone(&model.glass, 0, 0), 0);
    KJ_CHECK_EQ(kj_glass_tone(&model.glass, 3, 0), 255);
    uint8_t dark = kj_glass_tone(&model.glass, 1, 0), light = kj_glass_tone(&model.glass, 2, 0);
    KJ_CHECK(dark > 70 && dark < 100);
    KJ_CHECK(light > 155 && light < 185);
    KJ_CHECK_EQ(kj_glass_ghost(&model.glass), 0);
    expect_no_error();
}

/* Six bytes and zeros: levels, four lengths, one repeat. */
static void send_uc_lut(const char *command_and_group, int bytes) {
    char hex[3 * 62] = "";
    strcat(hex, command_and_group);
    for (int i = 6; i < bytes; i++) {
        strcat(hex, " 00");
    }
    send(hex);
}

KJ_TEST(uc8179_register_waveform_of_42_or_60_bytes) {
    start_uc();
    wait_idle();
    uc_full(picture);
    send("00 3F");
    send_uc_lut("20 00 0F 00 00 00 01", 42);
    send_uc_lut("21 00 0F 00 00 00 01", 42);
    send_uc_lut("22 80 0F 00 00 00 01", 60); /* 15 frames of 20 ms to white */
    send_uc_lut("23 40 0F 00 00 00 01", 60);
    send_uc_lut("24 00 0F 00 00 00 01", 42);
    send_rows("13", other, FRAME, 0);
    send("12");
    uint32_t ms = wait_idle();
    KJ_CHECK(ms >= 300 && ms <= 360);
    KJ_CHECK(shows(other));
    expect_no_error();
}

KJ_TEST(uc8179_charge_balanced_waveform_is_still_differential) {
    start_uc();
    wait_idle();
    uc_full(picture);
    send("00 3F");
    send_uc_lut("20 00 0F 0F 00 00 01", 42);
    send_uc_lut("21 00 0F 0F 00 00 01", 42);
    send_uc_lut("22 60 0F 0F 00 00 01", 42); /* to black as long as then to white */
    send_uc_lut("23 90 0F 0F 00 00 01", 42);
    send_uc_lut("24 00 0F 0F 00 00 01", 42);
    send_rows("10", other, FRAME, 0); /* not what the glass shows */
    send_rows("13", other, FRAME, 0);
    send("12");
    wait_idle();
    expect(KJ_PANEL_OLD_PLANE);
}

KJ_TEST(uc8179_common_electrode_drives_against_the_source) {
    start_uc();
    wait_idle();
    memset(picture, 0xF0, FRAME);
    uc_full(picture);
    send("00 3F");
    send_uc_lut("20 40 14 00 00 00 01", 42); /* VCOM high: a source at ground drives to white */
    send_uc_lut("21 40 14 00 00 00 01", 42); /* white on white goes along: no drive */
    send_uc_lut("22 00 14 00 00 00 01", 42);
    send_uc_lut("23 40 14 00 00 00 01", 42);
    send_uc_lut("24 00 14 00 00 00 01", 42);
    send_rows("13", picture, FRAME, 0);
    send("12");
    wait_idle();
    KJ_CHECK_EQ(kj_glass_tone(&model.glass, 0, 0), 255);
    KJ_CHECK_EQ(kj_glass_tone(&model.glass, 4, 0), 255); /* was black and stayed so in the plane */
    expect_no_error();
}

KJ_TEST(uc8179_auto_sequence_ends_in_deep_sleep) {
    start_uc();
    wait_idle();
    send("02");
    wait_idle();
    send("E0 02");
    send("E5 5A");
    send_rows("13", picture, FRAME, 0);
    send("17 A7");
    kj_panel_model_advance(&model, 3000000);
    KJ_CHECK(model.asleep);
    KJ_CHECK(is_exact(picture));
    KJ_CHECK(memcmp(model.plane[0], picture, FRAME) != 0);
    expect_no_error();
}

KJ_TEST(uc8179_reads_status_and_revision) {
    static const uint8_t revision[7] = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x0C};
    start(&kj_model_uc8179);
    send("71");
    kj_panel_model_select(&model, false);
    KJ_CHECK_EQ(kj_panel_model_exchange(&model, 0), 0x13);
    kj_panel_model_select(&model, true);
    send("70");
    kj_panel_model_select(&model, false);
    for (int i = 0; i < 7; i++) {
        KJ_CHECK_EQ(kj_panel_model_exchange(&model, 0), revision[i]);
    }
    expect_no_error();
}

KJ_TEST(uc8179_busy_falls_a_moment_after_refresh) {
    start_uc();
    wait_idle();
    send_rows("13", picture, FRAME, 0);
    send("12");
    KJ_CHECK(!is_busy());
    kj_panel_model_advance(&model, 200);
    KJ_CHECK(is_busy());
    send("71");
    expect_no_error();
    send("50 29 07");
    expect(KJ_PANEL_WRITE_WHILE_BUSY);
}

KJ_TEST(uc8179_protocol_errors_are_reported) {
    start_uc();
    wait_idle();
    send("24 00");
    send("71");
    expect(KJ_PANEL_LUT);
    send_uc_lut("23 40 0F 00 00 00 01", 48);
    send("71");
    expect(KJ_PANEL_LUT);
    send("61 02 80 01 E0");
    expect(KJ_PANEL_RESOLUTION);
    send("90 00 08 00 07 00 00 00 01 01");
    expect(KJ_PANEL_WINDOW);
    send("90 00 0C 00 17 00 00 00 01 01");
    expect(KJ_PANEL_ALIGNMENT);
    send("07 A4");
    expect(KJ_PANEL_PARAMETER);
    send("41 80");
    expect(KJ_PANEL_SENSOR);
    send("91");
    send("90 00 08 00 0F 00 0A 00 0B 01");
    send_rows("13", picture, 3, 0);
    expect(KJ_PANEL_TOO_MANY_BYTES);
    send("92");
    send("02");
    wait_idle();
    send("12");
    expect(KJ_PANEL_NO_POWER);
    kj_panel_model_clock(&model, 20000000);
    send("50 29 07");
    expect(KJ_PANEL_SPI_CLOCK);
    send("07 A5");
    kj_panel_model_clock(&model, 4000000);
    send("00 1F");
    expect(KJ_PANEL_NO_RESET);
    hard_reset();
    send("00 1F");
    send("04");
    expect(KJ_PANEL_POWER_SETUP);
}

KJ_TEST(uc8179_deep_sleep_loses_the_old_plane) {
    start_uc();
    wait_idle();
    uc_full(picture);
    send("02");
    wait_idle();
    send("07 A5");
    hard_reset();
    send("00 1F");
    send("01 07 07 3F 3F");
    send("50 29 07");
    send("04");
    wait_idle();
    uc_fast(other);
    expect(KJ_PANEL_OLD_PLANE);
}

KJ_TEST_MAIN()
