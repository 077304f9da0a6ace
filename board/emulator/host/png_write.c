/* png_write.c - see png_write.h. PNG specification, third edition: chunks (section 5.3),
 * filter type 0 for every row (packed bits gain nothing from the others). Layer: board (host). */
#include "board/emulator/host/png_write.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define CHUNK_BYTES    16384u
#define INCHES_A_METRE 39.3700787
#define FAST_LEVEL     6 /* pages of text: level 9 takes 5 times as long and gains 2 % */

typedef struct png_file {
    FILE *file;
    bool failed;
    z_stream deflate;
    uint8_t out[CHUNK_BYTES];
} png_file;

/* zlib is built without an allocator of its own (firmware/vendor/CMakeLists.txt, Z_SOLO). */
static void *host_alloc(void *context, unsigned items, unsigned bytes) {
    return calloc(items, bytes);
}

static void host_free(void *context, void *block) { free(block); }

static void put_u32(uint8_t *bytes, uint32_t value) {
    for (unsigned i = 0; i < 4; i++) {
        bytes[i] = (uint8_t)(value >> (24u - 8u * i));
    }
}

static void write_chunk(png_file *png, const char *type, const uint8_t *data, uint32_t length) {
    uint8_t head[8], tail[4];
    put_u32(head, length);
    memcpy(head + 4, type, 4);
    uLong crc = crc32(0, head + 4, 4);
    if (length > 0) { /* crc32 takes a NULL buffer as a request for the initial value */
        crc = crc32(crc, data, length);
    }
    put_u32(tail, (uint32_t)crc);
    png->failed |= fwrite(head, 1, 8, png->file) != 8;
    png->failed |= length > 0 && fwrite(data, 1, length, png->file) != length;
    png->failed |= fwrite(tail, 1, 4, png->file) != 4;
}

static unsigned kind_bits(kj_png_kind kind) {
    static const uint8_t bits[] = {1, 2, 8, 24};
    return bits[kind];
}

static void write_head(png_file *png, kj_png_kind kind, uint32_t width, uint32_t height,
                       unsigned dpi) {
    static const uint8_t signature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    png->failed |= fwrite(signature, 1, sizeof signature, png->file) != sizeof signature;
    uint8_t header[13] = {0};
    put_u32(header, width);
    put_u32(header + 4, height);
    header[8] = (uint8_t)(kind == KJ_PNG_RGB8 ? 8 : kind_bits(kind));
    header[9] = kind == KJ_PNG_RGB8 ? 2 : 0; /* colour type: truecolour or gray */
    write_chunk(png, "IHDR", header, sizeof header);
    if (dpi > 0) {
        uint8_t physical[9];
        uint32_t per_metre = (uint32_t)((double)dpi * INCHES_A_METRE + 0.5);
        put_u32(physical, per_metre);
        put_u32(physical + 4, per_metre);
        physical[8] = 1; /* unit: the metre */
        write_chunk(png, "pHYs", physical, sizeof physical);
    }
}

/* Feeds length bytes to the deflate stream and writes what comes out as IDAT chunks. */
static void squeeze(png_file *png, const uint8_t *bytes, uint32_t length, int flush) {
    png->deflate.next_in = (z_const Bytef *)(uintptr_t)bytes;
    png->deflate.avail_in = length;
    int status;
    do {
        status = deflate(&png->deflate, flush);
        bool full = png->deflate.avail_out == 0;
        bool end = status == Z_STREAM_END;
        if (full || end) {
            write_chunk(png, "IDAT", png->out, CHUNK_BYTES - png->deflate.avail_out);
            png->deflate.next_out = png->out;
            png->deflate.avail_out = CHUNK_BYTES;
        }
    } while (status == Z_OK && (png->deflate.avail_in > 0 || flush == Z_FINISH));
    png->failed |= status == Z_STREAM_ERROR;
}

static kj_status write_pixels(png_file *png, uint32_t height, uint32_t row_bytes, uint32_t stride,
                              const uint8_t *pixels) {
    png->deflate.zalloc = host_alloc;
    png->deflate.zfree = host_free;
    if (deflateInit(&png->deflate, FAST_LEVEL) != Z_OK) {
        return KJ_ERR_MEMORY;
    }
    png->deflate.next_out = png->out;
    png->deflate.avail_out = CHUNK_BYTES;
    static const uint8_t no_filter = 0;
    for (uint32_t y = 0; y < height; y++) {
        squeeze(png, &no_filter, 1, Z_NO_FLUSH);
        squeeze(png, pixels + (size_t)y * stride, row_bytes, Z_NO_FLUSH);
    }
    squeeze(png, NULL, 0, Z_FINISH);
    deflateEnd(&png->deflate);
    return png->failed ? KJ_ERR_IO : KJ_OK;
}

kj_status kj_png_write(const char *path, kj_png_kind kind, uint32_t width_px, uint32_t height_px,
                       uint32_t stride_bytes, const uint8_t *pixels, unsigned dpi) {
    uint64_t row_bytes = ((uint64_t)width_px * kind_bits(kind) + 7u) / 8u;
    if (width_px == 0 || height_px == 0 || row_bytes > stride_bytes) {
        return KJ_ERR_ARGUMENT;
    }
    png_file *png = calloc(1, sizeof *png);
    if (!png) {
        return KJ_ERR_MEMORY;
    }
    kj_status status = KJ_ERR_IO;
    png->file = fopen(path, "wb");
    if (png->file) {
        write_head(png, kind, width_px, height_px, dpi);
        status = write_pixels(png, height_px, (uint32_t)row_bytes, stride_bytes, pixels);
        write_chunk(png, "IEND", NULL, 0);
        bool closed = fclose(png->file) == 0;
        status = status == KJ_OK && (png->failed || !closed) ? KJ_ERR_IO : status;
        if (status != KJ_OK) {
            remove(path);
        }
    }
    free(png);
    return status;
}

kj_status kj_png_write_page(const char *path, const kj_surface *surface, unsigned dpi) {
    if (surface->band_y != 0 || surface->band_rows != surface->height_px) {
        return KJ_ERR_ARGUMENT;
    }
    uint32_t width = kj_surface_page_width(surface), height = kj_surface_page_height(surface);
    unsigned depth = surface->depth, paper = (1u << depth) - 1u, per_byte = 8u / depth;
    uint32_t stride = (width * depth + 7u) / 8u;
    uint8_t *pixels = calloc(height, stride);
    if (!pixels) {
        return KJ_ERR_MEMORY;
    }
    for (uint32_t y = 0; y < height; y++) {
        for (uint32_t x = 0; x < width; x++) {
            unsigned gray = paper - kj_surface_level(surface, (int)x, (int)y);
            unsigned shift = 8u - depth - x % per_byte * depth;
            pixels[(size_t)y * stride + x / per_byte] |= (uint8_t)(gray << shift);
        }
    }
    kj_status status = kj_png_write(path, depth == 1 ? KJ_PNG_GRAY1 : KJ_PNG_GRAY2, width, height,
                                    stride, pixels, dpi);
    free(pixels);
    return status;
}
