/* crash.c - what happens when nothing else helps: the reason is noted in memory that a reset leaves
 * alone, and the device starts anew and tells.
 *
 * The watchdog resets without a word; an alarm shortly before it notes where the program hangs. A
 * hard fault and a failed assertion note their place too. Layer: board. */
#include "pico.h"

#include "hardware/exception.h"
#include "hardware/irq.h"
#include "hardware/sync.h"
#include "hardware/timer.h"
#include "hardware/watchdog.h"
#include "pico/platform.h"

#define MAGIC      0x4B4A6372u
#define ALARM      2u
#define EARLIER_MS 500u /* before the watchdog bites */

typedef struct crash_note {
    uint32_t magic, start, pc, lr, count, check;
} crash_note;

static crash_note __attribute__((section(".uninitialized_data.crash"))) note;

static uint32_t check_of(const crash_note *from) {
    return from->magic ^ from->start * 3u ^ from->pc * 5u ^ from->lr * 7u ^ from->count * 11u;
}

static bool is_good(void) { return note.magic == MAGIC && note.check == check_of(&note); }

static void write(kj_pico_start start, uint32_t pc, uint32_t lr, uint32_t count) {
    note = (crash_note){.magic = MAGIC, .start = start, .pc = pc, .lr = lr, .count = count};
    note.check = check_of(&note);
}

_Noreturn void kj_pico_die(kj_pico_start start, uint32_t pc, uint32_t lr) {
    (void)save_and_disable_interrupts();
    const uint32_t before = is_good() ? note.count : 0;
    write(start, pc, lr, start == KJ_START_RESET ? 0 : before + 1u);
    watchdog_reboot(0, 0, 1);
    for (;;) {
        tight_loop_contents();
    }
}

_Noreturn void kj_pico_stop(const char *why, unsigned flashes) {
    const kj_hal_clock clock = kj_pico_clock();
    for (;;) {
        kj_pico_watchdog_feed();
        kj_pico_uart_put(NULL, "# stopped: ");
        kj_pico_uart_put(NULL, why);
        kj_pico_uart_put(NULL, "\n");
        kj_pico_blink(flashes);
        clock.sleep_us(clock.context, 3000000u);
    }
}

kj_pico_crash kj_pico_crash_take(void) {
    kj_pico_crash crash = {.start = KJ_START_POWER};
    if (is_good() && watchdog_caused_reboot()) {
        crash = (kj_pico_crash){
            .start = (kj_pico_start)note.start, .pc = note.pc, .lr = note.lr, .count = note.count};
        if (crash.start == KJ_START_POWER) { /* it bit, and no alarm came through before */
            crash = (kj_pico_crash){.start = KJ_START_HUNG, .count = note.count + 1u};
        }
    }
    write(KJ_START_POWER, 0, 0, crash.count);
    return crash;
}

void kj_pico_crash_forget(void) {
    if (note.count != 0) {
        write(KJ_START_POWER, 0, 0, 0);
    }
}

/* --- Ways to die. */

static uint32_t caller_of(const void *address) { return (uint32_t)(uintptr_t)address; }

/* frame: r0 r1 r2 r3 r12 lr pc psr, as the processor stacked them. */
void kj_pico_fault(const uint32_t *frame);
void __attribute__((used)) kj_pico_fault(const uint32_t *frame) {
    kj_pico_die(KJ_START_FAULT, frame[6], frame[5]);
}

/* Which stack the frame is on: only the main one is used. */
static void __attribute__((naked)) fault(void) {
    __asm volatile("mrs r0, msp\n"
                   "ldr r1, =kj_pico_fault\n"
                   "bx r1\n");
}

/* The C library's assert. */
_Noreturn void __assert_func(const char *file, int line, const char *function, const char *text);
_Noreturn void __assert_func(const char *file, int line, const char *function, const char *text) {
    (void)function;
    (void)line;
    kj_pico_uart_put(NULL, "\n# assertion: ");
    kj_pico_uart_put(NULL, file);
    kj_pico_uart_put(NULL, ": ");
    kj_pico_uart_put(NULL, text);
    kj_pico_uart_put(NULL, "\n");
    kj_pico_uart_flush();
    kj_pico_die(KJ_START_PANIC, caller_of(__builtin_return_address(0)), 0);
}

/* The SDK's. */
_Noreturn void kj_pico_panic(const char *text, ...);
_Noreturn void kj_pico_panic(const char *text, ...) {
    kj_pico_uart_put(NULL, "\n# panic: ");
    kj_pico_uart_put(NULL, text ? text : "");
    kj_pico_uart_put(NULL, "\n");
    kj_pico_uart_flush();
    kj_pico_die(KJ_START_PANIC, caller_of(__builtin_return_address(0)), 0);
}

/* --- The watchdog. */

#define RETURNS_TO_THREAD                                                                          \
    0xFFFFFFF9u /* EXC_RETURN, main stack; bit 4 is clear with a float frame */
#define FRAME_WORDS 8u
extern const uint32_t __StackTop[];

/* What the alarm interrupted is what hangs. The SDK's handler, which called this one, pushed the
 * value that returns from the interrupt first of all, so the processor's own frame lies right above
 * it. */
static void bite(uint alarm) {
    (void)alarm;
    const uint32_t *at = __builtin_frame_address(0);
    const uint32_t left = ((uint32_t)(uintptr_t)__StackTop - (uint32_t)(uintptr_t)at) / 4u;
    for (uint32_t i = 0; i + FRAME_WORDS < left; i++) {
        if ((at[i] | 0x10u) == RETURNS_TO_THREAD) {
            kj_pico_die(KJ_START_HUNG, at[i + 7], at[i + 6]);
        }
    }
    kj_pico_die(KJ_START_HUNG, 0, 0);
}

static void arm(void) {
    const uint64_t at_us = kj_pico_now_us() + 1000u * (KJ_WATCHDOG_MS - EARLIER_MS);
    (void)hardware_alarm_set_target(ALARM, from_us_since_boot(at_us));
}

#define PROGRESS_US 100000u /* no oftener than this: rows and blocks call it by the hundred */

static uint64_t fed_us;      /* by the main loop */
static uint32_t progress_us; /* when it was last updated, by either */

void kj_pico_watchdog_feed(void) {
    fed_us = kj_pico_now_us();
    progress_us = (uint32_t)fed_us;
    watchdog_update();
    arm();
}

void kj_pico_watchdog_progress(void) {
    const uint32_t now_us = time_us_32();
    if (now_us - progress_us < PROGRESS_US) {
        return;
    }
    progress_us = now_us;
    if (kj_pico_now_us() - fed_us < 1000u * KJ_WATCHDOG_STEP_MS) {
        watchdog_update();
        arm();
    }
}

void kj_pico_watchdog_start(void) {
    static bool is_claimed;
    if (!is_claimed) {
        is_claimed = true;
        exception_set_exclusive_handler(HARDFAULT_EXCEPTION, fault);
        hardware_alarm_claim(ALARM);
        hardware_alarm_set_callback(ALARM, bite);
    }
    watchdog_enable(KJ_WATCHDOG_MS, true);
    kj_pico_watchdog_feed();
}

void kj_pico_watchdog_stop(void) {
    hardware_alarm_cancel(ALARM);
    watchdog_disable();
}
