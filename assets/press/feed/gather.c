/* gather.c - the feeds of a run, fetched all at once. */
#include "press/feed/address.h"
#include "press/feed/encoding.h"
#include "press/feed/run.h"

#include <stdlib.h>
#include <string.h>

#define FEED_TYPES                                                                                 \
    "application/rss+xml, application/atom+xml, application/rdf+xml, application/xml;q=0.9, "      \
    "text/xml;q=0.9, */*;q=0.5"

static void fail(kj_run_feed *feed, const char *why) {
    feed->failure = kj_press_copy(why);
    char *text = kj_press_format("failed: %s", why);
    kj_progress_finish(&feed->run->progress, feed->index, text);
    free(text);
}

/* Some feeds give all their articles one guid, which then tells nothing. */
static void distrust_guids(kj_run_feed *feed) {
    const size_t count = feed->feed.item_count;
    bool repeated = false;
    for (size_t i = 0; i < count && !repeated; i++) {
        for (size_t j = i + 1; j < count && !repeated; j++) {
            const kj_run_article *a = &feed->articles[i], *b = &feed->articles[j];
            repeated = a->identity && a->identity == b->identity && a->link != b->link;
        }
    }
    for (size_t i = 0; i < count && repeated; i++) {
        feed->articles[i].identity = feed->articles[i].link ? 0 : feed->articles[i].identity;
    }
}

static void make_articles(kj_run_feed *feed) {
    feed->articles = kj_press_alloc((feed->feed.item_count + 1) * sizeof *feed->articles);
    for (size_t i = 0; i < feed->feed.item_count; i++) {
        kj_run_article *article = &feed->articles[i];
        const kj_feed_item *item = &feed->feed.items[i];
        article->feed = feed;
        article->item = item;
        article->date = item->date;
        article->has_date = item->has_date;
        if (item->identity) {
            article->identity = kj_text_hash(item->identity, strlen(item->identity));
        }
        if (item->link) {
            char *link = kj_address_identity(item->link);
            article->link = kj_text_hash(link, strlen(link));
            free(link);
        }
    }
    distrust_guids(feed);
}

static void read_feed(kj_run_feed *feed, const kj_fetch_result *result) {
    char charset[KJ_ENCODING_NAME_BYTES], why[300] = "";
    kj_encoding_of_content_type(result->content_type, charset);
    const kj_feed_source source = {.address = result->address,
                                   .charset = charset,
                                   .zone_minutes = feed->config->zone_minutes,
                                   .now = feed->run->now};
    if (kj_feed_read(result->body.data ? result->body.data : "", result->body.length, &source,
                     &feed->feed, why, sizeof why) != KJ_OK) {
        fail(feed, why);
        return;
    }
    feed->fetched = true;
    feed->damaged = feed->feed.damaged;
    make_articles(feed);
    char *text = kj_press_format("%zu articles", feed->feed.item_count);
    kj_progress_set(&feed->run->progress, feed->index, 0, 1, text);
    free(text);
}

static void feed_done(void *user, kj_fetch_result *result) {
    kj_run_feed *feed = user;
    if (result->same) {
        feed->fetched = feed->unchanged = true;
        kj_progress_set(&feed->run->progress, feed->index, 0, 1, "unchanged");
        return;
    }
    if (!result->ok) {
        fail(feed, result->why);
        return;
    }
    feed->etag = kj_press_copy(result->etag);
    feed->modified = kj_press_copy(result->modified);
    feed->address = kj_press_copy(result->address);
    read_feed(feed, result);
}

void kj_run_gather(kj_run *run) {
    for (size_t i = 0; i < run->config->feed_count; i++) {
        kj_run_feed *feed = &run->feeds[i];
        *feed = (kj_run_feed){.run = run, .index = i, .config = &run->config->feeds[i]};
        const kj_state_feed *known = kj_state_feed_of(&run->state, feed->config->address);
        const kj_fetch_request request = {.address = feed->config->address,
                                          .accept = FEED_TYPES,
                                          .etag = run->again ? NULL : known->etag,
                                          .modified = run->again ? NULL : known->modified,
                                          .most_bytes = run->config->feed_bytes,
                                          .done = feed_done,
                                          .user = feed};
        kj_progress_set(&run->progress, i, 0, 1, "fetching");
        kj_fetch_push(run->fetch, &request);
    }
    kj_fetch_run(run->fetch);
}
