/* pictures.c - the pictures of the articles that a run takes. */
#include "press/picture.h"

#include "press/feed/address.h"
#include "press/feed/run.h"

#include <stdlib.h>
#include <string.h>

#define PICTURE_TYPES "image/png, image/jpeg, image/webp;q=0.9, image/gif;q=0.8, image/*;q=0.1"
#define SMALLEST_PX   40 /* a smaller one counts readers or is an icon */

static void add_picture(kj_run_article *article, const char *href, const char *address,
                        bool is_lead) {
    const size_t size = (article->picture_count + 1) * sizeof *article->pictures;
    article->pictures = kj_press_grow(article->pictures, size);
    article->pictures[article->picture_count++] =
        (kj_run_picture){.article = article,
                         .href = kj_press_copy(href),
                         .address = kj_press_copy(address),
                         .is_lead = is_lead};
}

/* An article without a picture in its body gets the one that its feed or page names. */
static const char *lead_of(const kj_run_article *article) {
    if (article->page.image_count > 0) {
        return NULL;
    }
    return article->item->picture_count > 0 ? article->item->pictures[0] : article->page.picture;
}

static void list_pictures(kj_run_article *article) {
    const char *lead = lead_of(article);
    for (size_t i = 0; i < article->page.image_count; i++) {
        add_picture(article, article->page.images[i].href, article->page.images[i].address, false);
    }
    if (lead) {
        add_picture(article, "picture-lead.png", lead, true);
    }
}

static void convert(kj_run_picture *picture, const kj_fetch_result *result) {
    const kj_config *config = picture->article->feed->run->config;
    const kj_picture_config size = {.width_px = config->width_px, .height_px = config->height_px};
    kj_picture converted;
    if (kj_picture_convert(result->body.data, result->body.length, &size, &converted) != KJ_OK) {
        return;
    }
    if (converted.from_width < SMALLEST_PX || converted.from_height < SMALLEST_PX) {
        free(converted.png);
        return;
    }
    picture->png = converted.png;
    picture->png_bytes = converted.png_bytes;
    picture->width_px = converted.width_px;
    picture->height_px = converted.height_px;
}

static void show(kj_run_feed *feed) {
    char *text = kj_press_format("%zu of %zu pictures", feed->pages_done, feed->pages_wanted);
    kj_progress_set(&feed->run->progress, feed->index, (unsigned)feed->pages_done,
                    (unsigned)feed->pages_wanted, text);
    free(text);
}

static void picture_done(void *user, kj_fetch_result *result) {
    kj_run_picture *picture = user;
    kj_run_feed *feed = picture->article->feed;
    if (result->ok && result->body.length > 0) {
        convert(picture, result);
    }
    feed->run->pictures_lost += picture->png == NULL;
    feed->pages_done++;
    show(feed);
}

static void fetch_pictures(kj_run_article *article) {
    kj_run_feed *feed = article->feed;
    const kj_config *config = feed->run->config;
    for (size_t i = 0; i < article->picture_count; i++) {
        kj_run_picture *picture = &article->pictures[i];
        if (i >= config->max_images || !kj_address_may_follow(feed->address, picture->address)) {
            feed->run->pictures_lost++;
            continue;
        }
        const kj_fetch_request request = {.address = picture->address,
                                          .accept = PICTURE_TYPES,
                                          .most_bytes = config->image_bytes,
                                          .done = picture_done,
                                          .user = picture};
        feed->pages_wanted++;
        kj_fetch_push(feed->run->fetch, &request);
    }
}

void kj_run_pictures(kj_run *run) {
    for (size_t f = 0; f < run->config->feed_count; f++) {
        kj_run_feed *feed = &run->feeds[f];
        feed->pages_wanted = feed->pages_done = 0;
        for (size_t i = 0; i < feed->feed.item_count && feed->config->images; i++) {
            if (feed->articles[i].fate == KJ_FATE_TAKEN) {
                list_pictures(&feed->articles[i]);
                fetch_pictures(&feed->articles[i]); /* the list does not move any more */
            }
        }
    }
    kj_fetch_run(run->fetch);
}
