/* facts.h - headline, byline, date and lead picture of a page, from whatever says them.
 * Layer: press/feed, under page. */
#ifndef KJ_PRESS_FEED_FACTS_H
#define KJ_PRESS_FEED_FACTS_H

#include "press/feed/page.h"

/* Fills what clean.h's metadata left empty from elements that say by name or class what they are. A
 * date that cannot be read is replaced, or dropped. */
void kj_facts_complete(xmlDoc *document, const kj_page_source *source, kj_clean_page *page);

#endif
