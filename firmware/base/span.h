/* span.h - a piece of memory with its length, borrowed and never owned. Layer: base. */
#ifndef KJ_BASE_SPAN_H
#define KJ_BASE_SPAN_H

#include <stddef.h>
#include <stdint.h>

typedef struct kj_span {
    const uint8_t *data; /* may be NULL when length is 0 */
    size_t length;       /* bytes */
} kj_span;

#endif
