/* gray.c - see gray.h. Layer: render. */
#include "render/gray.h"

enum { PAPER = 255 };

static uint8_t luma(unsigned red, unsigned green, unsigned blue) {
    return (uint8_t)((red * 77 + green * 150 + blue * 29 + 128) >> 8);
}

static uint8_t on_paper(unsigned gray, unsigned alpha) {
    return (uint8_t)(PAPER - ((PAPER - gray) * alpha + 127) / 255);
}

void kj_gray_table(kj_pixel_format *format) {
    unsigned most = format->bits < 8 ? (1u << format->bits) - 1u : 255;
    for (unsigned sample = 0; sample < 256; sample++) {
        bool is_key = format->has_key && sample == format->key[0];
        bool is_paper = is_key || sample > most;
        format->table[sample] = (uint8_t)(is_paper ? PAPER : sample * 255 / most);
    }
}

void kj_gray_palette(kj_pixel_format *format, const uint8_t *rgb, size_t count,
                     const uint8_t *alpha, size_t alpha_count) {
    for (size_t entry = 0; entry < 256; entry++) {
        if (entry < count) {
            const uint8_t *colour = rgb + entry * 3;
            unsigned opaque = entry < alpha_count ? alpha[entry] : 255;
            format->table[entry] = on_paper(luma(colour[0], colour[1], colour[2]), opaque);
        } else {
            format->table[entry] = PAPER;
        }
    }
}

size_t kj_gray_row_bytes(const kj_pixel_format *format, uint32_t count) {
    size_t bits = (size_t)count * format->channels * format->bits;
    size_t bytes = (bits + 7) / 8;
    return bytes > count ? bytes : count;
}

/* From the last pixel to the first: a sample never lies after the byte that it becomes. */
static void spread(const kj_pixel_format *format, uint8_t *row, uint32_t count) {
    unsigned bits = format->bits, mask = (1u << bits) - 1u;
    if (bits == 4) { /* as the press makes them: a byte is two pixels */
        if (count & 1u) {
            row[count - 1] = format->table[row[count / 2] >> 4];
        }
        for (uint32_t pair = count / 2; pair-- > 0;) {
            const uint8_t both = row[pair];
            row[2 * pair + 1] = format->table[both & 15u];
            row[2 * pair] = format->table[both >> 4];
        }
        return;
    }
    for (uint32_t x = count; x-- > 0;) {
        uint32_t at = x * bits;
        row[x] = format->table[row[at / 8] >> (8 - bits - at % 8) & mask];
    }
}

static bool is_key(const kj_pixel_format *format, const uint8_t *pixel) {
    unsigned wide = format->bits == 16, colours = format->channels;
    for (unsigned i = 0; i < colours; i++, pixel += 1 + wide) {
        unsigned sample = wide ? (unsigned)pixel[0] << 8 | pixel[1] : pixel[0];
        if (sample != format->key[i]) {
            return false;
        }
    }
    return true;
}

/* Pixels of whole bytes; of 16 bits the upper 8 count, but for the key colour. */
static void gather(const kj_pixel_format *format, uint8_t *row, uint32_t count) {
    unsigned channels = format->channels, sample = format->bits / 8;
    const uint8_t *pixel = row;
    for (uint32_t x = 0; x < count; x++, pixel += channels * sample) {
        unsigned gray = channels < 3 ? pixel[0] : luma(pixel[0], pixel[sample], pixel[2 * sample]);
        if (channels == 2 || channels == 4) {
            row[x] = on_paper(gray, pixel[(channels - 1) * sample]);
        } else {
            row[x] = (uint8_t)(format->has_key && is_key(format, pixel) ? PAPER : gray);
        }
    }
}

void kj_gray_row(const kj_pixel_format *format, uint8_t *row, uint32_t count) {
    if (format->bits < 8) {
        spread(format, row, count);
    } else if (format->channels == 1 && format->bits == 8) {
        for (uint32_t x = 0; x < count; x++) {
            row[x] = format->table[row[x]];
        }
    } else {
        gather(format, row, count);
    }
}
