/* buffer.c - see buffer.h. */
#include "press/buffer.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *or_die(void *block) {
    if (!block) {
        fputs("kagoj-press: out of memory\n", stderr);
        exit(2);
    }
    return block;
}

void *kj_press_alloc(size_t bytes) { return or_die(calloc(1, bytes ? bytes : 1)); }

void *kj_press_grow(void *block, size_t bytes) { return or_die(realloc(block, bytes ? bytes : 1)); }

char *kj_press_copy(const char *text) { return text ? kj_press_cut(text, strlen(text)) : NULL; }

char *kj_press_cut(const char *text, size_t length) {
    char *copy = kj_press_alloc(length + 1);
    if (length) {
        memcpy(copy, text, length);
    }
    return copy;
}

void kj_press_replace(char **string, char *by) {
    free(*string);
    *string = by;
}

char *kj_press_format(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *text = kj_press_alloc((size_t)length + 1);
    va_start(arguments, format);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    va_end(arguments);
    return text;
}

static void make_room(kj_buffer *buffer, size_t more) {
    size_t needed = buffer->length + more + 1;
    if (needed <= buffer->length) {
        or_die(NULL);
    }
    if (needed > buffer->capacity) {
        size_t capacity = buffer->capacity ? buffer->capacity : 64;
        while (capacity < needed) {
            capacity = capacity > SIZE_MAX / 2 ? needed : capacity * 2;
        }
        buffer->data = kj_press_grow(buffer->data, capacity);
        buffer->capacity = capacity;
    }
}

void kj_buffer_add(kj_buffer *buffer, const void *bytes, size_t length) {
    make_room(buffer, length);
    if (length) {
        memcpy(buffer->data + buffer->length, bytes, length);
    }
    buffer->length += length;
    buffer->data[buffer->length] = '\0';
}

void kj_buffer_text(kj_buffer *buffer, const char *text) {
    if (text) {
        kj_buffer_add(buffer, text, strlen(text));
    }
}

void kj_buffer_byte(kj_buffer *buffer, char byte) { kj_buffer_add(buffer, &byte, 1); }

void kj_buffer_format(kj_buffer *buffer, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    make_room(buffer, (size_t)length);
    va_start(arguments, format);
    vsnprintf(buffer->data + buffer->length, (size_t)length + 1, format, arguments);
    va_end(arguments);
    buffer->length += (size_t)length;
}

/* XML 1.0, section 2.2, production 2; U+FFFD also stands for malformed bytes, which are dropped
 * where the file does not itself spell it. */
static int is_allowed(uint32_t code, size_t length) {
    if (code < 0x20) {
        return code == '\t' || code == '\n' || code == '\r';
    }
    if (code == KJ_UTF8_REPLACEMENT) {
        return length == 3;
    }
    return code < 0xFFFE || code > 0xFFFF;
}

static const char *entity_of(uint32_t code) {
    switch (code) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    default: return NULL;
    }
}

void kj_buffer_xml(kj_buffer *buffer, const char *text) {
    kj_span span = {(const uint8_t *)text, text ? strlen(text) : 0};
    for (size_t at = 0; at < span.length;) {
        size_t start = at;
        uint32_t code = kj_utf8_next(span, &at);
        const char *entity = entity_of(code);
        if (entity) {
            kj_buffer_text(buffer, entity);
        } else if (is_allowed(code, at - start)) {
            kj_buffer_add(buffer, text + start, at - start);
        }
    }
}

char *kj_buffer_take(kj_buffer *buffer) {
    char *text = buffer->data ? buffer->data : kj_press_alloc(1);
    *buffer = (kj_buffer){0};
    return text;
}

void kj_buffer_free(kj_buffer *buffer) {
    free(buffer->data);
    *buffer = (kj_buffer){0};
}
