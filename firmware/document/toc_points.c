/* toc_points.c - the tags of a navigation document or ncx, as points. See toc_private.h.
 *
 * EPUB Navigation Documents (EPUB 3.3, section 7) and the ncx of DAISY (Z39.86-2005, section 8),
 * with what is found in the wild: numbers beside the link, ul for ol, metadata as calibre and
 * Mobipocket write it. Layer: document. */
#include "document/toc_private.h"

enum { LEVEL_MAX = 200 };

static void complete(kj_points *points) {
    if (points->has_open) {
        points->has_open = false;
        kj_toc_label_finish(&points->title);
        points->taken(points);
    }
}

static void begin_point(kj_points *points, uint8_t depth) {
    complete(points);
    kj_point *point = points->open;
    memset(point, 0, sizeof *point);
    point->depth = depth;
    point->offset = kj_xml_offset(points->pass.xml);
    point->path_length = (uint8_t)kj_xml_path(points->pass.xml, point->path, sizeof point->path);
    points->has_open = true;
    points->inside = 0;
    points->in_label = false;
    kj_toc_label_begin(&points->title, point->title, sizeof point->title);
    points->other.text = NULL;
}

static void take_target(kj_points *points, const char *href) {
    kj_point *point = points->open;
    if (!href || !*href || point->has_href) {
        return;
    }
    point->has_href = true;
    if (kj_zip_resolve(points->edition->contents_path, href, point->file, sizeof point->file,
                       point->anchor, sizeof point->anchor) != KJ_OK) {
        point->file[0] = point->anchor[0] = '\0';
        kj_edition_log(points->edition, href, "in the table of contents, but leads nowhere");
    }
}

/* What the press gives: docs/formats.md. */
static void take_data(kj_point *point, const char *const *attributes) {
    kj_toc_label_set(point->summary, sizeof point->summary,
                     kj_xml_attribute(attributes, "data-summary"));
    kj_toc_label_set(point->byline, sizeof point->byline,
                     kj_xml_attribute(attributes, "data-byline"));
    kj_toc_label_set(point->date, sizeof point->date, kj_xml_attribute(attributes, "data-date"));
}

static bool deeper(kj_points *points, int by) {
    if ((by < 0 && points->level == 0) || (by > 0 && points->level == LEVEL_MAX)) {
        return false;
    }
    points->level = (uint8_t)(points->level + by);
    return true;
}

/* --- navigation document --- */

static bool is_toc(const char *const *attributes) {
    const char *type = kj_xml_attribute(attributes, "type");
    const char *role = kj_xml_attribute(attributes, "role");
    return kj_has_token(type, "toc") || kj_has_token(role, "doc-toc") || (!type && !role);
}

static void nav_title(kj_points *points, const char *name, const char *const *attributes) {
    const bool is_link = kj_same_name(name, "a");
    const bool wanted = points->has_open && !points->open->has_href;
    if (points->inside) {
        const char *alt = kj_xml_attribute(attributes, "alt");
        kj_toc_label_add(&points->title, alt ? alt : "", alt ? strlen(alt) : 0);
        points->inside++;
    } else if (wanted && (is_link || kj_same_name(name, "span"))) {
        points->inside = 1;
        kj_toc_label_add(&points->title, " ", 1);
    }
    if (is_link && wanted) {
        take_target(points, kj_xml_attribute(attributes, "href"));
        take_data(points->open, attributes);
    }
}

static void nav_start(void *context, const char *name, const char *const *attributes) {
    kj_points *points = context;
    if (points->pass.done) {
        return;
    }
    if (!points->in_toc) {
        points->in_toc = kj_same_name(name, "nav") && is_toc(attributes);
    } else if (kj_same_name(name, "ol") || kj_same_name(name, "ul")) {
        points->inside = 0;
        (void)deeper(points, 1);
    } else if (kj_same_name(name, "li")) {
        begin_point(points, points->level ? (uint8_t)(points->level - 1u) : 0);
    } else {
        nav_title(points, name, attributes);
    }
}

static void nav_end(void *context, const char *name) {
    kj_points *points = context;
    if (points->pass.done || !points->in_toc) {
        return;
    }
    if (kj_same_name(name, "nav")) {
        kj_edition_enough(&points->pass);
    } else if (kj_same_name(name, "ol") || kj_same_name(name, "ul")) {
        (void)deeper(points, -1);
        points->inside = 0;
    } else if (points->inside) {
        points->inside--;
    }
}

static void nav_text(void *context, const char *text, size_t length) {
    kj_points *points = context;
    if (!points->pass.done && points->inside && points->has_open) {
        kj_toc_label_add(&points->title, text, length);
    }
}

/* --- ncx --- */

/* calibre and Mobipocket put author and description into elements of their own called meta. */
static void ncx_meta(kj_points *points, const char *const *attributes) {
    const char *name = kj_xml_attribute(attributes, "name");
    kj_point *point = points->open;
    points->other.text = NULL;
    if (name && kj_same_name(name, "description") && !point->summary[0]) {
        kj_toc_label_begin(&points->other, point->summary, sizeof point->summary);
    } else if (name && kj_same_name(name, "author") && !point->byline[0]) {
        kj_toc_label_begin(&points->other, point->byline, sizeof point->byline);
    }
}

static void ncx_start(void *context, const char *name, const char *const *attributes) {
    kj_points *points = context;
    if (points->pass.done) {
        return;
    }
    if (!points->in_toc) {
        points->in_toc = kj_same_name(name, "navMap");
    } else if (kj_same_name(name, "navPoint")) {
        begin_point(points, points->level);
        (void)deeper(points, 1);
    } else if (!points->has_open) {
        return;
    } else if (kj_same_name(name, "navLabel")) {
        points->in_label = points->open->title[0] == '\0';
    } else if (kj_same_name(name, "content")) {
        take_target(points, kj_xml_attribute(attributes, "src"));
    } else if (kj_same_name(name, "meta")) {
        ncx_meta(points, attributes);
    }
}

static void ncx_end(void *context, const char *name) {
    kj_points *points = context;
    if (points->pass.done || !points->in_toc) {
        return;
    }
    points->other.text ? kj_toc_label_finish(&points->other) : (void)0;
    points->other.text = NULL;
    if (kj_same_name(name, "navMap")) {
        kj_edition_enough(&points->pass);
    } else if (kj_same_name(name, "navPoint")) {
        (void)deeper(points, -1);
    } else if (kj_same_name(name, "navLabel")) {
        points->in_label = false;
    }
}

static void ncx_text(void *context, const char *text, size_t length) {
    kj_points *points = context;
    if (points->pass.done || !points->has_open) {
        return;
    }
    if (points->other.text) {
        kj_toc_label_add(&points->other, text, length);
    } else if (points->in_label) {
        kj_toc_label_add(&points->title, text, length);
    }
}

void kj_points_begin(kj_points *points, const kj_edition_mark *mark) {
    const kj_edition *edition = points->edition;
    const bool is_nav = edition->contents == KJ_CONTENTS_NAV;
    points->pass =
        (kj_edition_pass){.handlers = {points, is_nav ? nav_start : ncx_start,
                                       is_nav ? nav_end : ncx_end, is_nav ? nav_text : ncx_text},
                          .locator = edition->contents_at,
                          .name = edition->contents_path};
    if (mark) {
        points->pass.path = mark->path;
        points->pass.path_length = mark->path_length;
        points->pass.offset = mark->offset;
        points->in_toc = true;
        points->level = (uint8_t)(mark->depth + (is_nav ? 1u : 0u));
    }
}

void kj_points_finish(kj_points *points) { complete(points); }
