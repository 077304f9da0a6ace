/* options.h - kagoj-proof's command line. Layer: board (host). */
#ifndef KJ_PROOF_OPTIONS_H
#define KJ_PROOF_OPTIONS_H

#include "layout/composer.h"

#include <stdbool.h>

typedef struct kj_proof_options {
    const char *file; /* "-" only with --shape */
    bool shape;       /* --shape: print glyphs instead of pages */
    kj_family shape_family;
    bool shape_bold;
    bool shape_digest; /* --digest: a hash of what --shape would print, and how much it is */
    kj_page_style style;
    unsigned dpi;           /* of the panel; recorded in the PNGs */
    unsigned depth;         /* 1 or 2 */
    const char *png_folder; /* NULL: no pictures */
    const char *dump_file;  /* NULL: no dump */
    bool stats, first_page, layout_only;
    bool front;      /* an edition's front page, not its articles */
    unsigned repeat; /* >= 1 */
} kj_proof_options;

typedef enum kj_proof_parse {
    KJ_PROOF_RUN,
    KJ_PROOF_HELP, /* usage was printed to standard output */
    KJ_PROOF_USAGE /* what is wrong was printed to standard error */
} kj_proof_parse;

kj_proof_parse kj_proof_options_parse(kj_proof_options *options, int argc, char **argv);

#endif
