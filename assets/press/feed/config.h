/* config.h - FEEDS.toml: which feeds, and how much of them. docs/press.md describes its keys.
 *
 * Wrong values end the run with their line; a key that nobody knows is only warned of, so that a
 * slip of the pen is noticed and a newer file still works. Layer: press/feed, host. */
#ifndef KJ_PRESS_FEED_CONFIG_H
#define KJ_PRESS_FEED_CONFIG_H

#include "base/status.h"
#include "press/buffer.h"

#include <stdbool.h>

#define KJ_CONFIG_FEEDS_MAX ((size_t)200)

typedef enum kj_full_text {
    KJ_FULL_AUTO, /* the page where the feed's text is only the beginning */
    KJ_FULL_FEED, /* always the feed's own */
    KJ_FULL_PAGE  /* always the page's */
} kj_full_text;

typedef struct kj_config_feed {
    char *title;   /* of its section */
    char *url;     /* as written */
    char *address; /* absolute: http, https or file */
    char *content; /* XPath of the article on its pages, NULL: found */
    kj_full_text full_text;
    unsigned max_articles;   /* 1..1000 */
    int64_t max_age_seconds; /* 0: any */
    int16_t zone_minutes;    /* of dates without zone */
    bool images;
} kj_config_feed;

typedef struct kj_config {
    char *title, *creator; /* creator NULL: none */
    char *language;        /* of the edition, NULL: found from the text */
    char *user_agent;
    int16_t zone_minutes;
    unsigned connect_ms, total_ms, stall_seconds, stall_bytes, retry_ms;
    unsigned per_host, overall;                 /* transfers at once */
    size_t feed_bytes, page_bytes, image_bytes; /* most of each */
    unsigned max_images;                        /* of an article */
    uint16_t width_px, height_px;               /* of the pictures at most */
    kj_config_feed *feeds;
    size_t feed_count;
} kj_config;

/* Reads the file at path into config, kj_config_free in any case. Warnings, a line each, are added
 * to warnings; an error, "FEEDS.toml:3:7: ...", to error. Returns OK; ERR_MISSING, ERR_IO: the
 * file; ERR_FORMAT: not TOML; ERR_ARGUMENT: a value. */
KJ_MUST_USE kj_status kj_config_read(const char *path, kj_config *config, kj_buffer *warnings,
                                     kj_buffer *error);
void kj_config_free(kj_config *config);

/* "36h", "2d", "1w", "90m" or "45 min" as seconds; 0: not a length of time. */
int64_t kj_config_age(const char *text);

#endif
