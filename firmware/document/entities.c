/* entities.c - see entities.h. The table is in entity_table.h. Layer: document. */
#include "document/entities.h"

#include "document/entity_table.h"

#include <string.h>

uint32_t kj_entity_find(const char *name, size_t length) {
    size_t low = 0, high = sizeof entity_table / sizeof entity_table[0];
    if (length == 0 || length > ENTITY_NAME_MAX) {
        return 0;
    }
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strncmp(name, entity_table[middle].name, length);
        if (order == 0 && length < ENTITY_NAME_MAX && entity_table[middle].name[length] != '\0') {
            order = -1; /* the beginning of a longer name */
        }
        if (order == 0) {
            return entity_table[middle].code_point;
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return 0;
}

size_t kj_entity_utf8(uint32_t code_point, char *text) {
    if (code_point < 0x80) {
        text[0] = (char)code_point;
        return 1;
    }
    size_t length = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--) {
        text[i] = (char)(0x80 | (code_point & 0x3F));
        code_point >>= 6;
    }
    text[0] = (char)((0xF00u >> length) | code_point);
    return length;
}
