/* dom.c - see dom.h. */
#include "press/feed/dom.h"

#include "press/feed/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

xmlNode *kj_dom_next(const xmlNode *node, const xmlNode *top, bool skip) {
    if (!skip && node->children && node->type == XML_ELEMENT_NODE) {
        return node->children;
    }
    while (node && node != top && !node->next) {
        node = node->parent;
    }
    return node && node != top ? node->next : NULL;
}

bool kj_dom_is(const xmlNode *node, const char *name) {
    return node->type == XML_ELEMENT_NODE && strcasecmp((const char *)node->name, name) == 0;
}

bool kj_dom_is_any(const xmlNode *node, const char *const *names) {
    for (; *names; names++) {
        if (kj_dom_is(node, *names)) {
            return true;
        }
    }
    return false;
}

char *kj_dom_attribute(const xmlNode *node, const char *name) {
    xmlChar *value =
        node->type == XML_ELEMENT_NODE ? xmlGetNoNsProp(node, (const xmlChar *)name) : NULL;
    char *copy = kj_press_copy((const char *)value);
    xmlFree(value);
    return copy;
}

bool kj_dom_attribute_has(const xmlNode *node, const char *name, const char *part) {
    char *value = kj_dom_attribute(node, name);
    const bool has = kj_text_has(value, part);
    free(value);
    return has;
}

xmlNode *kj_dom_find(const xmlNode *top, const char *name) {
    for (xmlNode *node = kj_dom_next(top, top, false); node; node = kj_dom_next(node, top, false)) {
        if (kj_dom_is(node, name)) {
            return node;
        }
    }
    return NULL;
}

char *kj_dom_text(const xmlNode *top) {
    static const char *const silent[] = {"script", "style", "template", "noscript", NULL};
    kj_buffer out = {0};
    for (const xmlNode *node = top; node;) {
        const bool skip = kj_dom_is_any(node, silent);
        if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
            kj_buffer_text(&out, (const char *)node->content);
        } else if (node->type == XML_ELEMENT_NODE) {
            kj_buffer_byte(&out, ' ');
        }
        node = kj_dom_next(node, top, skip);
    }
    return kj_buffer_take(&out);
}

bool kj_dom_is_hidden(const xmlNode *node) {
    if (node->type != XML_ELEMENT_NODE || !node->properties) {
        return false;
    }
    if (xmlHasProp(node, (const xmlChar *)"hidden") ||
        kj_dom_attribute_has(node, "aria-hidden", "true")) {
        return true;
    }
    return kj_dom_attribute_has(node, "style", "display:none") ||
           kj_dom_attribute_has(node, "style", "display: none") ||
           kj_dom_attribute_has(node, "style", "visibility:hidden");
}

void kj_dom_remove(xmlNode *node) {
    xmlUnlinkNode(node);
    xmlFreeNode(node);
}

static bool is_among(const char *word, const char *const *list) {
    for (; *list; list++) {
        if (strcmp(*list, word) == 0) {
            return true;
        }
    }
    return false;
}

static kj_dom_hint hint_of_word(const char *word) {
    static const char *const article[] = {"article", "story",       "articlebody", "entry",  "post",
                                          "content", "body",        "details",     "detail", "news",
                                          "main",    "description", "maincontent", NULL};
    static const char *const around[] = {"sidebar",   "aside",      "related",     "more",
                                         "readmore",  "recommend",  "recommended", "recommendation",
                                         "trending",  "popular",    "latest",      "mostread",
                                         "footer",    "foot",       "menu",        "nav",
                                         "navbar",    "navigation", "breadcrumb",  "breadcrumbs",
                                         "share",     "sharing",    "social",      "follow",
                                         "ad",        "ads",        "advert",      "advertisement",
                                         "adsense",   "banner",     "promo",       "sponsor",
                                         "sponsored", "newsletter", "subscribe",   "subscription",
                                         "popup",     "modal",      "overlay",     "cookie",
                                         "cookies",   "consent",    "gdpr",        "login",
                                         "signup",    "widget",     "tags",        "tag",
                                         "tagcloud",  "pagination", "pager",       "byline",
                                         "author",    "meta",       "toolbar",     "print",
                                         "outbrain",  "taboola",    "topbar",      "ticker",
                                         "copyright", "skip",       "paywall",     "notice",
                                         "poll",      NULL};
    static const char *const comments[] = {"comment", "comments", "respond", "disqus", NULL};
    if (is_among(word, comments)) {
        return KJ_DOM_COMMENTS;
    }
    if (is_among(word, around)) {
        return KJ_DOM_AROUND;
    }
    return is_among(word, article) ? KJ_DOM_ARTICLE : KJ_DOM_NOTHING;
}

/* The words of one attribute; an around word outweighs an article word ("post-comments"). */
static kj_dom_hint hint_of_attribute(const xmlNode *node, const char *name) {
    char *value = kj_dom_attribute(node, name);
    kj_dom_hint hint = KJ_DOM_NOTHING;
    char word[32];
    size_t length = 0;
    for (const char *at = value; at && hint < KJ_DOM_AROUND; at++) {
        /* camelCase begins a word at each capital. */
        const bool edge =
            !isalpha((unsigned char)*at) ||
            (at > value && isupper((unsigned char)*at) && islower((unsigned char)at[-1]));
        if (edge && length > 0) {
            word[length] = '\0';
            const kj_dom_hint found = hint_of_word(word);
            hint = found == KJ_DOM_NOTHING ? hint : found;
            length = 0;
        }
        if (*at == '\0') {
            break;
        }
        if (isalpha((unsigned char)*at) && length + 1 < sizeof word) {
            word[length++] = (char)tolower((unsigned char)*at);
        }
    }
    free(value);
    return hint;
}

kj_dom_hint kj_dom_hint_of(const xmlNode *node) {
    if (node->type != XML_ELEMENT_NODE || !node->properties) {
        return KJ_DOM_NOTHING;
    }
    const kj_dom_hint of_class = hint_of_attribute(node, "class"),
                      of_id = hint_of_attribute(node, "id");
    return of_class > of_id ? of_class : of_id;
}
