/* breaks.c - see breaks.h. UAX #14 (revision 49, libunibreak) decides; characters that Bengali
 * newspapers use otherwise than the annex thinks are shown to it as others (shown_as), and of what
 * it allows, may_end_line takes back what an editor would not print. Layer: text. */
#include "text/breaks.h"

#include "text/tokens.h"
#include "text/unicode.h"

#include <linebreak.h>
#include <linebreakdef.h>

enum {
    PART_CLUSTERS = 2, /* the fewest beside a hyphen or slash for a break after it */
    ELLIPSIS = 0x2026,
    ELLIPSIS_BYTES = 3
};

/* What stands before the position that is asked about. */
typedef struct break_scan {
    kj_span text;
    struct LineBreakContext rules;
    uint32_t before;    /* the code point before */
    uint32_t base;      /* the last one that is no mark, joiner or space */
    size_t token_start; /* of the word at or before the position */
    size_t token_end;   /* the last word's, without spaces after it */
    unsigned clusters;  /* of the part since the last hyphen, slash or space */
    unsigned part;      /* and of the part that the last hyphen or slash ended */
    bool is_address;    /* within a word that begins like an Internet address */
    bool forced;        /* a separator stood among the spaces before */
} break_scan;

static bool is_dash(uint32_t code_point) { return code_point >= 0x2012 && code_point <= 0x2015; }

static bool is_compound_mark(uint32_t code_point) {
    return code_point == '-' || code_point == '/' || code_point == 0x2010 || code_point == 0x2013;
}

static bool is_separator(uint32_t code_point) {
    return code_point == 0x0B || code_point == 0x0C || code_point == 0x85 || code_point == 0x2028 ||
           code_point == 0x2029;
}

static bool is_any_space(uint32_t code_point) {
    return kj_is_space(code_point) || kj_is_fixed_space(code_point);
}

static uint32_t code_point_at(kj_span text, size_t at) {
    return at < text.length ? kj_next_code_point(text, &at) : ' ';
}

/* A straight quotation mark opens where only what follows it touches it, else it closes. */
static uint32_t straight_quote(const break_scan *scan, size_t end) {
    bool open_before = is_any_space(scan->before) || scan->before == '(' || scan->before == '[' ||
                       scan->before == 0x201C || scan->before == 0x2018;
    if (!open_before) {
        return ')';
    }
    return is_any_space(code_point_at(scan->text, end)) ? '"' : '(';
}

/* The character that UAX #14 is shown for code_point: quotation marks have sides here, a danda
 * ends sentences, and a line end within a block is a space. */
static uint32_t shown_as(const break_scan *scan, uint32_t code_point, size_t end) {
    switch (code_point) {
    case '"':
    case '\'': return straight_quote(scan, end);
    case 0x00AB:
    case 0x2018:
    case 0x201A:
    case 0x201C:
    case 0x201E:
    case 0x2039: return '(';
    case 0x00BB:
    case 0x2019:
    case 0x201D:
    case 0x203A: return ')';
    case 0x0964:
    case 0x0965: return '!';
    case KJ_SOFT_HYPHEN: return 0x2010;
    default: return is_any_space(code_point) && !kj_is_fixed_space(code_point) ? ' ' : code_point;
    }
}

/* Whether at least PART_CLUSTERS clusters of letters or digits stand from position on. */
static bool part_follows(kj_span text, size_t position) {
    unsigned clusters = 0;
    while (position < text.length && clusters < PART_CLUSTERS) {
        bool edge = kj_is_cluster_edge(text, position);
        uint32_t code_point = kj_next_code_point(text, &position);
        if (!kj_is_word_part(code_point)) {
            break;
        }
        clusters += edge;
    }
    return clusters >= PART_CLUSTERS;
}

/* The break at position comes after spaces; scan->base ends the word before them. */
static bool may_part_words(const break_scan *scan, size_t position, uint32_t next) {
    bool number_before = kj_is_digit(scan->base);
    if (kj_is_currency(scan->base) && kj_is_digit(next)) {
        return false;
    }
    if (number_before && (kj_is_currency(next) || kj_token_is_unit(scan->text, position))) {
        return false;
    }
    if (next == ELLIPSIS || next == '.') {
        size_t after = position;
        (void)kj_next_code_point(scan->text, &after);
        return kj_is_word_part(code_point_at(scan->text, after));
    }
    kj_span token = {scan->text.data + scan->token_start, scan->token_end - scan->token_start};
    return !(kj_is_word_part(next) && !kj_is_digit(next) && kj_token_is_abbreviation(token));
}

/* Of the breaks that UAX #14 allows, those that stay. */
static bool may_end_line(const break_scan *scan, size_t position, uint32_t next) {
    if (!kj_is_cluster_edge(scan->text, position) || is_dash(next)) {
        return false;
    }
    if (scan->base == KJ_SOFT_HYPHEN && scan->before != KJ_SOFT_HYPHEN) {
        return is_any_space(scan->before);
    }
    if (is_any_space(scan->before)) {
        return may_part_words(scan, position, next);
    }
    if (scan->before == ELLIPSIS && scan->token_end - scan->token_start == ELLIPSIS_BYTES) {
        return false; /* it opens the word */
    }
    if (is_compound_mark(scan->before) && !scan->is_address) {
        return scan->part >= PART_CLUSTERS && part_follows(scan->text, position);
    }
    return true;
}

/* Where an Internet address may be divided though UAX #14 sees a word: before a full stop, after
 * the marks between its parts. */
static bool may_divide_address(const break_scan *scan, size_t position, uint32_t next) {
    if (!scan->is_address || position - scan->token_start < 8u || is_any_space(next) ||
        !kj_is_cluster_edge(scan->text, position)) {
        return false;
    }
    uint32_t before = scan->before;
    return (next == '.' && kj_is_word_part(before)) ||
           (kj_is_word_part(next) && (before == '?' || before == '&' || before == '=' ||
                                      before == '_' || before == '-' || before == '/'));
}

static kj_break decide(const break_scan *scan, size_t position, uint32_t next, int result) {
    if (is_any_space(next) && kj_is_space(next)) {
        return KJ_BREAK_NONE;
    }
    if (scan->forced) {
        return kj_is_cluster_edge(scan->text, position) ? KJ_BREAK_FORCED : KJ_BREAK_NONE;
    }
    if (may_divide_address(scan, position, next)) {
        return KJ_BREAK_ALLOWED;
    }
    if (result == LINEBREAK_NOBREAK || !may_end_line(scan, position, next)) {
        return KJ_BREAK_NONE;
    }
    bool soft = scan->before == KJ_SOFT_HYPHEN && kj_is_word_part(next);
    return soft ? KJ_BREAK_HYPHEN : KJ_BREAK_ALLOWED;
}

/* code_point begins a cluster, unless a virama joins it to the last one. */
static void count_cluster(break_scan *scan, uint32_t code_point) {
    if (kj_is_word_part(code_point)) {
        bool joined = scan->before == KJ_VIRAMA && kj_is_bengali_consonant(code_point);
        scan->clusters += !joined;
    } else if (code_point != KJ_SOFT_HYPHEN) {
        scan->part = scan->clusters;
        scan->clusters = 0;
    }
}

/* Moves scan past the code point at position..end. */
static void step(break_scan *scan, uint32_t code_point, size_t position, size_t end) {
    if (kj_is_space(code_point)) {
        scan->forced |= is_separator(code_point);
        scan->clusters = 0;
        scan->is_address = false;
    } else {
        if (is_any_space(scan->before) || position == 0) {
            scan->token_start = position;
            scan->is_address = kj_token_is_address(scan->text, position);
        }
        scan->forced = false;
        scan->token_end = end;
        if (!kj_extends_cluster(code_point)) {
            count_cluster(scan, code_point);
            scan->base = code_point;
        }
    }
    scan->before = code_point;
}

/* As step, for a letter or sign within a Bengali word. */
static void step_inside(break_scan *scan, uint32_t code_point, size_t end) {
    if (!kj_extends_cluster(code_point)) {
        scan->clusters += !(scan->before == KJ_VIRAMA && kj_is_bengali_consonant(code_point));
        scan->base = code_point;
    }
    scan->token_end = end;
    scan->before = code_point;
}

/* Letters and signs of one Bengali word never part and leave the state of UAX #14 as it is: most
 * of the text need not be shown to it. */
void kj_breaks_find(kj_span text, uint8_t *map) {
    break_scan scan = {.text = text, .before = ' ', .base = ' '};
    size_t at = 0;
    bool in_word = false; /* the last code points are a Bengali letter and its signs */
    for (size_t i = 0; i < KJ_BREAK_MAP_BYTES(text.length); i++) {
        map[i] = 0;
    }
    while (at < text.length) {
        size_t position = at;
        uint32_t next = kj_next_code_point(text, &at);
        bool is_letter = kj_is_bengali_letter(next);
        if (in_word && is_letter) {
            step_inside(&scan, next, at);
            continue;
        }
        if (position == 0) {
            lb_init_break_context(&scan.rules, shown_as(&scan, next, at), "bn");
        } else {
            int result = lb_process_next_char(&scan.rules, shown_as(&scan, next, at));
            kj_break kind = decide(&scan, position, next, result);
            if (kind != KJ_BREAK_NONE) {
                kj_break_set(map, position, kind);
            }
        }
        step(&scan, next, position, at);
        in_word = is_letter && !kj_extends_cluster(next);
    }
}
