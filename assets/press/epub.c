/* epub.c - plans an edition's files and writes them in reading order; see epub.h. */
#include "press/epub.h"

#include "document/search_format.h"
#include "press/bengali.h"
#include "press/clean.h"
#include "press/epub_parts.h"
#include "press/files.h"
#include "press/search.h"
#include "press/zip_write.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char container[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<container xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\" version=\"1.0\">\n"
    "  <rootfiles>\n    <rootfile full-path=\"edition.opf\""
    " media-type=\"application/oebps-package+xml\"/>\n  </rootfiles>\n</container>\n";

/* FNV-1a, 64 bits: for equal pictures (compared in full then) and the identifier. */
static uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t length) {
    const uint8_t *at = bytes;
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ at[i]) * 0x100000001B3u;
    }
    return hash;
}

static uint64_t hash_text(uint64_t hash, const char *text) {
    /* The NUL as well, so that "a" "bc" is not "ab" "c". */
    return text ? hash_bytes(hash, text, strlen(text) + 1) : hash_bytes(hash, "\1", 1);
}

static uint64_t hash_edition(const kj_press_edition *edition, uint64_t hash) {
    hash = hash_text(hash, edition->title);
    hash = hash_text(hash, edition->date);
    hash = hash_text(hash, edition->creator);
    for (size_t i = 0; i < edition->section_count; i++) {
        const kj_press_section *section = &edition->sections[i];
        hash = hash_text(hash, section->title);
        for (size_t j = 0; j < section->article_count; j++) {
            const kj_press_article *article = &section->articles[j];
            hash = hash_text(hash, article->title);
            hash = hash_text(hash, article->summary);
            hash = hash_text(hash, article->byline);
            hash = hash_text(hash, article->body);
            for (size_t k = 0; k < article->picture_count; k++) {
                hash = hash_bytes(hash, article->pictures[k].png, article->pictures[k].png_bytes);
            }
        }
    }
    return hash;
}

/* A UUID of version 8 (RFC 9562, section 5.8: made as one likes) from the content. */
static char *make_identifier(const kj_press_edition *edition) {
    uint64_t high = hash_edition(edition, 0xCBF29CE484222325u);
    uint64_t low = hash_edition(edition, high ^ 0x9E3779B97F4A7C15u);
    high = (high & ~0xF000ull) | 0x8000u;
    low = (low & ~(3ull << 62)) | 2ull << 62;
    return kj_press_format("urn:uuid:%08x-%04x-%04x-%04x-%012llx", (unsigned)(high >> 32),
                           (unsigned)(high >> 16 & 0xFFFF), (unsigned)(high & 0xFFFF),
                           (unsigned)(low >> 48), (unsigned long long)(low & 0xFFFFFFFFFFFFull));
}

static char *make_modified(const kj_press_edition *edition) {
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    char *end = NULL;
    long long seconds = epoch ? strtoll(epoch, &end, 10) : 0;
    if (epoch && *epoch && !*end && seconds >= 0 && seconds <= 253402300799) {
        time_t moment = (time_t)seconds;
        struct tm parts;
        char text[32];
        if (gmtime_r(&moment, &parts) &&
            strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts)) {
            return kj_press_copy(text);
        }
    }
    return kj_press_format("%.10sT00:00:00Z",
                           kj_epub_is_date(edition->date) ? edition->date : "1980-01-01");
}

/* --- The plan */

/* A headline for a text without one: its first words. */
static char *title_of(const kj_press_article *article) {
    if (article->title && *article->title) {
        return kj_press_copy(article->title);
    }
    char *text = kj_clean_text(article->body ? article->body : "");
    char *line = kj_bengali_clean_line(text, strcspn(text, "\n"));
    free(text);
    size_t length = strlen(line);
    if (length > 120) {
        length = 120;
        while (length > 60 && line[length] != ' ') {
            length--;
        }
        while ((line[length] & 0xC0) == 0x80) {
            length--;
        }
        kj_press_replace(&line, kj_press_format("%.*s…", (int)length, line));
    }
    if (!*line) {
        kj_press_replace(&line, kj_press_copy("…"));
    }
    return line;
}

static const char *language_of(const kj_press_article *article, const char *edition) {
    if (article->language && *article->language) {
        return article->language;
    }
    const char *body = article->body ? article->body : "";
    const char *found = kj_bengali_language(body, strlen(body), NULL);
    return *found ? found : edition;
}

/* Of the whole edition, where it is not said: that of most articles. */
static const char *edition_language(const kj_press_edition *edition) {
    if (edition->language && *edition->language) {
        return edition->language;
    }
    size_t bengali = 0, all = 0;
    const char *other = "bn";
    for (size_t i = 0; i < edition->section_count; i++) {
        for (size_t j = 0; j < edition->sections[i].article_count; j++) {
            const char *language = language_of(&edition->sections[i].articles[j], "bn");
            bool is = strncmp(language, "bn", 2) == 0;
            bengali += is;
            all++;
            other = is ? other : language;
        }
    }
    return bengali * 2 >= all ? "bn" : other;
}

static bool same_picture(const kj_epub_image *image, const kj_press_picture *picture,
                         uint64_t hash) {
    return image->hash == hash && image->picture->png_bytes == picture->png_bytes &&
           memcmp(image->picture->png, picture->png, picture->png_bytes) == 0;
}

static const kj_epub_image *find_image(const kj_epub_plan *plan, const kj_press_picture *picture) {
    uint64_t hash = hash_bytes(0, picture->png, picture->png_bytes);
    for (size_t i = 0; i < plan->image_count; i++) {
        if (same_picture(&plan->images[i], picture, hash)) {
            return &plan->images[i];
        }
    }
    return NULL;
}

const kj_epub_image *kj_epub_image_of(const kj_epub_plan *plan, const kj_press_article *article,
                                      const char *href) {
    for (size_t i = 0; i < article->picture_count; i++) {
        const kj_press_picture *picture = &article->pictures[i];
        if (picture->png && strcmp(picture->href, href) == 0) {
            return find_image(plan, picture);
        }
    }
    return NULL;
}

static void plan_images(kj_epub_plan *plan, kj_epub_page *page) {
    page->first_image = plan->image_count;
    for (size_t i = 0; i < page->article->picture_count; i++) {
        const kj_press_picture *picture = &page->article->pictures[i];
        if (!picture->png || find_image(plan, picture)) {
            continue;
        }
        plan->images = kj_press_grow(plan->images, (plan->image_count + 1) * sizeof *plan->images);
        int stem = (int)(strlen(page->name) - strlen(".xhtml"));
        plan->images[plan->image_count++] = (kj_epub_image){
            picture, kj_press_format("images/%.*s-%zu.png", stem, page->name, ++page->image_count),
            hash_bytes(0, picture->png, picture->png_bytes)};
    }
}

static void plan_page(kj_epub_plan *plan, const kj_press_section *section, size_t section_number,
                      size_t article_number) {
    plan->pages = kj_press_grow(plan->pages, (plan->page_count + 1) * sizeof *plan->pages);
    kj_epub_page *page = &plan->pages[plan->page_count++];
    *page = (kj_epub_page){.section = section, .article = &section->articles[article_number - 1]};
    page->name = kj_press_format("s%02zu-a%02zu.xhtml", section_number, article_number);
    page->title = title_of(page->article);
    page->language = language_of(page->article, plan->language);
    plan_images(plan, page);
}

static void make_plan(kj_epub_plan *plan, const kj_press_edition *edition) {
    *plan = (kj_epub_plan){.edition = edition};
    plan->title = edition->title && *edition->title ? edition->title : "কাগজ";
    plan->language = edition_language(edition);
    plan->identifier =
        edition->identifier ? kj_press_copy(edition->identifier) : make_identifier(edition);
    plan->modified = make_modified(edition);
    size_t number = 0;
    for (size_t i = 0; i < edition->section_count; i++) {
        const kj_press_section *section = &edition->sections[i];
        if (section->article_count == 0) {
            continue;
        }
        number++;
        plan->section_count += section->title && *section->title;
        for (size_t j = 0; j < section->article_count; j++) {
            plan_page(plan, section, number, j + 1);
        }
    }
}

static void free_plan(kj_epub_plan *plan) {
    for (size_t i = 0; i < plan->page_count; i++) {
        free(plan->pages[i].name);
        free(plan->pages[i].title);
    }
    for (size_t i = 0; i < plan->image_count; i++) {
        free(plan->images[i].name);
    }
    free(plan->pages);
    free(plan->images);
    free(plan->identifier);
    free(plan->modified);
}

/* --- The archive */

static kj_status add_made(kj_zip_write *zip, const char *name, const kj_epub_plan *plan,
                          void (*make)(const kj_epub_plan *plan, kj_buffer *out)) {
    kj_buffer text = {0};
    make(plan, &text);
    kj_status status = kj_zip_write_add(zip, name, text.data, text.length);
    kj_buffer_free(&text);
    return status;
}

static kj_status add_page(kj_zip_write *zip, kj_epub_plan *plan, const kj_epub_page *page) {
    kj_buffer text = {0};
    kj_status status = kj_epub_article(plan, page, &text, &plan->lost_pictures);
    if (status == KJ_OK) {
        status = kj_zip_write_add(zip, page->name, text.data, text.length);
    }
    kj_buffer_free(&text);
    for (size_t i = 0; i < page->image_count && status == KJ_OK; i++) {
        const kj_epub_image *image = &plan->images[page->first_image + i];
        status = kj_zip_write_add(zip, image->name, image->picture->png, image->picture->png_bytes);
    }
    return status;
}

/* The last of all entries, so that a reader finds it at the end of the directory. */
static kj_status add_search(kj_zip_write *zip, const kj_epub_plan *plan) {
    kj_buffer index = {0};
    kj_status status = KJ_OK;
    if (kj_press_search(plan, kj_zip_write_place(zip, KJ_SEARCH_NAME), &index)) {
        status = kj_zip_write_add(zip, KJ_SEARCH_NAME, index.data, index.length);
    }
    kj_buffer_free(&index);
    return status;
}

static kj_status add_all(kj_zip_write *zip, kj_epub_plan *plan) {
    static const char type[] = "application/epub+zip";
    const kj_press_picture *cover = &plan->edition->cover;
    kj_status status = kj_zip_write_add(zip, "mimetype", type, sizeof type - 1);
    if (status == KJ_OK) {
        status = kj_zip_write_add(zip, "META-INF/container.xml", container, sizeof container - 1);
    }
    if (status == KJ_OK) {
        status = add_made(zip, "edition.opf", plan, kj_epub_package);
    }
    if (status == KJ_OK) {
        status = add_made(zip, "nav.xhtml", plan, kj_epub_nav);
    }
    if (status == KJ_OK) {
        status = add_made(zip, "toc.ncx", plan, kj_epub_ncx);
    }
    if (status == KJ_OK && cover->png) {
        status = kj_zip_write_add(zip, "images/cover.png", cover->png, cover->png_bytes);
    }
    for (size_t i = 0; i < plan->page_count && status == KJ_OK; i++) {
        status = add_page(zip, plan, &plan->pages[i]);
    }
    if (status == KJ_OK) {
        status = kj_zip_write_add(zip, "style.css", kj_epub_style, strlen(kj_epub_style));
    }
    return status == KJ_OK ? add_search(zip, plan) : status;
}

kj_status kj_epub_write(const kj_press_edition *edition, kj_buffer *epub,
                        kj_epub_figures *figures) {
    kj_epub_plan plan;
    kj_zip_write zip = {{0}, {0}, 0};
    make_plan(&plan, edition);
    kj_status status = plan.page_count ? add_all(&zip, &plan) : KJ_END;
    if (status == KJ_OK) {
        kj_zip_write_finish(&zip, epub);
    } else {
        kj_zip_write_discard(&zip);
    }
    if (status == KJ_OK && figures) {
        *figures = (kj_epub_figures){plan.section_count, plan.page_count, plan.image_count,
                                     plan.lost_pictures, epub->length};
    }
    free_plan(&plan);
    return status;
}

kj_status kj_epub_save(const kj_press_edition *edition, const char *path,
                       kj_epub_figures *figures) {
    kj_buffer epub = {0};
    kj_status status = kj_epub_write(edition, &epub, figures);
    if (status == KJ_OK) {
        status = kj_files_write(path, epub.data, epub.length);
    }
    kj_buffer_free(&epub);
    return status;
}
