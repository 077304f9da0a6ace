/* picture_decode.c - PNG, GIF and WebP by their libraries; see picture_decode.h. */
#include "press/picture_decode.h"

#include "press/buffer.h"

#include <gif_lib.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>
#include <webp/decode.h>
#include <webp/demux.h>

bool kj_pixels_fit(uint32_t width, uint32_t height) {
    return width > 0 && height > 0 && width <= KJ_PICTURE_SIDE_MAX &&
           height <= KJ_PICTURE_SIDE_MAX && (uint64_t)width * height <= KJ_PICTURE_PIXELS_MAX;
}

kj_status kj_decode_png(const uint8_t *bytes, size_t length, kj_pixels *pixels) {
    png_image image = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_memory(&image, bytes, length)) {
        return KJ_ERR_FORMAT;
    }
    if (!kj_pixels_fit(image.width, image.height)) {
        png_image_free(&image);
        return KJ_ERR_TOO_LARGE;
    }
    image.format = PNG_FORMAT_RGBA;
    uint8_t *rgba = kj_press_alloc(PNG_IMAGE_SIZE(image));
    if (!png_image_finish_read(&image, NULL, rgba, 0, NULL)) {
        png_image_free(&image);
        free(rgba);
        return KJ_ERR_FORMAT;
    }
    *pixels = (kj_pixels){image.width, image.height, rgba};
    return KJ_OK;
}

/* --- GIF: the first picture on its canvas, which is transparent around it. */

typedef struct memory_file {
    const uint8_t *bytes;
    size_t length, at;
} memory_file;

static int read_memory(GifFileType *gif, GifByteType *bytes, int count) {
    memory_file *file = gif->UserData;
    size_t left = file->length - file->at;
    size_t given = (size_t)count < left ? (size_t)count : left;
    memcpy(bytes, file->bytes + file->at, given);
    file->at += given;
    return (int)given;
}

/* Steps to the first image; *transparent is its colour that is none, or -1. */
static kj_status find_gif_image(GifFileType *gif, int *transparent) {
    GifRecordType type;
    *transparent = -1;
    while (DGifGetRecordType(gif, &type) == GIF_OK) {
        if (type == IMAGE_DESC_RECORD_TYPE) {
            return DGifGetImageDesc(gif) == GIF_OK ? KJ_OK : KJ_ERR_FORMAT;
        }
        if (type != EXTENSION_RECORD_TYPE) {
            return KJ_ERR_FORMAT;
        }
        int code;
        GifByteType *block;
        if (DGifGetExtension(gif, &code, &block) != GIF_OK) {
            return KJ_ERR_FORMAT;
        }
        while (block) {
            if (code == GRAPHICS_EXT_FUNC_CODE && block[0] >= 4) {
                *transparent = block[1] & 1 ? block[4] : -1;
            }
            if (DGifGetExtensionNext(gif, &block) != GIF_OK) {
                return KJ_ERR_FORMAT;
            }
        }
    }
    return KJ_ERR_FORMAT;
}

static void put_gif_row(const GifFileType *gif, const GifPixelType *row, int y, int transparent,
                        kj_pixels *pixels) {
    const GifImageDesc *place = &gif->Image;
    const ColorMapObject *map = place->ColorMap ? place->ColorMap : gif->SColorMap;
    int64_t at_y = (int64_t)place->Top + y;
    for (int x = 0; x < place->Width; x++) {
        int64_t at_x = (int64_t)place->Left + x;
        if (at_x >= (int64_t)pixels->width || at_y >= (int64_t)pixels->height ||
            row[x] == transparent || row[x] >= map->ColorCount) {
            continue;
        }
        const GifColorType *colour = &map->Colors[row[x]];
        uint8_t *pixel = pixels->rgba + 4 * ((size_t)at_y * pixels->width + (size_t)at_x);
        pixel[0] = colour->Red;
        pixel[1] = colour->Green;
        pixel[2] = colour->Blue;
        pixel[3] = 255;
    }
}

static kj_status read_gif_rows(GifFileType *gif, int transparent, kj_pixels *pixels) {
    static const int first[] = {0, 4, 2, 1}, step[] = {8, 8, 4, 2};
    const GifImageDesc *place = &gif->Image;
    GifPixelType *row = kj_press_alloc((size_t)place->Width);
    kj_status status = KJ_OK;
    for (int pass = 0; pass < (place->Interlace ? 4 : 1) && status == KJ_OK; pass++) {
        for (int y = place->Interlace ? first[pass] : 0; y < place->Height && status == KJ_OK;
             y += place->Interlace ? step[pass] : 1) {
            if (DGifGetLine(gif, row, place->Width) != GIF_OK) {
                status = KJ_ERR_FORMAT;
            } else {
                put_gif_row(gif, row, y, transparent, pixels);
            }
        }
    }
    free(row);
    return status;
}

static kj_status read_gif(GifFileType *gif, kj_pixels *pixels) {
    int transparent;
    kj_status status = find_gif_image(gif, &transparent);
    if (status != KJ_OK) {
        return status;
    }
    /* A canvas of no size is met: then the image is all there is. */
    uint32_t width = (uint32_t)(gif->SWidth > 0 ? gif->SWidth : gif->Image.Width);
    uint32_t height = (uint32_t)(gif->SHeight > 0 ? gif->SHeight : gif->Image.Height);
    if (!kj_pixels_fit(width, height) ||
        !kj_pixels_fit((uint32_t)gif->Image.Width, (uint32_t)gif->Image.Height)) {
        return width && height && gif->Image.Width && gif->Image.Height ? KJ_ERR_TOO_LARGE
                                                                        : KJ_ERR_FORMAT;
    }
    if (!gif->Image.ColorMap && !gif->SColorMap) {
        return KJ_ERR_FORMAT;
    }
    kj_pixels made = {width, height, kj_press_alloc((size_t)width * height * 4)};
    status = read_gif_rows(gif, transparent, &made);
    if (status != KJ_OK) {
        free(made.rgba);
        return status;
    }
    *pixels = made;
    return KJ_OK;
}

kj_status kj_decode_gif(const uint8_t *bytes, size_t length, kj_pixels *pixels) {
    memory_file file = {bytes, length, 0};
    GifFileType *gif = DGifOpen(&file, read_memory, NULL);
    if (!gif) {
        return KJ_ERR_FORMAT;
    }
    kj_status status = read_gif(gif, pixels);
    DGifCloseFile(gif, NULL);
    return status;
}

/* --- WebP: of an animation the first frame, as it is, without its canvas. */

static kj_status read_webp(const WebPData *data, kj_pixels *pixels) {
    int width, height;
    if (!WebPGetInfo(data->bytes, data->size, &width, &height)) {
        return KJ_ERR_FORMAT;
    }
    if (!kj_pixels_fit((uint32_t)width, (uint32_t)height)) {
        return KJ_ERR_TOO_LARGE;
    }
    size_t bytes = (size_t)width * (size_t)height * 4;
    uint8_t *rgba = kj_press_alloc(bytes);
    if (!WebPDecodeRGBAInto(data->bytes, data->size, rgba, bytes, width * 4)) {
        free(rgba);
        return KJ_ERR_FORMAT;
    }
    *pixels = (kj_pixels){(uint32_t)width, (uint32_t)height, rgba};
    return KJ_OK;
}

kj_status kj_decode_webp(const uint8_t *bytes, size_t length, kj_pixels *pixels) {
    WebPData data = {bytes, length};
    WebPDemuxer *demuxer = WebPDemux(&data);
    if (!demuxer) {
        return KJ_ERR_FORMAT;
    }
    WebPIterator frame;
    kj_status status = KJ_ERR_FORMAT;
    if (WebPDemuxGetFrame(demuxer, 1, &frame)) {
        status = read_webp(&frame.fragment, pixels);
        WebPDemuxReleaseIterator(&frame);
    }
    WebPDemuxDelete(demuxer);
    return status;
}
