/* fetch.h - fetches many addresses at once, and never more than was asked for.
 *
 * On libcurl's multi interface. Every transfer has limits on time and size, the latter on what
 * comes out of gzip, whatever a header promises. A host gets few connections at a time. Redirects
 * are counted and stay with http and https. A connection that fails, or an answer 429, 500, 502,
 * 503 or 504, is tried once more after a pause. Proxies come from the environment, as with every
 * program on libcurl. Layer: press/feed, host. */
#ifndef KJ_PRESS_FEED_FETCH_H
#define KJ_PRESS_FEED_FETCH_H

#include "base/status.h"
#include "press/buffer.h"

#include <stdbool.h>

#define KJ_FETCH_REDIRECTS 5
#define KJ_FETCH_WHY_BYTES ((size_t)200)

typedef struct kj_fetch kj_fetch;

typedef struct kj_fetch_config {
    unsigned connect_ms, total_ms;       /* time limits of one try, > 0 */
    unsigned stall_seconds, stall_bytes; /* fewer bytes a second for so long: given up */
    unsigned per_host, overall;          /* transfers at once, 1..8 and 1..64 */
    unsigned retry_ms;                   /* pause before the second try */
    const char *user_agent;
    void (*tick)(void *user); /* called about five times a second while waiting; NULL: none */
    void *user;
} kj_fetch_config;

typedef struct kj_fetch_result {
    bool ok;        /* a body came (code 200, or a file) */
    bool same;      /* code 304: unchanged since the etag or date of the request */
    long code;      /* HTTP's; 0: none came, or a file */
    kj_buffer body; /* also of an answer that is not ok, as far as it came; may be taken */
    char *address;  /* after redirects */
    char *content_type, *etag, *modified; /* NULL: not said */
    char why[KJ_FETCH_WHY_BYTES];         /* when neither ok nor same: "HTTP 404", "cut short" */
} kj_fetch_result;

/* user as in the request. result's strings are freed after the call. New requests may be pushed. */
typedef void (*kj_fetch_done)(void *user, kj_fetch_result *result);

typedef struct kj_fetch_request {
    const char *address; /* http, https; file: read as it is, so check before who asks for it */
    const char *accept;  /* Accept header's value, NULL: none */
    const char *etag, *modified; /* as an earlier answer gave them, NULL: none */
    const char *language;        /* Accept-Language, NULL: none */
    size_t most_bytes;           /* of the body, inflated */
    kj_fetch_done done;
    void *user;
} kj_fetch_request;

/* NULL: libcurl cannot start. config is copied, its strings are borrowed. */
kj_fetch *kj_fetch_open(const kj_fetch_config *config);
void kj_fetch_close(kj_fetch *fetch); /* pending requests are dropped without a call */

/* Copies the request and queues it. */
void kj_fetch_push(kj_fetch *fetch, const kj_fetch_request *request);

/* Works until nothing is queued or under way. */
void kj_fetch_run(kj_fetch *fetch);

#endif
