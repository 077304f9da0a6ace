/* key_script.c - see key_script.h. Layer: board (host). */
#include "key_script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = {
    [KJ_KEY_NONE] = "none",   [KJ_KEY_UP] = "up",       [KJ_KEY_DOWN] = "down",
    [KJ_KEY_LEFT] = "left",   [KJ_KEY_RIGHT] = "right", [KJ_KEY_SELECT] = "select",
    [KJ_KEY_BACK] = "back",   [KJ_KEY_NEXT] = "next",   [KJ_KEY_PREV] = "prev",
    [KJ_KEY_POWER] = "power", [KJ_KEY_HOME] = "home",
};

static const char separators[] = " ,\t\n";

const char *kj_key_name(kj_key key) { return names[key]; }

void kj_key_script_init(kj_key_script *script, const char *text) {
    *script = (kj_key_script){.rest = text};
}

static kj_key find_key(const char *word, size_t length) {
    for (unsigned i = KJ_KEY_UP; i < sizeof names / sizeof *names; i++) {
        if (strlen(names[i]) == length && !strncmp(names[i], word, length)) {
            return (kj_key)i;
        }
    }
    return KJ_KEY_NONE;
}

/* The count after "*", or 0 where it is not one. */
static unsigned parse_repeat(const char *text, const char *end) {
    char *after;
    const unsigned long count = strtoul(text, &after, 10);
    return after == end && count <= KJ_KEY_REPEAT_MAX ? (unsigned)count : 0;
}

kj_status kj_key_script_next(kj_key_script *script, kj_key *key) {
    if (script->repeat == 0) {
        const char *word = script->rest + strspn(script->rest, separators);
        const size_t length = strcspn(word, separators), name = strcspn(word, " ,\t\n*");
        script->rest = word;
        if (length == 0) {
            return KJ_END;
        }
        script->key = find_key(word, name);
        script->repeat = name == length ? 1 : parse_repeat(word + name + 1, word + length);
        if (script->key == KJ_KEY_NONE || script->repeat == 0) {
            return KJ_ERR_FORMAT;
        }
        script->rest = word + length;
    }
    script->repeat--;
    *key = script->key;
    return KJ_OK;
}

bool kj_key_script_check(const char *text) {
    kj_key_script script;
    kj_key_script_init(&script, text);
    kj_key key;
    kj_status status;
    do {
        script.repeat = 0; /* a word once is enough */
        status = kj_key_script_next(&script, &key);
    } while (status == KJ_OK);
    if (status == KJ_END) {
        return true;
    }
    fprintf(stderr, "kagoj-emulator: --keys: no such key: \"%.*s\" (see --help)\n",
            (int)strcspn(script.rest, separators), script.rest);
    return false;
}
