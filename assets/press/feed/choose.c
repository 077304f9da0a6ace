/* choose.c - which articles a run takes, and their text. */
#include "press/bengali.h"
#include "press/feed/address.h"
#include "press/feed/density.h"
#include "press/feed/page.h"
#include "press/feed/run.h"

#include <stdlib.h>
#include <string.h>

#define PAGE_TYPES "text/html, application/xhtml+xml, */*;q=0.5"

/* Code points of a feed's own text that are worth an article where its page cannot be had. */
#define SUBSTANTIAL_LETTERS ((size_t)300)
#define LEAST_LETTERS       ((size_t)100) /* of any article */
#define FUTURE_SECONDS      (2 * 86400)   /* a date further ahead is a mistake */

static void settle(kj_run_article *article, kj_fate fate, const char *why) {
    article->fate = fate;
    kj_press_replace(&article->why, kj_press_copy(why));
}

static bool is_old(const kj_run_article *article) {
    const int64_t most = article->feed->config->max_age_seconds;
    if (!article->has_date || most == 0) {
        return false;
    }
    /* A day without time ends 24 hours later. */
    const int64_t latest = article->date.seconds + (article->date.has_time ? 0 : 86400);
    return latest < article->feed->run->now - most;
}

/* An article of a feed above, or further up in its own, that is the same by guid or address. */
static bool is_listed_before(const kj_run_article *article) {
    const kj_run *run = article->feed->run;
    for (size_t f = 0; f <= article->feed->index; f++) {
        const kj_run_feed *feed = &run->feeds[f];
        for (size_t i = 0; i < feed->feed.item_count; i++) {
            const kj_run_article *other = &feed->articles[i];
            if (other == article) {
                return false;
            }
            const bool same_guid = article->identity && other->identity == article->identity &&
                                   (f == article->feed->index || article->link == other->link);
            if ((other->fate == KJ_FATE_WAITING || other->fate == KJ_FATE_SEEN) &&
                (same_guid || (article->link && other->link == article->link))) {
                return true;
            }
        }
    }
    return false;
}

static void sort_out(kj_run *run) {
    for (size_t f = 0; f < run->config->feed_count; f++) {
        kj_run_feed *feed = &run->feeds[f];
        for (size_t i = 0; i < feed->feed.item_count; i++) {
            kj_run_article *article = &feed->articles[i];
            if (article->has_date && article->date.seconds > run->now + FUTURE_SECONDS) {
                article->has_date = false;
            }
            /* Both are asked, so that both stay known while the feed has the article. */
            const bool by_guid = kj_state_has(&run->state, article->identity, 0, run->today);
            const bool by_link = kj_state_has(&run->state, article->link, 0, run->today);
            if ((by_guid || by_link) && !run->again) {
                article->fate = KJ_FATE_SEEN;
            } else if (is_old(article)) {
                article->fate = KJ_FATE_OLD;
            } else if (is_listed_before(article)) {
                article->fate = KJ_FATE_DOUBLE;
            }
        }
    }
}

/* The longer of a feed's two texts. */
static const char *feed_html(const kj_run_article *article) {
    const char *content = article->item->content, *summary = article->item->summary;
    if (!content || !summary) {
        return content ? content : summary ? summary : "";
    }
    return strlen(content) >= strlen(summary) ? content : summary;
}

static bool needs_page(const kj_run_article *article) {
    const kj_config_feed *config = article->feed->config;
    if (!article->item->link || config->full_text == KJ_FULL_FEED) {
        return false;
    }
    return config->full_text == KJ_FULL_PAGE || kj_page_is_excerpt(feed_html(article));
}

/* The feed's text as the article's body. */
static void take_feed_text(kj_run_article *article) {
    char *html = kj_press_format("<div>%s</div>", feed_html(article));
    const kj_clean_config config = {.address = article->item->base,
                                    .charset = "utf-8",
                                    .title = article->item->title,
                                    .no_images = !article->feed->config->images};
    xmlDoc *document = kj_clean_parse(html, strlen(html), &config);
    kj_clean_page_free(&article->page);
    memset(&article->page, 0, sizeof article->page);
    if (document) {
        xmlNode *root = xmlDocGetRootElement(document);
        if (root) {
            kj_density_prune(root);
        }
        kj_clean_body(document, NULL, &config, &article->page);
        kj_clean_drop(document);
    }
    free(html);
}

static void set_plain(kj_run_article *article) {
    free(article->plain);
    article->plain = kj_clean_text(article->page.body ? article->page.body : "");
    kj_shingles_free(&article->shingles);
    kj_shingles_make(article->plain, &article->shingles);
}

static bool is_double(const kj_run_article *article) {
    const kj_run *run = article->feed->run;
    for (size_t f = 0; f < run->config->feed_count; f++) {
        const kj_run_feed *feed = &run->feeds[f];
        for (size_t i = 0; i < feed->feed.item_count; i++) {
            const kj_run_article *other = &feed->articles[i];
            if (other != article && other->fate == KJ_FATE_TAKEN &&
                kj_shingles_are_doubles(&article->shingles, &other->shingles)) {
                return true;
            }
        }
    }
    return false;
}

static bool is_bijoy(const kj_run_article *article) {
    const char *title = article->item->title ? article->item->title : "";
    char *whole = kj_press_format("%s\n%s", title, article->plain);
    const bool is = kj_bengali_is_bijoy(whole, strlen(whole));
    free(whole);
    return is;
}

/* The last word on an article whose text is there. note: what was done instead of the usual. */
static void decide(kj_run_article *article, const char *note) {
    kj_run *run = article->feed->run;
    set_plain(article);
    if (is_bijoy(article)) {
        settle(article, KJ_FATE_REFUSED, "typed for a Bijoy font, not in Unicode");
    } else if (kj_text_length(article->plain) < LEAST_LETTERS) {
        settle(article, KJ_FATE_REFUSED, note ? note : "no text in the feed");
    } else if (is_old(article)) {
        settle(article, KJ_FATE_OLD, NULL);
    } else if (!run->again && kj_state_has(&run->state, 0, article->shingles.whole, run->today)) {
        settle(article, KJ_FATE_SEEN, NULL);
    } else if (is_double(article)) {
        settle(article, KJ_FATE_DOUBLE, NULL);
    } else {
        settle(article, KJ_FATE_TAKEN, note);
    }
}

/* The page gave nothing: the feed's own text, if that is worth it. */
static void fall_back(kj_run_article *article, const char *why) {
    article->feed->unsettled = true;
    take_feed_text(article);
    set_plain(article);
    if (kj_text_length(article->plain) < SUBSTANTIAL_LETTERS) {
        settle(article, KJ_FATE_REFUSED, why);
        return;
    }
    char *note = kj_press_format("the feed's text was taken, its page: %s", why);
    decide(article, note);
    free(note);
}

static void take_date(kj_run_article *article) {
    const kj_config_feed *config = article->feed->config;
    if (!article->has_date && article->page.date &&
        kj_dates_read(article->page.date, config->zone_minutes, article->feed->run->now,
                      &article->date) == KJ_OK) {
        article->has_date = true;
    }
}

static void show_pages(kj_run_feed *feed) {
    char *text = kj_press_format("%zu of %zu pages", feed->pages_done, feed->pages_wanted);
    kj_progress_set(&feed->run->progress, feed->index, (unsigned)feed->pages_done,
                    (unsigned)feed->pages_wanted, text);
    free(text);
}

/* Reads the page now, decides later: doubles must not depend on which page came first. */
static void page_done(void *user, kj_fetch_result *result) {
    kj_run_article *article = user;
    kj_run_feed *feed = article->feed;
    const kj_page_source source = {.wanted = article->item->link,
                                   .address = result->address,
                                   .content_type = result->content_type,
                                   .xpath = feed->config->content,
                                   .title = article->item->title,
                                   .code = result->code,
                                   .zone_minutes = feed->config->zone_minutes,
                                   .now = feed->run->now,
                                   .no_images = !feed->config->images};
    const bool read = result->body.length > 0 && (result->ok || result->code >= 400);
    kj_refusal refusal =
        read ? kj_page_read(result->body.data, result->body.length, &source, &article->page)
             : KJ_REFUSE_EMPTY;
    if (!result->ok && refusal != KJ_REFUSE_BOT_CHECK && refusal != KJ_REFUSE_LOGIN) {
        settle(article, KJ_FATE_PICKED, result->why); /* "HTTP 500" says more than its page */
    } else {
        settle(article, KJ_FATE_PICKED,
               refusal == KJ_REFUSE_NOTHING ? NULL : kj_refuse_why(refusal));
    }
    feed->pages_done++;
    show_pages(feed);
}

static void pick(kj_run_article *article) {
    kj_run_feed *feed = article->feed;
    article->fate = KJ_FATE_PICKED;
    if (!needs_page(article)) {
        take_feed_text(article);
        return;
    }
    if (!kj_address_may_follow(feed->address, article->item->link)) {
        settle(article, KJ_FATE_PICKED, "its address may not be followed");
        return;
    }
    const kj_fetch_request request = {.address = article->item->link,
                                      .accept = PAGE_TYPES,
                                      .language = "bn,en;q=0.7",
                                      .most_bytes = feed->run->config->page_bytes,
                                      .done = page_done,
                                      .user = article};
    feed->pages_wanted++;
    kj_fetch_push(feed->run->fetch, &request);
}

/* Picks the next articles of a feed, as many as it still lacks. Returns how many. */
static size_t pick_round(kj_run_feed *feed) {
    const size_t taken = kj_run_count(feed, KJ_FATE_TAKEN);
    size_t room = feed->config->max_articles > taken ? feed->config->max_articles - taken : 0;
    size_t picked = 0;
    for (size_t i = 0; i < feed->feed.item_count && room > 0; i++) {
        if (feed->articles[i].fate == KJ_FATE_WAITING) {
            pick(&feed->articles[i]);
            picked++;
            room--;
        }
    }
    return picked;
}

/* Whether the page has less than the feed itself. */
static bool page_is_poorer(kj_run_article *article) {
    char *of_feed = kj_page_plain(feed_html(article));
    const bool poorer = kj_text_length(of_feed) > article->page.letters * 5 / 4 + 50;
    free(of_feed);
    return poorer;
}

static void decide_round(kj_run *run) {
    for (size_t f = 0; f < run->config->feed_count; f++) {
        kj_run_feed *feed = &run->feeds[f];
        for (size_t i = 0; i < feed->feed.item_count; i++) {
            kj_run_article *article = &feed->articles[i];
            if (article->fate != KJ_FATE_PICKED) {
                continue;
            }
            take_date(article);
            if (article->why) {
                char *why = kj_press_copy(article->why);
                fall_back(article, why);
                free(why);
            } else {
                if (needs_page(article) && page_is_poorer(article)) {
                    take_feed_text(article);
                }
                decide(article, NULL);
            }
        }
    }
}

void kj_run_choose(kj_run *run) {
    sort_out(run);
    for (size_t picked = 1; picked > 0;) {
        picked = 0;
        for (size_t f = 0; f < run->config->feed_count; f++) {
            picked += pick_round(&run->feeds[f]);
        }
        kj_fetch_run(run->fetch);
        decide_round(run);
    }
    for (size_t f = 0; f < run->config->feed_count; f++) {
        for (size_t i = 0; i < run->feeds[f].feed.item_count; i++) {
            kj_run_article *article = &run->feeds[f].articles[i];
            if (article->fate == KJ_FATE_WAITING) {
                article->fate = KJ_FATE_OVER;
            }
        }
    }
}
