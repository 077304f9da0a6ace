/* density.h - where on a page its article is.
 *
 * Every block of text is worth something: a long paragraph of plain text its length, a short one
 * less, text that is mostly links less than nothing, and what stands in navigation, asides,
 * comments or advertisements nothing at all. An element is worth the sum of what is in it. From the
 * element worth most one goes down while one child alone is worth nearly as much: what is left is
 * the smallest element that has the article and little else. Layer: press/feed, host. */
#ifndef KJ_PRESS_FEED_DENSITY_H
#define KJ_PRESS_FEED_DENSITY_H

#include <libxml/tree.h>

/* The element with the article, NULL when no text on the page is worth anything. Uses _private of
 * the document's nodes and leaves it NULL. */
xmlNode *kj_density_find(xmlDoc *document);

/* Takes out of root what is not article: navigation, share bars, boxes of related articles, link
 * lists, forms. root itself stays. */
void kj_density_prune(xmlNode *root);

#endif
