/* xhtml_list.h - what stands before a list's item. Private to xhtml*.c. */
#ifndef KJ_DOCUMENT_XHTML_LIST_H
#define KJ_DOCUMENT_XHTML_LIST_H

#include "document/xhtml_live.h"

#define KJ_LIST_MARK_BYTES 40u

/* The bullet or number of item (its frame), with a space behind it; digits are Bengali where the
 * text is. Returns its length. */
size_t kj_list_mark(const kj_xhtml_frame *item, bool bengali, char mark[KJ_LIST_MARK_BYTES]);

#endif
