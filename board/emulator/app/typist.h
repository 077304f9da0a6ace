/* typist.h - plays a script into the window as a hurried reader would: buttons through SDL's own
 * events, held where a key is a hold, groups while the panel is busy. Layer: board (host). */
#ifndef KJ_EMULATOR_TYPIST_H
#define KJ_EMULATOR_TYPIST_H

#include "session.h"

#include <SDL.h>

/* Fields are private. */
typedef struct kj_typist {
    kj_key_script script;
    kj_step step; /* to be done next */
    bool has_step;
    SDL_Keycode held; /* SDLK_UNKNOWN: none */
} kj_typist;

/* The key that a button of the keyboard is, short; KJ_KEY_NONE: none. */
kj_key kj_typist_key(SDL_Keycode code);

/* text: a script that was checked, borrowed. */
void kj_typist_init(kj_typist *typist, const char *text);

typedef enum kj_typist_act {
    KJ_TYPIST_NOTHING,
    KJ_TYPIST_STEP, /* *step: a group whose keys go into the queue now, or what is no key */
    KJ_TYPIST_DONE  /* all was typed and the last turn is over */
} kj_typist_act;

/* How far the window is. */
typedef enum kj_typist_when {
    KJ_TYPIST_TURN, /* a turn was begun and is not recorded yet; no other key waits */
    KJ_TYPIST_HELD, /* the button that is down was reported as a hold */
    KJ_TYPIST_OVER, /* the panel is idle, no key waits or is down, the last turn is recorded */
    KJ_TYPIST_ELSE
} kj_typist_when;

/* To be asked after SDL's events were taken. */
kj_typist_act kj_typist_go_on(kj_typist *typist, kj_typist_when when, kj_step *step);

#endif
