/* unibreak_classes.c - see unibreak_classes.h. */
#include "vendor/unibreak_classes.h"
#include <eastasianwidthdef.h>
#include <stddef.h>
#include <stdint.h>
#include <unibreak_table.h>

static unsigned in_page(uint32_t code_point) {
    unsigned low = page_first[code_point >> 8], high = page_first[(code_point >> 8) + 1u];
    /* A page's first change is at its start, so that one is found. */
    while (high - low > 1u) {
        unsigned middle = (low + high) / 2u;
        if (change_at[middle] <= (code_point & 0xFFu)) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return change_to[low];
}

/* The place in pairs; past Unicode's end as at its end, U+10FFFF, which has no properties. */
static unsigned number_of(uint32_t code_point) {
    if (code_point < PAGED) {
        return in_page(code_point);
    }
    size_t i = 0;
    while (code_point < rest[i] >> 8) {
        i++;
    }
    return rest[i] & 0xFFu;
}

enum LineBreakClass kj_unibreak_line_class(utf32_t code_point) {
    return (enum LineBreakClass)pairs[number_of(code_point)].line;
}

enum EastAsianWidthClass ub_get_char_eaw_class(utf32_t code_point) {
    return (enum EastAsianWidthClass)pairs[number_of(code_point)].width;
}
