/* address.h - addresses of feeds, articles and pictures: http, https, and files where the
 * configuration itself names one. Layer: press/feed, host. */
#ifndef KJ_PRESS_FEED_ADDRESS_H
#define KJ_PRESS_FEED_ADDRESS_H

#include "press/feed/text.h"

/* reference (as written in a feed or page: relative, with spaces, with Bengali letters) against
 * base, as an absolute address with everything but its host percent-encoded and without
 * fragment. base may be NULL. NULL: not to be made sense of. The caller frees it. */
char *kj_address_resolve(const char *base, const char *reference);

bool kj_address_is_http(const char *address); /* http: or https: */
bool kj_address_is_file(const char *address); /* file: */

/* "file:///..." for a path relative to the folder of beside (a file), or for a "file:" address
 * itself; the caller frees it. */
char *kj_address_of_file(const char *beside, const char *path);

/* The path of a "file:" address, decoded; NULL when it has a host or an encoded NUL or slash. The
 * caller frees it. */
char *kj_address_path(const char *address);

/* Whether a page or picture at address may be read because a feed at feed says so: any http
 * address; a file only when the feed is a file too and address lies in its folder or below. */
bool kj_address_may_follow(const char *feed, const char *address);

/* "host" or "host:port" in lower case into host (bytes > 0), cut to fit; "" for a file. */
void kj_address_host(const char *address, char *host, size_t bytes);

/* Whether its path is a site's root: "", "/", "/index.html". */
bool kj_address_is_front_page(const char *address);

/* What is the same for two addresses of one article: without scheme, "www.", parameters that only
 * count readers (utm_..., fbclid) and a slash at the end. The caller frees it. */
char *kj_address_identity(const char *address);

#endif
