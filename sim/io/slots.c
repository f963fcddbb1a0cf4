/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fallocate is beyond POSIX: posix_fallocate would write zeros where the file system has no such call. */
#define _GNU_SOURCE

#include "io/slots.h"

#include <errno.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "io/folder.h"

enum { VERSION = 1, BUFFER = 1 << 20 };
static const char MAGIC[8] = "MENDSLOT";

/* What stands before the content; the CRC of header and content stands behind it. */
struct header {
  char magic[8];
  uint32_t version, byte_order;
  uint64_t sequence, bytes;
};
static const uint32_t ORDER_MARK = 0x01020304;

static int cannot(const char *what, const char *path, struct error *error) {
  return error_set(error, ERROR_FAILED, "cannot %s the checkpoint %s: %s", what, path, strerror(errno));
}

/* As many bytes as asked for, or false: with errno, which is 0 at the end of the file. */
static bool read_all(int descriptor, void *memory, size_t bytes) {
  for (char *at = memory; bytes > 0;) {
    ssize_t n = read(descriptor, at, bytes);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return errno = n ? errno : 0, false;
    at += n;
    bytes -= (size_t)n;
  }
  return true;
}

static bool write_all(int descriptor, const void *memory, size_t bytes) {
  for (const char *at = memory; bytes > 0;) {
    ssize_t n = write(descriptor, at, bytes);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return errno = n ? errno : ENOSPC, false;
    at += n;
    bytes -= (size_t)n;
  }
  return true;
}

/* Whether header, content and CRC belong together. A file that ends too early does not; errno is then 0. */
static bool valid(int descriptor, struct header *header) {
  struct stat status;
  uint32_t crc, stored;
  errno = 0;
  if (fstat(descriptor, &status) || !read_all(descriptor, header, sizeof *header)) return false;
  uint64_t around = sizeof *header + sizeof stored;
  if (memcmp(header->magic, MAGIC, sizeof MAGIC) != 0 || header->version != VERSION ||
      header->byte_order != ORDER_MARK || header->sequence == 0 || (uint64_t)status.st_size < around ||
      header->bytes > (uint64_t)status.st_size - around)
    return false;
  crc = libdeflate_crc32(0, header, sizeof *header);
  char *buffer = malloc(BUFFER);
  if (!buffer) return false;
  bool whole = true;
  for (uint64_t left = header->bytes; whole && left > 0;) {
    size_t n = left < BUFFER ? (size_t)left : BUFFER;
    whole = read_all(descriptor, buffer, n);
    if (whole) crc = libdeflate_crc32(crc, buffer, n);
    left -= n;
  }
  free(buffer);
  return whole && read_all(descriptor, &stored, sizeof stored) && stored == crc;
}

int slots_open(struct slots *slots, const char *folder, struct error *error) {
  *slots = (struct slots){.newest = -1};
  for (int s = 0; s < SLOTS; s++) {
    struct header header;
    TRY(atomic_join(slots->path[s], folder, s == 0 ? CHECKPOINT_FILE_0 : CHECKPOINT_FILE_1, error));
    int descriptor = open(slots->path[s], O_RDONLY | O_CLOEXEC);
    if (descriptor < 0 && errno == ENOENT) continue;
    if (descriptor < 0) return cannot("read", slots->path[s], error);
    bool good = valid(descriptor, &header);
    if (!good && errno) cannot("read", slots->path[s], error);
    close(descriptor);
    if (error->code) return (int)error->code;
    if (!good || header.sequence <= slots->sequence) continue;
    slots->sequence = header.sequence;
    slots->bytes = header.bytes;
    slots->newest = s;
  }
  return OK;
}

/* File systems that cannot set space aside are asked how much is free. */
static bool reserve(int descriptor, uint64_t bytes) {
  struct stat status;
  struct statvfs system;
  if (fstat(descriptor, &status)) return false;
  if ((uint64_t)status.st_size >= bytes || fallocate(descriptor, 0, 0, (off_t)bytes) == 0) return true;
  if (errno != EOPNOTSUPP && errno != ENOSYS) return false;
  if (fstatvfs(descriptor, &system)) return false;
  errno = ENOSPC;
  return (double)system.f_bavail * (double)system.f_frsize > (double)bytes;
}

int slots_reserve(const struct slots *slots, uint64_t bytes, struct error *error) {
  for (int s = 0; s < SLOTS; s++) {
    int descriptor = open(slots->path[s], O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    if (descriptor < 0) return cannot("write", slots->path[s], error);
    if (!reserve(descriptor, bytes + sizeof(struct header) + sizeof(uint32_t)))
      error_set(error, ERROR_FAILED, "cannot set %.3g MB aside for the checkpoint %s: %s", 1e-6 * (double)bytes,
                slots->path[s], strerror(errno));
    close(descriptor);
    if (error->code) return (int)error->code;
  }
  return OK;
}

int slots_write(struct slots *slots, const struct piece *pieces, size_t n, struct error *error) {
  int slot = slots->newest == 0 ? 1 : 0;
  struct header header = {.version = VERSION, .byte_order = ORDER_MARK, .sequence = slots->sequence + 1};
  memcpy(header.magic, MAGIC, sizeof MAGIC);
  for (size_t i = 0; i < n; i++) header.bytes += pieces[i].bytes;
  int descriptor = open(slots->path[slot], O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0) return cannot("write", slots->path[slot], error);
  uint32_t crc = libdeflate_crc32(0, &header, sizeof header);
  bool written = write_all(descriptor, &header, sizeof header);
  for (size_t i = 0; i < n && written; i++) {
    written = write_all(descriptor, pieces[i].memory, pieces[i].bytes);
    crc = libdeflate_crc32(crc, pieces[i].memory, pieces[i].bytes);
  }
  if (!written || !write_all(descriptor, &crc, sizeof crc) || fdatasync(descriptor))
    cannot("write", slots->path[slot], error);
  if (close(descriptor) && !error->code) cannot("write", slots->path[slot], error);
  if (error->code) return (int)error->code;
  slots->newest = slot;
  slots->sequence = header.sequence;
  slots->bytes = header.bytes;
  return OK;
}

int slots_read(const struct slots *slots, uint64_t at, const struct piece *pieces, size_t n, struct error *error) {
  const char *path = slots->path[slots->newest];
  uint64_t bytes = 0;
  for (size_t i = 0; i < n; i++) bytes += pieces[i].bytes;
  if (at > slots->bytes || bytes > slots->bytes - at)
    return error_set(error, ERROR_FAILED, "the checkpoint %s is shorter than what it should hold", path);
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return cannot("read", path, error);
  errno = 0;
  bool good = lseek(descriptor, (off_t)(sizeof(struct header) + at), SEEK_SET) >= 0;
  for (size_t i = 0; i < n && good; i++) good = read_all(descriptor, pieces[i].memory, pieces[i].bytes);
  if (!good) cannot("read", path, error);
  close(descriptor);
  return (int)error->code;
}

int slots_remove(struct slots *slots, struct error *error) {
  for (int s = 0; s < SLOTS; s++)
    if (unlink(slots->path[s]) && errno != ENOENT) return cannot("remove", slots->path[s], error);
  slots->newest = -1;
  slots->sequence = slots->bytes = 0;
  return OK;
}
