/* time.c - the timer, and the three depths of sleep.
 *
 * Doze: WFI at full speed, for the time a panel is busy. Sleep: the PLLs off, the system clock at
 * the crystal's 12 MHz and gated for all that does not run, for the time a page is read; the timer,
 * the buttons and the console wake it. Dormant: the crystal itself stops, only a button's edge
 * starts it again; the timer stands still meanwhile. RP2040 datasheet 2.11, 2.15, 2.16; RP2350
 * datasheet 6.5, 8.1. Layer: board. */
#include "pico.h"

#include "hardware/clocks.h"
#include "hardware/pll.h"
#include "hardware/structs/scb.h"
#include "hardware/sync.h"
#include "hardware/timer.h"
#include "hardware/xosc.h"

#define ALARM 0u /* of the timer; 1: keys, 2: watchdog */

uint64_t kj_pico_now_us(void) { return time_us_64(); }

static uint32_t now_us(void *context) {
    (void)context;
    return time_us_32();
}

static void ring(uint alarm) { (void)alarm; } /* it woke the processor: that is all */

static void claim_alarm(void) {
    static bool is_claimed;
    if (!is_claimed) {
        is_claimed = true;
        hardware_alarm_claim(ALARM);
        hardware_alarm_set_callback(ALARM, ring);
    }
}

void kj_pico_doze(uint64_t until_us) {
    claim_alarm();
    if (hardware_alarm_set_target(ALARM, from_us_since_boot(until_us))) {
        return; /* past already */
    }
    __wfi();
    hardware_alarm_cancel(ALARM);
}

static void sleep_us(void *context, uint32_t us) {
    (void)context;
    const uint64_t until_us = kj_pico_now_us() + us;
    kj_pico_watchdog_progress(); /* a wait for BUSY may last longer than it does */
    while (kj_pico_now_us() < until_us) {
        kj_pico_doze(until_us);
    }
}

kj_hal_clock kj_pico_clock(void) { return (kj_hal_clock){.now_us = now_us, .sleep_us = sleep_us}; }

/* clk_sys and clk_peri from the crystal, everything else off. */
static void go_slow(void) {
    clock_configure(clk_sys, CLOCKS_CLK_SYS_CTRL_SRC_VALUE_CLK_REF, 0, XOSC_HZ, XOSC_HZ);
    clock_configure(clk_peri, 0, CLOCKS_CLK_PERI_CTRL_AUXSRC_VALUE_CLK_SYS, XOSC_HZ, XOSC_HZ);
    clock_stop(clk_adc);
    clock_stop(clk_usb);
    pll_deinit(pll_sys);
    pll_deinit(pll_usb);
    kj_pico_uart_retune();
}

static void go_fast(void) {
    pll_init(pll_sys, PLL_SYS_REFDIV, PLL_SYS_VCO_FREQ_HZ, PLL_SYS_POSTDIV1, PLL_SYS_POSTDIV2);
    pll_init(pll_usb, PLL_USB_REFDIV, PLL_USB_VCO_FREQ_HZ, PLL_USB_POSTDIV1, PLL_USB_POSTDIV2);
    clock_configure(clk_sys, CLOCKS_CLK_SYS_CTRL_SRC_VALUE_CLKSRC_CLK_SYS_AUX,
                    CLOCKS_CLK_SYS_CTRL_AUXSRC_VALUE_CLKSRC_PLL_SYS, SYS_CLK_HZ, SYS_CLK_HZ);
    clock_configure(clk_peri, 0, CLOCKS_CLK_PERI_CTRL_AUXSRC_VALUE_CLK_SYS, SYS_CLK_HZ, SYS_CLK_HZ);
    clock_configure(clk_adc, 0, CLOCKS_CLK_ADC_CTRL_AUXSRC_VALUE_CLKSRC_PLL_USB, USB_CLK_HZ,
                    USB_CLK_HZ);
    kj_pico_uart_retune();
}

/* Which clocks go on while the processor sleeps deeply: timer, buttons, console, and what they
 * need.
 */
#ifdef PICO_RP2040
#define SLEEPDEEP M0PLUS_SCR_SLEEPDEEP_BITS
#define AWAKE_0   0u
#define AWAKE_1                                                                                    \
    (CLOCKS_SLEEP_EN1_CLK_SYS_TIMER_BITS | CLOCKS_SLEEP_EN1_CLK_SYS_UART0_BITS |                   \
     CLOCKS_SLEEP_EN1_CLK_PERI_UART0_BITS | CLOCKS_SLEEP_EN1_CLK_SYS_WATCHDOG_BITS)
#else
#define SLEEPDEEP M33_SCR_SLEEPDEEP_BITS
#define AWAKE_0   CLOCKS_SLEEP_EN0_CLK_SYS_IO_BITS
#define AWAKE_1                                                                                    \
    (CLOCKS_SLEEP_EN1_CLK_SYS_TIMER0_BITS | CLOCKS_SLEEP_EN1_CLK_REF_TICKS_BITS |                  \
     CLOCKS_SLEEP_EN1_CLK_SYS_UART0_BITS | CLOCKS_SLEEP_EN1_CLK_PERI_UART0_BITS |                  \
     CLOCKS_SLEEP_EN1_CLK_SYS_WATCHDOG_BITS)
#endif

void kj_pico_sleep(uint64_t until_us) {
    kj_pico_uart_flush();
    go_slow();
    clocks_hw->sleep_en0 = AWAKE_0;
    clocks_hw->sleep_en1 = AWAKE_1;
    scb_hw->scr |= SLEEPDEEP; /* the core's own registers have no aliases to set bits by */
    const uint32_t state = save_and_disable_interrupts();
    if (!kj_pico_keys_busy() && !kj_pico_uart_waits()) {
        kj_pico_doze(until_us); /* ends at an interrupt that is masked, too */
    }
    restore_interrupts(state);
    scb_hw->scr &= ~SLEEPDEEP;
    clocks_hw->sleep_en0 = ~0u;
    clocks_hw->sleep_en1 = ~0u;
    go_fast();
}

/* An edge that comes after the look at the buttons stays in its latch, since interrupts are off,
 * and ends the dormant state before it begins. */
void kj_pico_dormant(void) {
    kj_pico_uart_flush();
    const uint32_t state = save_and_disable_interrupts();
    if (!kj_pico_keys_busy()) {
        kj_pico_keys_arm_dormant(true);
        go_slow();
        xosc_dormant(); /* returns once the crystal has been started again, and is stable */
        go_fast();
        kj_pico_keys_arm_dormant(false);
    }
    restore_interrupts(state);
}
