/* clean.h - any HTML into the small, valid XHTML that an edition's articles are written in.
 *
 * libxml2's HTML parser takes whatever comes; a walk over its tree writes only what the reader
 * reads: p, h2..h6, em, strong, blockquote, q, ul, ol, li, table rows, figure, img, figcaption,
 * pre, br, hr, sup, sub. Links stay as their text. Scripts, forms, share bars, hidden and empty
 * elements are left out, loose text and div soup become paragraphs. Text passes through
 * bengali.h. What comes out is always well-formed and valid as flow content of EPUB 3's XHTML. */
#ifndef KJ_PRESS_CLEAN_H
#define KJ_PRESS_CLEAN_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

struct _xmlDoc;
struct _xmlNode;

#define KJ_CLEAN_IMAGES_MAX 200u /* in one article; more are left out */

typedef struct kj_clean_config {
    const char
        *address; /* of the page: addresses of pictures are relative to it; NULL: as written */
    const char *charset; /* as the server says ("windows-1252"); NULL: found from the bytes */
    const char *title;   /* the headline where it is known: a heading at the top of the body that
                            repeats it is left out; NULL: that of the page's own metadata */
    bool no_images;
    bool titled_images; /* an img's title is its caption, as Markdown has it */
} kj_clean_config;

typedef struct kj_clean_image {
    char *href;    /* in the body: "picture-0.png" for the first */
    char *address; /* where it is, absolute if config->address is; as written otherwise. Also
                      "data:" */
    char *alt;     /* "" where not given */
} kj_clean_image;

/* Strings NULL where not known, single lines of clean text. Owned; kj_clean_page_free. */
typedef struct kj_clean_page {
    char *title, *summary, *byline, *date, *site;
    char *language; /* as declared, lower case: "en-us"; bengali.h finds out what it is */
    char *picture;  /* address of og:image */
    char *body;     /* flow content, "" where there is nothing to read */
    size_t letters; /* code points of body's text that are neither blank nor markup */
    kj_clean_image *images;
    size_t image_count;
} kj_clean_page;

/* The tree of bytes: encoding by byte-order mark, config->charset, the page's own meta or XML
 * declaration, else UTF-8 where it is valid, else windows-1252; what declares wrongly and is valid
 * UTF-8 with Bengali in it is read as that. NULL: nothing in it. Free with kj_clean_drop. config's
 * charset alone is used and config may be NULL. */
struct _xmlDoc *kj_clean_parse(const void *bytes, size_t length, const kj_clean_config *config);
void kj_clean_drop(struct _xmlDoc *document);

/* Fills in title, summary, byline, date, site, language and picture of page from meta elements
 * (Open Graph, article:*, Dublin Core), JSON-LD and the title element. Page is zeroed first. */
void kj_clean_metadata(struct _xmlDoc *document, kj_clean_page *page);

/* Writes root and what is in it (all of the document's body if NULL; as the page's single article,
 * if it has one) as page->body, with its images. Other fields of page stay. */
void kj_clean_body(struct _xmlDoc *document, struct _xmlNode *root, const kj_clean_config *config,
                   kj_clean_page *page);

/* All three: a page that is one article. KJ_OK; KJ_END: there is nothing to read in it;
 * ERR_FORMAT: it is no text (binary). page is to be freed in any case. */
KJ_MUST_USE kj_status kj_clean_html(const void *bytes, size_t length, const kj_clean_config *config,
                                    kj_clean_page *page);
void kj_clean_page_free(kj_clean_page *page);

/* The text of page->body without markup, paragraphs parted by \n: for languages and doubles. */
char *kj_clean_text(const char *body);

/* Paragraphs of plain text (parted by blank lines, or by line ends where there are no blank ones)
 * as body. The caller frees it. */
char *kj_clean_paragraphs(const char *text, size_t length);

#endif
