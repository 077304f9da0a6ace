/* test_flash_model.c - the model of a NOR flash does what such a chip does, cuts and all. */
#include "board/emulator/host/flash_file.h"
#include "test.h"

#include <unistd.h>

#define BLOCK  1024u
#define BLOCKS 4u

static uint8_t memory[BLOCK * BLOCKS], weak[BLOCK * BLOCKS];
static kj_flash_model model;
static kj_hal_flash flash;

static kj_flash_config make_config(void) {
    return (kj_flash_config){.block_bytes = BLOCK,
                             .page_bytes = 256,
                             .block_count = BLOCKS,
                             .memory = memory,
                             .weak = weak,
                             .timing = kj_flash_timing_usual};
}

static void start(void) {
    const kj_flash_config config = make_config();
    memset(memory, 0xFF, sizeof memory);
    KJ_CHECK_EQ(kj_flash_model_init(&model, &config), KJ_OK);
    flash = kj_flash_model_hal(&model);
}

static kj_status program(uint32_t offset, const char *bytes, size_t length) {
    return flash.program(flash.context, offset, bytes, length);
}

KJ_TEST(flash_model_programs_and_erases) {
    char bytes[4];
    start();
    KJ_CHECK_EQ(program(1026, "\x0F\xA5", 2), KJ_OK);
    KJ_CHECK_EQ(program(1026, "\x05", 1), KJ_OK);
    KJ_CHECK_EQ(flash.read(flash.context, 1025, bytes, 4), KJ_OK);
    KJ_CHECK(memcmp(bytes, "\xFF\x05\xA5\xFF", 4) == 0);
    KJ_CHECK_EQ(flash.erase(flash.context, 1), KJ_OK);
    KJ_CHECK_EQ(memory[1026], 0xFF);
    KJ_CHECK_EQ(model.event_count, 0);
    KJ_CHECK_EQ(model.counters.programs, 2);
    KJ_CHECK_EQ(model.counters.erases_of[1], 1);
    KJ_CHECK_EQ(model.counters.time_us, 45000 + 32 + 30);
}

KJ_TEST(flash_model_reports_what_a_chip_cannot_do) {
    start();
    KJ_CHECK_EQ(program(0, "\x0F", 1), KJ_OK);
    KJ_CHECK_EQ(program(0, "\xF0", 1), KJ_OK);
    KJ_CHECK_EQ(memory[0], 0);
    KJ_CHECK_EQ(model.events[0].code, KJ_FLASH_SETS_BITS);
    KJ_CHECK_EQ(program(255, "ab", 2), KJ_ERR_IO);
    KJ_CHECK_EQ(model.events[1].code, KJ_FLASH_LEAVES_PAGE);
    KJ_CHECK_EQ(program(BLOCK * BLOCKS, "a", 1), KJ_ERR_IO);
    KJ_CHECK_EQ(flash.erase(flash.context, BLOCKS), KJ_ERR_IO);
    KJ_CHECK_EQ(model.event_count, 4);
}

KJ_TEST(flash_model_cuts_in_every_style_and_stays_dark) {
    for (kj_flash_tear tear = 0; tear < KJ_FLASH_TEARS; tear++) {
        char bytes[16];
        start();
        kj_flash_model_cut(&model, 1, tear, 7);
        KJ_CHECK_EQ(program(0, "kept", 4), KJ_OK);
        KJ_CHECK_EQ(program(4, "\0\0\0\0", 4), KJ_ERR_IO);
        KJ_CHECK_EQ(flash.read(flash.context, 0, bytes, 16), KJ_ERR_IO);
        KJ_CHECK_EQ(program(4, "\0\0\0\0", 4), KJ_ERR_IO);
        kj_flash_model_power_up(&model);
        KJ_CHECK_EQ(flash.read(flash.context, 0, bytes, 16), KJ_OK);
        KJ_CHECK(memcmp(bytes, "kept", 4) == 0);
        KJ_CHECK(memcmp(bytes + 8, "\xFF\xFF\xFF\xFF", 4) == 0);
        KJ_CHECK_EQ(program(4, "\xFF\xFF\xFF\xFF", 4), KJ_OK);
        KJ_CHECK(model.event_count > 0); /* over weak cells, or over zeros */
    }
}

KJ_TEST(flash_model_weak_cells_end_with_a_zero_or_an_erase) {
    start();
    kj_flash_model_cut(&model, 0, KJ_FLASH_TEAR_NOTHING, 1);
    KJ_CHECK_EQ(program(0, "\x0F\x0F", 2), KJ_ERR_IO);
    kj_flash_model_power_up(&model);
    KJ_CHECK_EQ(memory[0], 0xFF);
    kj_flash_model_age(&model, 3);
    KJ_CHECK(memory[0] != 0xFF || memory[1] != 0xFF);
    KJ_CHECK_EQ(program(0, "\x0F", 1), KJ_OK);
    KJ_CHECK_EQ(weak[0], 0);
    KJ_CHECK_EQ(memory[0], 0x0F);
    KJ_CHECK_EQ(model.event_count, 0);
    KJ_CHECK_EQ(flash.erase(flash.context, 0), KJ_OK);
    KJ_CHECK_EQ(weak[1], 0);
}

KJ_TEST(flash_model_flickers) {
    bool seen[2] = {false, false};
    start();
    kj_flash_model_cut(&model, 0, KJ_FLASH_TEAR_FLICKER, 1);
    KJ_CHECK_EQ(program(0, "\xFE", 1), KJ_ERR_IO);
    kj_flash_model_power_up(&model);
    for (int i = 0; i < 64; i++) {
        uint8_t byte = 0;
        KJ_CHECK_EQ(flash.read(flash.context, 0, &byte, 1), KJ_OK);
        KJ_CHECK(byte >= 0xFE);
        seen[byte & 1] = true;
    }
    KJ_CHECK(seen[0] && seen[1]);
}

KJ_TEST(flash_model_refuses) {
    start();
    kj_flash_model_refuse(&model, 1, 2);
    KJ_CHECK_EQ(program(0, "a", 1), KJ_OK);
    KJ_CHECK_EQ(program(1, "b", 1), KJ_ERR_IO);
    KJ_CHECK_EQ(flash.erase(flash.context, 0), KJ_ERR_IO);
    KJ_CHECK(memory[0] == 'a' && memory[1] == 0xFF);
    KJ_CHECK_EQ(program(1, "b", 1), KJ_OK);
}

KJ_TEST(flash_file_keeps_what_was_programmed) {
    char path[] = "test_flash_model.state";
    const kj_flash_config config = make_config();
    kj_flash_config other = config;
    kj_flash_file first, second; /* the first is never closed, as by a killed process */
    other.block_count = 8;
    (void)unlink(path);
    KJ_CHECK_EQ(kj_flash_file_open(&first, &config, path), KJ_OK);
    flash = kj_flash_model_hal(&first.model);
    KJ_CHECK_EQ(program(300, "state", 5), KJ_OK);
    kj_flash_model_cut(&first.model, 1, KJ_FLASH_TEAR_ALL, 1);
    KJ_CHECK_EQ(program(305, "d", 1), KJ_ERR_IO);
    KJ_CHECK_EQ(kj_flash_file_open(&second, &config, path), KJ_OK);
    KJ_CHECK(memcmp(second.memory + 300, "stated\xFF", 7) == 0);
    kj_flash_file_close(&second);
    KJ_CHECK_EQ(kj_flash_file_open(&second, &other, path), KJ_ERR_FORMAT);
    KJ_CHECK_EQ(kj_flash_file_open(&second, &config, "."), KJ_ERR_IO);
    KJ_CHECK_EQ(kj_flash_file_open(&second, &config, "/nowhere/at/all"), KJ_ERR_IO);
    kj_flash_file_close(&first);
    (void)unlink(path);
}

KJ_TEST_MAIN()
