/* volume_file.c - the bytes of a file: where its clusters lie, and reading them.
 *
 * FatFs finds the file and follows its chain of clusters; which clusters it went through is
 * remembered as runs of neighbours, so that nothing is followed twice: going anywhere in a file of
 * no more runs than KJ_FILE_RUNS reads no table at all. When there are more, every second one is
 * forgotten, again and again, and the others serve as places to start from. Layer: storage. */
#include "storage/volume.h"
#include "storage/volume_fatfs.h"

#include <ff.h>

#include <string.h>

_Static_assert(sizeof(FIL) <= sizeof((kj_file *)0)->fatfs, "KJ_FILE_FATFS_BYTES");
_Static_assert(FF_FS_TINY == 1, "f_lseek would read into each file's own window");

static const FATFS *fatfs_of(const kj_file *file) {
    return (const FATFS *)(const void *)file->volume->fatfs;
}

static FIL *fil_of(kj_file *file) { return (FIL *)(void *)file->fatfs; }

static uint32_t cluster_bytes(const kj_file *file) {
    return (uint32_t)fatfs_of(file)->csize * KJ_BLOCK_BYTES;
}

static bool holds(const kj_file_run *run, uint32_t cluster) {
    return cluster - run->cluster < run->length;
}

/* Moves *run on by the cluster that comes after its last: makes it longer by a neighbour, or a run
 * of that cluster alone. FatFs follows the chain: put at the last byte of where we are, it is asked
 * to go to the first of the next. There is a next: *run ends before the file does. */
static kj_status step(kj_file *file, kj_file_run *run) {
    FIL *fil = fil_of(file);
    uint32_t last = run->index + run->length - 1;
    fil->fptr = (FSIZE_t)last * cluster_bytes(file) + 1;
    fil->clust = run->cluster + run->length - 1;
    fil->err = 0; /* of an earlier read that failed */
    kj_status status = kj_volume_status_of(
        file->volume, f_lseek(fil, (FSIZE_t)(last + 1) * cluster_bytes(file) + 1));
    if (status != KJ_OK) {
        return status;
    }
    if (fil->clust == run->cluster + run->length) {
        run->length++;
    } else {
        *run = (kj_file_run){last + 1, fil->clust, 1};
    }
    return KJ_OK;
}

/* Forgets every second run but keeps the first. */
static void thin(kj_file *file) {
    uint16_t kept = 0;
    for (uint16_t i = 0; i < file->run_count; i += 2) {
        file->runs[kept++] = file->runs[i];
    }
    file->run_count = kept;
    /* With twice the distance of the last thinning the rest of the file fits as far apart. */
    uint32_t apart = file->runs[kept - 1].index / (uint32_t)(kept - 1);
    file->stride = apart > file->stride ? apart : file->stride;
}

static void remember(kj_file *file, const kj_file_run *run) {
    if (file->run_count && run->index - file->runs[file->run_count - 1].index < file->stride) {
        return;
    }
    if (file->run_count == KJ_FILE_RUNS) {
        thin(file);
    }
    file->runs[file->run_count++] = *run;
}

/* Whether a chain that has come to this cluster was there before. A loop comes by a remembered run
 * in the end: while it is gone round, runs in it are remembered too. */
static bool is_known(const kj_file *file, uint32_t cluster) {
    for (uint16_t i = 0; i < file->run_count; i++) {
        if (holds(&file->runs[i], cluster)) {
            return true;
        }
    }
    return holds(&file->front, cluster);
}

/* Follows the chain up to the file's cluster of this index, where that was not done before. */
static kj_status reach(kj_file *file, uint32_t index) {
    while (index >= file->front.index && index - file->front.index >= file->front.length) {
        kj_file_run next = file->front;
        kj_status status = step(file, &next);
        if (status != KJ_OK) {
            return status;
        }
        if (is_known(file, next.cluster + next.length - 1)) {
            return KJ_ERR_FORMAT;
        }
        if (next.index != file->front.index) {
            remember(file, &file->front);
        }
        file->front = next;
    }
    return KJ_OK;
}

/* The run that begins nearest before the cluster of this index, of all that are known. */
static kj_file_run nearest(const kj_file *file, uint32_t index) {
    if (file->front.index <= index) {
        return file->front;
    }
    uint16_t low = 0, high = file->run_count; /* the first run begins at 0 */
    while (high - low > 1) {
        uint16_t middle = (uint16_t)((low + high) / 2);
        if (file->runs[middle].index <= index) {
            low = middle;
        } else {
            high = middle;
        }
    }
    kj_file_run run = file->runs[low];
    bool here_is_nearer = file->here.index <= index && file->here.index > run.index;
    return here_is_nearer ? file->here : run;
}

/* Makes file->here a run that holds the cluster of this index. */
static kj_status find(kj_file *file, uint32_t index) {
    kj_status status = reach(file, index);
    kj_file_run run = nearest(file, index);
    while (status == KJ_OK && index - run.index >= run.length) {
        status = step(file, &run);
    }
    if (status == KJ_OK) {
        file->here = run;
    }
    return status;
}

/* A part of a block, by way of FatFs's window: what is read next often is the rest of it. */
static kj_status read_part(kj_file *file, uint64_t block, uint32_t skip, uint8_t *bytes,
                           uint32_t length) {
    FATFS *fatfs = (FATFS *)(void *)file->volume->fatfs;
    if (fatfs->winsect != block) {
        bool could = kj_volume_read(file->volume, block, 1, fatfs->win);
        fatfs->winsect = could ? block : (LBA_t)0 - 1;
        if (!could) {
            return kj_volume_status_of(file->volume, FR_DISK_ERR);
        }
    }
    memcpy(bytes, fatfs->win + skip, length);
    return KJ_OK;
}

/* Reads as many of length bytes at offset as lie together, at least one. */
static kj_status read_piece(kj_file *file, uint32_t offset, uint8_t *bytes, uint32_t *length) {
    const FATFS *fatfs = fatfs_of(file);
    uint32_t of_cluster = cluster_bytes(file), index = offset / of_cluster;
    kj_status status = find(file, index);
    if (status != KJ_OK) {
        return status;
    }
    uint32_t cluster = file->here.cluster + (index - file->here.index);
    uint32_t more = file->here.length - (index - file->here.index);
    if (cluster < 2 || cluster >= fatfs->n_fatent || more > fatfs->n_fatent - cluster) {
        return KJ_ERR_FORMAT;
    }
    uint64_t together = (uint64_t)more * of_cluster - offset % of_cluster;
    uint64_t block = fatfs->database + (uint64_t)(cluster - 2) * fatfs->csize +
                     offset % of_cluster / KJ_BLOCK_BYTES;
    uint32_t skip = offset % KJ_BLOCK_BYTES;
    uint32_t piece = *length < together ? *length : (uint32_t)together;
    if (skip || piece < KJ_BLOCK_BYTES) {
        *length = piece < KJ_BLOCK_BYTES - skip ? piece : KJ_BLOCK_BYTES - skip;
        return read_part(file, block, skip, bytes, *length);
    }
    *length = piece - piece % KJ_BLOCK_BYTES;
    return kj_volume_read(file->volume, block, piece / KJ_BLOCK_BYTES, bytes)
               ? KJ_OK
               : kj_volume_status_of(file->volume, FR_DISK_ERR);
}

/* Whether the file was opened on what is mounted now. */
static kj_status begin_read(kj_file *file) {
    kj_volume *volume = file->volume;
    /* Its table and its bytes: every cluster in a place of its own is the worst. */
    kj_status status = volume ? kj_volume_begin(volume, UINT32_MAX) : KJ_ERR_STATE;
    if (status == KJ_OK && fil_of(file)->obj.id != fatfs_of(file)->id) {
        status = KJ_ERR_STATE;
    }
    return status;
}

static kj_status read_at(void *context, uint32_t offset, uint8_t *bytes, size_t length) {
    kj_file *file = (kj_file *)context;
    kj_status status = begin_read(file);
    if (status == KJ_OK && (offset > file->size_bytes || length > file->size_bytes - offset)) {
        status = KJ_ERR_RANGE;
    }
    while (status == KJ_OK && length) {
        uint32_t piece = (uint32_t)length;
        if (offset >= file->written_bytes) {
            memset(bytes, 0, piece);
        } else {
            uint32_t written = file->written_bytes - offset;
            piece = piece < written ? piece : written;
            status = read_piece(file, offset, bytes, &piece);
        }
        offset += piece;
        bytes += piece;
        length -= piece;
    }
    if (status == KJ_OK) {
        return KJ_OK;
    }
    file->failed = status;
    return KJ_ERR_IO;
}

/* FatFs does not tell a folder from nothing. */
static kj_status why_missing(kj_volume *volume, const char *path) {
    DIR folder;
    kj_status status = kj_volume_begin(volume, KJ_VOLUME_BLOCKS_MAX);
    if (status == KJ_OK) {
        status = kj_volume_status_of(volume, f_opendir(&folder, path));
    }
    return status == KJ_OK ? KJ_ERR_ARGUMENT : status;
}

/* exFAT specification 7.6.5, ValidDataLength: what comes after it was never written and reads as
 * zeros. FatFs does not look at it, but the file's entry set is still in its buffer. */
static uint32_t written_bytes_of(const FATFS *fatfs, uint32_t size_bytes) {
    enum { VALID_DATA_LENGTH = 32 + 8 };
    if (fatfs->fs_type != FS_EXFAT) {
        return size_bytes;
    }
    uint64_t length = 0;
    for (int i = 7; i >= 0; i--) {
        length = length << 8 | fatfs->dirbuf[VALID_DATA_LENGTH + i];
    }
    return length < size_bytes ? (uint32_t)length : size_bytes;
}

/* The first cluster is taken on trust until it is read; a size that cannot be is not. */
static kj_status take(kj_file *file, kj_volume *volume) {
    const FIL *fil = fil_of(file);
    if (fil->obj.objsize > UINT32_MAX) {
        return KJ_ERR_TOO_LARGE;
    }
    if (fil->obj.objsize == 0) {
        return KJ_END;
    }
    file->volume = volume;
    file->size_bytes = (uint32_t)fil->obj.objsize;
    file->written_bytes = written_bytes_of(fatfs_of(file), file->size_bytes);
    uint32_t clusters = (file->size_bytes - 1) / cluster_bytes(file) + 1;
    bool is_in_one_piece = fatfs_of(file)->fs_type == FS_EXFAT && fil->obj.stat == 2;
    file->front = (kj_file_run){0, fil->obj.sclust, is_in_one_piece ? clusters : 1};
    file->here = file->front;
    return clusters > fatfs_of(file)->n_fatent - 2 ? KJ_ERR_FORMAT : KJ_OK;
}

kj_status kj_file_open(kj_file *file, kj_volume *volume, const char *path) {
    *file = (kj_file){0};
    kj_status status = kj_volume_begin(volume, KJ_VOLUME_BLOCKS_MAX);
    if (status != KJ_OK) {
        return status;
    }
    if (!kj_volume_is_path(path)) {
        return KJ_ERR_MISSING;
    }
    status = kj_volume_status_of(volume, f_open(fil_of(file), path, FA_READ));
    if (status == KJ_ERR_MISSING && volume->lost == KJ_OK) {
        return why_missing(volume, path);
    }
    status = status == KJ_OK ? take(file, volume) : status;
    if (status != KJ_OK) {
        file->volume = NULL;
    }
    return status;
}

kj_source kj_file_source_of(kj_file *file) {
    return (kj_source){.context = file, .size_bytes = file->size_bytes, .read = read_at};
}

void kj_file_close(kj_file *file) { file->volume = NULL; }
