/* Tests of vendor/unibreak_classes.c: what the packed tables say, against libunibreak's own. */
#include "test.h"
#include "vendor/unibreak_classes.h"
#include <eastasianwidthdef.h>
#include <linebreak.h>

/* Upstream's tables, which the programs do not link. */
#include <eastasianwidthdata.c>
#include <linebreakdata.c>

enum { BEYOND_UNICODE = 0x120000 };

static enum LineBreakClass upstream_line(utf32_t code_point) {
    if (code_point < 0x10000) {
        return (enum LineBreakClass)lb_prop_bmp[code_point];
    }
    const struct LineBreakProperties *range = ub_bsearch(
        code_point, lb_prop_supplementary, lb_prop_supplementary_len - 1u, sizeof *range);
    return range != NULL ? range->prop : LBP_XX;
}

static enum EastAsianWidthClass upstream_width(utf32_t code_point) {
    const struct EastAsianWidthProperties *range =
        ub_bsearch(code_point, eaw_prop, ARRAY_LEN(eaw_prop), sizeof *range);
    return range != NULL ? range->prop : EAW_N;
}

KJ_TEST(packed_line_classes_are_upstreams_for_every_code_point) {
    for (utf32_t c = 0; c < BEYOND_UNICODE; c++) {
        KJ_CHECK_EQ(kj_unibreak_line_class(c), upstream_line(c));
    }
    KJ_CHECK_EQ(kj_unibreak_line_class(0xFFFFFFFFu), LBP_XX);
}

KJ_TEST(packed_widths_are_upstreams_for_every_code_point) {
    for (utf32_t c = 0; c < BEYOND_UNICODE; c++) {
        KJ_CHECK_EQ(ub_get_char_eaw_class(c), upstream_width(c));
    }
    KJ_CHECK_EQ(ub_get_char_eaw_class(0xFFFFFFFFu), EAW_N);
}

/* Through linebreak.c, so that it is seen to ask the packed tables. */
KJ_TEST(library_takes_its_classes_from_the_packed_tables) {
    struct LineBreakContext context;
    lb_init_break_context(&context, 'a', "bn");
    for (utf32_t c = 0; c < BEYOND_UNICODE; c++) {
        KJ_CHECK_EQ(lb_get_char_class(&context, c), upstream_line(c));
    }
}

KJ_TEST_MAIN()
