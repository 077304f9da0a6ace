/* flash_model.c - cells, operations, cuts. See flash_model.h. */
#include "models/flash_model.h"

#include <string.h>

/* W25Q16JV data sheet (Winbond, revision H), AC characteristics, typical: sector erase of 4 KB
 * 45 ms (at most 400), page program 0.4 ms (at most 3), byte program 30 us for the first byte and
 * 2.5 us for each further one. */
const kj_flash_timing kj_flash_timing_usual = {
    .erase_us = 45000, .page_us = 400, .first_byte_us = 30, .byte_ns = 2500};

static uint32_t next_noise(kj_flash_model *model) { /* xorshift32 (Marsaglia) */
    uint32_t noise = model->noise;
    noise ^= noise << 13;
    noise ^= noise >> 17;
    noise ^= noise << 5;
    return model->noise = noise;
}

static void report(kj_flash_model *model, kj_flash_error code, uint32_t offset, size_t length) {
    if (model->event_count < KJ_FLASH_EVENTS) {
        model->events[model->event_count] =
            (kj_flash_event){code, offset, (uint32_t)length, model->operations};
    }
    model->event_count++;
}

const char *kj_flash_error_text(kj_flash_error code) {
    switch (code) {
    case KJ_FLASH_SETS_BITS: return "a program that would have to set bits";
    case KJ_FLASH_LEAVES_PAGE: return "a program that leaves its page";
    case KJ_FLASH_OUT_OF_RANGE: return "an operation past the end";
    case KJ_FLASH_WEAK_CELLS: return "a program over cells that an interrupted one has touched";
    }
    return "unknown error";
}

static bool is_inside(const kj_flash_model *model, uint32_t offset, size_t length) {
    const uint32_t size = model->config.block_bytes * model->config.block_count;
    return offset <= size && length <= size - offset;
}

static void pass_time(kj_flash_model *model, uint32_t us) {
    model->counters.time_us += us;
    if (model->config.advance) {
        model->config.advance(model->config.time_context, us);
    }
}

static kj_status keep(kj_flash_model *model, uint32_t offset, size_t length) {
    return model->config.store
               ? model->config.store(model->config.store_context, offset, (uint32_t)length)
               : KJ_OK;
}

static kj_status flash_read(void *context, uint32_t offset, void *bytes, size_t length) {
    kj_flash_model *model = context;
    if (!model->is_powered) {
        return KJ_ERR_IO;
    }
    if (!is_inside(model, offset, length)) {
        report(model, KJ_FLASH_OUT_OF_RANGE, offset, length);
        return KJ_ERR_IO;
    }
    model->counters.reads++;
    model->counters.bytes_read += length;
    memcpy(bytes, model->config.memory + offset, length);
    for (size_t i = 0; model->flickers && i < length; i++) {
        const uint8_t weak = model->config.weak[offset + i];
        if (weak) {
            ((uint8_t *)bytes)[i] ^= (uint8_t)(next_noise(model) >> 8) & weak;
        }
    }
    return KJ_OK;
}

/* The byte at offset, number at of its operation (from the end for a suffix), was to become wanted:
 * what the cut leaves of it. done: how many a prefix has finished. */
static void tear_byte(kj_flash_model *model, uint32_t offset, uint8_t wanted, size_t at,
                      size_t done) {
    uint8_t *byte = &model->config.memory[offset];
    const uint8_t changes = *byte ^ wanted, some = (uint8_t)(next_noise(model) >> 8) & changes;
    uint8_t weak = changes;
    if (model->tear == KJ_FLASH_TEAR_PREFIX || model->tear == KJ_FLASH_TEAR_SUFFIX) {
        weak = at == done ? changes : 0;
        *byte ^= at < done ? changes : at == done ? some : 0;
    } else if (model->tear == KJ_FLASH_TEAR_MIXED) {
        *byte ^= some;
    } else if (model->tear == KJ_FLASH_TEAR_ALL) {
        *byte = wanted;
    }
    if (model->config.weak) {
        model->config.weak[offset] |= weak;
    }
}

/* bytes NULL: an erase. */
static void tear_operation(kj_flash_model *model, uint32_t offset, const uint8_t *bytes,
                           size_t length) {
    const size_t done = next_noise(model) % length;
    for (size_t i = 0; i < length; i++) {
        const uint8_t old = model->config.memory[offset + i];
        const size_t at = model->tear == KJ_FLASH_TEAR_SUFFIX ? length - 1 - i : i;
        tear_byte(model, offset + (uint32_t)i, bytes ? old & bytes[i] : 0xFF, at, done);
    }
    model->flickers = model->tear == KJ_FLASH_TEAR_FLICKER && model->config.weak;
    model->is_powered = false;
    (void)keep(model, offset, length); /* the call fails in any case */
}

/* Counts an operation. KJ_OK: it is to be done; KJ_END: to be cut; ERR_IO. */
static kj_status begin(kj_flash_model *model, uint32_t offset, size_t length) {
    if (!model->is_powered) {
        return KJ_ERR_IO;
    }
    const uint32_t number = model->operations++;
    if (!is_inside(model, offset, length)) {
        report(model, KJ_FLASH_OUT_OF_RANGE, offset, length);
        return KJ_ERR_IO;
    }
    if (number >= model->refuse_at && number - model->refuse_at < model->refusals) {
        return KJ_ERR_IO;
    }
    return number == model->cut_at ? KJ_END : KJ_OK;
}

static void check_program(kj_flash_model *model, uint32_t offset, const uint8_t *bytes,
                          size_t length) {
    bool sets = false, weak = false;
    for (size_t i = 0; i < length; i++) {
        const uint8_t was_weak = model->config.weak ? model->config.weak[offset + i] : 0;
        sets = sets || (bytes[i] & ~model->config.memory[offset + i] & ~was_weak & 0xFF);
        weak = weak || (bytes[i] & was_weak);
    }
    if (sets) {
        report(model, KJ_FLASH_SETS_BITS, offset, length);
    }
    if (weak) {
        report(model, KJ_FLASH_WEAK_CELLS, offset, length);
    }
}

static kj_status flash_program(void *context, uint32_t offset, const void *bytes, size_t length) {
    kj_flash_model *model = context;
    const uint32_t page = model->config.page_bytes;
    const kj_status status = begin(model, offset, length);
    if (status < 0 || length == 0) {
        return status < 0 ? status : KJ_OK;
    }
    if (offset % page + length > page) {
        report(model, KJ_FLASH_LEAVES_PAGE, offset, length);
        return KJ_ERR_IO;
    }
    check_program(model, offset, bytes, length);
    if (status == KJ_END) {
        tear_operation(model, offset, bytes, length);
        return KJ_ERR_IO;
    }
    for (size_t i = 0; i < length; i++) {
        const uint8_t byte = ((const uint8_t *)bytes)[i];
        model->config.memory[offset + i] &= byte;
        if (model->config.weak) {
            model->config.weak[offset + i] &= byte;
        }
    }
    model->counters.programs++;
    model->counters.bytes_programmed += length;
    const kj_flash_timing *timing = &model->config.timing;
    const uint32_t us = timing->first_byte_us + (uint32_t)(length - 1) * timing->byte_ns / 1000;
    pass_time(model, us < timing->page_us ? us : timing->page_us);
    return keep(model, offset, length);
}

static kj_status flash_erase(void *context, uint32_t block) {
    kj_flash_model *model = context;
    const uint32_t length = model->config.block_bytes;
    const uint32_t offset = block < model->config.block_count ? block * length : UINT32_MAX;
    const kj_status status = begin(model, offset, length);
    if (status < 0) {
        return status;
    }
    model->counters.erases_of[block]++; /* a cut one wears as well */
    if (status == KJ_END) {
        tear_operation(model, offset, NULL, length);
        return KJ_ERR_IO;
    }
    memset(model->config.memory + offset, 0xFF, length);
    if (model->config.weak) {
        memset(model->config.weak + offset, 0, length);
    }
    model->counters.erases++;
    pass_time(model, model->config.timing.erase_us);
    return keep(model, offset, length);
}

static bool is_power_of_two(uint32_t number) { return number && !(number & (number - 1)); }

kj_status kj_flash_model_init(kj_flash_model *model, const kj_flash_config *config) {
    if (!is_power_of_two(config->block_bytes) || !is_power_of_two(config->page_bytes) ||
        config->page_bytes > config->block_bytes || config->block_bytes > 65536 ||
        config->block_count == 0 || config->block_count > KJ_FLASH_BLOCKS_MAX || !config->memory) {
        return KJ_ERR_ARGUMENT;
    }
    memset(model, 0, sizeof *model);
    model->config = *config;
    model->cut_at = model->refuse_at = KJ_FLASH_NEVER;
    model->noise = 1;
    model->is_powered = true;
    if (config->weak) {
        memset(config->weak, 0, (size_t)config->block_bytes * config->block_count);
    }
    return KJ_OK;
}

kj_hal_flash kj_flash_model_hal(kj_flash_model *model) {
    return (kj_hal_flash){.context = model,
                          .block_bytes = model->config.block_bytes,
                          .page_bytes = model->config.page_bytes,
                          .block_count = model->config.block_count,
                          .read = flash_read,
                          .program = flash_program,
                          .erase = flash_erase};
}

static void seed_noise(kj_flash_model *model, uint32_t seed) {
    model->noise = seed * 2654435761u + 1;
    model->noise += model->noise == 0; /* where xorshift would stay */
    (void)next_noise(model);
}

void kj_flash_model_cut(kj_flash_model *model, uint32_t operation, kj_flash_tear tear,
                        uint32_t seed) {
    model->cut_at = operation;
    model->tear = tear;
    seed_noise(model, seed);
}

void kj_flash_model_power_up(kj_flash_model *model) { model->is_powered = true; }

void kj_flash_model_age(kj_flash_model *model, uint32_t seed) {
    const uint32_t size = model->config.block_bytes * model->config.block_count;
    seed_noise(model, seed);
    model->flickers = false;
    for (uint32_t i = 0; model->config.weak && i < size; i++) {
        if (model->config.weak[i]) {
            model->config.memory[i] ^= (uint8_t)(next_noise(model) >> 8) & model->config.weak[i];
        }
    }
    (void)keep(model, 0, size);
}

void kj_flash_model_refuse(kj_flash_model *model, uint32_t operation, uint32_t count) {
    model->refuse_at = operation;
    model->refusals = count;
}
