/* buttons.c - see buttons.h. Layer: board. */
#include "board/device/buttons.h"

kj_key kj_buttons_hold_of(kj_key key) {
    switch (key) {
    case KJ_KEY_SELECT: return KJ_KEY_MENU;
    case KJ_KEY_BACK: return KJ_KEY_HOME;
    case KJ_KEY_NEXT:
    case KJ_KEY_RIGHT: return KJ_KEY_SKIP;
    case KJ_KEY_PREV:
    case KJ_KEY_LEFT: return KJ_KEY_SKIP_BACK;
    default: return KJ_KEY_NONE;
    }
}

unsigned kj_buttons_press_as(kj_buttons *buttons, kj_key key, kj_key hold, uint32_t now_ms,
                             kj_key keys[2]) {
    unsigned count = 0;
    keys[count] = kj_buttons_release(buttons, buttons->down);
    count += keys[count] != KJ_KEY_NONE;
    if (hold == KJ_KEY_NONE) {
        keys[count++] = key;
    } else {
        *buttons = (kj_buttons){.down = key, .hold = hold, .next_ms = now_ms + KJ_KEY_HOLD_MS};
    }
    return count;
}

unsigned kj_buttons_press(kj_buttons *buttons, kj_key key, uint32_t now_ms, kj_key keys[2]) {
    return kj_buttons_press_as(buttons, key, kj_buttons_hold_of(key), now_ms, keys);
}

kj_key kj_buttons_release(kj_buttons *buttons, kj_key key) {
    if (key == KJ_KEY_NONE || key != buttons->down) {
        return KJ_KEY_NONE; /* it was ended by another */
    }
    const bool held = buttons->held;
    *buttons = (kj_buttons){.down = KJ_KEY_NONE};
    return held ? KJ_KEY_NONE : key;
}

kj_key kj_buttons_poll(kj_buttons *buttons, uint32_t now_ms) {
    if (buttons->down == KJ_KEY_NONE || buttons->finished ||
        (int32_t)(now_ms - buttons->next_ms) < 0) {
        return KJ_KEY_NONE;
    }
    const kj_key hold = buttons->hold;
    buttons->held = true;
    buttons->finished = hold != KJ_KEY_SKIP && hold != KJ_KEY_SKIP_BACK;
    buttons->next_ms = now_ms + KJ_KEY_REPEAT_MS;
    return hold;
}
