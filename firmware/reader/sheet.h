/* sheet.h - a few rows at the foot of the screen to choose from, laid over the page.
 *
 * The page above stays to be seen: a size that is tried out shows at once. Moving the mark changes
 * two rows of the glass and sets no text. Where there is no whole frame the sheet has the screen to
 * itself. Layer: reader. */
#ifndef KJ_READER_SHEET_H
#define KJ_READER_SHEET_H

#include "reader/line.h"
#include "reader/stage.h"

#define KJ_SHEET_TITLE_BYTES 160u
#define KJ_SHEET_VALUE_BYTES 64u

typedef struct kj_sheet_source {
    void *context;
    /* Row index (< count): what it is, at the left, and its value, at the right. */
    void (*row)(void *context, unsigned index, kj_line *title, kj_line *value);
    /* Whether row index, which is not the first, is of another kind than the one before: a thin
     * rule stands between them. NULL: none is. */
    bool (*is_apart)(void *context, unsigned index);
} kj_sheet_source;

/* Fields private. */
typedef struct kj_sheet {
    uint8_t count, marked, first, shown; /* rows: all, the marked one, those shown */
    uint8_t size_px;
    int16_t row_px;
    kj_rect box; /* page coordinates */
    bool is_painted;
} kj_sheet;

/* A sheet of count rows (>= 1) on stage's page, text of size_px; row marked is marked. */
void kj_sheet_open(kj_sheet *sheet, const kj_stage *stage, uint8_t size_px, unsigned count,
                   unsigned marked);

/* The page below is another one, or was painted only now: where the sheet begins, so that it cuts
 * no line of it, is to be found anew. */
void kj_sheet_begin_anew(kj_sheet *sheet, const kj_stage *stage);

/* Paints it; of a line of the page that it would cut in two nothing stays to be seen: box is as
 * much higher then. Errors as kj_stage_label and kj_stage_paint_overlay. */
KJ_MUST_USE kj_status kj_sheet_paint(kj_sheet *sheet, kj_stage *stage,
                                     const kj_sheet_source *source);

/* Marks the row `step` further (around the ends). True: the rows shown are the same, and the mark
 * is moved in the frame; *changed is what of the page changed. False: paint the sheet again. The
 * sheet is always full of rows: its last page begins so far up that it is. */
bool kj_sheet_move(kj_sheet *sheet, kj_stage *stage, int step, kj_rect *changed);

#endif
