/* page.c - see page.h. */
#include "press/feed/page.h"

#include "press/bengali.h"
#include "press/feed/density.h"
#include "press/feed/dom.h"
#include "press/feed/encoding.h"
#include "press/feed/facts.h"
#include "press/feed/ld.h"

#include <libxml/xpathInternals.h>
#include <stdlib.h>
#include <string.h>

#define EXCERPT_LETTERS ((size_t)450)  /* a text of fewer letters is never taken for the whole */
#define WHOLE_LETTERS   ((size_t)1500) /* one of more is the whole, if it does not end in dots */

static void say_nothing(void *user, xmlErrorPtr error) {}

bool kj_page_is_xpath(const char *expression) {
    xmlXPathContext *context = xmlXPathNewContext(NULL);
    if (context) {
        context->error = say_nothing;
    }
    xmlXPathCompExpr *compiled =
        context ? xmlXPathCtxtCompile(context, (const xmlChar *)expression) : NULL;
    const bool is = compiled != NULL;
    xmlXPathFreeCompExpr(compiled);
    xmlXPathFreeContext(context);
    return is;
}

/* The elements that an XPath finds, moved into one that is put in their place. */
static xmlNode *find_by_xpath(xmlDoc *document, const char *expression) {
    xmlXPathContext *context = xmlXPathNewContext(document);
    if (context) {
        context->error = say_nothing; /* an expression that fails on a page finds nothing there */
    }
    xmlXPathObject *found =
        context ? xmlXPathEvalExpression((const xmlChar *)expression, context) : NULL;
    xmlNode *holder = NULL;
    const int count = found && found->nodesetval ? found->nodesetval->nodeNr : 0;
    if (count > 0) {
        xmlXPathNodeSetSort(found->nodesetval); /* what holds others comes before them */
    }
    for (int i = 0; i < count; i++) {
        xmlNode *node = found->nodesetval->nodeTab[i];
        if (node->type != XML_ELEMENT_NODE || !node->parent ||
            node->parent->type != XML_ELEMENT_NODE) {
            continue;
        }
        bool inside = false;
        for (const xmlNode *up = node->parent; up && holder; up = up->parent) {
            inside |= up == holder;
        }
        if (!holder) {
            holder = xmlNewDocNode(document, NULL, (const xmlChar *)"div", NULL);
            xmlAddPrevSibling(node, holder);
        }
        if (!inside) {
            xmlUnlinkNode(node);
            xmlAddChild(holder, node);
        }
    }
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    return holder;
}

static size_t letters_of(const char *text) {
    size_t spaces = 0;
    for (const char *at = text; at && *at; at++) {
        spaces += *at == ' ' || *at == '\n';
    }
    const size_t length = kj_text_length(text);
    return length > spaces ? length - spaces : length;
}

/* The body from JSON-LD where the page shows much less of it. */
static void take_ld_body(const char *ld, kj_clean_page *page) {
    if (!ld) {
        return;
    }
    char *plain = kj_page_plain(ld);
    const size_t letters = letters_of(plain);
    if (letters > 2 * page->letters && letters > 200) {
        /* Text that says it is HTML goes through plain, which keeps its paragraphs. */
        const char *text = strchr(ld, '<') ? plain : ld;
        kj_press_replace(&page->body, kj_clean_paragraphs(text, strlen(text)));
        page->letters = letters;
    }
    free(plain);
}

static kj_refusal judge(const kj_page_source *source, const kj_buffer *html, char *text,
                        const char *page_title, size_t letters) {
    char *clean_text = kj_bengali_clean(text, strlen(text));
    const kj_refuse_evidence evidence = {.title = page_title,
                                         .headline = source->title,
                                         .text = clean_text,
                                         .html = html->data,
                                         .letters = letters,
                                         .wanted = source->wanted,
                                         .address = source->address,
                                         .code = source->code};
    const kj_refusal refusal = kj_refuse_judge(&evidence);
    free(clean_text);
    free(text);
    return refusal;
}

static void write_body(xmlDoc *document, const kj_page_source *source, const char *ld,
                       kj_clean_page *page) {
    const kj_clean_config config = {.address = source->address,
                                    .charset = "utf-8",
                                    .title = source->title ? source->title : page->title,
                                    .no_images = source->no_images};
    xmlNode *root = source->xpath ? find_by_xpath(document, source->xpath) : NULL;
    if (!root) {
        root = kj_density_find(document);
    }
    if (root) {
        kj_density_prune(root);
        kj_clean_body(document, root, &config, page);
    }
    take_ld_body(ld, page);
    if (!page->body) {
        page->body = kj_press_copy("");
    }
}

static bool is_markup(const char *content_type) {
    return !content_type || kj_text_has(content_type, "html") || kj_text_has(content_type, "xml") ||
           kj_text_starts(content_type, "text/") || kj_text_has(content_type, "octet-stream");
}

/* The title element, which for walls says more than what metadata prefers to it. */
static char *title_element(xmlDoc *document) {
    xmlNode *root = xmlDocGetRootElement(document);
    xmlNode *title = root ? kj_dom_find(root, "title") : NULL;
    return title ? kj_text_line(kj_dom_text(title)) : NULL;
}

kj_refusal kj_page_read(const char *bytes, size_t length, const kj_page_source *source,
                        kj_clean_page *page) {
    char charset[KJ_ENCODING_NAME_BYTES], found[KJ_ENCODING_NAME_BYTES];
    kj_buffer html = {0};
    memset(page, 0, sizeof *page);
    if (!is_markup(source->content_type) || (length > 4 && memcmp(bytes, "%PDF", 4) == 0)) {
        return KJ_REFUSE_EMPTY;
    }
    kj_encoding_of_content_type(source->content_type, charset);
    kj_encoding_to_utf8(bytes, length, charset, &html, found);
    const kj_clean_config config = {.charset = "utf-8"};
    xmlDoc *document = html.length ? kj_clean_parse(html.data, html.length, &config) : NULL;
    kj_refusal refusal = KJ_REFUSE_EMPTY;
    if (document && xmlDocGetRootElement(document)) {
        char *ld = kj_ld_body(document);
        kj_clean_metadata(document, page);
        kj_facts_complete(document, source, page);
        char *text = kj_dom_text(xmlDocGetRootElement(document)), *title = title_element(document);
        write_body(document, source, ld, page);
        refusal = judge(source, &html, text, title, page->letters);
        free(title);
        free(ld);
    }
    if (document) {
        kj_clean_drop(document);
    }
    kj_buffer_free(&html);
    return refusal;
}

char *kj_page_plain(const char *html) {
    const kj_clean_config config = {.charset = "utf-8", .no_images = true};
    kj_clean_page page;
    memset(&page, 0, sizeof page);
    char *wrapped = kj_press_format("<div>%s</div>", html ? html : "");
    xmlDoc *document = kj_clean_parse(wrapped, strlen(wrapped), &config);
    if (document) {
        kj_clean_body(document, NULL, &config, &page);
        kj_clean_drop(document);
    }
    char *text = kj_clean_text(page.body ? page.body : "");
    kj_clean_page_free(&page);
    free(wrapped);
    return text;
}

static bool ends_open(char *text) {
    static const char *const ends[] = {"...",
                                       "\u2026",
                                       "[...]",
                                       "[\u2026]",
                                       "..]",
                                       "\u2026]",
                                       ">>",
                                       "\u00BB",
                                       "বিস্তারিত পড়ুন",
                                       "বিস্তারিত",
                                       "আরও পড়ুন",
                                       "আরো পড়ুন",
                                       "পুরোটা পড়ুন",
                                       "read more",
                                       "continue reading",
                                       "full story",
                                       "read the full story",
                                       "more\u2026",
                                       "বাকি অংশ পড়ুন",
                                       NULL};
    size_t length = strlen(text);
    while (length > 0 && strchr(" \n.", text[length - 1]) &&
           !(length >= 3 && strncmp(text + length - 3, "...", 3) == 0)) {
        text[--length] = '\0';
    }
    for (const char *const *end = ends; *end; end++) {
        if (kj_text_ends(text, *end)) {
            return true;
        }
    }
    /* WordPress ends its excerpts with a line of its own. */
    return kj_text_has(text, "appeared first on") && kj_text_length(text) < WHOLE_LETTERS;
}

bool kj_page_is_excerpt(const char *html) {
    char *text = kj_page_plain(html);
    const size_t length = kj_text_length(text);
    size_t paragraphs = length > 0;
    for (const char *at = text; *at; at++) {
        paragraphs += at[0] == '\n' && at[1] != '\n' && at[1] != '\0';
    }
    const bool open = ends_open(text);
    free(text);
    return open || length < EXCERPT_LETTERS || (length < WHOLE_LETTERS && paragraphs < 2);
}
