/* xhtml_attributes.h - what the attributes of an element say. Private to xhtml*.c. */
#ifndef KJ_DOCUMENT_XHTML_ATTRIBUTES_H
#define KJ_DOCUMENT_XHTML_ATTRIBUTES_H

#include "document/document.h"

/* Whether one of the words of list (an attribute's value, or NULL) is word. */
bool kj_attribute_has(const char *list, const char *word);

/* A whole number in -9999 .. 9999 at the beginning of text; otherwise (or text NULL) fallback. */
int kj_attribute_number(const char *text, int fallback);

/* The first subtag of a language, 2 or 3 letters, packed; 0: none. */
uint16_t kj_language_pack(const char *tag);
void kj_language_unpack(uint16_t packed, char language[4]);

/* Whether a style attribute says display: none. */
bool kj_style_hides(const char *style);

/* The kind that class and epub:type hint at ("byline", "dek" ...), or KJ_BLOCK_KINDS. */
kj_block_kind kj_class_kind(const char *classes, const char *type);

#endif
