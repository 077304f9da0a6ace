/* memory.c - kagoj-memory: where an image's flash and memory go, and whether that is within bounds.
 *
 * Read off the linker's map: each input section's bytes by the library that they came from, the
 * padding between by itself, so that the sums are the image's. Stack and spare memory come from the
 * ELF's symbols. A budget names limits, one a line; an image over one of them fails. Layer: host
 * tools.
 *
 * usage: kagoj-memory ELF MAP BUDGET [--json FILE]
 * A budget's lines: "flash.total 1200000", "ram.static ...", "ram.spare 16384" (at least),
 * "flash.NAME ...", "ram.NAME ..." of a library; "#" begins a comment. */
#include "elf.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAMES      64u
#define NAME_BYTES 32u
#define LINE_BYTES 1024u
#define FLASH      0x10000000u
#define FLASH_END  0x11000000u
#define RAM        0x20000000u
#define RAM_END    0x20082000u
#define STACK      8192u /* both scratch banks, which nothing else is in */

typedef struct part {
    char name[NAME_BYTES];
    uint32_t flash, ram;
} part;

typedef struct account {
    part parts[NAMES];
    unsigned count;
    uint32_t flash, ram; /* all */
    uint32_t stack, spare;
} account;

static part *find(account *memory, const char *name, size_t length) {
    char key[NAME_BYTES];
    snprintf(key, sizeof key, "%.*s", (int)length, name);
    unsigned i = 0;
    while (i < memory->count && strcmp(memory->parts[i].name, key) != 0) {
        i++;
    }
    if (i == NAMES) {
        i = NAMES - 1; /* the last takes what is too much */
    } else if (i == memory->count) {
        memory->count++;
        snprintf(memory->parts[i].name, NAME_BYTES, "%s", key);
    }
    return &memory->parts[i];
}

/* The library of an object in the map: "firmware/libkj_text.a(face.c.o)". */
static part *part_of(account *memory, const char *file) {
    const char *member = strstr(file, ".a(");
    if (strstr(file, "pico-sdk")) {
        return find(memory, "pico-sdk", 8);
    }
    if (!member) {
        return find(memory, "compiler", 8); /* crt*.o, the linker's stubs */
    }
    const char *from = member;
    while (from > file && from[-1] != '/') {
        from--;
    }
    from += !strncmp(from, "lib", 3) ? 3 : 0;
    const size_t length = (size_t)(member - from);
    const bool is_c = (length == 1 && (*from == 'g' || *from == 'c' || *from == 'm')) ||
                      !strncmp(from, "gcc", length) || !strncmp(from, "c_nano", length);
    return is_c ? find(memory, "libc", 4) : find(memory, from, length);
}

static void add(account *memory, part *to, uint64_t address, uint32_t size) {
    if (address >= FLASH && address < FLASH_END) {
        to->flash += size;
        memory->flash += size;
    } else if (address >= RAM && address < RAM_END) {
        to->ram += size;
        memory->ram += size;
    }
}

/* A line of the map's second part, joined with the one before where the section's name was long. */
static void take_line(account *memory, const char *line) {
    char section[256], file[512];
    unsigned long long address, size;
    if (line[0] != ' ' || line[1] == ' ') {
        return; /* an output section, or a symbol */
    }
    if (!strncmp(line, " *fill*", 7)) {
        if (sscanf(line + 7, " 0x%llx 0x%llx", &address, &size) == 2) {
            add(memory, find(memory, "padding", 7), address, (uint32_t)size);
        }
        return;
    }
    if (sscanf(line, " %255s 0x%llx 0x%llx %511[^\n]", section, &address, &size, file) == 4 &&
        strcmp(section, ".stack_dummy") != 0 && strncmp(section, ".stack", 6) != 0) {
        add(memory, part_of(memory, file), address, (uint32_t)size);
    }
}

static bool read_map(account *memory, const char *path) {
    char line[LINE_BYTES], joined[2 * LINE_BYTES], held[LINE_BYTES] = "";
    bool started = false;
    FILE *in = fopen(path, "r");
    if (!in) {
        fprintf(stderr, "kagoj-memory: %s: %s\n", path, strerror(errno));
        return false;
    }
    while (fgets(line, sizeof line, in)) {
        line[strcspn(line, "\n")] = '\0';
        started = started || !strncmp(line, "Linker script and memory map", 28);
        if (!started) {
            continue;
        }
        if (line[0] == ' ' && line[1] == '.' && !strchr(line + 1, ' ')) {
            snprintf(held, sizeof held, "%s", line); /* the rest is on the next line */
            continue;
        }
        snprintf(joined, sizeof joined, "%s%s", held, line);
        held[0] = '\0';
        take_line(memory, joined);
    }
    fclose(in);
    if (memory->flash == 0 || memory->ram == 0) {
        fprintf(stderr, "kagoj-memory: %s: no linker's map\n", path);
        return false;
    }
    return true;
}

/* Flash is what is loaded there: sections, and the first values of what lies in memory. */
static bool read_elf(account *memory, const char *path) {
    kj_elf elf;
    kj_elf_segment segment;
    uint32_t end, top, loaded = 0;
    if (!kj_elf_load(&elf, path)) {
        return false;
    }
    const bool good =
        kj_elf_symbol(&elf, "__end__", &end) && kj_elf_symbol(&elf, "__StackTop", &top);
    for (unsigned i = 0; kj_elf_segment_get(&elf, i, &segment); i++) {
        loaded += segment.address >= FLASH && segment.address < FLASH_END ? segment.length : 0;
    }
    kj_elf_free(&elf);
    if (!good || loaded < memory->flash || end - RAM < memory->ram) {
        fprintf(stderr, "kagoj-memory: %s: no firmware, or not the one of this map\n", path);
        return false;
    }
    find(memory, "data", 4)->flash += loaded - memory->flash;
    find(memory, "padding", 7)->ram += end - RAM - memory->ram;
    memory->flash = loaded;
    memory->ram = end - RAM;
    memory->stack = STACK;
    memory->spare = top - STACK - end;
    return true;
}

static int by_flash(const void *one, const void *other) {
    const part *a = one, *b = other;
    return a->flash != b->flash ? (a->flash < b->flash ? 1 : -1) : (a->ram < b->ram ? 1 : -1);
}

static void print(const account *memory) {
    printf("%-20s %10s %10s\n", "", "flash", "memory");
    for (unsigned i = 0; i < memory->count; i++) {
        const part *one = &memory->parts[i];
        printf("%-20s %10u %10u\n", one->name, one->flash, one->ram);
    }
    printf("%-20s %10u %10u\n", "all", memory->flash, memory->ram);
    printf("%-20s %10s %10u\n%-20s %10s %10u\n", "stack reserve", "", memory->stack, "spare", "",
           memory->spare);
}

static bool write_json(const account *memory, const char *path) {
    FILE *out = fopen(path, "w");
    if (!out) {
        fprintf(stderr, "kagoj-memory: %s: %s\n", path, strerror(errno));
        return false;
    }
    fprintf(out, "{\"flash\": %u, \"ram\": %u, \"stack\": %u, \"spare\": %u, \"parts\": {",
            memory->flash, memory->ram, memory->stack, memory->spare);
    for (unsigned i = 0; i < memory->count; i++) {
        const part *one = &memory->parts[i];
        fprintf(out, "%s\n  \"%s\": {\"flash\": %u, \"ram\": %u}", i ? "," : "", one->name,
                one->flash, one->ram);
    }
    fputs("}}\n", out);
    return fclose(out) == 0;
}

/* The figure that a budget's key names. False: there is none. */
static bool look_up(const account *memory, const char *key, uint32_t *value) {
    const bool is_flash = !strncmp(key, "flash.", 6);
    const char *name = strchr(key, '.');
    if (!name || (!is_flash && strncmp(key, "ram.", 4) != 0)) {
        return false;
    }
    name++;
    if (!strcmp(key, "flash.total") || !strcmp(key, "ram.static")) {
        *value = is_flash ? memory->flash : memory->ram;
        return true;
    }
    if (!strcmp(key, "ram.spare")) {
        *value = memory->spare;
        return true;
    }
    for (unsigned i = 0; i < memory->count; i++) {
        if (!strcmp(memory->parts[i].name, name)) {
            *value = is_flash ? memory->parts[i].flash : memory->parts[i].ram;
            return true;
        }
    }
    return false;
}

static bool check(const account *memory, const char *path) {
    char line[LINE_BYTES], key[64];
    bool good = true;
    FILE *in = fopen(path, "r");
    if (!in) {
        fprintf(stderr, "kagoj-memory: %s: %s\n", path, strerror(errno));
        return false;
    }
    while (fgets(line, sizeof line, in)) {
        unsigned limit;
        uint32_t value;
        if (sscanf(line, " %63s", key) != 1 || key[0] == '#') {
            continue;
        }
        if (sscanf(line, " %63s %u", key, &limit) != 2 || !look_up(memory, key, &value)) {
            fprintf(stderr, "kagoj-memory: %s: not understood: %s", path, line);
            good = false;
            continue;
        }
        const bool is_least = !strcmp(key, "ram.spare");
        const bool fits = is_least ? value >= limit : value <= limit;
        printf("%-20s %10u %s %u%s\n", key, value, is_least ? "at least" : "of", limit,
               fits       ? ""
               : is_least ? "  TOO LITTLE"
                          : "  TOO MUCH");
        if (!fits) {
            fprintf(stderr, "kagoj-memory: over budget: %s is %u, %u %s\n", key, value,
                    is_least ? limit - value : value - limit, is_least ? "short" : "too many");
            good = false;
        }
    }
    fclose(in);
    return good;
}

int main(int argc, char **argv) {
    static account memory;
    if (argc != 4 && !(argc == 6 && !strcmp(argv[4], "--json"))) {
        fprintf(stderr, "usage: kagoj-memory ELF MAP BUDGET [--json FILE]\n");
        return 2;
    }
    if (!read_map(&memory, argv[2]) || !read_elf(&memory, argv[1])) {
        return EXIT_FAILURE;
    }
    qsort(memory.parts, memory.count, sizeof *memory.parts, by_flash);
    print(&memory);
    if (argc == 6 && !write_json(&memory, argv[5])) {
        return EXIT_FAILURE;
    }
    return check(&memory, argv[3]) ? EXIT_SUCCESS : EXIT_FAILURE;
}
