/* test_uf2.c - kagoj-uf2 from outside: an ELF made here goes through it and back, and each kind of
 * damage to the file is refused with its own sentence. The program is named by KAGOJ_UF2. */
#define _DEFAULT_SOURCE /* mkdtemp */

#include "test.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#define BLOCK  512u
#define IMAGE  5000u /* not whole pages, over more than one sector */
#define SECTOR 4096u

typedef struct scene {
    char folder[64];
    uint8_t uf2[64 * BLOCK];
    size_t length;
    char said[512]; /* by the last run */
} scene;

static scene here;

static void put(uint8_t *b, uint32_t value) {
    for (unsigned i = 0; i < 4; i++) {
        b[i] = (uint8_t)(value >> (8 * i));
    }
}

static uint32_t get(const uint8_t *b) {
    return b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static uint8_t image_byte(size_t i) { return (uint8_t)(i * 7 + i / 251); }

static const char *path_of(const char *name) {
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", here.folder, name);
    return path;
}

static void save(const char *name, const uint8_t *bytes, size_t length) {
    FILE *out = fopen(path_of(name), "wb");
    KJ_CHECK(out && fwrite(bytes, 1, length, out) == length && fclose(out) == 0);
}

static size_t load(const char *name, uint8_t *bytes, size_t room) {
    FILE *in = fopen(path_of(name), "rb");
    KJ_CHECK(in);
    const size_t length = fread(bytes, 1, room, in);
    fclose(in);
    return length;
}

/* Exit code of the tool with these arguments, in the scene's folder. */
static int run(const char *arguments) {
    char command[512];
    snprintf(command, sizeof command, "cd %s && \"$KAGOJ_UF2\" %s >said 2>&1", here.folder,
             arguments);
    const int code = system(command);
    here.said[load("said", (uint8_t *)here.said, sizeof here.said - 1)] = '\0';
    return WEXITSTATUS(code);
}

/* An ELF with one segment of IMAGE bytes at address. */
static void save_elf(const char *name, uint32_t address) {
    static uint8_t elf[84 + IMAGE];
    memset(elf, 0, sizeof elf);
    memcpy(elf, "\177ELF\1\1\1", 7);
    elf[16] = 2, elf[18] = 40, elf[42] = 32, elf[44] = 1, elf[46] = 40;
    put(elf + 28, 52);
    put(elf + 52, 1);
    put(elf + 56, 84), put(elf + 60, address), put(elf + 64, address), put(elf + 68, IMAGE);
    for (size_t i = 0; i < IMAGE; i++) {
        elf[84 + i] = image_byte(i);
    }
    save(name, elf, sizeof elf);
}

/* A folder of its own with a.elf and a.uf2 of it, the latter in memory as well. */
static void set_up(const char *options) {
    char arguments[128];
    snprintf(here.folder, sizeof here.folder, "/tmp/kagoj-uf2-XXXXXX");
    KJ_CHECK(getenv("KAGOJ_UF2") && mkdtemp(here.folder));
    save_elf("a.elf", 0x10000000);
    snprintf(arguments, sizeof arguments, "write a.elf a.uf2 %s", options);
    KJ_CHECK_EQ(run(arguments), 0);
    here.length = load("a.uf2", here.uf2, sizeof here.uf2);
}

static void tear_down(void) {
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", here.folder);
    KJ_CHECK_EQ(system(command), 0);
}

static void refuses(const char *sentence) {
    save("b.uf2", here.uf2, here.length);
    KJ_CHECK_EQ(run("check b.uf2 a.elf"), 1);
    if (!strstr(here.said, sentence)) {
        KJ_CHECK_STR(here.said, sentence);
    }
    tear_down();
}

KJ_TEST(an_image_comes_back_as_it_was_in_whole_sectors) {
    static uint8_t bytes[3 * SECTOR];
    set_up("");
    KJ_CHECK_EQ(here.length, 2 * SECTOR / 256 * BLOCK);
    KJ_CHECK_EQ(run("check a.uf2 a.elf"), 0);
    KJ_CHECK_EQ(run("read a.uf2 a.bin"), 0);
    KJ_CHECK_EQ(load("a.bin", bytes, sizeof bytes), 2 * SECTOR);
    for (size_t i = 0; i < 2 * SECTOR; i++) {
        KJ_CHECK_EQ(bytes[i], i < IMAGE ? image_byte(i) : 0xFF);
    }
    tear_down();
}

KJ_TEST(each_block_is_as_the_format_says) {
    set_up("");
    for (uint32_t n = 0; n < here.length / BLOCK; n++) {
        const uint8_t *b = here.uf2 + n * BLOCK;
        KJ_CHECK(!memcmp(b, "UF2\n\x57\x51\x5D\x9E", 8) && get(b + 508) == 0x0AB16F30);
        KJ_CHECK(get(b + 8) == 0x2000 && get(b + 28) == 0xE48BFF56);
        KJ_CHECK(get(b + 12) == 0x10000000 + n * 256 && get(b + 16) == 256);
        KJ_CHECK(get(b + 20) == n && get(b + 24) == here.length / BLOCK);
    }
    tear_down();
}

KJ_TEST(a_file_for_an_rp2350_begins_with_the_block_for_erratum_e10) {
    set_up("--family rp2350-arm-s");
    const uint8_t *b = here.uf2;
    KJ_CHECK(get(b + 8) == 0xA000 && get(b + 12) == 0x10FFFF00 && get(b + 28) == 0xE48BFF57);
    KJ_CHECK(get(b + 20) == 0 && get(b + 24) == 2);
    KJ_CHECK(b[32] == 0xEF && b[287] == 0xEF && get(b + 288) == 0x9957E304);
    KJ_CHECK(get(b + BLOCK + 28) == 0xE48BFF59 && get(b + BLOCK + 20) == 0);
    KJ_CHECK_EQ(get(b + BLOCK + 24), here.length / BLOCK - 1);
    KJ_CHECK_EQ(run("check a.uf2 a.elf"), 0);
    memmove(here.uf2, here.uf2 + BLOCK, here.length -= BLOCK);
    refuses("erratum E10");
}

KJ_TEST(a_further_file_has_its_own_place_but_never_the_images) {
    static uint8_t bytes[64 * SECTOR];
    set_up("");
    save("more", (const uint8_t *)"more", 4);
    KJ_CHECK_EQ(run("write a.elf c.uf2 --add 0x10010000 more"), 0);
    KJ_CHECK_EQ(run("check c.uf2 a.elf"), 0);
    KJ_CHECK_EQ(run("read c.uf2 c.bin"), 0);
    KJ_CHECK_EQ(load("c.bin", bytes, sizeof bytes), 17 * SECTOR);
    KJ_CHECK(!memcmp(bytes + 16 * SECTOR, "more\xFF", 5));
    KJ_CHECK_EQ(run("write a.elf c.uf2 --add 0x10000100 more"), 1);
    KJ_CHECK(strstr(here.said, "over the image"));
    KJ_CHECK_EQ(run("write a.elf c.uf2 --add 0x20000000 more"), 1);
    KJ_CHECK(strstr(here.said, "outside the flash"));
    KJ_CHECK_EQ(run("write a.elf c.uf2 --add there more"), 1);
    KJ_CHECK(strstr(here.said, "no address"));
    tear_down();
}

KJ_TEST(marks_that_are_damaged_are_refused) {
    static const unsigned places[] = {0, 4, BLOCK - 4};
    for (unsigned i = 0; i < 3; i++) {
        set_up("");
        here.uf2[3 * BLOCK + places[i]] ^= 1;
        refuses("three marks");
    }
}

KJ_TEST(a_block_for_another_chip_is_refused) {
    set_up("");
    put(here.uf2 + 3 * BLOCK + 28, 0xE48BFF59);
    refuses("another chip");
    set_up("");
    put(here.uf2 + 3 * BLOCK + 8, 0);
    refuses("another chip");
}

KJ_TEST(a_block_of_another_size_or_between_pages_is_refused) {
    set_up("");
    put(here.uf2 + 3 * BLOCK + 16, 128);
    refuses("does not hold 256 bytes");
    set_up("");
    put(here.uf2 + 3 * BLOCK + 12, 0x10000380);
    refuses("start of a page");
}

KJ_TEST(blocks_out_of_order_or_too_few_are_refused) {
    set_up("");
    put(here.uf2 + 3 * BLOCK + 20, 4);
    refuses("out of order");
    set_up("");
    put(here.uf2 + 3 * BLOCK + 24, 40);
    refuses("as many blocks as it says");
    set_up("");
    here.length -= BLOCK;
    refuses("as many blocks as it says");
    set_up("");
    here.length -= 100;
    refuses("no whole number of blocks");
    set_up("");
    here.length = 0;
    refuses("no whole number of blocks");
}

KJ_TEST(gaps_and_places_that_are_there_twice_are_refused) {
    set_up("");
    put(here.uf2 + 3 * BLOCK + 12, 0x10000200);
    refuses("for one place");
    set_up("");
    for (uint32_t n = 3; n < here.length / BLOCK; n++) {
        put(here.uf2 + n * BLOCK + 12, 0x10000100 + n * 256);
    }
    refuses("gap within a sector");
}

KJ_TEST(a_file_that_does_not_hold_what_the_elf_does_is_refused) {
    set_up("");
    here.uf2[5 * BLOCK + 32 + 17] ^= 0x40;
    refuses("does not hold what the ELF does");
}

KJ_TEST(what_is_no_program_for_the_chip_is_refused) {
    set_up("");
    save("none.elf", (const uint8_t *)"none", 4);
    KJ_CHECK_EQ(run("write none.elf d.uf2"), 1);
    KJ_CHECK(strstr(here.said, "no ELF file"));
    KJ_CHECK_EQ(run("write absent.elf d.uf2"), 1);
    KJ_CHECK(strstr(here.said, "absent.elf"));
    save_elf("ram.elf", 0x20000000);
    KJ_CHECK_EQ(run("write ram.elf d.uf2"), 1);
    KJ_CHECK(strstr(here.said, "outside the flash"));
    KJ_CHECK_EQ(run("write a.elf d.uf2 --family esp32"), 1);
    KJ_CHECK(strstr(here.said, "no chip that is known"));
    tear_down();
}

KJ_TEST_MAIN()
