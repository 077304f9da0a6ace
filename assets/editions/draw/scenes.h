/* scenes.h - the pictures of the sample editions, each by a function that fills a canvas. */
#ifndef KJ_DRAW_SCENES_H
#define KJ_DRAW_SCENES_H

#include "canvas.h"

void scene_river(kj_canvas *canvas);   /* hills, river, a boat, morning sun */
void scene_cover(kj_canvas *canvas);   /* upright: the sun over the river, a border */
void scene_clouds(kj_canvas *canvas);  /* heaped clouds over rice fields */
void scene_railway(kj_canvas *canvas); /* a line in the fog at night */
void scene_sky(kj_canvas *canvas);     /* moon, stars, a meteor over trees */
void scene_map(kj_canvas *canvas);     /* a map of a union with its canals */
void scene_bars(kj_canvas *canvas);    /* a bar chart */
void scene_lines(kj_canvas *canvas);   /* a line chart */
void scene_paper(kj_canvas *canvas);   /* a section through electronic paper */
void scene_potter(kj_canvas *canvas);  /* a portrait */
void scene_crow(kj_canvas *canvas);    /* a cartoon: a crow reads the paper */
void scene_alpona(kj_canvas *canvas);  /* an ornament drawn on a floor */
void scene_bird(kj_canvas *canvas);    /* a kingfisher on a reed */
void scene_crossword(kj_canvas *canvas);
void scene_chess(kj_canvas *canvas);

/* Shared by landscapes. */
void scene_boat(kj_canvas *canvas, int x, int y, int size, int gray); /* size: length in units */
void scene_birds(kj_canvas *canvas, int x, int y, int count, uint32_t seed, int gray);
/* A palm's trunk and leaves, its foot at x, y. */
void scene_palm(kj_canvas *canvas, int x, int y, int height, uint32_t seed, int gray);

#endif
