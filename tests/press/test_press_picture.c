/* test_press_picture.c - pictures of every kind in, gray PNG out. */
#include "pictures.h"
#include "press/picture.h"
#include "test.h"

#include <stdbool.h>
#include <zlib.h>

typedef made_file (*maker)(const uint8_t *rgba, unsigned width, unsigned height);

static made_file make_upright_jpeg(const uint8_t *rgba, unsigned width, unsigned height) {
    return make_jpeg(rgba, width, height, 0);
}

static const maker makers[] = {make_png, make_upright_jpeg, make_gif, make_webp};
static const char *const names[] = {"PNG", "JPEG", "GIF", "WebP"};

static void fill(uint8_t *rgba, unsigned count, uint32_t colour) {
    for (unsigned i = 0; i < count; i++) {
        for (unsigned j = 0; j < 4; j++) {
            rgba[4 * i + j] = (uint8_t)(colour >> (24 - 8 * j));
        }
    }
}

static kj_picture convert(made_file file, const kj_picture_config *config) {
    kj_picture picture = {0};
    kj_status status = kj_picture_convert(file.bytes, file.length, config, &picture);
    free(file.bytes);
    KJ_CHECK_EQ(status, KJ_OK);
    return picture;
}

static unsigned gray_at(const kj_picture *picture, unsigned x, unsigned y) {
    unsigned width = 0, height = 0;
    uint8_t *gray = read_gray(picture->png, picture->png_bytes, &width, &height);
    unsigned value = gray && x < width && y < height ? gray[y * width + x] : 999;
    free(gray);
    return value;
}

static const kj_picture_config fine = {480, 800, 256};

KJ_TEST(every_format_gives_the_same_gray) {
    static uint8_t rgba[40 * 30 * 4];
    fill(rgba, 40 * 30, 0xFF0000FF); /* red: 0.2126 of the light, 127 in sRGB */
    for (size_t i = 0; i < 4; i++) {
        kj_picture picture = convert(makers[i](rgba, 40, 30), &fine);
        unsigned value = gray_at(&picture, 20, 15);
        free(picture.png);
        KJ_CHECK_STR(picture.format, names[i]);
        KJ_CHECK_EQ(picture.width_px, 40);
        KJ_CHECK_EQ(picture.height_px, 30);
        KJ_CHECK(value >= 126 && value <= 128);
    }
}

KJ_TEST(transparency_is_white) {
    static uint8_t rgba[8 * 8 * 4];
    fill(rgba, 64, 0x00000000);
    static const maker with_alpha[] = {make_png, make_gif, make_webp};
    for (size_t i = 0; i < 3; i++) {
        kj_picture picture = convert(with_alpha[i](rgba, 8, 8), &fine);
        unsigned value = gray_at(&picture, 3, 3), depth = picture.depth;
        free(picture.png);
        KJ_CHECK_EQ(value, 255);
        KJ_CHECK_EQ(depth, 1);
    }
    fill(rgba, 64, 0x00000080); /* half black: half the light */
    kj_picture picture = convert(make_png(rgba, 8, 8), &fine);
    unsigned value = gray_at(&picture, 3, 3);
    free(picture.png);
    KJ_CHECK(value >= 186 && value <= 189);
}

KJ_TEST(scaling_averages_light_not_values) {
    static uint8_t rgba[64 * 64 * 4];
    for (unsigned i = 0; i < 64 * 64; i++) {
        fill(rgba + 4 * i, 1, (i + i / 64) % 2 ? 0xFFFFFFFF : 0x000000FF);
    }
    kj_picture_config config = {32, 32, 256};
    kj_picture picture = convert(make_png(rgba, 64, 64), &config);
    unsigned value = gray_at(&picture, 10, 10), width = picture.width_px;
    free(picture.png);
    KJ_CHECK_EQ(width, 32);
    KJ_CHECK_EQ(value, 188);
}

KJ_TEST(a_picture_fits_the_panel_and_keeps_its_proportions) {
    static uint8_t rgba[1200 * 900 * 4];
    fill(rgba, 1200 * 900, 0x808080FF);
    kj_picture wide = convert(make_png(rgba, 1200, 900), &kj_picture_config_default);
    kj_picture tall = convert(make_png(rgba, 500, 2000), &kj_picture_config_default);
    kj_picture small = convert(make_png(rgba, 100, 50), &kj_picture_config_default);
    kj_picture thin = convert(make_png(rgba, 4000, 2), &kj_picture_config_default);
    unsigned flat = gray_at(&wide, 479, 359);
    free(wide.png);
    free(tall.png);
    free(small.png);
    free(thin.png);
    KJ_CHECK_EQ(wide.width_px, 480);
    KJ_CHECK_EQ(wide.height_px, 360);
    KJ_CHECK_EQ(tall.width_px, 200);
    KJ_CHECK_EQ(tall.height_px, 800);
    KJ_CHECK_EQ(small.width_px, 100);
    KJ_CHECK_EQ(thin.width_px, 480);
    KJ_CHECK_EQ(thin.height_px, 1);
    KJ_CHECK(flat >= 127 && flat <= 136); /* the nearest of 16 levels */
}

/* A gray ramp with grain: what a photograph is to deflate. */
static made_file photograph(unsigned width, unsigned height) {
    uint8_t *rgba = malloc((size_t)width * height * 4);
    uint32_t seed = 7;
    for (unsigned i = 0; i < width * height; i++) {
        seed = seed * 1664525u + 1013904223u;
        uint32_t value =
            (i % width * 200 / width + (i / width) * 40 / height + (seed >> 28)) & 0xFF;
        fill(rgba + 4 * (size_t)i, 1, value * 0x01010100u | 0xFF);
    }
    made_file made = make_png(rgba, width, height);
    free(rgba);
    return made;
}

KJ_TEST(the_window_is_small_and_what_the_stream_says) {
    kj_picture picture = convert(photograph(480, 640), &kj_picture_config_default);
    /* IDAT's data begins after signature (8), IHDR (25) and its own length and type (8). */
    unsigned stated = (picture.png[8 + 25 + 8] >> 4) + 8u;
    unsigned depth = picture.depth, bits = picture.window_bits;
    free(picture.png);
    KJ_CHECK_EQ(stated, bits);
    KJ_CHECK_EQ(bits, 12);
    KJ_CHECK_EQ(depth, 4);
}

static unsigned mean_of(const uint8_t *gray, unsigned width, unsigned left, unsigned top) {
    unsigned sum = 0;
    for (unsigned i = 0; i < 256; i++) {
        sum += gray[(top + i / 16) * width + left + i % 16];
    }
    return sum / 256;
}

KJ_TEST(slopes_keep_their_tones_without_steps) {
    static uint8_t rgba[256 * 64 * 4];
    for (unsigned i = 0; i < 256 * 64; i++) {
        fill(rgba + 4 * i, 1, (96 + i % 256 / 4) * 0x01010100u | 0xFF);
    }
    kj_picture picture = convert(make_png(rgba, 256, 64), &kj_picture_config_default);
    unsigned width, height, worst = 0, depth = picture.depth;
    uint8_t *gray = read_gray(picture.png, picture.png_bytes, &width, &height);
    for (unsigned x = 0; x + 16 <= width; x += 4) {
        unsigned mean = mean_of(gray, width, x, 24), wanted = 96 + (x + 7) / 4;
        unsigned off = mean > wanted ? mean - wanted : wanted - mean;
        worst = off > worst ? off : worst;
    }
    free(gray);
    free(picture.png);
    KJ_CHECK_EQ(depth, 4);
    KJ_CHECK(worst <= 3);
}

KJ_TEST(areas_of_a_drawing_stay_flat) {
    static uint8_t rgba[64 * 64 * 4];
    for (unsigned i = 0; i < 64 * 64; i++) {
        fill(rgba + 4 * i, 1, i / 64 < 32 ? 0xC8C8C8FF : 0x3A3A3AFF);
    }
    kj_picture picture = convert(make_png(rgba, 64, 64), &kj_picture_config_default);
    unsigned width, height;
    uint8_t *gray = read_gray(picture.png, picture.png_bytes, &width, &height);
    bool flat = true;
    for (unsigned i = 0; i < 64 * 64; i++) {
        flat = flat && gray[i] == (i / 64 < 32 ? 204 : 51);
    }
    free(gray);
    free(picture.png);
    KJ_CHECK(flat);
}

KJ_TEST(the_same_bytes_give_the_same_png) {
    kj_picture one = convert(photograph(300, 200), &kj_picture_config_default);
    kj_picture two = convert(photograph(300, 200), &kj_picture_config_default);
    bool same = one.png_bytes == two.png_bytes && memcmp(one.png, two.png, one.png_bytes) == 0;
    free(one.png);
    free(two.png);
    KJ_CHECK(same);
}

KJ_TEST(few_levels_take_few_bits_without_loss) {
    static uint8_t rgba[32 * 4 * 4];
    static const unsigned depths[] = {1, 2, 4, 8}, steps[] = {255, 85, 17, 1};
    for (unsigned i = 0; i < 4; i++) {
        for (unsigned j = 0; j < 128; j++) {
            uint32_t level = j % (255 / steps[i] + 1);
            fill(rgba + 4 * j, 1, level * steps[i] * 0x01010100u | 0xFF);
        }
        kj_picture picture = convert(make_png(rgba, 32, 4), &fine);
        unsigned depth = picture.depth, value = gray_at(&picture, 1, 0);
        free(picture.png);
        KJ_CHECK_EQ(depth, depths[i]);
        KJ_CHECK_EQ(value, steps[i]);
    }
}

/* Left half black, right half white, wide; as its orientation says it stands otherwise. */
KJ_TEST(photographs_are_turned_upright) {
    static uint8_t rgba[32 * 16 * 4];
    for (unsigned i = 0; i < 32 * 16; i++) {
        fill(rgba + 4 * i, 1, i % 32 < 16 ? 0x000000FF : 0xFFFFFFFF);
    }
    static const struct {
        int orientation;
        unsigned width, first, last; /* gray at the first and the last pixel */
    } cases[] = {{1, 32, 0, 255}, {2, 32, 255, 0}, {3, 32, 255, 0}, {4, 32, 0, 255},
                 {5, 16, 0, 255}, {6, 16, 0, 255}, {7, 16, 255, 0}, {8, 16, 255, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kj_picture picture = convert(make_jpeg(rgba, 32, 16, cases[i].orientation), &fine);
        unsigned first = gray_at(&picture, 0, 0);
        unsigned last = gray_at(&picture, picture.width_px - 1u, picture.height_px - 1u);
        free(picture.png);
        KJ_CHECK_EQ(picture.width_px, cases[i].width);
        KJ_CHECK(first < 8 ? cases[i].first == 0 : cases[i].first == 255);
        KJ_CHECK(last < 8 ? cases[i].last == 0 : cases[i].last == 255);
    }
}

KJ_TEST(every_cut_of_a_file_is_refused_or_whole) {
    static uint8_t rgba[48 * 48 * 4];
    for (unsigned i = 0; i < 48 * 48; i++) {
        fill(rgba + 4 * i, 1, i * 2654435761u | 0xFF);
    }
    for (size_t i = 0; i < 4; i++) {
        made_file file = makers[i](rgba, 48, 48);
        size_t good = 0;
        for (size_t length = 0; length < file.length; length += length < 64 ? 1 : 97) {
            uint8_t *cut = malloc(length + 1); /* its own block, so that reading past it shows */
            memcpy(cut, file.bytes, length);
            kj_picture picture = {0};
            kj_status status = kj_picture_convert(cut, length, &fine, &picture);
            free(cut);
            free(picture.png);
            good += status == KJ_OK;
        }
        free(file.bytes);
        KJ_CHECK_EQ(good, 0);
    }
}

KJ_TEST(flipped_bytes_never_do_harm) {
    static uint8_t rgba[24 * 24 * 4];
    for (unsigned i = 0; i < 24 * 24; i++) {
        fill(rgba + 4 * i, 1, i * 2654435761u | 0xFF);
    }
    uint32_t seed = 3;
    for (size_t i = 0; i < 4; i++) {
        made_file file = makers[i](rgba, 24, 24);
        for (int round = 0; round < 300; round++) {
            seed = seed * 1664525u + 1013904223u;
            size_t at = (seed >> 8) % file.length;
            uint8_t before = file.bytes[at];
            file.bytes[at] = (uint8_t)(seed >> 3);
            kj_picture picture = {0};
            kj_status status = kj_picture_convert(file.bytes, file.length, &fine, &picture);
            free(picture.png);
            KJ_CHECK(status == KJ_OK || picture.png == NULL);
            file.bytes[at] = before;
        }
        free(file.bytes);
    }
}

KJ_TEST(what_is_no_picture_is_said_to_be_none) {
    static const char svg[] = "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    static const char html[] = "<!DOCTYPE html><p>404</p>";
    kj_picture picture;
    KJ_CHECK_EQ(kj_picture_convert("", 0, &fine, &picture), KJ_ERR_MISSING);
    KJ_CHECK_EQ(kj_picture_convert(html, sizeof html - 1, &fine, &picture), KJ_ERR_MISSING);
    KJ_CHECK_EQ(kj_picture_convert(svg, sizeof svg - 1, &fine, &picture), KJ_ERR_MISSING);
    KJ_CHECK_STR(kj_picture_format(svg, sizeof svg - 1), "SVG");
    KJ_CHECK(kj_picture_format(html, sizeof html - 1) == NULL);
}

KJ_TEST(a_lie_about_size_is_too_large) {
    static uint8_t rgba[4 * 4 * 4];
    made_file file = make_png(rgba, 4, 4);
    file.bytes[16] = 0x00; /* width 0x00400004, with IHDR's CRC made to fit */
    file.bytes[17] = 0x40;
    uint32_t crc = (uint32_t)crc32(0, file.bytes + 12, 17);
    for (unsigned i = 0; i < 4; i++) {
        file.bytes[29 + i] = (uint8_t)(crc >> (24 - 8 * i));
    }
    kj_picture picture;
    kj_status status = kj_picture_convert(file.bytes, file.length, &fine, &picture);
    free(file.bytes);
    KJ_CHECK(status == KJ_ERR_TOO_LARGE || status == KJ_ERR_FORMAT);
}

KJ_TEST_MAIN()
