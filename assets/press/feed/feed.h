/* feed.h - RSS 0.9x, 1.0 and 2.0 and Atom as a list of items.
 *
 * libxml2 parses, after encoding.h and repair.h have done what they can; a feed that is still not
 * well-formed is read item by item, so that one broken item costs itself only. Layer:
 * press/feed, host. */
#ifndef KJ_PRESS_FEED_FEED_H
#define KJ_PRESS_FEED_FEED_H

#include "base/status.h"
#include "press/feed/dates.h"
#include "press/feed/text.h"

#define KJ_FEED_ITEMS_MAX    ((size_t)2000) /* of a feed; more are left out */
#define KJ_FEED_PICTURES_MAX ((size_t)4)    /* of an item, beside those in its text */

/* Strings NULL where the feed has none; all owned by the feed. */
typedef struct kj_feed_item {
    char *title;                          /* one line of clean text */
    char *link;                           /* absolute */
    char *identity;                       /* guid, id, else the link in short */
    char *author;                         /* one line */
    char *content;                        /* HTML: content:encoded, Atom's content */
    char *summary;                        /* HTML: description, Atom's summary */
    char *base;                           /* what relative addresses in both count from */
    char *category;                       /* the first, one line */
    char *pictures[KJ_FEED_PICTURES_MAX]; /* addresses, absolute */
    size_t picture_count;
    kj_moment date;
    bool has_date;
} kj_feed_item;

typedef struct kj_feed {
    char *title; /* one line */
    kj_feed_item *items;
    size_t item_count;
    bool damaged; /* not well-formed, or cut off: what could be read is there */
} kj_feed;

typedef struct kj_feed_source {
    const char *address; /* for relative links */
    const char *charset; /* as HTTP says, NULL: not */
    int16_t zone_minutes;
    int64_t now; /* seconds since 1970 */
} kj_feed_source;

/* Reads length bytes into feed, which is zeroed first; kj_feed_free in any case.
 * Returns OK, also for a feed without items; ERR_FORMAT: not a feed, why (of why_bytes) says
 * what it is instead. */
KJ_MUST_USE kj_status kj_feed_read(const char *bytes, size_t length, const kj_feed_source *source,
                                   kj_feed *feed, char *why, size_t why_bytes);
void kj_feed_free(kj_feed *feed);

#endif
