/* clean_body.c - walks a page's tree and tells the writer what is there (kj_clean_body). */
#include "press/clean_walk.h"

#include <libxml/tree.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    DEPTH_MAX = 200,     /* of the walk; below it only text is taken */
    CANDIDATES_MAX = 100 /* elements that might be the article: each costs a walk */
};

char *kj_walk_inline(const kj_walk *outer, struct _xmlNode *node, unsigned depth) {
    kj_walk inner = {.config = outer->config, .page = outer->page, .whole = outer->whole};
    inner.inline_only = true;
    inner.writer.next = KJ_LEAF_BARE;
    kj_walk_children(&inner, node, depth);
    kj_writer_finish(&inner.writer);
    return kj_buffer_take(&inner.writer.out);
}

/* --- Elements */

static bool one_of(const struct _xmlNode *node, const char *names) {
    const char *name = (const char *)node->name;
    size_t length = strlen(name);
    for (const char *at = names; *at; at += strcspn(at, " "), at += *at == ' ') {
        if (strncasecmp(at, name, length) == 0 && (at[length] == ' ' || at[length] == '\0')) {
            return true;
        }
    }
    return false;
}

static unsigned style_of(const struct _xmlNode *node) {
    return one_of(node, "b strong")            ? KJ_STYLE_STRONG
           : one_of(node, "i em cite dfn var") ? KJ_STYLE_EMPHASIS
           : one_of(node, "sup")               ? KJ_STYLE_SUP
           : one_of(node, "sub")               ? KJ_STYLE_SUB
                                               : 0;
}

static unsigned heading_level(const struct _xmlNode *node) {
    const char *name = node->type == XML_ELEMENT_NODE ? (const char *)node->name : "";
    bool heads = (name[0] | 0x20) == 'h' && name[1] >= '1' && name[1] <= '6' && !name[2];
    return heads ? (unsigned)(name[1] - '0') : 0;
}

static void walk_block(kj_walk *at, struct _xmlNode *node, unsigned depth, kj_leaf leaf,
                       unsigned level) {
    if (at->inline_only) {
        kj_writer_break(&at->writer);
        at->writer.breaks = at->writer.breaks ? 1 : 0;
        kj_walk_children(at, node, depth);
        kj_writer_break(&at->writer);
        return;
    }
    kj_writer_block(&at->writer, leaf, level);
    kj_walk_children(at, node, depth);
    kj_writer_block(&at->writer, KJ_LEAF_NONE, 0);
}

static void walk_container(kj_walk *at, struct _xmlNode *node, unsigned depth, const char *name) {
    if (at->inline_only) {
        walk_block(at, node, depth, KJ_LEAF_NONE, 0);
        return;
    }
    kj_writer_enter(&at->writer, name);
    kj_walk_children(at, node, depth);
    kj_writer_leave(&at->writer);
}

static void walk_styled(kj_walk *at, struct _xmlNode *node, unsigned depth, unsigned style) {
    unsigned before = at->writer.style;
    at->writer.style |= style;
    kj_walk_children(at, node, depth);
    at->writer.style = before;
}

static void put_rule(kj_walk *at) {
    kj_writer *writer = &at->writer;
    if (!at->inline_only && writer->depth == 0 && writer->letters > 0) {
        kj_writer_block(writer, KJ_LEAF_NONE, 0);
        if (writer->out.length < 6 ||
            strcmp(writer->out.data + writer->out.length - 6, "<hr/>\n") != 0) {
            kj_writer_element(writer, "<hr/>");
        }
    }
}

static bool is_block(const struct _xmlNode *node) {
    return one_of(node, "p div section article main header footer aside address center dd dl dt "
                        "figcaption details summary fieldset legend hgroup body html tr td th "
                        "table tbody thead tfoot caption figure picture-block search menu dir");
}

static void walk_element(kj_walk *at, struct _xmlNode *node, unsigned depth) {
    unsigned style = style_of(node), level = heading_level(node);
    if (level) {
        unsigned shown = level - at->heading_base + 2;
        walk_block(at, node, depth, KJ_LEAF_HEADING, shown);
    } else if (style) {
        walk_styled(at, node, depth, style);
    } else if (one_of(node, "br")) {
        kj_writer_break(&at->writer);
    } else if (one_of(node, "hr")) {
        put_rule(at);
    } else if (one_of(node, "img")) {
        kj_walk_image(at, node);
    } else if (one_of(node, "ul ol li blockquote")) {
        static const char *const names[] = {"ul", "ol", "li", "blockquote"};
        for (size_t i = 0; i < 4; i++) {
            if (kj_tree_is(node, names[i])) {
                walk_container(at, node, depth, names[i]);
            }
        }
    } else if (one_of(node, "pre")) {
        walk_block(at, node, depth, KJ_LEAF_PRE, 0);
    } else if (one_of(node, "figure")) {
        kj_walk_figure(at, node, depth);
    } else if (one_of(node, "table")) {
        kj_walk_table(at, node, depth);
    } else if (one_of(node, "q")) {
        kj_writer_text(&at->writer, "“");
        kj_walk_children(at, node, depth);
        kj_writer_text(&at->writer, "”");
    } else if (one_of(node, "dt")) {
        at->writer.style |= KJ_STYLE_STRONG;
        walk_block(at, node, depth, KJ_LEAF_PARAGRAPH, 0);
        at->writer.style &= ~KJ_STYLE_STRONG;
    } else if (is_block(node)) {
        if (!kj_walk_caption(at, node, depth)) {
            walk_block(at, node, depth, KJ_LEAF_NONE, 0);
        }
    } else {
        kj_walk_children(at, node, depth);
    }
}

/* Text alone, without recursion. */
static void take_text(kj_walk *at, const struct _xmlNode *root) {
    const struct _xmlNode *node = root;
    while (node) {
        bool clutter = kj_tree_is_clutter(node, 0);
        if (node->type == XML_TEXT_NODE && node->content) {
            kj_writer_text(&at->writer, (const char *)node->content);
        }
        node = kj_tree_next(root, node, !clutter);
    }
}

void kj_walk_children(kj_walk *at, struct _xmlNode *node, unsigned depth) {
    if (depth >= DEPTH_MAX) {
        take_text(at, node);
        return;
    }
    for (struct _xmlNode *child = node->children; child; child = child->next) {
        if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) {
            kj_writer_text(&at->writer, child->content ? (const char *)child->content : "");
        } else if (child->type == XML_ELEMENT_NODE && !kj_tree_is_clutter(child, at->whole) &&
                   strcmp(kj_tree_attribute(child, "class"), "footnote-backref") != 0) {
            walk_element(at, child, depth + 1);
        }
    }
}

/* --- The root */

/* The highest heading of the text, its headline left out: what becomes h2. */
static unsigned highest_heading(struct _xmlNode *root, const char *title, size_t whole) {
    unsigned highest = 7;
    struct _xmlNode *at = root;
    while (at) {
        bool clutter = at != root && kj_tree_is_clutter(at, whole);
        unsigned level = clutter ? 0 : heading_level(at);
        if (level && level < highest) {
            char *line = kj_tree_line(at);
            bool counts = *line && !(title && strcmp(line, title) == 0);
            highest = counts ? level : highest;
            free(line);
        }
        at = kj_tree_next(root, at, !clutter);
    }
    return highest;
}

/* The largest of the elements of a name, or one with an attribute's value. */
static struct _xmlNode *largest(struct _xmlNode *root, const char *name, const char *attribute,
                                const char *value, size_t *letters) {
    struct _xmlNode *best = NULL;
    unsigned looked = 0;
    *letters = 0;
    for (struct _xmlNode *at = root; at && looked < CANDIDATES_MAX;
         at = kj_tree_next(root, at, true)) {
        if (at->type != XML_ELEMENT_NODE || (name && !kj_tree_is(at, name)) ||
            (attribute && strcasecmp(kj_tree_attribute(at, attribute), value) != 0)) {
            continue;
        }
        size_t count = kj_tree_letters(at);
        looked++;
        if (count > *letters) {
            best = at;
            *letters = count;
        }
    }
    return best;
}

/* What of a page is its article: what is marked as such, if there is enough text in it. */
static struct _xmlNode *article_of(struct _xmlNode *root) {
    struct _xmlNode *body = kj_tree_find(root, "body");
    body = body ? body : root;
    size_t whole = kj_tree_letters(body), letters;
    struct _xmlNode *found = largest(body, NULL, "itemprop", "articleBody", &letters);
    if (found && letters >= 200) {
        return found;
    }
    found = largest(body, "article", NULL, NULL, &letters);
    if (found && letters * 4 >= whole) {
        return found;
    }
    found = largest(body, "main", NULL, NULL, &letters);
    return found && letters * 4 >= whole ? found : body;
}

void kj_clean_body(struct _xmlDoc *document, struct _xmlNode *root, const kj_clean_config *config,
                   kj_clean_page *page) {
    static const kj_clean_config plain = {0};
    kj_walk at = {.config = config ? config : &plain, .page = page};
    struct _xmlNode *whole = kj_tree_root(document);
    if (whole) {
        kj_tree_count(whole);
    }
    root = root ? root : whole ? article_of(whole) : NULL;
    const char *title = at.config->title ? at.config->title : page->title;
    if (root) {
        at.whole = kj_tree_letters(root);
        at.writer.title = title;
        at.heading_base = highest_heading(root, title, at.whole);
        kj_walk_children(&at, root, 0);
    }
    kj_writer_finish(&at.writer);
    kj_press_replace(&page->body, kj_buffer_take(&at.writer.out));
    page->letters = at.writer.letters;
}
