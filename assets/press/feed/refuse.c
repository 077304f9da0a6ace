/* refuse.c - see refuse.h. The lengths are code points of what would be published; whole news
 * items begin at some 150, stubs in front of a wall end at some 1,500. */
#include "press/feed/refuse.h"

#include "press/feed/address.h"
#include "press/feed/text.h"

#include <stdlib.h>
#include <string.h>

#define LEAST_LETTERS ((size_t)120) /* fewer are no article */
#define STUB_LETTERS  ((size_t)1500)
#define SMALL_LETTERS ((size_t)800)
#define WALL_LETTERS  ((size_t)450) /* what a wall says of itself at most */

static size_t count_of(const char *text, const char *const *words) {
    size_t count = 0;
    for (; *words; words++) {
        count += kj_text_has(text, *words);
    }
    return count;
}

static const char *const bot_titles[] = {"just a moment",
                                         "attention required",
                                         "access denied",
                                         "pardon our interruption",
                                         "ddos-guard",
                                         "security check",
                                         "verifying you are",
                                         "are you a robot",
                                         "robot check",
                                         "human verification",
                                         "you are human",
                                         "bot verification",
                                         "checking your browser",
                                         "রোবট",
                                         NULL};

static const char *const bot_sources[] = {"_cf_chl_opt",
                                          "cf-chl-",
                                          "challenge-form",
                                          "cdn-cgi/challenge-platform",
                                          "px-captcha",
                                          "h-captcha",
                                          "g-recaptcha",
                                          "cf-turnstile",
                                          "captcha-delivery",
                                          "_incapsula_resource",
                                          "sucuri_cloudproxy",
                                          "ddos-guard",
                                          "awswafintegration",
                                          "/_sec/cp_challenge",
                                          NULL};

static const char *const bot_phrases[] = {"verify you are human",
                                          "checking your browser",
                                          "enable javascript and cookies",
                                          "unusual traffic",
                                          "not a robot",
                                          "press & hold",
                                          "complete the security check",
                                          "prove you are human",
                                          "আপনি মানুষ",
                                          "রোবট নন",
                                          "আপনি রোবট",
                                          "নিরাপত্তা যাচাই",
                                          NULL};

static bool is_bot_check(const kj_refuse_evidence *page) {
    if (page->letters > STUB_LETTERS) {
        return false;
    }
    if (kj_text_has_any(page->title, bot_titles)) {
        return true;
    }
    const bool source = kj_text_has_any(page->html, bot_sources);
    const bool phrase = kj_text_has_any(page->text, bot_phrases);
    const bool refused = page->code == 403 || page->code == 429 || page->code == 503;
    return page->letters < WALL_LETTERS &&
           (phrase || (source && (refused || page->letters < LEAST_LETTERS)));
}

static bool is_consent(const kj_refuse_evidence *page) {
    static const char *const phrases[] = {"before you continue",
                                          "we value your privacy",
                                          "we and our partners",
                                          "accept all",
                                          "reject all",
                                          "manage preferences",
                                          "manage options",
                                          "consent",
                                          "cookie",
                                          "gdpr",
                                          "কুকি",
                                          "সম্মতি",
                                          "গোপনীয়তা",
                                          "সব গ্রহণ",
                                          "সবগুলো গ্রহণ",
                                          NULL};
    char host[256];
    kj_address_host(page->address ? page->address : "", host, sizeof host);
    if (kj_text_starts(host, "consent.") || kj_text_starts(host, "guce.")) {
        return true;
    }
    return page->letters < STUB_LETTERS &&
           count_of(page->text, phrases) >= (page->letters < WALL_LETTERS ? 2 : 4) &&
           (kj_text_has(page->html, "<button") || kj_text_has(page->html, "<form") ||
            kj_text_has(page->html, "consent"));
}

static bool is_login(const kj_refuse_evidence *page) {
    static const char *const phrases[] = {"subscribe to continue",
                                          "subscribe to read",
                                          "subscribers only",
                                          "subscriber-only",
                                          "for subscribers",
                                          "log in to continue",
                                          "login to continue",
                                          "sign in to continue",
                                          "sign in to read",
                                          "log in to read",
                                          "already a subscriber",
                                          "to continue reading",
                                          "create a free account",
                                          "পড়তে লগইন",
                                          "পড়তে লগ ইন",
                                          "পড়তে সাবস্ক্রাইব",
                                          "পড়তে নিবন্ধন",
                                          "পড়তে গ্রাহক",
                                          "গ্রাহকদের জন্য",
                                          "গ্রাহক হোন",
                                          "গ্রাহক হতে হবে",
                                          "সাবস্ক্রিপশন নিন",
                                          "লগইন করে পড়ুন",
                                          NULL};
    static const char *const marks[] = {
        "\"isAccessibleForFree\":false", "\"isAccessibleForFree\": false",
        "\"isAccessibleForFree\":\"False\"", "\"isAccessibleForFree\": \"False\"", NULL};
    if (page->letters > STUB_LETTERS) {
        return false;
    }
    return kj_text_has_any(page->text, phrases) || kj_text_has_any(page->html, marks);
}

static bool is_not_found(const kj_refuse_evidence *page) {
    static const char *const phrases[] = {
        "404",        "not found",           "page doesn't exist", "পাওয়া যায়নি", "পাওয়া যায় নি",
        "পাতাটি নেই", "no longer available", "খুঁজে পাওয়া যাচ্ছে না", NULL};
    if (page->wanted && page->address && kj_address_is_front_page(page->address) &&
        !kj_address_is_front_page(page->wanted)) {
        return true;
    }
    if (page->code == 404 || page->code == 410) {
        return true;
    }
    return page->letters < SMALL_LETTERS &&
           (kj_text_has_any(page->title, phrases) ||
            (page->letters < LEAST_LETTERS && kj_text_has_any(page->text, phrases)));
}

/* Whether next to none of the headline's words are anywhere on the page: a wall in words that
 * nobody foresaw, or another article. Inside of longer words they count too: Bengali adds its
 * endings. */
static bool is_other(const kj_refuse_evidence *page) {
    size_t words = 0, found = 0;
    const char *at = page->headline ? page->headline : "";
    while (*at) {
        const size_t length = strcspn(at, " ,;:!?\"'()-");
        char *word = kj_press_cut(at, length);
        if (kj_text_length(word) >= 3) {
            words++;
            found += kj_text_has(page->text, word);
        }
        free(word);
        at += length + (at[length] != '\0');
    }
    return words >= 3 && found * 4 < words;
}

kj_refusal kj_refuse_judge(const kj_refuse_evidence *page) {
    if (is_bot_check(page)) {
        return KJ_REFUSE_BOT_CHECK;
    }
    if (is_not_found(page)) {
        return KJ_REFUSE_NOT_FOUND;
    }
    if (is_login(page)) {
        return KJ_REFUSE_LOGIN;
    }
    if (is_consent(page)) {
        return KJ_REFUSE_CONSENT;
    }
    if (page->letters < LEAST_LETTERS) {
        return KJ_REFUSE_EMPTY;
    }
    return is_other(page) ? KJ_REFUSE_OTHER : KJ_REFUSE_NOTHING;
}

const char *kj_refuse_why(kj_refusal refusal) {
    switch (refusal) {
    case KJ_REFUSE_BOT_CHECK: return "bot check";
    case KJ_REFUSE_CONSENT: return "consent wall";
    case KJ_REFUSE_LOGIN: return "login or paywall";
    case KJ_REFUSE_NOT_FOUND: return "page not found";
    case KJ_REFUSE_EMPTY: return "no article on the page";
    case KJ_REFUSE_OTHER: return "the page is about something else";
    case KJ_REFUSE_NOTHING: break;
    }
    return "nothing";
}
