/* test_journal.c - the journal over many turns of its ring, full, foreign, damaged; its wear. */
#include "journal_case.h"

static journal_case c;

static void start(uint32_t block_bytes, uint32_t blocks, uint16_t droppable) {
    case_start(&c, block_bytes, blocks, droppable);
    KJ_CHECK_EQ(kj_journal_open(&c.journal, &c.config), KJ_OK);
}

static void open_again(void) { KJ_CHECK_EQ(kj_journal_open(&c.journal, &c.config), KJ_OK); }

static kj_status put_text(uint8_t kind, uint64_t id, const char *text) {
    return kj_journal_put(&c.journal, kind, id, text, strlen(text));
}

static const char *get_text(uint8_t kind, uint64_t id) {
    static char text[KJ_JOURNAL_VALUE_MAX + 1];
    size_t length = 0;
    kj_status status = kj_journal_get(&c.journal, kind, id, text, sizeof text - 1, &length);
    text[status == KJ_OK ? length : 0] = 0;
    return status == KJ_OK ? text : kj_status_name(status);
}

/* A value of length bytes that belongs to number; expected from now on where it was written. */
static kj_status put_filled(uint8_t kind, uint64_t id, size_t length, uint32_t number) {
    expected_value value = {.id = id, .kind = kind, .length = (uint8_t)length};
    for (size_t i = 0; i < length; i++) {
        value.bytes[i] = (uint8_t)(number * 31 + i * 7);
    }
    kj_status status = kj_journal_put(&c.journal, kind, id, value.bytes, length);
    if (status == KJ_OK) {
        *case_expect(&c, kind, id) = value;
    }
    return status;
}

KJ_TEST(journal_keeps_values) {
    const uint64_t large = UINT64_MAX - 5;
    start(4096, 16, 0);
    KJ_CHECK_STR(get_text(3, 7), kj_status_name(KJ_END));
    KJ_CHECK_EQ(put_text(3, 7, "first"), KJ_OK);
    KJ_CHECK_EQ(put_text(3, large, "another id"), KJ_OK);
    KJ_CHECK_EQ(put_text(15, 7, "another kind"), KJ_OK);
    KJ_CHECK_EQ(put_text(3, 7, "second"), KJ_OK);
    for (int opened = 0; opened < 2; opened++) {
        KJ_CHECK_STR(get_text(3, 7), "second");
        KJ_CHECK_STR(get_text(3, large), "another id");
        KJ_CHECK_STR(get_text(15, 7), "another kind");
        open_again();
    }
    KJ_CHECK_EQ(kj_journal_drop(&c.journal, 3, 7), KJ_OK);
    KJ_CHECK_EQ(kj_journal_drop(&c.journal, 3, 7), KJ_OK);
    KJ_CHECK_EQ(kj_journal_drop(&c.journal, 4, 7), KJ_OK);
    KJ_CHECK_STR(get_text(3, 7), kj_status_name(KJ_END));
    open_again();
    KJ_CHECK_STR(get_text(3, 7), kj_status_name(KJ_END));
    KJ_CHECK_EQ(put_text(3, 7, "again"), KJ_OK);
    KJ_CHECK_STR(get_text(3, 7), "again");
    KJ_CHECK_EQ(c.log_lines, 0);
    case_check_events(&c);
}

KJ_TEST(journal_gives_the_beginning_of_a_value_and_its_whole_length) {
    char bytes[4] = "xxx";
    size_t length = 0;
    start(4096, 4, 0);
    KJ_CHECK_EQ(put_text(0, 0, "value"), KJ_OK);
    KJ_CHECK_EQ(kj_journal_get(&c.journal, 0, 0, bytes, 2, &length), KJ_OK);
    KJ_CHECK_EQ(length, 5);
    KJ_CHECK_STR(bytes, "vax");
    KJ_CHECK_EQ(kj_journal_get(&c.journal, 0, 0, NULL, 0, &length), KJ_OK);
}

KJ_TEST(journal_refuses_what_is_no_value) {
    uint8_t bytes[KJ_JOURNAL_VALUE_MAX + 1] = {0};
    start(4096, 4, 0);
    KJ_CHECK_EQ(kj_journal_put(&c.journal, 0, 0, bytes, 0), KJ_ERR_ARGUMENT);
    KJ_CHECK_EQ(kj_journal_put(&c.journal, 0, 0, bytes, sizeof bytes), KJ_ERR_ARGUMENT);
    KJ_CHECK_EQ(kj_journal_put(&c.journal, KJ_JOURNAL_KINDS, 0, bytes, 1), KJ_ERR_ARGUMENT);
    KJ_CHECK_EQ(kj_journal_drop(&c.journal, KJ_JOURNAL_KINDS, 0), KJ_ERR_ARGUMENT);
    KJ_CHECK_EQ(kj_journal_put(&c.journal, 0, 0, bytes, KJ_JOURNAL_VALUE_MAX), KJ_OK);
}

KJ_TEST(journal_refuses_a_flash_it_cannot_use) {
    static const struct {
        uint32_t block_bytes, page_bytes, blocks;
    } cases[] = {{4096, 256, 3},  {4096, 128, 16}, {512, 256, 16},   {32768, 256, 16},
                 {4096, 300, 16}, {5000, 256, 16}, {4096, 8192, 16}, {4096, 256, 256}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        case_start(&c, 4096, 16, 0);
        c.config.flash.block_bytes = cases[i].block_bytes;
        c.config.flash.page_bytes = cases[i].page_bytes;
        c.config.flash.block_count = cases[i].blocks;
        KJ_CHECK_EQ(kj_journal_open(&c.journal, &c.config), KJ_ERR_ARGUMENT);
        KJ_CHECK_EQ(put_text(0, 0, "a"), KJ_ERR_STATE);
        KJ_CHECK_EQ(kj_journal_drop(&c.journal, 0, 0), KJ_ERR_STATE);
    }
}

KJ_TEST(journal_writes_nothing_for_an_unchanged_value) {
    start(4096, 4, 0);
    KJ_CHECK_EQ(put_text(1, 1, "the same, and longer than what is compared at a time: 48 bytes"),
                KJ_OK);
    const uint32_t operations = c.model.operations;
    KJ_CHECK_EQ(put_text(1, 1, "the same, and longer than what is compared at a time: 48 bytes"),
                KJ_OK);
    KJ_CHECK_EQ(c.model.operations, operations);
    KJ_CHECK_EQ(put_text(1, 1, "the same, and longer than what is compared at a time: 48 bytez"),
                KJ_OK);
    KJ_CHECK_EQ(c.model.operations, operations + 2);
}

static void turn_many_times(uint32_t block_bytes, uint32_t blocks, uint32_t puts) {
    uint32_t least = UINT32_MAX, most = 0;
    start(block_bytes, blocks, 0);
    for (uint32_t i = 0; i < puts; i++) {
        const uint32_t id = case_random(&c, i % 50 == 0 ? 20 : 5);
        KJ_CHECK_EQ(put_filled((uint8_t)(id % 3), id, 1 + case_random(&c, 60), i), KJ_OK);
        if (i % 97 == 0) {
            case_check_all(&c);
        }
        if (i % 501 == 0) {
            open_again();
        }
    }
    case_check_all(&c);
    open_again();
    case_check_all(&c);
    case_check_events(&c);
    for (uint32_t i = 0; i < blocks; i++) {
        const uint32_t erases = c.model.counters.erases_of[i];
        least = erases < least ? erases : least;
        most = erases > most ? erases : most;
    }
    printf("  %u x %u bytes, %u puts: each block erased %u to %u times\n", blocks, block_bytes,
           puts, least, most);
    KJ_CHECK(most <= least + 1 && least >= 1);
}

KJ_TEST(journal_turns_round_many_times_and_wears_all_blocks_alike) {
    turn_many_times(4096, 16, KJ_ROUNDS(20000));
    turn_many_times(4096, 4, KJ_ROUNDS(8000));
    turn_many_times(1024, 12, KJ_ROUNDS(8000));
    turn_many_times(16384, 4, KJ_ROUNDS(20000));
}

KJ_TEST(journal_lists_the_newest_first) {
    uint64_t cursor = KJ_JOURNAL_START, id = 0;
    size_t length = 0;
    uint8_t byte = 0;
    start(4096, 4, 0);
    KJ_CHECK_EQ(kj_journal_next(&c.journal, 2, &cursor, &id, &byte, 1, &length), KJ_END);
    for (uint32_t i = 0; i < 20; i++) {
        KJ_CHECK_EQ(put_filled(2, i, 5, i), KJ_OK);
    }
    /* so much that all of kind 2 is moved on, and some of it written anew or dropped meanwhile */
    for (uint32_t i = 0; i < 1200; i++) {
        KJ_CHECK_EQ(put_filled(1, i % 4, 30, i), KJ_OK);
        if (i == 700) {
            KJ_CHECK_EQ(put_filled(2, 3, 6, 9), KJ_OK);
            KJ_CHECK_EQ(kj_journal_drop(&c.journal, 2, 11), KJ_OK);
            KJ_CHECK_EQ(kj_journal_drop(&c.journal, 2, 19), KJ_OK);
        }
    }
    KJ_CHECK(c.journal.records_moved > 17);
    static const uint8_t order[] = {3, 18, 17, 16, 15, 14, 13, 12, 10, 9, 8, 7, 6, 5, 4, 2, 1, 0};
    for (int opened = 0; opened < 2; opened++) {
        cursor = KJ_JOURNAL_START;
        for (size_t i = 0; i < sizeof order; i++) {
            KJ_CHECK_EQ(kj_journal_next(&c.journal, 2, &cursor, &id, &byte, 1, &length), KJ_OK);
            KJ_CHECK_EQ(id, order[i]);
            KJ_CHECK_EQ(length, i == 0 ? 6 : 5);
            KJ_CHECK_EQ(byte, (uint8_t)((i == 0 ? 9 : id) * 31));
        }
        KJ_CHECK_EQ(kj_journal_next(&c.journal, 2, &cursor, &id, &byte, 1, &length), KJ_END);
        open_again();
    }
}

/* Fills until there is no room; the values are of lengths from least on, so many of them. */
static uint32_t fill_up(uint8_t kind, uint32_t least, uint32_t lengths) {
    for (uint32_t i = 0;; i++) {
        KJ_CHECK(i < CASE_VALUES);
        kj_status status = put_filled(kind, 1000 + i, least + case_random(&c, lengths), i);
        if (status != KJ_OK) {
            KJ_CHECK_EQ(status, KJ_ERR_TOO_LARGE);
            return i;
        }
    }
}

static void fill_and_empty(uint32_t block_bytes, uint32_t blocks, uint32_t least,
                           uint32_t lengths) {
    kj_journal_stats stats;
    start(block_bytes, blocks, 0);
    const uint32_t count = fill_up(5, least, lengths);
    case_check_all(&c);
    KJ_CHECK_EQ(kj_journal_get_stats(&c.journal, &stats), KJ_OK);
    printf("  %u x %u bytes, values of %u to %u: full with %u, %u of %u bytes\n", blocks,
           block_bytes, least, least + lengths - 1, count, stats.live_bytes, stats.size_bytes);
    KJ_CHECK(count > 0);
    /* what is there can still be changed, and a new value is refused at once */
    for (uint32_t i = 0; i < 60; i++) {
        const uint32_t at = case_random(&c, count);
        const size_t length = c.values[at].length;
        KJ_CHECK_EQ(put_filled(5, c.values[at].id, length, i + 99), KJ_OK);
        if (i % 20 == 19) {
            open_again();
        }
    }
    (void)put_filled(5, 9999, 200, 1);
    const uint32_t operations = c.model.operations;
    if (put_filled(5, 9998, 240, 1) == KJ_ERR_TOO_LARGE) {
        KJ_CHECK_EQ(put_filled(5, 9998, 240, 1), KJ_ERR_TOO_LARGE);
    }
    KJ_CHECK(c.model.operations <= operations + 16 * 2 * block_bytes / 256 * blocks);
    case_check_all(&c);
    /* dropping works, each time, and makes room */
    for (uint32_t i = 0; i < count; i++) {
        KJ_CHECK_EQ(kj_journal_drop(&c.journal, 5, c.values[i].id), KJ_OK);
        c.values[i].length = 0;
        if (i % 8 == 0) {
            case_check_all(&c);
        }
    }
    KJ_CHECK_EQ(put_filled(5, 77, 240, 1), KJ_OK);
    case_check_all(&c);
    case_check_events(&c);
}

KJ_TEST(journal_says_when_it_is_full_and_can_be_emptied) {
    fill_and_empty(4096, 16, 100, 1);
    fill_and_empty(4096, 16, 130, 1); /* the worst length: one to a page */
    fill_and_empty(4096, 16, 240, 1);
    fill_and_empty(4096, 4, 100, 60);
    fill_and_empty(4096, 6, 60, 181);
    fill_and_empty(1024, 16, 60, 181);
    fill_and_empty(1024, 8, 240, 1);
    fill_and_empty(16384, 4, 120, 121);
}

KJ_TEST(journal_drops_the_oldest_of_what_may_be_dropped) {
    uint32_t here = 0, oldest = UINT32_MAX;
    start(4096, 16, 1u << 7);
    for (uint32_t i = 0; i < 40; i++) {
        KJ_CHECK_EQ(put_filled(1, i, 120, i), KJ_OK); /* never dropped */
    }
    for (uint32_t i = 0; i < 2000; i++) {
        uint8_t bytes[120];
        memset(bytes, (int)i, sizeof bytes);
        KJ_CHECK_EQ(kj_journal_put(&c.journal, 7, i, bytes, sizeof bytes), KJ_OK);
        KJ_CHECK_EQ(put_filled(1, 50 + i % 3, 40, i), KJ_OK);
    }
    case_check_all(&c);
    for (uint32_t i = 0; i < 2000; i++) {
        uint8_t byte = 0;
        size_t length = 0;
        kj_status status = kj_journal_get(&c.journal, 7, i, &byte, 1, &length);
        KJ_CHECK(status == KJ_OK || status == KJ_END);
        if (status == KJ_OK) {
            KJ_CHECK_EQ(byte, (uint8_t)i);
            oldest = i < oldest ? i : oldest;
            here++;
        }
    }
    printf("  of 2000 that may be dropped %u are there, the oldest is %u\n", here, oldest);
    KJ_CHECK(here >= 100);
    KJ_CHECK(oldest >= 1500);
    case_check_events(&c);
}

KJ_TEST(journal_is_made_of_foreign_flash) {
    for (uint32_t fill = 0; fill < 3; fill++) {
        case_start(&c, 4096, 16, 0);
        for (uint32_t i = 0; i < sizeof c.memory; i++) {
            c.memory[i] = fill == 0 ? 0 : fill == 1 ? 0xA5 : (uint8_t)case_random(&c, 256);
        }
        open_again();
        KJ_CHECK_EQ(put_filled(0, 1, 30, 1), KJ_OK);
        open_again();
        case_check_all(&c);
        for (uint32_t i = 0; i < 3000; i++) {
            KJ_CHECK_EQ(put_filled(0, i % 7, 50, i), KJ_OK);
        }
        case_check_all(&c);
        case_check_events(&c);
    }
}

KJ_TEST(journal_leaves_a_damaged_record_out_and_says_so) {
    start(4096, 4, 0);
    KJ_CHECK_EQ(put_text(1, 1, "old"), KJ_OK);
    KJ_CHECK_EQ(put_text(1, 2, "beside"), KJ_OK);
    KJ_CHECK_EQ(put_text(1, 1, "new1"), KJ_OK);
    KJ_CHECK_EQ(put_text(1, 3, "after"), KJ_OK);
    for (uint32_t i = 0; i < 4096; i++) {
        if (memcmp(c.memory + i, "new1", 4) == 0) {
            c.memory[i] ^= 4;
        }
    }
    open_again();
    KJ_CHECK_EQ(c.log_lines, 1);
    KJ_CHECK_STR(get_text(1, 1), "old");
    KJ_CHECK_STR(get_text(1, 2), "beside");
    KJ_CHECK_STR(get_text(1, 3), "after");
    KJ_CHECK_EQ(put_text(1, 1, "newer"), KJ_OK);
    KJ_CHECK_STR(get_text(1, 1), "newer");
}

/* Any one byte of flash wrong: the journal opens, at most what shares its page is lost. */
KJ_TEST(journal_survives_any_damaged_byte) {
    static uint8_t whole[4096 * 4];
    start(4096, 4, 0);
    for (uint32_t i = 0; i < 300; i++) {
        KJ_CHECK_EQ(put_filled((uint8_t)(i % 3), i % 17, 20 + i % 30, i), KJ_OK);
    }
    memcpy(whole, c.memory, sizeof whole);
    for (uint32_t i = 0; i < sizeof whole; i += KJ_ROUNDS(8) == 8 ? 1 : 7) {
        memcpy(c.memory, whole, sizeof whole);
        c.memory[i] ^= (uint8_t)(1u << i % 8);
        open_again();
        KJ_CHECK_EQ(put_text(9, 9, "works"), KJ_OK);
        KJ_CHECK_STR(get_text(9, 9), "works");
    }
}

KJ_TEST(journal_counts_what_is_alive) {
    kj_journal_stats stats;
    start(4096, 8, 0);
    for (uint32_t i = 0; i < 900; i++) {
        KJ_CHECK_EQ(put_filled(0, i % 10, 34, i), KJ_OK);
    }
    KJ_CHECK_EQ(kj_journal_drop(&c.journal, 0, 4), KJ_OK);
    KJ_CHECK_EQ(kj_journal_get_stats(&c.journal, &stats), KJ_OK);
    KJ_CHECK_EQ(stats.live_bytes, 9 * 50);
    KJ_CHECK_EQ(stats.erases, c.model.counters.erases);
    KJ_CHECK_EQ(stats.programs, c.model.counters.programs);
    KJ_CHECK(stats.size_bytes > 16000);
}

KJ_TEST(journal_opens_and_reads_without_writing) {
    start(4096, 16, 0);
    KJ_CHECK_EQ(put_text(1, 1, "value"), KJ_OK);
    const uint32_t operations = c.model.operations;
    for (int i = 0; i < 100; i++) {
        open_again();
        KJ_CHECK_STR(get_text(1, 1), "value");
    }
    /* the last record's mark, one byte that is there already */
    KJ_CHECK_EQ(c.model.operations, operations + 100);
    KJ_CHECK_EQ(c.journal.erases, 0);
}

/* --- Figures, as docs/storage.md has them */

typedef struct cost {
    uint32_t puts, operations_most, reads_most, us_most;
    uint64_t reads, read_bytes;
} cost;

static void add_cost(cost *sum, const kj_flash_counters *before, uint32_t operations) {
    const kj_flash_counters *after = &c.model.counters;
    const uint32_t done = c.model.operations - operations, reads = after->reads - before->reads;
    const uint32_t us = (uint32_t)(after->time_us - before->time_us);
    sum->puts++;
    sum->operations_most = done > sum->operations_most ? done : sum->operations_most;
    sum->reads_most = reads > sum->reads_most ? reads : sum->reads_most;
    sum->us_most = us > sum->us_most ? us : sum->us_most;
    sum->reads += reads;
    sum->read_bytes += after->bytes_read - before->bytes_read;
}

static void put_costly(cost *sum, uint8_t kind, uint64_t id, size_t length, uint32_t number) {
    uint8_t bytes[KJ_JOURNAL_VALUE_MAX];
    const kj_flash_counters before = c.model.counters;
    const uint32_t operations = c.model.operations;
    memset(bytes, (int)(number % 251), sizeof bytes);
    memcpy(bytes, &number, sizeof number);
    KJ_CHECK_EQ(kj_journal_put(&c.journal, kind, id, bytes, length), KJ_OK);
    add_cost(sum, &before, operations);
}

static void get_costly(const char *what, uint8_t kind, uint64_t id) {
    const kj_flash_counters before = c.model.counters;
    cost sum = {0};
    (void)get_text(kind, id);
    add_cost(&sum, &before, c.model.operations);
    printf("  get, %s: %u reads, %u bytes\n", what, sum.reads_most, (unsigned)sum.read_bytes);
}

/* Days of 200 page turns, each of which puts the last place and the article's mark, with an edition
 * of 30 articles a day, 40 articles kept, and the device started twice a day. */
KJ_TEST(journal_figures_of_a_year_of_reading) {
    const uint32_t days = KJ_ROUNDS(120);
    kj_journal_stats stats;
    cost puts = {0}, listing = {0};
    start(4096, 16, 1u << 2 | 1u << 4 | 1u << 5);
    for (uint32_t i = 0; i < 40; i++) {
        put_costly(&puts, 3, i, 170, i);
    }
    puts = (cost){0};
    const kj_flash_counters before = c.model.counters;
    for (uint32_t day = 0; day < days; day++) {
        put_costly(&puts, 5, day, 100, day);
        for (uint32_t turn = 0; turn < 200; turn++) {
            const uint32_t number = day * 200 + turn;
            put_costly(&puts, 1, 0, 30, number);
            put_costly(&puts, 2, number / 7, 140, number);
            if (turn % 7 == 6) {
                put_costly(&puts, 4, day, 5, number);
            }
            if (turn % 100 == 99) {
                open_again();
            }
        }
    }
    const kj_flash_counters *after = &c.model.counters;
    KJ_CHECK_EQ(kj_journal_get_stats(&c.journal, &stats), KJ_OK);
    printf("  %u puts in %u days: %.2f programs and %.0f bytes a put, %.1f erases a day\n",
           puts.puts, days, (after->programs - before.programs) / (double)puts.puts,
           (double)(after->bytes_programmed - before.bytes_programmed) / puts.puts,
           (after->erases - before.erases) / (double)days);
    printf("  longest put: %u operations, %.1f ms of flash, %u reads; mean %.0f reads\n",
           puts.operations_most, puts.us_most / 1000.0, puts.reads_most,
           (double)puts.reads / puts.puts);
    printf("  %u of %u bytes count\n", stats.live_bytes, stats.size_bytes);
    get_costly("the last place", 1, 0);
    get_costly("a kept article", 3, 20);
    get_costly("what is not there", 3, 999);
    uint64_t cursor = KJ_JOURNAL_START, id;
    uint8_t byte;
    size_t length;
    for (uint32_t i = 0; i < 40; i++) {
        const kj_flash_counters start_of_step = c.model.counters;
        KJ_CHECK_EQ(kj_journal_next(&c.journal, 2, &cursor, &id, &byte, 1, &length), KJ_OK);
        add_cost(&listing, &start_of_step, c.model.operations);
    }
    printf("  a step of a list: at most %u reads, mean %.0f\n", listing.reads_most,
           (double)listing.reads / listing.puts);
    const kj_flash_counters before_opening = c.model.counters;
    open_again();
    printf("  opening: %u reads, %u bytes\n", after->reads - before_opening.reads,
           (unsigned)(after->bytes_read - before_opening.bytes_read));
    KJ_CHECK(puts.us_most < 250000);
    KJ_CHECK(puts.operations_most < 250);
    case_check_events(&c);
}

KJ_TEST_MAIN()
