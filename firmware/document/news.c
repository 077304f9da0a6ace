/* news.c - the paths by which calibre's news downloads are known.
 *
 * They hold index.html (the feeds), feed_N/index.html (a feed's articles) and
 * feed_N/article_M/index.html, where a conversion may write index_u1.html or index_split_000.html,
 * and a folder of pages below each article's. Layer: document. */
#include "document/edition_private.h"

/* The length of "WORD<digits>/" at text, or 0. */
static size_t numbered(const char *text, const char *word) {
    const size_t length = strlen(word);
    size_t at = length;
    if (strncmp(text, word, length) != 0) {
        return 0;
    }
    while (text[at] >= '0' && text[at] <= '9') {
        at++;
    }
    return at > length && text[at] == '/' ? at + 1u : 0;
}

static bool begins(const char *text, const char *with) {
    return strncmp(text, with, strlen(with)) == 0;
}

static kj_news_place front_or_other(const char *file) {
    const char *slash = strrchr(file, '/');
    const char *base = slash ? slash + 1 : file;
    const bool front = begins(base, "index") || begins(base, "titlepage") ||
                       begins(base, "cover") || begins(base, "jacket") || begins(base, "toc");
    return front ? KJ_NEWS_FRONT : KJ_NEWS_OTHER;
}

kj_news_place kj_news_place_of(const char *file, size_t *folder) {
    for (const char *at = file; *at;) {
        const size_t feed = numbered(at, "feed_");
        if (feed) {
            const size_t article = numbered(at + feed, "article_");
            if (article && folder) {
                *folder = (size_t)(at - file) + feed + article;
            }
            return article ? KJ_NEWS_ARTICLE : KJ_NEWS_FEED;
        }
        const char *slash = strchr(at, '/');
        if (!slash) {
            break;
        }
        at = slash + 1;
    }
    return front_or_other(file);
}
