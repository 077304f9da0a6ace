/* main.c - kagoj-press: editions from files and feeds, and a look at them. Layer: press (host). */
#include "press/commands.h"
#include "press/say.h"
#ifdef KJ_PRESS_HAS_FEED
#include "press/feed/command.h"
#endif

#include <locale.h>
#include <stdio.h>
#include <string.h>

static const char help[] =
    "kagoj press - makes editions for a card\n"
    "\n"
    "  kagoj press make FILE|URL... -o X.epub   from HTML, Markdown, text or an edition.toml\n"
    "  kagoj press feed -c FEEDS.toml -o CARD/  from news feeds\n"
    "  kagoj press optimise X.epub [-o Y.epub]  makes any EPUB cheap to read\n"
    "  kagoj press check X.epub...              tells what the reader will make of it\n"
    "\n"
    "Each has a --help. Exit codes: 0 done, 1 something is wrong with the input or the output,\n"
    "2 wrong usage.\n";

#ifndef KJ_PRESS_HAS_FEED
static int kj_feed_command(int argc, char **argv) {
    kj_say("feed", "this kagoj-press is built without libcurl, so without feeds");
    return 2;
}
#endif

int main(int argc, char **argv) {
    static const struct {
        const char *name;
        int (*run)(int argc, char **argv);
    } commands[] = {{"make", kj_command_make},
                    {"feed", kj_feed_command},
                    {"optimise", kj_command_optimise},
                    {"optimize", kj_command_optimise},
                    {"check", kj_command_check}};
    setlocale(LC_CTYPE, "C.UTF-8");
    if (argc < 2 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "--help") == 0 ||
        strcmp(argv[1], "help") == 0) {
        fputs(help, argc < 2 ? stderr : stdout);
        return argc < 2 ? 2 : 0;
    }
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(commands[i].name, argv[1]) == 0) {
            return commands[i].run(argc - 1, argv + 1);
        }
    }
    kj_say(NULL, "there is no command \"%s\"; kagoj press --help lists them", argv[1]);
    return 2;
}
