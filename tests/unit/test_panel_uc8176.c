/* test_panel_uc8176.c - the exact bytes of each kind of update of the UC8176, and its waveforms:
 * no pixel keeps a charge. */
#include "fake_panel.h"

#include "panel/uc8176_waveform.h"

#define INIT      "rst ? 01=03,00,2B,2B,03 06=17,17,17 00=3F 30=3A 61=01,90,01,2C 82=12 04 ? "
#define WAVEFORM  "20[44] 21[42] 22[42] 23[42] 24[42] "
#define IN_WINDOW "91 90=00,60,00,A7,00,32,00,4F,01 "

static const kj_rect glass = {0, 0, 400, 300};

KJ_TEST(uc8176_first_update_resets_and_cleans_whatever_the_old_plane_holds) {
    fake_picture picture = {1, -1, KJ_OK};
    kj_panel panel = open_panel(&kj_panel_uc8176);
    KJ_CHECK_EQ(kj_panel_begin(&panel, window, KJ_INTENT_MENU, rows_of(&picture)), KJ_OK);
    KJ_CHECK_STR(recording(), INIT "50=97 " WAVEFORM "13[15000] 12");
    forget_recording();
    KJ_CHECK_EQ(kj_panel_finish(&panel, rows_of(&picture)), KJ_OK);
    KJ_CHECK_STR(recording(), "? 10[15000]");
    KJ_CHECK_EQ(panel.intent, KJ_INTENT_CLEAN);
    KJ_CHECK_EQ(panel.window.width, 400);
    KJ_CHECK_EQ(panel.window.height, 300);
    check_plane(0, 1, 0, glass, 0xFF);
    check_manners();
}

KJ_TEST(uc8176_page_is_differential_and_makes_the_old_plane_true) {
    fake_picture picture = {1, -1, KJ_OK};
    kj_panel panel = open_clean(&kj_panel_uc8176, &picture);
    picture.page = 2;
    KJ_CHECK_EQ(kj_panel_update(&panel, whole, KJ_INTENT_PAGE, rows_of(&picture)), KJ_OK);
    KJ_CHECK_STR(recording(), "? 50=D7 " WAVEFORM "13[15000] 12 ? 10[15000]");
    check_plane(0, 2, 0, glass, 0xFF);
    check_plane(1, 2, 0, glass, 0xFF);
    KJ_CHECK(panel.powered && panel.old_plane_valid);
    check_manners();
}

KJ_TEST(uc8176_windows_enter_and_leave_partial_mode_whatever_the_intent) {
    fake_picture picture = {1, -1, KJ_OK};
    for (kj_panel_intent intent = KJ_INTENT_PAGE; intent <= KJ_INTENT_CLEAN; intent++) {
        kj_panel panel = open_clean(&kj_panel_uc8176, &picture);
        KJ_CHECK_EQ(kj_panel_update(&panel, window, intent, rows_of(&picture)), KJ_OK);
        KJ_CHECK_STR(recording(), "? 50=D7 " WAVEFORM IN_WINDOW "13[270] 12 ? 10[270] 92");
        KJ_CHECK_EQ(panel.intent, intent);
        check_plane(0, 1, 0, panel.window, 0xFF);
        check_plane(1, 1, 0, panel.window, 0xFF);
        check_manners();
    }
}

KJ_TEST(uc8176_window_at_the_far_corner_is_named_in_nine_bits) {
    fake_picture picture = {1, -1, KJ_OK};
    kj_panel panel = open_clean(&kj_panel_uc8176, &picture);
    const kj_rect corner = {393, 280, 7, 20};
    KJ_CHECK_EQ(kj_panel_update(&panel, corner, KJ_INTENT_MENU, rows_of(&picture)), KJ_OK);
    KJ_CHECK_STR(recording(),
                 "? 50=D7 " WAVEFORM "91 90=01,88,01,8F,01,18,01,2B,01 13[20] 12 ? 10[20] 92");
    check_plane(0, 1, 0, panel.window, 0xFF);
    check_manners();
}

KJ_TEST(uc8176_gray_takes_the_whole_panel_and_leaves_no_old_plane) {
    fake_picture picture = {1, -1, KJ_OK};
    kj_panel panel = open_clean(&kj_panel_uc8176, &picture);
    KJ_CHECK_EQ(kj_panel_update(&panel, window, KJ_INTENT_GRAY, rows_of(&picture)), KJ_OK);
    KJ_CHECK_STR(recording(), "? 50=D7 " WAVEFORM "10[15000] 13[15000] 12 ?");
    check_plane(0, 1, 0, glass, 0xFF);
    check_plane(1, 1, 1, glass, 0xFF);
    KJ_CHECK(!panel.old_plane_valid);
    check_manners();
}

KJ_TEST(uc8176_rests_powers_up_again_and_sleeps) {
    fake_picture picture = {1, -1, KJ_OK};
    kj_panel panel = open_clean(&kj_panel_uc8176, &picture);
    KJ_CHECK_EQ(kj_panel_rest(&panel), KJ_OK);
    KJ_CHECK_STR(recording(), "? 02 ?");
    forget_recording();
    KJ_CHECK_EQ(kj_panel_update(&panel, whole, KJ_INTENT_PAGE, rows_of(&picture)), KJ_OK);
    KJ_CHECK_STR(recording(), "? 50=D7 " WAVEFORM "04 ? 13[15000] 12 ? 10[15000]");
    forget_recording();
    KJ_CHECK_EQ(kj_panel_sleep(&panel), KJ_OK);
    KJ_CHECK_STR(recording(), "? 02 ? 07=A5");
    check_manners();
}

/* A track by the structure that uc8176_waveform.c states, decoded afresh here. */
typedef struct drive {
    int frames, black, white, reserved;
    int tail; /* frames of black, less those of white, since the last turn of direction */
} drive;

enum { VCOM, WHITE_WHITE, BLACK_WHITE, WHITE_BLACK, BLACK_BLACK };

static void drive_on(drive *sum, unsigned level, int frames) {
    sum->frames += frames;
    sum->black += level == 1 ? frames : 0;
    sum->white += level == 2 ? frames : 0;
    sum->reserved += level == 3 ? frames : 0;
    const int way = level == 1 ? frames : level == 2 ? -frames : 0;
    const bool turns = (way > 0 && sum->tail < 0) || (way < 0 && sum->tail > 0);
    sum->tail = turns ? way : sum->tail + way;
}

static drive drive_of(const kj_uc8176_waveform *waveform, unsigned track) {
    drive sum = {0};
    for (unsigned at = 0; at < KJ_UC8176_GROUPS_BYTES; at += 6) {
        const uint8_t *group = waveform->track[track] + at;
        for (unsigned turn = 0; turn < group[5]; turn++) {
            for (unsigned phase = 0; phase < 4; phase++) {
                drive_on(&sum, group[0] >> (6 - 2 * phase) & 3u, group[1 + phase]);
            }
        }
    }
    return sum;
}

static void check_track(const kj_uc8176_waveform *waveform, unsigned track, int charge, int tail) {
    const drive sum = drive_of(waveform, track);
    KJ_CHECK_EQ(sum.black - sum.white, charge);
    KJ_CHECK_EQ(sum.tail, tail);
    KJ_CHECK_EQ(sum.reserved, 0);
    KJ_CHECK_EQ(sum.frames, drive_of(waveform, VCOM).frames);
}

static void check_tails(const kj_uc8176_waveform *waveform, const int charges[4],
                        const int tails[4]) {
    const drive vcom = drive_of(waveform, VCOM);
    KJ_CHECK_EQ(vcom.black + vcom.white + vcom.reserved, 0);
    for (unsigned track = WHITE_WHITE; track <= BLACK_BLACK; track++) {
        check_track(waveform, track, charges[track - 1], tails[track - 1]);
    }
}

KJ_TEST(uc8176_fast_waveform_drives_what_changes_and_as_long_either_way) {
    check_tails(&kj_uc8176_fast, (const int[4]){0, -30, 30, 0}, (const int[4]){0, -30, 30, 0});
    KJ_CHECK_EQ(drive_of(&kj_uc8176_fast, WHITE_WHITE).black, 0);
    KJ_CHECK_EQ(drive_of(&kj_uc8176_fast, BLACK_BLACK).white, 0);
    KJ_CHECK_EQ(drive_of(&kj_uc8176_fast, VCOM).frames, 31);
}

KJ_TEST(uc8176_clean_waveform_charges_a_pixel_as_a_fast_one_would) {
    check_tails(&kj_uc8176_clean, (const int[4]){0, -30, 30, 0}, (const int[4]){-36, -36, 36, 36});
    KJ_CHECK_EQ(drive_of(&kj_uc8176_clean, VCOM).frames, 103);
}

KJ_TEST(uc8176_full_waveform_charges_nothing_and_ignores_the_old_plane) {
    const kj_uc8176_waveform *full = &kj_uc8176_full;
    check_tails(full, (const int[4]){0, 0, 0, 0}, (const int[4]){-72, -72, 36, 36});
    KJ_CHECK(!memcmp(full->track[WHITE_WHITE], full->track[BLACK_WHITE], KJ_UC8176_GROUPS_BYTES));
    KJ_CHECK(!memcmp(full->track[BLACK_BLACK], full->track[WHITE_BLACK], KJ_UC8176_GROUPS_BYTES));
    KJ_CHECK_EQ(drive_of(full, VCOM).frames, 145);
}

KJ_TEST(uc8176_gray_waveform_charges_nothing_and_orders_the_tones) {
    check_tails(&kj_uc8176_gray, (const int[4]){0, 0, 0, 0}, (const int[4]){-36, 3, 8, 36});
}

KJ_TEST_MAIN()
