/* fuzz_image.c - any bytes as a picture: painting ends, gives every byte of heap back, and paints
 * nothing outside of its box. The first four bytes say how it is painted. */
#include "render/image.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SIDE = 64, HEAD = 4 };

typedef struct bytes {
    const uint8_t *data;
    size_t size, piece;
} bytes;

static void require(int condition) {
    if (!condition) {
        abort();
    }
}

static kj_status read_bytes(void *context, uint32_t offset, uint8_t *to, size_t capacity,
                            size_t *length) {
    const bytes *from = context;
    if (offset >= from->size) {
        return KJ_END;
    }
    size_t count = from->size - offset < capacity ? from->size - offset : capacity;
    *length = count < from->piece ? count : from->piece;
    memcpy(to, from->data + offset, *length);
    return KJ_OK;
}

static kj_rect box_from(const uint8_t *head) {
    return (kj_rect){(int16_t)(head[0] % 80 - 10), (int16_t)(head[0] / 4 - 10),
                     (int16_t)(head[1] % 70), (int16_t)(head[1] / 3)};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static _Alignas(8) uint8_t region[80 * 1024];
    static uint8_t rows[SIDE / 8 * SIDE * 2];
    kj_heap heap;
    kj_surface surface;
    if (size < HEAD) {
        return 0;
    }
    bytes from = {data + HEAD, size - HEAD, data[2] % 2 ? 512 : 1 + data[2] % 100};
    kj_stream stream = {.context = &from, .read = read_bytes};
    kj_rect box = box_from(data);
    uint8_t depth = (uint8_t)(1 + data[3] % 2);
    kj_rotation turn = (kj_rotation)(data[3] / 2 % 4);
    uint16_t band = data[3] & 8 ? 20 : SIDE;
    size_t room = data[3] & 16 ? sizeof region : 24 * 1024;
    require(kj_heap_init(&heap, region, room) == KJ_OK);
    require(kj_surface_init(&surface, rows, sizeof rows, SIDE, SIDE, band, depth, turn) == KJ_OK);
    kj_surface_move_band(&surface, data[3] & 8 ? 17 : 0);
    kj_status status = kj_image_paint(&stream, &heap, &surface, box);
    require(status == KJ_OK || status == KJ_ERR_FORMAT || status == KJ_ERR_MEMORY ||
            status == KJ_ERR_TOO_LARGE);
    require(kj_heap_get_stats(&heap).used == 0 && kj_heap_check(&heap) == KJ_OK);
    for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
            bool inside =
                x >= box.x && y >= box.y && x < box.x + box.width && y < box.y + box.height;
            require(inside || kj_surface_level(&surface, x, y) == 0);
        }
    }
    return 0;
}
