/* transfer.h - one request of fetch on one libcurl handle. Layer: press/feed, under fetch. */
#ifndef KJ_PRESS_FEED_TRANSFER_H
#define KJ_PRESS_FEED_TRANSFER_H

#include "press/feed/fetch.h"

#include <curl/curl.h>

#define KJ_TRANSFER_HOST_BYTES ((size_t)256)

typedef struct kj_transfer {
    char *address, *accept, *etag, *modified, *language;
    char host[KJ_TRANSFER_HOST_BYTES];
    size_t most_bytes;
    kj_fetch_done done;
    void *user;
    kj_fetch_result result;
    CURL *easy;
    struct curl_slist *headers;
    bool too_much; /* the body passed most_bytes */
    unsigned tries;
    int64_t not_before_ms;
    struct kj_transfer *next;
} kj_transfer;

kj_transfer *kj_transfer_new(const kj_fetch_request *request);
void kj_transfer_free(kj_transfer *transfer);

/* Makes the handle. false: libcurl refuses. */
bool kj_transfer_prepare(kj_transfer *transfer, const kj_fetch_config *config);

/* Fills in the result once libcurl is done. Returns whether a second try may help, then *pause_ms
 * may have been raised to what the server asks for. */
bool kj_transfer_end(kj_transfer *transfer, CURLcode code, unsigned *pause_ms);

/* Back to before prepare. */
void kj_transfer_reset(kj_transfer *transfer);

#endif
