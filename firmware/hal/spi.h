/* spi.h - what a board gives a driver of a device on an SPI bus. Layer: hal, headers only.
 *
 * Chip select is a pin of its own: panel and card may share one bus. Half-duplex panels
 * read on the line they write (receive). */
#ifndef KJ_HAL_SPI_H
#define KJ_HAL_SPI_H

#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

typedef struct kj_hal_spi {
    void *context;
    /* Sets clock and mode 0 for what follows; hz is the most the device takes. */
    kj_status (*configure)(void *context, uint32_t hz);
    /* Clocks out length bytes from send (NULL: 0xFF) and stores what comes in to receive
     * (NULL: dropped). Returns when the last bit is out. ERR_IO when the bus failed. */
    kj_status (*transfer)(void *context, const uint8_t *send, uint8_t *receive, size_t length);
} kj_hal_spi;

#endif
