/* article.h - one article from a file: HTML, Markdown or plain text, with its pictures. */
#ifndef KJ_PRESS_ARTICLE_H
#define KJ_PRESS_ARTICLE_H

#include "press/edition.h"
#include "press/picture.h"

#include <stdbool.h>

struct kj_clean_page;

typedef enum kj_article_kind {
    KJ_ARTICLE_BY_NAME, /* by the file name's ending, else by its first bytes */
    KJ_ARTICLE_HTML,
    KJ_ARTICLE_MARKDOWN,
    KJ_ARTICLE_TEXT
} kj_article_kind;

/* Gets the bytes of an address that is no file; NULL: this press cannot. charset (may stay NULL)
 * and bytes are the caller's. Returns NULL, or why not ("HTTP 404"): the caller frees it. */
typedef char *(*kj_article_fetch)(const char *address, char **bytes, size_t *length, char **charset,
                                  char **final_address);

/* Reads a page from the web into page (freed by the caller in any case), its main content found by
 * more than its elements' names; NULL: kj_clean_html does. Returns NULL, or what it is instead of
 * an article ("consent wall"), static. */
typedef const char *(*kj_article_page)(const char *bytes, size_t length, const char *charset,
                                       const char *address, struct kj_clean_page *page);

typedef struct kj_article_config {
    const kj_picture_config *pictures;
    kj_article_fetch fetch;
    kj_article_page page;
    unsigned *warnings; /* counts pictures that are lost */
} kj_article_config;

/* Reads path, a file or an http(s) address, into article (zeros). What is wrong is said on
 * standard error. KJ_OK; ERR_MISSING, ERR_IO, ERR_ARGUMENT, ERR_TOO_LARGE: the file cannot be read;
 * ERR_FORMAT: binary, or Bengali in Bijoy's encoding; KJ_END: no text in it. */
KJ_MUST_USE kj_status kj_article_read(const char *path, const kj_article_config *config,
                                      kj_press_article *article);

/* The same from bytes, for tests and for what is fetched. path: for messages, the kind, and what
 * addresses of pictures are relative to. */
KJ_MUST_USE kj_status kj_article_parse(const char *bytes, size_t length, const char *charset,
                                       const char *path, const kj_article_config *config,
                                       kj_press_article *article);

/* article_markdown.c, article_text.c: UTF-8 text into article's fields but the pictures. page
 * receives the images (clean.h); freed by the caller. */
KJ_MUST_USE kj_status kj_article_text(const char *text, size_t length, kj_press_article *article);

/* Markdown (CommonMark and GFM's tables) as HTML, with the front matter's values filed in article.
 * The caller frees it. path names the file in messages about the front matter. */
char *kj_article_markdown(const char *text, size_t length, const char *path,
                          kj_press_article *article);

#endif
