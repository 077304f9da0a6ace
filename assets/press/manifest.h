/* manifest.h - an edition from an edition.toml: title, date, language, creator, cover, sections
 * with their articles' files. */
#ifndef KJ_PRESS_MANIFEST_H
#define KJ_PRESS_MANIFEST_H

#include "press/article.h"
#include "press/edition.h"

/* Reads path and every article it names into edition (zeros); paths are relative to its folder.
 * What is wrong is said on standard error, also for several articles at once. KJ_OK, or the first
 * article's trouble; ERR_FORMAT: the manifest itself is wrong. */
KJ_MUST_USE kj_status kj_manifest_read(const char *path, const kj_article_config *config,
                                       kj_press_edition *edition);

/* Reads a picture file as edition's cover, at most the panel's size. As above. */
KJ_MUST_USE kj_status kj_manifest_cover(const char *path, const kj_article_config *config,
                                        kj_press_edition *edition);

#endif
