/* image.c - see image.h: libpng between a stream and the scaler. PNG specification, third
 * edition (W3C). Layer: render. */
#include "render/image.h"

#include "base/bytes.h"
#include "render/blit.h"
#include "render/dither.h"
#include "render/gray.h"
#include "render/scale.h"
#include "vendor/png_heap.h"

#include <png.h>
#include <string.h>

/* What libpng and zlib take at the most besides rows, their block headers included: measured, with
 * a window of 32 KB. An interlaced picture's sums leave so much free. */
#define LIBPNG_BYTES (43u * 1024u)
#define BUFFER_BYTES 512u       /* a card's block */
#define SPARE_BYTES  (1u << 20) /* of a file, for chunks that are no pixels */

typedef struct image_job {
    const kj_stream *stream;
    kj_heap *heap;
    kj_surface *surface;
    kj_rect box;
    uint16_t rows_end;   /* rows of the box from here on are not seen */
    uint32_t at, budget; /* stream offset after buffer; bytes that may still be read */
    size_t used, length; /* of buffer */
    kj_status status;    /* why libpng was left, where it was not libpng that found the reason */
    png_structp png;
    png_infop info;
    uint32_t width, height; /* of the file */
    bool interlaced;
    kj_pixel_format format;
    const uint8_t *gray; /* of the row that was read, in libpng's memory; until the next one */
    kj_scaler scaler;
    kj_dither dither;
    uint8_t *levels;
    uint8_t buffer[BUFFER_BYTES];
} image_job;

/* --- The stream */

static kj_status fill_buffer(image_job *job) {
    size_t length;
    kj_status status =
        job->stream->read(job->stream->context, job->at, job->buffer, BUFFER_BYTES, &length);
    if (status != KJ_OK) {
        return status == KJ_END ? KJ_ERR_FORMAT : status;
    }
    if (length > job->budget) {
        return KJ_ERR_TOO_LARGE;
    }
    job->budget -= (uint32_t)length;
    job->at += (uint32_t)length;
    job->used = 0;
    job->length = length;
    return KJ_OK;
}

static void read_bytes(png_structp png, png_bytep bytes, size_t count) {
    image_job *job = png_get_io_ptr(png);
    while (count > 0) {
        if (job->used == job->length) {
            job->status = fill_buffer(job);
            if (job->status != KJ_OK) {
                png_error(png, "the stream");
            }
        }
        size_t part = job->length - job->used < count ? job->length - job->used : count;
        memcpy(bytes, job->buffer + job->used, part);
        job->used += part;
        bytes += part;
        count -= part;
    }
}

static PNG_FUNCTION(void, leave, (png_structp png, png_const_charp text), PNG_NORETURN) {
    png_longjmp(png, 1);
}

static void pass_over(png_structp png, png_const_charp text) {}

/* --- What the file is */

/* Rows that are shorter in a byte than in a pixel round up, in each of seven passes. */
static uint64_t raw_bytes(const image_job *job) {
    return ((uint64_t)job->width * job->format.channels * job->format.bits / 8 + 8) * job->height +
           16u * job->height;
}

/* Reads size and kind from the header before libpng does, so that what is too large is not called
 * broken; libpng checks the rest. */
static kj_status look_at_header(image_job *job) {
    static const uint8_t begin[16] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n',
                                      0,    0,   0,   13,  'I',  'H',  'D',  'R'};
    static const uint8_t channels[8] = {1, 0, 3, 1, 2, 0, 4, 0};
    uint8_t head[29];
    for (size_t i = 0; i < sizeof head; i++) {
        kj_status status = job->used == job->length ? fill_buffer(job) : KJ_OK;
        if (status != KJ_OK) {
            return status;
        }
        head[i] = job->buffer[job->used++];
    }
    if (memcmp(head, begin, sizeof begin) != 0) {
        return KJ_ERR_FORMAT;
    }
    job->width = kj_get_be32(head + 16);
    job->height = kj_get_be32(head + 20);
    job->format.bits = head[24];
    job->format.channels = channels[head[25] & 7];
    job->format.is_palette = head[25] == PNG_COLOR_TYPE_PALETTE;
    job->interlaced = head[28] != 0;
    if (job->width == 0 || job->height == 0 || job->format.bits > 16) {
        return KJ_ERR_FORMAT;
    }
    bool large = job->width > KJ_IMAGE_SIDE_MAX || job->height > KJ_IMAGE_SIDE_MAX;
    return large || job->width * job->height > KJ_IMAGE_PIXELS_MAX ? KJ_ERR_TOO_LARGE : KJ_OK;
}

static void look_at_colours(image_job *job) {
    kj_pixel_format *format = &job->format;
    png_bytep alpha = NULL;
    png_color_16p key = NULL;
    int alpha_count = 0, count = 0;
    bool is_clear = png_get_tRNS(job->png, job->info, &alpha, &alpha_count, &key) != 0;
    format->has_key = is_clear && key && !format->is_palette && (format->channels & 1);
    if (format->has_key) {
        bool is_gray = format->channels == 1;
        format->key[0] = is_gray ? key->gray : key->red;
        format->key[1] = key->green;
        format->key[2] = key->blue;
    }
    if (format->is_palette) {
        png_colorp palette = NULL;
        png_get_PLTE(job->png, job->info, &palette, &count);
        _Static_assert(sizeof *palette == 3, "a palette is bytes");
        kj_gray_palette(format, (const uint8_t *)palette, palette ? (size_t)count : 0, alpha,
                        is_clear && alpha ? (size_t)alpha_count : 0);
    } else if (format->channels == 1 && format->bits <= 8) {
        kj_gray_table(format);
    }
}

/* --- Rows */

/* libpng's row is a copy of what it needs for the next one: made gray where it is. */
static void take_row(png_structp png, png_row_infop info, png_bytep row) {
    image_job *job = png_get_io_ptr(png);
    kj_gray_row(&job->format, row, info->width);
    job->gray = row;
}

static void put_row(image_job *job, uint16_t row, const uint32_t *sums) {
    kj_dither_row(&job->dither, sums, job->levels);
    kj_surface_levels(job->surface, job->box.x, job->box.y + row, job->levels, job->scaler.width);
}

static void read_plain(image_job *job) {
    kj_scaler *scaler = &job->scaler;
    kj_scaler_hold(scaler, 0, 1);
    for (uint32_t y = 0; y < job->height; y++) {
        png_read_row(job->png, NULL, NULL);
        do {
            kj_scaler_add(scaler, y, 0, 1, job->gray, job->width);
            if (!kj_scaler_is_whole(scaler, y + 1, scaler->first)) {
                break;
            }
            put_row(job, scaler->first, scaler->sums);
            if (scaler->first + 1 == job->rows_end) {
                return;
            }
            kj_scaler_hold(scaler, (uint16_t)(scaler->first + 1), 1);
        } while (kj_scaler_is_begun(scaler, y + 1, scaler->first));
    }
}

/* One pass over an Adam7 file, for the rows of the box that the scaler holds. */
static void read_interlaced(image_job *job) {
    for (int pass = 0; pass < PNG_INTERLACE_ADAM7_PASSES; pass++) {
        uint32_t columns = PNG_PASS_COLS(job->width, pass);
        uint32_t rows = PNG_PASS_ROWS(job->height, pass);
        for (uint32_t row = 0; columns > 0 && row < rows; row++) {
            png_read_row(job->png, NULL, NULL);
            kj_scaler_add(&job->scaler, PNG_ROW_FROM_PASS_ROW(row, pass),
                          PNG_COL_FROM_PASS_COL(0, pass), 1u << PNG_PASS_COL_SHIFT(pass), job->gray,
                          columns);
        }
    }
}

/* Calls read with libpng set up and at the first row. Errors come back here by longjmp: all that
 * changes lies in *job, nothing in this frame. */
static kj_status with_libpng(image_job *job, void (*read)(image_job *)) {
    job->used = job->length = job->at = 0;
    uint64_t budget = raw_bytes(job) * 2 + SPARE_BYTES;
    job->budget = budget < UINT32_MAX ? (uint32_t)budget : UINT32_MAX;
    job->png = png_create_read_struct_2(PNG_LIBPNG_VER_STRING, NULL, leave, pass_over, job->heap,
                                        kj_png_malloc, kj_png_free);
    if (!job->png) {
        return KJ_ERR_MEMORY;
    }
    if (setjmp(png_jmpbuf(job->png))) {
        return job->status != KJ_OK ? job->status : KJ_ERR_FORMAT;
    }
    job->info = png_create_info_struct(job->png);
    if (!job->info) {
        return KJ_ERR_MEMORY;
    }
    png_set_read_fn(job->png, job, read_bytes);
    png_read_info(job->png, job->info);
    look_at_colours(job);
    png_set_read_user_transform_fn(job->png, take_row);
    png_set_user_transform_info(job->png, NULL, 8, 1); /* a row has room for a byte a pixel */
    read(job);
    return KJ_OK;
}

/* A failed allocation may have been passed over as a chunk that is not read. */
static kj_status decode(image_job *job, void (*read)(image_job *)) {
    uint32_t failed = kj_heap_get_stats(job->heap).failed;
    kj_status status = with_libpng(job, read);
    png_destroy_read_struct(&job->png, &job->info, NULL);
    job->png = NULL;
    job->info = NULL;
    bool is_short = kj_heap_get_stats(job->heap).failed != failed;
    return is_short && (status == KJ_OK || status == KJ_ERR_FORMAT) ? KJ_ERR_MEMORY : status;
}

/* --- Memory */

/* Takes memory for the sums of up to rows rows, as many as there is room for. */
static uint16_t take_sums(image_job *job, uint32_t rows) {
    size_t row_bytes = sizeof *job->scaler.sums * job->scaler.width;
    while (rows > 0) {
        job->scaler.sums = kj_heap_alloc(job->heap, row_bytes * rows);
        if (job->scaler.sums) {
            return (uint16_t)rows;
        }
        rows /= 2;
    }
    return 0;
}

/* Rows of the box for which sums may be held while libpng works. */
static uint32_t rows_beside_libpng(const image_job *job, uint32_t rows) {
    kj_heap_stats stats = kj_heap_get_stats(job->heap);
    size_t file_row = kj_gray_row_bytes(&job->format, job->width);
    size_t row_bytes = sizeof *job->scaler.sums * job->scaler.width;
    size_t free_bytes = stats.capacity - stats.used, kept = LIBPNG_BYTES + 2 * file_row;
    size_t fitting = free_bytes > kept ? (free_bytes - kept) / row_bytes : 0;
    return fitting < 1 ? 1 : fitting < rows ? (uint32_t)fitting : rows;
}

static kj_status take_memory(image_job *job) {
    uint16_t width = job->scaler.width;
    job->levels = kj_heap_alloc(job->heap, width);
    int16_t *errors = kj_heap_alloc(job->heap, sizeof *errors * KJ_DITHER_ERRORS(width));
    if (!job->levels || !errors) {
        job->dither.errors = errors;
        return KJ_ERR_MEMORY;
    }
    kj_dither_init(&job->dither, errors, width, job->surface->depth);
    uint32_t rows = job->interlaced ? rows_beside_libpng(job, job->rows_end) : 1;
    job->scaler.rows = take_sums(job, rows);
    /* Does without, where libpng would have too little. */
    if (!job->interlaced && rows_beside_libpng(job, 2) == 2) {
        job->scaler.across = kj_heap_alloc(job->heap, sizeof *job->scaler.across * width);
        if (!job->scaler.across) {
            return KJ_ERR_MEMORY;
        }
    }
    return job->scaler.rows > 0 ? KJ_OK : KJ_ERR_MEMORY;
}

static void give_memory_back(image_job *job) {
    kj_heap_free(job->heap, job->scaler.across);
    kj_heap_free(job->heap, job->scaler.sums);
    kj_heap_free(job->heap, job->dither.errors);
    kj_heap_free(job->heap, job->levels);
}

/* --- The whole */

static kj_status paint_interlaced(image_job *job) {
    uint32_t held = job->scaler.rows, rounds = (job->rows_end + held - 1) / held;
    if ((uint64_t)job->width * job->height * rounds > KJ_IMAGE_PIXELS_MAX) {
        return KJ_ERR_TOO_LARGE;
    }
    for (uint32_t first = 0; first < job->rows_end; first += held) {
        uint32_t rows = job->rows_end - first < held ? job->rows_end - first : held;
        kj_scaler_hold(&job->scaler, (uint16_t)first, (uint16_t)rows);
        kj_status status = decode(job, read_interlaced);
        if (status != KJ_OK) {
            return status;
        }
        for (uint32_t row = 0; row < rows; row++) {
            put_row(job, (uint16_t)(first + row),
                    job->scaler.sums + (size_t)row * job->scaler.width);
        }
    }
    return KJ_OK;
}

static kj_status run(image_job *job) {
    kj_status status = look_at_header(job);
    if (status != KJ_OK) {
        return status;
    }
    job->scaler.from_width = (uint16_t)job->width;
    job->scaler.from_height = (uint16_t)job->height;
    status = take_memory(job);
    if (status != KJ_OK) {
        return status;
    }
    return job->interlaced ? paint_interlaced(job) : decode(job, read_plain);
}

/* Rows of box, from its top, down to the last one that the band holds; 0: it holds none. */
static uint16_t rows_seen(const kj_surface *surface, kj_rect box) {
    kj_area page = {0, 0, kj_surface_page_width(surface), kj_surface_page_height(surface)};
    kj_area whole =
        kj_area_cut((kj_area){box.x, box.y, box.x + box.width, box.y + box.height}, page);
    uint16_t seen = 0;
    for (int32_t y = whole.y0; y < whole.y1 && whole.x0 < whole.x1; y++) {
        kj_area row = {whole.x0, y, whole.x1, y + 1};
        if (!kj_area_empty(kj_surface_clip(surface, kj_surface_turn(surface, row)))) {
            seen = (uint16_t)(y + 1 - box.y);
        }
    }
    return seen;
}

kj_status kj_image_paint(const kj_stream *stream, kj_heap *heap, kj_surface *surface, kj_rect box) {
    uint16_t rows_end = rows_seen(surface, box);
    if (rows_end == 0) {
        return KJ_OK;
    }
    image_job *job = kj_heap_calloc(heap, 1, sizeof *job);
    if (!job) {
        return KJ_ERR_MEMORY;
    }
    job->stream = stream;
    job->heap = heap;
    job->surface = surface;
    job->box = box;
    job->rows_end = rows_end;
    job->budget = SPARE_BYTES;
    job->scaler.width = (uint16_t)box.width;
    job->scaler.height = (uint16_t)box.height;
    kj_status status = run(job);
    give_memory_back(job);
    kj_heap_free(heap, job);
    return status;
}
