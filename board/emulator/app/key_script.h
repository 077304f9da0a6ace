/* key_script.h - "next*3 prev select": keys as words, for --keys. Layer: board (host). */
#ifndef KJ_EMULATOR_KEY_SCRIPT_H
#define KJ_EMULATOR_KEY_SCRIPT_H

#include "base/status.h"
#include "hal/keys.h"

#include <stdbool.h>

#define KJ_KEY_REPEAT_MAX 100000u

typedef struct kj_key_script {
    const char *rest; /* of the text, borrowed */
    kj_key key;       /* still to be given repeat times */
    unsigned repeat;
} kj_key_script;

/* text: key names with spaces or commas between; NAME*N is N times. */
void kj_key_script_init(kj_key_script *script, const char *text);

/* KJ_OK and *key; KJ_END; ERR_FORMAT: a word that is no key, at script->rest. */
KJ_MUST_USE kj_status kj_key_script_next(kj_key_script *script, kj_key *key);

/* Says on standard error which word is wrong. True when text is a script. */
bool kj_key_script_check(const char *text);

/* "next". Cannot fail. */
const char *kj_key_name(kj_key key);

#endif
