/* zip_resolve.c - where a reference in one entry leads to: RFC 3986, section 5.2, for paths.
 * Layer: document. */
#include "document/zip_private.h"

#include "base/ascii.h"

#include <string.h>

static bool is_space(char byte) { return kj_ascii_is_blank(byte) || byte == '\f'; }

/* The byte at *at of a reference, which ends at end, decoded. ERR_FORMAT: no byte is encoded
 * there, or a NUL. */
static kj_status next_byte(const char **at, const char *end, char *byte) {
    *byte = *(*at)++;
    if (*byte != '%') {
        return KJ_OK;
    }
    int high = end - *at >= 2 ? kj_ascii_hex((*at)[0]) : -1;
    int low = high >= 0 ? kj_ascii_hex((*at)[1]) : -1;
    if (low < 0 || high + low == 0) {
        return KJ_ERR_FORMAT;
    }
    *byte = (char)(high << 4 | low);
    *at += 2;
    return KJ_OK;
}

static bool is_slash(char byte) { return byte == '/' || byte == '\\'; }

/* A scheme before the first slash, or an authority. */
static bool leaves_archive(const char *at, const char *end) {
    if (end - at >= 2 && is_slash(at[0]) && is_slash(at[1])) {
        return true;
    }
    for (const char *byte = at; byte < end; byte++) {
        char letter = (char)(*byte | 0x20);
        bool is_letter = letter >= 'a' && letter <= 'z';
        bool is_other =
            (*byte >= '0' && *byte <= '9') || *byte == '+' || *byte == '-' || *byte == '.';
        if (*byte == ':') {
            return byte > at;
        }
        if (!is_letter && !(is_other && byte > at)) {
            return false;
        }
    }
    return false;
}

/* A path that grows by segments. */
typedef struct growing {
    char *path;
    size_t length, capacity; /* length without the NUL */
    size_t segment;          /* where the last segment begins */
} growing;

/* The last segment is whole: "." and ".." are taken out. ERR_RANGE: above the root. */
static kj_status end_segment(growing *to) {
    size_t length = to->length - to->segment;
    const char *segment = to->path + to->segment;
    if (length == 1 && segment[0] == '.') {
        to->length = to->segment;
    } else if (length == 2 && segment[0] == '.' && segment[1] == '.') {
        if (to->segment == 0) {
            return KJ_ERR_RANGE;
        }
        to->length = to->segment - 1; /* the slash before it, then the segment before that */
        while (to->length > 0 && to->path[to->length - 1] != '/') {
            to->length--;
        }
        to->segment = to->length;
    }
    return KJ_OK;
}

static kj_status add(growing *to, char byte) {
    bool slash = is_slash(byte);
    size_t before = to->length;
    if (slash) {
        kj_status status = end_segment(to);
        if (status != KJ_OK) {
            return status;
        }
        if (to->length != before) { /* a dot segment went, with the slash that ends it */
            return KJ_OK;
        }
    }
    if (to->length + 1 >= to->capacity) {
        return KJ_ERR_RANGE;
    }
    to->path[to->length++] = slash ? '/' : byte;
    if (slash) {
        to->segment = to->length;
    }
    return KJ_OK;
}

static kj_status resolve_path(const char *base, const char *at, const char *end, growing *to) {
    const char *last = strrchr(base, '/');
    size_t kept = at == end ? strlen(base) : last ? (size_t)(last - base) + 1 : 0;
    if (at < end && is_slash(*at)) {
        kept = 0;
        at++;
    }
    if (kept >= to->capacity) {
        return KJ_ERR_RANGE;
    }
    memmove(to->path, base, kept);
    to->length = to->segment = kept;
    if (at == end) {
        to->path[kept] = '\0';
        return KJ_OK;
    }
    kj_status status = KJ_OK;
    while (at < end && status == KJ_OK) {
        char byte;
        status = next_byte(&at, end, &byte);
        if (status == KJ_OK) {
            status = add(to, byte);
        }
    }
    if (status == KJ_OK) {
        status = end_segment(to);
    }
    to->path[to->length] = '\0';
    return status;
}

static kj_status decode_fragment(const char *at, const char *end, char *fragment, size_t capacity) {
    size_t used = 0;
    while (at < end) {
        char byte;
        kj_status status = next_byte(&at, end, &byte);
        if (status != KJ_OK) {
            return status;
        }
        if (used + 1 < capacity) {
            fragment[used++] = byte;
        }
    }
    fragment[used] = '\0';
    return KJ_OK;
}

kj_status kj_zip_resolve(const char *base, const char *target, char *path, size_t capacity,
                         char *fragment, size_t fragment_capacity) {
    while (is_space(*target)) {
        target++;
    }
    const char *end = target + strlen(target);
    while (end > target && is_space(end[-1])) {
        end--;
    }
    const char *hash = memchr(target, '#', (size_t)(end - target));
    const char *query_or_end = hash ? hash : end;
    const char *query = memchr(target, '?', (size_t)(query_or_end - target));
    const char *path_end = query ? query : query_or_end;
    if (leaves_archive(target, path_end)) {
        return KJ_ERR_RANGE;
    }
    growing to = {.path = path, .capacity = capacity};
    kj_status status = resolve_path(base, target, path_end, &to);
    if (status == KJ_OK && fragment) {
        status = decode_fragment(hash ? hash + 1 : end, end, fragment, fragment_capacity);
    }
    return status;
}
