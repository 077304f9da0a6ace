/* refuse.h - pages that are not the article: bot checks, consent walls, logins, "not found".
 *
 * Such a page often comes with code 200 and with enough text to be taken for an article, and
 * must never be published. An article may well be about cookies or captchas: so words count only
 * where there is little text, and in titles. Layer: press/feed, host. */
#ifndef KJ_PRESS_FEED_REFUSE_H
#define KJ_PRESS_FEED_REFUSE_H

#include <libxml/tree.h>
#include <stddef.h>

typedef enum kj_refusal {
    KJ_REFUSE_NOTHING,
    KJ_REFUSE_BOT_CHECK,
    KJ_REFUSE_CONSENT,
    KJ_REFUSE_LOGIN,     /* or paywall */
    KJ_REFUSE_NOT_FOUND, /* also: it leads to the front page */
    KJ_REFUSE_EMPTY,
    KJ_REFUSE_OTHER /* nothing on the page has to do with the headline */
} kj_refusal;

typedef struct kj_refuse_evidence {
    const char *title;            /* the page's own, NULL: none */
    const char *headline;         /* the article's, as its feed has it, NULL: not known */
    const char *text;             /* all of the page's text */
    const char *html;             /* its source, NUL-terminated */
    size_t letters;               /* of what would be published */
    const char *wanted, *address; /* what was asked for and where it led; NULL: not known */
    long code;                    /* HTTP's, 0: a file */
} kj_refuse_evidence;

kj_refusal kj_refuse_judge(const kj_refuse_evidence *evidence);

/* "bot check", "consent wall", ... */
const char *kj_refuse_why(kj_refusal refusal);

#endif
