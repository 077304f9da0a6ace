/* png_build.c - see png_build.h. */
#include "png_build.h"

#include "base/bytes.h"
#include "zip_build.h"

#include <stdlib.h>
#include <string.h>

static unsigned pixel_bits(const png_plan *plan) {
    static const uint8_t channels[] = {1, 0, 3, 1, 2, 0, 4};
    return channels[plan->colour] * plan->bits;
}

static size_t bytes_of(const png_plan *plan, uint32_t width) {
    return ((size_t)width * pixel_bits(plan) + 7) / 8;
}

size_t png_row_bytes(const png_plan *plan) { return bytes_of(plan, plan->width); }

size_t png_put_chunk(uint8_t *to, const char *type, const void *data, size_t length) {
    kj_put_be32(to, (uint32_t)length);
    memcpy(to + 4, type, 4);
    if (length > 0) {
        memcpy(to + 8, data, length);
    }
    kj_put_be32(to + 8 + length, zip_crc32(to + 4, length + 4));
    return length + 12;
}

static unsigned paeth(int a, int b, int c) {
    int p = a + b - c, pa = abs(p - a), pb = abs(p - b), pc = abs(p - c);
    return (unsigned)(pa <= pb && pa <= pc ? a : pb <= pc ? b : c);
}

/* Filters row into to; above is NULL for the first. */
static void filter_row(unsigned filter, const uint8_t *row, const uint8_t *above, size_t length,
                       size_t step, uint8_t *to) {
    *to++ = (uint8_t)filter;
    for (size_t i = 0; i < length; i++) {
        int a = i >= step ? row[i - step] : 0, b = above ? above[i] : 0;
        int c = i >= step && above ? above[i - step] : 0;
        int guesses[5] = {0, a, b, (a + b) / 2, (int)paeth(a, b, c)};
        to[i] = (uint8_t)(row[i] - guesses[filter]);
    }
}

static void copy_pixel(const png_plan *plan, uint8_t *to, uint32_t to_x, const uint8_t *from,
                       uint32_t from_x) {
    unsigned bits = pixel_bits(plan);
    if (bits >= 8) {
        memcpy(to + to_x * bits / 8, from + from_x * bits / 8, bits / 8);
        return;
    }
    unsigned mask = (1u << bits) - 1u, at = from_x * bits, put = to_x * bits;
    unsigned sample = from[at / 8] >> (8 - bits - at % 8) & mask;
    to[put / 8] = (uint8_t)(to[put / 8] | sample << (8 - bits - put % 8));
}

typedef struct adam_pass {
    uint8_t x, y, dx, dy;
} adam_pass;

/* One pass of the picture, filtered; the bytes written. */
static size_t put_pass(const png_plan *plan, const uint8_t *rows, adam_pass pass, uint8_t *to) {
    uint32_t width = plan->width > pass.x ? (plan->width - pass.x + pass.dx - 1) / pass.dx : 0;
    size_t length = bytes_of(plan, width), full = png_row_bytes(plan), done = 0;
    unsigned step = pixel_bits(plan) < 8 ? 1 : pixel_bits(plan) / 8;
    uint8_t *row = calloc(2, length + 1), *above = row + length + 1;
    bool first = true;
    for (uint32_t y = pass.y; y < plan->height && width > 0; y += pass.dy) {
        memset(row, 0, length);
        for (uint32_t x = 0; x < width; x++) {
            copy_pixel(plan, row, x, rows + y * full, pass.x + x * pass.dx);
        }
        unsigned filter = plan->filter == 5 ? y % 5 : plan->filter;
        filter_row(filter, row, first ? NULL : above, length, step, to + done);
        done += length + 1;
        memcpy(above, row, length);
        first = false;
    }
    free(row);
    return done;
}

static uint8_t *filtered(const png_plan *plan, const uint8_t *rows, size_t *length) {
    static const adam_pass all = {0, 0, 1, 1};
    static const adam_pass adam7[7] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4},
                                       {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};
    uint8_t *to = malloc((png_row_bytes(plan) + 16) * plan->height * 2 + 64);
    if (!to) {
        abort();
    }
    *length = plan->interlaced ? 0 : put_pass(plan, rows, all, to);
    for (int i = 0; i < 7 && plan->interlaced; i++) {
        *length += put_pass(plan, rows, adam7[i], to + *length);
    }
    return to;
}

uint8_t *png_build(const png_plan *plan, const uint8_t *rows, size_t *length) {
    static const uint8_t signature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    uint8_t header[13] = {0, 0, 0, 0, 0, 0, 0, 0, plan->bits, plan->colour, 0, 0, plan->interlaced};
    size_t raw_length, packed_length, at = sizeof signature;
    uint8_t *raw = filtered(plan, rows, &raw_length);
    uint8_t *packed = zip_deflate(raw, raw_length, 6, plan->window_bits ? plan->window_bits : 15,
                                  true, &packed_length);
    size_t most = plan->idat_bytes ? plan->idat_bytes : packed_length + 1;
    uint8_t *file = malloc(packed_length + (packed_length / most + 2) * 12 + plan->extra_bytes +
                           plan->palette_bytes + plan->clear_bytes + 200);
    if (!file) {
        abort();
    }
    memcpy(file, signature, sizeof signature);
    kj_put_be32(header, plan->width);
    kj_put_be32(header + 4, plan->height);
    at += png_put_chunk(file + at, "IHDR", header, sizeof header);
    if (plan->palette_bytes) {
        at += png_put_chunk(file + at, "PLTE", plan->palette, plan->palette_bytes);
    }
    if (plan->clear_bytes) {
        at += png_put_chunk(file + at, "tRNS", plan->clear, plan->clear_bytes);
    }
    if (plan->extra_type) {
        at += png_put_chunk(file + at, plan->extra_type, plan->extra, plan->extra_bytes);
    }
    for (size_t done = 0; done < packed_length; done += most) {
        size_t part = packed_length - done < most ? packed_length - done : most;
        at += png_put_chunk(file + at, "IDAT", packed + done, part);
    }
    at += png_put_chunk(file + at, "IEND", NULL, 0);
    free(raw);
    free(packed);
    *length = at;
    return file;
}
