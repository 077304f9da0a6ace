/* test_models_uc8176.c - the UC8176 model against byte sequences written by hand from the data
 * sheet and from what published drivers of the GDEW042T2 send. What it shares with the UC8179:
 * test_models_uc8179.c. */
#define WIDTH  400
#define HEIGHT 300
#include "model_case.h"

static void start_8176(const char *panel_setting) {
    start(&kj_model_uc8176);
    send("01 03 00 2B 2B 03");
    send("06 17 17 17");
    send(panel_setting);
    send("30 3A");
    send("61 01 90 01 2C");
    send("82 12");
    send("50 D7");
    send("04");
}

/* One group and zeros up to the length of the command. */
static void send_lut(const char *command_and_group) {
    char hex[3 * 50] = "";
    const bool vcom = command_and_group[1] == '0';
    strcat(hex, command_and_group);
    for (int i = 6; i < (vcom ? 44 : 42); i++) {
        strcat(hex, " 00");
    }
    send(hex);
}

/* Forty frames of what changes, both ways. */
static void load_differential(void) {
    send_lut("20 00 28 00 00 00 01");
    send_lut("21 00 28 00 00 00 01");
    send_lut("22 80 28 00 00 00 01");
    send_lut("23 40 28 00 00 00 01");
    send_lut("24 00 28 00 00 00 01");
}

static uint32_t refresh(void) {
    send("12");
    return wait_idle();
}

/* From the OTP, which is what a vendor's driver begins with. */
static void show_from_otp(const uint8_t *bits) {
    start_8176("00 1F");
    wait_idle();
    send_rows("13", bits, FRAME, 0);
    KJ_CHECK(refresh() > 4500);
}

KJ_TEST(uc8176_otp_takes_five_seconds_and_looks_at_the_new_plane_alone) {
    start_8176("00 1F");
    uint32_t ms = wait_idle();
    KJ_CHECK(ms >= 30 && ms <= 45);
    send_rows("13", picture, FRAME, 0);
    ms = refresh();
    KJ_CHECK(ms >= 4800 && ms <= 5300);
    KJ_CHECK(is_exact(picture));
    send("02");
    ms = wait_idle();
    KJ_CHECK(ms >= 15 && ms <= 25);
    expect_no_error();
}

KJ_TEST(uc8176_old_plane_is_the_drivers_to_keep) {
    show_from_otp(picture);
    KJ_CHECK(memcmp(model.plane[1], picture, FRAME) != 0); /* no copy of new to old */
    send("00 3F");
    load_differential();
    send_rows("13", other, FRAME, 0);
    refresh();
    expect(KJ_PANEL_OLD_PLANE);
}

KJ_TEST(uc8176_register_waveform_lasts_as_long_as_its_frames) {
    show_from_otp(picture);
    send("00 3F");
    load_differential();
    for (int turn = 0; turn < 4; turn++) {
        const uint8_t *old = turn % 2 ? other : picture, *now = turn % 2 ? picture : other;
        send_rows("10", old, FRAME, 0);
        send_rows("13", now, FRAME, 0);
        uint32_t ms = refresh();
        KJ_CHECK(ms >= 400 && ms <= 430); /* 40 frames of 10 ms */
        KJ_CHECK(shows(now));
    }
    expect_no_error();
}

KJ_TEST(uc8176_frame_rate_is_m_over_n) {
    static const struct {
        const char *command;
        uint32_t ms; /* of 40 frames and two more */
    } rates[] = {{"30 3C", 840}, {"30 39", 210}, {"30 31", 245}, {"30 3A", 420}};
    show_from_otp(picture);
    send("00 3F");
    load_differential();
    send_rows("10", picture, FRAME, 0);
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
        send(rates[i].command);
        uint32_t ms = refresh();
        KJ_CHECK(ms + 3 >= rates[i].ms && ms <= rates[i].ms + 3);
    }
    expect_no_error();
    send("30 07"); /* M 0 */
    expect(KJ_PANEL_PARAMETER);
}

KJ_TEST(uc8176_source_voltage_ends_at_eleven_volts) {
    start_8176("00 1F");
    wait_idle();
    KJ_CHECK_EQ(model.registers.uc.vdh, 110);
    send("01 03 00 3F 26 03");
    KJ_CHECK_EQ(model.registers.uc.vdh, 110);
    KJ_CHECK_EQ(model.registers.uc.vdl, 100);
    send("01 03 00 1F 1F"); /* four bytes will do */
    send("71");
    KJ_CHECK_EQ(model.registers.uc.vdh, 86);
    expect_no_error();
}

KJ_TEST(uc8176_partial_window_bounds_writing_and_driving) {
    memset(picture, 0xFF, FRAME);
    start_8176("00 1F");
    wait_idle();
    memset(picture, 0xFF, FRAME);
    send_rows("10", picture, FRAME, 0);
    send_rows("13", picture, FRAME, 0);
    refresh();
    send("00 3F");
    load_differential();
    memset(other, 0, 2 * 20);
    send("91");
    send("90 01 80 01 8F 01 18 01 2B 01"); /* the last 16 columns and 20 rows */
    send_rows("13", other, 2 * 20, 0);
    refresh();
    send("92");
    for (int y = 280; y < 300; y++) {
        memset(picture + y * STRIDE + 48, 0, 2);
    }
    KJ_CHECK(shows(picture));
    KJ_CHECK_EQ(memcmp(model.plane[0], picture, FRAME), 0);
    expect_no_error();
}

KJ_TEST(uc8176_polarity_stands_in_bits_five_and_four) {
    start_8176("00 1F");
    wait_idle();
    send("50 C7"); /* DDX 0: a set bit is black */
    send_rows("13", picture, FRAME, 0xFF);
    refresh();
    KJ_CHECK(is_exact(picture));
    send("00 3F");
    send("50 F7"); /* DDX 3: the old plane is not looked at */
    load_differential();
    send_rows("10", other, FRAME, 0); /* says that nothing changes */
    send_rows("13", other, FRAME, 0);
    refresh();
    KJ_CHECK(shows(other));
}

KJ_TEST(uc8176_reads_status_and_revision) {
    start(&kj_model_uc8176);
    send("71");
    kj_panel_model_select(&model, false);
    KJ_CHECK_EQ(kj_panel_model_exchange(&model, 0), 0x13);
    kj_panel_model_select(&model, true);
    send("70");
    kj_panel_model_select(&model, false);
    kj_panel_model_exchange(&model, 0);
    kj_panel_model_select(&model, true);
    expect_no_error();
}

KJ_TEST(uc8176_what_only_the_larger_member_has_is_reported) {
    static const char *const unknown[] = {"15 00", "17 A5", "2A 00 00", "52 00", "E4 00", "E7 00"};
    start_8176("00 1F");
    wait_idle();
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        send(unknown[i]);
        KJ_CHECK(kj_panel_model_count(&model, KJ_PANEL_UNKNOWN_COMMAND) > 0);
        kj_panel_model_forget(&model);
    }
    send("50 97 07");
    expect(KJ_PANEL_TOO_MANY_BYTES);
    send("06 17 17 28 17");
    expect(KJ_PANEL_TOO_MANY_BYTES);
}

KJ_TEST(uc8176_protocol_errors_are_reported) {
    start_8176("00 3F");
    wait_idle();
    send("12");
    expect(KJ_PANEL_LUT); /* none was loaded */
    send("21 00 28 00 00 00 01");
    send("71");
    expect(KJ_PANEL_LUT); /* too short */
    send("61 03 20 01 E0");
    expect(KJ_PANEL_RESOLUTION);
    send("90 01 88 01 97 00 00 00 01 01");
    expect(KJ_PANEL_WINDOW);
    send("90 00 08 00 0F 00 00 01 2C 01");
    expect(KJ_PANEL_WINDOW);
    send("90 00 0C 00 17 00 00 00 01 01");
    expect(KJ_PANEL_ALIGNMENT);
    send("02");
    wait_idle();
    send("12");
    expect(KJ_PANEL_NO_POWER);
    kj_panel_model_clock(&model, 20000000);
    send("50 D7");
    expect(KJ_PANEL_SPI_CLOCK);
    kj_panel_model_clock(&model, 4000000);
    send("07 A5");
    send("00 3F");
    expect(KJ_PANEL_NO_RESET);
    hard_reset();
    send("00 3F");
    send("04");
    expect(KJ_PANEL_POWER_SETUP);
}

KJ_TEST_MAIN()
