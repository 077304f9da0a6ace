/* keys.h - the reader's buttons, whatever they are wired to. Layer: hal, headers only.
 *
 * A board debounces and reports a press once; ladders and matrices stay inside it. */
#ifndef KJ_HAL_KEYS_H
#define KJ_HAL_KEYS_H

typedef enum kj_key {
    KJ_KEY_NONE = 0,
    KJ_KEY_UP,
    KJ_KEY_DOWN,
    KJ_KEY_LEFT,
    KJ_KEY_RIGHT,
    KJ_KEY_SELECT,
    KJ_KEY_BACK,
    KJ_KEY_NEXT,
    KJ_KEY_PREV,
    KJ_KEY_POWER,
    KJ_KEY_HOME,     /* hold BACK */
    KJ_KEY_MENU,     /* hold SELECT */
    KJ_KEY_SKIP,     /* hold NEXT or RIGHT; comes again while it is held */
    KJ_KEY_SKIP_BACK /* hold PREV or LEFT; likewise */
} kj_key;

#define KJ_KEY_HOLD_MS   600u /* held so long is a hold, and the press itself is not reported */
#define KJ_KEY_REPEAT_MS 500u /* a hold that comes again */

#endif
