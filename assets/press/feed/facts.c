/* facts.c - see facts.h. */
#include "press/feed/facts.h"

#include "press/feed/address.h"
#include "press/feed/dates.h"
#include "press/feed/dom.h"

#include <stdlib.h>
#include <string.h>

#define CANDIDATES_MOST 40 /* elements that may hold a fact: each costs a look at all its text */
#define FACT_LETTERS    ((size_t)160) /* a longer text is no byline and no date */

static bool read_date(const char *text, const kj_page_source *source, kj_clean_page *page) {
    kj_moment moment;
    if (!text || kj_dates_read(text, source->zone_minutes, source->now, &moment) != KJ_OK) {
        return false;
    }
    char written[KJ_DATES_TEXT_BYTES];
    moment.zone_minutes = source->zone_minutes;
    kj_dates_write(&moment, written);
    kj_press_replace(&page->date, kj_press_copy(written));
    return true;
}

/* A short line of an element, NULL when it is longer than a fact is. */
static char *short_line(const xmlNode *node) {
    char *line = kj_text_line(kj_dom_text(node));
    if (line && kj_text_length(line) > FACT_LETTERS) {
        free(line);
        line = NULL;
    }
    return line;
}

static bool class_has(const xmlNode *node, const char *const *words) {
    char *value = kj_dom_attribute(node, "class");
    const bool has = kj_text_has_any(value, words);
    free(value);
    return has;
}

static bool is_named_date(const xmlNode *node) {
    return kj_dom_is(node, "time") || kj_dom_attribute_has(node, "itemprop", "datePublished");
}

static bool is_date(const xmlNode *node) {
    static const char *const classes[] = {"date", "time", "publish", "posted", NULL};
    return is_named_date(node) || class_has(node, classes);
}

static void read_date_of(const xmlNode *node, const kj_page_source *source, kj_clean_page *page) {
    static const char *const attributes[] = {"datetime", "content", "data-published", NULL};
    for (const char *const *name = attributes; is_named_date(node) && *name; name++) {
        char *value = kj_dom_attribute(node, *name);
        const bool read = read_date(value, source, page);
        free(value);
        if (read) {
            return;
        }
    }
    char *line = short_line(node);
    (void)read_date(line, source, page);
    free(line);
}

static bool is_byline(const xmlNode *node) {
    static const char *const classes[] = {"byline",   "author-name", "author_name",
                                          "reporter", "writer",      NULL};
    return kj_dom_attribute_has(node, "rel", "author") ||
           kj_dom_attribute_has(node, "itemprop", "author") || class_has(node, classes);
}

static void look_around(xmlDoc *document, const kj_page_source *source, kj_clean_page *page) {
    xmlNode *root = xmlDocGetRootElement(document);
    unsigned dates = 0, bylines = 0;
    for (xmlNode *node = root; node; node = kj_dom_next(node, root, false)) {
        if (node->type != XML_ELEMENT_NODE || !node->properties || node == root) {
            continue;
        }
        if (!page->date && dates < CANDIDATES_MOST && is_date(node)) {
            dates++;
            read_date_of(node, source, page);
        }
        if (!page->byline && bylines < CANDIDATES_MOST && is_byline(node)) {
            bylines++;
            page->byline = short_line(node);
        }
    }
}

void kj_facts_complete(xmlDoc *document, const kj_page_source *source, kj_clean_page *page) {
    if (page->picture) {
        kj_press_replace(&page->picture, kj_address_resolve(source->address, page->picture));
    }
    char *said = page->date;
    page->date = NULL;
    (void)read_date(said, source, page);
    free(said);
    look_around(document, source, page);
}
