/* face.c - see face.h. HarfBuzz makes its look-up tables on first use and,
 * where that fails for lack of memory, keeps an empty one for good; so every
 * call is watched for failed allocations, and a face that saw one is dropped.
 * Layer: text. */
#include "text/face.h"

#include "text/sfnt.h"
#include "vendor/harfbuzz_heap.h"

#include <hb.h>
#include <string.h>

/* Tries of an operation that met a failed allocation, each on faces opened
 * afresh. */
enum { TRIES = 2 };

static uint32_t failures(const kj_faces *faces) { return kj_heap_get_stats(faces->heap).failed; }

void kj_faces_init(kj_faces *faces, const kj_font_data *fonts, kj_heap *heap) {
    *faces = (kj_faces){.fonts = fonts, .heap = heap};
    kj_harfbuzz_heap_bind(heap);
}

void kj_faces_rebuild(kj_faces *faces) {
    for (unsigned face = 0; face < KJ_FACE_COUNT; face++) {
        if (faces->open[face]) {
            hb_font_destroy(faces->open[face]);
            faces->open[face] = NULL;
        }
    }
    memset(faces->coverage_key, 0, sizeof faces->coverage_key);
}

void kj_faces_deinit(kj_faces *faces) {
    kj_faces_rebuild(faces);
    if (kj_harfbuzz_heap() == faces->heap) {
        kj_harfbuzz_heap_bind(NULL);
    }
}

static hb_font_t *make_font(const kj_font_data *data) {
    hb_blob_t *blob =
        hb_blob_create((const char *)data->bytes, data->size, HB_MEMORY_MODE_READONLY, NULL, NULL);
    hb_face_t *face = hb_face_create(blob, 0);
    hb_font_t *font = hb_font_create(face);
    hb_face_destroy(face);
    hb_blob_destroy(blob);
    return font;
}

/* The space's and the hyphen's glyphs and advances. False where there is no
 * space. */
static bool measure(hb_font_t *font, kj_face_metrics *metrics) {
    hb_codepoint_t space, hyphen;
    if (!hb_font_get_nominal_glyph(font, ' ', &space)) {
        return false;
    }
    if (!hb_font_get_nominal_glyph(font, 0x2010, &hyphen) &&
        !hb_font_get_nominal_glyph(font, '-', &hyphen)) {
        return false;
    }
    metrics->space_glyph = (uint16_t)space;
    metrics->hyphen_glyph = (uint16_t)hyphen;
    metrics->space_advance = (int16_t)hb_font_get_glyph_h_advance(font, space);
    metrics->hyphen_advance = (int16_t)hb_font_get_glyph_h_advance(font, hyphen);
    return metrics->space_advance > 0;
}

/* The file is looked through once; a face opened again after a rebuild is the
 * same file. */
static kj_status check_file(kj_faces *faces, kj_face_id face, kj_face_metrics *metrics) {
    const kj_font_data *data = &faces->fonts[face];
    kj_sfnt_metrics sfnt;
    kj_status status = kj_sfnt_check((kj_span){data->bytes, data->size}, &sfnt);
    if (status != KJ_OK || sfnt.units_per_em != KJ_UNITS_PER_EM) {
        return KJ_ERR_FORMAT;
    }
    faces->hmtx[face] = sfnt.hmtx;
    faces->metric_count[face] = sfnt.metric_count;
    *metrics = (kj_face_metrics){
        .units_per_em = sfnt.units_per_em, .ascender = sfnt.ascender, .descender = sfnt.descender};
    return KJ_OK;
}

static kj_status open_once(kj_faces *faces, kj_face_id face) {
    kj_face_metrics metrics = faces->metrics[face];
    if (metrics.units_per_em == 0) {
        kj_status status = check_file(faces, face, &metrics);
        if (status != KJ_OK) {
            return status;
        }
    }
    uint32_t failed = failures(faces);
    hb_font_t *font = make_font(&faces->fonts[face]);
    bool usable = measure(font, &metrics);
    if (failures(faces) != failed || !usable) {
        hb_font_destroy(font);
        return failures(faces) != failed ? KJ_ERR_MEMORY : KJ_ERR_FORMAT;
    }
    faces->metrics[face] = metrics;
    faces->open[face] = font;
    return KJ_OK;
}

kj_status kj_faces_font(kj_faces *faces, kj_face_id face, hb_font_t **font) {
    if (kj_harfbuzz_heap() != faces->heap) {
        return KJ_ERR_STATE;
    }
    kj_status status = KJ_OK;
    for (int i = 0; i < TRIES && !faces->open[face]; i++) {
        status = open_once(faces, face);
        if (status == KJ_ERR_MEMORY) {
            kj_faces_rebuild(faces); /* makes room: other styles' plans go */
        } else if (status != KJ_OK) {
            return status;
        }
    }
    if (status == KJ_OK) {
        *font = faces->open[face];
    }
    return status;
}

kj_status kj_faces_metrics(kj_faces *faces, kj_face_id face, const kj_face_metrics **metrics) {
    hb_font_t *font;
    kj_status status = kj_faces_font(faces, face, &font);
    if (status == KJ_OK) {
        *metrics = &faces->metrics[face];
    }
    return status;
}

static kj_status look_up(kj_faces *faces, kj_face_id face, uint32_t code_point, uint16_t *glyph) {
    hb_font_t *font;
    kj_status status = kj_faces_font(faces, face, &font);
    if (status != KJ_OK) {
        return status;
    }
    uint32_t failed = failures(faces);
    hb_codepoint_t found = 0;
    if (!hb_font_get_nominal_glyph(font, code_point, &found)) {
        found = 0;
    }
    if (failures(faces) != failed) {
        kj_faces_rebuild(faces);
        return KJ_ERR_MEMORY;
    }
    *glyph = (uint16_t)found;
    return KJ_OK;
}

kj_status kj_faces_glyph(kj_faces *faces, kj_face_id face, uint32_t code_point, uint16_t *glyph) {
    uint32_t key = (face + 1u) << 24 | code_point;
    unsigned line = (code_point ^ code_point >> 6 ^ face) % 64u;
    if (faces->coverage_key[line] == key) {
        *glyph = faces->coverage_glyph[line];
        return KJ_OK;
    }
    kj_status status = KJ_ERR_MEMORY;
    for (int i = 0; i < TRIES && status == KJ_ERR_MEMORY; i++) {
        status = look_up(faces, face, code_point, glyph);
    }
    if (status == KJ_OK) {
        faces->coverage_key[line] = key;
        faces->coverage_glyph[line] = *glyph;
    }
    return status;
}
