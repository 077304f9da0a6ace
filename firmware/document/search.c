/* search.c - see search.h. Layer: document. */
#include "document/search.h"

#include "document/search_index.h"

enum {
    WORDS_MAX = 16,
    STRIPS_MAX = 2, /* endings cut off a word before nothing is found */
    BITS = 8
};

typedef struct search {
    kj_edition *edition;
    kj_search_hits *hits;
    uint32_t word_count;
    kj_fold_word words[WORDS_MAX];
    uint16_t text_count;
    uint16_t texts[KJ_SEARCH_HITS_MAX]; /* hits that go behind those in headlines */
    /* One bit an entry, where the index is searched: of this word, of all words so far. */
    uint32_t set_bytes;
    uint8_t *sets, *found, *found_headline, *all, *all_headline;
    bool is_common; /* this word */
    const kj_fold_word *word;
    union {
        kj_search_index index;
        kj_entry entry;
    } place;
} search;

static void take_words(search *now, const char *query) {
    const size_t length = strlen(query);
    const kj_span text = {(const uint8_t *)query,
                          length < KJ_SEARCH_QUERY_MAX ? length : KJ_SEARCH_QUERY_MAX - 1u};
    size_t at = 0;
    kj_fold_word *words = now->words;
    while (now->word_count < WORDS_MAX && kj_fold_next(text, &at, &words[now->word_count])) {
        now->word_count++;
    }
}

/* Cuts an ending off every word that has one. false: none has. */
static bool strip_words(search *now) {
    bool any = false;
    for (uint32_t i = 0; i < now->word_count; i++) {
        any = kj_fold_strip(&now->words[i]) || any;
    }
    return any;
}

static void begin_hits(search *now) {
    now->hits->count = now->text_count = 0;
    now->hits->is_cut = false;
}

static void add_hit(search *now, uint32_t entry, bool in_headline) {
    kj_search_hits *hits = now->hits;
    uint16_t *const list = in_headline ? hits->entries : now->texts;
    uint16_t *const count = in_headline ? &hits->count : &now->text_count;
    if (*count == KJ_SEARCH_HITS_MAX || entry > UINT16_MAX) {
        hits->is_cut = true;
        return;
    }
    list[(*count)++] = (uint16_t)entry;
}

static void finish_hits(search *now) {
    kj_search_hits *hits = now->hits;
    for (uint16_t i = 0; i < now->text_count; i++) {
        if (hits->count == KJ_SEARCH_HITS_MAX) {
            hits->is_cut = true;
            return;
        }
        hits->entries[hits->count++] = now->texts[i];
    }
}

/* --- the index --- */

static void take(void *context, const kj_fold_word *word, uint32_t entry, bool in_headline) {
    search *now = context;
    const uint8_t bit = (uint8_t)(1u << entry % BITS);
    (void)word;
    now->found[entry / BITS] |= bit;
    if (in_headline) {
        now->found_headline[entry / BITS] |= bit;
    }
}

/* As it was typed, not as the beginning of another. */
static void take_common(void *context, const kj_fold_word *word) {
    search *now = context;
    now->is_common = now->is_common || kj_fold_compare(word, now->word) == 0;
}

/* A word of nearly every text narrows nothing down, unless it is all that is looked for. */
static bool is_left_out(const search *now, bool only_common) {
    return now->is_common && !only_common;
}

static void join_word(search *now, bool only_common) {
    for (uint32_t i = 0; i < now->set_bytes && !is_left_out(now, only_common); i++) {
        now->all[i] &= now->found[i];
        now->all_headline[i] &= now->found_headline[i];
    }
}

/* *left_out: every word was common and is in no way narrowed down. */
static kj_status find_words(search *now, bool only_common, bool *left_out) {
    kj_status status = KJ_OK;
    const kj_search_taker taker = {now, take, take_common};
    memset(now->all, 0xFF, 2u * now->set_bytes);
    *left_out = true;
    for (uint32_t i = 0; i < now->word_count && status == KJ_OK; i++) {
        memset(now->found, 0, 2u * now->set_bytes);
        now->is_common = false;
        now->word = &now->words[i];
        status = kj_search_index_take(&now->place.index, now->word, &taker);
        join_word(now, only_common);
        *left_out = *left_out && is_left_out(now, only_common);
    }
    return status;
}

static void collect(search *now) {
    begin_hits(now);
    for (uint32_t i = 0; i < now->place.index.entry_count; i++) {
        const uint8_t bit = (uint8_t)(1u << i % BITS);
        if (now->all[i / BITS] & bit) {
            add_hit(now, i, now->all_headline[i / BITS] & bit);
        }
    }
    finish_hits(now);
}

static kj_status search_words(search *now) {
    bool left_out;
    kj_status status = find_words(now, false, &left_out);
    if (status == KJ_OK && left_out) {
        status = find_words(now, true, &left_out);
    }
    if (status == KJ_OK) {
        collect(now);
    }
    return status;
}

static kj_status make_sets(search *now) {
    now->set_bytes = (now->place.index.entry_count + BITS - 1u) / BITS;
    now->sets = kj_heap_alloc(now->edition->config.heap, 4u * now->set_bytes);
    if (!now->sets) {
        return KJ_ERR_MEMORY;
    }
    now->found = now->sets;
    now->found_headline = now->found + now->set_bytes;
    now->all = now->found_headline + now->set_bytes;
    now->all_headline = now->all + now->set_bytes;
    return KJ_OK;
}

/* ERR_MISSING: there is no index, or none that can be used. */
static kj_status search_index(search *now) {
    kj_status status = kj_search_index_open(&now->place.index, now->edition);
    if (status == KJ_ERR_MISSING || status == KJ_ERR_FORMAT) {
        return KJ_ERR_MISSING; /* logged */
    }
    if (status != KJ_OK) {
        return status;
    }
    status = make_sets(now);
    for (unsigned strips = 0; status == KJ_OK; strips++) {
        status = search_words(now);
        if (now->hits->count > 0 || strips == STRIPS_MAX || !strip_words(now)) {
            break;
        }
    }
    kj_heap_free(now->edition->config.heap, now->sets);
    kj_search_index_close(&now->place.index);
    if (status == KJ_ERR_FORMAT) {
        kj_edition_log(now->edition, KJ_SEARCH_NAME, "a damaged index of words");
        return KJ_ERR_MISSING;
    }
    now->hits->has_index = status == KJ_OK;
    return status;
}

/* --- the table of contents --- */

static bool has_word(const char *text, const kj_fold_word *beginning) {
    const kj_span span = {(const uint8_t *)text, strlen(text)};
    kj_fold_word word;
    for (size_t at = 0; kj_fold_next(span, &at, &word);) {
        if (kj_fold_begins(&word, beginning)) {
            return true;
        }
    }
    return false;
}

static void look_at(search *now, const kj_entry *entry) {
    bool in_headline = true;
    for (uint32_t i = 0; i < now->word_count; i++) {
        const kj_fold_word *word = &now->words[i];
        if (has_word(entry->title, word)) {
            continue;
        }
        in_headline = false;
        if (!has_word(entry->summary, word) && !has_word(entry->byline, word)) {
            return;
        }
    }
    add_hit(now, entry->index, in_headline);
}

static kj_status look_through(search *now) {
    kj_status status = KJ_OK;
    begin_hits(now);
    for (uint32_t i = 0; i <= UINT16_MAX && status == KJ_OK; i++) {
        status = kj_edition_entry(now->edition, i, &now->place.entry);
        if (status == KJ_OK && now->place.entry.kind == KJ_ENTRY_ARTICLE) {
            look_at(now, &now->place.entry);
        }
    }
    finish_hits(now);
    return status == KJ_END ? KJ_OK : status;
}

static kj_status search_contents(search *now) {
    kj_status status = KJ_OK;
    for (unsigned strips = 0; status == KJ_OK; strips++) {
        status = look_through(now);
        if (now->hits->count > 0 || strips == STRIPS_MAX || !strip_words(now)) {
            break;
        }
    }
    return status;
}

kj_status kj_search_edition(kj_edition *edition, const char *query, kj_search_hits *hits) {
    search *now = kj_edition_scratch(edition, sizeof *now);
    memset(hits, 0, sizeof *hits);
    if (!now) {
        return KJ_ERR_MEMORY;
    }
    now->edition = edition;
    now->hits = hits;
    take_words(now, query);
    kj_status status = KJ_OK;
    if (now->word_count > 0) {
        status = search_index(now);
        if (status == KJ_ERR_MISSING) {
            now->word_count = 0; /* as typed, should endings have been cut off already */
            take_words(now, query);
            status = search_contents(now);
        }
    }
    kj_heap_free(edition->config.heap, now);
    return status;
}
