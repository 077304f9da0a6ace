/* bus.c - an SPI of the chip as the HAL's, by DMA.
 *
 * Each instance has two channels, out and in, since the receiver must be emptied whatever comes in.
 * While they run the processor stands still (WFI), which is most of the time that a page or a block
 * takes. A few bytes, as commands are, go by hand: setting DMA up takes longer than they do.
 * Layer: board. */
#include "pico.h"

#include "hardware/clocks.h"
#include "hardware/dma.h"
#include "hardware/gpio.h"
#include "hardware/irq.h"
#include "hardware/spi.h"
#include "hardware/sync.h"

#define INSTANCES  2u
#define BY_HAND    16u      /* bytes; RP2040: about 200 cycles to set two channels up and to wake */
#define STUCK_US   2000000u /* no transfer takes that long: 48,000 bytes at 400 kHz take half */
#define FASTEST_HZ 30000000u /* of any wiring here */

typedef struct pico_bus {
    spi_inst_t *spi;
    uint out, in; /* DMA channels */
    uint32_t hz;  /* as set; 0: not yet */
} pico_bus;

static pico_bus buses[INSTANCES];

static kj_status configure(void *context, uint32_t hz) {
    pico_bus *bus = context;
    if (hz == 0) {
        return KJ_ERR_ARGUMENT;
    }
    if (hz != bus->hz) {
        spi_set_baudrate(bus->spi, hz < FASTEST_HZ ? hz : FASTEST_HZ);
        bus->hz = hz;
    }
    return KJ_OK;
}

static void by_hand(const pico_bus *bus, const uint8_t *send, uint8_t *receive, size_t length) {
    if (send && receive) {
        spi_write_read_blocking(bus->spi, send, receive, length);
    } else if (send) {
        spi_write_blocking(bus->spi, send, length);
    } else if (receive) {
        spi_read_blocking(bus->spi, 0xFF, receive, length);
    } else {
        for (size_t i = 0; i < length; i++) {
            static const uint8_t idle = 0xFF;
            spi_write_blocking(bus->spi, &idle, 1);
        }
    }
}

static void start(const pico_bus *bus, const uint8_t *send, uint8_t *receive, size_t length) {
    static const uint8_t idle = 0xFF;
    static uint8_t nowhere;
    volatile void *data = &spi_get_hw(bus->spi)->dr;
    dma_channel_config out = dma_channel_get_default_config(bus->out);
    channel_config_set_transfer_data_size(&out, DMA_SIZE_8);
    channel_config_set_dreq(&out, spi_get_dreq(bus->spi, true));
    channel_config_set_read_increment(&out, send != NULL);
    channel_config_set_write_increment(&out, false);
    dma_channel_configure(bus->out, &out, data, send ? send : &idle, length, false);
    dma_channel_config in = dma_channel_get_default_config(bus->in);
    channel_config_set_transfer_data_size(&in, DMA_SIZE_8);
    channel_config_set_dreq(&in, spi_get_dreq(bus->spi, false));
    channel_config_set_read_increment(&in, false);
    channel_config_set_write_increment(&in, receive != NULL);
    dma_channel_configure(bus->in, &in, receive ? receive : &nowhere, data, length, false);
    dma_channel_acknowledge_irq0(bus->in);
    dma_start_channel_mask(1u << bus->out | 1u << bus->in);
}

/* The interrupt only ends the WFI; the channel itself says whether it is done. */
static void wake(void) {
    for (unsigned i = 0; i < INSTANCES; i++) {
        if (buses[i].spi) {
            dma_channel_acknowledge_irq0(buses[i].in);
        }
    }
}

static kj_status wait(const pico_bus *bus) {
    const uint64_t from_us = kj_pico_now_us();
    while (dma_channel_is_busy(bus->in)) {
        if (kj_pico_now_us() - from_us > STUCK_US) {
            dma_channel_abort(bus->out);
            dma_channel_abort(bus->in);
            return KJ_ERR_IO;
        }
        const uint32_t state = save_and_disable_interrupts();
        if (dma_channel_is_busy(bus->in)) {
            __wfi(); /* ends at an interrupt that is masked, too */
        }
        restore_interrupts(state);
    }
    return KJ_OK;
}

static kj_status transfer(void *context, const uint8_t *send, uint8_t *receive, size_t length) {
    pico_bus *bus = context;
    if (length < BY_HAND) {
        by_hand(bus, send, receive, length);
        return KJ_OK;
    }
    kj_pico_watchdog_progress();
    start(bus, send, receive, length);
    return wait(bus);
}

kj_hal_spi kj_pico_spi(uint8_t instance, uint8_t sck, uint8_t mosi, uint8_t miso) {
    pico_bus *bus = &buses[instance];
    bus->spi = SPI_INSTANCE(instance);
    bus->out = 2u * instance;
    bus->in = 2u * instance + 1u;
    spi_init(bus->spi, 400000);
    gpio_set_function(sck, GPIO_FUNC_SPI);
    gpio_set_function(mosi, GPIO_FUNC_SPI);
    if (miso != KJ_NO_PIN) {
        gpio_set_function(miso, GPIO_FUNC_SPI);
        gpio_pull_up(miso); /* a card's line floats while no card drives it */
    }
    dma_channel_claim(bus->out);
    dma_channel_claim(bus->in);
    dma_channel_set_irq0_enabled(bus->in, true);
    irq_set_exclusive_handler(DMA_IRQ_0, wake);
    irq_set_enabled(DMA_IRQ_0, true);
    return (kj_hal_spi){.context = bus, .configure = configure, .transfer = transfer};
}
