/* search_words.c - the words of an edition with their places; see search.h. */
#include "press/search_parts.h"

#include <stdlib.h>
#include <string.h>

enum { FEW_ARTICLES = 8 }; /* below it no word is common for standing in most of them */

/* Words that no text is about. Searched for alone they are found in headlines. */
static const char stop_list[] =
    "এ এই এক একটি একটা একজন একে এখন এখানে এখনও এটা এটি এটাই এত এতে এদের এবং এবার এমন এর এরপর এরই "
    "ও ওই ওঁরা ওদের ওর ওরা কবে কম করতে করব করবে করবেন করা করার করি করিয়ে করে করেই করেছে করেছেন "
    "করেছিল "
    "করেছিলেন করেন কাছে কাজে কারণ কি কিছু কিন্তু কী কে কেউ কেন কোন কোনো কোনও ক্ষেত্রে গিয়ে গেছে গেল "
    "চেয়ে "
    "ছাড়া ছিল ছিলেন জন জন্য জন্যে ঠিক তখন তত তবু তবে তা তাই তাঁর তাঁরা তাঁদের তাকে তাদের তার তারপর তারা "
    "তিনি তো থাকে থাকা থাকবে থেকে থেকেই দিকে দিতে দিন দিয়ে দিয়েছে দিয়েছেন দেওয়া দেখা দেয় ধরে না নয় "
    "নাকি নিজে "
    "নিজের নিতে নিয়ে নেই নেওয়া পক্ষে পর পরে পরেই পর্যন্ত পারে পারেন পাওয়া প্রতি প্রায় ফলে বড় বলতে বলা "
    "বলে বলেন বলেছেন বহু বা বাদে বার বেশি মতো মতে মধ্যে মধ্যেই মাত্র মাধ্যমে যখন যত যদি যা যাবে যায় "
    "যাওয়া "
    "যাতে যাকে যাদের যার যারা যিনি যে যেখানে যেতে যেন যেমন রয়েছে রাখা সঙ্গে সব সবাই সবার সহ সাথে সে "
    "সেই "
    "সেখানে সেটা সেটি স্পষ্ট হওয়া হওয়ার হচ্ছে হতে হবে হবেন হয় হয়ে হয়েছে হয়েছিল হয়নি হল হলে হলো হাজার "
    "হিসাবে হিসেবে হইতে আগে আগেই আছে আছেন আজ আপনার আবার আমরা আমাদের আমার আমি আর আরও আরো উপর উপরে "
    "a about after all also an and any are as at be been before but by can could did do for from "
    "had has have he her his how i if in into is it its more most no not of on one or other our "
    "out over said she so some than that the their them then there these they this to two up was "
    "we were what when which who will with would you your";

typedef struct kj_search_occurrence {
    kj_fold_word word;
    kj_search_place place;
} occurrence;

typedef kj_search_collection collection;

void kj_search_add(kj_search_collection *now, const char *text, kj_search_place place) {
    const kj_span span = {(const uint8_t *)text, text ? strlen(text) : 0};
    size_t at = 0;
    kj_fold_word word;
    while (kj_fold_next(span, &at, &word)) {
        if (now->count == now->capacity) {
            now->capacity = now->capacity ? 2 * now->capacity : 4096;
            now->all = kj_press_grow(now->all, now->capacity * sizeof *now->all);
        }
        now->all[now->count++] = (occurrence){word, place};
    }
}

/* By word, then by entry, the headline first. */
static int compare_occurrences(const void *a, const void *b) {
    const occurrence *one = a, *other = b;
    const int order = kj_fold_compare(&one->word, &other->word);
    if (order || one->place.entry != other->place.entry) {
        return order ? order : one->place.entry < other->place.entry ? -1 : 1;
    }
    return (int)other->place.in_headline - (int)one->place.in_headline;
}

static int compare_words(const void *a, const void *b) { return kj_fold_compare(a, b); }

static collection stop_words(void) {
    collection now = {0};
    kj_search_add(&now, stop_list, (kj_search_place){0, false});
    qsort(now.all, now.count, sizeof *now.all, compare_occurrences);
    return now;
}

/* Adds a word's places but those of text where it is common. */
static void keep_word(kj_search_words *words, const occurrence *from, size_t count,
                      bool is_common) {
    words->words = kj_press_grow(words->words, (words->word_count + 1) * sizeof *words->words);
    kj_search_word *word = &words->words[words->word_count++];
    *word = (kj_search_word){from->word, is_common, words->place_count, 0};
    for (size_t i = 0; i < count; i++) {
        const bool again = i > 0 && from[i].place.entry == from[i - 1].place.entry;
        if (!again && (!is_common || from[i].place.in_headline)) {
            words->places[words->place_count++] = from[i].place;
            word->count++;
        }
    }
}

static size_t entries_of(const occurrence *from, size_t count) {
    size_t entries = 0;
    for (size_t i = 0; i < count; i++) {
        entries += i == 0 || from[i].place.entry != from[i - 1].place.entry;
    }
    return entries;
}

static void keep_words(kj_search_words *words, const collection *now, size_t articles) {
    collection stop = stop_words();
    words->places = kj_press_alloc(now->count * sizeof *words->places);
    for (size_t first = 0, end; first < now->count; first = end) {
        const occurrence *from = &now->all[first];
        for (end = first + 1;
             end < now->count && kj_fold_compare(&now->all[end].word, &from->word) == 0; end++) {
        }
        const bool in_most =
            articles >= FEW_ARTICLES && 2 * entries_of(from, end - first) > articles;
        const bool is_stop =
            bsearch(&from->word, stop.all, stop.count, sizeof *stop.all, compare_words) != NULL;
        keep_word(words, from, end - first, in_most || is_stop);
    }
    free(stop.all);
}

void kj_search_keep(kj_search_collection *now, size_t articles, kj_search_words *words) {
    if (now->count > 0) {
        qsort(now->all, now->count, sizeof *now->all, compare_occurrences);
    }
    *words = (kj_search_words){0};
    keep_words(words, now, articles);
    free(now->all);
    *now = (kj_search_collection){0};
}

void kj_search_words_free(kj_search_words *words) {
    free(words->words);
    free(words->places);
    *words = (kj_search_words){0};
}
