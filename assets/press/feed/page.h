/* page.h - the article out of an article's page: most feeds carry excerpts only.
 *
 * The body is where density.h finds it, or where the configuration's XPath says; what surrounds
 * it is pruned and clean.h writes the rest. Where a page is put together by scripts, the text in
 * its JSON-LD is taken. refuse.h decides whether it is an article at all. Layer: press/feed. */
#ifndef KJ_PRESS_FEED_PAGE_H
#define KJ_PRESS_FEED_PAGE_H

#include "press/clean.h"
#include "press/feed/refuse.h"
#include "press/feed/text.h"

typedef struct kj_page_source {
    const char *wanted, *address; /* what was asked for, and where redirects led */
    const char *content_type;     /* NULL: not said */
    const char *xpath;            /* of the article's elements, NULL: to be found */
    const char *title;            /* the headline as the feed has it, NULL: none */
    long code;                    /* HTTP's, 0: a file */
    int16_t zone_minutes;
    int64_t now; /* seconds since 1970 */
    bool no_images;
} kj_page_source;

/* Reads a page into page, to be freed with kj_clean_page_free in any case. date is as
 * kj_dates_write writes it, or NULL. Returns NOTHING when page is an article. */
kj_refusal kj_page_read(const char *bytes, size_t length, const kj_page_source *source,
                        kj_clean_page *page);

/* Whether an XPath expression is one. */
bool kj_page_is_xpath(const char *expression);

/* Whether a feed's HTML is only the beginning of its article: too short, or it ends in dots or a
 * link to the rest. */
bool kj_page_is_excerpt(const char *html);

/* The plain text of HTML, paragraphs parted by line ends; to be freed. */
char *kj_page_plain(const char *html);

#endif
