/* test_folder_image.c - a folder as a card: what dosfstools and mtools, which know nothing of us,
 * say of the volume, and every byte of its files. Where they are not installed, only what our own
 * code can tell is tested. */
#define _XOPEN_SOURCE     700
#define _FILE_OFFSET_BITS 64
#include "test.h"

#include "board/emulator/host/folder_entries.h"
#include "board/emulator/host/folder_image.h"
#include "board/emulator/host/image_file.h"
#include "card_case.h"

#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#define PARTITION 2048u

static char top[64]; /* of this test: top/in is the folder, top/image what is made of it */
static unsigned left_out_count;
static char last_why[128];

static void left_out(void *context, const char *path, const char *why) {
    left_out_count++;
    snprintf(last_why, sizeof last_why, "%s", why);
}

static const kj_folder_note note = {.left_out = left_out};

__attribute__((format(printf, 1, 2))) static int run(const char *format, ...) {
    char command[2048], line[2304];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(command, sizeof command, format, arguments);
    va_end(arguments);
    snprintf(
        line, sizeof line,
        "cd '%s' && PATH=$PATH:/usr/sbin:/sbin && export LC_ALL=C.UTF-8 MTOOLSRC=/dev/null && %s",
        top, command);
    return system(line);
}

static void begin(void) {
    snprintf(top, sizeof top, "/tmp/kagoj-folder-XXXXXX");
    KJ_CHECK(mkdtemp(top) != NULL);
    KJ_CHECK_EQ(run("mkdir in"), 0);
    left_out_count = 0;
}

static void end(void) { KJ_CHECK_EQ(run("rm -rf '%s'", top), 0); }

static const char *in(const char *name) {
    static char path[4096];
    snprintf(path, sizeof path, "%s/in%s%s", top, name[0] ? "/" : "", name);
    return path;
}

static void make_file(const char *name, size_t size) {
    FILE *file = fopen(in(name), "wb");
    KJ_CHECK(file != NULL);
    for (size_t i = 0; i < size; i++) {
        fputc((int)(i * 7 + i / 512 * 13 + size), file);
    }
    KJ_CHECK_EQ(fclose(file), 0);
}

/* The blocks from first on as a file, which has holes where they are zero. */
static void write_out(const kj_blocks *blocks, uint32_t first) {
    static uint8_t bytes[KJ_BLOCK_BYTES], zeros[KJ_BLOCK_BYTES];
    char path[128];
    snprintf(path, sizeof path, "%s/image", top);
    FILE *file = fopen(path, "wb");
    KJ_CHECK(file != NULL);
    for (uint32_t i = first; i < blocks->count; i++) {
        KJ_CHECK_EQ(blocks->read(blocks->context, i, 1, bytes), KJ_OK);
        if (memcmp(bytes, zeros, sizeof bytes) != 0) {
            KJ_CHECK_EQ(fseeko(file, (off_t)(i - first) * KJ_BLOCK_BYTES, SEEK_SET), 0);
            KJ_CHECK_EQ(fwrite(bytes, sizeof bytes, 1, file), 1);
        }
    }
    KJ_CHECK_EQ(fflush(file), 0);
    KJ_CHECK_EQ(ftruncate(fileno(file), (off_t)(blocks->count - first) * KJ_BLOCK_BYTES), 0);
    KJ_CHECK_EQ(fclose(file), 0);
}

static bool have_tools(void) {
    const bool have = run("command -v fsck.fat >/dev/null && command -v mcopy >/dev/null") == 0;
    if (!have) {
        printf("  dosfstools and mtools are not installed: not compared with them\n");
    }
    return have;
}

static void open_in(kj_folder_image *image) {
    KJ_CHECK_EQ(kj_folder_image_open(image, in(""), &note), KJ_OK);
}

/* The volume is sound, and what mcopy takes out of it is the folder. */
static void check_volume(kj_folder_image *image, const char *kind) {
    const kj_blocks blocks = kj_folder_image_blocks(image);
    if (!have_tools()) {
        return;
    }
    write_out(&blocks, PARTITION);
    KJ_CHECK_EQ(run("fsck.fat -n image >fsck.log 2>&1 || { cat fsck.log; exit 1; }"), 0);
    KJ_CHECK_EQ(run("minfo -i image :: >minfo.log 2>&1 && grep -q '%s' minfo.log", kind), 0);
    KJ_CHECK_EQ(run("mkdir out && mcopy -i image -s -n ::/ out/ >mcopy.log 2>&1"), 0);
    KJ_CHECK_EQ(run("diff -r in out"), 0);
}

KJ_TEST(names_and_bytes_come_out_as_they_went_in) {
    static const size_t sizes[] = {0, 1, 511, 512, 513, 4095, 4096, 4097, 100000};
    static const char *const names[] = {"খবর.txt",
                                        "README.TXT",
                                        "readme.md",
                                        "a b  c.x",
                                        ".hidden",
                                        "দৈনিক কাগজ — ২৫ নভেম্বর ২০২৬.epub",
                                        "AB0001~1.TXT",
                                        "exactly13.txt",
                                        "exactly-26-units-long-.txt",
                                        "NOEXT",
                                        "x",
                                        "two.dots.TXT",
                                        "LONGEXT.JSON",
                                        "UPPER.a",
                                        "শেষ",
                                        "~",
                                        "+,;=[].txt"};
    kj_folder_image image;
    begin();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        make_file(names[i], sizes[i % (sizeof sizes / sizeof *sizes)]);
    }
    char longest[256] = "";
    for (unsigned i = 0; i < 84; i++) {
        strcat(longest, "ক");
    }
    make_file(longest, 5000);
    memset(longest, 'n', 255);
    make_file(longest, 5000);
    KJ_CHECK_EQ(run("mkdir in/empty below && cp in/*.* below/ && mv below 'in/সংবাদ'"), 0);
    open_in(&image);
    KJ_CHECK_EQ(left_out_count, 0);
    KJ_CHECK(!image.fat32);
    check_volume(&image, "FAT16");
    kj_folder_image_close(&image);
    end();
}

/* mtools takes each half of a surrogate pair for a character, so it cannot tell. */
KJ_TEST(characters_beyond_16_bits_are_two_units) {
    kj_folder_image image;
    begin();
    make_file("📰.txt", 1);
    open_in(&image);
    const uint8_t *entry = image.root + KJ_FOLDER_ENTRY_BYTES; /* behind the label */
    KJ_CHECK_EQ(kj_folder_entry_count(&image.tree, 0), 3);
    KJ_CHECK_EQ(entry[0], 0x41);
    KJ_CHECK(memcmp(entry + 1, "\x3D\xD8\xF0\xDC.\0t\0x\0", 10) == 0);
    KJ_CHECK(memcmp(entry + 14, "t\0\0\0\xFF\xFF", 6) == 0);
    kj_folder_image_close(&image);
    end();
}

KJ_TEST(thousands_of_files_and_deep_folders) {
    kj_folder_image image;
    char name[128];
    begin();
    KJ_CHECK_EQ(run("mkdir in/many"), 0);
    for (unsigned i = 0; i < 3000; i++) {
        snprintf(name, sizeof name, "%sপ্রতিবেদন %u.txt", i < 200 ? "" : "many/", i);
        make_file(name, i % 5);
    }
    KJ_CHECK_EQ(run("d=in; i=0; while [ $i -lt 40 ]; do d=\"$d/গভীর\"; i=$((i+1)); done; "
                    "mkdir -p \"$d\" && echo bottom >\"$d/তলা.txt\""),
                0);
    open_in(&image);
    KJ_CHECK_EQ(left_out_count, 0);
    KJ_CHECK(image.root_blocks > 32);
    check_volume(&image, "FAT16");
    kj_folder_image_close(&image);
    end();
}

KJ_TEST(large_folder_becomes_fat32) {
    kj_folder_image image;
    begin();
    make_file("খবর.txt", 70000);
    KJ_CHECK_EQ(run("truncate -s 260M in/large.bin && printf tail >>in/large.bin && mkdir "
                    "in/folder && cp in/*.txt in/folder"),
                0);
    open_in(&image);
    KJ_CHECK(image.fat32);
    check_volume(&image, "FAT32");
    const kj_blocks blocks = kj_folder_image_blocks(&image);
    uint8_t first[2 * KJ_BLOCK_BYTES];
    KJ_CHECK_EQ(blocks.read(blocks.context, PARTITION, 1, first), KJ_OK);
    KJ_CHECK_EQ(blocks.read(blocks.context, PARTITION + 6, 1, first + KJ_BLOCK_BYTES), KJ_OK);
    KJ_CHECK(memcmp(first, first + KJ_BLOCK_BYTES, KJ_BLOCK_BYTES) == 0);
    kj_folder_image_close(&image);
    end();
}

KJ_TEST(empty_folder_is_a_sound_volume) {
    kj_folder_image image;
    begin();
    open_in(&image);
    check_volume(&image, "FAT16");
    kj_folder_image_close(&image);
    end();
}

KJ_TEST(partition_table_leads_to_the_volume) {
    kj_folder_image image;
    uint8_t bytes[KJ_BLOCK_BYTES];
    begin();
    open_in(&image);
    const kj_blocks blocks = kj_folder_image_blocks(&image);
    KJ_CHECK_EQ(blocks.read(blocks.context, 0, 1, bytes), KJ_OK);
    KJ_CHECK_EQ(bytes[510] << 8 | bytes[511], 0x55AA);
    KJ_CHECK_EQ(bytes[446 + 8] | bytes[446 + 9] << 8, PARTITION);
    KJ_CHECK_EQ(bytes[446 + 12] | bytes[446 + 13] << 8 | bytes[446 + 14] << 16,
                blocks.count - PARTITION);
    KJ_CHECK_EQ(blocks.read(blocks.context, blocks.count - 1, 2, bytes), KJ_ERR_RANGE);
    if (have_tools()) {
        write_out(&blocks, 0);
        KJ_CHECK_EQ(run("mdir -i image@@1M :: >/dev/null"), 0);
    }
    kj_folder_image_close(&image);
    end();
}

/* left_out TREE: the shell makes it, and how many things are left out of it. */
static void check_left_out(const char *commands, unsigned count, const char *why) {
    kj_folder_image image;
    begin();
    make_file("kept.txt", 100);
    KJ_CHECK_EQ(run("%s", commands), 0);
    open_in(&image);
    KJ_CHECK_EQ(left_out_count, count);
    KJ_CHECK(count == 0 || strstr(last_why, why) != NULL);
    if (have_tools()) {
        const kj_blocks blocks = kj_folder_image_blocks(&image);
        write_out(&blocks, PARTITION);
        KJ_CHECK_EQ(run("fsck.fat -n image >fsck.log || { cat fsck.log; exit 1; }"), 0);
        KJ_CHECK_EQ(run("mcopy -i image ::/kept.txt back && cmp back in/kept.txt"), 0);
    }
    kj_folder_image_close(&image);
    end();
}

KJ_TEST(what_fat_cannot_hold_is_left_out_with_a_word) {
    check_left_out("mkfifo in/pipe", 1, "neither a file nor a folder");
    check_left_out("truncate -s 4G in/large", 1, "4 GB");
    check_left_out("ln -s nowhere in/dangling", 1, "cannot be looked at");
    check_left_out("mkdir in/a && ln -s .. in/a/up && ln -s . in/a/self", 2, "leads back");
    check_left_out("touch \"in/$(printf 'bad\\377')\"", 1, "UTF-8");
    check_left_out("touch in/Same.txt in/same.TXT in/SAME.txt", 2, "case");
    check_left_out("touch 'in/a:b' 'in/a?b'", 1, "case");
    check_left_out("d=in; i=0; while [ $i -lt 70 ]; do d=$d/d; i=$((i+1)); done; mkdir -p $d", 1,
                   "deep");
}

/* The block of a file's first byte. */
static uint32_t block_of(const kj_folder_image *image, const char *name) {
    for (uint32_t i = 0; i < image->tree.count; i++) {
        const kj_folder_node *node = &image->tree.nodes[i];
        if (strcmp(node->name, name) == 0) {
            return image->block_count +
                   (node->first_cluster - 2 - image->cluster_count) * image->cluster_blocks;
        }
    }
    KJ_CHECK(!"no such file");
    return 0;
}

KJ_TEST(file_just_short_of_4_gb_is_kept) {
    kj_folder_image image;
    uint8_t bytes[KJ_BLOCK_BYTES];
    begin();
    KJ_CHECK_EQ(run("truncate -s 4294967294 in/just && printf x >>in/just"), 0);
    open_in(&image);
    KJ_CHECK_EQ(left_out_count, 0);
    const kj_blocks blocks = kj_folder_image_blocks(&image);
    const uint32_t last = block_of(&image, "just") + UINT32_MAX / KJ_BLOCK_BYTES;
    KJ_CHECK_EQ(blocks.read(blocks.context, last, 1, bytes), KJ_OK);
    KJ_CHECK_EQ(bytes[510], 'x');
    KJ_CHECK_EQ(bytes[511], 0);
    kj_folder_image_close(&image);
    end();
}

KJ_TEST(reserved_characters_become_underscores_and_links_are_followed) {
    kj_folder_image image;
    begin();
    KJ_CHECK_EQ(run("echo 1 >'in/what?: \"a|b\"' && echo 2 >'in/ends.' && mkdir elsewhere && echo "
                    "3 >elsewhere/three.txt && "
                    "ln -s ../elsewhere in/linked && ln -s ../elsewhere/three.txt in/link.txt"),
                0);
    open_in(&image);
    KJ_CHECK_EQ(left_out_count, 0);
    if (have_tools()) {
        const kj_blocks blocks = kj_folder_image_blocks(&image);
        write_out(&blocks, PARTITION);
        KJ_CHECK_EQ(run("fsck.fat -n image >/dev/null && mkdir out && mcopy -i image -s ::/ out/"),
                    0);
        KJ_CHECK_EQ(run("cmp 'out/what__ _a_b_' 'in/what?: \"a|b\"' && cmp out/ends_ in/ends. && "
                        "cmp out/linked/three.txt out/link.txt"),
                    0);
    }
    kj_folder_image_close(&image);
    end();
}

KJ_TEST(file_that_changes_meanwhile_fails_at_its_own_blocks_alone) {
    kj_folder_image image;
    uint8_t bytes[16 * KJ_BLOCK_BYTES];
    begin();
    make_file("shrinks", 8000);
    make_file("goes", 8000);
    make_file("piped", 8000);
    make_file("stays", 8000);
    open_in(&image);
    const kj_blocks blocks = kj_folder_image_blocks(&image);
    KJ_CHECK_EQ(run("truncate -s 1000 in/shrinks && rm in/goes && rm in/piped && mkfifo in/piped"),
                0);
    const uint32_t shrinks = block_of(&image, "shrinks");
    KJ_CHECK_EQ(blocks.read(blocks.context, shrinks, 1, bytes), KJ_OK);
    KJ_CHECK_EQ(blocks.read(blocks.context, shrinks + 1, 1, bytes), KJ_ERR_IO);
    KJ_CHECK_EQ(blocks.read(blocks.context, shrinks + 9, 1, bytes), KJ_ERR_IO);
    KJ_CHECK_EQ(blocks.read(blocks.context, block_of(&image, "goes"), 1, bytes), KJ_ERR_IO);
    KJ_CHECK_EQ(blocks.read(blocks.context, block_of(&image, "piped"), 1, bytes), KJ_ERR_IO);
    KJ_CHECK_EQ(blocks.read(blocks.context, block_of(&image, "stays"), 16, bytes), KJ_OK);
    for (unsigned i = 0; i < sizeof bytes; i++) {
        KJ_CHECK_EQ(bytes[i], i < 8000 ? (uint8_t)(i * 7 + i / 512 * 13 + 8000) : 0);
    }
    kj_folder_image_close(&image);
    end();
}

KJ_TEST(opening_says_what_is_wrong_with_a_path) {
    kj_folder_image image;
    kj_image_file file;
    begin();
    make_file("file", 700);
    KJ_CHECK_EQ(kj_folder_image_open(&image, in("nowhere"), NULL), KJ_ERR_MISSING);
    KJ_CHECK_EQ(kj_folder_image_open(&image, in("file"), NULL), KJ_ERR_ARGUMENT);
    KJ_CHECK_EQ(kj_image_file_open(&file, in("nowhere")), KJ_ERR_MISSING);
    KJ_CHECK_EQ(kj_image_file_open(&file, in("")), KJ_ERR_ARGUMENT);
    make_file("none", 0);
    KJ_CHECK_EQ(kj_image_file_open(&file, in("none")), KJ_END);
    end();
}

KJ_TEST(image_file_is_read_by_blocks_and_filled_up_with_zeros) {
    kj_image_file file;
    uint8_t bytes[2 * KJ_BLOCK_BYTES];
    begin();
    make_file("file", 700);
    KJ_CHECK_EQ(kj_image_file_open(&file, in("file")), KJ_OK);
    const kj_blocks blocks = kj_image_file_blocks(&file);
    KJ_CHECK_EQ(blocks.count, 2);
    KJ_CHECK_EQ(blocks.read(blocks.context, 0, 2, bytes), KJ_OK);
    for (unsigned i = 0; i < sizeof bytes; i++) {
        KJ_CHECK_EQ(bytes[i], i < 700 ? (uint8_t)(i * 7 + i / 512 * 13 + 700) : 0);
    }
    KJ_CHECK_EQ(blocks.read(blocks.context, 1, 2, bytes), KJ_ERR_RANGE);
    KJ_CHECK_EQ(run("truncate -s 100 in/file"), 0);
    KJ_CHECK_EQ(blocks.read(blocks.context, 1, 1, bytes), KJ_ERR_IO);
    kj_image_file_close(&file);
    end();
}

KJ_TEST(serial_follows_the_content) {
    kj_folder_image image;
    begin();
    make_file("one", 700);
    open_in(&image);
    const uint32_t serial = image.serial;
    kj_folder_image_close(&image);
    open_in(&image);
    KJ_CHECK_EQ(image.serial, serial);
    kj_folder_image_close(&image);
    make_file("two", 700);
    open_in(&image);
    KJ_CHECK(image.serial != serial);
    kj_folder_image_close(&image);
    end();
}

/* The whole way: folder, card model, wire, driver. */
KJ_TEST(folder_is_read_through_the_card) {
    static uint8_t direct[64 * KJ_BLOCK_BYTES], wired[64 * KJ_BLOCK_BYTES];
    kj_folder_image image;
    card_case slot;
    begin();
    make_file("খবর.txt", 20000);
    open_in(&image);
    set_up(&slot, KJ_CARD_SDHC, 1);
    slot.content.blocks = kj_folder_image_blocks(&image);
    slot.content.serial = image.serial;
    kj_card_model_insert(&slot.model, &slot.content);
    KJ_CHECK_EQ(kj_sdcard_open(&slot.card), KJ_OK);
    KJ_CHECK_EQ(slot.card.serial, image.serial);
    const kj_blocks card = kj_sdcard_blocks(&slot.card);
    KJ_CHECK(card.count >= image.block_count);
    for (uint32_t first = 0; first + 64 <= image.block_count && first < 4096; first += 64) {
        KJ_CHECK_EQ(slot.content.blocks.read(&image, first, 64, direct), KJ_OK);
        KJ_CHECK_EQ(card.read(card.context, first, 64, wired), KJ_OK);
        KJ_CHECK(memcmp(direct, wired, sizeof direct) == 0);
    }
    check_manners(&slot);
    kj_folder_image_close(&image);
    end();
}

KJ_TEST_MAIN()
