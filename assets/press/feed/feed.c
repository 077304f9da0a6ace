/* feed.c - see feed.h: from bytes to the elements of items. */
#include "press/feed/feed.h"

#include "press/clean.h"
#include "press/feed/address.h"
#include "press/feed/dom.h"
#include "press/feed/encoding.h"
#include "press/feed/item.h"
#include "press/feed/repair.h"

#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* NONET and no entity substitution: nothing is ever loaded for a feed. */
#define PARSE_OPTIONS                                                                              \
    (XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET |               \
     XML_PARSE_NOCDATA)

static xmlDoc *parse(const char *xml, size_t length, const char *address, bool *well_formed) {
    xmlParserCtxt *context = xmlNewParserCtxt();
    xmlDoc *document =
        context ? xmlCtxtReadMemory(context, xml, (int)length, address, "UTF-8", PARSE_OPTIONS)
                : NULL;
    *well_formed = document && context->wellFormed;
    xmlFreeParserCtxt(context);
    return document;
}

static bool is_item(const xmlNode *node) {
    return kj_item_is(node, "", "item") || kj_item_is(node, "", "entry");
}

static void add_item(xmlNode *node, const kj_feed_source *source, kj_feed *feed) {
    if (feed->item_count == KJ_FEED_ITEMS_MAX) {
        return;
    }
    if ((feed->item_count & (feed->item_count - 1)) == 0) { /* room for the next power of two */
        const size_t room = feed->item_count ? feed->item_count * 2 : 1;
        feed->items = kj_press_grow(feed->items, room * sizeof *feed->items);
    }
    kj_feed_item *item = &feed->items[feed->item_count++];
    memset(item, 0, sizeof *item);
    kj_item_read(node, source, item);
}

/* Items are children of the root (Atom, RDF) or of its channel (RSS). */
static void read_children(xmlNode *parent, const kj_feed_source *source, kj_feed *feed,
                          bool with_items) {
    for (xmlNode *child = parent->children; child; child = child->next) {
        if (is_item(child)) {
            if (with_items) {
                add_item(child, source, feed);
            }
        } else if (kj_item_is(child, "", "channel")) {
            for (xmlNode *inner = child->children; inner; inner = inner->next) {
                if (with_items && is_item(inner)) {
                    add_item(inner, source, feed);
                } else if (!feed->title && kj_item_is(inner, "", "title")) {
                    feed->title = kj_item_line(inner);
                }
            }
        } else if (!feed->title && kj_item_is(child, "", "title")) {
            feed->title = kj_item_line(child);
        }
    }
}

/* The start of the next "<item" or "<entry" from at on, or NULL. */
static const char *next_item(const char *at, const char **name) {
    static const char *const names[] = {"item", "entry"};
    while ((at = strchr(at, '<'))) {
        for (size_t i = 0; i < 2; i++) {
            const size_t size = strlen(names[i]);
            if (strncmp(at + 1, names[i], size) == 0 && strchr(" \t\r\n>", at[1 + size])) {
                *name = names[i];
                return at;
            }
        }
        at++;
    }
    return NULL;
}

/* Where the item that begins at start ends: behind its end tag, or where the next one begins. */
static const char *end_of_item(const char *start, const char *name, const char *limit) {
    const size_t size = strlen(name);
    for (const char *at = start; (at = memchr(at, '<', (size_t)(limit - at))); at++) {
        if ((size_t)(limit - at) > size + 2 && at[1] == '/' && strncmp(at + 2, name, size) == 0 &&
            at[2 + size] == '>') {
            return at + size + 3;
        }
    }
    return limit;
}

/* An item parsed on its own, behind the root's start tag with its namespaces. */
static void read_slice(const char *root, size_t root_length, const char *start, size_t length,
                       const kj_feed_source *source, kj_feed *feed) {
    kj_buffer slice = {0};
    bool well_formed;
    kj_buffer_add(&slice, root, root_length);
    kj_buffer_add(&slice, start, length);
    xmlDoc *document = parse(slice.data, slice.length, source->address, &well_formed);
    xmlNode *element = document ? xmlDocGetRootElement(document) : NULL;
    for (xmlNode *child = element ? element->children : NULL; child; child = child->next) {
        if (is_item(child)) {
            add_item(child, source, feed);
            break;
        }
    }
    xmlFreeDoc(document);
    kj_buffer_free(&slice);
}

static void read_slices(const kj_buffer *xml, const kj_feed_source *source, kj_feed *feed) {
    const char *root_end = strchr(xml->data, '>'), *name = NULL, *next_name = NULL;
    const char *at = root_end ? next_item(root_end, &name) : NULL;
    for (size_t slices = 0; at && slices < KJ_FEED_ITEMS_MAX; slices++) {
        const char *next = next_item(at + 1, &next_name);
        const char *end = end_of_item(at, name, next ? next : xml->data + xml->length);
        read_slice(xml->data, (size_t)(root_end - xml->data) + 1, at, (size_t)(end - at), source,
                   feed);
        at = next;
        name = next_name;
    }
}

static bool is_feed_root(const xmlNode *root) {
    static const char *const names[] = {"rss", "rdf", "feed", "channel"};
    const char *name = root ? (const char *)root->name : "";
    name = strchr(name, ':') ? strchr(name, ':') + 1 : name;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcasecmp(name, names[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool looks_like_html(const kj_buffer *xml) {
    char *start = kj_press_cut(xml->data, xml->length < 1024 ? xml->length : 1024);
    const bool is =
        kj_text_has(start, "<html") || kj_text_has(start, "<head") || kj_text_has(start, "<body");
    free(start);
    return is;
}

/* The address of the feed that an HTML page names in its head, absolute; NULL: none. */
static char *named_feed(const kj_buffer *html, const char *base) {
    const kj_clean_config config = {.charset = "utf-8"};
    xmlDoc *document = kj_clean_parse(html->data, html->length, &config);
    xmlNode *root = document ? xmlDocGetRootElement(document) : NULL;
    char *address = NULL;
    for (xmlNode *node = root; node && !address; node = kj_dom_next(node, root, false)) {
        if (kj_dom_is(node, "link") && kj_dom_attribute_has(node, "rel", "alternate") &&
            (kj_dom_attribute_has(node, "type", "rss+xml") ||
             kj_dom_attribute_has(node, "type", "atom+xml"))) {
            char *href = kj_dom_attribute(node, "href");
            address = kj_address_resolve(base, href);
            free(href);
        }
    }
    if (document) {
        kj_clean_drop(document);
    }
    return address;
}

static kj_status refuse(const kj_buffer *xml, const char *base, char *why, size_t why_bytes) {
    if (!xml->data || xml->data[strspn(xml->data, " \t\r\n")] == '\0') {
        snprintf(why, why_bytes, "empty");
    } else if (looks_like_html(xml)) {
        char *address = named_feed(xml, base);
        snprintf(why, why_bytes, "an HTML page, not a feed%s%s", address ? "; its feed is " : "",
                 address ? address : "");
        free(address);
    } else {
        snprintf(why, why_bytes, "neither RSS nor Atom");
    }
    return KJ_ERR_FORMAT;
}

kj_status kj_feed_read(const char *bytes, size_t length, const kj_feed_source *source,
                       kj_feed *feed, char *why, size_t why_bytes) {
    char encoding[KJ_ENCODING_NAME_BYTES];
    kj_buffer text = {0}, xml = {0};
    memset(feed, 0, sizeof *feed);
    kj_encoding_to_utf8(bytes, length, source->charset, &text, encoding);
    kj_repair_xml(text.data ? text.data : "", text.length, &xml);
    kj_buffer_free(&text);
    feed->damaged = kj_repair_cut_back(&xml);

    bool well_formed = false;
    xmlDoc *document =
        xml.length ? parse(xml.data, xml.length, source->address, &well_formed) : NULL;
    xmlNode *root = document ? xmlDocGetRootElement(document) : NULL;
    kj_status status = KJ_OK;
    if (!is_feed_root(root)) {
        status = refuse(&xml, source->address, why, why_bytes);
    } else {
        read_children(root, source, feed, well_formed);
        if (!well_formed) {
            feed->damaged = true;
            read_slices(&xml, source, feed);
        }
    }
    xmlFreeDoc(document);
    kj_buffer_free(&xml);
    return status;
}

static void free_item(kj_feed_item *item) {
    free(item->title);
    free(item->link);
    free(item->identity);
    free(item->author);
    free(item->content);
    free(item->summary);
    free(item->base);
    free(item->category);
    for (size_t i = 0; i < item->picture_count; i++) {
        free(item->pictures[i]);
    }
}

void kj_feed_free(kj_feed *feed) {
    for (size_t i = 0; i < feed->item_count; i++) {
        free_item(&feed->items[i]);
    }
    free(feed->items);
    free(feed->title);
    memset(feed, 0, sizeof *feed);
}
