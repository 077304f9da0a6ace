/* clean_lines.c - each line of standard input as bengali.h cleans it, for shaping.sh. */
#include "press/bengali.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void) {
    static char line[1 << 16];
    while (fgets(line, sizeof line, stdin)) {
        char *clean = kj_bengali_clean(line, strcspn(line, "\n"));
        puts(clean);
        free(clean);
    }
    return 0;
}
