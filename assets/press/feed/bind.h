/* bind.h - names of edition files. Layer: press/feed, under run. */
#ifndef KJ_PRESS_FEED_BIND_H
#define KJ_PRESS_FEED_BIND_H

/* The file name for an edition: title without what FAT and other systems refuse in names, cut at
 * a letter to a length that they take, "-", day, "-N" from the second of that day on, ".epub".
 * The caller frees it. */
char *kj_bind_name(const char *title, const char *day, unsigned number);

#endif
