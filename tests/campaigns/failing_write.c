/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loaded before the C library (LD_PRELOAD): after FAILING_WRITE_BYTES of all files together every write fails with
 * FAILING_WRITE_ERRNO, and so do setting space aside and syncing. The write on which they end is a short one. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static long left(long taken) {
  static long bytes;
  static int known;
  if (!known) bytes = atol(getenv("FAILING_WRITE_BYTES"));
  known = 1;
  bytes -= taken;
  return bytes;
}

static int fail(void) {
  errno = atoi(getenv("FAILING_WRITE_ERRNO"));
  return -1;
}

ssize_t write(int descriptor, const void *bytes, size_t n) {
  ssize_t (*real)(int, const void *, size_t);
  *(void **)&real = dlsym(RTLD_NEXT, "write");
  if (descriptor <= STDERR_FILENO) return real(descriptor, bytes, n);
  if (left(0) <= 0 && n > 0) return fail();
  ssize_t put = real(descriptor, bytes, n < (size_t)left(0) ? n : (size_t)left(0));
  left(put);
  return put;
}

ssize_t pwrite(int descriptor, const void *bytes, size_t n, off_t at) {
  ssize_t (*real)(int, const void *, size_t, off_t);
  *(void **)&real = dlsym(RTLD_NEXT, "pwrite");
  if (left(0) <= 0 && n > 0) return fail();
  ssize_t put = real(descriptor, bytes, n < (size_t)left(0) ? n : (size_t)left(0), at);
  left(put);
  return put;
}

int fallocate(int descriptor, int mode, off_t at, off_t n) {
  int (*real)(int, int, off_t, off_t);
  *(void **)&real = dlsym(RTLD_NEXT, "fallocate");
  return left(0) <= 0 ? fail() : real(descriptor, mode, at, n);
}

int fsync(int descriptor) {
  int (*real)(int);
  *(void **)&real = dlsym(RTLD_NEXT, "fsync");
  return left(0) <= 0 ? fail() : real(descriptor);
}

int fdatasync(int descriptor) {
  int (*real)(int);
  *(void **)&real = dlsym(RTLD_NEXT, "fdatasync");
  return left(0) <= 0 ? fail() : real(descriptor);
}
