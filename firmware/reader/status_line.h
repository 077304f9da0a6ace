/* status_line.h - the thin line at the foot of a page or list: where one is, how much is left, the
 * battery. Layer: reader. */
#ifndef KJ_READER_STATUS_LINE_H
#define KJ_READER_STATUS_LINE_H

#include "hal/battery.h"
#include "reader/stage.h"
#include "reader/words.h"

typedef struct kj_status_line {
    const char *left; /* section, or a hint; "": nothing */
    const char
        *next;      /* headline of the next article, where this page ends one; NULL: it does not */
    uint32_t page;  /* from 1; 0: there are no pages to number */
    uint32_t pages; /* 0: not known */
    uint32_t bytes_left; /* of text behind this page; only where pages is known */
    uint8_t battery;     /* percent; > 100: not known */
    bool is_below_list;  /* which fills its page to the foot: a thin rule parts them */
    bool is_hidden;      /* the line itself; the next headline still stands under the text */
    uint8_t size_px;
    kj_language language;
} kj_status_line;

/* Adds the line to the page in the stage's list. Errors as kj_stage_label. */
KJ_MUST_USE kj_status kj_status_line_add(const kj_status_line *line, kj_stage *stage);

#endif
