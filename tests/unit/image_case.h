/* image_case.h - pictures in memory painted onto surfaces; for the tests of pictures. */
#ifndef KJ_IMAGE_CASE_H
#define KJ_IMAGE_CASE_H

#include "png_build.h"
#include "render/image.h"
#include "test.h"

typedef struct memory_stream {
    const uint8_t *bytes;
    size_t length;
    size_t piece;     /* bytes given at a time; 0: what is asked for */
    unsigned reads;   /* so far */
    unsigned fail_at; /* this read fails, from 1; 0: none */
    kj_status failure;
} memory_stream;

static inline kj_status read_memory_stream(void *context, uint32_t offset, uint8_t *bytes,
                                           size_t capacity, size_t *length) {
    memory_stream *from = context;
    if (++from->reads == from->fail_at) {
        return from->failure;
    }
    if (offset >= from->length) {
        return KJ_END;
    }
    size_t count = from->length - offset < capacity ? from->length - offset : capacity;
    count = from->piece && from->piece < count ? from->piece : count;
    memcpy(bytes, from->bytes + offset, count);
    *length = count;
    return KJ_OK;
}

/* A page, with memory for 600 by 600 pixels, and a heap. */
typedef struct image_case {
    _Alignas(8) uint8_t region[160 * 1024];
    size_t heap_bytes; /* 0: all of region */
    kj_heap heap;
    size_t peak; /* of the heap, in the last painting */
    memory_stream from;
    uint8_t rows[2 * 75 * 600];
    kj_surface surface;
} image_case;

static image_case at_hand;

static inline void image_case_page(uint16_t width, uint16_t height, uint16_t rows, uint8_t depth,
                                   kj_rotation rotation) {
    KJ_CHECK_EQ(kj_surface_init(&at_hand.surface, at_hand.rows, sizeof at_hand.rows, width, height,
                                rows, depth, rotation),
                KJ_OK);
}

/* Paints the file into box of the page at hand; nothing may be left in the heap. */
static inline kj_status image_case_paint(const uint8_t *file, size_t length, kj_rect box) {
    size_t bytes = at_hand.heap_bytes ? at_hand.heap_bytes : sizeof at_hand.region;
    at_hand.from.bytes = file;
    at_hand.from.length = length;
    at_hand.from.reads = 0;
    kj_stream stream = {.context = &at_hand.from, .read = read_memory_stream};
    if (at_hand.heap.base == NULL || at_hand.heap.stats.capacity + 64 < bytes ||
        at_hand.heap.stats.capacity > bytes) {
        KJ_CHECK_EQ(kj_heap_init(&at_hand.heap, at_hand.region, bytes), KJ_OK);
    }
    kj_heap_reset_peak(&at_hand.heap);
    kj_status status = kj_image_paint(&stream, &at_hand.heap, &at_hand.surface, box);
    at_hand.peak = kj_heap_get_stats(&at_hand.heap).peak;
    KJ_CHECK_EQ(kj_heap_get_stats(&at_hand.heap).used, 0);
    KJ_CHECK_EQ(kj_heap_check(&at_hand.heap), KJ_OK);
    return status;
}

static inline kj_status image_case_plan(const png_plan *plan, const uint8_t *rows, kj_rect box) {
    size_t length;
    uint8_t *file = png_build(plan, rows, &length);
    kj_status status = image_case_paint(file, length, box);
    free(file);
    return status;
}

/* Levels of the page's pixels, row by row. */
static inline void image_case_levels(uint8_t *levels, kj_rect box) {
    for (int y = 0; y < box.height; y++) {
        for (int x = 0; x < box.width; x++) {
            *levels++ = (uint8_t)kj_surface_level(&at_hand.surface, box.x + x, box.y + y);
        }
    }
}

/* A picture with slopes, edges and noise. */
static inline void image_case_fill(uint8_t *gray, uint32_t width, uint32_t height) {
    uint32_t state = 7;
    for (uint32_t y = 0; y < height; y++) {
        for (uint32_t x = 0; x < width; x++) {
            state = state * 1664525u + 1013904223u;
            uint32_t slope = (x * 200 / width + y * 55 / height), noise = state >> 28;
            bool inside = (x - width / 2) * (x - width / 2) + (y - height / 2) * (y - height / 2) <
                          width * height / 12;
            *gray++ = (uint8_t)(inside ? 255 - slope : slope + noise > 255 ? 255 : slope + noise);
        }
    }
}

#endif
