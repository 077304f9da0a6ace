/* main.c - kagoj-proof: a file's pages as pictures and figures, and the shaper's glyphs as
 * hb-shape prints them. Layer: board (host). */
#include "options.h"
#include "pages.h"
#include "shape_file.h"

#include <stdlib.h>

int main(int argc, char **argv) {
    kj_proof_options options;
    switch (kj_proof_options_parse(&options, argc, argv)) {
    case KJ_PROOF_HELP: return EXIT_SUCCESS;
    case KJ_PROOF_USAGE: return 2;
    case KJ_PROOF_RUN: break;
    }
    return options.shape ? kj_proof_shape_file(&options) : kj_proof_pages(&options);
}
