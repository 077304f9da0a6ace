/* pager.c - see pager.h. Layer: layout. */
#include "layout/pager.h"

#include <assert.h>

void kj_pager_begin(kj_pager *pager, const kj_pager_config *config) {
    assert(config->keep_lines >= 1 && config->top_px < config->bottom_px);
    *pager = (kj_pager){.config = *config, .baseline_px = config->top_px, .is_empty = true};
    for (unsigned grade = 0; grade < KJ_CUT_GRADES; grade++) {
        pager->cuts[grade].bottom_px = -1;
    }
}

/* Of a cut right before line, which follows at least one line on the page. A heading's last line
 * asks for the first lines of what follows: within those, the rule for a paragraph's foot holds
 * the heading too. */
static kj_pager_grade grade_before(const kj_pager *pager, const kj_pager_line *line) {
    if (line->before == 0) {
        return pager->heading_above || line->keep_with_last ? KJ_CUT_PARTED : KJ_CUT_GOOD;
    }
    if (line->keep_with_next || line->keep_together) {
        return KJ_CUT_PARTED;
    }
    unsigned keep = pager->config.keep_lines;
    bool lonely = line->before < keep || line->after + 1u < keep;
    return lonely ? KJ_CUT_LONELY : KJ_CUT_GOOD;
}

static int32_t baseline_of(const kj_pager *pager, const kj_pager_line *line) {
    if (pager->is_empty) {
        return (int32_t)pager->config.top_px + line->ascent_px;
    }
    return pager->baseline_px + (pager->leading_px + line->leading_px) / 2 + line->space_px;
}

kj_status kj_pager_offer(kj_pager *pager, const kj_pager_line *line, int32_t *baseline_px) {
    int32_t baseline = baseline_of(pager, line);
    if (!pager->is_empty) {
        pager->cuts[grade_before(pager, line)] =
            (kj_pager_cut){.place = line->place,
                           .mark = line->mark,
                           .bottom_px = pager->baseline_px + pager->below_px};
        if (baseline + line->extra_px + line->descent_px > pager->config.bottom_px) {
            return KJ_AGAIN;
        }
    }
    *baseline_px = baseline;
    return KJ_OK;
}

void kj_pager_place(kj_pager *pager, const kj_pager_line *line, int32_t baseline_px) {
    pager->is_empty = false;
    pager->baseline_px = baseline_px + line->extra_px;
    pager->leading_px = line->leading_px;
    pager->below_px = line->descent_px;
    pager->is_strict = pager->is_strict || line->keep_together;
    pager->heading_above = line->keep_with_next && line->after == 0;
}

const kj_pager_cut *kj_pager_best(const kj_pager *pager) {
    int32_t half = ((int32_t)pager->config.top_px + pager->config.bottom_px) / 2;
    const kj_pager_cut *best = NULL;
    for (unsigned grade = 0; grade < KJ_CUT_GRADES; grade++) {
        const kj_pager_cut *cut = &pager->cuts[grade];
        if (cut->bottom_px < 0) {
            continue;
        }
        if (!best ||
            (!pager->is_strict && best->bottom_px < half && cut->bottom_px > best->bottom_px)) {
            best = cut;
        }
    }
    return best;
}
