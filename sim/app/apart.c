/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/apart.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* A damaged file can send HDF5 round in circles; reading the tables of a whole one takes a fraction of a second. */
static const rlim_t MOST_SECONDS = 20;

/* Leaves without the handlers of exit: HDF5's own is known to crash after a file that failed to close. */
static _Noreturn void work_and_leave(apart_fn *work, void *context, int descriptor) {
  prctl(PR_SET_PDEATHSIG, SIGKILL); /* work that never ends must not outlive its caller */
  setrlimit(RLIMIT_CPU, &(struct rlimit){MOST_SECONDS, MOST_SECONDS + 1});
  FILE *answer = fdopen(descriptor, "w");
  int code = answer ? work(context, answer) : ERROR_FAILED;
  if (answer && fclose(answer)) code = ERROR_FAILED;
  fflush(stdout);
  _exit(code);
}

/* Read until the other end is closed. */
static int listen(int descriptor, struct answer *answer) {
  char bytes[4096];
  FILE *kept = open_memstream(&answer->text, &answer->length);
  ssize_t n = 1;
  while (kept && n > 0) {
    while ((n = read(descriptor, bytes, sizeof bytes)) < 0 && errno == EINTR) continue;
    if (n > 0) fwrite(bytes, 1, (size_t)n, kept);
  }
  close(descriptor);
  return kept && fclose(kept) == 0 && n == 0 ? OK : ERROR_FAILED;
}

int apart(const char *path, apart_fn *work, void *context, struct answer *answer, struct error *error) {
  int ends[2], status = 0;
  *answer = (struct answer){0};
  fflush(NULL); /* or both would print what waits */
  if (pipe(ends)) return error_set(error, ERROR_FAILED, "cannot read %s: %s", path, strerror(errno));
  pid_t worker = fork();
  if (worker == 0) {
    close(ends[0]);
    work_and_leave(work, context, ends[1]);
  }
  int cause = errno;
  close(ends[1]);
  int heard = listen(ends[0], answer);
  if (worker < 0) return error_set(error, ERROR_FAILED, "cannot read %s: no process for it: %s", path, strerror(cause));
  while (waitpid(worker, &status, 0) < 0)
    if (errno != EINTR) return error_set(error, ERROR_FAILED, "cannot read %s: %s", path, strerror(errno));
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGPIPE) raise(SIGPIPE); /* nobody reads what it prints */
  if (WIFSIGNALED(status))
    return error_set(error, ERROR_FAILED, "cannot read %s: signal %d (%s) ended its reading; it is probably damaged",
                     path, WTERMSIG(status), strsignal(WTERMSIG(status)));
  if (heard) return error_set(error, ERROR_FAILED, "no memory to read %s", path);
  return WEXITSTATUS(status);
}
