/* clock.h - time as a driver needs it: a count that wraps, and a wait that lets the
 * processor sleep. Layer: hal, headers only. */
#ifndef KJ_HAL_CLOCK_H
#define KJ_HAL_CLOCK_H

#include <stdint.h>

typedef struct kj_hal_clock {
    void *context;
    uint32_t (*now_us)(void *context); /* wraps every 71 minutes: compare by difference */
    void (*sleep_us)(void *context, uint32_t us); /* at least us; may sleep the processor */
} kj_hal_clock;

#endif
