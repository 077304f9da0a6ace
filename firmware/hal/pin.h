/* pin.h - one digital line of a board. Layer: hal, headers only. */
#ifndef KJ_HAL_PIN_H
#define KJ_HAL_PIN_H

#include <stdbool.h>

typedef struct kj_hal_pin {
    void *context;
    void (*set)(void *context, bool high); /* NULL for an input */
    bool (*get)(void *context);            /* NULL for an output */
} kj_hal_pin;

#endif
