/* entities.h - HTML's named character entities. Private to the document layer. */
#ifndef KJ_DOCUMENT_ENTITIES_H
#define KJ_DOCUMENT_ENTITIES_H

#include <stddef.h>
#include <stdint.h>

/* The code point that the entity name[0 .. length) stands for ("nbsp": U+00A0); 0: not known. All
 * of HTML 4 and those of HTML 5 that pages use. */
uint32_t kj_entity_find(const char *name, size_t length);

/* Writes code_point as UTF-8 into text (4 bytes of room); returns its length. */
size_t kj_entity_utf8(uint32_t code_point, char *text);

#endif
