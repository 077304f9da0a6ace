/* strings.h - every sentence that the reader shows, in each language it can show it in.
 *
 * One table, so that a translator needs one file and a sentence cannot be missing in a language
 * without the compiler or a test saying so. UTF-8, in the font's repertoire. Layer: reader. */
#ifndef KJ_READER_STRINGS_H
#define KJ_READER_STRINGS_H

typedef enum kj_language { KJ_LANGUAGE_BENGALI = 0, KJ_LANGUAGE_ENGLISH, KJ_LANGUAGES } kj_language;

typedef enum kj_string {
    KJ_STRING_MISSING_TITLE, /* each notice: title, what happened, what to do */
    KJ_STRING_MISSING_WHAT,
    KJ_STRING_MISSING_HELP,
    KJ_STRING_FOLDER_TITLE,
    KJ_STRING_FOLDER_WHAT,
    KJ_STRING_FOLDER_HELP,
    KJ_STRING_EMPTY_TITLE,
    KJ_STRING_EMPTY_WHAT,
    KJ_STRING_EMPTY_HELP,
    KJ_STRING_NOT_TEXT_TITLE,
    KJ_STRING_NOT_TEXT_WHAT,
    KJ_STRING_NOT_TEXT_HELP,
    KJ_STRING_TOO_LARGE_TITLE,
    KJ_STRING_TOO_LARGE_WHAT,
    KJ_STRING_TOO_LARGE_HELP,
    KJ_STRING_UNREADABLE_TITLE,
    KJ_STRING_UNREADABLE_WHAT,
    KJ_STRING_UNREADABLE_HELP,
    KJ_STRING_MEMORY_TITLE,
    KJ_STRING_MEMORY_WHAT,
    KJ_STRING_MEMORY_HELP,
    KJ_STRING_TROUBLE_TITLE,
    KJ_STRING_TROUBLE_WHAT,
    KJ_STRING_TROUBLE_HELP,
    KJ_STRING_NO_ARTICLES_TITLE,
    KJ_STRING_NO_ARTICLES_WHAT,
    KJ_STRING_NO_ARTICLES_HELP,
    KJ_STRING_NO_CARD_TITLE,
    KJ_STRING_NO_CARD_WHAT,
    KJ_STRING_NO_CARD_HELP,
    KJ_STRING_NO_VOLUME_TITLE,
    KJ_STRING_NO_VOLUME_WHAT,
    KJ_STRING_NO_VOLUME_HELP,
    KJ_STRING_DAMAGED_TITLE,
    KJ_STRING_DAMAGED_WHAT,
    KJ_STRING_DAMAGED_HELP,
    KJ_STRING_NO_ARTICLE_TITLE,
    KJ_STRING_NO_ARTICLE_WHAT,
    KJ_STRING_NO_ARTICLE_HELP,
    KJ_STRING_FILE,          /* stands before a file's name */
    KJ_STRING_LIBRARY_TITLE, /* over the list of the card's files */
    KJ_STRING_UNTITLED,
    KJ_STRING_PICTURE,         /* in place of a picture that says nothing of itself */
    KJ_STRING_TEXT_DAMAGED,    /* in the text, before a file's name */
    KJ_STRING_TEXT_UNREADABLE, /* likewise */
    KJ_STRING_JANUARY,         /* and the eleven after it */
    KJ_STRING_DECEMBER = KJ_STRING_JANUARY + 11,
    KJ_STRINGS
} kj_string;

/* Never NULL. */
const char *kj_string_get(kj_language language, kj_string string);

#endif
