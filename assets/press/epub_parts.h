/* epub_parts.h - what an edition's files are called and what stands in them; private to epub.h's
 * modules. */
#ifndef KJ_PRESS_EPUB_PARTS_H
#define KJ_PRESS_EPUB_PARTS_H

#include "press/buffer.h"
#include "press/edition.h"

#include <stdbool.h>

/* A picture's file. */
typedef struct kj_epub_image {
    const kj_press_picture *picture;
    char *name; /* "images/s01-a02-1.png" */
    uint64_t hash;
} kj_epub_image;

/* An article's file and what is said about it elsewhere. */
typedef struct kj_epub_page {
    const kj_press_section *section;
    const kj_press_article *article;
    char *name;  /* "s01-a02.xhtml" */
    char *title; /* the article's or one made from its text */
    const char *language;
    size_t first_image, image_count; /* of the plan: files that stand behind this page */
} kj_epub_page;

typedef struct kj_epub_plan {
    const kj_press_edition *edition;
    const char *title, *language;
    char *identifier, *modified;
    kj_epub_page *pages;
    size_t page_count;
    kj_epub_image *images; /* each once */
    size_t image_count;
    size_t section_count; /* with articles in them */
    size_t lost_pictures;
} kj_epub_plan;

/* The file of an article's picture called href, or NULL. */
const kj_epub_image *kj_epub_image_of(const kj_epub_plan *plan, const kj_press_article *article,
                                      const char *href);

/* Whether date begins as ISO 8601 says, "2026-11-25". */
bool kj_epub_is_date(const char *date);

/* Whether the table of contents has a section's entry before this page's. */
bool kj_epub_opens_section(const kj_epub_plan *plan, size_t page);

void kj_epub_package(const kj_epub_plan *plan, kj_buffer *out);
void kj_epub_nav(const kj_epub_plan *plan, kj_buffer *out);
void kj_epub_ncx(const kj_epub_plan *plan, kj_buffer *out);

/* The page as XHTML; *lost counts pictures that are only their alt. KJ_OK; ERR_FORMAT: the body is
 * not well-formed. */
KJ_MUST_USE kj_status kj_epub_article(const kj_epub_plan *plan, const kj_epub_page *page,
                                      kj_buffer *out, size_t *lost);

extern const char kj_epub_style[];

#endif
