/* refresh.h - decides when a page may turn with a fast update and when the glass is due for a
 * flash.
 *
 * A differential update leaves a little of the old picture in each pixel that changed; pixels
 * that stay are not touched. So the policy counts, for each cell of a grid, how often its
 * pixels have changed since they were last cleaned, and asks for a clean update when that is
 * due: sooner where a flash is natural, and only of the region concerned. It holds no frame:
 * it watches the rows of the new picture go by. Layer: panel. */
#ifndef KJ_PANEL_REFRESH_H
#define KJ_PANEL_REFRESH_H

#include "panel/panel.h"

#define KJ_REFRESH_COLUMNS 8u
#define KJ_REFRESH_ROWS    6u
#define KJ_REFRESH_CELLS   (KJ_REFRESH_COLUMNS * KJ_REFRESH_ROWS)

/* The unit of wear: so many make each pixel of a cell changed once. */
#define KJ_REFRESH_STROKE 256u

typedef enum kj_refresh_mood {
    KJ_REFRESH_CALM,     /* few flashes, some ghost */
    KJ_REFRESH_BALANCED, /* the default */
    KJ_REFRESH_CRISP     /* no ghost to speak of, a flash every few pages */
} kj_refresh_mood;

typedef struct kj_refresh_config {
    uint16_t width_px, height_px; /* the panel's own; width a multiple of 8 and at least 64 */
    uint16_t limit;               /* mean wear of the touched cells that calls for a flash */
    uint16_t natural_limit;       /* the same where a flash is natural, <= limit */
} kj_refresh_config;

typedef struct kj_refresh_cell {
    uint32_t hash, next_hash; /* of the cell's bits: shown, observed */
    uint16_t ink, next_ink;   /* black pixels: shown, observed */
    uint16_t changed;         /* pixels, where old rows were given */
    uint16_t wear;            /* since the cell was last cleaned; saturates */
} kj_refresh_cell;

typedef struct kj_refresh {
    kj_refresh_config config;
    /* private */
    kj_refresh_cell cells[KJ_REFRESH_CELLS];
    uint16_t rows_seen, rows_compared; /* of the picture under observation */
    bool shown_known;                  /* ink and hash are of what the glass shows */
} kj_refresh;

typedef struct kj_refresh_plan {
    kj_panel_intent intent;
    kj_rect window;
} kj_refresh_plan;

/* The mood's thresholds for a panel of this size. Cannot fail. */
kj_refresh_config kj_refresh_preset(kj_refresh_mood mood, uint16_t width_px, uint16_t height_px);

/* Starts with nothing known and nothing worn. */
void kj_refresh_init(kj_refresh *refresh, const kj_refresh_config *config);

/* Another mood's thresholds from now on; the wear of the cells stays. Cannot fail. */
void kj_refresh_set_mood(kj_refresh *refresh, kj_refresh_mood mood);

/* Shows the policy row y of the picture that comes next: width/8 bytes, set bit = ink, in whole
 * words, of whose last one the bytes past the row's end are not looked at. old holds the same row
 * of the picture on the glass, or NULL where memory has none: the change is then estimated from
 * the ink of old and new, and known to be none where a cell's bits are the same. All rows of the
 * panel, each once, in any order; a picture not wholly observed counts as a quarter changed. */
void kj_refresh_observe(kj_refresh *refresh, uint16_t y, const uint32_t *bits, const uint32_t *old);

/* What to ask the panel for, where wanted over window is the update's purpose and natural says
 * that the reader expects a break here (a new article, a new screen). A clean window comes
 * aligned to cells. Changes nothing: may be asked again. */
kj_refresh_plan kj_refresh_choose(const kj_refresh *refresh, kj_rect window, kj_panel_intent wanted,
                                  bool natural);

/* After the panel took the update: its own window and intent, which the driver may have
 * widened. Not called for an update that failed, after which the driver cleans anyway. */
void kj_refresh_record(kj_refresh *refresh, kj_rect window, kj_panel_intent done);

/* The wear of the most worn cell, for reports. */
uint16_t kj_refresh_worst(const kj_refresh *refresh);

#endif
