/* test_sdcard_faults.c - cards that fail, leave, change and never answer: the driver ends in
 * bounded time with a status that says what is wrong, gives no wrong byte, and goes on where it
 * can. What it does right is test_sdcard.c's business. */
#include "card_case.h"

#include "base/crc.h"

#define BLOCKS 8192u

static void pull_at(card_case *slot, uint32_t block, uint32_t away_us, const kj_card_config *next) {
    const kj_card_fault fault = {
        .kind = KJ_CARD_PULLED, .at = block, .times = 1, .away_us = away_us, .next = next};
    KJ_CHECK(kj_card_model_plan(&slot->model, &fault));
}

KJ_TEST(wrong_check_sum_is_read_again) {
    for (uint32_t times = 1; times <= 4; times++) {
        card_case slot;
        set_up_open(&slot, KJ_CARD_SDHC, BLOCKS);
        plan(&slot, KJ_CARD_BAD_CRC, 7, times);
        KJ_CHECK_EQ(read_in_time(&slot, times % 2 ? 7 : 4, times % 2 ? 1 : 8), KJ_OK);
        KJ_CHECK_EQ(slot.card.stats.crc_errors, times);
        KJ_CHECK_EQ(slot.card.stats.retries, times);
        KJ_CHECK_EQ(slot.card.stats.initialisations,
                    times == 4 ? 2 : 1); /* anew after three retries */
        check_manners(&slot);
    }
}

KJ_TEST(block_that_is_never_right_is_an_error_and_the_others_are_read) {
    static const kj_card_fault_kind kinds[] = {KJ_CARD_BAD_CRC, KJ_CARD_BAD_BLOCK,
                                               KJ_CARD_NO_TOKEN};
    for (unsigned i = 0; i < 3; i++) {
        card_case slot;
        set_up_open(&slot, KJ_CARD_SDHC, BLOCKS);
        plan(&slot, kinds[i], 7, KJ_CARD_FOREVER);
        const kj_status status = kinds[i] == KJ_CARD_NO_TOKEN ? KJ_ERR_TIMEOUT : KJ_ERR_IO;
        KJ_CHECK_EQ(read_in_time(&slot, 7, 1), status);
        KJ_CHECK_EQ(read_in_time(&slot, 6, 1), KJ_OK);
        KJ_CHECK_EQ(read_in_time(&slot, 0, 16), status);
        KJ_CHECK_EQ(read_in_time(&slot, 8, 16), KJ_OK);
        KJ_CHECK_EQ(slot.card.stats.initialisations, 3);
    }
}

KJ_TEST(retries_do_not_read_again_what_was_right) {
    card_case slot;
    set_up_open(&slot, KJ_CARD_SDHC, BLOCKS);
    plan(&slot, KJ_CARD_BAD_CRC, 30, 1);
    plan(&slot, KJ_CARD_BAD_BLOCK, 31, 1);
    plan(&slot, KJ_CARD_NO_TOKEN, 40, 2);
    KJ_CHECK_EQ(read_in_time(&slot, 0, 64), KJ_OK);
    KJ_CHECK_EQ(slot.card.stats.blocks, 64);
    KJ_CHECK_EQ(slot.card.stats.initialisations, 1);
}

KJ_TEST(empty_slot_is_missing_with_and_without_a_pin_that_tells) {
    for (int detects = 0; detects <= 1; detects++) {
        card_case slot;
        set_up(&slot, KJ_CARD_SDHC, BLOCKS);
        slot.card.config = kj_card_bus_wiring(&slot.bus, HZ, detects);
        kj_card_model_remove(&slot.model);
        KJ_CHECK_EQ(open_in_time(&slot), KJ_ERR_MISSING);
        KJ_CHECK_EQ(kj_sdcard_present(&slot.card), !detects);
        KJ_CHECK(!detects || slot.bus.transfers == 0);
        KJ_CHECK_EQ(read_in_time(&slot, 0, 1), KJ_ERR_STATE);
        kj_card_model_insert(&slot.model, &slot.content);
        KJ_CHECK_EQ(open_in_time(&slot), KJ_OK);
        KJ_CHECK_EQ(read_in_time(&slot, 0, 1), KJ_OK);
        check_manners(&slot);
    }
}

KJ_TEST(card_that_never_answers_is_missing) {
    card_case slot;
    set_up(&slot, KJ_CARD_SDHC, BLOCKS);
    plan(&slot, KJ_CARD_SILENT, 1, KJ_CARD_FOREVER);
    KJ_CHECK_EQ(open_in_time(&slot), KJ_ERR_MISSING);
    KJ_CHECK(slot.now_us < 50000);
}

KJ_TEST(card_that_never_gets_ready_times_out_after_its_second) {
    card_case slot;
    set_up(&slot, KJ_CARD_SDHC, BLOCKS);
    plan(&slot, KJ_CARD_NEVER_READY, 0, KJ_CARD_FOREVER);
    KJ_CHECK_EQ(open_in_time(&slot), KJ_ERR_TIMEOUT);
    KJ_CHECK(slot.now_us > 1000000);
    check_manners(&slot);
}

KJ_TEST(line_that_is_stuck_is_told_from_an_empty_slot) {
    card_case slot;
    set_up(&slot, KJ_CARD_SDHC, BLOCKS);
    slot.bus.line = KJ_CARD_LINE_LOW;
    KJ_CHECK_EQ(open_in_time(&slot), KJ_ERR_IO);
    slot.bus.line = KJ_CARD_LINE_HIGH;
    KJ_CHECK_EQ(open_in_time(&slot), KJ_ERR_MISSING);
    slot.bus.line = KJ_CARD_LINE_GOOD;
    KJ_CHECK_EQ(open_in_time(&slot), KJ_OK);
    slot.bus.line = KJ_CARD_LINE_LOW;
    KJ_CHECK(read_in_time(&slot, 0, 8) < 0);
    slot.bus.line = KJ_CARD_LINE_HIGH;
    KJ_CHECK_EQ(read_in_time(&slot, 0, 8), KJ_ERR_MISSING);
    slot.bus.line = KJ_CARD_LINE_GOOD;
    KJ_CHECK_EQ(read_in_time(&slot, 0, 8), KJ_OK);
}

KJ_TEST(card_pulled_out_is_missing_and_goes_on_when_put_back) {
    for (int detects = 0; detects <= 1; detects++) {
        card_case slot;
        set_up(&slot, KJ_CARD_SDHC, BLOCKS);
        slot.card.config = kj_card_bus_wiring(&slot.bus, HZ, detects);
        KJ_CHECK_EQ(open_in_time(&slot), KJ_OK);
        pull_at(&slot, 12, KJ_CARD_FOREVER, NULL);
        KJ_CHECK_EQ(read_in_time(&slot, 10, 8), KJ_ERR_MISSING);
        KJ_CHECK_EQ(read_in_time(&slot, 0, 1), KJ_ERR_MISSING);
        kj_card_model_insert(&slot.model, &slot.content);
        KJ_CHECK_EQ(read_in_time(&slot, 10, 8), KJ_OK);
        KJ_CHECK_EQ(read_in_time(&slot, 0, 1), KJ_OK);
    }
}

KJ_TEST(card_put_back_at_once_goes_on_within_the_same_read) {
    for (uint32_t away_us = 0; away_us < 4000; away_us = away_us * 3 + 1) {
        card_case slot;
        set_up_open(&slot, KJ_CARD_SDSC_2, BLOCKS);
        pull_at(&slot, 12, away_us, NULL);
        KJ_CHECK_EQ(read_in_time(&slot, 10, 8), KJ_OK);
        KJ_CHECK_EQ(slot.card.stats.initialisations, 2);
    }
}

KJ_TEST(card_taken_out_between_two_reads_goes_on) {
    card_case slot;
    set_up_open(&slot, KJ_CARD_SDHC, BLOCKS);
    kj_card_model_remove(&slot.model);
    kj_card_model_insert(&slot.model, &slot.content);
    KJ_CHECK_EQ(read_in_time(&slot, 3, 2), KJ_OK);
}

KJ_TEST(another_card_is_refused_until_it_is_opened) {
    const kj_card_config others[] = {
        content_of(KJ_CARD_SDHC, BLOCKS, 0xCAFE0002),     /* another serial */
        content_of(KJ_CARD_SDHC, BLOCKS * 2, 0xCAFE0001), /* the same, another size */
        content_of(KJ_CARD_SDSC_2, BLOCKS, 0xCAFE0001),
        content_of(KJ_CARD_SDXC, BLOCKS, 0xCAFE0001),
    };
    for (unsigned i = 0; i < 4; i++) {
        card_case slot;
        set_up_open(&slot, KJ_CARD_SDHC, BLOCKS);
        pull_at(&slot, 12, 100, &others[i]);
        KJ_CHECK_EQ(read_in_time(&slot, 10, 8), KJ_ERR_STATE);
        KJ_CHECK_EQ(read_in_time(&slot, 0, 1), KJ_ERR_STATE);
        kj_card_model_remove(&slot.model);
        kj_card_model_insert(&slot.model, &slot.content); /* too late: somebody has to look */
        KJ_CHECK_EQ(read_in_time(&slot, 0, 1), KJ_ERR_STATE);
        KJ_CHECK_EQ(open_in_time(&slot), KJ_OK);
        KJ_CHECK_EQ(read_in_time(&slot, 0, 1), KJ_OK);
    }
}

KJ_TEST(card_that_stays_busy_times_out) {
    for (uint32_t command = 1; command < 20; command++) {
        card_case slot;
        set_up(&slot, KJ_CARD_SDHC, BLOCKS);
        plan(&slot, KJ_CARD_STUCK_BUSY, command, KJ_CARD_FOREVER);
        kj_status status = open_in_time(&slot);
        if (status == KJ_OK) {
            status = read_in_time(&slot, 10, 8);
            status = status == KJ_OK ? read_in_time(&slot, 10, 8) : status;
        }
        KJ_CHECK(status == KJ_ERR_TIMEOUT || status == KJ_ERR_IO);
        kj_card_model_heal(&slot.model);
        KJ_CHECK_EQ(open_in_time(&slot), KJ_OK);
        KJ_CHECK_EQ(read_in_time(&slot, 10, 8), KJ_OK);
    }
}

/* One after another every command of an opening and two reads meets the fault, for some times. */
static void strike_each_command(kj_card_fault_kind kind, bool recovers) {
    for (uint32_t command = 1; command < 24; command++) {
        for (uint32_t times = 1; times <= 2; times++) {
            card_case slot;
            set_up(&slot, KJ_CARD_SDHC, BLOCKS);
            plan(&slot, kind, command, times);
            kj_status status = open_in_time(&slot);
            KJ_CHECK(!recovers || status == KJ_OK);
            if (status == KJ_OK) {
                status = read_in_time(&slot, 10, 8);
                KJ_CHECK(!recovers || status == KJ_OK);
                status = read_in_time(&slot, 5, 1);
                KJ_CHECK(!recovers || status == KJ_OK);
            }
            kj_card_model_heal(&slot.model);
            KJ_CHECK_EQ(open_in_time(&slot), KJ_OK);
            KJ_CHECK_EQ(read_in_time(&slot, 10, 8), KJ_OK);
        }
    }
}

KJ_TEST(command_that_is_lost_is_sent_again) { strike_each_command(KJ_CARD_SILENT, true); }

KJ_TEST(command_that_arrives_damaged_is_sent_again) {
    strike_each_command(KJ_CARD_ANSWER_FLIPPED, true);
}

KJ_TEST(stop_that_is_damaged_on_the_way_is_sent_again) {
    for (uint32_t times = 1; times <= 2; times++) {
        card_case slot;
        set_up_open(&slot, KJ_CARD_SDHC, BLOCKS);
        plan(&slot, KJ_CARD_ANSWER_FLIPPED, slot.model.counters.commands + 2, times);
        KJ_CHECK_EQ(read_in_time(&slot, 10, 8), KJ_OK);
        KJ_CHECK_EQ(read_in_time(&slot, 20, 8), KJ_OK);
        KJ_CHECK_EQ(slot.card.stats.initialisations, 1);
        KJ_CHECK_EQ(slot.card.stats.retries, 0);
        check_manners(&slot);
    }
}

static kj_status read_ones(void *context, uint32_t first, uint32_t count, uint8_t *bytes) {
    memset(bytes, 0xFF, (size_t)count * KJ_BLOCK_BYTES);
    return KJ_OK;
}

/* Data that could be taken for an answer would hide it: the card is all ones here. */
KJ_TEST(card_that_does_not_stop_is_initialised_before_the_next_read) {
    static uint8_t bytes[8 * KJ_BLOCK_BYTES];
    card_case slot;
    set_up_open(&slot, KJ_CARD_SDHC, BLOCKS);
    slot.content.blocks.read = read_ones;
    const kj_blocks blocks = kj_sdcard_blocks(&slot.card);
    plan(&slot, KJ_CARD_SILENT, slot.model.counters.commands + 2, 3);
    KJ_CHECK_EQ(blocks.read(blocks.context, 10, 8, bytes), KJ_OK); /* they were right */
    KJ_CHECK_EQ(slot.card.stats.initialisations, 1);
    KJ_CHECK_EQ(blocks.read(blocks.context, 20, 8, bytes), KJ_OK);
    KJ_CHECK_EQ(slot.card.stats.initialisations, 2);
    KJ_CHECK_EQ(slot.card.stats.retries, 0);
}

KJ_TEST(card_that_goes_on_sending_is_brought_to_order) {
    for (uint32_t times = 1; times <= 6; times++) {
        card_case slot;
        set_up_open(&slot, KJ_CARD_SDHC, BLOCKS);
        plan(&slot, KJ_CARD_SILENT, slot.model.counters.commands + 2, times);
        KJ_CHECK_EQ(read_in_time(&slot, 10, 8), KJ_OK);
        KJ_CHECK_EQ(read_in_time(&slot, 20, 8), KJ_OK);
    }
}

KJ_TEST(card_that_says_idle_is_initialised_at_once) {
    card_case slot;
    set_up_open(&slot, KJ_CARD_SDHC, BLOCKS);
    slot.model.state = KJ_CARD_STATE_IDLE; /* its supply broke down for a moment */
    KJ_CHECK_EQ(read_in_time(&slot, 10, 8), KJ_OK);
    KJ_CHECK_EQ(slot.card.stats.retries, 1);
    KJ_CHECK_EQ(slot.card.stats.initialisations, 2);
}

KJ_TEST(answer_that_is_noise_gives_a_status_and_no_wrong_byte) {
    strike_each_command(KJ_CARD_GARBAGE, false);
}

/* Opens and reads with the n-th transfer failing; how many there were. */
static uint32_t transfers_with_failure(kj_card_kind kind, uint32_t n) {
    card_case slot;
    set_up(&slot, kind, BLOCKS);
    slot.content.timing.ready_us = 8000;
    slot.content.timing.access_us = 20;
    slot.bus.fail_transfer = n;
    KJ_CHECK_EQ(open_in_time(&slot), KJ_OK); /* tried again once */
    KJ_CHECK_EQ(read_in_time(&slot, 10, 5), KJ_OK);
    KJ_CHECK_EQ(read_in_time(&slot, 77, 1), KJ_OK);
    return slot.bus.transfers;
}

KJ_TEST(each_transfer_may_fail) {
    for (kj_card_kind kind = KJ_CARD_SDSC_1; kind <= KJ_CARD_SDXC; kind++) {
        const uint32_t count = transfers_with_failure(kind, 0);
        uint32_t noticed = 0;
        for (uint32_t n = 1; n <= count; n++) {
            noticed += transfers_with_failure(kind, n) > count;
        }
        /* The clocks after a transaction may be lost without harm; there are few of those. */
        KJ_CHECK(count > 100 && noticed > count * 4 / 5);
    }
}

KJ_TEST(bus_that_always_fails_is_an_error) {
    card_case slot;
    set_up_open(&slot, KJ_CARD_SDHC, BLOCKS);
    slot.card.config.hz_max = 0; /* the bus refuses it */
    slot.card.hz = 0;
    KJ_CHECK(read_in_time(&slot, 0, 1) < 0);
}

static uint32_t no_time(void *context) { return 0; }
static void no_sleep(void *context, uint32_t us) {}

KJ_TEST(clock_that_stands_still_hangs_nothing) {
    for (int line = KJ_CARD_LINE_GOOD; line <= KJ_CARD_LINE_HIGH; line++) {
        card_case slot;
        set_up_open(&slot, KJ_CARD_SDHC, BLOCKS);
        plan(&slot, KJ_CARD_NO_TOKEN, 3, KJ_CARD_FOREVER);
        plan(&slot, KJ_CARD_NEVER_READY, 0, KJ_CARD_FOREVER);
        slot.bus.line = (kj_card_line)line;
        slot.card.config.clock.now_us = no_time;
        slot.card.config.clock.sleep_us = no_sleep;
        slot.card.progress_us = 0;
        const kj_blocks blocks = kj_sdcard_blocks(&slot.card);
        uint8_t bytes[KJ_BLOCK_BYTES];
        KJ_CHECK(blocks.read(blocks.context, 3, 1, bytes) < 0);
        KJ_CHECK(kj_sdcard_open(&slot.card) < 0);
    }
}

/* A block takes four seconds here, so that no second attempt has any time left. */
KJ_TEST(call_ends_when_it_has_had_its_time) {
    card_case slot;
    set_up(&slot, KJ_CARD_SDHC, BLOCKS);
    slot.card.config.hz_max = 1000;
    KJ_CHECK_EQ(kj_sdcard_open(&slot.card), KJ_OK);
    plan(&slot, KJ_CARD_BAD_CRC, 3, KJ_CARD_FOREVER);
    const kj_blocks blocks = kj_sdcard_blocks(&slot.card);
    uint8_t bytes[KJ_BLOCK_BYTES];
    const uint64_t since = slot.now_us;
    KJ_CHECK_EQ(blocks.read(blocks.context, 3, 1, bytes), KJ_ERR_TIMEOUT);
    KJ_CHECK(slot.now_us - since < 6000000);
}

/* --- Registers that make no sense: the card's answers altered on the wire, with right sums */

typedef struct tampering {
    kj_hal_spi spi;
    size_t length; /* of the transfers that are altered */
    size_t at;
    uint8_t value;
    bool seal; /* the register's own CRC7 is made right too */
    uint8_t sum[2];
    bool sum_follows;
} tampering;

static tampering tamper;

static kj_status tampered_configure(void *context, uint32_t hz) {
    return tamper.spi.configure(context, hz);
}

static kj_status tampered(void *context, const uint8_t *send, uint8_t *receive, size_t length) {
    KJ_CHECK_EQ(tamper.spi.transfer(context, send, receive, length), KJ_OK);
    if (!receive) {
        return KJ_OK;
    }
    if (length == 2 && tamper.sum_follows) {
        memcpy(receive, tamper.sum, 2);
    }
    tamper.sum_follows = length == tamper.length && length == 16;
    if (length == tamper.length) {
        receive[tamper.at] = tamper.value;
        if (tamper.seal) {
            receive[15] = (uint8_t)(kj_crc7(receive, 15) << 1 | 1);
        }
        if (tamper.sum_follows) {
            const uint16_t sum = kj_crc16(receive, 16);
            tamper.sum[0] = (uint8_t)(sum >> 8);
            tamper.sum[1] = (uint8_t)sum;
        }
    }
    return KJ_OK;
}

static kj_status open_tampered(kj_card_kind kind, size_t length, size_t at, uint8_t value,
                               bool seal) {
    card_case slot;
    set_up(&slot, kind, BLOCKS);
    tamper = (tampering){
        .spi = slot.card.config.spi, .length = length, .at = at, .value = value, .seal = seal};
    slot.card.config.spi.configure = tampered_configure;
    slot.card.config.spi.transfer = tampered;
    const kj_status status = open_in_time(&slot);
    KJ_CHECK(status == KJ_OK || slot.card.kind == KJ_SDCARD_NONE);
    return status;
}

KJ_TEST(registers_that_make_no_sense_are_refused) {
    KJ_CHECK_EQ(open_tampered(KJ_CARD_SDHC, 99, 0, 0, false), KJ_OK); /* nothing altered */
    KJ_CHECK_EQ(open_tampered(KJ_CARD_SDHC, 16, 0, 0x40, true), KJ_OK);
    KJ_CHECK_EQ(open_tampered(KJ_CARD_SDHC, 16, 0, 0x80, true), KJ_ERR_FORMAT); /* SDUC */
    KJ_CHECK_EQ(open_tampered(KJ_CARD_SDHC, 16, 0, 0x00, true), KJ_ERR_FORMAT);
    KJ_CHECK_EQ(open_tampered(KJ_CARD_SDSC_1, 16, 0, 0x40, true), KJ_ERR_FORMAT);
    KJ_CHECK_EQ(open_tampered(KJ_CARD_SDSC_1, 16, 5, 0x5C, true), KJ_ERR_FORMAT); /* 4096 */
    KJ_CHECK_EQ(open_tampered(KJ_CARD_SDHC, 16, 3, 0x5A, false), KJ_ERR_FORMAT);  /* its CRC7 */
    KJ_CHECK_EQ(open_tampered(KJ_CARD_SDHC, 4, 3, 0xAB, false), KJ_ERR_FORMAT);   /* no echo */
    KJ_CHECK_EQ(open_tampered(KJ_CARD_SDSC_1, 4, 1, 0x00, false), KJ_ERR_FORMAT); /* voltage */
}

KJ_TEST_MAIN()
