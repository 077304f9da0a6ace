/* freetype_options.h - FreeType's configuration: outlines from memory, nothing else.
 *
 * Our faces are unhinted TrueType subsets used in place. Everything not defined here is off:
 * hinting bytecode (19 KB of flash, 4 times the time), variations, embedded bitmaps, colour,
 * SVG, names, Mac resources, incremental loading, compressed streams and files. The macros are
 * described in FreeType's own ftoption.h, which this replaces (FT_CONFIG_OPTIONS_H).
 * Layer: vendor. */
#ifndef FTOPTION_H_
#define FTOPTION_H_

#include <ft2build.h>

FT_BEGIN_HEADER

#define FT_CONFIG_OPTION_INLINE_MULFIX
#define FT_CONFIG_OPTION_DISABLE_STREAM_SUPPORT

#define FT_MAX_MODULES 4

#define TT_CONFIG_CMAP_FORMAT_4
#define TT_CONFIG_CMAP_FORMAT_12

/* Asked for by headers whose code is compiled out. */
#define T1_MAX_DICT_DEPTH           5
#define T1_MAX_SUBRS_CALLS          16
#define T1_MAX_CHARSTRINGS_OPERANDS 256

FT_END_HEADER

#endif
