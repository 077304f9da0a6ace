/* epub_article.c - an article's page: head, headline and what stands under it, body, source; see
 * epub_parts.h. */
#include "press/clean.h"
#include "press/epub_parts.h"

#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* For other readers; ours has a style of its own. */
const char kj_epub_style[] =
    "body { margin: 1em; line-height: 1.5; }\n"
    "h1 { font-size: 1.4em; line-height: 1.25; margin: 0 0 0.4em; }\n"
    "h2 { font-size: 1.15em; margin: 1em 0 0.3em; }\n"
    "p { margin: 0 0 0.6em; }\n"
    "p.byline, p.dateline, p.source { font-size: 0.85em; margin: 0.2em 0; }\n"
    "p.summary { font-weight: bold; }\n"
    "figure { margin: 1em 0; text-align: center; }\n"
    "figcaption { font-size: 0.85em; }\n"
    "img { max-width: 100%; }\n"
    "table { border-collapse: collapse; }\n"
    "td, th { border: 1px solid; padding: 0.2em 0.5em; }\n";

static bool is_bengali(const char *language) {
    return strncmp(language, "bn", 2) == 0 || strncmp(language, "as", 2) == 0;
}

bool kj_epub_is_date(const char *date) {
    if (!date || strlen(date) < 10 || date[4] != '-' || date[7] != '-') {
        return false;
    }
    for (int i = 0; i < 10; i++) {
        if (i != 4 && i != 7 && (date[i] < '0' || date[i] > '9')) {
            return false;
        }
    }
    int month = atoi(date + 5), day = atoi(date + 8);
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1] &&
           (date[10] == '\0' || date[10] == 'T');
}

static void bengali_number(kj_buffer *out, int number) {
    char digits[16];
    snprintf(digits, sizeof digits, "%d", number);
    for (const char *at = digits; *at; at++) { /* U+09E6 and on: E0 A7 A6 */
        const char digit[3] = {(char)0xE0, (char)0xA7, (char)(0xA6 + *at - '0')};
        kj_buffer_add(out, digit, 3);
    }
}

/* "২৫ নভেম্বর ২০২৬" or "25 November 2026". */
static void readable_date(kj_buffer *out, const char *date, bool bengali) {
    static const char *const months[][2] = {{"January", "জানুয়ারি"},
                                            {"February", "ফেব্রুয়ারি"},
                                            {"March", "মার্চ"},
                                            {"April", "এপ্রিল"},
                                            {"May", "মে"},
                                            {"June", "জুন"},
                                            {"July", "জুলাই"},
                                            {"August", "আগস্ট"},
                                            {"September", "সেপ্টেম্বর"},
                                            {"October", "অক্টোবর"},
                                            {"November", "নভেম্বর"},
                                            {"December", "ডিসেম্বর"}};
    int year = atoi(date), month = atoi(date + 5), day = atoi(date + 8);
    if (bengali) {
        bengali_number(out, day);
        kj_buffer_format(out, " %s ", months[month - 1][1]);
        bengali_number(out, year);
    } else {
        kj_buffer_format(out, "%d %s %04d", day, months[month - 1][0], year);
    }
}

static void paragraph(kj_buffer *out, const char *kind, const char *text) {
    if (text && *text) {
        kj_buffer_format(out, "<p class=\"%s\">", kind);
        kj_buffer_xml(out, text);
        kj_buffer_text(out, "</p>\n");
    }
}

static void dateline(const kj_epub_page *page, kj_buffer *out) {
    const kj_press_article *article = page->article;
    if (article->dateline && *article->dateline) {
        paragraph(out, "dateline", article->dateline);
    } else if (kj_epub_is_date(article->date)) {
        kj_buffer_format(out, "<p class=\"dateline\"><time datetime=\"%.10s\">", article->date);
        readable_date(out, article->date, is_bengali(page->language));
        kj_buffer_text(out, "</time></p>\n");
    }
}

/* An address that may stand in href as it is: RFC 3986's characters only. */
static bool is_address(const char *address) {
    if (strncmp(address, "http://", 7) != 0 && strncmp(address, "https://", 8) != 0) {
        return false;
    }
    const char *host = strstr(address, "://") + 3;
    size_t host_length = strcspn(host, "/?#");
    size_t plain =
        strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.:");
    if (host_length == 0 || plain < host_length) {
        return false;
    }
    for (const char *at = address; *at; at++) {
        bool hex = *at != '%' || (at[1] && at[2] && strspn(at + 1, "0123456789abcdefABCDEF") >= 2);
        if (*at <= ' ' || (unsigned char)*at >= 0x7F || strchr("\"<>\\^`{|}[]", *at) || !hex) {
            return false;
        }
    }
    const char *fragment = strchr(address, '#');
    return !fragment || !strchr(fragment + 1, '#');
}

/* Who it is from: the source's name, else the host's, as a link where there is an address. */
static void source_line(const kj_epub_page *page, kj_buffer *out) {
    const kj_press_article *article = page->article;
    bool linked = article->address && is_address(article->address);
    char *host = NULL;
    if (linked) {
        const char *start = strstr(article->address, "://") + 3;
        start += strncmp(start, "www.", 4) == 0 ? 4 : 0;
        host = kj_press_cut(start, strcspn(start, "/?#:"));
    }
    const char *name = article->source && *article->source ? article->source : host;
    if (name) {
        kj_buffer_format(out,
                         "<p class=\"source\">%s: ", is_bengali(page->language) ? "উৎস" : "Source");
        if (linked) {
            kj_buffer_text(out, "<a href=\"");
            kj_buffer_xml(out, article->address);
            kj_buffer_text(out, "\">");
        }
        kj_buffer_xml(out, name);
        kj_buffer_text(out, linked ? "</a></p>\n" : "</p>\n");
    }
    free(host);
}

/* The value of an attribute within a start tag, as it is written there, entities and all. */
static char *attribute_of(const char *tag, size_t length, const char *name) {
    char *wanted = kj_press_format(" %s=", name);
    char *copy = kj_press_cut(tag, length), *value = NULL;
    const char *at = strstr(copy, wanted);
    if (at) {
        at += strlen(wanted);
        const char quote[] = {*at, '\0'};
        value = *at == '"' || *at == '\'' ? kj_press_cut(at + 1, strcspn(at + 1, quote)) : NULL;
    }
    free(copy);
    free(wanted);
    return value;
}

static void put_picture(const kj_epub_plan *plan, const kj_epub_page *page, const char *tag,
                        size_t length, kj_buffer *out, size_t *lost) {
    char *href = attribute_of(tag, length, "src"), *alt = attribute_of(tag, length, "alt");
    const kj_epub_image *image = href ? kj_epub_image_of(plan, page->article, href) : NULL;
    if (image) {
        kj_buffer_format(out, "<img src=\"%s\" alt=\"%s\"/>", image->name, alt ? alt : "");
    } else {
        const char *word = is_bengali(page->language) ? "ছবি" : "Picture";
        bool said = alt && *alt;
        kj_buffer_format(out, "<em class=\"picture\">[%s%s%s]</em>", word, said ? ": " : "",
                         said ? alt : "");
        (*lost)++;
    }
    free(href);
    free(alt);
}

/* The body with the names that its pictures have in the edition. */
static void put_body(const kj_epub_plan *plan, const kj_epub_page *page, kj_buffer *out,
                     size_t *lost) {
    const char *at = page->article->body ? page->article->body : "", *tag;
    while ((tag = strstr(at, "<img ")) != NULL) {
        const char *end = strchr(tag, '>');
        if (!end) {
            break;
        }
        kj_buffer_add(out, at, (size_t)(tag - at));
        put_picture(plan, page, tag, (size_t)(end - tag) + 1, out, lost);
        at = end + 1;
        if (end[-1] != '/' && strncmp(at, "</img>", 6) == 0) {
            at += 6;
        }
    }
    kj_buffer_text(out, at);
}

static bool is_well_formed(const kj_buffer *page) {
    if (page->length > INT32_MAX) {
        return false;
    }
    xmlDocPtr parsed =
        xmlReadMemory(page->data, (int)page->length, NULL, "UTF-8",
                      XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_HUGE);
    xmlFreeDoc(parsed);
    return parsed != NULL;
}

/* Whether the summary stands at the body's beginning anyway: many feeds cut theirs out of it. */
static bool is_repeated(const char *summary, const char *body) {
    enum { BEGINNING_BYTES = 600 }; /* a picture's caption may come first */
    char *words = kj_press_copy(summary), *text = kj_clean_text(body);
    size_t length = strlen(words);
    while (length >= 3 && memcmp(words + length - 3, "\u2026", 3) == 0) {
        length -= 3;
    }
    while (length > 0 && strchr(" .", words[length - 1])) {
        length--;
    }
    words[length] = '\0';
    for (char *at = text; (at = strchr(at, '\n')) != NULL;) {
        *at = ' ';
    }
    const char *found = length > 0 ? strstr(text, words) : NULL;
    const bool repeated = found && found - text < BEGINNING_BYTES;
    free(text);
    free(words);
    return repeated;
}

kj_status kj_epub_article(const kj_epub_plan *plan, const kj_epub_page *page, kj_buffer *out,
                          size_t *lost) {
    const kj_press_article *article = page->article;
    kj_buffer_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n"
                        "<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"");
    kj_buffer_xml(out, page->language);
    kj_buffer_text(out, "\" xml:lang=\"");
    kj_buffer_xml(out, page->language);
    kj_buffer_text(out, "\">\n<head><title>");
    kj_buffer_xml(out, page->title);
    kj_buffer_text(out, "</title><link rel=\"stylesheet\" type=\"text/css\" href=\"style.css\"/>"
                        "</head>\n<body>\n<h1>");
    kj_buffer_xml(out, page->title);
    kj_buffer_text(out, "</h1>\n");
    if (article->summary && !is_repeated(article->summary, article->body ? article->body : "")) {
        paragraph(out, "summary", article->summary);
    }
    paragraph(out, "byline", article->byline);
    dateline(page, out);
    put_body(plan, page, out, lost);
    kj_buffer_byte(out, '\n');
    source_line(page, out);
    kj_buffer_text(out, "</body>\n</html>\n");
    return is_well_formed(out) ? KJ_OK : KJ_ERR_FORMAT;
}
