/* clean_parts.h - what the modules behind clean.h share, and the writer of clean bodies. */
#ifndef KJ_PRESS_CLEAN_PARTS_H
#define KJ_PRESS_CLEAN_PARTS_H

#include "press/buffer.h"
#include "press/clean.h"

#include <stdbool.h>
#include <stddef.h>

/* --- clean_encoding.c */

/* bytes as UTF-8 (malformed bytes may remain) at the end of text. charset NULL: not known. */
void kj_clean_decode(const void *bytes, size_t length, const char *charset, kj_buffer *text);

/* --- clean_tree.c: questions to libxml2's tree. Strings are valid while the tree is. */

/* The value of an attribute, "" where it is not there. */
const char *kj_tree_attribute(const struct _xmlNode *node, const char *name);
bool kj_tree_is(const struct _xmlNode *node, const char *name); /* an element of this name */

/* The node after node in document order that is within root; NULL: the end. descend false: node's
 * children are passed over. */
struct _xmlNode *kj_tree_next(const struct _xmlNode *root, const struct _xmlNode *node,
                              bool descend);
struct _xmlNode *kj_tree_find(struct _xmlNode *root, const char *name); /* the first, or NULL */
struct _xmlNode *kj_tree_root(struct _xmlDoc *document);

/* Letters (code points but white space) of all text under root, scripts and styles left out. */
size_t kj_tree_letters(const struct _xmlNode *root);

/* Counts them for every node under root at once, so that asking costs nothing after it (a page can
 * be made of elements in elements that each want to know). The tree must not change after it. */
size_t kj_tree_count(struct _xmlNode *root);

bool kj_tree_is_full_of_links(const struct _xmlNode *node); /* more than half of its text */

/* All text under root as one clean line. The caller frees it. */
char *kj_tree_line(const struct _xmlNode *root);

/* Whether an element is no part of a text: scripts, forms, hidden ones, share bars, adverts. whole:
 * letters of the article; what holds most of them is kept whatever it is called. */
bool kj_tree_is_clutter(const struct _xmlNode *node, size_t whole);

/* href against base (NULL: as it is), absolute where that can be. The caller frees it. */
char *kj_tree_address(const char *base, const char *href);

/* --- clean_json.c: articles in JSON-LD. */

/* Fills in what page has not yet from the first article of a JSON-LD text. */
void kj_clean_json(const char *json, size_t length, kj_clean_page *page);

/* --- clean_writer.c: blocks and styles in, XHTML out; nothing empty is ever written. */

typedef enum kj_leaf {
    KJ_LEAF_NONE,
    KJ_LEAF_PARAGRAPH,
    KJ_LEAF_BARE, /* text directly in its container, of li or what the caller writes around it */
    KJ_LEAF_PRE,
    KJ_LEAF_HEADING /* + level, 2..6 */
} kj_leaf;

#define KJ_STYLE_STRONG   1u
#define KJ_STYLE_EMPHASIS 2u
#define KJ_STYLE_SUP      4u
#define KJ_STYLE_SUB      8u

#define KJ_WRITER_DEPTH 32u /* containers; deeper ones are passed over, their text is not */

typedef struct kj_writer {
    kj_buffer out;
    size_t letters;
    /* private */
    struct {
        const char *name; /* "ul" */
        bool written;     /* its start tag */
        bool filled;      /* something is in it */
    } stack[KJ_WRITER_DEPTH];
    unsigned depth;
    unsigned passed_over; /* containers beyond the stack */
    kj_leaf leaf, next;   /* open, and what the next text opens */
    unsigned level;
    size_t leaf_start;    /* of its start tag in out */
    size_t text_start;    /* of its text */
    unsigned style, open; /* wanted and written */
    unsigned breaks;      /* br waiting for text behind them */
    bool space;           /* likewise */
    const char *title;    /* a first block that says just this is left out */
} kj_writer;

/* name: "ul", "ol", "li", "blockquote". */
void kj_writer_enter(kj_writer *writer, const char *name);
void kj_writer_leave(kj_writer *writer);

/* Ends the open block; text that comes next opens one of kind leaf (level: headings). */
void kj_writer_block(kj_writer *writer, kj_leaf leaf, unsigned level);

/* Text of UTF-8 as the tree has it; cleaned here. */
void kj_writer_text(kj_writer *writer, const char *text);
void kj_writer_break(kj_writer *writer);

/* An element without content ("<hr/>", an img) between blocks. */
void kj_writer_element(kj_writer *writer, const char *xhtml);

/* Ends everything; the body stands in writer->out. */
void kj_writer_finish(kj_writer *writer);

#endif
