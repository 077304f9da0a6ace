/* clean_metadata.c - what a page says about itself (kj_clean_metadata). */
#include "press/bengali.h"
#include "press/clean_parts.h"

#include <libxml/tree.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The first that says something counts: names in the order of how far they are trusted. */
static const char *const title_names[] = {"og:title", "twitter:title", "dc.title", "dcterms.title",
                                          NULL};
static const char *const summary_names[] = {"og:description", "description", "twitter:description",
                                            "dc.description", NULL};
static const char *const byline_names[] = {
    "author", "article:author", "dc.creator", "dcterms.creator", "byl", NULL};
static const char *const date_names[] = {"article:published_time",
                                         "datepublished",
                                         "og:published_time",
                                         "pubdate",
                                         "publishdate",
                                         "dcterms.created",
                                         "dc.date",
                                         "dc.date.issued",
                                         "dcterms.date",
                                         "date",
                                         NULL};
static const char *const site_names[] = {"og:site_name", "application-name", "dc.publisher", NULL};
static const char *const picture_names[] = {"og:image", "og:image:url", "twitter:image", NULL};

/* content of the first meta element called name; "" if there is none. */
static const char *meta(struct _xmlNode *root, const char *name) {
    for (struct _xmlNode *at = root; at; at = kj_tree_next(root, at, true)) {
        if (!kj_tree_is(at, "meta")) {
            continue;
        }
        static const char *const keys[] = {"property", "name", "itemprop"};
        for (size_t i = 0; i < 3; i++) {
            const char *content = kj_tree_attribute(at, "content");
            if (strcasecmp(kj_tree_attribute(at, keys[i]), name) == 0 && *content) {
                return content;
            }
        }
    }
    return "";
}

/* An author given as a link to a profile tells a reader nothing. */
static bool is_address(const char *line) { return strncmp(line, "http", 4) == 0; }

static void fill(char **field, struct _xmlNode *root, const char *const *names) {
    for (; *names && !*field; names++) {
        const char *content = meta(root, *names);
        char *line = kj_bengali_clean_line(content, strlen(content));
        bool link = strstr(*names, "image") != NULL;
        if (*line && (link || !is_address(line))) {
            *field = line;
        } else {
            free(line);
        }
    }
}

static void fill_line(char **field, char *line) {
    if (line && *line && !*field) {
        *field = line;
    } else {
        free(line);
    }
}

/* "Headline | Site" without the site, where the page's headline or the site's name shows which. */
static char *without_site(char *title, const char *site, const char *headline) {
    static const char *const parts[] = {" | ", " - ", " – ", " — ", " :: ", " » ", " : "};
    size_t length = headline ? strlen(headline) : 0;
    if (length > 0 && strncmp(title, headline, length) == 0) {
        title[length] = '\0';
        return title;
    }
    for (size_t i = 0; site && i < sizeof parts / sizeof *parts; i++) {
        char *at = strstr(title, parts[i]);
        if (at && strcasecmp(at + strlen(parts[i]), site) == 0) {
            *at = '\0';
        }
    }
    return title;
}

/* The text of the only h1, or NULL. */
static char *only_headline(struct _xmlNode *root) {
    struct _xmlNode *found = NULL;
    for (struct _xmlNode *at = root; at; at = kj_tree_next(root, at, true)) {
        if (kj_tree_is(at, "h1")) {
            if (found) {
                return NULL;
            }
            found = at;
        }
    }
    return found ? kj_tree_line(found) : NULL;
}

static void fill_title(struct _xmlNode *root, kj_clean_page *page) {
    char *headline = only_headline(root);
    if (page->title) {
        page->title = without_site(page->title, page->site, headline);
    }
    struct _xmlNode *element = kj_tree_find(root, "title");
    if (element && !page->title) {
        char *line = kj_tree_line(element);
        fill_line(&page->title, without_site(line, page->site, headline));
    }
    fill_line(&page->title, headline);
}

/* <time datetime> of the page, the first one there is. */
static void fill_time(struct _xmlNode *root, kj_clean_page *page) {
    for (struct _xmlNode *at = root; at && !page->date; at = kj_tree_next(root, at, true)) {
        const char *when = kj_tree_is(at, "time") ? kj_tree_attribute(at, "datetime") : "";
        fill_line(&page->date, kj_bengali_clean_line(when, strlen(when)));
    }
}

static void read_json(struct _xmlNode *root, kj_clean_page *page) {
    for (struct _xmlNode *at = root; at; at = kj_tree_next(root, at, true)) {
        if (kj_tree_is(at, "script") && at->children && at->children->content &&
            strcasecmp(kj_tree_attribute(at, "type"), "application/ld+json") == 0) {
            const char *json = (const char *)at->children->content;
            kj_clean_json(json, strlen(json), page);
        }
    }
}

void kj_clean_metadata(struct _xmlDoc *document, kj_clean_page *page) {
    *page = (kj_clean_page){0};
    struct _xmlNode *root = kj_tree_root(document);
    if (!root) {
        return;
    }
    const char *language = kj_tree_attribute(root, "lang");
    language = *language ? language : kj_tree_attribute(root, "xml:lang");
    if (*language) {
        page->language = kj_press_copy(language);
        for (char *at = page->language; *at; at++) {
            *at = (char)(*at >= 'A' && *at <= 'Z' ? *at | 0x20 : *at);
        }
    }
    fill(&page->title, root, title_names);
    fill(&page->date, root, date_names);
    fill(&page->picture, root, picture_names);
    fill(&page->site, root, site_names);
    read_json(root, page);
    fill(&page->summary, root, summary_names);
    fill(&page->byline, root, byline_names);
    fill_title(root, page);
    fill_time(root, page);
}
