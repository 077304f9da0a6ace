/* trace.h - what a device is doing, as lines for a program that listens: "@turn refresh=fast ...".
 *
 * Pairs of key and value, one line a happening; bytes of a string that are no printable ASCII, or
 * would end a value, stand as %XX. The image runner and the emulator read them, and so can a person
 * with a serial cable. Layer: board. */
#ifndef KJ_DEVICE_TRACE_H
#define KJ_DEVICE_TRACE_H

#include "board/device/loop.h"
#include "reader/line.h"

#define KJ_TRACE_BYTES 1024u /* room for any line, its newline and NUL included */

/* "article", "menu": for reports and traces. Cannot fail. */
const char *kj_view_name(kj_reader_view view);
const char *kj_over_name(kj_reader_over over);

/* Adds " key=value". */
void kj_trace_number(kj_line *line, const char *key, uint32_t value);
void kj_trace_string(kj_line *line, const char *key, const char *value);

/* A whole line of the turn that is over, and of what the reader shows. */
void kj_trace_turn(kj_line *line, const kj_loop *loop);

/* A whole line of one high-water mark. */
void kj_trace_mark(kj_line *line, const kj_reader_mark *mark);

#endif
