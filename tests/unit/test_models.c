/* test_models.c - the glass, the bus and the energy of the emulator's panel. The controllers'
 * commands: test_models_ssd1677.c, test_models_uc8179.c. */
#include "model_case.h"
#include "models/energy.h"
#include "models/model_bus.h"

KJ_TEST(glass_ghost_grows_with_fast_updates_is_bounded_and_a_clean_one_removes_it) {
    start_uc();
    wait_idle();
    uc_full(picture);
    uint32_t after_one = 0, after_four = 0, worst = 0;
    for (int i = 1; i <= 60; i++) {
        uc_fast(i % 2 ? other : picture);
        uint32_t ghost = kj_glass_ghost(&model.glass);
        after_one = i == 1 ? ghost : after_one;
        after_four = i == 4 ? ghost : after_four;
        worst = ghost > worst ? ghost : worst;
    }
    printf("  ghost, tones: first %u.%02u, fourth %u.%02u, most %u.%02u, worst pixel %u\n",
           (unsigned)after_one / 100, (unsigned)after_one % 100, (unsigned)after_four / 100,
           (unsigned)after_four % 100, (unsigned)worst / 100, (unsigned)worst % 100,
           kj_glass_ghost_worst(&model.glass));
    KJ_CHECK(after_one > 100);
    KJ_CHECK(after_four > after_one);
    KJ_CHECK(worst > after_four);
    KJ_CHECK(worst < 2000);
    KJ_CHECK(kj_glass_ghost_worst(&model.glass) <= 24);
    KJ_CHECK(shows(picture));
    uc_full(picture);
    KJ_CHECK_EQ(kj_glass_ghost(&model.glass), 0);
    KJ_CHECK(is_exact(picture));
    uc_fast(other); /* and the history with it: the next one is as good as the first */
    KJ_CHECK_EQ(kj_glass_ghost(&model.glass), after_one);
    expect_no_error();
}

KJ_TEST(glass_residue_depends_on_history) {
    start_ssd();
    memset(picture, 0x00, FRAME);
    ssd_full(picture);
    memset(other, 0x80, FRAME); /* of eight pixels the first turns white at once */
    ssd_fast(other);
    for (int i = 0; i < 3; i++) {
        memset(picture, i % 2 ? 0xC0 : 0x80, FRAME);
        ssd_fast(picture);
        memset(picture, 0xC0, FRAME);
        ssd_fast(picture);
    }
    uint8_t first = kj_glass_tone(&model.glass, 0, 0), second = kj_glass_tone(&model.glass, 1, 0);
    KJ_CHECK(first < 255 && second < 255);
    KJ_CHECK(first != second);
    expect_no_error();
}

KJ_TEST(glass_flashes_within_a_full_update) {
    start_ssd();
    ssd_full(picture);
    ssd_write("24", picture);
    send("21 40 00");
    send("22 F7");
    send("20");
    bool all_black = false, all_white = false, inverse = false;
    for (int i = 0; i < 34; i++) {
        kj_panel_model_advance(&model, 50000);
        int white_on_white = 0, white_on_black = 0, blacks = 0;
        for (uint16_t x = 0; x < WIDTH; x++) {
            bool white = kj_glass_tone(&model.glass, x, 100) >= 128;
            bool paper = pixel_is_white(picture, x, 100);
            blacks += !paper;
            white_on_white += paper && white;
            white_on_black += !paper && white;
        }
        all_black |= white_on_white + white_on_black == 0;
        all_white |= white_on_white + white_on_black == WIDTH;
        inverse |= white_on_white == 0 && white_on_black == blacks;
    }
    KJ_CHECK(inverse && all_black && all_white);
    wait_idle();
    KJ_CHECK(is_exact(picture));
}

KJ_TEST(glass_render_agrees_with_single_tones_in_the_middle_of_an_update) {
    static uint8_t tones[WIDTH * HEIGHT];
    start_ssd();
    ssd_full(picture);
    ssd_write("24", other);
    send("21 00 00");
    send("22 FC");
    send("20");
    kj_panel_model_advance(&model, 250000);
    kj_glass_render(&model.glass, tones);
    bool between = false;
    for (int i = 0; i < WIDTH; i++) {
        KJ_CHECK_EQ(tones[3 * WIDTH + i], kj_glass_tone(&model.glass, (uint16_t)i, 3));
        between |= tones[3 * WIDTH + i] > 20 && tones[3 * WIDTH + i] < 235;
    }
    KJ_CHECK(between);
}

KJ_TEST(glass_interrupted_update_leaves_the_ink_where_it_was) {
    start_ssd();
    ssd_full(picture);
    ssd_write("24", other);
    send("21 00 00");
    send("22 FC");
    send("20");
    kj_panel_model_advance(&model, 150000);
    kj_panel_model_reset(&model, false);
    bool between = false;
    for (uint16_t x = 0; x < WIDTH; x++) {
        uint8_t tone = kj_glass_tone(&model.glass, x, 3);
        between |= tone > 60 && tone < 195;
    }
    KJ_CHECK(between);
    expect(KJ_PANEL_INTERRUPTED);
}

/* Bus and energy */

KJ_TEST(bus_takes_the_time_of_its_bits) {
    kj_model_bus bus;
    start_ssd();
    kj_model_bus_init(&bus, &model);
    kj_panel_wiring wiring = kj_model_bus_wiring(&bus);
    KJ_CHECK_EQ(wiring.spi.configure(wiring.spi.context, 4000000), KJ_OK);
    ssd_rewind();
    wiring.select.set(wiring.select.context, false);
    wiring.data.set(wiring.data.context, false);
    uint8_t command = 0x24;
    KJ_CHECK_EQ(wiring.spi.transfer(wiring.spi.context, &command, NULL, 1), KJ_OK);
    wiring.data.set(wiring.data.context, true);
    uint64_t before = model.now_us;
    KJ_CHECK_EQ(wiring.spi.transfer(wiring.spi.context, picture, NULL, FRAME), KJ_OK);
    KJ_CHECK_EQ(model.now_us - before, FRAME * 2); /* 8 bits at 4 MHz */
    KJ_CHECK_EQ(model.plane[0][479 * 120], picture[0]);
    uint32_t now = wiring.clock.now_us(wiring.clock.context);
    wiring.clock.sleep_us(wiring.clock.context, 5000);
    KJ_CHECK_EQ(wiring.clock.now_us(wiring.clock.context) - now, 5001);
    expect_no_error();
}

KJ_TEST(bus_fails_the_nth_transfer_and_holds_busy) {
    kj_model_bus bus;
    uint8_t byte = 0x7F;
    start_ssd();
    kj_model_bus_init(&bus, &model);
    kj_panel_wiring wiring = kj_model_bus_wiring(&bus);
    bus.fail_transfer = 2;
    KJ_CHECK_EQ(wiring.spi.transfer(wiring.spi.context, &byte, NULL, 1), KJ_OK);
    KJ_CHECK_EQ(wiring.spi.transfer(wiring.spi.context, &byte, NULL, 1), KJ_ERR_IO);
    KJ_CHECK_EQ(wiring.spi.transfer(wiring.spi.context, &byte, NULL, 1), KJ_OK);
    KJ_CHECK_EQ(wiring.busy.get(wiring.busy.context), false);
    bus.fault = KJ_BUS_STUCK_BUSY;
    KJ_CHECK_EQ(wiring.busy.get(wiring.busy.context), true);
    bus.fault = KJ_BUS_STUCK_IDLE;
    send("46 F7");
    KJ_CHECK_EQ(wiring.busy.get(wiring.busy.context), false);
}

KJ_TEST(energy_of_a_full_update_is_its_power_times_its_time) {
    kj_energy energy;
    start_ssd();
    kj_energy_init(&energy);
    kj_energy_spend_panel(&energy, &model);
    kj_energy_take_uj(&energy);
    ssd_full(picture);
    kj_energy_spend_panel(&energy, &model);
    uint64_t uj = kj_energy_take_uj(&energy);
    KJ_CHECK(uj > 45000 && uj < 65000); /* 1.7 s at some 32 mW */
    send("10 01");
    kj_panel_model_advance(&model, 1000000000);
    kj_energy_spend_panel(&energy, &model);
    uj = kj_energy_take_uj(&energy);
    KJ_CHECK(uj >= 3000 && uj < 3100); /* 1000 s at 3 uW */
    kj_energy_spend(&energy, KJ_LOAD_RP2040_ACTIVE, 100000);
    KJ_CHECK_EQ(kj_energy_take_uj(&energy), 8250);
    for (unsigned i = 0; i < KJ_LOADS; i++) {
        KJ_CHECK(kj_energy_table[i].name && kj_energy_table[i].source);
        KJ_CHECK(kj_energy_table[i].microwatts > 0);
    }
}

KJ_TEST(waveform_without_end_is_cut) {
    kj_waveform wave;
    kj_waveform_clear(&wave, 200000);
    for (unsigned g = 0; g < KJ_WAVE_GROUPS; g++) {
        for (unsigned phase = 0; phase < 4; phase++) {
            kj_waveform_put(&wave, 0, g, phase, 150, 255);
        }
        wave.track[0][g].repeat = 256;
    }
    KJ_CHECK_EQ(kj_waveform_duration_us(&wave), KJ_WAVE_LIMIT_US);
}

KJ_TEST(errors_beyond_the_list_are_counted) {
    start_ssd();
    for (unsigned i = 0; i < KJ_PANEL_EVENTS + 10; i++) {
        send("E5");
    }
    KJ_CHECK_EQ(model.event_count, KJ_PANEL_EVENTS + 10);
    KJ_CHECK_EQ(kj_panel_model_count(&model, KJ_PANEL_UNKNOWN_COMMAND), KJ_PANEL_EVENTS);
    KJ_CHECK_STR(kj_panel_error_text((kj_panel_error)99), "unknown error");
}

KJ_TEST_MAIN()
