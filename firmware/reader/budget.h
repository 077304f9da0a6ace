/* budget.h - the RP2040's memory, shared out: what reader and host tools give each part.
 *
 * In one place, so that what does not fit the device does not fit the emulator and kagoj-proof
 * either. Bytes. Layer: reader. */
#ifndef KJ_READER_BUDGET_H
#define KJ_READER_BUDGET_H

/* The two libraries' structures hold pointers: a 64-bit host needs up to twice the device's. */
#define KJ_BUDGET_POINTERS (sizeof(void *) / 4u)

#define KJ_BUDGET_HARFBUZZ (45u * 1024u * KJ_BUDGET_POINTERS) /* plans 35, shaping buffer 10 */
#define KJ_BUDGET_FREETYPE (14u * 1024u * KJ_BUDGET_POINTERS)
#define KJ_BUDGET_RUNS     (16u * 1024u)
#define KJ_BUDGET_GLYPHS   (20u * 1024u)
#define KJ_BUDGET_LIST     (8u * 1024u)
#define KJ_BUDGET_BOOT     1024u
#define KJ_BUDGET_ARTICLE  (24u * 1024u) /* composer 21, plain text, page table */

#endif
