/* shingles.c - see shingles.h. */
#include "press/feed/shingles.h"

#include "base/utf8.h"
#include "press/feed/text.h"

#include <stdlib.h>
#include <string.h>

#define RUN_WORDS   3
#define LEAST_RUNS  20
#define DOUBLE_PART 0.7

/* Letters, marks and digits; what is not is between words. */
static bool is_word(uint32_t code) {
    return (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') ||
           (code >= 'a' && code <= 'z') ||
           (code >= 0xC0 && code < 0x2000 && code != 0xD7 && code != 0xF7 && code != 0x964 &&
            code != 0x965) ||
           code == 0x200C || code == 0x200D || code >= 0x3040;
}

static int compare(const void *a, const void *b) {
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

typedef struct builder {
    kj_shingles *shingles;
    size_t room, words;
    uint64_t last[RUN_WORDS];
} builder;

static void add_word(builder *b, const kj_buffer *word) {
    const uint64_t hash = kj_text_hash(word->data, word->length);
    kj_shingles *s = b->shingles;
    memmove(b->last, b->last + 1, sizeof b->last - sizeof *b->last);
    b->last[RUN_WORDS - 1] = hash;
    s->whole = (s->whole ^ hash) * 0x100000001B3u + 1;
    if (++b->words < RUN_WORDS) {
        return;
    }
    if (s->count == b->room) {
        b->room = b->room ? b->room * 2 : 64;
        s->hashes = kj_press_grow(s->hashes, b->room * sizeof *s->hashes);
    }
    uint64_t run = 0;
    for (int i = 0; i < RUN_WORDS; i++) {
        run = (run ^ b->last[i]) * 0x9E3779B97F4A7C15u;
    }
    s->hashes[s->count++] = run;
}

void kj_shingles_make(const char *text, kj_shingles *shingles) {
    const kj_span span = {(const uint8_t *)text, strlen(text)};
    builder b = {.shingles = shingles};
    kj_buffer word = {0};
    memset(shingles, 0, sizeof *shingles);
    for (size_t at = 0; at <= span.length;) {
        uint32_t code = ' ';
        if (at < span.length) {
            code = kj_utf8_next(span, &at);
        } else {
            at++; /* one step past the end closes the last word */
        }
        if (code == 0x200C || code == 0x200D) {
            continue; /* joiners differ between sources */
        }
        if (is_word(code)) {
            kj_text_add_code(&word, code >= 'A' && code <= 'Z' ? code + 32 : code);
        } else if (word.length > 0) {
            add_word(&b, &word);
            word.length = 0;
        }
    }
    kj_buffer_free(&word);
    if (shingles->count > 1) {
        qsort(shingles->hashes, shingles->count, sizeof *shingles->hashes, compare);
        size_t kept = 1;
        for (size_t i = 1; i < shingles->count; i++) {
            if (shingles->hashes[i] != shingles->hashes[kept - 1]) {
                shingles->hashes[kept++] = shingles->hashes[i];
            }
        }
        shingles->count = kept;
    }
}

void kj_shingles_free(kj_shingles *shingles) {
    free(shingles->hashes);
    memset(shingles, 0, sizeof *shingles);
}

double kj_shingles_shared(const kj_shingles *a, const kj_shingles *b) {
    size_t shared = 0;
    for (size_t i = 0, j = 0; i < a->count && j < b->count;) {
        const int order = compare(&a->hashes[i], &b->hashes[j]);
        shared += order == 0;
        i += order <= 0;
        j += order >= 0;
    }
    const size_t smaller = a->count < b->count ? a->count : b->count;
    return smaller ? (double)shared / (double)smaller : 0;
}

bool kj_shingles_are_doubles(const kj_shingles *a, const kj_shingles *b) {
    if (a->whole && a->whole == b->whole) {
        return true;
    }
    return a->count >= LEAST_RUNS && b->count >= LEAST_RUNS &&
           kj_shingles_shared(a, b) >= DOUBLE_PART;
}
