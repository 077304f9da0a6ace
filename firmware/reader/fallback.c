/* fallback.c - see fallback.h. Layer: reader. */
#include "reader/fallback.h"

#include <stdbool.h>

static bool is_ink(unsigned x, unsigned y) {
    const unsigned stride = (kj_fallback_width_px + 7u) / 8u;
    return kj_fallback_bits[y * stride + x / 8u] >> (7u - x % 8u) & 1u;
}

/* By runs of ink through kj_surface_fill, which knows the quarter turns and the band. */
static void paint_row(kj_surface *surface, int left, int top, unsigned y, unsigned ink) {
    unsigned x = 0;
    while (x < kj_fallback_width_px) {
        unsigned from = x;
        while (x < kj_fallback_width_px && is_ink(x, y)) {
            x++;
        }
        if (x > from) {
            kj_surface_fill(surface,
                            (kj_rect){(int16_t)(left + (int)from), (int16_t)(top + (int)y),
                                      (int16_t)(x - from), 1},
                            ink);
        }
        x++;
    }
}

void kj_fallback_paint(kj_surface *surface) {
    const int left = ((int)kj_surface_page_width(surface) - kj_fallback_width_px) / 2;
    const int top = ((int)kj_surface_page_height(surface) - kj_fallback_height_px) / 2;
    kj_surface_clear(surface);
    for (unsigned y = 0; y < kj_fallback_height_px; y++) {
        paint_row(surface, left, top, y, (1u << surface->depth) - 1u);
    }
}
