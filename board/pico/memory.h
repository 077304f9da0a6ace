/* memory.h - what the reader is given on these boards, so that it is static and the linker counts
 * it. Layer: board. */
#ifndef KJ_PICO_MEMORY_H
#define KJ_PICO_MEMORY_H

#include "reader/budget.h"

/* The frame: the whole panel, in as many bits a pixel as there is memory for. */
#if defined(KJ_BOARD_OPENBOOK_C1)
#define KJ_MEMORY_DEPTH 2u
#define KJ_MEMORY_FRAME (400u * 300u / 8u * KJ_MEMORY_DEPTH)
#else
#define KJ_MEMORY_DEPTH 1u
#define KJ_MEMORY_FRAME KJ_BUDGET_FRAME
#endif

/* kj_reader_memory_bytes of the default sizes, which main checks: each part is rounded up to 8. */
#define KJ_MEMORY_READER_BYTES                                                                     \
    (KJ_BUDGET_HARFBUZZ + KJ_BUDGET_FREETYPE + KJ_BUDGET_RUNS + KJ_BUDGET_GLYPHS +                 \
     KJ_BUDGET_LIST + KJ_BUDGET_BOOT + KJ_BUDGET_EDITION + KJ_BUDGET_ARTICLE + KJ_BUDGET_SCRATCH + \
     KJ_MEMORY_FRAME + 10u * 8u)

#endif
