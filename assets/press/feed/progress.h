/* progress.h - how far each feed is: a line each, with a bar, on a terminal in place; elsewhere
 * one line when a feed is through. Layer: press/feed, host. */
#ifndef KJ_PRESS_FEED_PROGRESS_H
#define KJ_PRESS_FEED_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef struct kj_progress_line {
    const char *title; /* borrowed */
    char text[120];
    unsigned done, total; /* of the bar; total 0: no bar */
    bool finished;
} kj_progress_line;

typedef struct kj_progress {
    FILE *out;
    kj_progress_line *lines;
    size_t count;
    bool in_place; /* a terminal with room for all lines */
    bool drawn, changed, quiet;
    unsigned columns;
} kj_progress;

/* count lines, titles to be set by the caller in lines[i].title. quiet: nothing is written. */
void kj_progress_open(kj_progress *progress, FILE *out, size_t count, bool quiet);
void kj_progress_close(kj_progress *progress);

/* Says what a feed is doing; shown at the next draw. */
void kj_progress_set(kj_progress *progress, size_t line, unsigned done, unsigned total,
                     const char *text);

/* Says how a feed ended; off a terminal this prints its line. */
void kj_progress_finish(kj_progress *progress, size_t line, const char *text);

/* Draws what changed; cheap when nothing did. */
void kj_progress_draw(kj_progress *progress);

#endif
