/* geometry.h - rectangles of whole pixels. Layer: base. */
#ifndef KJ_BASE_GEOMETRY_H
#define KJ_BASE_GEOMETRY_H

#include <stdint.h>

typedef struct kj_rect {
    int16_t x, y;          /* top left, pixels, y downwards */
    int16_t width, height; /* pixels; empty when either is <= 0 */
} kj_rect;

/* Quarter turns by which the page is turned clockwise on the glass. */
typedef enum kj_rotation {
    KJ_ROTATE_0 = 0,
    KJ_ROTATE_90 = 1,
    KJ_ROTATE_180 = 2,
    KJ_ROTATE_270 = 3
} kj_rotation;

#endif
