/* repair.h - the XML of a feed as it should have been written.
 *
 * What breaks most feeds is small: HTML entities that no DTD declares, bare ampersands, control
 * characters, something before the XML declaration, the end missing. All of that is mended in
 * the text, so that the parser needs to recover little. DTDs are taken out: no feed needs one,
 * and no entity can then grow. Layer: press/feed, host. */
#ifndef KJ_PRESS_FEED_REPAIR_H
#define KJ_PRESS_FEED_REPAIR_H

#include "press/feed/text.h"

/* Appends the text (UTF-8, any bytes) in order to out, which is empty. It begins with the root's
 * start tag. */
void kj_repair_xml(const char *text, size_t length, kj_buffer *out);

/* If xml lacks the end tag of its root, it was cut off: cuts it back to behind the last whole
 * item (RSS) or entry (Atom). Returns whether it was cut off. */
bool kj_repair_cut_back(kj_buffer *xml);

#endif
