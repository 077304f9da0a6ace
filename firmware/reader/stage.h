/* stage.h - the text engine put together in one piece of memory, and the frame it paints.
 *
 * Everything the reader needs of the layers below stands here with its arenas: boot (painter),
 * edition (the one that is open), article (parser, composer), page (display list). The frame holds
 * the whole panel where memory allows, else a band of rows that is painted again as the panel's
 * driver asks for rows. Layer: reader. */
#ifndef KJ_READER_STAGE_H
#define KJ_READER_STAGE_H

#include "base/arena.h"
#include "layout/label.h"
#include "panel/panel.h"
#include "reader/pictures.h"
#include "render/painter.h"
#include "text/shape.h"

/* Memory of each part, bytes. */
typedef struct kj_reader_sizes {
    uint32_t harfbuzz_bytes; /* third-party heaps */
    uint32_t freetype_bytes;
    uint32_t runs_bytes;   /* glyph runs of words, >= 4096 */
    uint32_t glyphs_bytes; /* glyph bitmaps, >= 4096 */
    uint32_t list_bytes;   /* the page as a display list, >= 1024 */
    uint32_t boot_bytes;   /* arenas */
    uint32_t article_bytes;
    uint32_t edition_bytes;
    uint32_t scratch_bytes; /* heap of parser and inflater, or of a picture's decoder */
    uint32_t frame_bytes;   /* a band when less than the whole panel needs */
} kj_reader_sizes;

/* What a panel covers on each side, pixels of the panel as its data sheet draws it. */
typedef struct kj_insets {
    uint8_t top, right, bottom, left;
} kj_insets;

typedef struct kj_stage_config {
    const kj_font_data *fonts; /* KJ_FACE_COUNT, as for kj_faces */
    uint16_t panel_width_px, panel_height_px;
    kj_rotation rotation;
    uint8_t depth; /* 1 or 2 bits a pixel */
    kj_insets bezel;
    kj_page_style style; /* width and height are set by kj_stage_open */
    uint8_t foot_px;     /* rows below the page's bottom margin that are kept for the foot */
    bool is_dark;        /* paper black, ink white; pictures stay as they are */
    kj_reader_sizes sizes;
    /* Called before a page is painted: what stands at its foot, by kj_stage_label. NULL: nothing.
     * A foot that cannot be set is left out. */
    void *foot_context;
    kj_status (*foot)(void *context);
} kj_stage_config;

/* Fields are private. Not to be moved while open. */
typedef struct kj_stage {
    kj_stage_config config;
    kj_heap harfbuzz, freetype, scratch;
    kj_arena boot, article, edition;
    kj_faces faces;
    kj_shaper *shaper;
    kj_painter *painter;
    kj_composer *composer; /* NULL where none is open */
    kj_document *composed; /* whose it is */
    kj_document nothing;   /* of no block: what labels are set with where there is no other */
    kj_picture_memory pictures;
    kj_document *document; /* of the page in list: where its pictures come from */
    size_t composer_mark;
    kj_display_list list;
    size_t list_peak_bytes;
    kj_surface surface;
    int16_t page_x, page_y; /* of the style's page within the bezel */
    kj_rect mark;           /* shown in reverse, of the whole glass; empty: nothing is */
    bool band_painted;
    bool is_skimming; /* pages are set, not painted: others follow before one is shown */
    bool is_stale;    /* and so the frame does not hold the page that was set last */
} kj_stage;

/* Bytes of memory for sizes. */
size_t kj_stage_memory_bytes(const kj_reader_sizes *sizes);

/* Cuts memory (8-byte aligned, caller's, kj_stage_memory_bytes) up and opens the engine in it.
 * KJ_OK; ERR_ARGUMENT: a size, the panel or the style outside its limits; ERR_MEMORY; ERR_FORMAT:
 * a font that cannot be used. After an error but ERR_ARGUMENT the surface can still be painted by
 * hand (the fallback picture). */
KJ_MUST_USE kj_status kj_stage_open(kj_stage *stage, const kj_stage_config *config, void *memory);
void kj_stage_close(kj_stage *stage);

/* Ends the article: its arena is empty, no composer is open. */
void kj_stage_reset(kj_stage *stage);

/* Changes style, rotation, foot and colours to those of config, whose other fields are not looked
 * at; faces and caches are kept, a composer is dropped. KJ_OK; ERR_ARGUMENT: outside the limits;
 * then nothing was changed. */
KJ_MUST_USE kj_status kj_stage_restyle(kj_stage *stage, const kj_stage_config *config);

/* Whether a composer is open for document: painting a page with a large picture closes it. */
static inline bool kj_stage_composes(const kj_stage *stage, const kj_document *document) {
    return stage->composer != NULL && stage->composed == document;
}

/* Whether the surface holds the whole panel: only then something can be laid over a page. */
static inline bool kj_stage_is_whole(const kj_stage *stage) {
    return stage->surface.band_rows == stage->surface.height_px;
}

/* Opens a composer for document on top of what the article arena holds; the last one is dropped,
 * with all that was taken from the arena after it. Errors as kj_composer_open. */
KJ_MUST_USE kj_status kj_stage_compose(kj_stage *stage, kj_document *document);
void kj_stage_drop_composer(kj_stage *stage);

/* kj_composer_page into the stage's display list. */
KJ_MUST_USE kj_status kj_stage_set_page(kj_stage *stage, kj_place place, kj_place *next);

/* Paints the display list, moved clear of the bezel, and its pictures onto an empty surface. To be
 * called once after kj_stage_set_page. KJ_OK; KJ_AGAIN: a picture is broken: set and paint again;
 * errors as kj_painter_paint and kj_pictures_paint. */
KJ_MUST_USE kj_status kj_stage_paint(kj_stage *stage);

/* Adds label (page coordinates, its foot included) to the display list; *used_px as
 * kj_composer_label. Opens a composer of no document where none is open. Errors as
 * kj_composer_label and kj_composer_open. */
KJ_MUST_USE kj_status kj_stage_label(kj_stage *stage, const kj_label *label, int16_t *used_px);

/* Empties the display list for what is laid over the page: kj_stage_label and rules fill it. */
void kj_stage_begin_overlay(kj_stage *stage);

/* Clears box (page coordinates) and paints the list there, mark (within box, may be empty) in
 * reverse; where there is no whole frame all else is paper. Errors as kj_painter_paint. */
KJ_MUST_USE kj_status kj_stage_paint_overlay(kj_stage *stage, kj_rect box, kj_rect mark);

/* The same for a part of what was painted so: the mark, which lies elsewhere, stays. Only where the
 * frame is whole. */
KJ_MUST_USE kj_status kj_stage_paint_part(kj_stage *stage, kj_rect box);

/* Moves the mark of what was painted last. */
void kj_stage_move_mark(kj_stage *stage, kj_rect mark);

/* A box of the page as the panel's pixels, clipped; the other way round for the whole page, foot
 * included. */
kj_rect kj_stage_on_panel(const kj_stage *stage, kj_rect box);
kj_rect kj_stage_page_box(const kj_stage *stage);

/* The first row without ink at y or above, no further up than `most` rows and not above the page:
 * so that what is laid over it cuts no line in two; else y. Page coordinates; whole frames only,
 * else y. */
int16_t kj_stage_find_gap(const kj_stage *stage, int16_t y, int16_t most);

/* Row y of a plane, repainting the band where it holds other rows, for kj_panel_rows. */
KJ_MUST_USE kj_status kj_stage_row(kj_stage *stage, unsigned plane, uint16_t y, uint8_t *bits);

#endif
