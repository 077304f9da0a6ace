/* picture.h - PNG, JPEG, GIF or WebP into the gray PNG that costs a reader least.
 *
 * Transparency is laid on white, colours become luminance in linear light, areas are averaged down
 * to the panel, and the PNG has so few gray levels and so small an inflate window as the picture
 * allows: memory for inflating is what a reader of 264 KB has least of. The same bytes always
 * give the same PNG. */
#ifndef KJ_PRESS_PICTURE_H
#define KJ_PRESS_PICTURE_H

#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

#define KJ_PICTURE_BYTES_MAX  (64u << 20) /* of a file */
#define KJ_PICTURE_SIDE_MAX   16384u      /* pixels of its width or height */
#define KJ_PICTURE_PIXELS_MAX (64u << 20) /* of its area */

typedef struct kj_picture_config {
    uint16_t width_px, height_px; /* the result fits in them, 1..4096; never enlarged */
    uint16_t levels;              /* 16 (also 0), photographs error-diffused between them; or 256 */
} kj_picture_config;

/* 480 x 800, the panel upright; levels 0. */
extern const kj_picture_config kj_picture_config_default;

typedef struct kj_picture {
    const char *format; /* of the input: "JPEG" */
    uint32_t from_width, from_height;
    uint16_t width_px, height_px; /* of the PNG */
    uint8_t window_bits;          /* of its deflate stream: 9..15 */
    uint8_t depth;                /* bits a pixel: 1, 2, 4 or 8 */
    uint8_t *png;                 /* the caller frees it */
    size_t png_bytes;
} kj_picture;

/* KJ_OK; ERR_FORMAT: cut short or damaged; ERR_MISSING: another format (SVG, AVIF, ...) or none;
 * ERR_TOO_LARGE: past the limits above. picture is written on KJ_OK only. */
KJ_MUST_USE kj_status kj_picture_convert(const void *bytes, size_t length,
                                         const kj_picture_config *config, kj_picture *picture);

/* "PNG", "JPEG", "GIF", "WebP", "SVG", "AVIF" or NULL: by the first bytes. */
const char *kj_picture_format(const void *bytes, size_t length);

/* A status of kj_picture_convert as the end of a sentence: "the picture is damaged". */
const char *kj_picture_why(kj_status status);

#endif
