/* test_card_volume.c - the whole way down and up again: a folder of the host as a FAT volume on the
 * card model, its wire, the driver, FatFs, and the bytes of a file. */
#define _XOPEN_SOURCE 700
#include "card_case.h"

#include "board/emulator/host/folder_image.h"
#include "storage/volume.h"

#include <sys/stat.h>
#include <unistd.h>

static char top[64];
static kj_folder_image image;
static card_case slot;
static kj_volume volume;

static const char *const names[] = {"খবর.txt", "📰 দৈনিক.epub", "UPPER.TXT",
                                    "a name that is a little longer.txt", ".hidden"};
#define NAMES (sizeof names / sizeof *names)

static size_t size_of(unsigned name) { return 1 + name * 9973; }

static uint8_t byte_of(unsigned name, size_t at) {
    return (uint8_t)(at * 7 + at / 512 * 13 + name);
}

static void make_folder(void) {
    char path[512];
    snprintf(top, sizeof top, "/tmp/kagoj-card-XXXXXX");
    KJ_CHECK(mkdtemp(top) != NULL);
    snprintf(path, sizeof path, "%s/সংবাদ", top);
    KJ_CHECK_EQ(mkdir(path, 0700), 0);
    for (unsigned name = 0; name < NAMES; name++) {
        snprintf(path, sizeof path, "%s/সংবাদ/%s", top, names[name]);
        FILE *file = fopen(path, "wb");
        KJ_CHECK(file != NULL);
        for (size_t at = 0; at < size_of(name); at++) {
            fputc(byte_of(name, at), file);
        }
        KJ_CHECK_EQ(fclose(file), 0);
    }
}

static void remove_folder(void) {
    char path[512];
    for (unsigned name = 0; name < NAMES; name++) {
        snprintf(path, sizeof path, "%s/সংবাদ/%s", top, names[name]);
        KJ_CHECK_EQ(unlink(path), 0);
    }
    snprintf(path, sizeof path, "%s/সংবাদ", top);
    KJ_CHECK_EQ(rmdir(path), 0);
    KJ_CHECK_EQ(rmdir(top), 0);
}

static void mount(void) {
    KJ_CHECK_EQ(kj_sdcard_open(&slot.card), KJ_OK);
    const kj_blocks blocks = kj_sdcard_blocks(&slot.card);
    KJ_CHECK_EQ(kj_volume_mount(&volume, &blocks), KJ_OK);
}

static void begin(kj_card_kind kind) {
    make_folder();
    KJ_CHECK_EQ(kj_folder_image_open(&image, top, NULL), KJ_OK);
    set_up(&slot, kind, 1);
    slot.content.blocks = kj_folder_image_blocks(&image);
    slot.content.serial = image.serial;
    kj_card_model_insert(&slot.model, &slot.content);
    mount();
}

static void end(void) {
    kj_volume_unmount(&volume);
    kj_folder_image_close(&image);
    remove_folder();
}

static kj_status read_name(unsigned name) {
    static uint8_t bytes[65536];
    char path[KJ_VOLUME_PATH_BYTES];
    kj_file file;
    snprintf(path, sizeof path, "/সংবাদ/%s", names[name]);
    kj_status status = kj_file_open(&file, &volume, path);
    if (status != KJ_OK) {
        return status;
    }
    const kj_source source = kj_file_source_of(&file);
    KJ_CHECK_EQ(source.size_bytes, size_of(name));
    status = source.read(source.context, 0, bytes, size_of(name));
    for (size_t at = 0; status == KJ_OK && at < size_of(name); at++) {
        KJ_CHECK_EQ(bytes[at], byte_of(name, at));
    }
    status = status == KJ_OK ? KJ_OK : file.failed;
    kj_file_close(&file);
    return status;
}

KJ_TEST(files_are_read_through_every_kind_of_card) {
    for (kj_card_kind kind = KJ_CARD_SDSC_1; kind <= KJ_CARD_SDXC; kind++) {
        begin(kind);
        for (unsigned name = 0; name < NAMES; name++) {
            KJ_CHECK_EQ(read_name(name), KJ_OK);
        }
        KJ_CHECK_EQ(slot.card.stats.retries, 0);
        check_manners(&slot);
        end();
    }
}

KJ_TEST(folder_lists_every_name) {
    static kj_volume_entry entry;
    kj_folder folder;
    unsigned seen = 0, count = 0;
    begin(KJ_CARD_SDHC);
    KJ_CHECK_EQ(kj_folder_open(&folder, &volume, "/সংবাদ"), KJ_OK);
    while (kj_folder_next(&folder, &entry) == KJ_OK) {
        for (unsigned name = 0; name < NAMES; name++) {
            if (strcmp(entry.name, names[name]) == 0) {
                KJ_CHECK_EQ(entry.size_bytes, size_of(name));
                seen |= 1u << name;
            }
        }
        count++;
    }
    kj_folder_close(&folder);
    KJ_CHECK_EQ(seen, (1u << NAMES) - 1);
    KJ_CHECK_EQ(count, NAMES);
    check_manners(&slot);
    end();
}

/* The block of a file's byte 0 on the card. */
static uint32_t first_block(unsigned name) {
    for (uint32_t i = 0; i < image.tree.count; i++) {
        const kj_folder_node *node = &image.tree.nodes[i];
        if (node->name && strcmp(node->name, names[name]) == 0) {
            return image.block_count +
                   (node->first_cluster - 2 - image.cluster_count) * image.cluster_blocks;
        }
    }
    return 0;
}

KJ_TEST(damage_on_the_wire_is_not_seen_above) {
    begin(KJ_CARD_SDHC);
    for (unsigned name = 0; name < NAMES; name++) {
        plan(&slot, (kj_card_fault_kind)(KJ_CARD_BAD_CRC + name % 3), first_block(name) + name, 2);
    }
    for (unsigned name = 0; name < NAMES; name++) {
        KJ_CHECK_EQ(read_name(name), KJ_OK);
    }
    KJ_CHECK(slot.card.stats.retries > 0);
    end();
}

KJ_TEST(bad_block_fails_its_own_file_alone) {
    begin(KJ_CARD_SDHC);
    plan(&slot, KJ_CARD_BAD_BLOCK, first_block(1) + 3, KJ_CARD_FOREVER);
    KJ_CHECK_EQ(read_name(1), KJ_ERR_IO);
    KJ_CHECK_EQ(read_name(2), KJ_OK);
    KJ_CHECK_EQ(read_name(1), KJ_ERR_IO);
    kj_card_model_heal(&slot.model);
    KJ_CHECK_EQ(read_name(1), KJ_OK);
    end();
}

KJ_TEST(card_pulled_out_is_missing_until_it_is_mounted_anew) {
    begin(KJ_CARD_SDHC);
    plan(&slot, KJ_CARD_PULLED, first_block(4) + 5, 1);
    KJ_CHECK_EQ(read_name(4), KJ_ERR_MISSING);
    kj_card_model_insert(&slot.model, &slot.content);
    KJ_CHECK_EQ(read_name(0), KJ_ERR_MISSING); /* it may have been changed meanwhile */
    mount();
    KJ_CHECK_EQ(read_name(4), KJ_OK);
    end();
}

KJ_TEST(another_card_gives_no_byte_of_it) {
    begin(KJ_CARD_SDHC);
    kj_card_config other = slot.content;
    other.serial++;
    kj_card_model_remove(&slot.model);
    kj_card_model_insert(&slot.model, &other);
    KJ_CHECK_EQ(read_name(4), KJ_ERR_STATE);
    KJ_CHECK_EQ(read_name(0), KJ_ERR_STATE);
    mount();
    KJ_CHECK_EQ(read_name(4), KJ_OK);
    end();
}

KJ_TEST_MAIN()
