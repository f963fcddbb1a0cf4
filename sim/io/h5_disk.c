/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/h5_disk.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#if H5_VERSION_GE(1, 13, 2)
#include <H5FDdevelop.h>
#endif

/* What HDF5 knows of an open file. */
struct disk {
  H5FD_t common; /* first: HDF5 calls back with it */
  struct h5_file *file;
  haddr_t allocated, written; /* ends of what HDF5 has given out, and of what stands in the file [byte] */
};

/* The first failure is kept; always 0. */
static herr_t disk_failed(const struct h5_file *file) {
  error_set(file->error, ERROR_FAILED, "cannot write %s: %s", file->path, strerror(errno));
  return 0;
}

static H5FD_t *disk_open(const char *name, unsigned flags, hid_t access, haddr_t limit) {
  (void)flags, (void)limit;
  struct h5_file *const *file = H5Pget_driver_info(access);
  struct disk *disk = calloc(1, sizeof *disk);
  if (!disk) return NULL;
  disk->file = *file;
  disk->file->descriptor = open(name, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (disk->file->descriptor >= 0) return &disk->common;
  disk_failed(disk->file);
  free(disk);
  return NULL;
}

static herr_t disk_close(H5FD_t *common) {
  free(common);
  return 0;
}

/* As HDF5's own driver of plain files: bytes do not depend on which of the two wrote them. */
static herr_t disk_query(const H5FD_t *common, unsigned long *flags) {
  (void)common;
  *flags = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA | H5FD_FEAT_DATA_SIEVE |
           H5FD_FEAT_AGGREGATE_SMALLDATA;
  return 0;
}

static haddr_t disk_allocated(const H5FD_t *common, H5FD_mem_t type) {
  (void)type;
  return ((const struct disk *)common)->allocated;
}

static herr_t disk_allocate(H5FD_t *common, H5FD_mem_t type, haddr_t end) {
  (void)type;
  ((struct disk *)common)->allocated = end;
  return 0;
}

static haddr_t disk_written(const H5FD_t *common, H5FD_mem_t type) {
  (void)type;
  return ((const struct disk *)common)->written;
}

/* What is not there reads as zeros: after a failure nobody looks at it. */
static herr_t disk_read(H5FD_t *common, H5FD_mem_t type, hid_t transfer, haddr_t at, size_t size, void *buffer) {
  (void)type, (void)transfer;
  const struct h5_file *file = ((const struct disk *)common)->file;
  char *into = buffer;
  while (size > 0) {
    ssize_t got = pread(file->descriptor, into, size < SSIZE_MAX ? size : SSIZE_MAX, (off_t)at);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) disk_failed(file);
    if (got <= 0) break;
    into += got, at += (haddr_t)got, size -= (size_t)got;
  }
  memset(into, 0, size);
  return 0;
}

static herr_t disk_write(H5FD_t *common, H5FD_mem_t type, hid_t transfer, haddr_t at, size_t size, const void *buffer) {
  (void)type, (void)transfer;
  struct disk *disk = (struct disk *)common;
  const char *from = buffer;
  while (size > 0 && !disk->file->error->code) {
    ssize_t put = pwrite(disk->file->descriptor, from, size < SSIZE_MAX ? size : SSIZE_MAX, (off_t)at);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return disk_failed(disk->file);
    from += put, at += (haddr_t)put, size -= (size_t)put;
  }
  if (at + size > disk->written) disk->written = at + size;
  return 0;
}

/* The file ends where HDF5's last object does. */
static herr_t disk_truncate(H5FD_t *common, hid_t transfer, hbool_t closing) {
  (void)transfer, (void)closing;
  struct disk *disk = (struct disk *)common;
  disk->written = disk->allocated;
  if (disk->file->error->code || ftruncate(disk->file->descriptor, (off_t)disk->allocated) == 0) return 0;
  return disk_failed(disk->file);
}

static const H5FD_class_t DRIVER = {
#if H5_VERSION_GE(1, 13, 2)
    .version = H5FD_CLASS_VERSION,
    .value = (H5FD_class_value_t)H5FD_RESERVED + 1,
#endif
    .name = "mend_disk",
    .maxaddr = INT64_MAX,
    .fc_degree = H5F_CLOSE_WEAK,
    .fapl_size = sizeof(struct h5_file *),
    .open = disk_open,
    .close = disk_close,
    .query = disk_query,
    .get_eoa = disk_allocated,
    .set_eoa = disk_allocate,
    .get_eof = disk_written,
    .read = disk_read,
    .write = disk_write,
    .truncate = disk_truncate,
    .fl_map = H5FD_FLMAP_DICHOTOMY,
};

herr_t h5_disk_use(hid_t access, struct h5_file *file) {
  static hid_t driver =
      H5I_INVALID_HID; /* as long as the program: HDF5 looks at it once more when it has closed the file */
  file->descriptor = -1;
  if (H5Iget_type(driver) != H5I_VFL) driver = H5FDregister(&DRIVER);
  return driver < 0 ? -1 : H5Pset_driver(access, driver, &file);
}

void h5_disk_close(struct h5_file *file) {
  if (file->descriptor >= 0 && close(file->descriptor) && !file->error->code) disk_failed(file);
  file->descriptor = -1;
}
