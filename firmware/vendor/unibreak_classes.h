/* unibreak_classes.h - a code point's line-breaking class, from tables of a tenth of the size.
 *
 * CMake has libunibreak's linebreak.c, in the build folder, ask here; this module also stands in
 * for its eastasianwidthdef.c. See unibreak_compile.c for the tables. Layer: vendor. */
#ifndef KJ_VENDOR_UNIBREAK_CLASSES_H
#define KJ_VENDOR_UNIBREAK_CLASSES_H

#include <linebreakdef.h>

/* What upstream's get_char_lb_class_default returns: the class of UAX #14, LBP_XX for a code point
 * that has none. Any number may be asked for. */
enum LineBreakClass kj_unibreak_line_class(utf32_t code_point);

#endif
