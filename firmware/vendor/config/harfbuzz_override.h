/* harfbuzz_override.h - what HB_TINY leaves out and we need, and the binding to our heap.
 *
 * HB_TINY alone drops the rules for invalid vowel sequences with the rest of HB_NO_LEGACY, so
 * that U+0985 U+09BE is not shown with a dotted circle as hb-shape shows it. So HB_NO_LEGACY is
 * taken back and its other members, which no font of ours needs, are set one by one. Included
 * by hb-config.hh (HB_CONFIG_OVERRIDE_H); the names are described there. Layer: vendor. */
#ifndef KJ_VENDOR_HARFBUZZ_OVERRIDE_H
#define KJ_VENDOR_HARFBUZZ_OVERRIDE_H

#undef HB_NO_LEGACY
#define HB_NO_CMAP_LEGACY_SUBTABLES
#define HB_NO_FALLBACK_SHAPE
#define HB_NO_OT_KERN
#define HB_NO_OT_LAYOUT_BLOCKLIST
#define HB_NO_OT_SHAPER_ARABIC_FALLBACK
#define HB_NO_OT_SHAPER_HEBREW_FALLBACK
#define HB_NO_OT_SHAPER_THAI_FALLBACK
#define HB_NO_OT_SHAPER_MYANMAR_ZAWGYI

/* Languages of two letters are enough for bn, as and en: 17 KB of names and code. */
#define HB_NO_LANGUAGE_LONG
#define HB_NO_LANGUAGE_PRIVATE_SUBTAG

/* Of the caches that HB_TINY does without, two pay: what a character's glyph is, and what GDEF says
 * of a glyph, half a KB a face (harfbuzz_unit.cc) for 4 % of the time that shaping takes. */
#undef HB_MINIMIZE_MEMORY_USAGE
#define HB_NO_OT_LAYOUT_LOOKUP_CACHE
#define HB_NO_OT_FONT_ADVANCE_CACHE

/* All four together make HarfBuzz call these and nothing of the C library (hb.hh). */
#define hb_malloc_impl  kj_harfbuzz_malloc
#define hb_calloc_impl  kj_harfbuzz_calloc
#define hb_realloc_impl kj_harfbuzz_realloc
#define hb_free_impl    kj_harfbuzz_free

#endif
