/* check_start.c - kagoj press check: starts kagoj-press-check, which lies beside this program and
 * why it is another one check/main.c says. */
#include "press/buffer.h"
#include "press/commands.h"
#include "press/say.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int kj_command_check(int argc, char **argv) {
    char self[4096];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length <= 0) {
        kj_say("check", "where this program lies cannot be told: %s", strerror(errno));
        return 2;
    }
    self[length] = '\0';
    char *path = kj_press_format("%s-check", self);
    execv(path, argv);
    kj_say("check", "%s cannot be started: %s", path, strerror(errno));
    free(path);
    return 2;
}
