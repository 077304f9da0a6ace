/* search.h - the index of an edition's words that the reader searches (docs/formats.md).
 *
 * Headlines are kept whole; of the texts (summary, byline, captions, body) the words that tell
 * articles apart: without the commonest function words and what stands in more than half of the
 * articles. Folded by the reader's own document/fold.h. Same edition: same bytes. */
#ifndef KJ_PRESS_SEARCH_H
#define KJ_PRESS_SEARCH_H

#include "press/epub_parts.h"

/* Puts the index into out (empty). place: where in the archive its first byte will stand, so that
 * its pages can be put at whole blocks. false: more entries than an index can have. */
bool kj_press_search(const kj_epub_plan *plan, size_t place, kj_buffer *out);

#endif
