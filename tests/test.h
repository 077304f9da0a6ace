/* test.h - the whole test harness: cases register themselves and run in order.
 *
 * A check that fails prints where and what and ends its case, not the program, so
 * that one run shows every broken case. A program's exit code is 1 if any failed. */
#ifndef KJ_TEST_H
#define KJ_TEST_H

#include <inttypes.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct kj_test_case {
    const char *name;
    void (*run)(void);
    struct kj_test_case *next;
} kj_test_case;

static kj_test_case *kj_test_first, **kj_test_last = &kj_test_first;
static jmp_buf kj_test_escape;

#define KJ_TEST(case_name)                                                                         \
    static void case_name(void);                                                                   \
    static kj_test_case case_name##_case = {#case_name, case_name, NULL};                          \
    __attribute__((constructor)) static void case_name##_register(void) {                          \
        *kj_test_last = &case_name##_case;                                                         \
        kj_test_last = &case_name##_case.next;                                                     \
    }                                                                                              \
    static void case_name(void)

/* Under AddressSanitizer code runs at a tenth of its speed: there KJ_ROUNDS gives an eighth of the
 * rounds of what is long, at least one. The other build makes them all. */
#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define KJ_TEST_SLOW 1
#endif
#endif
#ifdef KJ_TEST_SLOW
#define KJ_ROUNDS(all) (((all) + 7) / 8)
#else
#define KJ_ROUNDS(all) (all)
#endif

#define KJ_CHECK(condition)                                                                        \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            printf("  %s:%d: failed: %s\n", __FILE__, __LINE__, #condition);                       \
            longjmp(kj_test_escape, 1);                                                            \
        }                                                                                          \
    } while (0)

#define KJ_CHECK_EQ(actual, expected)                                                              \
    do {                                                                                           \
        intmax_t kj_actual = (intmax_t)(actual), kj_expected = (intmax_t)(expected);               \
        if (kj_actual != kj_expected) {                                                            \
            printf("  %s:%d: failed: %s is %" PRIdMAX ", expected %" PRIdMAX "\n", __FILE__,       \
                   __LINE__, #actual, kj_actual, kj_expected);                                     \
            longjmp(kj_test_escape, 1);                                                            \
        }                                                                                          \
    } while (0)

#define KJ_CHECK_STR(actual, expected)                                                             \
    do {                                                                                           \
        const char *kj_actual = (actual), *kj_expected = (expected);                               \
        if (strcmp(kj_actual, kj_expected) != 0) {                                                 \
            printf("  %s:%d: failed: %s is \"%s\", expected \"%s\"\n", __FILE__, __LINE__,         \
                   #actual, kj_actual, kj_expected);                                               \
            longjmp(kj_test_escape, 1);                                                            \
        }                                                                                          \
    } while (0)

/* On its own so that no caller's variable lives across the longjmp. */
__attribute__((noinline)) static int kj_test_passes(const kj_test_case *test) {
    if (setjmp(kj_test_escape) == 0) {
        test->run();
        return 1;
    }
    return 0;
}

/* Runs the cases whose name contains argv[1], or all of them. */
static int kj_test_run(int argc, char **argv) {
    int passed = 0, failed = 0;
    for (kj_test_case *test = kj_test_first; test; test = test->next) {
        if (argc > 1 && !strstr(test->name, argv[1])) {
            continue;
        }
        if (kj_test_passes(test)) {
            passed++;
        } else {
            printf("FAILED %s\n", test->name);
            failed++;
        }
    }
    printf("%d passed, %d failed\n", passed, failed);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#define KJ_TEST_MAIN()                                                                             \
    int main(int argc, char **argv) { return kj_test_run(argc, argv); }

#endif
