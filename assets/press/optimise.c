/* optimise.c - kagoj press optimise: any EPUB made cheap to read, with nothing lost. */
#include "press/book.h"
#include "press/clean_parts.h"
#include "press/commands.h"
#include "press/files.h"
#include "press/picture.h"
#include "press/say.h"
#include "press/zip_write.h"

#include <libxml/tree.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char help[] =
    "usage: kagoj press optimise [OPTIONS] X.epub [-o Y.epub]\n"
    "\n"
    "Makes any EPUB without encryption cheap to read: pictures become gray PNG no larger than the\n"
    "panel, with a small inflate window; all entries are stored, in reading order. What cannot be\n"
    "improved stays as it is. Without -o the file itself is replaced, once the new one is whole.\n"
    "\n"
    "  -o, --output FILE  the EPUB to write\n"
    "  --panel WxH        largest size of pictures, pixels; default 480x800\n"
    "  -q, --quiet        say nothing but errors\n"
    "  -h, --help         this\n";

typedef struct job {
    const char *input, *output;
    kj_picture_config pictures;
    bool quiet, help;
    kj_book book;
    size_t converted, left, inflated;
} job;

static bool is_type(const kj_book_entry *entry, const char *type) {
    return entry->type && strcasecmp(entry->type, type) == 0;
}

/* Markup and style sheets: what refers to pictures. */
static bool is_text(const kj_book_entry *entry) {
    return is_type(entry, "application/xhtml+xml") || is_type(entry, "text/css") ||
           is_type(entry, "image/svg+xml") || is_type(entry, "application/x-dtbncx+xml") ||
           is_type(entry, "text/html") || is_type(entry, "application/x-dtbook+xml");
}

/* References in UTF-16 are not found, so then no entry may change its name. */
static bool may_rename(const kj_book *book) {
    for (size_t i = 0; i < book->entry_count; i++) {
        const kj_buffer *bytes = &book->entries[i].bytes;
        if (is_text(&book->entries[i]) && bytes->length > 1 &&
            memchr(bytes->data, 0, bytes->length < 64 ? bytes->length : 64)) {
            return false;
        }
    }
    return true;
}

/* --- Pictures */

/* "a/b.jpg" as "a/b.png", or "a/b-2.png" where that is taken. */
static char *free_name(const kj_book *book, const char *name) {
    const char *dot = strrchr(name, '.'), *slash = strrchr(name, '/');
    int stem = (int)(dot && (!slash || dot > slash) ? (size_t)(dot - name) : strlen(name));
    char *made = kj_press_format("%.*s.png", stem, name);
    for (unsigned number = 2;; number++) {
        bool taken = kj_book_find(book, made) != KJ_BOOK_NONE;
        for (size_t i = 0; i < book->entry_count && !taken; i++) {
            taken = book->entries[i].renamed && strcmp(book->entries[i].renamed, made) == 0;
        }
        if (!taken) {
            return made;
        }
        kj_press_replace(&made, kj_press_format("%.*s-%u.png", stem, name, number));
    }
}

/* A PNG that costs a reader no more than ours would: gray, no larger than the panel, and with a
 * window of at most 4 KB (PNG, section 11.2.2: bytes 24 and 25 are depth and colour type). */
static bool is_cheap_png(const kj_buffer *bytes, const kj_picture *made) {
    const unsigned char *at = (const unsigned char *)bytes->data;
    if (bytes->length < 58 || at[25] != 0 || at[24] > 8 || at[28] != 0 ||
        memcmp(at + 37, "IDAT", 4) != 0) {
        return false;
    }
    return (at[41] >> 4) + 8 <= 12 && made->from_width == made->width_px &&
           made->from_height == made->height_px;
}

static void improve_picture(job *of, kj_book_entry *entry, bool renames) {
    const char *format = kj_picture_format(entry->bytes.data, entry->bytes.length);
    bool png =
        format && strcmp(format, "PNG") == 0 && (!entry->type || is_type(entry, "image/png"));
    bool named = entry->type && strncasecmp(entry->type, "image/", 6) == 0;
    if ((!named && !png) || is_type(entry, "image/svg+xml")) {
        return;
    }
    kj_picture made;
    if ((!png && !renames) ||
        kj_picture_convert(entry->bytes.data, entry->bytes.length, &of->pictures, &made) != KJ_OK) {
        of->left++;
        return;
    }
    if (png && is_cheap_png(&entry->bytes, &made) && entry->bytes.length <= made.png_bytes) {
        free(made.png);
        return;
    }
    kj_buffer_free(&entry->bytes);
    kj_buffer_add(&entry->bytes, made.png, made.png_bytes);
    free(made.png);
    of->converted++;
    if (!png) {
        entry->renamed = free_name(&of->book, entry->name);
    }
}

/* --- References to what is renamed */

typedef struct place {
    const kj_book *book;
    const char *base;
} place;

static char *rewrite(void *user, const char *value) {
    const place *at = user;
    return kj_book_rewrite(at->book, at->base, value);
}

static void rewrite_texts(kj_book *book) {
    for (size_t i = 0; i < book->entry_count; i++) {
        kj_book_entry *entry = &book->entries[i];
        if (is_text(entry)) {
            place at = {book, entry->name};
            kj_buffer text = {0};
            kj_book_scan(&entry->bytes, &text, rewrite, &at);
            kj_buffer_free(&entry->bytes);
            entry->bytes = text;
        }
    }
}

static bool any_renamed(const kj_book *book) {
    for (size_t i = 0; i < book->entry_count; i++) {
        if (book->entries[i].renamed) {
            return true;
        }
    }
    return false;
}

/* href and media-type of the manifest's items, href of everything else. */
static void rewrite_package(kj_book *book) {
    kj_book_entry *package = &book->entries[book->package];
    struct _xmlNode *root = kj_tree_root(book->document);
    for (struct _xmlNode *at = root; at; at = kj_tree_next(root, at, true)) {
        char *href = kj_book_rewrite(book, package->name, kj_tree_attribute(at, "href"));
        if (href) {
            xmlSetProp(at, (const xmlChar *)"href", (const xmlChar *)href);
            if (kj_tree_is(at, "item")) {
                xmlSetProp(at, (const xmlChar *)"media-type", (const xmlChar *)"image/png");
            }
        }
        free(href);
    }
    xmlChar *text = NULL;
    int length = 0;
    xmlDocDumpMemoryEnc(book->document, &text, &length, "UTF-8");
    kj_buffer_free(&package->bytes);
    kj_buffer_add(&package->bytes, text, (size_t)length);
    xmlFree(text);
}

/* From here on entries are called what they are renamed to. */
static void apply_names(kj_book *book) {
    for (size_t i = 0; i < book->entry_count; i++) {
        if (book->entries[i].renamed) {
            kj_press_replace(&book->entries[i].name, book->entries[i].renamed);
            book->entries[i].renamed = NULL;
        }
    }
}

/* --- The new archive */

typedef struct archive {
    kj_zip_write zip;
    kj_book *book;
    const char *base;
    kj_status status;
} archive;

static void put(archive *out, size_t index) {
    if (index == KJ_BOOK_NONE || out->status != KJ_OK || out->book->entries[index].written) {
        return;
    }
    kj_book_entry *entry = &out->book->entries[index];
    entry->written = true;
    out->status = kj_zip_write_add(&out->zip, entry->name, entry->bytes.data, entry->bytes.length);
}

/* A picture that a page refers to stands behind it. */
static char *put_picture(void *user, const char *value) {
    archive *out = user;
    size_t index = kj_book_resolve(out->book, out->base, value);
    const char *type = index == KJ_BOOK_NONE ? NULL : out->book->entries[index].type;
    if (type && strncmp(type, "image/", 6) == 0) {
        put(out, index);
    }
    return NULL;
}

static void put_all(archive *out) {
    kj_book *book = out->book;
    put(out, kj_book_find(book, "META-INF/container.xml"));
    put(out, book->package);
    put(out, book->nav);
    put(out, book->ncx);
    for (size_t i = 0; i < book->spine_count; i++) {
        kj_book_entry *page = &book->entries[book->spine[i]];
        put(out, book->spine[i]);
        out->base = page->name;
        kj_book_scan(&page->bytes, NULL, put_picture, out);
    }
    for (size_t i = 0; i < book->entry_count; i++) {
        put(out, i);
    }
}

static kj_status write_book(job *of) {
    static const char type[] = "application/epub+zip";
    archive out = {.book = &of->book, .status = KJ_OK};
    size_t mimetype = kj_book_find(&of->book, "mimetype");
    if (mimetype != KJ_BOOK_NONE) {
        of->book.entries[mimetype].written = true;
    }
    out.status = kj_zip_write_add(&out.zip, "mimetype", type, sizeof type - 1);
    put_all(&out);
    if (out.status != KJ_OK) {
        kj_say(of->input, "would be larger than 4 GB");
        kj_zip_write_discard(&out.zip);
        return out.status;
    }
    kj_buffer file = {0};
    kj_zip_write_finish(&out.zip, &file);
    kj_status status = kj_files_write(of->output, file.data, file.length);
    if (status != KJ_OK) {
        kj_say(of->output, "cannot be written: %s", kj_files_why(status));
    } else if (!of->quiet) {
        printf(
            "%s: %zu bytes; %zu pictures converted, %zu left as they were, %zu entries unpacked\n",
            of->output, file.length, of->converted, of->left, of->inflated);
    }
    kj_buffer_free(&file);
    return status;
}

static kj_status optimise(job *of) {
    kj_buffer file = {0};
    kj_status status = kj_files_read(of->input, KJ_PRESS_FILE_MAX, &file);
    if (status != KJ_OK) {
        kj_say(of->input, "%s", kj_files_why(status));
        return status;
    }
    status = kj_book_open(&of->book, of->input, &file);
    if (status == KJ_OK) {
        bool renames = may_rename(&of->book);
        for (size_t i = 0; i < of->book.entry_count; i++) {
            of->inflated += of->book.entries[i].packed;
            improve_picture(of, &of->book.entries[i], renames);
        }
        if (any_renamed(&of->book)) {
            rewrite_texts(&of->book);
            rewrite_package(&of->book);
            apply_names(&of->book);
        }
        status = write_book(of);
    }
    kj_book_free(&of->book);
    kj_buffer_free(&file);
    return status;
}

static bool read_size(const char *text, kj_picture_config *size) {
    unsigned width, height;
    char rest;
    bool good = sscanf(text, "%ux%u%c", &width, &height, &rest) == 2 && width >= 16 &&
                width <= 4096 && height >= 16 && height <= 4096;
    if (good) {
        size->width_px = (uint16_t)width;
        size->height_px = (uint16_t)height;
    }
    return good;
}

static int read_options(int argc, char **argv, job *of) {
    for (int i = 1; i < argc; i++) {
        const char *word = argv[i];
        bool output = strcmp(word, "-o") == 0 || strcmp(word, "--output") == 0;
        bool panel = strcmp(word, "--panel") == 0;
        if ((output || panel) && i + 1 == argc) {
            kj_say("optimise", "%s needs a value", word);
            return 2;
        }
        if (output) {
            of->output = argv[++i];
        } else if (panel) {
            if (!read_size(argv[++i], &of->pictures)) {
                kj_say("optimise", "--panel: \"%s\" is no size such as 480x800", argv[i]);
                return 2;
            }
        } else if (strcmp(word, "-q") == 0 || strcmp(word, "--quiet") == 0) {
            of->quiet = true;
        } else if (strcmp(word, "-h") == 0 || strcmp(word, "--help") == 0) {
            of->help = true;
        } else if (word[0] == '-' && word[1]) {
            kj_say("optimise", "there is no option %s", word);
            return 2;
        } else if (of->input) {
            kj_say("optimise", "one EPUB at a time: %s", word);
            return 2;
        } else {
            of->input = word;
        }
    }
    return 0;
}

int kj_command_optimise(int argc, char **argv) {
    job of = {.pictures = kj_picture_config_default};
    int code = read_options(argc, argv, &of);
    if (of.help) {
        fputs(help, stdout);
        return 0;
    }
    if (code == 0 && !of.input) {
        kj_say("optimise", "no EPUB is named (--help says more)");
        code = 2;
    }
    if (code) {
        return code;
    }
    of.output = of.output ? of.output : of.input;
    return optimise(&of) == KJ_OK ? 0 : 1;
}
