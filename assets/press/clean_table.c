/* clean_table.c - tables of a page; see clean_walk.h. */
#include "press/clean_walk.h"

#include <libxml/tree.h>
#include <stdlib.h>
#include <string.h>

static bool is_cell(const struct _xmlNode *node) {
    return kj_tree_is(node, "td") || kj_tree_is(node, "th");
}

/* Whether node stands where a table has room for it: rows in the table or a group of it, cells in
 * rows, text in cells. Pages that close nothing put them anywhere. */
static bool is_in_place(const struct _xmlNode *table, const struct _xmlNode *node) {
    const struct _xmlNode *parent = node->parent;
    if (is_cell(node)) {
        return kj_tree_is(parent, "tr");
    }
    if (kj_tree_is(node, "tr") || kj_tree_is(node, "caption")) {
        return parent == table || (parent->parent == table && !is_cell(parent));
    }
    if (node->type != XML_TEXT_NODE || !node->content ||
        node->content[strspn((const char *)node->content, " \t\r\n")] == '\0') {
        return true;
    }
    while (parent != table && !is_cell(parent) && !kj_tree_is(parent, "caption")) {
        parent = parent->parent;
    }
    return parent != table;
}

/* Data, not layout: no table within, two cells in some row, no cell with several paragraphs. */
static bool is_data_table(const struct _xmlNode *table) {
    unsigned cells = 0, most = 0, paragraphs = 0;
    for (const struct _xmlNode *at = table->children; at; at = kj_tree_next(table, at, true)) {
        if (kj_tree_is(at, "table") || kj_tree_is(at, "img") || kj_tree_is(at, "ul") ||
            !is_in_place(table, at)) {
            return false;
        }
        if (kj_tree_is(at, "tr")) {
            cells = 0;
        } else if (is_cell(at)) {
            cells++;
            paragraphs = 0;
        } else if (kj_tree_is(at, "p") || kj_tree_is(at, "div")) {
            paragraphs++;
        }
        most = cells > most ? cells : most;
        if (paragraphs > 2) {
            return false;
        }
    }
    return most >= 2;
}

static void put_row(kj_walk *at, struct _xmlNode *row, unsigned depth, kj_buffer *out) {
    kj_buffer cells = {0};
    bool any = false;
    for (struct _xmlNode *cell = row->children; cell; cell = cell->next) {
        bool heads = kj_tree_is(cell, "th");
        if (!heads && !kj_tree_is(cell, "td")) {
            continue;
        }
        char *text = kj_walk_inline(at, cell, depth);
        int span = atoi(kj_tree_attribute(cell, "colspan"));
        kj_buffer_text(&cells, heads ? "<th" : "<td");
        if (span > 1 && span <= 50) {
            kj_buffer_format(&cells, " colspan=\"%d\"", span);
        }
        kj_buffer_format(&cells, ">%s</%s>", text, heads ? "th" : "td");
        any = any || *text;
        free(text);
    }
    if (any) {
        kj_buffer_format(out, "<tr>%s</tr>\n", cells.data);
    }
    kj_buffer_free(&cells);
}

void kj_walk_table(kj_walk *at, struct _xmlNode *table, unsigned depth) {
    if (at->inline_only || !is_data_table(table)) {
        kj_walk_children(at, table, depth);
        return;
    }
    kj_buffer out = {0}, rows = {0};
    struct _xmlNode *caption = kj_tree_find(table, "caption");
    char *title = caption ? kj_walk_inline(at, caption, depth) : kj_press_copy("");
    for (struct _xmlNode *row = table->children; row;
         row = kj_tree_next(table, row, !kj_tree_is(row, "td"))) {
        if (kj_tree_is(row, "tr")) {
            put_row(at, row, depth, &rows);
        }
    }
    if (rows.length) {
        kj_buffer_text(&out, "<table>\n");
        if (*title) {
            kj_buffer_format(&out, "<caption>%s</caption>\n", title);
        }
        kj_buffer_format(&out, "%s</table>", rows.data);
        kj_writer_element(&at->writer, out.data);
        at->writer.letters += kj_tree_letters(table);
    }
    free(title);
    kj_buffer_free(&rows);
    kj_buffer_free(&out);
}
