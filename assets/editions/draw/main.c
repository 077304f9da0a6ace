/* main.c - kagoj-draw: writes one picture of the sample editions, or all of them.
 *
 * usage: kagoj-draw NAME FILE.png   (host only, run by the build) */
#include <stdio.h>
#include <string.h>

#include "scenes.h"

typedef struct picture {
    const char *name;
    void (*draw)(kj_canvas *canvas);
    int width_px, height_px;
} picture;

static const picture pictures[] = {
    {"nodi", scene_river, 800, 500},      {"cover", scene_cover, 600, 800},
    {"megh", scene_clouds, 800, 500},     {"rel", scene_railway, 800, 500},
    {"akash", scene_sky, 800, 500},       {"manchitro", scene_map, 800, 560},
    {"dor", scene_bars, 800, 480},        {"roptani", scene_lines, 800, 480},
    {"ekagaj", scene_paper, 800, 360},    {"shilpi", scene_potter, 640, 720},
    {"kartun", scene_crow, 800, 560},     {"alpona", scene_alpona, 720, 720},
    {"machhranga", scene_bird, 800, 520}, {"shobdojot", scene_crossword, 560, 560},
    {"daba", scene_chess, 640, 640},
};

static int draw(const picture *what, const char *path) {
    kj_canvas canvas;
    if (!draw_open(&canvas, what->width_px, what->height_px, 255)) {
        fprintf(stderr, "kagoj-draw: no memory\n");
        return 1;
    }
    what->draw(&canvas);
    bool written = draw_save(&canvas, path);
    draw_close(&canvas);
    if (!written)
        fprintf(stderr, "kagoj-draw: %s cannot be written\n", path);
    return written ? 0 : 1;
}

int main(int argc, char **argv) {
    for (size_t i = 0; argc == 3 && i < sizeof pictures / sizeof *pictures; i++)
        if (strcmp(argv[1], pictures[i].name) == 0)
            return draw(pictures + i, argv[2]);
    fprintf(stderr, "usage: kagoj-draw NAME FILE.png, NAME one of:");
    for (size_t i = 0; i < sizeof pictures / sizeof *pictures; i++)
        fprintf(stderr, " %s", pictures[i].name);
    fputc('\n', stderr);
    return 2;
}
