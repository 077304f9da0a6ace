/* stats.h - figures of a laid-out document: gaps, hyphens, words, memory. Layer: board (host). */
#ifndef KJ_PROOF_STATS_H
#define KJ_PROOF_STATS_H

#include "engine.h"

#include <stdio.h>

typedef struct kj_proof_stats {
    unsigned articles, pages, lines, glyphs, images, hyphenated, justified, ragged;
    unsigned words, unique_words;
    uint16_t *gaps_8_8; /* of the justified lines */
    size_t gaps_capacity;
    uint64_t *word_hashes;
    size_t word_capacity;
} kj_proof_stats;

void kj_proof_stats_add_page(kj_proof_stats *stats, const kj_display_list *list);

/* Adds the words (runs of bytes between white space) of document, from its beginning. */
KJ_MUST_USE kj_status kj_proof_stats_count_words(kj_proof_stats *stats, kj_document *document);

/* One JSON object; sizes in bytes. The painter's cache is left out where nothing was painted. */
void kj_proof_stats_print(FILE *out, kj_proof_stats *stats, const kj_engine *engine);

void kj_proof_stats_free(kj_proof_stats *stats);

#endif
