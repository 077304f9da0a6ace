/* ld.h - the text of an article in its page's JSON-LD (schema.org), which is there for search
 * engines and often whole where the page itself is put together by scripts. What else JSON-LD
 * says is read by clean.h. Layer: press/feed, host. */
#ifndef KJ_PRESS_FEED_LD_H
#define KJ_PRESS_FEED_LD_H

#include <libxml/tree.h>

/* articleBody of the page's first article that has one, in UTF-8 as written: plain text with line
 * breaks, sometimes HTML. NULL: none. The caller frees it. */
char *kj_ld_body(xmlDoc *document);

#endif
