/* say.c - see say.h. */
#include "press/say.h"

#include <stdarg.h>
#include <stdio.h>

void kj_say(const char *subject, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("kagoj-press: ", stderr);
    if (subject) {
        fprintf(stderr, "%s: ", subject);
    }
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
}
