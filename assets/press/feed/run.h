/* run.h - one run of the feed press: feeds, their articles, and what becomes of each.
 *
 * gather.c fetches the feeds, choose.c decides which articles are taken and gets their text,
 * pictures.c gets their pictures, bind.c writes the edition, report.c says what happened and
 * command.c is the command line over all. Layer: press/feed, host. */
#ifndef KJ_PRESS_FEED_RUN_H
#define KJ_PRESS_FEED_RUN_H

#include "press/clean.h"
#include "press/epub.h"
#include "press/feed/config.h"
#include "press/feed/feed.h"
#include "press/feed/fetch.h"
#include "press/feed/progress.h"
#include "press/feed/shingles.h"
#include "press/feed/state.h"

typedef enum kj_fate {
    KJ_FATE_WAITING, /* may still be taken */
    KJ_FATE_PICKED,  /* its page is being fetched */
    KJ_FATE_TAKEN,
    KJ_FATE_OLD,    /* older than its feed's max_age */
    KJ_FATE_SEEN,   /* an earlier edition had it */
    KJ_FATE_DOUBLE, /* another article of this run is the same */
    KJ_FATE_OVER,   /* its feed's max_articles were reached */
    KJ_FATE_REFUSED /* why says why */
} kj_fate;

typedef struct kj_run_picture {
    struct kj_run_article *article;
    char *href, *address; /* as in the body; where it is */
    uint8_t *png;         /* NULL: could not be had */
    size_t png_bytes;
    uint16_t width_px, height_px;
    bool is_lead; /* of the feed or the page's metadata, not in the body */
} kj_run_picture;

typedef struct kj_run_article {
    struct kj_run_feed *feed;
    const kj_feed_item *item;
    kj_fate fate;
    char *why; /* of a refusal, or what was done instead: owned, NULL: nothing to say */
    uint64_t identity, link; /* hashes, 0: none */
    kj_clean_page page;      /* its body, from the page or from the feed */
    char *plain;             /* the body's text */
    kj_shingles shingles;
    kj_moment date;
    bool has_date;
    kj_run_picture *pictures;
    size_t picture_count;
} kj_run_article;

typedef struct kj_run_feed {
    struct kj_run *run;
    size_t index;
    const kj_config_feed *config;
    kj_feed feed;
    bool fetched, unchanged, damaged; /* unchanged: 304 */
    bool unsettled; /* an article may come out better next time: do not ask for "unchanged" */
    char *failure;  /* why nothing came of it, NULL: something did */
    char *etag, *modified, *address;
    kj_run_article *articles; /* one for each item of the feed */
    size_t pages_wanted, pages_done;
} kj_run_feed;

typedef struct kj_run {
    const kj_config *config;
    kj_state state;
    kj_fetch *fetch;
    kj_progress progress;
    kj_run_feed *feeds; /* config->feed_count */
    int64_t now, today; /* seconds; day, in the configuration's zone */
    bool again;         /* take what earlier editions had too */
    size_t pictures_lost;
} kj_run;

/* Fetches and reads all feeds. */
void kj_run_gather(kj_run *run);

/* Takes articles until each feed has enough or no more: by age, state and doubles, with their
 * pages where those are needed. */
void kj_run_choose(kj_run *run);

/* Fetches and converts the pictures of the articles taken. */
void kj_run_pictures(kj_run *run);

size_t kj_run_taken(const kj_run *run);

/* The title of a feed's section: the configuration's, else the feed's own. */
const char *kj_run_title(const kj_run_feed *feed);

/* "7 taken; left out: 3 too old" or "failed: HTTP 404"; to be freed. */
char *kj_run_outcome(const kj_run_feed *feed);

/* Remembers in run->state what this edition has and what need not be looked at again. */
void kj_run_remember(kj_run *run);

/* Writes the edition into folder and its path (to be freed) to *path. Returns OK; ERR_IO;
 * ERR_FORMAT: a body that is not well-formed, which is a bug. figures: what the writer counted. */
KJ_MUST_USE kj_status kj_run_bind(const kj_run *run, const char *folder, char **path,
                                  kj_epub_figures *figures);

/* Prints what was taken and left out of each feed, and why. */
void kj_run_report(const kj_run *run, FILE *out);

/* How many of a feed's articles met a fate. */
size_t kj_run_count(const kj_run_feed *feed, kj_fate fate);

void kj_run_free(kj_run *run);

#endif
