/* memory.c - see libc/string.h. Copies and fills are instructions of WebAssembly itself (bulk
 * memory). Layer: board (WebAssembly). */
#include <stdint.h>
#include <string.h>

void *memcpy(void *to, const void *from, size_t length) {
    return __builtin_memcpy(to, from, length);
}

void *memmove(void *to, const void *from, size_t length) {
    return __builtin_memmove(to, from, length);
}

void *memset(void *to, int byte, size_t length) { return __builtin_memset(to, byte, length); }

int memcmp(const void *one, const void *other, size_t length) {
    const unsigned char *a = one, *b = other;
    for (size_t i = 0; i < length; i++) {
        if (a[i] != b[i]) {
            return a[i] - b[i];
        }
    }
    return 0;
}

void *memchr(const void *in, int byte, size_t length) {
    const unsigned char *at = in;
    for (size_t i = 0; i < length; i++) {
        if (at[i] == (unsigned char)byte) {
            return (void *)(uintptr_t)(at + i);
        }
    }
    return NULL;
}

size_t strlen(const char *text) {
    size_t length = 0;
    while (text[length]) {
        length++;
    }
    return length;
}

int strncmp(const char *one, const char *other, size_t length) {
    for (size_t i = 0; i < length && (one[i] || other[i]); i++) {
        if (one[i] != other[i]) {
            return (unsigned char)one[i] - (unsigned char)other[i];
        }
    }
    return 0;
}
