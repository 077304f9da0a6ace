/* report.c - what a run took, what it left out, and why. */
#include "press/feed/run.h"

#include <stdlib.h>

static void add_count(kj_buffer *line, size_t count, const char *what) {
    if (count > 0) {
        kj_buffer_format(line, "%s%zu %s", line->length ? ", " : "", count, what);
    }
}

static char *left_out(const kj_run_feed *feed) {
    kj_buffer line = {0};
    add_count(&line, kj_run_count(feed, KJ_FATE_SEEN), "in an earlier edition");
    add_count(&line, kj_run_count(feed, KJ_FATE_OLD), "too old");
    add_count(&line, kj_run_count(feed, KJ_FATE_DOUBLE), "double");
    add_count(&line, kj_run_count(feed, KJ_FATE_OVER), "over the feed's limit");
    add_count(&line, kj_run_count(feed, KJ_FATE_REFUSED), "without usable text");
    return kj_buffer_take(&line);
}

char *kj_run_outcome(const kj_run_feed *feed) {
    if (feed->failure) {
        return kj_press_format("failed: %s", feed->failure);
    }
    if (feed->unchanged) {
        return kj_press_copy("unchanged since the last run");
    }
    char *out = left_out(feed);
    char *text = kj_press_format("%zu taken%s%s%s", kj_run_count(feed, KJ_FATE_TAKEN),
                                 *out ? "; left out: " : "", out,
                                 feed->damaged ? " (the feed is damaged)" : "");
    free(out);
    return text;
}

static void report_articles(const kj_run_feed *feed, FILE *out) {
    for (size_t i = 0; i < feed->feed.item_count; i++) {
        const kj_run_article *article = &feed->articles[i];
        if (article->why && (article->fate == KJ_FATE_REFUSED || article->fate == KJ_FATE_TAKEN)) {
            fprintf(out, "    %s: %s\n",
                    article->item->title  ? article->item->title
                    : article->item->link ? article->item->link
                                          : "(without a title)",
                    article->why);
        }
    }
}

void kj_run_report(const kj_run *run, FILE *out) {
    for (size_t f = 0; f < run->config->feed_count; f++) {
        const kj_run_feed *feed = &run->feeds[f];
        char *outcome = kj_run_outcome(feed);
        fprintf(out, "  %s: %s\n", kj_run_title(feed), outcome);
        free(outcome);
        report_articles(feed, out);
    }
    if (run->pictures_lost > 0) {
        fprintf(out, "  %zu pictures could not be had\n", run->pictures_lost);
    }
}
