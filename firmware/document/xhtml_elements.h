/* xhtml_elements.h - what the elements of HTML do where they begin, and a row where it ends: each
 * is called with its frame on top. Private to xhtml_blocks.c and xhtml_tables.c. */
#ifndef KJ_DOCUMENT_XHTML_ELEMENTS_H
#define KJ_DOCUMENT_XHTML_ELEMENTS_H

#include "document/xhtml_live.h"

typedef const char *const *attributes_of;
typedef void begin_element(kj_xhtml_live *live, attributes_of attributes, int argument);

/* p, div and the like. hints: its class may name a kind of block. */
begin_element kj_xhtml_begin_plain;

/* Elements that no cell of a table of figures has. */
void kj_xhtml_begin_large(kj_xhtml_live *live);

begin_element kj_xhtml_begin_list; /* argument: KJ_LIST_* */
begin_element kj_xhtml_begin_item;
begin_element kj_xhtml_begin_term;
begin_element kj_xhtml_begin_definition;
begin_element kj_xhtml_begin_table;
begin_element kj_xhtml_begin_caption;
begin_element kj_xhtml_begin_row;
begin_element kj_xhtml_begin_cell; /* argument: KJ_TEXT_* */
void kj_xhtml_end_row(kj_xhtml_live *live);

#endif
