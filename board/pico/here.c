/* here.c - which board this image is for. Layer: board. */
#include "pico.h"

#if defined(KJ_BOARD_OPENBOOK_C1)
const kj_board *const kj_here = &kj_board_openbook_c1;
#elif defined(KJ_BOARD_WAVESHARE_7IN5)
const kj_board *const kj_here = &kj_board_waveshare_7in5;
#else
#error "no board"
#endif
