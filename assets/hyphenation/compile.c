/* compile.c - turns a hyphenation pattern file into the constant table that the firmware reads.
 *
 * usage: compile PATTERNS OUTPUT.c
 * PATTERNS: UTF-8 in libhyphen's format: the charset's name, then one pattern a line, comments
 * after '%' or '#'. The patterns become a trie in breadth-first order (the children of a node lie
 * side by side, ascending), because that needs no pointers and can be read in flash. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NODES_MAX = 8192, LEVELS_MAX = 16384, PATTERN_MAX = 32, LINE_MAX_BYTES = 512 };

/* Letters of the alphabet that patterns are written in, see hyphenation.h. */
enum { LETTER_BASE = 0x0980, LETTER_ZWNJ = 128, LETTER_ZWJ = 129, LETTER_EDGE = 130 };

typedef struct node {
    unsigned first_child, next_sibling; /* 0: none; the root is node 0 */
    unsigned child_count, levels;       /* levels: offset, 0: none */
    unsigned order;                     /* its place in the output */
    uint8_t letter;
} node;

static node nodes[NODES_MAX];
static unsigned node_count = 1;
static uint8_t levels[LEVELS_MAX] = {0};
static unsigned level_count = 1;
static const char *file_name;
static unsigned line_number;

static void die(const char *what) {
    fprintf(stderr, "compile: %s:%u: %s\n", file_name, line_number, what);
    exit(EXIT_FAILURE);
}

/* One letter at *at; only what Bengali patterns are made of. */
static unsigned read_letter(const unsigned char **at) {
    const unsigned char *bytes = *at;
    if (bytes[0] == '.') {
        *at += 1;
        return LETTER_EDGE;
    }
    if ((bytes[0] & 0xF0) != 0xE0 || (bytes[1] & 0xC0) != 0x80 || (bytes[2] & 0xC0) != 0x80) {
        die("not a letter of Bengali patterns");
    }
    unsigned code_point = (bytes[0] & 0x0Fu) << 12 | (bytes[1] & 0x3Fu) << 6 | (bytes[2] & 0x3Fu);
    *at += 3;
    if (code_point == 0x200C) {
        return LETTER_ZWNJ;
    }
    if (code_point == 0x200D) {
        return LETTER_ZWJ;
    }
    if (code_point < LETTER_BASE || code_point > LETTER_BASE + 127) {
        die("a letter outside the Bengali block");
    }
    return code_point - LETTER_BASE;
}

/* The child of parent for letter, made where it is not there; siblings stay in order. */
static unsigned child_of(unsigned parent, unsigned letter) {
    unsigned *link = &nodes[parent].first_child;
    while (*link && nodes[*link].letter < letter) {
        link = &nodes[*link].next_sibling;
    }
    if (*link && nodes[*link].letter == letter) {
        return *link;
    }
    if (node_count == NODES_MAX) {
        die("too many patterns");
    }
    unsigned made = node_count++;
    nodes[made] = (node){.next_sibling = *link, .letter = (uint8_t)letter};
    *link = made;
    nodes[parent].child_count++;
    return made;
}

/* values[i] stands before letter i; count letters. */
static void store_levels(unsigned end, const uint8_t *values, unsigned count) {
    if (nodes[end].levels) {
        for (unsigned i = 0; i <= count; i++) {
            uint8_t *level = &levels[nodes[end].levels + i];
            *level = values[i] > *level ? values[i] : *level;
        }
        return;
    }
    if (level_count + count + 1u > LEVELS_MAX) {
        die("too many patterns");
    }
    nodes[end].levels = level_count;
    memcpy(&levels[level_count], values, count + 1u);
    level_count += count + 1u;
}

static void add_pattern(const char *line) {
    const unsigned char *at = (const unsigned char *)line;
    uint8_t values[PATTERN_MAX + 1] = {0};
    unsigned count = 0, end = 0;
    while (*at) {
        if (*at >= '0' && *at <= '9') {
            values[count] = (uint8_t)(*at++ - '0');
            continue;
        }
        if (count == PATTERN_MAX) {
            die("a pattern is too long");
        }
        end = child_of(end, read_letter(&at));
        count++;
    }
    if (count == 0) {
        die("a pattern without letters");
    }
    store_levels(end, values, count);
}

static int is_setting(const char *line) {
    return !strncmp(line, "LEFTHYPHENMIN", 13) || !strncmp(line, "RIGHTHYPHENMIN", 14);
}

static void read_patterns(FILE *in) {
    char line[LINE_MAX_BYTES];
    while (fgets(line, sizeof line, in)) {
        line_number++;
        line[strcspn(line, "\r\n")] = 0;
        line[strcspn(line, "%#")] = 0;
        line[strcspn(line, " \t")] = 0;
        if (line_number == 1) {
            if (strcmp(line, "UTF-8") != 0) {
                die("the first line must say UTF-8");
            }
        } else if (line[0] && !is_setting(line)) {
            add_pattern(line);
        }
    }
    if (ferror(in) || node_count == 1) {
        die("no patterns");
    }
}

/* Breadth first: order[i] is the node that comes i-th. */
static void put_in_order(unsigned *order) {
    unsigned made = 1;
    order[0] = 0;
    for (unsigned i = 0; i < made; i++) {
        nodes[order[i]].order = i;
        for (unsigned child = nodes[order[i]].first_child; child;
             child = nodes[child].next_sibling) {
            order[made++] = child;
        }
    }
}

static void write_table(FILE *out, const unsigned *order) {
    fprintf(out,
            "/* Made by assets/hyphenation/compile.c from hyphen-bn's patterns: Copyright (C)\n"
            " * 2016 Santhosh Thottingal, MIT licence (assets/hyphenation/README.md). */\n"
            "#include \"text/hyphenation.h\"\n\n"
            "const kj_hyphen_node kj_hyphen_nodes[] = {\n");
    for (unsigned i = 0; i < node_count; i++) {
        const node *from = &nodes[order[i]];
        unsigned first = from->first_child ? nodes[from->first_child].order : 0;
        fprintf(out, "    {%u, %u, %u, %u},\n", from->letter, from->child_count, first,
                from->levels);
    }
    fprintf(out, "};\n\nconst uint16_t kj_hyphen_roots[KJ_HYPHEN_LETTERS] = {\n");
    for (unsigned child = nodes[0].first_child; child; child = nodes[child].next_sibling) {
        fprintf(out, "    [%u] = %u,\n", nodes[child].letter, nodes[child].order);
    }
    fprintf(out, "};\n\nconst uint8_t kj_hyphen_levels[] = {");
    for (unsigned i = 0; i < level_count; i++) {
        fprintf(out, "%s%u,", i % 24u ? " " : "\n    ", levels[i]);
    }
    fprintf(out, "\n};\n");
}

int main(int argc, char **argv) {
    static unsigned order[NODES_MAX];
    if (argc != 3) {
        fputs("usage: compile PATTERNS OUTPUT.c\n", stderr);
        return EXIT_FAILURE;
    }
    file_name = argv[1];
    FILE *in = fopen(argv[1], "rb");
    FILE *out = in ? fopen(argv[2], "wb") : NULL;
    if (!in || !out) {
        perror(in ? argv[2] : argv[1]);
        return EXIT_FAILURE;
    }
    read_patterns(in);
    fclose(in);
    put_in_order(order);
    write_table(out, order);
    if (fclose(out) != 0) {
        perror(argv[2]);
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
