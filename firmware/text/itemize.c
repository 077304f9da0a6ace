/* itemize.c - see itemize.h. Layer: text. */
#include "text/itemize.h"

#include "text/unicode.h"

typedef enum char_class {
    CLASS_BENGALI,
    CLASS_LATIN,
    CLASS_COMMON,  /* takes the face of its neighbour */
    CLASS_FOLLOWS, /* mark or invisible: no say, and no face of its own */
    CLASS_OTHER,   /* whichever face has it */
    CLASS_SPACE,
    CLASS_FIXED
} char_class;

/* Punctuation, digits and signs that both scripts write. */
static bool is_common(uint32_t code_point) {
    return (code_point >= 0x21 && code_point < 0x7F) ||
           (code_point >= 0x2010 && code_point <= 0x2027) ||
           (code_point >= 0x2030 && code_point <= 0x205E) || code_point == 0x00AB ||
           code_point == 0x00BB || code_point == 0x00D7 || code_point == 0x00F7 ||
           code_point == 0x20B9 || code_point == 0x2212;
}

static bool is_ascii_letter(uint32_t code_point) {
    return (code_point | 0x20) >= 'a' && (code_point | 0x20) <= 'z';
}

static char_class class_of(uint32_t code_point) {
    if (code_point >= 0x0980 && code_point <= 0x09FF) {
        return CLASS_BENGALI; /* nearly all there is, so asked first */
    }
    if (kj_extends_cluster(code_point) || kj_is_ignorable(code_point)) {
        return kj_is_bengali(code_point) ? CLASS_BENGALI : CLASS_FOLLOWS;
    }
    if (kj_is_bengali(code_point)) {
        return CLASS_BENGALI;
    }
    if (kj_is_space(code_point)) {
        return CLASS_SPACE;
    }
    if (kj_is_fixed_space(code_point)) {
        return CLASS_FIXED;
    }
    if (is_ascii_letter(code_point)) {
        return CLASS_LATIN;
    }
    return is_common(code_point) ? CLASS_COMMON : CLASS_OTHER;
}

/* A character and where it ends. */
typedef struct char_read {
    uint32_t code_point;
    char_class class;
    size_t end;
} char_read;

static char_read read_at(kj_span text, size_t at) {
    size_t end = at;
    const uint32_t code_point = kj_next_code_point(text, &end);
    return (char_read){.code_point = code_point, .class = class_of(code_point), .end = end};
}

/* A space that carries a combining mark is no word space: it is the mark's base. */
static bool is_base_space(kj_span text, size_t end) {
    if (end >= text.length) {
        return false;
    }
    size_t at = end;
    uint32_t next = kj_next_code_point(text, &at);
    return kj_extends_cluster(next) && !kj_is_ignorable(next);
}

static size_t end_of_spaces(kj_span text, size_t at, char_class class) {
    size_t end = at;
    while (end < text.length) {
        char_read next = read_at(text, end);
        if (next.class != class || (next.end < text.length && is_base_space(text, next.end))) {
            break;
        }
        end = next.end;
    }
    return end;
}

static kj_face_id face_for(const kj_itemizer *itemizer, kj_script script) {
    return kj_face_of(script, itemizer->family, itemizer->bold);
}

/* Prefers script's face where it has the code point, else the other's, else Bengali's box. */
static kj_status find_face(const kj_itemizer *itemizer, kj_script script, uint32_t code_point,
                           kj_face_id *face) {
    const kj_script order[2] = {script,
                                script == KJ_SCRIPT_BENGALI ? KJ_SCRIPT_LATIN : KJ_SCRIPT_BENGALI};
    for (unsigned i = 0; i < 2; i++) {
        uint16_t glyph;
        kj_status status =
            kj_faces_glyph(itemizer->faces, face_for(itemizer, order[i]), code_point, &glyph);
        if (status != KJ_OK) {
            return status;
        }
        if (glyph != 0) {
            *face = face_for(itemizer, order[i]);
            return KJ_OK;
        }
    }
    *face = face_for(itemizer, KJ_SCRIPT_BENGALI);
    return KJ_OK;
}

/* The face of one character in a word whose text so far, or next strong character, is script's. */
static kj_status face_of(const kj_itemizer *itemizer, char_read reading, kj_script script,
                         kj_face_id *face) {
    switch (reading.class) {
    case CLASS_BENGALI: *face = face_for(itemizer, KJ_SCRIPT_BENGALI); return KJ_OK;
    case CLASS_LATIN: return find_face(itemizer, KJ_SCRIPT_LATIN, reading.code_point, face);
    case CLASS_COMMON: return find_face(itemizer, script, reading.code_point, face);
    case CLASS_OTHER: return find_face(itemizer, KJ_SCRIPT_BENGALI, reading.code_point, face);
    default: *face = face_for(itemizer, script); return KJ_OK;
    }
}

/* The script of the first strong character from at on, within the word; Bengali where there is
 * none. Looks no further than a segment is long. */
static kj_script script_ahead(kj_span text, size_t at) {
    size_t limit =
        at + KJ_SEGMENT_BYTES_MAX < text.length ? at + KJ_SEGMENT_BYTES_MAX : text.length;
    while (at < limit) {
        char_read next = read_at(text, at);
        if (next.class == CLASS_LATIN) {
            return KJ_SCRIPT_LATIN;
        }
        if (next.class == CLASS_BENGALI || next.class == CLASS_OTHER || next.class >= CLASS_SPACE) {
            return KJ_SCRIPT_BENGALI;
        }
        at = next.end;
    }
    return KJ_SCRIPT_BENGALI;
}

/* The script that common characters at the segment's start take: of the word's text before
 * them, else of what follows. */
static kj_script script_around(kj_span text, size_t at) {
    size_t before = at;
    size_t limit = at > KJ_SEGMENT_BYTES_MAX ? at - KJ_SEGMENT_BYTES_MAX : 0;
    while (before > limit) {
        char_class class = class_of(kj_code_point_before(text, before, &before));
        if (class == CLASS_LATIN || class == CLASS_BENGALI || class == CLASS_OTHER) {
            return class == CLASS_LATIN ? KJ_SCRIPT_LATIN : KJ_SCRIPT_BENGALI;
        }
        if (class >= CLASS_SPACE) {
            break;
        }
    }
    return script_ahead(text, at);
}

/* The last cluster edge in (start, limit], or limit where there is none. */
static size_t cut_at_edge(kj_span text, size_t start, size_t limit) {
    size_t at = limit;
    while (at > start) {
        if (kj_is_cluster_edge(text, at)) {
            return at;
        }
        (void)kj_code_point_before(text, at, &at);
    }
    return limit;
}

/* Past the characters of the Bengali block from at on that end by limit: the rest of most words. */
static size_t skip_bengali(kj_span text, size_t at, size_t limit) {
    limit = limit < text.length ? limit : text.length;
    while (limit - at >= 3u && text.data[at] == 0xE0 && (text.data[at + 1] & 0xFEu) == 0xA6 &&
           (text.data[at + 2] & 0xC0u) == 0x80) {
        at += 3;
    }
    return at;
}

static kj_status take_text(kj_itemizer *itemizer, kj_segment *segment) {
    kj_span text = itemizer->text;
    size_t start = itemizer->at, at = start;
    kj_script script = script_around(text, start);
    kj_face_id face = 0;
    while (at < text.length) {
        char_read next = read_at(text, at);
        bool is_space = next.class >= CLASS_SPACE;
        if (is_space && !(is_base_space(text, next.end) && at == start)) {
            break;
        }
        kj_face_id wanted;
        kj_status status = face_of(itemizer, next, script, &wanted);
        if (status != KJ_OK) {
            return status;
        }
        bool follows = next.class == CLASS_FOLLOWS && at > start;
        if (at > start && !follows && wanted != face) {
            break;
        }
        if (next.end - start > KJ_SEGMENT_BYTES_MAX) {
            at = cut_at_edge(text, start, at);
            break;
        }
        if (!follows) {
            face = wanted;
            script = kj_face_script(face);
        }
        at = next.end;
        if (next.class == CLASS_BENGALI) {
            at = skip_bengali(text, at, start + KJ_SEGMENT_BYTES_MAX);
        }
    }
    itemizer->at = at;
    *segment = (kj_segment){.start = (uint16_t)start,
                            .length = (uint16_t)(at - start),
                            .kind = KJ_SEGMENT_TEXT,
                            .face = face};
    return KJ_OK;
}

void kj_itemizer_init(kj_itemizer *itemizer, kj_faces *faces, kj_span text, kj_family family,
                      bool bold) {
    *itemizer = (kj_itemizer){.faces = faces, .text = text, .family = family, .bold = bold};
}

kj_status kj_itemizer_next(kj_itemizer *itemizer, kj_segment *segment) {
    kj_span text = itemizer->text;
    size_t start = itemizer->at;
    if (start >= text.length) {
        return KJ_END;
    }
    char_class class = read_at(text, start).class;
    if (class < CLASS_SPACE) {
        return take_text(itemizer, segment);
    }
    size_t end = end_of_spaces(text, start, class);
    if (end == start) {
        return take_text(itemizer, segment);
    }
    itemizer->at = end;
    bool fixed = class == CLASS_FIXED;
    *segment = (kj_segment){
        .start = (uint16_t)start,
        .length = (uint16_t)(end - start),
        .kind = fixed ? KJ_SEGMENT_FIXED : KJ_SEGMENT_SPACE,
        .face = face_for(itemizer, script_around(text, start)),
    };
    return KJ_OK;
}
