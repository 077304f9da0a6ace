/* toc_label.c - see toc_label.h. Layer: document. */
#include "document/toc_label.h"

#include "base/utf8.h"

#include <string.h>

static const char ellipsis[] = "\xE2\x80\xA6";

void kj_toc_label_begin(kj_toc_label *label, char *text, size_t capacity) {
    *label = (kj_toc_label){.text = text, .capacity = capacity};
    text[0] = '\0';
}

static bool is_blank(uint32_t code) {
    return code == ' ' || (code >= '\t' && code <= '\r') || code == 0x85 || code == 0xA0 ||
           code == 0x2028 || code == 0x2029;
}

static bool is_nothing(uint32_t code) { return code == 0xFEFF || code == 0x200B || code == 0; }

/* Bytes that can be taken and still leave room for an ellipsis and the NUL. */
static size_t room(const kj_toc_label *label) {
    const size_t full = label->capacity - sizeof ellipsis;
    return label->length < full ? full - label->length : 0;
}

void kj_toc_label_add(kj_toc_label *label, const char *text, size_t length) {
    const kj_span span = {.data = (const uint8_t *)text, .length = length};
    if (!label->text) {
        return;
    }
    for (size_t at = 0, next = 0; at < length && !label->cut; at = next) {
        const uint32_t code = kj_utf8_next(span, &next);
        if (is_blank(code)) {
            label->space = label->length > 0;
        } else if (!is_nothing(code) && text[at] != '\0') {
            const size_t space = label->space ? 1u : 0u;
            if (room(label) < space + (next - at)) {
                label->cut = true;
                break;
            }
            if (space) {
                label->text[label->length++] = ' ';
                label->space = false;
            }
            memcpy(label->text + label->length, text + at, next - at);
            label->length += next - at;
        }
    }
}

/* Signs and joiners that belong to the Bengali letter before them. */
static bool joins_back(uint32_t code) {
    return (code >= 0x981 && code <= 0x983) || code == 0x9BC || (code >= 0x9BE && code <= 0x9CD) ||
           code == 0x9D7 || code == 0x9E2 || code == 0x9E3 || code == 0x9FE || code == 0x200C ||
           code == 0x200D || (code >= 0x300 && code <= 0x36F);
}

static size_t back_one(const char *text, size_t at) {
    do {
        at--;
    } while (at > 0 && ((uint8_t)text[at] & 0xC0u) == 0x80u);
    return at;
}

static uint32_t code_at(const char *text, size_t at, size_t length) {
    const kj_span span = {.data = (const uint8_t *)text, .length = length};
    return kj_utf8_next(span, &at);
}

/* Where to cut text: at its last space unless that would take more than a third of it; else
 * before the last letter with all that joins it, which may have been cut from what follows. */
static size_t cut_at(const char *text, size_t length) {
    for (size_t at = length; at > length - length / 3u; at--) {
        if (text[at - 1u] == ' ') {
            return at - 1u;
        }
    }
    size_t at = length;
    for (bool joined = true; joined && at > length / 2u;) {
        at = back_one(text, at);
        joined = joins_back(code_at(text, at, length)) ||
                 (at > 0 && code_at(text, back_one(text, at), length) == 0x9CD);
    }
    return at > length / 2u ? at : length;
}

void kj_toc_label_finish(kj_toc_label *label) {
    if (!label->text) {
        return;
    }
    if (label->cut) {
        label->length = label->space ? label->length : cut_at(label->text, label->length);
        memcpy(label->text + label->length, ellipsis, sizeof ellipsis - 1u);
        label->length += sizeof ellipsis - 1u;
    }
    label->text[label->length] = '\0';
}

void kj_toc_label_set(char *text, size_t capacity, const char *from) {
    kj_toc_label label;
    kj_toc_label_begin(&label, text, capacity);
    kj_toc_label_add(&label, from ? from : "", from ? strlen(from) : 0);
    kj_toc_label_finish(&label);
}
