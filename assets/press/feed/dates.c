/* dates.c - see dates.h: the parts of a date among the tokens of a text. */
#include "press/feed/dates.h"

#include "press/feed/date_words.h"

#include <stdio.h>
#include <string.h>

#define DAY_SECONDS 86400

typedef struct token_row {
    const kj_date_token *tokens;
    size_t count;
} token_row;

typedef struct found_time {
    int hour, minute, second;
    size_t begin, end; /* the tokens that it took */
} found_time;

/* The token at index, or one that matches nothing. */
static kj_date_token at(token_row row, size_t index) {
    return index < row.count ? row.tokens[index] : (kj_date_token){.kind = KJ_DATE_WORD};
}

static bool is_sign(token_row row, size_t index, const char *signs) {
    const kj_date_token token = at(row, index);
    return token.kind == KJ_DATE_SIGN && token.value && strchr(signs, token.value);
}

static bool is_number(token_row row, size_t index, int least_digits, int most_digits) {
    const kj_date_token token = at(row, index);
    return token.kind == KJ_DATE_NUMBER && token.digits >= least_digits &&
           token.digits <= most_digits;
}

static int full_year(kj_date_token token) {
    if (token.digits <= 2) {
        return token.value + (token.value < 50 ? 2000 : 1900);
    }
    return token.digits == 3 ? token.value + 1900 : token.value;
}

int64_t kj_dates_days(int year, int month, int day) {
    /* Years that begin in March put the leap day last; 400 of them have 146,097 days. */
    const int64_t y = month > 2 ? year : year - 1;
    const int64_t era = y / 400, of_era = y % 400;
    const int64_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static bool is_leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int kj_dates_month_days(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* The year before ফাল্গুন's February is the one in which পহেলা বৈশাখ, 14 April, fell. Since 1426
 * six months have 31 days and ফাল্গুন 29 or 30 (Bangla Academy, 2019); before, five had 31 and
 * ফাল্গুন 30 or 31 (1966, with the leap year of the Gregorian calendar). */
static int bengali_month_days(int year, int month) {
    const bool revised = year >= 1426;
    if (month <= (revised ? 6 : 5)) {
        return 31;
    }
    return month == 11 ? (revised ? 29 : 30) + is_leap(year + 594) : 30;
}

kj_status kj_dates_bengali_days(int year, int month, int day, int64_t *days) {
    if (year < 1378 || year > 1606 || month < 1 || month > 12 || day < 1 ||
        day > bengali_month_days(year, month)) {
        return KJ_ERR_FORMAT;
    }
    int64_t sum = kj_dates_days(year + 593, 4, 14) + day - 1;
    for (int i = 1; i < month; i++) {
        sum += bengali_month_days(year, i);
    }
    *days = sum;
    return KJ_OK;
}

static kj_status gregorian(int year, int month, int day, int64_t *days) {
    if (year < 1970 || year > 2200 || month < 1 || month > 12 || day < 1 ||
        day > kj_dates_month_days(year, month)) {
        return KJ_ERR_FORMAT;
    }
    *days = kj_dates_days(year, month, day);
    return KJ_OK;
}

/* "20261125" or three numbers with the same sign between them. */
static kj_status read_numeric_day(token_row row, int64_t *days) {
    for (size_t i = 0; i < row.count; i++) {
        if (is_number(row, i, 8, 8)) {
            const int value = at(row, i).value;
            return gregorian(value / 10000, value / 100 % 100, value % 100, days);
        }
        if (!is_sign(row, i + 1, "-/.") || at(row, i + 1).value != at(row, i + 3).value ||
            !is_sign(row, i + 3, "-/.") || !is_number(row, i + 2, 1, 2)) {
            continue;
        }
        const kj_date_token first = at(row, i), middle = at(row, i + 2), last = at(row, i + 4);
        if (is_number(row, i, 4, 4) && is_number(row, i + 4, 1, 2)) {
            return gregorian(first.value, middle.value, last.value, days);
        }
        if (is_number(row, i, 1, 2) &&
            (is_number(row, i + 4, 2, 2) || is_number(row, i + 4, 4, 4))) {
            const bool swapped = middle.value > 12 && first.value <= 12;
            return gregorian(full_year(last), swapped ? first.value : middle.value,
                             swapped ? middle.value : first.value, days);
        }
    }
    return KJ_ERR_FORMAT;
}

/* Whether a number may be a day or a year: not when it is part of a time. */
static bool stands_alone(token_row row, size_t index) {
    const kj_date_kind next = at(row, index + 1).kind;
    return !is_sign(row, index + 1, ":") && next != KJ_DATE_CLOCK && next != KJ_DATE_UNIT &&
           !(index > 0 && is_sign(row, index - 1, "+")) &&
           !(index > 1 && is_sign(row, index - 1, ":") &&
             at(row, index - 2).kind == KJ_DATE_NUMBER);
}

/* The day beside the month at index: before it ("২৫শে নভেম্বর") or after ("November 25th"). */
static size_t find_day(token_row row, size_t month) {
    for (size_t back = 1; back <= month && back <= 3; back++) {
        if (is_number(row, month - back, 1, 2) && stands_alone(row, month - back)) {
            return month - back;
        }
        if (at(row, month - back).kind != KJ_DATE_ORDINAL && !is_sign(row, month - back, "-/,.")) {
            break;
        }
    }
    const size_t after = month + 1 + is_sign(row, month + 1, "-/,.");
    return is_number(row, after, 1, 2) && stands_alone(row, after) ? after : row.count;
}

/* The year nearest behind the month, else the nearest before it; two digits count only right
 * behind it, where the day is not. */
static size_t find_year(token_row row, size_t month, size_t day) {
    const size_t next = month + 1 + is_sign(row, month + 1, "-/,'");
    if (day < month && is_number(row, next, 2, 2) && stands_alone(row, next)) {
        return next;
    }
    for (size_t i = month + 1; i < row.count && i <= month + 12; i++) {
        if (is_number(row, i, 4, 4) && !is_sign(row, i - 1, "+-")) {
            return i;
        }
        if (is_number(row, i, 4, 4) && is_sign(row, i - 1, "-") && i == month + 2) {
            return i; /* 25-Nov-2026 */
        }
    }
    for (size_t i = month; i-- > 0;) {
        if (is_number(row, i, 4, 4)) {
            return i;
        }
    }
    return row.count;
}

static int year_of(int64_t days) {
    int year = 1970 + (int)(days / 366);
    while (kj_dates_days(year + 1, 1, 1) <= days) {
        year++;
    }
    return year;
}

static kj_status read_worded_day(token_row row, kj_date_kind kind, int64_t today, int64_t *days) {
    kj_status status = KJ_ERR_FORMAT;
    for (size_t i = 0; i < row.count && status != KJ_OK; i++) {
        if (at(row, i).kind != kind) {
            continue;
        }
        const size_t day = find_day(row, i), year = find_year(row, i, day);
        if (day == row.count) {
            continue;
        }
        if (kind == KJ_DATE_BENGALI_MONTH) {
            if (year != row.count) {
                status = kj_dates_bengali_days(at(row, year).value, at(row, i).value,
                                               at(row, day).value, days);
            }
            continue;
        }
        int number = year == row.count ? year_of(today) : full_year(at(row, year));
        status = gregorian(number, at(row, i).value, at(row, day).value, days);
        if (status == KJ_OK && year == row.count && *days > today + 1) {
            status = gregorian(number - 1, at(row, i).value, at(row, day).value, days);
        }
    }
    return status;
}

static bool is_valid_time(const found_time *time) {
    return time->hour <= 24 && time->minute < 60 && time->second <= 60 &&
           (time->hour < 24 || (time->minute == 0 && time->second == 0));
}

/* "T143000", "T1430" */
static bool read_compact_time(token_row row, size_t i, found_time *time) {
    if (i < 2 || !at(row, i).glued || at(row, i - 1).kind != KJ_DATE_WORD ||
        !is_number(row, i - 2, 8, 8) || !(is_number(row, i, 4, 4) || is_number(row, i, 6, 6))) {
        return false;
    }
    const int value = at(row, i).digits == 6 ? at(row, i).value : at(row, i).value * 100;
    *time = (found_time){value / 10000, value / 100 % 100, value % 100, i, i + 1};
    return true;
}

static bool read_colon_time(token_row row, size_t i, found_time *time) {
    if (!is_number(row, i, 1, 2) || !is_sign(row, i + 1, ":") || !is_number(row, i + 2, 2, 2)) {
        return false;
    }
    *time = (found_time){at(row, i).value, at(row, i + 2).value, 0, i, i + 3};
    if (is_sign(row, i + 3, ":") && is_number(row, i + 4, 2, 2)) {
        time->second = at(row, i + 4).value;
        time->end = i + 5;
        if (is_sign(row, i + 5, ".,") && at(row, i + 6).glued && is_number(row, i + 6, 1, 12)) {
            time->end = i + 7; /* parts of a second */
        }
    }
    return true;
}

/* "৯টা ৩০ মিনিট", "9 pm", "রাত ৯.৩০" */
static bool read_worded_time(token_row row, size_t i, found_time *time) {
    const bool half_before = i > 0 && at(row, i - 1).kind == KJ_DATE_HALF;
    if (!is_number(row, i, 1, 2) || at(row, i).value > 24) {
        return false;
    }
    *time = (found_time){at(row, i).value, 0, 0, i, i + 1};
    if (is_sign(row, i + 1, ".") && at(row, i + 2).glued && is_number(row, i + 2, 2, 2) &&
        (half_before || at(row, i + 3).kind == KJ_DATE_HALF)) {
        time->minute = at(row, i + 2).value;
        time->end = i + 3;
        return true;
    }
    if (at(row, i + 1).kind == KJ_DATE_CLOCK) {
        time->end = i + 2;
        if (is_number(row, i + 2, 1, 2) && at(row, i + 3).kind == KJ_DATE_UNIT &&
            at(row, i + 3).value == 60) {
            time->minute = at(row, i + 2).value;
            time->end = i + 4;
        }
        return true;
    }
    return at(row, i + 1).kind == KJ_DATE_HALF &&
           (at(row, i + 1).value == KJ_DATE_AM || at(row, i + 1).value == KJ_DATE_PM);
}

static void apply_half(kj_date_half half, found_time *time) {
    const int hour = time->hour;
    if (hour > 12) {
        return;
    }
    switch (half) {
    case KJ_DATE_AM: time->hour = hour % 12; break;
    case KJ_DATE_PM: time->hour = hour % 12 + 12; break;
    case KJ_DATE_MORNING: break;
    case KJ_DATE_NOON: time->hour = hour < 6 ? hour + 12 : hour; break;
    case KJ_DATE_EVENING: time->hour = hour < 12 ? hour + 12 : hour; break;
    case KJ_DATE_NIGHT: time->hour = hour == 12 ? 0 : hour >= 6 ? hour + 12 : hour; break;
    }
}

static bool read_time(token_row row, found_time *time) {
    for (size_t i = 0; i < row.count; i++) {
        if (!read_compact_time(row, i, time) && !read_colon_time(row, i, time) &&
            !read_worded_time(row, i, time)) {
            continue;
        }
        if (at(row, time->end).kind == KJ_DATE_HALF) {
            apply_half((kj_date_half)at(row, time->end++).value, time);
        } else if (i > 0 && at(row, i - 1).kind == KJ_DATE_HALF) {
            apply_half((kj_date_half)at(row, i - 1).value, time);
        }
        return is_valid_time(time);
    }
    return false;
}

/* "+0600", "+06:00", "+6" (after GMT only) at index. */
static bool read_offset(token_row row, size_t i, bool named, int *minutes) {
    if (!is_sign(row, i, "+-") || !at(row, i + 1).glued) {
        return false;
    }
    const int direction = at(row, i).value == '-' ? -1 : 1;
    const int value = at(row, i + 1).value;
    int sum;
    if (is_number(row, i + 1, 4, 4)) {
        sum = value / 100 * 60 + value % 100;
    } else if (is_number(row, i + 1, 1, 2) && is_sign(row, i + 2, ":") &&
               is_number(row, i + 3, 2, 2)) {
        sum = value * 60 + at(row, i + 3).value;
    } else if (named && is_number(row, i + 1, 1, 2)) {
        sum = value * 60;
    } else if (at(row, i).glued && is_number(row, i + 1, 2, 2)) {
        sum = value * 60; /* ISO 8601's short form: 14:30+06 */
    } else {
        return false;
    }
    if (sum > 14 * 60) {
        return false;
    }
    *minutes = direction * sum;
    return true;
}

static void read_zone(token_row row, size_t after, int *minutes) {
    if (read_offset(row, after, false, minutes)) {
        return;
    }
    after += is_sign(row, after, "(");
    if (at(row, after).kind == KJ_DATE_ZONE) {
        *minutes = at(row, after).value;
        if (*minutes == 0) {
            (void)read_offset(row, after + 1, true, minutes);
        }
    }
}

/* "১ ঘণ্টা ২০ মিনিট আগে": the pairs of number and unit before "ago". */
static bool read_ago(token_row row, int64_t *seconds, bool *exact) {
    for (size_t i = 0; i < row.count; i++) {
        if (at(row, i).kind != KJ_DATE_AGO) {
            continue;
        }
        int64_t sum = 0;
        size_t end = i;
        *exact = true;
        while (end >= 2 && at(row, end - 1).kind == KJ_DATE_UNIT &&
               at(row, end - 2).kind == KJ_DATE_NUMBER && at(row, end - 2).value < 100000) {
            sum += (int64_t)at(row, end - 1).value * at(row, end - 2).value;
            *exact &= at(row, end - 1).value < DAY_SECONDS;
            end -= 2;
        }
        if (end < i) {
            *seconds = sum;
            return true;
        }
    }
    return false;
}

static int64_t day_of(int64_t seconds, int zone_minutes) {
    const int64_t local = seconds + zone_minutes * 60;
    return local >= 0 ? local / DAY_SECONDS : -1;
}

/* "এইমাত্র", "আজ", "গতকাল" as a token; row.count when there is none. */
static size_t find_kind(token_row row, kj_date_kind kind) {
    size_t i = 0;
    while (i < row.count && row.tokens[i].kind != kind) {
        i++;
    }
    return i;
}

static kj_status read_day(token_row row, int64_t today, int64_t *days) {
    if (read_numeric_day(row, days) == KJ_OK ||
        read_worded_day(row, KJ_DATE_MONTH, today, days) == KJ_OK ||
        read_worded_day(row, KJ_DATE_BENGALI_MONTH, today, days) == KJ_OK) {
        return KJ_OK;
    }
    const size_t day = find_kind(row, KJ_DATE_DAY);
    /* A month that gives no date is a date that does not exist, not today. */
    if (day == row.count || find_kind(row, KJ_DATE_MONTH) < row.count) {
        return KJ_ERR_FORMAT;
    }
    *days = today - at(row, day).value;
    return KJ_OK;
}

static void start_of_day(int64_t days, int zone_minutes, kj_moment *moment) {
    *moment = (kj_moment){days * DAY_SECONDS - zone_minutes * 60, (int16_t)zone_minutes, false};
}

static kj_status read_row(token_row row, int zone_minutes, int64_t now, kj_moment *moment) {
    int64_t days, ago;
    bool exact;
    if (read_day(row, day_of(now, zone_minutes), &days) == KJ_OK) {
        found_time time;
        start_of_day(days, zone_minutes, moment);
        if (read_time(row, &time)) {
            read_zone(row, time.end, &zone_minutes);
            const int64_t second = time.second < 60 ? time.second : 59;
            *moment = (kj_moment){days * DAY_SECONDS + time.hour * 3600 + time.minute * 60 +
                                      second - zone_minutes * 60,
                                  (int16_t)zone_minutes, true};
        }
        return KJ_OK;
    }
    if (read_ago(row, &ago, &exact) && ago <= now) {
        start_of_day(day_of(now - ago, zone_minutes), zone_minutes, moment);
        if (exact) {
            *moment = (kj_moment){now - ago, (int16_t)zone_minutes, true};
        }
        return KJ_OK;
    }
    if (find_kind(row, KJ_DATE_NOW) < row.count) {
        *moment = (kj_moment){now, (int16_t)zone_minutes, true};
        return KJ_OK;
    }
    return KJ_ERR_FORMAT;
}

/* What follows "published" up to "updated" counts most, then what stands before "updated". */
kj_status kj_dates_read(const char *text, int16_t zone_minutes, int64_t now, kj_moment *moment) {
    kj_date_token tokens[KJ_DATE_TOKENS];
    const token_row all = {tokens, kj_date_words_cut(text, tokens)};
    const size_t published = find_kind(all, KJ_DATE_PUBLISHED);
    kj_moment found;
    if (published < all.count) {
        token_row row = {tokens + published, all.count - published};
        row.count = find_kind(row, KJ_DATE_UPDATED);
        if (read_row(row, zone_minutes, now, &found) == KJ_OK) {
            *moment = found;
            return KJ_OK;
        }
    }
    const token_row before = {tokens, find_kind(all, KJ_DATE_UPDATED)};
    if (read_row(before, zone_minutes, now, &found) != KJ_OK &&
        read_row(all, zone_minutes, now, &found) != KJ_OK) {
        return KJ_ERR_FORMAT;
    }
    *moment = found;
    return KJ_OK;
}

static void write_day(int64_t days, char *text) {
    const int year = year_of(days);
    int month = 1;
    while (month < 12 && kj_dates_days(year, month + 1, 1) <= days) {
        month++;
    }
    const int day = (int)(days - kj_dates_days(year, month, 1)) + 1;
    snprintf(text, KJ_DATES_TEXT_BYTES, "%04d-%02d-%02d", year, month, day);
}

void kj_dates_write_day(const kj_moment *moment, char text[KJ_DATES_TEXT_BYTES]) {
    const int64_t days = day_of(moment->seconds, moment->zone_minutes);
    write_day(days < 0 ? 0 : days, text);
}

void kj_dates_write(const kj_moment *moment, char text[KJ_DATES_TEXT_BYTES]) {
    kj_dates_write_day(moment, text);
    if (!moment->has_time) {
        return;
    }
    const int64_t local = moment->seconds + moment->zone_minutes * 60;
    const int of_day = local >= 0 ? (int)(local % DAY_SECONDS) : 0;
    const int zone = moment->zone_minutes < 0 ? -moment->zone_minutes : moment->zone_minutes;
    const size_t length = strlen(text);
    snprintf(text + length, KJ_DATES_TEXT_BYTES - length, "T%02d:%02d:%02d%c%02d:%02d",
             of_day / 3600, of_day / 60 % 60, of_day % 60, moment->zone_minutes < 0 ? '-' : '+',
             zone / 60 % 100, zone % 60);
}

kj_status kj_dates_zone(const char *text, int16_t *zone_minutes) {
    static const struct {
        const char *name;
        int16_t minutes;
    } places[] = {{"Asia/Dhaka", 360}, {"Asia/Kolkata", 330}, {"Asia/Calcutta", 330}};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (strcmp(text, places[i].name) == 0) {
            *zone_minutes = places[i].minutes;
            return KJ_OK;
        }
    }
    kj_date_token tokens[KJ_DATE_TOKENS];
    const token_row row = {tokens, kj_date_words_cut(text, tokens)};
    int minutes = INT16_MAX;
    read_zone(row, 0, &minutes);
    if (minutes == INT16_MAX) {
        return KJ_ERR_FORMAT;
    }
    *zone_minutes = (int16_t)minutes;
    return KJ_OK;
}
