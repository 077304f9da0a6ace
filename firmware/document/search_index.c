/* search_index.c - see search_index.h. Nothing that the index states is trusted: every number is
 * held to its page, its level, and the count of entries. Layer: document. */
#include "document/search_index.h"

#include "base/bytes.h"
#include "base/crc.h"

/* --- header --- */

static kj_status read_bytes(kj_search_index *index, uint32_t at, uint8_t *bytes, size_t length) {
    size_t done = 0;
    while (done < length) {
        size_t got;
        const kj_status status =
            kj_zip_read(&index->reader, at + (uint32_t)done, bytes + done, length - done, &got);
        if (status != KJ_OK) {
            return status == KJ_ERR_IO || status == KJ_ERR_MEMORY ? status : KJ_ERR_FORMAT;
        }
        done += got;
    }
    return KJ_OK;
}

/* Whether the sizes in the header are possible. */
static bool is_sound(const kj_search_index *index, uint32_t size_bytes) {
    if (index->page_count == 0 || index->page_count > size_bytes / KJ_SEARCH_PAGE_BYTES ||
        index->pages_at < KJ_SEARCH_HEADER_BYTES) {
        return false;
    }
    const uint32_t pages = index->page_count * KJ_SEARCH_PAGE_BYTES;
    return size_bytes - pages == index->pages_at && index->first_leaf < index->page_count &&
           index->depth <= KJ_SEARCH_DEPTH_MAX && (index->depth == 0) == (index->first_leaf == 0) &&
           index->entry_count > 0 && index->entry_count <= KJ_SEARCH_ENTRIES_MAX;
}

/* NULL, or what is wrong with the header. */
static const char *check_header(kj_search_index *index, const uint8_t *header,
                                const kj_zip_entry *contents) {
    if (memcmp(header, KJ_SEARCH_MAGIC, 4) != 0) {
        return "no index of words";
    }
    if (kj_get_le16(header + 4) != KJ_SEARCH_VERSION) {
        return "an index of words of another version";
    }
    if (kj_get_le16(header + 6) != kj_crc16(header + 8, KJ_SEARCH_HEADER_BYTES - 8u)) {
        return "a damaged index of words";
    }
    if (kj_get_le32(header + 12) != contents->size_bytes ||
        kj_get_le32(header + 16) != contents->crc32) {
        return "an index of words, but not of this table of contents";
    }
    index->entry_count = kj_get_le32(header + 20);
    index->word_count = kj_get_le32(header + 24);
    index->pages_at = kj_get_le16(header + 28);
    index->depth = kj_get_le16(header + 30);
    index->page_count = kj_get_le32(header + 32);
    index->first_leaf = kj_get_le32(header + 36);
    const uint32_t size_bytes = index->reader.entry.size_bytes;
    return kj_get_le32(header + 8) == size_bytes && is_sound(index, size_bytes)
               ? NULL
               : "an index of words with impossible sizes";
}

static kj_status find_entry(kj_edition *edition, kj_zip_entry *entry) {
    const kj_status status = kj_zip_last(&edition->zip, KJ_SEARCH_NAME, entry);
    return status == KJ_ERR_MISSING ? kj_edition_find(edition, KJ_SEARCH_NAME, entry) : status;
}

static kj_status open_entry(kj_search_index *index, kj_edition *edition,
                            const kj_zip_entry *entry) {
    const kj_status status =
        kj_zip_reader_open(&index->reader, &edition->zip, entry, edition->config.heap, 15);
    if (status == KJ_ERR_FORMAT || status == KJ_ERR_TOO_LARGE) {
        kj_edition_log(edition, KJ_SEARCH_NAME, kj_zip_trouble_name(edition->zip.trouble));
        return KJ_ERR_FORMAT;
    }
    return status;
}

kj_status kj_search_index_open(kj_search_index *index, kj_edition *edition) {
    kj_zip_entry entry, contents;
    uint8_t header[KJ_SEARCH_HEADER_BYTES];
    memset(index, 0, sizeof *index);
    index->page_number = UINT32_MAX;
    if (edition->contents == KJ_CONTENTS_SPINE) {
        return KJ_ERR_MISSING; /* nothing that its entries are the entries of */
    }
    kj_status status = find_entry(edition, &entry);
    status = status == KJ_OK ? open_entry(index, edition, &entry) : status;
    if (status != KJ_OK) {
        return status;
    }
    status = kj_zip_at(&edition->zip, edition->contents_at, &contents, NULL, 0);
    status = status == KJ_OK ? read_bytes(index, 0, header, sizeof header) : status;
    const char *trouble = status == KJ_OK           ? check_header(index, header, &contents)
                          : status == KJ_ERR_FORMAT ? "a damaged index of words"
                                                    : NULL;
    if (trouble) {
        kj_edition_log(edition, KJ_SEARCH_NAME, trouble);
        status = KJ_ERR_FORMAT;
    }
    if (status != KJ_OK) {
        kj_zip_reader_close(&index->reader);
    }
    return status;
}

void kj_search_index_close(kj_search_index *index) { kj_zip_reader_close(&index->reader); }

/* --- pages --- */

typedef struct page {
    const uint8_t *bytes;
    uint32_t at, used;
    kj_fold_word word; /* of the last record */
} page;

static kj_status load_page(kj_search_index *index, uint32_t number, uint32_t head, page *now) {
    kj_status status = KJ_OK;
    if (index->page_number != number) {
        index->page_number = UINT32_MAX;
        status = read_bytes(index, index->pages_at + number * KJ_SEARCH_PAGE_BYTES, index->page,
                            sizeof index->page);
        if (status != KJ_OK) {
            return status;
        }
        if (kj_get_le16(index->page) != kj_crc16(index->page + 2, sizeof index->page - 2u)) {
            return KJ_ERR_FORMAT;
        }
        index->page_number = number;
    }
    now->bytes = index->page;
    now->at = head;
    now->used = kj_get_le16(index->page + 2);
    now->word.length = 0;
    return now->used >= head && now->used <= KJ_SEARCH_PAGE_BYTES ? KJ_OK : KJ_ERR_FORMAT;
}

/* A number of seven bits a byte, the lowest first. */
static bool take_number(page *now, uint32_t *number) {
    *number = 0;
    for (unsigned shift = 0; shift < 21; shift += 7) {
        if (now->at >= now->used) {
            return false;
        }
        const uint8_t byte = now->bytes[now->at++];
        *number |= (uint32_t)(byte & 0x7Fu) << shift;
        if (!(byte & 0x80u)) {
            return true;
        }
    }
    return false;
}

/* The next word, as what it shares with the one before and what it does not. */
static bool take_word(page *now) {
    if (now->used - now->at < 2) {
        return false;
    }
    const uint32_t shared = now->bytes[now->at], more = now->bytes[now->at + 1u];
    now->at += 2;
    if (shared > now->word.length || shared + more == 0 || shared + more > KJ_FOLD_WORD_MAX ||
        more > now->used - now->at) {
        return false;
    }
    memcpy(now->word.codes + shared, now->bytes + now->at, more);
    now->word.length = (uint8_t)(shared + more);
    now->at += more;
    return true;
}

/* The child of an inner page in which word may stand first. */
static kj_status find_child(kj_search_index *index, uint32_t number, const kj_fold_word *word,
                            uint32_t *child) {
    page now;
    const kj_status status = load_page(index, number, KJ_SEARCH_INNER_BYTES, &now);
    if (status != KJ_OK) {
        return status;
    }
    uint32_t found = kj_get_le32(now.bytes + 4);
    if (found <= number) {
        return KJ_ERR_FORMAT;
    }
    while (now.at < now.used) {
        if (!take_word(&now)) {
            return KJ_ERR_FORMAT;
        }
        if (kj_fold_compare(&now.word, word) >= 0) {
            break;
        }
        found++;
    }
    *child = found;
    return found < index->page_count ? KJ_OK : KJ_ERR_FORMAT;
}

static bool take_record(const kj_search_index *index, page *now, const kj_search_taker *taker,
                        bool is_wanted) {
    uint32_t head, entry = 0;
    if (!take_number(now, &head)) {
        return false;
    }
    if (is_wanted && (head & 1u)) {
        taker->take_common(taker->context, &now->word);
    }
    for (uint32_t left = head >> 1; left > 0; left--) {
        uint32_t step;
        if (!take_number(now, &step)) {
            return false;
        }
        entry += step >> 1;
        if (entry >= index->entry_count) {
            return false;
        }
        if (is_wanted) {
            taker->take(taker->context, &now->word, entry, step & 1u);
        }
    }
    return true;
}

/* *done: a word was found that comes after all that begin so. */
static kj_status take_leaf(kj_search_index *index, uint32_t number, const kj_fold_word *beginning,
                           const kj_search_taker *taker, bool *done) {
    page now;
    const kj_status status = load_page(index, number, KJ_SEARCH_LEAF_BYTES, &now);
    if (status != KJ_OK) {
        return status;
    }
    while (now.at < now.used && !*done) {
        if (!take_word(&now)) {
            return KJ_ERR_FORMAT;
        }
        const bool begins = kj_fold_begins(&now.word, beginning);
        *done = !begins && kj_fold_compare(&now.word, beginning) > 0;
        if (!*done && !take_record(index, &now, taker, begins)) {
            return KJ_ERR_FORMAT;
        }
    }
    return KJ_OK;
}

kj_status kj_search_index_take(kj_search_index *index, const kj_fold_word *beginning,
                               const kj_search_taker *taker) {
    uint32_t number = 0;
    kj_status status = KJ_OK;
    for (uint16_t level = 0; level < index->depth && status == KJ_OK; level++) {
        status = find_child(index, number, beginning, &number);
    }
    if (status == KJ_OK && number < index->first_leaf) {
        status = KJ_ERR_FORMAT;
    }
    bool done = false;
    for (; status == KJ_OK && !done && number < index->page_count; number++) {
        status = take_leaf(index, number, beginning, taker, &done);
    }
    return status;
}
