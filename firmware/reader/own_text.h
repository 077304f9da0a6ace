/* own_text.h - the reader's own articles: welcome, help, about. They are texts like any other, put
 * together from the strings as they are read, so that they take no memory. Layer: reader. */
#ifndef KJ_READER_OWN_TEXT_H
#define KJ_READER_OWN_TEXT_H

#include "base/source.h"
#include "reader/marks.h"
#include "reader/strings.h"

typedef enum kj_own_text { KJ_OWN_WELCOME, KJ_OWN_HELP, KJ_OWN_ABOUT } kj_own_text;

/* High-water mark of a part of the memory, for ABOUT. */
typedef struct kj_reader_mark {
    const char *name;
    size_t size_bytes, peak_bytes;
} kj_reader_mark;
#define KJ_READER_MARKS 10u

typedef struct kj_own_text_config {
    kj_own_text text;
    kj_language language;
    void *context;
    void (*marks)(void *context, kj_reader_mark marks[KJ_READER_MARKS]);
    kj_marks *remembered; /* the last crash */
} kj_own_text_config;

/* A plain text as kj_plain_open takes it; borrows config. */
kj_source kj_own_text_source(kj_own_text_config *config);

#endif
