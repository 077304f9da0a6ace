/* window.h - the device in a window: a panel that visibly refreshes, keys, zoom. Layer: board
 * (host). */
#ifndef KJ_EMULATOR_WINDOW_H
#define KJ_EMULATOR_WINDOW_H

#include "session.h"

#include <stddef.h>

typedef struct kj_window kj_window;

/* Opens a window for a panel of these pixels, upright. NULL where no window can be had (no display,
 * or a program built without SDL), with why in words in *why, which stays valid. */
kj_window *kj_window_open(const char *title, unsigned width_px, unsigned height_px,
                          const char **why);

/* Runs the session in the window until it is closed, or until options->keys, where given, have
 * been played into it. */
void kj_window_run(kj_window *window, kj_session *session);

void kj_window_close(kj_window *window);

#endif
