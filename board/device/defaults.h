/* defaults.h - how a device is set up before its owner sets anything: 256 bytes of flash.
 *
 * A factory, `kagoj flash` or the image runner may write them before the journal; a device without
 * them (all FF) comes as its board does. What the owner sets goes over them. Layer: board. */
#ifndef KJ_DEVICE_DEFAULTS_H
#define KJ_DEVICE_DEFAULTS_H

#include "board/device/board.h"
#include "reader/reader.h"

#define KJ_DEFAULTS_BYTES 256u

typedef struct kj_defaults {
    kj_rotation rotation;
    kj_page_style style; /* width and height are the board's */
    uint8_t depth;       /* 1, or 2 where the board has the memory */
    kj_refresh_mood mood;
    kj_language language;
    bool hides_status_line;
    bool greets;
    bool traces; /* the console's trace is on from the start */
} kj_defaults;

/* As the board comes. */
kj_defaults kj_defaults_of(const kj_board *board);

void kj_defaults_write(const kj_defaults *defaults, uint8_t bytes[KJ_DEFAULTS_BYTES]);

/* KJ_OK; KJ_END: nothing was written there; ERR_FORMAT: damaged, of another version, or outside
 * what its fields can be. *defaults is written only on KJ_OK. */
KJ_MUST_USE kj_status kj_defaults_read(kj_defaults *defaults,
                                       const uint8_t bytes[KJ_DEFAULTS_BYTES]);

#endif
