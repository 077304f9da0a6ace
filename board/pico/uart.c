/* uart.c - the console's wire: UART0, 115200 8N1. What comes in waits in a ring; what goes out is
 * waited for, so that a log is whole up to a crash. Layer: board. */
#include "pico.h"

#include "hardware/gpio.h"
#include "hardware/irq.h"
#include "hardware/uart.h"

#define BAUD 115200u
#define RING 128u /* a power of two */

static struct {
    volatile unsigned in, out; /* only grow */
    char bytes[RING];
} ring;

static void receive(void) {
    while (uart_is_readable(uart0)) {
        const char byte = (char)uart_get_hw(uart0)->dr;
        if (ring.in - ring.out < RING) {
            ring.bytes[ring.in % RING] = byte;
            ring.in++;
        }
    }
}

void kj_pico_uart_init(void) {
    const kj_board_wires *wires = kj_here->wires;
    uart_init(uart0, BAUD);
    gpio_set_function(wires->console.tx, GPIO_FUNC_UART);
    gpio_set_function(wires->console.rx, GPIO_FUNC_UART);
    gpio_pull_up(wires->console.rx); /* nothing may be connected */
    irq_set_exclusive_handler(UART0_IRQ, receive);
    irq_set_enabled(UART0_IRQ, true);
    uart_set_irq_enables(uart0, true, false);
}

void kj_pico_uart_retune(void) { uart_set_baudrate(uart0, BAUD); }

void kj_pico_uart_put(void *context, const char *text) {
    (void)context;
    for (; *text; text++) {
        uart_putc_raw(uart0, *text);
    }
}

bool kj_pico_uart_take(char *byte) {
    if (ring.in == ring.out) {
        return false;
    }
    *byte = ring.bytes[ring.out % RING];
    ring.out++;
    return true;
}

bool kj_pico_uart_waits(void) { return ring.in != ring.out; }

void kj_pico_uart_flush(void) { uart_tx_wait_blocking(uart0); }
