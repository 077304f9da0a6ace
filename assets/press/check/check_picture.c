/* check_picture.c - the picture of a block, decoded as the reader decodes it; see check.h. */
#include "check.h"

#include "render/image.h"

#include <stdio.h>

enum { PAGE_WIDTH = 480, PAGE_HEIGHT = 800 };

static uint8_t planes[2 * (PAGE_WIDTH / 8) * PAGE_HEIGHT];

/* The box that a picture of this size fills on a page: no larger than it is, nor than the page. */
static kj_rect box_of(const kj_image *image) {
    double across = (double)PAGE_WIDTH / image->width_px,
           down = (double)PAGE_HEIGHT / image->height_px;
    double by = across < down ? across : down;
    by = by < 1 ? by : 1;
    int width = (int)(image->width_px * by), height = (int)(image->height_px * by);
    kj_rect box = {0};
    box.width = (uint16_t)(width < 1 ? 1 : width);
    box.height = (uint16_t)(height < 1 ? 1 : height);
    return box;
}

static kj_status decode(kj_check *check, const kj_image *image) {
    kj_document *document = &check->xhtml.document;
    kj_surface surface;
    kj_stream stream;
    kj_heap *heap;
    kj_status status = kj_surface_init(&surface, planes, sizeof planes, PAGE_WIDTH, PAGE_HEIGHT,
                                       PAGE_HEIGHT, 2, KJ_ROTATE_0);
    if (status == KJ_OK) {
        status = document->open_image(document, image->locator, &stream, &heap);
    }
    return status == KJ_OK ? kj_image_paint(&stream, heap, &surface, box_of(image)) : status;
}

void kj_check_picture(kj_check *check, const char *article) {
    kj_document *document = &check->xhtml.document;
    kj_image image;
    kj_status status = document->image(document, &image);
    if (status != KJ_OK) {
        kj_check_complain(check, "%s: a picture: %s", article, kj_status_name(status));
        return;
    }
    if (image.state == KJ_IMAGE_GOOD && image.width_px && image.height_px) {
        status = decode(check, &image);
        if (status != KJ_OK) {
            image.state = KJ_IMAGE_BROKEN;
            kj_check_complain(check, "%s: a picture of %u x %u cannot be shown: %s", article,
                              image.width_px, image.height_px, kj_status_name(status));
        }
    } else if (image.state == KJ_IMAGE_BROKEN) {
        kj_check_complain(check, "%s: a broken picture", article);
    } else if (image.state == KJ_IMAGE_MISSING) {
        kj_check_complain(check, "%s: a picture is not in the archive", article);
    }
    check->pictures[image.state]++;
}
