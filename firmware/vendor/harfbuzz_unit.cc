/* harfbuzz_unit.cc - HarfBuzz as one translation unit, and the making of its singletons.
 *
 * In one unit with it, because no one else should see HarfBuzz's objects that live as long as
 * the program. See harfbuzz_heap.h for why they are made early. Layer: vendor. */
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
