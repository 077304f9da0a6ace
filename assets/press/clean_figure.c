/* clean_figure.c - pictures of a page; see clean_walk.h. */
#include "press/bengali.h"
#include "press/clean_walk.h"

#include <libxml/tree.h>
#include <stdlib.h>
#include <string.h>

enum {
    ICON_SIDE = 40,       /* pixels: pictures said to be this small are no pictures */
    CAPTION_LETTERS = 400 /* at most, of a paragraph whose class calls it a caption */
};

static bool is_small(const char *side) {
    size_t digits = strspn(side, "0123456789");
    return digits > 0 && digits < 5 &&
           (side[digits] == '\0' || strncmp(side + digits, "px", 2) == 0) &&
           atoi(side) <= ICON_SIDE;
}

static bool is_icon(const struct _xmlNode *node) {
    return is_small(kj_tree_attribute(node, "width")) ||
           is_small(kj_tree_attribute(node, "height")) ||
           strstr(kj_tree_attribute(node, "class"), "emoji") != NULL;
}

/* The largest candidate of a srcset that is at most 1,200 pixels wide, or the first; "" if none. */
static char *from_srcset(const char *set) {
    char *best = kj_press_copy("");
    long best_width = -1;
    while (*set) {
        set += strspn(set, " \t\r\n,");
        size_t length = strcspn(set, " \t\r\n");
        while (length > 0 && set[length - 1] == ',') {
            length--;
        }
        const char *tail = set + length;
        long width = strtol(tail, NULL, 10);
        if (length > 0 && (best_width < 0 || (width > best_width && width <= 1200))) {
            kj_press_replace(&best, kj_press_cut(set, length));
            best_width = width;
        }
        set = tail + strcspn(tail, ",");
    }
    return best;
}

static bool is_placeholder(const char *address) {
    return strncmp(address, "data:", 5) == 0 && strlen(address) < 2000;
}

/* Where a picture is: pages that load late keep the true address elsewhere than in src. */
static char *picture_address(const struct _xmlNode *node) {
    static const char *const names[] = {"data-src", "data-original", "data-lazy-src", "data-url",
                                        "src"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = kj_tree_attribute(node, names[i]);
        if (*value && !is_placeholder(value)) {
            return kj_press_copy(value);
        }
    }
    static const char *const sets[] = {"srcset", "data-srcset"};
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        char *value = from_srcset(kj_tree_attribute(node, sets[i]));
        if (*value && !is_placeholder(value)) {
            return value;
        }
        free(value);
    }
    return kj_press_copy(kj_tree_attribute(node, "src"));
}

static kj_clean_image *add_image(kj_walk *at, const struct _xmlNode *node) {
    kj_clean_page *page = at->page;
    char *written = picture_address(node);
    if (!*written || page->image_count >= KJ_CLEAN_IMAGES_MAX) {
        free(written);
        return NULL;
    }
    page->images = kj_press_grow(page->images, (page->image_count + 1) * sizeof *page->images);
    kj_clean_image *image = &page->images[page->image_count];
    const char *alt = kj_tree_attribute(node, "alt");
    image->href = kj_press_format("picture-%zu.png", page->image_count++);
    image->address = kj_tree_address(at->config->address, written);
    image->alt = kj_bengali_clean_line(alt, strlen(alt));
    free(written);
    return image;
}

/* A figure of one picture, its caption (inline XHTML, "" or NULL: none) with it. */
static void put_figure(kj_walk *at, const struct _xmlNode *img, const char *caption) {
    kj_clean_image *image =
        at->inline_only || at->config->no_images || is_icon(img) ? NULL : add_image(at, img);
    if (!image) {
        const char *alt = kj_tree_attribute(img, "alt");
        if (is_icon(img) && strlen(alt) <= 16) {
            kj_writer_text(&at->writer, alt); /* an emoji drawn as a picture */
        }
        if (caption && *caption) {
            char *paragraph = kj_press_format("<p>%s</p>", caption);
            kj_writer_element(&at->writer, paragraph);
            free(paragraph);
        }
        return;
    }
    kj_buffer figure = {0};
    kj_buffer_format(&figure, "<figure><img src=\"%s\" alt=\"", image->href);
    kj_buffer_xml(&figure, image->alt);
    kj_buffer_text(&figure, "\"/>");
    const char *title = kj_tree_attribute(img, "title");
    if (caption && *caption) {
        kj_buffer_format(&figure, "<figcaption>%s</figcaption>", caption);
    } else if (at->config->titled_images && *title) {
        char *line = kj_bengali_clean_line(title, strlen(title));
        kj_buffer_text(&figure, "<figcaption>");
        kj_buffer_xml(&figure, line);
        kj_buffer_text(&figure, "</figcaption>");
        free(line);
    }
    kj_buffer_text(&figure, "</figure>");
    kj_writer_element(&at->writer, figure.data);
    at->figure_end = caption && *caption ? 0 : at->writer.out.length;
    kj_buffer_free(&figure);
}

bool kj_walk_caption(kj_walk *at, struct _xmlNode *node, unsigned depth) {
    static const char end[] = "</figure>\n";
    kj_buffer *out = &at->writer.out;
    if (at->inline_only || at->figure_end == 0 || at->figure_end != out->length ||
        !strstr(kj_tree_attribute(node, "class"), "caption") ||
        kj_tree_letters(node) > CAPTION_LETTERS) {
        return false;
    }
    char *caption = kj_walk_inline(at, node, depth);
    if (*caption) {
        out->length -= strlen(end);
        kj_buffer_format(out, "<figcaption>%s</figcaption>%s", caption, end);
        at->figure_end = 0;
    }
    free(caption);
    return true;
}

void kj_walk_figure(kj_walk *at, struct _xmlNode *node, unsigned depth) {
    struct _xmlNode *last = NULL, *image;
    for (image = node; image; image = kj_tree_next(node, image, true)) {
        last = kj_tree_is(image, "img") && !is_icon(image) ? image : last;
    }
    if (at->inline_only || at->config->no_images || !last || kj_tree_find(node, "table")) {
        kj_walk_children(at, node, depth);
        return;
    }
    char *caption = kj_walk_inline(at, node, depth); /* figcaption, and what stands beside it */
    for (image = node; image; image = kj_tree_next(node, image, true)) {
        if (kj_tree_is(image, "img") && !is_icon(image)) {
            put_figure(at, image, image == last ? caption : NULL);
        }
    }
    free(caption);
}

void kj_walk_image(kj_walk *at, struct _xmlNode *image) { put_figure(at, image, NULL); }
