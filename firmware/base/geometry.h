/* geometry.h - rectangles of whole pixels. Layer: base. */
#ifndef KJ_BASE_GEOMETRY_H
#define KJ_BASE_GEOMETRY_H

#include <stdint.h>

typedef struct kj_rect {
    int16_t x, y;          /* top left, pixels, y downwards */
    int16_t width, height; /* pixels; empty when either is <= 0 */
} kj_rect;

/* The least rectangle that holds both of a and b, neither of them empty. */
static inline kj_rect kj_rect_around(kj_rect a, kj_rect b) {
    const int left = a.x < b.x ? a.x : b.x, top = a.y < b.y ? a.y : b.y;
    const int right = a.x + a.width > b.x + b.width ? a.x + a.width : b.x + b.width;
    const int bottom = a.y + a.height > b.y + b.height ? a.y + a.height : b.y + b.height;
    return (kj_rect){(int16_t)left, (int16_t)top, (int16_t)(right - left), (int16_t)(bottom - top)};
}

/* Quarter turns by which the page is turned clockwise on the glass. */
typedef enum kj_rotation {
    KJ_ROTATE_0 = 0,
    KJ_ROTATE_90 = 1,
    KJ_ROTATE_180 = 2,
    KJ_ROTATE_270 = 3
} kj_rotation;

#endif
