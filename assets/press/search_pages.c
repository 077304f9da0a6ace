/* search_pages.c - sorted words as the pages of a tree, with a header before them; see
 * search_parts.h and docs/formats.md. */
#include "base/bytes.h"
#include "base/crc.h"
#include "press/search_parts.h"

#include <stdlib.h>
#include <string.h>

/* Pages of one level, leaves or inner ones, and what parts each but the first from the one before
 * it. */
typedef struct level {
    kj_buffer pages;
    kj_fold_word *separators; /* of page i: i - 1 */
    size_t count;
    size_t head;       /* bytes before the records of a page */
    size_t used;       /* of the last page */
    kj_fold_word last; /* word of the last record in it */
} level;

static uint8_t *last_page(level *now) {
    return (uint8_t *)now->pages.data + now->pages.length - KJ_SEARCH_PAGE_BYTES;
}

static void begin_page(level *now, const kj_fold_word *separator) {
    static const uint8_t empty[KJ_SEARCH_PAGE_BYTES];
    kj_buffer_add(&now->pages, empty, sizeof empty);
    if (now->count > 0) {
        now->separators = kj_press_grow(now->separators, now->count * sizeof *now->separators);
        now->separators[now->count - 1] = *separator;
    }
    now->count++;
    now->used = now->head;
    now->last.length = 0;
    kj_put_le16(last_page(now) + 2, now->used);
}

static size_t shared_with_last(const level *now, const kj_fold_word *word) {
    size_t shared = 0;
    while (shared < now->last.length && shared < word->length &&
           now->last.codes[shared] == word->codes[shared]) {
        shared++;
    }
    return shared;
}

/* Bytes that the word takes as a record of the last page, without what follows it. */
static size_t word_bytes(const level *now, const kj_fold_word *word) {
    return 2 + word->length - shared_with_last(now, word);
}

static void put(level *now, const uint8_t *bytes, size_t length) {
    memcpy(last_page(now) + now->used, bytes, length);
    now->used += length;
    kj_put_le16(last_page(now) + 2, now->used);
}

static void put_word(level *now, const kj_fold_word *word) {
    const size_t shared = shared_with_last(now, word);
    const uint8_t lengths[2] = {(uint8_t)shared, (uint8_t)(word->length - shared)};
    put(now, lengths, sizeof lengths);
    put(now, word->codes + shared, word->length - shared);
    now->last = *word;
}

/* Seven bits a byte, the lowest first; its length. */
static size_t write_number(uint8_t *bytes, uint32_t number) {
    size_t length = 0;
    for (; number >= 0x80; number >>= 7) {
        bytes[length++] = (uint8_t)(number | 0x80u);
    }
    bytes[length++] = (uint8_t)number;
    return length;
}

/* --- leaves */

enum { NUMBER_BYTES = 3 };

/* The shortest beginning of word that comes after last. */
static kj_fold_word separator_of(const kj_fold_word *last, const kj_fold_word *word) {
    kj_fold_word separator = *word;
    for (uint8_t length = 1; length <= word->length; length++) {
        separator.length = length;
        if (kj_fold_compare(&separator, last) > 0) {
            break;
        }
    }
    return separator; /* the same word going on: the word */
}

/* Places from first on that fit into room bytes, written to bytes; how many. */
static size_t write_places(const kj_search_place *places, size_t count, size_t room, uint8_t *bytes,
                           size_t *length) {
    uint32_t before = 0;
    *length = 0;
    for (size_t i = 0; i < count; i++) {
        uint8_t number[NUMBER_BYTES];
        const size_t more =
            write_number(number, (places[i].entry - before) << 1 | places[i].in_headline);
        if (*length + more > room) {
            return i;
        }
        memcpy(bytes + *length, number, more);
        *length += more;
        before = places[i].entry;
    }
    return count;
}

/* As a record, or as several in pages one behind the other. */
static void put_places(level *now, const kj_search_words *words, const kj_search_word *word) {
    size_t done = 0;
    kj_fold_word last = now->last;
    do {
        uint8_t bytes[KJ_SEARCH_PAGE_BYTES], head[NUMBER_BYTES];
        const size_t room = KJ_SEARCH_PAGE_BYTES - now->used;
        const size_t taken = word_bytes(now, &word->word) + NUMBER_BYTES;
        size_t length = 0, count = 0;
        if (room > taken) {
            count = write_places(&words->places[word->first + done], word->count - done,
                                 room - taken, bytes, &length);
        }
        if (room <= taken || (count == 0 && done < word->count)) {
            const kj_fold_word separator = separator_of(&last, &word->word);
            begin_page(now, &separator);
            continue;
        }
        put_word(now, &word->word);
        put(now, head, write_number(head, (uint32_t)count << 1 | word->is_common));
        put(now, bytes, length);
        last = word->word;
        done += count;
        if (done == word->count) {
            return;
        }
    } while (1);
}

static void make_leaves(const kj_search_words *words, level *now) {
    *now = (level){.head = KJ_SEARCH_LEAF_BYTES};
    begin_page(now, NULL);
    for (size_t i = 0; i < words->word_count; i++) {
        put_places(now, words, &words->words[i]);
    }
}

/* --- inner pages */

/* The first child is written as its number in the level below, for the time being. */
static void make_inner(const level *below, level *now) {
    *now = (level){.head = KJ_SEARCH_INNER_BYTES};
    begin_page(now, NULL);
    kj_put_le32(last_page(now) + 4, 0);
    for (size_t child = 1; child < below->count; child++) {
        const kj_fold_word *separator = &below->separators[child - 1];
        if (now->used + word_bytes(now, separator) > KJ_SEARCH_PAGE_BYTES) {
            begin_page(now, separator);
            kj_put_le32(last_page(now) + 4, (uint32_t)child);
        } else {
            put_word(now, separator);
        }
    }
}

static void finish_page(uint8_t *page, bool is_inner, uint32_t below) {
    if (is_inner) {
        kj_put_le32(page + 4, kj_get_le32(page + 4) + below);
    }
    kj_put_le16(page, kj_crc16(page + 2, KJ_SEARCH_PAGE_BYTES - 2));
}

typedef struct tree {
    kj_buffer pages;
    size_t page_count, first_leaf;
    unsigned depth;
} tree;

static void make_tree(const kj_search_words *words, tree *now) {
    level levels[KJ_SEARCH_DEPTH_MAX + 1];
    size_t top = 0;
    make_leaves(words, &levels[0]);
    while (levels[top].count > 1 && top < KJ_SEARCH_DEPTH_MAX) {
        make_inner(&levels[top], &levels[top + 1]);
        top++;
    }
    *now = (tree){.depth = (unsigned)top};
    for (size_t i = top + 1; i-- > 0;) { /* the root comes first, the leaves last */
        now->first_leaf = now->page_count;
        now->page_count += levels[i].count;
        for (size_t k = 0; k < levels[i].count; k++) {
            uint8_t *page = (uint8_t *)levels[i].pages.data + k * KJ_SEARCH_PAGE_BYTES;
            finish_page(page, i > 0, (uint32_t)now->page_count);
        }
        kj_buffer_add(&now->pages, levels[i].pages.data, levels[i].pages.length);
        kj_buffer_free(&levels[i].pages);
        free(levels[i].separators);
    }
}

/* --- the file */

/* Bytes before the first page, so that it begins with a block of the card. */
static size_t head_bytes(size_t place) {
    const size_t past = (place + KJ_SEARCH_HEADER_BYTES) % KJ_SEARCH_PAGE_BYTES;
    return KJ_SEARCH_HEADER_BYTES + (past ? KJ_SEARCH_PAGE_BYTES - past : 0);
}

void kj_search_write(const kj_search_words *words, uint32_t nav_bytes, uint32_t nav_crc32,
                     size_t place, kj_buffer *out) {
    tree made;
    make_tree(words, &made);
    uint8_t head[KJ_SEARCH_HEADER_BYTES + KJ_SEARCH_PAGE_BYTES] = {0};
    const size_t length = head_bytes(place);
    memcpy(head, KJ_SEARCH_MAGIC, 4);
    kj_put_le16(head + 4, KJ_SEARCH_VERSION);
    kj_put_le32(head + 8, (uint32_t)(length + made.pages.length));
    kj_put_le32(head + 12, nav_bytes);
    kj_put_le32(head + 16, nav_crc32);
    kj_put_le32(head + 20, (uint32_t)words->entry_count);
    kj_put_le32(head + 24, (uint32_t)words->word_count);
    kj_put_le16(head + 28, (uint32_t)length);
    kj_put_le16(head + 30, made.depth);
    kj_put_le32(head + 32, (uint32_t)made.page_count);
    kj_put_le32(head + 36, (uint32_t)made.first_leaf);
    kj_put_le16(head + 6, kj_crc16(head + 8, KJ_SEARCH_HEADER_BYTES - 8));
    kj_buffer_add(out, head, length);
    kj_buffer_add(out, made.pages.data, made.pages.length);
    kj_buffer_free(&made.pages);
}
