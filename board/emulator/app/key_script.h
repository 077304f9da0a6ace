/* key_script.h - "next*3 [next next] wait:500 select": what is done to the device as words, for
 * --keys. Layer: board (host). */
#ifndef KJ_EMULATOR_KEY_SCRIPT_H
#define KJ_EMULATOR_KEY_SCRIPT_H

#include "base/status.h"
#include "board/device/key_names.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define KJ_KEY_REPEAT_MAX 100000u
#define KJ_STEP_KEYS_MAX  64u /* of a group */

typedef enum kj_step_kind {
    KJ_STEP_KEY,     /* one key, the panel is idle */
    KJ_STEP_GROUP,   /* keys pressed while the panel is still busy with the step before */
    KJ_STEP_SLEEP,   /* "sleep": as when no key is pressed for long */
    KJ_STEP_EJECT,   /* "eject", "insert": the card */
    KJ_STEP_INSERT,  /* */
    KJ_STEP_BATTERY, /* "battery:15": percent, on no cable */
    KJ_STEP_CHARGE,  /* "charge": the cable is plugged in */
    KJ_STEP_WAIT     /* "wait:500": milliseconds go by */
} kj_step_kind;

typedef struct kj_step {
    kj_step_kind kind;
    uint32_t value; /* percent, milliseconds */
    unsigned count;
    kj_key keys[KJ_STEP_KEYS_MAX];
} kj_step;

typedef struct kj_key_script {
    const char *rest; /* of the text, borrowed */
    kj_step step;     /* still to be given repeat times */
    unsigned repeat;
} kj_key_script;

/* text: words with spaces or commas between; WORD*N is N times; [KEY KEY ...] is a group. */
void kj_key_script_init(kj_key_script *script, const char *text);

/* KJ_OK and *step; KJ_END; ERR_FORMAT: a word that is none, at script->rest. */
KJ_MUST_USE kj_status kj_key_script_next(kj_key_script *script, kj_step *step);

/* Says on standard error which word is wrong. True when text is a script. */
bool kj_key_script_check(const char *text);

/* "next", "keys" for a group of more than one, "wait": fit for a file name. Cannot fail. */
const char *kj_step_name(const kj_step *step);

#endif
