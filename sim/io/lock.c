/* SPDX-License-Identifier: GPL-3.0-or-later */
/* flock is beyond POSIX; unlike fcntl's locks it belongs to the open file, not to the process. */
#define _DEFAULT_SOURCE

#include "io/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/atomic.h"

static const char LOCK[] = ".mend.lock";

struct owner {
  long process; /* 0: the file is empty, its writer died before it could write */
  char host[256];
};

static int owner_read(struct owner *owner, int descriptor, const char *path, struct error *error) {
  char line[512] = "", *end = line;
  ssize_t n = pread(descriptor, line, sizeof line - 1, 0);
  if (n < 0) return error_set(error, ERROR_FAILED, "cannot read the lock %s: %s", path, strerror(errno));
  if (n == 0) return OK;
  owner->process = strtol(line, &end, 10);
  if (owner->process <= 0 || owner->process > INT_MAX || sscanf(end, " %255s", owner->host) != 1)
    return error_set(error, ERROR_FAILED, "the lock %s names no process and host; remove it if no run writes there",
                     path);
  return OK;
}

/* Whether the open file is still the one of that name: another may have finished, and removed it, meanwhile. */
static bool still_there(int descriptor, const char *path) {
  struct stat here, there;
  return fstat(descriptor, &here) == 0 && stat(path, &there) == 0 && here.st_dev == there.st_dev &&
         here.st_ino == there.st_ino;
}

/* What the system says of a lock: it is ours, another has it, or this file system knows none. */
enum hold { OURS, BUSY, UNKNOWN };

static int open_locked(const char *path, enum hold *hold, int *descriptor, struct error *error) {
  for (;;) {
    *descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (*descriptor < 0) return error_set(error, ERROR_FAILED, "cannot write %s: %s", path, strerror(errno));
    *hold = flock(*descriptor, LOCK_EX | LOCK_NB) == 0 ? OURS : errno == EWOULDBLOCK ? BUSY : UNKNOWN;
    if (*hold == BUSY || still_there(*descriptor, path)) return OK;
    close(*descriptor);
  }
}

static int claim(const char *folder, const char *path, const char *host, int descriptor, enum hold *hold,
                 struct error *error) {
  struct owner owner = {0};
  TRY(owner_read(&owner, descriptor, path, error));
  /* Some file systems keep locks to one host, so that nothing is known of the writers on others. */
  bool elsewhere = owner.process && strcmp(owner.host, host) != 0;
  bool alive = owner.process && (elsewhere || kill((pid_t)owner.process, 0) == 0 || errno != ESRCH);
  if (elsewhere || (*hold == UNKNOWN && alive)) *hold = BUSY;
  if (elsewhere)
    return error_set(error, ERROR_FAILED, "%s is being written by process %ld on %s; if it no longer runs, remove %s",
                     folder, owner.process, owner.host, path);
  if (*hold == BUSY) return error_set(error, ERROR_FAILED, "%s is being written by process %ld", folder, owner.process);
  if (ftruncate(descriptor, 0) == 0 && dprintf(descriptor, "%ld %s\n", (long)getpid(), host) > 0) return OK;
  error_set(error, ERROR_FAILED, "cannot write the lock %s: %s", path, strerror(errno));
  unlink(path); /* it is ours, and says nothing */
  return ERROR_FAILED;
}

int lock_take(const char *folder, int *lock, struct error *error) {
  char path[PATH_SIZE], host[256] = "";
  enum hold hold = UNKNOWN;
  *lock = -1;
  TRY(atomic_join(path, folder, LOCK, error));
  if (gethostname(host, sizeof host - 1) || !*host) return error_set(error, ERROR_FAILED, "this host has no name");
  int descriptor = -1, code = open_locked(path, &hold, &descriptor, error);
  if (code == OK) code = claim(folder, path, host, descriptor, &hold, error);
  if (code == OK) *lock = descriptor;
  else if (descriptor >= 0) close(descriptor);
  if (code && hold == BUSY) *lock = LOCK_BUSY;
  return code;
}

void lock_release(const char *folder, int lock) {
  char path[PATH_SIZE];
  struct error ignored = {0};
  if (atomic_join(path, folder, LOCK, &ignored) == OK) unlink(path);
  close(lock); /* last, so that nobody takes a lock on a file that is going */
}
