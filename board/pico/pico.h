/* pico.h - what the parts of the firmware share on an RP2040 or RP2350: the HAL and the chip.
 *
 * Files of this folder are the only ones that know the chip. State at file scope is theirs alone:
 * there is one device. Core 0 only. Layer: board. */
#ifndef KJ_PICO_PICO_H
#define KJ_PICO_PICO_H

#include "board/device/board.h"
#include "hal/battery.h"
#include "hal/clock.h"
#include "hal/flash.h"
#include "hal/pin.h"
#include "hal/spi.h"

#include <stdbool.h>
#include <stdint.h>

/* The board that this image is for. */
extern const kj_board *const kj_here;

/* --- pins.c */

/* A GPIO as a line of the HAL; output starts high. */
kj_hal_pin kj_pico_output(uint8_t pin);
kj_hal_pin kj_pico_input(uint8_t pin, bool pulled_up);

/* Power to what hangs on the board, where it has a switch. */
void kj_pico_power(bool on);

/* The Pico's own light, for those without a panel to look at: so many short flashes. */
void kj_pico_blink(unsigned flashes);

/* --- bus.c: SPI by DMA; the processor waits asleep. */

/* Of SPI instance 0 or 1; miso KJ_NO_PIN: nothing comes in. */
kj_hal_spi kj_pico_spi(uint8_t instance, uint8_t sck, uint8_t mosi, uint8_t miso);

/* --- time.c */

kj_hal_clock kj_pico_clock(void);
uint64_t kj_pico_now_us(void); /* since power-up; stands still while dormant */

/* Sleeps until then or an interrupt, whichever is first: it may end at once. */
void kj_pico_doze(uint64_t until_us);

/* The same with the system clock at the crystal's speed and the PLLs off: for the time in which a
 * page is read. The console's and the buses' speed is as it was afterwards. */
void kj_pico_sleep(uint64_t until_us);

/* Everything stops until a button goes down; or nothing does, where one is. */
void kj_pico_dormant(void);

/* --- keys.c: buttons by interrupt, debounced. */

void kj_pico_keys_init(void);

/* Buttons that are down now, at power-on, count once they are pressed anew. */
void kj_pico_keys_ignore_held(void);

/* The next key that was pressed, or KJ_KEY_NONE. */
kj_key kj_pico_keys_take(void);

/* Whether one is down or bouncing: then the clock that times it must run. */
bool kj_pico_keys_busy(void);

/* An edge of this pin, an input, ends a sleep too. */
void kj_pico_keys_wake_by(uint8_t pin);

/* Whether the button of a key is down now, by its level. */
bool kj_pico_key_is_down(kj_key key);

/* An edge on the card-detect pin since the last call. */
bool kj_pico_card_moved(void);
bool kj_pico_card_is_in(void);

/* For the dormant state: any of the buttons ends it. */
void kj_pico_keys_arm_dormant(bool on);

/* --- flash.c: the last 64 KB are the journal's. */

kj_hal_flash kj_pico_flash(void);
const uint8_t *kj_pico_defaults(void); /* KJ_DEFAULTS_BYTES, where they stand in flash */

/* --- battery.c */

kj_hal_battery kj_pico_battery(void);

/* Whether there is power enough to write flash, measured now. */
bool kj_pico_may_write(void);

/* --- uart.c: the console's wire. */

void kj_pico_uart_init(void);
void kj_pico_uart_retune(void); /* after the clock changed */
void kj_pico_uart_put(void *context, const char *text);
bool kj_pico_uart_take(char *byte); /* false: nothing came in */
bool kj_pico_uart_waits(void);      /* whether something did */
void kj_pico_uart_flush(void);

/* --- crash.c */

typedef enum kj_pico_start {
    KJ_START_POWER,
    KJ_START_RESET, /* asked for */
    KJ_START_PANIC, /* an assertion, or what could not be gone on with */
    KJ_START_FAULT, /* of the processor */
    KJ_START_HUNG   /* the watchdog's */
} kj_pico_start;

typedef struct kj_pico_crash {
    kj_pico_start start;
    uint32_t pc, lr; /* where; 0: not known */
    uint32_t count;  /* crashes in a row without KJ_CRASH_CALM_US between */
} kj_pico_crash;

/* Nothing can be shown and nothing be done: says why on the console, again and again, and blinks; a
 * reset or a new image is the way out. */
_Noreturn void kj_pico_stop(const char *why, unsigned flashes);

/* Why the device started, to be called once and first. */
kj_pico_crash kj_pico_crash_take(void);

/* The device has run for long: the next crash is the first again. */
void kj_pico_crash_forget(void);

/* Notes why and starts anew. */
_Noreturn void kj_pico_die(kj_pico_start start, uint32_t pc, uint32_t lr);

/* The watchdog: to be fed at least every KJ_WATCHDOG_MS; stopped while the device sleeps long. */
#define KJ_WATCHDOG_MS 8000u
void kj_pico_watchdog_start(void);
void kj_pico_watchdog_feed(void);
void kj_pico_watchdog_stop(void);

/* Fed from within a long step, as of reading a card: counts for KJ_WATCHDOG_STEP_MS after the last
 * kj_pico_watchdog_feed, so that a step that never ends is still seen. */
#define KJ_WATCHDOG_STEP_MS 120000u
void kj_pico_watchdog_progress(void);

/* --- memory.c */

/* Marks unused memory, so that the stack's reach can be seen; first thing in main. */
void kj_pico_memory_paint(void);

typedef struct kj_pico_memory {
    uint32_t static_bytes; /* data and zeroed */
    uint32_t stack_bytes, stack_peak_bytes;
    uint32_t spare_bytes; /* between them, never given out */
} kj_pico_memory;

kj_pico_memory kj_pico_memory_look(void);

#endif
