/* card_model.h - an SD card seen from its contacts, in SPI mode: bytes in, bytes out.
 *
 * Written from the SD Physical Layer Simplified Specification, chapters 4, 5 and 7, and not from
 * our driver, with which it shares no code (its check sums go bit by bit). What a host does wrong
 * is reported, never forgiven: a command that a real card ignores or refuses is ignored or refused
 * here too. It never writes: write commands are refused and counted. A plan of faults makes it
 * fail as cards do. Layer: emulator models. */
#ifndef KJ_MODELS_CARD_MODEL_H
#define KJ_MODELS_CARD_MODEL_H

#include "storage/blocks.h"

#include <stdbool.h>
#include <stdint.h>

#define KJ_CARD_EVENTS  64u /* errors kept; more are only counted */
#define KJ_CARD_FAULTS  8u
#define KJ_CARD_FOREVER UINT32_MAX

typedef enum kj_card_kind {
    KJ_CARD_SDSC_1, /* version 1.x: knows no CMD8 */
    KJ_CARD_SDSC_2,
    KJ_CARD_SDHC,
    KJ_CARD_SDXC
} kj_card_kind;

typedef enum kj_card_error {
    KJ_CARD_NO_POWER_UP = 1, /* a command before 74 clocks of at most 400 kHz with CS high */
    KJ_CARD_SPI_CLOCK,       /* faster than 400 kHz before it is ready, or than 25 MHz after */
    KJ_CARD_WRONG_CRC,
    KJ_CARD_FRAME,           /* a byte that begins no command, or a command without its end bit */
    KJ_CARD_UNKNOWN_COMMAND, /* not in SPI mode, or not of this card's version */
    KJ_CARD_WRONG_STATE,     /* known, but not now */
    KJ_CARD_WRITE,           /* any command that would change the card */
    KJ_CARD_ARGUMENT,        /* an address off a block, a block length, a reserved bit */
    KJ_CARD_RANGE,           /* past the end */
    KJ_CARD_NO_IF_COND,      /* ACMD41 without what a large card asks for: CMD8 and HCS */
    KJ_CARD_CUT_SHORT,       /* CS high within a command or an answer, or without CMD12 */
    KJ_CARD_INTERRUPTED,     /* a command while the card still answers */
    KJ_CARD_BUSY,            /* a command while the card is busy */
    KJ_CARD_NO_GAP           /* no eight clocks between an answer and the next command */
} kj_card_error;

typedef struct kj_card_event {
    uint64_t time_us;
    kj_card_error code;
    uint8_t command; /* the one being handled */
    uint32_t value;  /* what was found: a byte, an argument, a count, a clock in Hz */
} kj_card_event;

/* Whose time the card lives in: its own, or that of a panel on the same board. */
typedef struct kj_card_time {
    void *context;
    uint64_t (*now_us)(void *context);
    void (*advance)(void *context, uint32_t us);
} kj_card_time;

/* Microseconds a card takes, with clocks running meanwhile. */
typedef struct kj_card_timing {
    uint32_t ready_us;  /* from the first ACMD41 */
    uint8_t ready_asks; /* ACMD41 that it takes at the least */
    uint32_t access_us; /* from a read command to its first block */
    uint32_t next_us;   /* from a block to the next of a multiple read */
    uint32_t register_us;
    uint32_t stop_us;     /* busy after CMD12 */
    uint8_t answer_bytes; /* N_CR, 1..8 */
} kj_card_timing;

/* The figures and their source stand in card_model.c. */
extern const kj_card_timing kj_card_timing_usual;

/* A card: constant, the caller's, outlives its stay in the slot. */
typedef struct kj_card_config {
    kj_card_kind kind;
    kj_blocks blocks; /* the content; capacity is rounded up to what a CSD can say, with zeros */
    uint32_t serial;
    kj_card_timing timing;
} kj_card_config;

typedef enum kj_card_fault_kind {
    KJ_CARD_GOOD,
    KJ_CARD_BAD_CRC,       /* block at: the check sum is wrong */
    KJ_CARD_BAD_BLOCK,     /* block at: an error token, as where its ECC gives up */
    KJ_CARD_NO_TOKEN,      /* block at: its data never begins */
    KJ_CARD_PULLED,        /* block at: the card leaves the slot in the middle of it */
    KJ_CARD_SILENT,        /* command number at and after: no answer */
    KJ_CARD_GARBAGE,       /* command number at and after: bits of the answer are noise */
    KJ_CARD_STUCK_BUSY,    /* command number at and after: the line stays low after the answer */
    KJ_CARD_NEVER_READY,   /* ACMD41 never ends; at is not looked at */
    KJ_CARD_ANSWER_FLIPPED /* command number at and after: the answer comes with a CRC complaint */
} kj_card_fault_kind;

typedef struct kj_card_fault {
    kj_card_fault_kind kind;
    uint32_t at;
    uint32_t times; /* how often it strikes; KJ_CARD_FOREVER */
    /* PULLED: how long the slot stays empty (KJ_CARD_FOREVER), and which card comes then (NULL: the
     * same). */
    uint32_t away_us;
    const kj_card_config *next;
} kj_card_fault;

/* What the card draws current for; see energy.h. */
typedef enum kj_card_power {
    KJ_CARD_ABSENT,
    KJ_CARD_RESTING,
    KJ_CARD_WORKING, /* selected, getting ready or busy */
    KJ_CARD_POWERS
} kj_card_power;

typedef struct kj_card_counters {
    uint32_t commands, blocks, writes_refused;
    uint64_t bytes; /* clocked while selected, /8 */
} kj_card_counters;

/* Where the card is in its life. */
typedef enum kj_card_state {
    KJ_CARD_STATE_POWERED, /* not in SPI mode yet */
    KJ_CARD_STATE_IDLE,
    KJ_CARD_STATE_READY
} kj_card_state;

/* What it sends after an answer. */
typedef enum kj_card_sending {
    KJ_CARD_SENDS_NOTHING,
    KJ_CARD_SENDS_REGISTER,
    KJ_CARD_SENDS_BLOCK,
    KJ_CARD_SENDS_BLOCKS
} kj_card_sending;

typedef struct kj_card_model {
    const kj_card_config *config; /* of the card in the slot; NULL: empty */
    kj_card_time time;
    kj_card_counters counters;
    uint64_t power_us[KJ_CARD_POWERS];
    kj_card_event events[KJ_CARD_EVENTS];
    uint32_t event_count; /* all, kept or not */
    kj_card_fault faults[KJ_CARD_FAULTS];
    /* private: the slot */
    const kj_card_config *coming;
    uint64_t coming_us, accounted_us;
    bool will_come;
    /* private: the card */
    uint32_t hz, block_count, power_up_clocks, noise;
    bool selected, clock_reported, crc_on, app, if_cond, asked, stuck, dropping, driving;
    kj_card_state state;
    uint8_t asks;
    uint16_t block_length;
    uint64_t ready_from_us, busy_until_us;
    /* private: the command coming in */
    uint8_t frame[6], frame_length;
    /* private: the answer going out */
    uint8_t answer[24];
    uint8_t answer_length, answer_at;
    kj_card_sending sending;
    uint64_t data_from_us;
    uint32_t data_block;                /* the block that is sent */
    uint16_t data_length, data_at, gap; /* data_at counts token, data and check sum */
    uint8_t data[1u + KJ_BLOCK_BYTES + 2u];
    bool data_ready, waited;
} kj_card_model;

/* An empty slot. time is copied; where it ends a wait, the model only looks. */
void kj_card_model_init(kj_card_model *model, const kj_card_time *time);

/* Puts a card in: without power until then, so in no mode. config is borrowed. */
void kj_card_model_insert(kj_card_model *model, const kj_card_config *config);
void kj_card_model_remove(kj_card_model *model);
bool kj_card_model_present(kj_card_model *model);

/* Blocks the card says it has. */
uint32_t kj_card_model_capacity(const kj_card_config *config);

/* Adds to the plan of faults. False: the plan is full. */
bool kj_card_model_plan(kj_card_model *model, const kj_card_fault *fault);
void kj_card_model_heal(kj_card_model *model); /* no faults any more */

/* The pins. CS is active low. */
void kj_card_model_select(kj_card_model *model, bool high);

/* Whether the card drives the line that it answers on, which others may answer on too: while it is
 * selected, and after that until eight clocks have passed (7.5.4, N_EC and N_DS). */
bool kj_card_model_drives(const kj_card_model *model);

/* The SPI clock of the bytes that follow, to check it; it takes no time here. */
void kj_card_model_clock(kj_card_model *model, uint32_t hz);

/* Eight clocks: send goes in, what the card drives comes back, FF (pull-up) where nothing. */
uint8_t kj_card_model_exchange(kj_card_model *model, uint8_t send);

/* Brings power_us up to now. */
void kj_card_model_account(kj_card_model *model);

/* How often an error was met among those kept. */
uint32_t kj_card_model_count(const kj_card_model *model, kj_card_error code);
void kj_card_model_forget(kj_card_model *model);

/* An error as words, without a full stop. Cannot fail. */
const char *kj_card_error_text(kj_card_error code);

#endif
