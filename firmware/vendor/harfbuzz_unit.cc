/* harfbuzz_unit.cc - HarfBuzz as one translation unit, and the making of its singletons.
 *
 * In one unit with it, because no one else should see HarfBuzz's objects that live as long as
 * the program. See harfbuzz_heap.h for why they are made early. Layer: vendor. */
#include "hb.hh"

/* Which lookups may do something with a glyph is told by three sets of its number's bits.
 * HarfBuzz's are for fonts of any size and words of 64 bits; our faces have less than 1024 glyphs
 * and their devices words of 32: bits 3 to 7, 5 to 9 and 0 to 4 let the fewest glyphs through in
 * vain. */
#include "hb-set-digest.hh"
template <unsigned int shift>
using kj_digest_bits = hb_set_digest_bits_pattern_t<uint32_t, shift>;
using kj_set_digest =
    hb_set_digest_combiner_t<kj_digest_bits<3>,
                             hb_set_digest_combiner_t<kj_digest_bits<5>, kj_digest_bits<0>>>;
#define hb_set_digest_t kj_set_digest

/* Its two caches of a face, of 1.5 KB, as 512 bytes: of the glyphs of characters below U+1000, by
 * which the Bengali block is there as a whole, and of what GDEF says of a glyph. What has no place
 * in them is looked up. The third is out (harfbuzz_override.h). */
#include "hb-cache.hh"
template <unsigned int key_bits, unsigned int value_bits>
struct kj_cache_of;
template <>
struct kj_cache_of<21, 16> {
    template <bool safe>
    using type = hb_cache_t<12, 10, 7, safe>;
};
template <>
struct kj_cache_of<21, 3> {
    template <bool safe>
    using type = hb_cache_t<16, 3, 7, safe>;
};
template <>
struct kj_cache_of<24, 16> {
    template <bool safe>
    using type = hb_cache_t<24, 16, 8, safe>;
};
template <unsigned int key_bits, unsigned int value_bits, unsigned int, bool safe = true>
using kj_cache = typename kj_cache_of<key_bits, value_bits>::template type<safe>;
#define hb_cache_t kj_cache

/* The shapers of scripts that no buffer of ours has (text/shape.c: Bengali and Latin): whoever
 * chooses one takes the default, so that nothing refers to them and they are left out (25 KB). */
#define _hb_ot_shaper_arabic         _hb_ot_shaper_default
#define _hb_ot_shaper_hangul         _hb_ot_shaper_default
#define _hb_ot_shaper_hebrew         _hb_ot_shaper_default
#define _hb_ot_shaper_khmer          _hb_ot_shaper_default
#define _hb_ot_shaper_myanmar        _hb_ot_shaper_default
#define _hb_ot_shaper_myanmar_zawgyi _hb_ot_shaper_default
#define _hb_ot_shaper_thai           _hb_ot_shaper_default
#define _hb_ot_shaper_use            _hb_ot_shaper_default
#include "hb-ot-shaper.hh"
#undef _hb_ot_shaper_arabic
#undef _hb_ot_shaper_hangul
#undef _hb_ot_shaper_hebrew
#undef _hb_ot_shaper_khmer
#undef _hb_ot_shaper_myanmar
#undef _hb_ot_shaper_myanmar_zawgyi
#undef _hb_ot_shaper_thai
#undef _hb_ot_shaper_use

/* These tables of a face are taken as they are. A face is a constant of ours, whose SHA-256
 * fonts/make.sh has compared: to look through all of it at each start would find what it found,
 * slowly and with 16 KB of code. The face's directory and its small tables are still checked. */
namespace OT {
namespace Layout {
struct GSUB;
struct GPOS;
} // namespace Layout
struct GDEF;
struct cmap;
} // namespace OT
#define KJ_TRUST(table)                                                                            \
    template <>                                                                                    \
    hb_blob_t *hb_sanitize_context_t::sanitize_blob<table>(hb_blob_t * blob) {                     \
        hb_blob_make_immutable(blob);                                                              \
        return blob;                                                                               \
    }
KJ_TRUST(OT::Layout::GSUB)
KJ_TRUST(OT::Layout::GPOS)
KJ_TRUST(OT::GDEF)
KJ_TRUST(OT::cmap)

/* Lookups go through all glyphs of all words, and a Bengali font's substitutions are ligatures. So
 * what they are made of is built as if for speed (5 KB for 4 % of the time of shaping), and their
 * sets take the faster way that HB_TINY leaves out: the second glyph is looked at before each of up
 * to 60 ligatures is tried. The headers in between are those that must stay small. */
// clang-format off
#include "hb-buffer.hh"
#include "hb-map.hh"
#include "hb-set.hh"
#include "hb-ot-map.hh"
#include "hb-ot-layout-common.hh"
#include "OT/Layout/GDEF/GDEF.hh"
#undef HB_OPTIMIZE_SIZE
#include "hb-ot-layout-gsubgpos.hh"
#define HB_OPTIMIZE_SIZE
#include "OT/Layout/GSUB/Common.hh"
#include "OT/Layout/GSUB/Ligature.hh"
#undef HB_OPTIMIZE_SIZE_VAL
#undef HB_NO_OT_RULESETS_FAST_PATH
#define HB_OPTIMIZE_SIZE_VAL 0
#include "OT/Layout/GSUB/LigatureSet.hh"
#undef HB_OPTIMIZE_SIZE_VAL
#define HB_OPTIMIZE_SIZE_VAL 1
#define HB_NO_OT_RULESETS_FAST_PATH
// clang-format on

#include "harfbuzz.cc"

/* HB_TINY leaves the function out and a caller of it in. There are no files to open. */
hb_blob_t *hb_blob_create_from_file_or_fail(const char *file_name) { return nullptr; }

extern "C" bool kj_harfbuzz_make_singletons(void);

/* Whether all of them could be allocated from the heap that is in force. */
extern "C" bool kj_harfbuzz_make_singletons(void) {
    bool made = hb_unicode_funcs_get_default() != hb_unicode_funcs_get_empty();
    made &= hb_language_get_default() != HB_LANGUAGE_INVALID;
    for (const char *name : {"bn", "as", "en"}) {
        made &= hb_language_from_string(name, -1) != HB_LANGUAGE_INVALID;
    }
    made &= hb_shape_list_shapers()[0] != nullptr;
    /* A font of the empty face has the functions that every font of ours will have. */
    hb_font_t *font = hb_font_create(hb_face_get_empty());
    made &= font != hb_font_get_empty();
    hb_font_destroy(font);
    return made;
}
