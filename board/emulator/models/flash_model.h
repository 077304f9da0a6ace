/* flash_model.h - a NOR flash chip: erasing sets bits, programming clears them, both wear it out.
 *
 * What a driver does wrong is reported: bits that cannot be set, a page that is left, and cells
 * that are written on although an operation on them was cut. Such cells are weak: they may read as
 * one or the other, and otherwise tomorrow, until they are programmed to 0 or erased. Power can be
 * cut at any operation, in several styles, always alike for the same seed. Layer: emulator models.
 */
#ifndef KJ_MODELS_FLASH_MODEL_H
#define KJ_MODELS_FLASH_MODEL_H

#include "hal/flash.h"

#include <stdbool.h>

#define KJ_FLASH_EVENTS     32u /* errors kept; more are only counted */
#define KJ_FLASH_BLOCKS_MAX 256u
#define KJ_FLASH_NEVER      UINT32_MAX

typedef enum kj_flash_error {
    KJ_FLASH_SETS_BITS = 1, /* a program asks for a 1 where there is a 0 */
    KJ_FLASH_LEAVES_PAGE,
    KJ_FLASH_OUT_OF_RANGE,
    KJ_FLASH_WEAK_CELLS /* a program asks for a 1 of a cell whose last operation was cut */
} kj_flash_error;

typedef struct kj_flash_event {
    kj_flash_error code;
    uint32_t offset, length, operation; /* of the call; programs and erases before it */
} kj_flash_event;

/* How an operation that is cut leaves its cells. */
typedef enum kj_flash_tear {
    KJ_FLASH_TEAR_NOTHING, /* all reads as before; all cells that were to change are weak */
    KJ_FLASH_TEAR_PREFIX,  /* some bytes are done, of one some bits, the rest is untouched */
    KJ_FLASH_TEAR_MIXED,   /* of every byte some bits; all weak */
    KJ_FLASH_TEAR_FLICKER, /* as NOTHING, and weak cells read otherwise each time */
    KJ_FLASH_TEAR_ALL,     /* all reads as if it were done; all weak */
    KJ_FLASH_TEAR_SUFFIX,  /* as PREFIX, from the end on */
    KJ_FLASH_TEARS
} kj_flash_tear;

/* Typical times, microseconds. The figures and their source stand in flash_model.c. */
typedef struct kj_flash_timing {
    uint32_t erase_us;
    uint32_t page_us;                /* a page program, at the most */
    uint32_t first_byte_us, byte_ns; /* a shorter one */
} kj_flash_timing;

extern const kj_flash_timing kj_flash_timing_usual;

typedef struct kj_flash_config {
    uint32_t block_bytes, page_bytes, block_count; /* as kj_hal_flash; at most BLOCKS_MAX blocks */
    uint8_t *memory; /* block_bytes * block_count, the caller's; its content is the flash's */
    uint8_t *weak;   /* as many, cleared by init; NULL: no cells are weak */
    kj_flash_timing timing;
    void *time_context;
    void (*advance)(void *context, uint32_t us); /* NULL: time is only added up */
    void *store_context;
    /* What memory holds from offset on has changed. NULL: nobody keeps it. ERR_IO is passed on. */
    kj_status (*store)(void *context, uint32_t offset, uint32_t length);
} kj_flash_config;

typedef struct kj_flash_counters {
    uint32_t reads, programs, erases;
    uint64_t bytes_read, bytes_programmed, time_us;
    uint32_t erases_of[KJ_FLASH_BLOCKS_MAX];
} kj_flash_counters;

/* Fields but counters, events and event_count private. Not to be moved while in use. */
typedef struct kj_flash_model {
    kj_flash_config config;
    kj_flash_counters counters;
    kj_flash_event events[KJ_FLASH_EVENTS];
    uint32_t event_count; /* all, kept or not */
    uint32_t operations;  /* programs and erases, also those that were cut or refused */
    uint32_t cut_at, refuse_at, refusals;
    kj_flash_tear tear;
    uint32_t noise;
    bool is_powered, flickers;
} kj_flash_model;

/* KJ_OK; ERR_ARGUMENT: the geometry. config is copied, what it points to is borrowed. */
KJ_MUST_USE kj_status kj_flash_model_init(kj_flash_model *model, const kj_flash_config *config);

/* The chip as firmware sees it. */
kj_hal_flash kj_flash_model_hal(kj_flash_model *model);

/* Power goes in the middle of the program or erase number operation (counted as model->operations
 * does, from 0 at init). From then on every call gives ERR_IO, until power_up. seed: which bits.
 * KJ_FLASH_NEVER: no cut. */
void kj_flash_model_cut(kj_flash_model *model, uint32_t operation, kj_flash_tear tear,
                        uint32_t seed);
void kj_flash_model_power_up(kj_flash_model *model);

/* Time passes: each weak cell takes a value by chance, and stays weak. */
void kj_flash_model_age(kj_flash_model *model, uint32_t seed);

/* Programs and erases from number operation on, count of them, give ERR_IO and change nothing. */
void kj_flash_model_refuse(kj_flash_model *model, uint32_t operation, uint32_t count);

/* An error as words, without a full stop. Cannot fail. */
const char *kj_flash_error_text(kj_flash_error code);

#endif
