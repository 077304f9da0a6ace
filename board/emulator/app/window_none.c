/* window_none.c - stands in for window.c in a program built without SDL. Layer: board (host). */
#include "window.h"

kj_window *kj_window_open(const char *title, unsigned width_px, unsigned height_px,
                          const char **why) {
    *why = "this kagoj-emulator was built without SDL2 (libsdl2-dev)";
    return NULL;
}

void kj_window_run(kj_window *window, kj_session *session) {}

void kj_window_close(kj_window *window) {}
