/* clean_walk.h - the walk over a page's tree that clean_body.c makes, and the parts of it that
 * stand in files of their own: pictures and tables. */
#ifndef KJ_PRESS_CLEAN_WALK_H
#define KJ_PRESS_CLEAN_WALK_H

#include "press/clean_parts.h"

typedef struct kj_walk {
    const kj_clean_config *config;
    kj_clean_page *page;
    kj_writer writer;
    size_t whole;          /* letters of all under the root */
    unsigned heading_base; /* the highest level of heading met becomes h2 */
    size_t figure_end;     /* out's length right behind a figure without caption; 0: none */
    bool inline_only;      /* in a cell or caption: pictures and blocks are not allowed */
} kj_walk;

/* depth: levels of the walk so far; they are bounded. */
void kj_walk_children(kj_walk *walk, struct _xmlNode *node, unsigned depth);

/* What stands in node as inline XHTML on its own: a cell, a caption. The caller frees it. */
char *kj_walk_inline(const kj_walk *outer, struct _xmlNode *node, unsigned depth);

/* An img: as a figure; an emoji drawn as a picture as its text. */
void kj_walk_image(kj_walk *walk, struct _xmlNode *image);
void kj_walk_figure(kj_walk *walk, struct _xmlNode *figure, unsigned depth);

/* A paragraph that its class calls a caption, right behind a picture, becomes its figcaption: true;
 * else nothing is done. */
bool kj_walk_caption(kj_walk *walk, struct _xmlNode *node, unsigned depth);

/* As rows and cells where it holds data, as what stands in it where it is layout. */
void kj_walk_table(kj_walk *walk, struct _xmlNode *table, unsigned depth);

#endif
