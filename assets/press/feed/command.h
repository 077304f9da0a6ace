/* command.h - `kagoj press feed -c FEEDS.toml -o CARD/`. Layer: press/feed, host. */
#ifndef KJ_PRESS_FEED_COMMAND_H
#define KJ_PRESS_FEED_COMMAND_H

/* argv[0] is "feed". Returns the exit code: 0 done, also when there was nothing new or some feeds
 * failed; 1 no feed could be read, or the edition could not be written; 2 wrong usage or
 * configuration. */
int kj_feed_command(int argc, char **argv);

#endif
