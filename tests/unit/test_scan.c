/* test_scan.c - our scan converter against FreeType's smooth rasteriser, which is built for this
 * test only: every glyph of every face, outlines made up at random, and what a clip leaves. */
#include "test.h"

#include "render/outline.h"
#include "vendor/heap.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_MODULE_H
#include FT_OUTLINE_H

#include <stdlib.h>

extern const FT_Module_Class ft_smooth_renderer_class;

#define WIDTH  320
#define HEIGHT 240
#define LEFT   (-100) /* of the canvas; its top is at -HEIGHT / 2 */

typedef struct canvas {
    uint8_t pixels[HEIGHT][WIDTH];
} canvas;

_Alignas(16) static uint8_t arena[256 * 1024];
static kj_heap heap;
static kj_raster raster;
static canvas reference, drawn;

static void set_up(void) {
    KJ_CHECK_EQ(kj_heap_init(&heap, arena, sizeof arena), KJ_OK);
    KJ_CHECK_EQ(kj_raster_init(&raster, kj_font_data_table, &heap), KJ_OK);
    KJ_CHECK_EQ(FT_Add_Module(raster.library, &ft_smooth_renderer_class), 0);
}

static void put_run(canvas *c, int x, int y, int length, unsigned value) {
    KJ_CHECK(x >= LEFT && x + length <= LEFT + WIDTH && y >= -HEIGHT / 2 && y < HEIGHT / 2);
    for (int i = 0; i < length; i++) {
        c->pixels[y + HEIGHT / 2][x - LEFT + i] = (uint8_t)value;
    }
}

static void take_run(void *user, int x, int y, int length, unsigned level) {
    KJ_CHECK(length > 0 && level >= 1 && level <= 3);
    put_run(user, x, y, length, level);
}

static void take_spans(int y, int count, const FT_Span *spans, void *user) {
    for (int i = 0; i < count; i++) {
        put_run(user, spans[i].x, -1 - y, spans[i].len, spans[i].coverage);
    }
}

static void draw_reference(FT_Outline *outline) {
    FT_Raster_Params params = {.flags = FT_RASTER_FLAG_AA | FT_RASTER_FLAG_DIRECT,
                               .gray_spans = take_spans,
                               .user = &reference};
    memset(&reference, 0, sizeof reference);
    KJ_CHECK_EQ(FT_Outline_Render(raster.library, outline, &params), 0);
}

static unsigned level_of(unsigned coverage, const kj_scan_levels *levels) {
    return (coverage >= levels->from[0]) + (coverage >= levels->from[1]) +
           (coverage >= levels->from[2]);
}

typedef struct difference {
    unsigned pixels, differ;
    unsigned worst; /* how far FreeType's coverage was from the threshold */
} difference;

static void compare(const kj_scan_levels *levels, difference *sum) {
    for (unsigned y = 0; y < HEIGHT; y++) {
        for (unsigned x = 0; x < WIDTH; x++) {
            const unsigned coverage = reference.pixels[y][x], level = drawn.pixels[y][x];
            sum->pixels += coverage != 0;
            if (level == level_of(coverage, levels)) {
                continue;
            }
            sum->differ++;
            unsigned nearest = 256;
            for (unsigned i = 0; i < 3; i++) {
                const unsigned off = (unsigned)abs((int)coverage - (int)levels->from[i]);
                nearest = off < nearest ? off : nearest;
            }
            sum->worst = nearest > sum->worst ? nearest : sum->worst;
        }
    }
}

static void compare_glyph(kj_face_id face, uint8_t size, uint16_t glyph, unsigned depth,
                          difference *sum) {
    kj_outline outline;
    KJ_CHECK_EQ(kj_raster_load(&raster, face, size, glyph, depth, &outline), KJ_OK);
    memset(&drawn, 0, sizeof drawn);
    KJ_CHECK_EQ(kj_raster_render(&raster, outline.box, take_run, &drawn), KJ_OK);
    FT_Outline *shape = &raster.loaded->glyph->outline;
    FT_Outline_Translate(shape, raster.phase, 0);
    draw_reference(shape);
    const unsigned from = raster.fit.ink_from;
    const kj_scan_levels one = {{(uint16_t)from, 256, 256}}, two = {{43, 128, 213}};
    compare(depth == 1 ? &one : &two, sum);
}

KJ_TEST(every_glyph_has_the_pixels_that_freetype_gives_it) {
    static const uint8_t sizes[] = {10, 18, 26, 41, 64};
    set_up();
    for (unsigned face = 0; face < KJ_FACE_COUNT; face++) {
        difference sum = {0};
        for (unsigned i = 0; i < sizeof sizes; i++) {
            kj_outline outline;
            KJ_CHECK_EQ(kj_raster_load(&raster, (kj_face_id)face, 20, 1, 1, &outline), KJ_OK);
            const unsigned glyphs = (unsigned)raster.loaded->num_glyphs;
            for (unsigned glyph = i; glyph < glyphs; glyph += sizes[i] == 26 ? 1 : 5) {
                compare_glyph((kj_face_id)face, sizes[i], (uint16_t)glyph, 1 + glyph % 2, &sum);
            }
        }
        if (getenv("KJ_VERBOSE")) {
            printf("face %u: of %u pixels %u differ, by at most %u\n", face, sum.pixels, sum.differ,
                   sum.worst);
        }
        KJ_CHECK(sum.pixels > 100000);
        KJ_CHECK(sum.differ * 1000 <= sum.pixels * 2);
        KJ_CHECK(sum.worst <= 2);
    }
    kj_raster_deinit(&raster);
}

/* --- Outlines made up. */

#define POINTS 24
typedef struct made_up {
    FT_Outline outline;
    FT_Vector points[POINTS];
    unsigned char tags[POINTS];
    unsigned short contours[4];
} made_up;

static uint32_t next_random(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static void make_up(made_up *m, uint32_t *seed, int width, int height) {
    unsigned count = 0, contours = 1 + next_random(seed) % 4;
    for (unsigned i = 0; i < contours; i++) {
        for (unsigned n = 1 + next_random(seed) % 6; n > 0; n--) {
            m->points[count].x = LEFT * 64 + (int)(next_random(seed) % (unsigned)(width * 64));
            m->points[count].y = height * 32 - (int)(next_random(seed) % (unsigned)(height * 64));
            m->tags[count++] = next_random(seed) % 3 ? FT_CURVE_TAG_ON : FT_CURVE_TAG_CONIC;
        }
        m->contours[i] = (unsigned short)(count - 1);
    }
    m->outline = (FT_Outline){.n_contours = (unsigned short)contours,
                              .n_points = (unsigned short)count,
                              .points = m->points,
                              .tags = m->tags,
                              .contours = m->contours};
}

static kj_area box_of(const FT_Outline *outline) {
    FT_BBox box;
    FT_Outline_Get_CBox(outline, &box);
    return (kj_area){(int32_t)(box.xMin >> 6), (int32_t) - ((box.yMax + 63) >> 6),
                     (int32_t)((box.xMax + 63) >> 6), (int32_t) - (box.yMin >> 6)};
}

static void check_made_up(int width, int height, unsigned tolerance) {
    static const kj_scan_levels levels[] = {{{128, 256, 256}}, {{30, 256, 256}}, {{43, 128, 213}}};
    uint32_t seed = 20261126;
    set_up();
    for (unsigned n = 0; n < 1500; n++) {
        made_up m;
        difference sum = {0};
        make_up(&m, &seed, width, height);
        draw_reference(&m.outline);
        const kj_area box = box_of(&m.outline);
        memset(&drawn, 0, sizeof drawn);
        KJ_CHECK_EQ(kj_scan_outline(kj_outline_walk, &m.outline, 0, box, box, &levels[n % 3],
                                    take_run, &drawn),
                    KJ_OK);
        compare(&levels[n % 3], &sum);
        if (sum.worst > tolerance) {
            KJ_CHECK_EQ(sum.worst, tolerance);
            break;
        }
    }
    kj_raster_deinit(&raster);
}

/* Windings of both ways and of more than one, edges of all slopes, contours of one point. */
KJ_TEST(outlines_made_up_have_the_pixels_that_freetype_gives_them) { check_made_up(24, 30, 4); }

KJ_TEST(an_outline_that_is_drawn_in_parts_is_the_same) { check_made_up(WIDTH - 1, HEIGHT - 1, 6); }

KJ_TEST(a_clip_leaves_what_lies_in_it) {
    static const kj_scan_levels levels = {{43, 128, 213}};
    static canvas whole;
    uint32_t seed = 7;
    for (unsigned n = 0; n < 300; n++) {
        made_up m;
        make_up(&m, &seed, WIDTH - 1, HEIGHT - 1);
        const kj_area box = box_of(&m.outline);
        const int x = LEFT + (int)(next_random(&seed) % WIDTH),
                  y = (int)(next_random(&seed) % HEIGHT) - HEIGHT / 2;
        const kj_area clip = {x, y, x + (int)(next_random(&seed) % 60),
                              y + (int)(next_random(&seed) % 60)};
        memset(&whole, 0, sizeof whole);
        memset(&drawn, 0, sizeof drawn);
        KJ_CHECK_EQ(
            kj_scan_outline(kj_outline_walk, &m.outline, 0, box, box, &levels, take_run, &whole),
            KJ_OK);
        KJ_CHECK_EQ(
            kj_scan_outline(kj_outline_walk, &m.outline, 0, box, clip, &levels, take_run, &drawn),
            KJ_OK);
        for (int row = 0; row < HEIGHT; row++) {
            for (int column = 0; column < WIDTH; column++) {
                const bool inside = column + LEFT >= clip.x0 && column + LEFT < clip.x1 &&
                                    row - HEIGHT / 2 >= clip.y0 && row - HEIGHT / 2 < clip.y1;
                KJ_CHECK_EQ(drawn.pixels[row][column], inside ? whole.pixels[row][column] : 0);
            }
        }
    }
}

KJ_TEST(an_outline_moved_right_is_one_whose_points_are) {
    static const kj_scan_levels levels = {{100, 256, 256}};
    static canvas moved;
    uint32_t seed = 3;
    for (unsigned n = 0; n < 100; n++) {
        made_up m;
        make_up(&m, &seed, 40, 40);
        kj_area box = box_of(&m.outline);
        box.x1++;
        memset(&moved, 0, sizeof moved);
        memset(&drawn, 0, sizeof drawn);
        KJ_CHECK_EQ(
            kj_scan_outline(kj_outline_walk, &m.outline, 20, box, box, &levels, take_run, &moved),
            KJ_OK);
        FT_Outline_Translate(&m.outline, 20, 0);
        KJ_CHECK_EQ(
            kj_scan_outline(kj_outline_walk, &m.outline, 0, box, box, &levels, take_run, &drawn),
            KJ_OK);
        KJ_CHECK(!memcmp(&moved, &drawn, sizeof moved));
    }
}

KJ_TEST(an_outline_too_large_is_refused_and_an_empty_one_is_nothing) {
    static const kj_scan_levels levels = {{128, 256, 256}};
    made_up m;
    uint32_t seed = 1;
    make_up(&m, &seed, 10, 10);
    const kj_area wide = {0, 0, KJ_SCAN_SIDE_MAX + 1, 1}, none = {3, 3, 3, 9};
    const kj_area high = {0, 0, 1, KJ_SCAN_SIDE_MAX + 1};
    KJ_CHECK_EQ(
        kj_scan_outline(kj_outline_walk, &m.outline, 0, high, high, &levels, take_run, &drawn),
        KJ_ERR_FORMAT);
    KJ_CHECK_EQ(
        kj_scan_outline(kj_outline_walk, &m.outline, 0, wide, wide, &levels, take_run, &drawn),
        KJ_ERR_FORMAT);
    KJ_CHECK_EQ(
        kj_scan_outline(kj_outline_walk, &m.outline, 0, none, none, &levels, take_run, &drawn),
        KJ_OK);
    m.outline.n_contours = 0;
    memset(&drawn, 0, sizeof drawn);
    const kj_area box = {0, 0, 10, 10};
    KJ_CHECK_EQ(
        kj_scan_outline(kj_outline_walk, &m.outline, 0, box, box, &levels, take_run, &drawn),
        KJ_OK);
    for (unsigned i = 0; i < sizeof drawn; i++) {
        KJ_CHECK_EQ(((const uint8_t *)&drawn)[i], 0);
    }
}

KJ_TEST_MAIN()
