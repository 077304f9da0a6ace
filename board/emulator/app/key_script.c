/* key_script.c - see key_script.h. Layer: board (host). */
#include "key_script.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST_WAIT_MS 86400000u /* a day */

/* Words that are no key; those with a limit take a number after a colon. */
static const struct {
    const char *name;
    uint32_t limit;
} words[] = {
    [KJ_STEP_KEY] = {"", 0},          [KJ_STEP_GROUP] = {"keys", 0},
    [KJ_STEP_SLEEP] = {"sleep", 0},   [KJ_STEP_EJECT] = {"eject", 0},
    [KJ_STEP_INSERT] = {"insert", 0}, [KJ_STEP_BATTERY] = {"battery", 100},
    [KJ_STEP_CHARGE] = {"charge", 0}, [KJ_STEP_WAIT] = {"wait", LONGEST_WAIT_MS},
};

static const char separators[] = " ,\t\n";
static const char ends[] = " ,\t\n[]";

const char *kj_step_name(const kj_step *step) {
    return step->count == 1 ? kj_key_name(step->keys[0]) : words[step->kind].name;
}

void kj_key_script_init(kj_key_script *script, const char *text) {
    *script = (kj_key_script){.rest = text};
}

static bool is_word(const char *word, const char *text, size_t length) {
    return strlen(word) == length && !strncmp(word, text, length);
}

/* Decimal digits that fill text up to end, at most limit. */
static bool parse_number(const char *text, const char *end, uint32_t limit, uint32_t *number) {
    char *after;
    errno = 0;
    const unsigned long value = *text >= '0' && *text <= '9' ? strtoul(text, &after, 10) : 0;
    if (*text < '0' || *text > '9' || errno || after != end || value > limit) {
        return false;
    }
    *number = (uint32_t)value;
    return true;
}

/* The word at text, "NAME", "NAME:VALUE" or either with "*N". */
static bool parse_word(const char *text, size_t length, kj_step *step, unsigned *repeat) {
    const char *end = text + length, *star = memchr(text, '*', length);
    uint32_t times = 1;
    if (star && (!parse_number(star + 1, end, KJ_KEY_REPEAT_MAX, &times) || times == 0)) {
        return false;
    }
    *repeat = times;
    end = star ? star : end;
    const char *colon = memchr(text, ':', (size_t)(end - text));
    const size_t name = (size_t)((colon ? colon : end) - text);
    *step = (kj_step){.kind = KJ_STEP_KEY, .count = 1, .keys = {kj_key_find(text, name)}};
    if (step->keys[0] != KJ_KEY_NONE) {
        return !colon;
    }
    *step = (kj_step){.kind = KJ_STEP_SLEEP};
    while (step->kind < KJ_STEP_WAIT && !is_word(words[step->kind].name, text, name)) {
        step->kind++;
    }
    const uint32_t limit = words[step->kind].limit;
    return is_word(words[step->kind].name, text, name) && !colon == !limit &&
           (!colon || parse_number(colon + 1, end, limit, &step->value));
}

/* The keys after "[". On success script->rest is after "]", else at what is wrong. */
static bool parse_group(kj_key_script *script) {
    kj_step word;
    unsigned repeat;
    script->step = (kj_step){.kind = KJ_STEP_GROUP};
    script->repeat = 1;
    for (;;) {
        script->rest += strspn(script->rest, separators);
        const size_t length = strcspn(script->rest, ends);
        if (length == 0) {
            break;
        }
        if (!parse_word(script->rest, length, &word, &repeat) || word.kind != KJ_STEP_KEY ||
            script->step.count + repeat > KJ_STEP_KEYS_MAX) {
            return false;
        }
        while (repeat-- > 0) {
            script->step.keys[script->step.count++] = word.keys[0];
        }
        script->rest += length;
    }
    if (*script->rest != ']' || script->step.count == 0) {
        return false;
    }
    script->rest++;
    return true;
}

static kj_status parse_step(kj_key_script *script) {
    script->rest += strspn(script->rest, separators);
    if (*script->rest == '\0') {
        return KJ_END;
    }
    if (*script->rest == '[') {
        const char *group = script->rest++;
        const bool good = parse_group(script);
        script->rest = good || *script->rest ? script->rest : group; /* one without its end */
        return good ? KJ_OK : KJ_ERR_FORMAT;
    }
    const size_t length = strcspn(script->rest, ends);
    if (!parse_word(script->rest, length, &script->step, &script->repeat)) {
        return KJ_ERR_FORMAT;
    }
    script->rest += length;
    return KJ_OK;
}

kj_status kj_key_script_next(kj_key_script *script, kj_step *step) {
    if (script->repeat == 0) {
        const kj_status status = parse_step(script);
        if (status != KJ_OK) {
            script->repeat = 0;
            return status;
        }
    }
    script->repeat--;
    *step = script->step;
    return KJ_OK;
}

bool kj_key_script_check(const char *text) {
    kj_key_script script;
    kj_key_script_init(&script, text);
    kj_step step;
    kj_status status;
    do {
        script.repeat = 0; /* a word once is enough */
        status = kj_key_script_next(&script, &step);
    } while (status == KJ_OK);
    if (status == KJ_END) {
        return true;
    }
    const size_t length = strcspn(script.rest, separators);
    fprintf(stderr, "kagoj-emulator: --keys: no such key: \"%.*s\" (see --help)\n", (int)length,
            script.rest);
    return false;
}
