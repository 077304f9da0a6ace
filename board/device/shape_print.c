/* shape_print.c - see shape_print.h. Layer: board. */
#include "board/device/shape_print.h"

#include "base/utf8.h"
#include "reader/line.h"
#include "text/unicode.h"

enum { SEGMENTS_MAX = 32, GLYPHS_MAX = 16, LINE_BYTES_MAX = 65535, TEXT_BYTES = 64 };

typedef struct line_print {
    const kj_shape_sink *sink;
    kj_faces *faces;
    kj_shaper *shaper;
    kj_span line;
    size_t counted; /* bytes of line whose code points are in index */
    unsigned index;
    bool begun;
    uint32_t glyphs;
} line_print;

static unsigned index_of(line_print *print, size_t byte) {
    while (print->counted < byte) {
        (void)kj_utf8_next(print->line, &print->counted);
        print->index++;
    }
    /* Clusters within a run ascend, but marks of one cluster may look back at its start. */
    while (print->counted > byte) {
        print->counted = 0;
        print->index = 0;
        return index_of(print, byte);
    }
    return print->index;
}

static void add_signed(kj_line *text, int32_t number) {
    if (number < 0) {
        kj_line_add(text, "-");
    }
    kj_line_add_number(text, number < 0 ? (uint32_t)-number : (uint32_t)number);
}

static void print_glyph(line_print *print, size_t byte, const kj_glyph *glyph) {
    char bytes[TEXT_BYTES];
    kj_line text;
    kj_line_init(&text, bytes, sizeof bytes);
    kj_line_add(&text, print->begun ? "|" : "[");
    kj_line_add_number(&text, glyph->id);
    kj_line_add(&text, "=");
    kj_line_add_number(&text, index_of(print, byte));
    if (glyph->dx || glyph->dy) {
        kj_line_add(&text, "@");
        add_signed(&text, glyph->dx);
        kj_line_add(&text, ",");
        add_signed(&text, glyph->dy);
    }
    kj_line_add(&text, glyph->advance < 0 ? "+-" : "+");
    kj_line_add_number(&text, (uint32_t)(glyph->advance < 0 ? -glyph->advance : glyph->advance));
    print->sink->put(print->sink->context, bytes);
    print->begun = true;
    print->glyphs++;
}

/* Where hb-shape sees the first cluster of segment begin: a joiner belongs to what stands before
 * it, though that be a space. */
static size_t first_cluster(const line_print *print, const kj_segment *segment) {
    size_t end = segment->start, start = segment->start;
    if (start > 0 && kj_utf8_next(print->line, &end) == KJ_ZWJ) {
        (void)kj_code_point_before(print->line, segment->start, &start);
    }
    return start;
}

static void print_run(line_print *print, const kj_segment *segment, kj_run_ref ref) {
    kj_glyph glyphs[GLYPHS_MAX];
    const unsigned count = kj_run_length(print->shaper, ref);
    for (unsigned first = 0; first < count; first += GLYPHS_MAX) {
        const unsigned part = count - first < GLYPHS_MAX ? count - first : GLYPHS_MAX;
        kj_run_read(print->shaper, ref, first, part, glyphs);
        for (unsigned i = 0; i < part; i++) {
            const size_t byte = glyphs[i].cluster ? segment->start + (size_t)glyphs[i].cluster
                                                  : first_cluster(print, segment);
            print_glyph(print, byte, &glyphs[i]);
        }
    }
}

static kj_status print_spaces(line_print *print, const kj_segment *segment) {
    const kj_face_metrics *metrics;
    kj_status status = kj_faces_metrics(print->faces, segment->face, &metrics);
    kj_span spaces = {print->line.data, (size_t)segment->start + segment->length};
    for (size_t at = segment->start; status == KJ_OK && at < spaces.length;) {
        size_t byte = at;
        kj_glyph glyph = {.advance = metrics->space_advance};
        status = kj_faces_glyph(print->faces, segment->face, kj_utf8_next(spaces, &at), &glyph.id);
        if (status == KJ_OK) {
            print_glyph(print, byte, &glyph);
        }
    }
    return status;
}

/* Prints segments whose words have been flushed; *done counts them. */
static kj_status print_segments(line_print *print, const kj_segment *segments,
                                const kj_run_ref *refs, unsigned count, unsigned *done) {
    for (*done = 0; *done < count; (*done)++) {
        const kj_segment *segment = &segments[*done];
        if (segment->kind != KJ_SEGMENT_TEXT) {
            kj_status status = print_spaces(print, segment);
            if (status != KJ_OK) {
                return status;
            }
        } else if (kj_shaper_ready(print->shaper, refs[*done])) {
            print_run(print, segment, refs[*done]);
        } else {
            break;
        }
    }
    return KJ_OK;
}

/* One window of the line: as many segments as there is room for. */
static kj_status print_window(line_print *print, kj_itemizer *itemizer) {
    kj_segment segments[SEGMENTS_MAX];
    kj_run_ref refs[SEGMENTS_MAX];
    unsigned count = 0, done;
    kj_status status = KJ_OK;
    kj_shaper_begin(print->shaper);
    while (count < SEGMENTS_MAX) {
        size_t before = itemizer->at;
        status = kj_itemizer_next(itemizer, &segments[count]);
        if (status == KJ_OK && segments[count].kind == KJ_SEGMENT_TEXT) {
            const kj_segment *segment = &segments[count];
            kj_span word = {print->line.data + segment->start, segment->length};
            status = kj_shaper_add(print->shaper, segment->face, word, &refs[count]);
        }
        if (status != KJ_OK) {
            itemizer->at = status == KJ_AGAIN ? before : itemizer->at;
            break;
        }
        count++;
    }
    kj_status flushed = kj_shaper_flush(print->shaper);
    if (status < 0 || flushed < 0) {
        return status < 0 ? status : flushed;
    }
    kj_status printed = print_segments(print, segments, refs, count, &done);
    if (printed != KJ_OK) {
        return printed;
    }
    if (done < count) {
        itemizer->at = segments[done].start;
        return done > 0 ? KJ_OK : KJ_ERR_MEMORY;
    }
    return status == KJ_AGAIN && count == 0 ? KJ_ERR_MEMORY : status == KJ_END ? KJ_END : KJ_OK;
}

kj_status kj_shape_print_line(const kj_shape_sink *sink, kj_faces *faces, kj_shaper *shaper,
                              kj_family family, bool bold, kj_span line, uint32_t *glyphs) {
    line_print print = {.sink = sink, .faces = faces, .shaper = shaper, .line = line};
    if (line.length > LINE_BYTES_MAX) {
        return KJ_ERR_TOO_LARGE;
    }
    kj_itemizer itemizer;
    kj_itemizer_init(&itemizer, faces, line, family, bold);
    kj_status status;
    do {
        status = print_window(&print, &itemizer);
    } while (status == KJ_OK);
    sink->put(sink->context, print.begun ? "]\n" : "[]\n");
    *glyphs += print.glyphs;
    return status == KJ_END ? KJ_OK : status;
}
