/* edition.h - an edition while it is being made: sections of articles with their pictures.
 *
 * What feeds, HTML, Markdown and text are turned into, and what the EPUB writer takes. All
 * strings are NUL-terminated UTF-8 in NFC as bengali.h makes it, owned by the edition; the
 * press runs on a host and uses malloc (buffer.h: it ends the program where there is none). */
#ifndef KJ_PRESS_EDITION_H
#define KJ_PRESS_EDITION_H

#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

typedef struct kj_press_picture {
    char *href;   /* what the body's img says as src, unique in its article: "picture-0.png" as
                     clean.h gives it; the file's name in the edition is the EPUB writer's matter */
    uint8_t *png; /* gray PNG, already scaled; NULL: could not be had, only alt is shown */
    size_t png_bytes;
    uint16_t width_px, height_px; /* of the PNG */
} kj_press_picture;

typedef struct kj_press_article {
    char *title;
    char *summary, *byline, *dateline; /* NULL: none */
    char *date;     /* ISO 8601, "2026-11-25" or with time and zone; NULL: not known */
    char *language; /* of its text as found from it: "bn", "en"; NULL: the edition's */
    char *source;   /* name of the paper or site it is from, NULL: none */
    char *address;  /* of the original, NULL: none */
    char *identity; /* guid or address, for doubles; NULL: none */
    char *body;     /* well-formed XHTML flow content (what is allowed in body), cleaned */
    kj_press_picture *pictures;
    size_t picture_count;
} kj_press_article;

typedef struct kj_press_section {
    char *title; /* NULL: articles without a section */
    kj_press_article *articles;
    size_t article_count;
} kj_press_section;

typedef struct kj_press_edition {
    char *title, *language, *creator; /* creator NULL: none; language NULL: found from the text */
    char *date;                       /* "2026-11-25", NULL: none */
    char *identifier;                 /* a URN; NULL: the writer makes one from the content */
    kj_press_section *sections;
    size_t section_count;
    kj_press_picture cover; /* png NULL: none */
} kj_press_edition;

/* Appends an empty one and returns it, valid until the next is appended to the same list. */
kj_press_section *kj_press_add_section(kj_press_edition *edition, const char *title);
kj_press_article *kj_press_add_article(kj_press_section *section);
kj_press_picture *kj_press_add_picture(kj_press_article *article, const char *href);

/* Takes article index out of section and frees it. */
void kj_press_remove_article(kj_press_section *section, size_t index);

/* Free everything that is owned and leave zeros; zeros are fine to free. */
void kj_press_article_free(kj_press_article *article);
void kj_press_edition_free(kj_press_edition *edition);

#endif
