// toml.cc - copies toml++'s tree into plain structs, with the place of each value.
#include "press/toml.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sstream>
#include <string>

#define TOML_EXCEPTIONS          0
#define TOML_HEADER_ONLY         1
#define TOML_ENABLE_FORMATTERS   1
#define TOML_UNRELEASED_FEATURES 0
#include <toml++/toml.h>

namespace {

char *copy_text(const char *text, size_t length) {
    char *copy = static_cast<char *>(std::malloc(length + 1));
    if (copy) {
        std::memcpy(copy, text, length);
        copy[length] = '\0';
    }
    return copy;
}

bool set_text(kj_toml *to, const std::string &text) {
    to->text = copy_text(text.data(), text.size());
    to->text_bytes = text.size();
    return to->text != nullptr;
}

template <class Value>
std::string written(const Value &value) {
    std::ostringstream stream;
    stream << value;
    return stream.str();
}

bool copy_node(const toml::node &from, kj_toml *to);

bool make_items(kj_toml *to, size_t count) {
    to->items = static_cast<kj_toml *>(std::calloc(count ? count : 1, sizeof *to->items));
    return to->items != nullptr;
}

bool copy_table(const toml::table &from, kj_toml *to) {
    to->type = KJ_TOML_TABLE;
    if (!make_items(to, from.size())) {
        return false;
    }
    for (auto &&entry : from) {
        kj_toml *item = &to->items[to->count++]; // counted first, so that a failure frees it
        const std::string_view key = entry.first.str();
        item->key = copy_text(key.data(), key.size());
        if (!item->key || !copy_node(entry.second, item)) {
            return false;
        }
    }
    // toml++ sorts by key; what was written first comes first here.
    std::sort(to->items, to->items + to->count, [](const kj_toml &a, const kj_toml &b) {
        return a.line != b.line ? a.line < b.line : a.column < b.column;
    });
    return true;
}

bool copy_array(const toml::array &from, kj_toml *to) {
    to->type = KJ_TOML_ARRAY;
    if (!make_items(to, from.size())) {
        return false;
    }
    for (const toml::node &entry : from) {
        if (!copy_node(entry, &to->items[to->count++])) {
            return false;
        }
    }
    return true;
}

bool copy_node(const toml::node &from, kj_toml *to) {
    to->line = from.source().begin.line;
    to->column = from.source().begin.column;
    if (const toml::table *table = from.as_table()) {
        return copy_table(*table, to);
    }
    if (const toml::array *array = from.as_array()) {
        return copy_array(*array, to);
    }
    if (const auto *text = from.as_string()) {
        to->type = KJ_TOML_STRING;
        return set_text(to, text->get());
    }
    if (const auto *integer = from.as_integer()) {
        to->type = KJ_TOML_INTEGER;
        to->integer = integer->get();
        to->real = static_cast<double>(to->integer);
        return true;
    }
    if (const auto *real = from.as_floating_point()) {
        to->type = KJ_TOML_REAL;
        to->real = real->get();
        return true;
    }
    if (const auto *truth = from.as_boolean()) {
        to->type = KJ_TOML_BOOLEAN;
        to->integer = truth->get() ? 1 : 0;
        return true;
    }
    to->type = KJ_TOML_DATE;
    if (const auto *date = from.as_date()) {
        return set_text(to, written(date->get()));
    }
    if (const auto *time = from.as_time()) {
        return set_text(to, written(time->get()));
    }
    const auto *moment = from.as_date_time();
    return moment && set_text(to, written(moment->get()));
}

void free_node(kj_toml *node) {
    for (size_t i = 0; i < node->count; i++) {
        free_node(&node->items[i]);
    }
    std::free(node->items);
    std::free(node->key);
    std::free(node->text);
}

kj_status read_file(const char *path, std::string *text) {
    std::FILE *file = std::fopen(path, "rb");
    if (!file) {
        return errno == ENOENT ? KJ_ERR_MISSING : KJ_ERR_IO;
    }
    char block[16384];
    size_t length;
    while ((length = std::fread(block, 1, sizeof block, file)) > 0 &&
           text->size() <= KJ_TOML_LARGEST_FILE) {
        text->append(block, length);
    }
    const bool broken = std::ferror(file) != 0;
    std::fclose(file);
    return broken ? KJ_ERR_IO : KJ_OK;
}

} // namespace

extern "C" kj_status kj_toml_parse(const char *text, size_t length, const char *name,
                                   kj_toml **root, char *error, size_t error_bytes) {
    if (length > KJ_TOML_LARGEST_FILE) {
        std::snprintf(error, error_bytes, "%s: longer than %zu bytes", name, KJ_TOML_LARGEST_FILE);
        return KJ_ERR_TOO_LARGE;
    }
    const toml::parse_result result = toml::parse(std::string_view(text, length));
    if (!result) {
        const toml::parse_error &wrong = result.error();
        const std::string what(wrong.description());
        std::snprintf(error, error_bytes, "%s:%u:%u: %s", name,
                      static_cast<unsigned>(wrong.source().begin.line),
                      static_cast<unsigned>(wrong.source().begin.column), what.c_str());
        return KJ_ERR_FORMAT;
    }
    kj_toml *copy = static_cast<kj_toml *>(std::calloc(1, sizeof *copy));
    if (!copy || !copy_node(result.table(), copy)) {
        kj_toml_free(copy);
        std::snprintf(error, error_bytes, "%s: no memory", name);
        return KJ_ERR_MEMORY;
    }
    *root = copy;
    return KJ_OK;
}

extern "C" kj_status kj_toml_read(const char *path, kj_toml **root, char *error,
                                  size_t error_bytes) {
    std::string text;
    const kj_status status = read_file(path, &text);
    if (status != KJ_OK) {
        std::snprintf(error, error_bytes, "%s: %s", path,
                      status == KJ_ERR_MISSING ? "no such file" : "cannot be read");
        return status;
    }
    return kj_toml_parse(text.data(), text.size(), path, root, error, error_bytes);
}

extern "C" const kj_toml *kj_toml_get(const kj_toml *table, const char *key) {
    for (size_t i = 0; table && table->type == KJ_TOML_TABLE && i < table->count; i++) {
        if (std::strcmp(table->items[i].key, key) == 0) {
            return &table->items[i];
        }
    }
    return nullptr;
}

extern "C" const char *kj_toml_type_name(kj_toml_type type) {
    static const char *const names[] = {"a table",  "an array",  "a string", "a whole number",
                                        "a number", "a boolean", "a date"};
    return static_cast<size_t>(type) < sizeof names / sizeof *names ? names[type] : "something";
}

extern "C" void kj_toml_free(kj_toml *root) {
    if (root) {
        free_node(root);
        std::free(root);
    }
}
