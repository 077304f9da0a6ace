/* expat_config.h - expat as a device needs it: UTF-8 in, UTF-8 out, no DTD. Layer: vendor.
 *
 * document/xml.c gives expat nothing but UTF-8 and no document type declaration: it takes the
 * entities apart itself. So general entities (XML_GE) and parameter entities (XML_DTD) are out,
 * and with them every attack by entities: there is nothing here that could expand one. */
#ifndef EXPAT_CONFIG_H
#define EXPAT_CONFIG_H

#define BYTEORDER         1234
#define XML_GE            0
#define XML_CONTEXT_BYTES 0
#define XML_MIN_SIZE      /* 21 KB less of flash for 5 % more instructions in all of document/ */

/* The salt of the hash tables is set for each parser (XML_SetHashSalt, a constant): a device has
 * no source of entropy, and a table here never holds more names than a heap of a few kilobytes
 * has room for, so that a file made to collide costs little. The fallback of expat, which would
 * ask for the time and a process number, is compiled and never runs; these stand in for the
 * functions that it names. */
#define XML_POOR_ENTROPY
#include <sys/time.h>
#include <unistd.h>
#define gettimeofday(time, zone) ((time)->tv_sec = 0, (time)->tv_usec = 0, 0)
#define getpid()                 1
/* Debug output is asked for by the environment, which a device has not. */
#include <stdlib.h>
#define getenv(name) NULL

/* Where it is given no allocator expat would fall back on the C library's: expat_heap.c has one
 * that gives nothing. */
#define malloc  kj_expat_no_malloc
#define realloc kj_expat_no_realloc
#define free    kj_expat_no_free
void *kj_expat_no_malloc(size_t bytes);
void *kj_expat_no_realloc(void *block, size_t bytes);
void kj_expat_no_free(void *block);

#endif
