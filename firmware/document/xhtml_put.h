/* xhtml_put.h - what xhtml_text.c and xhtml_white.c share: bytes into the buffer. Private to
 * these two. */
#ifndef KJ_DOCUMENT_XHTML_PUT_H
#define KJ_DOCUMENT_XHTML_PUT_H

#include "document/xhtml_live.h"

/* Text of the open block, in a style; in that of the innermost element; in what that has in
 * common with the text before. */
void kj_xhtml_put_styled(kj_xhtml_live *live, const char *text, size_t length, uint8_t style);
void kj_xhtml_put_text(kj_xhtml_live *live, const char *text, size_t length);
void kj_xhtml_put_between(kj_xhtml_live *live, const char *text, size_t length);

/* The block that the innermost element makes, its bullet or number included. */
void kj_xhtml_begin_block(kj_xhtml_live *live);

#endif
