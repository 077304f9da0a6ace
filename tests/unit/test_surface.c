/* test_surface.c - surfaces and blits against a pixel-by-pixel reference. */
#include "test.h"

#include "render/blit.h"

#include <stdbool.h>

static uint32_t seed = 1;

static unsigned random_below(unsigned limit) {
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % limit;
}

/* Exactly as large as the surface, so that ASan sees a byte too far. */
static kj_surface blank(unsigned width, unsigned height, unsigned rows, unsigned depth,
                        kj_rotation rotation) {
    kj_surface surface;
    size_t bytes = kj_surface_bytes((uint16_t)width, (uint16_t)rows, (uint8_t)depth);
    KJ_CHECK_EQ(kj_surface_init(&surface, malloc(bytes), bytes, (uint16_t)width, (uint16_t)height,
                                (uint16_t)rows, (uint8_t)depth, rotation),
                KJ_OK);
    return surface;
}

static unsigned panel_level(const kj_surface *surface, int x, int y) {
    kj_surface upright = *surface;
    upright.rotation = KJ_ROTATE_0;
    return kj_surface_level(&upright, x, y);
}

KJ_TEST(surface_refuses_a_config_outside_its_limits) {
    static uint8_t memory[64];
    kj_surface s;
    KJ_CHECK_EQ(kj_surface_bytes(13, 5, 2), 20);
    KJ_CHECK_EQ(kj_surface_init(&s, memory, 20, 13, 5, 5, 2, KJ_ROTATE_0), KJ_OK);
    KJ_CHECK_EQ(kj_surface_init(&s, memory, 19, 13, 5, 5, 2, KJ_ROTATE_0), KJ_ERR_ARGUMENT);
    KJ_CHECK_EQ(kj_surface_init(&s, memory, 64, 13, 5, 6, 2, KJ_ROTATE_0), KJ_ERR_ARGUMENT);
    KJ_CHECK_EQ(kj_surface_init(&s, memory, 64, 13, 5, 0, 1, KJ_ROTATE_0), KJ_ERR_ARGUMENT);
    KJ_CHECK_EQ(kj_surface_init(&s, memory, 64, 0, 5, 5, 1, KJ_ROTATE_0), KJ_ERR_ARGUMENT);
    KJ_CHECK_EQ(kj_surface_init(&s, memory, 64, 13, 5, 5, 3, KJ_ROTATE_0), KJ_ERR_ARGUMENT);
    KJ_CHECK_EQ(kj_surface_init(&s, NULL, 64, 13, 5, 5, 1, KJ_ROTATE_0), KJ_ERR_ARGUMENT);
}

KJ_TEST(page_corners_turn_clockwise_on_the_panel) {
    /* Where the page's top left and top right pixel lie on a 13 x 6 panel. */
    static const struct {
        kj_rotation rotation;
        int width, height, left_x, left_y, right_x, right_y;
    } cases[] = {{KJ_ROTATE_0, 13, 6, 0, 0, 12, 0},
                 {KJ_ROTATE_90, 6, 13, 12, 0, 12, 5},
                 {KJ_ROTATE_180, 13, 6, 12, 5, 0, 5},
                 {KJ_ROTATE_270, 6, 13, 0, 5, 0, 0}};
    for (unsigned i = 0; i < 4; i++) {
        kj_surface s = blank(13, 6, 6, 2, cases[i].rotation);
        KJ_CHECK_EQ(kj_surface_page_width(&s), cases[i].width);
        KJ_CHECK_EQ(kj_surface_page_height(&s), cases[i].height);
        kj_surface_fill(&s, (kj_rect){0, 0, 1, 1}, 1);
        kj_surface_fill(&s, (kj_rect){(int16_t)(cases[i].width - 1), 0, 1, 1}, 2);
        KJ_CHECK_EQ(panel_level(&s, cases[i].left_x, cases[i].left_y), 1);
        KJ_CHECK_EQ(panel_level(&s, cases[i].right_x, cases[i].right_y), 2);
        KJ_CHECK_EQ(kj_surface_level(&s, 0, 0), 1);
        KJ_CHECK_EQ(kj_surface_level(&s, cases[i].width - 1, 0), 2);
        free(s.planes[0]);
    }
}

KJ_TEST(a_set_bit_is_ink_and_the_leftmost_pixel_the_most_significant) {
    kj_surface s = blank(10, 1, 1, 1, KJ_ROTATE_0);
    kj_surface_fill(&s, (kj_rect){0, 0, 1, 1}, 1);
    kj_surface_fill(&s, (kj_rect){9, 0, 1, 1}, 1);
    KJ_CHECK_EQ(s.planes[0][0], 0x80);
    KJ_CHECK_EQ(s.planes[0][1], 0x40);
    free(s.planes[0]);
}

KJ_TEST(fill_sets_the_box_clipped_and_nothing_else) {
    for (unsigned round = 0; round < 4000; round++) {
        unsigned width = 1 + random_below(40), height = 1 + random_below(12);
        unsigned rows = 1 + random_below(height), depth = 1 + random_below(2);
        kj_surface s = blank(width, height, rows, depth, (kj_rotation)random_below(4));
        kj_surface_move_band(&s, (uint16_t)random_below(height - rows + 1));
        unsigned before = random_below(1u << depth), level = random_below(1u << depth);
        kj_surface_fill(&s, (kj_rect){-5, -5, 100, 100}, before);
        kj_rect box = {(int16_t)((int)random_below(60) - 10), (int16_t)((int)random_below(60) - 10),
                       (int16_t)((int)random_below(50) - 2), (int16_t)((int)random_below(50) - 2)};
        kj_surface_fill(&s, box, level);
        for (int y = 0; y < kj_surface_page_height(&s); y++) {
            for (int x = 0; x < kj_surface_page_width(&s); x++) {
                kj_area page = {x, y, x + 1, y + 1};
                bool held = !kj_area_empty(kj_surface_clip(&s, kj_surface_turn(&s, page)));
                bool inside =
                    x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
                KJ_CHECK_EQ(kj_surface_level(&s, x, y), !held ? 0 : inside ? level : before);
            }
        }
        free(s.planes[0]);
    }
}

static unsigned bit_of(const uint8_t *bits, unsigned width, unsigned height, unsigned plane, int x,
                       int y) {
    unsigned stride = (width + 7) / 8;
    return bits[(plane * height + (unsigned)y) * stride + (unsigned)x / 8] >> (7 - x % 8) & 1u;
}

KJ_TEST(blit_equals_its_definition_at_every_place_and_width) {
    for (unsigned round = 0; round < 20000; round++) {
        unsigned width = 1 + random_below(50), height = 1 + random_below(6);
        unsigned depth = 1 + random_below(2), stride = (width + 7) / 8;
        unsigned panel_width = 1 + random_below(70), panel_height = 1 + random_below(9);
        unsigned rows = 1 + random_below(panel_height);
        size_t bytes = (size_t)stride * height * depth;
        uint8_t *bits = malloc(bytes);
        for (size_t i = 0; i < bytes; i++) {
            bits[i] = (uint8_t)random_below(256);
            if (i % stride == stride - 1) {
                bits[i] &= (uint8_t)(0xFFu << (7 - (width - 1) % 8));
            }
        }
        kj_surface s = blank(panel_width, panel_height, rows, depth, KJ_ROTATE_0);
        kj_surface_move_band(&s, (uint16_t)random_below(panel_height - rows + 1));
        int at_x = (int)random_below(130) - 60, at_y = (int)random_below(20) - 8;
        kj_surface_fill(&s, (kj_rect){3, 1, 9, 3}, 1);
        kj_surface_blit(&s, bits, width, height, at_x, at_y);
        for (int y = s.band_y; y < s.band_y + (int)rows; y++) {
            for (int x = 0; x < (int)panel_width; x++) {
                unsigned level = x >= 3 && x < 12 && y >= 1 && y < 4;
                for (unsigned plane = 0; plane < depth; plane++) {
                    if (x >= at_x && x < at_x + (int)width && y >= at_y && y < at_y + (int)height) {
                        level |= bit_of(bits, width, height, plane, x - at_x, y - at_y) << plane;
                    }
                }
                KJ_CHECK_EQ(kj_surface_level(&s, x, y), level);
            }
        }
        for (unsigned row = 0; row < rows * depth && panel_width % 8; row++) {
            unsigned past = 0xFFu >> panel_width % 8;
            KJ_CHECK_EQ(s.planes[0][(row + 1) * s.stride_bytes - 1] & past, 0);
        }
        free(s.planes[0]);
        free(bits);
    }
}

KJ_TEST_MAIN()
