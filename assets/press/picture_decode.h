/* picture_decode.h - a picture file as pixels; private to picture.h's modules. */
#ifndef KJ_PRESS_PICTURE_DECODE_H
#define KJ_PRESS_PICTURE_DECODE_H

#include "press/picture.h"

#include <stdbool.h>

/* Rows from the top without gaps, R G B A a pixel, sRGB, alpha not multiplied in. */
typedef struct kj_pixels {
    uint32_t width, height;
    uint8_t *rgba; /* owned */
} kj_pixels;

/* Whether a picture of these sides is within picture.h's limits. */
bool kj_pixels_fit(uint32_t width, uint32_t height);

/* Statuses as kj_picture_convert. pixels is written on KJ_OK only. */
KJ_MUST_USE kj_status kj_decode_png(const uint8_t *bytes, size_t length, kj_pixels *pixels);
KJ_MUST_USE kj_status kj_decode_jpeg(const uint8_t *bytes, size_t length, kj_pixels *pixels);
KJ_MUST_USE kj_status kj_decode_gif(const uint8_t *bytes, size_t length, kj_pixels *pixels);
KJ_MUST_USE kj_status kj_decode_webp(const uint8_t *bytes, size_t length, kj_pixels *pixels);

/* Gray pixels (0 black .. 255 white, rows without gaps) as a PNG of at most levels (as
 * picture.h says) into picture's png, png_bytes, depth and window_bits. Never fails. */
void kj_picture_encode(const uint8_t *gray, uint16_t width, uint16_t height, unsigned levels,
                       kj_picture *picture);

#endif
