/* medium.c - see medium.h. Layer: board (host). */
#include "medium.h"

#include "base/hash.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

static bool ends_in(const char *path, const char *ending) {
    const size_t length = strlen(path), tail = strlen(ending);
    return length >= tail && !strcasecmp(path + length - tail, ending);
}

/* A boot sector or partition table ends in 55 AA; whole blocks of at least a floppy's size. Texts
 * and editions are known by their names. */
static bool is_image(const char *path, const struct stat *about) {
    if (ends_in(path, ".txt") || ends_in(path, ".epub")) {
        return false;
    }
    if (S_ISBLK(about->st_mode) || ends_in(path, ".img")) {
        return true;
    }
    unsigned char end[2] = {0, 0};
    FILE *file = S_ISREG(about->st_mode) ? fopen(path, "rb") : NULL;
    const bool read = file && !fseek(file, 510, SEEK_SET) && fread(end, 1, 2, file) == 2;
    if (file) {
        fclose(file);
    }
    return read && end[0] == 0x55 && end[1] == 0xAA && about->st_size % 512 == 0;
}

static void note(void *context, const char *path, const char *why) {
    fprintf(stderr, "kagoj-emulator: %s: left out: %s\n", path, why);
}

/* The kind that cards of this size have. */
static kj_card_kind card_kind(uint32_t blocks) {
    const uint32_t gigabyte = 1u << 21; /* blocks */
    return blocks <= 2u * gigabyte    ? KJ_CARD_SDSC_2
           : blocks <= 32u * gigabyte ? KJ_CARD_SDHC
                                      : KJ_CARD_SDXC;
}

static void make_card(kj_medium *medium, kj_blocks blocks, uint32_t serial) {
    medium->card = (kj_card_config){.kind = card_kind(blocks.count),
                                    .blocks = blocks,
                                    .serial = serial,
                                    .timing = kj_card_timing_usual};
}

static kj_status open_folder(kj_medium *medium) {
    const kj_folder_note notes = {.context = NULL, .left_out = note};
    kj_status status = kj_folder_image_open(&medium->folder, medium->path, &notes);
    if (status == KJ_OK) {
        make_card(medium, kj_folder_image_blocks(&medium->folder), medium->folder.serial);
    }
    return status;
}

static kj_status open_image(kj_medium *medium) {
    kj_status status = kj_image_file_open(&medium->image, medium->path);
    if (status == KJ_OK) {
        make_card(medium, kj_image_file_blocks(&medium->image), 1);
    }
    return status;
}

kj_status kj_medium_open(kj_medium *medium, const char *path) {
    struct stat about;
    *medium = (kj_medium){.kind = KJ_MEDIUM_FILE, .path = path};
    if (stat(path, &about) != 0) {
        return KJ_OK; /* the reader will say so */
    }
    kj_status status = KJ_OK;
    if (S_ISDIR(about.st_mode)) {
        medium->kind = KJ_MEDIUM_FOLDER;
        status = open_folder(medium);
    } else if (is_image(path, &about)) {
        medium->kind = KJ_MEDIUM_IMAGE;
        status = open_image(medium);
    }
    return status;
}

static void close_file(kj_medium *medium) {
    if (medium->file_open) {
        kj_file_source_close(&medium->file);
        medium->file_open = false;
    }
}

void kj_medium_close(kj_medium *medium) {
    switch (medium->kind) {
    case KJ_MEDIUM_FILE: close_file(medium); break;
    case KJ_MEDIUM_FOLDER: kj_folder_image_close(&medium->folder); break;
    case KJ_MEDIUM_IMAGE: kj_image_file_close(&medium->image); break;
    }
}

const kj_card_config *kj_medium_card(const kj_medium *medium) {
    return medium->kind == KJ_MEDIUM_FILE ? NULL : &medium->card;
}

static kj_status refresh(void *context, uint32_t *count) {
    *count = 1;
    return KJ_OK;
}

/* Of the file's name: the same file is known again when the emulator starts anew. */
static uint64_t id_of(const char *name) { return kj_hash_bytes(KJ_HASH_START, name, strlen(name)); }

static kj_status find_item(void *context, uint64_t id, uint32_t *count, uint32_t *index) {
    const kj_medium *medium = context;
    const char *slash = strrchr(medium->path, '/');
    *count = 1;
    *index = 0;
    return id == id_of(slash && slash[1] ? slash + 1 : medium->path) ? KJ_OK : KJ_END;
}

static kj_status get_item(void *context, uint32_t index, kj_shelf_item *item) {
    const kj_medium *medium = context;
    const char *slash = strrchr(medium->path, '/');
    *item = (kj_shelf_item){.name = slash && slash[1] ? slash + 1 : medium->path,
                            .is_edition = ends_in(medium->path, ".epub")};
    item->id = id_of(item->name);
    return KJ_OK;
}

static kj_status open_item(void *context, uint32_t index, kj_source *source, kj_shelf_item *item) {
    kj_medium *medium = context;
    close_file(medium);
    kj_status status = get_item(medium, index, item);
    status = status == KJ_OK ? kj_file_source_open(&medium->file, medium->path) : status;
    if (status == KJ_OK) {
        medium->file_open = true;
        *source = medium->file.source;
    }
    return status;
}

kj_shelf kj_medium_shelf(kj_medium *medium) {
    return (kj_shelf){.context = medium,
                      .refresh = refresh,
                      .item = get_item,
                      .open = open_item,
                      .find = find_item};
}
