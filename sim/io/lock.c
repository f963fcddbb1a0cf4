/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/atomic.h"

static const char LOCK[] = ".mend.lock";

struct owner {
  long process;
  char host[256];
};

static int owner_read(struct owner *owner, const char *path, struct error *error) {
  FILE *stream = fopen(path, "r");
  if (!stream) return error_set(error, ERROR_FAILED, "cannot read the lock %s: %s", path, strerror(errno));
  char line[512] = "", *end = line;
  char *got = fgets(line, sizeof line, stream);
  fclose(stream);
  owner->process = got ? strtol(line, &end, 10) : 0;
  if (owner->process <= 0 || owner->process > INT_MAX || sscanf(end, " %255s", owner->host) != 1)
    return error_set(error, ERROR_FAILED, "the lock %s names no process and host; remove it if no run writes there",
                     path);
  return OK;
}

/* Make the lock file with our name in it. @return false with errno EEXIST if there is one. */
static bool lock_make(const char *path, const char *host) {
  int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (descriptor < 0) return false;
  bool written = dprintf(descriptor, "%ld %s\n", (long)getpid(), host) > 0;
  int cause = errno;
  if (close(descriptor) == 0 && written) return true;
  if (written) cause = errno;
  unlink(path);
  errno = cause;
  return false;
}

int lock_take(const char *folder, struct error *error) {
  char path[PATH_SIZE], host[256] = "";
  TRY(atomic_join(path, folder, LOCK, error));
  if (gethostname(host, sizeof host - 1) || !*host) return error_set(error, ERROR_FAILED, "this host has no name");
  if (lock_make(path, host)) return OK;
  if (errno != EEXIST) return error_set(error, ERROR_FAILED, "cannot write %s: %s", path, strerror(errno));
  struct owner owner = {0};
  TRY(owner_read(&owner, path, error));
  if (strcmp(owner.host, host) != 0)
    return error_set(error, ERROR_FAILED, "%s is being written by process %ld on %s; if it no longer runs, remove %s",
                     folder, owner.process, owner.host, path);
  if (kill((pid_t)owner.process, 0) == 0 || errno != ESRCH)
    return error_set(error, ERROR_FAILED, "%s is being written by process %ld", folder, owner.process);
  if (unlink(path) || !lock_make(path, host))
    return error_set(error, ERROR_FAILED, "cannot replace the lock %s: %s", path, strerror(errno));
  return OK;
}

void lock_release(const char *folder) {
  char path[PATH_SIZE];
  struct error ignored = {0};
  if (atomic_join(path, folder, LOCK, &ignored) == OK) unlink(path);
}
