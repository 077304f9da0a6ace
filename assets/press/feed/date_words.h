/* date_words.h - a text with a date in it as a row of tokens: numbers, known words, signs.
 *
 * Both spellings of each word that sources mix (জানুয়ারি, জানুয়ারী) are known, whichever way
 * their য় is encoded. Layer: press/feed, under dates. */
#ifndef KJ_PRESS_FEED_DATE_WORDS_H
#define KJ_PRESS_FEED_DATE_WORDS_H

#include "press/feed/dates.h"

#define KJ_DATE_TOKENS 96 /* at most; what follows is left out */

typedef enum kj_date_kind {
    KJ_DATE_NUMBER,        /* value, digits */
    KJ_DATE_SIGN,          /* value: the ASCII character */
    KJ_DATE_MONTH,         /* value: 1..12, Gregorian */
    KJ_DATE_BENGALI_MONTH, /* value: 1..12, 1 is বৈশাখ */
    KJ_DATE_HALF,          /* value: a kj_date_half */
    KJ_DATE_ZONE,          /* value: minutes east of UTC */
    KJ_DATE_UNIT,          /* value: seconds of a minute, hour, day, ... */
    KJ_DATE_AGO,           /* আগে, ago */
    KJ_DATE_DAY,           /* value: days before today: আজ 0, গতকাল 1 */
    KJ_DATE_NOW,           /* এইমাত্র, just now */
    KJ_DATE_CLOCK,         /* টা, টায়: the number before it is an hour */
    KJ_DATE_ORDINAL,       /* th, শে: says nothing */
    KJ_DATE_PUBLISHED,     /* প্রকাশিত: what follows is the date that counts */
    KJ_DATE_UPDATED,       /* আপডেট: what follows is a later change */
    KJ_DATE_WORD           /* any other word */
} kj_date_kind;

typedef enum kj_date_half {
    KJ_DATE_AM,
    KJ_DATE_PM,
    KJ_DATE_MORNING, /* ভোর, সকাল */
    KJ_DATE_NOON,    /* দুপুর */
    KJ_DATE_EVENING, /* বিকেল, সন্ধ্যা */
    KJ_DATE_NIGHT    /* রাত: up to 5 it is after midnight */
} kj_date_half;

typedef struct kj_date_token {
    kj_date_kind kind;
    int value;
    uint8_t digits; /* of a number as written, "05" has 2 */
    bool glued;     /* nothing stood between it and the token before */
} kj_date_token;

/* Cuts text into tokens and returns how many. */
size_t kj_date_words_cut(const char *text, kj_date_token tokens[KJ_DATE_TOKENS]);

#endif
