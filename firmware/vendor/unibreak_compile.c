/* unibreak_compile.c - packs libunibreak's tables of line-breaking classes and East Asian widths.
 *
 * usage: unibreak_compile OUTPUT.h
 * A host tool, built with libunibreak's own data. Upstream has a byte for each code point of the
 * first plane and 12 bytes for each range beyond: 74 KB, of a device's flash. Here both properties
 * are one number, and of each page of 256 code points the table has where the number changes: two
 * bytes a change. tests/unit/test_unibreak.c compares all code points. Layer: vendor. */
#include "eastasianwidthdef.h"
#include "linebreakdef.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Their definitions, which are static there or belong to a translation unit of their own. */
#include "eastasianwidthdata.c"
#include "linebreakdata.c"

enum { CODE_POINTS = 0x110000, PAGE = 256, PAGED = 0x20000, PAIRS_MAX = 255 };

static unsigned char lines[CODE_POINTS], widths[CODE_POINTS], numbers[CODE_POINTS];
typedef struct pair {
    unsigned char line, width;
} pair;
static pair pairs[PAIRS_MAX];
static unsigned pair_count;

static void read_lines(void) {
    memset(lines, LBP_XX, sizeof lines);
    memcpy(lines, lb_prop_bmp, 0x10000);
    /* The last entry only ends the table. */
    for (unsigned i = 0; i + 1u < lb_prop_supplementary_len; i++) {
        const struct LineBreakProperties *range = &lb_prop_supplementary[i];
        memset(lines + range->start, range->prop, range->end - range->start + 1u);
    }
}

static void read_widths(void) {
    memset(widths, EAW_N, sizeof widths);
    for (size_t i = 0; i < ARRAY_LEN(eaw_prop); i++) {
        memset(widths + eaw_prop[i].start, eaw_prop[i].prop,
               eaw_prop[i].end - eaw_prop[i].start + 1u);
    }
}

static unsigned number_of(unsigned char line, unsigned char width) {
    for (unsigned i = 0; i < pair_count; i++) {
        if (pairs[i].line == line && pairs[i].width == width) {
            return i;
        }
    }
    if (pair_count == PAIRS_MAX) {
        fprintf(stderr, "unibreak_compile: more than %d pairs of properties\n", PAIRS_MAX);
        exit(EXIT_FAILURE);
    }
    pairs[pair_count].line = line;
    pairs[pair_count].width = width;
    return pair_count++;
}

static int changes(unsigned code_point, unsigned unit) {
    return code_point % unit == 0 || numbers[code_point] != numbers[code_point - 1u];
}

static void write_pages(FILE *out) {
    unsigned count = 0;
    fprintf(out, "static const uint16_t page_first[] = {");
    for (unsigned c = 0; c < PAGED; c++) {
        if (c % PAGE == 0) {
            fprintf(out, "%u,%s", count, c % (16 * PAGE) == 0 ? "\n" : " ");
        }
        count += (unsigned)changes(c, PAGE);
    }
    fprintf(out, "%u};\nstatic const uint8_t change_at[] = {\n", count);
    for (unsigned c = 0; c < PAGED; c++) {
        if (changes(c, PAGE)) {
            fprintf(out, "%u,%s", c % PAGE, c % PAGE == 0 ? "\n" : " ");
        }
    }
    fprintf(out, "};\nstatic const uint8_t change_to[] = {\n");
    for (unsigned c = 0; c < PAGED; c++) {
        if (changes(c, PAGE)) {
            fprintf(out, "%u,%s", numbers[c], c % PAGE == 0 ? "\n" : " ");
        }
    }
    fprintf(out, "};\n");
}

/* Beyond the second plane there are few changes: (code point << 8 | number), from the last on. */
static void write_rest(FILE *out) {
    fprintf(out, "enum { PAGED = %d };\nstatic const uint32_t rest[] = {\n", PAGED);
    for (unsigned c = CODE_POINTS; c-- > PAGED;) {
        if (changes(c, CODE_POINTS) || c == PAGED) {
            fprintf(out, "0x%Xu,\n", c << 8 | numbers[c]);
        }
    }
    fprintf(out, "};\n");
}

int main(int count, char **arguments) {
    FILE *out = count == 2 ? fopen(arguments[1], "w") : NULL;
    if (out == NULL) {
        fprintf(stderr, "usage: unibreak_compile OUTPUT.h\n");
        return EXIT_FAILURE;
    }
    read_lines();
    read_widths();
    for (unsigned c = 0; c < CODE_POINTS; c++) {
        numbers[c] = (unsigned char)number_of(lines[c], widths[c]);
    }
    fprintf(out, "/* Made by firmware/vendor/unibreak_compile.c. */\n");
    write_pages(out);
    write_rest(out);
    fprintf(out, "static const struct { uint8_t line, width; } pairs[] = {\n");
    for (unsigned i = 0; i < pair_count; i++) {
        fprintf(out, "{%u, %u},\n", pairs[i].line, pairs[i].width);
    }
    fprintf(out, "};\n");
    return fclose(out) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
