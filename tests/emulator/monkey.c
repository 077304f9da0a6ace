/* monkey.c - a whole device in the hands of a monkey: random keys, holds and hurried ones, time,
 * batteries, cards that are pulled in the middle of a read, power that goes at any moment; after
 * each of them everything must be in order.
 *
 * usage: monkey [--seed S] [--keys N] [--seconds T] [--board NAME] [--log FILE] [--keys-from FILE]
 *               [--talk] CARD [OTHER_CARD]
 *
 * Each act is a line of the log (monkey.log) before it is done, in the words of the emulator's
 * scripts or in those of monkey.h; --keys-from does what such a file says, so that what failed
 * fails again. Exit code 0, or 1 with the last acts on standard error. */
#define _XOPEN_SOURCE 700

#include "monkey.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define RECENT          50u
#define ANSWER_SECONDS  120u /* for one act, sanitizers and a busy machine counted in */
#define CHECKPOINT_ACTS 120u

typedef struct options {
    uint32_t seed, keys, seconds;
    const char *board, *log, *keys_from, *cards[MONKEY_CARDS];
    bool talks;
} options;

static monkey ape;
static char recent[RECENT][MONKEY_ACT_BYTES];
static unsigned acts;

static void put(const char *text) {
    if (write(STDERR_FILENO, text, strlen(text)) < 0) {
        return; /* there is nobody to tell */
    }
}

/* Also from a signal handler and from a sanitizer's last breath: no stdio. */
static void tell_recent(void) {
    put("monkey: the last acts, one a line:\n");
    for (unsigned i = acts > RECENT ? acts - RECENT : 0; i < acts; i++) {
        put(recent[i % RECENT]);
        put("\n");
    }
}

static void die(int number) {
    put(number == SIGALRM ? "monkey: no answer\n" : "monkey: crashed\n");
    tell_recent();
    _exit(1);
}

extern void __sanitizer_set_death_callback(void (*callback)(void)) __attribute__((weak));

static void watch(void) {
    signal(SIGALRM, die);
    if (__sanitizer_set_death_callback) {
        __sanitizer_set_death_callback(tell_recent);
    } else {
        signal(SIGSEGV, die);
        signal(SIGABRT, die);
        signal(SIGFPE, die);
    }
}

static bool parse_count(const char *text, uint32_t *count) {
    char *end;
    const unsigned long value = strtoul(text, &end, 10);
    *count = (uint32_t)value;
    return *text >= '0' && *text <= '9' && !*end && value <= UINT32_MAX;
}

static bool parse(options *given, int argc, char **argv) {
    *given = (options){.seed = 1, .keys = 1000, .board = "waveshare-7in5", .log = "monkey.log"};
    unsigned cards = 0;
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : "";
        bool good = true;
        if (!strcmp(argv[i], "--talk")) {
            given->talks = true;
            continue;
        } else if (!strcmp(argv[i], "--seed")) {
            good = parse_count(value, &given->seed);
        } else if (!strcmp(argv[i], "--keys")) {
            good = parse_count(value, &given->keys);
        } else if (!strcmp(argv[i], "--seconds")) {
            good = parse_count(value, &given->seconds);
            given->keys = UINT32_MAX;
        } else if (!strcmp(argv[i], "--board")) {
            given->board = value;
        } else if (!strcmp(argv[i], "--log")) {
            given->log = value;
        } else if (!strcmp(argv[i], "--keys-from")) {
            given->keys_from = value;
        } else if (strncmp(argv[i], "--", 2) && cards < MONKEY_CARDS) {
            given->cards[cards++] = argv[i];
            continue;
        } else {
            return false;
        }
        if (!good || i + 1 >= argc) {
            return false;
        }
        i++;
    }
    return cards > 0 && kj_emulated_board_find(given->board);
}

static bool next_line(FILE *file, char *line) {
    while (fgets(line, MONKEY_ACT_BYTES, file)) {
        line[strcspn(line, "\n")] = '\0';
        if (*line && *line != '#') {
            return true;
        }
    }
    return false;
}

/* The next act into line; false: it is over. */
static bool next_act(FILE *from, char *line) {
    if (from) {
        return next_line(from, line);
    }
    if (acts % CHECKPOINT_ACTS == CHECKPOINT_ACTS - 1) {
        strcpy(line, "library");
    } else {
        monkey_think(&ape, line);
    }
    return true;
}

static bool act_once(FILE *log, const char *line) {
    fprintf(log, "%s\n", line);
    fflush(log);
    snprintf(recent[acts++ % RECENT], MONKEY_ACT_BYTES, "%s", line);
    alarm(ANSWER_SECONDS);
    return monkey_act(&ape, line) && monkey_check(&ape);
}

static bool play(const options *given, FILE *from, FILE *log) {
    char line[MONKEY_ACT_BYTES];
    const time_t end = time(NULL) + (time_t)given->seconds;
    bool good = true;
    while (good && ape.keys < given->keys && (given->seconds == 0 || time(NULL) < end) &&
           next_act(from, line)) {
        good = act_once(log, line);
    }
    return good && (from || act_once(log, "library")) && (from || act_once(log, "off 1"));
}

static int run(const options *given) {
    FILE *from = given->keys_from ? fopen(given->keys_from, "r") : NULL;
    FILE *log = fopen(given->log, "w");
    if (!log || (given->keys_from && !from)) {
        perror(log ? given->keys_from : given->log);
        return 1;
    }
    const monkey_config config = {.board = kj_emulated_board_find(given->board),
                                  .cards = {given->cards[0], given->cards[1]},
                                  .seed = given->seed,
                                  .talks = given->talks};
    const bool good = monkey_open(&ape, &config) && play(given, from, log);
    alarm(0);
    printf("monkey: seed %u, %s: %u acts, %u keys, %u starts, %u cuts of power, %u erases: %s\n",
           given->seed, given->board, acts, ape.keys, ape.starts, ape.cuts,
           ape.state.model->counters.erases, good ? "all in order" : "FAILED");
    monkey_tell(&ape);
    if (!good) {
        fflush(stdout);
        tell_recent();
    }
    monkey_close(&ape);
    fclose(log);
    if (from) {
        fclose(from);
    }
    return good ? 0 : 1;
}

int main(int argc, char **argv) {
    options given;
    if (!parse(&given, argc, argv)) {
        fputs("usage: monkey [--seed S] [--keys N] [--seconds T] [--board NAME] [--log FILE]\n"
              "              [--keys-from FILE] [--talk] CARD [OTHER_CARD]\n",
              stderr);
        return 2;
    }
    watch();
    return run(&given);
}
