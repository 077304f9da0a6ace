/* book.c - see book.h. */
#include "press/book.h"

#include "base/ascii.h"
#include "press/clean_parts.h"
#include "press/say.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

/* --- The archive */

static kj_status read_entry(zip_t *zip, zip_uint64_t index, const char *path, size_t *total,
                            kj_book_entry *entry) {
    zip_stat_t about;
    if (zip_stat_index(zip, index, 0, &about) != 0 || !about.name) {
        kj_say(path, "a damaged entry in the archive");
        return KJ_ERR_FORMAT;
    }
    entry->name = kj_press_copy(about.name);
    entry->packed = about.comp_method != ZIP_CM_STORE;
    if (about.size > KJ_BOOK_ENTRY_MAX || *total + about.size > KJ_BOOK_TOTAL_MAX) {
        kj_say(path, "%s is too large", about.name);
        return KJ_ERR_TOO_LARGE;
    }
    zip_file_t *file =
        about.encryption_method == ZIP_EM_NONE ? zip_fopen_index(zip, index, 0) : NULL;
    if (!file) {
        kj_say(path, "%s cannot be opened: %s", about.name,
               about.encryption_method == ZIP_EM_NONE ? zip_strerror(zip) : "it is encrypted");
        return KJ_ERR_FORMAT;
    }
    kj_buffer_add(&entry->bytes, "", 0);
    zip_int64_t count;
    static char piece[1 << 16];
    while ((count = zip_fread(file, piece, sizeof piece)) > 0 &&
           entry->bytes.length <= about.size) {
        kj_buffer_add(&entry->bytes, piece, (size_t)count);
    }
    /* libzip checks the CRC at the end of the data: an error, or more than the directory said. */
    bool good = count == 0 && entry->bytes.length == about.size;
    zip_fclose(file);
    *total += entry->bytes.length;
    if (!good) {
        kj_say(path, "%s is damaged", about.name);
    }
    return good ? KJ_OK : KJ_ERR_FORMAT;
}

static kj_status read_entries(zip_t *zip, const char *path, kj_book *book) {
    zip_int64_t count = zip_get_num_entries(zip, 0);
    size_t total = 0;
    for (zip_int64_t i = 0; i < count; i++) {
        const char *name = zip_get_name(zip, (zip_uint64_t)i, 0);
        if (name && *name &&
            (name[strlen(name) - 1] == '/' || kj_book_find(book, name) != KJ_BOOK_NONE)) {
            continue; /* a folder, or a second entry that nobody can reach */
        }
        book->entries =
            kj_press_grow(book->entries, (book->entry_count + 1) * sizeof *book->entries);
        kj_book_entry *entry = &book->entries[book->entry_count++];
        memset(entry, 0, sizeof *entry);
        kj_status status = read_entry(zip, (zip_uint64_t)i, path, &total, entry);
        if (status != KJ_OK) {
            return status;
        }
    }
    return KJ_OK;
}

static kj_status read_archive(kj_book *book, const char *path, const kj_buffer *file) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source =
        zip_source_buffer_create(file->data ? file->data : "", file->length, 0, &error);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    kj_status status = KJ_ERR_FORMAT;
    if (zip) {
        status = read_entries(zip, path, book);
        zip_discard(zip);
    } else {
        kj_say(path, "is no ZIP archive, so no EPUB (%s)", zip_error_strerror(&error));
        zip_source_free(source);
    }
    zip_error_fini(&error);
    return status;
}

size_t kj_book_find(const kj_book *book, const char *name) {
    for (size_t i = 0; i < book->entry_count; i++) {
        if (book->entries[i].name && strcmp(book->entries[i].name, name) == 0) {
            return i;
        }
    }
    return KJ_BOOK_NONE;
}

/* --- References */

/* Path of a reference within the archive: percent signs, "." and ".." resolved, entities of markup
 * ("&amp;") too. NULL: it leads elsewhere. */
static char *resolve(const char *base, const char *reference) {
    size_t length = strcspn(reference, "#?");
    const char *colon = memchr(reference, ':', length);
    const char *slash = memchr(reference, '/', length);
    if (length == 0 || (colon && (!slash || colon < slash))) {
        return NULL;
    }
    kj_buffer path = {0};
    const char *folder = strrchr(base, '/');
    if (reference[0] != '/') {
        kj_buffer_add(&path, base, folder ? (size_t)(folder - base) + 1 : 0);
    }
    for (size_t i = reference[0] == '/'; i < length; i++) {
        int high = reference[i] == '%' && i + 2 < length + 1 ? kj_ascii_hex(reference[i + 1]) : -1;
        int low = high >= 0 ? kj_ascii_hex(reference[i + 2]) : -1;
        if (low >= 0) {
            kj_buffer_byte(&path, (char)(high << 4 | low));
            i += 2;
        } else {
            kj_buffer_byte(&path, reference[i]);
            i += strncmp(reference + i, "&amp;", 5) == 0 ? 4 : 0;
        }
    }
    kj_buffer out = {0};
    char *whole = kj_buffer_take(&path);
    for (const char *at = whole; *at;) {
        size_t part = strcspn(at, "/");
        if (part == 2 && strncmp(at, "..", 2) == 0) {
            while (out.length > 0 && out.data[--out.length] != '/') {
            }
        } else if (part > 0 && !(part == 1 && *at == '.')) {
            kj_buffer_text(&out, out.length ? "/" : "");
            kj_buffer_add(&out, at, part);
        }
        at += part + (at[part] == '/');
    }
    free(whole);
    return kj_buffer_take(&out);
}

size_t kj_book_resolve(const kj_book *book, const char *base, const char *reference) {
    char *path = resolve(base, reference);
    size_t found = path ? kj_book_find(book, path) : KJ_BOOK_NONE;
    free(path);
    return found;
}

char *kj_book_rewrite(const kj_book *book, const char *base, const char *reference) {
    size_t found = kj_book_resolve(book, base, reference);
    if (found == KJ_BOOK_NONE || !book->entries[found].renamed) {
        return NULL;
    }
    /* Only the last part of the path is another: what stands before and behind it stays. */
    size_t end = strcspn(reference, "#?"), start = end;
    while (start > 0 && reference[start - 1] != '/') {
        start--;
    }
    const char *name = strrchr(book->entries[found].renamed, '/');
    name = name ? name + 1 : book->entries[found].renamed;
    kj_buffer out = {0};
    kj_buffer_add(&out, reference, start);
    for (; *name; name++) {
        unsigned char byte = (unsigned char)*name;
        bool plain = byte > ' ' && byte < 0x7F && !strchr("%\"<>&'#?()\\^`{|}[]", byte);
        kj_buffer_format(&out, plain ? "%c" : "%%%02X", byte);
    }
    kj_buffer_text(&out, reference + end);
    return kj_buffer_take(&out);
}

/* The length of the value at at, and where it begins: behind =" or =' or in url(...). 0: none. */
static size_t value_at(const char *at, const char *end, const char **value) {
    const char *close;
    if ((*at == '"' || *at == '\'')) {
        *value = at + 1;
        close = memchr(*value, *at, (size_t)(end - *value));
        return close ? (size_t)(close - *value) : 0;
    }
    if (end - at > 5 && strncmp(at, "url(", 4) == 0) {
        *value = at + 4 + strspn(at + 4, " \t");
        close = memchr(*value, ')', (size_t)(end - *value));
        return close && **value != '"' && **value != '\'' ? (size_t)(close - *value) : 0;
    }
    return 0;
}

void kj_book_scan(const kj_buffer *text, kj_buffer *out,
                  char *(*see)(void *user, const char *value), void *user) {
    const char *at = text->data, *end = at + text->length, *copied = at, *value;
    while (at < end) {
        size_t length = value_at(at, end, &value);
        if (length == 0 || length > 4096) {
            at++;
            continue;
        }
        char *cut = kj_press_cut(value, length), *instead = see(user, cut);
        free(cut);
        if (instead && out) {
            kj_buffer_add(out, copied, (size_t)(value - copied));
            kj_buffer_text(out, instead);
            copied = value + length;
        }
        at = instead ? value + length + 1 : at + 1; /* quotes in prose do not pair: try each */
        free(instead);
    }
    if (out) {
        kj_buffer_add(out, copied, (size_t)(end - copied));
    }
}

/* --- The package */

static struct _xmlDoc *parse(const kj_buffer *bytes) {
    return bytes->length < INT32_MAX ? xmlReadMemory(bytes->data, (int)bytes->length, NULL, NULL,
                                                     XML_PARSE_NONET | XML_PARSE_NOERROR |
                                                         XML_PARSE_NOWARNING | XML_PARSE_RECOVER)
                                     : NULL;
}

static kj_status find_package(kj_book *book, const char *path) {
    size_t container = kj_book_find(book, "META-INF/container.xml");
    struct _xmlDoc *document =
        container == KJ_BOOK_NONE ? NULL : parse(&book->entries[container].bytes);
    struct _xmlNode *root = kj_tree_root(document);
    struct _xmlNode *rootfile = root ? kj_tree_find(root, "rootfile") : NULL;
    book->package =
        rootfile ? kj_book_find(book, kj_tree_attribute(rootfile, "full-path")) : KJ_BOOK_NONE;
    xmlFreeDoc(document);
    if (book->package == KJ_BOOK_NONE) {
        kj_say(path, "is no EPUB: META-INF/container.xml names no package document");
        return KJ_ERR_FORMAT;
    }
    book->document = parse(&book->entries[book->package].bytes);
    if (!kj_tree_root(book->document)) {
        kj_say(path, "%s cannot be read", book->entries[book->package].name);
        return KJ_ERR_FORMAT;
    }
    return KJ_OK;
}

static size_t entry_of_id(const kj_book *book, struct _xmlNode *root, const char *id) {
    for (struct _xmlNode *at = root; at && *id; at = kj_tree_next(root, at, true)) {
        if (kj_tree_is(at, "item") && strcmp(kj_tree_attribute(at, "id"), id) == 0) {
            return kj_book_resolve(book, book->entries[book->package].name,
                                   kj_tree_attribute(at, "href"));
        }
    }
    return KJ_BOOK_NONE;
}

static void read_manifest(kj_book *book, struct _xmlNode *root) {
    for (struct _xmlNode *at = root; at; at = kj_tree_next(root, at, true)) {
        if (kj_tree_is(at, "item")) {
            size_t index = kj_book_resolve(book, book->entries[book->package].name,
                                           kj_tree_attribute(at, "href"));
            if (index != KJ_BOOK_NONE) {
                kj_press_replace(&book->entries[index].type,
                                 kj_press_copy(kj_tree_attribute(at, "media-type")));
                bool nav = strstr(kj_tree_attribute(at, "properties"), "nav") != NULL;
                book->nav = nav ? index : book->nav;
            }
        } else if (kj_tree_is(at, "spine")) {
            book->ncx = entry_of_id(book, root, kj_tree_attribute(at, "toc"));
        } else if (kj_tree_is(at, "itemref")) {
            size_t index = entry_of_id(book, root, kj_tree_attribute(at, "idref"));
            if (index != KJ_BOOK_NONE) {
                book->spine =
                    kj_press_grow(book->spine, (book->spine_count + 1) * sizeof *book->spine);
                book->spine[book->spine_count++] = index;
            }
        }
    }
}

/* Fonts may be obfuscated by the two methods that the EPUB specification has for it, tied to the
 * identifier, which stays; whatever else is encrypted cannot be read. */
static kj_status check_encryption(const kj_book *book, const char *path) {
    size_t index = kj_book_find(book, "META-INF/encryption.xml");
    struct _xmlDoc *document = index == KJ_BOOK_NONE ? NULL : parse(&book->entries[index].bytes);
    struct _xmlNode *root = kj_tree_root(document);
    bool other = index != KJ_BOOK_NONE && !root;
    for (struct _xmlNode *at = root; at; at = kj_tree_next(root, at, true)) {
        if (kj_tree_is(at, "EncryptionMethod")) {
            const char *method = kj_tree_attribute(at, "Algorithm");
            other = other || (!strstr(method, "idpf.org/2008/embedding") &&
                              !strstr(method, "ns.adobe.com/pdf/enc#RC"));
        }
    }
    xmlFreeDoc(document);
    if (other) {
        kj_say(path, "is encrypted");
    }
    return other ? KJ_ERR_FORMAT : KJ_OK;
}

kj_status kj_book_open(kj_book *book, const char *path, const kj_buffer *file) {
    *book = (kj_book){.package = KJ_BOOK_NONE, .nav = KJ_BOOK_NONE, .ncx = KJ_BOOK_NONE};
    kj_status status = read_archive(book, path, file);
    status = status == KJ_OK ? check_encryption(book, path) : status;
    status = status == KJ_OK ? find_package(book, path) : status;
    if (status == KJ_OK) {
        read_manifest(book, kj_tree_root(book->document));
    }
    return status;
}

void kj_book_free(kj_book *book) {
    for (size_t i = 0; i < book->entry_count; i++) {
        free(book->entries[i].name);
        free(book->entries[i].type);
        free(book->entries[i].renamed);
        kj_buffer_free(&book->entries[i].bytes);
    }
    free(book->entries);
    free(book->spine);
    xmlFreeDoc(book->document);
    *book = (kj_book){0};
}
