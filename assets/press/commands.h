/* commands.h - the sub-commands of kagoj-press. argv[0] is the sub-command's name; each returns an
 * exit code: 0 done, 1 the input or the output failed, 2 wrong usage. */
#ifndef KJ_PRESS_COMMANDS_H
#define KJ_PRESS_COMMANDS_H

int kj_command_make(int argc, char **argv);
int kj_command_optimise(int argc, char **argv);
int kj_command_check(int argc, char **argv);

#endif
