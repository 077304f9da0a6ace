/* shape_print.h - a line of text as glyphs, the way hb-shape --no-glyph-names prints it.
 *
 * The glyphs come out of the reader's own itemizer, word batches and cache, so that comparing
 * them with hb-shape's tests the whole way. Layer: board (host). */
#ifndef KJ_PROOF_SHAPE_PRINT_H
#define KJ_PROOF_SHAPE_PRINT_H

#include "text/itemize.h"
#include "text/shape.h"

#include <stdio.h>

/* Prints [gid=cluster@dx,dy+advance|...] and a newline; clusters are code point indices in line,
 * figures font units. Spaces between words are shown as the space glyph. Errors as
 * kj_itemizer_next and kj_shaper_add; what was printed until then stays printed. */
KJ_MUST_USE kj_status kj_shape_print_line(FILE *out, kj_faces *faces, kj_shaper *shaper,
                                          kj_family family, bool bold, kj_span line);

#endif
