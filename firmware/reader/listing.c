/* listing.c - see listing.h. Layer: reader. */
#include "reader/listing.h"

#include <string.h>

enum { PARTS = 3 };

/* Part i of an entry as a block: its kind, its text. False where it has none. */
static bool get_part(const kj_listing_entry *entry, unsigned i, kj_block_kind *kind,
                     const char **text) {
    const bool chosen = entry->kind == KJ_BLOCK_ENTRY;
    *kind = i == 0 ? entry->kind : i == 1 ? KJ_BLOCK_ENTRY_BYLINE : KJ_BLOCK_ENTRY_SUMMARY;
    *text = i == 0 ? entry->title : i == 1 ? entry->byline : entry->detail;
    return i == 0 || (chosen && **text != '\0');
}

/* Bytes of part i of the entry, its end counted as one. 0: there is none. */
static uint32_t part_bytes(const kj_listing_entry *entry, unsigned i) {
    kj_block_kind kind;
    const char *text;
    if (!get_part(entry, i, &kind, &text)) {
        return 0;
    }
    const size_t right = entry->kind == KJ_BLOCK_FOLIO ? strlen(entry->detail) + 1u : 0u;
    return (uint32_t)(strlen(text) + right + 1u);
}

static kj_status load(kj_listing *listing, uint32_t index) {
    if (listing->index == index) {
        return KJ_OK;
    }
    if (index >= KJ_LISTING_ENTRIES_MAX) {
        return KJ_END;
    }
    listing->index = KJ_LISTING_ENTRIES_MAX;
    memset(&listing->entry, 0, sizeof listing->entry);
    kj_status status = listing->source.entry(listing->source.context, index, &listing->entry);
    listing->index = status == KJ_OK ? index : KJ_LISTING_ENTRIES_MAX;
    return status;
}

/* Byte of its entry at which a part begins. */
static uint32_t part_start(const kj_listing_entry *entry, unsigned part) {
    uint32_t start = 0;
    for (unsigned i = 0; i < part; i++) {
        start += part_bytes(entry, i);
    }
    return start;
}

/* Makes part of the entry that is loaded, index, the block that is read. */
static void enter(kj_listing *listing, uint32_t index, unsigned part, uint32_t at,
                  kj_block *block) {
    const kj_listing_entry *entry = &listing->entry;
    const char *text;
    kj_block_kind kind;
    (void)get_part(entry, part, &kind, &text);
    listing->in_block = true;
    listing->block = index;
    listing->part = part;
    listing->at = at;
    *block = (kj_block){.kind = kind,
                        .start = index * KJ_LISTING_STRIDE + part_start(entry, part),
                        .level = entry->level,
                        .after_heading = true};
}

static kj_status next_block(kj_document *document, kj_block *block) {
    kj_listing *listing = (kj_listing *)document;
    uint32_t index = listing->in_block ? listing->block : 0u;
    unsigned part = listing->in_block ? listing->part + 1u : 0u;
    kj_status status = load(listing, index);
    while (status == KJ_OK && part < PARTS && part_bytes(&listing->entry, part) == 0) {
        part++;
    }
    if (status == KJ_OK && part == PARTS) {
        part = 0;
        status = load(listing, ++index);
    }
    if (status == KJ_OK) {
        enter(listing, index, part, 0, block);
    }
    return status;
}

static kj_status seek(kj_document *document, uint32_t offset, kj_block *block) {
    kj_listing *listing = (kj_listing *)document;
    const uint32_t index = offset / KJ_LISTING_STRIDE, at = offset % KJ_LISTING_STRIDE;
    listing->in_block = false;
    kj_status status = load(listing, index);
    if (status != KJ_OK) {
        return status;
    }
    unsigned part = 0;
    for (unsigned i = 1; i < PARTS; i++) {
        const bool is_there = part_bytes(&listing->entry, i) > 0;
        part = is_there && at >= part_start(&listing->entry, i) ? i : part;
    }
    enter(listing, index, part, at - part_start(&listing->entry, part), block);
    return KJ_OK;
}

/* length or less, so that no code point is cut. */
static size_t whole(const char *text, size_t length) {
    while (length > 0 && ((uint8_t)text[length] & 0xC0u) == 0x80u) {
        length--;
    }
    return length;
}

/* Gives what text has from at on. True: that was a piece, and perhaps the last of text. */
static bool take(const char *text, uint32_t at, uint8_t *to, size_t capacity, kj_piece *piece) {
    const size_t length = strlen(text);
    if (at >= length) {
        return false;
    }
    const size_t left = length - at;
    piece->length = left <= capacity ? left : whole(text + at, capacity);
    memcpy(to, text + at, piece->length);
    piece->last = piece->length == left;
    return true;
}

/* A folio: its left text, a tab, its right text. */
static void read_folio(const kj_listing *listing, uint8_t *text, size_t capacity, kj_piece *piece) {
    const kj_listing_entry *entry = &listing->entry;
    const char *parts[3] = {entry->title, entry->detail[0] != '\0' ? "\t" : "", entry->detail};
    uint32_t before = 0;
    for (unsigned i = 0; i < 3; i++) {
        const uint32_t at = listing->at > before ? listing->at - before : 0u;
        if (listing->at >= before && take(parts[i], at, text, capacity, piece)) {
            piece->last = piece->last && (i == 2 || entry->detail[0] == '\0');
            return;
        }
        before += (uint32_t)strlen(parts[i]);
    }
}

static kj_status read(kj_document *document, uint8_t *text, size_t capacity, kj_piece *piece) {
    kj_listing *listing = (kj_listing *)document;
    if (!listing->in_block) {
        return KJ_ERR_STATE;
    }
    kj_status status = load(listing, listing->block); /* another may have been looked at */
    if (status != KJ_OK) {
        return status;
    }
    const kj_listing_entry *entry = &listing->entry;
    const char *from;
    kj_block_kind kind;
    (void)get_part(entry, listing->part, &kind, &from);
    *piece = (kj_piece){.offset = listing->block * KJ_LISTING_STRIDE +
                                  part_start(entry, listing->part) + listing->at,
                        .style = kind == KJ_BLOCK_ENTRY && !entry->is_read ? KJ_TEXT_STRONG
                                                                           : KJ_TEXT_PLAIN,
                        .last = true};
    if (kind == KJ_BLOCK_FOLIO) {
        read_folio(listing, text, capacity, piece);
    } else {
        (void)take(from, listing->at, text, capacity, piece);
    }
    listing->at += (uint32_t)piece->length;
    return KJ_OK;
}

void kj_listing_open(kj_listing *listing, const kj_listing_source *source) {
    *listing = (kj_listing){.document = {.next_block = next_block, .read = read, .seek = seek},
                            .source = *source,
                            .index = KJ_LISTING_ENTRIES_MAX};
}

kj_status kj_listing_get(kj_listing *listing, uint32_t index, const kj_listing_entry **entry) {
    kj_status status = load(listing, index);
    if (status == KJ_OK) {
        *entry = &listing->entry;
    }
    return status;
}
