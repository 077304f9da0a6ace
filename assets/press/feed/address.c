/* address.c - see address.h. */
#include "press/feed/address.h"

#include "base/ascii.h"

#include <ctype.h>
#include <libxml/uri.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define ADDRESS_LONGEST ((size_t)8192) /* bytes; a longer reference is refused */

bool kj_address_is_http(const char *address) {
    return kj_text_starts(address, "http://") || kj_text_starts(address, "https://");
}

bool kj_address_is_file(const char *address) { return kj_text_starts(address, "file:"); }

/* Where the host ends: encoding must leave what is before it alone. */
static size_t after_host(const char *reference) {
    const char *start = strstr(reference, "//");
    const char *colon = strchr(reference, ':');
    if (!start || (start != reference && (!colon || start != colon + 1))) {
        return 0;
    }
    return (size_t)(start - reference) + 2 + strcspn(start + 2, "/?#");
}

/* Percent-encodes what an address may not hold; what is encoded stays. */
static char *encoded(const char *reference, size_t length) {
    kj_buffer out = {0};
    const size_t host = after_host(reference);
    for (size_t i = 0; i < length; i++) {
        const unsigned char byte = (unsigned char)reference[i];
        if (byte == '\n' || byte == '\r' || byte == '\t') {
            continue;
        }
        const bool bare_percent =
            byte == '%' && !(i + 2 < length && isxdigit((unsigned char)reference[i + 1]) &&
                             isxdigit((unsigned char)reference[i + 2]));
        if (i >= host &&
            (byte <= ' ' || byte >= 0x7F || bare_percent || strchr("\"<>\\^`{|}", byte))) {
            kj_buffer_format(&out, "%%%02X", byte);
        } else {
            kj_buffer_byte(&out, (char)byte);
        }
    }
    return kj_buffer_take(&out);
}

/* libxml2 joins them, but decodes what need not be encoded ("%2F" too): a whole address is better
 * off without it. */
static char *joined(const char *base, const char *relative) {
    if (kj_address_is_http(relative)) {
        return kj_press_copy(relative);
    }
    if (strncmp(relative, "//", 2) == 0 && base && kj_address_is_http(base)) {
        return kj_press_format("%.*s%s", (int)(strchr(base, ':') - base) + 1, base, relative);
    }
    xmlChar *whole = xmlBuildURI((const xmlChar *)relative, (const xmlChar *)base);
    char *address = kj_press_copy((const char *)whole);
    xmlFree(whole);
    return address;
}

char *kj_address_resolve(const char *base, const char *reference) {
    if (!reference) {
        return NULL;
    }
    while (*reference && (unsigned char)*reference <= ' ') {
        reference++;
    }
    size_t length = strcspn(reference, "#");
    while (length > 0 && (unsigned char)reference[length - 1] <= ' ') {
        length--;
    }
    if (length == 0 || length > ADDRESS_LONGEST) {
        return NULL;
    }
    char *relative = encoded(reference, length);
    char *address = joined(base, relative);
    free(relative);
    if (address && !kj_address_is_http(address) && !kj_address_is_file(address)) {
        free(address);
        return NULL;
    }
    return address;
}

char *kj_address_of_file(const char *beside, const char *path) {
    if (kj_address_is_file(path)) {
        return kj_address_resolve(NULL, path);
    }
    kj_buffer whole = {0};
    const char *slash = beside ? strrchr(beside, '/') : NULL;
    if (path[0] != '/' && slash) {
        kj_buffer_add(&whole, beside, (size_t)(slash - beside) + 1);
    }
    kj_buffer_text(&whole, path);
    char real[PATH_MAX];
    const char *found = realpath(whole.data, real);
    kj_buffer out = {0};
    for (const char *at = found ? found : whole.data; *at; at++) {
        if (isalnum((unsigned char)*at) || strchr("/-_.~", *at)) {
            kj_buffer_byte(&out, *at);
        } else {
            kj_buffer_format(&out, "%%%02X", (unsigned char)*at);
        }
    }
    kj_buffer_free(&whole);
    char *encoded_path = kj_buffer_take(&out);
    char *address = kj_press_format("file://%s%s", *encoded_path == '/' ? "" : "/", encoded_path);
    free(encoded_path);
    return address;
}

char *kj_address_path(const char *address) {
    if (!kj_address_is_file(address)) {
        return NULL;
    }
    const char *path = address + strlen("file:");
    if (strncmp(path, "//localhost/", 12) == 0) {
        path += 11;
    } else if (strncmp(path, "//", 2) == 0) {
        path += 2;
    }
    if (*path != '/') {
        return NULL;
    }
    kj_buffer out = {0};
    for (; *path && *path != '?'; path++) {
        char byte = *path;
        if (byte == '%' && isxdigit((unsigned char)path[1]) && isxdigit((unsigned char)path[2])) {
            byte = (char)(kj_ascii_hex(path[1]) * 16 + kj_ascii_hex(path[2]));
            path += 2;
            if (byte == '\0' || byte == '/') {
                kj_buffer_free(&out);
                return NULL;
            }
        }
        kj_buffer_byte(&out, byte);
    }
    return kj_buffer_take(&out);
}

bool kj_address_may_follow(const char *feed, const char *address) {
    if (!kj_address_is_file(address)) {
        return kj_address_is_http(address);
    }
    char *of_feed = kj_address_path(feed), *wanted = kj_address_path(address);
    char folder[PATH_MAX], target[PATH_MAX];
    bool allowed = false;
    if (of_feed && wanted && realpath(of_feed, folder) && realpath(wanted, target)) {
        *(strrchr(folder, '/') + 1) = '\0';
        allowed = strncmp(folder, target, strlen(folder)) == 0;
    }
    free(of_feed);
    free(wanted);
    return allowed;
}

void kj_address_host(const char *address, char *host, size_t bytes) {
    size_t to = 0;
    const char *start = kj_address_is_http(address) ? strstr(address, "//") + 2 : "";
    const char *at_sign = memchr(start, '@', strcspn(start, "/?#"));
    start = at_sign ? at_sign + 1 : start;
    const size_t length = strcspn(start, "/?#");
    while (to < length && to + 1 < bytes) {
        host[to] = (char)tolower((unsigned char)start[to]);
        to++;
    }
    host[to] = '\0';
}

bool kj_address_is_front_page(const char *address) {
    if (!kj_address_is_http(address)) {
        return false;
    }
    const char *start = strstr(address, "//") + 2;
    const char *path = start + strcspn(start, "/?#");
    const size_t length = strcspn(path, "#");
    return length <= 1 || (length == 11 && strncasecmp(path, "/index.html", 11) == 0) ||
           (length == 10 && strncasecmp(path, "/index.php", 10) == 0);
}

static bool only_counts_readers(const char *parameter) {
    static const char *const names[] = {"utm_", "fbclid=", "gclid=", "igshid=", "ref=", "at_"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strncasecmp(parameter, names[i], strlen(names[i])) == 0) {
            return true;
        }
    }
    return false;
}

char *kj_address_identity(const char *address) {
    kj_buffer out = {0};
    const char *at = address;
    if (kj_address_is_http(at)) {
        at = strstr(at, "//") + 2;
        at += kj_text_starts(at, "www.") ? 4 : 0;
    }
    const size_t path = strcspn(at, "?#");
    kj_buffer_add(&out, at, path);
    while (out.length > 0 && out.data[out.length - 1] == '/') {
        out.data[--out.length] = '\0';
    }
    char mark = '?';
    for (at += path; *at && *at != '#';) {
        at++;
        const size_t length = strcspn(at, "&#");
        if (length > 0 && !only_counts_readers(at)) {
            kj_buffer_byte(&out, mark);
            kj_buffer_add(&out, at, length);
            mark = '&';
        }
        at += length;
    }
    return kj_buffer_take(&out);
}
