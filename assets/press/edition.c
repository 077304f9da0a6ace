/* edition.c - see edition.h. */
#include "press/edition.h"

#include "press/buffer.h"

#include <stdlib.h>
#include <string.h>

/* Room for one more of size bytes at the end of a list; zeroed. */
static void *append(void **list, size_t *count, size_t size) {
    *list = kj_press_grow(*list, (*count + 1) * size);
    char *added = (char *)*list + *count * size;
    memset(added, 0, size);
    (*count)++;
    return added;
}

kj_press_section *kj_press_add_section(kj_press_edition *edition, const char *title) {
    void *list = edition->sections;
    kj_press_section *section = append(&list, &edition->section_count, sizeof *section);
    edition->sections = list;
    section->title = kj_press_copy(title);
    return section;
}

kj_press_article *kj_press_add_article(kj_press_section *section) {
    void *list = section->articles;
    kj_press_article *article = append(&list, &section->article_count, sizeof *article);
    section->articles = list;
    return article;
}

kj_press_picture *kj_press_add_picture(kj_press_article *article, const char *href) {
    void *list = article->pictures;
    kj_press_picture *picture = append(&list, &article->picture_count, sizeof *picture);
    article->pictures = list;
    picture->href = kj_press_copy(href);
    return picture;
}

void kj_press_remove_article(kj_press_section *section, size_t index) {
    kj_press_article_free(&section->articles[index]);
    memmove(&section->articles[index], &section->articles[index + 1],
            (section->article_count - index - 1) * sizeof *section->articles);
    section->article_count--;
}

static void free_picture(kj_press_picture *picture) {
    free(picture->href);
    free(picture->png);
}

void kj_press_article_free(kj_press_article *article) {
    for (size_t i = 0; i < article->picture_count; i++) {
        free_picture(&article->pictures[i]);
    }
    free(article->pictures);
    char *strings[] = {article->title,    article->summary,  article->byline, article->dateline,
                       article->date,     article->language, article->source, article->address,
                       article->identity, article->body};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        free(strings[i]);
    }
    *article = (kj_press_article){0};
}

void kj_press_edition_free(kj_press_edition *edition) {
    for (size_t i = 0; i < edition->section_count; i++) {
        kj_press_section *section = &edition->sections[i];
        for (size_t j = 0; j < section->article_count; j++) {
            kj_press_article_free(&section->articles[j]);
        }
        free(section->articles);
        free(section->title);
    }
    free(edition->sections);
    free_picture(&edition->cover);
    char *strings[] = {edition->title, edition->language, edition->creator, edition->date,
                       edition->identifier};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        free(strings[i]);
    }
    *edition = (kj_press_edition){0};
}
