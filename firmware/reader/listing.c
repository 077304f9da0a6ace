/* listing.c - see listing.h. Layer: reader. */
#include "reader/listing.h"

#include "base/utf8.h"

#include <string.h>

static const char line_break[] = "\xE2\x80\xA8"; /* U+2028 */

/* An entry's text: the title in bold, a line break, the detail. */
enum { PARTS = 3 };

static const char *part(const kj_listing *listing, unsigned i, uint8_t *style) {
    const kj_listing_entry *entry = &listing->entry;
    const bool chosen = entry->kind == KJ_BLOCK_ENTRY;
    *style = i == 0 && chosen ? KJ_TEXT_STRONG : KJ_TEXT_PLAIN;
    if (i == 0) {
        return entry->title;
    }
    return entry->detail[0] == '\0' ? "" : i == 1 ? line_break : entry->detail;
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

static kj_status enter(kj_listing *listing, uint32_t index, uint32_t at, kj_block *block) {
    kj_status status = load(listing, index);
    listing->in_block = status == KJ_OK;
    if (status == KJ_OK) {
        listing->block = index;
        listing->at = at;
        *block = (kj_block){
            .kind = listing->entry.kind, .start = index * KJ_LISTING_STRIDE, .after_heading = true};
    }
    return status;
}

static kj_status next_block(kj_document *document, kj_block *block) {
    kj_listing *listing = (kj_listing *)document;
    return enter(listing, listing->in_block ? listing->block + 1u : 0u, 0, block);
}

static kj_status seek(kj_document *document, uint32_t offset, kj_block *block) {
    return enter((kj_listing *)document, offset / KJ_LISTING_STRIDE, offset % KJ_LISTING_STRIDE,
                 block);
}

/* length or less, so that no code point is cut. */
static size_t whole(const char *text, size_t length) {
    while (length > 0 && ((uint8_t)text[length] & 0xC0u) == 0x80u) {
        length--;
    }
    return length;
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
    size_t before = 0;
    uint8_t style = KJ_TEXT_PLAIN;
    *piece = (kj_piece){.offset = listing->block * KJ_LISTING_STRIDE + listing->at, .last = true};
    for (unsigned i = 0; i < PARTS; i++) {
        const char *from = part(listing, i, &style);
        const size_t length = strlen(from);
        if (listing->at < before + length) {
            const size_t into = listing->at - before, left = length - into;
            const size_t count = left <= capacity ? left : whole(from + into, capacity);
            memcpy(text, from + into, count);
            listing->at += (uint32_t)count;
            piece->length = count;
            piece->style = style;
            piece->last = count == left && (i + 1u == PARTS || listing->entry.detail[0] == '\0');
            return KJ_OK;
        }
        before += length;
    }
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
