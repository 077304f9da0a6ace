/* smooth_unit.c - FreeType's smooth rasteriser with 32-bit arithmetic.
 *
 * Where there is a 64-bit type, ftgrays.c crosses cells and walks curves with products of 64 bits:
 * right for a processor that has them. A Cortex-M0+ has none, but a divider beside it for 32 bits,
 * and FreeType's own other variant is made of those. The host takes it too, so that its pixels are
 * the device's. Layer: vendor. */
#include <ft2build.h>
#include FT_CONFIG_CONFIG_H
#include <freetype/internal/ftcalc.h>
#include <freetype/internal/ftdebug.h>
#include <freetype/internal/ftobjs.h>

#undef FT_INT64

#include "smooth.c"
