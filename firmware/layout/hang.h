/* hang.h - how far marks at a line's ends hang into the margins.
 *
 * A small mark at the edge of a column leaves a dent in it; set partly in the margin, it makes
 * the edge look straight. Layer: layout. */
#ifndef KJ_LAYOUT_HANG_H
#define KJ_LAYOUT_HANG_H

#include "base/span.h"

#include <stdint.h>

/* Percent of its advance by which the hyphen at a divided word hangs. */
#define KJ_HANG_HYPHEN_PERCENT 70u

/* Percent of its advance by which the character that ends right before byte end of text hangs to
 * the right, or that begins at byte begin hangs to the left: hyphen, comma, full stop and
 * quotes 70 (their ink is small and away from the matra), danda 40 (a stem as tall as the
 * letters), colon, semicolon, en dash 30, all others 0. */
unsigned kj_hang_end_percent(kj_span text, uint32_t end);
unsigned kj_hang_begin_percent(kj_span text, uint32_t begin);

#endif
