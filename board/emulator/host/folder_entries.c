/* folder_entries.c - see folder_entries.h. Layer: board (host).
 *
 * A name that is not an upper-case 8.3 name gets a long name, and a short one that is unique by
 * how it is made: two characters of the name, four hexadecimal digits of its place in the folder,
 * "~1". Names that look like that are themselves given a made one. */
#include "board/emulator/host/folder_entries.h"

#include "base/bytes.h"
#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

#define NAME_BYTES       11u
#define UNITS_PER_ENTRY  13u
#define UNITS_MAX        255u
#define ATTRIBUTE_LABEL  0x08u
#define ATTRIBUTE_FOLDER 0x10u
#define ATTRIBUTE_FILE   0x20u /* to be archived */
#define ATTRIBUTE_LONG   0x0Fu

/* --- Names */

/* UTF-16; a name of the host has at most 255 bytes, so no more units than that. */
static uint32_t to_units(const char *name, uint16_t units[UNITS_MAX + 1]) {
    const kj_span text = {(const uint8_t *)name, strlen(name)};
    uint32_t count = 0;
    for (size_t at = 0; at < text.length && count < UNITS_MAX;) {
        const uint32_t code = kj_utf8_next(text, &at);
        if (code >= 0x10000) {
            units[count++] = (uint16_t)(0xD800 + ((code - 0x10000) >> 10));
            units[count++] = (uint16_t)(0xDC00 + ((code - 0x10000) & 0x3FF));
        } else {
            units[count++] = (uint16_t)code;
        }
    }
    return count;
}

static bool is_short_character(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr("!#$%&'()-@^_`{}~", c) != NULL);
}

/* Whether name is a short name as it stands, and then that name. */
static bool as_short(const char *name, uint8_t short_name[NAME_BYTES]) {
    const char *dot = strchr(name, '.');
    const size_t base = dot ? (size_t)(dot - name) : strlen(name);
    const size_t extension = dot ? strlen(dot + 1) : 0;
    if (base < 1 || base > 8 || extension > 3 || (dot && extension == 0)) {
        return false;
    }
    memset(short_name, ' ', NAME_BYTES);
    for (size_t i = 0; i < base + extension; i++) {
        const char c = i < base ? name[i] : dot[1 + i - base];
        if (!is_short_character(c)) {
            return false;
        }
        short_name[i < base ? i : 8 + i - base] = (uint8_t)c;
    }
    return memcmp(short_name + 6, "~1", 2) != 0;
}

/* Up to most letters and digits of text, in upper case. */
static void pick(const char *text, size_t length, uint8_t *to, size_t most) {
    size_t count = 0;
    for (size_t i = 0; i < length && count < most; i++) {
        const char c = text[i] >= 'a' && text[i] <= 'z' ? (char)(text[i] - 32) : text[i];
        if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
            to[count++] = (uint8_t)c;
        }
    }
}

static void make_short(const char *name, uint32_t place, uint8_t short_name[NAME_BYTES]) {
    char digits[8];
    const char *dot = strrchr(name, '.');
    const size_t base = dot && dot != name ? (size_t)(dot - name) : strlen(name);
    snprintf(digits, sizeof digits, "%04X~1", (unsigned)(place & 0xFFFF));
    memcpy(short_name, "__      ", 8);
    memset(short_name + 8, ' ', 3);
    pick(name, base, short_name, 2);
    memcpy(short_name + 2, digits, 6);
    if (base < strlen(name)) {
        pick(dot + 1, strlen(dot + 1), short_name + 8, 3);
    }
}

static uint32_t long_entries(const char *name) {
    uint16_t units[UNITS_MAX + 1];
    uint8_t short_name[NAME_BYTES];
    if (as_short(name, short_name)) {
        return 0;
    }
    return (to_units(name, units) + UNITS_PER_ENTRY - 1) / UNITS_PER_ENTRY;
}

uint32_t kj_folder_name_entries(const char *name) { return 1 + long_entries(name); }

uint32_t kj_folder_entry_count(const kj_folder_tree *tree, uint32_t index) {
    const kj_folder_node *node = &tree->nodes[index];
    uint32_t count = index == 0 ? 1 : 2;
    for (uint32_t i = 0; i < node->child_count; i++) {
        count += kj_folder_name_entries(tree->nodes[node->first_child + i].name);
    }
    return count;
}

/* --- Entries */

/* UTC, so that an image does not depend on where it is made; from 1980 to 2107. */
static void put_time(uint8_t *entry, time_t changed) {
    struct tm utc;
    uint32_t day = 1u << 5 | 1u, clock = 0;
    if (gmtime_r(&changed, &utc) && utc.tm_year >= 80) {
        const int year = utc.tm_year > 207 ? 207 : utc.tm_year;
        day = (uint32_t)(year - 80) << 9 | (uint32_t)(utc.tm_mon + 1) << 5 | (uint32_t)utc.tm_mday;
        clock = (uint32_t)utc.tm_hour << 11 | (uint32_t)utc.tm_min << 5 |
                (uint32_t)(utc.tm_sec > 59 ? 59 : utc.tm_sec) / 2;
    }
    kj_put_le16(entry + 14, clock); /* made */
    kj_put_le16(entry + 16, day);
    kj_put_le16(entry + 18, day); /* last looked at */
    kj_put_le16(entry + 22, clock);
    kj_put_le16(entry + 24, day);
}

static void put_entry(uint8_t *entry, const uint8_t *name, uint8_t attribute,
                      const kj_folder_node *node, uint32_t cluster) {
    memset(entry, 0, KJ_FOLDER_ENTRY_BYTES);
    memcpy(entry, name, NAME_BYTES);
    entry[11] = attribute;
    put_time(entry, node->changed);
    kj_put_le16(entry + 20, cluster >> 16);
    kj_put_le16(entry + 26, cluster);
    kj_put_le32(entry + 28, attribute == ATTRIBUTE_FILE ? node->size_bytes : 0);
}

static uint8_t sum_of(const uint8_t name[NAME_BYTES]) {
    uint8_t sum = 0;
    for (unsigned i = 0; i < NAME_BYTES; i++) {
        sum = (uint8_t)((sum >> 1 | sum << 7) + name[i]);
    }
    return sum;
}

/* Where the 13 units of a long entry lie. */
static const uint8_t unit_places[UNITS_PER_ENTRY] = {1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30};

/* The long name, its last part first. */
static uint8_t *put_long(uint8_t *entry, const char *name, uint8_t sum) {
    uint16_t units[UNITS_MAX + 1];
    const uint32_t count = to_units(name, units);
    const uint32_t parts = (count + UNITS_PER_ENTRY - 1) / UNITS_PER_ENTRY;
    for (uint32_t part = parts; part > 0; part--, entry += KJ_FOLDER_ENTRY_BYTES) {
        memset(entry, 0, KJ_FOLDER_ENTRY_BYTES);
        entry[0] = (uint8_t)(part | (part == parts ? 0x40 : 0));
        entry[11] = ATTRIBUTE_LONG;
        entry[13] = sum;
        for (uint32_t i = 0; i < UNITS_PER_ENTRY; i++) {
            const uint32_t at = (part - 1) * UNITS_PER_ENTRY + i;
            kj_put_le16(entry + unit_places[i], at < count ? units[at] : at == count ? 0 : 0xFFFF);
        }
    }
    return entry;
}

static uint8_t *put_child(uint8_t *entry, const kj_folder_node *child, uint32_t place) {
    uint8_t short_name[NAME_BYTES];
    if (!as_short(child->name, short_name)) {
        make_short(child->name, place, short_name);
        entry = put_long(entry, child->name, sum_of(short_name));
    }
    put_entry(entry, short_name, child->is_folder ? ATTRIBUTE_FOLDER : ATTRIBUTE_FILE, child,
              child->first_cluster);
    return entry + KJ_FOLDER_ENTRY_BYTES;
}

void kj_folder_write_entries(const kj_folder_tree *tree, uint32_t index, uint8_t *bytes) {
    const kj_folder_node *node = &tree->nodes[index];
    if (index == 0) {
        put_entry(bytes, (const uint8_t *)KJ_FOLDER_LABEL, ATTRIBUTE_LABEL, node, 0);
        bytes += KJ_FOLDER_ENTRY_BYTES;
    } else {
        const uint32_t parent = node->parent;
        put_entry(bytes, (const uint8_t *)".          ", ATTRIBUTE_FOLDER, node,
                  node->first_cluster);
        put_entry(bytes + KJ_FOLDER_ENTRY_BYTES, (const uint8_t *)"..         ", ATTRIBUTE_FOLDER,
                  &tree->nodes[parent], parent == 0 ? 0 : tree->nodes[parent].first_cluster);
        bytes += 2 * KJ_FOLDER_ENTRY_BYTES;
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        bytes = put_child(bytes, &tree->nodes[node->first_child + i], i);
    }
}
