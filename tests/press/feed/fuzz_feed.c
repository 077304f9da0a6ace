/* fuzz_feed.c - any bytes as a feed: items with titles and addresses that are what they should be,
 * dates that can be written, and the text of each item a well-formed body. */
#include "base/utf8.h"
#include "press/feed/address.h"
#include "press/feed/feed.h"
#include "press/feed/page.h"
#include "press/feed/shingles.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(const char *text) {
    const kj_span span = {(const uint8_t *)text, text ? strlen(text) : 0};
    for (size_t at = 0; at < span.length;) {
        const size_t start = at;
        if (kj_utf8_next(span, &at) == KJ_UTF8_REPLACEMENT && at - start != 3) {
            abort(); /* malformed */
        }
    }
}

static void check_item(const kj_feed_item *item) {
    char date[KJ_DATES_TEXT_BYTES];
    check_text(item->title);
    check_text(item->author);
    if (item->link && !kj_address_is_http(item->link) && !kj_address_is_file(item->link)) {
        abort();
    }
    if (item->has_date) {
        kj_dates_write(&item->date, date);
    }
    kj_shingles shingles;
    char *plain = kj_page_plain(item->content ? item->content : item->summary);
    check_text(plain);
    kj_shingles_make(plain, &shingles);
    kj_shingles_free(&shingles);
    free(plain);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const kj_feed_source source = {
        .address = "https://example.org/feed", .zone_minutes = 360, .now = (int64_t)20782 * 86400};
    kj_feed feed;
    char why[120];
    if (size < 65536 &&
        kj_feed_read((const char *)data, size, &source, &feed, why, sizeof why) == KJ_OK) {
        for (size_t i = 0; i < feed.item_count; i++) {
            check_item(&feed.items[i]);
        }
    }
    if (size < 65536) {
        kj_feed_free(&feed);
    }
    return 0;
}
