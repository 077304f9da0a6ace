/* xhtml_images.c - pictures of an article: which entry, what its first bytes say, opened for the
 * decoder. Layer: document. */
#include "document/xhtml_live.h"

#include "base/bytes.h"

#include <string.h>

enum {
    HEAD_BYTES = 64,
    TINY_BYTES = 100, /* no picture is smaller; trackers are */
    LOOK_BITS = 9,
    DECODE_BITS = 15,
    SIDE_MAX = 8192
};
#define PIXELS_MAX (16u << 20)

kj_status kj_xhtml_find_image(kj_xhtml_live *live, const char *src, uint32_t *image) {
    char path[KJ_ZIP_NAME_MAX + 1u];
    kj_zip_entry entry;
    *image = KJ_XHTML_IMAGE_NONE;
    if (src && strncmp(src, "data:", 5) == 0) {
        *image = KJ_XHTML_IMAGE_INLINE;
        return KJ_OK;
    }
    if (!src || kj_zip_resolve(live->part.path, src, path, sizeof path, NULL, 0) != KJ_OK) {
        return KJ_OK;
    }
    kj_status status = kj_zip_find(live->xhtml->config.zip, path, &entry);
    if (status == KJ_ERR_IO) {
        return status;
    }
    if (status == KJ_OK) {
        *image = entry.locator;
        return entry.size_bytes <= TINY_BYTES ? KJ_END : KJ_OK;
    }
    return KJ_OK;
}

/* PNG, 3rd edition, 11.2.1: IHDR is the first chunk, of 13 bytes. */
static void look_at_png(const uint8_t *head, size_t length, kj_image *image) {
    image->state = KJ_IMAGE_BROKEN;
    if (length < 33 || kj_get_be32(head + 8) != 13 || memcmp(head + 12, "IHDR", 4) != 0) {
        return;
    }
    const uint32_t width = kj_get_be32(head + 16), height = kj_get_be32(head + 20);
    if (width == 0 || height == 0 || width > SIDE_MAX || height > SIDE_MAX ||
        width * height > PIXELS_MAX) {
        return;
    }
    image->width_px = (uint16_t)width;
    image->height_px = (uint16_t)height;
    const uint8_t depth = head[24], colour = head[25];
    const bool good = (depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16) &&
                      colour <= 6 && colour != 1 && colour != 5 && head[26] == 0 && head[27] == 0 &&
                      head[28] <= 1;
    image->state = good ? KJ_IMAGE_GOOD : KJ_IMAGE_BROKEN;
}

/* GIF89a, 18: the logical screen. WebP (RFC 9649): VP8 key frame, VP8L, VP8X. */
static void look_at_others(const uint8_t *head, size_t length, kj_image *image) {
    uint32_t width = 0, height = 0;
    image->state = KJ_IMAGE_UNSUPPORTED;
    if (length >= 10 && memcmp(head, "GIF8", 4) == 0) {
        width = kj_get_le16(head + 6);
        height = kj_get_le16(head + 8);
    } else if (length >= 30 && memcmp(head, "RIFF", 4) == 0 && memcmp(head + 8, "WEBP", 4) == 0) {
        if (memcmp(head + 12, "VP8 ", 4) == 0 && memcmp(head + 23, "\x9D\x01\x2A", 3) == 0) {
            width = kj_get_le16(head + 26) & 0x3FFFu;
            height = kj_get_le16(head + 28) & 0x3FFFu;
        } else if (memcmp(head + 12, "VP8L", 4) == 0) {
            width = (kj_get_le16(head + 21) & 0x3FFFu) + 1;
            height = ((kj_get_le16(head + 22) >> 6 | (uint32_t)head[24] << 10) & 0x3FFFu) + 1;
        } else if (memcmp(head + 12, "VP8X", 4) == 0) {
            width = (kj_get_le16(head + 24) | (uint32_t)head[26] << 16) + 1;
            height = (kj_get_le16(head + 27) | (uint32_t)head[29] << 16) + 1;
        }
    }
    if (width <= SIDE_MAX && height <= SIDE_MAX) {
        image->width_px = (uint16_t)width;
        image->height_px = (uint16_t)height;
    }
}

static void look(const uint8_t *head, size_t length, kj_image *image) {
    static const uint8_t png[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    const size_t same = length < sizeof png ? length : sizeof png;
    if (length == 0) {
        image->state = KJ_IMAGE_BROKEN;
    } else if (memcmp(head, png, same) == 0) {
        look_at_png(head, length, image);
    } else {
        look_at_others(head, length, image);
    }
}

/* The entry's first bytes, as far as they can be had. */
static kj_status read_head(kj_xhtml *xhtml, const kj_zip_entry *entry, uint8_t *head,
                           size_t *length) {
    kj_zip_reader reader;
    kj_status status =
        kj_zip_reader_open(&reader, xhtml->config.zip, entry, xhtml->config.heap, LOOK_BITS);
    *length = 0;
    if (status != KJ_OK) {
        return status;
    }
    while (*length < HEAD_BYTES && status == KJ_OK) {
        size_t more = 0;
        status =
            kj_zip_read(&reader, (uint32_t)*length, head + *length, HEAD_BYTES - *length, &more);
        *length += status == KJ_OK ? more : 0;
    }
    kj_zip_reader_close(&reader);
    return status == KJ_END ? KJ_OK : status;
}

static bool is_spoilt(const kj_xhtml *xhtml, uint32_t locator) {
    for (unsigned i = 0; i < KJ_XHTML_SPOILT; i++) {
        if (xhtml->spoilt[i] == locator) {
            return true;
        }
    }
    return false;
}

kj_status kj_xhtml_image(kj_document *document, kj_image *image) {
    kj_xhtml *xhtml = (kj_xhtml *)document;
    kj_image found = {.state = KJ_IMAGE_MISSING, .locator = xhtml->cursor.image};
    kj_zip_entry entry;
    uint8_t head[HEAD_BYTES];
    size_t length = 0;
    if (!xhtml->cursor.in_block || xhtml->cursor.block.kind != KJ_BLOCK_IMAGE) {
        return KJ_ERR_STATE;
    }
    kj_xhtml_close_image(xhtml);
    if (found.locator == KJ_XHTML_IMAGE_INLINE) {
        found.state = KJ_IMAGE_UNSUPPORTED;
        found.locator = KJ_ZIP_LOCATOR_NONE;
    } else if (found.locator != KJ_XHTML_IMAGE_NONE) {
        kj_status status = kj_zip_at(xhtml->config.zip, found.locator, &entry, NULL, 0);
        if (status == KJ_OK) {
            status = read_head(xhtml, &entry, head, &length);
        }
        if (status == KJ_ERR_MEMORY && xhtml->live) { /* the parser has it */
            kj_xhtml_drop(xhtml);
            status = read_head(xhtml, &entry, head, &length);
        }
        if (status == KJ_ERR_IO || status == KJ_ERR_MEMORY) {
            return status;
        }
        found.state = KJ_IMAGE_BROKEN;
        if (status == KJ_OK) {
            look(head, length, &found);
        }
        if (is_spoilt(xhtml, found.locator)) {
            found.state = KJ_IMAGE_BROKEN;
        }
    }
    *image = found;
    return KJ_OK;
}

kj_status kj_xhtml_open_image(kj_document *document, uint32_t locator, kj_stream *stream,
                              struct kj_heap **heap) {
    kj_xhtml *xhtml = (kj_xhtml *)document;
    kj_zip_entry entry;
    kj_xhtml_rest(xhtml);
    if (locator == KJ_XHTML_IMAGE_NONE) {
        return KJ_ERR_MISSING;
    }
    kj_status status = kj_zip_at(xhtml->config.zip, locator, &entry, NULL, 0);
    if (status == KJ_OK) {
        status = kj_zip_reader_open(&xhtml->picture, xhtml->config.zip, &entry, xhtml->config.heap,
                                    DECODE_BITS);
    }
    if (status == KJ_ERR_RANGE) {
        return KJ_ERR_MISSING;
    }
    if (status != KJ_OK) {
        return status == KJ_ERR_TOO_LARGE ? KJ_ERR_FORMAT : status;
    }
    xhtml->picture_open = true;
    *stream = kj_zip_reader_stream(&xhtml->picture);
    *heap = xhtml->config.heap;
    return KJ_OK;
}

void kj_xhtml_close_image(kj_xhtml *xhtml) {
    if (xhtml->picture_open) {
        kj_zip_reader_close(&xhtml->picture);
        xhtml->picture_open = false;
    }
}

/* "images/1.png: the picture cannot be decoded" */
static void log_spoilt(const kj_xhtml *xhtml, uint32_t locator) {
    static const char what[] = ": the picture cannot be decoded";
    const kj_xhtml_config *config = &xhtml->config;
    char line[KJ_ZIP_NAME_MAX + sizeof what];
    kj_zip_entry entry;
    if (config->log &&
        kj_zip_at(config->zip, locator, &entry, line, KJ_ZIP_NAME_MAX + 1u) == KJ_OK) {
        memcpy(line + strlen(line), what, sizeof what);
        config->log(config->log_context, line);
    }
}

void kj_xhtml_spoil_image(kj_document *document, uint32_t locator) {
    kj_xhtml *xhtml = (kj_xhtml *)document;
    if (locator != KJ_ZIP_LOCATOR_NONE && !is_spoilt(xhtml, locator)) {
        xhtml->spoilt[xhtml->spoilt_next] = locator;
        xhtml->spoilt_next = (uint8_t)((xhtml->spoilt_next + 1) % KJ_XHTML_SPOILT);
        log_spoilt(xhtml, locator);
    }
}
