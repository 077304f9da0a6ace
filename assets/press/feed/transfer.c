/* transfer.c - see transfer.h. */
#include "press/feed/transfer.h"

#include "press/feed/address.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

kj_transfer *kj_transfer_new(const kj_fetch_request *request) {
    kj_transfer *transfer = kj_press_alloc(sizeof *transfer);
    transfer->address = kj_press_copy(request->address);
    transfer->accept = kj_press_copy(request->accept);
    transfer->etag = kj_press_copy(request->etag);
    transfer->modified = kj_press_copy(request->modified);
    transfer->language = kj_press_copy(request->language);
    transfer->most_bytes = request->most_bytes;
    transfer->done = request->done;
    transfer->user = request->user;
    kj_address_host(transfer->address, transfer->host, sizeof transfer->host);
    return transfer;
}

static void free_result(kj_fetch_result *result) {
    kj_buffer_free(&result->body);
    free(result->address);
    free(result->content_type);
    free(result->etag);
    free(result->modified);
    memset(result, 0, sizeof *result);
}

void kj_transfer_reset(kj_transfer *transfer) {
    curl_easy_cleanup(transfer->easy);
    curl_slist_free_all(transfer->headers);
    transfer->easy = NULL;
    transfer->headers = NULL;
    transfer->too_much = false;
    free_result(&transfer->result);
}

void kj_transfer_free(kj_transfer *transfer) {
    kj_transfer_reset(transfer);
    free(transfer->address);
    free(transfer->accept);
    free(transfer->etag);
    free(transfer->modified);
    free(transfer->language);
    free(transfer);
}

static size_t take_body(char *bytes, size_t size, size_t count, void *user) {
    kj_transfer *transfer = user;
    const size_t length = size * count;
    if (length > transfer->most_bytes - transfer->result.body.length) {
        transfer->too_much = true;
        return 0; /* libcurl then ends the transfer */
    }
    kj_buffer_add(&transfer->result.body, bytes, length);
    return length;
}

/* The value of a header line NAME, or NULL. */
static char *header_value(const char *line, size_t length, const char *name) {
    const size_t size = strlen(name);
    if (length <= size || strncasecmp(line, name, size) != 0 || line[size] != ':') {
        return NULL;
    }
    size_t from = size + 1, to = length;
    while (from < to && (unsigned char)line[from] <= ' ') {
        from++;
    }
    while (to > from && (unsigned char)line[to - 1] <= ' ') {
        to--;
    }
    /* It goes back in a request and into a file of lines: no control characters. */
    for (size_t i = from; i < to; i++) {
        if ((unsigned char)line[i] < ' ') {
            return NULL;
        }
    }
    return to - from > 0 && to - from < 1000 ? kj_press_cut(line + from, to - from) : NULL;
}

static size_t take_header(char *line, size_t size, size_t count, void *user) {
    kj_transfer *transfer = user;
    const size_t length = size * count;
    char *value;
    if (length > 5 && memcmp(line, "HTTP/", 5) == 0) { /* another answer, after a redirect */
        kj_press_replace(&transfer->result.etag, NULL);
        kj_press_replace(&transfer->result.modified, NULL);
    } else if ((value = header_value(line, length, "ETag"))) {
        kj_press_replace(&transfer->result.etag, value);
    } else if ((value = header_value(line, length, "Last-Modified"))) {
        kj_press_replace(&transfer->result.modified, value);
    }
    return length;
}

static void add_header(kj_transfer *transfer, const char *name, const char *value) {
    if (value) {
        char *line = kj_press_format("%s: %s", name, value);
        struct curl_slist *list = curl_slist_append(transfer->headers, line);
        transfer->headers = list ? list : transfer->headers;
        free(line);
    }
}

bool kj_transfer_prepare(kj_transfer *transfer, const kj_fetch_config *config) {
    CURL *easy = transfer->easy = curl_easy_init();
    if (!easy) {
        return false;
    }
    add_header(transfer, "Accept", transfer->accept);
    add_header(transfer, "Accept-Language", transfer->language);
    add_header(transfer, "If-None-Match", transfer->etag);
    add_header(transfer, "If-Modified-Since", transfer->modified);
    bool fine = true;
#define SET(option, value) fine &= curl_easy_setopt(easy, option, value) == CURLE_OK
    SET(CURLOPT_URL, transfer->address);
    SET(CURLOPT_HTTPHEADER, transfer->headers);
    SET(CURLOPT_PROTOCOLS_STR, "http,https");
    SET(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    SET(CURLOPT_FOLLOWLOCATION, 1L);
    SET(CURLOPT_MAXREDIRS, (long)KJ_FETCH_REDIRECTS);
    SET(CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
    SET(CURLOPT_CONNECTTIMEOUT_MS, (long)config->connect_ms);
    SET(CURLOPT_TIMEOUT_MS, (long)config->total_ms);
    SET(CURLOPT_LOW_SPEED_TIME, (long)config->stall_seconds);
    SET(CURLOPT_LOW_SPEED_LIMIT, (long)config->stall_bytes);
    SET(CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)transfer->most_bytes);
    SET(CURLOPT_USERAGENT, config->user_agent);
    SET(CURLOPT_COOKIEFILE, ""); /* cookies live as long as the transfer */
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_WRITEFUNCTION, take_body);
    SET(CURLOPT_WRITEDATA, transfer);
    SET(CURLOPT_HEADERFUNCTION, take_header);
    SET(CURLOPT_HEADERDATA, transfer);
#undef SET
    return fine;
}

static bool is_connection_failure(CURLcode code) {
    switch (code) {
    case CURLE_COULDNT_CONNECT:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_PARTIAL_FILE:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
    case CURLE_SSL_CONNECT_ERROR: return true;
    default: return false;
    }
}

static void explain(kj_transfer *transfer, CURLcode code) {
    const char *what = curl_easy_strerror(code);
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST: what = "no such host"; break;
    case CURLE_COULDNT_CONNECT: what = "no connection"; break;
    case CURLE_OPERATION_TIMEDOUT: what = "too slow"; break;
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR: what = "the connection broke"; break;
    case CURLE_PARTIAL_FILE: what = "cut short"; break;
    case CURLE_TOO_MANY_REDIRECTS: what = "redirects without end"; break;
    case CURLE_UNSUPPORTED_PROTOCOL: what = "leads to an address that is not http"; break;
    case CURLE_BAD_CONTENT_ENCODING: what = "damaged compression"; break;
    case CURLE_OUT_OF_MEMORY: /* so libcurl calls a header of more than 100 KB */
        what = "a header that is too long";
        break;
    case CURLE_WEIRD_SERVER_REPLY: what = "not an answer of HTTP"; break;
    case CURLE_FILESIZE_EXCEEDED: transfer->too_much = true; break;
    default: break;
    }
    if (transfer->too_much) {
        snprintf(transfer->result.why, sizeof transfer->result.why, "larger than %zu MB",
                 (transfer->most_bytes + (1u << 20) - 1) >> 20);
    } else {
        snprintf(transfer->result.why, sizeof transfer->result.why, "%s", what);
    }
}

static char *info_text(CURL *easy, CURLINFO what) {
    char *text = NULL;
    return curl_easy_getinfo(easy, what, &text) == CURLE_OK ? kj_press_copy(text) : NULL;
}

bool kj_transfer_end(kj_transfer *transfer, CURLcode code, unsigned *pause_ms) {
    kj_fetch_result *result = &transfer->result;
    curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &result->code);
    result->address = info_text(transfer->easy, CURLINFO_EFFECTIVE_URL);
    result->content_type = info_text(transfer->easy, CURLINFO_CONTENT_TYPE);
    if (code != CURLE_OK) {
        explain(transfer, code);
        return is_connection_failure(code);
    }
    const long answer = result->code;
    result->ok = answer == 200;
    result->same = answer == 304 && (transfer->etag || transfer->modified);
    if (!result->ok && !result->same) {
        snprintf(result->why, sizeof result->why, "HTTP %ld", answer);
    }
    curl_off_t wait_seconds = 0;
    curl_easy_getinfo(transfer->easy, CURLINFO_RETRY_AFTER, &wait_seconds);
    if (wait_seconds > 0 && wait_seconds < 3600) {
        const unsigned asked_ms = (unsigned)wait_seconds * 1000;
        *pause_ms = asked_ms > *pause_ms ? asked_ms : *pause_ms;
    }
    return answer == 429 || answer == 500 || (answer >= 502 && answer <= 504);
}
