/* session.h - a device, what it reads, and the record of what it did: pictures, report, messages.
 *
 * What the headless runner and the window have in common. Layer: board (host). */
#ifndef KJ_EMULATOR_SESSION_H
#define KJ_EMULATOR_SESSION_H

#include "device.h"
#include "key_script.h"
#include "medium.h"
#include "options.h"
#include "report.h"
#include "state.h"

/* Exit codes. */
#define KJ_EXIT_OK    0
#define KJ_EXIT_DATA  1 /* the text, the card or the panel had an error */
#define KJ_EXIT_USAGE 2

typedef struct kj_session {
    const kj_options *options;
    kj_medium medium;
    kj_state state;
    kj_booted_config image; /* where the options name one */
    kj_device device;
    kj_report report;
    unsigned turns; /* recorded */
    kj_notice_kind told;
    uint32_t told_article, told_entry, told_page;
    bool is_cut; /* the power, as --cut wants, or the image is dead: the session is over */
    int exit_code;
} kj_session;

/* Opens card, device and report, and makes the folder for pictures. False after saying on standard
 * error what failed. options outlives the session. */
bool kj_session_open(kj_session *session, const kj_options *options);

/* After the panel went idle: the picture, the report's entry, and on standard error what a notice
 * is about; nothing where the power was cut meanwhile. key: the step's name, "start" for power-up.
 */
void kj_session_record(kj_session *session, const char *key);

/* The glass as a PNG at path. KJ_OK; ERR_IO; ERR_MEMORY. */
KJ_MUST_USE kj_status kj_session_shoot(kj_session *session, const char *path);

/* Ends everything, protocol errors to standard error. Returns the process's exit code. */
int kj_session_close(kj_session *session);

/* Begins a step, while the panel is idle; a group's keys wait in the device's queue already. */
void kj_session_begin(kj_session *session, const kj_step *step);

/* Plays keys without a window, until the power is cut. */
void kj_session_play(kj_session *session, const char *keys);

/* Pages through the card's list, the first edition's, and its articles one after the other, at most
 * limit times "next"; false where there was more. */
bool kj_session_page_through(kj_session *session, unsigned limit);

#endif
