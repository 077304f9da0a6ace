/* ascii.h - what a byte of a format's own syntax is. Of no language: <ctype.h> asks the locale, and
 * takes no byte above 127 where char is signed. Layer: base. */
#ifndef KJ_BASE_ASCII_H
#define KJ_BASE_ASCII_H

#include <stdbool.h>

/* White space as XML has it. */
static inline bool kj_ascii_is_blank(int byte) {
    return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r';
}

static inline bool kj_ascii_is_digit(int byte) { return byte >= '0' && byte <= '9'; }

/* 0 to 15, or -1: no hexadecimal digit. */
static inline int kj_ascii_hex(int byte) {
    const int lower = byte | 0x20;
    return kj_ascii_is_digit(byte)        ? byte - '0'
           : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10
                                          : -1;
}

#endif
