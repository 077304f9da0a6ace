/* test_sdcard.c - the driver against the card model: each kind of card without a fault. What
 * happens when cards fail is test_sdcard_faults.c's business. */
#include "card_case.h"

#include "base/crc.h"
#include "models/energy.h"

#define MB 2048u /* blocks */

KJ_TEST(crc_gives_the_specification_s_examples) {
    const uint8_t cmd0[5] = {0x40}, cmd17[5] = {0x51}, cmd17_answer[5] = {0x11, 0, 0, 9, 0};
    uint8_t ones[512];
    memset(ones, 0xFF, sizeof ones);
    KJ_CHECK_EQ(kj_crc7(cmd0, 5), 0x4A);
    KJ_CHECK_EQ(kj_crc7(cmd17, 5), 0x2A);
    KJ_CHECK_EQ(kj_crc7(cmd17_answer, 5), 0x33);
    KJ_CHECK_EQ(kj_crc16(ones, sizeof ones), 0x7FA1);
    KJ_CHECK_EQ(kj_crc16((const uint8_t *)"123456789", 9), 0x31C3);
    KJ_CHECK_EQ(kj_crc16(ones, 0), 0);
}

static void check_kind(kj_card_kind kind, uint32_t blocks, kj_sdcard_kind found, uint32_t count) {
    card_case slot;
    set_up(&slot, kind, blocks);
    KJ_CHECK_EQ(open_in_time(&slot), KJ_OK);
    KJ_CHECK_EQ(slot.card.kind, found);
    KJ_CHECK_EQ(slot.card.block_count, count);
    KJ_CHECK_EQ(slot.card.serial, 0xCAFE0001);
    KJ_CHECK_EQ(kj_sdcard_blocks(&slot.card).count, count);
    KJ_CHECK_EQ(read_in_time(&slot, 0, 1), KJ_OK);
    KJ_CHECK_EQ(read_in_time(&slot, 1, 2), KJ_OK);
    KJ_CHECK_EQ(read_in_time(&slot, blocks / 2, 17), KJ_OK);
    KJ_CHECK_EQ(read_in_time(&slot, blocks - 1, 1), KJ_OK);
    KJ_CHECK_EQ(read_in_time(&slot, blocks - 33, 33), KJ_OK);
    KJ_CHECK_EQ(read_in_time(&slot, count, 1), KJ_ERR_RANGE);
    KJ_CHECK_EQ(read_in_time(&slot, count - 1, 2), KJ_ERR_RANGE);
    KJ_CHECK_EQ(read_in_time(&slot, UINT32_MAX, 2), KJ_ERR_RANGE);
    KJ_CHECK(slot.model.crc_on);
    KJ_CHECK_EQ(slot.card.stats.retries, 0);
    KJ_CHECK_EQ(slot.card.stats.initialisations, 1);
    KJ_CHECK_EQ(slot.card.stats.blocks, slot.model.counters.blocks);
    KJ_CHECK_EQ(slot.card.stats.commands, slot.model.counters.commands);
    check_manners(&slot);
}

KJ_TEST(sdsc_of_version_1_is_read_by_byte_address) {
    check_kind(KJ_CARD_SDSC_1, 32 * MB, KJ_SDCARD_SDSC_1, 32 * MB);
}

KJ_TEST(sdsc_of_version_2_is_read_by_byte_address) {
    check_kind(KJ_CARD_SDSC_2, 512 * MB, KJ_SDCARD_SDSC_2, 512 * MB);
}

KJ_TEST(sdsc_of_2_and_4_gb_has_longer_blocks_until_cmd16) {
    check_kind(KJ_CARD_SDSC_1, 2048 * MB, KJ_SDCARD_SDSC_1, 2048 * MB);
    check_kind(KJ_CARD_SDSC_2, 4096 * MB, KJ_SDCARD_SDSC_2, 4096 * MB);
}

KJ_TEST(sdhc_is_read_by_block_address) {
    check_kind(KJ_CARD_SDHC, 8192 * MB, KJ_SDCARD_SDHC, 8192 * MB);
    check_kind(KJ_CARD_SDHC, 32688 * MB, KJ_SDCARD_SDHC, 32688 * MB); /* the largest */
}

KJ_TEST(sdxc_is_read_up_to_its_2_tb) {
    check_kind(KJ_CARD_SDXC, 32689 * MB, KJ_SDCARD_SDXC, 32689 * MB);
    check_kind(KJ_CARD_SDXC, 65536 * MB, KJ_SDCARD_SDXC, 65536 * MB);
    check_kind(KJ_CARD_SDXC, 0x3FFF00u * 1024u, KJ_SDCARD_SDXC, 0x3FFF00u * 1024u);
}

KJ_TEST(last_block_of_a_card_is_read_with_both_commands) {
    card_case slot;
    set_up_open(&slot, KJ_CARD_SDHC, 4 * MB);
    KJ_CHECK_EQ(read_in_time(&slot, 4 * MB - 1, 1), KJ_OK);
    KJ_CHECK_EQ(read_in_time(&slot, 4 * MB - 2, 2), KJ_OK);
    check_manners(&slot);
}

KJ_TEST(answers_may_take_one_to_eight_bytes) {
    for (uint8_t wait = 1; wait <= 8; wait++) {
        card_case slot;
        set_up(&slot, KJ_CARD_SDHC, 4 * MB);
        slot.content.timing.answer_bytes = wait;
        KJ_CHECK_EQ(open_in_time(&slot), KJ_OK);
        KJ_CHECK_EQ(read_in_time(&slot, 3, 5), KJ_OK);
        KJ_CHECK_EQ(slot.card.stats.timeouts, 0);
        check_manners(&slot);
    }
}

KJ_TEST(slow_card_is_waited_for) {
    card_case slot;
    set_up(&slot, KJ_CARD_SDHC, 4 * MB);
    slot.content.timing.ready_us = 950000;
    slot.content.timing.access_us = 100000;
    slot.content.timing.next_us = 90000;
    slot.content.timing.stop_us = 50000;
    KJ_CHECK_EQ(open_in_time(&slot), KJ_OK);
    KJ_CHECK_EQ(read_in_time(&slot, 3, 5), KJ_OK);
    KJ_CHECK_EQ(slot.card.stats.retries, 0);
    check_manners(&slot);
}

KJ_TEST(nothing_is_read_before_the_card_is_open) {
    card_case slot;
    set_up(&slot, KJ_CARD_SDHC, 4 * MB);
    KJ_CHECK_EQ(read_in_time(&slot, 0, 1), KJ_ERR_STATE);
    KJ_CHECK_EQ(slot.bus.transfers, 0);
}

KJ_TEST(card_can_be_opened_again_while_it_streams) {
    card_case slot;
    set_up_open(&slot, KJ_CARD_SDHC, 4 * MB);
    slot.card.config.hz_max = HZ;
    const uint8_t read_many[6] = {
        0x40 | 18, 0, 0, 0, 0, (uint8_t)(kj_crc7((const uint8_t[]){0x52, 0, 0, 0, 0}, 5) << 1 | 1)};
    const kj_hal_spi spi = slot.card.config.spi;
    slot.card.config.select.set(slot.card.config.select.context, false);
    KJ_CHECK_EQ(spi.transfer(spi.context, read_many, NULL, 6), KJ_OK);
    KJ_CHECK_EQ(spi.transfer(spi.context, NULL, NULL, 2000), KJ_OK);
    slot.card.config.select.set(slot.card.config.select.context, true);
    KJ_CHECK_EQ(open_in_time(&slot), KJ_OK); /* as after a reset of the processor alone */
    KJ_CHECK_EQ(read_in_time(&slot, 9, 4), KJ_OK);
}

KJ_TEST(speed_is_the_wiring_s_but_never_above_25_mhz) {
    card_case slot;
    set_up(&slot, KJ_CARD_SDHC, 4 * MB);
    slot.card.config.hz_max = 40000000;
    KJ_CHECK_EQ(open_in_time(&slot), KJ_OK);
    KJ_CHECK_EQ(slot.card.hz, 25000000);
    KJ_CHECK_EQ(read_in_time(&slot, 0, 4), KJ_OK);
    check_manners(&slot);
}

KJ_TEST(card_lives_in_a_panel_s_time_and_beside_it_on_one_bus) {
    static kj_panel_model panel;
    card_case slot;
    set_up(&slot, KJ_CARD_SDHC, 4 * MB);
    void *memory = malloc(kj_panel_model_bytes(&kj_model_ssd1677));
    KJ_CHECK(memory);
    kj_panel_model_init(&panel, &kj_model_ssd1677, memory);
    const kj_card_time time = kj_card_time_of_panel(&panel);
    kj_card_model_init(&slot.model, &time);
    kj_card_model_insert(&slot.model, &slot.content);
    slot.bus.shares = &panel;
    KJ_CHECK_EQ(kj_sdcard_open(&slot.card), KJ_OK);
    KJ_CHECK_EQ(read_in_time(&slot, 5, 9), KJ_OK);
    KJ_CHECK(panel.now_us > 60000); /* the card took its time to get ready out of the panel's */
    KJ_CHECK_EQ(slot.bus.conflicts, 0);
    KJ_CHECK_EQ(panel.event_count, 0);
    check_manners(&slot);
    free(memory);
}

KJ_TEST(energy_is_that_of_reading_and_of_rest) {
    card_case slot;
    kj_energy energy;
    kj_energy_init(&energy);
    set_up_open(&slot, KJ_CARD_SDHC, 4 * MB);
    kj_energy_spend_card(&energy, &slot.model);
    (void)kj_energy_take_uj(&energy);
    slot.now_us += 1000000;
    kj_energy_spend_card(&energy, &slot.model);
    KJ_CHECK_EQ(kj_energy_take_uj(&energy), kj_energy_table[KJ_LOAD_CARD_IDLE].microwatts);
    const uint64_t since = slot.now_us;
    KJ_CHECK_EQ(read_in_time(&slot, 5, 64), KJ_OK);
    kj_energy_spend_card(&energy, &slot.model);
    const uint64_t most =
        (slot.now_us - since) * kj_energy_table[KJ_LOAD_CARD_READING].microwatts / 1000000;
    const uint64_t spent = kj_energy_take_uj(&energy);
    KJ_CHECK(spent <= most + 1 && spent * 100 >= most * 98);
    kj_card_model_remove(&slot.model);
    slot.now_us += 1000000;
    kj_energy_spend_card(&energy, &slot.model);
    KJ_CHECK_EQ(kj_energy_take_uj(&energy), 0);
}

/* The figures of docs/storage.md; the bounds are what the bytes themselves take. */
KJ_TEST(wire_carries_few_bytes_beside_the_blocks) {
    static const uint32_t clocks[] = {400000, 12000000, 20000000};
    for (unsigned i = 0; i < 3; i++) {
        card_case slot;
        set_up(&slot, KJ_CARD_SDHC, 4 * MB);
        slot.card.config.hz_max = clocks[i];
        KJ_CHECK_EQ(open_in_time(&slot), KJ_OK);
        uint64_t bytes = slot.bus.bytes, since = slot.now_us;
        KJ_CHECK_EQ(read_in_time(&slot, 77, 1), KJ_OK);
        printf("  %8" PRIu32 " Hz: one block %" PRIu64 " bytes, %" PRIu64 " us", clocks[i],
               slot.bus.bytes - bytes, slot.now_us - since);
        bytes = slot.bus.bytes;
        since = slot.now_us;
        KJ_CHECK_EQ(read_in_time(&slot, 78, 64), KJ_OK);
        printf("; of 64 in a run %" PRIu64 ".%02" PRIu64 " bytes, %" PRIu64 " us\n",
               (slot.bus.bytes - bytes) / 64, (slot.bus.bytes - bytes) * 100 / 64 % 100,
               (slot.now_us - since) / 64);
        check_manners(&slot);
    }
}

KJ_TEST_MAIN()
