/* compile.c - turns the tables of strings, one a language, into an enum and a constant table.
 *
 * usage: compile NAMES.h TABLE.c FIRST.strings MORE.strings...
 * The first file gives the names and their order; the others must have the same names, in any
 * order, with as many {} in each. assets/strings/README.md says how a line is written. Everything
 * that is wrong is said, as FILE:LINE: WHAT, and then nothing is written. */
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LANGUAGES_MAX = 8, STRINGS_MAX = 1024, TEXT_MAX = 256 * 1024, LINE_MAX_BYTES = 8192 };

typedef struct entry {
    const char *name, *text; /* in the pool */
    unsigned line;
} entry;

typedef struct language {
    const char *file;  /* as given */
    char constant[32]; /* BENGALI, of bengali.strings */
    unsigned count;
    entry entries[STRINGS_MAX];
} language;

static language languages[LANGUAGES_MAX];
static unsigned language_count;
static char pool[TEXT_MAX];
static size_t pool_length;
static unsigned complaints;

static void complain(const language *in, unsigned line, const char *format, ...) {
    va_list arguments;
    fprintf(stderr, "%s:%u: ", in->file, line);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    complaints++;
}

static void die(const char *what, const char *of) {
    fprintf(stderr, "%s: %s\n", of, what);
    exit(EXIT_FAILURE);
}

static char *keep(const char *bytes, size_t length) {
    if (pool_length + length + 1u > TEXT_MAX) {
        die("too much text", "compile");
    }
    char *kept = pool + pool_length;
    memcpy(kept, bytes, length);
    kept[length] = '\0';
    pool_length += length + 1u;
    return kept;
}

/* The bytes of the code point at text, 0 where it is none (Unicode 15, table 3-7). */
static size_t code_point_bytes(const char *text) {
    const unsigned char *at = (const unsigned char *)text;
    const unsigned char lead = at[0];
    if (lead < 0x80u) {
        return 1;
    }
    const size_t length = lead >= 0xF0u ? 4u : lead >= 0xE0u ? 3u : 2u;
    const unsigned least = lead == 0xE0u ? 0xA0u : lead == 0xF0u ? 0x90u : 0x80u;
    const unsigned most = lead == 0xEDu ? 0x9Fu : lead == 0xF4u ? 0x8Fu : 0xBFu;
    if (lead < 0xC2u || lead > 0xF4u || at[1] < least || at[1] > most) {
        return 0;
    }
    for (size_t i = 2; i < length; i++) {
        if ((at[i] & 0xC0u) != 0x80u) {
            return 0;
        }
    }
    return length;
}

/* What the news and the fonts have as two code points: U+09DC, U+09DD, U+09DF. */
static bool is_composed(const char *text) {
    const unsigned char *at = (const unsigned char *)text;
    return at[0] == 0xE0u && at[1] == 0xA7u && (at[2] == 0x9Cu || at[2] == 0x9Du || at[2] == 0x9Fu);
}

static void check_code_points(const language *in, unsigned line, const char *text) {
    while (*text) {
        const size_t length = code_point_bytes(text);
        if (length == 0) {
            complain(in, line, "malformed UTF-8");
            return;
        }
        if ((unsigned char)*text < 0x20u || *text == 0x7F) {
            complain(in, line, "a control character");
            return;
        }
        if (length == 3 && is_composed(text)) {
            complain(in, line, "a letter with its dot in one code point: write it as two");
            return;
        }
        text += length;
    }
}

static bool is_name(const char *name, size_t length) {
    for (size_t i = 0; i < length; i++) {
        const bool later = (name[i] >= '0' && name[i] <= '9') || name[i] == '_';
        if (!(name[i] >= 'A' && name[i] <= 'Z') && !(later && i > 0)) {
            return false;
        }
    }
    return length > 0;
}

static entry *find(language *in, const char *name) {
    for (unsigned i = 0; i < in->count; i++) {
        if (strcmp(in->entries[i].name, name) == 0) {
            return &in->entries[i];
        }
    }
    return NULL;
}

/* How many {} each form of text has, -1 where they differ; *forms: the texts between "|". */
static int placeholders(const char *text, unsigned *forms) {
    int count = 0, first = -1;
    *forms = 1;
    for (; *text; text++) {
        if (text[0] == '{' && text[1] == '}') {
            count++;
        } else if (*text == '|') {
            first = first < 0 ? count : first == count ? first : -2;
            count = 0;
            ++*forms;
        }
    }
    return first == -1 || first == count ? count : -1;
}

static bool has_empty_form(const char *text) {
    for (const char *form = text;; form++) {
        form += strspn(form, " ");
        if (*form == '|' || *form == '\0') {
            return true;
        }
        form += strcspn(form, "|");
        if (*form == '\0') {
            return false;
        }
    }
}

static void check_forms(const language *in, const entry *at) {
    unsigned forms, braces = 0;
    for (const char *byte = at->text; *byte; byte++) {
        braces += *byte == '{' || *byte == '}';
    }
    const int count = placeholders(at->text, &forms);
    if (*at->text == '\0' || has_empty_form(at->text)) {
        complain(in, at->line, "%s is empty", at->name);
    } else if (count < 0) {
        complain(in, at->line, "%s has a {} in one form and not in the other", at->name);
    } else if (count > 1 || braces != (unsigned)count * 2u * forms) {
        complain(in, at->line, "%s has braces other than one {}", at->name);
    } else if (forms > 2 || (forms == 2 && count == 0)) {
        complain(in, at->line, "%s has more forms than one for 1 and one for other numbers",
                 at->name);
    }
}

/* Undoes \n, \s and \\ in place. */
static void unescape(const language *in, unsigned line, char *text) {
    char *to = text;
    for (; *text; text++) {
        if (*text != '\\') {
            *to++ = *text;
            continue;
        }
        text++;
        if (*text != 'n' && *text != 's' && *text != '\\') {
            complain(in, line, "a backslash before something other than n, s or a backslash");
            break;
        }
        *to++ = *text == 'n' ? '\n' : *text == 's' ? ' ' : '\\';
    }
    *to = '\0';
}

/* A text as it is gathered from its lines. */
typedef struct gathered {
    char *name; /* NULL: none */
    unsigned line;
    size_t length;
    char text[LINE_MAX_BYTES * 4];
} gathered;

static void end_entry(language *in, gathered *one) {
    if (!one->name) {
        return;
    }
    const entry *before = find(in, one->name);
    unescape(in, one->line, one->text);
    if (before) {
        complain(in, one->line, "%s stands in line %u already", one->name, before->line);
    } else if (in->count == STRINGS_MAX) {
        die("too many strings", in->file);
    } else {
        entry *made = &in->entries[in->count++];
        *made = (entry){one->name, keep(one->text, strlen(one->text)), one->line};
        check_forms(in, made);
    }
    one->name = NULL;
}

static void gather(const language *in, gathered *one, const char *text) {
    const bool joins = one->length > 0 && (one->length < 2 || one->text[one->length - 1u] != 'n' ||
                                           one->text[one->length - 2u] != '\\');
    const size_t length = strlen(text);
    if (one->length + length + 2u > sizeof one->text) {
        die("a text is too long", in->file);
    }
    if (joins) {
        one->text[one->length++] = ' ';
    }
    memcpy(one->text + one->length, text, length + 1u);
    one->length += length;
}

static void begin_entry(language *in, gathered *one, const char *line, unsigned number) {
    const char *equals = strchr(line, '=');
    size_t length = equals ? (size_t)(equals - line) : 0u;
    while (length > 0 && line[length - 1u] == ' ') {
        length--;
    }
    end_entry(in, one);
    if (!is_name(line, length)) {
        complain(in, number, "not a line NAME = TEXT");
        return;
    }
    one->name = keep(line, length);
    one->line = number;
    one->length = 0;
    one->text[0] = '\0';
    gather(in, one, equals + 1 + strspn(equals + 1, " "));
}

static void read_line(language *in, gathered *one, char *line, unsigned number) {
    size_t length = strcspn(line, "\r\n");
    while (length > 0 && line[length - 1u] == ' ') {
        length--;
    }
    line[length] = '\0';
    check_code_points(in, number, line);
    const size_t indent = strspn(line, " ");
    if (length == 0 || line[0] == '#') {
        return;
    }
    if (indent == 0) {
        begin_entry(in, one, line, number);
    } else if (one->name) {
        gather(in, one, line + indent);
    } else {
        complain(in, number, "goes on where no text was begun");
    }
}

static void read_language(language *in) {
    static gathered one;
    static char line[LINE_MAX_BYTES];
    FILE *file = fopen(in->file, "rb");
    if (!file) {
        die("cannot be opened", in->file);
    }
    unsigned number = 0;
    one.name = NULL;
    while (fgets(line, sizeof line, file)) {
        number++;
        if (!strchr(line, '\n') && !feof(file)) {
            die("a line is too long, or has a NUL", in->file);
        }
        read_line(in, &one, line, number);
    }
    end_entry(in, &one);
    if (ferror(file) || in->count == 0) {
        die("no strings", in->file);
    }
    fclose(file);
}

/* bengali.strings gives BENGALI. */
static void name_language(language *in, const char *path) {
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    const size_t length = strcspn(name, ".");
    in->file = path;
    if (length == 0 || length >= sizeof in->constant) {
        die("not a language's name", path);
    }
    for (size_t i = 0; i < length; i++) {
        in->constant[i] = (char)(name[i] >= 'a' && name[i] <= 'z' ? name[i] - 32 : name[i]);
    }
    if (!is_name(in->constant, length)) {
        die("not a language's name", path);
    }
}

static void compare(language *first, language *other) {
    for (unsigned i = 0; i < first->count; i++) {
        const entry *at = &first->entries[i], *there = find(other, at->name);
        unsigned forms;
        if (!there) {
            complain(first, at->line, "%s is missing in %s", at->name, other->file);
        } else if (placeholders(at->text, &forms) != placeholders(there->text, &forms)) {
            complain(other, there->line, "%s has another number of {} than line %u of %s", at->name,
                     at->line, first->file);
        }
    }
    for (unsigned i = 0; i < other->count; i++) {
        if (!find(first, other->entries[i].name)) {
            complain(other, other->entries[i].line, "%s is unknown: it is not in %s",
                     other->entries[i].name, first->file);
        }
    }
}

static FILE *begin_file(const char *path) {
    FILE *out = fopen(path, "wb");
    if (!out) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    fputs("/* Made by assets/strings/compile.c from the tables beside it. */\n", out);
    return out;
}

static void end_file(FILE *out, const char *path) {
    if (fclose(out) != 0) {
        perror(path);
        exit(EXIT_FAILURE);
    }
}

static void write_names(const char *path) {
    FILE *out = begin_file(path);
    fputs("#ifndef KJ_READER_STRING_NAMES_H\n#define KJ_READER_STRING_NAMES_H\n\n"
          "typedef enum kj_string {\n",
          out);
    for (unsigned i = 0; i < languages[0].count; i++) {
        fprintf(out, "    KJ_STRING_%s,\n", languages[0].entries[i].name);
    }
    fputs("    KJ_STRINGS\n} kj_string;\n\n#endif\n", out);
    end_file(out, path);
}

static void write_literal(FILE *out, const char *text) {
    fputc('"', out);
    for (; *text; text++) {
        const unsigned char byte = (unsigned char)*text;
        if (byte == '\n') {
            fputs("\\n\"\n        \"", out);
        } else if (byte == '"' || byte == '\\' || byte == '?') { /* '?': no trigraphs */
            fprintf(out, "\\%c", byte);
        } else {
            fputc(byte, out);
        }
    }
    fputc('"', out);
}

static void write_table(const char *path) {
    FILE *out = begin_file(path);
    fprintf(out,
            "#include \"reader/strings.h\"\n\n"
            "_Static_assert(KJ_LANGUAGES == %u, \"a table for each language\");\n\n"
            "const char *const kj_string_table[KJ_STRINGS][KJ_LANGUAGES] = {\n",
            language_count);
    for (unsigned i = 0; i < languages[0].count; i++) {
        const char *name = languages[0].entries[i].name;
        fprintf(out, "    [KJ_STRING_%s] = {", name);
        for (unsigned k = 0; k < language_count; k++) {
            fprintf(out, "%s[KJ_LANGUAGE_%s] =\n        ", k > 0 ? ", " : "",
                    languages[k].constant);
            write_literal(out, find(&languages[k], name)->text);
        }
        fputs("},\n", out);
    }
    fputs("};\n", out);
    end_file(out, path);
}

int main(int argc, char **argv) {
    if (argc < 4 || argc - 3 > LANGUAGES_MAX) {
        fputs("usage: compile NAMES.h TABLE.c FIRST.strings MORE.strings...\n", stderr);
        return EXIT_FAILURE;
    }
    for (int i = 3; i < argc; i++) {
        name_language(&languages[language_count], argv[i]);
        read_language(&languages[language_count++]);
    }
    for (unsigned k = 1; k < language_count; k++) {
        compare(&languages[0], &languages[k]);
    }
    if (complaints > 0) {
        return EXIT_FAILURE;
    }
    write_names(argv[1]);
    write_table(argv[2]);
    return EXIT_SUCCESS;
}
