/* elf.h - as much of an ELF file for a 32-bit Arm as the firmware's tools need: what is loaded, and
 * where symbols lie. Layer: host tools. */
#ifndef KJ_TOOLS_ELF_H
#define KJ_TOOLS_ELF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct kj_elf {
    uint8_t *bytes; /* the whole file */
    size_t length;
} kj_elf;

/* A whole file; false after saying on standard error what is wrong. */
bool kj_elf_load(kj_elf *elf, const char *path);
void kj_elf_free(kj_elf *elf);

/* A segment that is written to flash: its bytes, by their physical address. */
typedef struct kj_elf_segment {
    uint32_t address;
    const uint8_t *bytes;
    uint32_t length;
} kj_elf_segment;

/* Segment number i of those, from 0. False: there is none. */
bool kj_elf_segment_get(const kj_elf *elf, unsigned i, kj_elf_segment *segment);

/* The value of a symbol. False: there is none of this name. */
bool kj_elf_symbol(const kj_elf *elf, const char *name, uint32_t *value);

#endif
