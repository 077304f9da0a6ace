/* xhtml_blocks.c - what each element means for the text in it. Layer: document. */
#include "document/xhtml_attributes.h"
#include "document/xhtml_elements.h"

#include <string.h>

static bool is_hidden(kj_xhtml_live *live) {
    return live->before || (kj_xhtml_top(live)->flags & KJ_FRAME_HIDDEN);
}

static bool row_is_undecided(kj_xhtml_live *live) {
    const kj_xhtml_frame *row = kj_xhtml_row(live);
    return row && !(row->flags & KJ_FRAME_TABLE);
}

/* p, div and the like: a second one in a row's only cell so far shows that it is no table's. */
void kj_xhtml_begin_plain(kj_xhtml_live *live, attributes_of attributes, int hints) {
    kj_xhtml_frame *frame = kj_xhtml_top(live);
    if (row_is_undecided(live) && live->state.begun) {
        kj_xhtml_dissolve(live);
    }
    kj_xhtml_break_block(live);
    frame->flags |= KJ_FRAME_BLOCK;
    const char *classes = kj_xml_attribute(attributes, "class");
    if (hints) {
        kj_block_kind kind = kj_class_kind(classes, kj_xml_attribute(attributes, "type"));
        frame->kind = kind == KJ_BLOCK_KINDS ? frame->kind : (uint8_t)kind;
    }
    if (live->xhtml->config.drops_link_bars && (kj_attribute_has(classes, "calibre_navbar") ||
                                                kj_attribute_has(classes, "touchscreen_navbar"))) {
        frame->flags |= KJ_FRAME_HIDDEN;
    }
}

/* Elements that no cell of a table of figures has. */
void kj_xhtml_begin_large(kj_xhtml_live *live) {
    kj_xhtml_dissolve(live);
    kj_xhtml_break_block(live);
    kj_xhtml_top(live)->flags |= KJ_FRAME_BLOCK;
}

static void begin_body(kj_xhtml_live *live, attributes_of attributes, int unused) {
    kj_xhtml_frame *frame = kj_xhtml_top(live);
    frame->flags = (uint16_t)(frame->flags & ~KJ_FRAME_HIDDEN); /* the head was never ended */
    kj_xhtml_begin_plain(live, attributes, 0);
}

static void begin_heading(kj_xhtml_live *live, attributes_of attributes, int level) {
    kj_xhtml_begin_large(live);
    kj_xhtml_frame *frame = kj_xhtml_top(live);
    const char *classes = kj_xml_attribute(attributes, "class");
    kj_block_kind kind = kj_class_kind(classes, kj_xml_attribute(attributes, "type"));
    if (kind != KJ_BLOCK_KINDS) {
        frame->kind = (uint8_t)kind;
        return;
    }
    frame->kind = level == 1 ? KJ_BLOCK_HEADLINE : KJ_BLOCK_SUBHEADING;
    frame->level = level == 1 ? 0 : (uint8_t)(level - 2);
}

static void begin_quote(kj_xhtml_live *live, attributes_of attributes, int unused) {
    kj_xhtml_begin_large(live);
    kj_xhtml_frame *frame = kj_xhtml_top(live);
    frame->flags |= KJ_FRAME_QUOTED;
    frame->kind = frame->kind == KJ_BLOCK_PARAGRAPH ? KJ_BLOCK_QUOTE : frame->kind;
}

static void begin_preformatted(kj_xhtml_live *live, attributes_of attributes, int unused) {
    kj_xhtml_begin_large(live);
    kj_xhtml_top(live)->flags |= KJ_FRAME_PRE;
    kj_xhtml_top(live)->kind = KJ_BLOCK_PREFORMATTED;
    live->state.spaces = live->state.newlines = live->state.column = 0;
}

static void begin_break(kj_xhtml_live *live, attributes_of attributes, int unused) {
    kj_xhtml_break_line(live);
}

static void begin_rule(kj_xhtml_live *live, attributes_of attributes, int unused) {
    if (!is_hidden(live)) {
        kj_xhtml_dissolve(live);
        kj_xhtml_rule(live);
    }
}

static void begin_chance(kj_xhtml_live *live, attributes_of attributes, int unused) {
    if (live->state.begun && !live->state.space && !live->state.breaks && !live->state.tabs) {
        kj_xhtml_insert(live, "\xE2\x80\x8B");
    }
}

/* --- Pictures */

enum { TRACKER_PX = 3, LETTER_PX = 32 };

static bool svg_is_shown(kj_xhtml_live *live) {
    unsigned depth = live->depth;
    while (depth > 0 && live->frames[depth].list != KJ_LIST_KINDS) {
        depth--;
    }
    return depth > 0 && !(live->frames[depth - 1].flags & KJ_FRAME_HIDDEN);
}

static void give_image(kj_xhtml_live *live, const char *src, const char *alt) {
    uint32_t image = KJ_XHTML_IMAGE_NONE;
    kj_status status = kj_xhtml_find_image(live, src, &image);
    if (status == KJ_END) {
        return;
    }
    if (status != KJ_OK) {
        live->failed = status;
        return;
    }
    while (alt && (*alt == ' ' || *alt == '\n')) {
        alt++;
    }
    kj_xhtml_dissolve(live);
    kj_xhtml_give_block(live, KJ_BLOCK_IMAGE, image,
                        alt && *alt ? alt : live->xhtml->config.words.picture, NULL);
}

static void begin_image(kj_xhtml_live *live, attributes_of attributes, int in_svg) {
    const char *src = kj_xml_attribute(attributes, in_svg ? "href" : "src");
    const char *alt = kj_xml_attribute(attributes, "alt");
    const int width = kj_attribute_number(kj_xml_attribute(attributes, "width"), 9999);
    const int height = kj_attribute_number(kj_xml_attribute(attributes, "height"), 9999);
    if (live->before || (in_svg ? !svg_is_shown(live) : is_hidden(live)) || (!src && !alt)) {
        return;
    }
    if (!in_svg && (width <= TRACKER_PX || height <= TRACKER_PX)) {
        return;
    }
    if (!in_svg && width <= LETTER_PX && height <= LETTER_PX) { /* stands for a letter */
        if (alt) {
            kj_xhtml_insert(live, alt);
        }
        return;
    }
    give_image(live, src, alt);
}

static void begin_svg(kj_xhtml_live *live, attributes_of attributes, int unused) {
    const char *label = kj_xml_attribute(attributes, "aria-label");
    if (label && !is_hidden(live)) {
        kj_xhtml_dissolve(live);
        kj_xhtml_give_block(live, KJ_BLOCK_IMAGE, KJ_XHTML_IMAGE_INLINE, label, NULL);
    }
    kj_xhtml_top(live)->list = KJ_LIST_KINDS; /* pictures in it are shown all the same */
    kj_xhtml_top(live)->flags |= KJ_FRAME_HIDDEN;
}

/* --- Inline elements */

static void begin_styled(kj_xhtml_live *live, attributes_of attributes, int style) {
    kj_xhtml_top(live)->style |= (uint8_t)style;
}

static void begin_mark(kj_xhtml_live *live, attributes_of attributes, int unused) {
    kj_xhtml_frame *frame = kj_xhtml_top(live);
    kj_xhtml_insert(live, frame->flags & KJ_FRAME_INNER_QUOTE ? "‘" : "“");
    frame->flags ^= KJ_FRAME_INNER_QUOTE;
    frame->flags |= KJ_FRAME_QUOTE_MARK;
}

static void end_mark(kj_xhtml_live *live) {
    const bool space = live->state.space;
    live->state.space = false;
    kj_xhtml_insert(live, kj_xhtml_top(live)->flags & KJ_FRAME_INNER_QUOTE ? "”" : "’");
    live->state.space = space;
}

static void begin_link(kj_xhtml_live *live, attributes_of attributes, int unused) {
    kj_xhtml_frame *frame = kj_xhtml_top(live);
    const char *href = kj_xml_attribute(attributes, "href");
    char path[KJ_ZIP_NAME_MAX + 1u];
    if (kj_attribute_has(kj_xml_attribute(attributes, "type"), "noteref") ||
        kj_attribute_has(kj_xml_attribute(attributes, "role"), "doc-noteref")) {
        frame->style |= KJ_TEXT_RAISED;
    }
    if (href && live->xhtml->config.drops_link_bars &&
        kj_zip_resolve(live->part.path, href, path, sizeof path, NULL, 0) == KJ_OK &&
        strcmp(path, live->part.path) != 0) {
        frame->flags |= KJ_FRAME_LINK;
    }
}

static void begin_hidden(kj_xhtml_live *live, attributes_of attributes, int unused) {
    kj_xhtml_top(live)->flags |= KJ_FRAME_HIDDEN;
}

/* --- All of them */

static const struct element {
    char name[12];
    begin_element *begin;
    int argument;
} elements[] = {
    {"a", begin_link, 0},
    {"address", kj_xhtml_begin_plain, 1},
    {"annotation", begin_hidden, 0},
    {"applet", begin_hidden, 0},
    {"article", kj_xhtml_begin_plain, 0},
    {"aside", kj_xhtml_begin_plain, 0},
    {"audio", begin_hidden, 0},
    {"b", begin_styled, KJ_TEXT_STRONG},
    {"blockquote", begin_quote, 0},
    {"body", begin_body, 0},
    {"br", begin_break, 0},
    {"button", begin_hidden, 0},
    {"canvas", begin_hidden, 0},
    {"caption", kj_xhtml_begin_caption, 0},
    {"center", kj_xhtml_begin_plain, 1},
    {"cite", begin_styled, KJ_TEXT_EMPHASIS},
    {"datalist", begin_hidden, 0},
    {"dd", kj_xhtml_begin_definition, 0},
    {"details", kj_xhtml_begin_plain, 0},
    {"dfn", begin_styled, KJ_TEXT_EMPHASIS},
    {"dialog", begin_hidden, 0},
    {"dir", kj_xhtml_begin_list, KJ_LIST_BULLETS},
    {"div", kj_xhtml_begin_plain, 1},
    {"dl", kj_xhtml_begin_list, KJ_LIST_NONE},
    {"dt", kj_xhtml_begin_term, 0},
    {"em", begin_styled, KJ_TEXT_EMPHASIS},
    {"embed", begin_hidden, 0},
    {"fieldset", kj_xhtml_begin_plain, 0},
    {"figcaption", kj_xhtml_begin_caption, 0},
    {"figure", kj_xhtml_begin_table, 0},
    {"footer", kj_xhtml_begin_plain, 1},
    {"form", kj_xhtml_begin_plain, 0},
    {"h1", begin_heading, 1},
    {"h2", begin_heading, 2},
    {"h3", begin_heading, 3},
    {"h4", begin_heading, 4},
    {"h5", begin_heading, 5},
    {"h6", begin_heading, 6},
    {"head", begin_hidden, 0},
    {"header", kj_xhtml_begin_plain, 0},
    {"hgroup", kj_xhtml_begin_plain, 0},
    {"hr", begin_rule, 0},
    {"html", kj_xhtml_begin_plain, 0},
    {"i", begin_styled, KJ_TEXT_EMPHASIS},
    {"iframe", begin_hidden, 0},
    {"image", begin_image, 1},
    {"img", begin_image, 0},
    {"input", begin_hidden, 0},
    {"legend", kj_xhtml_begin_plain, 1},
    {"li", kj_xhtml_begin_item, 0},
    {"listing", begin_preformatted, 0},
    {"main", kj_xhtml_begin_plain, 0},
    {"menu", kj_xhtml_begin_list, KJ_LIST_BULLETS},
    {"meter", begin_hidden, 0},
    {"nav", kj_xhtml_begin_plain, 0},
    {"noembed", begin_hidden, 0},
    {"noframes", begin_hidden, 0},
    {"object", begin_hidden, 0},
    {"ol", kj_xhtml_begin_list, KJ_LIST_DECIMAL},
    {"optgroup", begin_hidden, 0},
    {"option", begin_hidden, 0},
    {"output", begin_hidden, 0},
    {"p", kj_xhtml_begin_plain, 1},
    {"pre", begin_preformatted, 0},
    {"progress", begin_hidden, 0},
    {"q", begin_mark, 0},
    {"rp", begin_hidden, 0},
    {"rt", begin_hidden, 0},
    {"rtc", begin_hidden, 0},
    {"script", begin_hidden, 0},
    {"search", kj_xhtml_begin_plain, 0},
    {"section", kj_xhtml_begin_plain, 0},
    {"select", begin_hidden, 0},
    {"strong", begin_styled, KJ_TEXT_STRONG},
    {"style", begin_hidden, 0},
    {"sub", begin_styled, KJ_TEXT_LOWERED},
    {"summary", kj_xhtml_begin_plain, 0},
    {"sup", begin_styled, KJ_TEXT_RAISED},
    {"svg", begin_svg, 0},
    {"table", kj_xhtml_begin_table, 0},
    {"tbody", kj_xhtml_begin_plain, 0},
    {"td", kj_xhtml_begin_cell, KJ_TEXT_PLAIN},
    {"template", begin_hidden, 0},
    {"textarea", begin_hidden, 0},
    {"tfoot", kj_xhtml_begin_plain, 0},
    {"th", kj_xhtml_begin_cell, KJ_TEXT_STRONG},
    {"thead", kj_xhtml_begin_plain, 0},
    {"title", begin_hidden, 0},
    {"tr", kj_xhtml_begin_row, 0},
    {"ul", kj_xhtml_begin_list, KJ_LIST_BULLETS},
    {"var", begin_styled, KJ_TEXT_EMPHASIS},
    {"video", begin_hidden, 0},
    {"wbr", begin_chance, 0},
    {"xmp", begin_preformatted, 0},
};

static const struct element *find(const char *name) {
    size_t low = 0, high = sizeof elements / sizeof elements[0];
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(name, elements[middle].name);
        if (order == 0) {
            return &elements[middle];
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return NULL;
}

/* Whether the element is the one that anchor names: by its id, or a's name. */
static bool is_anchor(const char *name, attributes_of attributes, const char *anchor) {
    const char *id = kj_xml_attribute(attributes, "id");
    const char *old = name[0] == 'a' && !name[1] ? kj_xml_attribute(attributes, "name") : NULL;
    return anchor[0] && ((id && strncmp(id, anchor, KJ_ANCHOR_MAX) == 0) ||
                         (old && strncmp(old, anchor, KJ_ANCHOR_MAX) == 0));
}

static void inherit(kj_xhtml_live *live, attributes_of attributes) {
    const kj_xhtml_frame *from = kj_xhtml_top(live);
    kj_xhtml_frame *frame = &live->frames[++live->depth];
    *frame = (kj_xhtml_frame){.flags = (uint16_t)(from->flags & KJ_FRAME_INHERITED),
                              .language = from->language,
                              .kind = from->kind,
                              .style = from->style,
                              .level = from->level};
    for (; attributes[0]; attributes += 2) {
        const char *value = attributes[1];
        switch (attributes[0][0]) {
        case 'l':
            if (strcmp(attributes[0], "lang") == 0) {
                frame->language = kj_language_pack(value);
            }
            break;
        case 'd':
            if (strcmp(attributes[0], "dir") == 0) {
                const bool right = kj_attribute_has(value, "rtl");
                frame->flags =
                    (uint16_t)((frame->flags & ~KJ_FRAME_RTL) | (right ? KJ_FRAME_RTL : 0));
            }
            break;
        case 'h': frame->flags |= strcmp(attributes[0], "hidden") == 0 ? KJ_FRAME_HIDDEN : 0; break;
        case 's':
            if (strcmp(attributes[0], "style") == 0 && kj_style_hides(value)) {
                frame->flags |= KJ_FRAME_HIDDEN;
            }
            break;
        default: break;
        }
    }
}

void kj_xhtml_start(void *context, const char *name, attributes_of attributes) {
    kj_xhtml_live *live = context;
    if (live->part_over) {
        return;
    }
    if (!live->before && is_anchor(name, attributes, live->part.to)) {
        live->part_over = true;
        kj_xml_pause(&live->xml);
        return;
    }
    if (live->before && is_anchor(name, attributes, live->part.from)) {
        live->before = false;
    }
    kj_xhtml_places_note(live);
    inherit(live, attributes);
    const struct element *element = find(name);
    if (element) {
        element->begin(live, attributes, element->argument);
    }
    if (live->tail >= KJ_XHTML_OUT_FULL || live->failed != KJ_OK) {
        kj_xml_pause(&live->xml);
    }
}

void kj_xhtml_end(void *context, const char *name) {
    kj_xhtml_live *live = context;
    if (live->part_over || live->depth == 0) {
        return;
    }
    const uint16_t flags = kj_xhtml_top(live)->flags;
    if (flags & KJ_FRAME_QUOTE_MARK) {
        end_mark(live);
    }
    if (flags & KJ_FRAME_ROW) {
        kj_xhtml_end_row(live);
    } else if (flags & KJ_FRAME_BLOCK) {
        kj_xhtml_break_block(live);
    }
    live->depth--;
    if (live->tail >= KJ_XHTML_OUT_FULL || live->failed != KJ_OK) {
        kj_xml_pause(&live->xml);
    }
}
