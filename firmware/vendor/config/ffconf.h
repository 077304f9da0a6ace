/* ffconf.h - FatFs as the firmware needs it: it reads, long names as UTF-8, and writes nothing.
 *
 * Read by FatFs's ff.h. What is on, and why:
 * - FF_FS_TINY: one 512-byte window a volume, none in each open file. volume.c reads files' blocks
 *   itself, straight into the caller's memory, and borrows the window for blocks read in part.
 * - FF_USE_LFN 3: the name buffer is asked for by ff_memalloc, and fatfs_blocks.c gives the mounted
 *   volume's. Neither hidden in .bss where no budget sees it (1) nor 1.1 KB of stack (2).
 * - FF_LFN_BUF: 255 UTF-16 units are at most 765 bytes of UTF-8.
 * - FF_CODE_PAGE 437: only the 8.3 names of files without a long one need it; every page of single
 *   bytes costs the same 256 bytes, those of double bytes 30 KB and more.
 * - FF_LBA64: what makes FatFs look into a GPT. See README.md for its price.
 * - FF_USE_FASTSEEK is off: its link map is made by following a chain to its end however long it
 *   is, which a loop in a damaged table never reaches, and it is all or nothing. volume.c has a map
 *   of its own. Layer: vendor. */
#define FFCONF_DEF 80286

#define FF_FS_READONLY  1
#define FF_FS_MINIMIZE  0
#define FF_USE_FIND     0
#define FF_USE_MKFS     0
#define FF_USE_FASTSEEK 0
#define FF_USE_EXPAND   0
#define FF_USE_CHMOD    0
#define FF_USE_LABEL    0
#define FF_USE_FORWARD  0
#define FF_USE_STRFUNC  0
#define FF_PRINT_LLI    0
#define FF_PRINT_FLOAT  0
#define FF_STRF_ENCODE  3

#define FF_CODE_PAGE   437
#define FF_USE_LFN     3
#define FF_MAX_LFN     255
#define FF_LFN_UNICODE 2
#define FF_LFN_BUF     767
#define FF_SFN_BUF     12
#define FF_FS_RPATH    0

#define FF_VOLUMES         1
#define FF_STR_VOLUME_ID   0
#define FF_MULTI_PARTITION 0
#define FF_MIN_SS          512
#define FF_MAX_SS          512
#define FF_LBA64           1
#define FF_MIN_GPT         0x10000000
#define FF_USE_TRIM        0

#define FF_FS_TINY      1
#define FF_FS_EXFAT     1
#define FF_FS_NORTC     1
#define FF_NORTC_MON    1
#define FF_NORTC_MDAY   1
#define FF_NORTC_YEAR   2022
#define FF_FS_NOFSINFO  3
#define FF_FS_LOCK      0
#define FF_FS_REENTRANT 0
#define FF_FS_TIMEOUT   1000
