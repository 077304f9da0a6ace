/* test_card_model.c - the card model by hand-made bytes: what it answers, and what it reports of a
 * host that does not keep to the specification. The driver is not in here. */
#include "test.h"

#include "models/card_bus.h"

static uint64_t now;
static kj_card_model model;
static kj_card_config content;

static kj_status read_block(void *context, uint32_t first, uint32_t count, uint8_t *bytes) {
    memset(bytes, (int)(first & 0xFF), (size_t)count * KJ_BLOCK_BYTES);
    return first == 13 ? KJ_ERR_IO : KJ_OK;
}

static uint8_t clock_byte(uint8_t send) {
    now += 20; /* at 400 kHz */
    return kj_card_model_exchange(&model, send);
}

static void set_up(kj_card_kind kind) {
    now = 0;
    const kj_card_time time = kj_card_time_own(&now);
    content = (kj_card_config){.kind = kind,
                               .blocks = {.count = 4096, .read = read_block},
                               .serial = 0x01020304,
                               .timing = kj_card_timing_usual};
    kj_card_model_init(&model, &time);
    kj_card_model_insert(&model, &content);
    kj_card_model_clock(&model, 400000);
}

static void power_up(unsigned bytes) {
    kj_card_model_select(&model, true);
    for (unsigned i = 0; i < bytes; i++) {
        KJ_CHECK_EQ(clock_byte(0xFF), 0xFF);
    }
}

/* The check sum as it is drawn: division of the message by x^7 + x^3 + 1. */
static uint8_t sum_of(const uint8_t *bytes) {
    uint64_t message = 0;
    for (unsigned i = 0; i < 5; i++) {
        message = message << 8 | bytes[i];
    }
    message <<= 7;
    for (unsigned bit = 46; bit >= 7; bit--) {
        if (message >> bit & 1) {
            message ^= UINT64_C(0x89) << (bit - 7);
        }
    }
    return (uint8_t)(message << 1 | 1);
}

static void send_with(uint8_t index, uint32_t argument, uint8_t last) {
    const uint8_t frame[6] = {0x40 | index,
                              (uint8_t)(argument >> 24),
                              (uint8_t)(argument >> 16),
                              (uint8_t)(argument >> 8),
                              (uint8_t)argument,
                              last};
    kj_card_model_select(&model, false);
    clock_byte(0xFF);
    for (unsigned i = 0; i < 6; i++) {
        clock_byte(frame[i]);
    }
}

static uint8_t answer(void) {
    for (unsigned i = 0; i < 10; i++) {
        const uint8_t byte = clock_byte(0xFF);
        if (!(byte & 0x80)) {
            return byte;
        }
    }
    return 0xFF;
}

static uint8_t command_only(uint8_t index, uint32_t argument) {
    const uint8_t frame[5] = {0x40 | index, (uint8_t)(argument >> 24), (uint8_t)(argument >> 16),
                              (uint8_t)(argument >> 8), (uint8_t)argument};
    send_with(index, argument, sum_of(frame));
    if (index == 12) {
        clock_byte(0xFF); /* the rest of the data */
    }
    return answer();
}

static void let_go(void) {
    kj_card_model_select(&model, true);
    clock_byte(0xFF);
}

static uint8_t command(uint8_t index, uint32_t argument) {
    const uint8_t r1 = command_only(index, argument);
    let_go();
    return r1;
}

static uint32_t four_bytes(void) {
    uint32_t value = 0;
    for (unsigned i = 0; i < 4; i++) {
        value = value << 8 | clock_byte(0xFF);
    }
    return value;
}

static void get_ready(kj_card_kind kind) {
    set_up(kind);
    power_up(10);
    KJ_CHECK_EQ(command(0, 0), 1);
    if (kind == KJ_CARD_SDSC_1) {
        KJ_CHECK_EQ(command(8, 0x1AA), 5);
    } else {
        KJ_CHECK_EQ(command_only(8, 0x1AA), 1);
        KJ_CHECK_EQ(four_bytes(), 0x1AA);
        let_go();
    }
    unsigned tries = 0;
    do {
        KJ_CHECK_EQ(command(55, 0), 1);
        now += 10000;
        KJ_CHECK(++tries < 50);
    } while (command(41, 0x40000000) == 1);
    KJ_CHECK(tries >= content.timing.ready_asks);
    kj_card_model_clock(&model, 12000000);
    if (kind < KJ_CARD_SDHC) {
        KJ_CHECK_EQ(command(16, 512), 0);
    }
    KJ_CHECK_EQ(model.event_count, 0);
}

/* The token, or 0xFF after 2 ms. */
static uint8_t token(void) {
    for (unsigned i = 0; i < 100; i++) {
        const uint8_t byte = clock_byte(0xFF);
        if (byte != 0xFF) {
            return byte;
        }
    }
    return 0xFF;
}

static void check_block(uint8_t value) {
    KJ_CHECK_EQ(token(), 0xFE);
    for (unsigned i = 0; i < 512; i++) {
        KJ_CHECK_EQ(clock_byte(0xFF), value);
    }
    clock_byte(0xFF);
    clock_byte(0xFF);
}

static void check_only(kj_card_error code) {
    KJ_CHECK_EQ(model.event_count, 1);
    KJ_CHECK_EQ(kj_card_model_count(&model, code), 1);
    KJ_CHECK(strcmp(kj_card_error_text(code), "unknown error") != 0);
}

KJ_TEST(card_needs_74_slow_clocks_before_cmd0) {
    for (unsigned bytes = 0; bytes < 12; bytes++) {
        set_up(KJ_CARD_SDHC);
        power_up(bytes);
        KJ_CHECK_EQ(command(0, 0), bytes < 10 ? 0xFF : 1);
        KJ_CHECK_EQ(kj_card_model_count(&model, KJ_CARD_NO_POWER_UP), bytes < 10);
    }
    set_up(KJ_CARD_SDHC);
    kj_card_model_clock(&model, 401000); /* too fast to count */
    power_up(20);
    kj_card_model_clock(&model, 400000);
    KJ_CHECK_EQ(command(0, 0), 0xFF);
    check_only(KJ_CARD_NO_POWER_UP);
}

KJ_TEST(sd_mode_answers_nothing_until_cmd0) {
    set_up(KJ_CARD_SDHC);
    power_up(10);
    KJ_CHECK_EQ(command(8, 0x1AA), 0xFF);
    check_only(KJ_CARD_WRONG_STATE);
    KJ_CHECK_EQ(command(0, 0), 1);
}

KJ_TEST(check_sums_of_cmd0_and_cmd8_are_always_tested) {
    set_up(KJ_CARD_SDHC);
    power_up(10);
    send_with(0, 0, 0x97);
    KJ_CHECK_EQ(answer(), 0xFF);
    let_go();
    check_only(KJ_CARD_WRONG_CRC);
    kj_card_model_forget(&model);
    KJ_CHECK_EQ(command(0, 0), 1);
    send_with(8, 0x1AA, 0x89);
    KJ_CHECK_EQ(answer(), 9);
    let_go();
    check_only(KJ_CARD_WRONG_CRC);
}

KJ_TEST(other_check_sums_are_tested_from_cmd59_on) {
    get_ready(KJ_CARD_SDHC);
    send_with(58, 0, 0x01);
    KJ_CHECK_EQ(answer(), 0);
    KJ_CHECK_EQ(four_bytes(), 0xC0FF8000);
    let_go();
    KJ_CHECK_EQ(command(59, 1), 0);
    KJ_CHECK_EQ(model.event_count, 0);
    send_with(58, 0, 0x01);
    KJ_CHECK_EQ(answer(), 8);
    let_go();
    check_only(KJ_CARD_WRONG_CRC);
}

KJ_TEST(command_without_end_bit_is_reported) {
    get_ready(KJ_CARD_SDHC);
    send_with(13, 0, 0x0C);
    answer();
    clock_byte(0xFF);
    let_go();
    check_only(KJ_CARD_FRAME);
    kj_card_model_forget(&model);
    kj_card_model_select(&model, false);
    clock_byte(0x13);
    let_go();
    check_only(KJ_CARD_FRAME);
}

KJ_TEST(idle_card_takes_few_commands) {
    set_up(KJ_CARD_SDHC);
    power_up(10);
    KJ_CHECK_EQ(command(0, 0), 1);
    static const uint8_t too_early[] = {9, 10, 12, 13, 16, 17, 18};
    for (unsigned i = 0; i < sizeof too_early; i++) {
        kj_card_model_forget(&model);
        KJ_CHECK_EQ(command(too_early[i], 0), 5);
        check_only(KJ_CARD_WRONG_STATE);
    }
}

KJ_TEST(large_card_wants_cmd8_and_hcs) {
    set_up(KJ_CARD_SDHC);
    power_up(10);
    KJ_CHECK_EQ(command(0, 0), 1);
    for (unsigned i = 0; i < 20; i++) {
        now += 10000;
        KJ_CHECK_EQ(command(55, 0), 1);
        KJ_CHECK_EQ(command(41, 0x40000000), 1);
    }
    KJ_CHECK_EQ(kj_card_model_count(&model, KJ_CARD_NO_IF_COND), 20);
}

KJ_TEST(writes_are_refused_and_counted) {
    get_ready(KJ_CARD_SDHC);
    static const uint8_t writes[] = {24, 25, 26, 27, 28, 29, 32, 33, 38, 42, 56};
    for (unsigned i = 0; i < sizeof writes; i++) {
        KJ_CHECK_EQ(command(writes[i], 0), 4);
    }
    KJ_CHECK_EQ(model.counters.writes_refused, sizeof writes);
    KJ_CHECK_EQ(kj_card_model_count(&model, KJ_CARD_WRITE), sizeof writes);
}

KJ_TEST(unknown_commands_are_illegal) {
    get_ready(KJ_CARD_SDHC);
    static const uint8_t unknown[] = {1, 2, 3, 7, 11, 20, 41, 60, 63};
    for (unsigned i = 0; i < sizeof unknown; i++) {
        KJ_CHECK_EQ(command(unknown[i], 0), 4);
    }
    KJ_CHECK_EQ(kj_card_model_count(&model, KJ_CARD_UNKNOWN_COMMAND), sizeof unknown);
    kj_card_model_forget(&model);
    KJ_CHECK_EQ(command(8, 0x1AA), 4);
    KJ_CHECK_EQ(command(12, 0), 4);
    KJ_CHECK_EQ(kj_card_model_count(&model, KJ_CARD_WRONG_STATE), 2);
}

KJ_TEST(small_cards_take_bytes_and_large_ones_blocks) {
    for (kj_card_kind kind = KJ_CARD_SDSC_1; kind <= KJ_CARD_SDXC; kind++) {
        get_ready(kind);
        KJ_CHECK_EQ(command_only(17, kind < KJ_CARD_SDHC ? 5 * 512 : 5), 0);
        check_block(5);
        let_go();
        KJ_CHECK_EQ(model.event_count, 0);
        KJ_CHECK_EQ(command(17, kind < KJ_CARD_SDHC ? 100 : 0xFFFFFFF0),
                    kind < KJ_CARD_SDHC ? 0x20 : 0x40);
        check_only(kind < KJ_CARD_SDHC ? KJ_CARD_ARGUMENT : KJ_CARD_RANGE);
    }
}

KJ_TEST(small_card_beyond_its_end_is_out_of_range) {
    get_ready(KJ_CARD_SDSC_2);
    KJ_CHECK_EQ(command(17, 4096 * 512), 0x40);
    check_only(KJ_CARD_RANGE);
}

KJ_TEST(block_length_of_2_gb_must_be_set) {
    get_ready(KJ_CARD_SDSC_2);
    content.blocks.count = 4194304;
    kj_card_model_remove(&model);
    kj_card_model_insert(&model, &content);
    KJ_CHECK_EQ(model.block_length, 1024);
    model.state = KJ_CARD_STATE_READY;
    KJ_CHECK_EQ(command(17, 0), 0x40);
    check_only(KJ_CARD_ARGUMENT);
}

KJ_TEST(multiple_read_goes_on_until_cmd12) {
    get_ready(KJ_CARD_SDHC);
    KJ_CHECK_EQ(command_only(18, 9), 0);
    check_block(9);
    check_block(10);
    check_block(11);
    const uint8_t stop[6] = {0x4C, 0, 0, 0, 0, 0x61};
    for (unsigned i = 0; i < 6; i++) {
        clock_byte(stop[i]);
    }
    KJ_CHECK(!(clock_byte(0xFF) & 0x80)); /* the stuff byte looks like an answer */
    KJ_CHECK_EQ(clock_byte(0xFF), 0xFF);
    KJ_CHECK_EQ(clock_byte(0xFF), 0);
    KJ_CHECK_EQ(clock_byte(0xFF), 0xFF);
    let_go();
    KJ_CHECK_EQ(model.event_count, 0);
    KJ_CHECK_EQ(model.counters.blocks, 3);
}

KJ_TEST(busy_card_drops_commands) {
    get_ready(KJ_CARD_SDHC);
    content.timing.stop_us = 5000;
    KJ_CHECK_EQ(command_only(18, 9), 0);
    check_block(9);
    send_with(12, 0, 0x61);
    for (unsigned i = 0; i < 3; i++) {
        clock_byte(0xFF);
    }
    KJ_CHECK_EQ(clock_byte(0xFF), 0);
    const uint32_t before = model.counters.commands;
    send_with(17, 0, 0x2B);
    KJ_CHECK_EQ(model.counters.commands, before);
    check_only(KJ_CARD_BUSY);
}

KJ_TEST(letting_go_too_early_is_reported) {
    get_ready(KJ_CARD_SDHC);
    kj_card_model_select(&model, false);
    clock_byte(0x51);
    let_go();
    check_only(KJ_CARD_CUT_SHORT);
    kj_card_model_forget(&model);
    KJ_CHECK_EQ(command(18, 9), 0); /* lets go without CMD12 */
    check_only(KJ_CARD_CUT_SHORT);
    kj_card_model_forget(&model);
    KJ_CHECK_EQ(command_only(17, 9), 4); /* it still streams */
    check_only(KJ_CARD_WRONG_STATE);
}

KJ_TEST(command_in_the_middle_of_a_block_is_reported) {
    get_ready(KJ_CARD_SDHC);
    KJ_CHECK_EQ(command_only(17, 9), 0);
    KJ_CHECK_EQ(token(), 0xFE);
    send_with(17, 0, 0x2B);
    check_only(KJ_CARD_INTERRUPTED);
}

KJ_TEST(command_without_a_gap_is_reported) {
    get_ready(KJ_CARD_SDHC);
    KJ_CHECK_EQ(command_only(16, 512), 0);
    clock_byte(0x40 | 13);
    check_only(KJ_CARD_NO_GAP);
}

KJ_TEST(fast_clock_is_reported_once) {
    get_ready(KJ_CARD_SDHC);
    kj_card_model_clock(&model, 26000000);
    KJ_CHECK_EQ(command(16, 512), 0);
    check_only(KJ_CARD_SPI_CLOCK);
    set_up(KJ_CARD_SDHC);
    power_up(10);
    kj_card_model_clock(&model, 500000);
    KJ_CHECK_EQ(command(0, 0), 1);
    check_only(KJ_CARD_SPI_CLOCK);
}

KJ_TEST(block_that_the_image_cannot_give_is_an_error_token) {
    get_ready(KJ_CARD_SDHC);
    KJ_CHECK_EQ(command_only(17, 13), 0);
    KJ_CHECK_EQ(token(), 0x04);
    let_go();
    KJ_CHECK_EQ(model.event_count, 0);
}

KJ_TEST(multiple_read_past_the_end_gives_an_error_token) {
    get_ready(KJ_CARD_SDSC_2);
    KJ_CHECK_EQ(command_only(18, 4095 * 512), 0);
    check_block(0xFF);
    KJ_CHECK_EQ(token(), 0x08);
    KJ_CHECK_EQ(token(), 0xFF);
}

KJ_TEST(card_beyond_the_image_holds_zeros) {
    set_up(KJ_CARD_SDHC);
    content.blocks.count = 700;
    KJ_CHECK_EQ(kj_card_model_capacity(&content), 1024);
    get_ready(KJ_CARD_SDHC);
    content.blocks.count = 700;
    KJ_CHECK_EQ(command_only(17, 701), 0);
    check_block(0);
    let_go();
}

KJ_TEST(card_that_lost_its_power_wants_power_up_again) {
    get_ready(KJ_CARD_SDHC);
    kj_card_model_remove(&model);
    KJ_CHECK(!kj_card_model_present(&model));
    KJ_CHECK_EQ(command(17, 0), 0xFF);
    KJ_CHECK_EQ(model.event_count, 0);
    kj_card_model_insert(&model, &content);
    kj_card_model_clock(&model, 400000);
    KJ_CHECK_EQ(command(17, 0), 0xFF);
    check_only(KJ_CARD_WRONG_STATE);
}

KJ_TEST(plan_holds_eight_faults) {
    set_up(KJ_CARD_SDHC);
    const kj_card_fault fault = {.kind = KJ_CARD_BAD_CRC, .at = 1, .times = 1};
    for (unsigned i = 0; i < KJ_CARD_FAULTS; i++) {
        KJ_CHECK(kj_card_model_plan(&model, &fault));
    }
    KJ_CHECK(!kj_card_model_plan(&model, &fault));
    kj_card_model_heal(&model);
    KJ_CHECK(kj_card_model_plan(&model, &fault));
}

KJ_TEST_MAIN()
