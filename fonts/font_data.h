/* font_data.h - the faces that are linked into the program, read-only and used in place.
 *
 * Subsets of Noto Serif and Sans for Bengali and Latin; see README.md in this folder. */
#ifndef KJ_FONTS_FONT_DATA_H
#define KJ_FONTS_FONT_DATA_H

#include <stdint.h>

#define KJ_FONT_DATA_COUNT 8

typedef struct kj_font_data {
    const char *name;     /* as the file in build/fonts, without ".ttf" */
    const uint8_t *bytes; /* a TrueType file, 8-byte aligned */
    uint32_t size;        /* bytes */
} kj_font_data;

/* serif-bengali-regular, serif-bengali-bold, sans-bengali-regular, sans-bengali-bold, then the
 * same four of latin. */
extern const kj_font_data kj_font_data_table[KJ_FONT_DATA_COUNT];

#endif
