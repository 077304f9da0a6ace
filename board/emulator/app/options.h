/* options.h - kagoj-emulator's command line. Layer: board (host). */
#ifndef KJ_EMULATOR_OPTIONS_H
#define KJ_EMULATOR_OPTIONS_H

#include "board/device/key_names.h"
#include "boards.h"
#include "panel/refresh.h"
#include "reader/strings.h"

#include <stdbool.h>

typedef struct kj_options {
    const kj_emulated_board *board;
    const char *card; /* a text file or a folder */
    bool headless;
    const char *keys;        /* NULL: none */
    const char *shots;       /* folder; NULL: no pictures */
    bool shots_are_ink;      /* black where there is ink, white elsewhere: no ghosts */
    const char *report;      /* file, "-": standard output; NULL: none */
    const char *state;       /* file that keeps the reader's flash; NULL: it is forgotten */
    uint32_t cut_at;         /* the flash operation in which the power is cut, from 1; 0: none */
    const char *image;       /* of the firmware, to run in place of the reader; NULL: none */
    const char *runner;      /* the image runner's script */
    unsigned gdb;            /* a port for a debugger, of an image; 0: none */
    const char *crash;       /* the reader is told that it crashed, by this code; NULL */
    kj_key held;             /* at power-on; KJ_KEY_NONE: none */
    bool counts_cache;       /* of an image: reckons with the flash's cache */
    bool is_stuck;           /* of an image: the panel's BUSY never ends */
    const char *profile;     /* of an image: the file for where its cycles went; NULL: none */
    const char *console;     /* of an image: a line typed after the start; NULL: none */
    const char *console_log; /* of an image: the file for what it printed; NULL: none */
    uint8_t battery_percent;
    kj_rotation rotation;
    kj_page_style style; /* width and height are the board's */
    bool has_status_line;
    uint8_t depth; /* 2: pages in four tones */
    kj_refresh_mood mood;
    kj_language language;
} kj_options;

typedef enum kj_options_outcome {
    KJ_OPTIONS_RUN,
    KJ_OPTIONS_HELP, /* usage was printed to standard output */
    KJ_OPTIONS_USAGE /* what is wrong was printed to standard error */
} kj_options_outcome;

kj_options_outcome kj_options_parse(kj_options *options, int argc, char **argv);

#endif
