/* elf.c - see elf.h. Offsets are checked against the file before they are followed. Layer: host
 * tools. */
#include "elf.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEADER         52u
#define PROGRAM_HEADER 32u
#define SECTION_HEADER 40u
#define SYMBOL         16u
#define MACHINE_ARM    40u
#define LOADED         1u
#define SYMBOL_TABLE   2u

static uint32_t word(const kj_elf *elf, size_t at) {
    const uint8_t *b = elf->bytes + at;
    return b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static uint32_t half(const kj_elf *elf, size_t at) {
    return elf->bytes[at] | (uint32_t)elf->bytes[at + 1] << 8;
}

static bool is_inside(const kj_elf *elf, uint64_t at, uint64_t length) {
    return at <= elf->length && length <= elf->length - at;
}

static const char *what_is_wrong(const kj_elf *elf) {
    if (elf->length < HEADER || memcmp(elf->bytes, "\177ELF\1\1", 6) != 0) {
        return "no ELF file of 32 bits";
    }
    if (half(elf, 18) != MACHINE_ARM) {
        return "no program for an Arm";
    }
    if (half(elf, 42) != PROGRAM_HEADER ||
        !is_inside(elf, word(elf, 28), (uint64_t)half(elf, 44) * PROGRAM_HEADER)) {
        return "its program headers lie outside it";
    }
    if (half(elf, 46) != SECTION_HEADER ||
        !is_inside(elf, word(elf, 32), (uint64_t)half(elf, 48) * SECTION_HEADER)) {
        return "its section headers lie outside it";
    }
    return NULL;
}

static bool read_file(kj_elf *elf, const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) {
        return false;
    }
    bool good = fseek(file, 0, SEEK_END) == 0;
    const long length = good ? ftell(file) : -1;
    good = length > 0 && fseek(file, 0, SEEK_SET) == 0;
    elf->bytes = good ? malloc((size_t)length) : NULL;
    elf->length = elf->bytes ? fread(elf->bytes, 1, (size_t)length, file) : 0;
    fclose(file);
    return elf->bytes && elf->length == (size_t)length;
}

bool kj_elf_load(kj_elf *elf, const char *path) {
    *elf = (kj_elf){0};
    errno = 0;
    const char *wrong = NULL;
    if (!read_file(elf, path)) {
        wrong = errno ? strerror(errno) : "cannot be read";
    } else {
        wrong = what_is_wrong(elf);
    }
    if (wrong) {
        fprintf(stderr, "%s: %s\n", path, wrong);
        kj_elf_free(elf);
    }
    return !wrong;
}

void kj_elf_free(kj_elf *elf) {
    free(elf->bytes);
    *elf = (kj_elf){0};
}

bool kj_elf_segment_get(const kj_elf *elf, unsigned i, kj_elf_segment *segment) {
    const size_t first = word(elf, 28);
    for (unsigned n = 0; n < half(elf, 44); n++) {
        const size_t at = first + (size_t)n * PROGRAM_HEADER;
        const uint32_t offset = word(elf, at + 4), length = word(elf, at + 16);
        if (word(elf, at) != LOADED || length == 0 || !is_inside(elf, offset, length)) {
            continue;
        }
        if (i-- == 0) {
            *segment = (kj_elf_segment){word(elf, at + 12), elf->bytes + offset, length};
            return true;
        }
    }
    return false;
}

/* The name at offset in string section, where it ends within it. */
static bool is_name(const kj_elf *elf, size_t strings, uint32_t offset, const char *name) {
    const uint32_t from = word(elf, strings + 16), length = word(elf, strings + 20);
    const size_t need = strlen(name) + 1;
    return is_inside(elf, from, length) && offset < length && need <= length - offset &&
           !memcmp(elf->bytes + from + offset, name, need);
}

bool kj_elf_symbol(const kj_elf *elf, const char *name, uint32_t *value) {
    const size_t first = word(elf, 32);
    for (unsigned n = 0; n < half(elf, 48); n++) {
        const size_t at = first + (size_t)n * SECTION_HEADER;
        const uint32_t link = word(elf, at + 24);
        if (word(elf, at + 4) != SYMBOL_TABLE || link >= half(elf, 48) ||
            !is_inside(elf, word(elf, at + 16), word(elf, at + 20))) {
            continue;
        }
        const size_t strings = first + (size_t)link * SECTION_HEADER;
        for (uint32_t s = 0; s + SYMBOL <= word(elf, at + 20); s += SYMBOL) {
            const size_t symbol = word(elf, at + 16) + s;
            if (is_name(elf, strings, word(elf, symbol), name)) {
                *value = word(elf, symbol + 4);
                return true;
            }
        }
    }
    return false;
}
