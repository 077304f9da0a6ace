/* monkey.h - what the monkey can do to a device, and what must be true afterwards.
 *
 * An act is a line: a word of the emulator's scripts ("next", "[next up]", "wait:500"), or
 *   off SEED          the power goes while the panel is idle, and comes back
 *   cut N TEAR SEED   it goes in the middle of the N-th flash operation from now
 *   pull N            the card leaves the slot N blocks after the one read last, in the middle
 *   other             the other card is the one that is put in next
 *   library           card in, battery full: back to the list of files, where memory is counted */
#ifndef KJ_MONKEY_H
#define KJ_MONKEY_H

#include "device.h"
#include "medium.h"
#include "state.h"

#define MONKEY_ACT_BYTES 256u
#define MONKEY_CARDS     2u
#define MONKEY_LEVELS    64u

typedef struct monkey_config {
    const kj_emulated_board *board;
    const char *cards[MONKEY_CARDS]; /* the second may be NULL */
    uint32_t seed;
    bool talks; /* the reader's log to standard error */
} monkey_config;

/* What the library's list takes of memory under some style, to be the same each time. */
typedef struct monkey_level {
    uint64_t style; /* a hash */
    size_t article_bytes;
} monkey_level;

typedef struct monkey {
    monkey_config config;
    uint32_t noise;
    kj_medium media[MONKEY_CARDS];
    unsigned card_count, card; /* card: the one in hand or in the slot */
    kj_state state;
    kj_device device;
    bool is_open;
    unsigned keys, starts, cuts;
    unsigned out;      /* acts since the card was pulled; 0: it is in */
    bool is_strange;   /* another card, perhaps: until it is made ready */
    size_t heap_bytes; /* the process's, in the library, since this start; 0: not looked at yet */
    unsigned seen[KJ_VIEW_TEXT + 1], over[KJ_OVER_ALERT + 1], notices[KJ_NOTICES]; /* acts in */
    monkey_level levels[MONKEY_LEVELS];
    unsigned level_count;
} monkey;

/* False after saying why. */
bool monkey_open(monkey *ape, const monkey_config *config);
void monkey_close(monkey *ape);

/* Thinks of an act: a line of at most MONKEY_ACT_BYTES. */
void monkey_think(monkey *ape, char *line);

/* Does it and waits until the panel is idle. False after saying what failed. */
bool monkey_act(monkey *ape, const char *line);

/* Whether all is in order; false after saying what is not. */
bool monkey_check(monkey *ape);

/* The same in the list of files, where nothing else is open. */
bool monkey_check_library(monkey *ape);

/* Where the monkey has been, to standard output. */
void monkey_tell(const monkey *ape);

#endif
