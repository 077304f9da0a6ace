/* pictures.h - pictures made for the press's tests by the libraries that others write with. */
#ifndef KJ_TESTS_PRESS_PICTURES_H
#define KJ_TESTS_PRESS_PICTURES_H

#include <stddef.h>
#include <stdint.h>

typedef struct made_file {
    uint8_t *bytes; /* free() */
    size_t length;
} made_file;

/* width x height RGBA pixels, rows without gaps, as a file. quality: 1..100. */
made_file make_png(const uint8_t *rgba, unsigned width, unsigned height);
made_file make_jpeg(const uint8_t *rgba, unsigned width, unsigned height, int orientation);
made_file make_gif(const uint8_t *rgba, unsigned width,
                   unsigned height); /* 216 colours; alpha 0: none */
made_file make_webp(const uint8_t *rgba, unsigned width, unsigned height); /* lossless */

/* A PNG's gray pixels, 8 bits each; free(). */
uint8_t *read_gray(const uint8_t *png, size_t length, unsigned *width, unsigned *height);

#endif
