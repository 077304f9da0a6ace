/* shingles.h - whether two articles are the same story in nearly the same words.
 *
 * A text is the set of its runs of three words, punctuation aside; two texts are doubles when the
 * smaller set is nearly contained in the larger: agencies' reports get a paragraph added or cut
 * by each paper. Layer: press/feed, host. */
#ifndef KJ_PRESS_FEED_SHINGLES_H
#define KJ_PRESS_FEED_SHINGLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct kj_shingles {
    uint64_t *hashes; /* sorted, each once; owned */
    size_t count;
    uint64_t whole; /* hash of all words in order; 0: no words */
} kj_shingles;

/* Of a plain text in NFC. */
void kj_shingles_make(const char *text, kj_shingles *shingles);
void kj_shingles_free(kj_shingles *shingles);

/* How much of the smaller one is in the larger, 0..1. */
double kj_shingles_shared(const kj_shingles *a, const kj_shingles *b);

/* The same words, or 0.7 shared by texts of at least 20 runs. */
bool kj_shingles_are_doubles(const kj_shingles *a, const kj_shingles *b);

#endif
