/* density.c - see density.h. */
#include "press/feed/density.h"

#include "press/feed/dom.h"
#include "press/feed/text.h"

#include <stdlib.h>
#include <string.h>

#define SHORT_TEXT   25.0  /* code points: below it is a label, not a paragraph */
#define FULL_TEXT    120.0 /* from here on a paragraph is worth its whole length */
#define REST_LEAST   140.0 /* what other children must be worth together to stop the descent, */
#define REST_SHARE   0.08  /* and their share of the best child's worth */
#define MARKED_SHARE 0.6   /* what a body marked by its author must have of the found one's worth */
#define AROUND_MOST  0.5   /* a hint is not believed of an element with more of the text */

/* What is known of an element once all inside it has been seen. */
typedef struct weight {
    double own, own_linked; /* code points of its own text, without that of blocks inside it */
    double text, linked;    /* of all text inside */
    double worth;
    bool headline; /* an h1 is inside */
} weight;

static const char *const inline_names[] = {
    "a",    "abbr", "acronym", "b",    "bdi", "bdo", "big",   "br",   "cite",   "code",   "em",
    "font", "i",    "kbd",     "mark", "q",   "s",   "small", "span", "strike", "strong", "sub",
    "sup",  "time", "tt",      "u",    "var", "wbr", "img",   "ins",  "del",    "label",  NULL};
static const char *const silent_names[] = {"script", "style",    "template", "noscript", "iframe",
                                           "svg",    "canvas",   "object",   "select",   "option",
                                           "head",   "textarea", NULL};
static const char *const around_names[] = {"nav",    "aside", "footer", "form",
                                           "button", "menu",  "dialog", NULL};
static const char *const heading_names[] = {"h1", "h2",         "h3",      "h4", "h5",
                                            "h6", "figcaption", "caption", "dt", NULL};
static const char *const holder_names[] = {"body", "div",  "section", "article", "main",
                                           "td",   "tr",   "tbody",   "table",   "center",
                                           "form", "span", NULL};

static weight *of(const xmlNode *node) { return node->_private; }

static double worth_of_own(const xmlNode *node, const weight *w) {
    if (w->own <= 0 || kj_dom_is_any(node, heading_names)) {
        return 0;
    }
    const double share = w->own_linked / w->own;
    if (share > 0.5) {
        return -w->own;
    }
    if (w->own < SHORT_TEXT) {
        return -0.3 * w->own;
    }
    const double fullness = w->own < FULL_TEXT ? w->own / FULL_TEXT : 1;
    return w->own * fullness * (1 - share);
}

/* total: of the page's or root's text; most of it is never around itself, unless it is comments. */
static bool is_around(const xmlNode *node, double total) {
    const weight *w = of(node);
    if (kj_dom_is_hidden(node)) {
        return true;
    }
    if (kj_dom_is(node, "body")) {
        return false;
    }
    const kj_dom_hint hint = kj_dom_hint_of(node);
    if (hint == KJ_DOM_COMMENTS && !w->headline) {
        return true;
    }
    return (hint >= KJ_DOM_AROUND || kj_dom_is_any(node, around_names)) &&
           w->text <= AROUND_MOST * total;
}

/* Adds a finished element to its parent: an inline one's text is the parent's own. */
static void add_to_parent(const xmlNode *node, weight *into) {
    const weight *w = of(node);
    into->text += w->text;
    into->linked += w->linked;
    into->headline |= w->headline;
    if (kj_dom_is_any(node, inline_names)) {
        into->own += w->own;
        into->own_linked += w->own_linked;
        into->worth += w->worth;
    } else {
        into->worth += w->worth;
    }
}

static void close_element(const xmlNode *node, double total) {
    weight *w = of(node);
    w->headline |= kj_dom_is(node, "h1");
    if (kj_dom_is(node, "a")) {
        w->linked = w->text;
        w->own_linked = w->own;
        w->worth = w->worth > 0 ? -w->text : w->worth; /* a card: blocks inside a link */
    }
    if (!kj_dom_is_any(node, inline_names)) {
        w->worth += worth_of_own(node, w);
        if (is_around(node, total)) {
            w->worth = 0; /* known for what it is: prune takes it out */
        }
    }
}

static void weigh_text(const xmlNode *node) {
    weight *w = of(node->parent);
    const double length = (double)kj_text_length((const char *)node->content);
    if (length > 1) { /* a lone run of white space is 1 */
        w->own += length;
        w->text += length;
    }
}

/* One pass over everything in top, each element closed behind its last child. */
static void weigh(xmlNode *top, weight *weights, double total) {
    xmlNode *node = top;
    size_t used = 0;
    while (node) {
        bool enter = false;
        if (node->type == XML_ELEMENT_NODE) {
            node->_private = memset(&weights[used++], 0, sizeof *weights);
            enter = node->children && !kj_dom_is_any(node, silent_names);
        } else if (node->type == XML_TEXT_NODE && node != top) {
            weigh_text(node);
        }
        if (enter) {
            node = node->children;
            continue;
        }
        for (;;) {
            if (node->type == XML_ELEMENT_NODE) {
                close_element(node, total);
                if (node != top) {
                    add_to_parent(node, of(node->parent));
                }
            }
            if (node == top) {
                return;
            }
            if (node->next) {
                node = node->next;
                break;
            }
            node = node->parent;
        }
    }
}

static size_t count_elements(const xmlNode *top) {
    size_t count = 0;
    for (const xmlNode *node = top; node; node = kj_dom_next(node, top, false)) {
        count += node->type == XML_ELEMENT_NODE;
    }
    return count;
}

static void forget(xmlNode *top) {
    for (xmlNode *node = top; node; node = kj_dom_next(node, top, false)) {
        node->_private = NULL;
    }
}

/* Weighs top twice: the first time to know how much text there is. */
static weight *weigh_all(xmlNode *top) {
    weight *weights = kj_press_alloc((count_elements(top) + 1) * sizeof *weights);
    weigh(top, weights, 0);
    weigh(top, weights, of(top)->text);
    return weights;
}

static double worth(const xmlNode *node) { return node->_private ? of(node)->worth : 0; }

/* The child to go down into, or NULL when the article needs more than one. */
static xmlNode *heaviest_child(const xmlNode *node) {
    xmlNode *best = NULL;
    double positive = 0;
    for (xmlNode *child = node->children; child; child = child->next) {
        if (child->type != XML_ELEMENT_NODE) {
            continue;
        }
        positive += worth(child) > 0 ? worth(child) : 0;
        if (worth(child) > 0 && (!best || worth(child) > worth(best))) {
            best = child;
        }
    }
    if (!best || !kj_dom_is_any(best, holder_names)) {
        return NULL;
    }
    const double own =
        of(node)->own > 0 && worth_of_own(node, of(node)) > 0 ? worth_of_own(node, of(node)) : 0;
    const double rest = positive - worth(best) + own;
    return rest > REST_LEAST && rest > REST_SHARE * worth(best) ? NULL : best;
}

/* The element that its author marked as the article's body, the one worth most. */
static xmlNode *find_marked(xmlNode *top) {
    xmlNode *best = NULL;
    for (xmlNode *node = top; node; node = kj_dom_next(node, top, false)) {
        if (kj_dom_attribute_has(node, "itemprop", "articleBody") &&
            (!best || worth(node) > worth(best))) {
            best = node;
        }
    }
    return best;
}

/* The element worth most that may hold an article, outermost of equals; NULL: none is worth
 * anything. What a page has around its article may make all of it worth less than nothing. */
static xmlNode *find_heaviest(xmlNode *top) {
    const double total = of(top)->text;
    xmlNode *best = NULL;
    for (xmlNode *node = top; node;) {
        const bool known = node->type == XML_ELEMENT_NODE && node->_private;
        const bool around = known && node != top && is_around(node, total);
        if (known && !around && kj_dom_is_any(node, holder_names) && worth(node) > 0 &&
            (!best || worth(node) > worth(best))) {
            best = node;
        }
        node = kj_dom_next(node, top, around);
    }
    return best;
}

xmlNode *kj_density_find(xmlDoc *document) {
    xmlNode *root = xmlDocGetRootElement(document);
    if (!root) {
        return NULL;
    }
    xmlNode *body = kj_dom_find(root, "body"), *top = body ? body : root;
    weight *weights = weigh_all(top);
    xmlNode *marked = find_marked(top), *at = find_heaviest(top);
    for (xmlNode *next = at; next; next = heaviest_child(at)) {
        at = next;
    }
    if (marked && worth(marked) > 0 && (!at || worth(marked) >= MARKED_SHARE * worth(at))) {
        at = marked;
    }
    forget(top);
    free(weights);
    return at;
}

/* A block of links: lists of other articles, tags, "আরও পড়ুন: ..." in the middle of the text. */
static bool is_links(const xmlNode *node) {
    const weight *w = of(node);
    return w->text > 0 && w->linked > 0.6 * w->text && w->text < 600;
}

static bool is_chrome(const xmlNode *node, double total) {
    static const char *const never[] = {"script", "style",  "template", "iframe",   "object",
                                        "select", "button", "input",    "textarea", NULL};
    if (kj_dom_is_any(node, never)) {
        return true;
    }
    if (kj_dom_is_any(node, inline_names)) {
        return kj_dom_is_hidden(node);
    }
    return is_around(node, total) || is_links(node);
}

void kj_density_prune(xmlNode *root) {
    weight *weights = weigh_all(root);
    const double total = of(root)->text;
    xmlNode *node = kj_dom_next(root, root, false);
    while (node) {
        const bool remove =
            node->type == XML_ELEMENT_NODE && node->_private && is_chrome(node, total);
        xmlNode *next = kj_dom_next(node, root, remove);
        if (remove) {
            kj_dom_remove(node);
        }
        node = next;
    }
    forget(root);
    free(weights);
}
