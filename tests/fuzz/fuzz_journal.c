/* fuzz_journal.c - whatever is on flash, the journal opens, works and ends.
 *
 * The input is a program that fills the flash: blocks and records with right check sums, so that
 * what lies behind them is reached, and bytes that are wrong. Then values are put, read, listed and
 * dropped, before and after the journal was opened anew. */
#include "models/flash_model.h"
#include "storage/journal.h"

#include <stdlib.h>
#include <string.h>

#define PAGE      256u
#define KEYS      12u
#define READS_MAX 4000000u /* of one input: an end there must be */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint8_t memory[5 * 2048];
static kj_flash_model model;
static kj_journal journal;

typedef struct program {
    const uint8_t *data;
    size_t left;
    uint32_t block_bytes, blocks, at; /* at: where the next record goes */
} program;

static void require(int condition) {
    if (!condition) {
        abort();
    }
}

static uint32_t take(program *from, unsigned bytes) {
    uint32_t value = 0;
    while (bytes-- > 0) {
        value = value << 8 | (from->left > 0 ? *from->data : 0u);
        from->data += from->left > 0;
        from->left -= from->left > 0;
    }
    return value;
}

/* Bit by bit: nothing of the journal's own. */
static uint32_t sum(uint32_t crc, const uint8_t *bytes, size_t length) {
    for (size_t i = 0; i < length; i++) {
        crc ^= (uint32_t)bytes[i] << 16;
        for (unsigned bit = 0; bit < 8; bit++) {
            crc = (crc << 1 ^ (crc & 0x800000u ? 0x864CFBu : 0)) & 0xFFFFFF;
        }
    }
    return crc;
}

static void put_number(uint8_t *bytes, uint32_t value, unsigned count) {
    for (unsigned i = 0; i < count; i++) {
        bytes[i] = (uint8_t)(value >> 8 * i);
    }
}

static void make_block(program *from) {
    const uint32_t pages = from->block_bytes / PAGE;
    uint8_t *header = memory + take(from, 1) % from->blocks * from->block_bytes;
    memcpy(header, "KJL1", 4);
    put_number(header + 4, take(from, 1) < 250 ? take(from, 1) : take(from, 3), 4);
    header[8] = (uint8_t)pages;
    header[9] = (uint8_t)from->blocks;
    put_number(header + 10, sum(0xB704CE, header, 10), 3);
    memset(header + 16, 0, take(from, 1) % (pages + 1));
    from->at = (uint32_t)(header - memory) + 16 + pages;
}

static void make_record(program *from) {
    uint8_t summed[13], *header;
    const uint8_t kind = (uint8_t)(take(from, 1) & 15);
    const uint8_t length = (uint8_t)(take(from, 1) % 241);
    const uint8_t how = (uint8_t)take(from, 1);
    if (from->at % PAGE + 16u + length > PAGE) {
        from->at = (from->at / PAGE + 1) * PAGE;
    }
    if (from->at + PAGE > from->block_bytes * from->blocks) {
        return;
    }
    header = memory + from->at;
    summed[0] = kind;
    summed[1] = length;
    put_number(summed + 2, take(from, how & 1 ? 1 : 3), 3);
    memset(summed + 5, 0, 8);
    summed[5] = (uint8_t)(take(from, 1) % KEYS);
    memset(header + 16, (int)take(from, 1), length);
    header[0] = how & 2 ? kind | 0xF0 : kind;
    memcpy(header + 1, summed + 1, 4);
    put_number(header + 5, sum(sum(0xB704CE, summed, 13), header + 16, length), 3);
    memcpy(header + 8, summed + 5, 8);
    from->at += 16u + length;
}

static void fill(program *from) {
    memset(memory, 0xFF, sizeof memory);
    while (from->left > 0) {
        switch (take(from, 1) % 5) {
        case 0: make_block(from); break;
        case 1: memory[take(from, 2) % sizeof memory] ^= (uint8_t)take(from, 1); break;
        case 2: /* a page of the block is gone, or left blank */
            from->at = take(from, 1) * PAGE % (from->block_bytes * from->blocks);
            break;
        default: make_record(from); break;
        }
    }
}

static void check_value(uint8_t kind, uint64_t id, uint8_t fill_byte, size_t length) {
    uint8_t bytes[KJ_JOURNAL_VALUE_MAX];
    size_t there = 0;
    require(kj_journal_get(&journal, kind, id, bytes, sizeof bytes, &there) == KJ_OK);
    require(there == length && bytes[0] == fill_byte && bytes[length - 1] == fill_byte);
}

/* All kinds can be given up, so there is always room. */
static void use(uint32_t puts) {
    for (uint32_t i = 0; i < puts; i++) {
        uint8_t bytes[KJ_JOURNAL_VALUE_MAX];
        const uint8_t kind = (uint8_t)(i % 3);
        const size_t length = 1 + i * 7 % KJ_JOURNAL_VALUE_MAX;
        memset(bytes, (int)(i & 255), sizeof bytes);
        require(kj_journal_put(&journal, kind, i % 5, bytes, length) == KJ_OK);
        check_value(kind, i % 5, (uint8_t)i, length);
    }
}

static void list_all(void) {
    for (uint8_t kind = 0; kind < KJ_JOURNAL_KINDS; kind++) {
        uint64_t cursor = KJ_JOURNAL_START, id = 0;
        uint32_t count = 0;
        uint8_t bytes[KJ_JOURNAL_VALUE_MAX];
        size_t length = 0;
        while (kj_journal_next(&journal, kind, &cursor, &id, bytes, sizeof bytes, &length) ==
               KJ_OK) {
            require(length > 0 && length <= KJ_JOURNAL_VALUE_MAX);
            require(++count <= sizeof memory / 16);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    program from = {data, size, 0, 0, 0};
    const bool is_small = take(&from, 1) & 1;
    kj_journal_stats stats;
    from.block_bytes = is_small ? 1024 : 2048;
    from.blocks = is_small ? 4 : 5;
    const kj_flash_config config = {.block_bytes = from.block_bytes,
                                    .page_bytes = PAGE,
                                    .block_count = from.blocks,
                                    .memory = memory};
    fill(&from);
    require(kj_flash_model_init(&model, &config) == KJ_OK);
    const kj_journal_config how = {.flash = kj_flash_model_hal(&model), .droppable = 0xFFFF};
    require(kj_journal_open(&journal, &how) == KJ_OK);
    list_all();
    require(kj_journal_get_stats(&journal, &stats) == KJ_OK);
    use(from.block_bytes * from.blocks / 120); /* a turn of the ring */
    uint8_t byte = 1;
    require(kj_journal_put(&journal, 9, 1, &byte, 1) == KJ_OK);
    require(kj_journal_open(&journal, &how) == KJ_OK);
    check_value(9, 1, 1, 1);
    require(kj_journal_drop(&journal, 9, 1) == KJ_OK);
    list_all();
    use(10);
    require(model.counters.reads < READS_MAX);
    return 0;
}
