/* content.h - what the test server serves: made-up feeds, pages and pictures, and files. */
#ifndef KJ_TEST_FEED_CONTENT_H
#define KJ_TEST_FEED_CONTENT_H

#include "press/buffer.h"

#include <stdbool.h>

/* Content for a path: "gen/TAG" a feed of two whole articles, "many/TAG" one of twenty excerpts
 * whose pages are "article/TAG-N", "picture/TAG" a PNG, "files/NAME" a file of folder with @BASE@
 * replaced by base. *type: its Content-Type. false: no such thing. */
bool content_of(const char *path, const char *folder, const char *base, kj_buffer *body,
                const char **type);

#endif
