/* picture_png.c - writes gray PNG with the smallest window that costs little.
 *
 * By hand over zlib, since libpng has no say over a window of its own; see picture_decode.h. */
#include "press/buffer.h"
#include "press/picture_decode.h"

#include <stdlib.h>
#include <string.h>

#define ZLIB_CONST
#include <zlib.h>

enum {
    WINDOW_GOOD = 12, /* 4 KB: what the reader's budget for a picture is made for */
    DRAWING_TONES = 16,
    DRAWING_SHARE = 75, /* per cent of the pixels */
    WINDOW_COST = 15    /* per cent that the file may grow by for a smaller window */
};

static unsigned depth_of(const bool *used) {
    static const unsigned depths[] = {1, 2, 4};
    for (size_t i = 0; i < sizeof depths / sizeof *depths; i++) {
        unsigned step = 255u / ((1u << depths[i]) - 1), value = 0;
        while (value < 256 && (!used[value] || value % step == 0)) {
            value++;
        }
        if (value == 256) {
            return depths[i];
        }
    }
    return 8;
}

typedef struct raster {
    unsigned depth;
    size_t stride, height; /* bytes of a row without its filter byte */
    uint8_t *rows;
} raster;

/* Pixels packed at depth, values rounded to its levels. */
static raster pack(const uint8_t *gray, unsigned width, unsigned height, unsigned depth) {
    raster made = {depth, ((size_t)width * depth + 7) / 8, height, NULL};
    made.rows = kj_press_alloc(made.stride * height);
    unsigned most = (1u << depth) - 1;
    for (size_t y = 0; y < height; y++) {
        for (size_t x = 0; x < width; x++) {
            unsigned level = (gray[y * width + x] * most + 127u) / 255u;
            size_t bit = x * depth;
            made.rows[y * made.stride + bit / 8] |= (uint8_t)(level << (8 - depth - bit % 8));
        }
    }
    return made;
}

static uint8_t paeth(uint8_t left, uint8_t above, uint8_t corner) {
    int guess = left + above - corner;
    int to_left = abs(guess - left), to_above = abs(guess - above), to_corner = abs(guess - corner);
    return to_left <= to_above && to_left <= to_corner ? left
           : to_above <= to_corner                     ? above
                                                       : corner;
}

/* One row through filter kind (PNG, section 9), its kind's byte before it; at depths up to 8 the
 * byte to the left is the one before. */
static void filter_row(const raster *from, size_t y, unsigned kind, uint8_t *out) {
    const uint8_t *row = from->rows + y * from->stride;
    const uint8_t *up = y ? row - from->stride : NULL;
    out[0] = (uint8_t)kind;
    for (size_t x = 0; x < from->stride; x++) {
        uint8_t left = x ? row[x - 1] : 0, above = up ? up[x] : 0, corner = up && x ? up[x - 1] : 0;
        uint8_t guess = kind == 0   ? 0
                        : kind == 1 ? left
                        : kind == 2 ? above
                        : kind == 3 ? (uint8_t)((left + above) / 2)
                                    : paeth(left, above, corner);
        out[x + 1] = (uint8_t)(row[x] - guess);
    }
}

static size_t row_cost(const uint8_t *row, size_t length) {
    size_t cost = 0;
    for (size_t i = 0; i < length; i++) {
        cost += row[i] < 128 ? row[i] : 256u - row[i];
    }
    return cost;
}

/* All rows with filter 0, or each with the one whose sum of differences is least. */
static uint8_t *filter(const raster *from, bool adaptive) {
    size_t stride = from->stride + 1;
    uint8_t *out = kj_press_alloc(stride * from->height);
    uint8_t *trial = kj_press_alloc(stride);
    for (size_t y = 0; y < from->height; y++) {
        uint8_t *row = out + y * stride;
        filter_row(from, y, 0, row);
        for (unsigned kind = 1; adaptive && kind < 5; kind++) {
            filter_row(from, y, kind, trial);
            if (row_cost(trial + 1, from->stride) < row_cost(row + 1, from->stride)) {
                memcpy(row, trial, stride);
            }
        }
    }
    free(trial);
    return out;
}

static void deflate_with(const uint8_t *bytes, size_t length, unsigned window_bits,
                         kj_buffer *out) {
    z_stream stream = {0};
    if (deflateInit2(&stream, 9, Z_DEFLATED, (int)window_bits, 9, Z_DEFAULT_STRATEGY) != Z_OK) {
        abort(); /* the arguments are constants within zlib's limits: memory is out */
    }
    uLong most = deflateBound(&stream, (uLong)length);
    uint8_t *packed = kj_press_alloc(most);
    stream.next_in = bytes;
    stream.avail_in = (uInt)length;
    stream.next_out = packed;
    stream.avail_out = (uInt)most;
    deflate(&stream, Z_FINISH);
    kj_buffer_free(out);
    kj_buffer_add(out, packed, stream.total_out);
    deflateEnd(&stream);
    free(packed);
}

/* The smallest window whose stream is at most WINDOW_COST larger than that of 32 KB. One larger
 * than the data serves nobody. */
static unsigned deflate_cheaply(const uint8_t *bytes, size_t length, kj_buffer *out) {
    unsigned enough = 9;
    while (enough < 15 && ((size_t)1 << enough) < length) {
        enough++;
    }
    kj_buffer best = {0};
    deflate_with(bytes, length, enough, &best);
    for (unsigned bits = enough < WINDOW_GOOD ? enough : WINDOW_GOOD; bits < enough; bits++) {
        deflate_with(bytes, length, bits, out);
        if (out->length * 100 <= best.length * (100 + WINDOW_COST)) {
            kj_buffer_free(&best);
            return bits;
        }
    }
    kj_buffer_free(out);
    *out = best;
    return enough;
}

static void add_four(kj_buffer *png, uint32_t value) {
    uint8_t bytes[4] = {(uint8_t)(value >> 24), (uint8_t)(value >> 16), (uint8_t)(value >> 8),
                        (uint8_t)value};
    kj_buffer_add(png, bytes, 4);
}

static void add_chunk(kj_buffer *png, const char *type, const void *data, size_t length) {
    add_four(png, (uint32_t)length);
    size_t start = png->length;
    kj_buffer_add(png, type, 4);
    kj_buffer_add(png, data, length);
    const Bytef *sum_of = (const Bytef *)png->data + start;
    add_four(png, (uint32_t)crc32(0, sum_of, (uInt)(length + 4)));
}

/* The raster as a whole PNG file, filtered the way that is smaller. */
static kj_buffer write_png(const raster *from, uint16_t width, unsigned *window_bits) {
    kj_buffer data = {0}, other = {0};
    size_t length = (from->stride + 1) * from->height;
    for (int adaptive = 0; adaptive < 2; adaptive++) {
        uint8_t *rows = filter(from, adaptive);
        unsigned bits = deflate_cheaply(rows, length, &other);
        free(rows);
        if (!adaptive || other.length < data.length) {
            kj_buffer_free(&data);
            data = other;
            other = (kj_buffer){0};
            *window_bits = bits;
        }
    }
    kj_buffer_free(&other);
    kj_buffer png = {0};
    kj_buffer_add(&png, "\x89PNG\r\n\x1A\n", 8);
    uint8_t header[13] = {0,
                          0,
                          (uint8_t)(width >> 8),
                          (uint8_t)width,
                          0,
                          0,
                          (uint8_t)(from->height >> 8),
                          (uint8_t)from->height,
                          (uint8_t)from->depth};
    add_chunk(&png, "IHDR", header, sizeof header);
    add_chunk(&png, "IDAT", data.data, data.length);
    add_chunk(&png, "IEND", "", 0);
    kj_buffer_free(&data);
    return png;
}

/* Whether a few tones are most of the picture: a drawing. Its areas stay flat when rounded; a
 * photograph's slopes would show steps. */
static bool is_drawing(const uint8_t *gray, size_t pixels) {
    size_t of_tone[256] = {0}, covered = 0;
    for (size_t i = 0; i < pixels; i++) {
        of_tone[gray[i]]++;
    }
    for (unsigned taken = 0; taken < DRAWING_TONES; taken++) {
        size_t most = 0;
        for (size_t tone = 1; tone < 256; tone++) {
            most = of_tone[tone] > of_tone[most] ? tone : most;
        }
        covered += of_tone[most];
        of_tone[most] = 0;
    }
    return covered * 100 >= pixels * DRAWING_SHARE;
}

static unsigned level_of(int value) {
    int level = (value * 15 + 127) / 255;
    return (unsigned)(value <= 0 ? 0 : level > 15 ? 15 : level);
}

/* Gray in 16 levels whose mean over an area is that of the picture: Floyd and Steinberg's error
 * diffusion, rows in alternating directions. Errors are kept in sixteenths. */
static void diffuse(uint8_t *gray, size_t width, size_t height) {
    int *below = kj_press_alloc((width + 2) * sizeof *below);
    for (size_t y = 0; y < height; y++) {
        bool back = y % 2;
        int ahead = 0, corner = 0; /* for the next pixel, and for the one below it */
        int *at = below + 1;
        for (size_t i = 0; i < width; i++) {
            size_t x = back ? width - 1 - i : i;
            ptrdiff_t behind = back ? 1 : -1;
            int value = gray[y * width + x] + (ahead + at[x]) / 16;
            unsigned level = level_of(value);
            int error = value - (int)level * 17;
            gray[y * width + x] = (uint8_t)(level * 17);
            ahead = error * 7;
            at[(ptrdiff_t)x + behind] += error * 3;
            at[x] = corner + error * 5;
            corner = error;
        }
    }
    free(below);
}

void kj_picture_encode(const uint8_t *gray, uint16_t width, uint16_t height, unsigned levels,
                       kj_picture *picture) {
    bool used[256] = {false};
    for (size_t i = 0; i < (size_t)width * height; i++) {
        used[gray[i]] = true;
    }
    unsigned exact = depth_of(used);
    bool reduced = exact > 4 && levels != 256;
    size_t pixels = (size_t)width * height;
    uint8_t *tones = kj_press_alloc(pixels);
    memcpy(tones, gray, pixels);
    if (reduced && !is_drawing(gray, pixels)) {
        diffuse(tones, width, height);
    }
    picture->depth = (uint8_t)(reduced ? 4 : exact);
    raster packed = pack(tones, width, height, picture->depth);
    unsigned window_bits = 15;
    kj_buffer png = write_png(&packed, width, &window_bits);
    free(packed.rows);
    free(tones);
    picture->png_bytes = png.length;
    picture->png = (uint8_t *)kj_buffer_take(&png);
    picture->window_bits = (uint8_t)window_bits;
}
