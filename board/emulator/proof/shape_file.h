/* shape_file.h - kagoj-proof --shape: each line of a file through the reader's own itemizer,
 * word batches and cache. Layer: board (host). */
#ifndef KJ_PROOF_SHAPE_FILE_H
#define KJ_PROOF_SHAPE_FILE_H

#include "options.h"

/* Prints one line of glyphs for each line of options->file ("-": standard input). Returns the
 * process's exit code, after saying on standard error what went wrong. */
int kj_proof_shape_file(const kj_proof_options *options);

#endif
