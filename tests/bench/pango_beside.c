/* pango_beside.c - page 1 of an article by Pango and Cairo, beside the same page by Kagoj, as one
 * picture for the documentation.
 *
 * Pango gets what it is good at: the same fonts, size, leading, margins and indent, justified, the
 * default hinting for gray and full hinting without antialiasing for one bit. Host only, built
 * where pangocairo is installed. */
#include <pango/pangocairo.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct page_style {
    int width, height, margin, size, depth;
    const char *family; /* "Serif" or "Sans" */
} page_style;

/* Appends text and the attributes of a span of it. */
typedef struct story {
    GString *text;
    PangoAttrList *attributes;
} story;

static void add_attribute(story *story, PangoAttribute *attribute, guint start) {
    attribute->start_index = start;
    attribute->end_index = (guint)story->text->len;
    pango_attr_list_insert(story->attributes, attribute);
}

static PangoLayout *new_layout(cairo_t *cairo, const page_style *style, bool justify) {
    PangoLayout *layout = pango_cairo_create_layout(cairo);
    cairo_font_options_t *options = cairo_font_options_create();
    if (style->depth == 1) {
        cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_NONE);
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_FULL);
    } else {
        cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    }
    pango_cairo_context_set_font_options(pango_layout_get_context(layout), options);
    cairo_font_options_destroy(options);
    char name[128];
    snprintf(name, sizeof name, "Noto %s Bengali,Noto %s", style->family, style->family);
    PangoFontDescription *font = pango_font_description_from_string(name);
    pango_font_description_set_absolute_size(font, style->size * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_width(layout, (style->width - 2 * style->margin) * PANGO_SCALE);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_justify(layout, justify);
    return layout;
}

/* Draws one block from *y down; false when the page is full. */
static bool draw_block(cairo_t *cairo, const page_style *style, const char *text, bool headline,
                       double *y) {
    PangoLayout *layout = new_layout(cairo, style, !headline);
    story story = {g_string_new(text), pango_attr_list_new()};
    if (headline) {
        add_attribute(&story, pango_attr_weight_new(PANGO_WEIGHT_BOLD), 0);
        add_attribute(&story, pango_attr_scale_new(1.4), 0);
    } else {
        pango_layout_set_indent(layout, style->size * PANGO_SCALE);
    }
    add_attribute(&story,
                  pango_attr_line_height_new_absolute((int)(style->size * (headline ? 2.1 : 1.5)) *
                                                      PANGO_SCALE),
                  0);
    pango_layout_set_text(layout, story.text->str, (int)story.text->len);
    pango_layout_set_attributes(layout, story.attributes);
    PangoLayoutIter *lines = pango_layout_get_iter(layout);
    bool room = true;
    do {
        PangoRectangle box;
        pango_layout_iter_get_line_extents(lines, NULL, &box);
        double bottom = *y + (box.y + box.height) / (double)PANGO_SCALE;
        room = bottom <= style->height - style->margin;
        if (room) {
            double baseline = pango_layout_iter_get_baseline(lines) / (double)PANGO_SCALE;
            cairo_move_to(cairo, style->margin + box.x / (double)PANGO_SCALE, *y + baseline);
            pango_cairo_show_layout_line(cairo, pango_layout_iter_get_line_readonly(lines));
        }
    } while (room && pango_layout_iter_next_line(lines));
    int height;
    pango_layout_get_pixel_size(layout, NULL, &height);
    *y += height + (headline ? style->size / 2 : 0);
    pango_layout_iter_free(lines);
    pango_attr_list_unref(story.attributes);
    g_string_free(story.text, TRUE);
    g_object_unref(layout);
    return room;
}

/* Four grays, as a panel of two bits shows them. */
static void quantise(cairo_surface_t *surface, int depth) {
    cairo_surface_flush(surface);
    unsigned char *pixels = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface);
    int levels = depth == 1 ? 1 : 3;
    for (int y = 0; y < cairo_image_surface_get_height(surface); y++) {
        for (int x = 0; x < cairo_image_surface_get_width(surface); x++) {
            unsigned char *pixel = pixels + y * stride + x * 4;
            int level = (pixel[1] * levels + 127) / 255;
            pixel[0] = pixel[1] = pixel[2] = (unsigned char)(level * 255 / levels);
        }
    }
    cairo_surface_mark_dirty(surface);
}

static cairo_surface_t *pango_page(const page_style *style, char *article) {
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, style->width, style->height);
    cairo_t *cairo = cairo_create(surface);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    cairo_set_source_rgb(cairo, 0, 0, 0);
    double y = style->margin;
    bool headline = true;
    for (char *line = strtok(article, "\n"); line; line = strtok(NULL, "\n")) {
        if (!draw_block(cairo, style, line, headline, &y)) {
            break;
        }
        headline = false;
    }
    cairo_destroy(cairo);
    quantise(surface, style->depth);
    return surface;
}

int main(int argc, char **argv) {
    if (argc != 10) {
        fprintf(stderr, "usage: pango_beside KAGOJ.png ARTICLE.txt WIDTH HEIGHT MARGIN SIZE "
                        "Serif|Sans DEPTH OUT.png\n");
        return 2;
    }
    page_style style = {atoi(argv[3]), atoi(argv[4]), atoi(argv[5]),
                        atoi(argv[6]), atoi(argv[8]), argv[7]};
    char *article;
    if (!g_file_get_contents(argv[2], &article, NULL, NULL)) {
        fprintf(stderr, "pango_beside: cannot read %s\n", argv[2]);
        return 1;
    }
    cairo_surface_t *ours = cairo_image_surface_create_from_png(argv[1]);
    cairo_surface_t *theirs = pango_page(&style, article);
    const int frame = 12;
    cairo_surface_t *both = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, 2 * style.width + 3 * frame, style.height + 2 * frame);
    cairo_t *cairo = cairo_create(both);
    cairo_set_source_rgb(cairo, 0.6, 0.6, 0.6);
    cairo_paint(cairo);
    cairo_set_source_surface(cairo, ours, frame, frame);
    cairo_paint(cairo);
    cairo_set_source_surface(cairo, theirs, style.width + 2 * frame, frame);
    cairo_paint(cairo);
    cairo_destroy(cairo);
    int code = cairo_surface_write_to_png(both, argv[9]) != CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(both);
    cairo_surface_destroy(theirs);
    cairo_surface_destroy(ours);
    g_free(article);
    return code;
}
