/* pictures.c - see pictures.h. */
#include "pictures.h"

#include <gif_lib.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <webp/encode.h>

#include <jpeglib.h>

made_file make_png(const uint8_t *rgba, unsigned width, unsigned height) {
    png_image image = {.version = PNG_IMAGE_VERSION, .width = width, .height = height};
    image.format = PNG_FORMAT_RGBA;
    made_file made = {NULL, 0};
    png_alloc_size_t length = 0;
    png_image_write_to_memory(&image, NULL, &length, 0, rgba, 0, NULL);
    made.bytes = malloc(length);
    png_image_write_to_memory(&image, made.bytes, &length, 0, rgba, 0, NULL);
    made.length = length;
    return made;
}

made_file make_jpeg(const uint8_t *rgba, unsigned width, unsigned height, int orientation) {
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    made_file made = {NULL, 0};
    unsigned long length = 0;
    jpeg_mem_dest(&jpeg, &made.bytes, &length);
    jpeg.image_width = width;
    jpeg.image_height = height;
    jpeg.input_components = 3;
    jpeg.in_color_space = JCS_RGB;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, 95, TRUE);
    jpeg_start_compress(&jpeg, TRUE);
    if (orientation) {
        uint8_t exif[] = "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
        exif[25] = (uint8_t)orientation;
        jpeg_write_marker(&jpeg, JPEG_APP0 + 1, exif, sizeof exif - 1);
    }
    uint8_t *row = malloc(3 * (size_t)width);
    for (unsigned y = 0; y < height; y++) {
        for (unsigned x = 0; x < width; x++) {
            memcpy(row + 3 * (size_t)x, rgba + 4 * ((size_t)y * width + x), 3);
        }
        JSAMPROW rows[1] = {row};
        jpeg_write_scanlines(&jpeg, rows, 1);
    }
    free(row);
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    made.length = length;
    return made;
}

static int append_gif(GifFileType *gif, const GifByteType *bytes, int count) {
    made_file *made = gif->UserData;
    made->bytes = realloc(made->bytes, made->length + (size_t)count);
    memcpy(made->bytes + made->length, bytes, (size_t)count);
    made->length += (size_t)count;
    return count;
}

made_file make_gif(const uint8_t *rgba, unsigned width, unsigned height) {
    made_file made = {NULL, 0};
    GifFileType *gif = EGifOpen(&made, append_gif, NULL);
    ColorMapObject *map = GifMakeMapObject(256, NULL);
    for (int i = 0; i < 216; i++) {
        map->Colors[i] = (GifColorType){(GifByteType)(i / 36 * 51), (GifByteType)(i / 6 % 6 * 51),
                                        (GifByteType)(i % 6 * 51)};
    }
    EGifPutScreenDesc(gif, (int)width, (int)height, 8, 0, map);
    GraphicsControlBlock control = {.TransparentColor = 255};
    GifByteType extension[4];
    EGifGCBToExtension(&control, extension);
    EGifPutExtension(gif, GRAPHICS_EXT_FUNC_CODE, 4, extension);
    EGifPutImageDesc(gif, 0, 0, (int)width, (int)height, false, NULL);
    GifPixelType *row = malloc(width);
    for (unsigned y = 0; y < height; y++) {
        for (unsigned x = 0; x < width; x++) {
            const uint8_t *pixel = rgba + 4 * ((size_t)y * width + x);
            row[x] = pixel[3]
                         ? (GifPixelType)(pixel[0] / 51 * 36 + pixel[1] / 51 * 6 + pixel[2] / 51)
                         : 255;
        }
        EGifPutLine(gif, row, (int)width);
    }
    free(row);
    GifFreeMapObject(map);
    EGifCloseFile(gif, NULL);
    return made;
}

made_file make_webp(const uint8_t *rgba, unsigned width, unsigned height) {
    uint8_t *bytes = NULL;
    size_t length = WebPEncodeLosslessRGBA(rgba, (int)width, (int)height, (int)width * 4, &bytes);
    made_file made = {malloc(length + 1), length};
    memcpy(made.bytes, bytes, length);
    WebPFree(bytes);
    return made;
}

uint8_t *read_gray(const uint8_t *png, size_t length, unsigned *width, unsigned *height) {
    png_image image = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_memory(&image, png, length)) {
        return NULL;
    }
    image.format = PNG_FORMAT_GRAY;
    uint8_t *gray = malloc(PNG_IMAGE_SIZE(image));
    if (!png_image_finish_read(&image, NULL, gray, 0, NULL)) {
        free(gray);
        return NULL;
    }
    *width = image.width;
    *height = image.height;
    return gray;
}
