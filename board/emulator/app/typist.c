/* typist.c - see typist.h. Layer: board (host). */
#include "typist.h"

#include "board/device/buttons.h"

static const struct {
    SDL_Keycode code;
    kj_key key;
} buttons[] = {
    {SDLK_UP, KJ_KEY_UP},          {SDLK_DOWN, KJ_KEY_DOWN},     {SDLK_LEFT, KJ_KEY_LEFT},
    {SDLK_RIGHT, KJ_KEY_RIGHT},    {SDLK_RETURN, KJ_KEY_SELECT}, {SDLK_KP_ENTER, KJ_KEY_SELECT},
    {SDLK_BACKSPACE, KJ_KEY_BACK}, {SDLK_ESCAPE, KJ_KEY_BACK},   {SDLK_PAGEDOWN, KJ_KEY_NEXT},
    {SDLK_SPACE, KJ_KEY_NEXT},     {SDLK_n, KJ_KEY_NEXT},        {SDLK_PAGEUP, KJ_KEY_PREV},
    {SDLK_p, KJ_KEY_PREV},         {SDLK_HOME, KJ_KEY_HOME},     {SDLK_m, KJ_KEY_MENU},
    {SDLK_F1, KJ_KEY_POWER},
};

#define BUTTONS (sizeof buttons / sizeof *buttons)

kj_key kj_typist_key(SDL_Keycode code) {
    for (size_t i = 0; i < BUTTONS; i++) {
        if (buttons[i].code == code) {
            return buttons[i].key;
        }
    }
    return KJ_KEY_NONE;
}

/* The button that is key when it is held. */
static SDL_Keycode holding(kj_key key) {
    for (size_t i = 0; i < BUTTONS; i++) {
        if (kj_buttons_hold_of(buttons[i].key) == key) {
            return buttons[i].code;
        }
    }
    return SDLK_UNKNOWN;
}

static SDL_Keycode pressing(kj_key key) {
    for (size_t i = 0; i < BUTTONS; i++) {
        if (buttons[i].key == key) {
            return buttons[i].code;
        }
    }
    return SDLK_UNKNOWN;
}

static void post(SDL_Keycode code, bool down) {
    SDL_Event event = {.key = {.type = down ? SDL_KEYDOWN : SDL_KEYUP,
                               .state = down ? SDL_PRESSED : SDL_RELEASED}};
    event.key.keysym.sym = code;
    SDL_PushEvent(&event);
}

static void take_next(kj_typist *typist) {
    typist->has_step = kj_key_script_next(&typist->script, &typist->step) == KJ_OK;
}

void kj_typist_init(kj_typist *typist, const char *text) {
    *typist = (kj_typist){.held = SDLK_UNKNOWN};
    kj_key_script_init(&typist->script, text);
    take_next(typist);
}

/* A button is held until its hold is reported; any other press is a quick one. */
static void type_key(kj_typist *typist, kj_key key) {
    const SDL_Keycode hold = holding(key);
    if (hold != SDLK_UNKNOWN) {
        typist->held = hold;
        post(hold, true);
        return;
    }
    post(pressing(key), true);
    post(pressing(key), false);
}

static kj_typist_act give(kj_typist *typist, kj_step *step) {
    *step = typist->step;
    take_next(typist);
    return KJ_TYPIST_STEP;
}

kj_typist_act kj_typist_go_on(kj_typist *typist, kj_typist_when when, kj_step *step) {
    if (typist->held != SDLK_UNKNOWN) {
        if (when == KJ_TYPIST_HELD) {
            post(typist->held, false);
            typist->held = SDLK_UNKNOWN;
        }
        return KJ_TYPIST_NOTHING;
    }
    if (typist->has_step && typist->step.kind == KJ_STEP_GROUP) {
        return when == KJ_TYPIST_TURN ? give(typist, step) : KJ_TYPIST_NOTHING;
    }
    if (when != KJ_TYPIST_OVER) {
        return KJ_TYPIST_NOTHING;
    }
    if (!typist->has_step) {
        return KJ_TYPIST_DONE;
    }
    if (typist->step.kind != KJ_STEP_KEY) {
        return give(typist, step);
    }
    type_key(typist, typist->step.keys[0]);
    take_next(typist);
    return KJ_TYPIST_NOTHING;
}
