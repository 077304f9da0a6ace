/* dates.h - the moment that a date in a feed or on a page means.
 *
 * Feeds should write RFC 822 (RSS) or RFC 3339 (Atom) and often write neither; pages write for
 * people: "প্রকাশিত: ২৫ নভেম্বর ২০২৬, ০৩:১৫ পিএম", "১ ঘণ্টা আগে", "১০ অগ্রহায়ণ ১৪৩৩". So a text is
 * cut into numbers and words, and the parts of a date are looked for among them; a date that
 * stays ambiguous is read as in Bangladesh: the day comes before the month. */
#ifndef KJ_PRESS_FEED_DATES_H
#define KJ_PRESS_FEED_DATES_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define KJ_DATES_LONGEST    ((size_t)400) /* bytes of a text that are looked at */
#define KJ_DATES_TEXT_BYTES ((size_t)32)  /* that kj_dates_write needs */

typedef struct kj_moment {
    int64_t seconds;      /* since 1970-01-01T00:00:00Z */
    int16_t zone_minutes; /* the offset in which it was written or is to be shown, -1439..1439 */
    bool has_time;        /* false: only the day is known, seconds is its start in that zone */
} kj_moment;

/* Reads text (UTF-8). zone_minutes: that of a date without zone. now: seconds since 1970, what
 * "১ ঘণ্টা আগে" counts from. Years 1970 to 2200. The calendar of Bangladesh as revised in 1426
 * (2019) turns Bengali months into dates; for earlier years that of 1966 does.
 * Returns OK; ERR_FORMAT: there is no date in it, or one that does not exist. */
KJ_MUST_USE kj_status kj_dates_read(const char *text, int16_t zone_minutes, int64_t now,
                                    kj_moment *moment);

/* "2026-11-25T14:30:00+06:00", or "2026-11-25" for a moment without time. */
void kj_dates_write(const kj_moment *moment, char text[KJ_DATES_TEXT_BYTES]);

/* The day of a moment in its zone as "2026-11-25". */
void kj_dates_write_day(const kj_moment *moment, char text[KJ_DATES_TEXT_BYTES]);

/* Days since 1970-01-01 of a day of the Gregorian calendar; it must exist. */
int64_t kj_dates_days(int year, int month, int day);

/* Days in a month, 1..12. */
int kj_dates_month_days(int year, int month);

/* Days since 1970-01-01 of a day of the Bengali calendar of Bangladesh: month 1 is বৈশাখ.
 * Returns OK; ERR_FORMAT: no such day. */
KJ_MUST_USE kj_status kj_dates_bengali_days(int year, int month, int day, int64_t *days);

/* "+06:00", "+0600", "-05:30", "Z", "UTC" or "Asia/Dhaka", "Asia/Kolkata" as minutes.
 * Returns OK; ERR_FORMAT. */
KJ_MUST_USE kj_status kj_dates_zone(const char *text, int16_t *zone_minutes);

#endif
