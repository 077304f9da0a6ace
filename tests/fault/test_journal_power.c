/* test_journal_power.c - power is cut at every operation of a long session, in every style; then
 * again while the first cut is recovered from. After each the value that was being written is the
 * old or the new one, every other as it was, also after weak cells have changed their minds. */
#include "journal_case.h"

#define STEPS   400u
#define CROWDED 100u /* seeds from here on: kind 0 may be dropped, and is */

static journal_case now, before;
static expected_value wanted; /* of the step under way */

/* A step of the session: what it puts or drops follows from its number alone. Few ids, so that most
 * steps replace something; a kind that is seldom written, so that there is something to move on. */
static void plan_step(uint32_t step, uint32_t seed) {
    journal_case dice;
    dice.noise = (step + 1) * 2654435761u + seed;
    const bool is_rare = case_random(&dice, 8) == 0;
    wanted.kind = is_rare ? 2 : (uint8_t)case_random(&dice, 2);
    wanted.id = is_rare ? case_random(&dice, 12) : case_random(&dice, 6);
    wanted.length = case_random(&dice, 10) == 0 ? 0 : (uint8_t)(1 + case_random(&dice, 240));
    if (!is_rare && wanted.length > 60) {
        wanted.length = wanted.length % 60 + 1;
    }
    if (seed >= CROWDED &&
        wanted.kind == 0) { /* ever new ones, which are given up for want of room */
        wanted.id = step % 300;
        wanted.length = (uint8_t)(80 + step % 90);
    }
    for (uint32_t i = 0; i < wanted.length; i++) {
        wanted.bytes[i] = (uint8_t)case_random(&dice, 256);
    }
}

static kj_status take_step(journal_case *c) {
    return wanted.length > 0
               ? kj_journal_put(&c->journal, wanted.kind, wanted.id, wanted.bytes, wanted.length)
               : kj_journal_drop(&c->journal, wanted.kind, wanted.id);
}

static void keep_step(journal_case *c) { *case_expect(c, wanted.kind, wanted.id) = wanted; }

/* Runs the steps from first on; where one fails, the session stops there. Returns the steps done.
 */
static uint32_t run(journal_case *c, uint32_t first, uint32_t end, uint32_t seed) {
    for (uint32_t step = first; step < end; step++) {
        plan_step(step, seed);
        if (take_step(c) != KJ_OK) {
            return step;
        }
        keep_step(c);
    }
    return end;
}

static void open_again(journal_case *c) {
    kj_flash_model_power_up(&c->model);
    KJ_CHECK_EQ(kj_journal_open(&c->journal, &c->config), KJ_OK);
    KJ_CHECK(c->journal.is_settled);
}

/* The step that was cut is done or is not. Keeps which. */
static void check_cut(journal_case *c) {
    expected_value *old = case_expect(c, wanted.kind, wanted.id);
    case_check_others(c, old);
    KJ_CHECK(case_holds(c, old) || case_holds(c, &wanted));
    if (!case_holds(c, old)) {
        *old = wanted;
    }
}

/* now is before, with the flash's pointers its own. */
static void take_before(void) {
    now = before;
    now.model.config.memory = now.memory;
    now.model.config.weak = now.weak;
    now.config.flash.context = now.journal.config.flash.context = &now.model;
    now.config.log_context = now.journal.config.log_context = &now;
}

/* Cuts the first operation from offset on of the steps from step on; checks, goes on for some
 * steps, lets the cells age, checks again. False: there was no such operation in these steps. */
static bool cut_once(uint32_t step, uint32_t steps, uint32_t offset, kj_flash_tear tear,
                     uint32_t seed) {
    take_before();
    kj_flash_model_cut(&now.model, now.model.operations + offset, tear, offset * 31 + seed);
    const uint32_t stopped = run(&now, step, step + steps, seed);
    if (stopped == step + steps) {
        return false;
    }
    open_again(&now);
    check_cut(&now);
    kj_flash_model_age(&now.model, offset);
    case_check_all(&now);
    KJ_CHECK_EQ(run(&now, stopped, stopped + 12, seed), stopped + 12);
    case_check_all(&now);
    kj_flash_model_age(&now.model, offset + 1);
    open_again(&now);
    case_check_all(&now);
    case_check_events(&now);
    return true;
}

/* A session of so many steps; of these KJ_ROUNDS(cut_steps), the last ones, are cut. */
static void cut_everywhere(uint32_t block_bytes, uint32_t blocks, uint32_t steps,
                           uint32_t cut_steps, uint32_t seed) {
    const uint32_t first = steps - KJ_ROUNDS(cut_steps);
    uint32_t cuts = 0;
    case_start(&before, block_bytes, blocks, seed >= CROWDED);
    KJ_CHECK_EQ(kj_journal_open(&before.journal, &before.config), KJ_OK);
    KJ_CHECK_EQ(run(&before, 0, first, seed), first);
    for (uint32_t step = first; step < steps; step++) {
        for (kj_flash_tear tear = 0; tear < KJ_FLASH_TEARS; tear++) {
            for (uint32_t offset = 0; cut_once(step, 1, offset, tear, seed); offset++) {
                cuts++;
            }
        }
        KJ_CHECK_EQ(run(&before, step, step + 1, seed), step + 1);
    }
    case_check_all(&before);
    case_check_events(&before);
    printf("  %u x %u bytes: %u cuts in the last %u of %u steps, %u erases\n", blocks, block_bytes,
           cuts, steps - first, steps, before.journal.erases);
    KJ_CHECK(before.journal.erases > blocks);
}

KJ_TEST(journal_survives_a_cut_at_every_operation) {
    cut_everywhere(1024, 8, STEPS, STEPS, 1);
    cut_everywhere(4096, 5, STEPS * 3, STEPS, 2);
}

/* Records are given up to make room: what may not be is as it was. */
KJ_TEST(journal_survives_a_cut_where_room_is_short) {
    cut_everywhere(1024, 10, STEPS, 80, CROWDED);
    KJ_CHECK(before.log_lines > 3); /* it was short */
    cut_everywhere(2048, 8, STEPS, 80, CROWDED + 1);
    KJ_CHECK(before.log_lines > 0);
}

/* After a first cut in step number step: a second one, at operation offset of opening the journal
 * and of the first steps after that. False: there was no such operation. */
static bool cut_twice(uint32_t step, uint32_t first, uint32_t second, kj_flash_tear tear,
                      kj_flash_tear next_tear) {
    take_before();
    kj_flash_model_cut(&now.model, now.model.operations + first, tear, first + 7);
    uint32_t stopped = run(&now, step, step + 1, 3);
    KJ_CHECK_EQ(stopped, step);
    kj_flash_model_power_up(&now.model);
    kj_flash_model_cut(&now.model, now.model.operations + second, next_tear, second + 9);
    const kj_status status = kj_journal_open(&now.journal, &now.config);
    if (status == KJ_OK && now.model.is_powered) {
        check_cut(&now);
        stopped = run(&now, step, step + 4, 3);
    }
    if (now.model.is_powered) {
        return false;
    }
    plan_step(stopped, 3);
    open_again(&now);
    check_cut(&now);
    kj_flash_model_age(&now.model, second);
    case_check_all(&now);
    KJ_CHECK_EQ(run(&now, stopped, stopped + 8, 3), stopped + 8);
    case_check_all(&now);
    case_check_events(&now);
    return true;
}

/* Where the step has so many operations. */
static bool has_operation(uint32_t step, uint32_t offset) {
    take_before();
    const uint32_t operations = now.model.operations;
    (void)run(&now, step, step + 1, 3);
    return now.model.operations > operations + offset;
}

KJ_TEST(journal_survives_a_cut_in_the_recovery_from_a_cut) {
    const uint32_t steps = 140, first_step = steps - KJ_ROUNDS(80);
    uint32_t cuts = 0;
    case_start(&before, 1024, 8, 0);
    KJ_CHECK_EQ(kj_journal_open(&before.journal, &before.config), KJ_OK);
    KJ_CHECK_EQ(run(&before, 0, first_step, 3), first_step);
    for (uint32_t step = first_step; step < steps; step++) {
        const kj_flash_tear tear = step % KJ_FLASH_TEARS;
        for (uint32_t first = 0; has_operation(step, first); first++) {
            for (kj_flash_tear next = 0; next < KJ_FLASH_TEARS; next++) {
                for (uint32_t second = 0; cut_twice(step, first, second, tear, next); second++) {
                    cuts++;
                }
            }
        }
        KJ_CHECK_EQ(run(&before, step, step + 1, 3), step + 1);
    }
    printf("  %u pairs of cuts, %u erases\n", cuts, before.journal.erases);
    KJ_CHECK(before.journal.erases > 10);
}

KJ_TEST(journal_is_made_where_power_was_cut_while_it_was) {
    for (kj_flash_tear tear = 0; tear < KJ_FLASH_TEARS; tear++) {
        for (uint32_t operation = 0; operation < 3; operation++) {
            case_start(&now, 4096, 4, 0);
            memset(now.memory, 0x5A, sizeof now.memory);
            kj_flash_model_cut(&now.model, operation, tear, operation + 1);
            KJ_CHECK_EQ(kj_journal_open(&now.journal, &now.config), KJ_ERR_IO);
            open_again(&now);
            KJ_CHECK_EQ(run(&now, 0, 60, 1), 60);
            case_check_all(&now);
            case_check_events(&now);
        }
    }
}

/* A battery that breaks down at each write: pages are begun in vain, and still nothing is lost. */
KJ_TEST(journal_survives_power_that_never_lasts_for_a_put) {
    case_start(&now, 4096, 16, 0);
    KJ_CHECK_EQ(kj_journal_open(&now.journal, &now.config), KJ_OK);
    KJ_CHECK_EQ(run(&now, 0, 1500, 4), 1500);
    for (uint32_t start = 0; start < 40; start++) {
        plan_step(1500, 4);
        kj_flash_model_cut(&now.model, now.model.operations + start % 2, start % KJ_FLASH_TEARS,
                           start + 1);
        KJ_CHECK(take_step(&now) == KJ_ERR_IO);
        open_again(&now);
        check_cut(&now);
    }
    kj_flash_model_cut(&now.model, KJ_FLASH_NEVER, KJ_FLASH_TEAR_ALL, 1);
    KJ_CHECK_EQ(run(&now, 1501, 3000, 4), 3000);
    case_check_all(&now);
    case_check_events(&now);
}

/* The chip refuses operations, and the session goes on without a new start. */
KJ_TEST(journal_goes_on_after_operations_that_were_refused) {
    case_start(&before, 1024, 8, 0);
    KJ_CHECK_EQ(kj_journal_open(&before.journal, &before.config), KJ_OK);
    for (uint32_t step = 0; step < KJ_ROUNDS(600); step++) {
        for (uint32_t offset = 0; has_operation(step, offset); offset++) {
            take_before();
            kj_flash_model_refuse(&now.model, now.model.operations + offset, 1 + offset % 3);
            plan_step(step, 3);
            kj_status status = take_step(&now);
            KJ_CHECK(status == KJ_OK || status == KJ_ERR_IO);
            check_cut(&now);
            for (int i = 0; i < 4 && (status = take_step(&now)) == KJ_ERR_IO; i++) {
            }
            KJ_CHECK_EQ(status, KJ_OK);
            keep_step(&now);
            KJ_CHECK_EQ(run(&now, step + 1, step + 6, 3), step + 6);
            case_check_all(&now);
            open_again(&now);
            case_check_all(&now);
            case_check_events(&now);
        }
        KJ_CHECK_EQ(run(&before, step, step + 1, 3), step + 1);
    }
}

KJ_TEST_MAIN()
