/* ld.c - see ld.h. Jansson parses (it limits nesting itself). */
#include "press/feed/ld.h"

#include "press/feed/dom.h"
#include "press/feed/text.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MOST 6 /* of graphs and lists in which an article is looked for */

static bool type_is_article(const json_t *type) {
    if (json_is_array(type)) {
        for (size_t i = 0; i < json_array_size(type); i++) {
            if (type_is_article(json_array_get(type, i))) {
                return true;
            }
        }
        return false;
    }
    const char *name = json_string_value(type);
    return name &&
           (strstr(name, "Article") || strstr(name, "BlogPosting") || strstr(name, "Report"));
}

/* The first article in value, which may be a list or hold a graph. */
static const json_t *find_article(const json_t *value, int depth) {
    if (depth == 0) {
        return NULL;
    }
    const json_t *found = NULL;
    if (json_is_array(value)) {
        for (size_t i = 0; i < json_array_size(value) && !found; i++) {
            found = find_article(json_array_get(value, i), depth - 1);
        }
    } else if (json_is_object(value)) {
        if (type_is_article(json_object_get(value, "@type"))) {
            return value;
        }
        found = find_article(json_object_get(value, "@graph"), depth - 1);
        if (!found) {
            found = find_article(json_object_get(value, "mainEntity"), depth - 1);
        }
    }
    return found;
}

/* The articleBody in a script, or NULL. */
static char *body_in(const xmlNode *script) {
    xmlChar *content = xmlNodeGetContent(script);
    /* Line breaks inside strings are not JSON and common: they mean no more than a space. */
    for (xmlChar *at = content; at && *at; at++) {
        *at = *at < ' ' ? ' ' : *at;
    }
    json_error_t error;
    json_t *root =
        content ? json_loads((const char *)content, JSON_DISABLE_EOF_CHECK, &error) : NULL;
    const json_t *article = find_article(root, DEPTH_MOST);
    const char *text = json_string_value(json_object_get(article, "articleBody"));
    char *body = text && *text ? kj_press_copy(text) : NULL;
    json_decref(root);
    xmlFree(content);
    return body;
}

char *kj_ld_body(xmlDoc *document) {
    xmlNode *root = xmlDocGetRootElement(document);
    for (xmlNode *node = root; node; node = kj_dom_next(node, root, false)) {
        if (kj_dom_is(node, "script") && kj_dom_attribute_has(node, "type", "ld+json")) {
            char *body = body_in(node);
            if (body) {
                return body;
            }
        }
    }
    return NULL;
}
