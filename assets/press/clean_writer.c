/* clean_writer.c - see clean_parts.h. Start tags wait until text is there to stand in them: that
 * is how empty paragraphs, lists and emphases come to nothing. */
#include "base/utf8.h"
#include "press/bengali.h"
#include "press/clean_parts.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    unsigned style;
    const char *name;
} styles[] = {{KJ_STYLE_STRONG, "strong"},
              {KJ_STYLE_EMPHASIS, "em"},
              {KJ_STYLE_SUP, "sup"},
              {KJ_STYLE_SUB, "sub"}};

enum { STYLES = sizeof styles / sizeof *styles };

static void close_styles(kj_writer *writer) {
    for (size_t i = STYLES; i-- > 0;) {
        if (writer->open & styles[i].style) {
            kj_buffer_format(&writer->out, "</%s>", styles[i].name);
        }
    }
    writer->open = 0;
}

static void open_styles(kj_writer *writer) {
    for (size_t i = 0; i < STYLES; i++) {
        if (writer->style & styles[i].style) {
            kj_buffer_format(&writer->out, "<%s>", styles[i].name);
        }
    }
    writer->open = writer->style;
}

static const char *leaf_name(const kj_writer *writer) {
    static const char *const headings[] = {"h2", "h3", "h4", "h5", "h6"};
    switch (writer->leaf) {
    case KJ_LEAF_PARAGRAPH: return "p";
    case KJ_LEAF_PRE: return "pre";
    case KJ_LEAF_HEADING:
        return headings[writer->level < 2 ? 0 : writer->level > 6 ? 4 : writer->level - 2];
    default: return NULL;
    }
}

static bool says_title(const kj_writer *writer) {
    if (!writer->title || writer->depth > 0) {
        return false;
    }
    char *text = kj_clean_text(writer->out.data + writer->leaf_start);
    char *line = kj_bengali_clean_line(text, strlen(text));
    bool same = strcmp(line, writer->title) == 0;
    free(text);
    free(line);
    return same;
}

static void close_leaf(kj_writer *writer) {
    if (writer->leaf != KJ_LEAF_NONE) {
        close_styles(writer);
        const char *name = leaf_name(writer);
        if (name) {
            kj_buffer_format(&writer->out, "</%s>\n", name);
        }
        if (writer->leaf_start == 0 && says_title(writer)) {
            writer->out.length = 0;
            writer->out.data[0] = '\0';
            writer->letters = 0;
        }
    }
    writer->leaf = KJ_LEAF_NONE;
    writer->breaks = 0;
    writer->space = false;
}

static bool is_list(const char *name) { return strcmp(name, "ul") == 0 || strcmp(name, "ol") == 0; }

static const char *container(const kj_writer *writer) {
    return writer->depth ? writer->stack[writer->depth - 1].name : "";
}

/* The start tags that have waited. */
static void write_containers(kj_writer *writer) {
    for (unsigned i = 0; i < writer->depth; i++) {
        if (!writer->stack[i].written) {
            const char *name = writer->stack[i].name;
            kj_buffer_format(&writer->out, "<%s>", name);
            kj_buffer_text(&writer->out,
                           is_list(name) || strcmp(name, "blockquote") == 0 ? "\n" : "");
            writer->stack[i].written = true;
        }
    }
}

static void push(kj_writer *writer, const char *name) {
    if (writer->depth == KJ_WRITER_DEPTH) {
        writer->passed_over++;
        return;
    }
    writer->stack[writer->depth].name = name;
    writer->stack[writer->depth].written = false;
    writer->stack[writer->depth].filled = false;
    writer->depth++;
}

static void pop(kj_writer *writer) {
    close_leaf(writer);
    writer->depth--;
    if (writer->stack[writer->depth].written) {
        kj_buffer_format(&writer->out, "</%s>\n", writer->stack[writer->depth].name);
    }
}

/* Only items may stand in a list: whatever else comes gets one. */
static void enter_item(kj_writer *writer) {
    if (is_list(container(writer)) && writer->depth < KJ_WRITER_DEPTH) {
        push(writer, "li");
    }
}

void kj_writer_enter(kj_writer *writer, const char *name) {
    close_leaf(writer);
    writer->next = KJ_LEAF_NONE;
    bool item = strcmp(name, "li") == 0;
    if (item && strcmp(container(writer), "li") == 0 && writer->depth > 1 &&
        writer->passed_over == 0) {
        pop(writer); /* an item that was made for loose text, or is not closed */
    }
    if (!item) {
        enter_item(writer);
    } else if (!is_list(container(writer))) {
        push(writer, "ul");
    }
    push(writer, name);
}

void kj_writer_leave(kj_writer *writer) {
    close_leaf(writer);
    writer->next = KJ_LEAF_NONE;
    if (writer->passed_over > 0) {
        writer->passed_over--;
    } else if (writer->depth > 0) {
        pop(writer);
    }
}

void kj_writer_block(kj_writer *writer, kj_leaf leaf, unsigned level) {
    close_leaf(writer);
    writer->next = leaf;
    writer->level = level;
}

/* Whether text may stand in the container without a paragraph around it: the first of an item. */
static bool takes_bare(const kj_writer *writer) {
    return writer->depth > 0 && strcmp(container(writer), "li") == 0 &&
           !writer->stack[writer->depth - 1].filled &&
           (writer->next == KJ_LEAF_NONE || writer->next == KJ_LEAF_PARAGRAPH);
}

static void open_leaf(kj_writer *writer) {
    enter_item(writer);
    write_containers(writer);
    writer->leaf = takes_bare(writer)             ? KJ_LEAF_BARE
                   : writer->next == KJ_LEAF_NONE ? KJ_LEAF_PARAGRAPH
                                                  : writer->next;
    if (writer->depth) {
        writer->stack[writer->depth - 1].filled = true;
    }
    writer->leaf_start = writer->out.length;
    const char *name = leaf_name(writer);
    if (name) {
        kj_buffer_format(&writer->out, "<%s>", name);
    }
    writer->text_start = writer->out.length;
}

/* One br breaks the line, two or more the paragraph. */
static void settle_breaks(kj_writer *writer) {
    if (writer->breaks == 0) {
        return;
    }
    bool breaks_line = writer->breaks == 1 || writer->leaf != KJ_LEAF_PARAGRAPH;
    if (breaks_line) {
        close_styles(writer);
        kj_buffer_text(&writer->out, writer->leaf == KJ_LEAF_PRE ? "\n" : "<br/>\n");
        writer->breaks = 0;
        writer->space = false;
    } else {
        close_leaf(writer);
        writer->next = KJ_LEAF_PARAGRAPH;
        open_leaf(writer);
    }
}

/* Writes length bytes without white space. */
static void put_word(kj_writer *writer, const char *word, size_t length) {
    if (writer->leaf == KJ_LEAF_NONE) {
        open_leaf(writer);
        writer->space = false;
        writer->breaks = 0;
    }
    settle_breaks(writer);
    if (writer->open != writer->style) {
        close_styles(writer);
    }
    if (writer->space && writer->out.length > writer->text_start) {
        kj_buffer_byte(&writer->out, ' ');
    }
    writer->space = false;
    if (writer->open != writer->style) {
        open_styles(writer);
    }
    char *cut = kj_press_cut(word, length);
    kj_buffer_xml(&writer->out, cut);
    free(cut);
    for (size_t i = 0; i < length; i++) {
        writer->letters += ((unsigned char)word[i] & 0xC0) != 0x80;
    }
}

static bool is_digit_byte(char byte) { return byte >= '0' && byte <= '9'; }

/* Bytes of white space at at: ASCII's; U+00A0 where it holds no number together; U+2000..200A. */
static size_t blank_at(const char *text, size_t at) {
    if (strchr(" \t\n\r\f", text[at])) {
        return text[at] != '\0';
    }
    if (memcmp(text + at, "\xC2\xA0", 2) == 0) {
        bool holds = (at > 0 && is_digit_byte(text[at - 1])) || is_digit_byte(text[at + 2]);
        return holds ? 0 : 2;
    }
    if (strncmp(text + at, "\xE2\x80", 2) == 0 && text[at + 2]) {
        unsigned char last = (unsigned char)text[at + 2];
        return last >= 0x80 && last <= 0x8A ? 3 : 0;
    }
    return 0;
}

static void put_words(kj_writer *writer, const char *text) {
    size_t at = 0;
    while (text[at]) {
        size_t blank = blank_at(text, at);
        if (blank) {
            writer->space = true;
            at += blank;
            continue;
        }
        size_t start = at;
        while (text[at] && !blank_at(text, at)) {
            at++;
        }
        put_word(writer, text + start, at - start);
    }
}

/* White space counts, but for that before the first and after the last word. */
static void put_preformatted(kj_writer *writer, const char *text) {
    if (writer->leaf == KJ_LEAF_NONE) {
        while (*text == '\n') {
            text++;
        }
        if (text[strspn(text, " \t\n")] == '\0') {
            return;
        }
        open_leaf(writer);
        if (writer->leaf != KJ_LEAF_PRE) {
            put_words(writer, text);
            return;
        }
    }
    settle_breaks(writer);
    if (writer->open != writer->style) {
        close_styles(writer);
        open_styles(writer);
    }
    kj_buffer_xml(&writer->out, text);
    for (; *text; text++) {
        writer->letters += (unsigned char)*text > ' ' && ((unsigned char)*text & 0xC0) != 0x80;
    }
}

void kj_writer_text(kj_writer *writer, const char *text) {
    char *clean = kj_bengali_clean(text, strlen(text));
    if (writer->leaf == KJ_LEAF_PRE ||
        (writer->leaf == KJ_LEAF_NONE && writer->next == KJ_LEAF_PRE)) {
        put_preformatted(writer, clean);
    } else {
        put_words(writer, clean);
    }
    free(clean);
}

void kj_writer_break(kj_writer *writer) {
    if (writer->leaf != KJ_LEAF_NONE) {
        writer->breaks++;
    }
}

void kj_writer_element(kj_writer *writer, const char *xhtml) {
    close_leaf(writer);
    writer->next = KJ_LEAF_NONE;
    enter_item(writer);
    write_containers(writer);
    if (writer->depth) {
        writer->stack[writer->depth - 1].filled = true;
    }
    kj_buffer_text(&writer->out, xhtml);
    kj_buffer_byte(&writer->out, '\n');
}

void kj_writer_finish(kj_writer *writer) {
    close_leaf(writer);
    while (writer->depth > 0) {
        pop(writer);
    }
    kj_buffer_add(&writer->out, "", 0);
}
