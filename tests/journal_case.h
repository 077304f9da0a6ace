/* journal_case.h - a journal on a modelled flash, and what it should hold: for its tests. */
#ifndef KJ_TESTS_JOURNAL_CASE_H
#define KJ_TESTS_JOURNAL_CASE_H

#include "models/flash_model.h"
#include "storage/journal.h"
#include "test.h"

#define CASE_BYTES_MAX (64u * 1024u)
#define CASE_VALUES    512u

typedef struct expected_value {
    uint64_t id;
    uint8_t kind, length; /* length 0: there is none */
    uint8_t bytes[KJ_JOURNAL_VALUE_MAX];
} expected_value;

typedef struct journal_case {
    uint8_t memory[CASE_BYTES_MAX], weak[CASE_BYTES_MAX];
    kj_flash_model model;
    kj_journal_config config;
    kj_journal journal;
    expected_value values[CASE_VALUES];
    uint32_t value_count, log_lines, noise;
} journal_case;

static inline void count_line(void *context, const char *line) {
    journal_case *c = context;
    (void)line;
    c->log_lines++;
}

static inline uint32_t case_random(journal_case *c, uint32_t below) {
    c->noise = c->noise * 1664525u + 1013904223u; /* Numerical Recipes */
    return (c->noise >> 8) % below;
}

/* An erased flash, nothing opened, nothing expected. */
static inline void case_start(journal_case *c, uint32_t block_bytes, uint32_t blocks,
                              uint16_t droppable) {
    const kj_flash_config config = {.block_bytes = block_bytes,
                                    .page_bytes = 256,
                                    .block_count = blocks,
                                    .memory = c->memory,
                                    .weak = c->weak,
                                    .timing = kj_flash_timing_usual};
    KJ_CHECK(block_bytes * blocks <= CASE_BYTES_MAX);
    memset(c->memory, 0xFF, sizeof c->memory);
    KJ_CHECK_EQ(kj_flash_model_init(&c->model, &config), KJ_OK);
    c->config = (kj_journal_config){.flash = kj_flash_model_hal(&c->model),
                                    .droppable = droppable,
                                    .log_context = c,
                                    .log = count_line};
    c->value_count = c->log_lines = 0;
    c->noise = 1;
}

static inline expected_value *case_expect(journal_case *c, uint8_t kind, uint64_t id) {
    for (uint32_t i = 0; i < c->value_count; i++) {
        if (c->values[i].id == id && c->values[i].kind == kind) {
            return &c->values[i];
        }
    }
    KJ_CHECK(c->value_count < CASE_VALUES);
    c->values[c->value_count] = (expected_value){.id = id, .kind = kind};
    return &c->values[c->value_count++];
}

/* Whether the journal holds exactly this of the value's kind and id; or nothing where that may be.
 */
static inline int case_holds(journal_case *c, const expected_value *value) {
    uint8_t bytes[KJ_JOURNAL_VALUE_MAX];
    size_t length = 0;
    kj_status status =
        kj_journal_get(&c->journal, value->kind, value->id, bytes, sizeof bytes, &length);
    if (status == KJ_END && (c->config.droppable >> value->kind & 1u)) {
        return 1;
    }
    if (value->length == 0) {
        return status == KJ_END;
    }
    return status == KJ_OK && length == value->length && memcmp(bytes, value->bytes, length) == 0;
}

/* Everything but value number changing is as expected. */
static inline void case_check_others(journal_case *c, const expected_value *changing) {
    for (uint32_t i = 0; i < c->value_count; i++) {
        KJ_CHECK(&c->values[i] == changing || case_holds(c, &c->values[i]));
    }
}

static inline void case_check_all(journal_case *c) { case_check_others(c, NULL); }

/* The model has found nothing to complain about. */
static inline void case_check_events(journal_case *c) {
    if (c->model.event_count > 0) {
        printf("  operation %u, offset %u: %s\n", c->model.events[0].operation,
               c->model.events[0].offset, kj_flash_error_text(c->model.events[0].code));
    }
    KJ_CHECK_EQ(c->model.event_count, 0);
}

#endif
