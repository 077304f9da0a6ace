/* xhtml_places.c - places at which an article's parser can begin again, in a fixed number of bytes.
 *
 * Every stride-th byte of markup a place is kept; when the table is full every second one is
 * dropped and the stride doubled, as reader/page_table.c does with pages. Beside it the last few
 * places that were come by, a kilobyte apart. The open elements of a place (a few hundred bytes)
 * are stored once for all places that have the same ones. Layer: document. */
#include "document/xhtml_live.h"

#include <string.h>

enum { FIRST_STRIDE = 1024, RECENT_STRIDE = 1024, NO_CONTEXT = 255 };

void kj_xhtml_places_init(kj_xhtml_places *places) {
    *places = (kj_xhtml_places){.kept_count = 1, .stride = FIRST_STRIDE};
    places->kept[0] = (kj_xhtml_place){.source = KJ_XHTML_AT_START, .context = NO_CONTEXT};
}

/* --- Contexts: the raw names of the open elements, then their frames */

static bool is_used(const kj_xhtml_places *places, unsigned context) {
    for (unsigned i = 0; i < places->kept_count; i++) {
        if (places->kept[i].context == context) {
            return true;
        }
    }
    for (unsigned i = 0; i < places->recent_count; i++) {
        if (places->recent[i].context == context) {
            return true;
        }
    }
    return false;
}

/* Frees what no place refers to, and closes the gaps. */
static void collect(kj_xhtml_places *places) {
    for (unsigned i = 0; i < KJ_XHTML_CONTEXTS; i++) {
        const uint16_t bytes = places->context_bytes[i], at = places->context_at[i];
        if (bytes == 0 || is_used(places, i)) {
            continue;
        }
        memmove(places->contexts + at, places->contexts + at + bytes,
                (size_t)(places->used_bytes - at - bytes));
        places->used_bytes = (uint16_t)(places->used_bytes - bytes);
        places->context_bytes[i] = 0;
        for (unsigned k = 0; k < KJ_XHTML_CONTEXTS; k++) {
            if (places->context_at[k] > at) {
                places->context_at[k] = (uint16_t)(places->context_at[k] - bytes);
            }
        }
    }
}

static void thin_out(kj_xhtml_places *places) {
    for (unsigned i = 0; 2 * i < places->kept_count; i++) {
        places->kept[i] = places->kept[2 * i];
    }
    places->kept_count = (uint16_t)((places->kept_count + 1) / 2);
    places->stride = places->stride < UINT32_MAX / 2 ? places->stride * 2 : places->stride;
}

/* The frames of the open elements as they are stored: what differs from one item of a list to the
 * next is left out; *number has it. */
static size_t write_context(const kj_xhtml_live *live, uint8_t *bytes, size_t room,
                            int16_t *number) {
    const size_t frame_bytes = (live->depth + 1u) * sizeof(kj_xhtml_frame);
    size_t path = 0;
    if (live->depth > 0) {
        path = kj_xml_path(&live->xml, (char *)bytes, room);
        if (path == 0) {
            return 0;
        }
    }
    if (path + frame_bytes > room) {
        return 0;
    }
    bool has_list = false;
    for (unsigned depth = live->depth + 1u; depth-- > 0;) {
        kj_xhtml_frame frame = live->frames[depth];
        const bool is_item = (frame.flags & KJ_FRAME_ITEM) != 0;
        if (is_item && (frame.flags & KJ_FRAME_GIVEN)) {
            frame.number = 0;
        } else if (!is_item && frame.list && !has_list) {
            *number = frame.number;
            frame.number = 0;
            has_list = true;
        }
        memcpy(bytes + path + depth * sizeof frame, &frame, sizeof frame);
    }
    return path + frame_bytes;
}

static unsigned find_context(const kj_xhtml_places *places, const uint8_t *bytes, size_t length) {
    for (unsigned i = 0; i < KJ_XHTML_CONTEXTS; i++) {
        if (places->context_bytes[i] == length &&
            memcmp(places->contexts + places->context_at[i], bytes, length) == 0) {
            return i;
        }
    }
    return NO_CONTEXT;
}

static unsigned store_context(kj_xhtml_places *places, const uint8_t *bytes, size_t length) {
    unsigned i = 0;
    while (i < KJ_XHTML_CONTEXTS && places->context_bytes[i] != 0) {
        i++;
    }
    if (i == KJ_XHTML_CONTEXTS || length > sizeof places->contexts - places->used_bytes) {
        return NO_CONTEXT;
    }
    places->context_at[i] = places->used_bytes;
    places->context_bytes[i] = (uint16_t)length;
    memcpy(places->contexts + places->used_bytes, bytes, length);
    places->used_bytes = (uint16_t)(places->used_bytes + length);
    return i;
}

static unsigned intern(kj_xhtml_places *places, const uint8_t *bytes, size_t length) {
    unsigned context = find_context(places, bytes, length);
    if (context == NO_CONTEXT) {
        context = store_context(places, bytes, length);
    }
    if (context == NO_CONTEXT) {
        collect(places);
        context = store_context(places, bytes, length);
    }
    if (context == NO_CONTEXT && places->kept_count > 2) {
        thin_out(places);
        collect(places);
        context = store_context(places, bytes, length);
    }
    return context;
}

void kj_xhtml_places_load(const kj_xhtml_places *places, const kj_xhtml_place *place,
                          kj_xhtml_live *live, char *path, size_t *path_length) {
    const uint8_t *bytes = places->contexts + places->context_at[place->context];
    const size_t length = places->context_bytes[place->context];
    size_t depth = 0, at = 0;
    /* The frames are one more than the names: that tells where the names end. */
    while (at + (depth + 1) * sizeof(kj_xhtml_frame) < length) {
        at += strlen((const char *)bytes + at) + 1;
        depth++;
    }
    memcpy(path, bytes, at);
    *path_length = at;
    live->depth = (uint16_t)depth;
    memcpy(live->frames, bytes + at, (depth + 1) * sizeof(kj_xhtml_frame));
    for (; depth > 0; depth--) {
        kj_xhtml_frame *frame = &live->frames[depth];
        if (frame->list && !(frame->flags & KJ_FRAME_ITEM)) {
            frame->number = place->number;
            break;
        }
    }
}

/* --- Places */

/* A place that comes after all that are kept. */
static bool is_further(const kj_xhtml_places *places, const kj_xhtml_place *place) {
    const kj_xhtml_place *last = &places->kept[places->kept_count - 1];
    return place->state.text >= last->state.text && place->measure > last->measure &&
           place->measure - last->measure >= places->stride;
}

static void keep(kj_xhtml_places *places, const kj_xhtml_place *place) {
    if (places->kept_count == KJ_XHTML_PLACES) {
        thin_out(places);
        if (!is_further(places, place)) {
            return;
        }
    }
    places->kept[places->kept_count++] = *place;
}

static void keep_recent(kj_xhtml_places *places, const kj_xhtml_place *place) {
    places->recent[places->recent_next] = *place;
    places->recent_next = (uint16_t)((places->recent_next + 1) % KJ_XHTML_RECENT);
    places->recent_count += places->recent_count < KJ_XHTML_RECENT;
    places->recent_measure = place->measure;
}

static bool is_recent(const kj_xhtml_places *places, uint32_t measure) {
    const uint32_t away = measure > places->recent_measure ? measure - places->recent_measure
                                                           : places->recent_measure - measure;
    return places->recent_count > 0 && away < RECENT_STRIDE;
}

static void note(kj_xhtml_places *places, kj_xhtml_place *place, const uint8_t *context,
                 size_t length) {
    const bool further = is_further(places, place), recent = !is_recent(places, place->measure);
    unsigned found = NO_CONTEXT;
    if (!further && !recent) {
        return;
    }
    if (length > 0) {
        found = intern(places, context, length);
        if (found == NO_CONTEXT) {
            return;
        }
    }
    place->context = (uint8_t)found;
    if (further && is_further(places, place)) { /* interning may have changed the stride */
        keep(places, place);
    }
    if (recent) {
        keep_recent(places, place);
    }
}

void kj_xhtml_places_note(kj_xhtml_live *live) {
    kj_xhtml_places *places = &live->xhtml->places;
    uint8_t *const context = live->out + live->tail; /* free, and larger than the stack should be */
    const uint32_t source = kj_xml_offset(&live->xml);
    kj_xhtml_place place = {
        .state = live->state, .source = source, .measure = live->measure + source};
    if (live->held || live->before || !kj_xml_can_resume(&live->xml) ||
        (!is_further(places, &place) && is_recent(places, place.measure))) {
        return;
    }
    /* In a row of a table nearly every place has open elements of its own. */
    const kj_xhtml_place *last = &places->kept[places->kept_count - 1];
    if ((kj_xhtml_top(live)->flags & (KJ_FRAME_IN_CELL | KJ_FRAME_ROW)) &&
        place.measure - last->measure < 4 * places->stride) {
        return;
    }
    const size_t length =
        write_context(live, context, sizeof live->out - live->tail, &place.number);
    if (length > 0) {
        note(places, &place, context, length);
    }
}

void kj_xhtml_places_note_part(kj_xhtml_live *live) {
    kj_xhtml_place place = {
        .state = live->state, .source = KJ_XHTML_AT_START, .measure = live->measure};
    note(&live->xhtml->places, &place, NULL, 0);
}

const kj_xhtml_place *kj_xhtml_places_find(const kj_xhtml_places *places, uint32_t offset) {
    const kj_xhtml_place *best = &places->kept[0];
    for (unsigned i = 1; i < places->kept_count && places->kept[i].state.text <= offset; i++) {
        best = &places->kept[i];
    }
    for (unsigned i = 0; i < places->recent_count; i++) {
        const kj_xhtml_place *place = &places->recent[i];
        if (place->state.text <= offset && place->state.text >= best->state.text &&
            place->measure > best->measure) {
            best = place;
        }
    }
    return best;
}
