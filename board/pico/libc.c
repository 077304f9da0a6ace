/* libc.c - what the C library would ask an operating system for: there is none, and no heap.
 *
 * Everything of ours and of the third party's allocates from its own arena (vendor/heap.h);
 * whoever calls malloc here has made a mistake that must be seen. newlib's abort raises a
 * signal, whose table it allocates; its qsort and strstr are made for speed with long input, of
 * which there is none here: 2.5 KB. Layer: board. */
#include "pico.h"

#include <stddef.h>
#include <string.h>

_Noreturn static void refuse(const void *caller) {
    kj_pico_die(KJ_START_PANIC, (uint32_t)(uintptr_t)caller, 0);
}

void *malloc(size_t bytes);
void *calloc(size_t count, size_t bytes);
void *realloc(void *block, size_t bytes);
void free(void *block);
_Noreturn void abort(void);
_Noreturn void _exit(int code);
void qsort(void *first, size_t count, size_t size, int (*compare)(const void *, const void *));

void *malloc(size_t bytes) {
    (void)bytes;
    refuse(__builtin_return_address(0));
}

void *calloc(size_t count, size_t bytes) {
    (void)count;
    (void)bytes;
    refuse(__builtin_return_address(0));
}

void *realloc(void *block, size_t bytes) {
    (void)block;
    (void)bytes;
    refuse(__builtin_return_address(0));
}

void free(void *block) {
    if (block) {
        refuse(__builtin_return_address(0));
    }
}

_Noreturn void abort(void) { refuse(__builtin_return_address(0)); }

_Noreturn void _exit(int code) {
    (void)code;
    refuse(__builtin_return_address(0));
}

static void swap(unsigned char *a, unsigned char *b, size_t size) {
    while (size-- > 0) {
        unsigned char held = *a;
        *a++ = *b;
        *b++ = held;
    }
}

/* FreeType sorts the sizes of a face's hdmx table with it, which no face of ours has. */
void qsort(void *first, size_t count, size_t size, int (*compare)(const void *, const void *)) {
    unsigned char *bytes = first;
    for (size_t i = 1; i < count; i++) {
        for (unsigned char *at = bytes + i * size; at > bytes; at -= size) {
            if (compare(at - size, at) <= 0) {
                break;
            }
            swap(at - size, at, size);
        }
    }
}

char *strstr(const char *text, const char *part) {
    size_t length = strlen(part);
    while (strncmp(text, part, length) != 0) {
        if (*text++ == '\0') {
            return NULL;
        }
    }
    return (char *)(size_t)text;
}
