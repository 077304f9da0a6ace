/* run.c - what the parts of a run share. */
#include "press/feed/run.h"

#include <stdlib.h>
#include <string.h>

size_t kj_run_count(const kj_run_feed *feed, kj_fate fate) {
    size_t count = 0;
    for (size_t i = 0; i < feed->feed.item_count; i++) {
        count += feed->articles[i].fate == fate;
    }
    return count;
}

size_t kj_run_taken(const kj_run *run) {
    size_t count = 0;
    for (size_t f = 0; f < run->config->feed_count; f++) {
        count += kj_run_count(&run->feeds[f], KJ_FATE_TAKEN);
    }
    return count;
}

const char *kj_run_title(const kj_run_feed *feed) {
    return feed->config->title ? feed->config->title
           : feed->feed.title  ? feed->feed.title
                               : feed->config->url;
}

static void remember_article(kj_run *run, const kj_run_article *article) {
    if (article->identity) {
        kj_state_add(&run->state, article->identity, article->shingles.whole, run->today);
    }
    if (article->link && article->link != article->identity) {
        kj_state_add(&run->state, article->link, article->shingles.whole, run->today);
    }
}

/* What is in the edition, is a double of it or was one too many is done with. What was refused
 * is tried again, and then its feed must come whole, not as "unchanged". */
void kj_run_remember(kj_run *run) {
    for (size_t f = 0; f < run->config->feed_count; f++) {
        kj_run_feed *feed = &run->feeds[f];
        for (size_t i = 0; i < feed->feed.item_count; i++) {
            const kj_run_article *article = &feed->articles[i];
            if (article->fate == KJ_FATE_TAKEN || article->fate == KJ_FATE_DOUBLE ||
                article->fate == KJ_FATE_OVER) {
                remember_article(run, article);
            }
        }
        if (feed->fetched && !feed->unchanged) {
            const bool settled = !feed->unsettled && !feed->damaged;
            kj_state_feed *known = kj_state_feed_of(&run->state, feed->config->address);
            kj_press_replace(&known->etag, settled ? kj_press_copy(feed->etag) : NULL);
            kj_press_replace(&known->modified, settled ? kj_press_copy(feed->modified) : NULL);
        }
    }
}

static void free_article(kj_run_article *article) {
    free(article->why);
    free(article->plain);
    kj_clean_page_free(&article->page);
    kj_shingles_free(&article->shingles);
    for (size_t i = 0; i < article->picture_count; i++) {
        free(article->pictures[i].href);
        free(article->pictures[i].address);
        free(article->pictures[i].png);
    }
    free(article->pictures);
}

void kj_run_free(kj_run *run) {
    for (size_t f = 0; run->feeds && f < run->config->feed_count; f++) {
        kj_run_feed *feed = &run->feeds[f];
        for (size_t i = 0; i < feed->feed.item_count && feed->articles; i++) {
            free_article(&feed->articles[i]);
        }
        free(feed->articles);
        kj_feed_free(&feed->feed);
        free(feed->failure);
        free(feed->etag);
        free(feed->modified);
        free(feed->address);
    }
    free(run->feeds);
    kj_state_free(&run->state);
    kj_fetch_close(run->fetch);
    memset(run, 0, sizeof *run);
}
