/* subset.c - cuts a font file down to the code points of a list (host tool).
 *
 * Linked with the pinned HarfBuzz's own subsetter, so that the bytes that come out do not depend
 * on the system's version of it. Hints and glyph names go, the outline of .notdef stays (it is
 * the visible box for what no face has), and of the name table the copyright and the licence.
 *
 *   subset LIST FEATURES IN.ttf OUT.ttf
 *     LIST: code points and ranges in hexadecimal, "0980-09FE", "#" begins a comment
 *     FEATURES: "all" layout features of the font, or the "default" ones of running text */
#include <hb-ot.h>
#include <hb-subset.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool read_list(const char *path, hb_set_t *code_points) {
    FILE *file = fopen(path, "r");
    char line[256];
    bool good = file != NULL;
    while (good && fgets(line, sizeof line, file)) {
        line[strcspn(line, "#\n")] = 0;
        for (char *word = strtok(line, " \t"); word; word = strtok(NULL, " \t")) {
            char *end;
            unsigned long first = strtoul(word, &end, 16), last = first;
            if (*end == '-') {
                last = strtoul(end + 1, &end, 16);
            }
            good = good && *end == 0 && first > 0 && first <= last && last <= 0x10FFFF;
            hb_set_add_range(code_points, (hb_codepoint_t)first, (hb_codepoint_t)last);
        }
    }
    if (file) {
        fclose(file);
    }
    return good && hb_set_get_population(code_points) > 0;
}

static void choose(hb_subset_input_t *input, bool all_features) {
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_NOTDEF_OUTLINE);
    hb_set_t *names = hb_subset_input_set(input, HB_SUBSET_SETS_NAME_ID);
    hb_set_clear(names);
    hb_set_add(names, HB_OT_NAME_ID_COPYRIGHT);
    hb_set_add(names, HB_OT_NAME_ID_FONT_FAMILY);
    hb_set_add(names, HB_OT_NAME_ID_FONT_SUBFAMILY);
    hb_set_add(names, HB_OT_NAME_ID_LICENSE);
    hb_set_add(names, HB_OT_NAME_ID_LICENSE_URL);
    if (all_features) {
        hb_set_t *features = hb_subset_input_set(input, HB_SUBSET_SETS_LAYOUT_FEATURE_TAG);
        hb_set_clear(features);
        hb_set_invert(features);
    }
}

static bool write_blob(const char *path, hb_blob_t *blob) {
    unsigned length;
    const char *bytes = hb_blob_get_data(blob, &length);
    FILE *file = fopen(path, "wb");
    if (!file) {
        return false;
    }
    bool good = fwrite(bytes, 1, length, file) == length;
    return fclose(file) == 0 && good;
}

int main(int argc, char **argv) {
    if (argc != 5) {
        fprintf(stderr, "usage: subset LIST all|default IN.ttf OUT.ttf\n");
        return 2;
    }
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (!input || !read_list(argv[1], hb_subset_input_unicode_set(input))) {
        fprintf(stderr, "subset: %s: no list of code points\n", argv[1]);
        return 1;
    }
    choose(input, strcmp(argv[2], "all") == 0);
    hb_blob_t *original = hb_blob_create_from_file_or_fail(argv[3]);
    hb_face_t *face = original ? hb_face_create(original, 0) : NULL;
    hb_face_t *subset = face ? hb_subset_or_fail(face, input) : NULL;
    if (!subset || hb_face_get_glyph_count(subset) < 2) {
        fprintf(stderr, "subset: %s: not a font that can be subset\n", argv[3]);
        return 1;
    }
    hb_blob_t *blob = hb_face_reference_blob(subset);
    if (!write_blob(argv[4], blob)) {
        fprintf(stderr, "subset: cannot write %s\n", argv[4]);
        return 1;
    }
    hb_blob_destroy(blob);
    hb_face_destroy(subset);
    hb_face_destroy(face);
    hb_blob_destroy(original);
    hb_subset_input_destroy(input);
    return 0;
}
