/* article_text.c - plain text as an article: headline, byline and dateline are found as the reader
 * itself finds them in a .txt file (firmware/document/plain), so that both agree. */
#include "press/article.h"

#include "document/plain.h"
#include "press/bengali.h"
#include "press/buffer.h"

#include <stdlib.h>
#include <string.h>

static kj_status read_memory(void *context, uint32_t offset, uint8_t *bytes, size_t length) {
    memcpy(bytes, (const char *)context + offset, length);
    return KJ_OK;
}

/* The current block's text as a clean line. */
static kj_status read_block(kj_document *document, char **line) {
    kj_buffer text = {0};
    kj_piece piece = {0};
    kj_status status = KJ_OK;
    while (status == KJ_OK && !piece.last) {
        uint8_t bytes[512];
        status = document->read(document, bytes, sizeof bytes, &piece);
        kj_buffer_add(&text, bytes, status == KJ_OK ? piece.length : 0);
    }
    *line = kj_bengali_clean_line(text.data ? text.data : "", text.length);
    kj_buffer_free(&text);
    return status;
}

/* An item's text without the bullet that the file has before it. */
static const char *without_bullet(const char *line) {
    size_t bullet = strncmp(line, "•", strlen("•")) == 0 ? strlen("•")
                    : strchr("-*+", line[0])             ? 1
                                                         : 0;
    return line + bullet + strspn(line + bullet, " ");
}

static void put_element(kj_buffer *body, const char *name, const char *text) {
    kj_buffer_format(body, "<%s>", name);
    kj_buffer_xml(body, text);
    kj_buffer_format(body, "</%s>\n", name);
}

static void put_block(kj_press_article *article, kj_buffer *body, kj_block_kind kind, char *line) {
    char **field = kind == KJ_BLOCK_HEADLINE   ? &article->title
                   : kind == KJ_BLOCK_LEAD     ? &article->summary
                   : kind == KJ_BLOCK_BYLINE   ? &article->byline
                   : kind == KJ_BLOCK_DATELINE ? &article->dateline
                                               : NULL;
    if (field) {
        kj_press_replace(field, line);
        return;
    }
    if (kind == KJ_BLOCK_RULE) {
        kj_buffer_text(body, "<hr/>\n");
    } else if (*line) {
        put_element(body,
                    kind == KJ_BLOCK_SUBHEADING  ? "h2"
                    : kind == KJ_BLOCK_LIST_ITEM ? "li"
                                                 : "p",
                    kind == KJ_BLOCK_LIST_ITEM ? without_bullet(line) : line);
    }
    free(line);
}

kj_status kj_article_text(const char *text, size_t length, kj_press_article *article) {
    char *copy = kj_press_cut(text, length);
    kj_source source = {copy, (uint32_t)length, read_memory};
    kj_plain *plain = kj_press_alloc(sizeof *plain);
    kj_buffer body = {0};
    kj_status status = kj_plain_open(plain, &source);
    bool listing = false;
    while (status == KJ_OK) {
        kj_block block;
        char *line = NULL;
        status = plain->document.next_block(&plain->document, &block);
        if (status == KJ_OK) {
            status = read_block(&plain->document, &line);
        }
        bool item = status == KJ_OK && block.kind == KJ_BLOCK_LIST_ITEM;
        kj_buffer_text(&body, item && !listing ? "<ul>\n" : !item && listing ? "</ul>\n" : "");
        listing = item;
        if (status == KJ_OK) {
            put_block(article, &body, block.kind, line);
        } else {
            free(line);
        }
    }
    bool any = article->title || body.length > 0;
    kj_press_replace(&article->body, kj_buffer_take(&body));
    free(plain);
    free(copy);
    return status != KJ_END ? status : any ? KJ_OK : KJ_END;
}
