/* picture.c - see picture.h. */
#include "press/picture.h"

#include "press/buffer.h"
#include "press/picture_decode.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const kj_picture_config kj_picture_config_default = {480, 800, 0};

static bool begins(const void *bytes, size_t length, const char *with, size_t count) {
    return length >= count && memcmp(bytes, with, count) == 0;
}

static bool holds(const uint8_t *bytes, size_t length, const char *word) {
    size_t count = strlen(word), most = length < 1024 ? length : 1024;
    for (size_t i = 0; i + count <= most; i++) {
        if (memcmp(bytes + i, word, count) == 0) {
            return true;
        }
    }
    return false;
}

const char *kj_picture_format(const void *bytes, size_t length) {
    const uint8_t *at = bytes;
    if (begins(bytes, length, "\x89PNG\r\n\x1A\n", 8)) {
        return "PNG";
    }
    if (begins(bytes, length, "\xFF\xD8\xFF", 3)) {
        return "JPEG";
    }
    if (begins(bytes, length, "GIF8", 4)) {
        return "GIF";
    }
    if (begins(bytes, length, "RIFF", 4) && length >= 12 && memcmp(at + 8, "WEBP", 4) == 0) {
        return "WebP";
    }
    if (length >= 12 && memcmp(at + 4, "ftypavi", 7) == 0) {
        return "AVIF";
    }
    if (length > 0 && (at[0] == '<' || at[0] == 0xEF || at[0] <= ' ') &&
        holds(bytes, length, "<svg")) {
        return "SVG";
    }
    return NULL;
}

static kj_status decode(const char *format, const void *bytes, size_t length, kj_pixels *pixels) {
    if (!format) {
        return KJ_ERR_MISSING;
    }
    switch (format[0]) {
    case 'P': return kj_decode_png(bytes, length, pixels);
    case 'J': return kj_decode_jpeg(bytes, length, pixels);
    case 'G': return kj_decode_gif(bytes, length, pixels);
    case 'W': return kj_decode_webp(bytes, length, pixels);
    default: return KJ_ERR_MISSING;
    }
}

/* sRGB to light and back, IEC 61966-2-1. */
static double light_of(double value) {
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static double value_of(double light) {
    return light <= 0.0031308 ? light * 12.92 : 1.055 * pow(light, 1 / 2.4) - 0.055;
}

/* Light of a row's pixels on white: luminance by Rec. 709's weights. */
static void row_light(const uint8_t *rgba, uint32_t width, const double *light, double *row) {
    for (uint32_t x = 0; x < width; x++, rgba += 4) {
        double alpha = rgba[3] / 255.0;
        double own = 0.2126 * light[rgba[0]] + 0.7152 * light[rgba[1]] + 0.0722 * light[rgba[2]];
        row[x] = own * alpha + (1 - alpha);
    }
}

/* Adds a row, share of its height in this output row, to the sums of the output's columns. */
static void add_row(const double *row, uint32_t from, uint32_t to, double share, double *sums) {
    double ratio = (double)from / to;
    for (uint32_t x = 0; x < to; x++) {
        double left = x * ratio, right = (x + 1) * ratio;
        uint32_t first = (uint32_t)left;
        for (uint32_t i = first; i < from && i < right; i++) {
            double low = left > i ? left : i, high = right < i + 1.0 ? right : i + 1.0;
            sums[x] += row[i] * (high - low) * share;
        }
    }
}

/* Area average of pixels into width x height gray values. */
static uint8_t *scale(const kj_pixels *pixels, uint32_t width, uint32_t height) {
    double light[256];
    for (int i = 0; i < 256; i++) {
        light[i] = light_of(i / 255.0);
    }
    uint8_t *gray = kj_press_alloc((size_t)width * height);
    double *row = kj_press_alloc(pixels->width * sizeof *row);
    double *sums = kj_press_alloc(width * sizeof *sums);
    double ratio = (double)pixels->height / height;
    double area = ratio * pixels->width / width;
    for (uint32_t y = 0; y < height; y++) {
        memset(sums, 0, width * sizeof *sums);
        double top = y * ratio, bottom = (y + 1) * ratio;
        for (uint32_t i = (uint32_t)top; i < pixels->height && i < bottom; i++) {
            double low = top > i ? top : i, high = bottom < i + 1.0 ? bottom : i + 1.0;
            row_light(pixels->rgba + (size_t)i * pixels->width * 4, pixels->width, light, row);
            add_row(row, pixels->width, width, high - low, sums);
        }
        for (uint32_t x = 0; x < width; x++) {
            double value = value_of(sums[x] / area) * 255.0 + 0.5;
            gray[(size_t)y * width + x] = (uint8_t)(value > 255 ? 255 : value < 0 ? 0 : value);
        }
    }
    free(row);
    free(sums);
    return gray;
}

/* The largest size of the same proportions within most, not enlarged. */
static void fit(const kj_pixels *pixels, const kj_picture_config *most, kj_picture *picture) {
    double across = (double)most->width_px / pixels->width;
    double down = (double)most->height_px / pixels->height;
    double by = across < down ? across : down;
    by = by < 1 ? by : 1;
    double width = floor(pixels->width * by + 0.5), height = floor(pixels->height * by + 0.5);
    picture->width_px = (uint16_t)(width < 1 ? 1 : width);
    picture->height_px = (uint16_t)(height < 1 ? 1 : height);
}

kj_status kj_picture_convert(const void *bytes, size_t length, const kj_picture_config *config,
                             kj_picture *picture) {
    if (length > KJ_PICTURE_BYTES_MAX) {
        return KJ_ERR_TOO_LARGE;
    }
    kj_picture made = {.format = kj_picture_format(bytes, length)};
    kj_pixels pixels;
    kj_status status = decode(made.format, bytes, length, &pixels);
    if (status != KJ_OK) {
        return status;
    }
    made.from_width = pixels.width;
    made.from_height = pixels.height;
    fit(&pixels, config, &made);
    uint8_t *gray = scale(&pixels, made.width_px, made.height_px);
    free(pixels.rgba);
    kj_picture_encode(gray, made.width_px, made.height_px, config->levels, &made);
    free(gray);
    *picture = made;
    return KJ_OK;
}

const char *kj_picture_why(kj_status status) {
    switch (status) {
    case KJ_ERR_FORMAT: return "the picture is damaged or cut short";
    case KJ_ERR_MISSING: return "no PNG, JPEG, GIF or WebP";
    case KJ_ERR_TOO_LARGE: return "the picture is too large";
    default: return kj_status_name(status);
    }
}
