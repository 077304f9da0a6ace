/* toc_private.h - what toc_points.c (tags to points) and toc.c (points to entries) share.
 *
 * A point is a li of the navigation document or a navPoint of the ncx: a title, perhaps a target.
 * What kind of entry it is shows only when the next point is known. Layer: document. */
#ifndef KJ_DOCUMENT_TOC_PRIVATE_H
#define KJ_DOCUMENT_TOC_PRIVATE_H

#include "document/edition_private.h"

typedef struct kj_point {
    uint32_t offset; /* of its first tag in the file */
    uint8_t depth;
    uint8_t path_length; /* 0: cannot be resumed here */
    bool has_href;
    char path[KJ_EDITION_MARK_PATH];
    char title[KJ_EDITION_TITLE_MAX + 1u];
    char summary[2u * KJ_EDITION_TITLE_MAX + 2u];
    char byline[KJ_EDITION_NAME_MAX + 1u];
    char date[32];
    char file[KJ_EDITION_PATH_BYTES]; /* "": no target, or one outside the archive */
    char anchor[KJ_EDITION_ANCHOR_BYTES];
} kj_point;

typedef struct kj_points {
    kj_edition_pass pass; /* first */
    kj_edition *edition;
    kj_point *open; /* the point whose tags come by; the caller's, changed in taken */
    bool has_open;
    bool in_toc;
    uint8_t level;      /* of lists or navPoints that are open */
    kj_toc_label title; /* of open: in pieces, as a number and a link may be apart */
    kj_toc_label other; /* a meta of the ncx */
    unsigned inside;    /* elements open inside the one that is a title; 0: not in one */
    bool in_label;      /* ncx: navLabel */
    void (*taken)(struct kj_points *points); /* open is complete */
} kj_points;

/* points->pass is set up but for done; from a mark or, where mark is NULL, from the beginning. */
void kj_points_begin(kj_points *points, const kj_edition_mark *mark);

/* After the run: completes the last point. */
void kj_points_finish(kj_points *points);

#endif
