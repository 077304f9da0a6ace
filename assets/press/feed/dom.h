/* dom.h - walking and asking libxml2's tree of a page, without recursion: pages nest as deep as
 * they please. Layer: press/feed, host. */
#ifndef KJ_PRESS_FEED_DOM_H
#define KJ_PRESS_FEED_DOM_H

#include "press/buffer.h"

#include <libxml/tree.h>
#include <stdbool.h>

/* The node after node in document order inside top; NULL at the end. skip: not into node. */
xmlNode *kj_dom_next(const xmlNode *node, const xmlNode *top, bool skip);

bool kj_dom_is(const xmlNode *node, const char *name); /* an element of that name */
bool kj_dom_is_any(const xmlNode *node, const char *const *names);

/* An attribute's value, to be freed; NULL when absent. */
char *kj_dom_attribute(const xmlNode *node, const char *name);
bool kj_dom_attribute_has(const xmlNode *node, const char *name, const char *part);

/* The first element of that name inside top, or NULL. */
xmlNode *kj_dom_find(const xmlNode *top, const char *name);

/* All text of what is inside node but scripts and styles, blocks parted by spaces; to be freed. */
char *kj_dom_text(const xmlNode *node);

/* Whether a part of the page is hidden from its readers by its own markup. */
bool kj_dom_is_hidden(const xmlNode *node);

/* Takes node with all that is in it out of the document. */
void kj_dom_remove(xmlNode *node);

/* What class, id and role say of an element, whole words only. */
typedef enum kj_dom_hint {
    KJ_DOM_NOTHING,
    KJ_DOM_ARTICLE, /* names that article bodies have */
    KJ_DOM_AROUND,  /* names of what stands around them: related, share, ads */
    KJ_DOM_COMMENTS /* readers' comments, which may be longer than the article */
} kj_dom_hint;
kj_dom_hint kj_dom_hint_of(const xmlNode *node);

#endif
