/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/atomic.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int atomic_join(char path[PATH_SIZE], const char *folder, const char *name, struct error *error) {
  int length = snprintf(path, PATH_SIZE, "%s/%s", folder, name);
  if (length >= 0 && length < PATH_SIZE) return OK;
  return error_set(error, ERROR_FAILED, "cannot write %s in %.200s...: the path is too long", name, folder);
}

int atomic_begin(struct atomic *atomic, const char *folder, const char *name, struct error *error) {
  char aside[256];
  if (snprintf(aside, sizeof aside, ".%s.tmp", name) >= (int)sizeof aside)
    return error_set(error, ERROR_FAILED, "cannot write %s: the name is too long", name);
  TRY(atomic_join(atomic->path, folder, name, error));
  TRY(atomic_join(atomic->aside, folder, aside, error));
  memcpy(atomic->folder, folder, strlen(folder) + 1);
  return OK;
}

FILE *atomic_open(const struct atomic *atomic, struct error *error) {
  FILE *stream = fopen(atomic->aside, "w");
  if (!stream) error_set(error, ERROR_FAILED, "cannot write %s: %s", atomic->path, strerror(errno));
  errno = 0; /* of the first failure from here on */
  return stream;
}

void atomic_close(const struct atomic *atomic, FILE *stream, struct error *error) {
  int failed = fflush(stream) || ferror(stream), cause = errno;
  if (fclose(stream) && !failed) failed = 1, cause = errno;
  if (failed)
    error_set(error, ERROR_FAILED, "cannot write %s: %s", atomic->path, cause ? strerror(cause) : "output failed");
}

/* Make what stands at a path survive a loss of power. */
static int sync_path(const char *path, uint64_t *bytes) {
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return -1;
  struct stat status = {0};
  int failed = fsync(descriptor) || fstat(descriptor, &status);
  int cause = errno;
  close(descriptor);
  errno = cause;
  if (bytes) *bytes = (uint64_t)status.st_size;
  return failed ? -1 : 0;
}

int atomic_end(const struct atomic *atomic, uint64_t *bytes, struct error *error) {
  if (!error->code && (sync_path(atomic->aside, bytes) || rename(atomic->aside, atomic->path)))
    error_set(error, ERROR_FAILED, "cannot write %s: %s", atomic->path, strerror(errno));
  if (error->code) {
    unlink(atomic->aside);
    return (int)error->code;
  }
  if (sync_path(atomic->folder, NULL))
    return error_set(error, ERROR_FAILED, "cannot sync the folder %s: %s", atomic->folder, strerror(errno));
  return OK;
}
