/* pnglibconf.h - libpng's configuration: read a picture from a stream, row by row.
 *
 * Reading only, fixed point, errors by longjmp; of the ancillary chunks only tRNS. The only
 * transformation is the user's: render/gray.c makes gray of every kind, in libpng's own row, in
 * less code than libpng's transformations, which would also need wider rows. Replaces libpng's
 * prebuilt file of this name and follows the dependencies of its scripts/pnglibconf.dfa. Layer:
 * vendor. */
#ifndef PNGLCONF_H
#define PNGLCONF_H

#define PNG_16BIT_SUPPORTED
#define PNG_ALIGNED_MEMORY_SUPPORTED
#define PNG_EASY_ACCESS_SUPPORTED
#define PNG_ERROR_TEXT_SUPPORTED
#define PNG_FIXED_POINT_SUPPORTED
#define PNG_READ_SUPPORTED
#define PNG_READ_16BIT_SUPPORTED
#define PNG_READ_ANCILLARY_CHUNKS_SUPPORTED
#define PNG_READ_INTERLACING_SUPPORTED
#define PNG_READ_INT_FUNCTIONS_SUPPORTED
#define PNG_READ_TRANSFORMS_SUPPORTED
#define PNG_READ_USER_TRANSFORM_SUPPORTED
#define PNG_READ_tRNS_SUPPORTED
#define PNG_SEQUENTIAL_READ_SUPPORTED
#define PNG_SETJMP_SUPPORTED
#define PNG_SET_USER_LIMITS_SUPPORTED
#define PNG_USER_LIMITS_SUPPORTED
#define PNG_USER_MEM_SUPPORTED
#define PNG_USER_TRANSFORM_PTR_SUPPORTED
#define PNG_tRNS_SUPPORTED

#define PNG_API_RULE              0
#define PNG_DEFAULT_READ_MACROS   1
#define PNG_GAMMA_THRESHOLD_FIXED 5000
/* Compressed bytes held at a time: one sector of a card. */
#define PNG_IDAT_READ_SIZE             512
#define PNG_INFLATE_BUF_SIZE           512
#define PNG_LINKAGE_API                extern
#define PNG_LINKAGE_CALLBACK           extern
#define PNG_LINKAGE_DATA               extern
#define PNG_LINKAGE_FUNCTION           extern
#define PNG_MAX_GAMMA_8                11
#define PNG_QUANTIZE_BLUE_BITS         5
#define PNG_QUANTIZE_GREEN_BITS        5
#define PNG_QUANTIZE_RED_BITS          5
#define PNG_TEXT_Z_DEFAULT_COMPRESSION (-1)
#define PNG_TEXT_Z_DEFAULT_STRATEGY    0
/* Outside data: no chunk or picture larger than this is begun. */
#define PNG_USER_CHUNK_CACHE_MAX        16
#define PNG_USER_CHUNK_MALLOC_MAX       16384
#define PNG_USER_HEIGHT_MAX             8192
#define PNG_USER_WIDTH_MAX              8192
#define PNG_ZBUF_SIZE                   512
#define PNG_ZLIB_VERNUM                 0
#define PNG_Z_DEFAULT_COMPRESSION       (-1)
#define PNG_Z_DEFAULT_NOFILTER_STRATEGY 0
#define PNG_Z_DEFAULT_STRATEGY          1
#define PNG_sCAL_PRECISION              5
#define PNG_sRGB_PROFILE_CHECKS         2

#endif
