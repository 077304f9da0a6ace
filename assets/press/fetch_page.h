/* fetch_page.h - one address for kagoj press make, by the feed press's fetcher (libcurl). */
#ifndef KJ_PRESS_FETCH_PAGE_H
#define KJ_PRESS_FETCH_PAGE_H

#include <stddef.h>

/* As article.h's kj_article_fetch: at most 32 MB in at most a minute. */
char *kj_fetch_page(const char *address, char **bytes, size_t *length, char **charset,
                    char **final_address);

struct kj_clean_page;

/* As article.h's kj_article_page: the feed press's way with pages. */
const char *kj_fetch_read_page(const char *bytes, size_t length, const char *charset,
                               const char *address, struct kj_clean_page *page);

#endif
