/* fetch.c - see fetch.h: the queue, and when which transfer runs. */
#include "press/feed/fetch.h"

#include "press/feed/address.h"
#include "press/feed/transfer.h"
#include "press/files.h"

#include <curl/curl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TRIES               2
#define WAIT_MS             200
#define OVERALL_MOST        64
#define RETRY_AFTER_MOST_MS 5000

struct kj_fetch {
    kj_fetch_config config;
    CURLM *multi;
    kj_transfer *queue, **queue_end;
    kj_transfer *active[OVERALL_MOST];
    size_t active_count;
};

static int64_t clock_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

kj_fetch *kj_fetch_open(const kj_fetch_config *config) {
    signal(SIGPIPE, SIG_IGN); /* a server that closes early is an error, not the end */
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        return NULL;
    }
    kj_fetch *fetch = kj_press_alloc(sizeof *fetch);
    fetch->config = *config;
    fetch->config.overall = config->overall < OVERALL_MOST ? config->overall : OVERALL_MOST;
    fetch->queue_end = &fetch->queue;
    fetch->multi = curl_multi_init();
    if (!fetch->multi) {
        free(fetch);
        curl_global_cleanup();
        return NULL;
    }
    return fetch;
}

void kj_fetch_close(kj_fetch *fetch) {
    if (!fetch) {
        return;
    }
    for (size_t i = 0; i < fetch->active_count; i++) {
        curl_multi_remove_handle(fetch->multi, fetch->active[i]->easy);
        kj_transfer_free(fetch->active[i]);
    }
    while (fetch->queue) {
        kj_transfer *next = fetch->queue->next;
        kj_transfer_free(fetch->queue);
        fetch->queue = next;
    }
    curl_multi_cleanup(fetch->multi);
    curl_global_cleanup();
    free(fetch);
}

static void enqueue(kj_fetch *fetch, kj_transfer *transfer) {
    transfer->next = NULL;
    *fetch->queue_end = transfer;
    fetch->queue_end = &transfer->next;
}

void kj_fetch_push(kj_fetch *fetch, const kj_fetch_request *request) {
    enqueue(fetch, kj_transfer_new(request));
}

static void finish(kj_transfer *transfer) {
    transfer->done(transfer->user, &transfer->result);
    kj_transfer_free(transfer);
}

static void read_file(kj_transfer *transfer) {
    char *path = kj_address_path(transfer->address);
    const kj_status status =
        path ? kj_files_read(path, transfer->most_bytes, &transfer->result.body) : KJ_ERR_MISSING;
    transfer->result.ok = status == KJ_OK;
    transfer->result.address = kj_press_copy(transfer->address);
    if (status != KJ_OK) {
        snprintf(transfer->result.why, sizeof transfer->result.why, "%s", kj_files_why(status));
    }
    free(path);
    finish(transfer);
}

static size_t running_at(const kj_fetch *fetch, const char *host) {
    size_t count = 0;
    for (size_t i = 0; i < fetch->active_count; i++) {
        count += strcmp(fetch->active[i]->host, host) == 0;
    }
    return count;
}

static void start(kj_fetch *fetch, kj_transfer *transfer) {
    if (kj_address_is_file(transfer->address)) {
        read_file(transfer);
        return;
    }
    if (!kj_address_is_http(transfer->address) || !kj_transfer_prepare(transfer, &fetch->config) ||
        curl_multi_add_handle(fetch->multi, transfer->easy) != CURLM_OK) {
        snprintf(transfer->result.why, sizeof transfer->result.why, "not an address of http");
        finish(transfer);
        return;
    }
    fetch->active[fetch->active_count++] = transfer;
}

/* Takes the next transfer out of the queue that may start now; NULL: none may. */
static kj_transfer *next_startable(kj_fetch *fetch, int64_t now) {
    for (kj_transfer **at = &fetch->queue; *at; at = &(*at)->next) {
        kj_transfer *transfer = *at;
        if (transfer->not_before_ms <= now &&
            running_at(fetch, transfer->host) < fetch->config.per_host) {
            *at = transfer->next;
            if (!*at) {
                fetch->queue_end = at;
            }
            return transfer;
        }
    }
    return NULL;
}

static void start_what_may(kj_fetch *fetch) {
    kj_transfer *transfer;
    while (fetch->active_count < fetch->config.overall &&
           (transfer = next_startable(fetch, clock_ms()))) {
        start(fetch, transfer);
    }
}

static void end_transfer(kj_fetch *fetch, CURL *easy, CURLcode code) {
    kj_transfer *transfer = NULL;
    for (size_t i = 0; i < fetch->active_count; i++) {
        if (fetch->active[i]->easy == easy) {
            transfer = fetch->active[i];
            fetch->active[i] = fetch->active[--fetch->active_count];
            break;
        }
    }
    curl_multi_remove_handle(fetch->multi, easy);
    if (!transfer) {
        return;
    }
    unsigned pause_ms = fetch->config.retry_ms;
    const bool again = kj_transfer_end(transfer, code, &pause_ms);
    if (again && ++transfer->tries < TRIES) {
        pause_ms = pause_ms < RETRY_AFTER_MOST_MS ? pause_ms : RETRY_AFTER_MOST_MS;
        kj_transfer_reset(transfer);
        transfer->not_before_ms = clock_ms() + pause_ms;
        enqueue(fetch, transfer);
        return;
    }
    finish(transfer);
}

void kj_fetch_run(kj_fetch *fetch) {
    for (;;) {
        start_what_may(fetch);
        if (!fetch->queue && fetch->active_count == 0) {
            return;
        }
        int running = 0, left = 0;
        curl_multi_perform(fetch->multi, &running);
        CURLMsg *message;
        bool ended = false;
        while ((message = curl_multi_info_read(fetch->multi, &left))) {
            if (message->msg == CURLMSG_DONE) {
                end_transfer(fetch, message->easy_handle, message->data.result);
                ended = true;
            }
        }
        if (fetch->config.tick) {
            fetch->config.tick(fetch->config.user);
        }
        if (!ended) {
            curl_multi_poll(fetch->multi, NULL, 0, WAIT_MS, NULL);
        }
    }
}
