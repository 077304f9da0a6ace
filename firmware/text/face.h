/* face.h - the faces that text is set in, and their figures.
 *
 * A face is one subset font linked into flash and used in place. A style asks
 * for family and weight; the script of each run picks the Bengali or the Latin
 * face. Faces open on first use, in the HarfBuzz heap. Layer: text. With
 * shape.c the only code that sees HarfBuzz. */
#ifndef KJ_TEXT_FACE_H
#define KJ_TEXT_FACE_H

#include "base/status.h"
#include "fonts/font_data.h"
#include "vendor/heap.h"

#include <stdbool.h>
#include <stdint.h>

#define KJ_FACE_COUNT 8u

/* Of every face; kj_fit_scale and the rasteriser rely on it, others are
 * refused. */
#define KJ_UNITS_PER_EM 1000

typedef enum kj_family { KJ_FAMILY_SERIF = 0, KJ_FAMILY_SANS = 1 } kj_family;
typedef enum kj_script { KJ_SCRIPT_BENGALI = 0, KJ_SCRIPT_LATIN = 1 } kj_script;

/* Index into kj_font_data_table: script * 4 + family * 2 + bold. */
typedef uint8_t kj_face_id;

static inline kj_face_id kj_face_of(kj_script script, kj_family family, bool bold) {
    return (kj_face_id)((unsigned)script * 4u + (unsigned)family * 2u + (bold ? 1u : 0u));
}
static inline kj_script kj_face_script(kj_face_id face) {
    return face < 4 ? KJ_SCRIPT_BENGALI : KJ_SCRIPT_LATIN;
}

/* Figures of a face in font units (units_per_em to the em), y upwards from the
 * baseline. */
typedef struct kj_face_metrics {
    uint16_t units_per_em;
    int16_t ascender, descender; /* hhea; descender is negative */
    int16_t space_advance;       /* the natural word space */
    int16_t hyphen_advance;      /* of the glyph shown where a word is divided */
    uint16_t space_glyph;
    uint16_t hyphen_glyph; /* U+2010, else U+002D */
} kj_face_metrics;

struct hb_font_t;

/* All faces over one HarfBuzz heap. Fields private. */
typedef struct kj_faces {
    const kj_font_data *fonts; /* KJ_FACE_COUNT of them */
    kj_heap *heap;
    struct hb_font_t *open[KJ_FACE_COUNT];
    kj_face_metrics metrics[KJ_FACE_COUNT];
    const uint8_t *hmtx[KJ_FACE_COUNT];
    uint16_t metric_count[KJ_FACE_COUNT];
    uint32_t coverage_key[64]; /* direct-mapped memory of code point look-ups */
    uint16_t coverage_glyph[64];
} kj_faces;

/* fonts: KJ_FACE_COUNT fonts in the order of kj_font_data_table, outliving
 * faces. heap: bound to HarfBuzz by this call (one kj_faces at a time). Opens
 * nothing yet. */
void kj_faces_init(kj_faces *faces, const kj_font_data *fonts, kj_heap *heap);

/* Closes every face and gives its memory back to the heap. */
void kj_faces_deinit(kj_faces *faces);

/* Drops the open faces (with their shaping plans), e.g. after a failed
 * allocation: HarfBuzz may have cached a half-made plan. The next use opens
 * them again. */
void kj_faces_rebuild(kj_faces *faces);

/* Metrics of face, opening it. Returns KJ_OK; ERR_FORMAT: not a font that can
 * be used (cut short, a needed table missing or inconsistent); ERR_MEMORY.
 * metrics stays valid until deinit. */
KJ_MUST_USE kj_status kj_faces_metrics(kj_faces *faces, kj_face_id face,
                                       const kj_face_metrics **metrics);

/* *glyph = the nominal glyph of code_point in face, 0 where it has none. ERR_
 * as metrics. */
KJ_MUST_USE kj_status kj_faces_glyph(kj_faces *faces, kj_face_id face, uint32_t code_point,
                                     uint16_t *glyph);

/* The advance of glyph in face as the font states it, before shaping; font
 * units. face has been opened. */
static inline int16_t kj_faces_advance(const kj_faces *faces, kj_face_id face, uint16_t glyph) {
    unsigned last = faces->metric_count[face] - 1u;
    const uint8_t *metric = faces->hmtx[face] + 4u * (glyph < last ? glyph : last);
    return (int16_t)(metric[0] << 8 | metric[1]);
}

/* HarfBuzz's font of face at one unit a font unit, opening it; valid until the
 * next rebuild or deinit. For shape.c. ERR_ as metrics. */
KJ_MUST_USE kj_status kj_faces_font(kj_faces *faces, kj_face_id face, struct hb_font_t **font);

#endif
