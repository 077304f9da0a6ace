/* picture_jpeg.c - JPEG by libjpeg, turned upright as its Exif says; see picture_decode.h. */
#include "press/buffer.h"
#include "press/picture_decode.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jerror.h>
#include <jpeglib.h>

typedef struct jpeg_errors {
    struct jpeg_error_mgr base; /* first: what libjpeg knows */
    jmp_buf escape;
    bool cut; /* data is missing: the rest would be gray */
} jpeg_errors;

static void leave(j_common_ptr common) {
    jpeg_errors *errors = (jpeg_errors *)common->err;
    longjmp(errors->escape, 1);
}

static void note(j_common_ptr common, int level) {
    jpeg_errors *errors = (jpeg_errors *)common->err;
    int code = errors->base.msg_code;
    if (level < 0 && (code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER)) {
        errors->cut = true;
    }
}

static unsigned two_bytes(const uint8_t *bytes, bool little) {
    return little ? bytes[0] | (unsigned)bytes[1] << 8 : (unsigned)bytes[0] << 8 | bytes[1];
}

static uint32_t four_bytes(const uint8_t *bytes, bool little) {
    uint32_t first = two_bytes(bytes, little), second = two_bytes(bytes + 2, little);
    return little ? first | second << 16 : first << 16 | second;
}

/* The orientation (1..8) of an APP1 segment; 1 where it says none. Exif 2.3, section 4.5. */
static unsigned exif_orientation(const uint8_t *data, size_t length) {
    if (length < 14 || memcmp(data, "Exif\0\0", 6) != 0) {
        return 1;
    }
    const uint8_t *tiff = data + 6;
    size_t size = length - 6;
    bool little = tiff[0] == 'I';
    uint32_t at = four_bytes(tiff + 4, little);
    if (at > size - 2) {
        return 1;
    }
    unsigned count = two_bytes(tiff + at, little);
    at += 2;
    for (unsigned i = 0; i < count && size >= 12 && at <= size - 12; i++, at += 12) {
        if (two_bytes(tiff + at, little) == 0x0112) {
            unsigned value = two_bytes(tiff + at + 8, little);
            return value >= 1 && value <= 8 ? value : 1;
        }
    }
    return 1;
}

static unsigned orientation(const struct jpeg_decompress_struct *jpeg) {
    for (const struct jpeg_marker_struct *at = jpeg->marker_list; at; at = at->next) {
        if (at->marker == JPEG_APP0 + 1) {
            unsigned found = exif_orientation(at->data, at->data_length);
            if (found != 1) {
                return found;
            }
        }
    }
    return 1;
}

/* CMYK as Adobe's programs write it: inverted; black ink multiplies. */
static void put_row(const struct jpeg_decompress_struct *jpeg, const uint8_t *row, uint8_t *rgba) {
    bool inverted = jpeg->saw_Adobe_marker;
    for (unsigned x = 0; x < jpeg->output_width; x++, rgba += 4) {
        rgba[3] = 255;
        if (jpeg->output_components == 1) {
            rgba[0] = rgba[1] = rgba[2] = row[x];
        } else if (jpeg->output_components == 3) {
            memcpy(rgba, row + 3 * (size_t)x, 3);
        } else {
            const uint8_t *ink = row + 4 * (size_t)x;
            for (int i = 0; i < 3; i++) {
                unsigned light = inverted ? ink[i] : 255u - ink[i];
                unsigned black = inverted ? ink[3] : 255u - ink[3];
                rgba[i] = (uint8_t)(light * black / 255u);
            }
        }
    }
}

/* Where the pixel at x, y of a picture of width x height comes to stand. */
static size_t upright(unsigned turn, uint32_t width, uint32_t height, uint32_t x, uint32_t y) {
    size_t right = width - 1 - x, below = height - 1 - y;
    switch (turn) {
    case 2: return (size_t)y * width + right;
    case 3: return below * width + right;
    case 4: return below * width + x;
    case 5: return (size_t)x * height + y;
    case 6: return (size_t)x * height + below;
    case 7: return right * height + below;
    case 8: return right * height + y;
    default: return (size_t)y * width + x;
    }
}

static void turn_upright(kj_pixels *pixels, unsigned turn) {
    uint8_t *turned = kj_press_alloc((size_t)pixels->width * pixels->height * 4);
    for (uint32_t y = 0; y < pixels->height; y++) {
        for (uint32_t x = 0; x < pixels->width; x++) {
            size_t to = upright(turn, pixels->width, pixels->height, x, y);
            memcpy(turned + 4 * to, pixels->rgba + 4 * ((size_t)y * pixels->width + x), 4);
        }
    }
    free(pixels->rgba);
    pixels->rgba = turned;
    if (turn >= 5) {
        uint32_t width = pixels->width;
        pixels->width = pixels->height;
        pixels->height = width;
    }
}

/* What must survive libjpeg's jump lives in the caller. */
typedef struct jpeg_job {
    struct jpeg_decompress_struct jpeg;
    jpeg_errors errors;
    kj_pixels pixels;
    uint8_t *row;
    unsigned turn;
} jpeg_job;

static kj_status read_jpeg(jpeg_job *job, const uint8_t *bytes, size_t length) {
    struct jpeg_decompress_struct *jpeg = &job->jpeg;
    if (setjmp(job->errors.escape)) {
        return KJ_ERR_FORMAT;
    }
    jpeg_create_decompress(jpeg);
    jpeg_mem_src(jpeg, bytes, (unsigned long)length);
    jpeg_save_markers(jpeg, JPEG_APP0 + 1, 0xFFFF);
    jpeg_read_header(jpeg, TRUE);
    if (!kj_pixels_fit(jpeg->image_width, jpeg->image_height)) {
        return KJ_ERR_TOO_LARGE;
    }
    bool inks = jpeg->jpeg_color_space == JCS_CMYK || jpeg->jpeg_color_space == JCS_YCCK;
    bool gray = jpeg->jpeg_color_space == JCS_GRAYSCALE;
    jpeg->out_color_space = inks ? JCS_CMYK : gray ? JCS_GRAYSCALE : JCS_RGB;
    job->turn = orientation(jpeg);
    jpeg_start_decompress(jpeg);
    job->pixels = (kj_pixels){jpeg->output_width, jpeg->output_height, NULL};
    job->pixels.rgba = kj_press_alloc((size_t)jpeg->output_width * jpeg->output_height * 4);
    job->row = kj_press_alloc((size_t)jpeg->output_width * 4);
    while (jpeg->output_scanline < jpeg->output_height && !job->errors.cut) {
        size_t y = jpeg->output_scanline;
        JSAMPROW rows[1] = {job->row};
        jpeg_read_scanlines(jpeg, rows, 1);
        put_row(jpeg, job->row, job->pixels.rgba + 4 * y * jpeg->output_width);
    }
    return job->errors.cut ? KJ_ERR_FORMAT : KJ_OK;
}

kj_status kj_decode_jpeg(const uint8_t *bytes, size_t length, kj_pixels *pixels) {
    jpeg_job *job = kj_press_alloc(sizeof *job);
    job->jpeg.err = jpeg_std_error(&job->errors.base);
    job->errors.base.error_exit = leave;
    job->errors.base.emit_message = note;
    kj_status status = read_jpeg(job, bytes, length);
    jpeg_destroy_decompress(&job->jpeg);
    if (status == KJ_OK && job->turn != 1) {
        turn_upright(&job->pixels, job->turn);
    }
    if (status == KJ_OK) {
        *pixels = job->pixels;
    } else {
        free(job->pixels.rgba);
    }
    free(job->row);
    free(job);
    return status;
}
