/* utf8.h - strict UTF-8, read one code point at a time over unaltered bytes.
 *
 * Text is never rewritten: offsets stay those of the file, and what is malformed reads
 * as U+FFFD. One U+FFFD stands for each maximal subpart of an ill-formed sequence, as
 * the Unicode Standard recommends (16.0, section 3.9, table 3-8). Layer: base. */
#ifndef KJ_BASE_UTF8_H
#define KJ_BASE_UTF8_H

#include "base/span.h"

#define KJ_UTF8_REPLACEMENT 0xFFFDu

/* Decodes the code point at *offset (bytes, < text.length) and moves *offset past it, by
 * 1 to 4 bytes. Overlong forms, surrogates, code points above U+10FFFF, stray or missing
 * continuation bytes and U+0000 give KJ_UTF8_REPLACEMENT. Cannot fail. */
uint32_t kj_utf8_next(kj_span text, size_t *offset);

/* Whether the sequence that starts at offset is cut by the end of text although its bytes
 * so far could go on: then a streaming caller reads on before it decodes. */
int kj_utf8_is_cut(kj_span text, size_t offset);

#endif
