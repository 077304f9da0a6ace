/* shape_print.h - a line's glyphs as hb-shape prints them, on the host and on a device: so that
 * what the firmware shapes can be held against hb-shape. Layer: board. */
#ifndef KJ_DEVICE_SHAPE_PRINT_H
#define KJ_DEVICE_SHAPE_PRINT_H

#include "text/itemize.h"
#include "text/shape.h"

/* Where the text goes, piece by piece, each with a NUL at its end. */
typedef struct kj_shape_sink {
    void *context;
    void (*put)(void *context, const char *text);
} kj_shape_sink;

/* Puts [gid=cluster@dx,dy+advance|...] and a newline; clusters are code point indices in line,
 * figures font units. Spaces between words are shown as the space glyph. *glyphs is raised by their
 * number. ERR_TOO_LARGE: more than 65,535 bytes; errors as kj_itemizer_next and kj_shaper_add; what
 * was put until then stays. */
KJ_MUST_USE kj_status kj_shape_print_line(const kj_shape_sink *sink, kj_faces *faces,
                                          kj_shaper *shaper, kj_family family, bool bold,
                                          kj_span line, uint32_t *glyphs);

#endif
