/* xhtml_list.c - see xhtml_list.h. Layer: document. */
#include "document/xhtml_list.h"

#include <string.h>

static size_t decimal(int number, bool bengali, char *text) {
    char digits[8];
    size_t count = 0, length = 0;
    unsigned left = (unsigned)(number < 0 ? -number : number);
    do {
        digits[count++] = (char)(left % 10);
        left /= 10;
    } while (left > 0);
    if (number < 0) {
        text[length++] = '-';
    }
    while (count-- > 0) {
        if (bengali) {
            memcpy(text + length, "\xE0\xA7", 2);
            text[length + 2] = (char)(0xA6 + digits[count]);
            length += 3;
        } else {
            text[length++] = (char)('0' + digits[count]);
        }
    }
    return length;
}

/* a, b ... z, aa, ab ... */
static size_t letters(int number, char first, char *text) {
    char reversed[8];
    size_t count = 0;
    for (; number > 0; number = (number - 1) / 26) {
        reversed[count++] = (char)(first + (number - 1) % 26);
    }
    for (size_t i = 0; i < count; i++) {
        text[i] = reversed[count - 1 - i];
    }
    return count;
}

static size_t roman(int number, bool upper, char *text) {
    static const struct {
        int value;
        char digits[3];
    } steps[] = {{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"},
                 {90, "xc"},  {50, "l"},   {40, "xl"}, {10, "x"},   {9, "ix"},
                 {5, "v"},    {4, "iv"},   {1, "i"}};
    size_t length = 0;
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        for (; number >= steps[i].value; number -= steps[i].value) {
            for (const char *digit = steps[i].digits; *digit; digit++) {
                text[length++] = (char)(upper ? *digit + 'A' - 'a' : *digit);
            }
        }
    }
    return length;
}

size_t kj_list_mark(const kj_xhtml_frame *item, bool bengali, char mark[KJ_LIST_MARK_BYTES]) {
    const int number = item->number;
    const unsigned kind = item->list & KJ_LIST_KINDS;
    const bool has_letters = !bengali && number > 0;
    size_t length;
    if (kind < KJ_LIST_DECIMAL) {
        memcpy(mark, "\xE2\x80\xA2 ", 4);
        return 4;
    }
    if (kind == KJ_LIST_LOWER && has_letters) {
        length = letters(number, 'a', mark);
    } else if (kind == KJ_LIST_UPPER && has_letters) {
        length = letters(number, 'A', mark);
    } else if (kind >= KJ_LIST_LOWER_ROMAN && has_letters && number < 4000) {
        length = roman(number, kind == KJ_LIST_UPPER_ROMAN, mark);
    } else {
        length = decimal(number, bengali, mark);
    }
    memcpy(mark + length, ". ", 2);
    return length + 2;
}
