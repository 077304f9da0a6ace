/* console.h - a device's serial console: lines in, lines out.
 *
 * For the engineer with a cable and for the image runner: keys, marks, a self-test, and what is
 * hard to bring about otherwise. It never touches what a reader of news would notice, but for keys.
 * Layer: board. */
#ifndef KJ_DEVICE_CONSOLE_H
#define KJ_DEVICE_CONSOLE_H

#include "board/device/loop.h"
#include "reader/library.h"

#define KJ_CONSOLE_LINE_BYTES 128u

/* What the board's main loop is asked to do. */
typedef enum kj_console_wish {
    KJ_WISH_NONE,
    KJ_WISH_SLEEP,
    KJ_WISH_BATTERY, /* to look at it now */
    KJ_WISH_CRASH,   /* panic; hang until the watchdog bites; start anew */
    KJ_WISH_HANG,
    KJ_WISH_RESET
} kj_console_wish;

typedef struct kj_console_config {
    kj_loop *loop;       /* NULL until it is open; borrowed, like what follows */
    kj_library *library; /* for the self-test */
    void *context;
    void (*put)(void *context, const char *text);
    /* Marks beside the reader's: stack, static data; returns how many, at most room. */
    unsigned (*marks)(void *context, kj_reader_mark *marks, unsigned room);
} kj_console_config;

/* Fields private but traces. */
typedef struct kj_console {
    kj_console_config config;
    bool traces;
    bool too_long;
    unsigned length;
    char line[KJ_CONSOLE_LINE_BYTES];
} kj_console;

void kj_console_init(kj_console *console, const kj_console_config *config);

/* A byte that came in; a line is done at its end. */
kj_console_wish kj_console_take(kj_console *console, char byte);

/* A log line: "# text". */
void kj_console_log(kj_console *console, const char *text);

/* Puts the trace of the turn that is over, if traces are on. */
void kj_console_turn(kj_console *console);

#endif
