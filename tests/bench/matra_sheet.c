/* matra_sheet.c - specimen sheets to look at, and the figures behind the choice of thresholds.
 *
 *   matra_sheet lines OUT.png DEPTH ZOOM FACE:SIZE...   lines of real words, one block each
 *   matra_sheet topology FACE FILE SIZE...              how letters fare at each threshold
 *
 * Topology: every glyph of FILE's words is compared, weighed by how often it comes, with its
 * shape at 96 px: strokes torn apart, strokes run together, counters closed, and the ink in
 * proportion to the outline's area. A host tool, not a test. */
#include "unit/shaped.h"

#include "host/png_write.h"
#include "render/raster.h"

#include <stdint.h>

#define MARGIN      6
#define SHEET_CACHE (64 * 1024)
#define CELL        256 /* the largest glyph that is measured, pixels */

static const char *const specimen[] = {
    "বাংলাদেশের প্রধানমন্ত্রী ঘোষণা করেছেন যে খাগড়াছড়ি",
    "কৃষ্ণ শ্রদ্ধা ব্যাঙ্ক অর্থনৈতিক ক্ষুদ্র জ্ঞান উজ্জ্বল ধর্মঘট",
    "গণতন্ত্র পথঘাট শিল্পী নৌকা ঐতিহ্য ওষুধ ৳১২৩৪৫৬৭৮৯০।",
};
#define SPECIMEN_LINES (sizeof specimen / sizeof specimen[0])

typedef struct sheet {
    int width, height;
    uint8_t *gray;
} sheet;

static void copy_block(sheet *page, const kj_surface *surface, int y0, int zoom) {
    int steps = (1 << surface->depth) - 1;
    for (int y = 0; y < surface->height_px * zoom; y++) {
        for (int x = 0; x < surface->width_px * zoom; x++) {
            int level = (int)kj_surface_level(surface, x / zoom, y / zoom);
            page->gray[(size_t)(y0 * zoom + y) * (size_t)page->width + (size_t)x] =
                (uint8_t)(255 - level * 255 / steps);
        }
    }
}

static int block_height(unsigned size_px) {
    return (int)(SPECIMEN_LINES * size_px * 3 / 2 + MARGIN);
}

/* Paints the specimen in one face and size; on a NULL page only says how wide it is. */
static int paint_block(sheet *page, int y0, kj_face_id face, unsigned size_px, unsigned depth,
                       int zoom, int width) {
    unsigned height = (unsigned)block_height(size_px);
    shaped s;
    canvas c;
    int end = 0;
    shaped_open(&s);
    for (unsigned i = 0; i < SPECIMEN_LINES; i++) {
        int baseline = (int)(size_px + size_px * 3 / 2 * i);
        int line = shaped_line(&s, face, (uint8_t)size_px, MARGIN, baseline, specimen[i]);
        end = line > end ? line : end;
    }
    if (page) {
        canvas_open(&c, SHEET_CACHE);
        canvas_blank(&c, (unsigned)width, height, height, depth, KJ_ROTATE_0);
        shaped_require(kj_painter_paint(c.painter, &s.list, &c.surface) == KJ_OK, "paint");
        copy_block(page, &c.surface, y0, zoom);
        canvas_close(&c);
    }
    shaped_close(&s);
    return end + MARGIN;
}

static int write_lines(int argc, char **argv) {
    unsigned depth = (unsigned)atoi(argv[3]), size = 0, face = 0;
    int zoom = atoi(argv[4]), width = 0, height = 0, y = 0;
    for (int i = 5; i < argc; i++) {
        shaped_require(sscanf(argv[i], "%u:%u", &face, &size) == 2 && face < KJ_FACE_COUNT,
                       "read FACE:SIZE");
        int end = paint_block(NULL, 0, (kj_face_id)face, size, depth, zoom, 0);
        width = end > width ? end : width;
        height += block_height(size);
    }
    sheet page = {width * zoom, height * zoom,
                  malloc((size_t)width * (size_t)height * (size_t)(zoom * zoom))};
    for (int i = 5; i < argc; i++) {
        sscanf(argv[i], "%u:%u", &face, &size);
        paint_block(&page, y, (kj_face_id)face, size, depth, zoom, width);
        y += block_height(size);
    }
    kj_status status = kj_png_write(argv[2], KJ_PNG_GRAY8, (uint32_t)page.width,
                                    (uint32_t)page.height, (uint32_t)page.width, page.gray, 0);
    free(page.gray);
    return status == KJ_OK ? 0 : 1;
}

/* One glyph's pixels with a margin of paper around. */
typedef struct cell {
    uint8_t pixel[CELL][CELL];
    int x0, y0, ink;
} cell;

static void draw_cell(void *user, int x, int y, int length, unsigned level) {
    cell *c = user;
    (void)level;
    for (int i = 0; i < length; i++) {
        int column = x + i - c->x0 + 1, row = y - c->y0 + 1;
        if (column > 0 && row > 0 && column < CELL - 1 && row < CELL - 1) {
            c->pixel[row][column] = 1;
            c->ink++;
        }
    }
}

/* Floods all pixels of value from a start; ink joins over corners, paper does not. */
static void flood(cell *c, int row, int column, uint8_t value) {
    static uint32_t stack[CELL * CELL];
    size_t depth = 0;
    stack[depth++] = (uint32_t)(row * CELL + column);
    c->pixel[row][column] = 2;
    while (depth > 0) {
        int at = (int)stack[--depth];
        for (int step = 0; step < 9; step++) {
            int dy = step / 3 - 1, dx = step % 3 - 1;
            int y = at / CELL + dy, x = at % CELL + dx;
            if ((value == 0 && dx != 0 && dy != 0) || y < 0 || x < 0 || y >= CELL || x >= CELL ||
                c->pixel[y][x] != value) {
                continue;
            }
            c->pixel[y][x] = 2;
            stack[depth++] = (uint32_t)(y * CELL + x);
        }
    }
}

static int count_areas(const cell *from, uint8_t value) {
    static cell c;
    int areas = 0;
    c = *from;
    for (int row = 0; row < CELL; row++) {
        for (int column = 0; column < CELL; column++) {
            if (c.pixel[row][column] == value) {
                flood(&c, row, column, value);
                areas++;
            }
        }
    }
    return areas;
}

typedef struct shape {
    int strokes, counters, ink;
} shape;

static shape measure(kj_raster *raster, kj_face_id face, unsigned size, uint16_t glyph,
                     unsigned ink_from) {
    static cell c;
    kj_outline outline;
    memset(&c, 0, sizeof c);
    shaped_require(kj_raster_load(raster, face, (uint8_t)size, glyph, 1, &outline) == KJ_OK,
                   "load");
    if (ink_from) {
        raster->fit.ink_from = (uint8_t)ink_from;
    }
    c.x0 = outline.box.x;
    c.y0 = outline.box.y;
    shaped_require(kj_raster_render(raster, outline.box, draw_cell, &c) == KJ_OK, "render");
    return (shape){count_areas(&c, 1), count_areas(&c, 0) - 1, c.ink};
}

static void count_glyphs(kj_face_id face, const char *path, uint32_t *counts) {
    static char line[1 << 16];
    FILE *file = fopen(path, "r");
    shaped s;
    shaped_require(file != NULL, "open the text");
    shaped_open(&s);
    while (fgets(line, sizeof line, file)) {
        for (char *word = strtok(line, " \n"); word; word = strtok(NULL, " \n")) {
            kj_display_list_clear(&s.list);
            shaped_line(&s, face, 20, 0, 0, word);
            for (unsigned i = 0; i < s.list.glyph_count; i++) {
                counts[s.list.glyphs[i].id]++;
            }
        }
    }
    fclose(file);
    shaped_close(&s);
}

/* How the glyphs fare, summed over the text. */
typedef struct fares {
    double torn, joined, closed, opened, all, ink, true_ink;
} fares;

static fares compare(kj_raster *raster, kj_face_id face, unsigned size, unsigned ink_from,
                     const uint32_t *counts) {
    fares f = {0, 0, 0, 0, 0, 0, 0};
    for (unsigned g = 1; g < 65536; g++) {
        if (counts[g] == 0) {
            continue;
        }
        shape best = measure(raster, face, 96, (uint16_t)g, 128);
        shape here = measure(raster, face, size, (uint16_t)g, ink_from);
        double n = counts[g], em = raster->fit.size_26_6 / 64.0;
        int strokes = here.strokes - best.strokes, counters = here.counters - best.counters;
        f.torn += strokes > 0 ? n * strokes : 0;
        f.joined += strokes < 0 ? -n * strokes : 0;
        f.closed += counters < 0 ? -n * counters : 0;
        f.opened += counters > 0 ? n * counters : 0;
        f.all += n;
        f.ink += n * here.ink / (em * em);
        f.true_ink += n * best.ink / (96.0 * 96.0);
    }
    return f;
}

static int write_topology(int argc, char **argv) {
    static uint32_t counts[65536];
    static uint64_t heap_memory[64 * 1024 / 8];
    static const unsigned thresholds[] = {48, 64, 80, 96, 104, 112, 120, 128, 144};
    kj_face_id face = (kj_face_id)atoi(argv[2]);
    kj_heap heap;
    kj_raster raster;
    count_glyphs(face, argv[3], counts);
    shaped_require(kj_heap_init(&heap, heap_memory, sizeof heap_memory) == KJ_OK &&
                       kj_raster_init(&raster, kj_font_data_table, &heap) == KJ_OK,
                   "start");
    printf("size ink_from  torn  run-together  closed  opened  (per 1000 glyphs)  ink %%\n");
    for (int i = 4; i < argc; i++) {
        unsigned size = (unsigned)atoi(argv[i]);
        for (unsigned t = 0; t < sizeof thresholds / sizeof thresholds[0]; t++) {
            fares f = compare(&raster, face, size, thresholds[t], counts);
            printf("%4u %8u %5.0f %13.0f %7.0f %7.0f %26.0f\n", size, thresholds[t],
                   f.torn * 1000 / f.all, f.joined * 1000 / f.all, f.closed * 1000 / f.all,
                   f.opened * 1000 / f.all, f.ink / f.true_ink * 100);
        }
    }
    kj_raster_deinit(&raster);
    return 0;
}

int main(int argc, char **argv) {
    if (argc >= 6 && strcmp(argv[1], "lines") == 0) {
        return write_lines(argc, argv);
    }
    if (argc >= 5 && strcmp(argv[1], "topology") == 0) {
        return write_topology(argc, argv);
    }
    fprintf(stderr, "matra_sheet lines OUT.png DEPTH ZOOM FACE:SIZE...\n"
                    "matra_sheet topology FACE FILE SIZE...\n");
    return 2;
}
