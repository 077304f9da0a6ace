/* uf2.c - kagoj-uf2: an image as a UF2 file, which a Pico's boot drive takes, and back.
 *
 * The format is Microsoft's ("USB Flashing Format"): blocks of 512 bytes, each with 256 of the
 * image, its address, its number and how many there are, and the chip's family. What was written is
 * read back and held against the ELF.
 *
 * Two errata of the chips: RP2040-E14, for which each sector of flash that a file touches is in it
 * whole; and RP2350-E10, for which a file for an RP2350 begins with a block of the family
 * "absolute" that says of itself that it is to be left out (as picotool writes it; a chip with the
 * erratum writes it nevertheless, onto the last sector of its flash). Layer: host tools.
 *
 * usage: kagoj-uf2 write ELF OUT.uf2 [--family rp2040|rp2350] [--add ADDRESS FILE]
 *        kagoj-uf2 check FILE.uf2 ELF
 *        kagoj-uf2 read FILE.uf2 OUT.bin */
#include "elf.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK      512u
#define PAYLOAD    256u
#define SECTOR     4096u
#define DATA_AT    32u
#define MAGIC_1    0x0A324655u
#define MAGIC_2    0x9E5D5157u
#define MAGIC_3    0x0AB16F30u
#define HAS_FAMILY 0x00002000u
#define EXTENDED   0x00008000u

/* Families, of the Pico SDK's uf2 families and Microsoft's list. */
#define RP2040   0xE48BFF56u
#define RP2350   0xE48BFF59u /* Arm, secure */
#define ABSOLUTE 0xE48BFF57u
/* The block for RP2350-E10: its place, its bytes, and the extension word that has it left out. */
#define E10_PLACE 0x10FFFF00u
#define E10_FILL  0xEF
#define E10_LEAVE 0x9957E304u
#define FLASH     0x10000000u
#define FLASH_MAX (16u * 1024u * 1024u)

typedef struct flash_image {
    uint8_t *bytes; /* FLASH_MAX, FF where there is nothing */
    uint8_t *used;  /* a flag for each page of PAYLOAD */
} flash_image;

static bool fail(const char *path, const char *what) {
    fprintf(stderr, "kagoj-uf2: %s: %s\n", path, what);
    return false;
}

static uint32_t get(const uint8_t *b) {
    return b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static void put(uint8_t *b, uint32_t value) {
    for (unsigned i = 0; i < 4; i++) {
        b[i] = (uint8_t)(value >> (8 * i));
    }
}

static bool image_init(flash_image *image) {
    image->bytes = malloc(FLASH_MAX);
    image->used = calloc(1, FLASH_MAX / PAYLOAD);
    if (!image->bytes || !image->used) {
        return fail("memory", strerror(ENOMEM));
    }
    memset(image->bytes, 0xFF, FLASH_MAX);
    return true;
}

static void image_free(flash_image *image) {
    free(image->bytes);
    free(image->used);
}

static bool image_put(flash_image *image, const char *path, uint32_t address, const uint8_t *bytes,
                      uint32_t length) {
    if (address < FLASH || address - FLASH > FLASH_MAX || length > FLASH_MAX - (address - FLASH)) {
        return fail(path, "something in it lies outside the flash");
    }
    for (uint32_t i = 0; i < length; i++) {
        image->bytes[address - FLASH + i] = bytes[i];
        image->used[(address - FLASH + i) / PAYLOAD] = 1;
    }
    return true;
}

static bool image_from_elf(flash_image *image, const char *path) {
    kj_elf elf;
    kj_elf_segment segment;
    bool good = image_init(image) && kj_elf_load(&elf, path);
    if (!good) {
        return false;
    }
    for (unsigned i = 0; good && kj_elf_segment_get(&elf, i, &segment); i++) {
        good = image_put(image, path, segment.address, segment.bytes, segment.length);
    }
    kj_elf_free(&elf);
    return good;
}

/* Whole sectors, for RP2040-E14; what nothing was put into stays FF. */
static void fill_sectors(flash_image *image) {
    const uint32_t pages = SECTOR / PAYLOAD;
    for (uint32_t page = 0; page < FLASH_MAX / PAYLOAD; page++) {
        if (image->used[page]) {
            memset(image->used + page / pages * pages, 1, pages);
        }
    }
}

static uint32_t count_pages(const flash_image *image) {
    uint32_t count = 0;
    for (uint32_t page = 0; page < FLASH_MAX / PAYLOAD; page++) {
        count += image->used[page];
    }
    return count;
}

static void make_block(uint8_t block[BLOCK], const flash_image *image, uint32_t page,
                       uint32_t number, uint32_t count, uint32_t family) {
    const uint32_t head[] = {MAGIC_1, MAGIC_2, HAS_FAMILY, FLASH + page * PAYLOAD,
                             PAYLOAD, number,  count,      family};
    memset(block, 0, BLOCK);
    for (unsigned i = 0; i < sizeof head / sizeof *head; i++) {
        put(block + 4 * i, head[i]);
    }
    memcpy(block + DATA_AT, image->bytes + (size_t)page * PAYLOAD, PAYLOAD);
    put(block + BLOCK - 4, MAGIC_3);
}

static void make_e10_block(uint8_t block[BLOCK]) {
    const uint32_t head[] = {MAGIC_1, MAGIC_2, HAS_FAMILY | EXTENDED, E10_PLACE, PAYLOAD, 0,
                             2,       ABSOLUTE};
    memset(block, 0, BLOCK);
    for (unsigned i = 0; i < sizeof head / sizeof *head; i++) {
        put(block + 4 * i, head[i]);
    }
    memset(block + DATA_AT, E10_FILL, PAYLOAD);
    put(block + DATA_AT + PAYLOAD, E10_LEAVE);
    put(block + BLOCK - 4, MAGIC_3);
}

static bool write_uf2(const flash_image *image, const char *path, uint32_t family) {
    FILE *out = fopen(path, "wb");
    if (!out) {
        return fail(path, strerror(errno));
    }
    const uint32_t count = count_pages(image);
    uint32_t number = 0;
    if (family == RP2350) {
        uint8_t block[BLOCK];
        make_e10_block(block);
        fwrite(block, 1, BLOCK, out);
    }
    for (uint32_t page = 0; page < FLASH_MAX / PAYLOAD; page++) {
        if (image->used[page]) {
            uint8_t block[BLOCK];
            make_block(block, image, page, number++, count, family);
            fwrite(block, 1, BLOCK, out);
        }
    }
    const bool good = !ferror(out);
    return (fclose(out) == 0 && good) || fail(path, "cannot be written");
}

/* What is wrong with block number n of a file, or NULL. */
static const char *what_is_wrong(const uint8_t *block, uint32_t n, uint32_t count,
                                 uint32_t family) {
    if (get(block) != MAGIC_1 || get(block + 4) != MAGIC_2 || get(block + BLOCK - 4) != MAGIC_3) {
        return "a block of it does not have the three marks of UF2";
    }
    if (get(block + 8) != HAS_FAMILY || get(block + 28) != family ||
        (family != RP2040 && family != RP2350)) {
        return "a block of it is for another chip than an RP2040 or RP2350, or for none";
    }
    if (get(block + 16) != PAYLOAD) {
        return "a block of it does not hold 256 bytes";
    }
    if (get(block + 12) % PAYLOAD != 0) {
        return "a block of it is not for the start of a page";
    }
    if (get(block + 20) != n) {
        return "its blocks are out of order, or one is missing or there twice";
    }
    if (get(block + 24) != count) {
        return "it does not have as many blocks as it says";
    }
    return NULL;
}

/* Blocks lie one behind the other; a gap begins and ends with a sector. */
static const char *what_is_wrong_between(uint32_t end, uint32_t next) {
    if (next < end) {
        return "two blocks of it are for one place, or its places go back";
    }
    if (next != end && (end % SECTOR != 0 || next % SECTOR != 0)) {
        return "it has a gap within a sector of flash";
    }
    return NULL;
}

/* The file's first block of the image: behind the one for RP2350-E10 if there is one. */
static bool read_first(FILE *in, const char *path, uint8_t block[BLOCK]) {
    uint8_t e10[BLOCK];
    if (fread(block, 1, BLOCK, in) != BLOCK) {
        return fail(path, "it is no whole number of blocks");
    }
    make_e10_block(e10);
    const bool has_e10 = !memcmp(block, e10, BLOCK);
    if (has_e10 && fread(block, 1, BLOCK, in) != BLOCK) {
        return fail(path, "it is no whole number of blocks");
    }
    if (has_e10 != (get(block + 28) == RP2350)) {
        return fail(path, "a file for an RP2350, and no other, begins with the block for its "
                          "erratum E10");
    }
    return true;
}

/* Strictly what write_uf2 writes. */
static bool read_blocks(FILE *in, flash_image *image, const char *path, uint32_t *family) {
    uint8_t block[BLOCK];
    if (!read_first(in, path, block)) {
        return false;
    }
    const uint32_t count = get(block + 24);
    uint32_t n = 0, end = get(block + 12);
    size_t got = BLOCK;
    *family = get(block + 28);
    for (; got == BLOCK; got = fread(block, 1, BLOCK, in)) {
        const char *wrong = what_is_wrong(block, n++, count, *family);
        wrong = wrong ? wrong : what_is_wrong_between(end, get(block + 12));
        if (wrong) {
            return fail(path, wrong);
        }
        if (!image_put(image, path, get(block + 12), block + DATA_AT, PAYLOAD)) {
            return false;
        }
        end = get(block + 12) + PAYLOAD;
    }
    if (got != 0) {
        return fail(path, "it is no whole number of blocks");
    }
    return n == count || fail(path, "it does not have as many blocks as it says");
}

static bool read_uf2(flash_image *image, const char *path, uint32_t *family) {
    FILE *in = fopen(path, "rb");
    if (!in) {
        return fail(path, strerror(errno));
    }
    const bool good = image_init(image) && read_blocks(in, image, path, family);
    fclose(in);
    return good;
}

static bool add_file(flash_image *image, const char *address, const char *path) {
    uint8_t bytes[4096];
    FILE *in = fopen(path, "rb");
    const size_t length = in ? fread(bytes, 1, sizeof bytes, in) : 0;
    if (!in || length == 0 || !feof(in)) {
        if (in) {
            fclose(in);
        }
        return fail(path, "cannot be read, or is empty, or has more than 4096 bytes");
    }
    fclose(in);
    char *end;
    const unsigned long at = strtoul(address, &end, 0);
    if (*end || end == address || at > UINT32_MAX) {
        return fail(address, "no address, such as 0x101EF000");
    }
    for (size_t page = 0; at >= FLASH && page * PAYLOAD < length; page++) {
        const size_t place = (at - FLASH) / PAYLOAD + page;
        if (place < FLASH_MAX / PAYLOAD && image->used[place]) {
            return fail(path, "it would lie over the image");
        }
    }
    return image_put(image, path, (uint32_t)at, bytes, (uint32_t)length);
}

static bool family_of(const char *name, uint32_t *family) {
    *family = !strncmp(name, "rp2350", 6) ? RP2350 : RP2040;
    return !strcmp(name, "rp2040") || !strcmp(name, "rp2350") || !strcmp(name, "rp2350-arm-s") ||
           fail(name, "no chip that is known; there are rp2040 and rp2350");
}

static bool run_write(int argc, char **argv) {
    flash_image image = {0};
    uint32_t family = RP2040;
    bool good = image_from_elf(&image, argv[0]);
    for (int i = 2; good && i < argc; i++) {
        if (!strcmp(argv[i], "--family") && i + 1 < argc) {
            good = family_of(argv[++i], &family);
        } else if (!strcmp(argv[i], "--add") && i + 2 < argc) {
            good = add_file(&image, argv[i + 1], argv[i + 2]);
            i += 2;
        } else {
            good = fail(argv[i], "an option that is not known");
        }
    }
    if (good) {
        fill_sectors(&image);
    }
    good = good && write_uf2(&image, argv[1], family);
    image_free(&image);
    return good;
}

static bool holds(const flash_image *image, const flash_image *part) {
    for (uint32_t i = 0; i < FLASH_MAX; i++) {
        if (part->used[i / PAYLOAD] &&
            (!image->used[i / PAYLOAD] || image->bytes[i] != part->bytes[i])) {
            return false;
        }
    }
    return true;
}

static bool run_check(char **argv) {
    flash_image from_uf2 = {0}, from_elf = {0};
    uint32_t family = 0;
    bool good = read_uf2(&from_uf2, argv[0], &family) && image_from_elf(&from_elf, argv[1]);
    if (good) {
        good = holds(&from_uf2, &from_elf) || fail(argv[0], "does not hold what the ELF does");
    }
    if (good) {
        printf("%s: %u blocks for an %s, what the ELF holds\n", argv[0], count_pages(&from_uf2),
               family == RP2040 ? "RP2040" : "RP2350");
    }
    image_free(&from_uf2);
    image_free(&from_elf);
    return good;
}

static bool run_read(char **argv) {
    flash_image image = {0};
    uint32_t family, end = FLASH_MAX;
    if (!read_uf2(&image, argv[0], &family)) {
        image_free(&image);
        return false;
    }
    while (end > 0 && !image.used[(end - 1) / PAYLOAD]) {
        end -= PAYLOAD;
    }
    FILE *out = fopen(argv[1], "wb");
    const bool good = out && fwrite(image.bytes, 1, end, out) == end;
    image_free(&image);
    return ((out && fclose(out) == 0) && good) || fail(argv[1], "cannot be written");
}

int main(int argc, char **argv) {
    bool good = false;
    if (argc >= 4 && !strcmp(argv[1], "write")) {
        good = run_write(argc - 2, argv + 2);
    } else if (argc == 4 && !strcmp(argv[1], "check")) {
        good = run_check(argv + 2);
    } else if (argc == 4 && !strcmp(argv[1], "read")) {
        good = run_read(argv + 2);
    } else {
        fprintf(stderr,
                "usage: kagoj-uf2 write ELF OUT.uf2 [--family rp2040|rp2350] [--add ADDRESS FILE]\n"
                "       kagoj-uf2 check FILE.uf2 ELF\n"
                "       kagoj-uf2 read FILE.uf2 OUT.bin\n");
        return 2;
    }
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
