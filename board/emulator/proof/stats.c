/* stats.c - see stats.h. Layer: board (host). */
#include "stats.h"

#include <stdlib.h>

/* Room for one more element, or the program ends: a host tool out of memory has nothing to save. */
static void *grown(void *array, size_t count, size_t *capacity, size_t element_bytes) {
    if (count < *capacity) {
        return array;
    }
    *capacity = *capacity ? *capacity * 2u : 256u;
    void *larger = realloc(array, *capacity * element_bytes);
    if (!larger) {
        fputs("kagoj-proof: out of memory\n", stderr);
        exit(1);
    }
    return larger;
}

void kj_proof_stats_add_page(kj_proof_stats *stats, const kj_display_list *list) {
    stats->pages++;
    stats->lines += list->line_count;
    stats->glyphs += list->glyph_count;
    stats->images += list->image_count;
    for (uint16_t i = 0; i < list->line_count; i++) {
        stats->hyphenated += list->lines[i].hyphenated;
        if (list->lines[i].gap_8_8) {
            stats->gaps_8_8 = (uint16_t *)grown(stats->gaps_8_8, stats->justified,
                                                &stats->gaps_capacity, sizeof *stats->gaps_8_8);
            stats->gaps_8_8[stats->justified++] = list->lines[i].gap_8_8;
        }
    }
}

/* 64-bit FNV-1a (Fowler, Noll, Vo): its chance of a collision in a count of words is nil. */
#define FNV_BASIS UINT64_C(0xCBF29CE484222325)
#define FNV_PRIME UINT64_C(0x100000001B3)

typedef struct word_scan {
    kj_proof_stats *stats;
    uint64_t hash;
    bool in_word;
} word_scan;

static void end_word(word_scan *scan) {
    if (scan->in_word) {
        kj_proof_stats *stats = scan->stats;
        stats->word_hashes = (uint64_t *)grown(stats->word_hashes, stats->words,
                                               &stats->word_capacity, sizeof *stats->word_hashes);
        stats->word_hashes[stats->words++] = scan->hash;
    }
    scan->in_word = false;
    scan->hash = FNV_BASIS;
}

static void scan_bytes(word_scan *scan, const uint8_t *text, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (text[i] <= ' ') {
            end_word(scan);
        } else {
            scan->in_word = true;
            scan->hash = (scan->hash ^ text[i]) * FNV_PRIME;
        }
    }
}

static int compare_hashes(const void *left, const void *right) {
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static int compare_gaps(const void *left, const void *right) {
    return *(const uint16_t *)left - *(const uint16_t *)right;
}

static void count_unique(kj_proof_stats *stats) {
    if (stats->words) {
        qsort(stats->word_hashes, stats->words, sizeof *stats->word_hashes, compare_hashes);
    }
    stats->unique_words = 0;
    for (unsigned i = 0; i < stats->words; i++) {
        stats->unique_words += i == 0 || stats->word_hashes[i] != stats->word_hashes[i - 1u];
    }
}

kj_status kj_proof_stats_count_words(kj_proof_stats *stats, kj_document *document) {
    word_scan scan = {.stats = stats, .hash = FNV_BASIS};
    kj_block block;
    uint8_t text[512];
    kj_status status = document->seek(document, 0, &block);
    while (status == KJ_OK) {
        kj_piece piece = {.last = false};
        while (!piece.last && status == KJ_OK) {
            status = document->read(document, text, sizeof text, &piece);
            if (status == KJ_OK) {
                scan_bytes(&scan, text, piece.length);
            }
        }
        end_word(&scan);
        if (status == KJ_OK) {
            status = document->next_block(document, &block);
        }
    }
    return status == KJ_END ? KJ_OK : status;
}

static void print_gaps(FILE *out, kj_proof_stats *stats) {
    double sum = 0, p95 = 0, most = 0;
    if (stats->justified) {
        qsort(stats->gaps_8_8, stats->justified, sizeof *stats->gaps_8_8, compare_gaps);
        for (unsigned i = 0; i < stats->justified; i++) {
            sum += stats->gaps_8_8[i] / 256.0;
        }
        p95 = stats->gaps_8_8[(stats->justified * 95u + 99u) / 100u - 1u] / 256.0;
        most = stats->gaps_8_8[stats->justified - 1u] / 256.0;
        sum /= stats->justified;
    }
    fprintf(out, "\"gap_mean\":%.3f,\"gap_p95\":%.3f,\"gap_max\":%.3f", sum, p95, most);
}

static void print_mark(FILE *out, const char *name, size_t size, size_t peak, bool first) {
    fprintf(out, "%s\"%s\":{\"size\":%zu,\"peak\":%zu}", first ? "" : ",", name, size, peak);
}

static void print_arenas(FILE *out, const kj_engine *engine) {
    kj_shaper_stats runs;
    kj_painter_stats glyphs;
    kj_shaper_get_stats(engine->shaper, &runs);
    kj_painter_get_stats(engine->painter, &glyphs);
    kj_heap_stats harfbuzz = kj_heap_get_stats(&engine->harfbuzz);
    kj_heap_stats freetype = kj_heap_get_stats(&engine->freetype);
    kj_heap_stats scratch = kj_heap_get_stats(&engine->scratch);
    fputs("\"arenas\":{", out);
    print_mark(out, "boot", engine->boot.size_bytes, engine->boot.peak_bytes, true);
    print_mark(out, "article", engine->article.size_bytes, engine->article.peak_bytes, false);
    print_mark(out, "display_list", KJ_BUDGET_LIST, engine->list_peak_bytes, false);
    print_mark(out, "run_cache", runs.cache_size_bytes, runs.cache_peak_bytes, false);
    print_mark(out, "glyph_cache", glyphs.cache_size_bytes, glyphs.cache_peak_bytes, false);
    print_mark(out, "harfbuzz", harfbuzz.capacity, harfbuzz.peak, false);
    print_mark(out, "freetype", freetype.capacity, freetype.peak, false);
    print_mark(out, "scratch", scratch.capacity, scratch.peak, false);
    fprintf(out, "},\"heap_peak\":%zu", harfbuzz.peak + freetype.peak);
    fprintf(out,
            ",\"run_cache\":{\"lookups\":%u,\"hits\":%u,\"shaped\":%u,\"batches\":%u,"
            "\"evicted\":%u,\"retries\":%u}",
            runs.lookups, runs.hits, runs.shaped_words, runs.batches, runs.evicted, runs.retries);
    fprintf(out,
            ",\"glyph_cache\":{\"lookups\":%u,\"hits\":%u,\"rasterised\":%u,\"evicted\":%u,"
            "\"uncached\":%u}",
            glyphs.lookups, glyphs.hits, glyphs.rasterised, glyphs.evicted, glyphs.uncached);
}

void kj_proof_stats_print(FILE *out, kj_proof_stats *stats, const kj_engine *engine) {
    count_unique(stats);
    fprintf(out, "{\"articles\":%u,\"images\":%u,", stats->articles, stats->images);
    fprintf(out, "\"pages\":%u,\"lines\":%u,\"glyphs\":%u,\"words\":%u,\"unique_words\":%u,",
            stats->pages, stats->lines, stats->glyphs, stats->words, stats->unique_words);
    print_gaps(out, stats);
    fprintf(out, ",\"justified\":%u,\"hyphenated\":%u,", stats->justified, stats->hyphenated);
    print_arenas(out, engine);
    fputs("}\n", out);
}

void kj_proof_stats_free(kj_proof_stats *stats) {
    free(stats->gaps_8_8);
    free(stats->word_hashes);
    *stats = (kj_proof_stats){.pages = 0};
}
