/* budget.h - the RP2040's memory, shared out: what reader and host tools give each part.
 *
 * In one place, so that what does not fit the device does not fit the emulator and kagoj-proof
 * either. Bytes. Layer: reader. */
#ifndef KJ_READER_BUDGET_H
#define KJ_READER_BUDGET_H

/* The two libraries' structures hold pointers: a 64-bit host needs up to twice the device's. */
#define KJ_BUDGET_POINTERS (sizeof(void *) / 4u)

#define KJ_BUDGET_HARFBUZZ (28u * 1024u * KJ_BUDGET_POINTERS) /* plans, shaping buffer */
#define KJ_BUDGET_FREETYPE (15u * 1024u * KJ_BUDGET_POINTERS)
#define KJ_BUDGET_RUNS     (29u * 512u)
#define KJ_BUDGET_GLYPHS   (18u * 1024u)
#define KJ_BUDGET_LIST     (10u * 1024u)
#define KJ_BUDGET_BOOT     512u
#define KJ_BUDGET_EDITION  6592u
#define KJ_BUDGET_ARTICLE                                                                          \
    (28u * 1024u) /* composer 21.5, XHTML or text 3.5, page table 1, notice 1.7 */
/* Inflating takes 32 KB of window and 7 of state, expat up to 20; a picture as much as inflating,
 * and its rows, and is lent more (pictures.h). Pointers are a part of it only. */
#define KJ_BUDGET_SCRATCH ((59u + 7u * (KJ_BUDGET_POINTERS - 1u)) * 1024u)

/* What the board keeps beside: a frame of 800 x 480 pixels, and the library with volume and card.
 */
#define KJ_BUDGET_FRAME   (800u * 480u / 8u)
#define KJ_BUDGET_LIBRARY 5248u
#define KJ_BUDGET_READER  3968u

/* Of the 264 KB what 8 KB of stack, the SDK and the C library leave, with 14 KB to spare. */
#define KJ_BUDGET_ALL (240u * 1024u)

#endif
