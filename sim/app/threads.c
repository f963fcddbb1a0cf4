/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sets of processors are beyond POSIX. */
#define _GNU_SOURCE

#include "app/threads.h"

#include <omp.h>
#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

void threads_wait_passively(char **argv) {
  if (getenv("OMP_WAIT_POLICY") || setenv("OMP_WAIT_POLICY", "passive", 1)) return;
  char path[4096]; /* the program's own, so that it keeps its name among the processes */
  ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
  if (length <= 0) return;
  path[length] = '\0';
  execv(path, argv);
}

/* The processor that is `which`-th in a set. */
static size_t processor_of(const cpu_set_t *set, int which) {
  size_t processor = 0;
  while (!CPU_ISSET(processor, set) || which-- > 0) processor++;
  return processor;
}

void threads_bind(void) {
  cpu_set_t usable;
  int threads = omp_get_max_threads();
  if (threads < 2 || getenv("OMP_PROC_BIND") || sched_getaffinity(0, sizeof usable, &usable) ||
      CPU_COUNT(&usable) != threads)
    return;
#pragma omp parallel num_threads(threads) default(none) shared(usable)
  {
    cpu_set_t own;
    CPU_ZERO(&own);
    CPU_SET(processor_of(&usable, omp_get_thread_num()), &own);
    (void)sched_setaffinity(0, sizeof own, &own); /* a thread that may not be kept runs where it can */
  }
}
