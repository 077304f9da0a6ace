/* test_image.c - pictures painted: all kinds of PNG, the tones, bands and turns, memory. */
#include "image_case.h"

#include "document/zip.h"
#include "render/tone.h"
#include "zip_build.h"

#include <math.h>

static uint8_t gray[600 * 600], rows[600 * 600 * 8], seen[600 * 600], expected[600 * 600];

/* Share of ink in box, 0..1. */
static double coverage(kj_rect box, unsigned depth) {
    image_case_levels(seen, box);
    double sum = 0;
    for (int i = 0; i < box.width * box.height; i++) {
        sum += seen[i];
    }
    return sum / ((1 << depth) - 1) / box.width / box.height;
}

KJ_TEST(image_tones_follow_the_lightness_between_the_panels_black_and_white) {
    for (int i = 0; i < 256; i++) {
        double v = i / 255.0, y = v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
        double lightness = y > 216.0 / 24389 ? 116 * cbrt(y) - 16 : y * 24389 / 27;
        double black = 0.15 / 0.70, lowest = 116 * cbrt(black) - 16;
        double wanted = pow((lowest + (100 - lowest) * lightness / 100 + 16) / 116, 3);
        double ink = 1 - (wanted - black) / (1 - black);
        KJ_CHECK(fabs(ink * KJ_TONE_FULL - kj_tone_ink[i]) <= 1);
    }
    KJ_CHECK_EQ(kj_tone_ink[0], KJ_TONE_FULL);
    KJ_CHECK_EQ(kj_tone_ink[255], 0);
}

KJ_TEST(image_of_one_tone_has_that_share_of_ink_within_one_percent) {
    for (uint8_t depth = 1; depth <= 2; depth++) {
        for (int tone = 0; tone < 256; tone += 3) {
            png_plan plan = {.width = 97, .height = 64, .bits = 8, .colour = PNG_GRAY};
            kj_rect box = {20, 10, 160, 120};
            memset(rows, tone, 97 * 64);
            image_case_page(200, 150, 150, depth, KJ_ROTATE_0);
            KJ_CHECK_EQ(image_case_plan(&plan, rows, box), KJ_OK);
            double ink = (double)kj_tone_ink[tone] / KJ_TONE_FULL;
            KJ_CHECK(fabs(coverage(box, depth) - ink) < 0.01);
        }
    }
}

/* Builds gray[] as a picture of that kind: opaque, its samples no more exact than its bits. */
static void build_rows(const png_plan *plan) {
    uint32_t count = plan->width * plan->height;
    size_t row_bytes = png_row_bytes(plan);
    unsigned bits = plan->bits;
    memset(rows, 0, row_bytes * plan->height);
    for (uint32_t i = 0; i < count; i++) {
        uint8_t *row = rows + i / plan->width * row_bytes, value = gray[i];
        uint32_t x = i % plan->width;
        unsigned alpha = plan->colour == PNG_GRAY_ALPHA || plan->colour == PNG_RGBA;
        unsigned colours = plan->colour == PNG_RGB || plan->colour == PNG_RGBA ? 3 : 1;
        for (unsigned c = 0; c < colours + alpha && bits >= 8; c++) {
            uint8_t *at = row + (x * (colours + alpha) + c) * bits / 8;
            at[0] = c == colours ? 255 : value;
            at[bits / 8 - 1] = c == colours || bits == 8 ? at[0] : (uint8_t)(i * 37);
            at[0] = c == colours ? 255 : value;
        }
        if (bits < 8) {
            unsigned shift = 8 - bits - x * bits % 8;
            row[x * bits / 8] = (uint8_t)(row[x * bits / 8] | value >> (8 - bits) << shift);
        }
    }
}

/* gray[] as it is when samples have so many bits. */
static void coarsen(unsigned bits, uint32_t count) {
    unsigned most = bits < 8 ? (1u << bits) - 1u : 255;
    for (uint32_t i = 0; i < count && bits < 8; i++) {
        gray[i] = (uint8_t)((gray[i] >> (8 - bits)) * 255 / most);
    }
}

static void check_same_as_gray(const png_plan *plan, kj_rect box) {
    png_plan plain = {.width = plan->width, .height = plan->height, .bits = 8};
    image_case_page(300, 300, 300, 2, KJ_ROTATE_0);
    KJ_CHECK_EQ(image_case_plan(&plain, gray, box), KJ_OK);
    image_case_levels(expected, box);
    image_case_page(300, 300, 300, 2, KJ_ROTATE_0);
    build_rows(plan);
    KJ_CHECK_EQ(image_case_plan(plan, rows, box), KJ_OK);
    image_case_levels(seen, box);
    KJ_CHECK(memcmp(seen, expected, (size_t)box.width * (size_t)box.height) == 0);
}

static const uint8_t kinds[][2] = {
    {PNG_GRAY, 1},    {PNG_GRAY, 2},       {PNG_GRAY, 4},    {PNG_GRAY, 8},        {PNG_GRAY, 16},
    {PNG_RGB, 8},     {PNG_RGB, 16},       {PNG_PALETTE, 1}, {PNG_PALETTE, 2},     {PNG_PALETTE, 4},
    {PNG_PALETTE, 8}, {PNG_GRAY_ALPHA, 8}, {PNG_RGBA, 8},    {PNG_GRAY_ALPHA, 16}, {PNG_RGBA, 16}};
#define KINDS (sizeof kinds / sizeof *kinds)

static png_plan plan_of_kind(size_t kind, uint32_t width, uint32_t height) {
    static uint8_t palette[256 * 3];
    png_plan plan = {.width = width, .height = height, .filter = 5};
    plan.colour = kinds[kind][0];
    plan.bits = kinds[kind][1];
    if (plan.colour == PNG_PALETTE) {
        unsigned most = (1u << plan.bits) - 1u;
        for (unsigned i = 0; i <= most; i++) {
            memset(palette + 3 * i, (int)(i * 255 / most), 3);
        }
        plan.palette = palette;
        plan.palette_bytes = 3 * (most + 1);
    }
    return plan;
}

KJ_TEST(image_of_any_kind_is_what_it_is_in_gray) {
    for (size_t kind = 0; kind < KINDS; kind++) {
        png_plan plan = plan_of_kind(kind, 123, 77);
        image_case_fill(gray, plan.width, plan.height);
        coarsen(plan.bits, plan.width * plan.height);
        check_same_as_gray(&plan, (kj_rect){3, 5, 100, 60});
        plan.idat_bytes = 7;
        check_same_as_gray(&plan, (kj_rect){3, 5, 123, 77});
        plan.window_bits = 9;
        check_same_as_gray(&plan, (kj_rect){3, 5, 200, 250});
    }
}

/* Each size has passes of its own that are empty. */
KJ_TEST(image_interlaced_is_the_same_as_plain) {
    for (size_t kind = 0; kind < KINDS; kind++) {
        for (uint32_t width = 1; width <= 10; width += 1 + (width > 5)) {
            for (uint32_t height = 1; height <= 10; height += 1 + (height > 5)) {
                png_plan plan = plan_of_kind(kind, width, height);
                plan.interlaced = true;
                image_case_fill(gray, width, height);
                coarsen(plan.bits, width * height);
                check_same_as_gray(&plan, (kj_rect){0, 0, 17, 13});
            }
        }
    }
}

KJ_TEST(image_interlaced_is_the_same_in_a_heap_with_room_for_few_rows) {
    static const size_t heaps[] = {160 * 1024, 64 * 1024, 54 * 1024};
    size_t reads[3];
    for (int i = 0; i < 3; i++) {
        png_plan plan = plan_of_kind(5, 300, 200); /* RGB */
        plan.interlaced = true;
        image_case_fill(gray, plan.width, plan.height);
        at_hand.heap_bytes = heaps[i];
        check_same_as_gray(&plan, (kj_rect){5, 5, 250, 160});
        reads[i] = at_hand.from.reads;
        printf("  interlaced, heap of %zu KB: %zu reads\n", heaps[i] / 1024, reads[i]);
        at_hand.heap_bytes = 0;
    }
    KJ_CHECK(reads[1] >= 3 * reads[0] && reads[2] > 2 * reads[1]);
}

KJ_TEST(image_interlaced_that_would_be_decoded_too_often_is_too_large) {
    png_plan plan = plan_of_kind(3, 600, 600);
    plan.interlaced = true;
    image_case_fill(gray, plan.width, plan.height);
    build_rows(&plan);
    image_case_page(600, 600, 600, 1, KJ_ROTATE_0);
    at_hand.heap_bytes = 54 * 1024;
    KJ_CHECK_EQ(image_case_plan(&plan, rows, (kj_rect){0, 0, 600, 600}), KJ_ERR_TOO_LARGE);
    at_hand.heap_bytes = 0;
    KJ_CHECK_EQ(image_case_plan(&plan, rows, (kj_rect){0, 0, 600, 600}), KJ_OK);
}

/* A transparent pixel is paper, a half transparent black one is gray 127. */
static void check_tone(const png_plan *plan, int tone) {
    kj_rect box = {0, 0, 100, 100};
    image_case_page(100, 100, 100, 1, KJ_ROTATE_0);
    kj_surface_fill(&at_hand.surface, box, 1);
    KJ_CHECK_EQ(image_case_plan(plan, rows, box), KJ_OK);
    KJ_CHECK(fabs(coverage(box, 1) - (double)kj_tone_ink[tone] / KJ_TONE_FULL) < 0.01);
}

static void fill_pixels(const png_plan *plan, const uint8_t *pixel, size_t bytes) {
    for (size_t i = 0; i < plan->width * plan->height; i++) {
        memcpy(rows + i * bytes, pixel, bytes);
    }
}

KJ_TEST(image_that_is_transparent_shows_the_paper) {
    static const uint8_t half[] = {0, 0, 0, 128}, none[] = {0, 0, 0, 0};
    static const uint8_t half16[] = {0, 0, 128, 3}, key[] = {0, 9, 0, 8, 0, 7};
    static const uint8_t key16[] = {1, 2}, near16[] = {1, 3}, alphas[] = {255, 0, 128};
    png_plan plan = {.width = 8, .height = 8, .bits = 8, .colour = PNG_RGBA};
    fill_pixels(&plan, half, 4);
    check_tone(&plan, 127);
    fill_pixels(&plan, none, 4);
    check_tone(&plan, 255);
    plan.colour = PNG_GRAY_ALPHA;
    plan.bits = 16;
    fill_pixels(&plan, half16, 4);
    check_tone(&plan, 127);
    plan = (png_plan){.width = 8, .height = 8, .bits = 8, .colour = PNG_RGB};
    plan.clear = key;
    plan.clear_bytes = 6;
    fill_pixels(&plan, (const uint8_t[]){9, 8, 7}, 3);
    check_tone(&plan, 255);
    fill_pixels(&plan, (const uint8_t[]){8, 8, 8}, 3);
    check_tone(&plan, 8);
    plan = (png_plan){.width = 8, .height = 8, .bits = 16, .clear = key16, .clear_bytes = 2};
    fill_pixels(&plan, key16, 2);
    check_tone(&plan, 255);
    fill_pixels(&plan, near16, 2);
    check_tone(&plan, 1);
    plan = plan_of_kind(10, 8, 8); /* palette of 8 bits: entry i is gray i */
    plan.clear = alphas;
    plan.clear_bytes = 3;
    for (int i = 0; i < 4; i++) {
        static const int tones[] = {0, 255, 128, 3};
        memset(rows, i, 64);
        check_tone(&plan, tones[i]);
    }
    plan.palette_bytes = 30; /* entries from 10 on are not there */
    memset(rows, 200, 64);
    check_tone(&plan, 255);
    plan = (png_plan){.width = 8, .height = 8, .bits = 2, .clear = (const uint8_t[]){0, 1}};
    plan.clear_bytes = 2;
    memset(rows, 0x55, 16);
    check_tone(&plan, 255);
    memset(rows, 0xAA, 16);
    check_tone(&plan, 170);
}

KJ_TEST(image_colours_weigh_as_the_eye_sees_them) {
    static const uint8_t colours[3][3] = {{255, 0, 0}, {0, 255, 0}, {0, 0, 255}};
    static const int tones[3] = {77, 149, 29};
    for (int i = 0; i < 3; i++) {
        png_plan plan = {.width = 8, .height = 8, .bits = 8, .colour = PNG_RGB};
        fill_pixels(&plan, colours[i], 3);
        check_tone(&plan, tones[i]);
    }
}

KJ_TEST(image_pixels_are_the_same_whichever_bands_and_turns) {
    static const int16_t places[][4] = {{13, 21, 100, 80}, {-30, -20, 90, 90}, {150, 200, 90, 90}};
    image_case_fill(gray, 120, 90);
    for (uint8_t depth = 1; depth <= 2; depth++) {
        for (int place = 0; place < (depth == 1 ? 3 : 1); place++) {
            const int16_t *at = places[place];
            kj_rect box = {at[0], at[1], at[2], at[3]}, page = {0, 0, 200, 240};
            png_plan plan = {.width = 120, .height = 90, .bits = 8};
            image_case_page(200, 240, 240, depth, KJ_ROTATE_0);
            kj_surface_fill(&at_hand.surface, page, 1);
            KJ_CHECK_EQ(image_case_plan(&plan, gray, box), KJ_OK);
            image_case_levels(expected, page);
            for (int turn = 0; turn < 8; turn++) {
                bool across = turn & 1;
                uint16_t width = across ? 240 : 200, height = across ? 200 : 240;
                uint16_t band = turn < 4 ? height : 37;
                image_case_page(width, height, band, depth, (kj_rotation)(turn & 3));
                for (uint16_t y = 0; y < height; y = (uint16_t)(y + band)) {
                    kj_surface_move_band(&at_hand.surface, y);
                    kj_surface_clear(&at_hand.surface);
                    kj_surface_fill(&at_hand.surface, page, 1);
                    KJ_CHECK_EQ(image_case_plan(&plan, gray, box), KJ_OK);
                    for (int i = 0; i < 200 * 240; i++) {
                        unsigned level = kj_surface_level(&at_hand.surface, i % 200, i / 200);
                        seen[i] = level ? (uint8_t)level : y == 0 ? 0 : seen[i];
                    }
                }
                KJ_CHECK(memcmp(seen, expected, 200 * 240) == 0);
            }
        }
    }
}

KJ_TEST(image_that_no_band_row_shows_is_not_read) {
    png_plan plan = {.width = 120, .height = 90, .bits = 8};
    image_case_page(200, 240, 40, 1, KJ_ROTATE_0);
    image_case_fill(gray, 120, 90);
    KJ_CHECK_EQ(image_case_plan(&plan, gray, (kj_rect){0, 60, 100, 90}), KJ_OK);
    KJ_CHECK_EQ(at_hand.from.reads, 0);
    KJ_CHECK_EQ(image_case_plan(&plan, gray, (kj_rect){0, 0, 0, 90}), KJ_OK);
    KJ_CHECK_EQ(image_case_plan(&plan, gray, (kj_rect){300, 0, 10, 90}), KJ_OK);
    KJ_CHECK_EQ(at_hand.from.reads, 0);
    KJ_CHECK_EQ(image_case_plan(&plan, gray, (kj_rect){0, 30, 120, 90}), KJ_OK);
    unsigned some = at_hand.from.reads; /* ten rows of it */
    KJ_CHECK_EQ(image_case_plan(&plan, gray, (kj_rect){0, -60, 120, 90}), KJ_OK);
    KJ_CHECK(some > 0 && some * 2 < at_hand.from.reads);
}

KJ_TEST(image_from_a_stream_in_pieces_is_the_same) {
    png_plan plan = plan_of_kind(12, 100, 80);
    kj_rect box = {0, 0, 100, 80};
    image_case_fill(gray, 100, 80);
    for (size_t piece = 1; piece < 600; piece = piece * 3 + 1) {
        at_hand.from.piece = piece;
        check_same_as_gray(&plan, box);
    }
    at_hand.from.piece = 0;
}

/* Out of an archive, where the stream gives short pieces and takes memory of the same heap. */
KJ_TEST(image_in_an_archive_is_the_same) {
    png_plan plan = plan_of_kind(5, 300, 200);
    kj_rect box = {0, 0, 150, 100};
    size_t length, archive_length;
    image_case_fill(gray, 300, 200);
    check_same_as_gray(&plan, box); /* leaves the levels in expected */
    uint8_t *file = png_build(&plan, rows, &length);
    for (int method = ZIP_STORED; method <= ZIP_DEFLATED; method += ZIP_DEFLATED) {
        zip_build build;
        memory_source memory;
        kj_zip zip;
        kj_zip_entry entry;
        kj_zip_reader reader;
        zip_build_begin(&build);
        zip_build_add(&build, "a.png", file, length, (unsigned)method);
        uint8_t *archive = zip_build_finish(&build, &archive_length);
        kj_source source = memory_source_of(&memory, archive, archive_length);
        KJ_CHECK_EQ(kj_heap_init(&at_hand.heap, at_hand.region, 92 * 1024), KJ_OK);
        KJ_CHECK_EQ(kj_zip_open(&zip, &source), KJ_OK);
        KJ_CHECK_EQ(kj_zip_find(&zip, "a.png", &entry), KJ_OK);
        KJ_CHECK_EQ(kj_zip_reader_open(&reader, &zip, &entry, &at_hand.heap, 15), KJ_OK);
        kj_stream stream = kj_zip_reader_stream(&reader);
        image_case_page(300, 300, 300, 2, KJ_ROTATE_0);
        KJ_CHECK_EQ(kj_image_paint(&stream, &at_hand.heap, &at_hand.surface, box), KJ_OK);
        kj_zip_reader_close(&reader);
        KJ_CHECK_EQ(kj_heap_get_stats(&at_hand.heap).used, 0);
        image_case_levels(seen, box);
        KJ_CHECK(memcmp(seen, expected, 150 * 100) == 0);
        free(archive);
    }
    free(file);
}

/* What docs/render.md says of memory. The window is what the file's writer chose. */
KJ_TEST(image_memory_is_within_what_the_documents_say) {
    static const struct {
        uint8_t colour, bits, window_bits;
        uint16_t width, box;
        size_t most;
    } cases[] = {{PNG_GRAY, 8, 12, 480, 480, 18}, {PNG_GRAY, 8, 15, 480, 480, 46},
                 {PNG_GRAY, 8, 15, 800, 480, 47}, {PNG_RGB, 8, 15, 800, 480, 50},
                 {PNG_RGBA, 8, 15, 800, 480, 51}, {PNG_RGBA, 8, 15, 1600, 480, 58},
                 {PNG_RGBA, 8, 12, 1600, 480, 30}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        png_plan plan = {.width = cases[i].width, .height = 60, .filter = 4};
        plan.bits = cases[i].bits;
        plan.colour = cases[i].colour;
        plan.window_bits = cases[i].window_bits;
        size_t bytes = png_row_bytes(&plan) * plan.height;
        KJ_CHECK(bytes <= sizeof rows);
        for (size_t at = 0; at < bytes; at++) {
            rows[at] = (uint8_t)(at * at >> 5);
        }
        image_case_page(480, 600, 600, 1, KJ_ROTATE_0);
        KJ_CHECK_EQ(image_case_plan(&plan, rows, (kj_rect){0, 0, (int16_t)cases[i].box, 60}),
                    KJ_OK);
        printf("  %u by 60, kind %u, window %u KB: peak %zu bytes\n", cases[i].width,
               cases[i].colour, 1u << (cases[i].window_bits - 10), at_hand.peak);
        KJ_CHECK(at_hand.peak <= (cases[i].most + 2) * 1024); /* 2 KB that it can do without */
        if (cases[i].most <= 64) {                            /* and no more is needed */
            at_hand.heap_bytes = (cases[i].most + 1) * 1024;
            KJ_CHECK_EQ(image_case_plan(&plan, rows, (kj_rect){0, 0, (int16_t)cases[i].box, 60}),
                        KJ_OK);
            at_hand.heap_bytes = 0;
        }
    }
}

KJ_TEST_MAIN()
