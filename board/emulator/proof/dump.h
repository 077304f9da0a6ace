/* dump.h - laid-out lines as JSON lines, for tests and comparisons. Layer: board (host). */
#ifndef KJ_PROOF_DUMP_H
#define KJ_PROOF_DUMP_H

#include "layout/display_list.h"

#include <stdio.h>

/* Writes every line of list, page counted from 1:
 * {"page","y" (baseline, px),"start","end" (bytes of the text),"gap" (word space / natural one,
 * null where not justified),"hyphenated","runs":[{"font","glyphs":[{"id","x","y","ax" (px),
 * "cluster" (byte of the text)}]}]} */
void kj_dump_page(FILE *out, const kj_display_list *list, unsigned page);

#endif
