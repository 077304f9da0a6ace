/* detect.h - which of two controllers is on the glass, where a board was sold with either. Layer:
 * panel.
 */
#ifndef KJ_PANEL_DETECT_H
#define KJ_PANEL_DETECT_H

#include "panel/panel.h"

/* Resets the panel and tells by what BUSY does: idle after the reset it stands at the level that
 * means idle to the one, and busy to the other. A dead panel's line may stand at either; so one
 * whose BUSY is high while busy must also raise it for a soft reset (12), else the first candidate
 * is taken, whose first update then fails as it should. Takes 30 ms. candidates: count (>= 1)
 * drivers; the others are not looked at once one fits. */
const kj_panel_driver *kj_panel_detect(const kj_panel_wiring *wiring,
                                       const kj_panel_driver *const *candidates, unsigned count);

#endif
