/* item.h - one item or entry element of a feed. Layer: press/feed, under feed. */
#ifndef KJ_PRESS_FEED_ITEM_H
#define KJ_PRESS_FEED_ITEM_H

#include "press/feed/feed.h"

#include <libxml/tree.h>

/* Whether an element is NAME in the namespace that PREFIX usually stands for, declared or not.
 * prefix "": an element of RSS or Atom itself. */
bool kj_item_is(const xmlNode *node, const char *prefix, const char *name);

/* The text of an element as one clean line, markup in it taken out; NULL when empty. */
char *kj_item_line(const xmlNode *node);

/* Fills item, which is zeroed, from its element. */
void kj_item_read(xmlNode *element, const kj_feed_source *source, kj_feed_item *item);

#endif
