/* fetch_page.c - see fetch_page.h. */
#include "press/fetch_page.h"

#include "press/clean_parts.h"
#include "press/feed/fetch.h"
#include "press/feed/page.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

typedef struct answer {
    char **bytes, **charset, **final_address;
    size_t *length;
    char *why;
} answer;

/* "text/html; charset=X": X. NULL: not said. */
static char *charset_of(const char *type) {
    for (const char *at = type ? strchr(type, ';') : NULL; at; at = strchr(at + 1, ';')) {
        at += 1 + strspn(at + 1, " ");
        if (strncasecmp(at, "charset=", 8) == 0) {
            at += 8 + (at[8] == '"');
            return kj_press_cut(at, strcspn(at, "\"; "));
        }
    }
    return NULL;
}

static void take(void *user, kj_fetch_result *result) {
    answer *to = user;
    if (!result->ok) {
        to->why = kj_press_copy(result->why);
        return;
    }
    *to->length = result->body.length;
    *to->bytes = kj_buffer_take(&result->body);
    *to->charset = charset_of(result->content_type);
    *to->final_address = kj_press_copy(result->address);
}

char *kj_fetch_page(const char *address, char **bytes, size_t *length, char **charset,
                    char **final_address) {
    static const kj_fetch_config config = {.connect_ms = 15000,
                                           .total_ms = 60000,
                                           .stall_seconds = 20,
                                           .stall_bytes = 50,
                                           .per_host = 1,
                                           .overall = 1,
                                           .retry_ms = 1000,
                                           .user_agent = "kagoj-press"};
    answer got = {bytes, charset, final_address, length, NULL};
    kj_fetch *fetch = kj_fetch_open(&config);
    if (!fetch) {
        return kj_press_copy("libcurl cannot start");
    }
    kj_fetch_request request = {
        .address = address, .most_bytes = (size_t)32 << 20, .done = take, .user = &got};
    kj_fetch_push(fetch, &request);
    kj_fetch_run(fetch);
    kj_fetch_close(fetch);
    if (!got.why && !*bytes) {
        got.why = kj_press_copy("nothing came");
    }
    return got.why;
}

/* A list of links and nothing else. */
static bool is_index(const char *bytes, size_t length, const char *charset) {
    const kj_clean_config config = {.charset = charset};
    struct _xmlDoc *document = kj_clean_parse(bytes, length, &config);
    struct _xmlNode *root = kj_tree_root(document);
    bool links = !root || kj_tree_is_full_of_links(root);
    kj_clean_drop(document);
    return links;
}

const char *kj_fetch_read_page(const char *bytes, size_t length, const char *charset,
                               const char *address, struct kj_clean_page *page) {
    char *type = charset ? kj_press_format("text/html; charset=%s", charset) : NULL;
    const kj_page_source source = {.wanted = address,
                                   .address = address,
                                   .content_type = type,
                                   .code = 200,
                                   .zone_minutes = 6 * 60, /* of a date without one: Dhaka's */
                                   .now = (int64_t)time(NULL)};
    kj_refusal refusal = kj_page_read(bytes, length, &source, page);
    free(type);
    /* Too short to be sure; but who names a page may mean it, unless it is a list of links. */
    if (refusal == KJ_REFUSE_EMPTY && !is_index(bytes, length, charset)) {
        kj_clean_page_free(page);
        return NULL;
    }
    return refusal == KJ_REFUSE_NOTHING ? NULL : kj_refuse_why(refusal);
}
