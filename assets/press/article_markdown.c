/* article_markdown.c - front matter, and CommonMark by cmark-gfm; see article.h. */
#include "press/article.h"
#include "press/bengali.h"
#include "press/buffer.h"
#include "press/say.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <stdlib.h>
#include <string.h>

/* "key: value" into the article; quotes around the value are dropped. */
static void take_line(const char *line, size_t length, const char *path,
                      kj_press_article *article) {
    const char *colon = memchr(line, ':', length);
    char *key = kj_bengali_clean_line(line, colon ? (size_t)(colon - line) : length);
    char *value = colon ? kj_bengali_clean_line(colon + 1, length - (size_t)(colon - line) - 1)
                        : kj_press_copy("");
    size_t size = strlen(value);
    if (size >= 2 && (value[0] == '"' || value[0] == '\'') && value[size - 1] == value[0]) {
        kj_press_replace(&value, kj_press_cut(value + 1, size - 2));
    }
    struct {
        const char *name;
        char **field;
    } known[] = {{"title", &article->title},   {"summary", &article->summary},
                 {"byline", &article->byline}, {"dateline", &article->dateline},
                 {"date", &article->date},     {"language", &article->language},
                 {"source", &article->source}, {"address", &article->address}};
    bool found = !*key || *key == '#';
    for (size_t i = 0; i < sizeof known / sizeof *known && !found; i++) {
        if (strcmp(known[i].name, key) == 0) {
            found = true;
            if (*value) {
                kj_press_replace(known[i].field, value);
                value = NULL;
            }
        }
    }
    if (!found) {
        kj_say(path, "front matter: \"%s\" is not known", key);
    }
    free(key);
    free(value);
}

static bool is_fence(const char *line, size_t length) {
    while (length > 0 && strchr(" \t\r", line[length - 1])) {
        length--;
    }
    return length == 3 && memcmp(line, "---", 3) == 0;
}

/* Bytes of the block between "---" lines at the beginning; 0: there is none. */
static size_t front_matter(const char *text, const char *path, kj_press_article *article) {
    const char *at = text, *end = strchr(at, '\n');
    if (!end || !is_fence(at, (size_t)(end - at))) {
        return 0;
    }
    const char *first = end + 1;
    for (at = first; (end = strchr(at, '\n')) != NULL; at = end + 1) {
        if (is_fence(at, (size_t)(end - at))) {
            break;
        }
    }
    const char *last = at;
    if (!is_fence(last, strcspn(last, "\n"))) {
        return 0; /* a rule, and no front matter */
    }
    for (at = first; at < last; at = end + 1) {
        end = strchr(at, '\n');
        take_line(at, (size_t)(end - at), path, article);
    }
    return (size_t)(last - text) + strcspn(last, "\n");
}

char *kj_article_markdown(const char *text, size_t length, const char *path,
                          kj_press_article *article) {
    char *copy = kj_press_cut(text, length); /* up to a NUL: there is none in text */
    size_t skipped = front_matter(copy, path, article);
    cmark_gfm_core_extensions_ensure_registered();
    const int options = CMARK_OPT_UNSAFE | CMARK_OPT_FOOTNOTES;
    cmark_parser *parser = cmark_parser_new(options);
    static const char *const extensions[] = {"table", "strikethrough"};
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++) {
        cmark_syntax_extension *extension = cmark_find_syntax_extension(extensions[i]);
        if (extension) {
            cmark_parser_attach_syntax_extension(parser, extension);
        }
    }
    cmark_parser_feed(parser, copy + skipped, strlen(copy + skipped));
    cmark_node *document = cmark_parser_finish(parser);
    char *html = cmark_render_html(document, options, cmark_parser_get_syntax_extensions(parser));
    char *made = kj_press_copy(html);
    free(html);
    cmark_node_free(document);
    cmark_parser_free(parser);
    free(copy);
    return made;
}
