/* report.h - what a session cost and what went wrong, as JSON. Layer: board (host).
 *
 * Fields: docs/emulator.md. Written as the session goes, so that a session of any length needs no
 * memory. */
#ifndef KJ_EMULATOR_REPORT_H
#define KJ_EMULATOR_REPORT_H

#include "device.h"

#include <stdio.h>

typedef struct kj_report {
    FILE *out; /* NULL: no report is wanted */
    bool first_turn, closes;
} kj_report;

/* Begins the report at path ("-": standard output, NULL: none). ERR_IO: it cannot be written. */
KJ_MUST_USE kj_status kj_report_open(kj_report *report, const char *path, const kj_device *device);

/* Adds the device's last turn; shot is its picture's file name, or NULL. */
void kj_report_turn(kj_report *report, const char *key, const kj_device *device, const char *shot);

/* Adds totals, marks and protocol errors. ERR_IO: the file could not be written in full. */
KJ_MUST_USE kj_status kj_report_close(kj_report *report, kj_device *device);

#endif
