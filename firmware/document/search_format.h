/* search_format.h - the index of words in an edition, as press and reader agree on it.
 *
 * A tree of pages of a card's block each, put so that in the archive they are blocks: a word is
 * found by one page a level, and all words of one beginning stand in leaves one behind the other.
 * Every page has a check sum of its own. docs/formats.md has the format byte by byte. Layer:
 * document. */
#ifndef KJ_DOCUMENT_SEARCH_FORMAT_H
#define KJ_DOCUMENT_SEARCH_FORMAT_H

#define KJ_SEARCH_NAME         "META-INF/kagoj.search"
#define KJ_SEARCH_MAGIC        "KJSX"
#define KJ_SEARCH_VERSION      1u
#define KJ_SEARCH_HEADER_BYTES 48u
#define KJ_SEARCH_PAGE_BYTES   512u
#define KJ_SEARCH_INNER_BYTES  8u /* of an inner page before its records: CRC, used, first child */
#define KJ_SEARCH_LEAF_BYTES   4u /* of a leaf: CRC, used */
#define KJ_SEARCH_DEPTH_MAX    4u /* levels of inner pages */
#define KJ_SEARCH_ENTRIES_MAX  65535u

#endif
