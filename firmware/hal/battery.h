/* battery.h - how full the battery is, as a board tells. Layer: hal, headers only. */
#ifndef KJ_HAL_BATTERY_H
#define KJ_HAL_BATTERY_H

#include <stdbool.h>
#include <stdint.h>

typedef struct kj_battery {
    uint8_t percent;  /* 0..100 */
    bool is_charging; /* on a cable */
    bool is_low;      /* say so: some days are left */
    bool is_empty;    /* show the last page and sleep until charged */
} kj_battery;

typedef struct kj_hal_battery {
    void *context;
    bool (*get)(void *context, kj_battery *battery); /* false: not known; NULL: board has none */
} kj_hal_battery;

#endif
