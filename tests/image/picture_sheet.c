/* picture_sheet.c - specimen pictures as the panel shows them, to be looked at.
 *
 *   picture_sheet OUT.png DEPTH           the specimen, painted at its size and smaller
 *   picture_sheet OUT.png DEPTH IN.png    a PNG of one's own, 480 pixels wide
 *
 * The specimen is drawn with whole numbers alone, so that the sheets in docs/pictures/ can be
 * compared byte by byte. A host tool and, over those sheets, a test. */
#include "png_build.h"
#include "render/image.h"

#include "host/png_write.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 480, HEIGHT = 300, SMALL = 288, GAP = 8 };

static uint8_t gray[WIDTH * HEIGHT];

static unsigned hash(unsigned x, unsigned y) {
    unsigned h = x * 374761393u + y * 668265263u;
    h = (h ^ h >> 13) * 1274126177u;
    return (h ^ h >> 16) & 255;
}

/* Smooth noise 0..255 with features of 2^shift pixels. */
static unsigned noise(unsigned x, unsigned y, unsigned shift) {
    unsigned one = 1u << shift, u = x & (one - 1), v = y & (one - 1), i = x >> shift,
             j = y >> shift;
    unsigned top = hash(i, j) * (one - u) + hash(i + 1, j) * u;
    unsigned bottom = hash(i, j + 1) * (one - u) + hash(i + 1, j + 1) * u;
    return (top * (one - v) + bottom * v) >> (2 * shift);
}

static unsigned rough(unsigned x, unsigned y) {
    return (noise(x, y, 6) * 8 + noise(x + 99, y, 5) * 4 + noise(x, y + 77, 4) * 2 +
            noise(x, y, 3) + noise(x, y, 2)) /
           16;
}

static unsigned root(unsigned square) {
    unsigned side = 0;
    while ((side + 1) * (side + 1) <= square) {
        side++;
    }
    return side;
}

static int far(int x, int y) { return (int)root((unsigned)(x * x + y * y)); }

static int least(int a, int b) { return a < b ? a : b; }

/* Sky and sun, two ranges of hills, a river with the sun in it. */
static int landscape(int x, int y) {
    int sun = far(x - 210, y - 45), ridge = 70 + (int)noise((unsigned)x + 40, 0, 5) / 5;
    int hill = 100 + (int)noise((unsigned)x, 9, 6) / 6;
    if (y > 150) {
        int glint = 70 - (x > 210 ? x - 210 : 210 - x) * 2,
            wave = (int)hash((unsigned)x / 6, (unsigned)y / 2);
        return least(255, 60 + (y - 150) + (glint > 0 && wave > 100 ? glint * 2 : wave / 12));
    }
    if (y > hill) {
        return 15 + (int)rough((unsigned)x * 3, (unsigned)y * 3) / 4;
    }
    if (y > ridge) {
        return 95 + (int)rough((unsigned)x, (unsigned)y) / 5;
    }
    int sky = 150 + y * 3 / 4 + (int)rough((unsigned)x / 2 + 500, (unsigned)y * 2) / 6 - 20;
    return sun < 22 ? 252 : least(250, sky + (sun < 70 ? 70 - sun : 0));
}

/* A ball lit from the upper left on a bright ground. */
static int ball(int x, int y) {
    int distance = far(x - 70, y - 70);
    if (distance > 55) {
        int shade = far((x - 85) * 2 / 3, (y - 125) * 3);
        return least(230, 120 + shade);
    }
    int depth = (int)root((unsigned)(55 * 55 - distance * distance + 1));
    int light = (70 - x) * 5 + (70 - y) * 6 + depth * 10;
    return least(255, 25 + (light > 0 ? light / 4 : 0) + (int)hash((unsigned)x, (unsigned)y) / 30);
}

/* Circles of one line and of two, rays, boxes of even tones. */
static int drawing(int x, int y) {
    int distance = far(x - 60, y - 50);
    if (distance == 45 || distance == 30 || distance == 31 || (x - 60) * 3 == (y - 50) * 7 ||
        (x < 60 && x + y == 110)) {
        return 0;
    }
    if (y > 20 && y < 80 && x >= 130 && x < 390) {
        int box = (x - 130) / 52, inside = (x - 130) % 52;
        bool edge = inside == 0 || inside == 44 || y == 21 || y == 79;
        return inside > 44 ? 255 : edge ? 0 : 40 + box * 45;
    }
    return x > 400 && y > 10 && y < 90
               ? ((x + y) % 6 < 1 || (x > 440 && (x - y + 480) % 6 < 1) ? 0 : 255)
               : 255;
}

static uint8_t specimen(int x, int y) {
    if (y < 180) {
        return (uint8_t)(x < 320 ? landscape(x, y) : x < 328 ? 255 : ball(x - 328, y));
    }
    if (y >= 184 && y < 204) {
        return (uint8_t)(x * 255 / (WIDTH - 1));
    }
    return (uint8_t)(y < 204 ? 255 : drawing(x, y - 204));
}

static kj_status read_file(void *context, uint32_t offset, uint8_t *bytes, size_t capacity,
                           size_t *length) {
    if (fseek(context, (long)offset, SEEK_SET) != 0) {
        return KJ_ERR_IO;
    }
    *length = fread(bytes, 1, capacity, context);
    return *length > 0 ? KJ_OK : ferror((FILE *)context) ? KJ_ERR_IO : KJ_END;
}

static int complain(const char *what) {
    fprintf(stderr, "picture_sheet: %s\n", what);
    return EXIT_FAILURE;
}

/* Where the specimen has no file, it makes one. */
static FILE *open_picture(const char *path) {
    if (path) {
        return fopen(path, "rb");
    }
    png_plan plan = {.width = WIDTH, .height = HEIGHT, .bits = 8, .filter = 1};
    size_t length;
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
        gray[i] = specimen(i % WIDTH, i / WIDTH);
    }
    uint8_t *file = png_build(&plan, gray, &length);
    FILE *made = tmpfile();
    if (made && (fwrite(file, 1, length, made) != length || fflush(made) != 0)) {
        fclose(made);
        made = NULL;
    }
    free(file);
    return made;
}

/* Height of the picture when it is width wide. */
static int16_t height_of(FILE *file, int width) {
    uint8_t head[24] = {0};
    size_t length;
    if (read_file(file, 0, head, sizeof head, &length) != KJ_OK || length < sizeof head) {
        return 0;
    }
    int from_width = head[18] << 8 | head[19], from_height = head[22] << 8 | head[23];
    return (int16_t)(from_width > 0 ? from_height * width / from_width : 0);
}

static kj_status paint_sheet(FILE *file, bool twice, unsigned depth, const char *path) {
    static _Alignas(8) uint8_t region[80 * 1024];
    kj_heap heap;
    kj_surface surface;
    kj_stream stream = {.context = file, .read = read_file};
    int16_t height = height_of(file, WIDTH), small = height_of(file, SMALL);
    uint16_t page = (uint16_t)(height + (twice ? small + GAP : 0));
    size_t bytes = kj_surface_bytes(WIDTH, page, (uint8_t)depth);
    void *memory = malloc(bytes + 1);
    kj_status status = kj_heap_init(&heap, region, sizeof region);
    if (status == KJ_OK) {
        status = kj_surface_init(&surface, memory, bytes, WIDTH, page, page, (uint8_t)depth,
                                 KJ_ROTATE_0);
    }
    if (status == KJ_OK) {
        status = kj_image_paint(&stream, &heap, &surface, (kj_rect){0, 0, WIDTH, height});
    }
    if (status == KJ_OK && twice) {
        kj_rect below = {0, (int16_t)(height + GAP), SMALL, small};
        status = kj_image_paint(&stream, &heap, &surface, below);
    }
    if (status == KJ_OK) {
        status = kj_png_write_page(path, &surface, 0);
    }
    free(memory);
    return status;
}

int main(int argc, char **argv) {
    unsigned depth = argc > 2 ? (unsigned)atoi(argv[2]) : 0;
    if (argc < 3 || argc > 4 || depth < 1 || depth > 2) {
        fprintf(stderr, "usage: picture_sheet OUT.png DEPTH [IN.png]\n");
        return 2;
    }
    FILE *file = open_picture(argc > 3 ? argv[3] : NULL);
    if (!file) {
        return complain("the picture cannot be opened");
    }
    kj_status status = paint_sheet(file, argc == 3, depth, argv[1]);
    fclose(file);
    return status == KJ_OK ? EXIT_SUCCESS : complain(kj_status_name(status));
}
