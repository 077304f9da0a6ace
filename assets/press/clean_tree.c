/* clean_tree.c - questions to libxml2's tree; see clean_parts.h. All walks are loops: a page may be
 * nested as deep as it likes. */
#include "base/utf8.h"
#include "press/bengali.h"
#include "press/clean_parts.h"

#include <libxml/tree.h>
#include <libxml/uri.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

const char *kj_tree_attribute(const struct _xmlNode *node, const char *name) {
    if (node->type != XML_ELEMENT_NODE) {
        return "";
    }
    for (const xmlAttr *at = node->properties; at; at = at->next) {
        if (strcasecmp((const char *)at->name, name) == 0) {
            return at->children && at->children->content ? (const char *)at->children->content : "";
        }
    }
    return "";
}

bool kj_tree_is(const struct _xmlNode *node, const char *name) {
    return node->type == XML_ELEMENT_NODE && strcasecmp((const char *)node->name, name) == 0;
}

struct _xmlNode *kj_tree_next(const struct _xmlNode *root, const struct _xmlNode *node,
                              bool descend) {
    if (descend && node->type == XML_ELEMENT_NODE && node->children) {
        return node->children;
    }
    while (node && node != root && !node->next) {
        node = node->parent;
    }
    return node && node != root ? node->next : NULL;
}

struct _xmlNode *kj_tree_find(struct _xmlNode *root, const char *name) {
    for (struct _xmlNode *at = root; at; at = kj_tree_next(root, at, true)) {
        if (kj_tree_is(at, name)) {
            return at;
        }
    }
    return NULL;
}

struct _xmlNode *kj_tree_root(struct _xmlDoc *document) {
    return document ? xmlDocGetRootElement(document) : NULL;
}

static bool is_code(const struct _xmlNode *node) {
    return kj_tree_is(node, "script") || kj_tree_is(node, "style") ||
           kj_tree_is(node, "noscript") || kj_tree_is(node, "template") || kj_tree_is(node, "head");
}

static bool is_text(const struct _xmlNode *node) {
    return (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) && node->content;
}

static size_t count_letters(const char *text) {
    size_t count = 0;
    for (; *text; text++) { /* first bytes of characters but blanks */
        count += (unsigned char)*text > ' ' && ((unsigned char)*text & 0xC0) != 0x80;
    }
    return count;
}

static size_t counted(const struct _xmlNode *node) { return (size_t)(uintptr_t)node->_private - 1; }

/* A node's own letters and those of the children, which are counted by now. */
static size_t count_node(const struct _xmlNode *node) {
    size_t count = is_text(node) ? count_letters((const char *)node->content) : 0;
    if (node->type == XML_ELEMENT_NODE && !is_code(node)) {
        for (const struct _xmlNode *child = node->children; child; child = child->next) {
            count += counted(child);
        }
    }
    return count;
}

static struct _xmlNode *deepest_first(struct _xmlNode *node) {
    while (node->type == XML_ELEMENT_NODE && node->children) {
        node = node->children;
    }
    return node;
}

size_t kj_tree_count(struct _xmlNode *root) {
    struct _xmlNode *at = deepest_first(root);
    for (;;) {
        at->_private = (void *)(uintptr_t)(count_node(at) + 1);
        if (at == root) {
            return counted(root);
        }
        at = at->next ? deepest_first(at->next) : at->parent;
    }
}

size_t kj_tree_letters(const struct _xmlNode *root) {
    if (root->_private) {
        return counted(root);
    }
    size_t count = 0;
    const struct _xmlNode *at = root;
    while (at) {
        count += is_text(at) ? count_letters((const char *)at->content) : 0;
        at = kj_tree_next(root, at, at == root || !is_code(at));
    }
    return count;
}

static bool is_inline(const struct _xmlNode *node) {
    static const char *const names[] = {"a",      "abbr",  "b",   "bdi", "bdo",  "cite", "code",
                                        "em",     "font",  "i",   "kbd", "mark", "q",    "s",
                                        "samp",   "span",  "sub", "sup", "time", "u",    "var",
                                        "strong", "small", "ins", "del", "wbr"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (kj_tree_is(node, names[i])) {
            return true;
        }
    }
    return false;
}

char *kj_tree_line(const struct _xmlNode *root) {
    kj_buffer text = {0};
    const struct _xmlNode *at = root;
    while (at) {
        if (is_text(at)) {
            kj_buffer_text(&text, (const char *)at->content);
        } else if (at->type == XML_ELEMENT_NODE && !is_inline(at)) {
            kj_buffer_byte(&text, ' ');
        }
        at = kj_tree_next(root, at, at == root || !is_code(at));
    }
    char *line = kj_bengali_clean_line(text.data ? text.data : "", text.length);
    kj_buffer_free(&text);
    return line;
}

/* Elements that are never text. */
static bool is_machinery(const struct _xmlNode *node) {
    static const char *const names[] = {
        "script", "style",  "noscript", "template", "head",    "form",  "input",  "select",
        "button", "iframe", "object",   "embed",    "video",   "audio", "canvas", "svg",
        "math",   "nav",    "textarea", "dialog",   "applet",  "map",   "frame",  "frameset",
        "link",   "meta",   "title",    "datalist", "progress"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (kj_tree_is(node, names[i])) {
            return true;
        }
    }
    return false;
}

static bool is_hidden(const struct _xmlNode *node) {
    for (const xmlAttr *at = node->properties; at; at = at->next) {
        if (strcasecmp((const char *)at->name, "hidden") == 0) {
            return true;
        }
    }
    const char *style = kj_tree_attribute(node, "style");
    const char *display = strstr(style, "display"), *visible = strstr(style, "visibility");
    if (display && strncmp(display + 7 + strspn(display + 7, ": "), "none", 4) == 0) {
        return true;
    }
    if (visible && strncmp(visible + 10 + strspn(visible + 10, ": "), "hidden", 6) == 0) {
        return true;
    }
    return strcasecmp(kj_tree_attribute(node, "aria-hidden"), "true") == 0;
}

/* A word of class or id (parted by blanks, "-", "_") that names what is no article. */
static bool has_clutter_word(const char *names) {
    static const char words[] =
        " share sharing shares social sharedaddy sharethis addthis addtoany related relatedposts "
        "recommended advert advertisement advertisements adsbygoogle ads ad adslot sponsored "
        "promo newsletter subscribe subscription breadcrumb breadcrumbs comments comment disqus "
        "cookie cookies outbrain taboola sr screenreader hidden noprint pagination toolbar "
        "navigation menu sidebar footer ";
    while (*names) {
        size_t length = strcspn(names, " -_\t\n");
        if (length > 0 && length < 30) {
            char wanted[33] = " ";
            for (size_t i = 0; i < length; i++) {
                char byte = names[i];
                wanted[i + 1] = (char)(byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte);
            }
            strcat(wanted, " ");
            if (strstr(words, wanted)) {
                return true;
            }
        }
        names += length + (names[length] != '\0');
    }
    return false;
}

bool kj_tree_is_full_of_links(const struct _xmlNode *node) {
    size_t linked = 0, all = kj_tree_letters(node);
    const struct _xmlNode *at = node;
    while (at) {
        bool link = kj_tree_is(at, "a");
        linked += link ? kj_tree_letters(at) : 0;
        at = kj_tree_next(node, at, !link);
    }
    return linked * 2 > all;
}

bool kj_tree_is_clutter(const struct _xmlNode *node, size_t whole) {
    if (node->type != XML_ELEMENT_NODE) {
        return false;
    }
    if (is_machinery(node) || is_hidden(node)) {
        return true;
    }
    bool named = has_clutter_word(kj_tree_attribute(node, "class")) ||
                 has_clutter_word(kj_tree_attribute(node, "id"));
    bool aside = kj_tree_is(node, "aside") || kj_tree_is(node, "footer");
    if (!named && !aside) {
        return false;
    }
    return kj_tree_letters(node) * 2 <= whole && (named || kj_tree_is_full_of_links(node));
}

char *kj_tree_address(const char *base, const char *href) {
    href += strspn(href, " \t\r\n");
    size_t length = strlen(href);
    while (length > 0 && strchr(" \t\r\n", href[length - 1])) {
        length--;
    }
    char *trimmed = kj_press_cut(href, length);
    if (!base || strncmp(trimmed, "data:", 5) == 0) {
        return trimmed;
    }
    xmlChar *escaped =
        xmlURIEscapeStr((const xmlChar *)trimmed, (const xmlChar *)":/?#[]@!$&'()*+,;=%~");
    xmlChar *built = escaped ? xmlBuildURI(escaped, (const xmlChar *)base) : NULL;
    if (built) {
        kj_press_replace(&trimmed, kj_press_copy((const char *)built));
    }
    xmlFree(built);
    xmlFree(escaped);
    return trimmed;
}
