/* clean_json.c - the article that a page describes in JSON-LD (schema.org's NewsArticle and its
 * kin), read without building a tree; see clean_parts.h. */
#include "base/utf8.h"
#include "press/bengali.h"
#include "press/clean_parts.h"

#include <stdlib.h>
#include <string.h>

enum { JSON_DEPTH_MAX = 64 };

/* What an object says, of what is asked for. */
typedef struct facts {
    char *type, *name, *headline, *description, *date, *author, *publisher;
} facts;

typedef struct json {
    const char *at, *end;
    kj_clean_page *page;
    bool broken;
} json;

static void free_facts(facts *of) {
    char *strings[] = {of->type, of->name,   of->headline, of->description,
                       of->date, of->author, of->publisher};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        free(strings[i]);
    }
    *of = (facts){0};
}

static void skip_blanks(json *in) {
    while (in->at < in->end && strchr(" \t\r\n", *in->at)) {
        in->at++;
    }
}

static bool take(json *in, char byte) {
    skip_blanks(in);
    if (in->at < in->end && *in->at == byte) {
        in->at++;
        return true;
    }
    return false;
}

static uint32_t four_digits(json *in) {
    uint32_t value = 0;
    for (int i = 0; i < 4; i++, in->at++) {
        char byte = in->at < in->end ? *in->at : '\0';
        int digit = byte >= '0' && byte <= '9'                     ? byte - '0'
                    : (byte | 0x20) >= 'a' && (byte | 0x20) <= 'f' ? (byte | 0x20) - 'a' + 10
                                                                   : -1;
        if (digit < 0) {
            in->broken = true;
            return KJ_UTF8_REPLACEMENT;
        }
        value = value << 4 | (uint32_t)digit;
    }
    return value;
}

static void add_code(kj_buffer *out, uint32_t code) {
    if (code < 0x80) {
        kj_buffer_byte(out, (char)code);
    } else if (code < 0x800) {
        kj_buffer_byte(out, (char)(0xC0 | code >> 6));
        kj_buffer_byte(out, (char)(0x80 | (code & 0x3F)));
    } else if (code < 0x10000) {
        kj_buffer_byte(out, (char)(0xE0 | code >> 12));
        kj_buffer_byte(out, (char)(0x80 | (code >> 6 & 0x3F)));
        kj_buffer_byte(out, (char)(0x80 | (code & 0x3F)));
    } else {
        kj_buffer_byte(out, (char)(0xF0 | code >> 18));
        kj_buffer_byte(out, (char)(0x80 | (code >> 12 & 0x3F)));
        kj_buffer_byte(out, (char)(0x80 | (code >> 6 & 0x3F)));
        kj_buffer_byte(out, (char)(0x80 | (code & 0x3F)));
    }
}

static void escape(json *in, kj_buffer *out) {
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/ \n\n\n ";
    char byte = in->at < in->end ? *in->at++ : '\0';
    const char *found = byte ? strchr(from, byte) : NULL;
    if (found) {
        kj_buffer_byte(out, to[found - from]);
    } else if (byte == 'u') {
        uint32_t code = four_digits(in);
        if (code >= 0xD800 && code < 0xDC00 && in->end - in->at >= 6 && in->at[0] == '\\' &&
            in->at[1] == 'u') {
            in->at += 2;
            uint32_t low = four_digits(in);
            code = 0x10000 + ((code - 0xD800) << 10) + ((low - 0xDC00) & 0x3FF);
        }
        bool half = code >= 0xD800 && code < 0xE000;
        add_code(out, half || code == 0 ? KJ_UTF8_REPLACEMENT : code);
    } else {
        in->broken = true;
    }
}

/* A string, behind its first quote, as a clean line. NULL: broken. */
static char *read_string(json *in) {
    kj_buffer text = {0};
    while (!in->broken && in->at < in->end && *in->at != '"') {
        if (*in->at == '\\') {
            in->at++;
            escape(in, &text);
        } else {
            kj_buffer_byte(&text, *in->at++);
        }
    }
    in->broken = in->broken || in->at == in->end;
    in->at += !in->broken;
    char *line = in->broken ? NULL : kj_bengali_clean_line(text.data ? text.data : "", text.length);
    kj_buffer_free(&text);
    return line;
}

static void keep(char **field, char *value) {
    if (!*field && value && *value) {
        *field = value;
    } else {
        free(value);
    }
}

static char *name_of(facts *of) {
    char *name = of->name ? of->name : of->headline;
    return kj_press_copy(name ? name : "");
}

/* Files value, a string or what an object is called, under key. It is taken. */
static void file_value(facts *of, const char *key, char *value) {
    static const struct {
        const char *key;
        size_t field;
    } known[] = {
        {"@type", offsetof(facts, type)},         {"name", offsetof(facts, name)},
        {"headline", offsetof(facts, headline)},  {"description", offsetof(facts, description)},
        {"datePublished", offsetof(facts, date)}, {"author", offsetof(facts, author)},
        {"publisher", offsetof(facts, publisher)}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(key, known[i].key) == 0) {
            keep((char **)(void *)((char *)of + known[i].field), value);
            return;
        }
    }
    free(value);
}

static bool is_article(const char *type) {
    return type &&
           (strstr(type, "Article") || strstr(type, "Posting") || strcmp(type, "Report") == 0);
}

static void use_article(json *in, facts *of) {
    if (!is_article(of->type)) {
        return;
    }
    kj_clean_page *page = in->page;
    keep(&page->title, of->headline ? kj_press_copy(of->headline) : NULL);
    keep(&page->summary, of->description ? kj_press_copy(of->description) : NULL);
    keep(&page->date, of->date ? kj_press_copy(of->date) : NULL);
    bool link = of->author && strncmp(of->author, "http", 4) == 0;
    keep(&page->byline, of->author && !link ? kj_press_copy(of->author) : NULL);
    keep(&page->site, of->publisher ? kj_press_copy(of->publisher) : NULL);
}

static char *read_value(json *in, unsigned depth);

/* An object behind its brace; what it is called. */
static char *read_object(json *in, unsigned depth) {
    facts of = {0};
    while (!in->broken && !take(in, '}')) {
        char *key = take(in, '"') ? read_string(in) : NULL;
        if (!key || !take(in, ':')) {
            in->broken = true;
        } else {
            file_value(&of, key, read_value(in, depth));
        }
        free(key);
        take(in, ',');
    }
    use_article(in, &of);
    char *name = name_of(&of);
    free_facts(&of);
    return name;
}

/* Names of a list of authors with commas between. */
static char *read_list(json *in, unsigned depth) {
    kj_buffer names = {0};
    while (!in->broken && !take(in, ']')) {
        char *name = read_value(in, depth);
        if (name && *name && names.length < 300) {
            kj_buffer_text(&names, names.length ? ", " : "");
            kj_buffer_text(&names, name);
        }
        free(name);
        take(in, ',');
        skip_blanks(in);
        in->broken = in->broken || in->at == in->end;
    }
    return kj_buffer_take(&names);
}

/* A value as text: a string, what an object or a list's objects are called; "" for others. */
static char *read_value(json *in, unsigned depth) {
    if (depth >= JSON_DEPTH_MAX) {
        in->broken = true;
        return NULL;
    }
    if (take(in, '"')) {
        return read_string(in);
    }
    if (take(in, '{')) {
        return read_object(in, depth + 1);
    }
    if (take(in, '[')) {
        return read_list(in, depth + 1);
    }
    size_t length = 0; /* a number, true, false, null */
    while (in->at + length < in->end && !strchr(",]} \t\r\n\"[{:", in->at[length])) {
        length++;
    }
    in->at += length;
    in->broken = in->broken || length == 0;
    return NULL;
}

void kj_clean_json(const char *text, size_t length, kj_clean_page *page) {
    json in = {text, text + length, page, false};
    free(read_value(&in, 0));
}
