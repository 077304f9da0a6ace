/* buttons.h - presses and holds: from a button that goes down and up to the keys that the reader
 * knows (hal/keys.h).
 *
 * A button with a second meaning is reported when it is released, or as its hold once it has been
 * down for KJ_KEY_HOLD_MS; the others at once. One button is down at a time: a second one ends the
 * first, as on boards whose buttons share a wire. Times are milliseconds that may wrap. Layer:
 * board. */
#ifndef KJ_DEVICE_BUTTONS_H
#define KJ_DEVICE_BUTTONS_H

#include "hal/keys.h"

#include <stdbool.h>
#include <stdint.h>

/* Zero is: none is down. */
typedef struct kj_buttons {
    kj_key down;         /* KJ_KEY_NONE: none that can be held */
    kj_key hold;         /* its second meaning */
    uint32_t next_ms;    /* when the hold comes, or comes again */
    bool held, finished; /* the hold was reported; and does not come again */
} kj_buttons;

/* The button of key (its short press) went down: the keys thereby reported, 0 to 2 of them into
 * keys: the short press of one that it ended, and itself where it has no second meaning. */
unsigned kj_buttons_press(kj_buttons *buttons, kj_key key, uint32_t now_ms, kj_key keys[2]);

/* The same of a button whose second meaning is the board's to say; KJ_KEY_NONE: it has none. */
unsigned kj_buttons_press_as(kj_buttons *buttons, kj_key key, kj_key hold, uint32_t now_ms,
                             kj_key keys[2]);

/* It came up: its short press, or KJ_KEY_NONE. */
kj_key kj_buttons_release(kj_buttons *buttons, kj_key key);

/* To be asked every few milliseconds: a hold that is due, or KJ_KEY_NONE. */
kj_key kj_buttons_poll(kj_buttons *buttons, uint32_t now_ms);

/* The hold of a button that has the usual one, KJ_KEY_NONE where it has none. */
kj_key kj_buttons_hold_of(kj_key key);

#endif
