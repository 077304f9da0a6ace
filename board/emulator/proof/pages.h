/* pages.h - lays out and paints every page of a file, once or many times. Layer: board (host). */
#ifndef KJ_PROOF_PAGES_H
#define KJ_PROOF_PAGES_H

#include "options.h"

/* Does what options ask. Returns the process's exit code, after saying on standard error what
 * went wrong with which file. */
int kj_proof_pages(const kj_proof_options *options);

#endif
