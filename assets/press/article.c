/* article.c - see article.h. */
#include "press/article.h"

#include "base/ascii.h"
#include "press/bengali.h"
#include "press/buffer.h"
#include "press/clean.h"
#include "press/clean_parts.h"
#include "press/epub_parts.h"
#include "press/files.h"
#include "press/say.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool is_web(const char *address) {
    return strncasecmp(address, "http://", 7) == 0 || strncasecmp(address, "https://", 8) == 0;
}

static bool ends_in(const char *path, const char *ending) {
    size_t length = strlen(path), count = strlen(ending);
    return length > count && strcasecmp(path + length - count, ending) == 0;
}

static kj_article_kind kind_of(const char *path, const char *text) {
    static const struct {
        const char *ending;
        kj_article_kind kind;
    } known[] = {{".html", KJ_ARTICLE_HTML},         {".htm", KJ_ARTICLE_HTML},
                 {".xhtml", KJ_ARTICLE_HTML},        {".md", KJ_ARTICLE_MARKDOWN},
                 {".markdown", KJ_ARTICLE_MARKDOWN}, {".txt", KJ_ARTICLE_TEXT}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (!is_web(path) && ends_in(path, known[i].ending)) {
            return known[i].kind;
        }
    }
    return is_web(path) || text[strspn(text, " \t\r\n")] == '<' ? KJ_ARTICLE_HTML : KJ_ARTICLE_TEXT;
}

/* --- Pictures */

static char *without_percents(const char *address) {
    kj_buffer out = {0};
    for (const char *at = address; *at; at++) {
        int high = *at == '%' ? kj_ascii_hex(at[1]) : -1,
            low = high >= 0 ? kj_ascii_hex(at[2]) : -1;
        if (low >= 0 && (high || low)) {
            kj_buffer_byte(&out, (char)(high << 4 | low));
            at += 2;
        } else {
            kj_buffer_byte(&out, *at);
        }
    }
    return kj_buffer_take(&out);
}

/* "data:image/png;base64,...": what is in it. false: another form. */
static bool decode_data(const char *address, kj_buffer *bytes) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *comma = strchr(address, ',');
    if (!comma || comma - address < 7 || strncmp(comma - 7, ";base64", 7) != 0) {
        return false;
    }
    uint32_t bits = 0;
    unsigned count = 0;
    for (const char *at = comma + 1; *at && *at != '='; at++) {
        const char *digit = strchr(digits, *at);
        if (digit) {
            bits = bits << 6 | (uint32_t)(digit - digits);
            count += 6;
        }
        if (count >= 8) {
            count -= 8;
            kj_buffer_byte(bytes, (char)(bits >> count & 0xFF));
        }
    }
    return true;
}

/* The file of a picture. NULL, or why it cannot be had (to be freed). */
static char *load_picture(const char *address, const char *path, const kj_article_config *config,
                          kj_buffer *bytes) {
    if (strncmp(address, "data:", 5) == 0) {
        return decode_data(address, bytes) ? NULL
                                           : kj_press_copy("a data: address of another form");
    }
    if (is_web(address)) {
        char *got = NULL, *charset = NULL, *final_address = NULL;
        size_t length = 0;
        if (!config->fetch) {
            return kj_press_copy("this kagoj-press is built without fetching (libcurl)");
        }
        char *why = config->fetch(address, &got, &length, &charset, &final_address);
        if (!why) {
            kj_buffer_add(bytes, got, length);
        }
        free(got);
        free(charset);
        free(final_address);
        return why;
    }
    char *plain = without_percents(address), *file = kj_files_beside(path, plain);
    kj_status status = kj_files_read(file, KJ_PICTURE_BYTES_MAX, bytes);
    free(file);
    free(plain);
    return status == KJ_OK ? NULL : kj_press_copy(kj_files_why(status));
}

static void add_picture(const kj_clean_image *image, const char *path,
                        const kj_article_config *config, kj_press_article *article) {
    kj_press_picture *made = kj_press_add_picture(article, image->href);
    kj_buffer bytes = {0};
    kj_picture picture;
    char *why = load_picture(image->address, path, config, &bytes);
    if (!why) {
        kj_status status = kj_picture_convert(bytes.data ? bytes.data : "", bytes.length,
                                              config->pictures, &picture);
        why = status == KJ_OK ? NULL : kj_press_copy(kj_picture_why(status));
    }
    if (why) {
        kj_say(path, "picture %.200s: %s; its text stands in for it", image->address, why);
        *config->warnings += 1;
    } else {
        made->png = picture.png;
        made->png_bytes = picture.png_bytes;
        made->width_px = picture.width_px;
        made->height_px = picture.height_px;
    }
    free(why);
    kj_buffer_free(&bytes);
}

/* --- Text */

static void fill(char **field, char **value) {
    if (!*field && *value && **value) {
        *field = *value;
        *value = NULL;
    }
}

/* What page has and article has not yet. */
static void take_page(kj_clean_page *page, const char *path, const kj_article_config *config,
                      kj_press_article *article) {
    fill(&article->title, &page->title);
    fill(&article->summary, &page->summary);
    fill(&article->byline, &page->byline);
    fill(&article->source, &page->site);
    if (kj_epub_is_date(page->date)) {
        fill(&article->date, &page->date);
    }
    fill(&article->body, &page->body);
    for (size_t i = 0; i < page->image_count; i++) {
        add_picture(&page->images[i], path, config, article);
    }
}

static kj_status read_html(const char *html, size_t length, const char *path, bool markdown,
                           const kj_article_config *config, kj_press_article *article) {
    kj_clean_config cleaning = {.address = is_web(path) ? path : NULL,
                                .charset = "UTF-8",
                                .title = article->title,
                                .titled_images = markdown};
    kj_clean_page page;
    kj_status status = kj_clean_html(html, length, &cleaning, &page);
    if (status == KJ_OK) {
        take_page(&page, path, config, article);
    }
    kj_clean_page_free(&page);
    return status;
}

/* A date in the front matter must be ISO 8601; what a reader is to see is the dateline. */
static void check_date(const char *path, kj_press_article *article) {
    if (article->date && !kj_epub_is_date(article->date)) {
        kj_say(path, "date \"%s\" is not of the form 2026-11-25 and is left out", article->date);
        kj_press_replace(&article->date, NULL);
    }
}

static kj_status check_encoding(const char *path, const kj_press_article *article) {
    char *text = kj_clean_text(article->body ? article->body : "");
    bool bijoy = kj_bengali_is_bijoy(text, strlen(text));
    free(text);
    if (bijoy) {
        kj_say(path, "the text is typed for a Bijoy font such as SutonnyMJ and is not Unicode; "
                     "convert it to Unicode first");
    }
    return bijoy ? KJ_ERR_FORMAT : KJ_OK;
}

static void find_language(kj_press_article *article) {
    kj_buffer text = {0};
    kj_buffer_text(&text, article->title);
    kj_buffer_byte(&text, '\n');
    kj_buffer_text(&text, article->body);
    const char *found = kj_bengali_language(text.data, text.length, article->language);
    kj_press_replace(&article->language, *found ? kj_press_copy(found) : NULL);
    kj_buffer_free(&text);
}

static bool has_controls(const kj_buffer *text) {
    size_t controls = 0, looked = text->length < 8192 ? text->length : 8192;
    for (size_t i = 0; i < looked; i++) {
        unsigned char byte = (unsigned char)text->data[i];
        controls += byte < 0x20 && !strchr("\n\r\t\f", byte);
        controls += byte == 0;
    }
    return controls * 20 > looked;
}

/* What is true of an article whatever it was read from. */
static kj_status finish(kj_status status, const char *path, kj_press_article *article) {
    if (status == KJ_END) {
        kj_say(path, "there is no text in it");
    }
    if (status == KJ_OK) {
        check_date(path, article);
        find_language(article);
        status = check_encoding(path, article);
    }
    return status;
}

kj_status kj_article_parse(const char *bytes, size_t length, const char *charset, const char *path,
                           const kj_article_config *config, kj_press_article *article) {
    kj_buffer text = {0};
    kj_clean_decode(bytes, length, charset, &text);
    kj_article_kind kind = kind_of(path, text.data);
    kj_status status = KJ_ERR_FORMAT;
    if (has_controls(&text)) {
        kj_say(path, "is no text (a binary file)");
    } else if (kind == KJ_ARTICLE_TEXT) {
        status = kj_article_text(text.data, text.length, article);
    } else if (kind == KJ_ARTICLE_MARKDOWN) {
        char *html = kj_article_markdown(text.data, text.length, path, article);
        status = read_html(html, strlen(html), path, true, config, article);
        free(html);
    } else {
        status = read_html(text.data, text.length, path, false, config, article);
    }
    kj_buffer_free(&text);
    return finish(status, path, article);
}

static kj_status read_page(const char *bytes, size_t length, const char *charset,
                           const char *address, const kj_article_config *config,
                           kj_press_article *article) {
    if (!config->page) {
        return kj_article_parse(bytes, length, charset, address, config, article);
    }
    kj_clean_page page = {0};
    const char *instead = config->page(bytes, length, charset, address, &page);
    kj_status status = KJ_ERR_FORMAT;
    if (instead) {
        kj_say(address, "there is no article on the page (%s)", instead);
    } else if (!page.body) {
        status = kj_article_parse(bytes, length, charset, address, config, article);
    } else {
        take_page(&page, address, config, article);
        status = finish(KJ_OK, address, article);
    }
    kj_clean_page_free(&page);
    return status;
}

static kj_status read_web(const char *address, const kj_article_config *config,
                          kj_press_article *article) {
    if (!config->fetch) {
        kj_say(address, "this kagoj-press is built without fetching (libcurl)");
        return KJ_ERR_ARGUMENT;
    }
    char *bytes = NULL, *charset = NULL, *final_address = NULL;
    size_t length = 0;
    kj_status status = KJ_ERR_IO;
    char *why = config->fetch(address, &bytes, &length, &charset, &final_address);
    if (why) {
        kj_say(address, "%s", why);
    } else {
        kj_press_replace(&article->address, kj_press_copy(final_address));
        status = read_page(bytes, length, charset, final_address, config, article);
    }
    free(why);
    free(bytes);
    free(charset);
    free(final_address);
    return status;
}

kj_status kj_article_read(const char *path, const kj_article_config *config,
                          kj_press_article *article) {
    if (is_web(path)) {
        return read_web(path, config, article);
    }
    kj_buffer bytes = {0};
    kj_status status = kj_files_read(path, KJ_PRESS_FILE_MAX, &bytes);
    if (status != KJ_OK) {
        kj_say(path, "%s", kj_files_why(status));
        return status;
    }
    status =
        kj_article_parse(bytes.data ? bytes.data : "", bytes.length, NULL, path, config, article);
    kj_buffer_free(&bytes);
    return status;
}
