/* item.c - see item.h. */
#include "press/feed/item.h"

#include "press/bengali.h"
#include "press/clean.h"
#include "press/feed/address.h"

#include <libxml/xmlsave.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct {
    const char *prefix, *within; /* part of the namespace's name */
} namespaces[] = {{"content", "purl.org/rss/1.0/modules/content"},
                  {"dc", "purl.org/dc/"},
                  {"media", "search.yahoo.com/mrss"},
                  {"atom", "w3.org/2005/Atom"},
                  {"itunes", "itunes.com/dtds"}};

static const char *namespace_of(const char *prefix) {
    for (size_t i = 0; i < sizeof namespaces / sizeof *namespaces; i++) {
        if (strcmp(namespaces[i].prefix, prefix) == 0) {
            return namespaces[i].within;
        }
    }
    return "";
}

/* Whether a namespace is one of a module, whose title or link is not the item's own. */
static bool is_module(const char *href) {
    for (size_t i = 0; i < sizeof namespaces / sizeof *namespaces; i++) {
        if (strcmp(namespaces[i].prefix, "atom") != 0 && strstr(href, namespaces[i].within)) {
            return true;
        }
    }
    return false;
}

bool kj_item_is(const xmlNode *node, const char *prefix, const char *name) {
    const char *written = node->type == XML_ELEMENT_NODE ? (const char *)node->name : "";
    const char *href = node->ns && node->ns->href ? (const char *)node->ns->href : "";
    if (*prefix == '\0') {
        return strcasecmp(written, name) == 0 && !is_module(href);
    }
    if (strcasecmp(written, name) == 0 && strstr(href, namespace_of(prefix))) {
        return true;
    }
    const size_t size = strlen(prefix); /* not declared: the colon stays in the name */
    return strncasecmp(written, prefix, size) == 0 && written[size] == ':' &&
           strcasecmp(written + size + 1, name) == 0;
}

static char *attribute(const xmlNode *node, const char *name) {
    xmlChar *value = xmlGetNoNsProp(node, (const xmlChar *)name);
    char *copy = kj_press_copy((const char *)value);
    xmlFree(value);
    return copy;
}

static bool attribute_is(const xmlNode *node, const char *name, const char *wanted) {
    char *value = attribute(node, name);
    const bool is = value && strcasecmp(value, wanted) == 0;
    free(value);
    return is;
}

static char *text_of(const xmlNode *node) {
    xmlChar *value = xmlNodeGetContent(node);
    char *copy = kj_press_copy((const char *)value);
    xmlFree(value);
    return copy;
}

/* Takes namespaces off the elements below node, so that they are written as plain HTML. */
static void drop_namespaces(xmlNode *node) {
    xmlNode *at = node;
    while (at) {
        if (at->type == XML_ELEMENT_NODE) {
            at->ns = NULL;
            for (xmlAttr *a = at->properties; a; a = a->next) {
                a->ns = NULL;
            }
            xmlFreeNsList(at->nsDef); /* nothing outside of node refers to it */
            at->nsDef = NULL;
        }
        if (at->children && at->type == XML_ELEMENT_NODE) {
            at = at->children;
            continue;
        }
        while (at && at != node && !at->next) {
            at = at->parent;
        }
        at = at && at != node ? at->next : NULL;
    }
}

/* What is inside an element as HTML: its elements written out, or its text, which is HTML. */
static char *markup_of(xmlNode *node) {
    if (!xmlFirstElementChild(node)) {
        return text_of(node);
    }
    xmlBuffer *buffer = xmlBufferCreate();
    for (xmlNode *child = node->children; child; child = child->next) {
        drop_namespaces(child);
        xmlNodeDump(buffer, node->doc, child, 0, 0);
    }
    char *copy = kj_press_copy((const char *)xmlBufferContent(buffer));
    xmlBufferFree(buffer);
    return copy;
}

/* Plain text of Atom as HTML. */
static char *escaped(char *text) {
    kj_buffer out = {0};
    kj_buffer_xml(&out, text);
    free(text);
    return kj_buffer_take(&out);
}

static char *html_of(xmlNode *node) {
    return attribute_is(node, "type", "text") || attribute_is(node, "type", "text/plain")
               ? escaped(text_of(node))
               : markup_of(node);
}

char *kj_item_line(const xmlNode *node) {
    char *text = text_of(node);
    /* Titles should be text, and often hold escaped HTML. */
    if (text && (strchr(text, '<') || strchr(text, '&'))) {
        kj_clean_page page;
        memset(&page, 0, sizeof page);
        const kj_clean_config config = {.charset = "utf-8", .no_images = true};
        char *html = kj_press_format("<p>%s</p>", text);
        struct _xmlDoc *document = kj_clean_parse(html, strlen(html), &config);
        if (document) {
            kj_clean_body(document, NULL, &config, &page);
            free(text);
            text = kj_clean_text(page.body ? page.body : "");
            kj_clean_drop(document);
        }
        kj_clean_page_free(&page);
        free(html);
    }
    return kj_text_line(text);
}

static void set_once(char **field, char *value) {
    if (*field) {
        free(value);
    } else {
        *field = value;
    }
}

/* "desk@example.org (Name)" gives the name. */
static char *name_in(char *author) {
    char *open = author ? strchr(author, '(') : NULL;
    char *close = open ? strrchr(open, ')') : NULL;
    if (open && close && memchr(author, '@', (size_t)(open - author))) {
        char *name = kj_press_cut(open + 1, (size_t)(close - open - 1));
        free(author);
        return kj_text_line(name);
    }
    if (author && strchr(author, '@') && !strchr(author, ' ')) {
        free(author); /* an address of mail alone is nobody's byline */
        return NULL;
    }
    return author;
}

static void read_author(xmlNode *node, kj_feed_item *item) {
    for (xmlNode *child = node->children; child; child = child->next) {
        if (kj_item_is(child, "", "name")) {
            set_once(&item->author, kj_item_line(child));
            return;
        }
    }
    if (!xmlFirstElementChild(node)) {
        set_once(&item->author, name_in(kj_item_line(node)));
    }
}

static char *resolved(xmlNode *node, const kj_feed_source *source, const char *reference) {
    xmlChar *base = xmlNodeGetBase(node->doc, node);
    char *address = kj_address_resolve(base ? (const char *)base : source->address, reference);
    xmlFree(base);
    return address;
}

static void add_picture(xmlNode *node, const kj_feed_source *source, kj_feed_item *item) {
    char *url = attribute(node, "url"), *type = attribute(node, "type"),
         *medium = attribute(node, "medium");
    const bool is_thumbnail = kj_item_is(node, "media", "thumbnail");
    const bool is_picture =
        is_thumbnail || kj_text_starts(type, "image/") ||
        (medium && strcasecmp(medium, "image") == 0) ||
        (!type && !medium && (kj_text_has(url, ".jp") || kj_text_has(url, ".png")));
    char *address = url && is_picture ? resolved(node, source, url) : NULL;
    for (size_t i = 0; address && i < item->picture_count; i++) {
        if (strcmp(item->pictures[i], address) == 0) {
            kj_press_replace(&address, NULL);
        }
    }
    if (address && item->picture_count < KJ_FEED_PICTURES_MAX) {
        item->pictures[item->picture_count++] = address;
        address = NULL;
    }
    free(address);
    free(url);
    free(type);
    free(medium);
}

/* An Atom link: the article's own page is rel="alternate" or has no rel. */
static void read_atom_link(xmlNode *node, const kj_feed_source *source, kj_feed_item *item) {
    char *rel = attribute(node, "rel"), *href = attribute(node, "href");
    if (href && (!rel || strcasecmp(rel, "alternate") == 0)) {
        set_once(&item->link, resolved(node, source, href));
    } else if (rel && strcasecmp(rel, "enclosure") == 0) {
        xmlSetProp(node, (const xmlChar *)"url", (const xmlChar *)href);
        add_picture(node, source, item);
    }
    free(rel);
    free(href);
}

static void read_link(xmlNode *node, const kj_feed_source *source, kj_feed_item *item) {
    if (xmlHasProp(node, (const xmlChar *)"href")) {
        read_atom_link(node, source, item);
        return;
    }
    char *text = text_of(node);
    set_once(&item->link, resolved(node, source, text));
    free(text);
}

static void read_date(const xmlNode *node, const kj_feed_source *source, bool better,
                      kj_feed_item *item) {
    char *text = text_of(node);
    kj_moment moment;
    if (text && (!item->has_date || better) &&
        kj_dates_read(text, source->zone_minutes, source->now, &moment) == KJ_OK) {
        item->date = moment;
        item->has_date = true;
    }
    free(text);
}

static void read_guid(xmlNode *node, const kj_feed_source *source, kj_feed_item *item,
                      char **permanent) {
    char *text = kj_text_line(text_of(node));
    if (text && !attribute_is(node, "isPermaLink", "false") && kj_address_is_http(text)) {
        set_once(permanent, resolved(node, source, text));
    }
    set_once(&item->identity, text);
}

static void read_category(const xmlNode *node, kj_feed_item *item) {
    char *term = kj_text_line(attribute(node, "label"));
    if (!term) {
        term = kj_text_line(attribute(node, "term"));
    }
    set_once(&item->category, term ? term : kj_item_line(node));
}

static bool is_date(const xmlNode *node) {
    return kj_item_is(node, "", "pubDate") || kj_item_is(node, "dc", "date") ||
           kj_item_is(node, "", "published") || kj_item_is(node, "", "issued") ||
           kj_item_is(node, "", "created");
}

static bool is_picture(const xmlNode *node) {
    return kj_item_is(node, "media", "content") || kj_item_is(node, "media", "thumbnail") ||
           kj_item_is(node, "", "enclosure");
}

static void read_child(xmlNode *node, const kj_feed_source *source, kj_feed_item *item,
                       char **permanent) {
    if (kj_item_is(node, "", "title")) {
        set_once(&item->title, kj_item_line(node));
    } else if (kj_item_is(node, "", "link")) {
        read_link(node, source, item);
    } else if (kj_item_is(node, "", "guid") || kj_item_is(node, "", "id")) {
        read_guid(node, source, item, permanent);
    } else if (kj_item_is(node, "content", "encoded") || kj_item_is(node, "", "content")) {
        set_once(&item->content, html_of(node));
    } else if (kj_item_is(node, "", "description") || kj_item_is(node, "", "summary")) {
        set_once(&item->summary, html_of(node));
    } else if (kj_item_is(node, "dc", "creator") || kj_item_is(node, "", "author")) {
        read_author(node, item);
    } else if (is_date(node)) {
        read_date(node, source, true, item);
    } else if (kj_item_is(node, "", "updated") || kj_item_is(node, "", "modified")) {
        read_date(node, source, false, item);
    } else if (kj_item_is(node, "", "category") || kj_item_is(node, "dc", "subject")) {
        read_category(node, item);
    } else if (is_picture(node)) {
        add_picture(node, source, item);
    } else if (kj_item_is(node, "media", "group")) {
        for (xmlNode *child = node->children; child; child = child->next) {
            if (is_picture(child)) {
                add_picture(child, source, item);
            }
        }
    }
}

void kj_item_read(xmlNode *element, const kj_feed_source *source, kj_feed_item *item) {
    char *permanent = NULL;
    xmlChar *base = xmlNodeGetBase(element->doc, element);
    item->base = kj_press_copy(base ? (const char *)base : source->address);
    xmlFree(base);
    for (xmlNode *child = element->children; child; child = child->next) {
        if (child->type == XML_ELEMENT_NODE) {
            read_child(child, source, item, &permanent);
        }
    }
    set_once(&item->link, permanent);
    if (!item->identity && item->link) {
        item->identity = kj_address_identity(item->link);
    }
}
