/* typing.h - the keyboard on the screen: where its keys lie, and painting it. Layer: reader. */
#ifndef KJ_READER_TYPING_H
#define KJ_READER_TYPING_H

#include "reader/keyboard.h"
#include "reader/stage.h"
#include "reader/strings.h"

typedef struct kj_typing {
    const kj_keyboard *keyboard;
    kj_stage *stage;
    uint8_t size_px; /* of the text that is typed; keys' labels fit their cells */
    kj_language language;
    int16_t top_px; /* where it begins, as kj_typing_begin found: above its own edge, where it would
                       cut a line of the page in two */
} kj_typing;

/* Where it has to begin on the page that is in the frame, or has begun already (top_px). */
int16_t kj_typing_begin(const kj_typing *typing);

/* What it covers, page coordinates. */
kj_rect kj_typing_box(const kj_typing *typing);

/* Paints all of it. Errors as kj_stage_label and kj_stage_paint_overlay. */
KJ_MUST_USE kj_status kj_typing_paint(const kj_typing *typing);

/* After a key was typed, the mark having stood at before: the text and the row of vowels below it,
 * which says what they would type now; only where the frame is whole. *changed is what of the page
 * changed. */
KJ_MUST_USE kj_status kj_typing_paint_text(const kj_typing *typing, kj_rect before,
                                           kj_rect *changed);

/* Has the key that is marked by now shown so; *changed is what of the page changed. */
void kj_typing_move(const kj_typing *typing, kj_rect before, kj_rect *changed);
kj_rect kj_typing_marked_box(const kj_typing *typing);

#endif
