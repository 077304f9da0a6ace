/* key_names.c - see key_names.h. Layer: board. */
#include "board/device/key_names.h"

#include <string.h>

static const char *const names[] = {
    [KJ_KEY_NONE] = "none",   [KJ_KEY_UP] = "up",
    [KJ_KEY_DOWN] = "down",   [KJ_KEY_LEFT] = "left",
    [KJ_KEY_RIGHT] = "right", [KJ_KEY_SELECT] = "select",
    [KJ_KEY_BACK] = "back",   [KJ_KEY_NEXT] = "next",
    [KJ_KEY_PREV] = "prev",   [KJ_KEY_POWER] = "power",
    [KJ_KEY_HOME] = "home",   [KJ_KEY_MENU] = "menu",
    [KJ_KEY_SKIP] = "skip",   [KJ_KEY_SKIP_BACK] = "skip-back",
};

const char *kj_key_name(kj_key key) { return names[key]; }

kj_key kj_key_find(const char *name, size_t length) {
    for (unsigned i = KJ_KEY_UP; i < sizeof names / sizeof *names; i++) {
        if (strlen(names[i]) == length && !strncmp(names[i], name, length)) {
            return (kj_key)i;
        }
    }
    return KJ_KEY_NONE;
}
