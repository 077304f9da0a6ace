/* string.h - the few functions of the C library that the models use, for WebAssembly, which comes
 * without one. memory.c has them. Layer: board (WebAssembly). */
#ifndef KJ_RUNNER_STRING_H
#define KJ_RUNNER_STRING_H

#include <stddef.h>

void *memcpy(void *to, const void *from, size_t length);
void *memmove(void *to, const void *from, size_t length);
void *memset(void *to, int byte, size_t length);
int memcmp(const void *one, const void *other, size_t length);
void *memchr(const void *in, int byte, size_t length);
size_t strlen(const char *text);
int strncmp(const char *one, const char *other, size_t length);

#endif
