/* main.c - kagoj press check: what the reader will make of an EPUB, found out with the reader's
 * own modules (document/edition, document/xhtml, render/image) in as little memory as it has.
 *
 * A program of its own, which kagoj-press starts: the reader's libpng, zlib and expat are built
 * with other settings than the system's that the rest of the press links, under the same names. */
#include "check.h"

#include <stdio.h>
#include <string.h>

static const char help[] =
    "usage: kagoj press check [OPTIONS] X.epub...\n"
    "\n"
    "Tells what the reader will make of an EPUB: title, sections and articles with their words "
    "and\n"
    "pictures, what is damaged, and what costs a reader of little memory time.\n"
    "\n"
    "  -q, --quiet  only problems and the last line\n"
    "  -h, --help   this\n"
    "\n"
    "Exit codes: 0 nothing is wrong, 1 there are problems, 2 wrong usage.\n";

int main(int argc, char **argv) {
    bool quiet = false, good = true;
    int files = 0;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "-h") == 0 || strcmp(argv[i], "--help") == 0) {
            fputs(help, stdout);
            return 0;
        }
        if (strcmp(argv[i], "-q") == 0 || strcmp(argv[i], "--quiet") == 0) {
            quiet = true;
        } else if (argv[i][0] == '-') {
            fprintf(stderr, "kagoj-press: check: there is no option %s\n", argv[i]);
            return 2;
        } else {
            argv[files++] = argv[i];
        }
    }
    if (files == 0) {
        fprintf(stderr, "kagoj-press: check: no EPUB is named (--help says more)\n");
        return 2;
    }
    for (int i = 0; i < files; i++) {
        good = kj_check_file(argv[i], quiet) && good;
    }
    return good ? 0 : 1;
}
