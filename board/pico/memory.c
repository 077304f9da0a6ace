/* memory.c - how far the stack has reached: memory that nobody was given is filled with a pattern
 * at the start. Core 0's stack grows down from the top of the scratch banks, through both of them,
 * and would go on into what is spare in the main banks. Layer: board. */
#include "pico.h"

#include "hardware/regs/addressmap.h"

#define PATTERN       0x4B616A6Fu
#define STACK_RESERVE 8192u /* both scratch banks */
#define NEAR_BYTES    256u  /* below the caller's frame, not painted */

/* The linker's. */
extern uint32_t __end__[], __StackTop[];

void __attribute__((noinline)) kj_pico_memory_paint(void) {
    const uintptr_t here = (uintptr_t)__builtin_frame_address(0);
    for (uint32_t *at = __end__; (uintptr_t)at < here - NEAR_BYTES; at++) {
        *at = PATTERN;
    }
}

kj_pico_memory kj_pico_memory_look(void) {
    const uint32_t *lowest = __end__;
    while (lowest < __StackTop && *lowest == PATTERN) {
        lowest++;
    }
    const uint32_t bottom = (uint32_t)(uintptr_t)__StackTop - STACK_RESERVE;
    return (kj_pico_memory){
        .static_bytes = (uint32_t)(uintptr_t)__end__ - SRAM_BASE,
        .stack_bytes = STACK_RESERVE,
        .stack_peak_bytes = (uint32_t)((uintptr_t)__StackTop - (uintptr_t)lowest),
        .spare_bytes = bottom - (uint32_t)(uintptr_t)__end__,
    };
}
