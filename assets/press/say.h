/* say.h - what the press tells its user: on standard error, in English, with the file's name. */
#ifndef KJ_PRESS_SAY_H
#define KJ_PRESS_SAY_H

/* "kagoj-press: SUBJECT: message" and a line end; subject NULL: without it. */
void kj_say(const char *subject, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
